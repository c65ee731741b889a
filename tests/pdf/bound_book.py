"""Bind leaves to a book in memory, for tests that read its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from octavo.design.fonts import Fonts
from octavo.model import Edition, Fault
from octavo.pdf.binding import bind as binding
from octavo.pdf.binding.folios import FolioStyle
from octavo.pdf.book.pagination import BoundPage, Leaf
from octavo.pdf.design.page_geometry import Trim


@dataclass(frozen=True, slots=True)
class Book:
    """A bound book and its PDF."""

    pdf: bytes
    pages: tuple[BoundPage, ...]
    faults: tuple[Fault, ...]
    moved: float


def bind(
    edition: Edition, leaves: Sequence[Leaf], fonts: Fonts, folios: FolioStyle,
    page: Trim | None = None,
) -> Book:  # fmt: skip
    """Bind leaves, and return the book with its PDF."""
    out = BytesIO()
    book = binding.bind(edition, leaves, fonts, folios, page, out=out)
    return Book(out.getvalue(), book.pages, book.faults, book.moved)
