"""Find notes that are printed together: at the end of each chapter, or of the book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from octavo.ingest import headings
from octavo.ingest.line_signs import LineSigns
from octavo.ingest.parts import Part
from octavo.ingest.sheet import Role

_LOOK = 6  # lines behind a heading among which its first note is


def endnote_parts(signs: LineSigns) -> list[Part] | None:
    """Return the units of a text whose notes are below headings such as “Notes”: the text of a
    chapter with its notes; None if it has no such headings."""
    regions = _regions(signs)
    if not regions:
        return None
    parts: list[Part] = []
    at = 0
    for start, end in regions:
        text = _lines(signs, at, start)
        parts += _paired(signs, text, _lines(signs, start, end))
        at = end
    rest = _lines(signs, at, len(signs.sheet.lines))
    if rest:
        parts.append(Part(tuple(rest)))
    return parts


def _lines(signs: LineSigns, start: int, end: int) -> list[int]:
    return [i for i in range(start, end) if signs.sheet.roles[i] in (Role.WORDS, Role.RULE)]


def _is_alone(signs: LineSigns, index: int) -> bool:
    return not signs.sheet.is_words(index - 1) and not signs.sheet.is_words(index + 1)


def _regions(signs: LineSigns) -> list[tuple[int, int]]:
    """Return the ranges of lines that hold endnotes, from the heading to the last note."""
    sheet = signs.sheet
    found: list[tuple[int, int]] = []
    for index, role in enumerate(sheet.roles):
        if role is not Role.WORDS or (found and index < found[-1][1]):
            continue
        words = sheet.words(index)
        if not headings.is_notes(words):
            continue
        if not (_is_alone(signs, index) or headings.MARKED.match(words)):
            continue
        end = _end(signs, index)
        first = [s for i in _lines(signs, index + 1, min(end, index + 40))[:_LOOK]
                 if (s := signs.opening(i)) is not None]  # fmt: skip
        openings = sum(1 for i in _lines(signs, index + 1, end) if _opens(signs, i))
        if first and (openings > 1 or first[0].value == 1):
            found.append((index, end))
    return _joined(signs, found)


def _joined(signs: LineSigns, regions: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges in which the notes of chapters that follow each other without text are one."""
    joined: list[tuple[int, int]] = []
    for start, end in regions:
        if joined and not _lines(signs, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _opens(signs: LineSigns, index: int) -> bool:
    return signs.opening(index) is not None


def _end(signs: LineSigns, start: int) -> int:
    """Return the line behind the last note: a heading that no note follows ends them."""
    sheet = signs.sheet
    for index in range(start + 1, len(sheet.lines)):
        if sheet.roles[index] is not Role.WORDS:
            continue
        words = sheet.words(index)
        marked = headings.MARKED.match(words) is not None
        if not marked and not (_is_alone(signs, index) or not sheet.is_words(index - 1)):
            continue
        if headings.is_notes(words) or headings.is_works(words):
            return index
        if (marked or headings.is_chapter(words)) and not _has_notes_below(signs, index):
            return index
    return len(sheet.lines)


def _has_notes_below(signs: LineSigns, index: int) -> bool:
    """Return whether a heading is one of notes: the first lines below it open notes from 1 on."""
    below = _lines(signs, index + 1, min(index + 12, len(signs.sheet.lines)))
    for line in below[:2]:
        sign = signs.opening(line)
        if sign is not None and sign.value == 1:
            return True
    return False


def _paired(signs: LineSigns, text: Sequence[int], notes: Sequence[int]) -> list[Part]:
    """Pair the chapters of a text with the groups of its notes, where the numbers begin again."""
    groups, heads = _groups(signs, notes)
    chapters = _chapters(signs, text)
    if len(groups) < 2 or len(chapters) != len(groups):
        flat = [i for group in groups for i in group]
        return [Part(tuple(text), tuple(flat), heads=tuple(heads))]
    parts: list[Part] = []
    for number, (chapter, group) in enumerate(zip(chapters, groups, strict=True)):
        parts.append(Part(tuple(chapter), tuple(group), heads=tuple(heads) if number == 0 else ()))
    return parts


def _groups(signs: LineSigns, notes: Sequence[int]) -> tuple[list[list[int]], list[int]]:
    """Return the lines of each group of notes, and the lines that are headings of notes."""
    groups: list[list[int]] = []
    heads: list[int] = []
    last = 0
    for index in notes:
        words = signs.sheet.words(index)
        is_head = signs.opening(index) is None and (
            headings.is_notes(words) or headings.MARKED.match(words) is not None
            or ((headings.is_chapter(words) or headings.looks_like_one(words))
                and _has_notes_below(signs, index))
        )  # fmt: skip
        if is_head or signs.sheet.roles[index] is Role.RULE:
            heads.append(index)
            continue
        sign = signs.opening(index)
        begins = sign is not None and sign.value == 1 and (last > 0 or not groups)
        if begins or not groups:
            groups.append([])
        groups[-1].append(index)
        if sign is not None and (sign.value == last + 1 or begins):
            last = sign.value
    return groups, heads


def _chapters(signs: LineSigns, text: Sequence[int]) -> list[list[int]]:
    """Return the lines of the text between one call of a first note and the next; a chapter begins
    with the heading before that call."""
    starts: list[int] = []
    last, heading = 0, 0
    usual = _usual_style(signs, text)
    for place, index in enumerate(text):
        words = signs.sheet.words(index)
        if headings.MARKED.match(words) or headings.is_chapter(words):
            heading = place
        for sign in signs.calls(index) if signs.sheet.roles[index] is Role.WORDS else ():
            if sign.style != usual or sign.damaged:
                continue
            if sign.value == 1 and (last > 0 or not starts):
                starts.append(heading if not starts or heading > starts[-1] else place)
                last = 1
            elif sign.value == last + 1:
                last = sign.value
    if not starts:
        return [list(text)]
    starts[0] = 0
    return [list(text[a:b]) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _usual_style(signs: LineSigns, text: Sequence[int]) -> str:
    """Return the style that most calls of a text have: that in which most numbers follow on the
    one before."""
    last: dict[str, int] = {}
    follows: Counter[str] = Counter()
    for index in text:
        for sign in signs.calls(index) if signs.sheet.roles[index] is Role.WORDS else ():
            if sign.series == "number":
                follows[sign.style] += sign.value == last.get(sign.style, 0) + 1
                last[sign.style] = sign.value
    return follows.most_common(1)[0][0] if follows else ""
