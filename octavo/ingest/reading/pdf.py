"""Read the text layer of a PDF: lines with their places and the sizes of their letters."""

from __future__ import annotations

import ctypes
import statistics
from collections.abc import Callable, Iterable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from octavo.ingest.reading.layouts import LayoutLine, LayoutWord, scan_of
from octavo.ingest.scan import Box, Scan, Unreadable

_MOST_PAGES = 5000
_LEAST = 10  # characters of a page, on average, if there is a text layer
_FIGURES = frozenset(map(ord, "0123456789†‡§"))
_EDGE = 3  # lines at the head or foot that may be drawn out of order
_ENDS = frozenset({10, 13})
_DIVIDES = frozenset({0x02, 0xFFFE})
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\xad": "-"})


def read_pdf(data: bytes, name: str, progress: Callable[[str], None]) -> Scan:
    """Return the scan of a PDF; raise Unreadable if it is broken, protected by a password, or has
    no text layer."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(
                f"{name} is protected by a password; save it without one and ingest that"
            ) from None
        raise Unreadable(f"{name} is broken: {error}; make it again") from None
    with document:
        pages = len(document)
        if pages > _MOST_PAGES:
            raise Unreadable(f"{name} has {pages} pages; part it into volumes of {_MOST_PAGES}")
        lines: list[LayoutLine] = []
        labels: list[str] = []
        for number in range(pages):
            if number % 20 == 0:
                progress(f"reading {name}, page {number + 1} of {pages}")
            labels.append(document.get_page_label(number) or str(number + 1))
            try:
                lines += _edges_first(_on_one_line(_lines(document, number)))
            except pdfium.PdfiumError as error:
                raise Unreadable(f"{name}, page {number + 1} is broken: {error}") from None
    letters = sum(len(word.text) for line in lines for word in line.words)
    if letters < _LEAST * max(pages, 1):
        raise Unreadable(
            f"{name} has no text layer: {letters} letters on {pages} pages; run an OCR program "
            "over it first, and ingest its PDF, hOCR or ALTO"
        )
    return scan_of(lines, name, tuple(labels))


def _lines(document: pdfium.PdfDocument, number: int) -> Iterator[LayoutLine]:
    page = document[number]
    height = page.get_height()
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        letters = [raw.FPDFText_GetUnicode(text_page.raw, i) for i in range(count)]
        start = 0
        for at in range(count + 1):
            # PDFium joins the lines of a divided word, with a sign in the place of its hyphen.
            divides = at < count and letters[at] in _DIVIDES
            if at < count and letters[at] not in _ENDS and not divides:
                continue
            end = at + divides
            if end > start and (line := _line(text_page.raw, letters, start, end, number, height)):
                yield line
            start = at + 1
    finally:
        text_page.close()
        page.close()


def _on_one_line(lines: Iterable[LayoutLine]) -> list[LayoutLine]:
    """Join what PDFium has parted though it is on one line, as at a raised figure."""
    joined: list[LayoutLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is None or last.box is None or line.box is None or not _follows(last.box, line.box):
            joined.append(line)
            continue
        a, b = last.box, line.box
        box = Box(a.left, min(a.top, b.top), b.right, max(a.bottom, b.bottom))
        joined[-1] = LayoutLine((*last.words, *line.words), box, max(last.size, line.size),
                                last.page)  # fmt: skip
    return joined


def _edges_first(lines: list[LayoutLine]) -> list[LayoutLine]:
    """Put the lines of a page that were drawn last, but are above all others, in front: running
    heads; and those that were drawn first, but are below all others, at the end."""
    for _ in range(_EDGE):
        if len(lines) < 2:
            break
        *rest, last = lines
        if last.box and all(line.box and last.box.bottom <= line.box.top for line in rest):
            lines = [last, *rest]
            continue
        first, *others = lines
        if first.box and all(line.box and first.box.top >= line.box.bottom for line in others):
            lines = [*others, first]
    return lines


def _follows(box: Box, new: Box) -> bool:
    overlap = min(box.bottom, new.bottom) - max(box.top, new.top)
    near = -1 <= new.left - box.right <= 2.5 * max(box.height, new.height)
    return overlap > 0.5 * min(box.height, new.height) and near


def _line(text_page, letters: list[int], start: int, end: int, page: int, height: float):
    """Return one line, its raised figures as words of their own; None if it is blank."""
    text = "".join(map(chr, letters[start:end])).translate(_HYPHENS)
    if not text.strip():
        return None
    solid = [i for i in range(start, end) if not chr(letters[i]).isspace()]
    sample = solid if len(solid) <= 12 else [*solid[:4], *solid[len(solid) // 2 :][:4], *solid[-4:]]
    boxes = {i: _box(text_page, i, height) for i in sample}
    size = statistics.median(_size(text_page, i) for i in sample)
    all_boxes = list(boxes.values())
    whole = Box(min(b.left for b in all_boxes), min(b.top for b in all_boxes),
                max(b.right for b in all_boxes), max(b.bottom for b in all_boxes))  # fmt: skip
    bottom = statistics.median(b.bottom for b in all_boxes)
    raised = [
        letters[i] in _FIGURES and _is_raised(text_page, i, height, size, bottom)
        for i in range(start, end)
    ]
    return LayoutLine(tuple(_words(text, raised)), whole, size, page)


def _words(text: str, raised: list[bool]) -> Iterator[LayoutWord]:
    at = 0
    for end in range(1, len(text) + 1):
        same = end < len(text) and raised[end] == raised[at]
        if same and not text[end].isspace() and not text[end - 1].isspace():
            continue
        word = text[at:end].strip()
        if word:
            glued = at > 0 and not text[at - 1].isspace() and not text[at].isspace()
            yield LayoutWord(word, None, raised[at], glued)
        at = end


def _is_raised(text_page, index: int, height: float, size: float, bottom: float) -> bool:
    """Return whether a figure is above the line: small and raised, or a raised figure of the face
    itself, which has the size of the others."""
    lift = 0.1 if _size(text_page, index) < 0.85 * size else 0.2
    return _box(text_page, index, height).bottom < bottom - lift * size


def _size(text_page, index: int) -> float:
    """Return the height of the face in which a letter is printed, however the page is scaled."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page, index, box)
    return abs(box.top - box.bottom)


def _box(text_page, index: int, height: float) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return Box(left.value, height - top.value, right.value, height - bottom.value)
