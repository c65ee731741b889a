"""The second opinion: every citation set by pandoc's citeproc too, and where the words differ.

What Octavo adds to CSL is no matter of opinion and is taken away first: the siglum given behind a
full form, and the order of an archive's parts.  A difference that the editors have looked at is
allowed in csl/second-opinion.yaml, by the words of both, with the reason.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from octavo.citations import Style, set_citations, siglum_of
from octavo.citations.archives import is_repository, verbatim
from octavo.citations.dates import clean_date
from octavo.citations.fields import DATES, NAMES, TEXTS
from octavo.citations.rendering.tables import locale_name
from octavo.citations.sigla import uses
from octavo.manuscript import Element, PandocError, plain, set_by_citeproc, string, text_of, walk
from octavo.model import Blocks, Citation, Cite, Fault, Place, Reference, SiglaSettings
from octavo.source import NotYaml, read_yaml

ALLOWED_PATH = "csl/second-opinion.yaml"
LARGEST = 1_000_000  # bytes; a line for every note of a long book is less

AGREES = "second_opinion_agrees"
READABLE = "allowed_differences_can_be_read"
NEEDED = "allowed_difference_is_there"


# --- what is allowed -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Allowance:
    """A difference that is as it should be: the words of both, bare, and of which reference; of
    any if no key is given."""

    ours: str
    pandoc: str
    key: str
    place: Place


_ASKED = ("ours", "pandoc", "reason")
_MEMBERS = (*_ASKED, "key", "reviewed")


def read_allowances(
    data: bytes, path: str = ALLOWED_PATH
) -> tuple[tuple[Allowance, ...], tuple[Fault, ...]]:
    """Read the list of allowed differences; what is wrong with one costs no other its place."""
    if len(data) > LARGEST:
        return (), (Fault(READABLE, Place(path), f"the file is larger than {LARGEST:,} bytes"),)
    try:
        rows = read_yaml(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return (), (Fault(READABLE, Place(path), "the file is not UTF-8"),)
    except NotYaml as error:
        place = Place(path, error.line, error.column)
        return (), (Fault(READABLE, place, f"the YAML cannot be read: {error}"),)
    if rows is not None and not isinstance(rows, list):
        return (), (Fault(READABLE, Place(path), "there is no list of differences in it", _FORM),)
    made: list[Allowance] = []
    faults: list[Fault] = []
    for row in rows or ():
        place = Place(path, getattr(row, "line", 1), getattr(row, "column", 1))
        wrong = _wrong_with(row)
        if wrong:
            faults.append(Fault(READABLE, place, wrong, _FORM))
        else:
            ours, theirs = bare(row["ours"]), bare(row["pandoc"])
            made.append(Allowance(ours, theirs, row.get("key", "").removeprefix("@"), place))
    return tuple(made), tuple(faults)


_FORM = "- {key: …, ours: …, pandoc: …, reason: …}"


def _wrong_with(row: Any) -> str:
    if not isinstance(row, dict):
        return "an allowed difference is no list of keys and values"
    strange = [name for name in row if name not in _MEMBERS]
    if strange:
        return f"an allowed difference has no {strange[0]}"
    missing = [name for name in _ASKED if not isinstance(row.get(name), str)]
    if missing:
        return f"an allowed difference without {missing[0]}"
    if not row["reason"].strip():
        return "an allowed difference without a reason"
    if not isinstance(row.get("key", ""), str):
        return "the key of an allowed difference is no cite key"
    return ""


# --- the opinion ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opinion:
    """What came of asking: the faults, how much was compared, and what was left out, and why."""

    faults: tuple[Fault, ...]
    citations: int = 0
    entries: int = 0
    left_out: Mapping[str, int] | None = None

    def __str__(self) -> str:
        said = f"{self.citations} citations and {self.entries} entries compared"
        left = [f"{count} {what}" for what, count in (self.left_out or {}).items() if count]
        return f"{said}; left out: {', '.join(left)}" if left else said


@dataclass(frozen=True, slots=True)
class Pair:
    """One citation or entry as both have it, in bare words; `keys` are those of its cites."""

    keys: tuple[str, ...]
    place: Place
    ours: str
    theirs: str
    shown: str  # ours as it is set
    is_entry: bool = False


SIGLUM = "cited by siglum"
ARCHIVE = "whole archives in the bibliography"


def second_opinion(
    citations: Sequence[Citation],
    references: Mapping[str, Reference],
    style: Style,
    language: str,
    allowances: Sequence[Allowance],
    sigla: SiglaSettings | None = None,
    *,
    by_section: bool = False,
    uncited: Sequence[str] = (),
) -> Opinion:
    """Set the citations of an edition, and its bibliography, by Octavo and by pandoc, and compare.

    The arguments are those of `set_citations`.  Nothing is raised: if pandoc cannot set them, that
    is the one fault.
    """
    asked = _Asked.of(citations, references, style, language, sigla, by_section, uncited)
    if not asked.references:
        return Opinion(tuple(_unneeded(allowances, set())))
    try:
        theirs = asked.by_pandoc()
    except PandocError as error:
        why = next(iter(str(error).splitlines()), "")
        return Opinion((Fault(AGREES, Place(ALLOWED_PATH), f"it could not be had: {why}"),))
    left_out: Counter[str] = Counter()
    pairs = list(asked.compared(theirs, left_out))
    used: set[Allowance] = set()
    faults = (*_differences(pairs, allowances, used), *_unneeded(allowances, used))
    entries = sum(pair.is_entry for pair in pairs)
    return Opinion(faults, len(pairs) - entries, entries, left_out)


@dataclass(frozen=True, slots=True)
class _Set:
    """What pandoc set: the words of each citation, in order, and of each entry by its key."""

    citations: tuple[str, ...]
    entries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What both are asked to set, without what Octavo adds to CSL."""

    citations: tuple[Citation, ...]
    references: Mapping[str, Reference]
    style: Style
    language: str
    by_section: bool
    uncited: tuple[str, ...]
    by_siglum: frozenset[int]  # the citations in which a siglum stands for a work

    @classmethod
    def of(
        cls,
        citations: Sequence[Citation],
        references: Mapping[str, Reference],
        style: Style,
        language: str,
        sigla: SiglaSettings | None,
        by_section: bool,
        uncited: Sequence[str],
    ) -> _Asked:
        """Take sigla and profiles away, and count the notes on, as pandoc does."""
        known = tuple(
            replace(citation, note_mark=str(citation.note_number))
            for citation in citations
            if all(cite.key in references for cite in citation.cites)
        )
        keys = dict.fromkeys(cite.key for citation in known for cite in citation.cites)
        keys |= dict.fromkeys(key for key in uncited if key in references)
        found = {key: siglum for key in keys if (siglum := siglum_of(references[key]))}
        used = uses(known, found, sigla or SiglaSettings(), language)
        by_siglum = frozenset(number for (number, _), use in used.items() if not use.is_given)
        plain_ones = {key: _without_ours(references[key]) for key in keys}
        return cls(known, plain_ones, style, language, by_section, tuple(uncited), by_siglum)

    # -- pandoc's

    def by_pandoc(self) -> _Set:
        """Have pandoc set all: one document, or one for each section where positions start again.

        Each document lists every work, so that none is disambiguated otherwise.
        """
        items = [_item(reference) for reference in self.references.values()]
        tongue = locale_name(self.language or self.style.language)
        meta = {"lang": {"t": "MetaString", "c": tongue}, "nocite": _nocite(self.references)}
        cited: list[str] = []
        entries: Mapping[str, str] = {}
        for group in self._documents():
            blocks = [_paragraph(citation, self.references) for citation in group]
            made = set_by_citeproc(blocks, meta, self.style.xml, items)
            words = [_words_of(block) for block in made if block["t"] == "Para"]
            if len(words) != len(group):
                raise PandocError(f"of {len(group)} citations pandoc set {len(words)}")
            cited += words
            entries = entries or dict(_entries_of(made))
        return _Set(tuple(cited), entries)

    def _documents(self) -> list[list[Citation]]:
        if not self.by_section:
            return [list(self.citations)]
        sections = groupby(self.citations, key=lambda citation: citation.section)
        return [list(group) for _, group in sections] or [[]]

    # -- ours, beside pandoc's

    def compared(self, theirs: _Set, left_out: Counter[str]) -> Iterator[Pair]:
        """Set all by Octavo, and give both words for each citation and entry."""
        work = set_citations(
            self.citations, self.references, self.style, self.language,
            by_section=self.by_section, uncited=self.uncited,
        )  # fmt: skip
        both = zip(self.citations, work.citations, theirs.citations, strict=True)
        for number, (citation, ours, words) in enumerate(both):
            if number in self.by_siglum:
                left_out[SIGLUM] += 1
                continue
            keys = tuple(cite.key for cite in citation.cites)
            place = citation.place or Place(citation.section)
            shown = text_of(ours.inlines)
            yield Pair(keys, place, bare(unbracketed(shown)), bare(words), shown)
        listed = {entry.key: text_of(entry.inlines) for entry in work.bibliography}
        for key in dict.fromkeys((*listed, *theirs.entries)):
            if _is_whole_archive(self.references[key].data):
                left_out[ARCHIVE] += 1
                continue
            shown, words = listed.get(key, ""), theirs.entries.get(key, "")
            place = self.references[key].place
            yield Pair((key,), place, bare(shown), bare(words), shown, is_entry=True)


