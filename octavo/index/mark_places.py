"""Find the marks of the index in the source, by their keys: the tree has no places."""

from __future__ import annotations

import re
from collections.abc import Mapping

from octavo.model import Place, Source
from octavo.source import Lines, find_places

_BRACES = re.compile(r"\{[^{}]{0,2000}\}")
_IS_MARK = re.compile(r"(?<![\w.-])\.index(?![\w.-])")
_KEY = re.compile(r"(?<![\w-])key\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'}]+))")
_SIGNS = {
    "see": re.compile(r"(?<![\w-])see\s*="),
    "from": re.compile(r"(?<![\w.-])\.from(?![\w-])"),
    "to": re.compile(r"(?<![\w.-])\.to(?![\w-])"),
}
_LONGEST = 300  # characters of the words in the brackets


def places_of_marks(source: Source) -> Mapping[tuple[str, str], tuple[Place, ...]]:
    """Return the places of all marks of a text, by their keys as written, or without a key by the
    words inside them.

    A mark with `see`, `from` or `to` has its place under that sign too: `("Munich", "from")`.
    """
    if ".index" not in source.text:
        return {}
    lines = Lines(source.section.path, source.text)
    shown = set(find_places(source, _BRACES))
    found: dict[tuple[str, str], list[Place]] = {}
    for match in _BRACES.finditer(source.text):
        place = lines.place(match.start())
        if place in shown and _IS_MARK.search(match[0]):
            key = _KEY.search(match[0])
            start = _start(source.text, match.start())
            if key:
                written = next((group for group in key.groups() if group is not None), "")
            else:
                written = source.text[start + 1 : match.start() - 1]
            signs = [sign for sign, pattern in _SIGNS.items() if pattern.search(match[0])]
            for sign in ("", *signs):
                found.setdefault((said(written), sign), []).append(lines.place(start))
    return {name: tuple(places) for name, places in found.items()}


def _start(text: str, braces: int) -> int:
    """Return the offset of the bracket that opens before the braces; that of the braces if there is
    none."""
    if text[braces - 1 : braces] != "]":
        return braces
    opened = text.rfind("[", max(0, braces - _LONGEST), braces)
    return opened if opened >= 0 else braces


def said(written: str) -> str:
    """Return a key without escapes and doubled spaces: the same for source and tree."""
    return " ".join(written.replace("\\", "").split())
