"""Collect the copy of a section: its passages and its notes, as the EPUB and the Word file must
have them.

Nothing that sets the forms is asked: the words, their emphasis and their languages are those of the
cited manuscript. The forms part in little: the EPUB has no pages of notes, and the Word file has
the caption above pictures with notes in them, since these were numbered first.

Where the Word file has no pictures, it has callouts in their places, or nothing, and the captions
in a list at the end of the section. These stay in their places if one of them calls a note; in a
note they always do. Where each section has a Word file, links to other sections are their words,
and the pages of what is there are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from octavo.captions.heading_numbers import opens_part
from octavo.captions.numbering import LABEL
from octavo.html.section_xhtml import xml_name
from octavo.locales import words_in
from octavo.matter.contributors import BYLINE
from octavo.model import Blocks, Edition, Element, Inlines, Manuscript, WordFigures
from octavo.pandoc import tree
from octavo.pandoc.heading_spans import number_of_heading
from octavo.pandoc.note_spans import blocks_of, is_note, mark_of
from octavo.pandoc.table import rows_of
from octavo.pandoc.walk import holds, plain, rewrite, text_of, walk
from octavo.parsing.figures import LETTER
from octavo.proof.expected_notes import ExpectedNote, expected_notes, numbers_of
from octavo.proof.form_text import CELL, HEADINGS, ROW, RULE, Flow, Passage, Setting
from octavo.proof.normal_form import CALL, FORMULA, PAGE, PICTURE
from octavo.proof.parting import without_signs

FormOfCopy = Literal["epub", "docx", "pdf"]

_LOOKS: Mapping[str, str] = {
    "Emph": "i", "Strong": "b", "SmallCaps": "c", "Strikeout": "s", "Underline": "u",
    "Superscript": "^", "Subscript": "_",
}  # fmt: skip
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_NOTE_PAGE = "note-page"  # the class of a page of the print: of the words about it, and of a link
_NOTE_MARK = "note-mark"  # the class of a number that the print has by page
_PARTING = "entry-parting"  # the class of the comma before a page, which the print has no need of
_DECORATIVE = {"presentation", "none"}


@dataclass(frozen=True, slots=True)
class CopyOfNote:
    """A note of the copy: what the proof of the print knows of it, and its passages."""

    note: ExpectedNote
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class CopyHeading:
    """A heading of the copy: its level, the number of its passage, and whether it is in a table;
    what it opens by its number, `chapter` or `part`, which is on a line of its own."""

    level: int
    passage: int
    in_table: bool = False
    numbered: str = ""


@dataclass(frozen=True, slots=True)
class CopyByline:
    """The line of a section's own authors: the number of its passage, and the names in it."""

    passage: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A section as a form must have it, and its notes in the order of their calls in that form.
    `named` is the title of one without a heading; headings and byline are for the contents, and so
    is whether it is the leaf of a part."""

    section: str
    passages: tuple[Passage, ...]
    notes: tuple[CopyOfNote, ...]
    named: str = ""
    headings: tuple[CopyHeading, ...] = ()
    byline: CopyByline | None = None
    opens_part: bool = False

    @property
    def title(self) -> str:
        """The words of its first heading; its name if it has none."""
        heads = (passage.text for passage in self.passages if passage.kind in HEADINGS)
        return without_signs(next(heads, "")) or self.section

    @property
    def is_empty(self) -> bool:
        """Return whether nothing of it can be read: a form leaves it out."""
        return not any(passage.text for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of a section: that for the EPUB, and those for the Word file and the print if they
    are others."""

    epub: Copy
    docx: Copy | None = None
    pdf: Copy | None = None

    def of(self, form: str) -> Copy:
        """Return the copy for a form."""
        return {"docx": self.docx, "pdf": self.pdf}.get(form) or self.epub

    @property
    def names_pages(self) -> bool:
        """Return whether the print names pages of notes in it, which the EPUB leaves out."""
        if self.pdf is None:
            return False
        of_notes = (passage for note in self.pdf.notes for passage in note.passages)
        return any(PAGE in passage.text for passage in (*self.pdf.passages, *of_notes))


