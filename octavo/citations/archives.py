"""Read the place inside a fond or a collection, as written, and put it in its country's order.

A reference describes a repository, a collection or a fond; the inventory, file and leaves cited of
it follow the key as the author writes them.  The Chicago Manual (18th edition, 14.119-30) wants the
item first in a note and the repository last, and leaves to each archive its own words; Russian and
Continental practice runs from the largest unit to the smallest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from octavo.citations.archival import declared_profile, holds_documents
from octavo.model import Cite, Inlines, Reference
from octavo.pandoc import tree
from octavo.pandoc.walk import plain

# --- profiles ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Profile:
    """The order of the parts of an archival citation.

    `units` are the words for each unit, in the order in which the units are printed; the parts of a
    location are put into this order if all of them are known, and stay as written if one is not.
    """

    repository_last: bool = False
    delimiter: str = ""  # instead of what the author wrote
    capital: bool = False  # each unit opens with one
    units: tuple[str, ...] = ()


AS_WRITTEN = Profile()

_RUSSIAN = (
    "f. ff. fond fondy ф. фонд",
    "op. opp. o. opis opis’ opis' оп. опись опис.",
    "p. papka por. п. папка пор. порт.",
    "d. dd. delo ed. spr. sprava khr. д. дд. дело ед. спр. справа",
    "l. ll. list listy ark. л. лл. лист листы арк. аркуш",
)
_FRENCH = (
    "fonds",
    "série sér. sous-série",
    "vol. volume tome t. carton c. liasse registre reg. dossier dos. d.",
    "pièce no n° doc.",
    "f. ff. fo fos f° f°s fol. fols. p. pp.",
)
_GERMAN = (
    "bestand best. abt. abteilung rep. repositur nl nachlass",
    "bd. bde. band nr. akte kasten karton mappe faszikel fasz.",
    "dok. dokument",
    "bl. blatt fol. f. ff. s.",
)
# A box comes before its folder, and both before the collection, as Chicago prints them (14.124).
_ANGLO_AMERICAN = (
    "no. nos. item doc. docs. document enclosure fol. fols. f. ff. p. pp.",
    "box boxes container carton reel folder folders file files vol. volume",
    "entry ser. series subseries",
    "rg record",
    "papers collection collections mss manuscripts records archive",
)

PROFILES: Mapping[str, Profile] = {
    "as-written": AS_WRITTEN,
    "russian": Profile(units=_RUSSIAN),  # GARF, f. 1235, op. 1, d. 16, ll. 5–7ob.
    "gost": Profile(units=_RUSSIAN, delimiter=". ", capital=True),  # ГАРФ. Ф. 1235. Оп. 1
    "french": Profile(units=_FRENCH),  # MAÉ, série URSS, vol. 974, f. 26
    "german": Profile(units=_GERMAN),  # PA AA, R 31493, Bl. 12
    # FO 371/18297, The National Archives, Kew
    "anglo-american": Profile(units=_ANGLO_AMERICAN, repository_last=True),
}
UNIT_WORDS = frozenset(
    word.rstrip(".") for profile in PROFILES.values() for unit in profile.units
    for word in unit.split()
)  # fmt: skip


def profile_of(reference: Reference, usual: str) -> Profile:
    """Give the profile of a reference: its own, or the edition's for what holds documents."""
    own = declared_profile(reference)
    if own in PROFILES:
        return PROFILES[own]
    return PROFILES.get(usual, AS_WRITTEN) if holds_documents(reference) else AS_WRITTEN


# --- the location --------------------------------------------------------------------------------

_NUMBERS = re.compile(r"[\s\d,.;&–-]*(?:[A-Za-z][\s\d,.;&–-]*)?|[ivxlcdm]+(?:[–-][ivxlcdm]+)?")
_ROMAN = re.compile(r"(?:[IVXLCDM]+|[ivxlcdm]+)\.?")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class ArchiveLocation:
    """The location of a document in an archive, as it follows the key: the comma or space before
    it, its parts from `f. 082` to `l. 2`, and the words after them, which are no part of it."""

    lead: Inlines
    parts: tuple[Inlines, ...]
    rest: Inlines


def verbatim(cite: Cite) -> Inlines | None:
    """Return the suffix for a locator in braces that is not only numbers: `{f. 1, l. 2}`.

    Return None for any other locator.
    """
    if not cite.locator or (cite.label or "page") != "page" or _NUMBERS.fullmatch(cite.locator):
        return None
    return [*tree.text(f", {cite.locator}"), *(cite.rest or [])]


