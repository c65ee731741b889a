"""Prepare a section's XHTML for the page: notes at their calls, links, running heads.

    <html lang="en"><body class="body">
      <div class="running-verso">The Book</div> <div class="running-recto">The Chapter</div>
      <section …><h1 …>The Chapter</h1>
        <p>… word<a class="call" id="call-1" href="octavo:#note-1"><span class="note" id="note-1"
          data-mark="1" data-series="numbered"><a class="marker" href="octavo:#call-1"
          data-mark="1"></a>…</span></a> …</p>

Links between sections cannot be resolved while one section is laid out: `href="#id"` becomes
`href="octavo:#id"`, and `bind` makes a destination of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from octavo.design.fonts import Fonts
from octavo.html.chapter import behind_number
from octavo.html.letter_places import Extent, Letters
from octavo.html.marked import element_of
from octavo.html.table_edges import mark_inner_cells
from octavo.locales import direction_of, runs_from_right
from octavo.matter.contributors import BYLINE
from octavo.model import Edition, PageHeading, Series
from octavo.notes.note_references import NOTE_MARK
from octavo.pandoc.heading_spans import BETWEEN
from octavo.pdf.section.draft_comments import set_comments
from octavo.pdf.section.formulas import set_formulas, source_of
from octavo.pdf.section.kept_lines import keep_lines
from octavo.pdf.section.line_breaks import mark_line_breaks, mark_long_words
from octavo.pdf.section.list_markers import set_list_markers
from octavo.pdf.section.note_placement import INTERNAL, place_notes
from octavo.pdf.section.plate_pages import set_plates
from octavo.pdf.section.running_heads import Cut, cut_head

OF_BOOK = "of-book"  # the class of a running head that has the title of the book
NOTE_PAGE = "note-page"  # the class of a link that prints the page of a note
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
# The elements with the sources of formulas, which are for machines.
_HIDDEN = {"annotation", "annotation-xml"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """The tree to lay out, and what its page map needs."""

    html: Element
    headings: tuple[PageHeading, ...]
    ids: frozenset[str]
    marks: dict[str, str]  # the mark of each note, by the note's id
    words: int
    undrawn: tuple[str, ...] = ()  # the sources of formulas that cannot be drawn
    unpaged: tuple[str, ...] = ()  # the ids whose pages are printed and not known
    by_page: frozenset[Series] = frozenset()  # those whose marks begin again on each page
    # the letters of the elements that are taken over from the XHTML
    extents: Mapping[Element, Extent] = field(default_factory=dict)


def prepare(
    section_html: str, name: str, edition: Edition, fonts: Fonts,
    folios: Mapping[str, str] | None = None, marks_elsewhere: Mapping[str, str] | None = None,
) -> Prepared:  # fmt: skip
    """Make the tree that WeasyPrint lays out of one section's XHTML. `folios` has the folios known
    so far, by note id, of the notes that the section refers to by page, `marks_elsewhere` the marks
    of those of other sections that have them by page."""
    section = ElementTree.fromstring(section_html)
    extents = Letters(section).extents
    unpaged = tuple(_number_pages(section, folios or {}))
    unpaged += _number_notes(section, marks_elsewhere or {})
    parents = {child: parent for parent in section.iter() for child in parent}
    _keep_sources(section, parents)
    marks = dict(place_notes(section, parents, edition.notes.place))
    headings = tuple(_headings(section, name))
    words = len(" ".join(section.itertext()).split())
    first = next((e for e in section.iter() if e.tag == "h1"), None)
    running = _running(edition, first, section.get("data-title", ""), _authors(section))
    set_list_markers(section)
    if direction_of(section.get("lang", edition.language)) != direction_of(edition.language):
        running[-1].set("dir", direction_of(section.get("lang", "")))
    mark_inner_cells(section)
    set_plates(section, edition.print.floats)
    keep_lines(section)
    _link(section)
    mark_long_words(section)
    _write_hyphens(section)
    _name_pictures(section)
    mark_line_breaks(section)
    if edition.print.is_draft:
        set_comments(section)
    html = Element("html", {"lang": section.get("lang", edition.language)})
    _direct(html, section, edition)
    classes = f"{section.get('class', 'body')}{' run-in-notes' if edition.notes.run_in else ''}"
    body = ElementTree.SubElement(html, "body", {"class": classes})
    body.extend([*running, section])
    ids = frozenset(e.get("id", "") for e in section.iter()) - {""}
    keeps_mathml = edition.print.standard == "PDF/UA-2"
    undrawn = set_formulas(html, fonts, keeps_mathml=keeps_mathml)
    by_page = edition.notes.by_page
    return Prepared(html, headings, ids, marks, words, undrawn, unpaged, by_page, extents)


def _direct(html: Element, section: Element, edition: Edition) -> None:
    """Set the directions of the book, which decides on which side it opens, and of the section."""
    book = direction_of(edition.language)
    own = direction_of(section.get("lang", edition.language))
    if "rtl" in (book, own):
        html.set("dir", book)
        section.set("dir", own)
    if runs_from_right(section):
        for note in section.iter("span"):
            # It is inside its call, whose place may be of another direction.
            if note.get("class") == "note" and "dir" not in note.attrib:
                note.set("dir", own)


def mark_directions(element: Element, direction: str = "ltr") -> None:
    """Give each element of a tree the direction of its text, for the style sheets."""
    direction = element.get("dir", direction)
    element.set("data-dir", direction)
    for child in element:
        mark_directions(child, direction)


def text_of(element: Element) -> str:
    """Return the words of an element, without its notes and the pages that it refers to."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    behind = behind_number(element)
    for child in element:
        if child is behind:
            yield BETWEEN
        elif not {"note", NOTE_PAGE} & set(child.get("class", "").split()):
            yield from _texts(child)
        yield child.tail or ""


