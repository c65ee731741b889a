"""Prove from the finished boxes that no note is lost, misplaced or cut.

A note is `<span class="note" id="…" data-mark="…">` with the style `float: footnote`, at the place
of its call.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import weasyprint

from octavo.model import PageIssue
from octavo.pdf.engine.marks import direction_of
from octavo.pdf.engine.notes.note_area import series_rank
from octavo.pdf.engine.weasy import boxes
from octavo.pdf.rules import (
    note_begins_on_the_page_of_its_call,
    note_continues_on_the_next_page,
    note_is_whole,
    notes_stand_in_order,
    text_stands_inside_the_page,
)

# Lines meet the edge of the page exactly; this much (in CSS pixels) is arithmetic, not overflow.
TOLERANCE = 0.1
# Spaces and hyphens, which layout adds or drops at the ends of lines.
_BREAKS = re.compile(r"[\s\u00ad\u200b\u2060\u2010-]+")


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """The place of a note, in page indices from 0: its call, and each of its pieces in order."""

    id: str
    call_page: int
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """The places of notes, by id and in order: the page of each call, and each piece with its page.
    Read once: a book has thousands of notes, and as many pages."""

    calls: dict[str, int]
    pieces: dict[str, list[tuple[int, Any]]]

    @property
    def placed(self) -> tuple[PlacedNote, ...]:
        return tuple(
            PlacedNote(id, page, tuple(piece_page for piece_page, _ in self.pieces.get(id, ())))
            for id, page in self.calls.items()
        )


def placed_notes(document: weasyprint.Document) -> tuple[PlacedNote, ...]:
    """Return the place of each called note, from the finished boxes, in the order of the calls."""
    return _standing(document).placed


def faults(document: weasyprint.Document) -> tuple[PageIssue, ...]:
    """Prove that no note is lost, misplaced or cut; return a fault for each that is, in the order
    of the pages."""
    standing = _standing(document)
    found = [
        *_place_faults(standing),
        *_word_faults(document, standing),
        *_edge_faults(document),
    ]
    return tuple(sorted(found, key=lambda fault: fault.page))


def _standing(document: weasyprint.Document) -> _Standing:
    return _Standing(_calls(document), _pieces(document))


# The places of notes.


def _place_faults(standing: _Standing) -> Iterator[PageIssue]:
    moved: dict[tuple[int, int], list[str]] = {}
    for note in standing.placed:
        if not note.pages:
            yield PageIssue(
                note_is_whole,
                note.call_page,
                "the note is called and is on no page",
                note=note.id,
            )
        elif note.pages[0] != note.call_page:
            moved.setdefault((note.call_page, note.pages[0]), []).append(note.id)
        for page, following in zip(note.pages, note.pages[1:], strict=False):
            if following != page + 1:
                yield PageIssue(
                    note_continues_on_the_next_page,
                    page,
                    f"the note continues from page {page + 1} to page {following + 1}",
                    note=note.id,
                )
    for (call, page), ids in moved.items():
        others = f", and {len(ids) - 1} after it," if len(ids) > 1 else ""
        yield PageIssue(
            note_begins_on_the_page_of_its_call,
            call,
            f"the note{others} begins on page {page + 1}, its call is on {call + 1}",
            note=ids[0],
            hint="call fewer notes in one line, or shorten them",
        )
    calls, pieces = standing.calls, standing.pieces
    for id, ((page, _), *_) in pieces.items():
        if id not in calls:
            yield PageIssue(note_is_whole, page, "the note has no call", note=id)
    called = [id for id in calls if id in pieces]
    ranks = {id: series_rank(pieces[id][0][1]) for id in called}
    for rank in sorted(set(ranks.values())):
        wanted = [id for id in called if ranks[id] == rank]
        actual = [id for id in pieces if ranks.get(id) == rank]
        for want, have in zip(wanted, actual, strict=True):
            if want != have:
                page, _ = pieces[have][0]
                yield PageIssue(
                    notes_stand_in_order, page, f"the note is in the place of {want}", note=have
                )
                break


def _calls(document: weasyprint.Document) -> dict[str, int]:
    """Return the page of each call by the note's id, in order."""
    calls: dict[str, int] = {}
    for index, page in enumerate(document.pages):
        for box in _descendants(page._page_box):
            if box.footnote is not None:
                calls.setdefault(box.element.get("id"), index)
    return calls


def call_widths(document: weasyprint.Document) -> dict[str, float]:
    """Return the width of each call in CSS pixels, without its padding, by the note's id."""
    widths: dict[str, float] = {}
    for page in document.pages:
        for box in _descendants(page._page_box):
            if box.footnote is not None:
                widths.setdefault(box.element.get("id"), float(box.width))
    return widths


