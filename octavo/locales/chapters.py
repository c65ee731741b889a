"""Name chapters and parts by their numbers: "Chapter 3", "Chapter Three", "Dritter Teil"; and read
the number of a chapter off its title: "Chapter 3: Days", "3. fejezet", "IV. Tage"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal

from octavo.locales.tables import tables, words_in
from octavo.model.numerals import roman

NumberedKind = Literal["chapter", "part"]
NumberStyle = Literal["arabic", "roman", "words"]

_NUMBER = r"(\d+|[IVXLC]+)\b"
_BARE = re.compile(r"(\d{1,2}|[IVXLC]+)[.:]\s", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    """Return the pattern of a named chapter in any language: an edition may hold chapters in
    several."""
    phrases = dict.fromkeys(p for tag in tables() for p in words_in(tag).chapter_headings)
    return re.compile("|".join(map(_pattern, phrases)), re.IGNORECASE)


def _pattern(phrase: str) -> str:
    before, after = (
        r"\s+".join(map(re.escape, re.split(r"\s+", part))) for part in phrase.split("{number}")
    )
    return before + _NUMBER + after + (r"\b" if after else "")


def named_chapter(title: str) -> str:
    """Return the number of a title that has the word for a chapter; nothing for any other."""
    found = _named().match(title)
    return next(filter(None, found.groups()), "") if found else ""


def chapter_number(title: str) -> str:
    """Return the number that opens a title, with the word for a chapter or without it; nothing if
    there is none."""
    bare = _BARE.match(title)
    return named_chapter(title) or (bare[1] if bare else "")


def name_of_number(kind: NumberedKind, number: int, style: NumberStyle, language: str) -> str:
    """Return the words above the title of a chapter or a part, with its number; in figures if the
    language's table has no words for it."""
    said = in_words(kind, number, language) if style == "words" else ""
    if said:
        return said
    figures = roman(number).upper() if style == "roman" else str(number)
    phrase: str = getattr(words_in(language), f"{kind}_in_figures")
    return phrase.format(number=figures)


def in_words(kind: NumberedKind, number: int, language: str) -> str:
    """Return the words above the title of a chapter or a part, with its number in words; nothing
    if the language's table has no words for it."""
    words = words_in(language)
    numerals: Sequence[str] = getattr(words, f"{kind}_numerals")
    said = _numeral(numerals, number, words.language)
    phrase: str = getattr(words, f"{kind}_in_words")
    made = phrase.format(number=said)
    return made[:1].upper() + made[1:] if said else ""


_BREAKS = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}]")


def _numeral(numerals: Sequence[str], number: int, language: str) -> str:
    first = numerals[0]
    if not first.startswith("%"):
        return numerals[number - 1] if number <= len(numerals) else ""
    rule, _, manner = first.partition(", ")
    said = _BREAKS.sub("", _spell(number, rule, language))
    said = " ".join(said.split())
    return re.sub(r"\w+", lambda word: word[0].capitalize(), said) if manner else said


@cache
def _speller(rule: str, language: str) -> Any:
    """Return ICU's writer of numbers in words, by one of its rules for a language."""
    import icu

    known: Any = icu  # it has no type stubs
    tag = known.Locale(language.replace("-", "_"))
    made = known.RuleBasedNumberFormat(known.URBNFRuleSetTag.SPELLOUT, tag)
    made.setDefaultRuleSet(rule)
    return made


def _spell(number: int, rule: str, language: str) -> str:
    """Return a number in words, by one of ICU's rules for a language."""
    return _speller(rule, language).format(number)


_MOST_TYPED = 40  # numbers in words that are known where an author types one


def opens_with_number(title: str, language: str) -> bool:
    """Return whether a title opens with the number of a chapter or a part, in figures or in the
    words of a language."""
    return bool(chapter_number(title)) or bool(_typed(language).match(title))


@cache
def _typed(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_phrases(language))})(?!\w)", re.IGNORECASE)


def _phrases(language: str) -> Iterator[str]:
    """Yield the patterns of names of chapters and parts, the longest numbers in words first."""
    words = words_in(language)
    yield _pattern(words.part_in_figures)
    kinds: tuple[NumberedKind, ...] = ("chapter", "part")
    for kind in kinds:
        for number in range(_MOST_TYPED, 0, -1):
            if said := in_words(kind, number, language):
                yield r"\s+".join(map(re.escape, said.split()))
