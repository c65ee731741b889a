"""Compute a page's proportions by the canon of its design: margins that grow with the trim size,
text on whole lines, and a gutter that grows with the book.

The classic canon is that of a 6 × 9 in page whose text is 25 picas wide (some 66 letters) and 36
lines of 14 pt deep: its margins are as 9 : 11 (inner, outer) and 62 : 82 (head, foot).

The gutter moves the text and never narrows it: so the number of pages, on which the gutter depends,
is known before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.model import Edition, Fault, Place, PrintSettings
from octavo.pdf.design.print_sheets import OWN_SHEET, design_of, read_design
from octavo.pdf.rules import book_can_be_bound, design_can_be_used
from octavo.source import EDITION_PATH

POINTS = {"in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0}
FOLIO = 27.0  # points: the width of lxxxviii, in type of 11 points
# The least text of a page: letters in a line (each as wide as half the leading), and lines.
NARROWEST, SHALLOWEST = 12, 4

_LENGTH = re.compile(r"\+?([0-9]{1,5}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})(in|mm|cm|pt|em|%)")


@dataclass(frozen=True, slots=True)
class Trim:
    """The trimmed page and its margins, in points."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    leading: float = 14.0

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - self.inner - self.outer

    @property
    def lines(self) -> int:
        """How many lines of text a page has."""
        return round((self.height - self.top - self.bottom) / self.leading)

    @property
    def holds_text(self) -> bool:
        """Return whether the page is wide and deep enough for some words and lines."""
        return self.measure >= NARROWEST * self.leading / 2 and self.lines >= SHALLOWEST

    @property
    def head(self) -> float:
        """The width left for a running head between two folios."""
        return self.measure - 2 * FOLIO

    @property
    def css(self) -> str:
        """The page's size and margins as @page rules, and the lengths that follow from them."""
        top, bottom = f"{self.top:.2f}pt", f"{self.bottom:.2f}pt"
        inner, outer = f"{self.inner:.2f}pt", f"{self.outer:.2f}pt"
        depth = f"{self.lines * self.leading:.2f}pt"
        return (
            f"@page{{size:{self.width:.3f}pt {self.height:.3f}pt}}\n"
            f"@page:right{{margin:{top} {outer} {bottom} {inner}}}\n"
            f"@page:left{{margin:{top} {inner} {bottom} {outer}}}\n"
            f".running-verso,.running-recto{{max-width:{self.head:.2f}pt}}\n"
            f"html{{--text-width:{self.measure:.2f}pt;--text-depth:{depth}}}\n"
            f".plate{{height:{depth}}}.turned{{width:{depth};height:{self.measure:.2f}pt}}\n"
        )


def trim(size: str = "", variables: Mapping[str, str] | None = None) -> Trim:
    """Return the page of a size (`6in 9in`; that of the variables if empty) by the variables of a
    design. Fall back to the classic design for invalid variables; `wrong` says what is invalid."""
    classic = read_design().variables
    given = {**classic, **(variables or {})}
    made = _trim(size or given["trim"], given)
    if made is None or not made.holds_text:
        made = _trim(size or classic["trim"], classic)
    assert made is not None, f"no page: {size}"
    return made


def wrong(size: str, variables: Mapping[str, str]) -> str:
    """Return why the page that variables ask for cannot be printed; nothing if it can."""
    made = _trim(size or variables["trim"], variables)
    if made is None:
        names = ("trim", *_MEASURES)
        said = "; ".join(f"--{name}: {variables.get(name, '')}" for name in names)
        return f"one of these is neither a length nor a percentage: {said}"
    if not made.holds_text:
        return f"the margins leave {made.measure:.0f} pt by {made.lines} lines for the text"
    return ""


_MEASURES = (
    "text-size", "leading", "measure", "margin-inner", "margin-outer", "margin-head", "margin-foot",
)  # fmt: skip