def _pieces(document: weasyprint.Document) -> dict[str, list[tuple[int, Any]]]:
    """Return the pieces (page, box) of each note by its id, in order."""
    pieces: dict[str, list[tuple[int, Any]]] = {}
    for index, page in enumerate(document.pages):
        for area in page._page_box.children:
            if isinstance(area, boxes.FootnoteAreaBox):
                for box in area.children:
                    pieces.setdefault(box.element.get("id"), []).append((index, box))
    return pieces


# The words of notes.


def _word_faults(document: weasyprint.Document, standing: _Standing) -> Iterator[PageIssue]:
    """Yield a fault for each note whose words differ from its source, hyphens and spaces aside."""
    pieces, calls = standing.pieces, standing.calls
    html: Any = document._html  # pyright: ignore[reportAttributeAccessIssue]
    for element in html.etree_element.iter("span"):
        id = element.get("id", "")
        if "note" not in element.get("class", "").split():
            continue
        if id not in calls and id not in pieces:
            yield PageIssue(note_is_whole, 0, "the note and its call are on no page", note=id)
        elif id in pieces:
            laid = _laid_text(box for _, box in pieces[id])
            for part, text in _source_text(element).items():
                if _bare(text) != _bare(laid.get(part, "")):
                    yield PageIssue(
                        note_is_whole,
                        pieces[id][0][0],
                        f"the note reads “{laid.get(part, '')}”, its source “{text.strip()}”",
                        note=id,
                    )


def _bare(text: str) -> str:
    return _BREAKS.sub("", text).casefold()


def _source_text(element: Element) -> dict[Element, str]:
    """Return the text of a note by the element that holds it, without pictures and inner notes.

    The cells of a table are read side by side, and broken side by side: only within an element do
    the pieces of a note follow each other.
    """
    texts = {element: (element.text or "") + "".join(child.tail or "" for child in element)}
    for child in element:
        hidden = not isinstance(child.tag, str) or child.tag.endswith(("svg", "math"))
        if not hidden and "note" not in child.get("class", "").split():
            texts |= _source_text(child)
    return texts


def _laid_text(pieces: Iterable[Any]) -> dict[Element, str]:
    """Return the text of a note's pieces as `_source_text` does, without what styles generate.

    Head and foot of a table that runs over are in each piece, and are read once.
    """
    texts: dict[Element, str] = {}
    read: set[Element] = set()
    for piece in pieces:
        repeated = set(read)
        for box in _descendants(piece, repeated):
            if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
                read.add(box.element)
            if isinstance(box, boxes.TextBox) and _is_source(box):
                texts[box.element] = texts.get(box.element, "") + box.text
    return texts


def _is_source(box: Any) -> bool:
    return "::" not in box.element_tag.replace("::first-", "")


# Text that cannot be read at its place.


def _edge_faults(document: weasyprint.Document) -> Iterator[PageIssue]:
    """Yield a fault for each kind of text on a page that cannot be read, and for each such note."""
    for index, page in enumerate(document.pages):
        page_box = page._page_box
        end = page_box.content_box_y() + page_box.height
        areas = [child for child in page_box.children if isinstance(child, boxes.FootnoteAreaBox)]
        note_top = min((area.border_box_y() for area in areas), default=end)
        found: dict[str, list[Any]] = {}
        for line, flows in _lines(page_box.children[0], True):
            bottom = line.position_y + line.height
            if flows and bottom > end + TOLERANCE:
                found.setdefault("text below the page", []).append(line)
            elif flows and bottom > note_top + TOLERANCE:
                found.setdefault("text under notes", []).append(line)
            elif not _on_paper(line, page_box):
                found.setdefault("text off the paper", []).append(line)
        for what, lines in found.items():
            yield _edge_fault(index, what, lines)
        yield from _turned_faults(page_box, index)
        yield from _picture_faults(page_box.children[0], page_box, index, "")
        for note in (note for area in areas for note in area.children):
            cut = [
                line
                for line, _ in _lines(note, True)
                if line.position_y + line.height > end + TOLERANCE or not _on_paper(line, page_box)
            ]
            if cut:
                what = "the note is cut at the edge of the page"
                yield _edge_fault(index, what, cut, note.element.get("id", ""))
            yield from _picture_faults(note, page_box, index, note.element.get("id", ""))


def _edge_fault(page: int, what: str, lines: Sequence[Any], note: str = "") -> PageIssue:
    more = f", and {len(lines) - 1} more lines" if len(lines) > 1 else ""
    message = f"{what}: {_start_of(lines[0])}{more}"
    words = _words_of(lines[0])
    return PageIssue(text_stands_inside_the_page, page, message, words=words, note=note)


