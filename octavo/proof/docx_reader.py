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
from itertools import takewhile

from octavo.proof.archive import NOT_READABLE, Node, UnreadableFormError, member, parsed
from octavo.proof.docx_text import CONTENTS_GALLERY, NUMBERED, Call, TextReader
from octavo.proof.form_book import (
    CONTENTS,
    FormBook,
    FormFront,
    FormNote,
    FormSection,
    FoundLine,
    words_of,
    words_of_leaf,
)
from octavo.proof.form_text import RULE
from octavo.proof.word_fields import stale_fields
from octavo.proof.word_lists import WordLists
from octavo.proof.word_xml import CALLS, ID, NAME, PARAGRAPH, TAB, TEXT, TYPE, VALUE, w

_PARTS = ("document.xml", "footnotes.xml", "endnotes.xml", "styles.xml", "numbering.xml")
_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
_LEAF_STYLES = ("title", "subtitle", "author", "imprint", "copyright page")
_LINE_OF_CONTENTS = re.compile(r"toc ([1-9])", re.IGNORECASE)
_RULE_STYLE = "section break"
# Of the marks in the notes too; the last two are LibreOffice's.
_CALL_STYLES = (
    "footnote reference", "endnote reference", "footnote characters", "endnote characters"
)  # fmt: skip


def read_docx(data: bytes, language: str, names: Mapping[str, str] | None = None) -> FormBook:
    """Return a Word file as it is read; `language` is the edition's, `names` are a house's for
    Octavo's styles, by Octavo's. Raise UnreadableFormError if it is no Word file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {
                name: parsed(member(archive, f"word/{name}"))
                for name in _PARTS
                if f"word/{name}" in archive.namelist()
            }
            relations = {
                name: _relations(archive, name) for name in ("document", "footnotes", "endnotes")
            }
            held = frozenset(archive.namelist())
        return _Book(parts, relations, held, language, names or {}).read()
    except NOT_READABLE as error:
        raise UnreadableFormError(str(error)) from None


def _relations(archive: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    path = f"word/_rels/{part}.xml.rels"
    if path not in archive.namelist():
        return {}
    rows = parsed(member(archive, path))
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
        held: Container[str], language: str, names: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._language = language
        self._relations = relations
        self._held = held
        self._body = parts["document.xml"].find(w("body"))
        if self._body is None:
            raise ValueError("the document has no body")
        own = {given.lower(): name.strip().lower() for name, given in names.items()}
        styles = tuple(_names_of(parts.get("styles.xml"), own))
        self._kinds, self._call_styles, self._ranks = _styles(styles)
        self._leaf_styles = frozenset(identity for identity, name in styles if name in _LEAF_STYLES)
        self._lists = WordLists(parts.get("numbering.xml"))
        self._notes: dict[tuple[str, str], tuple[str, Node]] = {}
        self._numbers: dict[tuple[str, str], str] = {}  # as calls show them
        for name in ("footnotes", "endnotes"):
            for note in parts.get(f"{name}.xml", ()):
                if note.get(TYPE, "normal") == "normal":
                    self._notes.setdefault((note.tag, note.get(ID)), (name, note))

    def read(self) -> FormBook:
        """Return the book; it opens with the leaves, which are no text: in a section of Word's by
        themselves, unless another program has joined it with the next."""
        sections: list[FormSection] = []
        called: set[tuple[str, str]] = set()
        counts = dict.fromkeys(CALLS, 0)
        leaves: tuple[str, ...] = ()
        for at, (nodes, properties) in enumerate(_sections(self._body)):
            for call in CALLS:
                first = _first_number(properties, call, is_first=not at)
                counts[call] = counts[call] if first is None else first - 1
            if not at:
                opening = list(takewhile(self._is_leaf, nodes))
                reader = self._reader("document")
                reader.read(opening)
                leaves = tuple(words_of_leaf(reader.flow.passages))
                nodes = nodes[len(opening) :]
            reader = self._reader("document")
            reader.read(nodes)
            notes = [self._called(call, counts, called) for call in reader.calls]
            if reader.flow.passages:
                passages = tuple(reader.flow.passages)
                sections.append(FormSection(str(at), passages, tuple(notes)))
        uncalled = [
            words_of(self._passages(part, note)[1])
            for key, (part, note) in self._notes.items()
            if key not in called
        ]
        held = [self._body, *(note for _, note in self._notes.values())]
        stale = tuple(stale_fields(held, self._kinds, self._numbers))
        front = FormFront(leaves, ((CONTENTS, tuple(self._contents())),))
        return FormBook(tuple(sections), tuple(uncalled), stale=stale, front=front)

    def _is_leaf(self, node: Node) -> bool:
        """Return whether a node of the body is a paragraph of the title page or the copyright
        page, or an empty one."""
        if node.tag != PARAGRAPH:
            return False
        style = node.find(f"{w('pPr')}/{w('pStyle')}")
        return not "".join(node.itertext()).strip() or (
            style is not None and style.get(VALUE, "") in self._leaf_styles
        )

    def _contents(self) -> Iterator[FoundLine]:
        """Yield the lines of the table of contents: the paragraphs of its styles."""
        for table in self._body.iter(w("sdt")):
            if next(table.iter(CONTENTS_GALLERY), None) is None:
                continue
            for paragraph in table.iter(PARAGRAPH):
                style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
                rank = self._ranks.get(style.get(VALUE, ""), 0) if style is not None else 0
                if rank:
                    yield self._line(paragraph, rank)

    def _line(self, paragraph: Node, rank: int) -> FoundLine:
        """Return a line of the table of contents, without the number of its page: a field, or what
        is behind the tab, where another program has written it."""
        reader = self._reader("document")
        reader.read([paragraph])
        passages = reader.flow.passages
        links = [target for passage in passages for _, _, target in passage.links]
        words = " ".join(words_of_leaf(passages))
        runs = (node for run in paragraph.iter(w("r")) for node in run)
        said = "".join("\t" if n.tag == TAB else n.text or "" for n in runs if n.tag in (TEXT, TAB))
        _, tab, page = said.rpartition("\t")
        if tab and not _has_page_field(paragraph):  # what a field shows is not among the words
            words = words.removesuffix(page).strip()
        return FoundLine(rank, words, links[0] if len({*links}) == 1 else "")

    def _called(
        self, call: Call, counts: dict[str, int], called: set[tuple[str, str]]
    ) -> FormNote | None:
        """Return the note of a call under the number that Word gives it; None if it has none."""
        counts[call.tag] += not call.mark
        number = "" if call.mark else str(counts[call.tag])
        self._numbers.setdefault((call.tag, call.identity), call.mark or number)
        key = (CALLS[call.tag], call.identity)
        if key not in self._notes or key in called:
            return None
        called.add(key)
        mark, passages = self._passages(*self._notes[key])
        shown = number if mark is NUMBERED else mark
        return FormNote(call.mark or number, shown, passages)

    def _passages(self, part: str, note: Node):
        reader = self._reader(part)
        reader.read_note(note)
        return reader.mark, tuple(reader.flow.passages)

    def _reader(self, part: str) -> TextReader:
        relations = self._relations[part]
        return TextReader(
            self._kinds, self._call_styles, relations, self._held, self._lists, self._language
        )  # fmt: skip


def _styles(
    styles: Iterable[tuple[str, str]],
) -> tuple[Mapping[str, str], frozenset[str], Mapping[str, int]]:
    """Return the kinds of passages by their styles' ids, the ids of the styles of calls, and the
    ranks of lines of the contents by their styles' ids. `styles` are ids and names: a program that
    is not English gives them other ids, but the same names."""
    kinds: dict[str, str] = {}
    ranks: dict[str, int] = {}
    calls: set[str] = set()
    for identity, name in styles:
        if heading := _HEADING.fullmatch(name):
            kinds[identity] = f"h{heading[1]}"
        elif name == _RULE_STYLE:
            kinds[identity] = RULE
        elif name in _CALL_STYLES:
            calls.add(identity)
        elif line := _LINE_OF_CONTENTS.fullmatch(name):
            ranks[identity] = int(line[1])
    return kinds, frozenset(calls), ranks


def _names_of(part: Node | None, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the ids of the styles, each with its name in small letters: Octavo's, where `own` has
    it for a house's."""
    for style in part.iter(w("style")) if part is not None else ():
        named = style.find(NAME)
        name = named.get(VALUE, "").lower() if named is not None else ""
        yield style.get(w("styleId"), ""), own.get(name, name)


