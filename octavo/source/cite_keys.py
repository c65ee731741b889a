"""Find what looks like a cite key, or like a reference that prints a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from octavo.model import CiteKey, Source
from octavo.source.note_marks import Candidate
from octavo.source.places import Lines, shown

CITE = re.compile(
    r"(?<![\w\\])@(?:\{(?P<braced>[^{}\s]+)\}"
    r"|(?P<bare>\*|\w+(?:[:.#$%&+?<>~/-]\w+|--\w+|__\w+)*))"
)
_END_OF_NOTE = re.compile(r"\n[ \t]*\n(?=[^\s])")


def find_cite_keys(source: Source, definitions: Iterable[Candidate]) -> tuple[CiteKey, ...]:
    """Return all that looks like a cite key, each with the label of the note that it is written in.

    A note ends at the first line after an empty one that is not indented.
    """
    text, lines = source.text, Lines(source.section.path, source.text)
    notes = [(c.offset, c.label) for c in definitions if c.definition]
    starts = [start for start, _ in notes]
    ends = [match.end() for match in _END_OF_NOTE.finditer(text)]
    found: list[CiteKey] = []
    for match in shown(text, CITE):
        index = bisect_right(starts, match.start()) - 1
        label = ""
        if index >= 0:
            end = bisect_right(ends, starts[index])
            if end == len(ends) or match.start() < ends[end]:
                label = notes[index][1]
        key = match["braced"] or match["bare"]
        found.append(CiteKey(key, label, lines.place(match.start())))
    return tuple(found)


_ASKS_FOR_PAGE = re.compile(rb"@\{?(?:note|[Ff]ig|[Tt]bl|[Ee]q|[Ss]ec):[^\]]{1,200}?\bpage\b")


def asks_for_pages(text: bytes) -> bool:
    """Return whether a text may print the page of a note, `[@note:label, page]`, or of a figure."""
    return b"page" in text and _ASKS_FOR_PAGE.search(text) is not None


def refers_to_notes(text: bytes) -> bool:
    """Return whether a text may refer to a note, `@note:label`."""
    return b"@note:" in text or b"@{note:" in text
