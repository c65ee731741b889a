"""Give plates pages of their own, and mark what needs to know the height of the page: figures,
tables, stanzas.

    <figure class="landscape">…</figure>
    <div class="plate" id="plate-1"><div class="turned"><figure …>…</figure></div></div>

A figure of the class `full-page` is a plate; a figure, table or division of the class `landscape`
is one that is turned, its head to the left (Chicago 3.9). Table notes after a turned table are
turned with it. A plate moves to the next page that begins, if no note is called in it: notes keep
their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Literal
from xml.etree.ElementTree import Element

from octavo.html.verse_lines import LINE, VERSE, part_lines

Floats = Literal["labelled", "all", "none"]
PLATE = "plate"  # the class of a page of its own, and the start of its id
_NOTES = {"note", "endnote"}  # nothing inside of these has a page of its own
_TURNED = {"figure", "table", "div"}
_BELOW_TABLES = {"table-notes", "source"}
_LETTERS = 62  # letters in a line of a caption
_NOTE = 3  # lines of the page that a note takes, estimated
_ROWS = 12  # most rows of a table that is not broken
_TALL = 16  # most lines of a row that is not broken
_NARROWEST = 12  # fewest letters in a line of a column
_WHOLE = 8  # most lines of a stanza that is not broken


def set_plates(section: Element, floats: Floats = "none") -> None:
    """Make pages of their own for plates; set how many lines captions take; split verse into
    lines; mark the figures that may float."""
    for figure in section.iter("figure"):
        figure.set("style", f"--caption-lines: {_caption_lines(figure)}")
    _keep_whole(section)
    number = 0
    in_notes = {id(e) for note in section.iter() if _classes(note) & _NOTES for e in note.iter()}
    for parent in [e for e in section.iter() if id(e) not in in_notes]:
        for child in [c for c in parent if _is_plate(c)]:
            number += 1
            _wrap(parent, child, number)
        _part_verse(parent)
    if floats != "none":
        _mark_floats(section, floats)


def _mark_floats(section: Element, floats: Floats) -> None:
    """Mark the figures between paragraphs that the text may come up before. One with a note does
    not move, since notes keep their order."""
    for holder in [section, *(e for e in section if e.tag == "section")]:
        for figure in holder.iterfind("figure"):
            called = any("call" in _classes(inner) for inner in figure.iter())
            if not called and (floats == "all" or figure.get("id")):
                figure.set("class", f"{figure.get('class', '')} floating".strip())


def _keep_whole(section: Element) -> None:
    """Mark tables that are short enough not to be broken, rows so tall that they have to be, and
    paragraphs of formulas alone."""
    for table in section.iter("table"):
        letters = len("".join(_own_words(table)))
        if len(list(table.iter("tr"))) <= _ROWS and letters <= _ROWS * _LETTERS:
            table.set("class", f"{table.get('class', '')} whole".strip())
            continue
        for row in table.iter("tr"):
            if _row_lines(row) > _TALL:
                row.set("class", f"{row.get('class', '')} tall".strip())
    for paragraph in section.iter("p"):
        alone = not any((t or "").strip() for t in (paragraph.text, *(e.tail for e in paragraph)))
        if alone and len(paragraph) and all(map(_is_displayed, paragraph)):
            paragraph.set("class", f"{paragraph.get('class', '')} displayed".strip())


def _row_lines(row: Element) -> int:
    """Return how many lines a row takes, estimated from the letters of its fullest cell."""
    cells = [len("".join(_own_words(cell))) for cell in row]
    width = max(_NARROWEST, _LETTERS // max(1, len(cells)))
    return max((ceil(letters / width) for letters in cells), default=0)


def _is_displayed(element: Element) -> bool:
    return element.get("display") == "block" or "equation" in _classes(element)


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def _is_plate(element: Element) -> bool:
    classes = _classes(element)
    if PLATE in classes or "turned" in classes:
        return False
    return (element.tag in _TURNED and "landscape" in classes) or (
        element.tag == "figure" and "full-page" in classes
    )


def _wrap(parent: Element, element: Element, number: int) -> None:
    at = list(parent).index(element)
    with_it = [element, *_notes_below(parent, at)] if element.tag == "table" else [element]
    moves = not any("call" in _classes(inner) for one in with_it for inner in one.iter())
    classes = f"{PLATE} moving" if moves else PLATE
    plate = Element("div", {"class": classes, "id": f"{PLATE}-{number}"})
    plate.tail, with_it[-1].tail = with_it[-1].tail, None
    holder = plate
    if "landscape" in _classes(element):
        holder = Element("div", {"class": "turned"})
        plate.append(holder)
    for one in with_it:
        parent.remove(one)
        holder.append(one)
    parent.insert(at, plate)


def _notes_below(parent: Element, at: int) -> Iterator[Element]:
    for element in parent[at + 1 :]:
        if not _classes(element) & _BELOW_TABLES:
            return
        yield element


def _caption_lines(figure: Element) -> int:
    """Return how many lines a figure's caption takes with its notes, estimated."""
    caption = figure.find("figcaption")
    if caption is None:
        return 0
    spans = list(caption.iter())
    notes = sum("call" in _classes(e) for e in spans)
    letters = len("".join(_own_words(caption)))
    ended = sum(bool(_classes(e) & {"credit", "source"}) for e in spans)
    return ceil(letters / _LETTERS) + ended + notes * _NOTE


def _own_words(element: Element) -> Iterator[str]:
    """Yield the texts of an element without its notes."""
    yield element.text or ""
    for child in element:
        if "note" not in _classes(child):
            yield from _own_words(child)
        yield child.tail or ""


def _part_verse(parent: Element) -> None:
    """Split the stanzas in an element into lines, and mark as whole those that are not broken. The
    caller leaves out notes: their verse is broken as a paragraph's lines are."""
    for stanza in parent:
        if VERSE in _classes(stanza) and not any(LINE in _classes(line) for line in stanza):
            part_lines(stanza)
            if len(stanza) <= _WHOLE:
                stanza.set("class", f"{VERSE} whole")