def _headings(section: Element, name: str) -> Iterator[PageHeading]:
    """Yield the section's headings, with an id for each that has none; without an h1, yield the
    section's title first."""
    found = [e for e in section.iter() if e.tag in HEADINGS]
    if not any(e.tag == "h1" for e in found) and section.get("data-title"):
        yield PageHeading(section.get("id", ""), 1, section.get("data-title", ""))
    for number, element in enumerate(found, 1):
        if not element.get("id"):
            element.set("id", f"heading-{name}-{number}")
        yield PageHeading(element.get("id", ""), HEADINGS[str(element.tag)], text_of(element))


def _authors(section: Element) -> str:
    """Return the section's own authors in the short form of running heads; nothing if it has
    none."""
    lines = (e for e in section.iter("div") if e.get("class") == BYLINE)
    return next((line.get("data-running", "") for line in lines), "")


def _running(
    edition: Edition, heading: Element | None, title: str, authors: str = ""
) -> list[Element]:
    """Return the running heads. The verso has the book's title, or the authors of a section that
    has its own (Chicago 1.12); the recto has the section's title with its markup.

    An author shortens a title with `{running="…"}`, and that of the book with `running`. What is
    too long for the line is cut when its width is known (`fitted_heads`).
    """
    verso = head_of_book(edition)
    if authors:
        verso.set("class", "running-verso")
        verso.text = authors
    short = heading.get("data-running", "") if heading is not None else ""
    if short or heading is None:
        recto = Element("div")
        recto.text = short or title
        if heading is not None and behind_number(heading) is not None:
            number = _bare(heading[0], "span")
            number.tail, recto.text = f"{BETWEEN}{short}", ""
            recto.append(number)
    else:
        recto = _bare(heading, "div")
    recto.set("class", "running-recto")
    return [verso, recto]


