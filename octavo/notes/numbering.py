"""Number the notes: give every note of the edition its id, its series and its mark, in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from octavo.model import Element, Manuscript, NoteSettings, series_of
from octavo.pandoc.note_spans import is_note, label_of, with_number
from octavo.pandoc.walk import rewrite, walk

MARKS = "*†‡§‖¶"  # Chicago 14.25 has the first four; printers' manuals add the others


def number_notes(
    manuscripts: Sequence[Manuscript], settings: NoteSettings
) -> tuple[Manuscript, ...]:
    """Return the manuscripts with an id, a series and a number or mark for every note; nothing else
    numbers notes."""
    starts = numbers_before(manuscripts, settings)
    return tuple(map(numbered_from, manuscripts, starts))


def numbers_before(manuscripts: Sequence[Manuscript], settings: NoteSettings) -> tuple[int, ...]:
    """Return for each manuscript how many numbers its first note has before it. Numbers by page are
    those of the section until its pages are known, and in forms that have no pages."""
    found: list[int] = []
    last = 0
    for manuscript in manuscripts:
        found.append(last if settings.numbering == "edition" else 0)
        last += sum(series_of(label_of(note)) == "numbered" for note in notes_of(manuscript))
    return tuple(found)


def numbered_from(manuscript: Manuscript, before: int) -> Manuscript:
    """Return one manuscript with its notes numbered, `before` numbers having gone before it."""
    count = {"numbered": before, "marked": 0}
    name = manuscript.section.name

    def change(element: Element) -> Element | None:
        if not is_note(element):
            return None
        series = series_of(label_of(element))
        count[series] += 1
        mark = str(count[series]) if series == "numbered" else reference_mark(count[series])
        sign = "" if series == "numbered" else "m"
        return with_number(element, f"note-{name}-{sign}{count[series]}", series, mark)

    return replace(manuscript, blocks=rewrite(manuscript.blocks, change))


def reference_mark(number: int) -> str:
    """Return the mark of the nth marked note: *, †, ‡, §, ‖, ¶, then each doubled, and so on."""
    turn, index = divmod(number - 1, len(MARKS))
    return MARKS[index] * (turn + 1)


def notes_of(manuscript: Manuscript) -> Iterator[Element]:
    """Yield the spans around the notes of a manuscript, in the order of their calls."""
    return (element for element in walk(manuscript.blocks) if is_note(element))
