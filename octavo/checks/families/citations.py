"""Check C and B: every cite key has its reference, and every reference what it needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from octavo.bibliography import field_in, missing_fields
from octavo.bibliography import rules as reading_rules
from octavo.checks.near import Nearest
from octavo.checks.survey import NOTE_KEY, Inventory, Survey
from octavo.checks.text_survey import TextSurvey
from octavo.citations import rules as citation_rules
from octavo.csl.items.dates import clean_date
from octavo.model import (
    Blocks,
    Element,
    Fault,
    Manuscript,
    Place,
    Reference,
    Severity,
    check_of,
    rule,
)
from octavo.notes import CitePlaces, is_note_reference, is_textual
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, is_note, label_of
from octavo.pandoc.walk import walk
from octavo.source import EDITION_PATH, place_in_edition


@check_of(citation_rules.cite_key_resolves)
def cite_key_resolves(survey: Survey) -> Iterator[Fault]:
    if survey.has_fault(bibliography_can_be_read) or not _bibliography_is_named(survey):
        return
    nearest = Nearest(sorted(survey.keys))
    left_out: dict[str, tuple[Place, Sequence[Place]]] = {}
    for text in survey.texts:
        for key, times in (text.cites | Counter(dict.fromkeys(text.nocite, 1))).items():
            if key in survey.keys or key == "*" or key.startswith(NOTE_KEY):
                continue
            if (broken := _broken_entry(survey, key)) is not None:
                left_out.setdefault(key, (broken, text.where.cited(key, times)))
                continue
            near = nearest.to(key)
            for place in text.where.cited(key, times):
                message = f"no reference for the cite key @{key}"
                hint = _hint(survey, text, place, key, near)
                yield cite_key_resolves.fault(place, message, hint)
    for key, (broken, places) in left_out.items():
        if places:
            message = f"the entry of @{key} cannot be read, so that no citation of it is set"
            yield cite_key_resolves.fault(places[0], message, f"mend the entry at {broken}")
    for key in survey.listed:
        if key not in survey.keys and key != "*":
            near = nearest.to(key)
            place = place_in_edition(survey.reading.edition_text, key)
            yield cite_key_resolves.fault(
                place, f"no reference for the key @{key} under nocite", _meant(near)
            )


def _broken_entry(survey: Survey, key: str) -> Place | None:
    """Return the place where a bibliography has an entry of this key that cannot be read."""
    named = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    faults = (
        fault for fault in survey.reading.faults if fault.rule == reading_rules.entry_can_be_read
    )
    return next((fault.place for fault in faults if named.search(fault.message)), None)


_SIGIL = re.compile(r"@(?P<braced>\{)?(?P<key>[^\s,;\]}]+)")


def _hint(survey: Survey, text: Inventory, place: Place, key: str, near: str | None) -> str:
    if cut := _cut_short(survey, text, place, key):
        return cut
    if kinds := [kind for kind in ("fig", "tbl", "eq", "sec") if f"{kind}:{key}" in survey.ids]:
        return f"did you mean @{kinds[0]}:{key}?"
    if key.startswith("sec:") or key in survey.ids:
        name = key.removeprefix("sec:")
        if name in survey.ids:
            return f"{key} is no reference; link to the place: [words](#{name})"
    if text.where.in_url(place):
        return "if it is part of a web address, put the address between < and >"
    if f"{key}:" == NOTE_KEY:
        return "refer to a marked note in braces: @{note:*label}"
    if near:
        return _meant(near)
    if text.where.is_bare(place):
        return f"if it is no citation, write \\@{key}; else add it to the bibliography"
    return _meant(near)


def _cut_short(survey: Survey, text: Inventory, place: Place, key: str) -> str:
    """Return a hint if pandoc has read only the beginning of a key; an empty text otherwise."""
    match = _SIGIL.match(text.where.line(place), place.column - 1)
    if match is None or match["braced"] or match["key"].rstrip(".:") == key:
        return ""
    whole = match["key"].rstrip(".:?!")
    if not whole.startswith(key):
        return ""
    if whole in survey.keys or any(sign in whole for sign in ("--", "__", "..", "::")):
        return f"a key with such signs goes in braces: @{{{whole}}}"
    return ""


def _meant(near: str | None) -> str:
    return f"did you mean @{near}?" if near else "add it to the bibliography"


def _bibliography_is_named(survey: Survey) -> bool:
    edition = survey.reading.edition
    return bool(survey.keys) or (edition is not None and bool(edition.citations.bibliography))


@rule("C002", unsilenceable=True)
def note_reference_resolves(survey: Survey) -> Iterator[Fault]:
    """Every reference to a note names one note that is called.

    `[@note:label]` names a note of its own section, or else the only one of the edition.
    """
    holders: dict[str, list[Inventory]] = {}
    for text in survey.texts:
        for label in text.called():
            holders.setdefault(label, []).append(text)
    nearest = Nearest(sorted(holders))
    written = {note.label for text in survey.texts for note in text.manuscript.notes}
    for text in survey.texts:
        for key, times in text.cites.items():
            label = key.removeprefix(NOTE_KEY)
            held = holders.get(label, [])
            if label == key or len(held) == 1 or text in held:
                continue
            if not held and not survey.complete:
                continue
            message, hint = _unresolved(key, label, held, nearest, written)
            for place in text.where.cited(key, times):
                yield note_reference_resolves.fault(place, message, hint)


def _unresolved(
    key: str, label: str, held: list[Inventory], nearest: Nearest, written: set[str]
) -> tuple[str, str]:
    if held:
        where = ", ".join(text.path for text in held[:3])
        hint = f"{where} each have one: give the note that is meant a label of its own"
        return f"@{key} can be one of {len(held)} notes", hint
    if label in written:
        message = f"the note [^{label}], to which this refers, is never called"
        return message, f"call it in the text: [^{label}]"
    near = nearest.to(label)
    hint = f"did you mean @{NOTE_KEY}{near}?" if near else "name a note that is called"
    return f"no note [^{label}] to refer to", hint


@rule("C020", Severity.WARNING, of_text=True)
def citation_stands_alone(survey: TextSurvey) -> Iterator[Fault]:
    """No citation in the text is next to a note call or another citation.

    It becomes a note of its own, and two numbers are printed side by side. In a style that prints
    citations in the line of the text, only two citations side by side are a fault.
    """
    for text in survey.texts:
        if not any(not key.startswith(NOTE_KEY) for key in text.cites):
            continue
        where = _places_of_citations(text.manuscript)
        for before, item in _beside(text.manuscript.blocks):
            cite, other = (item, before) if _cites(item) else (before, item)
            key = tree.citations_of(cite)[0]["citationId"]
            place = where.get(id(cite)) or text.where.cited(key, text.cites[key])[0]
            if _cites(other):
                hint = "cite both at once: [@one; @two]"
                yield citation_stands_alone.fault(place, "two citations are side by side", hint)
            elif not survey.around.cites_in_line:
                label = label_of(other)
                hint = "put the citation into the note"
                call = f"the call [^{label}]" if label else "an inline note"
                yield citation_stands_alone.fault(place, f"a citation is next to {call}", hint)


def _cites(item: Element) -> bool:
    return tree.is_kind(item, "Cite") and not is_note_reference(item)


def _names_its_author(item: Element) -> bool:
    return tree.is_kind(item, "Cite") and is_textual(item)


def _beside(blocks: Blocks) -> Iterator[tuple[Element, Element]]:
    """Yield pairs of notes of the text, one of them a citation, with nothing between them but a
    space or, after a citation, a point."""
    stack: list[Any] = [blocks]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if not tree.is_kind(node, "Note", "Cite", "Str", "Space"):
                stack.extend(value for value in node.values() if isinstance(value, dict | list))
            continue
        before: Element | None = None
        for item in node:
            if tree.is_element(item):
                if _cites(item) or is_note(item):
                    both = before is not None and (_cites(before) or _cites(item))
                    if before is not None and both and not _names_its_author(item):
                        yield before, item
                    before = item
                elif not tree.is_space(item) and not _is_point(item, before):
                    before = None
            if isinstance(item, dict | list):
                stack.append(item)


def _is_point(item: Element, before: Element | None) -> bool:
    """Return whether an element is the punctuation that a citation's call is moved after."""
    if before is None or not _cites(before) or not tree.is_string(item):
        return False
    return all(character in ".,;:!?" for character in tree.string_of(item))


