"""The page's proportions, by a canon: margins that grow with the trim, text on whole lines.

On the classic 6 × 9 in page the text is 26 picas wide and 36 lines of 14 pt deep, the inner margin
three quarters of an inch; the margins stand as 9 : 11 (inner, outer) and 62 : 82 (head, foot).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

POINTS = {"in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0}
LEADING = 14.0
FOLIO = 27.0  # the width of lxxxviii
# No measure is wider than 28 picas (some 75 letters), however wide the paper.
WIDEST = 336.0


@dataclass(frozen=True, slots=True)
class Trim:
    """The trimmed page and its margins, in points."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float

    @property
    def head(self) -> float:
        """The room for a running head, between two folios."""
        return self.width - self.inner - self.outer - 2 * FOLIO

    @property
    def css(self) -> str:
        """The page's size and margins as @page rules."""
        top, bottom = f"{self.top:.2f}pt", f"{self.bottom:.2f}pt"
        inner, outer = f"{self.inner:.2f}pt", f"{self.outer:.2f}pt"
        return (
            f"@page{{size:{self.width:.3f}pt {self.height:.3f}pt}}\n"
            f"@page:right{{margin:{top} {outer} {bottom} {inner}}}\n"
            f"@page:left{{margin:{top} {inner} {bottom} {outer}}}\n"
            f".running-verso,.running-recto{{max-width:{self.head:.2f}pt}}\n"
        )


def trim(size: str) -> Trim:
    """The page of a size as written in edition.yaml: `6in 9in`, `148mm 210mm`."""
    width, height = (
        float(number) * POINTS[unit] for number, unit in re.findall(r"([\d.]+)(in|mm|cm|pt)", size)
    )
    inner, outer = width * 54 / 432, width * 66 / 432
    spare = max(0.0, width - inner - outer - WIDEST)
    inner, outer = inner + spare * 0.45, outer + spare * 0.55
    top = height * 62 / 648
    lines = int((height - top - height * 82 / 648 + 0.01) // LEADING)
    return Trim(width, height, top, height - top - lines * LEADING, inner, outer)
