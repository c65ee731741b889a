"""Make the leaves that an author words, dedication, epigraphs and colophon, as sections of the
book.

Their texts are in edition.yaml, in Markdown without notes and citations; each of their lines is a
line of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.locales import words_in
from octavo.matter.imprint import epigraphs_of
from octavo.matter.parts import COLOPHON, DEDICATION, EPIGRAPHS
from octavo.model import FAMILIES, Blocks, Edition, Element, Inlines, Manuscript, Section
from octavo.pandoc import tree
from octavo.pandoc.walk import rewrite_lists
from octavo.parsing.snippets import read_passages

_DESIGNERS = {name: family.designer for name, family in FAMILIES.items()}


def leaves(edition: Edition, types: Sequence[str]) -> tuple[Manuscript, ...]:
    """Return the leaves that an edition asks for; `types` are the families that its text is set
    in."""
    epigraphs = epigraphs_of(edition)
    colophon = edition.colophon
    made = made_colophon(edition.language, types) if colophon is True else str(colophon or "")
    texts = [edition.dedication, made, *(t for e in epigraphs for t in (e.text, e.source))]
    if not any(text.strip() for text in texts):
        return ()
    dedication, last, *quoted = [_in_lines(blocks) for blocks in read_passages(texts)]
    sources = zip(epigraphs, quoted[::2], quoted[1::2], strict=True)
    quotations = [_epigraph(text, source, e.language) for e, text, source in sources]
    words = words_in(edition.language)  # the leaves bear no title; reading programs name them so
    found = (
        (DEDICATION, words.dedication, [_div("dedication", dedication)] if dedication else []),
        (EPIGRAPHS, words.epigraph, quotations),
        (COLOPHON, words.colophon, [_div("colophon", last)] if last else []),
    )
    return tuple(
        _leaf(section, title, edition.language, blocks)
        for section, title, blocks in found
        if blocks
    )


def made_colophon(language: str, types: Sequence[str]) -> str:
    """Return the colophon that names the types and the tools."""
    words = words_in(language)
    family = types[0] if types else ""
    if not family:
        return words.made_with
    designer = _DESIGNERS.get(family, "")
    phrase = words.set_in_by if designer else words.set_in
    return f"{phrase.format(type=family, designer=designer)} {words.made_with}"


def _leaf(section: Section, title: str, language: str, blocks: Blocks) -> Manuscript:
    return Manuscript(section, tree.text(title), language, blocks)


def _div(name: str, blocks: Blocks, language: str = "") -> Element:
    return tree.div(blocks, classes=[name], attributes={"lang": language} if language else {})


def _epigraph(text: Blocks, source: Blocks, language: str) -> Element:
    """Return a quotation, with its source after it as a paragraph of its own."""
    words = [inline for block in source for inline in _inlines(block)]
    ended = [tree.para([tree.span(words, classes=["source"])])] if words else []
    return _div("epigraph", [*text, *ended], language)


def _inlines(block: Element) -> Inlines:
    return tree.content_of(block) if tree.is_paragraph(block) else []


def _in_lines(blocks: Blocks) -> Blocks:
    """Return blocks in which each line as written is a line as printed."""
    return rewrite_lists(blocks, lambda items: [_as_line_break(item) for item in items])


def _as_line_break(item: object) -> object:
    return tree.LINE_BREAK if tree.is_kind(item, "SoftBreak") else item
