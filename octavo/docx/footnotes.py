"""Read the notes of a DOCX as Word will print them, and prove that they are the edition's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from octavo.docx.parts.ooxml import Node, parse, q, text_in
from octavo.docx.parts.package import unpack
from octavo.docx.style_names import Names, house_name
from octavo.model import Fault, Place
from octavo.model.form_rules import docx_numbers_are_the_editions

_ON = {"1", "true", "on"}
# Names of styles, not ids; the last two are LibreOffice's.
_REFERENCE_STYLES = {
    "footnote reference", "endnote reference", "footnote characters", "endnote characters"
}  # fmt: skip
_CALLS = (q("w:footnoteReference"), q("w:endnoteReference"))
_NUMBERS = (q("w:footnoteRef"), q("w:endnoteRef"))


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote or endnote read back.

    `section` is the Word section of its call, from 0 (the title page); `names` are the bookmarks
    around the call; `mark` is what Word prints there, `head` what it prints before the note; `text`
    is the note's words, a line for each paragraph.
    """

    section: int
    names: tuple[str, ...]
    mark: str
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """One note of the edition: the bookmark of its call, its mark, and its place."""

    name: str
    mark: str
    place: Place


# --- reading back --------------------------------------------------------------------------------


def footnotes_of(docx: bytes, names: Names | None = None) -> tuple[Footnote, ...]:
    """Return every footnote and endnote in the order of the calls, numbered as Word numbers them;
    `names` are a house's for styles.

    Word counts the references of either kind from the start of the document, or of each section
    whose properties have `eachSect` (ISO 29500-1, 17.11.19), from `numStart` (17.11.20); one with a
    mark of its own is not counted (17.11.14).
    """
    parts = unpack(
        docx, "word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/styles.xml"
    )  # fmt: skip
    body = parse(parts["word/document.xml"]).find(q("w:body"))
    notes = {
        call: _notes(parts.get(f"word/{kind}s.xml"), q(f"w:{kind}"))
        for call, kind in zip(_CALLS, ("footnote", "endnote"), strict=True)
    }
    styles = _styles_of_marks(parts.get("word/styles.xml"), names or {})
    return tuple(_numbered(body, notes, styles))


def _styles_of_marks(part: bytes | None, names: Names) -> frozenset[str]:
    """Return the ids of the styles of marks, by their names: a publisher's may be others."""
    wanted = {*_REFERENCE_STYLES, *(house_name(names, n).lower() for n in _REFERENCE_STYLES)}
    found = parse(part).iter(q("w:style")) if part is not None else ()
    named = ((style.get(q("w:styleId")), style.find(q("w:name"))) for style in found)
    return frozenset(
        identity for identity, name in named
        if name is not None and name.get(q("w:val"), "").lower() in wanted
    )  # fmt: skip


def _numbered(
    body: Node, notes: Mapping[str, Mapping[str, Node]], styles: frozenset[str]
) -> Iterator[Footnote]:
    numbers = dict.fromkeys(_CALLS, 0)
    for index, (nodes, properties) in enumerate(_sections(body)):
        for call in _CALLS:
            start = _start(properties, call, is_first=not index)
            numbers[call] = numbers[call] if start is None else start - 1
        around: dict[str, str] = {}
        for node in _calls_and_bookmarks(nodes):
            if node.tag == q("w:bookmarkStart"):
                around[node.get(q("w:id"))] = node.get(q("w:name"))
            elif node.tag == q("w:bookmarkEnd"):
                around.pop(node.get(q("w:id")), None)
            else:
                own = _own_mark(node)
                numbers[node.tag] += not own
                number = "" if own else str(numbers[node.tag])
                head, text = _head_and_text(notes[node.tag][node.get(q("w:id"))], number, styles)
                yield Footnote(index, tuple(around.values()), own or number, head, text)


def _sections(body: Node) -> Iterator[tuple[list[Node], Node | None]]:
    """Yield the body in Word's sections: a section's properties are in its last paragraph."""
    nodes: list[Node] = []
    for child in body:
        if child.tag == q("w:sectPr"):
            yield nodes, child
            return
        nodes.append(child)
        properties = child.find(f"{q('w:pPr')}/{q('w:sectPr')}") if child.tag == q("w:p") else None
        if properties is not None:
            yield nodes, properties
            nodes = []
    yield nodes, None


def _calls_and_bookmarks(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield from node.iter(*_CALLS, q("w:bookmarkStart"), q("w:bookmarkEnd"))


# A section begins on a new page, and only Word's layout knows its further ones: the numbers by page
# are counted here as if the section had one.
_AGAIN = ("eachSect", "eachPage")


def _start(properties: Node | None, call: str, *, is_first: bool) -> int | None:
    """Return the number with which the notes of a section begin; None if they go on. Those of the
    first section of a document begin with its own, whether they begin again or not."""
    kind = q("w:footnotePr") if call == _CALLS[0] else q("w:endnotePr")
    rules = properties.find(kind) if properties is not None else None
    rule = rules.find(q("w:numRestart")) if rules is not None else None
    again = rule is not None and rule.get(q("w:val")) in _AGAIN
    if rules is None or not (again or is_first):
        return None
    start = rules.find(q("w:numStart"))
    return 1 if start is None else int(start.get(q("w:val")))


def _own_mark(reference: Node) -> str:
    """Return the mark that follows a reference in its run instead of a number; empty if none
    does."""
    if reference.get(q("w:customMarkFollows")) not in _ON:
        return ""
    return "".join(map(text_in, reference.itersiblings())) or "?"


def _notes(part: bytes | None, name: str) -> dict[str, Node]:
    if part is None:
        return {}
    notes = parse(part).iter(name)
    return {n.get(q("w:id")): n for n in notes if n.get(q("w:type"), "normal") == "normal"}


def _head_and_text(note: Node, number: str, styles: frozenset[str]) -> tuple[str, str]:
    """Return the number or mark that opens a note, and the rest of its words."""
    paragraphs = (p for p in note.iter(q("w:p")) if next(p.iterancestors(q("w:p")), None) is None)
    text = "\n".join(map(text_in, paragraphs))
    opening = next(note.iter(q("w:r")), None)
    if opening is None:
        return "", text
    if any(opening.find(number) is not None for number in _NUMBERS):
        return number, text.removeprefix(" ")
    style = opening.find(f"{q('w:rPr')}/{q('w:rStyle')}")
    if style is None or style.get(q("w:val")) not in styles:
        return "", text
    head = text_in(opening)
    return head, text.removeprefix(head).removeprefix(" ")


# --- proving -------------------------------------------------------------------------------------


def faults_of(found: Sequence[Footnote], expected: Sequence[Expected]) -> tuple[Fault, ...]:
    """Return the notes of Word that are not the edition's: one too many, missing, misnumbered."""
    fault = docx_numbers_are_the_editions.fault
    faults = [
        fault(want.place, f"the note {want.mark} is missing from the DOCX, or out of its place")
        for want in expected[len(found) :]
    ]
    faults += [
        fault(Place("", 1), f"the DOCX has a note {more.mark} that the edition has not")
        for more in found[len(expected) :]
    ]
    for note, want in zip(found, expected, strict=False):
        if want.name not in note.names:
            faults.append(fault(want.place, f"the note {want.mark} is not at its call"))
        elif (note.mark, note.head) != (want.mark, want.mark):
            printed = f"{note.mark} in the text and {note.head or 'nothing'} at its head"
            faults.append(fault(want.place, f"Word prints the note {want.mark} as {printed}"))
    return tuple(faults)
