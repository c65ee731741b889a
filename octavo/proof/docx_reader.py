"""Read the sections and the notes back out of the finished Word file.

Nothing that made the file is asked: it is unpacked, and its parts are read by what ISO 29500 says
of them, also after Word or another program has saved it. Word numbers the notes (17.11): so does
the reader.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, TypeAlias

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.proof.form_book import (
    NOT_READABLE,
    FormBook,
    FormNote,
    FormSection,
    UnreadableFormError,
    words_of,
)
from octavo.proof.form_text import CELL, ITEM, ROW, RULE, Flow, Setting
from octavo.proof.normal_form import CALL, FORMULA, PAGE, PICTURE, SOFT_HYPHEN, UNBROKEN_HYPHEN
from octavo.proof.word_lists import WordLists

Node: TypeAlias = Any  # lxml's element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_DISPLAYED = f"{_MATH}Para"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LONGEST = 100_000_000  # bytes of a part: more is a bomb
_OFF = {"0", "false", "off", "none"}
_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
_RULE_STYLE = "section break"
_CALL_STYLES = ("footnote reference", "endnote reference")


def _w(name: str) -> str:
    return f"{_WORD}{name}"


_VALUE, _ID, _NAME, _TYPE = _w("val"), _w("id"), _w("name"), _w("type")
_P, _R, _T, _TABLE = _w("p"), _w("r"), _w("t"), _w("tbl")
_CALLS = {_w("footnoteReference"): _w("footnote"), _w("endnoteReference"): _w("endnote")}
_NUMBERS = {_w("footnoteRef"), _w("endnoteRef")}
_ON_OFF = {_w("i"): "i", _w("b"): "b", _w("smallCaps"): "c", _w("strike"): "s"}
_RAISED = {"superscript": "^", "subscript": "_"}
_HOLDERS = {
    _w(name)
    for name in ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo")
}  # fmt: skip
_BREAKS = {_w("br"), _w("cr")}
_LANGUAGES = (_w("val"), _w("bidi"), _w("eastAsia"))
_PARTS = ("document.xml", "footnotes.xml", "endnotes.xml", "styles.xml", "numbering.xml")
_CONTENTS = _w("docPartGallery")


def read_docx(data: bytes, language: str) -> FormBook:
    """Return a Word file as it is read, without its title page and its contents; `language` is the
    edition's. Raise UnreadableFormError if it is no Word file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {
                name: _parse(_member(archive, f"word/{name}"))
                for name in (
                    "document.xml",
                    "footnotes.xml",
                    "endnotes.xml",
                    "styles.xml",
                    "numbering.xml",
                )
                if f"word/{name}" in archive.namelist()
            }
            relations = {
                name: _relations(archive, name) for name in ("document", "footnotes", "endnotes")
            }
            held = frozenset(archive.namelist())
        return _Book(parts, relations, held, language).read()
    except NOT_READABLE as error:
        raise UnreadableFormError(str(error)) from None


def _member(archive: zipfile.ZipFile, path: str) -> bytes:
    if archive.getinfo(path).file_size > _LONGEST:
        raise ValueError(f"{path} is too long")
    return archive.read(path)


def _parse(data: bytes) -> Node:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=True,
    )  # fmt: skip
    return etree.fromstring(data, parser)


