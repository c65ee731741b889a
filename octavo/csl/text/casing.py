"""Change the case of tagged text: the six values of CSL's `text-case`.

Tag characters stay where they are.  Text in `nocase`, superscript, subscript or small capitals
keeps its letters (fixtures textcase_ImplicitNocase, textcase_Uppercase).

Title case is for English alone.  A word that has a capital anywhere keeps its letters; of the
others all are capitalized but articles, coordinating conjunctions and prepositions (Chicago 8.160).
Editions differ over long prepositions: the 18th capitalizes those of five letters and more, the
17th none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from octavo.csl.text.tagged_text import CLOSING, MARK, MARK_SET, OPENING

Prepositions = Literal["upper", "lower"]


def cased(
    text: str, case: str, language: str = "en", long_prepositions: Prepositions = "lower"
) -> str:
    """Return tagged text in a case of CSL; a case that CSL does not know changes nothing.

    `language` is that of the item, or else that of the style: title case is English, and Turkish
    has its own capitals.  `long_prepositions` says how a title writes 'between': the caller takes
    it from the style (`long_prepositions_of`).
    """
    change = _CASES.get(case)
    if change is None or not text:
        return text
    return _cased(text, case, language.partition("-")[0].lower(), long_prepositions)


def is_english(language: str) -> bool:
    """Return whether a language tag, however carelessly written, says English."""
    return re.split(r"[-_ ]", language.strip(), maxsplit=1)[0].lower() in ("en", "eng", "english")


def long_prepositions_of(style_title: str) -> Prepositions:
    """Return how titles in a style write 'between', which only the title of the style shows.

    Chicago capitalizes prepositions of five letters and more from its 18th edition on (8.160), as
    the APA always did; up to the 17th it lowered all (8.159), and so do most
    (flipflop_OrphanQuote).
    """
    return "upper" if _RAISING_STYLES.search(style_title) else "lower"


_RAISING_STYLES = re.compile(r"Chicago.*\b(?:1[89]|[2-9]\d)th ed|\bAPA\b|American Psychological")


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of tagged text with its quotation marks, and which of them are fixed."""

    plain: str
    places: Sequence[int]  # of each letter in the tagged text
    fixed: Sequence[bool]
    language: str
    long_prepositions: Prepositions = "lower"


_MARKED = re.compile(MARK)
_FIXED = ("NoCase", "Superscript", "Subscript", "SmallCaps")
_DEPTH = {OPENING[kind]: 1 for kind in _FIXED} | {CLOSING[kind]: -1 for kind in _FIXED}
_QUOTES = {OPENING["Quote"]: "“", CLOSING["Quote"]: "”"}


@lru_cache(maxsize=8192)
def _cased(text: str, case: str, language: str, long_prepositions: Prepositions) -> str:
    if _MARKED.search(text) is None:
        letters = _Letters(text, range(len(text)), (), language, long_prepositions)
        return "".join(_CASES[case](letters))
    plain: list[str] = []
    places: list[int] = []
    fixed: list[bool] = []
    depth = 0
    for at, character in enumerate(text):
        depth += _DEPTH.get(character, 0)
        if character in MARK_SET and character not in _QUOTES:
            continue
        plain.append(_QUOTES.get(character, character))
        places.append(at)
        fixed.append(depth > 0 or character in _QUOTES)
    letters = _Letters("".join(plain), places, fixed, language, long_prepositions)
    out = list(text)
    for at, stays, character in zip(places, fixed, _CASES[case](letters), strict=True):
        if not stays:
            out[at] = character
    return "".join(out)


# --- letters -------------------------------------------------------------------------------------

_TURKIC = ("tr", "az")  # 'i' and 'ı' are two letters there (fixture textcase_LocaleUnicode)


def _raised(character: str, language: str) -> str:
    """Return the capital of a letter: 'ǆ' becomes 'ǅ', and a ligature is not broken."""
    if language in _TURKIC and character == "i":
        return "İ"
    raised = character.title()
    return raised if len(raised) == 1 or character == "ß" else character


def _upper(letters: _Letters) -> list[str]:
    if letters.language in _TURKIC:
        return ["İ" if letter == "i" else letter.upper() for letter in letters.plain]
    return [letter.upper() for letter in letters.plain]


