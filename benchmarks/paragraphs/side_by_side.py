"""Draw pages of two PDFs side by side, with stretched lines and hyphens marked, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from benchmarks.paragraphs.figures import WIDE, justified
from benchmarks.paragraphs.printed_lines import PrintedBook, PrintedLine

_SCALE = 1.6  # pixels a point
_STRETCHED, _HYPHENED = (220, 40, 40, 70), (40, 90, 220, 110)


def draw(pdfs: Sequence[Path], books: Sequence[PrintedBook], most: int, into: Path) -> int:
    """Draw up to `most` pages, evenly taken, of all PDFs beside each other, into a folder; return
    how many were drawn.

    Lines with word spaces over 0.4 em are red; the ends of lines with a hyphen are blue.
    """
    into.mkdir(parents=True, exist_ok=True)
    open_pdfs = [pypdfium2.PdfDocument(pdf) for pdf in pdfs]
    count = min(len(pdf) for pdf in open_pdfs)
    chosen = sorted({number * count // most for number in range(most)})
    for number in chosen:
        pages = [_drawn(pdf, book, number) for pdf, book in zip(open_pdfs, books, strict=True)]
        sheet = Image.new("RGB", (sum(p.width for p in pages), max(p.height for p in pages)))
        left = 0
        for page in pages:
            sheet.paste(page, (left, 0))
            left += page.width
        sheet.save(into / f"{number + 1:04}.png")
    for pdf in open_pdfs:
        pdf.close()
    return len(chosen)


def _drawn(pdf: Any, book: PrintedBook, number: int) -> Image.Image:
    """Return the picture of a page with its marks."""
    page = pdf[number].render(scale=_SCALE).to_pil().convert("RGB")
    brush = ImageDraw.Draw(page, "RGBA")
    for text in book.texts.values():
        for paragraph in text.paragraphs:
            for line in justified(paragraph) if paragraph.plain else ():
                if line.line.page == number:
                    _mark(brush, line.line, page.height)
    return page


def _mark(brush: ImageDraw.ImageDraw, line: PrintedLine, height: int) -> None:
    top = height - (line.y + 0.75 * line.size) * _SCALE
    foot = height - (line.y - 0.25 * line.size) * _SCALE
    if line.space > WIDE:
        brush.rectangle((line.x * _SCALE, top, line.right * _SCALE, foot), fill=_STRETCHED)
    if line.hyphened:
        right = line.right * _SCALE
        brush.rectangle((right - line.size, top, right, foot), fill=_HYPHENED)
