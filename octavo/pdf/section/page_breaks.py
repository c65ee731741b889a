"""Find the letters of a section's XHTML with which its pages begin.

The layout has another tree than the XHTML: notes are at their calls, first words and web addresses
in elements of their own, formulas are pictures. So each text of that tree is known by the letters
that it has in the XHTML (`html/letter_places`), and the layout is asked which of them are on which
page. A page that is laid out before what precedes it in the text, such as a plate, is met in its
midst: the text goes on behind it on the page of before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element

from octavo.html.letter_places import Extent, is_drawn, is_uncounted, letters_in
from octavo.html.verse_lines import LINE
from octavo.model import PageBreak

_NOTES = {"note", "endnote"}
# The elements that the preparation puts around text of the XHTML; text of others is added to it.
_AROUND = {"address", "first-words", "initial", "raised", LINE}
_FORMULA = "formula"

_Place = tuple[str, int]  # the id of a note, or nothing; the number of a letter


class PlacesOfText:
    """The places that the texts of a prepared tree have in the XHTML; `extents` are those of the
    elements of the XHTML, which the tree has taken over. `ended` are the ids of the notes that are
    printed one after another behind the text."""

    def __init__(self, tree: Element, extents: Mapping[Element, Extent]) -> None:
        self._extents = extents
        self._parts: dict[Element, list[tuple[int, _Place]]] = {}
        self._counts: dict[Element, int] = {}
        self._drawn: dict[Element, _Place] = {}
        self.ended: set[str] = set()
        self._own(tree, ("", 0), added=True)

    def of_picture(self, element: Element) -> _Place | None:
        """Return the place of a picture; None if the XHTML has it not."""
        return self._drawn.get(element)

    def of_text(self, element: Element, before: int) -> _Place | None:
        """Return the place of the letter of an element's own text that `before` letters precede;
        None if the XHTML has it not, or if the text is printed again."""
        drawn = self._drawn.get(element)
        if drawn is not None:
            return drawn
        parts = self._parts.get(element)
        if not parts or before >= self._counts[element]:
            return None
        start, (note, at) = parts[bisect_right(parts, before, key=lambda part: part[0]) - 1]
        return note, at + before - start

    def _own(self, element: Element, place: _Place, *, added: bool) -> _Place:
        """Find the places of an element's own text and of what is in it, from a place on; of its
        text only what is in its children, if it was `added`. Return the place behind it."""
        parts: list[tuple[int, _Place]] = []
        count = 0
        for child in chain((None,), element):
            if child is not None:
                place = self._child(child, place, added=added)
            text = element.text if child is None else child.tail
            length = letters_in(text) if text and not added else 0
            if length:
                parts.append((count, place))
                count += length
                place = place[0], place[1] + length
        if parts:
            self._parts[element], self._counts[element] = parts, count
        return place

    def _child(self, child: Element, place: _Place, *, added: bool) -> _Place:
        classes = set(child.get("class", "").split())
        extent = self._extents.get(child)
        if classes & _NOTES and "data-mark" in child.attrib:
            identity = child.get("id", "")
            if "endnote" in classes:
                self.ended.add(identity)
            self._own(child, (identity, 0), added=False)
            return place
        if is_uncounted(child):
            return place
        if extent is not None:
            start = (extent.note, extent.start)
            if is_drawn(child):
                self._draw(child, start)
            else:
                self._own(child, start, added=False)
            return (extent.note, extent.end) if extent.note == place[0] else place
        if _FORMULA in classes:
            self._draw(child, place)
            return place[0], place[1] + 1
        return self._own(child, place, added=added or not classes & _AROUND)

    def _draw(self, element: Element, place: _Place) -> None:
        self._drawn.update(dict.fromkeys(element.iter(), place))


def page_breaks(
    texts: Iterable[tuple[int, Any, str | None]], places: PlacesOfText, *, notes_alone: bool
) -> tuple[PageBreak, ...]:
    """Return the places at which another page begins, in the order of the XHTML. Notes at the foot
    begin on the page of their call; those at the end continue the text, and are all there is if
    there are `notes_alone`."""
    flows: dict[str, list[tuple[int, int]]] = {"": []}
    for note, at, page in _placed(texts, places):
        flows.setdefault(note, []).append((at, page))
    found: list[PageBreak] = []
    before = -1
    for note, pages in flows.items():
        if not note and notes_alone:
            continue
        pages.sort()
        last = before if not note or note in places.ended else pages[0][1]
        for at, page in pages:
            if page != last:
                found.append(PageBreak(page, at, note))
                last = page
        if not note or note in places.ended:
            before = last
    return tuple(found)


def _placed(
    texts: Iterable[tuple[int, Any, str | None]], places: PlacesOfText
) -> Iterator[tuple[str, int, int]]:
    """Yield the note, the letter and the page of each text that the XHTML has."""
    read: dict[Element, int] = {}
    for page, element, text in texts:
        if text is None:
            place = places.of_picture(element)
        else:
            count = letters_in(text)
            if not count:
                continue
            before = read.get(element, 0)
            read[element] = before + count
            place = places.of_text(element, before)
        if place is not None:
            yield *place, page
