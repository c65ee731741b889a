"""Count the numbers of lists in a Word file, as Word does (ISO 29500-1, 17.9)."""

from __future__ import annotations

import re

from octavo.proof.archive import Node
from octavo.proof.numerals import numeral
from octavo.proof.word_xml import w

_KINDS = {
    "decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip
_LEVEL = re.compile(r"%([1-9])")


class WordLists:
    """The lists of a Word file, whose numbers are counted in the order of the paragraphs."""

    def __init__(self, part: Node | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        kinds = (
            {}
            if part is None
            else {n.get(w("abstractNumId")): n for n in part.iter(w("abstractNum"))}
        )
        for made in part.iter(w("num")) if part is not None else ():
            link = made.find(w("abstractNumId"))
            kind = kinds.get(link.get(w("val"))) if link is not None else None
            if kind is None:
                continue
            levels = {_level(one): _shape(one) for one in kind.iter(w("lvl"))}
            for override in made.iter(w("lvlOverride")):
                start = override.find(w("startOverride"))
                level = _level(override)
                if start is not None and level in levels:
                    shape, text, _ = levels[level]
                    levels[level] = (shape, text, int(start.get(w("val"), "1")))
            self._levels[made.get(w("numId"), "")] = levels

    def number(self, paragraph: Node) -> str:
        """Return the number of a paragraph, and count it; empty if it has none, or a sign."""
        listed = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        if listed is None:
            return ""
        identity, level = _value(listed, "numId"), int(_value(listed, "ilvl") or 0)
        levels = self._levels.get(identity, {})
        if level not in levels:
            return ""
        kind, text, start = levels[level]
        key = (identity, level)
        self._counts[key] = self._counts.get(key, start - 1) + 1
        for deeper in range(level + 1, 9):
            self._counts.pop((identity, deeper), None)
        if kind not in _KINDS:
            return ""
        own = numeral(self._counts[key], _KINDS[kind])
        return _LEVEL.sub(lambda found: own if int(found[1]) == level + 1 else found[0], text)


def _level(node: Node) -> int:
    return int(node.get(w("ilvl"), "0"))


def _shape(level: Node) -> tuple[str, str, int]:
    """Return the kind of the numbers of a level, their text (`%1.`) and the first of them."""
    return (
        _value(level, "numFmt"), _value(level, "lvlText"), int(_value(level, "start") or 1)
    )  # fmt: skip


def _value(node: Node, name: str) -> str:
    found = node.find(w(name))
    return found.get(w("val"), "") if found is not None else ""
