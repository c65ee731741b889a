"""Put rows into tables of Markdown, and take rows out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from octavo.returned.escaping import escaped
from octavo.returned.sides import Side, Wanted, exactly


@dataclass(slots=True)
class Rows:
    """The edits by which rows come and go, the words of each, and the cells that must be then."""

    edits: list[tuple[int, int, str]] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)


def with_rows(before: Sequence[Side], behind: Sequence[Side], text: str) -> Rows | None:
    """Return what puts whole rows behind the first cell of `before`, or takes whole rows out there;
    None if the change is another."""
    first = before[0] if before else None
    if first is None or first.place is None or first.place.lettered.block.cell is None:
        return None
    made = Rows()
    if not _take_out(before[1:], text, made):
        return None
    return made if _put_in(first, behind[1:], text, made) else None


def _take_out(sides: Sequence[Side], text: str, made: Rows) -> bool:
    rows: dict[tuple[int, int], list[Side]] = {}
    for side in sides:
        cell = side.place.lettered.block.cell if side.place else None
        if cell is None or side.is_gone:
            return False
        rows.setdefault(cell[:2], []).append(side)
    for (_, row), cells in rows.items():
        start, end = _line_of(cells[0], text)
        whole = [side for side in cells if side.passage.kind in ("row", "cell")]
        if not row or cells[0].passage.kind != "row" or len(whole) != _columns(text[start:end]):
            return False
        made.edits.append((start, min(end + 1, len(text)), ""))
        made.changes.append((" | ".join(side.passage.text for side in cells), ""))
    return True


def _put_in(first: Side, sides: Sequence[Side], text: str, made: Rows) -> bool:
    rows: list[list[Side]] = []
    for side in sides:
        if side.passage.kind == "row":
            rows.append([])
        if not rows or side.passage.kind not in ("row", "cell") or side.calls:
            return False
        rows[-1].append(side)
    start, end = _line_of(first, text)
    cell = first.place.lettered.block.cell if first.place else None
    if rows and cell and not cell[1]:
        end = text.index("\n", end + 1) if "\n" in text[end + 1 :] else len(text)
    for cells in rows:
        if len(cells) != _columns(text[start : _line_of(first, text)[1]]):
            return False
        words = [escaped(side.passage.text.replace("\n", " ")) for side in cells]
        made.edits.append((end, end, "\n| " + " | ".join(words) + " |"))
        made.changes.append(("", " | ".join(side.passage.text for side in cells)))
        made.wanted += [exactly(replace(side.passage, looks=())) for side in cells]
    return True


def _line_of(side: Side, text: str) -> tuple[int, int]:
    assert side.place is not None
    at = side.place.lettered.block.start
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _columns(line: str) -> int:
    bare = line.strip()
    bare = bare.removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return bare.replace("\\|", "").count("|") + 1