def _lower(letters: _Letters) -> list[str]:
    if letters.language in _TURKIC:
        plain = letters.plain.replace("I", "ı").replace("İ", "i")
    else:
        plain = letters.plain
    lowered = plain.lower()  # as one word: a sigma at its end has a form of its own
    return list(lowered if len(lowered) == len(plain) else map(str.lower, plain))


# --- words ---------------------------------------------------------------------------------------

_SPACED = re.compile(r"\S+")
_HYPHENED = re.compile(r"[^\s-]+")
_LETTER = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W_]+")
_CURTAILED = re.compile(r"['’][^\W\d_]$")
_ELISION = re.compile(r"[^\W\d_]+(?=['’][^\W\d_]{2})")


def _raise_at(out: list[str], letters: _Letters, start: int, end: int) -> bool:
    """Capitalize the first letter of a word that is all lower case; return whether there is a word.

    A part before an elision counts by itself: "d'Artagnan" begins with a small letter, 'iPhone'
    does not.
    """
    first = _LETTER.search(letters.plain, start, end)
    if first is None:
        return False
    elided = _ELISION.match(letters.plain, first.start(), end)
    word = letters.plain[start : elided.end() if elided else end]
    if word.islower() and first[0] != "µ":  # a sign, whose capital would be a Greek letter
        out[first.start()] = _raised(first[0], letters.language)
    return True


def _capitalize_first(letters: _Letters) -> list[str]:
    """Capitalize the first word, if its letters up to the first sign are all lower case.

    'e-Science' and 'vdf/ETH' are capitalized, 'eBook' and '’s-Gravenhage' are not.
    """
    out = list(letters.plain)
    first = _LETTERS.search(letters.plain)
    if first is not None and not _CURTAILED.search(letters.plain, 0, first.end()):
        _raise_at(out, letters, first.start(), first.end())
    return out


def _capitalize_all(letters: _Letters) -> list[str]:
    """Capitalize every word that is all lower case, also behind a hyphen."""
    out = list(letters.plain)
    for word in _HYPHENED.finditer(letters.plain):
        _raise_at(out, letters, word.start(), word.end())
    return out


_SENTENCE_END = re.compile(r"[:?!.]\s*$")


def _sentence(letters: _Letters) -> list[str]:
    """Lower all but the first word of the title and of the subtitle (Chicago 13.88).

    A capital within a word marks a name or an acronym, which stays.  In a text all in capitals it
    marks nothing (CSL, Sentence Case Conversion).
    """
    out, lowered = list(letters.plain), _lower(letters)
    shouted = letters.plain.isupper() and " " in letters.plain.strip()
    opens = True
    for word in _SPACED.finditer(letters.plain):
        start, end = word.span()
        if shouted or not any(letter.isupper() for letter in word[0].lstrip("“‘\"'([¿¡")[1:]):
            out[start:end] = lowered[start:end]
        first = _LETTER.search(letters.plain, start, end)
        if opens and first is not None:
            out[first.start()] = _raised(out[first.start()], letters.language)
            opens = False
        opens = opens or _SENTENCE_END.search(word[0]) is not None
    return out


# --- titles --------------------------------------------------------------------------------------

