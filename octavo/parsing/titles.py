"""Read the titles of an edition that hold markup: plain words, and XHTML with their emphasis.

    title: The *Tides* of "Avon"  ->  The Tides of “Avon”, The <em>Tides</em> of “Avon”

Without a sign of markup in a title nothing is read, since pandoc takes longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Literal

from octavo.locales import direction_of
from octavo.model import Edition, Element, Inlines
from octavo.model.marked_text import MarkedText
from octavo.pandoc import tree
from octavo.parsing.snippets import read_titles
from octavo.source.metadata_marks import (
    STRAIGHT,
    change_titles,
    curly,
    marks_in,
    titles_with_markup,
)

_TAGS: Mapping[str, str] = {
    "Emph": "em", "Strong": "strong", "Strikeout": "del", "Underline": "u",
    "Superscript": "sup", "Subscript": "sub",
}  # fmt: skip
_SMALL_CAPITALS = 'span class="smallcaps"'


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a title, code in it, or a tag."""

    kind: Literal["words", "code", "tag"]
    text: str


def with_markup(edition: Edition) -> Edition:
    """Return the edition with its title, short title, subtitle and series read as Markdown, if any
    of them holds a sign of it."""
    written = titles_with_markup(edition)
    if not written:
        return edition
    sets_marks = edition.typography.quotation_marks == "language"
    language = edition.language if sets_marks else ""
    read = dict(zip(written, _read(written, language), strict=True))
    return change_titles(edition, lambda text: read[text])


@cache
def _read(written: Sequence[str], language: str) -> tuple[str, ...]:
    """Return titles with their markup and with the marks of a language, if one is given."""
    inlines = read_titles(written)
    return tuple(_marked(t, i, language) for t, i in zip(written, inlines, strict=True))


def _marked(written: str, inlines: Inlines, language: str) -> str:
    pieces = list(_pieces(inlines))
    if language:
        pieces = _with_marks(pieces, language)
    plain = "".join(piece.text for piece in pieces if piece.kind != "tag")
    without = curly(written, language) if language else written
    if not plain or plain == without:  # no sign of it was markup, or all of it was dropped
        return without
    return MarkedText(plain, "".join(map(_xhtml, pieces)), written)


def _xhtml(piece: _Piece) -> str:
    if piece.kind == "tag":
        return f"<{piece.text}>"
    words = escape(piece.text, quote=False)
    return f"<code>{words}</code>" if piece.kind == "code" else words


def _pieces(inlines: Inlines) -> Iterator[_Piece]:
    for inline in inlines:
        match tree.kind_of(inline):
            case "Str":
                yield _Piece("words", tree.string_of(inline))
            case "Space" | "SoftBreak" | "LineBreak":
                yield _Piece("words", " ")
            case "Code":
                yield _Piece("code", tree.string_of(inline))
            case "Math" | "RawInline" | "Note" | "Cite":
                pass  # the reader makes none of them, or they have been removed
            case _:
                yield from _within(inline, _tag_of(inline))


def _within(inline: Element, tag: str) -> Iterator[_Piece]:
    if tag:
        yield _Piece("tag", tag)
    yield from _pieces(tree.content_of(inline))
    if tag:
        yield _Piece("tag", f"/{tag.partition(' ')[0]}")


def _tag_of(inline: Element) -> str:
    """Return the name and the attributes of the tag for an element; nothing for a link, or for a
    span of no language."""
    kind = tree.kind_of(inline)
    if kind == "SmallCaps":
        return _SMALL_CAPITALS
    if kind != "Span":
        return _TAGS.get(kind, "")
    language, direction = tree.attribute(inline, "lang"), tree.attribute(inline, "dir")
    if not direction and language and direction_of(language) == "rtl":
        direction = "rtl"
    given = (("lang", language), ("dir", direction if direction in {"ltr", "rtl"} else ""))
    named = "".join(f' {name}="{escape(value)}"' for name, value in given if value)
    classes = ' class="smallcaps"' if "smallcaps" in tree.classes_of(inline) else ""
    return f"span{classes}{named}" if classes or named else ""


def _with_marks(pieces: Sequence[_Piece], language: str) -> list[_Piece]:
    """Return pieces with their straight marks set as those of the whole title, but for code."""
    marks = iter(marks_in("".join(p.text for p in pieces if p.kind != "tag"), language))

    def change(piece: _Piece) -> _Piece:
        if piece.kind == "tag":
            return piece
        made = STRAIGHT.sub(lambda _: next(marks), piece.text)
        return piece if piece.kind == "code" else _Piece(piece.kind, made)

    return [change(piece) for piece in pieces]
