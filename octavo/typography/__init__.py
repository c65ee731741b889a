"""Set typography by language: quotation marks, the spaces that never break, ellipses.

Each passage follows its own language: that of the nearest element that has one, else its section's.
All forms print the same characters, since they are set in the manuscript.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from octavo.manuscript import Element, attributes_of
from octavo.model import Inlines, Manuscript, TypographySettings
from octavo.typography.quotation import marks_of
from octavo.typography.spacing import spaced

# What is printed as it is written.
_VERBATIM = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})
_WORDS = frozenset({"Str", "Space", "SoftBreak"})


def set_typography(
    manuscripts: Sequence[Manuscript], settings: TypographySettings
) -> tuple[Manuscript, ...]:
    """Return the manuscripts with the characters of their languages, as the settings ask."""
    setter = _Setter(settings)
    return tuple(
        replace(made, blocks=setter.tree(made.blocks, made.language)) for made in manuscripts
    )


class _Setter:
    def __init__(self, settings: TypographySettings) -> None:
        self._settings = settings

    def tree(self, tree: Any, language: str) -> Any:
        """Return a copy of a tree, or of part of one, set in a language."""
        if type(tree) is list:
            return self._list(tree, language)
        if type(tree) is dict:
            own = _language_of(tree) or language
            return {key: self.tree(value, own) for key, value in tree.items()}
        return tree

    def _list(self, tree: list[Any], language: str) -> list[Any]:
        made: list[Any] = []
        words = False
        for item in tree:
            kind = item.get("t") if type(item) is dict else None
            if kind in _WORDS:
                words = True
                made.append(item)
            elif kind == "Quoted":
                words = True
                made += self._quoted(item, language)
            elif kind in _VERBATIM or type(item) is str:
                made.append(item)
            else:
                made.append(self.tree(item, language))
        return spaced(made, language, self._settings) if words else made

    def _quoted(self, element: Element, language: str) -> Inlines:
        """Return a quotation in the marks of its language, or in straight ones if written ones are
        kept."""
        single = element["c"][0]["t"] == "SingleQuote"
        inner = self.tree(element["c"][1], language)
        if self._settings.quotation_marks == "source":
            left = right = "'" if single else '"'
        else:
            left, right = marks_of(language, inner=single)
        return [{"t": "Str", "c": left}, *inner, {"t": "Str", "c": right}]


def _language_of(element: Element) -> str:
    attributes = attributes_of(element) if "t" in element else None
    return dict(attributes[2]).get("lang", "") if attributes and attributes[2] else ""
