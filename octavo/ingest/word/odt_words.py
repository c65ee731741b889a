"""Read all words of an OpenDocument text, by its standard and without pandoc: to prove that none is
lost.

The body comes first, then each note in the order of the calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.ingest.letters import Goes
from octavo.ingest.word.odt_names import (
    ANNOTATIONS,
    CITED,
    CONTENTS,
    CREATOR,
    DATE,
    LISTED,
    MATH,
    PARAGRAPHS,
    UNPRINTED,
    office,
    style,
    text,
)
from octavo.ingest.word.words import DEEPEST, Change, Changes, Passage, Piece, Words
from octavo.proof.archive import Node

_SPACES = {text("tab"): " ", text("line-break"): " "}
_CHANGES = (text("change-start"), text("change-end"), text("change"))
_CITATION_ENDS = (text("reference-mark-start"), text("reference-mark-end"))
_HIDDEN = frozenset({text("hidden-text"), text("hidden-paragraph")})


def read_odt_words(content: Node, styles: Node | None, changes: Changes) -> Words:
    """Return all words of a document; raise ValueError if it is nested too deeply."""
    reader = _Reader(content, styles, changes)
    body = content.find(f"{office('body')}/{office('text')}")
    reader.read_blocks(body if body is not None else (), 0)
    at = 0
    while at < len(reader.notes):
        number, note = reader.notes[at]
        reader.read_blocks(note.findall(text("note-body")), number)
        at += 1
    return reader.made


def hidden_styles(*parts: Node | None) -> frozenset[str]:
    """Return the names of the styles whose words are hidden."""
    return frozenset(
        one.get(style("name"), "") for part in parts if part is not None
        for one in part.iter(style("style"))
        for properties in one.iterfind(style("text-properties"))
        if properties.get(text("display")) == "none"
    )  # fmt: skip


def deletions_in(content: Node) -> dict[str, Node]:
    """Return the words that tracked changes have taken out, by the ids of the changes."""
    return {
        region.get(text("id"), ""): region.find(text("deletion"))
        for region in content.iter(text("changed-region"))
        if region.find(text("deletion")) is not None
    }


@dataclass(slots=True)
class _Insertion:
    """A tracked change that puts words in: who and when, where it begins, its words."""

    who: tuple[str, str]
    passage: int
    at: int
    words: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, content: Node, styles: Node | None, changes: Changes) -> None:
        self.made = Words()
        self.notes: list[tuple[int, Node]] = []
        self._hidden = hidden_styles(content, styles)
        self._deletions = deletions_in(content)
        self._insertions = {
            region.get(text("id"), ""): region.find(text("insertion"))
            for region in content.iter(text("changed-region"))
        }
        self._rejects = changes == "rejected"
        self._open: dict[str, _Insertion] = {}  # that have begun
        self._cited: set[str] = set()  # marks of citations that have begun
        self._goes: list[Goes] = []  # of the blocks around

    def read_blocks(self, blocks, note: int, depth: int = 0) -> None:
        if depth > DEEPEST:
            raise ValueError("its paragraphs are nested too deeply")
        for child in blocks:
            tag = child.tag
            if tag in UNPRINTED or tag in ANNOTATIONS:
                continue
            if tag in PARAGRAPHS:
                self._read_paragraph(child, note, depth)
            elif tag in _CHANGES:
                if not self.made.passages:
                    self.made.passages.append(Passage(note))
                self._read_change(child, self.made.passages[-1])
            elif goes := _of_block(child):
                self._goes.append(goes)
                self.read_blocks(child, note, depth + 1)
                self._goes.pop()
            else:
                self.read_blocks(child, note, depth + 1)

    def _read_paragraph(self, paragraph: Node, note: int, depth: int) -> None:
        passage = Passage(note)
        self.made.passages.append(passage)
        boxes: list[Node] = []
        goes = self._goes_of(paragraph, None)
        self._read_inside(paragraph, passage, goes, boxes, depth)
        for box in boxes:
            self.read_blocks(box, note, depth + 1)

    def _goes_of(self, node: Node, goes: Goes | None) -> Goes | None:
        is_hidden = node.get(text("style-name"), "") in self._hidden or node.tag in _HIDDEN
        return Goes.HIDDEN if goes is None and is_hidden else goes

    def _read_inside(
        self, node: Node, passage: Passage, goes: Goes | None, boxes: list[Node], depth: int
    ) -> None:
        if depth > DEEPEST:
            raise ValueError("its words are nested too deeply")
        self._put(passage, node.text or "", goes, node)
        for child in node:
            self._read_inline(child, passage, goes, boxes, depth)
            self._put(passage, child.tail or "", goes, child, "tail")

    def _read_inline(
        self, node: Node, passage: Passage, goes: Goes | None, boxes: list[Node], depth: int
    ) -> None:
        tag = node.tag
        if tag in ANNOTATIONS:
            self._comment(node, passage)
        elif tag == text("note"):
            self._call(node, passage, goes)
        elif tag in _CHANGES:
            self._read_change(node, passage)
        elif tag in _CITATION_ENDS:
            self._read_end_of_citation(node)
        elif tag == text("s"):
            self._put(passage, " " * min(_count(node), 200), goes)
        elif tag in _SPACES:
            self._put(passage, _SPACES[tag], goes)
        elif any(child.tag in PARAGRAPHS for child in node):
            boxes.append(node)
        elif tag == MATH:
            self._put(passage, "".join(node.itertext()), Goes.FORMULA)
        elif tag == text("note-ref"):
            self._put(passage, "".join(node.itertext()), Goes.CITED)
        elif tag not in UNPRINTED:
            self._read_inside(node, passage, self._goes_of(node, goes), boxes, depth + 1)

    def _read_change(self, node: Node, passage: Passage) -> None:
        id = node.get(text("change-id"), "")
        place = (max(len(self.made.passages) - 1, 0), passage.long)
        if node.tag == text("change-start"):
            self._open[id] = _Insertion(_who(self._insertions.get(id)), *place)
        elif node.tag == text("change-end") and id in self._open:
            one = self._open.pop(id)
            words = "".join(one.words)
            if words.strip():
                change = Change("put in", *one.who, words, one.passage, one.at)
                self.made.changes.append(change)
        elif id in self._deletions:
            gone = self._deletions[id]
            words = "\n".join("".join(p.itertext()) for p in gone.iter(*PARAGRAPHS))
            self.made.changes.append(Change("taken out", *_who(gone), words, *place))
            self._put(passage, words, None if self._rejects else Goes.REVISED)

    def _read_end_of_citation(self, node: Node) -> None:
        name = node.get(text("name"), "")
        if node.tag == text("reference-mark-end"):
            self._cited.discard(name)
        elif CITED in name:
            self._cited.add(name)

    def _call(self, note: Node, passage: Passage, goes: Goes | None) -> None:
        gone = (goes is not None) or (self._rejects and bool(self._open))
        if gone or passage.note or self._goes:
            return
        self.made.calls.append((note.tag, note.get(text("id"), "")))
        self.notes.append((len(self.made.calls), note))

    def _comment(self, node: Node, passage: Passage) -> None:
        words = " ".join("".join(p.itertext()) for p in node.iter(text("p")))
        if words.strip():
            self.made.changes.append(Change(
                "comment", node.findtext(CREATOR, ""), node.findtext(DATE, ""), words,
                len(self.made.passages) - 1, passage.long))  # fmt: skip

    def _put(
        self, passage: Passage, words: str, goes: Goes | None, node: Node | None = None,
        attribute: str = "text",
    ) -> None:  # fmt: skip
        if not words:
            return
        for one in self._open.values():
            one.words.append(words)
        if self._open and self._rejects:
            goes = Goes.REVISED
        if self._cited:
            goes = goes or Goes.CITED
        goes = self._goes[-1] if self._goes else goes
        goes = goes or (Goes.NOTE if passage.note else Goes.TEXT)
        passage.add(Piece(words, goes, node, attribute))


def _of_block(block: Node) -> Goes | None:
    """Return where the words of a block go that Octavo makes anew; None for any other."""
    if block.tag in CONTENTS:
        return Goes.CONTENTS
    is_list = block.tag == text("section") and LISTED in block.get(text("name"), "")
    return Goes.REFERENCE if is_list else None


def _who(change: Node | None) -> tuple[str, str]:
    """Return the author and the date of a tracked change."""
    info = None if change is None else change.find(office("change-info"))
    return ("", "") if info is None else (info.findtext(CREATOR, ""), info.findtext(DATE, ""))


def _count(node: Node) -> int:
    count = node.get(text("c"), "1")
    return int(count) if count.isdecimal() else 1
