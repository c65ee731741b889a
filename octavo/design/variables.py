"""Replace the variables of a design, custom properties of `:root`, by their values in style sheets.

WeasyPrint resolves `var()` in elements, but not on pages and in their margin boxes, and the size of
the page is computed before it reads a sheet. So the variables are put in first. As in CSS, the last
declaration wins; a variable that is not of `:root` is left to WeasyPrint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tinycss2

# Most letters of one variable, most variables, and how deep brackets may be nested: more is no
# design.
LONGEST = 500
MOST = 400
DEEPEST = 40
# Most letters of a declaration when the layout puts in variables of elements.
MOST_LETTERS = 10_000

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_DECLARED = re.compile(r"((?:[\w-]|\\.)+)\s*:([^;{}]*)")
_BRACED = re.compile(r"(?<![\w.-])--[\w-]+\s*:[^;{}]*\{")
_VARIABLE = re.compile(r"(?i:var)\(\s*(--(?:[\w-]|\\.)+)")


def variables(sheets: Iterable[str]) -> dict[str, str]:
    """Return the variables that sheets set on `:root`, by name without dashes, each put into the
    others.

    One that refers to itself, or is longer than `LONGEST`, is dropped.
    """
    written: dict[str, list[Any]] = {}
    for sheet in sheets:
        written.update(_set_on_root(sheet))
    written = dict(list(written.items())[:MOST])
    found: dict[str, str] = {}
    for _ in range(len(written)):  # at most once for each variable of the longest chain
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
    """Return a sheet with the variables in it replaced by their values."""
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
    """Return the name in `var(--name)` or `var(--name, otherwise)`; nothing for any other token."""
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
    """Return the names of all variables in tokens."""
    found: set[str] = set()
    for token in tokens:
        found |= {_name_of(token)} - {""}
        inside = _inside(token)
        if inside and depth < DEEPEST:
            found |= _asked(inside, depth + 1)
    return found


def _put(tokens: Sequence[Any], found: Mapping[str, str], depth: int = 0) -> list[Any]:
    """Return tokens with their variables replaced by the values in `found`."""
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


def longest_of(sheets: Iterable[str]) -> int:
    """Return how many letters a declaration of the sheets may have once all `var()` are put in, at
    most. Return MOST_LETTERS + 1 for more, for variables that refer to each other in a ring, and
    for a variable that holds braces.

    Of several declarations of one variable the longest counts, wherever they hold.
    """
    own: dict[str, int] = {}
    asked: dict[str, list[str]] = {}
    uses: list[tuple[int, list[str]]] = []
    for sheet in sheets:
        plain = _STRING.sub("x", _serialized(tinycss2.parse_component_value_list(sheet, True)))
        if _BRACED.search(plain):
            return MOST_LETTERS + 1
        for name, value in _DECLARED.findall(plain):
            names = [found[2:] for found in _VARIABLE.findall(value)]
            uses.append((len(value), names))
            if name.startswith("--"):
                own[name[2:]] = max(own.get(name[2:], 0), len(value))
                asked.setdefault(name[2:], []).extend(names)
    lengths: dict[str, int] = {}
    for _ in range(len(own)):
        settled = len(lengths)
        for name in own.keys() - lengths.keys():
            if not (set(asked[name]) & own.keys()) - lengths.keys():
                length = own[name] + sum(lengths.get(n, 0) for n in asked[name])
                lengths[name] = min(length, MOST_LETTERS + 1)
        if len(lengths) == settled:
            break
    if len(lengths) < len(own):
        return MOST_LETTERS + 1
    longest = max((n + sum(lengths.get(v, 0) for v in names) for n, names in uses), default=0)
    return min(longest, MOST_LETTERS + 1)


def depth_of(sheet: str) -> int:
    """Return how deep the brackets of a sheet are nested, at most."""
    deepest = depth = 0
    for letter in sheet:
        if letter in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in ")]}":
            depth = max(0, depth - 1)
    return deepest