def _places_of_citations(manuscript: Manuscript) -> dict[int, Place]:
    """Return the place of each citation of a section, by its identity."""
    places, found, noted = CitePlaces(manuscript), dict[int, Place](), set[int]()

    def write_down(cite: Element, label: str) -> None:
        for one in tree.citations_of(cite):
            place = places.next(label, one["citationId"])
            if place is not None:
                found.setdefault(id(cite), place)

    for element in walk(manuscript.blocks):
        if is_note(element):
            label = label_of(element)
            for inner in walk(blocks_of(element)):
                if tree.is_kind(inner, "Cite"):
                    write_down(inner, label)
                    noted.add(id(inner))
        elif tree.is_kind(element, "Cite") and id(element) not in noted:
            write_down(element, "")
    return found


@check_of(reading_rules.bibliography_can_be_read)
def bibliography_can_be_read(survey: Survey) -> Iterator[Fault]:
    if survey.has_fault(bibliography_can_be_read) or _bibliography_is_named(survey):
        return
    name_it = f"name it in {EDITION_PATH}: citations: {{bibliography: csl/bibliography.json}}"
    cited = list(_cited_at(survey))
    bare = [each for each in cited if each[0].where.is_bare(each[2])]
    plain = [each for each in cited if each not in bare]
    for _, key, place in (*plain[:1], *bare[:MOST_BARE]):
        message = f"@{key} is cited, and the edition names no bibliography"
        other = f"if it is no citation, write \\@{key}; else {name_it}"
        hint = name_it if plain and place == plain[0][2] else other
        yield bibliography_can_be_read.fault(place, message, hint)


