"""Read a text by pandoc into its tree, with the lists and the paragraphs that are meant."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any, TypedDict

import orjson

from octavo.model import Blocks, DoubtfulItem, Element, Inlines, Source, kinds_in
from octavo.pandoc import tree
from octavo.pandoc.apostrophes import held, released
from octavo.pandoc.run import PandocError, run_pandoc
from octavo.pandoc.walk import text_of
from octavo.parsing.lists import read_lists, with_numbers_as_written
from octavo.source import (
    Candidate,
    Lines,
    cited_examples,
    hide,
    item_mark_places,
    labels_referred_to,
    mark,
    marked_lines,
    shown_again,
)

# pandoc compares each word with some 400 schemes, which is a third of its work.
_BARE_ADDRESSES = "+autolink_bare_uris"
READER = f"markdown{_BARE_ADDRESSES}"
# Without one of these pandoc finds no bare address: a scheme with what is behind its colon, or the
# end of a mailbox before its sign.
_MAY_BE_ADDRESS = re.compile(r"\w:[^ \t\n*_\]]|[^ \t\n\[(]@")
MAX_DEPTH = 200  # levels of the JSON; a book's text has thirty
TOO_DEEP = "the text is nested too deeply"


class Document(TypedDict):
    """A text as pandoc has read it."""

    meta: Mapping[str, Element]
    blocks: Blocks


def read_document(
    source: Source,
    candidates: Sequence[Candidate] = (),
    language: str = "",
    keys: Container[str] = (),
    *,
    reader: str = READER,
) -> tuple[Document, tuple[DoubtfulItem, ...]]:
    """Return the tree of a text with the marks of its candidates, in which paragraphs that begin
    like a list are paragraphs and lists have the numbers that are written; and the items of lists
    that are doubtful.

    `reader` is pandoc's name of the format. A text with numbered lists is read again, with marks
    that show which markers are theirs.
    """
    cited = cited_examples(source.text, keys)
    text = hide(source.text, cited)
    document = read(mark(text, candidates), reader, hidden=text != source.text)
    if "OrderedList" not in kinds_in([document["meta"], document["blocks"]]):
        return document, ()
    lines = dict(enumerate(marked_lines(text)))
    marked = read(mark(text, (), item_mark_places(lines)), reader)
    found = read_lists(
        [marked["meta"], marked["blocks"]],
        lines,
        Lines(source.section.path, source.text),
        text_of(meta_inlines(document["meta"].get("lang"))) or language,
        labels_referred_to(text),
    )
    if found.prose or found.parted:
        parted = {number: part.line for number, part in found.parted.items()}
        text = hide(source.text, [*cited, *found.prose])
        places = item_mark_places(parted)
        document = read(mark(text, candidates, places), reader, hidden=text != source.text)
    if found.parted:
        document = Document(
            meta=with_numbers_as_written(document["meta"], found.parted),
            blocks=with_numbers_as_written(document["blocks"], found.parted),
        )
    return document, tuple(found.doubtful)


def read(text: str, reader: str = READER, *, hidden: bool = False) -> Document:
    """Return the tree of a text, with the signs that were `hidden` from pandoc in their places.

    Raise PandocError, with pandoc's words, if it cannot read the text.
    """
    given = held(text)
    if not _MAY_BE_ADDRESS.search(given):
        reader = reader.replace(_BARE_ADDRESSES, "")
    written = run_pandoc(["-f", reader, "-t", "json", "--sandbox"], given.encode())
    try:
        document = orjson.loads(shown_again(written) if hidden else written)
    except orjson.JSONDecodeError:
        raise PandocError(TOO_DEEP) from None
    if depth(document) > MAX_DEPTH:
        raise PandocError(TOO_DEEP)
    return released(document) if given != text else document


def depth(json: dict[str, Any] | list[Any]) -> int:
    """Return how many levels of lists and objects the JSON has."""
    level, nodes = 0, [json]
    while nodes:
        level += 1
        inner = (n.values() if isinstance(n, dict) else n for n in nodes)
        nodes = [item for items in inner for item in items if isinstance(item, list | dict)]
    return level


def meta_inlines(value: Element | None) -> Inlines:
    """Return a text of the metadata as inlines; of several, those of all."""
    if value is None:
        return []
    match tree.kind_of(value):
        case "MetaString":
            return tree.text(tree.string_of(value))
        case "MetaInlines" | "MetaBlocks":
            return list(tree.content_of(value))
        case "MetaList":
            return [inline for item in tree.meta_items(value) for inline in meta_inlines(item)]
        case _:
            return []
