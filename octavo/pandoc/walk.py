"""Walk through pandoc's tree: yield its elements, change some, read the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, get_args

from octavo.model import LEAVES, Element, Kind, elements_and_lists, kinds_in

Part = TypeVar("Part")  # a tree, or a part of one: an element, a list
Change = Callable[[Element], Element | list[Element] | None]
NO_KINDS: frozenset[str] = frozenset()


def walk(
    part: object, *, words: bool = False, within: frozenset[str] = NO_KINDS
) -> Iterator[Element]:
    """Yield every element of a tree, or of part of one, in the order of the text: words and spaces
    only if `words`, and nothing inside elements of the kinds in `within`."""
    passed = NO_KINDS if words else LEAVES
    stack: list[Any] = [part]
    while stack:
        node = stack.pop()
        held = type(node)
        if held is list:
            held_in = elements_and_lists(node, passed)
            held_in.reverse()
            stack += held_in
        elif held is dict:
            kind = node.get("t")
            if kind is None:
                stack.extend(reversed(node.values()))
                continue
            yield node
            if "c" in node and kind not in within:
                stack.append(node["c"])


def holds(part: object, *kinds: Kind) -> bool:
    """Return whether part of a tree holds an element of one of the kinds; for a `Manuscript`, use
    its own method, which knows them."""
    return not kinds_in(part).isdisjoint(kinds)


def rewrite(part: Part, change: Change, *, within: frozenset[str] = NO_KINDS) -> Part:
    """Return a copy of a tree changed by `change`, which is called for every element, children
    first.

    It returns None to keep the element, or the element or the list of elements that replaces it. It
    is not called for words and spaces, nine elements in ten, or for anything inside elements of the
    kinds in `within`.
    """
    return _rewritten(part, change, within)


def _rewritten(part: Any, change: Change, within: frozenset[str]) -> Any:
    kind = type(part)
    if kind is list:
        return _rewritten_list(part, change, within)
    if kind is not dict:
        return part
    if "t" not in part:
        return {key: _rewritten(value, change, within) for key, value in part.items()}
    if part["t"] in within:
        return part
    copy: Any = {key: _rewritten(value, change, within) for key, value in part.items()}
    changed = change(copy)
    return copy if changed is None else changed


def _rewritten_list(items: list[Any], change: Change, within: frozenset[str]) -> list[Any]:
    made: list[Any] = []
    for item in items:
        kind = type(item)
        if kind is dict:
            if item.get("t") in LEAVES:
                made.append(item)
                continue
            new = _rewritten(item, change, within)
            if type(new) is list:
                made += new
            else:
                made.append(new)
        else:
            made.append(_rewritten_list(item, change, within) if kind is list else item)
    return made


def rewrite_lists(part: Part, change: Callable[[list[Any]], list[Any]]) -> Part:
    """Return a copy of a tree in which each list is replaced by what `change` returns, inner ones
    first: each run of inlines or blocks, but also the lists in an Attr."""
    return _with_lists(part, change)


def _with_lists(part: Any, change: Callable[[list[Any]], list[Any]]) -> Any:
    if type(part) is dict:
        return {key: _with_lists(value, change) for key, value in part.items()}
    if type(part) is not list:
        return part
    made: list[Any] = []
    for item in part:
        kind = type(item)
        plain_item = kind is str or (kind is dict and item.get("t") in LEAVES)
        made.append(item if plain_item else _with_lists(item, change))
    return change(made)


def rewrite_last(
    part: Part, change: Callable[[Element], Element | None], *, within: frozenset[str] = NO_KINDS
) -> Part | None:
    """Return a copy of a tree in which the last element for which `change` returns another is
    replaced by it; None if it returns None for all. It is not called for anything inside elements
    of the kinds in `within`."""
    return _with_last(part, change, within)


def _with_last(
    part: Any, change: Callable[[Element], Element | None], within: frozenset[str]
) -> Any:
    if type(part) is list:
        for at in reversed(range(len(part))):
            made = _with_last(part[at], change, within)
            if made is not None:
                return [*part[:at], made, *part[at + 1 :]]
        return None
    if type(part) is not dict or "t" not in part:
        return None
    changed = change(Element(part))
    if changed is not None or part["t"] in within or type(part.get("c")) is not list:
        return changed
    made = _with_last(part["c"], change, within)
    return None if made is None else {**part, "c": made}


def pruned(part: Part, whole: Callable[[Element], bool], kept: Callable[[Element], bool]) -> Part:
    """Return a copy of a tree without words and spaces, and without elements in which nothing is
    left. An element that is `whole` is left as it is, one that is `kept` even if it is empty."""
    return _pruned(part, whole, kept)[0]


def _pruned(
    part: Any, whole: Callable[[Element], bool], kept: Callable[[Element], bool]
) -> tuple[Any, bool]:
    """Return the copy, and whether it has an element that is left."""
    kind = type(part)
    if kind is list:
        made: list[Any] = []
        full = False
        for item in part:
            its_kind = item.get("t") if type(item) is dict else None
            if its_kind in LEAVES:
                continue
            is_element = its_kind in _ELEMENTS
            copy, holds_any = _pruned(item, whole, kept)
            if holds_any or not is_element:
                made.append(copy)
                full = full or holds_any
        return made, full
    if kind is not dict:
        return part, False
    if "t" not in part:
        pairs = {key: _pruned(value, whole, kept) for key, value in part.items()}
        return {key: copy for key, (copy, _) in pairs.items()}, any(f for _, f in pairs.values())
    if whole(part):
        return part, True
    if type(part.get("c")) is not list:
        return part, kept(part)
    copy, full = _pruned(part["c"], whole, kept)
    return {**part, "c": copy}, full or kept(part)


_ELEMENTS = frozenset(get_args(Kind))  # what else has a kind is a part of an element


# --- words ---------------------------------------------------------------------------------------


def words_in(part: object) -> Iterator[str]:
    """Yield the characters of every Str of a tree, in no order: to search them."""
    stack: list[Any] = [part]
    while stack:
        node = stack.pop()
        if type(node) is list:
            for item in node:
                kind = type(item)
                if kind is dict:
                    if item.get("t") == "Str":
                        yield item["c"]
                    elif len(item) > 1:
                        stack.append(item)
                elif kind is list:
                    stack.append(item)
        elif type(node) is dict:
            stack.extend(node.values())


def strings_in(part: object, inside: Callable[[Element], Iterable[Any]]) -> list[str]:
    """Return the characters of every Str of a tree, and all other strings that are not of an Attr,
    in the order of the text. For each element that is no word or space, `inside` returns the parts
    that are read in its place."""
    found: list[str] = []
    stack: list[Iterator[Any]] = [iter((part,))]
    while stack:
        for node in stack[-1]:
            held = type(node)
            if held is dict:
                kind = node.get("t")
                if kind == "Str":
                    found.append(node["c"])
                elif kind not in LEAVES:
                    stack.append(iter(node.values() if kind is None else inside(node)))
                    break
            elif held is str:
                found.append(node)
            elif held is list and not _is_attr(node):
                stack.append(iter(node))
                break
        else:
            stack.pop()
    return found


def _is_attr(part: list[Any]) -> bool:
    """Return whether a part of an element is its id, classes and key-values."""
    return (
        len(part) == 3 and isinstance(part[0], str)
        and isinstance(part[1], list) and isinstance(part[2], list)
    )  # fmt: skip


_BREAKS = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
_STRINGS = frozenset({"Code", "CodeBlock", "Math"})
_UNSAID = frozenset({"RawInline", "RawBlock"})
_ENDED = frozenset({"Para", "Plain", "Header"})


def plain(part: object, *, notes: bool = False) -> str:
    """Return the words of a tree, without those of its notes unless `notes`."""
    said: list[str] = []
    _say(part, said, notes)
    return "".join(said)


def _say(part: Any, said: list[str], notes: bool) -> None:
    if type(part) is list:
        for item in part:
            _say(item, said, notes)
        return
    if type(part) is not dict:
        return
    kind: Any = part.get("t")
    content: Any = part.get("c")
    if kind == "Str":
        said.append(content)
    elif kind in _BREAKS:
        said.append(_BREAKS[kind])
    elif kind == "Note":
        if notes:
            said.append(" ")
            _say(content, said, True)
    elif kind in _STRINGS:
        said.append(content[1])
    elif kind == "Quoted":
        left, right = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
        said.append(left)
        _say(content[1], said, notes)
        said.append(right)
    elif kind == "Cite":
        _say(content[1], said, notes)
    elif kind not in _UNSAID:
        _say(content, said, notes)
        if kind in _ENDED:
            said.append("\n")


def joined_words(part: Part) -> Part:
    """Return a copy of a tree with each run of words and spaces as one Str."""
    return _with_joined(part)


def _with_joined(part: Any) -> Any:
    if type(part) is dict:
        return {key: _with_joined(value) for key, value in part.items()}
    if type(part) is not list:
        return part
    made: list[Any] = []
    words: list[str] = []
    for item in part:
        if type(item) is dict:
            kind = item.get("t")
            if kind in LEAVES:
                words.append(item["c"] if kind == "Str" else " ")
                continue
        if words:
            made.append({"t": "Str", "c": "".join(words)})
            words = []
        made.append(_with_joined(item))
    if words:
        made.append({"t": "Str", "c": "".join(words)})
    return made


def text_of(part: object) -> str:
    """Return the words of a tree on one line, with one space between two."""
    return " ".join(plain(part).split())
