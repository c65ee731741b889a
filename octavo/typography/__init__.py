"""Set typography by language: quotation marks, the spaces that never break, ellipses.

Each passage follows its own language: that of the nearest element that has one, else its section's.
All forms print the same characters, since they are set in the manuscript.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from octavo.locales.quotation_marks import marks_of
from octavo.model import LEAVES, Element, Inlines, Manuscript, TypographySettings
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note
from octavo.typography.languages import without_idle_languages
from octavo.typography.spacing import spaced

# What is printed as it is written.
_VERBATIM = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})


def with_typography(settings: TypographySettings, manuscript: Manuscript) -> Manuscript:
    """Return a manuscript with the characters of its languages, each marked only where it
    changes."""
    (made,) = set_typography([manuscript], settings)
    return without_idle_languages(made)


def set_typography(
    manuscripts: Sequence[Manuscript], settings: TypographySettings
) -> tuple[Manuscript, ...]:
    """Return the manuscripts with the characters of their languages, as the settings ask."""
    setter = _Setter(settings)
    return tuple(
        replace(made, blocks=setter.part(made.blocks, made.language)) for made in manuscripts
    )


class _Setter:
    def __init__(self, settings: TypographySettings) -> None:
        self._settings = settings
        self._depth = 0  # of quotations

    def part(self, part: Any, language: str) -> Any:
        """Return a copy of a tree, or of part of one, set in a language."""
        if type(part) is list:
            return self._list(part, language)
        if type(part) is dict:
            if tree.is_element(part) and tree.has_attr(part):
                language = tree.attribute(part, "lang") or language
                if is_note(part) and self._depth:  # its quotations are within no other
                    return _Setter(self._settings).part(part, language)
            return {key: self.part(value, language) for key, value in part.items()}
        return part

    def _list(self, items: list[Any], language: str) -> list[Any]:
        made: list[Any] = []
        words = False
        for item in items:
            kind = tree.kind_in(item)
            if kind in LEAVES:
                words = True
                made.append(item)
            elif kind == "Quoted":
                words = True
                made += self._quoted(item, language)
            elif kind in _VERBATIM or type(item) is str:
                made.append(item)
            else:
                made.append(self.part(item, language))
        return spaced(made, language, self._settings) if words else made

    def _quoted(self, element: Element, language: str) -> Inlines:
        """Return a quotation in the marks of its language, or in straight ones if written ones are
        kept.

        Where the outer marks are single, as in British books, the marks alternate by depth, since
        authors there write either kind outside.
        """
        single = tree.quote_type_of(element) == "SingleQuote"
        outer, _ = marks_of(language)
        is_inner = bool(self._depth % 2) if outer == "‘" else single
        self._depth += 1
        inner = self._list(tree.content_of(element), language)
        self._depth -= 1
        if self._settings.quotation_marks == "source":
            left = right = "'" if single else '"'
        else:
            left, right = marks_of(language, inner=is_inner)
        return [tree.string(left), *inner, tree.string(right)]