def _relations(archive: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    path = f"word/_rels/{part}.xml.rels"
    if path not in archive.namelist():
        return {}
    rows = _parse(_member(archive, path))
    return {
        row.get("Id"): row.get("Target", "")
        if row.get("TargetMode")
        else posixpath.normpath(posixpath.join("word", row.get("Target", "")))
        for row in rows
    }


class _Book:
    """A reader of the parts of a Word file."""

    def __init__(
        self, parts: Mapping[str, Node], relations: Mapping[str, Mapping[str, str]],
        held: Container[str], language: str,
    ) -> None:  # fmt: skip
        self._language = language
        self._relations = relations
        self._held = held
        self._body = parts["document.xml"].find(_w("body"))
        if self._body is None:
            raise ValueError("the document has no body")
        self._kinds, self._call_styles = _styles(parts.get("styles.xml"))
        self._lists = WordLists(parts.get("numbering.xml"))
        self._notes: dict[tuple[str, str], tuple[str, Node]] = {}
        for name in ("footnotes", "endnotes"):
            for note in parts.get(f"{name}.xml", ()):
                if note.get(_TYPE, "normal") == "normal":
                    self._notes.setdefault((note.tag, note.get(_ID)), (name, note))

    def read(self) -> FormBook:
        """Return the book; the first section of Word has the title page, and is left out."""
        sections: list[FormSection] = []
        called: set[tuple[str, str]] = set()
        counts = dict.fromkeys(_CALLS, 0)
        for at, (nodes, properties) in enumerate(_sections(self._body)):
            for call in _CALLS:
                counts[call] = 0 if _restarts(properties, call) else counts[call]
            reader = self._reader("document")
            reader.read(nodes)
            notes = [self._called(call, counts, called) for call in reader.calls]
            if not at:
                continue
            if reader.flow.passages:
                passages = tuple(reader.flow.passages)
                sections.append(FormSection(str(at), passages, tuple(notes)))
        uncalled = [
            words_of(self._passages(part, note)[1])
            for key, (part, note) in self._notes.items()
            if key not in called
        ]
        return FormBook(tuple(sections), tuple(uncalled))

    def _called(
        self, call: _Call, counts: dict[str, int], called: set[tuple[str, str]]
    ) -> FormNote | None:
        """Return the note of a call under the number that Word gives it; None if it has none."""
        counts[call.tag] += not call.mark
        number = "" if call.mark else str(counts[call.tag])
        key = (_CALLS[call.tag], call.identity)
        if key not in self._notes or key in called:
            return None
        called.add(key)
        mark, passages = self._passages(*self._notes[key])
        shown = number if mark is _NUMBERED else mark
        return FormNote(call.mark or number, shown, passages)

    def _passages(self, part: str, note: Node):
        reader = self._reader(part)
        reader.read_note(note)
        return reader.mark, tuple(reader.flow.passages)

    def _reader(self, part: str) -> _Reader:
        relations = self._relations[part]
        return _Reader(
            self._kinds, self._call_styles, relations, self._held, self._lists, self._language
        )  # fmt: skip


_NUMBERED = "#"  # a note opens with the number that Word gives it


def _styles(part: Node | None) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return the kinds of passages by their styles' ids, and the ids of the styles of calls: a
    program that is not English gives them other ids, but the same names."""
    kinds: dict[str, str] = {}
    calls: set[str] = set()
    for style in part.iter(_w("style")) if part is not None else ():
        named = style.find(_NAME)
        name = named.get(_VALUE, "").lower() if named is not None else ""
        identity = style.get(_w("styleId"), "")
        if heading := _HEADING.fullmatch(name):
            kinds[identity] = f"h{heading[1]}"
        elif name == _RULE_STYLE:
            kinds[identity] = RULE
        elif name in _CALL_STYLES:
            calls.add(identity)
    return kinds, frozenset(calls)


def _sections(body: Node) -> Iterator[tuple[list[Node], Node | None]]:
    """Yield the body in Word's sections: a section's properties are in its last paragraph."""
    nodes: list[Node] = []
    for child in body:
        if child.tag == _w("sectPr"):
            yield nodes, child
            return
        nodes.append(child)
        properties = child.find(f"{_w('pPr')}/{_w('sectPr')}") if child.tag == _P else None
        if properties is not None:
            yield nodes, properties
            nodes = []
    yield nodes, None


def _restarts(properties: Node | None, call: str) -> bool:
    """Return whether the numbers of the notes begin again in a section (17.11.19)."""
    if properties is None:
        return False
    kind = _w("footnotePr" if call.endswith("footnoteReference") else "endnotePr")
    rule = properties.find(f"{kind}/{_w('numRestart')}")
    return rule is not None and rule.get(_VALUE) == "eachSect"


class _Call:
    """A call: its kind, the id of its note, its own mark if it has one."""

    __slots__ = ("identity", "mark", "tag")

    def __init__(self, node: Node, mark: str) -> None:
        self.tag = node.tag
        self.identity = node.get(_ID, "")
        self.mark = mark


class _Field:
    """A field that is open: its instruction, and whether its result is read now."""

    __slots__ = ("has_result", "instruction")

    def __init__(self) -> None:
        self.instruction = ""
        self.has_result = False

    @property
    def is_page(self) -> bool:
        return self.instruction.split()[:1] == ["PAGEREF"]


class _Reader:
    """A reader of paragraphs and tables: `flow` has their passages, `calls` the calls in them,
    `mark` what a note opens with."""

    def __init__(
        self, kinds: Mapping[str, str], call_styles: frozenset[str], relations: Mapping[str, str],
        held: Container[str], lists: WordLists, language: str,
    ) -> None:  # fmt: skip
        self._lists = lists
        self._kinds = kinds
        self._call_styles = call_styles
        self._relations = relations
        self._held = held
        self._base = Setting(language=language)
        self._settings: dict[bytes, Setting] = {}
        self._fields: list[_Field] = []
        self.flow = Flow(language)
        self.calls: list[_Call] = []
        self.mark = ""

    def read(self, nodes: Iterable[Node]) -> None:
        """Read paragraphs and tables, without tables of contents."""
        for node in nodes:
            if node.tag == _P:
                self._paragraph(node)
            elif node.tag == _TABLE:
                self._table(node)
            elif node.tag == _w("sdt"):
                if next(node.iter(_CONTENTS), None) is None:
                    self.read(node.iterchildren(_w("sdtContent")))
            elif node.tag in _HOLDERS:
                self.read(node)
            elif node.tag == _w("bookmarkStart"):
                self.flow.name(f"#{node.get(_NAME)}")

    def read_note(self, note: Node) -> None:
        """Read a note, and the mark that it opens with."""
        opening = next((run for run in note.iter(_R) if _says(run)), None)
        if opening is not None:
            if any(child.tag in _NUMBERS for child in opening):
                self.mark = _NUMBERED
            elif self._style(opening) in self._call_styles:
                self.mark = "".join(text.text or "" for text in opening.iter(_T)).strip()
            if self.mark:
                opening.getparent().remove(opening)
        self.read(note)
        self.flow.end()

    def _style(self, run: Node) -> str:
        style = run.find(f"{_w('rPr')}/{_w('rStyle')}")
        return style.get(_VALUE, "") if style is not None else ""

    # --- blocks ---

    def _paragraph(self, paragraph: Node) -> None:
        style = paragraph.find(f"{_w('pPr')}/{_w('pStyle')}")
        kind = self._kinds.get(style.get(_VALUE, ""), "") if style is not None else ""
        if kind == RULE:
            self.flow.begin(RULE, kept=True)
            self.flow.end()
            return
        number = self._lists.number(paragraph)
        self.flow.begin(kind or (f"{ITEM}{number}" if number else ""))
        self._inlines(paragraph, "")
        self.flow.end()

    def _table(self, table: Node) -> None:
        for row in _within(table, _w("tr")):
            first = True
            for cell in _within(row, _w("tc")):
                merged = cell.find(f"{_w('tcPr')}/{_w('vMerge')}")
                if merged is not None and merged.get(_VALUE, "continue") == "continue":
                    continue
                self.flow.begin(ROW if first else CELL, kept=True)
                first = False
                self._cell(cell)

    def _cell(self, cell: Node) -> None:
        blocks = [node for node in cell if node.tag != _w("tcPr")]
        empty = [node for node in blocks if node.tag == _P and not _says(node)]
        self.read(node for node in blocks if node not in empty)
        self.flow.end()

    # --- inlines ---

    def _inlines(self, parent: Node, link: str) -> None:
        for node in parent:
            tag = node.tag
            if tag == _R:
                self._run(node, link)
            elif tag == _w("hyperlink"):
                self._inlines(node, self._target(node))
            elif tag == _w("bookmarkStart"):
                self.flow.name(f"#{node.get(_NAME)}")
            elif tag == _w("fldSimple"):
                if node.get(_w("instr"), "").split()[:1] == ["PAGEREF"]:
                    self.flow.sign(PAGE)
                else:
                    self._inlines(node, link)
            elif tag in _HOLDERS:
                self._inlines(node, link)
            elif tag == _MATH:
                self.flow.sign(FORMULA)
            elif tag == _DISPLAYED:
                for _ in node.iter(_MATH):
                    self.flow.sign_apart(FORMULA)

    def _target(self, link: Node) -> str:
        anchor = link.get(_w("anchor"))
        if anchor:
            return f"#{anchor}"
        return self._relations.get(link.get(_RELATION, ""), "")

    def _run(self, run: Node, link: str) -> None:
        properties = run.find(_w("rPr"))
        setting = self._base if properties is None else self._setting(properties)
        if link:
            setting = setting.with_link(link)
        for node in run:
            tag = node.tag
            if tag == _w("fldChar"):
                self._field(node.get(_w("fldCharType"), ""))
            elif tag == _w("instrText") and self._fields:
                self._fields[-1].instruction += node.text or ""
            elif self._is_passed_over():
                continue
            elif tag == _T:
                self.flow.say(node.text or "", setting)
            elif tag in _BREAKS:
                if node.get(_TYPE, "textWrapping") == "textWrapping":
                    self.flow.end_line()
            elif tag == _w("tab"):
                self.flow.say(" ", setting)
            elif tag == _w("noBreakHyphen"):
                self.flow.say(UNBROKEN_HYPHEN, setting)
            elif tag == _w("softHyphen"):
                self.flow.say(SOFT_HYPHEN, setting)
            elif tag in _CALLS:
                mark = _own_mark(node)
                self.calls.append(_Call(node, mark))
                self.flow.sign(CALL, mark)
                if mark:
                    return
            else:
                picture = next(node.iter(_DRAWING), None)
                if picture is not None and self._is_there(node):
                    self.flow.sign(PICTURE, " ".join(picture.get("descr", "").split()))

    def _is_there(self, drawing: Node) -> bool:
        """Return whether the file has all files that a drawing shows."""
        shown = [blip.get(_EMBEDDED) for blip in drawing.iter(_BLIP) if blip.get(_EMBEDDED)]
        return all(self._relations.get(identity, "") in self._held for identity in shown)

    def _field(self, mark: str) -> None:
        if mark == "begin":
            self._fields.append(_Field())
        elif mark == "separate" and self._fields:
            self._fields[-1].has_result = True
            if self._fields[-1].is_page:
                self.flow.sign(PAGE)
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _is_passed_over(self) -> bool:
        """Return whether what is read is an instruction, or a page that Word finds by itself."""
        return any(not field.has_result or field.is_page for field in self._fields)

    def _setting(self, properties: Node) -> Setting:
        key = etree.tostring(properties)
        known = self._settings.get(key)
        if known is None:
            known = self._settings[key] = self._setting_of(properties)
        return known

    def _setting_of(self, properties: Node) -> Setting:
        setting = self._base
        for node in properties:
            value = node.get(_VALUE, "1")
            look = _ON_OFF.get(node.tag, "") if value not in _OFF else ""
            if node.tag == _w("u"):
                look = "u" if value not in _OFF else ""
            elif node.tag == _w("vertAlign"):
                look = _RAISED.get(value, "")
            elif node.tag == _w("lang"):
                marked = next((node.get(name) for name in _LANGUAGES if node.get(name)), "")
                setting = setting.with_language(marked) if marked else setting
            if look:
                setting = setting.with_look(look)
        return setting


def _own_mark(reference: Node) -> str:
    """Return the mark that follows a reference in place of a number (17.11.14); empty if none."""
    if reference.get(_w("customMarkFollows"), "0") in _OFF:
        return ""
    following = reference.itersiblings(_T)
    return "".join(node.text or "" for node in following).strip() or "?"


def _within(parent: Node, tag: str) -> Iterator[Node]:
    """Yield the rows of a table, or the cells of a row; also those in a control."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif node.tag in _HOLDERS:
            yield from _within(node, tag)


def _says(node: Node) -> bool:
    """Return whether a run or a paragraph has anything that is read."""
    return any(
        child.tag in _NUMBERS or child.tag in _CALLS or child.tag in (_DRAWING, _MATH)
        or (child.tag == _T and bool((child.text or "").strip()))
        for child in node.iter()
    )  # fmt: skip
