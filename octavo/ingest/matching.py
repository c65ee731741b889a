"""Pair the notes of a scan with their calls, and decide which lines are text and which notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.ingest import headings
from octavo.ingest.flow import begins_low, ends_sentence
from octavo.ingest.line_signs import LineSigns
from octavo.ingest.note_signs import Sign
from octavo.ingest.numbering import Numbered, Solution, solve
from octavo.ingest.page_marks import INLINE
from octavo.ingest.parts import Part
from octavo.ingest.run_over import Speech, lines_that_run_over, speech_of
from octavo.ingest.sheet import Role, Sheet
from octavo.ingest.units import is_clear_foot, is_under_rule, parts_of, units_of


@dataclass(frozen=True, slots=True)
class NotePiece:
    """A range of the scan that belongs to one note."""

    start: int
    end: int
    new_paragraph: bool = False
    over_page: bool = False  # whether it is on another page than the piece before
    unsure: bool = False  # whether it may also begin at another line of its page


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note of the scan: its number, its call and its words, where they are."""

    series: str
    number: int
    group: int
    unit: int
    call: Sign | None
    opening: Sign | None
    pieces: tuple[NotePiece, ...] = ()
    closing: tuple[int, int] = (0, 0)  # the bracket that ends a note in place

    @property
    def start(self) -> int:
        if self.call is not None:
            return self.call.start
        return self.opening.start if self.opening is not None else 0


@dataclass(frozen=True, slots=True)
class Matching:
    """The lines of the text in each unit, and all notes."""

    parts: tuple[Part, ...]  # with their feet as they were decided
    notes: tuple[FoundNote, ...]
    jumps: tuple[tuple[int, int, int], ...]
    loose: tuple[tuple[int, int], ...]  # ranges at the foot that belong to no note


def body_size(sheet: Sheet) -> float:
    """Return the size of letters that most of a layout has; 0 if no size is known."""
    sizes: Counter[float] = Counter()
    for line, role in zip(sheet.lines, sheet.roles, strict=True):
        if role is Role.WORDS and line.size:
            sizes[round(line.size * 2) / 2] += line.end - line.start
    return sizes.most_common(1)[0][0] if sizes else 0.0


def guessed_pages(sheet: Sheet, matching: Matching) -> tuple[str, ...]:
    """Return the page of each line where no page is marked: every foot of notes ends one, and a
    running head says its number."""
    labels = [""] * len(sheet.lines)
    page = 1
    ends = {part.foot[-1] for part in matching.parts if part.foot}
    for index, role in enumerate(sheet.roles):
        if role in (Role.HEAD, Role.FOLIO):
            folio = re.search(r"\d+", sheet.words(index))
            page = int(folio[0]) if folio else page
        labels[index] = str(page)
        page += index in ends
    return tuple(labels)


def match_notes(signs: LineSigns) -> Matching:
    """Return which line is text and which a note, and each note with its call."""
    sheet = signs.sheet
    parts = parts_of(signs)
    size = body_size(sheet)
    numbers = solve(units_of(signs, parts, "number", size))
    marks = _paired(solve(units_of(signs, parts, "mark", size)))
    if len(marks.numbered) >= SERIES:
        marks = _paired(solve(units_of(signs, parts, "mark", size, used=True)))
    feet = [_foot(n, m, number, numbers, marks) for number, (n, m) in enumerate(
        zip(numbers.options, marks.options, strict=True))]  # fmt: skip
    numbered = [(one, "number") for one in numbers.numbered]
    numbered += [(one, "mark") for one in marks.numbered]
    decided = [_decide(sheet, part, foot, size) for part, foot in zip(parts, feet, strict=True)]
    starts = [sheet.lines[p.foot[0]].start if p.foot else 1 << 60 for p in decided]
    numbered = [
        (replace(one, call=None) if one.call and one.call.start >= starts[one.unit] else one, kind)
        for one, kind in numbered
    ]
    numbered = [(one, kind) for one, kind in numbered if one.call or one.opening]
    return _gather(signs, decided, numbered, numbers.jumps)


SERIES = 8  # marks with a call and a note: a scan with so many has notes with marks


