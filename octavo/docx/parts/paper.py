"""Choose the paper of the manuscript, its margins, and the room for text and figures on it.

The DOCX is not the book: editors read, print and mark it as a manuscript. So it has the paper of
their country, not the trim size of the edition, and margins wide enough for marks, unless the
edition has others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from octavo.locales.paper_sizes import uses_letter

EMU_PER_TWIP = 635


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in twips (1/20 point): width and height, the four margins, and how far from the edges
    headers and footers are."""

    width: int
    height: int
    left: int = 1800
    right: int = 1800
    top: int = 1584
    bottom: int = 1584
    header: int = 864
    footer: int = 864

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        return self.height - self.top - self.bottom


LETTER = Paper(12240, 15840)
A4 = Paper(11906, 16838)


def paper_of(language: str, margins: tuple[int, int, int, int] | None = None) -> Paper:
    """Return Letter for languages as written where Letter is used (en-US, es-MX), A4 for all
    others; with `margins` in twips, top, right, bottom and left, if they are given."""
    paper = LETTER if uses_letter(language) else A4
    if margins is None:
        return paper
    top, right, bottom, left = margins
    header, footer = (min(paper.header, margin // 2) for margin in (top, bottom))
    return replace(
        paper, top=top, right=right, bottom=bottom, left=left, header=header, footer=footer
    )
