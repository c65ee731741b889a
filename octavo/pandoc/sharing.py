"""Keep equal words of trees as one: a book has 30 times as many words as different ones.

Nothing changes an element in place, so one may be in many places. A text of 430,000 words then
takes 65 MB of memory, not 270.
"""

from __future__ import annotations

from typing import Any

_MOST = 200_000  # different words; more are forgotten, since a process may read many texts
_words: dict[str | None, Any] = {}


def share_words(tree: Any) -> None:
    """Let equal words and spaces of a tree, as it was read from JSON, be the same elements."""
    if len(_words) > _MOST:
        _words.clear()
    stack = [tree]
    while stack:
        node = stack.pop()
        if type(node) is dict:
            stack.extend(part for part in node.values() if type(part) in (list, dict))
            continue
        for number, item in enumerate(node):
            if type(item) is dict:
                kind = item.get("t")
                if kind == "Str":
                    node[number] = _words.setdefault(item["c"], item)
                elif kind == "Space":
                    node[number] = _words.setdefault(None, item)
                else:
                    stack.append(item)
            elif type(item) is list:
                stack.append(item)
