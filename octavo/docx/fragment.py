"""Make one section a fragment of the DOCX: written by pandoc, mended, ready to be joined.

A fragment is one XML file that can be read by eye:

    <o:section name="01-prologue">
      <o:note name="note_01_prologue_1" stable="_note_pact_5c41d20b7e" mark="1" path="…"/> …
      <w:body>…</w:body> <w:footnotes>…</w:footnotes> <w:numbering>…</w:numbering>
      <o:file name="6b1f….png">base64</o:file> …
    </o:section>

Footnotes, bookmarks and lists are numbered from 1 in it; a link out has its address as `o:href`, a
drawing its file's name instead of a relation. The joining numbers all of them for the document, and
gives the notes their stable names, by which other sections may refer to them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.captions.heading_numbers import kind_of_heading, opens_part
from octavo.docx.callouts import with_callouts
from octavo.docx.caption_fields import Counting
from octavo.docx.directions import set_directions
from octavo.docx.dressing import dressed
from octavo.docx.footnotes import Expected
from octavo.docx.house_numbers import without_numbers
from octavo.docx.house_style import read_house_style
from octavo.docx.images import Picture, extent, picture
from octavo.docx.inline_picture import drawing_xml
from octavo.docx.mended_parts import mend
from octavo.docx.own_links import with_own_links
from octavo.docx.parts.bookmarks import bookmark_name
from octavo.docx.parts.ooxml import NAMESPACES, OURS, Node, make, q, style_of
from octavo.docx.parts.package import unpack
from octavo.docx.parts.paper import Paper, paper_of
from octavo.docx.stable_names import name_paragraphs, note_names
from octavo.docx.style_names import house_name
from octavo.docx.zotero import LiveCitations, with_bibliography_field
from octavo.images.faulty import ImageError
from octavo.images.prepared import wishes_of
from octavo.locales import direction_of, holds_rtl, words_in
from octavo.matter.parts import TABLES
from octavo.model import Edition, Element, Fault, FaultError, Manuscript, Place
from octavo.model.form_rules import docx_images_can_be_used
from octavo.notes import notes_of
from octavo.notes.bibliography_section import NAME as BIBLIOGRAPHY
from octavo.pandoc import tree
from octavo.pandoc.directions import with_directions
from octavo.pandoc.heading_spans import PART_LEAF
from octavo.pandoc.note_spans import mark_of
from octavo.pandoc.run import write
from octavo.pandoc.walk import text_of, walk

_HEADINGS = tuple(f"Heading{level}" for level in range(1, 10))
_HEADING = "heading 1"
_ABOVE_PART = "3600"  # twips above the title of a part
_ARGUMENTS = ("--syntax-highlighting=none",)
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/numbering.xml")
_RELATIONS = ("word/_rels/document.xml.rels", "word/_rels/footnotes.xml.rels")


def docx_section(
    edition: Edition, manuscript: Manuscript, folder: Path, live: LiveCitations | None = None
) -> bytes:
    """Return the fragment of one section; images are read in folder/source and nowhere else. If its
    citations are `live`, they are in spans of their own, and become fields.

    Raise FaultError for images that cannot be used.
    """
    expected, names = list(_expected(manuscript)), note_names(manuscript)
    house = read_house_style(folder, edition.docx)
    paper = (house and house.paper) or paper_of(edition.language, edition.docx.look.margins)
    album = _Album(edition, manuscript, folder, paper)
    language = _language(edition, manuscript)
    words, figures = words_in(language), edition.docx.way_of_figures
    is_whole = not edition.docx.is_divided
    blocks = manuscript.blocks if is_whole else with_own_links(manuscript.blocks)
    blocks = with_callouts(blocks, words, figures)
    directed = _runs_from_right(manuscript, language)
    if directed:
        blocks = with_directions(blocks, direction_of(language))
    listed = "Table" if manuscript.section == TABLES else "Figure"
    blocks = dressed(
        blocks, language, words_in(edition.language), album.draw,
        counting=_counting(edition), listed=listed, live=live, is_whole=is_whole,
    )  # fmt: skip
    is_live = edition.docx.citations == "zotero" and is_whole
    if is_live and manuscript.section.name == BIBLIOGRAPHY:
        blocks = with_bibliography_field(blocks)
    if album.faults:
        raise FaultError(*album.faults)
    if language != edition.language or direction_of(language) == "rtl":
        marked = {"lang": language} | ({"dir": direction_of(language)} if directed else {})
        blocks = [tree.div(blocks, attributes=marked)]
    parts = unpack(write(blocks, "docx", *_ARGUMENTS), *_PARTS, *_RELATIONS)
    root = make("section", {"name": manuscript.section.name})
    if opens_part(manuscript):
        root.set("leaf", PART_LEAF)
    for note, name in zip(expected, names, strict=True):
        held = {"name": note.name, "stable": name, "mark": note.mark, "path": note.place.path}
        root.append(make("note", held))
    marks = {note.name: note.mark for note in expected}
    room, rtl = paper.text_width, direction_of(language) == "rtl"
    root.extend(mend(parts, marks, edition.language, room, rtl=rtl))
    if house is not None and house.lists and not _is_numbered_in_word(edition, manuscript):
        without_numbers(root.find(q("w:body")), _HEADINGS)
    if opens_part(manuscript):
        _lower_title(root.find(q("w:body")))
    if directed:
        set_directions(root)
    body, footnotes = root.find(q("w:body")), root.find(q("w:footnotes"))
    name_paragraphs(body, footnotes, manuscript.section.name, names)
    for name, data in sorted(album.files.items()):
        root.append(make("file", {"name": name}, b64encode(data).decode()))
    etree.cleanup_namespaces(root, top_nsmap={**NAMESPACES, "o": OURS})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _is_numbered_in_word(edition: Edition, manuscript: Manuscript) -> bool:
    """Return whether a publisher's own styles number a section's headings: a chapter's, unless
    edition.yaml has numbers for chapters, or the author wants none."""
    return kind_of_heading(manuscript) == "chapter" and edition.numbering.chapters == "none"


def _lower_title(body: Node) -> None:
    """Put the title of a part to the upper third of its page, in place."""
    title = next((p for p in body.iter(q("w:p")) if style_of(p) == _HEADINGS[0]), None)
    if title is not None:
        above = {"w:before": _ABOVE_PART, "w:after": "600"}
        properties = title.find(q("w:pPr"))
        properties.find(q("w:pStyle")).addnext(make("w:spacing", above))


def _counting(edition: Edition) -> Counting:
    """Return how the captions are counted: Word begins again only at headings of its own style."""
    if edition.figures.numbering == "edition":
        return "each" if edition.docx.is_divided else "document"
    is_words = house_name(edition.docx.styles, _HEADING).lower() == _HEADING
    return "chapter" if is_words else "each"


def _runs_from_right(manuscript: Manuscript, language: str) -> bool:
    """Return whether a section has text from right to left, or an element of such a language."""
    if direction_of(language) == "rtl" or holds_rtl(text_of(manuscript.blocks)):
        return True
    return any(
        direction_of(marked) == "rtl"
        for element in walk(manuscript.blocks)
        if tree.has_attr(element) and (marked := tree.attribute(element, "lang"))
    )


def images_of(manuscript: Manuscript) -> tuple[str, ...]:
    """Return the image files that a section shows, relative to the edition's folder."""
    images = (element for element in walk(manuscript.blocks) if tree.is_kind(element, "Image"))
    return tuple(dict.fromkeys(map(tree.target_of, images)))


