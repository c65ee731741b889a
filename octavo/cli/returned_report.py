"""Print what a returned Word file changes: a diff of the texts, who changed what and where, what
has no place, and where every letter that differs went."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from octavo.proof.parting import shown
from octavo.returned import Built, FoundChange, Proven, Returned, TrackedChange
from octavo.source import EDITION_PATH

_LONGEST = 120  # letters of a change that are printed
Spots = Mapping[str, tuple[str, int]]  # where the paragraphs are whose bookmarks have these names


@dataclass(frozen=True, slots=True)
class Report:
    """What is printed of a returned file: its name; what it changes; what it would change if all
    that was tracked were rejected; the tracked changes and comments; and where paragraphs are."""

    name: str
    built: Built
    returned: Returned
    proven: Proven
    plainly: Returned
    tracked: Sequence[TrackedChange]
    spots: Spots
    remarks: Sequence[str] = ()


def report(made: Report) -> str:
    """Return the report, one line for each change; the diff in it can be given to `patch`."""
    from octavo.tasks.running.printable import printable

    texts = {text.path: text.text for text in made.built.texts}
    texts[EDITION_PATH] = made.built.settings
    places = _Places(texts)
    lines = [*made.remarks, *_diffs(texts, made.returned)]
    lines += _section("Tracked:", _tracked(made, places))
    lines += _section("Changed without tracking:", _plain(made, places))
    lines += _section("Without a place in the texts; look at them yourself:", _left(made, places))
    lines += _section("Comments:", _comments(made, places))
    lines += _account(made)
    return "".join(f"{printable(line)}\n" for line in lines)


class _Places:
    """The places of offsets in texts."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._ends: dict[str, list[int]] = {}

    def of(self, path: str, offset: int) -> str:
        """Return path:line:column."""
        text = self._texts[path]
        if path not in self._ends:
            self._ends[path] = [at for at, character in enumerate(text) if character == "\n"]
        line = bisect_left(self._ends[path], offset)
        start = self._ends[path][line - 1] + 1 if line else 0
        return f"{path}:{line + 1}:{offset - start + 1}"

    def of_change(self, one: FoundChange) -> str:
        """Return the place of a change, or the words that it is near."""
        if one.path in self._texts and one.offset >= 0:
            return self.of(one.path, one.offset)
        return f"at “{_short(one.near)}”" if one.near else "in the Word file"


def _diffs(texts: Mapping[str, str], returned: Returned) -> Iterator[str]:
    for path in sorted(returned.texts):
        yield from unified_diff(
            texts[path].split("\n"), returned.texts[path].split("\n"), f"a/{path}", f"b/{path}",
            lineterm="", n=1,
        )  # fmt: skip


def _section(head: str, lines: Iterator[str]) -> list[str]:
    held = [f"  {line}" for line in lines]
    return ["", head, *held] if held else []


def _tracked(made: Report, places: _Places) -> Iterator[str]:
    for one in made.tracked:
        if one.kind != "comment":
            yield f"{_spot(one, made, places)}: {_who(one)}: {_said_of(one)}"


def _comments(made: Report, places: _Places) -> Iterator[str]:
    for one in made.tracked:
        if one.kind == "comment":
            yield f"{_spot(one, made, places)}: {_who(one)}: {_short(one.put)}"


def _plain(made: Report, places: _Places) -> Iterator[str]:
    for one in made.plainly.placed:
        yield f"{places.of_change(one)}: {_change(one)}"


def _left(made: Report, places: _Places) -> Iterator[str]:
    for one in made.returned.unplaced:
        who = _author_of(one, made.tracked)
        where = places.of_change(one)
        if one.offset < 0 and one.name in made.spots:
            where = places.of(*made.spots[one.name])
        yield f"{where}: {who}{_change(one)} ({one.change.why})"


def _spot(one: TrackedChange, made: Report, places: _Places) -> str:
    if one.name in made.spots:
        return places.of(*made.spots[one.name])
    return f"at “{_short(one.near)}”" if one.near else "in the Word file"


def _author_of(one: FoundChange, tracked: Sequence[TrackedChange]) -> str:
    """Return who made a change that has no place, if it was tracked."""
    for other in tracked:
        said = one.change.put or one.change.taken
        same = other.name == one.name and said and said.strip() in f"{other.put}{other.taken}"
        if other.kind != "comment" and same:
            return f"{_who(other)}: "
    return ""


def _who(one: TrackedChange) -> str:
    return f"{one.author or 'no name'}, {one.date[:16].replace('T', ' ') or 'no date'}"


def _said_of(one: TrackedChange) -> str:
    if one.kind == "set otherwise":
        return f"“{_short(one.put)}” is set otherwise"
    return _turned(one.taken, one.put)


def _change(one: FoundChange) -> str:
    return _turned(one.change.taken, one.change.put) or "the look of words"


def _turned(taken: str, put: str) -> str:
    if taken and put:
        return f"“{_short(taken)}” → “{_short(put)}”"
    if taken:
        return f"“{_short(taken)}” taken out"
    return f"“{_short(put)}” put in" if put else ""


def _short(words: str) -> str:
    said = shown(words.replace("\u2029", "¶"))
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _account(made: Report) -> Iterator[str]:
    """Yield how many letters differ between the file and the edition, and where they went."""
    placed, left = (_letters(some) for some in (made.returned.placed, made.returned.unplaced))
    looks = sum(not (one.change.taken or one.change.put) for one in made.returned.placed)
    if not (made.returned.placed or made.returned.unplaced):
        yield f"nothing changed: {made.name} reads as the edition does"
        return
    yield ""
    more = f", and the look of {looks} words" if looks else ""
    yield f"{placed + left:,} letters differ: {placed:,} have a place{more}; {left:,} have none"
    proven = made.proven
    if proven.set_anew or proven.typography:
        yield (
            f"in consequence Octavo sets {proven.set_anew:,} letters anew (numbers, citations, "
            f"contents), and {proven.typography:,} spaces and marks as the language has them"
        )


def _letters(changes: Sequence[FoundChange]) -> int:
    return sum(len(one.change.taken) + len(one.change.put) for one in changes)