def _paired(solution: Solution) -> Solution:
    """Keep the marks that have a call and a note: a lone asterisk means nothing."""
    kept = tuple(n for n in solution.numbered if n.call is not None and n.opening is not None)
    return replace(solution, numbered=kept)


def _foot(number_option, mark_option, unit: int, numbers: Solution, marks: Solution) -> int:
    feet: list[int] = []
    if number_option.foot >= 0:
        feet.append(number_option.foot)
    if mark_option.foot >= 0 and any(n.unit == unit for n in marks.numbered):
        feet.append(mark_option.foot)
    return min(feet, default=-1)


def _decide(sheet: Sheet, part: Part, foot: int, size: float) -> Part:
    """Return a unit with the lines of its text and of its notes."""
    if part.foot:
        return part
    if foot < 0:
        return part
    text = [i for i in part.lines if i < foot]
    while text and sheet.roles[text[-1]] is Role.RULE:
        text.pop()
    under = tuple(i for i in part.lines if i >= foot and sheet.roles[i] is Role.WORDS)
    return Part(tuple(text), under, is_clear_foot(sheet, foot, size))


def _gather(
    signs: LineSigns, parts: Sequence[Part], numbered: Sequence[tuple[Numbered, str]], jumps
) -> Matching:
    """Gather the words of each note from the feet, in order."""
    sheet = signs.sheet
    openings = {one.opening.start: (one, kind) for one, kind in numbered if one.opening}
    pieces: dict[int, list[NotePiece]] = {start: [] for start in openings}
    decided: list[Part] = []
    loose: list[tuple[int, int]] = []
    current = -1
    speech = _speech(sheet, parts, openings)
    for number, part in enumerate(parts):
        last = pieces[current][-1] if current >= 0 and pieces[current] else None
        follows = number > 0 and bool(decided[-1].foot)
        before = sheet.scan.text[last.start : last.end] if last else None
        foot, unsure = _with_notes(
            signs, part, openings, before,
            (speech if follows else None, _first(sheet, parts, number)),
        )  # fmt: skip
        decided.append(foot)
        first = True
        for position, index in enumerate(foot.foot):
            line = sheet.lines[index]
            parted = not first and not sheet.is_words(index - 1) and foot.foot[position - 1] < index
            at = line.start
            here = [s for s in openings if line.start <= s < max(line.end, line.start + 1)]
            for start in sorted(here):
                mark = INLINE.fullmatch(sheet.scan.text[at:start].strip())
                if start > at and current >= 0 and not mark:
                    pieces[current].append(NotePiece(at, start, parted, first))
                sign = openings[start][0].opening
                assert sign is not None
                current, at, parted, first = start, sign.end, False, False
            if at >= line.end:
                continue
            if current < 0:
                loose.append((at, line.end))
            else:
                over = first
                pieces[current].append(
                    NotePiece(at, line.end, parted and not over, over, over and unsure)
                )
            first = False
    notes = [_found(one, kind, pieces) for one, kind in numbered]
    notes.sort(key=lambda note: (note.series, note.group, note.number))
    return Matching(tuple(decided), tuple(notes), tuple(jumps), tuple(loose))


def _first(sheet: Sheet, parts: Sequence[Part], number: int) -> str:
    """Return the first line of the text behind a part."""
    lines = parts[number + 1].lines if number + 1 < len(parts) else ()
    return next((sheet.words(i) for i in lines if sheet.roles[i] is Role.WORDS), "")


_UNSURE = 8  # lines at the end of a page's text that may be those of a note


def _speech(sheet: Sheet, parts: Sequence[Part], openings) -> Speech | None:
    """Return the words of the text and of the notes, if the lines of a page are kept."""
    if not sheet.wrapped:
        return None
    text = [i for part in parts for i in part.lines[:-_UNSURE]]
    notes = [
        i
        for part in parts
        for at, i in enumerate(part.foot)
        if any(_opened(sheet, j, openings) for j in part.foot[max(at - 3, 0) : at + 1])
    ]
    return speech_of(sheet, text, notes)


