"""Divide a document into texts at its top headings, and find the title of the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from octavo.ingest.sections import slug
from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import holds, rewrite, text_of

_LEAST = 1500  # words of a chapter, on average; headings over less are those of an essay

_BEFORE_TITLE = 300  # letters, at most, above a heading that is the title of the work


@dataclass(frozen=True, slots=True)
class Divided:
    """The texts of a document, and what is known of the whole."""

    texts: tuple[Blocks, ...]
    title: str
    subtitle: str
    authors: tuple[str, ...]
    made_heading: bool = False  # whether a text has the title for a heading


def divide(meta: Mapping[str, Element], blocks: Blocks, fallback: str) -> Divided:
    """Return the texts of a document: one for each chapter.  `fallback` is a title for a document
    that has none."""
    title = _inlines(meta.get("title"))
    subtitle = text_of(_inlines(meta.get("subtitle")))
    authors = tuple(_authors(meta.get("author")))
    front = [block for name in ("date", "abstract") for block in _blocks(meta.get(name))]
    blocks = [*front, *blocks]
    levels = [tree.level_of(block) for block in blocks if tree.is_kind(block, "Header")]
    top = min(levels, default=1)
    starts = [at for at, block in enumerate(blocks)
              if tree.is_kind(block, "Header") and tree.level_of(block) == top]  # fmt: skip
    words = len(text_of(blocks).split())
    if (
        title
        and (len(starts) < 2 or words < _LEAST * len(starts))
        and not (starts == [0] and text_of(blocks[0]) == text_of(_without_notes(title)))
    ):
        body = _leveled(blocks, 2 - top)
        texts = ([tree.header(1, _without_marks(title)), *body],)
        return Divided(texts, text_of(_without_notes(title)), subtitle, authors)
    if not title and len(starts) == 1 and len(text_of(blocks[: starts[0]])) <= _BEFORE_TITLE:
        heading = blocks[starts[0]]
        texts = (_leveled([heading, *blocks[: starts[0]], *blocks[starts[0] + 1 :]], 1 - top),)
        said = text_of(_without_notes(tree.content_of(heading)))
        return Divided(texts, said, subtitle, authors)
    parts = [_leveled(blocks[a:b], 1 - top)
             for a, b in pairwise([*starts, len(blocks)])]  # fmt: skip
    head = _leveled(blocks[: starts[0]] if starts else blocks, 1 - top)
    words_of_title = text_of(_without_notes(title)) or fallback
    if head or holds(title, "Note"):
        heading = tree.header(1, title or tree.text(words_of_title))
        parts.insert(0, [heading, *head])
        return Divided(tuple(parts), words_of_title, subtitle, authors, not title)
    return Divided(tuple(parts), words_of_title, subtitle, authors)


def name_of(text: Blocks, number: int) -> str:
    """Return the name of a text's file."""
    first = next((block for block in text if tree.is_kind(block, "Header")), None)
    words = text_of(_without_notes(tree.content_of(first))) if first else ""
    return f"{number:02}-{slug(words) or 'text'}.md"


def _leveled(blocks: Blocks, by: int) -> Blocks:
    """Return blocks whose headings are `by` levels lower, none more than one below the heading
    before it."""
    made: Blocks = []
    open_levels: list[tuple[int, int]] = []  # as written, as given
    for block in blocks:
        if tree.is_kind(block, "Header"):
            level = tree.level_of(block)
            while open_levels and open_levels[-1][0] >= level:
                open_levels.pop()
            given = open_levels[-1][1] + 1 if open_levels else level + by
            open_levels.append((level, min(max(given, 1), 6)))
            block = tree.with_level(block, open_levels[-1][1])
        made.append(block)
    return made


def _without_notes(inlines: Inlines) -> Inlines:
    return rewrite(inlines, lambda one: [] if tree.is_kind(one, "Note") else None)


def _without_marks(inlines: Inlines) -> Inlines:
    return [tree.SPACE if tree.is_kind(one, "LineBreak") else one for one in inlines]


def _inlines(value: Element | None) -> Inlines:
    if value is None:
        return []
    if tree.is_kind(value, "MetaInlines"):
        return list(tree.content_of(value))
    if tree.is_kind(value, "MetaBlocks"):
        return [inline for block in tree.content_of(value) if tree.is_paragraph(block)
                for inline in tree.content_of(block)]  # fmt: skip
    return tree.text(tree.string_of(value)) if tree.kind_of(value) == "MetaString" else []


def _blocks(value: Element | None) -> Blocks:
    if value is None:
        return []
    if tree.is_kind(value, "MetaBlocks"):
        return list(tree.content_of(value))
    return [tree.para(inlines)] if (inlines := _inlines(value)) else []


def _authors(value: Element | None) -> list[str]:
    if value is None:
        return []
    if tree.kind_of(value) == "MetaList":
        return [words for one in tree.meta_items(value) for words in _authors(one)]
    words = text_of(_without_notes(_inlines(value)))
    return [words] if words else []
