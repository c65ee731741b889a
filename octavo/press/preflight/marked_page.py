"""Draw a page of a PDF with the places of its flaws marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from octavo.press.preflight.flaws import Flaw
from octavo.proof.operands import Box

_DOTS = 110  # pixels to an inch
_RED, _BLUE = (200, 30, 30), (30, 90, 200)
_MOST = 40  # pages that are drawn
_AROUND = 3  # pixels between a place and its mark


def marked_pages(pdf: Path, flaws: Iterable[Flaw]) -> Iterator[tuple[int, bytes]]:
    """Yield PNGs of the first pages that have flaws, each with its index: the trim in blue, the
    places of flaws in red with their codes."""
    by_page: dict[int, list[Flaw]] = {}
    for flaw in flaws:
        if flaw.page >= 0:
            by_page.setdefault(flaw.page, []).append(flaw)
    with closing(pypdfium2.PdfDocument(pdf)) as opened:
        for at in sorted(by_page)[:_MOST]:
            page: Any = opened[at]
            media: Box = page.get_mediabox()
            page.set_cropbox(*media)
            drawn = page.render(scale=_DOTS / 72).to_pil().convert("RGB")
            _mark(drawn, media, by_page[at])
            out = BytesIO()
            drawn.save(out, "PNG", optimize=True)
            yield at, out.getvalue()


def _mark(drawn: Image.Image, media: Box, flaws: list[Flaw]) -> None:
    draw = ImageDraw.Draw(drawn)
    for trim in dict.fromkeys(flaw.of for flaw in flaws if flaw.of is not None):
        draw.rectangle(_pixels(trim, media), outline=_BLUE)
    for where, codes in _by_place(flaws).items():
        left, top, right, foot = _pixels(where, media)
        box = left - _AROUND, top - _AROUND, right + _AROUND, foot + _AROUND
        draw.rectangle(box, outline=_RED, width=2)
        draw.text((max(2, box[0]), max(2, box[1] - 12)), " ".join(codes), fill=_RED)


def _by_place(flaws: list[Flaw]) -> Mapping[Box, list[str]]:
    found: dict[Box, list[str]] = {}
    for flaw in flaws:
        if flaw.where is not None:
            codes = found.setdefault(flaw.where, [])
            if flaw.rule.code not in codes:
                codes.append(flaw.rule.code)
    return found


def _pixels(box: Box, media: Box) -> tuple[float, float, float, float]:
    scale = _DOTS / 72
    left, bottom, right, top = box
    return (
        (left - media[0]) * scale, (media[3] - top) * scale,
        (right - media[0]) * scale, (media[3] - bottom) * scale,
    )  # fmt: skip
