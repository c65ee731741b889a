"""Number the notes: one pass gives every note of the edition its id, its series, its mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from octavo.manuscript import Element, is_note, rewrite, walk
from octavo.model import Manuscript, NoteSettings, series_of

MARKS = "*†‡§‖¶"  # Chicago 14.25 gives the first four; printers' manuals go on so


def number_notes(
    manuscripts: Sequence[Manuscript], settings: NoteSettings
) -> tuple[Manuscript, ...]:
    """Give every note its id, its series and its number or mark: the only numbering there is."""
    numbered: list[Manuscript] = []
    last = 0
    for manuscript in manuscripts:
        count = {"numbered": 0 if settings.numbering == "section" else last, "marked": 0}
        name = manuscript.section.name

        def change(element: Element, count: dict[str, int] = count, name: str = name) -> Any:
            if not is_note(element):
                return None
            label = dict(element["c"][0][2]).get("label", "")
            series = series_of(label)
            count[series] += 1
            mark = str(count[series]) if series == "numbered" else reference_mark(count[series])
            sign = "" if series == "numbered" else "m"
            attributes = [
                f"note-{name}-{sign}{count[series]}",
                ["note", series],
                [["label", label], ["mark", mark]],
            ]
            return {"t": "Span", "c": [attributes, element["c"][1]]}

        blocks = rewrite(manuscript.blocks, change)
        last = count["numbered"]
        numbered.append(replace(manuscript, blocks=blocks))
    return tuple(numbered)


def reference_mark(number: int) -> str:
    """The mark of the nth marked note: *, †, ‡, §, ‖, ¶, then each doubled, and so on."""
    turn, index = divmod(number - 1, len(MARKS))
    return MARKS[index] * (turn + 1)


def notes_of(manuscript: Manuscript) -> Iterator[Element]:
    """The spans that wrap the notes of a manuscript, in the order of their calls."""
    return (element for element in walk(manuscript.blocks) if is_note(element))