def _with_notes(
    signs: LineSigns, part: Part, openings, last: str | None, over: tuple[Speech | None, str]
) -> tuple[Part, bool]:
    """Return a unit whose foot holds notes: give lines back to the text that the numbering did not
    take for notes; and whether it is unsure with which line they begin. `last` has the last words
    of the note before, which may go on here, `over` the words of text and notes and the first line
    of the next page."""
    sheet = signs.sheet
    foot = list(part.foot)
    taken = [i for i in foot if _opened(sheet, i, openings)]
    is_open = last is not None and (not ends_sentence(last) or breaks_off(last))
    if not taken:
        if foot and part.rule and is_open:
            return part, False
        part = replace(part, lines=tuple(sorted((*part.lines, *foot))), foot=(), rule=False)
        if not is_open or over[0] is None or foot:
            return part, False
    if part.rule and (is_open or (last is not None and is_under_rule(sheet, foot[0]))):
        return part, False
    own = [i for i in foot if taken and i >= taken[0]]
    text = sorted((*part.lines, *(i for i in foot if taken and i < taken[0])))
    goes_on: Sequence[int] = ()
    unsure = False
    speech, following = over
    if is_open and not part.rule and taken:
        goes_on = _block_above(signs, text, breaks_off(last or "") and speech is None)
    if not goes_on and last is not None and speech is not None and not part.rule:
        found = lines_that_run_over(signs, speech, text, last, following, has_notes=bool(taken))
        goes_on, unsure = found.lines, not found.sure
    return replace(part, lines=tuple(i for i in text if i not in goes_on),
                   foot=(*goes_on, *own)), unsure  # fmt: skip


_BREAKS_OFF = re.compile(r"(?:[^\W\d_A-ZÀ-ÞА-Я][^\W\d_]*|[,;:(–—-])[\s*_]*$")


def breaks_off(words: str) -> bool:
    """Return whether a note ends in the middle of a sentence, and not only without a full stop: its
    last word is small, or a comma ends it."""
    return _BREAKS_OFF.search(words) is not None


def _block_above(signs: LineSigns, text: Sequence[int], surely: bool) -> list[int]:
    """Return the last block of a page's text if it goes on in the middle of a sentence and is not
    all of the text: it belongs to a note that the page before has not ended. If that note `surely`
    breaks off, any block will do that calls no note."""
    sheet = signs.sheet
    block: list[int] = []
    for index in reversed(text):
        if sheet.roles[index] is not Role.WORDS:
            break
        block.insert(0, index)
        if not sheet.is_words(index - 1):
            break
    if not block or len(block) == len(text):
        return []
    if begins_low(sheet.words(block[0])):
        return block
    calls = any(sign.skip >= 1 for index in block for sign in signs.calls(index))
    heading = headings.MARKED.match(sheet.words(block[0])) or headings.looks_like_one(
        sheet.words(block[0])
    )
    return block if surely and not calls and not heading else []


def _opened(sheet: Sheet, index: int, openings) -> bool:
    line = sheet.lines[index]
    return any(start in openings for start in range(line.start, line.end + 1))


def _found(one: Numbered, series: str, pieces: dict[int, list[NotePiece]]) -> FoundNote:
    own = pieces.get(one.opening.start, []) if one.opening else []
    return FoundNote(series, one.number, one.group, one.unit, one.call, one.opening, tuple(own))


def with_calls(sheet: Sheet, matching: Matching, after: Mapping[int, str]) -> Matching:
    """Set the calls that a person has decided: behind the words that are named, next to the place
    where the numbers have the note."""
    notes = list(matching.notes)
    text = sheet.scan.text
    for index, note in enumerate(notes):
        words = after.get(note.opening.start) if note.opening and not note.call else None
        if not words:
            continue
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
        found = [m.end() for m in pattern.finditer(text)]
        near = min(found, key=lambda at: abs(at - note.start), default=None)
        if near is not None:
            sign = Sign(near, near, "decided", note.series, note.number, "", 0.0, 5.0)  # type: ignore[arg-type]
            notes[index] = replace(note, call=sign)
    return replace(matching, notes=tuple(notes))