def head_of_book(edition: Edition) -> Element:
    """Return the running head with the title of the book: the one that the edition gives for it, or
    else the part of the title before its colon."""
    attributes = {"class": f"running-verso {OF_BOOK}", "lang": edition.language}
    head = element_of("div", attributes, edition.running or edition.title)
    if direction_of(edition.language) == "rtl":
        head.set("dir", "rtl")
    if not edition.running and ": " in edition.title:
        cut_head(head, Cut(edition.title.index(": "), ""))
    return head


def _bare(element: Element, tag: str) -> Element:
    """Return a copy for running heads and contents: no call, no line break, nothing to link to, and
    no page that is referred to."""
    copy = Element(tag, {k: v for k, v in element.attrib.items() if k in {"class", "dir", "lang"}})
    copy.text = element.text
    behind = behind_number(element)
    for child in element:
        tail = child.tail or ""
        if child.tag != "br" and not {"call", NOTE_PAGE} & set(child.get("class", "").split()):
            copy.append(_bare(child, "span" if child.tag == "a" else str(child.tag)))
            copy[-1].tail = tail
            continue
        if child.tag == "br":
            tail = f"{BETWEEN if child is behind else ' '}{tail.lstrip()}"
        if len(copy):
            copy[-1].tail = (copy[-1].tail or "") + tail
        else:
            copy.text = (copy.text or "") + tail
    return copy


def _number_pages(section: Element, folios: Mapping[str, str]) -> Iterator[str]:
    """Put the folios into the links that print the page of a note; yield the ids whose folio is
    not known."""
    for link in section.iter("a"):
        if NOTE_PAGE not in link.get("class", "").split():
            continue
        identity = link.get("href", "").removeprefix("#")
        if folio := folios.get(identity):
            link.text = folio
        else:
            yield identity


def _number_notes(section: Element, marks: Mapping[str, str]) -> tuple[str, ...]:
    """Put the marks into the references to notes of other sections that have them by page; return
    the ids whose mark is not known."""
    own = {e.get("id", "") for e in section.iter("div") if e.get("class") == "note"}
    unknown: list[str] = []
    for link in section.iter("a"):
        identity = link.get("href", "").removeprefix("#")
        if NOTE_MARK not in link.get("class", "").split() or identity in own:
            continue
        link.text = marks.get(identity, link.text)
        if identity not in marks:
            unknown.append(identity)
    return tuple(unknown)


def _keep_sources(section: Element, parents: dict[Element, Element]) -> None:
    """Keep the TeX of each formula as its alternative text alone: it is for machines."""
    for math in [e for e in section.iter() if str(e.tag).endswith("}math")]:
        math.set("alttext", source_of(math))
    for element in [e for e in section.iter() if str(e.tag).rpartition("}")[2] in _HIDDEN]:
        parents[element].remove(element)


def _write_hyphens(section: Element) -> None:
    """Write the author's hyphens U+2010, which print alike, as U+002D: at the end of a line U+2010
    is a hyphen of the layout's."""
    for element in section.iter():
        element.text = element.text and element.text.replace("\u2010", "-")
        element.tail = element.tail and element.tail.replace("\u2010", "-")


def _link(section: Element) -> None:
    for element in section.iter("a"):
        target = element.get("href", "")
        if target.startswith("#"):
            element.set("href", INTERNAL + target)


def _name_pictures(section: Element) -> None:
    """Write the paths of pictures as addresses: a file's name may hold `#`, `?` or `%`."""
    for image in section.iter("img"):
        image.set("src", quote(image.get("src", "")))


def title_of(section_html: str) -> str:
    """Return a section's title as inline XHTML, without notes and links, for the contents."""
    section = ElementTree.fromstring(section_html)
    heading = next((e for e in section.iter() if e.tag == "h1"), None)
    if heading is None:
        return escape(section.get("data-title", ""))
    bare = _bare(heading, "span")
    bare.attrib.pop("class", None)
    return ElementTree.tostring(bare, encoding="unicode")
