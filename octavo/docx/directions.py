"""Set the direction of paragraphs, runs and tables that hold text from right to left.

Word orders a line by the Unicode Bidirectional Algorithm, but it takes a run with `w:rtl` for text
of that direction, brackets and all, and any other run for text from left to right. So runs are
split where the level of their text changes (UAX #9). pandoc has marked what is in an element with
`dir`: paragraphs by `w:bidi`, runs by `w:rtl`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import groupby

from octavo.docx.parts.ooxml import Node, make, q, style_of, text_in, words
from octavo.locales import bidi_levels, holds_rtl

_TEXT, _PROPERTIES = q("w:t"), q("w:rPr")
_ISOLATES, _END = ("\u2066", "\u2067"), "\u2069"
_EMBEDDINGS, _END_OF_EMBEDDING = ("\u202a", "\u202b"), "\u202c"
_OTHER, _LINE_END = "\ufffc", "\u2028"
_CALLS = {q("w:footnoteReference"), q("w:endnoteReference"), q("w:footnoteRef")}
_LETTER = re.compile(r"[^\W\d_]")
_OTHER_SIDE = {"left": "right", "right": "left"}
# The properties that follow w:bidi of a paragraph, and w:rtl of a run (ISO 29500-1, 17.3).
_AFTER_BIDI = {
    q(f"w:{name}")
    for name in (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
        "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    )
}  # fmt: skip
_AFTER_RTL = {q(f"w:{name}") for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish")}


def set_directions(part: Node) -> None:
    """Set the directions of the runs and tables of a part, in place; do nothing where all text runs
    from left to right."""
    for paragraph in part.iter(q("w:p")):
        base = _is_bidi(paragraph)
        if base:
            _exchange_sides(paragraph)
        if base or holds_rtl(text_in(paragraph)):
            _direct_runs(paragraph, base, marked=True)
    for table in part.iter(q("w:tbl")):
        first = next(table.iter(q("w:p")), None)
        if first is not None and _is_bidi(first):
            style = table.find(f"{q('w:tblPr')}/{q('w:tblStyle')}")
            if style is not None:
                style.addnext(make("w:bidiVisual"))
            else:
                table.find(q("w:tblPr")).insert(0, make("w:bidiVisual"))


def direct_notes(footnotes: Node, *, rtl: bool) -> None:
    """Give the paragraphs of notes the direction of their section, in place.

    pandoc gives them that of the place of their call. A note with paragraphs of both directions has
    an element of another language, and is left.
    """
    for note in footnotes:
        paragraphs = list(note.iter(q("w:p")))
        if len({_is_bidi(paragraph) for paragraph in paragraphs}) != 1:
            continue
        for paragraph in paragraphs:
            if _is_bidi(paragraph) and not rtl:
                properties = paragraph.find(q("w:pPr"))
                properties.remove(properties.find(q("w:bidi")))
            elif rtl and not _is_bidi(paragraph):
                _insert(_properties_of(paragraph), make("w:bidi"), _AFTER_BIDI)


def name_styles(body: Node) -> None:
    """Give the paragraphs of a text that run from right to left the style that pandoc leaves out:
    that of a first one after anything but such a paragraph."""
    for paragraph in body.iterfind(q("w:p")):
        properties = paragraph.find(q("w:pPr"))
        if not _is_bidi(paragraph) or properties.find(q("w:numPr")) is not None:
            continue
        if properties.find(q("w:pStyle")) is None:
            before = paragraph.getprevious()
            goes_on = before is not None and style_of(before) in ("BodyText", "FirstParagraph")
            name = "BodyText" if goes_on else "FirstParagraph"
            properties.insert(0, make("w:pStyle", {"w:val": name}))


def _properties_of(paragraph: Node) -> Node:
    """Return the properties of a paragraph, made if it has none."""
    properties = paragraph.find(q("w:pPr"))
    if properties is None:
        properties = make("w:pPr")
        paragraph.insert(0, properties)
    return properties


def from_right(nodes: Iterable[Node]) -> None:
    """Make paragraphs run from right to left, and set the directions of their runs, in place."""
    for node in nodes:
        for paragraph in node.iter(q("w:p")):
            if not _is_bidi(paragraph):
                _insert(_properties_of(paragraph), make("w:bidi"), _AFTER_BIDI)
            _direct_runs(paragraph, True, marked=False)


def _is_bidi(paragraph: Node) -> bool:
    return paragraph.find(f"{q('w:pPr')}/{q('w:bidi')}") is not None


def _exchange_sides(paragraph: Node) -> None:
    """Turn the sides of a paragraph from right to left, whose left Word takes for the side
    where its lines begin."""
    side = paragraph.find(f"{q('w:pPr')}/{q('w:jc')}")
    if side is not None:
        written = side.get(q("w:val"))
        side.set(q("w:val"), _OTHER_SIDE.get(written, written))


def _direct_runs(paragraph: Node, base: bool, *, marked: bool) -> None:
    """Split the runs of a paragraph by direction. `marked` says that pandoc has marked those of
    elements of the other direction."""
    text = ""
    groups: list[tuple[bool, list[tuple[Node, int, int]]]] = []
    for apart, group in groupby(
        list(paragraph.iter(q("w:r"))), key=lambda run: marked and _is_apart(run, base)
    ):
        text += _ISOLATES[not base] if apart else ""
        placed = []
        for run in group:
            own = _read(run)
            placed.append((run, len(text), len(text) + len(own)))
            text += own
        text += _END if apart else ""
        groups.append((apart, placed))
    levels = list(bidi_levels(text, int(base)))
    for apart, placed in groups:
        parts = [
            part for run, start, end in placed
            for part in _split(run, text[start:end], levels[start:end])
        ]  # fmt: skip
        if apart:
            _embed(parts, int(not base))


def _embed(parts: Sequence[Node], direction: int) -> None:
    """Put the runs of an element of the other direction, if there are some of both directions,
    between the characters that embed them (UAX #9, 2.1): not every program reads `w:dir`."""
    kinds = {part.find(f"{q('w:rPr')}/{q('w:rtl')}") is not None for part in parts}
    if len(kinds) < 2:
        return
    first, last = _words_of(parts[0])[0], _words_of(parts[-1])[-1]
    first.text = f"{_EMBEDDINGS[direction]}{first.text or ''}"
    last.text = f"{last.text or ''}{_END_OF_EMBEDDING}"


def _is_apart(run: Node, base: bool) -> bool:
    """Return whether a run is in an element of the other direction, whose words do not change the
    order of those about it."""
    return bool(_words_of(run)) and (run.find(f"{q('w:rPr')}/{q('w:rtl')}") is not None) != base


def _words_of(run: Node) -> Sequence[Node]:
    return [child for child in run if child.tag == _TEXT]


def _read(run: Node) -> str:
    """Return a run as the algorithm is to see it."""
    if any(child.tag in _CALLS for child in run):
        return f"{_ISOLATES[0]}1{_END}"
    if any(child.tag == q("w:br") for child in run):
        return _LINE_END
    return "".join(child.text or "" for child in _words_of(run)) or _OTHER


def _split(run: Node, text: str, levels: Sequence[int]) -> list[Node]:
    """Split a run where the direction of its text changes, mark the parts from right to left, and
    return all parts."""
    properties = run.find(_PROPERTIES)
    for marked in run.findall(f"{_PROPERTIES}/{q('w:rtl')}"):
        marked.getparent().remove(marked)
    held = [child for child in run if child.tag != _PROPERTIES]
    if len(held) != 1 or held[0].tag != _TEXT or not text:
        if text and levels[0] % 2:
            _mark(run)
        return [run]
    made: list[Node] = []
    for rtl, piece in _pieces(text, levels):
        part = make("w:r")
        made.append(part)
        if properties is not None and len(properties):
            part.append(deepcopy(properties))
        part.append(words(piece))
        if rtl:
            _mark(part)
        run.addprevious(part)
    run.getparent().remove(run)
    return made


def _pieces(text: str, levels: Sequence[int]) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text of one direction each; figures among words from right to left are
    of theirs."""
    found: list[tuple[bool, str]] = []
    for level, group in groupby(zip(text, levels, strict=True), key=lambda pair: pair[1]):
        piece = "".join(letter for letter, _ in group)
        rtl = level % 2 == 1 or (level > 1 and not _LETTER.search(piece))
        if found and found[-1][0] == rtl:
            found[-1] = (rtl, found[-1][1] + piece)
        else:
            found.append((rtl, piece))
    yield from found


def _mark(run: Node) -> None:
    properties = run.find(_PROPERTIES)
    if properties is None:
        properties = make("w:rPr")
        run.insert(0, properties)
    _insert(properties, make("w:rtl"), _AFTER_RTL)


def _insert(properties: Node, made: Node, after: set[str]) -> None:
    """Put a property before those that follow it by the schema."""
    following = next((child for child in properties if child.tag in after), None)
    if following is None:
        properties.append(made)
    else:
        following.addprevious(made)
