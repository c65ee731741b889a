"""Lay out one section: make a PDF and a page map of its XHTML.

No other section is read: every section opens on a recto, or is laid out for both sides; it has
running heads but no folios, and `bind` resolves its links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from octavo.design.companions import companion_css
from octavo.design.fonts import Fonts
from octavo.design.script_families import scripts_in
from octavo.design.style_sheets import own_style_sheet
from octavo.html.chapter import is_part
from octavo.html.section_xhtml import plain_name
from octavo.images.prepared import wishes_of
from octavo.locales import direction_of, runs_from_right
from octavo.model import (
    Edition,
    Fault,
    FaultError,
    Page,
    PageBreak,
    PageHeading,
    PageIssue,
    PageKind,
    PageMap,
    Place,
    Section,
)
from octavo.pdf import engine
from octavo.pdf.book.pagination import ENDNOTES
from octavo.pdf.design.layout_warnings import (
    NO_DRAWING,
    NO_GLYPH,
    NO_PICTURE,
    LayoutWarning,
    listening,
)
from octavo.pdf.design.page_geometry import points, trim
from octavo.pdf.design.print_sheets import OWN_SHEET as OWN_SHEET
from octavo.pdf.design.print_sheets import Side, design_of, in_direction, turned
from octavo.pdf.design.url_fetcher import BASE, Reader, shortened
from octavo.pdf.fitted_heads import CutHead, Trials, fit_heads, issues_of
from octavo.pdf.page_faults import Layout, foreign_in, nearly_empty, page_faults
from octavo.pdf.page_rules import running_head_is_whole
from octavo.pdf.rules import (
    formula_is_drawn,
    layout_ends,
    layout_is_without_warning,
    letter_is_not_private,
    page_referred_to_is_known,
    picture_is_printed,
    style_sheet_is_understood,
)
from octavo.pdf.section.draft_lines import middles
from octavo.pdf.section.drawn_words import keep_drawn_words
from octavo.pdf.section.last_page import set_looseness, trials
from octavo.pdf.section.marks_by_page import SHEET as MARKS_SHEET
from octavo.pdf.section.marks_by_page import MarksByPage
from octavo.pdf.section.openings import dressed
from octavo.pdf.section.page_breaks import PlacesOfText, page_breaks
from octavo.pdf.section.plate_pages import PLATE
from octavo.pdf.section.print_tree import Prepared, head_of_book, mark_directions, prepare
from octavo.pdf.section.wide_pictures import mark_wide_pictures
from octavo.pdf.time_limit import LayoutTooLongError, time_limit
from octavo.source import EDITION_PATH, Lines

SOURCE = "source"
PX = 0.75  # points in a CSS pixel

# The letters that Unicode leaves to fonts (Unicode 15, 23.5).
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_WIDEST = 1.5  # ems: no letter of a running head is as wide, whatever its case and spacing
EITHER_SIDE = "html{--hyphenate-limit-last:page}"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A section laid out: its PDF, its page map, and the faults and page issues found in it."""

    pdf: bytes
    page_map: PageMap
    faults: tuple[Fault, ...] = ()
    page_issues: tuple[PageIssue, ...] = ()
    verso: bytes = b""  # the same pages for a book in which the first one is a verso
    breaks: tuple[PageBreak, ...] = ()  # the places in the XHTML at which the pages begin
    lines: tuple[tuple[float, ...], ...] = ()  # of a draft: the middle of each line, by pages