@dataclass(frozen=True, slots=True)
class WaysOfWord:
    """What the Word file has otherwise than other forms: what is in the places of pictures, and
    whether each section has a file of its own, so that no link leads out of it."""

    figures: WordFigures = "embedded"
    is_divided: bool = False


def ways_of_word(edition: Edition) -> WaysOfWord:
    """Return what an edition asks for."""
    return WaysOfWord(edition.docx.way_of_figures, edition.docx.is_divided)


def copies_of(made: Manuscript, language: str, ways: WaysOfWord | None = None) -> Copies:
    """Return the copies of a cited section; `language` is the edition's."""
    ways = ways or WaysOfWord()
    known = {note.id: note for note in expected_notes([made])}
    copy, depends_on_form = _copy(made, known, "epub", language, ways)
    if not depends_on_form:
        return Copies(copy)
    docx, pdf = (_copy(made, known, form, language, ways)[0] for form in ("docx", "pdf"))
    return Copies(copy, docx, pdf)


def _copy(
    made: Manuscript, known: Mapping[str, ExpectedNote], form: FormOfCopy, language: str,
    ways: WaysOfWord,
) -> tuple[Copy, bool]:  # fmt: skip
    """Return the copy for a form, and whether that for the other is another."""
    reader = _Reader(made, form, language, ways)
    passages = reader.read_text(made.blocks)
    notes = [
        CopyOfNote(known[xml_name(tree.id_of(note))], reader.read(blocks_of(note)))
        for note in reader.notes
    ]
    headings, byline = tuple(reader.headings), reader.byline
    named = " ".join(text_of(made.title).split())
    part = opens_part(made)
    copy = Copy(made.section.name, passages, tuple(notes), named, headings, byline, part)
    return copy, reader.depends_on_form


