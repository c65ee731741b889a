"""Mark a language only where it changes: `en` within `en-US` is no change.

A screen reader takes another voice, and Word another dictionary, for each language that is marked.
A reference with the plain tag of the book's own language would have them change for nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from octavo.model import Manuscript
from octavo.pandoc import tree
from octavo.pandoc.walk import walk

_LANG = "lang"


def without_idle_languages(manuscript: Manuscript) -> Manuscript:
    """Return a manuscript without the languages that say less than those around them say."""
    if not any(_language_of(element) for element in walk(manuscript.blocks)):
        return manuscript
    return replace(manuscript, blocks=_part(manuscript.blocks, manuscript.language))


def says_nothing_new(language: str, around: str) -> bool:
    """Return whether a language tag is that of the surroundings, or the beginning of it."""
    return f"{around.lower()}-".startswith(f"{language.lower()}-")


def _language_of(part: object) -> str:
    return tree.attribute(part, _LANG) if tree.is_element(part) and tree.has_attr(part) else ""


def _part(part: Any, around: str) -> Any:
    """Return a copy of a tree, or of part of one, within a language."""
    if type(part) is list:
        return _list(part, around)
    if type(part) is not dict:
        return part
    language = _language_of(part)
    if language and tree.is_element(part) and says_nothing_new(language, around):
        kept = [pair for pair in tree.attributes_of(part) if pair[0] != _LANG]
        part = tree.with_attr(part, tree.id_of(part), tree.classes_of(part), kept)
        language = ""
    return {key: _part(value, language or around) for key, value in part.items()}


def _list(items: list[Any], around: str) -> list[Any]:
    made: list[Any] = []
    for item in items:
        if tree.is_string(item) or tree.is_space(item):  # nine in ten
            made.append(item)
            continue
        was = _language_of(item)
        new = _part(item, around)
        if was and _is_bare_span(new):
            made += tree.content_of(new)
        else:
            made.append(new)
    return made


def _is_bare_span(element: Any) -> bool:
    """Return whether an element is a span that says nothing any more."""
    if not tree.is_kind(element, "Span"):
        return False
    return not (tree.id_of(element) or tree.classes_of(element) or tree.attributes_of(element))
