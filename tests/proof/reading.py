"""Read a PDF that is given as bytes, with all its pages kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

from octavo.model import Place
from octavo.proof import Margins, PrintedBook, Printing, Sheet, read_book
from octavo.proof.printed import Misplaced


def book_of(pdf: bytes) -> PrintedBook:
    return read_book(BytesIO(pdf))


def sheets_of(pdf: bytes) -> list[Sheet]:
    sheets: list[Sheet] = []

    def keep(sheet: Sheet) -> Iterable[Misplaced]:
        sheets.append(sheet)
        return ()

    read_book(BytesIO(pdf), keep)
    return sheets


def printing(
    *,
    at_end: bool = False,
    margins: Margins | None = None,
    places: Mapping[str, Place] | None = None,
) -> Printing:
    """Give how a book named book.pdf is printed, read from left to right; `places` has the paths of
    its sections."""
    return Printing(at_end, lambda _: margins, rtl=False, form="book.pdf", places=places or {})
