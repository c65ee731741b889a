"""Edit a Word file as a person would in Word: words, notes, paragraphs, rows, tracked or not."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Node = Any


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return f"{{{W}}}{name}"


class WordFile:
    """A Word file that is edited; `author` is empty for edits that are not tracked."""

    def __init__(self, data: bytes, author: str = "") -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.members = {name: archive.read(name) for name in archive.namelist()}
        self.document = etree.fromstring(self.members["word/document.xml"])
        self.footnotes = etree.fromstring(self.members["word/footnotes.xml"])
        self.author = author
        self._ids = 90_000

    def saved(self) -> bytes:
        """The file as it is now."""
        self.members["word/document.xml"] = etree.tostring(self.document)
        self.members["word/footnotes.xml"] = etree.tostring(self.footnotes)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.members.items():
                archive.writestr(name, data)
        return made.getvalue()

    # --- finding ---

    def paragraphs(self, part: Node | None = None) -> list[Node]:
        """The paragraphs that have a name of Octavo's."""
        root = self.document if part is None else part
        return [
            p for p in root.iter(w("p"))
            if any(b.get(w("name"), "").startswith("_text_") for b in p.iter(w("bookmarkStart")))
        ]  # fmt: skip

    def paragraph(self, words: str, part: Node | None = None) -> Node:
        """The only paragraph with some words, of the text or of a note."""
        root = self.document.find(w("body")) if part is None else part
        found = [
            p for p in root.iter(w("p"))
            if words in text_of(p) and not any(a.tag == w("sdt") for a in p.iterancestors())
        ]  # fmt: skip
        assert len(found) == 1, f"{len(found)} paragraphs have “{words}”"
        return found[0]

    # --- changing ---

    def _mark(self, kind: str) -> Node:
        self._ids += 1
        made = etree.Element(w(kind))
        made.set(w("id"), str(self._ids))
        made.set(w("author"), self.author)
        made.set(w("date"), "2026-11-30T12:00:00Z")
        return made

    def replace(self, paragraph: Node, old: str, new: str, *, look: str = "") -> None:
        """Put words in the place of others that are in one run; a look makes the new ones so."""
        run, after = _apart(paragraph, old)
        if new:
            made = deepcopy(run)
            for text in list(made.iter(w("t")))[1:]:
                text.getparent().remove(text)
            _set(made.find(w("t")), new)
            if look:
                _add_look(made, look)
            if self.author:
                mark = self._mark("ins")
                mark.append(made)
                made = mark
            run.addnext(made)
        self.take(run)
        del after

    def insert(self, paragraph: Node, behind: str, new: str, *, look: str = "") -> None:
        """Put words in behind others."""
        run, _ = _apart(paragraph, behind)
        made = deepcopy(run)
        _set(made.find(w("t")), new)
        if look:
            _add_look(made, look)
        if self.author:
            mark = self._mark("ins")
            mark.append(made)
            made = mark
        run.addnext(made)

    def take(self, run: Node) -> None:
        """Take a run out."""
        if not self.author:
            run.getparent().remove(run)
            return
        mark = self._mark("del")
        run.addprevious(mark)
        mark.append(run)
        for text in run.iter(w("t")):
            text.tag = w("delText")

    def emphasize(self, paragraph: Node, words: str, look: str = "i") -> None:
        """Set words in italics, or in roman if they are in italics."""
        run, _ = _apart(paragraph, words)
        before = run.find(w("rPr"))
        old = deepcopy(before) if before is not None else etree.Element(w("rPr"))
        _add_look(run, look)
        if self.author:
            mark = self._mark("rPrChange")
            mark.append(old)
            run.find(w("rPr")).append(mark)

    def split(self, paragraph: Node, behind: str) -> None:
        """End a paragraph behind some words."""
        run, _ = _apart(paragraph, behind)
        made = etree.Element(w("p"))
        properties = paragraph.find(w("pPr"))
        if properties is not None:
            made.append(deepcopy(properties))
            for section in list(made.iter(w("sectPr"))):
                section.getparent().remove(section)
        for child in list(paragraph):
            if child.tag == w("pPr"):
                continue
            made.append(child)
            if child is run or run in list(child.iter()):
                break
        paragraph.addprevious(made)
        if self.author:
            _properties(made).append(self._paragraph_mark("ins"))

    def _paragraph_mark(self, kind: str) -> Node:
        made = etree.Element(w("rPr"))
        made.append(self._mark(kind))
        return made

    def join(self, paragraph: Node) -> None:
        """Join a paragraph with the next one."""
        if self.author:
            _properties(paragraph).append(self._paragraph_mark("del"))
            return
        behind = paragraph.getnext()
        for child in list(behind):
            if child.tag != w("pPr"):
                paragraph.append(child)
        behind.getparent().remove(behind)

    def add_paragraph(self, before: Node, words: str, style: str = "BodyText") -> None:
        """Put a new paragraph behind another."""
        made = etree.Element(w("p"))
        etree.SubElement(_properties(made), w("pStyle")).set(w("val"), style)
        run = etree.SubElement(made, w("r"))
        _set(etree.SubElement(run, w("t")), words)
        if self.author:
            _properties(made).append(self._paragraph_mark("ins"))
            mark = self._mark("ins")
            run.addprevious(mark)
            mark.append(run)
        before.addnext(made)

    def remove_paragraph(self, paragraph: Node) -> None:
        """Take a paragraph out."""
        if not self.author:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(w("r"))):
            self.take(run)
        _properties(paragraph).append(self._paragraph_mark("del"))

    def move(self, paragraph: Node, behind: Node) -> None:
        """Move a paragraph behind another one."""
        if not self.author:
            behind.addnext(paragraph)
            return
        made = deepcopy(paragraph)
        for name in list(paragraph.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            name.getparent().remove(name)
        behind.addnext(made)
        for one, run_mark, end_mark in ((paragraph, "moveFrom", "del"), (made, "moveTo", "ins")):
            for run in list(one.iter(w("r"))):
                mark = self._mark(run_mark)
                run.addprevious(mark)
                mark.append(run)
                if run_mark == "moveFrom":
                    for text in run.iter(w("t")):
                        text.tag = w("t")
            _properties(one).append(self._paragraph_mark(end_mark))

    def add_note(self, paragraph: Node, behind: str, words: str) -> None:
        """Add a note behind some words."""
        run, _ = _apart(paragraph, behind)
        self._ids += 1
        note = etree.SubElement(self.footnotes, w("footnote"))
        note.set(w("id"), str(self._ids))
        inner = etree.SubElement(note, w("p"))
        etree.SubElement(_properties(inner), w("pStyle")).set(w("val"), "FootnoteText")
        number = etree.SubElement(inner, w("r"))
        style = etree.SubElement(etree.SubElement(number, w("rPr")), w("rStyle"))
        style.set(w("val"), "FootnoteReference")
        etree.SubElement(number, w("footnoteRef"))
        said = etree.SubElement(inner, w("r"))
        _set(etree.SubElement(said, w("t")), f" {words}")
        call = etree.Element(w("r"))
        style = etree.SubElement(etree.SubElement(call, w("rPr")), w("rStyle"))
        style.set(w("val"), "FootnoteReference")
        etree.SubElement(call, w("footnoteReference")).set(w("id"), str(self._ids))
        if self.author:
            mark = self._mark("ins")
            mark.append(call)
            call = mark
            mark = self._mark("ins")
            said.addprevious(mark)
            mark.append(said)
        run.addnext(call)

    def remove_note(self, call: Node) -> None:
        """Take the call of a note out; Word takes the note with it."""
        run = call.getparent()
        identity = call.get(w("id"))
        self.take(run)
        if not self.author:
            for note in list(self.footnotes):
                if note.get(w("id")) == identity:
                    self.footnotes.remove(note)

    def remove_row(self, row: Node) -> None:
        """Take a row out of its table."""
        if not self.author:
            row.getparent().remove(row)
            return
        self._row_mark(row, "del")
        for run in list(row.iter(w("r"))):
            self.take(run)

    def add_row(self, row: Node, words: list[str]) -> None:
        """Put a row behind another one."""
        made = deepcopy(row)
        for node in list(made.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            node.getparent().remove(node)
        for cell, said in zip(made.iter(w("tc")), words, strict=True):
            texts = list(cell.iter(w("t")))
            _set(texts[0], said)
            for text in texts[1:]:
                _set(text, "")
        row.addnext(made)
        if self.author:
            self._row_mark(made, "ins")
            for run in list(made.iter(w("r"))):
                mark = self._mark("ins")
                run.addprevious(mark)
                mark.append(run)

    def _row_mark(self, row: Node, kind: str) -> None:
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            row.insert(0, properties)
        properties.append(self._mark(kind))

    def comment(self, paragraph: Node, words: str) -> None:
        """Add a comment to a paragraph."""
        self._ids += 1
        part = etree.Element(w("comments"), nsmap={"w": W})
        one = etree.SubElement(part, w("comment"))
        for name, value in (("id", str(self._ids)), ("author", "Reader"),
                            ("date", "2026-11-30T13:00:00Z")):  # fmt: skip
            one.set(w(name), value)
        run = etree.SubElement(etree.SubElement(one, w("p")), w("r"))
        _set(etree.SubElement(run, w("t")), words)
        self.members["word/comments.xml"] = etree.tostring(part)
        relations = etree.fromstring(self.members["word/_rels/document.xml.rels"])
        made = etree.SubElement(relations, f"{{{etree.QName(relations).namespace}}}Relationship")
        made.set("Id", "rIdComments")
        made.set("Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                 "comments")  # fmt: skip
        made.set("Target", "comments.xml")
        self.members["word/_rels/document.xml.rels"] = etree.tostring(relations)
        start = etree.Element(w("commentRangeStart"))
        start.set(w("id"), str(self._ids))
        paragraph.insert(1, start)


def text_of(node: Node) -> str:
    """The words in a node."""
    return "".join(text.text or "" for text in node.iter(w("t")))


def plain_words(paragraph: Node, rng: random.Random) -> Iterator[tuple[Node, str]]:
    """Words of a paragraph that are in its own runs, in any order."""
    runs = [run for run in paragraph.iterfind(w("r")) if run.find(w("t")) is not None]
    rng.shuffle(runs)
    for run in runs:
        words = [word for word in (run.find(w("t")).text or "").split(" ") if word.isalpha()]
        for word in rng.sample(words, len(words)):
            yield run, word


def _set(text: Node, words: str) -> None:
    text.text = words
    text.set(SPACE, "preserve")


def _properties(paragraph: Node) -> Node:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    return properties


def _apart(paragraph: Node, words: str) -> tuple[Node, Node | None]:
    """The run that holds some words and nothing else, parted from its neighbours."""
    for run in list(paragraph.iter(w("r"))):
        text = run.find(w("t"))
        if text is None or words not in (text.text or ""):
            continue
        before, _, behind = text.text.partition(words)
        last = None
        if before:
            first = deepcopy(run)
            _set(first.find(w("t")), before)
            run.addprevious(first)
        if behind:
            last = deepcopy(run)
            _set(last.find(w("t")), behind)
            run.addnext(last)
        _set(text, words)
        return run, last
    raise AssertionError(f"no run has “{words}”")


def _add_look(run: Node, look: str) -> None:
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    node = properties.find(w(look))
    if node is None:
        node = etree.Element(w(look))
        style = properties.find(w("rStyle"))
        if style is not None:
            style.addnext(node)
        else:
            properties.insert(0, node)
        return
    properties.remove(node)