def typeset(
    section_html: str, section: Section, edition: Edition, folder: Path, fonts: Fonts,
    folios: Mapping[str, str] | None = None, marks: Mapping[str, str] | None = None, *,
    is_article: bool = False,
) -> Typeset:  # fmt: skip
    """Lay out a section of the edition in `folder`. `folios` has the folios, by note id, of the
    notes that the section refers to by page, `marks` the marks of those of other sections that have
    them by page. `is_article` says that it opens an edition without title leaves."""
    prepared = prepare(section_html, section.name, edition, fonts, folios, marks)
    opening = design_of(edition, folder).word("opening")
    prepared = dressed(prepared, section, edition, opening, is_article=is_article)
    kind: PageKind = "opening"
    if (section.part == "front" or not section.path) and not _has_title(prepared):
        kind = "display"
    elif any(is_part(element) for element in prepared.html.iter("section")):
        kind = "part"
    return lay_out(prepared, section, edition, folder, fonts, opening=kind)


def lay_out(
    prepared: Prepared, section: Section, edition: Edition, folder: Path, fonts: Fonts,
    opening: PageKind = "opening", side: Side | None = None,
) -> Typeset:  # fmt: skip
    """Lay out a prepared tree, whose first page is of the kind `opening`. `side` says how the
    sheets' left and right pages are read; without it, a section that may open on a verso is laid
    out for both sides. Front matter may not. Raise FaultError if that does not end."""
    try:
        with time_limit(prepared.words):
            return _laid_out(prepared, section, edition, folder, fonts, opening, side)
    except LayoutTooLongError as error:
        place = Place(section.path or section.name)
        hint = f"look for what is endless in styles/{OWN_SHEET}, or nested in the text"
        raise FaultError(layout_ends.fault(place, str(error), hint)) from None
    except _OF_A_SHEET as error:
        if not own_style_sheet(folder, OWN_SHEET):
            raise
        message = f"{section.name} cannot be laid out: {type(error).__name__}: {error}"
        hint = "look for a measure that nothing can have, or take rules out one after another"
        raise FaultError(layout_ends.fault(Place(f"styles/{OWN_SHEET}"), message, hint)) from None


# What WeasyPrint raises for measures that it did not foresee.
_OF_A_SHEET = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError,
               TypeError, ValueError)  # fmt: skip


def _laid_out(
    prepared: Prepared, section: Section, edition: Edition, folder: Path, fonts: Fonts,
    opening: PageKind, side: Side | None,
) -> Typeset:  # fmt: skip
    imposition = edition.print.imposition
    heads = () if side else _fit_heads(prepared, edition, folder, fonts)
    if side is None and imposition.has_versos and section.part != "front":
        verso = _laid_out(prepared, section, edition, folder, fonts, opening, "mirrored")
        recto = _laid_out(prepared, section, edition, folder, fonts, opening, "facing")
        assert len(verso.page_map.pages) == len(recto.page_map.pages), section.name
        if verso.page_map.marks != recto.page_map.marks:
            place = Place(section.path or section.name)
            recto = replace(recto, faults=(*recto.faults, _of_unsettled_marks(place)))
        issues = (*issues_of(heads, len(recto.page_map.pages), False), *recto.page_issues)
        return replace(recto, verso=verso.pdf, page_issues=issues)
    wishes = wishes_of(edition, "print", folder)
    keep_drawn_words(prepared.html, folder, wishes)
    mark_wide_pictures(prepared.html, folder, wishes)
    with listening() as warnings:
        facing: Side = side or ("facing" if imposition.facing else "single")
        rtl = runs_from_right(prepared.html)
        if rtl:
            mark_directions(prepared.html)
        config, sheets = _sheets(
            folder, edition, fonts, facing, rtl, _notes_at(prepared.html),
            MARKS_SHEET if prepared.by_page else "")  # fmt: skip
        reader = Reader(folder / SOURCE, fonts, wishes)
        set_pages = partial(
            _pages_set, prepared.html, sheets, base_url=BASE, url_fetcher=reader,
            font_config=config)  # fmt: skip
        document, layout = set_pages()
        by_page = MarksByPage.of(prepared.html, prepared.by_page)
        document, layout, settles = by_page.settle(document, layout, set_pages)
        if not imposition.has_versos:  # as many pages on either side
            document, layout = _fuller(prepared.html, document, layout, set_pages)
            document, layout, settles = by_page.settle(document, layout, set_pages)
        crowded = _set_margins(document, prepared.html)
        pdf = engine.write(document, edition.print.standard)
    place = Place(section.path or section.name)
    marks = by_page.marks
    prepared = replace(prepared, marks=prepared.marks | marks)
    faults = [_fault(issue, prepared.marks, place) for issue in engine.faults(document)]
    faults += [_of_margin(number, place) for number in crowded]
    letters = "".join((*prepared.html.itertext(), *_alternatives(prepared.html)))
    said = set("".join(scripts_in(letters).values()))
    private = dict.fromkeys(_PRIVATE.findall(letters))
    faults += [_of_private(letter, place) for letter in private]
    faults += _of_warnings(warnings, foreign_in(layout), said, place)
    faults += [
        replace(formula_is_drawn.fault(place, f"cannot draw ${source[:70]}$"), words=source)
        for source in prepared.undrawn
    ]
    faults += [] if settles else [_of_unsettled_marks(place)]
    faults += [_of_unknown_page(identity, place) for identity in dict.fromkeys(prepared.unpaged)]
    pages = tuple(_pages(document, prepared, opening))
    whole = not any(warning.template == NO_GLYPH for warning in warnings)
    notes, public = len(prepared.marks), not private
    page_map = PageMap(section.name, pages, prepared.words, notes, whole, public, marks)
    issues = (*issues_of(heads, len(pages), imposition.facing), *page_faults(layout))
    breaks = page_breaks(
        engine.printed_texts(document), PlacesOfText(prepared.html, prepared.extents),
        notes_alone=section == ENDNOTES)  # fmt: skip
    lines = tuple(map(middles, layout.pages)) if edition.print.is_draft else ()
    return Typeset(pdf, page_map, tuple(faults), issues, breaks=breaks, lines=lines)


