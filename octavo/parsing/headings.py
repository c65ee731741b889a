"""Set the levels of a section's headings: its title at the first, all others below it, none
skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.model import Blocks, Element, HeadingSkip, Inlines, Place, Source
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite, walk
from octavo.source import Lines, shown

_HEADING = re.compile(
    r"^[ >]*(?:#{1,6}[ \t]+(?P<words>\S[^\n]*)|(?P<above>\S[^\n]*)\n[ >]*(?:-+|=+)[ \t]*$)",
    re.MULTILINE,
)
_MARKS = re.compile(r"\{[^{}]*\}|\[\^[^\]]*\]|\s#+\s*$|<!--.*?-->")  # what is no word of a heading
_LETTERS = 20


def raise_headings(blocks: Blocks, name: str) -> tuple[Inlines, Blocks]:
    """Return the section's title, which is the first heading, and the blocks with that heading at
    level 1 and all others below it, each at most one level below the one above it."""
    levels = [each.made for each in _levels(blocks)]
    if not levels:
        return [], blocks
    numbered = iter(enumerate(levels, 1))

    def change(element: Element) -> Element | None:
        if not tree.is_kind(element, "Header"):
            return None
        own, classes, pairs = tree.attr_of(element)
        number, level = next(numbered)
        raised = tree.with_level(element, level)
        return tree.with_attr(raised, own or f"sec-{name}-h{number}", classes, pairs)

    first = next(_headings(blocks))
    return tree.content_of(first), rewrite(blocks, change, within=tree.PARAGRAPHS)


def skipped_levels(source: Source, blocks: Blocks) -> tuple[HeadingSkip, ...]:
    """Return the headings that skip a level."""
    levels = list(_levels(blocks))
    above = [levels[0].level, *(each.level for each in levels)] if levels else []
    found = [each for each, over in zip(levels, above, strict=False) if each.level > over + 1]
    where = _Places(source, blocks) if found else None
    return tuple(
        HeadingSkip(where.of(each.heading), tree.level_of(each.heading), each.above)
        for each in found
        if where is not None
    )


def place_of_late_title(source: Source, blocks: Blocks) -> Place | None:
    """Return the place of the first heading if it is below the first level and below a paragraph
    of text; None otherwise."""
    first = next(_headings(blocks), None)
    if first is None or tree.level_of(first) == 1:
        return None
    for block in blocks:
        if tree.is_kind(block, "Para") and plain([block]).strip():
            return _Places(source, blocks).of(first)
        if block is first or first in list(_headings([block])):
            return None
    return None


def _headings(blocks: Blocks) -> Iterator[Element]:
    return (each for each in walk(blocks) if tree.is_kind(each, "Header"))


class _Level:
    """A heading with its level below the title, the level it is made, and that above as written."""

    __slots__ = ("above", "heading", "level", "made")

    def __init__(self, heading: Element, level: int, made: int, above: int) -> None:
        self.heading, self.level, self.made, self.above = heading, level, made, above


def _levels(blocks: Blocks) -> Iterator[_Level]:
    """Yield the headings with their levels: the title has the first, a second one of its level as
    written the next."""
    top = 0
    open_levels: list[tuple[int, int, int]] = []  # as written below the title, made, as written
    for heading in _headings(blocks):
        written = tree.level_of(heading)
        if not open_levels:
            top = written
            open_levels.append((1, 1, written))
            yield _Level(heading, 1, 1, written)
            continue
        level = max(2, written - top + 1)
        while open_levels[-1][0] >= level:
            open_levels.pop()
        made, above = open_levels[-1][1] + 1, open_levels[-1][2]
        open_levels.append((level, made, written))
        yield _Level(heading, level, made, above)


class _Places:
    """The places of a text's headings, found by their first letters, in their order."""

    def __init__(self, source: Source, blocks: Blocks) -> None:
        self._start = Place(source.section.path)
        self._found: dict[str, list[Place]] = {}
        self._numbers: dict[int, int] = {}
        lines = Lines(source.section.path, source.text)
        for match in shown(source.text, _HEADING):
            words = _letters(_MARKS.sub("", match["words"] or match["above"]))
            self._found.setdefault(words, []).append(lines.place(match.start()))
        times: dict[str, int] = {}
        for heading in _headings(blocks):
            words = _letters(plain(tree.content_of(heading)))
            self._numbers[id(heading)] = times.get(words, 0)
            times[words] = times.get(words, 0) + 1

    def of(self, heading: Element) -> Place:
        """Return the place of a heading; the text's start if it is not found."""
        words = _letters(plain(tree.content_of(heading)))
        places = self._found.get(words, [])
        number = self._numbers[id(heading)]
        return places[number] if number < len(places) else next(iter(places), self._start)


def _letters(words: str) -> str:
    return "".join(character for character in words if character.isalnum())[:_LETTERS]