class _Reader:
    """A reader of pandoc's tree; `notes` are those that it has met, in order."""

    def __init__(self, made: Manuscript, form: FormOfCopy, language: str, ways: WaysOfWord) -> None:
        self._form = form
        self._words = words_in(made.language or language)
        self._figures = ways.figures
        self._stay = ways.figures != "embedded" and _a_caption_calls(made.blocks)
        self._own = {*_names_in(made.blocks)} if ways.is_divided else None
        self._captions: list[tuple[Element, Setting]] = []  # for the list at the end
        self._edition = language
        self._base = Setting(language=made.language or language)
        self._flow = Flow(language)
        self.notes: list[Element] = []
        self.depends_on_form = False
        self.headings: list[CopyHeading] = []
        self.byline: CopyByline | None = None
        self._in_text, self._in_table = False, False

    def read_text(self, blocks: Blocks) -> tuple[Passage, ...]:
        """Return the passages of the text, with its headings and its byline known."""
        self._in_text = True
        passages = self.read(blocks)
        if self._captions:
            passages += self._list_of_captions()
        self._in_text = False
        return passages

    def _list_of_captions(self) -> tuple[Passage, ...]:
        """Return the passages of the list with the captions of pictures that are taken out."""
        self._flow = Flow(self._edition)
        self._passage(tree.text(self._words.captions), self._base)
        for figure, setting in self._captions:
            if self._figures == "none":
                self._name(figure)
            self._blocks(tree.caption_of(figure), setting)
        self._flow.end()
        return tuple(self._flow.passages)

    def read(self, blocks: Blocks) -> tuple[Passage, ...]:
        """Return the passages of some blocks."""
        self._flow = Flow(self._edition)
        self._blocks(blocks, self._base)
        self._flow.end()
        return tuple(self._flow.passages)

    # --- blocks ---

    def _blocks(self, blocks: Blocks, setting: Setting) -> None:
        for block in self._run_together(blocks):
            self._block(block, setting)

    def _run_together(self, blocks: Blocks) -> Blocks:
        """Return blocks with those that are no paragraphs as one, if several follow each other: in
        HTML nothing parts them."""
        if not any(
            tree.is_kind(a, "Plain") and tree.is_kind(b, "Plain") for a, b in pairwise(blocks)
        ):
            return blocks
        self.depends_on_form = True
        if self._form == "docx":
            return blocks
        made: Blocks = []
        for block in blocks:
            if made and tree.is_kind(block, "Plain") and tree.is_kind(made[-1], "Plain"):
                words = [*tree.content_of(made[-1]), tree.SPACE, *tree.content_of(block)]
                made[-1] = tree.plain_block(words)
            else:
                made.append(block)
        return made

    def _block(self, block: Element, setting: Setting) -> None:
        if tree.is_kind(block, "Figure") and self._takes_out(block):
            self._figure_out(block, self._in(block, setting))
            return
        self._name(block)
        match tree.kind_of(block):
            case "Para" | "Plain":
                self._passage(tree.content_of(block), setting)
            case "Header":
                self._heading(block, self._in(block, setting))
            case "BlockQuote":
                self._blocks(tree.content_of(block), setting)
            case "Div":
                self._division(block, self._in(block, setting))
            case "LineBlock":
                self._lines(tree.lines_of(block), setting)
            case "CodeBlock":
                self._code(tree.string_of(block), self._in(block, setting))
            case "BulletList":
                for item in tree.items_of(block):
                    self._flow.begin_item("")
                    self._blocks(item, setting)
                    self._flow.end_item()
            case "OrderedList":
                for number, item in zip(numbers_of(block), tree.items_of(block), strict=False):
                    self._flow.begin_item(number)
                    self._blocks(item, setting)
                    self._flow.end_item()
            case "DefinitionList":
                self._definitions(block, setting)
            case "Figure":
                self._figure(block, self._in(block, setting))
            case "Table":
                self._table(block, self._in(block, setting))
            case "HorizontalRule":
                self._flow.begin(RULE, kept=True)
                self._flow.end()
            case _:
                pass

    def _passage(self, inlines: Inlines, setting: Setting, kind: str = "") -> None:
        self._flow.begin(kind)
        self._inlines(inlines, setting)
        self._flow.end()

    def _heading(self, block: Element, setting: Setting) -> None:
        at, level = len(self._flow.passages), min(tree.level_of(block), 6)
        self._passage(tree.content_of(block), setting, HEADINGS[level - 1])
        if self._in_text and len(self._flow.passages) > at:
            at = len(self._flow.passages) - 1
            above = number_of_heading(tree.content_of(block))
            numbered = above.kind if above else ""
            self.headings.append(CopyHeading(level, at, self._in_table, numbered))

    def _lines(self, lines: Sequence[Inlines], setting: Setting) -> None:
        self._flow.begin()
        for number, line in enumerate(lines):
            if number:
                self._flow.end_line()
            self._inlines(line, setting)
        self._flow.end()

    def _code(self, written: str, setting: Setting) -> None:
        self._flow.begin()
        for number, line in enumerate(written.split("\n")):
            if number:
                self._flow.end_line()
            self._flow.say(line, setting)
        self._flow.end()

    def _division(self, block: Element, setting: Setting) -> None:
        blocks = tree.content_of(block)
        if "epigraph" in tree.classes_of(block):
            blocks = [made for inner in blocks for made in _with_source_apart(inner)]
        at = len(self._flow.passages)
        self._blocks(blocks, setting)
        if BYLINE in tree.classes_of(block) and self._in_text and self.byline is None:
            self.byline = CopyByline(at, tuple(_authors_in(blocks)))

    def _definitions(self, block: Element, setting: Setting) -> None:
        for term, definitions in tree.definitions_of(block):
            self._passage(term, setting)
            for said in definitions:
                self._blocks(said, setting)

    def _figure(self, figure: Element, setting: Setting) -> None:
        parts = [tree.content_of(figure), tree.caption_of(figure)]
        if holds(parts[0], "Note"):
            self.depends_on_form = True
            if self._form == "docx":
                parts.reverse()
        for blocks in parts:
            self._blocks(blocks, setting)

    def _takes_out(self, element: Element) -> bool:
        """Return whether the form has no pictures; note that the forms differ in this element."""
        if self._figures == "embedded" or not holds(element, "Image"):
            return False
        self.depends_on_form = True
        return self._form == "docx"

    def _figure_out(self, figure: Element, setting: Setting) -> None:
        """Read a figure whose pictures are taken out."""
        caption, rest = tree.caption_of(figure), _beside_pictures(tree.content_of(figure))
        if self._figures == "callouts":
            for name in [tree.id_of(figure), *_names_in(tree.content_of(figure))]:
                if name:
                    self._flow.name(name)
            self._callout(figure, setting)
        parts = [rest]
        if caption and (self._stay or not self._in_text):
            parts.insert(0 if holds(rest, "Note") else 1, caption)
            if self._figures == "none":
                self._name(figure)
        elif caption:
            self._captions.append((figure, setting))
        for blocks in parts:
            self._blocks(blocks, setting)

    def _callout(self, figure: Element, setting: Setting) -> None:
        """Read the callout of a figure: with its label, or the names of its files."""
        label = _label_of(tree.caption_of(figure))
        if label:
            self._passage(self._said_of(label), setting)
            return
        body = tree.content_of(figure)
        if _beside_pictures(body):
            files = [e for e in walk(body) if tree.is_kind(e, "Image")]
            said = [inline for e in files for inline in (*self._said_of(_file_of(e)), tree.SPACE)]
            self._passage(said[:-1], setting)
        else:
            self._flow.begin()
            for block in body:
                self._inlines(tree.content_of(block), setting)
            self._flow.end()

    def _said_of(self, figure: str) -> Inlines:
        return tree.text(self._words.callout.format(figure=figure))

    def _table(self, table: Element, setting: Setting) -> None:
        self._blocks(tree.caption_of(table), setting)
        outer, self._in_table = self._in_table, True
        for row in rows_of(table):
            for number, cell in enumerate(row):
                self._flow.begin(CELL if number else ROW, kept=True)
                self._blocks(cell.blocks, setting)
                self._flow.end()
        self._in_table = outer

    # --- inlines ---

    def _inlines(self, inlines: Inlines, setting: Setting) -> None:
        said: list[str] = []
        for inline in inlines:
            kind = tree.kind_of(inline)
            if kind == "Str":
                said.append(tree.string_of(inline))
            elif kind in ("Space", "SoftBreak"):
                said.append(" ")
            else:
                if said:
                    self._flow.say("".join(said), setting)
                    said.clear()
                self._inline(kind, inline, setting)
        if said:
            self._flow.say("".join(said), setting)

    def _inline(self, kind: str, inline: Element, setting: Setting) -> None:
        match kind:
            case "LineBreak":
                self._flow.end_line()
            case "Span":
                self._span(inline, setting)
            case "Link":
                self._link(inline, setting)
            case "Quoted":
                left, right = _QUOTES[tree.quote_type_of(inline)]
                self._flow.say(left, setting)
                self._inlines(tree.content_of(inline), setting)
                self._flow.say(right, setting)
            case "Cite":
                self._inlines(tree.content_of(inline), setting)
            case "Code":
                self._name(inline)
                self._flow.say(tree.string_of(inline), self._in(inline, setting))
            case "Math":
                sign = self._flow.sign_apart if tree.is_display(inline) else self._flow.sign
                sign(FORMULA, " ".join(tree.string_of(inline).split()))
            case "Image":
                self._name(inline)
                if not self._takes_out(inline):
                    self._flow.sign(PICTURE, _description(inline))
                elif self._figures == "callouts":
                    self._inlines(self._said_of(_file_of(inline)), setting)
            case _ if kind in _LOOKS:
                self._inlines(tree.content_of(inline), setting.with_look(_LOOKS[kind]))
            case _:
                pass

    def _span(self, span: Element, setting: Setting) -> None:
        self._name(span)
        if is_note(span):
            self.notes.append(span)
            self._flow.sign(CALL, mark_of(span))
            return
        classes = tree.classes_of(span)
        if _NOTE_PAGE in classes and _ends_with_page(span):
            self.depends_on_form = True
            if self._form == "epub" or self._leads_out(tree.content_of(span)[-1]):
                return
        if _PARTING in classes and self._form == "pdf":
            return
        inner = self._in(span, setting)
        self._inlines(
            tree.content_of(span), inner.with_look("c") if "smallcaps" in classes else inner
        )

    def _link(self, link: Element, setting: Setting) -> None:
        self._name(link)
        inner = self._in(link, setting)
        leads_out = self._leads_out(link)
        if not leads_out:
            inner = inner.with_link(tree.target_of(link))
        if _NOTE_PAGE in tree.classes_of(link):
            self.depends_on_form = True
            if leads_out:
                return
            if self._form != "epub":
                self._flow.sign(PAGE)
                return
        if _NOTE_MARK in tree.classes_of(link):
            self.depends_on_form = True
            if self._form == "pdf":
                self._flow.sign(PAGE, tree.target_of(link))
                return
        self._inlines(tree.content_of(link), inner)

    def _leads_out(self, link: Element) -> bool:
        """Return whether a link leads to another section, and the form is a file of this one; note
        that the forms differ in it."""
        target = tree.target_of(link)
        if self._own is None or not target.startswith("#") or target[1:] in self._own:
            return False
        self.depends_on_form = True
        return self._form == "docx"

    def _name(self, element: Element) -> None:
        identity = tree.id_of(element)
        if identity:
            self._flow.name(identity)

    def _in(self, element: Element, setting: Setting) -> Setting:
        """Return the setting in an element, whose language may be marked."""
        language = tree.attribute(element, "lang")
        return setting.with_language(language) if language else setting


