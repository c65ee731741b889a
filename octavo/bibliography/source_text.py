"""Hold the text of a bibliography with its places, and collect what a reader finds in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping
from typing import Any

from octavo.bibliography.normalize import sound
from octavo.bibliography.rules import (
    bibliography_can_be_read,
    entry_can_be_read,
    reference_is_read_whole,
)
from octavo.model import Fault, FaultError, Place, Reference
from octavo.source import CONTROL, read_as, read_fault

MOST_LEFT_OUT = 200
MOST = 100_000  # references of one file


class Broken(Exception):
    """The text cannot be read further: the offset and the reason."""

    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.offset, self.message, self.hint = offset, message, hint


class Writing:
    """The text of a file, and the place of each offset in it."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self._newlines = [match.start() for match in re.finditer("\n", text)]

    def place(self, offset: int) -> Place:
        """Return the place of the character at `offset`."""
        line = bisect_right(self._newlines, offset - 1)
        start = self._newlines[line - 1] + 1 if line else 0
        return Place(self.path, line + 1, offset - start + 1)


def _without_escaped(data: Mapping[str, Any]) -> tuple[Mapping[str, Any], set[str]]:
    """Return an entry without the control characters that its format writes as an escape
    (`\\u0007`), and these characters."""
    signs: set[str] = set()

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            found = CONTROL.findall(value)
            signs.update(found)
            return CONTROL.sub(lambda match: read_as(match[0]), value) if found else value
        if isinstance(value, Mapping):
            return {name: clean(inner) for name, inner in value.items()}
        return [clean(inner) for inner in value] if isinstance(value, list) else value

    return clean(data), signs


class Reader:
    """The references of one file as they are found, and the faults met; `wanted` are the keys of
    those that are read, None for all."""

    def __init__(self, path: str, wanted: Container[str] | None = None) -> None:
        self.path, self._wanted = path, wanted
        self.references: list[Reference] = []
        self.faults: list[Fault] = []
        self._left_out = 0

    def add(
        self, key: str, data: Mapping[str, Any], place: Place, told: Iterable[Fault] = ()
    ) -> None:
        """Add an entry, normalized; `told` are the faults of what was lost in reading it.

        Raise FaultError, which ends the reading, if the file has more references than MOST.
        """
        if len(self.references) == MOST:
            message = f"only the first {MOST:,} references of the file are read"
            raise FaultError(bibliography_can_be_read.fault(place, message, "split the file"))
        data, signs = _without_escaped(data)
        self.faults += (read_fault(sign, [place]) for sign in sorted(signs))
        made, more = sound(data, key, place)
        self.references.append(Reference(key, made, place, (*told, *more)))

    def name(self, key: str, place: Place) -> None:
        """Add the key of an entry that nothing asks for; what it says is not read."""
        if len(self.references) < MOST:
            self.references.append(Reference(key, {"id": key, "type": ""}, place))

    def asks_for(self, key: str) -> bool:
        """Return whether what an entry says is asked for."""
        return self._wanted is None or key in self._wanted

    def refuse(self, place: Place, message: str, hint: str = "") -> None:
        """Report that the file, or the text at a place in it, cannot be read."""
        self.faults.append(bibliography_can_be_read.fault(place, message, hint))

    def leave_out(self, place: Place, message: str, hint: str = "") -> None:
        """Report an entry that cannot be read, and that harms no other.

        The reports of one file are bounded, because a file of another kind would get one for each
        line.
        """
        self._left_out += 1
        if self._left_out > MOST_LEFT_OUT:
            return
        if self._left_out == MOST_LEFT_OUT:
            message, hint = "and more entries cannot be read", "look at the first of them"
        self.faults.append(entry_can_be_read.fault(place, message, hint))


def as_lost(told: Iterable[str], place: Place) -> list[Fault]:
    """Return a fault for each message about a loss in the entry at `place`."""
    return [reference_is_read_whole.fault(place, words) for words in told]
