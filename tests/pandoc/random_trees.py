"""Trees of every kind of pandoc's elements, with odd words and attributes among plain ones.

A tree follows from its seed alone. Nothing in it need be sensible: a writer is compared by it.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree

ODD_WORDS = (
    "a & b", "<b>", '"q"', "it's", "↩", "↔", "↩\ufe0e", "'\ufe0e", '"\ufe0e x', "", "  two", "end ",
    "new\nline", "\ttab", "\u00a0", "\u0301", "Ωλ", "مرحبا", "☐", "☒", "\u200b", "\x7f", "\x01",
    "😀", "&amp;", "]]>", "<!--", "\r",
)  # fmt: skip
IDS = ("", "", "", "i", "a b", "x:y", "é", "1")
ODD_IDS = ("refs", "\"q'")
CLASSES = ("x", "y", "notes", "line-block", 'a"b', "")
ODD_CLASSES = (
    "smallcaps", "mark", "section", "columns", "column", "sample", "incremental", "csl-entry",
)  # fmt: skip
KEYS = (
    "lang", "dir", "label", "mark", "note", "data-x", "alt", "start", "running", "filing",
    "series", "width", "height",
)  # fmt: skip
ODD_KEYS = ("role", "foo", "wrapper", "style", "data-Big", "")
VALUES = (
    "", "de", "rtl", "50%", "3cm", "12", "a & \"b\" 'c' <d>", "new\nline", "0.25in", "33.3%",
    "10.50pt", "7px", "007.5pt", "40.7px", "2inch", "0%",
)  # fmt: skip
ODD_VALUES = ("2ch", "3 em", "1.123456em", "0.01%", "12345678%")
TARGETS = ("#a", "http://x.y/?a=b&c", "mailto:a@b.c", "a b", "")
FILES = ("source/p.png", "p.SVG", "é.webp", "a b.jpg", "p.jpeg", "p.gif")
ODD_FILES = (
    "a.mp4", "b.mp3", "no", "data:image/png;base64,xx", "p.png.gz", "x.tif", ".png", "a/.png",
    "http://x/p.png", "x.PNG?y", "",
)  # fmt: skip
ALIGNMENTS = ("AlignDefault", "AlignLeft", "AlignRight", "AlignCenter")
STYLES = (
    "DefaultStyle", "Example", "Decimal", "LowerRoman", "UpperRoman", "LowerAlpha", "UpperAlpha",
)  # fmt: skip
WIDTHS = (0.25, 0.3, 0.33333, 0.29, 0.57, 0.5, 1 / 3)


class RandomTrees:
    """A source of random blocks; `odd` is the share of the odd among what is chosen."""

    def __init__(self, seed: int, odd: float = 0.01) -> None:
        self._random, self._odd = Random(seed), odd

    def blocks(self, number: int, depth: int = 3) -> Blocks:
        """Return so many blocks, nested as deep."""
        return [self._block(depth) for _ in range(number)]

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _one(self, usual: Any, odd: Any = ()) -> Any:
        return self._random.choice(odd if odd and self._chance(self._odd) else usual)

    def _some(self, make: Callable[[], Any], least: int = 0) -> list[Any]:
        return [make() for _ in range(max(least, self._random.choice((0, 1, 1, 2, 3))))]

    # --- attributes ---

    def _attr(self) -> list[Any]:
        if self._chance(0.4):
            return ["", [], []]
        pairs = self._some(lambda: [self._one(KEYS, ODD_KEYS), self._one(VALUES, ODD_VALUES)])
        classes = self._some(lambda: self._one(CLASSES, ODD_CLASSES))
        return [self._one(IDS, ODD_IDS), classes, pairs]

    def _picture_attr(self) -> list[Any]:
        id, classes, pairs = self._attr()
        measures = [value for value in VALUES if value[:1].isdecimal() and value[-1:] != "e"]
        change = {"width", "height"}
        return [id, classes, [[k, self._one(measures, ODD_VALUES) if k in change else v]
                              for k, v in pairs]]  # fmt: skip

    # --- inlines ---

    def _inlines(self, depth: int) -> Inlines:
        return self._some(lambda: self._inline(depth))

    def _word(self) -> str:
        return self._random.choice(ODD_WORDS) if self._chance(0.4) else "word"

    def _inline(self, depth: int) -> Element:
        kinds = ["Str", "Str", "Space", "SoftBreak", "LineBreak", "Code"]
        if depth:
            kinds += [*tree.FORMATTING, "Quoted", "Span", "Span", "Link", "Link", "Image"]
        kind = self._one(sorted(kinds), ("Math", "Cite", "RawInline", "Note"))
        content: Any
        match kind:
            case "Space" | "SoftBreak" | "LineBreak":
                return Element({"t": kind})
            case "Str":
                content = self._word()
            case "Code":
                content = [self._attr(), self._word()]
            case "Quoted":
                mark = self._one(("SingleQuote", "DoubleQuote"))
                content = [{"t": mark}, self._inlines(depth - 1)]
            case "Span":
                content = [self._attr(), self._inlines(depth - 1)]
            case "Link":
                title = self._one(("", "", "t & \"'"))
                content = [self._attr(), self._words(), [self._one(TARGETS), title]]
            case "Image":
                content = self._image(self._inlines(depth - 1))
            case "Math":
                content = [{"t": "InlineMath"}, "x^2"]
            case "RawInline":
                content = ["html", "<b>"]
            case "Note":
                content = []
            case "Cite":
                content = [[], self._inlines(depth - 1)]
            case _:
                content = self._inlines(depth - 1)
        return Element({"t": kind, "c": content})

    def _words(self) -> Inlines:
        return self._some(lambda: tree.string(self._word()))

    def _image(self, described: Inlines) -> list[Any]:
        title = self._one(("", "", "t & \"'"))
        return [self._picture_attr(), described, [self._one(FILES, ODD_FILES), title]]

    # --- blocks ---

    def _some_blocks(self, depth: int) -> Blocks:
        return self._some(lambda: self._block(depth))

    def _block(self, depth: int) -> Element:
        kinds = ["Plain", "Para", "Para", "LineBlock", "CodeBlock", "HorizontalRule", "Header"]
        if depth:
            kinds += ["BlockQuote", "OrderedList", "BulletList", "DefinitionList", "Table",
                      "Figure", "Div", "Div"]  # fmt: skip
        kind, inner = self._one(kinds), depth - 1
        content: Any
        match kind:
            case "HorizontalRule":
                return Element({"t": kind})
            case "Plain" | "Para":
                content = self._some(lambda: self._inline(3), 0 if self._chance(0.1) else 1)
            case "LineBlock":
                content = self._some(lambda: self._inlines(2))
            case "CodeBlock":
                content = [self._attr(), self._word() + self._word()]
            case "Header":
                content = [self._random.randint(1, 8), self._attr(), self._inlines(2)]
            case "OrderedList":
                numbers = [self._one((0, 1, 1, 3, -2)), {"t": self._one(STYLES)}, {"t": "Period"}]
                content = [numbers, self._some(lambda: self._some_blocks(inner), 1)]
            case "BulletList":
                content = self._some(lambda: self._some_blocks(inner), 1)
            case "DefinitionList":
                content = self._some(
                    lambda: [self._inlines(2), self._some(lambda: self._some_blocks(inner))]
                )
            case "Div":
                content = [self._attr(), self._some_blocks(inner)]
            case "Figure":
                content = self._figure(inner)
            case "Table":
                content = self._table(inner)
            case _:
                content = self._some_blocks(inner)
        return Element({"t": kind, "c": content})

    def _figure(self, depth: int) -> list[Any]:
        if self._chance(0.5):
            short = self._one((None, self._words()))
            return [self._attr(), [short, self._some_blocks(depth)], self._some_blocks(depth)]
        said = self._inlines(2)  # a caption that is the description too
        picture = tree.plain_block([Element({"t": "Image", "c": self._image(said)})])
        return [self._attr(), [None, [self._one((tree.para, tree.plain_block))(said)]], [picture]]

    def _table(self, depth: int) -> list[Any]:
        width = self._random.choice((1, 2, 3))
        columns = [[{"t": self._one(ALIGNMENTS)}, self._width()] for _ in range(width)]
        head, foot = self._rows(depth, width, 1), self._rows(depth, width, 0.3)
        bodies = [
            [
                self._attr(), self._one((0, 0, 1)),
                self._rows(depth, width, 0.3), self._rows(depth, width, 1),
            ]
            for _ in range(self._random.choice((0, 1, 1, 2)))
        ]  # fmt: skip
        caption = [None, self._some_blocks(depth)]
        return [self._attr(), caption, columns, [self._attr(), head], bodies, [self._attr(), foot]]

    def _width(self) -> dict[str, Any]:
        if self._chance(0.4):
            return {"t": "ColWidthDefault"}
        return {"t": "ColWidth", "c": self._one(WIDTHS)}

    def _rows(self, depth: int, width: int, share: float) -> list[Any]:
        if not self._chance(share):
            return []
        return self._some(lambda: self._row(depth, width + (1 if self._chance(self._odd) else 0)))

    def _row(self, depth: int, width: int) -> list[Any]:
        if self._chance(0.1):
            empty = [["", [], []], {"t": "AlignDefault"}, 1, 1, []]
            return [self._attr(), [empty] * width]
        return [self._attr(), [self._cell(depth) for _ in range(width)]]

    def _cell(self, depth: int) -> list[Any]:
        attr = self._attr() if self._chance(0.1) else ["", [], []]
        rows = 2 if self._chance(self._odd) else 1
        inside = self._some_blocks(depth) if self._chance(0.7) else []
        return [attr, {"t": self._one(ALIGNMENTS)}, rows, 1, inside]
