"""Read short texts in Markdown outside of the sections: introductions, annotations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.model import Blocks, Element, Inlines, Section, Source
from octavo.pandoc import tree
from octavo.pandoc.run import PandocError
from octavo.pandoc.walk import rewrite
from octavo.parsing.reader import READER, read_document
from octavo.source import NESTED

MAX_CHARACTERS = 100_000  # of one passage
PASSAGE = "".join((
    READER, "-footnotes-inline_notes-citations-example_lists-raw_html-raw_tex-latex_macros",
    "-auto_identifiers-yaml_metadata_block-pandoc_title_block",
))  # fmt: skip
# Of a title, in which dollars, addresses and straight marks are what they are.
TITLE = f"{PASSAGE}-smart-tex_math_dollars-autolink_bare_uris"
_GUARD = "\u2060"  # before a title: then it begins no list, no heading and no quotation
_PARTING = "\u2063\u2063passage\u2063"
_KEPT_LANGUAGES = {"lang", "dir"}


def read_passages(texts: Sequence[str]) -> list[Blocks]:
    """Return short texts in Markdown, such as the introduction to a part of the bibliography, as
    paragraphs with their markup, without notes, citations, headings, images and ids.

    All are read at once. If one swallows another (an open fence), they are read in halves; one that
    cannot be read is printed as it is written.
    """
    return _passages(texts, PASSAGE)


def read_titles(texts: Sequence[str]) -> list[Inlines]:
    """Return titles in Markdown as inlines, each read as `read_passages` reads a paragraph."""
    lines = (_LINE_ENDS.sub(" ", text).replace(_GUARD, "").strip() for text in texts)
    read = _passages([f"{_GUARD} {line}" for line in lines], TITLE)
    return [_inlines_behind_the_guard(blocks) for blocks in read]


_LINE_ENDS = re.compile(r"[ \t]*[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]\s*")


def _inlines_behind_the_guard(blocks: Blocks) -> Inlines:
    inlines = [inline for b in blocks if tree.is_paragraph(b) for inline in tree.content_of(b)][1:]
    return tree.trimmed(inlines)


def _passages(texts: Sequence[str], reader: str) -> list[Blocks]:
    sound = [len(text) <= MAX_CHARACTERS and not NESTED.search(text) for text in texts]
    read = iter(_read([text for text, fit in zip(texts, sound, strict=True) if fit], reader))
    return [
        next(read) if fit else _as_written(text) for text, fit in zip(texts, sound, strict=True)
    ]


def _as_written(text: str) -> Blocks:
    return [tree.para(tree.text(" ".join(text.split())))]


def _read(texts: Sequence[str], reader: str) -> list[Blocks]:
    if not texts:
        return []
    try:
        written = f"\n\n{_PARTING}\n\n".join(text.replace("\u2063", "") for text in texts)
        source = Source(Section("", ""), f"{written}\n".encode("utf-8", "replace").decode())
        passages = _parted(read_document(source, reader=reader)[0]["blocks"])
    except PandocError:
        passages = []
    if len(passages) == len(texts):
        return [rewrite(passage, as_passage) for passage in passages]
    if len(texts) == 1:
        return [_as_written(texts[0])]
    half = len(texts) // 2
    return [*_read(texts[:half], reader), *_read(texts[half:], reader)]


def _parted(blocks: Blocks) -> list[Blocks]:
    passages: list[Blocks] = [[]]
    parting = tree.para([tree.string(_PARTING)])
    for block in blocks:
        if block == parting:
            passages.append([])
        else:
            passages[-1].append(block)
    return passages


def as_passage(element: Element) -> Element | Blocks | None:
    """Remove an element's id and attributes, in place, except small capitals and languages; return
    what replaces a heading, image, figure or raw markup, and None for other elements."""
    match tree.kind_of(element):
        case "Header":
            return tree.para([tree.strong(tree.content_of(element))])
        case "Image" | "Figure":
            return tree.content_of(element)
        case "RawInline" | "RawBlock":
            return []
        case _ if tree.has_attr(element):
            _, classes, pairs = tree.attr_of(element)
            kept = [pair for pair in pairs if pair[0] in _KEPT_LANGUAGES]
            return tree.with_attr(element, "", [c for c in classes if c == "smallcaps"], kept)
        case _:
            return None
