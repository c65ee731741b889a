"""Put a mark around the whole word that it is in or beside, as a span.

So no line breaks at the mark, no ligature is lost, and the mark is on the page of that word.
"""

from __future__ import annotations

from typing import TypeGuard

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note
from octavo.pandoc.walk import rewrite_last

MARK = "index-mark"  # the class of the span
DEEPEST = 12  # levels of nested marks, at most


def is_mark(item: object) -> TypeGuard[Element]:
    """Return whether an element is a mark that has been put in place."""
    return tree.is_kind(item, "Span") and tree.classes_of(item) == [MARK]


def joined(inlines: Inlines) -> Inlines:
    """Return inlines in which each mark holds the whole word that it is in or beside."""
    made: Inlines = []
    for item in inlines:
        last = made[-1] if made else None
        if is_mark(item):
            if tree.is_string(last):
                item = tree.with_content(item, _glued([made.pop()], tree.content_of(item)))
            elif is_mark(last) and _is_deep(last):
                pass  # too many at one place: what follows comes after them
            elif is_mark(last) and not tree.content_of(last):
                item = tree.with_content(made.pop(), [item])
            elif is_mark(last) and not tree.content_of(item):
                item = tree.with_content(item, [made.pop()])
            elif len(made) > 1 and tree.is_kind(last, "Space") and is_mark(made[-2]):
                # a space alone between two spans would leave no trace in the PDF's text
                space = made.pop()
                made[-1] = tree.with_content(made[-1], [*tree.content_of(made[-1]), space])
        elif is_mark(last) and tree.is_string(item):
            item = tree.with_content(made.pop(), _glued(tree.content_of(last), [item]))
        elif is_mark(last) and not tree.content_of(last) and _can_be_held(item):
            item = tree.with_content(made.pop(), [item])
        made.append(item)
    return made


def _is_deep(mark: Element) -> bool:
    """Return whether marks are nested as deep as allowed: JSON is not read at any depth."""
    for _ in range(DEEPEST):
        held = next((item for item in tree.content_of(mark) if is_mark(item)), None)
        if held is None:
            return False
        mark = held
    return True


def _can_be_held(item: Element) -> bool:
    return not tree.is_kind(item, "Space", "SoftBreak", "LineBreak") and not is_note(item)


def _glued(one: Inlines, other: Inlines) -> Inlines:
    """Return two runs of inlines as one; words that meet become one word, inside a mark if one is
    there."""
    if not one or not other:
        return [*one, *other]
    *before, last = one
    first, *after = other
    if tree.is_string(last) and tree.is_string(first):
        return [*before, tree.string(tree.string_of(last) + tree.string_of(first)), *after]
    if is_mark(last) and tree.is_string(first):
        return [*before, tree.with_content(last, _glued(tree.content_of(last), [first])), *after]
    if tree.is_string(last) and is_mark(first):
        return [*before, tree.with_content(first, _glued([last], tree.content_of(first))), *after]
    return [*one, *other]


def with_end(blocks: Blocks, until: str) -> Blocks | None:
    """Return blocks with the id of a range's end on their last word; None if they have no word."""
    return rewrite_last(blocks, lambda block: _ended(block, until), within=_CLOSED)


_CLOSED = tree.PARAGRAPHS | {"Header"}  # the words of a heading, and of its notes, end nothing


def _ended(block: Element, until: str) -> Element | None:
    if not tree.is_paragraph(block) or not tree.content_of(block):
        return None
    return tree.with_content(block, _ended_inlines(tree.content_of(block), until))


def _ended_inlines(inlines: Inlines, until: str) -> Inlines:
    words = [n for n, item in enumerate(inlines) if tree.is_string(item) or is_mark(item)]
    if not words:
        return [*inlines, _end_of([], until)]
    at = words[-1]
    return [*inlines[:at], _end_of([inlines[at]], until), *inlines[at + 1 :]]


def _end_of(words: Inlines, until: str) -> Element:
    return tree.span(words, until, [MARK])
