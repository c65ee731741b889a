"""Compare a text as written with the words that are printed: markup that pandoc does not read is
printed as it is typed, or is not printed at all.

pandoc keeps no places, so a pattern finds candidates in the text, outside of code and comments, and
the printed words decide: what is read as markup is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from octavo.model import Blocks, Element, Place
from octavo.pandoc import tree
from octavo.pandoc.walk import strings_in, walk

if TYPE_CHECKING:
    from octavo.checks.survey import Inventory

_ESCAPED = re.compile(r"(?:^|[^\\])(?:\\\\)*\\\Z")
_LETTERS = 12
_PLAIN = re.compile(r"(?:[\w\s,;:()\]}{=#]|\.(?!\.)){0,40}")
# Put for what is no word: a citation, code, a formula, the end of a block.
_OTHER, _END = "\ue000", "\ue001"
_UNREAD = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})


class AsTyped:
    """One text, as written and as printed."""

    def __init__(self, text: Inventory) -> None:
        self.inventory = text
        self.where = text.where

    @property
    def lines(self) -> list[str]:
        """The lines of the text as written."""
        return self.where.lines

    def line(self, number: int) -> str:
        """Return a line by its number, from 1; an empty text if there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[Place, re.Match[str]]]:
        """Yield the matches of a pattern with their places, outside of code and comments, unless a
        backslash escapes them."""
        for place, match in self.where.matches(pattern):
            before = match.string[max(0, match.start() - 20) : match.start()]
            if not _ESCAPED.search(before):
                yield place, match

    def prints(self, sign: str, after: str = "") -> bool:
        """Return whether a sign is printed with what follows it in the text, `after`, behind it:
        its first letters, up to a sign that may be printed otherwise."""
        following = _flat(_PLAIN.match(after)[0])[:_LETTERS]  # type: ignore[index]
        return f"{_flat(sign)}{following}" in self.words

    def prints_around_citation(self, sign: str) -> bool:
        """Return whether a sign is printed directly before a citation in brackets."""
        return f"{sign}{_OTHER}" in self.words

    @cached_property
    def words(self) -> str:
        """All printed words in their order, without spaces; blocks are parted."""
        meta = _printed(dict(self.inventory.manuscript.meta or {}))
        blocks = _printed(self.inventory.manuscript.blocks)
        return _flat("".join((*meta, _END, *blocks)))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The words of each heading, without spaces."""
        blocks = self.inventory.manuscript.blocks
        found = (e for e in walk(blocks) if tree.is_kind(e, "Header"))
        return tuple(_flat("".join(_printed(tree.content_of(each)))) for each in found)


def _flat(text: str) -> str:
    return "".join(text.split())


def _printed(part: Blocks | dict[str, Any]) -> list[str]:
    """Return the words of a tree; a citation in brackets is one sign, another cite its key."""
    return strings_in(part, _inside)


def _inside(element: Element) -> Iterator[Any]:
    match tree.kind_of(element):
        case "MetaString":
            yield tree.string_of(element)
        case "Cite":
            yield from _cited(element)
        case "Quoted":
            double = tree.quote_type_of(element) == "DoubleQuote"
            yield "“" if double else "‘"
            yield tree.content_of(element)
            yield "”" if double else "’"
        case kind if kind in _UNREAD:
            yield _OTHER
        case "Para" | "Plain" | "Header" | "LineBlock":
            yield _END
            yield tree.parts_of(element)
            yield _END
        case "Link" | "Image":
            yield tree.content_of(element)
        case _:
            yield [part for part in tree.parts_of(element) if not isinstance(part, str)]


def _cited(cite: Element) -> Iterator[Any]:
    cites = tree.citations_of(cite)
    if tree.kind_of(cites[0]["citationMode"]) == "AuthorInText":
        yield f"@{cites[0]['citationId']}"
        return
    yield _OTHER
    for one in cites:
        yield [one["citationPrefix"], one["citationSuffix"]]
    yield _OTHER
