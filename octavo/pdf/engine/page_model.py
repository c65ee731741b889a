"""Read the finished layout as plain values: pages, and on them lines of text, in points.

This is what is known of a page when its boxes are gone: faults of the page are found in it, and
whoever asks what stands where may read it. Nothing in it hangs on WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import weasyprint

from octavo.pdf.engine.lines.metrics import Metrics
from octavo.pdf.engine.weasy import boxes

Kind = Literal["text", "heading", "cell", "caption", "code", "marker", "picture"]

PX = 0.75  # points in a CSS pixel
# What the text of an element is; of others it is what it is of their parent.
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("td", "th"), "cell"), **dict.fromkeys(("caption", "figcaption"), "caption"),
    "pre": "code", "dt": "marker",
}  # fmt: skip
_HYPHENS = ("\u2010", "-")
_SPACES = " \u00a0"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in points from its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as printed, or a picture that stands among lines.

    `text` leaves out note calls and what style sheets generate; a hyphen at its end is U+2010 if
    the layout has put it there. `box` is the extent of what is printed, `measure` that of a full
    line of its block. `block` is the number of its paragraph, the same on all its pages; `first`
    and `last` tell whether that begins and ends here, `forced` whether the line ends by an order.
    `spaces` are the middles of the word spaces; `space` is their width, `stretch` what justifying
    adds to each, `size` that of the letters; all are 0 where there are none. `note` is the id of
    the note the line is of, `calls` are the ids of the notes called in it. `foreign` lists letters
    that the faces asked for lack, each with the family that stands in, or none where nothing is
    printed.
    """

    text: str
    box: Box
    measure: Box
    kind: Kind = "text"
    block: int = 0
    first: bool = True
    last: bool = True
    forced: bool = False
    justified: bool = False
    indent: float = 0.0
    size: float = 0.0
    space: float = 0.0
    stretch: float = 0.0
    spaces: tuple[float, ...] = ()
    note: str = ""
    calls: tuple[str, ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()

    @property
    def hyphened(self) -> bool:
        return self.text.endswith(_HYPHENS)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page: its paper, its type area, the lines of its text and those of its notes, in order."""

    paper: Box
    area: Box
    text: tuple[Line, ...]
    notes: tuple[Line, ...]


def read_pages(document: weasyprint.Document) -> tuple[ReadPage, ...]:
    """Read all pages of a document that is laid out."""
    reader = _Reader()
    return tuple(reader.page(page._page_box) for page in document.pages)


@dataclass(slots=True)
class _Reader:
    """Reads page after page: it knows which paragraphs go on from the page before."""

    metrics: Metrics = field(default_factory=Metrics)
    going_on: dict[Any, int] = field(default_factory=dict)
    blocks: int = 0

    def page(self, page: Any) -> ReadPage:
        notes: list[Line] = []
        text = list(self._lines(page.children[0], "text", ""))
        for area in page.children:
            if isinstance(area, boxes.FootnoteAreaBox):
                for note in area.children:
                    notes += self._lines(note, "text", note.element.get("id", ""))
        paper = _scaled(0, 0, page.margin_width(), page.margin_height())
        area = _scaled(page.content_box_x(), page.content_box_y(), page.width, page.height)
        return ReadPage(paper, area, tuple(text), tuple(notes))

    def _lines(self, box: Any, kind: Kind, note: str) -> Iterator[Line]:
        """The lines in a box; what is positioned absolutely is none of the page's flow."""
        own: Kind = KINDS.get(box.element_tag, kind) if kind == "text" else kind
        lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
        if lines:
            yield from self._block(box, lines, own, note)
            return
        for child in box.children:
            if not (child.is_in_normal_flow() or child.is_floated()):
                continue
            if isinstance(child, boxes.ReplacedBox):
                place = _scaled(child.position_x, child.position_y, child.width, child.height)
                yield Line("", place, place, "picture", note=note)
            elif isinstance(child, boxes.ParentBox) and not child.style["transform"]:
                yield from self._lines(child, own, note)

    def _block(self, box: Any, lines: list[Any], kind: Kind, note: str) -> Iterator[Line]:
        """The lines of one block, a paragraph or the part of one that stands on a page."""
        key = (box.element, box.element_tag, note)
        begun = key in self.going_on
        number = self.going_on.pop(key, self.blocks + 1)
        self.blocks = max(self.blocks, number)
        if getattr(lines[-1], "resume_at", None) is not None:
            self.going_on[key] = number
        justified = box.style["text_align_all"] == "justify"
        indent = _points(box.style["text_indent"], box.width)
        x, width = box.content_box_x(), box.width
        for place, line in enumerate(lines):
            first = not begun and place == 0
            measure = _scaled(x, line.position_y, width, line.height)
            last = getattr(line, "resume_at", None) is None
            read = _InLine(self.metrics)
            read.walk(line)
            yield Line(
                "".join(read.texts).strip(), read.extent(line), measure, kind, number, first,
                last, read.forced, justified, indent * PX if first else 0.0,
                read.size * PX, read.space * PX, read.stretch * PX,
                tuple(x * PX for x in read.spaces), note, tuple(read.calls), tuple(read.foreign),
            )  # fmt: skip


@dataclass(slots=True)
class _InLine:
    """What stands in one line, in pixels, as it is found from left to right."""

    metrics: Metrics
    texts: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    spaces: list[float] = field(default_factory=list)
    foreign: list[tuple[str, str]] = field(default_factory=list)
    left: float | None = None
    right: float = 0.0
    size: float = 0.0
    space: float = 0.0
    stretch: float = 0.0
    forced: bool = False

    def walk(self, box: Any) -> None:
        for child in box.children:
            if child.footnote is not None:
                self.calls.append(child.footnote.element.get("id", ""))
            if isinstance(child, boxes.TextBox):
                self._text(child)
            elif child.element_tag == "br" or child.element_tag.startswith("br::"):
                self.forced = True
            elif isinstance(child, boxes.ParentBox) and child.is_in_normal_flow():
                self.walk(child)
            elif isinstance(child, boxes.ReplacedBox):
                self._reach(child.position_x, child.width)

    def _text(self, box: Any) -> None:
        text, style = box.text, box.style
        if not text.strip():
            self.texts.append(text)
            return
        if "::" not in box.element_tag.replace("::first-", ""):
            self.texts.append(text)
        self._reach(box.position_x, box.width)
        widths, foreign = self.metrics.of(text, style)
        self.foreign += foreign
        stretch = float(box.justification_spacing)
        self.stretch = max(self.stretch, stretch)
        count = text.count(" ") + text.count("\u00a0")
        if style["font_size"] > self.size:
            self.size = float(style["font_size"])
        if count == 0 or style["direction"] != "ltr":
            return
        share = (box.width - stretch * count) / (sum(widths) or 1.0)
        self._spaces(text, widths, float(box.position_x), share, stretch)

    def _spaces(
        self, text: str, widths: list[float], x: float, share: float, stretch: float
    ) -> None:
        """Find the word spaces: the letters' widths, kerned and spaced, come to the text's own."""
        for letter, width in zip(text, widths, strict=True):
            width *= share
            if letter in _SPACES:
                width += stretch
                self.spaces.append(x + width / 2)
                self.space = max(self.space, width)
            x += width

    def _reach(self, x: float, width: float) -> None:
        self.left = x if self.left is None else min(self.left, x)
        self.right = max(self.right, x + width)

    def extent(self, line: Any) -> Box:
        left = line.position_x if self.left is None else self.left
        return _scaled(left, line.position_y, max(0.0, self.right - left), line.height)


def _scaled(x: float, y: float, width: float, height: float) -> Box:
    return Box(*(round(float(value) * PX, 2) for value in (x, y, width, height)))


def _points(length: Any, of: float) -> float:
    """A length in pixels, of WeasyPrint's numbers or percentages."""
    value = getattr(length, "value", length)
    share = str(getattr(length, "unit", "")) == "%"
    return float(value) / 100 * of if share else float(value)
