"""Read the paragraphs and tables of a Word file, and the runs in them, as passages.

What a run looks like, fields, calls, pictures and formulas are read by ISO 29500-1, 17.3 and 17.16.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.proof.archive import Node
from octavo.proof.form_text import CELL, ITEM, ROW, RULE, Flow, Setting
from octavo.proof.normal_form import CALL, FORMULA, PAGE, PICTURE, SOFT_HYPHEN, UNBROKEN_HYPHEN
from octavo.proof.word_lists import WordLists
from octavo.proof.word_xml import CALLS, ID, NAME, PARAGRAPH, TYPE, VALUE, w

NUMBERED = "#"  # a note opens with the number that Word gives it

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_DISPLAYED = f"{_MATH}Para"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OFF = {"0", "false", "off", "none"}
_R, _T, _TABLE = w("r"), w("t"), w("tbl")
_NUMBERS = {w("footnoteRef"), w("endnoteRef")}
_ON_OFF = {w("i"): "i", w("b"): "b", w("smallCaps"): "c", w("strike"): "s"}
_RAISED = {"superscript": "^", "subscript": "_"}
_HOLDERS = {
    w(name)
    for name in ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo")
}  # fmt: skip
_SIGN = w("sym")
_TEXT_BOX = w("txbxContent")
_BREAKS = {w("br"), w("cr")}
_LANGUAGES = (w("val"), w("bidi"), w("eastAsia"))
CONTENTS_GALLERY = w("docPartGallery")  # what names a table of contents


class Call:
    """A call: its kind, the id of its note, its own mark if it has one."""

    __slots__ = ("identity", "mark", "tag")

    def __init__(self, node: Node, mark: str) -> None:
        self.tag = node.tag
        self.identity = node.get(ID, "")
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


class TextReader:
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
        self.calls: list[Call] = []
        self.mark = ""

    def read(self, nodes: Iterable[Node]) -> None:
        """Read paragraphs and tables, without tables of contents."""
        for node in nodes:
            if node.tag == PARAGRAPH:
                self._paragraph(node)
            elif node.tag == _TABLE:
                self._table(node)
            elif node.tag == w("sdt"):
                if next(node.iter(CONTENTS_GALLERY), None) is None:
                    self.read(node.iterchildren(w("sdtContent")))
            elif node.tag in _HOLDERS:
                self.read(node)
            elif node.tag == w("bookmarkStart"):
                self.flow.name(f"#{node.get(NAME)}")

    def read_note(self, note: Node) -> None:
        """Read a note, and the mark that it opens with."""
        opening = next((run for run in note.iter(_R) if _says(run)), None)
        if opening is not None:
            if any(child.tag in _NUMBERS for child in opening):
                self.mark = NUMBERED
            elif self._style(opening) in self._call_styles:
                self.mark = "".join(map(_said, opening)).strip()
            if self.mark:
                opening.getparent().remove(opening)
        self.read(note)
        self.flow.end()

    def _style(self, run: Node) -> str:
        style = run.find(f"{w('rPr')}/{w('rStyle')}")
        return style.get(VALUE, "") if style is not None else ""

    # --- blocks ---

    def _paragraph(self, paragraph: Node) -> None:
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        kind = self._kinds.get(style.get(VALUE, ""), "") if style is not None else ""
        if kind == RULE:
            self.flow.begin(RULE, kept=True)
            self.flow.end()
            return
        number = self._lists.number(paragraph)
        self.flow.begin(kind or (f"{ITEM}{number}" if number else ""))
        self._inlines(paragraph, "")
        self.flow.end()

    def _table(self, table: Node) -> None:
        for row in _within(table, w("tr")):
            first = True
            for cell in _within(row, w("tc")):
                merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
                if merged is not None and merged.get(VALUE, "continue") == "continue":
                    continue
                self.flow.begin(ROW if first else CELL, kept=True)
                first = False
                self._cell(cell)

    def _cell(self, cell: Node) -> None:
        blocks = [node for node in cell if node.tag != w("tcPr")]
        empty = [node for node in blocks if node.tag == PARAGRAPH and not _says(node)]
        self.read(node for node in blocks if node not in empty)
        self.flow.end()

    # --- inlines ---

    def _inlines(self, parent: Node, link: str) -> None:
        for node in parent:
            tag = node.tag
            if tag == _R:
                self._run(node, link)
            elif tag == w("hyperlink"):
                self._inlines(node, self._target(node))
            elif tag == w("bookmarkStart"):
                self.flow.name(f"#{node.get(NAME)}")
            elif tag == w("fldSimple"):
                if node.get(w("instr"), "").split()[:1] == ["PAGEREF"]:
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
        anchor = link.get(w("anchor"))
        if anchor:
            return f"#{anchor}"
        return self._relations.get(link.get(_RELATION, ""), "")

    def _run(self, run: Node, link: str) -> None:
        properties = run.find(w("rPr"))
        setting = self._base if properties is None else self._setting(properties)
        if link:
            setting = setting.with_link(link)
        for node in run:
            tag = node.tag
            if tag == w("fldChar"):
                self._field(node.get(w("fldCharType"), ""))
            elif tag == w("instrText") and self._fields:
                self._fields[-1].instruction += node.text or ""
            elif self._is_passed_over():
                continue
            elif tag == _T:
                self.flow.say(node.text or "", setting)
            elif tag in _BREAKS:
                if node.get(TYPE, "textWrapping") == "textWrapping":
                    self.flow.end_line()
            elif tag == _SIGN:
                self.flow.say(_character(node), setting)
            elif tag == w("tab"):
                self.flow.say(" ", setting)
            elif tag == w("noBreakHyphen"):
                self.flow.say(UNBROKEN_HYPHEN, setting)
            elif tag == w("softHyphen"):
                self.flow.say(SOFT_HYPHEN, setting)
            elif tag in CALLS:
                mark = _own_mark(node)
                self.calls.append(Call(node, mark))
                self.flow.sign(CALL, mark)
                if mark:
                    return
            elif (box := next(node.iter(_TEXT_BOX), None)) is not None:
                self.flow.end()  # LibreOffice puts a table of a note into a frame
                self.read(box)
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
            value = node.get(VALUE, "1")
            look = _ON_OFF.get(node.tag, "") if value not in _OFF else ""
            if node.tag == w("u"):
                look = "u" if value not in _OFF else ""
            elif node.tag == w("vertAlign"):
                look = _RAISED.get(value, "")
            elif node.tag == w("lang"):
                marked = next((node.get(name) for name in _LANGUAGES if node.get(name)), "")
                setting = setting.with_language(marked) if marked else setting
            if look:
                setting = setting.with_look(look)
        return setting


def _own_mark(reference: Node) -> str:
    """Return the mark that follows a reference in place of a number (17.11.14); empty if none."""
    if reference.get(w("customMarkFollows"), "0") in _OFF:
        return ""
    return "".join(map(_said, reference.itersiblings())).strip() or "?"


def _said(node: Node) -> str:
    """Return the words of an element of a run: its text, or a sign."""
    if node.tag == _T:
        return node.text or ""
    return _character(node) if node.tag == _SIGN else ""


def _character(sign: Node) -> str:
    """Return a sign (17.3.3.30); a font of symbols may have it in the area for private use."""
    number = int(sign.get(w("char"), "0"), 16)
    return chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number)


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
        child.tag in _NUMBERS or child.tag in CALLS or child.tag in (_DRAWING, _MATH, _SIGN)
        or (child.tag == _T and bool((child.text or "").strip()))
        for child in node.iter()
    )  # fmt: skip
