"""Choose the cover: the edition's own picture, or one set from the words of its title page.

Shops and libraries show covers small, and many show only PNG or JPEG; so the words are drawn as a
PNG in the typeface of the print edition. If that typeface lacks a letter of the words, the cover is
an SVG, which uses the reader's fonts.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from octavo.design.fonts import HERE
from octavo.design.static_fonts import face_bytes
from octavo.design.style_sheets import templates
from octavo.html.clean import text_bytes
from octavo.html.pictures import Picture
from octavo.model import Edition, Face

WIDTH, HEIGHT = 1600, 2400
MEASURE = 1180  # the length of the longest line, in pixels
PAPER, INK, RULE = "#f5f0e6", "#211d19", "#8a1f1b"
FRAMES = ((84, 6), (104, 2))  # distance from the edge and thickness, in pixels
SHADES = 31  # from paper to ink: enough for smooth type, and a small file


@dataclass(frozen=True, slots=True)
class Cut:
    """A face with its font."""

    face: Face
    data: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type: its words, its face, and its size and baseline in pixels from the top."""

    text: str
    cut: Cut
    size: int
    baseline: int

    @property
    def style(self) -> str:
        return "italic" if self.cut.face.italic else "normal"


# The name under which a form gets the set cover among the images: it takes a tenth of a second to
# draw, and seldom changes.
SET_COVER = "build/cover"
_PNG = b"\x89PNG"


def cover_of(
    edition: Edition, pictures: Mapping[str, Picture], set_before: bytes | None = None,
    folder: Path = HERE,
) -> Picture:  # fmt: skip
    """Return the edition's cover: its own picture if it is among `pictures`, else a set one, as
    `set_cover` gives it; `set_before` if there is one."""
    if edition.cover:
        for path in (f"source/{edition.cover}", edition.cover):
            if path in pictures:
                return pictures[path]
    data = set_cover(edition, folder) if set_before is None else set_before
    if data.startswith(_PNG):
        return Picture("", "images/octavo-cover.png", "image/png", data)
    return Picture("", "images/octavo-cover.svg", "image/svg+xml", data)


def set_cover(edition: Edition, folder: Path = Path()) -> bytes:
    """Return a cover with the words of the title page: a PNG, or an SVG if the typeface lacks a
    letter of them. `folder` is the edition's."""
    family = edition.print.family
    roman, italic = (
        Cut(face, face_bytes(family, face, folder))
        for face in (family.face(), family.face(italic=True))
    )
    lines, ornament = _lay_out(edition, roman, italic)
    if all(_can_write(line.cut, line.text) for line in lines):
        return _draw(lines, ornament)
    svg = templates().get_template("epub-cover.svg").render(
        width=WIDTH, height=HEIGHT, lines=lines, ornament=ornament, frames=FRAMES, paper=PAPER,
        ink=INK, rule=RULE, family=family, language=edition.language, title=edition.title,
    )  # fmt: skip
    return text_bytes(svg)


def _lay_out(edition: Edition, roman: Cut, italic: Cut) -> tuple[list[Line], int]:
    """Return the lines of the cover from top to bottom, and the place of its short rule, in pixels
    from the top."""
    makers = [name.display for name in edition.authors or edition.editors][:4]
    lines: list[Line] = []
    baseline = 330
    for maker in makers:
        lines += _paragraph(maker, roman, 78, baseline, 1)
        baseline = lines[-1].baseline + 104
    baseline = max(baseline + 190, 760)
    lines += _paragraph(edition.title, roman, 184, baseline, 3)
    ornament = lines[-1].baseline + 120
    if edition.subtitle:
        lines += _paragraph(edition.subtitle, italic, 86, ornament + 160, 4)
    foot = " · ".join(part for part in (edition.publisher.name, edition.date[:4]) if part)
    if foot:
        lines += _paragraph(foot, roman, 62, HEIGHT - 250, 1)
    return lines, ornament


def _paragraph(text: str, face: Cut, size: int, baseline: int, most: int) -> list[Line]:
    """Return a text in lines of even length, set smaller until it fits into `most` lines."""
    words = text_bytes(text).decode().split()
    while (lines := _broken(words, face, size)) is None or len(lines) > most:
        if size < 24:
            lines = lines or [" ".join(words)]
            break
        size = size * 15 // 16
    leading = size * 19 // 16
    return [Line(line, face, size, baseline + n * leading) for n, line in enumerate(lines)]


def _broken(words: list[str], face: Cut, size: int) -> list[str] | None:
    """Return the words in the fewest lines that fit, as even in length as possible; None if a word
    does not fit."""
    if any(_width(word, face, size) > MEASURE for word in words):
        return None
    lines = _greedy(words, face, size, MEASURE)
    for measure in range(MEASURE - 40, 0, -40):
        closer = _greedy(words, face, size, measure)
        if len(closer) > len(lines) or any(_width(c, face, size) > measure for c in closer):
            break
        lines = closer
    return lines


def _greedy(words: list[str], face: Cut, size: int, measure: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and _width(f"{lines[-1]} {word}", face, size) <= measure:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


# --- type and drawing ----------------------------------------------------------------------------


@cache
def _font(face: Cut, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(face.data), size, layout_engine=ImageFont.Layout.BASIC)


def _width(text: str, face: Cut, size: int) -> float:
    return _font(face, 100).getlength(text) * size / 100


@cache
def _characters(face: Cut) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(io.BytesIO(face.data), lazy=True).getBestCmap() or ())


def _can_write(face: Cut, text: str) -> bool:
    return all(ord(character) in _characters(face) for character in text)


def _draw(lines: list[Line], ornament: int) -> bytes:
    """Return a PNG with a palette: the shades from paper to ink, then the colour of rules."""
    image = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    for line in lines:
        place = (WIDTH // 2, line.baseline)
        draw.text(place, line.text, 255, _font(line.cut, line.size), anchor="ms")
    image = image.point([(value * SHADES + 127) // 255 for value in range(256)])
    draw = ImageDraw.Draw(image)
    for edge, thickness in FRAMES:
        box = (edge, edge, WIDTH - 1 - edge, HEIGHT - 1 - edge)
        draw.rectangle(box, outline=SHADES + 1, width=thickness)
    draw.rectangle((WIDTH // 2 - 110, ornament - 2, WIDTH // 2 + 110, ornament + 2), SHADES + 1)
    image.putpalette(_palette())
    drawn = io.BytesIO()
    image.save(drawn, "PNG", compress_level=6)
    return drawn.getvalue()


def _palette() -> bytes:
    paper, ink = ImageColor.getrgb(PAPER), ImageColor.getrgb(INK)
    shades = (
        a + (b - a) * step // SHADES
        for step in range(SHADES + 1)
        for a, b in zip(paper, ink, strict=True)
    )
    return bytes((*shades, *ImageColor.getrgb(RULE)))