def _a_caption_calls(blocks: Blocks) -> bool:
    """Return whether the caption of a figure calls a note."""
    figures = (element for element in walk(blocks) if tree.is_kind(element, "Figure"))
    return any(holds(tree.caption_of(figure), "Note") for figure in figures)


def _label_of(caption: Blocks) -> str:
    """Return the label of a numbered figure, without the sign at its end."""
    for element in walk(caption):
        if tree.is_kind(element, "Span") and LABEL in tree.classes_of(element):
            return plain(tree.content_of(element)).rstrip(" .:–—\u00a0")
    return ""


def _file_of(image: Element) -> str:
    """Return the name of a picture's file."""
    return tree.target_of(image).rpartition("/")[2]


def _names_in(body: Blocks) -> list[str]:
    return [tree.id_of(e) for e in walk(body) if tree.has_attr(e) and tree.id_of(e)]


def _beside_pictures(body: Blocks) -> Blocks:
    """Return the blocks of a figure that have words or notes beside pictures and their letters."""

    def change(element: Element) -> Blocks | None:
        letter = tree.is_kind(element, "Span") and LETTER in tree.classes_of(element)
        return [] if letter or tree.is_kind(element, "Image") else None

    rest = rewrite(body, change)
    return rest if text_of(rest).strip() or holds(rest, "Note") else []


