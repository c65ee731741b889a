"""Divide a long section into several files, since small readers load a file whole.

A part begins with a heading if one is near, and has the notes that its text calls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from math import ceil
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from octavo.epub.page_marks import is_page_mark
from octavo.html.chapter import HEADINGS, Chapter, is_note
from octavo.html.links import ids_in, is_call

# Bytes of a file, but for one paragraph, list or table that is longer; calibre warns of more.
LONGEST = 260_000
_DRESS = 200  # bytes, at most, that the roles and links of a note and its call add
_HALF = 0.5  # no part is shorter than this share of the parts' mean size
# By how much of the mean size a cut may be away from its place for a heading.
_DRAWN = {"h2": 0.4, "h3": 0.2}


def parts_of(chapter: Chapter, length: int) -> list[Chapter]:
    """Return a section that is not yet set as one chapter, or as several if it is too long;
    `length` are the bytes of its XHTML."""
    if length + _DRESS * len(chapter.calls) <= LONGEST:
        return [chapter]
    notes = _notes_in(chapter.root)
    blocks = [child for child in chapter.root if not any(is_note(note) for note in child)]
    cuts = _cuts(blocks, [_size(block, notes) for block in blocks])
    runs = pairwise((0, *cuts, len(blocks)))
    if not cuts:
        return [chapter]
    return [
        _part(chapter, number, blocks[start:end], notes)
        for number, (start, end) in enumerate(runs, 1)
    ]


def _notes_in(root: ET.Element) -> Mapping[str, Sequence[ET.Element]]:
    """Return each note of a section by its id, behind what comes between it and the note before,
    such as the mark of a page."""
    found: dict[str, Sequence[ET.Element]] = {}
    for holder in root:
        before: list[ET.Element] = []
        for child in holder:
            before.append(child)
            if is_note(child):
                found[child.attrib["id"]], before = before, []
    return found


def _calls_in(block: ET.Element) -> list[str]:
    return [span.attrib["data-note"] for span in block.iter("span") if is_call(span)]


def _size(block: ET.Element, notes: Mapping[str, Sequence[ET.Element]]) -> int:
    """Return the bytes that a block takes in a file, with the notes that it calls."""
    calls = _calls_in(block)
    held = [block, *(element for note in calls for element in notes[note])]
    return sum(len(ET.tostring(e, "utf-8")) for e in held) + _DRESS * len(calls)


def _cuts(blocks: Sequence[ET.Element], sizes: Sequence[int]) -> list[int]:
    """Return the numbers of the blocks with which a new part begins."""
    before = [0, *accumulate(sizes)]
    mean = before[-1] / ceil(before[-1] / LONGEST)
    may_begin = [
        n for n in range(1, len(blocks))
        if blocks[n - 1].tag not in HEADINGS and not is_page_mark(blocks[n - 1])
    ]  # fmt: skip
    cuts: list[int] = []
    start = 0
    while before[-1] - before[start] > LONGEST:
        later = [n for n in may_begin if n > start]
        fit = [n for n in later if _HALF * mean <= before[n] - before[start] <= LONGEST]
        if not later:
            break
        place = before[start] + mean
        start = min(
            fit or later[:1],
            key=lambda n: abs(before[n] - place) - mean * _DRAWN.get(_opening(blocks, n), 0),
        )
        cuts.append(start)
    return cuts


def _opening(blocks: Sequence[ET.Element], number: int) -> str:
    """Return the tag of the block with which a part would begin, behind the mark of its page."""
    return next((block.tag for block in blocks[number:] if not is_page_mark(block)), "")


def _part(
    chapter: Chapter, number: int, blocks: Sequence[ET.Element],
    notes: Mapping[str, Sequence[ET.Element]],
) -> Chapter:  # fmt: skip
    """Return one part of a section, with the notes that it calls."""
    root = ET.Element("section", dict(chapter.root.attrib))
    root.text = "\n"
    root.extend(blocks)
    called = [note for block in blocks for note in _calls_in(block)]
    if called:
        held = ET.SubElement(root, "div", {"class": "notes"})
        held.extend(element for note in called for element in notes[note])
        held.text = held.tail = "\n"
    file = PurePosixPath(chapter.file)
    if number > 1:  # no section's own name has a full stop
        file = file.with_name(f"{file.stem}.part{number}{file.suffix}")
        root.set("id", f"{root.get('id', f'sec-{chapter.file}')}.part{number}")
    own = {*ids_in(root)}
    return replace(
        chapter,
        root=root,
        file=str(file),
        calls={note: chapter.calls[note] for note in called},
        headings=tuple(h for h in chapter.headings if h.id in own),
        authors=chapter.authors if number == 1 else (),
        pictures={},
        continues=number > 1,
    )
