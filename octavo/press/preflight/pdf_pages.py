"""Open a PDF, and give its pages one by one: their boxes, what lies on them, what they paint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array

from octavo.press.preflight.page_content import PageContent, content_of
from octavo.proof.glyphs import Glyphs, font_reader
from octavo.proof.operands import Box

MOST_PAGES = 5000
_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox")


class NoPdf(Exception):
    """A file that cannot be judged; it says why."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its index, its label, and its boxes in points. `trim` is that of the file, or what is
    taken for it; `has_trim` and `has_bleed` say whether the file names them. `turned` is its
    rotation in degrees. `annotations` are their types and boxes."""

    at: int
    label: str
    media: Box
    bleed: Box
    trim: Box
    has_trim: bool
    has_bleed: bool
    turned: int
    unit: float
    annotations: tuple[tuple[str, Box], ...]
    content: PageContent
    has_group: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """The width and the height of the trimmed page in points."""
        left, bottom, right, top = self.trim
        return (right - left) * self.unit, (top - bottom) * self.unit

    @property
    def is_blank(self) -> bool:
        """Whether nothing is painted on it that is seen."""
        return (
            not any(one.is_seen and not one.inks.is_white for one in self.content.painted)
            and not self.content.broken
        )


@contextmanager
def opened(file: Path | BytesIO) -> Iterator[pikepdf.Pdf]:
    """Open a PDF; raise NoPdf if it is none, is broken, or is encrypted."""
    try:
        with pikepdf.open(file) as pdf:
            if pdf.is_encrypted:
                raise NoPdf("it is encrypted; save it without a password and without restrictions")
            if not len(pdf.pages):
                raise NoPdf("it has no page")
            if len(pdf.pages) > MOST_PAGES:
                raise NoPdf(f"it has {len(pdf.pages)} pages: no book has more than {MOST_PAGES}")
            yield pdf
    except pikepdf.PasswordError:
        raise NoPdf("it is protected by a password; save it without one") from None
    except pikepdf.PdfError as error:
        why = " ".join(str(error).split())[:200]
        raise NoPdf(f"it is broken, or no PDF: {why}; export it again") from None
    except RecursionError:
        raise NoPdf("it is broken: its pages are nested in each other; export it again") from None


def pages_of(pdf: pikepdf.Pdf, trim: tuple[float, float] | None, bleed: float) -> Iterator[PdfPage]:
    """Yield the pages of a PDF, each read when it is asked for.

    A file that names no trim has pages of the size of the trim, or larger by the bleed: with a
    `trim` in points it is in the middle of the sheet, if a bleed can be around it.
    """
    fonts = font_reader()
    for at, page in enumerate(pdf.pages):
        yield _page(at, page, fonts, trim, bleed)


def _page(
    at: int,
    page: pikepdf.Page,
    fonts: Callable[[Any], Glyphs],
    size: tuple[float, float] | None,
    most: float,
) -> PdfPage:
    obj = page.obj
    found = {name: _box(_inherited(obj, name)) for name in _BOXES}
    media = found["/MediaBox"] or (0.0, 0.0, 612.0, 792.0)
    crop = found["/CropBox"] or media
    trim = found["/TrimBox"] or _trim_in(crop, size, most)
    group = obj.get("/Group")
    return PdfPage(
        at, str(page.label) or str(at + 1), media, found["/BleedBox"] or crop, trim,
        found["/TrimBox"] is not None, found["/BleedBox"] is not None,
        int(_inherited(obj, "/Rotate") or 0) % 360, float(obj.get("/UserUnit", 1)),
        tuple(_annotations(obj)), content_of(obj, fonts),
        has_group=group is not None and group.get("/S") == "/Transparency",
    )  # fmt: skip


def _trim_in(sheet: Box, size: tuple[float, float] | None, most: float) -> Box:
    """Return where the trim of a page is that names none: the sheet, or the middle of it."""
    if size is None:
        return sheet
    left, bottom, right, top = sheet
    across, along = (right - left - size[0]) / 2, (top - bottom - size[1]) / 2
    if not (0 <= across <= most + 0.5 and 0 <= along <= most + 0.5):
        return sheet
    return left + across, bottom + along, right - across, top - along


def _inherited(page: Any, name: str) -> Any:
    """Return an entry of a page or of the nodes above it (7.7.3.4)."""
    for _ in range(32):
        if page is None or name in page:
            return page.get(name) if page is not None else None
        page = page.get("/Parent")
    return None


def _box(given: Any) -> Box | None:
    if not isinstance(given, Array) or len(given) != 4:
        return None
    try:
        one, two, three, four = (float(edge) for edge in given)
    except (TypeError, ValueError):
        return None
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _annotations(page: Any) -> Iterator[tuple[str, Box]]:
    for annotation in page.get("/Annots", ()):
        try:
            kind, box = (
                str(annotation.get("/Subtype", "/without a type"))[1:],
                annotation.get("/Rect"),
            )
        except (AttributeError, ValueError, TypeError):
            continue
        yield kind, _box(box) or (0.0, 0.0, 0.0, 0.0)
