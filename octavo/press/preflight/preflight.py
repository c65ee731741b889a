"""Judge a PDF for a printer: all pages in turn, then what they are together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from octavo.press.preflight import rules
from octavo.press.preflight.flaws import Flaw, Judged, judged
from octavo.press.preflight.of_file import of_file
from octavo.press.preflight.of_fonts import FontJudge
from octavo.press.preflight.of_inks import of_inks
from octavo.press.preflight.of_pages import Pages, at, of_book, of_page
from octavo.press.preflight.of_pictures import PictureJudge
from octavo.press.preflight.page_content import ODD, cause
from octavo.press.preflight.pdf_pages import NoPdf, PdfPage, opened, pages_of
from octavo.press.preflight.plates import ink_over
from octavo.press.printers import Printer

Size = tuple[float, float]


def preflight(
    path: Path,
    printer: Printer,
    trim: Size | None = None,
    progress: Callable[[int, int], None] = lambda page, pages: None,
) -> tuple[Judged, ...]:
    """Return what a printer would refuse in a PDF, by its rules, each finding with its flaws.

    `trim` is the size of the trimmed page in points, for a file that names none. A file that cannot
    be judged has one finding.
    """
    return _preflight(path, str(path), printer, trim, progress)


def preflight_data(data: bytes, name: str, printer: Printer) -> tuple[Judged, ...]:
    """Return what a printer would refuse in the bytes of a PDF, which is to have a name."""
    return _preflight(BytesIO(data), name, printer, None, lambda page, pages: None)


def _preflight(
    file: Path | BytesIO, name: str, printer: Printer, trim: Size | None,
    progress: Callable[[int, int], None],
) -> tuple[Judged, ...]:  # fmt: skip
    try:
        with opened(file) as pdf:
            flaws = [*_flaws(pdf, printer, trim, progress)]
    except NoPdf as error:
        flaws = [Flaw(rules.file_can_be_judged, f"the file cannot be judged: {error}")]
    except MemoryError:
        flaws = [
            Flaw(
                rules.file_can_be_judged,
                "the file cannot be judged: it takes more memory than any book",
            )
        ]
    return tuple(judged(name, flaws, printer))


def _flaws(
    pdf: pikepdf.Pdf, printer: Printer, trim: Size | None, progress: Callable[[int, int], None]
) -> Iterator[Flaw]:
    pages, fonts, pictures = Pages(), FontJudge(), PictureJudge(printer)
    count = len(pdf.pages)
    yield from of_file(pdf, printer)
    for page in pages_of(pdf, trim, printer.bleed):
        progress(page.at + 1, count)
        pages.take(page)
        why = page.content.broken
        try:
            yield from _of_page(page, pdf, printer, fonts, pictures)
        except ODD as error:
            why = why or cause(error)
        if why:
            message = f"the page cannot be read whole: {why}"
            yield at(page, rules.file_can_be_judged, message, None, "export the file again")
    yield from of_book(pages, printer)
    if any("damaged" in str(warning) for warning in pdf.get_warnings()):
        message = "the file is damaged: its list of objects had to be made anew"
        yield Flaw(rules.file_can_be_judged, message, "export the file again")


def _of_page(
    page: PdfPage, pdf: pikepdf.Pdf, printer: Printer, fonts: FontJudge, pictures: PictureJudge
) -> Iterator[Flaw]:
    """Yield the flaws of a page; raise one of ODD where something in the file is of no kind that it
    may be."""
    yield from of_page(page, printer, len(pdf.pages))
    yield from of_inks(page, printer)
    yield from fonts.of_page(page, _resources(pdf, page.at))
    yield from pictures.of_page(page)
    over = ink_over(page, pdf, printer.ink) if printer.ink and not page.content.broken else None
    if over is not None:
        message = f"up to {over[0]} % of ink lies on one another; the printer takes {printer.ink} %"
        hint = "reduce the inks of the picture"
        yield at(page, rules.ink_is_within_the_limit, message, over[1], hint)


def _resources(pdf: pikepdf.Pdf, index: int) -> Any:
    return pdf.pages[index].obj.get("/Resources")
