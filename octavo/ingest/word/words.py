"""Read all words of a Word file, by ISO 29500-1 and without pandoc: to prove that none is lost.

The body comes first, then each note in the order of the calls.  What is not printed is read too,
and has another destination: words that a tracked change takes out, hidden words, contents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from octavo.ingest.letters import Goes
from octavo.ingest.word.package import Package
from octavo.ingest.word.runs import Styles, attribute_of, first, properties_of, shown
from octavo.proof.archive import Node
from octavo.proof.word_xml import CALLS, ID, NAME, PARAGRAPH, VALUE, w

Changes = Literal["accepted", "rejected", "findings"]
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_IN, _OUT = {w("ins"), w("moveTo")}, {w("del"), w("moveFrom")}
_AUTHOR, _DATE = w("author"), w("date")
_CITED = re.compile(r"\s*(ADDIN\s+)?(ZOTERO_ITEM|CSL_CITATION|Mendeley Citation|EN\.CITE\b)")
_LISTED = re.compile(
    r"\s*(ADDIN\s+)?(ZOTERO_BIBL|CSL_BIBLIOGRAPHY|Mendeley Bibliography|EN\.REFLIST\b)"
)
_CONTENTS = re.compile(r"\s*TOC\b")
_REFERRED = re.compile(r"\s*NOTEREF\b")
# What a figure is raised behind and calls no note: a letter of a formula, a unit.
_POWER = re.compile(r"(?:^|[^\W\d_]*[\W\d_])(?:[^\W\d_]|[cdkm]?m|ft|mi|yd|in)$")
_BREF = "ZOTERO_BREF_"
_BEFORE = 8  # pieces before a raised figure that say what it is
DEEPEST = 150  # elements in each other
_CHARACTERS = {w("tab"): " ", w("br"): " ", w("cr"): " ", w("ptab"): " ",
               w("noBreakHyphen"): "‑", w("softHyphen"): "\xad"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, where they go, and the text or the tail of the element that has them."""

    words: str
    goes: Goes
    node: Node | None = None
    attribute: str = "text"


