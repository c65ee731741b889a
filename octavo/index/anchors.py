"""The place of a mark: a span that takes in the whole word that it stands in, or beside.

So no line breaks at it, no ligature is lost, and it is on the page of that word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.manuscript import Element, is_note
from octavo.model import Inlines

MARK = "index-mark"  # the class of the span
DEEPEST = 12  # marks in one another
_SPACES = frozenset({"Space", "SoftBreak", "LineBreak"})


def is_mark(item: Any) -> bool:
    return type(item) is dict and item.get("t") == "Span" and item["c"][0][1] == [MARK]


def joined(inlines: Inlines) -> Inlines:
    """Inlines in which each mark holds the whole of the word that it stands in, or beside."""
    made: Inlines = []
    for item in inlines:
        last = made[-1] if made else None
        if is_mark(item):
            if last is not None and last["t"] == "Str":
                item = _holding(item, _glued([made.pop()], item["c"][1]))
            elif last is not None and is_mark(last) and _is_deep(last):
                pass  # so many at one place: what follows stands beside them
            elif last is not None and is_mark(last) and not last["c"][1]:
                item = _holding(made.pop(), [item])
            elif last is not None and is_mark(last) and not item["c"][1]:
                item = _holding(item, [made.pop()])
            elif len(made) > 1 and last is not None and last["t"] == "Space" and is_mark(made[-2]):
                # a space alone between two spans would leave no trace in the PDF's text
                space = made.pop()
                made[-1] = _holding(made[-1], [*made[-1]["c"][1], space])
        elif last is not None and is_mark(last) and item["t"] == "Str":
            item = _holding(made.pop(), _glued(last["c"][1], [item]))
        elif last is not None and is_mark(last) and not last["c"][1] and _can_be_held(item):
            item = _holding(made.pop(), [item])
        made.append(item)
    return made


def _is_deep(mark: Element) -> bool:
    """Whether as many marks stand in one another as should: JSON is not read at any depth."""
    for _ in range(DEEPEST):
        held = next((item for item in mark["c"][1] if is_mark(item)), None)
        if held is None:
            return False
        mark = held
    return True


def _can_be_held(item: Element) -> bool:
    return item["t"] not in _SPACES and not is_note(item)


def _holding(mark: Element, words: Inlines) -> Element:
    return {"t": "Span", "c": [mark["c"][0], words]}


def _glued(one: Inlines, other: Inlines) -> Inlines:
    """Two runs as one; words that meet become one word, inside a mark if one stands there."""
    if not one or not other:
        return [*one, *other]
    *before, last = one
    first, *after = other
    if last["t"] == "Str" and first["t"] == "Str":
        return [*before, {"t": "Str", "c": last["c"] + first["c"]}, *after]
    if is_mark(last) and first["t"] == "Str":
        return [*before, _holding(last, _glued(last["c"][1], [first])), *after]
    if last["t"] == "Str" and is_mark(first):
        return [*before, _holding(first, _glued([last], first["c"][1])), *after]
    return [*one, *other]


def with_end(tree: Any, until: str) -> Any:
    """A tree whose last word bears the id of an end; None where there is no word."""
    if type(tree) is list:
        for at in reversed(range(len(tree))):
            made = with_end(tree[at], until)
            if made is not None:
                return [*tree[:at], made, *tree[at + 1 :]]
        return None
    if type(tree) is not dict or tree.get("t") in {None, "Header"}:
        return None
    if tree["t"] in {"Para", "Plain"}:
        return {"t": tree["t"], "c": _ended_inlines(tree["c"], until)} if tree["c"] else None
    return next(_inside(tree, until), None)


def _inside(tree: Element, until: str) -> Iterator[Element]:
    content = tree.get("c")
    made = with_end(content, until) if type(content) is list else None
    if made is not None:
        yield {**tree, "c": made}


def _ended_inlines(inlines: Inlines, until: str) -> Inlines:
    words = [n for n, item in enumerate(inlines) if item["t"] == "Str" or is_mark(item)]
    if not words:
        return [*inlines, _end_of([], until)]
    at = words[-1]
    return [*inlines[:at], _end_of([inlines[at]], until), *inlines[at + 1 :]]


def _end_of(words: Inlines, until: str) -> Element:
    return {"t": "Span", "c": [[until, [MARK], []], words]}