def _language(edition: Edition, manuscript: Manuscript) -> str:
    """Return the section's language, or the edition's if it is the same with a region."""
    same = edition.language.lower().startswith(f"{manuscript.language.lower()}-")
    return edition.language if same or not manuscript.language else manuscript.language


def _expected(manuscript: Manuscript) -> Iterator[Expected]:
    for note in notes_of(manuscript):
        identity = tree.id_of(note)
        assert identity, "notes are numbered before they are set"
        place = Place(manuscript.section.path)
        yield Expected(bookmark_name(identity), mark_of(note), place)


class _Album:
    """The pictures of a section, each file once; an image that cannot be used is a fault."""

    def __init__(
        self, edition: Edition, manuscript: Manuscript, folder: Path, paper: Paper
    ) -> None:
        self._paper = paper
        self._place = Place(manuscript.section.path)
        self._folder = folder
        self._wishes = wishes_of(edition, "word", self._folder)
        self._pictures: dict[str, Picture] = {}
        self.files: dict[str, bytes] = {}
        self.faults: list[Fault] = []

    def draw(self, image: Element) -> str:
        """Return the drawing of an image in OpenXML; empty, and a fault, if it cannot be used."""
        target, named = tree.target_of(image), dict(tree.attributes_of(image))
        try:
            shown = self._picture(target)
        except ImageError as error:
            message = f"the image {target[:120]} {error}"
            fault = docx_images_can_be_used.fault(self._place, message)
            self.faults.append(replace(fault, image=target))
            return ""
        self.files |= dict(shown.files)
        size = extent(shown, named.get("width", ""), named.get("height", ""), self._paper)
        described = named.get("alt") or text_of(tree.content_of(image))
        description = None if _is_decorative(image, described) else described
        return drawing_xml(tuple(name for name, _ in shown.files), size, description)

    def _picture(self, target: str) -> Picture:
        if target not in self._pictures:
            self._pictures[target] = picture(self._folder, target, self._wishes)
        return self._pictures[target]


def _is_decorative(image: Element, described: str) -> bool:
    """Return whether a picture says nothing: it is marked so, or its alternative text is empty."""
    named = {name.lower(): value for name, value in tree.attributes_of(image)}
    marked = "decorative" in tree.classes_of(image) or named.get("role") in {"presentation", "none"}
    return marked or not described
