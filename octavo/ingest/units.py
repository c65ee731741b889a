"""Divide a scan into units, each of text and the notes that follow it, with every way in which a
page may be parted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from octavo.ingest import headings
from octavo.ingest.endnotes import endnote_parts
from octavo.ingest.line_signs import LineSigns
from octavo.ingest.note_signs import Sign
from octavo.ingest.numbering import Option, Unit
from octavo.ingest.parts import Part
from octavo.ingest.sheet import Role, Sheet

_AFTER_HEADING, _NEAR_HEADING, _ELSEWHERE = 0.5, 3.0, 6.0
_MOST_FEET = 10
_NOTE_BLOCK = 4.0
_SMALL = 0.94  # of the size of the text: the letters of notes are smaller
_ENDS = re.compile(r"[.!?…:;][)\]”’»\"“*_]*$")
_IN_PLACE = re.compile(r"\s*\[(?:Foot|End)?[Nn]ote", re.IGNORECASE)
_MOST_IN_PLACE = 60  # lines of blank or words that one note in brackets may have


def parts_of(signs: LineSigns) -> list[Part]:
    """Return the pages of a scan, or the stretches of text that notes end where no page is
    marked."""
    sheet = signs.sheet
    if (parts := endnote_parts(signs)) is not None:
        return parts
    if any(_IN_PLACE.match(sheet.words(i)) for i, r in enumerate(sheet.roles) if r is Role.WORDS):
        return _BlockParts(signs, in_place=True).parts()
    if sheet.paged:
        return _pages(sheet)
    return _BlockParts(signs, in_place=False).parts()


def _pages(sheet: Sheet) -> list[Part]:
    pages: dict[int, list[int]] = {}
    for index, role in enumerate(sheet.roles):
        pages.setdefault(sheet.lines[index].page, [])
        if role in (Role.WORDS, Role.RULE):
            pages[sheet.lines[index].page].append(index)
    return [Part(tuple(lines)) for _, lines in sorted(pages.items())]


class _BlockParts:
    """Part a text whose pages are not marked: notes follow the text that calls them."""

    def __init__(self, signs: LineSigns, *, in_place: bool) -> None:
        self._signs = signs
        self._sheet = signs.sheet
        self._in_place = in_place
        self._parts: list[Part] = []
        self._text: list[int] = []
        self._foot: list[int] = []
        self._rule = -1  # the rule that was the last block
        self._ruled = False
        self._last = 0  # the last number that opened a note
        self._called: set[int] = set()

    def parts(self) -> list[Part]:
        blocks = list(self._blocks())
        at = 0
        while at < len(blocks):
            at = self._take(blocks, at)
        self._end_unit()
        return self._parts

    def _blocks(self):
        block: list[int] = []
        for index, role in enumerate(self._sheet.roles):
            if role is Role.WORDS:
                block.append(index)
                continue
            if block and role in (Role.BLANK, Role.RULE):
                yield block
                block = []
            if role is Role.RULE:
                yield [index]
        if block:
            yield block

    def _take(self, blocks: Sequence[list[int]], at: int) -> int:
        block, sheet = blocks[at], self._sheet
        if sheet.roles[block[0]] is Role.RULE:
            self._rule = block[0]
            return at + 1
        sign = self._signs.opening(block[0])
        if self._in_place and _IN_PLACE.match(sheet.words(block[0])):
            return self._take_in_place(blocks, at)
        is_heading = headings.MARKED.match(sheet.words(block[0])) is not None
        if sign is not None and not is_heading and self._opens(sign):
            self._add_foot(block)
            if sign.series == "number" and (not sign.damaged or sign.value == self._last + 1):
                self._last = sign.value
            elif sign.series == "number":
                self._last += 1
            return at + 1
        if not is_heading and self._goes_on(blocks, at):
            self._add_foot(block)
            return at + 1
        if self._foot:
            self._end_unit()
        if is_heading and headings.is_chapter(sheet.words(block[0])) and self._text:
            self._end_unit()
        self._keep_rule()
        self._text += block
        self._called |= {s.value for i in block for s in self._calls(i) if s.skip >= 5}
        return at + 1

    def _calls(self, index: int) -> tuple[Sign, ...]:
        return self._signs.calls(index)

    def _opens(self, sign: Sign) -> bool:
        """Decide whether a block that begins like a note is one."""
        if sign.skip >= 5 or self._rule >= 0:
            return sign.style != "letters" or self._last + 1 == sign.value or self._rule >= 0
        if sign.series == "mark":
            return bool(self._foot) or self._rule >= 0 or self._calls_mark()
        if sign.damaged:
            return bool(self._foot) and sign.style != "letters"
        if self._foot:
            return (
                0 < sign.value - self._last <= 3
                or sign.value in self._called
                or (self._last > 9 and abs(sign.value - self._last) < 10 and bool(self._called))
            )
        return sign.value in self._called and (
            sign.value == self._last + 1 or sign.value == min(self._called)
        )

    def _calls_mark(self) -> bool:
        return any(s.series == "mark" for i in self._text[-12:] for s in self._calls(i))

    def _goes_on(self, blocks: Sequence[list[int]], at: int) -> bool:
        """Decide whether a block without a number belongs to the notes: right under a rule it
        continues a note of the page before; between two notes it is one whose number is lost, or
        a further paragraph."""
        following = blocks[at + 1 : at + 3]
        signs = [self._sign_of(block) for block in following]
        if self._rule >= 0 and not self._foot:
            first = signs[0] if signs else None
            return first is not None and (first.skip >= 5 or first.value in self._called
                                          or first.value == self._last + 1)  # fmt: skip
        if not self._foot or self._rule >= 0 or not signs:
            return False
        if any(s.skip >= 5 for i in blocks[at] for s in self._calls(i)):
            return False
        first = signs[0]
        return (
            first is not None
            and first.series == "number"
            and not first.damaged
            and first.value - self._last in (1, 2)
            and first.value in self._called
        )

    def _sign_of(self, block: list[int]) -> Sign | None:
        if self._sheet.roles[block[0]] is not Role.WORDS:
            return None
        return self._signs.opening(block[0])

    def _take_in_place(self, blocks: Sequence[list[int]], at: int) -> int:
        """Take a note in brackets to the bracket that closes it."""
        depth = lines = 0
        for number in range(at, len(blocks)):
            for index in blocks[number]:
                words = re.sub(r"\\.", "", self._sheet.words(index))
                depth += words.count("[") - words.count("]")
                lines += 1
            closed = depth <= 0 and self._sheet.words(blocks[number][-1]).rstrip().endswith("]")
            if closed or (depth <= 0 and number > at):
                for block in blocks[at : number + 1]:
                    self._add_foot(block)
                return number + 1
            if lines > _MOST_IN_PLACE or (number > at and self._is_next(blocks[number])):
                break
        self._add_foot(blocks[at])
        return at + 1

    def _is_next(self, block: list[int]) -> bool:
        return _IN_PLACE.match(self._sheet.words(block[0])) is not None

    def _add_foot(self, block: list[int]) -> None:
        if self._rule >= 0:
            self._ruled = True
            if self._foot and not self._text:
                self._keep_rule()
            self._rule = -1
        self._foot += block

    def _keep_rule(self) -> None:
        """Keep a rule that is above no notes: it parts the text."""
        if self._rule >= 0:
            self._text.append(self._rule)
            self._rule = -1

    def _end_unit(self) -> None:
        if self._text or self._foot:
            self._parts.append(Part(tuple(self._text), tuple(self._foot), self._ruled))
        self._text, self._foot, self._ruled = [], [], False
        self._called = set()


_USED = 2.5  # the cost of leaving a sign of a series that a scan surely has


def units_of(
    signs: LineSigns, parts: Sequence[Part], series: str, body_size: float, *, used: bool = False
) -> list[Unit]:
    """Return the units of a series of notes, with every way in which each may be parted; `used`
    says that the scan surely has the series, whose signs then mean nothing else."""
    units = [_unit(signs, part, series, body_size, number) for number, part in enumerate(parts)]
    return [_surer(unit) for unit in units] if used else units


def _surer(unit: Unit) -> Unit:
    """Return a unit in which leaving a sign is dear."""
    most = max((len(option.openings) for option in unit.options), default=0)
    options = (
        replace(option, cost=option.cost + _USED * (most - len(option.openings)), calls=tuple(
            replace(sign, skip=max(sign.skip, _USED)) for sign in option.calls), openings=tuple(
            replace(sign, skip=max(sign.skip, _USED)) for sign in option.openings))
        for option in unit.options
    )  # fmt: skip
    return replace(unit, options=tuple(options))


def _unit(signs: LineSigns, part: Part, series: str, body_size: float, number: int) -> Unit:
    sheet = signs.sheet
    lines = (*part.lines, *part.foot)
    restart = _restart(sheet, part) if number else _AFTER_HEADING
    openings = {i: s for i in lines if (s := _opening(signs, i, series)) is not None}
    calls = [s for i in part.lines if sheet.roles[i] is Role.WORDS
             for s in signs.calls(i)
             if s.series == series]  # fmt: skip
    if part.foot:
        option = _option(signs, part.foot[0], part.foot, calls, openings, series, 0.0)
        return Unit((option,), restart)
    words = [i for i in part.lines if sheet.roles[i] is Role.WORDS]
    unread = {i: _cost_in_text(sheet, i, s, body_size) for i, s in openings.items()}
    nothing = _cost_of_no_foot(sheet, part, words, body_size) + sum(unread.values())
    options = [Option(-1, tuple(calls), (), nothing)]
    for foot in _feet(sheet, words, openings, body_size):
        cost = _cost_of_foot(sheet, foot, words, body_size)
        cost += sum(cost for index, cost in unread.items() if index < foot)
        under = [i for i in words if i >= foot]
        options.append(_option(signs, foot, under, calls, openings, series, cost))
    return Unit(tuple(options), restart)


def _cost_in_text(sheet: Sheet, index: int, sign: Sign, body_size: float) -> float:
    """Return the cost of taking a line that begins like a note for text."""
    if 0 < sheet.lines[index].size < _SMALL * body_size:
        return 3.0
    own_block = not sheet.is_words(index - 1)
    return min(sign.skip, 1.6 if own_block else 0.8)


def _restart(sheet: Sheet, part: Part) -> float:
    words = [i for i in part.lines if sheet.roles[i] is Role.WORDS]
    for place, index in enumerate(words):
        text = sheet.words(index)
        if headings.MARKED.match(text) or headings.is_chapter(text):
            return _AFTER_HEADING if place < 3 else _NEAR_HEADING
    new_file = words and sheet.scan.file_at(sheet.lines[words[0]].start).start == (
        sheet.lines[words[0]].start
    )
    return _AFTER_HEADING if new_file else _ELSEWHERE


def _opening(signs: LineSigns, index: int, series: str) -> Sign | None:
    sheet = signs.sheet
    if sheet.roles[index] is not Role.WORDS:
        return None
    sign = signs.opening(index)
    if sign is None or sign.series != series:
        return None
    if sheet.wrapped and sheet.is_words(index - 1) and sign.skip < 5:
        before = sheet.words(index - 1).rstrip()
        if not _ENDS.search(before) and sheet.scan.markup != "layout":
            return replace(sign, take=sign.take + 0.7, skip=min(sign.skip, 0.6))
    return sign


def _option(
    finder: LineSigns, foot: int, under: Sequence[int], calls: Sequence[Sign],
    openings: dict[int, Sign], series: str, cost: float,
) -> Option:  # fmt: skip
    sheet = finder.sheet
    start = sheet.lines[foot].start
    signs = [_in_foot(sheet, i, openings[i], under) for i in under if i in openings]
    if series == "number":
        taken = {s.start for s in signs}
        for index in under:
            line = sheet.lines[index]
            signs += [s for s in finder.run_ins(index) if s.start not in taken]
            first_of_block = not sheet.is_words(index - 1) and index != under[0]
            decided = finder.is_decided_against(line.start)
            if first_of_block and index not in openings and not decided:
                signs.append(Sign(line.start, line.start, "unnumbered", "number", 0, "", 2.6, 0.0))
        signs.sort(key=lambda s: s.start)
    return Option(foot, tuple(s for s in calls if s.start < start), tuple(signs), cost)


def _feet(
    sheet: Sheet, words: Sequence[int], openings: dict[int, Sign], body_size: float
) -> list[int]:
    """Return the lines with which the notes of a page may begin: the first of each run of
    numbers that follow each other, and what is under a rule."""
    feet: list[int] = []
    last: Sign | None = None
    for index in words:
        sign = openings.get(index)
        under_rule = is_clear_foot(sheet, index, body_size)
        if (under_rule and index != words[0]) or (
            sign is not None
            and (last is None or sign.value != last.value + 1 or not sheet.is_words(index - 1))
        ):
            feet.append(index)
        if sign is not None:
            last = sign
    ruled = [i for i in feet if i not in openings]
    return sorted({*feet[:_MOST_FEET], *ruled})


def _in_foot(sheet: Sheet, index: int, sign: Sign, under: Sequence[int]) -> Sign:
    """Return the opening of a block among notes, which is hardly anything else than a note: its
    call is lost sooner than that."""
    if sign.skip < 1 or (sheet.is_words(index - 1) and index != under[0]):
        return sign
    return replace(sign, skip=max(sign.skip, _NOTE_BLOCK))


def _hinted(sheet: Sheet, index: int) -> bool:
    """Return whether the layout itself says that the notes begin with a line."""
    here = sheet.lines[index].hint == "foot"
    return here and (index == 0 or sheet.lines[index - 1].hint != "foot")


def is_clear_foot(sheet: Sheet, index: int, body_size: float) -> bool:
    """Return whether it can be seen that notes begin with a line: the layout says so, a rule is
    above it, or from there on the letters are smaller."""
    return is_under_rule(sheet, index) or _is_smaller_from(sheet, index, body_size)


def _is_smaller_from(sheet: Sheet, index: int, body_size: float) -> bool:
    line = sheet.lines[index]
    if not 0 < line.size < _SMALL * body_size or index == 0:
        return False
    above = index - 1
    while above >= 0 and sheet.roles[above] not in (Role.WORDS, Role.RULE):
        above -= 1
    if above < 0 or sheet.lines[above].page != line.page:
        return False
    if sheet.lines[above].size < _SMALL * body_size:
        return False
    sizes = []
    for other in range(index, len(sheet.lines)):
        if sheet.lines[other].page != line.page:
            break
        if sheet.roles[other] is Role.WORDS:
            sizes.append(sheet.lines[other].size)
    return sum(size < _SMALL * body_size for size in sizes) >= 0.8 * len(sizes)


def is_under_rule(sheet: Sheet, index: int) -> bool:
    """Return whether a line of words is the first below a rule, or where the layout says that
    notes begin."""
    if _hinted(sheet, index):
        return True
    above = index - 1
    while above >= 0 and sheet.roles[above] is Role.BLANK:
        above -= 1
    return above >= 0 and sheet.roles[above] is Role.RULE


def _cost_of_foot(sheet: Sheet, foot: int, words: Sequence[int], body_size: float) -> float:
    cost = 0.6
    if any(sheet.lines[i].hint == "foot" for i in words):
        return 0.0 if _hinted(sheet, foot) else 3.0
    if is_clear_foot(sheet, foot, body_size):
        return 0.0
    if any(is_clear_foot(sheet, i, body_size) for i in words[1:]):
        return 3.0
    if not sheet.is_words(foot - 1):
        cost = 0.3
    if body_size:
        under = [sheet.lines[i].size for i in words if i >= foot and sheet.lines[i].size]
        small = sum(1 for size in under if size < _SMALL * body_size)
        cost += 0.0 if under and small >= 0.6 * len(under) else 1.5
    return cost


def _cost_of_no_foot(sheet: Sheet, part: Part, words: Sequence[int], body_size: float) -> float:
    if any(sheet.lines[i].hint == "foot" for i in part.lines):
        return 3.0
    inner = [i for i in part.lines if sheet.roles[i] is Role.RULE]
    ruled = bool(inner) and inner[-1] not in (part.lines[0], part.lines[-1])
    return 1.0 if ruled or any(_is_smaller_from(sheet, i, body_size) for i in words) else 0.0