def location_in(suffix: Inlines) -> ArchiveLocation:
    """Split a suffix into the location it names and the rest.

    `, f. 082, l. 2, emphasis added` has the parts `f. 082` and `l. 2`, the rest `, emphasis added`.
    """
    flat = _commas_apart(suffix)
    start = 0
    while start < len(flat) and (tree.is_space(flat[start]) or flat[start] == _COMMA):
        start += 1
    spans = _spans(flat, start)
    texts = [plain(flat[first:last]).strip() for first, last in spans]
    count = _how_many(texts)
    if not count:
        return ArchiveLocation([], (), suffix)
    end = spans[count - 1][1]
    parts = tuple(tree.trimmed(flat[first:last]) for first, last in spans[:count])
    return ArchiveLocation(flat[:start], parts, flat[end:])


def arranged(location: ArchiveLocation, profile: Profile) -> Inlines:
    """Join the parts of a location in the profile's order."""
    ranks = [_rank(plain(part), profile) for part in location.parts]
    parts = list(location.parts)
    known = [rank for rank in ranks if rank is not None]
    if len(known) == len(parts):
        order = sorted(range(len(parts)), key=lambda at: known[at])
        parts = [parts[at] for at in order]
    if profile.capital:
        parts = [_with_capital(part) for part in parts]
    delimiter = tree.text(profile.delimiter or ", ")
    made: Inlines = []
    for part in parts:
        made += [*delimiter, *part] if made else part
    return merged(made)


def _rank(text: str, profile: Profile) -> int | None:
    """Return the index of the profile's unit that the first or last word names; None for none."""
    told = text.casefold().split()
    for word in (told[0], told[-1]) if told else ():
        for rank, unit in enumerate(profile.units):
            if word in unit.split() or f"{word}." in unit.split():
                return rank
    return None


def _how_many(texts: list[str]) -> int:
    """Count the parts, from the first, that name a location: none that opens with a common word."""
    count = 0
    while count < len(texts) and _may_be_location(texts[count]):
        count += 1
    certain = [at for at in range(count) if _is_location(texts[at])]
    return certain[-1] + 1 if certain else count


def _is_location(text: str) -> bool:
    """Return whether a part has a number, or the word of a unit: `série URSS`, `Davies Papers`."""
    told = text.split()
    if _DIGIT.search(text) or any(map(_ROMAN.fullmatch, told)):
        return True
    return any(word.rstrip(".").casefold() in UNIT_WORDS for word in (told[:1] + told[-1:]))


def _may_be_location(text: str) -> bool:
    first = next(iter(text.split()), "")
    bare = first.rstrip(".").casefold()
    if not first or bare in UNIT_WORDS or _DIGIT.search(first) or _ROMAN.fullmatch(first):
        return bool(first)
    if first[0].islower():
        return (first.endswith(".") and bool(_DIGIT.search(text))) or _is_numbered_unit(text)
    return True


# Words that come before a number and name no unit: `dated 1940`, `see 12`.
_NO_UNITS = frozenset(
    """about after also and around at before by ca cf circa copied dated esp especially from in
    note of on or quoted received see sent since to undated until with written""".split()
)


def _is_numbered_unit(text: str) -> bool:
    """Return whether a part is words with a number and nothing after it: `roll 128`, `folio 12`."""
    *words, number = text.split()
    return (
        1 <= len(words) <= 2
        and bool(_DIGIT.search(number) or _ROMAN.fullmatch(number))
        and all(word.isalpha() and word.casefold() not in _NO_UNITS for word in words)
    )


# --- inlines -------------------------------------------------------------------------------------


def _commas_apart(inlines: Inlines) -> Inlines:
    """Return inlines in which each comma or semicolon that ends a word is an inline of its own."""
    flat: Inlines = []
    for inline in inlines:
        word = tree.string_of(inline) if tree.is_string(inline) else ""
        if len(word) > 1 and word[-1] in ",;":
            flat += [tree.string(word[:-1]), tree.string(word[-1])]
        else:
            flat.append(inline)
    return flat


def _spans(flat: Inlines, start: int) -> list[tuple[int, int]]:
    """Return the spans of the parts between commas outside of parentheses, up to a semicolon."""
    spans: list[tuple[int, int]] = []
    depth, first, end = 0, start, len(flat)
    for at in range(start, len(flat)):
        text = plain(flat[at])
        depth = max(0, depth + text.count("(") - text.count(")"))
        if depth or text not in {",", ";"}:
            continue
        if text == ";":
            end = at
            break
        spans.append((first, at))
        first = at + 1
    return [*spans, (first, end)] if first < end else spans


def _with_capital(part: Inlines) -> Inlines:
    if part and tree.is_string(part[0]):
        text = tree.string_of(part[0])
        return [tree.string(text[:1].upper() + text[1:]), *part[1:]]
    return part


def merged(inlines: Inlines) -> Inlines:
    """Return inlines in which words that follow each other without a space are one."""
    made: Inlines = []
    for inline in inlines:
        if made and tree.is_string(inline) and tree.is_string(made[-1]):
            made[-1] = tree.string(tree.string_of(made[-1]) + tree.string_of(inline))
        else:
            made.append(inline)
    return made


_COMMA = tree.string(",")
