"""Compare a document's tree with the Markdown that was written of it, read back."""

from __future__ import annotations

from collections import Counter

from octavo.ingest.scan import Unreadable
from octavo.ingest.word import account as words_account
from octavo.model import Blocks
from octavo.pandoc import tree
from octavo.pandoc.walk import walk

# The kinds of elements that are counted on both sides.
_COMPARED = (
    "Emph", "Strong", "Strikeout", "Superscript", "Subscript", "Link", "Image", "Table",
    "BlockQuote", "LineBlock", "BulletList", "OrderedList", "DefinitionList", "Header", "Math",
    "Cite", "CodeBlock",
)  # fmt: skip


def check_notes(blocks: Blocks, count: int, name: str) -> None:
    """Raise Unreadable if the Markdown has not the notes of the tree: a fault of Octavo."""
    found = sum(tree.is_kind(one, "Note") for one in walk(blocks))
    if found != count:
        raise Unreadable(
            f"{name} would have {found} notes of {count}; this is a fault of Octavo, and nothing "
            "was written"
        )


def _parted(text: Blocks, back: Blocks) -> list[str]:
    """Return the first words that were parted or joined by being written and read back."""
    written_words, read_words = (
        [bare for part in words_account.passages_in(words_account.without_citations(blocks))
         for passage in part for word in passage.split() if (bare := words_account.letters(word))]
        for blocks in (text, back)
    )  # fmt: skip
    for one, other in zip(written_words, read_words, strict=False):
        if one != other:
            return [f"“{one}” was to be written, and “{other}” is read: a space may be lost"]
    return []


def markup_changes(text: Blocks, back: Blocks) -> list[str]:
    """Return what there is more or less of in a text that is read back: italics, tables, lists;
    bare addresses are links only when they are read."""
    one = Counter(tree.kind_of(element) for element in walk(text))
    other = Counter(tree.kind_of(element) for element in walk(back))
    parted = _parted(text, back)
    return parted + [f"{one[kind]} × {kind} were to be written, and {other[kind]} are read"
            for kind in _COMPARED if one[kind] > other[kind] or (
                one[kind] != other[kind] and kind != "Link")]  # fmt: skip
