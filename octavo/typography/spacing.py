"""Set the spaces of a line of words: where it must not break, and what precedes punctuation.

Only spaces that are written are changed; none is added, except within guillemets and ellipses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from octavo.model import Element, Inlines, TypographySettings
from octavo.pandoc import tree

NO_BREAK = "\u00a0"
NARROW = "\u202f"
_WHITE = re.compile("[ \t\r\n\f]+")  # white space of HTML; `str.split` takes no-break spaces too
Rule = Callable[[str, str], str]  # from two words to the space between them, or nothing

# Abbreviations that precede a number, or the name they belong to; a line never ends with them.
# `f.`, `op.`, `d.`, `l.` are the units of Russian archives.
_EVERYWHERE = "p. pp. vol. vols. no. nos. n. nn. fol. fols. f. ff. op. d. dd. l. ll. § §§ №".split()
_ABBREVIATIONS: Mapping[str, frozenset[str]] = {
    language: frozenset((*_EVERYWHERE, *more.split()))
    for language, more in {
        "en": "chap. chaps. art. arts. app. bk. ca. c. ed. fig. figs. pt. pts. sec. secs. ser. "
        "Mr. Mrs. Ms. Dr. St. Col. Gen.",
        "cs": "s. sv. č. kap. obr. tab.",
        "de": "S. Bd. Bde. Nr. Nrn. Anm. Kap. Abb. Tab. Bl. Dr. Art. Abs. H.",
        "es": "pág. págs. núm. núms. cap. t. art. fig. ca. Sr. Sra. Dr.",
        "fr": "t. n° nos chap. fig. art. col. M. MM. Mme Mlle Dr",
        "it": "pag. pagg. cap. t. art. fig. n. sig. dott.",
        "pl": "s. t. nr rozdz. rys. tab. art.",
        "ru": "с. т. тт. ч. гл. рис. табл. ст. г. вып. ф. оп. д. л. лл.",
    }.items()
}
_FOR_OTHERS = frozenset(_EVERYWHERE)
# Words of one letter that no line ends with.
_PREPOSITIONS: Mapping[str, frozenset[str]] = {
    "cs": frozenset("k s v z o u a i K S V Z O U A I".split()),
    "pl": frozenset("a i o u w z A I O U W Z".split()),
    "ru": frozenset("в к с о у и а я В К С О У И А Я".split()),
    "uk": frozenset("в у з і й о а я В У З І О А Я".split()),
}
# The signs that a space precedes in French, and which space (Imprimerie nationale, Lexique).
_FRENCH = {";": NARROW, "!": NARROW, "?": NARROW, "»": NARROW, ":": NO_BREAK}
_DASHES = frozenset("–—")
_SPACED_DASH = frozenset({"be", "bg", "cs", "de", "es", "fr", "it", "pl", "ru", "sk", "uk"})
_INITIAL = re.compile(r"^[(\[“„«]*(?:[^\W\d_]\.-?)+$")
_CAPITAL = re.compile(r"^[^\W\d_]\.")
_NUMBER = re.compile(r"^[(\[]?\d")
_WITHHELD = "\u2e3a"  # for a name that is withheld
_ROMAN = re.compile(r"^[IVXLC]+$")
_UNITS = frozenset("%‰°€£$")
# Words that belong to the number before them: of years, centuries, amounts.
_AFTER_NUMBERS: Mapping[str, frozenset[str]] = {
    "ru": frozenset("г. гг. в. вв. тыс. млн млрд руб.".split()),
    "uk": frozenset("р. рр. ст. тис. млн млрд".split()),
}


def spaced(line: Inlines, language: str, settings: TypographySettings) -> Inlines:
    """Return a line of inlines with the spaces of its language."""
    main = language.split("-")[0].lower()
    if settings.ellipses == "spaced":
        line = [item for element in line for item in _parted_ellipsis(element)]
    if settings.spaces == "source":
        return line
    if main == "fr":
        line = [_guillemets(element) for element in line]
    rules = _rules(main)
    words = tree.strings_of(line)
    made: Inlines = []
    before: str | None = None  # the last word in `made`
    for element, word, after in zip(line, words, [*words[1:], None], strict=True):
        if (
            word is None
            and before is not None
            and after is not None
            and _may_bind(before, after)
            and tree.is_kind(element, "Space")
        ):
            word = _binding_space(before, after, rules)
        if before is None or word is None:
            made.append(element)
        else:
            word = before + word
            made[-1] = tree.string(word)
        before = word
    return made


def _binding_space(before: str, after: str, rules: tuple[Rule, ...]) -> str | None:
    """Return the space that binds two words; None if no rule binds them."""
    word = before.rsplit(NO_BREAK, 1)[-1]
    return next((space for rule in rules if word and (space := rule(word, after))), None)


# A rule binds two words only if one of these ends the first or begins the second, or if the first
# is a single letter; to test this before takes a tenth of the time.
_ENDS = frozenset("«") | {word[-1] for words in _ABBREVIATIONS.values() for word in words}
_BEGINS = {".", *_UNITS, *_FRENCH, *_DASHES} | {
    word[0] for words in _AFTER_NUMBERS.values() for word in words
}
_EDGES = frozenset(("", NO_BREAK))


def _may_bind(before: str, after: str) -> bool:
    return before[-1:] in _ENDS or after[:1] in _BEGINS or before[-2:-1] in _EDGES


@lru_cache(maxsize=64)
def _rules(main: str) -> tuple[Rule, ...]:
    """Return the rules of a language, the most frequent one first."""
    known = _ABBREVIATIONS.get(main, _FOR_OTHERS)
    short = _PREPOSITIONS.get(main, frozenset())
    numbered = _AFTER_NUMBERS.get(main, frozenset())

    def abbreviation(before: str, after: str) -> str:
        if before.lstrip("([“„«‘") not in known:
            return ""
        named = before[:1].isupper() and (after[:1].isupper() or after[0] == _WITHHELD)
        return NO_BREAK if named or _NUMBER.match(after) else ""

    def initials(before: str, after: str) -> str:
        named = _CAPITAL.match(after) or after[0] == _WITHHELD
        return NO_BREAK if named and _INITIAL.match(before) else ""

    def ellipsis(before: str, after: str) -> str:
        return NO_BREAK if after[0] == "." and after.strip(f".,;?!)”’{NO_BREAK}") == "" else ""

    def unit(before: str, after: str) -> str:
        belongs = after[0] in _UNITS or after.rstrip(",;:)") in numbered
        return NO_BREAK if belongs and (before[-1].isdigit() or _ROMAN.match(before)) else ""

    def dash(before: str, after: str) -> str:
        return NO_BREAK if after[0] in _DASHES and len(after) == 1 else ""

    def preposition(before: str, after: str) -> str:
        return NO_BREAK if before in short else ""

    def french(before: str, after: str) -> str:
        return NARROW if before[-1] == "«" else _FRENCH.get(after[0], "")

    rules: list[Rule] = [abbreviation, initials, ellipsis, unit]
    if main in _SPACED_DASH:
        rules.append(dash)
    if short:
        rules.append(preposition)
    if main == "fr":
        rules.append(french)
    return tuple(rules)


def _guillemets(element: Element) -> Element:
    """Return a string with narrow spaces within French guillemets, whatever is written there."""
    if not tree.is_string(element):
        return element
    text = tree.string_of(element)
    if "«" not in text and "»" not in text:
        return element
    text = re.sub(r"«[\s]*(?=\S)", f"«{NARROW}", text)
    text = re.sub(r"(?<=\S)[\s]*»", f"{NARROW}»", text)
    return tree.string(text)


def _parted_ellipsis(element: Element) -> Inlines:
    """Return a string with `…` as three spaced points (Chicago 13.50) that never break."""
    if not tree.is_string(element) or "…" not in tree.string_of(element):
        return [element]
    points = NO_BREAK.join("...")
    text = re.sub(r"(?<=[^\s(\[“‘])…", f"{NO_BREAK}…", tree.string_of(element))
    text = re.sub(r"…(?=[^\s.,;:?!)\]”’])", f"…{NO_BREAK}", text)
    return [tree.string(text.replace("…", points))]


def on_one_line(text: str) -> str:
    """Return a text with one space for each run of white space; no-break spaces stay."""
    return _WHITE.sub(" ", text).strip(" ")