def _trim(size: str, variables: Mapping[str, str]) -> Trim | None:
    written = size.split()
    sides = [points(length) for length in written]
    if len(sides) != 2 or sides[0] is None or sides[1] is None:
        return None
    width, height = sides
    text, leading = points(variables["text-size"]), points(variables["leading"])
    if not text or not leading or not width or not height:
        return None
    widest = points(variables["measure"], of=width, text=text)
    inner, outer, top, foot = (
        points(variables[f"margin-{name}"], of=of, text=text)
        for name, of in (("inner", width), ("outer", width), ("head", height), ("foot", height))
    )
    if widest is None or inner is None or outer is None or top is None or foot is None:
        return None
    spare = max(0.0, width - inner - outer - widest)
    inner, outer = inner + spare * 0.45, outer + spare * 0.55
    lines = max(0, int((height - top - foot + 0.05) // leading))
    return Trim(width, height, top, height - top - lines * leading, inner, outer, leading)


def points(length: str, of: float = 0.0, text: float = 0.0) -> float | None:
    """Return a length in points: a percentage is one of `of`, ems are of the type size `text`.
    Return None if it is no length."""
    found = _LENGTH.fullmatch(length.strip().lower())
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    return number * {**POINTS, "em": text, "%": of / 100}[unit]


# --- the gutter ----------------------------------------------------------------------------------

# KDP's classes of books, by their last page, with the least inner margin of each in inches (KDP's
# guide of paperback margins, 2024), and the points that the thicker spine takes from the inner
# margin, by which `auto` moves the text.
CLASSES = (150, 300, 500, 700, 828)
KDP = (0.375, 0.5, 0.625, 0.75, 0.875)
SWALLOWED = (0.0, 3.0, 6.0, 9.0, 12.0)
INGRAMSPARK = 0.5  # inches, of any book (its file creation guide, 2024)
OUTERMOST = 18.0  # points of outer margin that every press asks for


def shift(page: Trim, settings: PrintSettings, pages: int) -> float:
    """Return how far, in points, the text of a book of `pages` pages moves away from the spine."""
    if not settings.facing or settings.gutter == "none":
        return 0.0
    book = next((i for i, last in enumerate(CLASSES) if pages <= last), len(CLASSES) - 1)
    if settings.gutter == "auto":
        return SWALLOWED[book]
    if settings.gutter in ("kdp", "ingramspark"):
        least = KDP[book] if settings.gutter == "kdp" else INGRAMSPARK
        return max(0.0, least * 72 - page.inner)
    return points(settings.gutter) or 0.0


def bound(page: Trim, settings: PrintSettings, pages: int) -> Trim:
    """Return the page as it is bound in a book of `pages` pages."""
    moved = shift(page, settings, pages)
    return replace(page, inner=page.inner + moved, outer=page.outer - moved)


def unfit(page: Trim, settings: PrintSettings, pages: int) -> str:
    """Return why a press would refuse a book of `pages` pages; nothing if it would not."""
    outer = bound(page, settings, pages).outer
    if outer < OUTERMOST:
        return f"with this gutter the outer margin is {outer:.1f} pt, less than {OUTERMOST:.0f}"
    if settings.gutter == "kdp" and pages > CLASSES[-1]:
        return f"{pages} pages are more than the {CLASSES[-1]} that KDP binds"
    return ""


# --- of an edition -------------------------------------------------------------------------------


def page_of(edition: Edition, folder: Path) -> Trim:
    """Return the page of an edition in `folder`, before the gutter is added."""
    return trim(edition.print.size, design_of(edition, folder).variables)


def design_faults(edition: Edition, folder: Path, pages: int) -> Iterator[Fault]:
    """Yield the faults of an edition's design: what cannot be printed, or cannot be bound as a book
    of `pages` pages."""
    design = design_of(edition, folder)
    for message in (*design.faults, wrong(edition.print.size, design.variables)):
        if message:
            yield design_can_be_used.fault(Place(f"styles/{OWN_SHEET}"), message)
    message = unfit(page_of(edition, folder), edition.print, pages)
    if message:
        yield book_can_be_bound.fault(Place(EDITION_PATH), message)