# --- what pandoc is told -------------------------------------------------------------------------


_SIGLUM_LINE = re.compile(r"^[ \t]*siglum[ \t]*:.*$\n?", re.IGNORECASE | re.MULTILINE)


def _without_ours(reference: Reference) -> Reference:
    """A reference without what only Octavo knows of: its siglum and its archive's profile."""
    data = {name: v for name, v in reference.data.items() if name not in {"custom", "siglum"}}
    if isinstance(data.get("note"), str):
        data["note"] = _SIGLUM_LINE.sub("", data["note"]).strip()
    return replace(reference, data=data)


def _item(reference: Reference) -> dict[str, Any]:
    """A reference as CSL-JSON that no reader stumbles over; in a note, a whole archive is named
    once, as Octavo has it."""
    item: dict[str, Any] = {"id": reference.key, "type": "document"}
    for name, value in reference.data.items():
        if name in DATES:
            date = _date(value)
            if date:
                item[name] = date
        elif name in NAMES and isinstance(value, list):
            item[name] = [person for one in value if (person := _person(one))]
        elif (name in TEXTS or name in _TEXTS_BESIDE) and isinstance(value, str | int):
            item[name] = _whole(str(value))
    if _is_whole_archive(reference.data):
        item.pop("archive", None)
    return item