def _pages_set(html: Element, sheets: Sequence[Any], **how: Any) -> tuple[Any, Layout]:
    """Lay out a tree; return WeasyPrint's document and what is read of its pages."""
    document = engine.lay_out(html, sheets, **how)
    return document, Layout(engine.read_pages(document), engine.page_fills(document))


def _fuller(
    html: Element, document: Any, layout: Layout, set_pages: Callable[[], tuple[Any, Layout]]
) -> tuple[Any, Layout]:
    """Return a layout whose last page is not nearly empty and that has fewer faults of the page, if
    one is found; the given one if not."""
    worst = len(page_faults(layout))
    for looseness, paragraphs in trials(html, layout):
        set_looseness(paragraphs, looseness)
        with listening():  # it has warned already
            other = set_pages()
        is_better = len(page_faults(other[1])) < worst and not nearly_empty(other[1])
        if is_better and len([*engine.faults(other[0])]) <= len([*engine.faults(document)]):
            return other
        set_looseness(paragraphs, "")
    return document, layout


def _fit_heads(
    prepared: Prepared, edition: Edition, folder: Path, fonts: Fonts
) -> tuple[CutHead, ...]:
    """Cut the running heads of a prepared tree that are too long for the line."""
    variables = design_of(edition, folder).variables
    size = points(variables["running-size"]) or 0.0
    room = trim(edition.print.size, variables).head
    rtl = runs_from_right(prepared.html)
    config, sheets = _sheets(folder, edition, fonts, "facing", rtl)
    lay_out = partial(
        engine.lay_out, stylesheets=sheets, base_url=BASE,
        url_fetcher=Reader(folder / SOURCE, fonts), font_config=config)  # fmt: skip
    trials = Trials(lay_out, _tried_heads(config))
    with listening():  # the pages will warn of what is wrong with a head
        return fit_heads(prepared.html, room / (size * _WIDEST) if size else 0, trials)


