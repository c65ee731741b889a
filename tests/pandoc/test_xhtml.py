"""XHTML that is written here is what pandoc's own writer makes of the same tree, byte for byte."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import get_args

import orjson
import pytest

from octavo.html.section_xhtml import blocks_for_xhtml
from octavo.model import Blocks, Element, Kind, Manuscript, Section
from octavo.pandoc import tree
from octavo.pandoc.run import run_pandoc
from octavo.pandoc.xhtml import xhtml, xhtml_by_pandoc, xhtml_here
from octavo.pandoc.xhtml.attributes import UnwrittenError
from tests.pandoc.random_trees import RandomTrees


def assert_as_by_pandoc(blocks: Blocks) -> None:
    here, there = xhtml_here(blocks).split("\n"), xhtml_by_pandoc(blocks).split("\n")
    assert here == there, "\n".join([*unified_diff(there, here, lineterm="", n=0)][:20])


def is_written_here(block: Element) -> bool:
    try:
        xhtml_here([block])
    except UnwrittenError:
        return False
    return True


@pytest.mark.parametrize("seed", range(6))
def test_random_trees(seed: int) -> None:
    blocks = [block for block in RandomTrees(seed).blocks(300) if is_written_here(block)]
    assert len(blocks) > 150
    rule = Element({"t": "HorizontalRule"})  # an empty paragraph behind a heading is pandoc's
    assert_as_by_pandoc([part for block in blocks for part in (block, rule)])


def test_all_kinds_that_a_section_may_hold_are_written_here() -> None:
    """All but formulas: Octavo puts notes, citations and raw passages into other elements."""
    written: set[str] = set()
    for seed in range(6):
        for block in filter(is_written_here, RandomTrees(seed).blocks(300)):
            written |= kinds_with_words(block)
    kinds = {kind for kind in get_args(Kind) if not kind.startswith("Meta")}
    assert kinds - written == {"Math", "Note", "Cite", "RawInline", "RawBlock"}


def kinds_with_words(part: object) -> set[str]:
    """The kinds of all elements in a part of a tree."""
    if isinstance(part, list):
        return {kind for item in part for kind in kinds_with_words(item)}
    if not isinstance(part, dict):
        return set()
    own = {part["t"]} & set(get_args(Kind))
    return own | kinds_with_words(list(part.values()))


def read(markdown: str) -> Blocks:
    arguments = ["-f", "markdown-yaml_metadata_block", "-t", "json", "--sandbox"]
    return orjson.loads(run_pandoc(arguments, markdown.encode()))["blocks"]


# What pandoc's writer gives a meaning of its own, or lays out anew.
PANDOCS = {
    "a formula": "$x^2$",
    "a section": "::: section\n# Title\n\nWords.\n:::",
    "a heading in a division": "::: x\n# Title\n\nWords.\n:::",
    "a key": "[word]{role=x}",
    "a class of spans": "[word]{.kbd}",
    "a class of code": "`word`{.sample}",
    "a class of divisions": "::: columns\nWords.\n:::",
    "references": "::: {#refs}\nWords.\n:::",
    "tasks": "- [ ] one\n- two",
    "a title of an address to write to": "[a](mailto:a@b.c 'word')",
    "a film": "![](a.mp4)",
    "an address": "![a](http://x.org/a.png)",
    "a measure": "![a](a.png){width=3vw}",
    "a style": "[![a](a.png){style=x}](b)",
    "cells that span": "+---+---+\n| a | b |\n|   +---+\n|   | c |\n+---+---+",
}


@pytest.mark.parametrize("markdown", PANDOCS.values(), ids=PANDOCS)
def test_what_is_in_no_table_is_left_to_pandoc(markdown: str) -> None:
    blocks = read(f"Words.\n\n{markdown}\n")
    with pytest.raises(UnwrittenError):
        xhtml_here(blocks)
    assert xhtml(blocks) == xhtml_by_pandoc(blocks)


def test_an_empty_section() -> None:
    for blocks in (
        [],
        [tree.para([])],
        [tree.plain_block([])],
        [tree.plain_block([tree.LINE_BREAK])],
    ):
        assert_as_by_pandoc(blocks)


def test_real_texts(shared: Path) -> None:
    texts = sorted((shared / "corpus" / "broken").glob("*.md"))
    text = "\n\n".join(path.read_text("utf-8", "replace") for path in texts)
    blocks = tree_without_notes(read(text))
    assert len(blocks) > 300
    assert_as_by_pandoc(blocks)


def tree_without_notes(blocks: Blocks) -> Blocks:
    """A text's blocks as a section's: notes and citations are none of the writer's."""
    from octavo.pandoc.walk import rewrite

    def change(element: Element) -> Blocks | None:
        if tree.is_kind(element, "Cite"):
            return tree.content_of(element)
        return [] if tree.is_kind(element, "Note", "Math") else None

    manuscript = Manuscript(Section("a", "source/a.md"), [], "en", rewrite(blocks, change))
    return [block for block in blocks_for_xhtml(manuscript) if is_written_here(block)]
