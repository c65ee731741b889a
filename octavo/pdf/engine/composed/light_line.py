"""Make the boxes of a composed line when they are first asked for.

A line is measured, moved and copied several times before it is on its page: the notes of a page are
laid out anew for each that joins them. Until then its height, its calls and how it ends are enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from octavo.pdf.engine.weasy import boxes, wp_block

if TYPE_CHECKING:
    from octavo.pdf.engine.composed.inline_text import InlineText
    from octavo.pdf.engine.composed.line_boxes import LineMaker, Span

_relative_positioning = wp_block.relative_positioning


class LightLine(boxes.LineBox):
    """A line that keeps its maker until its children are asked for.

    `begin` is how far right of the line's own edge its first box begins, in pixels; `text` is the
    paragraph that the line belongs to, `span` what it has of it.
    """

    maker: LineMaker | None
    begin: float
    text: InlineText
    span: Span

    def become(self, box: Any, maker: LineMaker, begin: float) -> None:
        """Take over what the line box of a paragraph has but its boxes, which are not made yet."""
        self.__dict__.update(box.__dict__)
        self.maker, self.begin = maker, begin
        self.text, self.span = maker.text, maker.span

    @property
    def children(self) -> Any:
        """Return the boxes of the line; they are made where the line is now.

        Rewrites `LineBox.children`: it is no more than a list there.
        """
        if self.maker is not None:
            maker, self.maker = self.maker, None
            made = maker.children(self.position_x + self.begin, self.position_y)
            self.__dict__["children"] = made
        return self.__dict__["children"]

    @children.setter
    def children(self, children: Any) -> None:
        """Set the boxes of the line.

        Rewrites `LineBox.children`.
        """
        self.maker = None
        self.__dict__["children"] = children

    def translate(self, dx: float = 0, dy: float = 0, ignore_floats: bool = False) -> None:
        """Move the line, and its boxes if they are made.

        Rewrites `LineBox.translate`: boxes that are not made need not be moved.
        """
        if self.maker is None:
            super().translate(dx, dy, ignore_floats)
        else:
            self.position_x += dx
            self.position_y += dy

    def deepcopy(self) -> Any:
        """Return a copy; the boxes of the line are copied if they are made.

        Rewrites `LineBox.deepcopy`: boxes that are not made need not be copied.
        """
        return super().deepcopy() if self.maker is None else self.copy()

    def page_values(self) -> tuple[Any, Any]:
        """Return the names of the pages for the line: nothing in it has one of its own.

        Rewrites `LineBox.page_values`: the boxes of the line are not asked.
        """
        return self.style["page"], self.style["page"]


def relative_positioning(box: Any, containing_block: Any) -> None:
    """Move a box that is relatively positioned, and those in it.

    Rewrites `weasyprint.layout.block.relative_positioning`: a line whose boxes are not made has
    none that is.
    """
    if not is_light(box):
        _relative_positioning(box, containing_block)


def is_light(box: Any) -> bool:
    """Return whether a box is a line whose boxes are not made."""
    return isinstance(box, LightLine) and box.maker is not None


def notes_called(line: Any) -> list[Any]:
    """Return the notes that are called in a line, in order."""
    maker = getattr(line, "maker", None)
    if maker is not None:
        return maker.notes_called()
    return [box.footnote for box in line.descendants() if box.footnote]


def last_text(line: Any) -> tuple[str, Any] | None:
    """Return the last text of a line and its style; None if something else ends it."""
    maker = getattr(line, "maker", None)
    if maker is not None:
        return maker.last_text()
    box = line
    while box.children:
        box = box.children[-1]
    return (box.text, box.style) if isinstance(box, boxes.TextBox) else None
