"""Make each citation in the text a note of its own, after the punctuation that follows it; or, in a
style for running text, leave it there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from octavo.citations import author_names
from octavo.model import CitationFrame, Element, Inlines, Manuscript, Reference
from octavo.notes.split_citations import (
    is_citation,
    is_textual,
    normal,
    parted,
    parted_in_text,
)
from octavo.pandoc import tree
from octavo.pandoc.note_spans import note_span
from octavo.pandoc.walk import plain, rewrite, walk

CALL_BEFORE_PUNCTUATION = {"fr", "es", "it", "pt", "ru", "uk", "pl", "cs", "sv", "da", "nb", "fi"}
POINT_INSIDE = {"en", "en-us"}  # languages that set “so on,” (Chicago 6.9)

_CLOSING = re.compile(r"^[.,;:!?]+[”’»“\"')\]]*|^[”’\"')\]]+[.,;:!?]*")
_POINTS = re.compile(r"[.,;:!?…]+")
_NOTES = frozenset({"Note"})


def calls_follow_punctuation(language: str) -> bool:
    """Return whether a language prints note calls after full stops and commas (Chicago 14.26)."""
    return language.split("-")[0].lower() not in CALL_BEFORE_PUNCTUATION


def notes_for_citations(manuscript: Manuscript, references: Mapping[str, Reference]) -> Manuscript:
    """Return a manuscript in which each citation in the text is a note of its own, and no citation
    is inside another."""
    return with_citation_notes(manuscript, authors_in_text(manuscript, references))


def authors_in_text(
    manuscript: Manuscript, references: Mapping[str, Reference]
) -> Mapping[str, Inlines]:
    """Return, by key, the names that a manuscript's citations put into its text."""
    if not manuscript.holds("Cite"):
        return {}
    in_text = walk(manuscript.blocks, within=_NOTES)
    cites = (e for e in in_text if is_citation(e) and is_textual(e))
    keys = dict.fromkeys(tree.citations_of(cite)[0]["citationId"] for cite in cites)
    known = {key: references[key] for key in keys if key in references}
    return {key: author_names(one, manuscript.language) for key, one in known.items()}


def with_citation_notes(manuscript: Manuscript, authors: Mapping[str, Inlines]) -> Manuscript:
    """Return a manuscript as `notes_for_citations` does; `authors` are the names, by key."""
    if not manuscript.holds("Cite"):
        return manuscript
    rewriter = _Rewriter(manuscript.language, authors)
    return replace(manuscript, blocks=rewriter.restore(manuscript.blocks))


def with_placed_citations(
    manuscript: Manuscript, authors: Mapping[str, Inlines], frame: CitationFrame
) -> Manuscript:
    """Return a manuscript whose citations in the text are notes, or are left in the text, as the
    frame says: raised ones behind the punctuation that follows them, as calls are. No citation is
    inside another; what a citation holds besides others is in a span with these."""
    if not frame.in_text:
        return with_citation_notes(manuscript, authors)
    if not manuscript.holds("Cite"):
        return manuscript
    blocks = rewrite(manuscript.blocks, _in_text)
    if frame.placing == "raised":
        blocks = _Raiser(manuscript.language).restore(blocks)
    return replace(manuscript, blocks=blocks)


def _in_text(element: Element) -> Inlines | None:
    """Return the parts of a citation that stays in the text; None for any other element."""
    return parted_in_text(element) if tree.is_kind(element, "Cite") else None


class _Rewriter:
    """The rewriting of one text, whose citations become notes."""

    def __init__(self, language: str, authors: Mapping[str, Inlines]) -> None:
        self._authors = authors
        self._moves = calls_follow_punctuation(language)
        self._inside = language.lower() in POINT_INSIDE

    def restore(self, node: Any) -> Any:
        if isinstance(node, list):
            return self._in_list(node)
        if isinstance(node, dict):
            if tree.is_kind(node, "Note"):
                return self._noted(node)
            return {key: self.restore(value) for key, value in node.items()}
        return node

    def _noted(self, note: Element) -> Element:
        """Return a note that the author has written."""
        return tree.note(rewrite(tree.content_of(note), _in_note))

    def _placed(self, cite: Element) -> Inlines:
        """Return a citation of the text in its place."""
        made = self._authors.get(tree.citations_of(cite)[0]["citationId"], [])
        return [*(made if is_textual(cite) else ()), _note_of(cite)]

    def _in_list(self, items: list[Any]) -> list[Any]:
        made: list[Any] = []
        following = ""
        items = _out_of_quotations(items) if self._moves else items
        for index, item in enumerate(items):
            if not is_citation(item):
                if following and tree.is_string(item):
                    rest = tree.string_of(item)[len(following) :]
                    following = ""
                    if not rest:
                        continue
                    item = tree.string(rest)
                made.append(self.restore(item))
                continue
            *names, placed = self._placed(item)
            made += names
            if not is_textual(item) and made and tree.is_space(made[-1]):
                made.pop()
            after = items[index + 1] if index + 1 < len(items) else None
            match = _CLOSING.match(_words(after)) if self._moves else None
            if match:
                following = match[0]
                quoted = made and self._inside and tree.is_kind(made[-1], "Quoted")
                if quoted and match[0] in ".,":
                    made[-1] = _with_point(made[-1], match[0])
                else:
                    made.append(tree.string(following))
            made.append(placed)
        return made


class _Raiser(_Rewriter):
    """The rewriting of a text whose citations are raised: they are where calls would be."""

    def __init__(self, language: str) -> None:
        super().__init__(language, {})

    def _noted(self, note: Element) -> Element:
        return note

    def _placed(self, cite: Element) -> Inlines:
        return [cite]


def _with_point(quoted: Element, point: str) -> Element:
    """Return a quotation with a full stop or comma inside its closing mark, unless it has a
    point."""
    inlines = tree.content_of(quoted)
    if _POINTS.fullmatch(plain(inlines)[-1:]):
        return quoted
    return tree.with_content(quoted, [*inlines, tree.string(point)])


def _words(item: object) -> str:
    return tree.string_of(item) if tree.is_string(item) else ""


def _in_note(element: Element) -> Inlines | None:
    """Return the parts of a citation in a note, whose inner citations are split already; None for
    any other element."""
    return parted(normal(element)) if tree.is_kind(element, "Cite") else None


def _out_of_quotations(items: list[Any]) -> list[Any]:
    """Return a list in which a citation at the end of a quotation follows its closing mark."""
    if not any(tree.is_kind(item, "Quoted") for item in items):
        return items
    made: list[Any] = []
    for item in items:
        cite = None
        if tree.is_kind(item, "Quoted"):
            item, cite = _without_citation(item)
        made += [item] if cite is None else [item, cite]
    return made


def _without_citation(quoted: Element) -> tuple[Element, Element | None]:
    """Return a quotation without the citation at its end, and the citation."""
    inlines = tree.content_of(quoted)
    at = len(inlines) - 1
    if at > 0 and _POINTS.fullmatch(_words(inlines[at])):
        at -= 1
    if at < 0 or not is_citation(inlines[at]) or is_textual(inlines[at]):
        return quoted, None
    words = list(inlines[:at])
    while words and tree.is_space(words[-1]):
        words.pop()
    return tree.with_content(quoted, [*words, *inlines[at + 1 :]]), inlines[at]


def _note_of(cite: Element) -> Element:
    inner = rewrite(tree.citations_of(normal(cite)), _in_note)
    paragraph = [*parted(tree.cite(inner)), tree.string(".")]
    return note_span([tree.para(paragraph)], "")