def fault_of_head(edition: Edition, folder: Path, fonts: Fonts) -> Iterator[Fault]:
    """Yield a fault if the book's title is too long for the running heads."""
    html = Element("html", {"lang": edition.language})
    SubElement(html, "body", {"class": "body"}).append(head_of_book(edition))
    prepared = Prepared(html, (), frozenset(), {}, 0)
    for head in _fit_heads(prepared, edition, folder, fonts):
        hint = f"write a shorter one in {EDITION_PATH}: running: …"
        yield running_head_is_whole.fault(Place(EDITION_PATH), head.message, hint)


def _notes_at(html: Element) -> str:
    """Return the direction of the notes of a section, which is the section's own."""
    return next((e.get("dir", "") for e in html.iter("section")), "") or html.get("dir", "ltr")


def faults_of_sheet(folder: Path, fonts: Fonts) -> Iterator[Fault]:
    """Yield a fault for each rule of the edition's own style sheet that the layout ignores."""
    text, path = own_style_sheet(folder, OWN_SHEET), f"styles/{OWN_SHEET}"
    reader = Reader(folder / SOURCE, fonts)
    with listening() as warnings:
        config = FontConfiguration()
        weasyprint.CSS(string=text, font_config=config, url_fetcher=reader, base_url=BASE)
    for warning in warnings:
        named = (text.find(str(value).strip("'")) for value in warning.values)
        found = Lines(path, text).place(max((at for at in named if at > 0), default=0))
        place = Place(path, *warning.place) if warning.place else found
        yield style_sheet_is_understood.fault(
            place, shortened(warning.message, 300), "mend it, or take it out: it changes nothing"
        )


def _sheets(
    folder: Path, edition: Edition, fonts: Fonts, side: Side, rtl: bool, notes: str = "ltr",
    more: str = "",
) -> tuple[FontConfiguration, list[Any]]:  # fmt: skip
    design = design_of(edition, folder)
    page = trim(edition.print.size, design.variables).css
    texts = [turned(text, side) for text in (page, *design.sheets)]
    if rtl:
        opens_left = direction_of(edition.language) == "rtl"
        own = turned(design.own, side)
        texts = in_direction(texts, own, opens_left=opens_left, notes_from_right=notes == "rtl")
    # In a section that may open on either side, any page may be a recto.
    either = EITHER_SIDE if edition.print.imposition.has_versos else ""
    return _parsed(_Key(fonts), folder, companion_css() if rtl else "", either, *texts, more)