@dataclass(slots=True)
class Passage:
    """A paragraph: its pieces, and the number of its note, or 0 in the body."""

    note: int
    pieces: list[Piece] = field(default_factory=list)
    node: Node | None = None  # of a Word file
    long: int = 0  # letters of all pieces

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.long += len(piece.words)

    @property
    def printed(self) -> str:
        return "".join(p.words for p in self.pieces if p.goes in (Goes.TEXT, Goes.NOTE))

    @property
    def words(self) -> str:
        return "".join(p.words for p in self.pieces)


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change, or a comment: who, when, what, and in which passage."""

    kind: str
    author: str
    date: str
    words: str
    passage: int
    at: int  # letters of the passage before it
    node: Node | None = None  # of a Word file


@dataclass(slots=True)
class Words:
    """All that was read: passages, calls in their order, bookmarks around calls."""

    passages: list[Passage] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    raised: list[tuple[int, int, str]] = field(default_factory=list)  # passage, letters, figures
    own_marks: list[tuple[int, int, str]] = field(default_factory=list)
    uncalled: list[str] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)  # numbers of calls that no note is behind


@dataclass(slots=True)
class _Field:
    said: str = ""
    has_result: bool = False

    @property
    def goes(self) -> Goes | None:
        if not self.has_result:
            return None
        if _CITED.match(self.said) or _REFERRED.match(self.said):
            return Goes.CITED
        if _LISTED.match(self.said):
            return Goes.REFERENCE
        return Goes.CONTENTS if _CONTENTS.match(self.said) else None


def read_words(package: Package, changes: Changes) -> Words:
    """Return all words of a Word file; `changes` says which tracked ones are printed."""
    reader = _Reader(package, changes)
    reader.read_blocks(package.body, 0)
    notes = {
        (note.tag, note.get(ID)): note
        for kind in ("footnotes", "endnotes") for note in package.parts.get(kind, ())
        if note.get(w("type"), "normal") == "normal"
    }  # fmt: skip
    called = list(reader.made.calls)
    for number, (tag, id) in enumerate(called, 1):
        note = notes.get((CALLS[tag], id))
        if note is None:
            reader.made.empty.append(number)
        else:
            reader.read_blocks(note, number)
    reader.take_comments()
    known = {(CALLS[tag], id) for tag, id in (*called, *reader.unprinted)}
    left = [note for key, note in notes.items() if key not in known]
    said = [" ".join("".join(t.text or "" for t in note.iter(w("t"))).split()) for note in left]
    reader.made.uncalled = [words for words in said if words]
    return reader.made


class _Reader:
    """A reader of blocks, with the fields and bookmarks that are open."""

    def __init__(self, package: Package, changes: Changes) -> None:
        self.made = Words()
        self.unprinted: list[tuple[str, str]] = []  # calls in words that are not printed
        self._styles = Styles(package.parts.get("styles"))
        self._unprinted = _IN if changes == "rejected" else _OUT
        self._comments = _comments(package.parts.get("comments"))
        self._custom = package.custom
        self._fields: list[_Field] = []
        self._open: dict[str, str] = {}
        self._cited: set[str] = set()  # ids of Zotero's bookmarks that are open
        self._contents = 0

    def read_blocks(self, node: Node, note: int, depth: int = 0) -> None:
        if depth > DEEPEST:
            raise ValueError("its paragraphs are nested too deeply")
        for child in node:
            if child.tag == PARAGRAPH:
                self._read_paragraph(child, note, depth)
            elif child.tag in (w("bookmarkStart"), w("bookmarkEnd")):
                self._bookmark(child)
            elif child.tag == w("sdt") and _is_contents(child):
                self._contents += 1
                self.read_blocks(child, note, depth + 1)
                self._contents -= 1
            elif child.tag not in (w("sectPr"), w("tblPr"), w("sdtPr"), w("tcPr"), w("trPr")):
                self.read_blocks(child, note, depth + 1)

    def _read_paragraph(self, paragraph: Node, note: int, depth: int) -> None:
        passage = Passage(note, node=paragraph)
        self.made.passages.append(passage)
        contents = self._styles.name(self._styles.of_paragraph(paragraph)).startswith("toc ")
        self._contents += contents
        boxes: list[Node] = []
        for child in paragraph:
            self._read_inline(child, passage, None, boxes, depth)
        self._contents -= contents
        for box in boxes:
            self.read_blocks(box, note, depth + 1)

    def _read_inline(
        self, node: Node, passage: Passage, goes: Goes | None, boxes: list[Node], depth: int
    ) -> None:
        if depth > DEEPEST:
            raise ValueError("its words are nested too deeply")
        tag = node.tag
        if tag == w("r"):
            self._read_run(node, passage, goes, boxes, depth)
        elif tag in (w("bookmarkStart"), w("bookmarkEnd")):
            self._bookmark(node)
        elif tag == w("commentRangeStart"):
            self._comment(node, passage)
        elif tag.startswith(_MATH):
            self._put(passage, "".join(t.text or "" for t in node.iter(f"{_MATH}t")), Goes.FORMULA)
        elif tag in _IN | _OUT:
            self._change(node, passage)
            inner = Goes.REVISED if tag in self._unprinted else goes
            for child in node:
                self._read_inline(child, passage, inner, boxes, depth + 1)
        elif tag == w("fldSimple"):
            self._fields.append(_Field(node.get(w("instr"), ""), has_result=True))
            for child in node:
                self._read_inline(child, passage, goes, boxes, depth + 1)
            self._fields.pop()
        elif tag not in (w("pPr"), w("sdtPr"), w("rubyPr")):
            for child in node:
                self._read_inline(child, passage, goes, boxes, depth + 1)

    def _read_run(
        self, run: Node, passage: Passage, goes: Goes | None, boxes: list[Node], depth: int
    ) -> None:
        chain = properties_of(run, self._styles)
        if goes is None and shown(chain, "vanish"):
            goes = Goes.HIDDEN
        goes_of_mark = Goes.CALL if any(_has_own_mark(one) for one in run.iter(*CALLS)) else goes
        for child in run:
            tag = child.tag
            if tag == w("t") or tag == w("delText"):
                self._put(passage, child.text or "", goes_of_mark, child)
            elif tag in _CHARACTERS:
                self._put(passage, _CHARACTERS[tag], goes)
            elif tag == w("sym"):
                self._put(passage, _symbol(child), Goes.SYMBOL if goes is None else goes,
                          child)  # fmt: skip
            elif tag in CALLS:
                self._call(child, passage, goes)
            elif tag == w("fldChar"):
                self._field(child.get(w("fldCharType"), ""))
            elif tag == w("instrText") and self._fields:
                self._fields[-1].said += child.text or ""
            elif tag == f"{_ALTERNATE}AlternateContent":
                choice = child.find(f"{_ALTERNATE}Choice")
                boxes += [] if choice is None else choice.iter(w("txbxContent"))
            elif tag == w("ruby"):
                for part in (*child.findall(w("rubyBase")), *child.findall(w("rt"))):
                    for inner in part:
                        self._read_inline(inner, passage, goes, boxes, depth + 1)
            elif tag in (w("pict"), w("drawing"), w("object")):
                boxes += child.iter(w("txbxContent"))
        self._look_for_call(run, chain, passage, goes)

    def _look_for_call(
        self, run: Node, chain: list[Node], passage: Passage, goes: Goes | None
    ) -> None:
        """Keep a raised number that has no note behind it."""
        words = "".join(t.text or "" for t in run.iter(w("t"))).strip()
        raised = attribute_of(first(chain, "vertAlign")) == "superscript"
        if goes is None and not passage.note and raised and re.fullmatch(r"\d{1,3}", words):
            end = "".join(piece.words for piece in passage.pieces[-_BEFORE:])
            before = end.rstrip()[: -len(words)]
            at = passage.long - len(end) + len(before)
            if before and not before[-1].isdecimal() and not _POWER.search(before):
                self.made.raised.append((len(self.made.passages) - 1, at, words))

    def _put(
        self, passage: Passage, words: str, goes: Goes | None, node: Node | None = None
    ) -> None:
        if not words:
            return
        if any(not one.has_result for one in self._fields):
            return  # a field within the instruction of another
        for one in self._fields:
            goes = one.goes or goes
        if self._cited:
            goes = goes or Goes.CITED
        if self._contents:
            goes = Goes.CONTENTS
        goes = goes or (Goes.NOTE if passage.note else Goes.TEXT)
        passage.add(Piece(words, goes, node))

    def _call(self, node: Node, passage: Passage, goes: Goes | None) -> None:
        if goes is not None or passage.note or self._contents:
            self.unprinted.append((node.tag, node.get(ID, "")))
            return
        self.made.calls.append((node.tag, node.get(ID, "")))
        for name in self._open.values():
            self.made.bookmarks.setdefault(name, len(self.made.calls))
        if _has_own_mark(node):
            place = (len(self.made.passages) - 1, passage.long, "")
            self.made.own_marks.append(place)

    def _bookmark(self, node: Node) -> None:
        id = node.get(ID, "")
        if node.tag == w("bookmarkEnd"):
            self._open.pop(id, None)
            self._cited.discard(id)
            return
        name = node.get(NAME, "")
        self._open[id] = name
        if name.startswith(_BREF) and name in self._custom:
            self._cited.add(id)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _change(self, node: Node, passage: Passage) -> None:
        words = "".join(t.text or "" for t in node.iter(w("t"), w("delText")))
        kind = "put in" if node.tag in _IN else "taken out"
        if words.strip():
            self.made.changes.append(Change(
                kind, node.get(_AUTHOR, ""), node.get(_DATE, ""), words,
                len(self.made.passages) - 1, passage.long, node))  # fmt: skip

    def take_comments(self) -> None:
        """Keep the comments that begin in no paragraph, at the first."""
        self.made.changes += [Change("comment", *one, 0, 0) for one in self._comments.values()]
        self._comments = {}

    def _comment(self, node: Node, passage: Passage) -> None:
        found = self._comments.pop(node.get(ID, ""), None)
        if found is not None:
            self.made.changes.append(Change(
                "comment", *found, len(self.made.passages) - 1, passage.long))  # fmt: skip


def _has_own_mark(call: Node) -> bool:
    return call.get(w("customMarkFollows"), "0") not in ("0", "false")


def _comments(part: Node | None) -> dict[str, tuple[str, str, str]]:
    """Return the author, date and words of the comments by their ids."""
    return {
        one.get(ID, ""): (
            one.get(_AUTHOR, ""), one.get(_DATE, ""),
            " ".join("".join(t.text or "" for t in p.iter(w("t"))) for p in one.iter(PARAGRAPH)),
        )
        for one in (part if part is not None else ())
    }  # fmt: skip


def _is_contents(sdt: Node) -> bool:
    gallery: Iterable[Node] = sdt.iterfind(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
    return any("contents" in one.get(VALUE, "").lower() for one in gallery)


def _symbol(node: Node) -> str:
    try:
        return chr(int(node.get(w("char"), ""), 16))
    except (ValueError, OverflowError):
        return ""
