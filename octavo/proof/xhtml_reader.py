"""Read the passages, the calls and the notes of a document of XHTML.

A call is an element of the type `noteref`, a note one of the type `footnote`; a note opens with its
mark, and has a link of the role `doc-backlink`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from octavo.proof.archive import Node
from octavo.proof.epub_page_marks import (
    TYPE,
    XHTML,
    is_page_mark,
    label_of,
    link_target,
    texts_and_marks,
)
from octavo.proof.form_book import (
    FormBook,
    FormFront,
    FormNote,
    FormSection,
    FoundLine,
    MarkOfPage,
    PageList,
    words_of,
)
from octavo.proof.form_text import CELL, HEADINGS, ROW, RULE, Flow, Passage, Setting
from octavo.proof.normal_form import CALL, FORMULA, PICTURE
from octavo.proof.numerals import numeral

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"

_BLOCKS = frozenset(
    f"{XHTML}{name}"
    for name in (
        "address article aside blockquote caption dd details div dl dt fieldset figcaption figure "
        "footer header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
    ).split()
) | {f"{XHTML}{name}" for name in HEADINGS}
_LOOKS = {
    f"{XHTML}{name}": look
    for name, look in (
        ("em", "i"), ("i", "i"), ("strong", "b"), ("b", "b"), ("del", "s"), ("s", "s"), ("u", "u"),
        ("sup", "^"), ("sub", "_"),
    )
}  # fmt: skip
_TYPES = {
    "decimal": "1", "lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
_SIGNS_OF_LISTS = {"": ("", "."), "one-paren-": ("", ")"), "two-parens-": ("(", ")")}
_CELLS = {f"{XHTML}td", f"{XHTML}th"}


@dataclass(slots=True)
class Note:
    """A note as it is written: its mark, its passages, and the ids that it leads back to."""

    mark: str
    passages: tuple[Passage, ...]
    back: tuple[str, ...]
    page_marks: tuple[MarkOfPage, ...]


@dataclass(slots=True)
class Document:
    """A content document as it was read: the calls are the id of each with its words and where it
    leads, the notes are by their ids. `marks` are those of the print's pages, in order, `lines` are
    those of the list of them, if it has one; `leaves` and `contents` are what it has before the
    text."""

    path: str
    passages: tuple[Passage, ...] = ()
    page_marks: tuple[MarkOfPage, ...] = ()
    marks: tuple[tuple[str, str, bool], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    leaves: tuple[str, ...] = ()
    contents: tuple[FoundLine, ...] = ()


def text_of_document(
    document: Document, body: Node, base: Setting, language: str, held: Container[str]
) -> None:
    """Read the text of a document from an element, in a setting; `language` is the edition's,
    `held` are the paths of all that the form holds."""
    reader = Reader(document, language, held)
    reader.flow.name(f"{document.path}#")
    reader.read(body, base)
    document.passages = tuple(reader.flow.passages)
    document.page_marks = tuple(reader.flow.page_marks)


def passages_in(
    element: Node, path: str, base: Setting, language: str, held: Container[str]
) -> Sequence[Passage]:
    """Return the passages of an element of a document that has no notes."""
    reader = Reader(Document(path), language, held)
    reader.read(element, base)
    return reader.flow.passages


class Reader:
    """A reader of the elements of a document; `flow` is that of its text, or of a note."""

    def __init__(self, document: Document, language: str, held: Container[str]) -> None:
        self._document = document
        self._held = held
        self._edition = language
        self.flow = Flow(language)

    def read(self, element: Node, setting: Setting) -> None:
        """Read an element with all that is in it, but not what follows it."""
        self._children(element, setting)
        self.flow.end()

    def _children(self, element: Node, setting: Setting) -> None:
        if element.text:
            self.flow.say(element.text, setting)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, setting)
            if child.tail:
                self.flow.say(child.tail, setting)

    def _element(self, element: Node, setting: Setting) -> None:
        tag, types = element.tag, (element.get(TYPE) or "").split()
        if "footnote" in types:
            self._note(element, setting)
            return
        if is_page_mark(element):
            self.flow.mark_page(label_of(element))
            return
        identity = element.get("id")
        if "noteref" in types and "note-reference" not in _classes(element):
            self._call(element)
            return
        if identity:
            self.flow.name(f"{self._document.path}#{identity}")
        language = language_of(element)
        if language:
            setting = setting.with_language(language)
        if tag in _BLOCKS:
            self._block(element, setting)
        elif tag == _MATH:
            displayed = element.get("display") == "block"
            (self.flow.sign_apart if displayed else self.flow.sign)(FORMULA)
        elif tag == f"{XHTML}span" and "math" in _classes(element):
            displayed = "display" in _classes(element)
            written = "".join(element.itertext())
            (self.flow.sign_apart if displayed else self.flow.sign)(FORMULA, written)
        elif tag == f"{XHTML}img":
            if self._target(element.get("src", "")).removesuffix("#") in self._held:
                self.flow.sign(PICTURE, " ".join(element.get("alt", "").split()))
        elif tag == f"{XHTML}br":
            self.flow.end_line()
        elif tag == f"{XHTML}a":
            self._children(element, setting.with_link(self._target(element.get("href", ""))))
        else:
            look = _LOOKS.get(tag) or ("c" if "smallcaps" in _classes(element) else "")
            self._children(element, setting.with_look(look) if look else setting)

    def _block(self, element: Node, setting: Setting) -> None:
        tag = element.tag
        name = tag.removeprefix(XHTML)
        if tag in _CELLS:
            first = all(before.tag not in _CELLS for before in element.itersiblings(preceding=True))
            self.flow.begin(ROW if first else CELL, kept=True)
        elif name == "hr":
            self.flow.begin(RULE, kept=True)
        elif name == "li":
            self.flow.begin_item(_number_of(element))
        else:
            self.flow.begin(name if name in HEADINGS else "")
        classes = _classes(element)
        if "line-block" in classes:
            self._lines(element, setting)
        elif name == "pre":
            self._code(element, setting)
        elif "epigraph" in classes:
            self._epigraph(element, setting)
        else:
            self._children(element, setting)
        if name == "li":
            self.flow.end_item()
        self.flow.end()

    def _lines(self, element: Node, setting: Setting) -> None:
        for number, line in enumerate(element):
            if number:
                self.flow.end_line()
            if any(text.strip() for text in line.itertext()) or line.find(".//*[@id]") is not None:
                self._children(line, setting)

    def _code(self, element: Node, setting: Setting) -> None:
        for part in texts_and_marks(element):
            if not isinstance(part, str):
                self.flow.mark_page(label_of(part))
                continue
            for number, line in enumerate(part.split("\n")):
                if number:
                    self.flow.end_line()
                self.flow.say(line, setting)

    def _epigraph(self, element: Node, setting: Setting) -> None:
        """Read an epigraph; its source, where it ends a paragraph, is a passage of its own."""
        for source in element.iter(f"{XHTML}span"):
            last = source.getnext() is None and not (source.tail or "").strip()
            if "source" in _classes(source) and last and source.getparent().tag == f"{XHTML}p":
                source.tag = f"{XHTML}div"
        self._children(element, setting)

    def _call(self, element: Node) -> None:
        said = " ".join("".join(element.itertext()).split())
        target = self._target(element.get("href", ""))
        here = f"{self._document.path}#{element.get('id', '')}"
        self._document.calls.append((here, said, target))
        self.flow.sign(CALL, said)

    def _note(self, element: Node, setting: Setting) -> None:
        back = [
            self._target(link.get("href", ""))
            for link in element.iter(f"{XHTML}a")
            if link.get("role") == "doc-backlink"
        ]
        mark = _take_mark(element)
        language = language_of(element)
        outer, self.flow = self.flow, Flow(self._edition)
        for label in outer.take_labels():
            self.flow.mark_page(label)
        self.read(element, setting.with_language(language) if language else setting)
        note = Note(mark, tuple(self.flow.passages), tuple(back), tuple(self.flow.page_marks))
        self.flow = outer
        identity = f"{self._document.path}#{element.get('id', '')}"
        while identity in self._document.notes:  # two notes of one id: no call leads to the second
            identity += " "
        self._document.notes[identity] = note

    def _target(self, href: str) -> str:
        """Return where a link of the document leads."""
        return link_target(href, self._document.path)


def _take_mark(note: Node) -> str:
    """Return the mark that a note opens with, and take it out of the note with its link back."""
    number = next((e for e in note.iter(f"{XHTML}span") if "note-number" in _classes(e)), None)
    links = [e for e in note.iter(f"{XHTML}a") if e.get("role") == "doc-backlink"]
    own = [number] if number is not None else links[:1]
    mark = "".join("".join(e.itertext()) for e in own)
    for element in {*own, *links}:
        _remove(element)
    return mark.strip().removesuffix(".")


def _remove(element: Node) -> None:
    """Take an element out of a tree, but not what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _number_of(item: Node) -> str:
    """Return the number of an item of a numbered list, as it is shown; empty for others."""
    parent = item.getparent()
    if parent is None or parent.tag != f"{XHTML}ol":
        return ""
    number = int(parent.get("start", "1")) - 1
    for one in parent.iterchildren(f"{XHTML}li"):
        number = int(one.get("value", number + 1))
        if one is item:
            break
    signs, kind = "", parent.get("type", "1")
    for name in _classes(parent):
        for prefix in ("one-paren-", "two-parens-"):
            if name.startswith(prefix):
                signs, kind = prefix, _TYPES.get(name.removeprefix(prefix), kind)
    before, behind = _SIGNS_OF_LISTS[signs]
    return f"{before}{numeral(number, kind)}{behind}"


