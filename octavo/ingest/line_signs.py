"""Find the signs of each line once: what may call a note there, and what may open one."""

from __future__ import annotations

import bisect
from collections.abc import Collection

from octavo.ingest.note_signs import Sign, calls_in, opening_at, run_in_openings, value_of
from octavo.ingest.sheet import Sheet


class LineSigns:
    """The signs of the lines of a sheet, without those that a person has decided to be none."""

    def __init__(
        self, sheet: Sheet, no_call: Collection[int] = (), no_opening: Collection[int] = ()
    ) -> None:
        self.sheet = sheet
        self._no_call = frozenset(no_call)
        self._no_opening = frozenset(no_opening)
        self._calls: dict[int, tuple[Sign, ...]] = {}
        self._openings: dict[int, Sign | None] = {}
        self._raised = sheet.scan.raised
        self._raised_starts = [start for start, _ in self._raised]

    def calls(self, index: int) -> tuple[Sign, ...]:
        """Return what may call notes on a line, in order."""
        if index not in self._calls:
            line = self.sheet.lines[index]
            raised = self._raised_in(line.start, line.end)
            others = calls_in(self.sheet.scan.text, line.start, line.end)
            apart = [s for s in others if not any(s.start < r.end and r.start < s.end
                                                  for r in raised)]  # fmt: skip
            found = sorted([*raised, *apart], key=lambda sign: sign.start)
            self._calls[index] = tuple(s for s in found if s.start not in self._no_call)
        return self._calls[index]

    def opening(self, index: int) -> Sign | None:
        """Return what may open a note at the beginning of a line."""
        if index not in self._openings:
            line = self.sheet.lines[index]
            raised = self._raised_in(line.start, line.end)
            sign = opening_at(self.sheet.scan.text, line.start, line.end)
            if raised and raised[0].start == line.start:
                first = raised[0]
                sign = Sign(first.start, first.end, "raised", first.series, first.value,
                            first.written, 0.0, 6.0, first.damaged)  # fmt: skip
            if sign is not None and sign.start in self._no_opening:
                sign = None
            self._openings[index] = sign
        return self._openings[index]

    def run_ins(self, index: int) -> list[Sign]:
        """Return the numbers within a line at which another note may begin."""
        line = self.sheet.lines[index]
        found = run_in_openings(self.sheet.scan.text, line.start, line.end)
        return [sign for sign in found if sign.start not in self._no_opening]

    def is_decided_against(self, position: int) -> bool:
        return position in self._no_opening

    def _raised_in(self, start: int, end: int) -> list[Sign]:
        found: list[Sign] = []
        at = bisect.bisect_left(self._raised_starts, start)
        while at < len(self._raised) and self._raised[at][0] < end:
            a, b = self._raised[at]
            written = self.sheet.scan.text[a:b].strip(".,)]")
            series, value, damaged = value_of(written)
            if value:
                found.append(Sign(a, a + len(written), "raised", series, value, written, 0.0, 5.0,
                                  damaged))  # fmt: skip
            at += 1
        return found