MOST_BARE = 20  # an edition that forgets its bibliography may cite thousands of works


def _cited_at(survey: Survey) -> Iterator[tuple[Inventory, str, Place]]:
    """Yield the citations of all texts with their places."""
    for text in survey.texts:
        for key, times in text.cites.items():
            if not key.startswith(NOTE_KEY):
                yield from ((text, key, place) for place in text.where.cited(key, times))


@rule("B003", Severity.INFO)
def reference_is_cited(survey: Survey) -> Iterator[Fault]:
    """Every reference is cited, or listed under nocite."""
    if not survey.complete:
        return
    for reference in survey.reading.references:
        if not survey.lists(reference):
            yield reference_is_cited.fault(
                reference.place, f"nothing cites the reference @{reference.key}"
            )


@rule("B004", Severity.WARNING)
def reference_has_what_its_type_needs(survey: Survey) -> Iterator[Fault]:
    """Every reference that is cited has what its type needs."""
    for reference in survey.reading.references:
        if reference.key not in survey.cited:
            continue
        lacks = missing_fields(reference)
        missing = tuple(name for name in lacks if not reference.data.get(name))  # or B005, B006
        if missing:
            kind = str(reference.data.get("type") or "reference")
            path = reference.place.path
            words = tuple(dict.fromkeys(field_in(path, name) for name in missing))
            message = f"the {kind} @{reference.key} has no {_listed(words)}"
            yield reference_has_what_its_type_needs.fault(
                reference.place, message, "add it to the reference"
            )


def _listed(names: tuple[str, ...]) -> str:
    return " and no ".join(names)


@rule("B015", Severity.WARNING)
def book_names_its_publisher(survey: Survey) -> Iterator[Fault]:
    """Every book since 1900 that is cited names its publisher, if most others of the edition do."""
    books = [one for one in survey.reading.references if _has_a_publisher_of_its_own(one, survey)]
    bare = [book for book in books if not _names(book, "publisher original-publisher")]
    usual = 2 * (len(books) - len(bare)) >= len(books)
    for book in bare:
        if usual or (len(books) == 1 and not _names(book, "publisher-place")):
            kind = str(book.data.get("type"))
            message = f"the {kind} @{book.key} has no publisher"
            yield book_names_its_publisher.fault(book.place, message, "add it to the reference")


def _has_a_publisher_of_its_own(reference: Reference, survey: Survey) -> bool:
    """Return whether a note on a work gives a publisher (Chicago 14.30): not where the work is
    older than 1900, yet to appear, read in an archive or on the net."""
    if reference.key not in survey.cited or reference.text("type").lower() not in _PUBLISHED:
        return False
    date = clean_date(reference.data.get("issued"))
    year = date.parts[0][0] if date and date.parts and date.parts[0] else 0
    return year >= 1900 and not _names(reference, "status URL DOI archive archive_location genre")


_PUBLISHED = frozenset(("book", "chapter"))


def _names(reference: Reference, fields: str) -> bool:
    return any(reference.text(name).strip() for name in fields.split())
