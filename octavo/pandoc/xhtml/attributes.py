"""Write the identifier, the classes and the key-values of an element as attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any


class UnwrittenError(Exception):
    """Raised for what is in none of the tables: pandoc must write the tree."""


# The name of an attribute in XHTML for each key. pandoc prefixes a key that HTML does not know.
_NAMES = {
    **{key: key for key in ("alt", "dir", "height", "lang", "start", "style", "title", "width")},
    **{key: f"data-{key}" for key in ("filing", "label", "mark", "note", "running", "series")},
}
_PREFIXED = re.compile(r"data-[a-z-]+")

_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_SIGN = re.compile("[&<>\"']")


def escaped(text: str) -> str:
    """Return a text with all five signs of XML as entities."""
    return _SIGN.sub(lambda match: _SIGNS[match[0]], text) if _SIGN.search(text) else text


def attribute(name: str, value: str) -> str:
    """Return one attribute with the space before it."""
    return f' {name}="{escaped(value)}"'


def identity(id: str) -> str:
    """Return the attribute of an identifier; nothing for an empty one."""
    return attribute("id", id) if id else ""


def classes(names: Sequence[str]) -> str:
    """Return the attribute of classes, each once; nothing if there is none."""
    named = " ".join(dict.fromkeys(filter(None, names)))
    return attribute("class", named) if named else ""


def key_values(pairs: Sequence[Sequence[str]]) -> str:
    """Return the attributes of key-values, of two with one key the first.

    Raise UnwrittenError for a key that is not in the table.
    """
    first = dict(reversed([(key, value) for key, value in pairs]))
    return "".join(
        attribute(_name(key), first[key]) for key in dict.fromkeys(key for key, _ in pairs)
    )


def _name(key: str) -> str:
    name = _NAMES.get(key)
    if name is None:
        if not _PREFIXED.fullmatch(key):
            raise UnwrittenError(f"the key {key}")
        name = key
    return name


def all_of(attr: Sequence[Any]) -> str:
    """Return all attributes of an Attr, in pandoc's order."""
    id, names, pairs = attr
    if not (id or names or pairs):
        return ""
    return identity(id) + classes(names) + key_values(pairs)
