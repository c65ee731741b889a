"""Collect the notes that the finished book must have: every note as its manuscript has it.

Nothing that sets the forms is asked: the words are those of the cited manuscripts, the order is
that of their calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from octavo.html.section_xhtml import call_id, xml_name
from octavo.model import Blocks, CallState, Element, Kind, Manuscript, Place, Series, series_of
from octavo.model.numerals import roman
from octavo.notes import notes_of
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, label_of, mark_of, series_of_note
from octavo.pandoc.walk import holds, plain, rewrite
from octavo.proof.letters import WILD

_DRAWN: tuple[Kind, ...] = ("Math", "Image", "HorizontalRule")
_OTHER_WORDS: tuple[Kind, ...] = (*_DRAWN, "Link", "OrderedList")  # than those that are in the tree
# The classes of links that show a folio, in print only, and the number of a note on its page.
_OF_PAGES = {"note-page", "note-mark"}


@dataclass(frozen=True, slots=True)
class ExpectedNote:
    """A note as it is to be printed. `place` is where it is written, `call` where it is called;
    `text` has `letters.WILD` for what is drawn."""

    id: str
    section: str
    series: Series
    mark: str
    text: str
    place: Place
    call: Place

    @property
    def call_id(self) -> str:
        return call_id(self.id)


def expected_notes(manuscripts: Iterable[Manuscript]) -> tuple[ExpectedNote, ...]:
    """Return all notes of the edition, in the order of their calls; each manuscript is let go
    before the next is taken."""
    return tuple(copy for made in manuscripts for copy in _of_section(made))


def _of_section(made: Manuscript) -> Iterator[ExpectedNote]:
    elements = list(notes_of(made))
    calls, notes = _calls(made, elements), {note.label: note.place for note in made.notes}
    near = Place(made.section.path or made.section.name)
    others = made.holds(*_OTHER_WORDS)
    for element in elements:
        label, mark = label_of(element), mark_of(element)
        waiting = calls.get(label, [])
        near = waiting.pop(0) if waiting else near
        blocks = blocks_of(element)
        text = _text(blocks) if others else plain(blocks)
        of: Series = "marked" if series_of_note(element) == "marked" else series_of(label)
        identity, place = xml_name(tree.id_of(element)), notes.get(label, near)
        yield ExpectedNote(identity, made.section.name, of, mark, text, place, near)


def _calls(made: Manuscript, elements: Sequence[Element]) -> Mapping[str, list[Place]]:
    """Return the places of the calls by label, in order; those of inline notes have an empty label,
    and are left out where citations have become notes too."""
    found: dict[str, list[Place]] = {}
    for call in made.calls:
        if call.state == CallState.CALLED:
            found.setdefault(call.label, []).append(call.place)
    unlabelled = sum(not label_of(element) for element in elements)
    if len(found.get("", ())) != unlabelled:
        # Citations of the text are unlabelled notes too: which of them are inline notes is unknown.
        found.pop("", None)
    return found


def _text(blocks: Blocks) -> str:
    """Return the words of a note, with `WILD` for what is drawn, and the numbers of its lists."""
    return plain(rewrite(blocks, _printed) if holds(blocks, *_OTHER_WORDS) else blocks)


def _printed(element: Element) -> Element | None:
    """Return the sign of an element that is drawn, or is a folio in print only; of a numbered list
    one with its numbers as words."""
    if tree.is_kind(element, "OrderedList"):
        return tree.bullet_list(
            [tree.plain_block([tree.string(f"{marker} ")]), *item]
            for marker, item in zip(numbers_of(element), tree.items_of(element), strict=False)
        )
    folio = tree.is_kind(element, "Link") and not _OF_PAGES.isdisjoint(tree.classes_of(element))
    return tree.string(WILD) if folio or tree.is_kind(element, *_DRAWN) else None


def numbers_of(element: Element) -> Iterator[str]:
    """Yield the numbers of a list's items, with their signs; bullets are the style's to choose."""
    said = _NUMBERS[tree.number_style_of(element)]
    before, behind = _SIGNS[tree.delimiter_of(element)]
    for number in count(tree.start_of(element)):
        yield f"{before}{said(number)}{behind}"


def _letters(number: int) -> str:
    """Return the letters of a number: c is 3, z is 26, aa is 27."""
    higher, last = divmod(number - 1, 26)
    return (_letters(higher) if higher > 0 else "") + chr(ord("a") + last)


_NUMBERS: Mapping[str, Callable[[int], str]] = {
    "DefaultStyle": str, "Decimal": str, "Example": str,
    "LowerAlpha": _letters, "UpperAlpha": lambda number: _letters(number).upper(),
    "LowerRoman": roman, "UpperRoman": lambda number: roman(number).upper(),
}  # fmt: skip
_SIGNS: Mapping[str, tuple[str, str]] = {
    "DefaultDelim": ("", "."), "Period": ("", "."), "OneParen": ("", ")"), "TwoParens": ("(", ")"),
}  # fmt: skip
