"""Find what catches the eye at the edges of a paragraph: hyphens in rows, the same word again, a
last line too short.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from octavo.pdf.engine import Line
from octavo.pdf.page_faults.page_issue import Layout, Seen, around, quoted, running

HYPHENS = 3  # most hyphens in a row
WORDS = 3  # fewest lines in a row that may not begin, or end, with the same word
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def last_lines(layout: Layout) -> Iterator[Seen]:
    """Yield each last line of a paragraph that is shorter than an indent.

    An indent is that of the paragraph, and at least the size of its letters: the latter is the
    measure for paragraphs that begin flush.
    """
    for column in layout.columns:
        for lines in column.paragraphs():
            line = lines[-1]
            if line.first or not line.last or not running(line) or not line.text:
                continue
            if line.box.right - line.measure.x < max(line.size, lines[0].indent):
                message = (
                    f"the last line of a paragraph is shorter than an indent: {quoted(line.text)}"
                )
                yield Seen(column.page, around([line]), message, line)


def hyphen_rows(layout: Layout) -> Iterator[Seen]:
    """Yield each row of more than three lines that end with a hyphen."""
    for page, row in _rows(layout, lambda line: "-" if line.hyphened else ""):
        if len(row) > HYPHENS:
            message = f"{len(row)} lines in a row end with a hyphen, from {quoted(row[0].text)}"
            yield Seen(page, around(row), message, row[0])


def stacks(layout: Layout) -> Iterator[Seen]:
    """Yield each row of three lines or more that begin, or end, with the same word."""
    for edge, word in (("begin", _first_word), ("end", _last_word)):
        for page, row in _rows(layout, word):
            if len(row) >= WORDS:
                message = f"{len(row)} lines in a row {edge} with “{_as_printed(row[0], word)}”"
                yield Seen(page, around(row), message, row[0])


def _as_printed(line: Line, word: Callable[[Line], str]) -> str:
    found = [w for w in _WORD.findall(line.text) if w.casefold() == word(line)]
    return found[0] if found else word(line)


def _rows(layout: Layout, key: Callable[[Line], str]) -> Iterator[tuple[int, Sequence[Line]]]:
    """Yield each row of lines, in one paragraph and on one page, that have the same key, with the
    page's index; an empty key makes no row."""
    for column in layout.columns:
        for lines in column.paragraphs():
            for value, row in groupby((line for line in lines if running(line)), key=key):
                if value:
                    yield column.page, tuple(row)


def _first_word(line: Line) -> str:
    found = _WORD.match(line.text.lstrip("“”‘’\"'([«»"))
    return found[0].casefold() if found else ""


def _last_word(line: Line) -> str:
    """Return the word at a line's end, case-folded; nothing if the word is divided."""
    if line.hyphened:
        return ""
    bare = line.text.rstrip(".,;:!?…”“’‘\"')]»«")
    found = _WORD.search(bare[bare.rfind(" ") + 1 :])
    return found[0].casefold() if found and bare.endswith(found[0]) else ""