def _sections(body: Node) -> Iterator[tuple[list[Node], Node | None]]:
    """Yield the body in Word's sections: a section's properties are in its last paragraph."""
    nodes: list[Node] = []
    for child in body:
        if child.tag == w("sectPr"):
            yield nodes, child
            return
        nodes.append(child)
        properties = child.find(f"{w('pPr')}/{w('sectPr')}") if child.tag == PARAGRAPH else None
        if properties is not None:
            yield nodes, properties
            nodes = []
    yield nodes, None


def _first_number(properties: Node | None, call: str, *, is_first: bool) -> int | None:
    """Return the number with which the notes of a section begin again (17.11.19), or those of a
    document begin (17.11.20); None if they go on. Those that begin again on each page are counted
    through the section, since only Word's layout knows its pages."""
    if properties is None:
        return None
    kind = w("footnotePr" if call.endswith("footnoteReference") else "endnotePr")
    rule = properties.find(f"{kind}/{w('numRestart')}")
    again = rule is not None and rule.get(VALUE) in ("eachSect", "eachPage")
    if not (again or is_first):
        return None
    start = properties.find(f"{kind}/{w('numStart')}")
    return 1 if start is None else int(start.get(VALUE, "1"))


def _has_page_field(paragraph: Node) -> bool:
    """Return whether a line of the contents has the number of its page as a field."""
    told = [node.get(w("instr"), "") for node in paragraph.iter(w("fldSimple"))]
    told += ["".join(node.itertext()) for node in paragraph.iter(w("instrText"))]
    return any("PAGEREF" in one for one in told)