def _turned_faults(page_box: Any, page: int) -> Iterator[PageIssue]:
    """Yield a fault for text that leaves a turned block, whose measures are those of the page,
    exchanged; and for text that is turned off the paper."""
    root = page_box.children[0]
    for box in (box for box in _descendants(root) if box.style["transform"]):
        end, side = box.position_y + box.height, box.position_x + box.width
        for line in (line for child in box.children for line, _ in _lines(child, True)):
            left, right = _sides(line)
            if line.position_y + line.height > end + TOLERANCE or right > side + TOLERANCE:
                yield _edge_fault(page, "text outside of a turned block", [line])
                break
            corners = (left, line.position_y), (right, line.position_y + line.height)
            if not all(_on_page(*_turned(box, *corner), page_box) for corner in corners):
                yield _edge_fault(page, "text off the paper", [line])
                break


def _turned(box: Any, x: float, y: float) -> tuple[float, float]:
    """Return where a point of a box is after the box is turned."""
    a, b, c, d, e, f = box.transformation_matrix.values
    return a * x + c * y + e, b * x + d * y + f


def _picture_faults(root: Any, page_box: Any, page: int, note: str) -> Iterator[PageIssue]:
    """Yield a fault for each picture and formula that leaves the paper, but for the bleed that a
    style sheet gives the page."""
    bleed = {side: page_box.style[f"bleed_{side}"].value + TOLERANCE for side in _SIDES}
    edges = page_box.margin_width(), page_box.margin_height()
    for box in _pictures(root):
        x, y = box.content_box_x(), box.content_box_y()
        over = {
            "left": -x, "top": -y,
            "right": x + box.width - edges[0], "bottom": y + box.height - edges[1],
        }  # fmt: skip
        side = max(_SIDES, key=lambda side: over[side] - bleed[side])
        if over[side] > bleed[side]:
            source = box.element.get("aria-label", "")
            what, hint = ("a formula", _NARROWER[0]) if source else ("a picture", _NARROWER[1])
            end = "foot" if side == "bottom" else "head" if side == "top" else f"{side} edge"
            message = f"{what} passes the paper by {over[side] * 0.75:.0f} pt at the {end}"
            message += f": {source[:40]}" if source else ""
            yield PageIssue(
                text_stands_inside_the_page, page, message, words=source, note=note, hint=hint,
                image=unquote(box.element.get("src", "")),
            )  # fmt: skip


_SIDES = ("left", "right", "top", "bottom")
_NARROWER = ("divide it into lines, by \\\\ in aligned or by several formulas", "make it smaller")


def _pictures(box: Any) -> Iterator[Any]:
    """Yield the pictures and formulas in a box, but for those of a turned block."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.ReplacedBox):
        yield box
    elif not box.style["transform"]:
        for child in getattr(box, "children", ()):
            yield from _pictures(child)


def _on_paper(line: Any, page_box: Any) -> bool:
    left, right = _sides(line)
    return _on_page(left, line.position_y, page_box) and _on_page(
        right, line.position_y + line.height, page_box
    )


def _on_page(x: float, y: float, page_box: Any) -> bool:
    return bool(
        -TOLERANCE < x < page_box.margin_width() + TOLERANCE
        and -TOLERANCE < y < page_box.margin_height() + TOLERANCE
    )


def _sides(line: Any) -> tuple[float, float]:
    """Return the left and the right edge of a line: where its words are put in the order of their
    directions, those of its words, which are moved alone."""
    left, right = line.position_x, line.position_x + line.width
    if direction_of(line) is not None:
        texts = [box for box in _descendants(line) if isinstance(box, boxes.TextBox) and box.width]
        left = min((box.position_x for box in texts), default=left)
        right = max((box.position_x + box.width for box in texts), default=right)
    return left, right


def _start_of(line: Any) -> str:
    return f"“{_words_of(line)[:40]}”"


def _words_of(line: Any) -> str:
    text = "".join(box.text for box in _descendants(line) if isinstance(box, boxes.TextBox))
    return text.replace("\u2060", "").replace("\u200b", "")


def _lines(box: Any, flows: bool) -> Iterator[tuple[Any, bool]]:
    """Yield the lines in a box that hold text, and whether they are in the flow of the page."""
    flows = flows and (box.is_in_normal_flow() or box.is_floated())
    if isinstance(box, boxes.LineBox):
        if any(
            isinstance(child, boxes.TextBox) and child.text.strip() for child in _descendants(box)
        ):
            yield box, flows
        return
    if box.style["transform"]:  # its lines are laid out elsewhere, and turned
        return
    for child in box.children:
        yield from _lines(getattr(child, "_box", child), flows)


def _descendants(box: Any, but: Container[Element] = ()) -> Iterator[Any]:
    """Yield a box and all in it, with the boxes that are positioned absolutely, without those of
    the elements in `but`."""
    box = getattr(box, "_box", box)
    if box.element in but:
        return
    yield box
    for child in box.children:
        yield from _descendants(child, but)
