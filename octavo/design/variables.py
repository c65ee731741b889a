"""The variables of a design: custom properties of `:root`, put in their places in style sheets.

WeasyPrint resolves `var()` in elements, but not on pages and in their margin boxes, and the size of
the page is reckoned before it sees a sheet. So the variables are put in first: what comes later
wins, as in CSS, and a variable that is not of `:root` is left to WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tinycss2

# What one variable may come to, in letters, how many there may be, and how deep brackets may stand:
# more is no design.
LONGEST = 500
MOST = 400
DEEPEST = 40


def variables(sheets: Iterable[str]) -> dict[str, str]:
    """The variables that sheets set on `:root`, by name without dashes, each put into the others.

    One that hangs on itself, or grows beyond all bounds, is dropped.
    """
    written: dict[str, list[Any]] = {}
    for sheet in sheets:
        written.update(_set_on_root(sheet))
    written = dict(list(written.items())[:MOST])
    found: dict[str, str] = {}
    for _ in range(len(written)):  # as often as the longest chain of them is long, at most
        settled = len(found)
        for name in [name for name in written if name not in found]:
            if not (_asked(written[name]) & written.keys()) - found.keys():
                value = _serialized(_put(written[name], found))
                if len(value) <= LONGEST:
                    found[name] = value
        if len(found) == settled:
            break
    return found


def put_in(sheet: str, found: Mapping[str, str]) -> str:
    """A sheet with the variables in it replaced by what they stand for."""
    if "var(" not in sheet.lower():
        return sheet
    return _serialized(_put(tinycss2.parse_component_value_list(sheet), found))


def _set_on_root(sheet: str) -> dict[str, list[Any]]:
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    found: dict[str, list[Any]] = {}
    for rule in rules:
        if rule.type == "qualified-rule" and _serialized(rule.prelude).strip() == ":root":
            for declaration in tinycss2.parse_blocks_contents(rule.content):
                if declaration.type == "declaration" and declaration.name.startswith("--"):
                    found[declaration.name[2:]] = _stripped(declaration.value)
    return found


def _stripped(tokens: Sequence[Any]) -> list[Any]:
    kept = [token for token in tokens if token.type != "comment"]
    while kept and kept[0].type == "whitespace":
        del kept[0]
    while kept and kept[-1].type == "whitespace":
        del kept[-1]
    return kept


def _name_of(token: Any) -> str:
    """The name in `var(--name)` or `var(--name, otherwise)`; nothing of what is no variable."""
    if token.type != "function" or token.lower_name != "var":
        return ""
    for first in token.arguments:
        if first.type == "ident" and first.value.startswith("--"):
            return first.value[2:]
        if first.type != "whitespace":
            break
    return ""


def _inside(token: Any) -> list[Any] | None:
    if token.type == "function":
        return token.arguments
    return token.content if token.type in {"() block", "[] block", "{} block"} else None


def _asked(tokens: Sequence[Any], depth: int = 0) -> set[str]:
    """The names of all variables in tokens."""
    found: set[str] = set()
    for token in tokens:
        found |= {_name_of(token)} - {""}
        inside = _inside(token)
        if inside and depth < DEEPEST:
            found |= _asked(inside, depth + 1)
    return found


def _put(tokens: Sequence[Any], found: Mapping[str, str], depth: int = 0) -> list[Any]:
    """Tokens with what the variables stand for."""
    made: list[Any] = []
    for token in tokens:
        inside = _inside(token)
        name = _name_of(token)
        if name in found:
            made += tinycss2.parse_component_value_list(found[name])
        else:
            if inside and depth < DEEPEST:
                inside[:] = _put(inside, found, depth + 1)
            made.append(token)
    return made


def _serialized(tokens: Sequence[Any]) -> str:
    return tinycss2.serialize(tokens)


def depth_of(sheet: str) -> int:
    """How deep the brackets of a sheet stand in one another, at most."""
    deepest = depth = 0
    for letter in sheet:
        if letter in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in ")]}":
            depth = max(0, depth - 1)
    return deepest
