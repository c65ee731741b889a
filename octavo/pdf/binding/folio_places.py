"""Name the places at which folios are printed, as the binding keeps them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FolioPlace:
    """Where and how a folio is printed: `x` and `y` in points from the left and the foot of the
    page, `x` for a folio without width. `share` is the part of its width to the left of `x`: 0 is
    flush left, 1/2 centred, 1 flush right. `colour` is an operator of PDF."""

    x: float
    y: float
    share: float
    size: float
    font: str
    colour: str