def _authors_in(blocks: Blocks) -> Iterator[str]:
    """Yield the names of the authors in a byline."""
    for element in (found for block in blocks for found in walk(block)):
        if tree.is_kind(element, "Span") and "author" in tree.classes_of(element):
            yield " ".join(text_of(tree.content_of(element)).split())


def _ends_with_page(span: Element) -> bool:
    inner = tree.content_of(span)
    return bool(inner) and tree.is_kind(inner[-1], "Link") and (
        _NOTE_PAGE in tree.classes_of(inner[-1])
    )  # fmt: skip


def _with_source_apart(block: Element) -> Blocks:
    """Return a block of an epigraph with its source, if it ends with one, as a paragraph."""
    if tree.is_kind(block, "BlockQuote", "Div"):
        inner = [made for part in tree.content_of(block) for made in _with_source_apart(part)]
        return [tree.with_content(block, inner)]
    inlines = tree.content_of(block) if tree.is_paragraph(block) else []
    if not inlines or not tree.is_kind(inlines[-1], "Span"):
        return [block]
    if "source" not in tree.classes_of(inlines[-1]):
        return [block]
    return [tree.para(inlines[:-1]), tree.para(inlines[-1:])]


def _description(image: Element) -> str:
    """Return the alternative text of a picture; empty for one that is decoration."""
    named = {name.lower(): value for name, value in tree.attributes_of(image)}
    if "decorative" in tree.classes_of(image) or named.get("role") in _DECORATIVE:
        return ""
    return " ".join((named.get("alt") or text_of(tree.content_of(image))).split())