def _classes(element: Node) -> list[str]:
    return element.get("class", "").split()


def language_of(element: Node) -> str:
    return element.get(_LANG) or element.get("lang") or ""


# --- the book ------------------------------------------------------------------------------------


def book_of(
    texts: Sequence[Document], front: FormFront, page_list: PageList | None = None
) -> FormBook:
    """Return the book of the documents that have its text: each call with the note that it leads
    to."""
    notes: Mapping[str, Note] = {k: v for document in texts for k, v in document.notes.items()}
    sections: list[FormSection] = []
    names: dict[str, int] = {}
    called: set[str] = set()
    count = 0
    for document in texts:
        found: list[FormNote | None] = []
        for call, said, target in document.calls:
            note = notes.get(target) if target not in called else None
            if note is not None:
                called.add(target)
                names[target] = count
            found.append(None if note is None else _called(note, call, said))
            count += 1
        name = posixpath.basename(document.path).rpartition(".")[0]
        sections.append(FormSection(name, document.passages, tuple(found), document.page_marks))
    uncalled = (words_of(note.passages) for key, note in notes.items() if key not in called)
    pages = page_list or PageList()
    return FormBook(tuple(sections), tuple(uncalled), names, page_list=pages, front=front)


def _called(note: Note, call: str, said: str) -> FormNote:
    unlinked = ""
    if not note.back:
        unlinked = "the note has no link back to its call"
    elif any(target != call for target in note.back):
        unlinked = "the note’s link back does not lead to its call"
    return FormNote(said, note.mark, note.passages, unlinked, note.page_marks)
