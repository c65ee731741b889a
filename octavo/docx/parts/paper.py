"""The paper of the manuscript, its margins, and what of them the text and its figures may fill.

The DOCX is not the book: editors read, print and mark it as a manuscript.  So it stands on the
paper of their country, not on the trim size of the edition, with margins wide enough for marks.
"""

from __future__ import annotations

from dataclasses import dataclass

LETTER_COUNTRIES = {
    "US", "CA", "MX", "PH", "CL", "CO", "CR", "DO", "GT", "NI", "PA", "PR", "SV", "VE",
}  # fmt: skip
EMU_PER_TWIP = 635


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in twips (1/20 point): width and height, side margins, top and bottom margins."""

    width: int
    height: int
    side: int = 1800
    end: int = 1584

    @property
    def text_width(self) -> int:
        return self.width - 2 * self.side

    @property
    def text_height(self) -> int:
        return self.height - 2 * self.end


LETTER = Paper(12240, 15840)
A4 = Paper(11906, 16838)


def paper_of(language: str) -> Paper:
    """Letter for languages as written where Letter is used (en-US, es-MX), A4 for all others."""
    subtags = {tag.upper() for tag in language.split("-")[1:]}
    return LETTER if subtags & LETTER_COUNTRIES else A4