_TEXTS_BESIDE = frozenset({"type", "language", "shortTitle", "journalAbbreviation"})


def _person(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"literal": _whole(value)}
    if not isinstance(value, Mapping):
        return {}
    parts = {name: _whole(part) for name, part in value.items() if isinstance(part, str)}
    return parts | {name: part for name, part in value.items() if isinstance(part, bool)}


def _whole(text: str) -> str:
    """Without half characters, which JSON cannot hold."""
    return text.encode("utf-8", "replace").decode()


def _date(value: Any) -> dict[str, Any] | None:
    """How a date is read is no matter of style: both are given what Octavo read."""
    read = clean_date(value)
    if read is None:
        return None
    if not read.parts:
        return {"literal": _whole(read.literal)}
    parts = [list(day) or [0] for day in read.parts]
    return {"date-parts": parts} | ({"circa": True} if read.circa else {})


def _is_whole_archive(data: Mapping[str, Any]) -> bool:
    title, archive = data.get("title"), data.get("archive")
    whole = data.get("type") == "collection" and NAMES.isdisjoint(data)
    named = isinstance(title, str) and isinstance(archive, str) and bool(title)
    return whole and named and str(title).casefold() == str(archive).casefold()


def _paragraph(citation: Citation, references: Mapping[str, Reference]) -> Element:
    """A citation alone in the text: in a note style pandoc makes it a note, of our number."""
    cites = [
        {
            "citationId": cite.key,
            "citationPrefix": cite.prefix,
            "citationSuffix": _suffix(cite, references[cite.key]),
            "citationMode": {"t": "NormalCitation" if cite.mode == "normal" else "SuppressAuthor"},
            "citationNoteNum": citation.note_number,
            "citationHash": 0,
        }
        for cite in citation.cites
    ]
    return {"t": "Para", "c": [{"t": "Cite", "c": [cites, []]}]}


def _suffix(cite: Cite, reference: Reference) -> list[Element]:
    """What follows a cite; empty braces say that no locator is in it (pandoc's manual)."""
    in_braces = verbatim(cite) if is_repository(reference) else None
    if in_braces is None and (cite.locator or not cite.suffix):
        return list(cite.suffix)
    return [*string("{}"), *(in_braces or cite.suffix)]


def _nocite(keys: Iterable[str]) -> Element:
    cites = [
        {
            "citationId": key, "citationPrefix": [], "citationSuffix": [],
            "citationMode": {"t": "NormalCitation"}, "citationNoteNum": 0, "citationHash": 0,
        }
        for key in keys
    ]  # fmt: skip
    return {"t": "MetaInlines", "c": [{"t": "Cite", "c": [cites, []]}]}


# --- what pandoc says ----------------------------------------------------------------------------


def _words_of(paragraph: Element) -> str:
    """The words of a citation, without the brackets of a style for the text."""
    notes = [element["c"] for element in walk(paragraph) if element["t"] == "Note"]
    return plain(notes) if notes else unbracketed(plain(paragraph).strip())


def unbracketed(words: str) -> str:
    """Words without the pair of brackets that stands around all of them."""
    if (words[:1], words[-1:]) not in {("(", ")"), ("[", "]")}:
        return words
    depth = 0
    for character in words[:-1]:
        depth += (character == words[0]) - (character == words[-1])
        if not depth:
            return words  # it closes before the end
    return words[1:-1]


def _entries_of(blocks: Blocks) -> Iterator[tuple[str, str]]:
    for element in walk(blocks):
        if element["t"] == "Div" and element["c"][0][0].startswith("ref-"):
            yield element["c"][0][0].removeprefix("ref-"), plain(element["c"][1])


