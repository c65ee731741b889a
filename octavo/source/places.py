"""Find places in a text: lines and columns of offsets, and of matches outside of code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from octavo.model import Place, Source


class Lines:
    """The lines of a text, by which offsets become places."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        """Return the place of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return Place(self._path, line, offset - self._starts[line - 1] + 1)

    def offset(self, line: int) -> int:
        """Return the offset of the first character of a line, counted from 1."""
        return self._starts[min(line, len(self._starts)) - 1]


_CODE = re.compile(
    r"^(?P<indent>[ >\t]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >\t]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def hidden_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of code and of comments, in order; a comment that is never closed is
    none."""
    spans = [match.span() for match in _CODE.finditer(text)]
    spans += [match.span() for match in _COMMENT.finditer(text, 0, text.rfind("-->") + 3)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def find_places(source: Source, pattern: re.Pattern[str]) -> tuple[Place, ...]:
    """Return the places of all matches of a pattern outside of code and comments."""
    lines = Lines(source.section.path, source.text)
    return tuple(lines.place(match.start()) for match in shown(source.text, pattern))


def shown(
    text: str, pattern: re.Pattern[str], known: list[tuple[int, int]] | None = None
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern outside of code and comments; `known` are the spans of these,
    if they are known already."""
    hidden = hidden_spans(text) if known is None else known
    starts = [start for start, _ in hidden]
    for match in pattern.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or match.start() >= hidden[index][1]:
            yield match


def byte_place(data: bytes, offset: int, path: str) -> Place:
    """Return the place of the byte at `offset` of a file that may not be UTF-8."""
    line_start = data.rfind(b"\n", 0, offset) + 1
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[line_start:offset].decode("utf-8", "replace")) + 1
    return Place(path, line, column)