@dataclass(frozen=True, slots=True)
class _Key:
    """Fonts as a cache key, compared by their digest."""

    fonts: Fonts

    def __hash__(self) -> int:
        return hash(self.fonts.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.fonts.digest == self.fonts.digest


@lru_cache(maxsize=8)
def _parsed(key: _Key, folder: Path, *texts: str) -> tuple[FontConfiguration, list[Any]]:
    """Parse the fonts' rules and the style sheets, once in a process for each set of them."""
    config = FontConfiguration()
    reader = Reader(folder / SOURCE, key.fonts)
    sheets = [
        weasyprint.CSS(
            string=text, font_config=config, url_fetcher=reader, base_url=BASE)
        for text in (key.fonts.css, *texts)
        if text
    ]  # fmt: skip
    return config, sheets


@lru_cache(maxsize=8)
def _tried_heads(config: FontConfiguration) -> dict[bytes, tuple[int, ...]]:
    """Return what is known of the heads that were tried in the style sheets of a configuration,
    which `_parsed` makes with them."""
    return {}


def _has_title(prepared: Prepared) -> bool:
    return any(element.tag == "h1" for element in prepared.html.iter())


def _pages(document: Any, prepared: Prepared, opening: PageKind) -> Iterator[Page]:
    """Yield the map of each page; an id on several pages (a note that runs on) is in the first."""
    headings = {heading.id: heading for heading in prepared.headings}
    seen: set[str] = set()
    for number, page in enumerate(document.pages):
        new = [name for name in page.anchors if name in prepared.ids and name not in seen]
        seen.update(new)
        ids = {name: _point(page.anchors[name]) for name in new}
        kind: PageKind = "text" if number else opening
        if any(name.startswith(f"{PLATE}-") for name in new):
            kind = "display"
        yield Page(kind, ids, tuple(_standing(headings, ids)))


def _standing(headings: Mapping[str, PageHeading], ids: Mapping[str, Any]) -> Iterator[PageHeading]:
    return (heading for name, heading in headings.items() if name in ids)


def _point(position: tuple[float, float]) -> tuple[float, float]:
    return round(position[0] * PX, 2), round(position[1] * PX, 2)


def _of_warnings(
    warnings: Iterable[LayoutWarning], foreign: frozenset[str], said: Set[str], place: Place
) -> Iterator[Fault]:
    """Make faults of what WeasyPrint warned of, but for letters that a page issue shows in place,
    and those in `said`: the check has said that no font has them.

    A picture that is not on the page is more than a warning.
    """
    for warning in warnings:
        if warning.template == NO_GLYPH and warning.values[0] in foreign | said:
            continue
        if warning.template in (NO_PICTURE, NO_DRAWING):
            yield _of_picture(warning, place)
        else:
            fault = layout_is_without_warning.fault(place, shortened(warning.message, 300))
            letter = str(warning.values[0]) if warning.template == NO_GLYPH else ""
            yield replace(fault, words=letter)


def _of_picture(warning: LayoutWarning, place: Place) -> Fault:
    """Make a fault of a picture that is not on its page; the message holds no whole picture."""
    address, *reason = map(str, warning.values)
    name = unquote(address.removeprefix(BASE))
    said = shortened(reason[0], 300) if reason else "the layout cannot draw it"
    fault = picture_is_printed.fault(place, f"the image {shortened(name)} is not printed: {said}")
    return replace(fault, image=name)


def _alternatives(html: Element) -> Iterator[str]:
    """Yield the alternative texts of pictures."""
    return (image.get("alt", "") for image in html.iter("img"))


def _of_private(letter: str, place: Place) -> Fault:
    message = (
        f"the letter U+{ord(letter):04X} is for private use: only its font knows what it means"
    )
    hint = "write a letter of Unicode, or the PDF is not for the archive"
    return replace(letter_is_not_private.fault(place, message, hint), words=letter)


def _set_margins(document: Any, html: Element) -> tuple[int, ...]:
    """Set what is in the margins; return the indexes of the pages that are too small for it."""
    named = (set(e.get("class", "").split()) for e in html.iter() if e.tag in ("span", "div"))
    if all(names.isdisjoint(engine.IN_MARGINS) for names in named):
        return ()
    return engine.set_margin_boxes(document)


def _of_margin(page: int, place: Place) -> Fault:
    message = f"the margin does not hold what is in it (page {page + 1} of the section)"
    hint = "write less there, or set --aside-width, or --margin-outer, in styles/print.css"
    return layout_is_without_warning.fault(place, message, hint)


def _of_unsettled_marks(place: Place) -> Fault:
    message = "the numbers of the notes by page do not settle: one may be wrong"
    hint = "add or cut a few words near the end of a page, or number the notes by section"
    return layout_ends.fault(place, message, hint)


def _of_unknown_page(identity: str, place: Place) -> Fault:
    name = plain_name(identity)
    message = f"the page of #{name} is referred to and is not known"
    hint = "refer to what is printed on a page, or leave out the word page"
    fault = page_referred_to_is_known.fault(place, message, hint)
    return replace(fault, words=f"@{name}")


def _fault(issue: PageIssue, marks: Mapping[str, str], place: Place) -> Fault:
    of = f"note {marks[issue.note]}: " if issue.note in marks else ""
    message = f"{of}{issue.message} (page {issue.page + 1} of the section)"
    fault = issue.rule.fault(place, message, issue.hint)
    return replace(fault, words=issue.words, note=issue.note, image=issue.image)
