"""Find the lines of a page that a draft numbers."""

from __future__ import annotations

from octavo.pdf.engine import ReadPage

_LESS_THAN_A_LINE = 5.0  # points


def middles(page: ReadPage) -> tuple[float, ...]:
    """Return the middle of each line of the text, in points from the foot of the page, from the
    top; what is side by side in a table or in columns is one line. Notes have numbers of their
    own."""
    found: list[float] = []
    heights = sorted(page.paper.height - line.box.y - line.box.height / 2 for line in page.text)
    for height in reversed(heights):
        if not found or found[-1] - height > _LESS_THAN_A_LINE:
            found.append(round(height, 2))
    return tuple(found)
