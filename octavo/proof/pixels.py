"""Look at text that is in doubt: draw its pages with it and without it, and compare the pixels.

Without its text a page shows what lies behind and what was painted over it. Text that an eye sees
makes a difference all along its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from octavo.proof.operands import Box
from octavo.proof.printed import Run
from octavo.proof.sight import letters_box

_SCALE = 2.0  # pixels in a point
_LEAST = 40  # levels of 255 by which a pixel of a letter differs from what lies behind it
_SHARE = 0.015  # of the pixels of a stretch of letters, those that differ at least
_STRETCH = 3.0  # ems of a line that are looked at together: wider than any word space
_TOGETHER = 32  # pages in one file to draw: each file has a copy of the fonts
_SHOWING = re.compile(rb"\b[0-7] Tr\b")


def not_seen(pdf: pikepdf.Pdf, doubtful: Mapping[int, Sequence[Run]]) -> Iterator[tuple[int, Run]]:
    """Yield the runs that cannot be seen, of those in doubt by page (an index), with their page."""
    numbers = sorted(doubtful)
    for start in range(0, len(numbers), _TOGETHER):
        yield from _not_seen(pdf, doubtful, numbers[start : start + _TOGETHER])


def _not_seen(
    pdf: pikepdf.Pdf, doubtful: Mapping[int, Sequence[Run]], numbers: Sequence[int]
) -> Iterator[tuple[int, Run]]:
    """Yield the runs on some of the pages that cannot be seen."""
    whole, bare = _pages(pdf, numbers, with_text=True), _pages(pdf, numbers, with_text=False)
    import pypdfium2

    with closing(pypdfium2.PdfDocument(whole)) as one, closing(pypdfium2.PdfDocument(bare)) as two:
        for place, number in enumerate(numbers):
            frame = _frame(pdf.pages[number])
            difference = _drawn(one[place], two[place])
            for run in doubtful[number]:
                if not _is_seen(difference, frame, run):
                    yield number, run


def _pages(pdf: pikepdf.Pdf, numbers: Sequence[int], *, with_text: bool) -> bytes:
    """Return a PDF of some pages of another, in which no text is painted unless `with_text`."""
    with pikepdf.new() as taken:
        for number in numbers:
            taken.pages.append(pdf.pages[number])
            if not with_text:
                _hide(taken, taken.pages[-1])
        out = BytesIO()
        taken.save(out)
    return out.getvalue()


def _hide(pdf: pikepdf.Pdf, page: Any) -> None:
    """Draw no text on a page: its mode of showing text holds for the forms in it too (9.3.6)."""
    contents = page.obj.get("/Contents", pikepdf.Array())
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    written = b"\n".join(stream.read_bytes() for stream in streams)
    page.obj.Contents = pikepdf.Stream(pdf, b"3 Tr\n" + _SHOWING.sub(b"3 Tr", written))


def _drawn(one: Any, other: Any) -> Image.Image:
    """Return by how much each pixel of two pages differs, in levels of grey."""
    drawn = [page.render(scale=_SCALE).to_pil().convert("RGB") for page in (one, other)]
    bands = ImageChops.difference(*drawn).split()
    return ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])


def _frame(page: Any) -> Box:
    """Return the edges of the part of a page that is drawn, in points."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    return left, bottom, right, top


def _is_seen(difference: Image.Image, frame: Box, run: Run) -> bool:
    left, bottom, right, top = letters_box(run.x, run.y, run.end, run.foot, run.size)
    step = _STRETCH * run.size
    count = max(1, int((right - left) / step)) if run.level else 1
    width = (right - left) / count
    return all(
        _differs(difference, frame, (left + at * width, bottom, left + (at + 1) * width, top))
        for at in range(count)
    )


def _differs(difference: Image.Image, frame: Box, box: Box) -> bool:
    left, bottom, right, top = (edge * _SCALE for edge in box)
    x, y = frame[0] * _SCALE, frame[3] * _SCALE
    part = difference.crop((int(left - x), int(y - top), int(right - x) + 1, int(y - bottom) + 1))
    levels = part.histogram()
    return sum(levels[_LEAST:]) >= _SHARE * sum(levels)
