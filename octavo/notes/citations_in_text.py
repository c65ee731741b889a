"""Citations in the text become notes of their own, behind the punctuation that follows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from octavo.citations import author_names
from octavo.manuscript import Element, holds, plain, rewrite
from octavo.model import Inlines, Manuscript, Reference
from octavo.notes.split_citations import (
    is_citation,
    is_space,
    is_string,
    is_textual,
    normal,
    parted,
)

CALL_BEFORE_PUNCTUATION = {"fr", "es", "it", "pt", "ru", "uk", "pl", "cs", "sv", "da", "nb", "fi"}
POINT_INSIDE = {"en", "en-us"}  # languages that set “so on,” (Chicago 6.9)

_CLOSING = re.compile(r"^[.,;:!?]+[”’»“\"')\]]*|^[”’\"')\]]+[.,;:!?]*")
_POINTS = re.compile(r"[.,;:!?…]+")


def calls_follow_punctuation(language: str) -> bool:
    """Whether note calls stand after points and commas in a language (Chicago 14.26)."""
    return language.split("-")[0].lower() not in CALL_BEFORE_PUNCTUATION


def notes_for_citations(manuscript: Manuscript, references: Mapping[str, Reference]) -> Manuscript:
    """A manuscript in which each citation that stands in the text is a note of its own, and none
    stands in another."""
    if not holds(manuscript.blocks, "Cite"):
        return manuscript
    rewriter = _Rewriter(manuscript.language, references)
    return replace(manuscript, blocks=rewriter.restore(manuscript.blocks))


class _Rewriter:
    def __init__(self, language: str, references: Mapping[str, Reference]) -> None:
        self._language = language
        self._references = references
        self._moves = calls_follow_punctuation(language)
        self._inside = language.lower() in POINT_INSIDE

    def restore(self, node: Any) -> Any:
        if isinstance(node, list):
            return self._in_list(node)
        if isinstance(node, dict):
            if node.get("t") == "Note":
                return {"t": "Note", "c": rewrite(node["c"], _in_note)}
            return {key: self.restore(value) for key, value in node.items()}
        return node

    def _in_list(self, items: list[Any]) -> list[Any]:
        made: list[Any] = []
        following = ""
        items = _out_of_quotations(items) if self._moves else items
        for index, item in enumerate(items):
            if not is_citation(item):
                if following and is_string(item):
                    item = {"t": "Str", "c": item["c"][len(following) :]}
                    following = ""
                    if not item["c"]:
                        continue
                made.append(self.restore(item))
                continue
            if is_textual(item):
                made += self._authors(item)
            elif made and is_space(made[-1]):
                made.pop()
            after = items[index + 1] if index + 1 < len(items) else None
            match = _CLOSING.match(_words(after)) if self._moves else None
            if match:
                following = match[0]
                if made and self._inside and made[-1].get("t") == "Quoted" and match[0] in ".,":
                    made[-1] = _with_point(made[-1], match[0])
                else:
                    made.append({"t": "Str", "c": following})
            made.append(_note_of(item))
        return made

    def _authors(self, cite: Element) -> Inlines:
        reference = self._references.get(cite["c"][0][0]["citationId"])
        return author_names(reference, self._language) if reference else []


def _with_point(quoted: Element, point: str) -> Element:
    """A quotation with a point or comma inside its closing mark, where none is yet."""
    kind, inlines = quoted["c"]
    if _POINTS.fullmatch(plain(inlines)[-1:]):
        return quoted
    return {"t": "Quoted", "c": [kind, [*inlines, {"t": "Str", "c": point}]]}


def _words(item: Any) -> str:
    return item["c"] if is_string(item) else ""


def _in_note(element: Element) -> Inlines | None:
    """What stands in a note for a citation, its own inner citations parted already."""
    return parted(normal(element)) if element["t"] == "Cite" else None


def _out_of_quotations(items: list[Any]) -> list[Any]:
    """A list in which a citation that ends a quotation stands behind its closing mark."""
    if not any(isinstance(item, dict) and item.get("t") == "Quoted" for item in items):
        return items
    made: list[Any] = []
    for item in items:
        cite = None
        if isinstance(item, dict) and item.get("t") == "Quoted":
            item, cite = _without_citation(item)
        made += [item] if cite is None else [item, cite]
    return made


def _without_citation(quoted: Element) -> tuple[Element, Element | None]:
    """A quotation without the citation at its end, and the citation."""
    kind, inlines = quoted["c"]
    at = len(inlines) - 1
    if at > 0 and is_string(inlines[at]) and _POINTS.fullmatch(inlines[at]["c"]):
        at -= 1
    if at < 0 or not is_citation(inlines[at]) or is_textual(inlines[at]):
        return quoted, None
    words = list(inlines[:at])
    while words and is_space(words[-1]):
        words.pop()
    return {"t": "Quoted", "c": [kind, [*words, *inlines[at + 1 :]]]}, inlines[at]


def _note_of(cite: Element) -> Element:
    inner = rewrite(normal(cite)["c"][0], _in_note)
    paragraph = [*parted({"t": "Cite", "c": [inner, []]}), {"t": "Str", "c": "."}]
    note = {"t": "Note", "c": [{"t": "Para", "c": paragraph}]}
    return {"t": "Span", "c": [["", ["note"], [["label", ""]]], [note]]}