# The stop words of CSL's appendix and the particles of names (textcase_SkipNameParticles...).
_LOWERED = frozenset(
    """a an the and but for nor or so yet as at by down from in into of on onto over per till to
    up via with about amid atop upon like near off plus unto qua sans v vs et al ca de van von
    """.split()
)
_LONG_PREPOSITIONS = frozenset(
    """above across after against along among amongst around astride before behind below beneath
    beside besides between beyond despite during except inside notwithstanding since through
    throughout toward towards under underneath until versus within without""".split()
)
_PARTICLES = frozenset(["al", "de", "et", "van", "von"])  # lower in a compound too: 'al-Qaeda'
# After the point of one of these no sentence begins.
_ABBREVIATIONS = frozenset(
    """acad al approx art assn assoc bros bull ca capt cf ch chap co col comm corp dept dr ed eds
    esp est etc ex fig figs fl fol gen gov hon illus inc int jr lt ltd maj mem mr mrs ms mt natl no
    nos op par pl pp proc prof pseud pt pub repr rev sci ser sgt soc sr st supp suppl trans univ viz
    vol vols vs jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)

_ADDRESS = re.compile(r"\w://|^www\.|^doi:|\w@\w", re.IGNORECASE)
_PART = re.compile(r"[^\-–—/]+")  # a hyphen U+2010 joins: both processors read it so
_OPENS_SUBTITLE = re.compile(r"[:?!][”’\"'»]*$")


def _title(letters: _Letters) -> list[str]:
    if not is_english(letters.language):
        return list(letters.plain)
    out = list(letters.plain)
    words = [word for word in _SPACED.finditer(letters.plain) if _LETTER.search(word[0])]
    begins = True
    for number, word in enumerate(words):
        last = number == len(words) - 1
        if _ADDRESS.search(word[0]) is None and not _is_out_of(words, number):
            for start, end in _parts_to_raise(word, letters, begins, last):
                _raise_at(out, letters, start, end)
        following = words[number + 1].start() if number + 1 < len(words) else word.end()
        begins = _begins_anew(letters.plain[word.start() : following].rstrip())
    return out


def _is_out_of(words: Sequence[re.Match[str]], number: int) -> bool:
    """Return whether a word is the preposition in 'out of'; elsewhere 'out' is an adverb."""
    return (
        0 < number < len(words) - 1 and words[number][0] == "out" and words[number + 1][0] == "of"
    )


def _parts_to_raise(
    word: re.Match[str], letters: _Letters, begins: bool, last: bool
) -> list[tuple[int, int]]:
    """Choose the parts of a compound to capitalize ('Out-of-Fashion', 'Cat/Mouse'), as spans.

    The first word of a title or subtitle and the last are always capitalized, and the first part of
    a hyphened compound too (Chicago 8.162).
    """
    parts = [part.span() for part in _PART.finditer(letters.plain, *word.span())]
    parts = [span for span in parts if _LETTER.search(letters.plain, *span)]
    chosen: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(parts):
        bare = _bare(letters.plain[start:end])
        hyphened = (
            number == 0
            and len(parts) > 1
            and letters.plain[end] == "-"
            and bare not in _PARTICLES
            and (len(bare) > 1 or bare.isascii())
        )
        at_start = begins and number == 0
        at_end = last and number == len(parts) - 1 and not _is_no_word(bare)
        if at_start or at_end or hyphened or not stays_low(bare, letters.long_prepositions):
            chosen.append((start, end))
    return chosen


def _bare(part: str) -> str:
    """Take the punctuation off a word: '“of' and 'of,' are 'of'."""
    start, end = 0, len(part)
    while start < end and not part[start].isalnum():
        start += 1
    while end > start and not part[end - 1].isalnum():
        end -= 1
    return part[start:end]


_ELIDED = re.compile(r"\w['’]\w|\w\.\w")  # o’clock, d’Artagnan; a.k.a.


def _is_no_word(bare: str) -> bool:
    """Return whether this is a mere letter, or is elided or shortened, and stays as written."""
    return len(bare) < 2 or _ELIDED.match(bare) is not None


def stays_low(bare: str, long_prepositions: Prepositions) -> bool:
    """Return whether a word in small letters, without punctuation, stays so within a title."""
    return (
        bare in _LOWERED
        or (long_prepositions == "lower" and bare in _LONG_PREPOSITIONS)
        or _is_no_word(bare)
    )


def _begins_anew(text: str) -> bool:
    """Return whether a subtitle or a sentence begins after a word and the signs that follow it."""
    if _OPENS_SUBTITLE.search(text):
        return True
    ended = text[:-1]
    return (
        text.endswith(".")
        and len(ended) > 1
        and ended.isalpha()
        and ended.lower() not in _ABBREVIATIONS
    )


_CASES: dict[str, Callable[[_Letters], list[str]]] = {
    "lowercase": _lower,
    "uppercase": _upper,
    "capitalize-first": _capitalize_first,
    "capitalize-all": _capitalize_all,
    "sentence": _sentence,
    "title": _title,
}
