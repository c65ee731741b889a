"""Set the authors' names that open an entry of the bibliography in small capitals, or as a dash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.model import Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import plain

DASH = "———"  # three em dashes (Chicago, 17th ed., 14.67; the 18th, 13.73, prints the names)


def in_small_capitals(inlines: Inlines, names: Sequence[str]) -> Inlines:
    """Return an entry with each of the names that open it in small capitals."""
    made: Inlines = []
    done = 0
    for start, end in _spans(inlines, names):
        before, rest = parted_at(inlines, start - done)
        name, inlines = parted_at(rest, end - start)
        made += [*before, tree.small_caps(name)]
        done = end
    return [*made, *inlines]


def without_names(inlines: Inlines, names: Sequence[str], sign: str) -> Inlines:
    """Return an entry with `sign` in place of the names that open it; what follows them, such as ",
    ed.", stays."""
    spans = list(_spans(inlines, names))
    if not spans:
        return inlines
    _, rest = parted_at(inlines, spans[-1][1])
    return [tree.string(sign), *rest]


def _spans(inlines: Inlines, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each name in the entry's characters; nothing if the names do
    not open the entry in their order."""
    text, at = plain(inlines), 0
    spans: list[tuple[int, int]] = []
    for name in names:
        start = text.find(name, at) if name else -1
        if start < 0 or (not spans and start > 0):
            return
        at = start + len(name)
        spans.append((start, at))
    yield from spans


def parted_at(inlines: Inlines, offset: int) -> tuple[Inlines, Inlines]:
    """Return the inlines before and after a character, with their markup on both sides."""
    for index, item in enumerate(inlines):
        length = len(plain(item))
        if offset >= length:
            offset -= length
            continue
        if not offset:
            return inlines[:index], inlines[index:]
        left, right = _parted_item(item, offset)
        return [*inlines[:index], left], [right, *inlines[index + 1 :]]
    return inlines, []


def _parted_item(item: Element, offset: int) -> tuple[Element, Element]:
    if tree.is_string(item):
        words = tree.string_of(item)
        return tree.string(words[:offset]), tree.string(words[offset:])
    if tree.kind_of(item) in tree.FORMATTING:
        left, right = parted_at(tree.content_of(item), offset)
        return tree.with_content(item, left), tree.with_content(item, right)
    if tree.is_kind(item, "Span", "Link"):
        left, right = parted_at(tree.content_of(item), offset)
        _, classes, pairs = tree.attr_of(item)
        nameless = tree.with_attr(item, "", classes, pairs)
        return tree.with_content(item, left), tree.with_content(nameless, right)
    return item, tree.string("")
