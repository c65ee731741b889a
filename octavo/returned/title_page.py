"""Put what was changed on the title page into edition.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from octavo.source.written_values import WrittenValue, as_value, written_values


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of the title page that was changed: its number, its words before and behind; and from
    where to where they are in edition.yaml, and what is written there now; nothing if they are not
    found."""

    number: int
    taken: str
    put: str
    edit: tuple[int, int, str] | None = None


def line_changes(
    settings: str, before: Sequence[str], behind: Sequence[str]
) -> Iterator[LineChange]:
    """Yield what was changed on the title page, and where it is written in the settings."""
    values = written_values(settings)
    matcher = SequenceMatcher(None, before, behind, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        if b - a != d - c:
            yield LineChange(a, " ".join(before[a:b]), " ".join(behind[c:d]))
            continue
        for step in range(b - a):
            old, new = before[a + step], behind[c + step]
            yield LineChange(c + step, old, new, _edit(values, old, new))


def _edit(values: Sequence[WrittenValue], old: str, new: str) -> tuple[int, int, str] | None:
    """Return how a value becomes another: one of all the words, or of those alone that differ."""
    for one, other in ((old, new), _differing(old, new)):
        found = [value for value in values if value.value == one]
        if len(found) == 1 and other:
            return found[0].start, found[0].end, as_value(other)
    return None


def _differing(old: str, new: str) -> tuple[str, str]:
    """Return the words of two lines without those with which both begin and end."""
    one, other = old.split(" "), new.split(" ")
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return " ".join(one), " ".join(other)