# --- bare words ----------------------------------------------------------------------------------

_SHAPES = str.maketrans(
    dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›ʼ", "'") | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u200b\u2060\ufeff\u00ad") | {"…": "..."}
)  # fmt: skip
_INSIDE_GUILLEMETS = re.compile(r"(?<=[«‹])\s+|\s+(?=[»›])")
_NUMBER = re.compile(r"^(\[\d+\]|\d+[.)])\s*")  # which stands in the margin
_END = re.compile(r"\.?([\"')\]]*)\.?$")


def bare(text: str) -> str:
    """The words without what is no opinion: the shapes of quotation marks, hyphens and spaces,
    the case of the first letter, and the full stop at the end."""
    text = _INSIDE_GUILLEMETS.sub("", unicodedata.normalize("NFC", text)).translate(_SHAPES)
    text = _NUMBER.sub(r"\1 ", re.sub("-+", "-", " ".join(text.split())))
    text = _END.sub(r"\1", text, count=1)
    first = next((at for at, character in enumerate(text[:4]) if character.isalpha()), None)
    return text if first is None else text[:first] + text[first].lower() + text[first + 1 :]


# --- differences ---------------------------------------------------------------------------------


def _differences(
    pairs: Iterable[Pair], allowances: Sequence[Allowance], used: set[Allowance]
) -> Iterator[Fault]:
    """Each difference once, at the first of its places; those allowed go into `used`."""
    by_words: dict[tuple[str, str], list[Allowance]] = {}
    for allowance in allowances:
        by_words.setdefault((allowance.ours, allowance.pandoc), []).append(allowance)
    found: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in pairs:
        if pair.ours == pair.theirs:
            continue
        whole = _allowing(by_words, (pair.ours, pair.theirs), pair.keys)
        used.update(whole)
        for start, ours, theirs in () if whole else parts_that_differ(pair.ours, pair.theirs):
            allowing = _allowing(by_words, (ours, theirs), pair.keys)
            used.update(allowing)
            if not allowing:
                key = _key_at(pair, start)
                found.setdefault((key, ours, theirs), []).append(pair)
    for (key, ours, theirs), at in found.items():
        yield _fault(key, ours, theirs, at)


def _allowing(
    by_words: Mapping[tuple[str, str], list[Allowance]],
    words: tuple[str, str],
    keys: tuple[str, ...],
) -> list[Allowance]:
    return [one for one in by_words.get(words, ()) if not one.key or one.key in keys]


def _key_at(pair: Pair, start: int) -> str:
    """Which of a citation's works a difference belongs to, as far as semicolons tell."""
    if pair.ours.count("; ") + 1 != len(pair.keys):
        return pair.keys[0]
    return pair.keys[pair.ours[:start].count("; ")]


def _fault(key: str, ours: str, theirs: str, at: Sequence[Pair]) -> Fault:
    more = f" ({len(at)} times)" if len(at) > 1 else ""
    message = f"@{key} is set “{at[0].shown}”; pandoc has “{theirs}” for “{ours}”{more}"
    row = ", ".join(f"{name}: {json.dumps(words, ensure_ascii=False)}" for name, words in (
        ("key", key), ("ours", ours), ("pandoc", theirs)))  # fmt: skip
    hint = f"if ours is right, allow it in {ALLOWED_PATH}: {{{row}, reason: …}}"
    return Fault(AGREES, at[0].place, message, hint)


def _unneeded(allowances: Sequence[Allowance], used: set[Allowance]) -> Iterator[Fault]:
    for allowance in allowances:
        if allowance not in used:
            what = f"nothing is set “{allowance.ours}” where pandoc has “{allowance.pandoc}”"
            yield Fault(NEEDED, allowance.place, what, "remove it from the list")


MOST_WORDS = 400  # beyond which a difference is not looked for word by word
NEAR = 2  # differences with so few words between them are one


def parts_that_differ(ours: str, theirs: str) -> list[tuple[int, str, str]]:
    """The words in which two texts differ, with where they begin in ours.

    Where one has nothing, a neighbouring word that both have stands with it.
    """
    mine, other = ours.split(), theirs.split()
    if len(mine) + len(other) > MOST_WORDS:
        return [(0, ours, theirs)]
    spans: list[list[int]] = []
    for kind, *span in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if spans and span[0] - spans[-1][1] <= NEAR:
            spans[-1][1::2] = span[1::2]
        else:
            spans.append(list(span))
    made: list[tuple[int, str, str]] = []
    for first, last, start, end in spans:
        if (first == last or start == end) and first and start:
            first, start = first - 1, start - 1
        elif first == last or start == end:
            last, end = last + 1, end + 1
        before = len(" ".join([*mine[:first], ""]))
        made.append((before, " ".join(mine[first:last]), " ".join(other[start:end])))
    return made
