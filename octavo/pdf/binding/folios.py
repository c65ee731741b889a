"""Write the folios when the book is bound.

The sheets in styles/print set their place and look, by margin boxes with `content: string(folio)`.
A sheet of samples is laid out with that style, and its text is read back; every folio of the book
is then written with the same glyphs at the same place, without layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pikepdf

from octavo.design.fonts import Fonts
from octavo.locales import direction_of
from octavo.model import Edition, PageKind, Section
from octavo.pdf.binding.folio_places import FolioPlace
from octavo.pdf.section.print_tree import Prepared
from octavo.pdf.typeset import lay_out

LETTERS = "0123456789ivxlcdm"
_SHORT = "0"
# The pages of a sheet in order: a recto that opens the document, a verso, a recto.
PLACES = ("opening", "verso", "recto")
_SHEET = Section("folios", "", "front")


@dataclass(frozen=True, slots=True)
class FolioStyle:
    """The folios' places by name, their glyphs in hexadecimal figures and their widths by font and
    letter (widths in thousandths of the type size), and the sheet that holds their fonts."""

    places: Mapping[str, FolioPlace]
    glyphs: Mapping[str, str]
    widths: Mapping[str, float]
    sheet: bytes

    def write(self, folio: str, kind: PageKind, recto: bool) -> bytes:
        """Return the content stream of a folio, marked as an artifact; empty where none is
        printed."""
        name = kind if kind == "opening" else "recto" if recto else "verso"
        place = self.places.get(name)
        if not folio or place is None:
            return b""
        width = sum(self.widths[place.font + letter] for letter in folio) * place.size / 1000
        glyphs = "".join(self.glyphs[place.font + letter] for letter in folio)
        return (
            b"/Artifact <</Type /Pagination /Subtype /PageNum>> BDC BT %b %b %.3f Tf "
            b"1 0 0 1 %.3f %.3f Tm <%b> Tj ET EMC"
            % (place.colour.encode(), place.font.encode(), place.size,
               place.x - place.share * width, place.y, glyphs.encode())
        )  # fmt: skip


def folio_style(edition: Edition, folder: Path, fonts: Fonts) -> FolioStyle:
    """Read the folios' style off two sheets of samples, a long one and a short one."""
    sheets = [_sheet(sample, edition, folder, fonts) for sample in (LETTERS, _SHORT)]
    with pikepdf.open(BytesIO(sheets[0])) as long, pikepdf.open(BytesIO(sheets[1])) as short:
        places: dict[str, FolioPlace] = {}
        glyphs: dict[str, str] = {}
        widths: dict[str, float] = {}
        for name, a, b in zip(PLACES, long.pages, short.pages, strict=True):
            one, two = _read(a), _read(b)
            if one is None or two is None:
                continue
            wide = _widths(a.Resources.Font[one.font])
            for letter, glyph in zip(LETTERS, one.glyphs, strict=True):
                glyphs[one.font + letter] = f"{glyph:04x}"
                widths[one.font + letter] = wide[glyph]
            extent = (sum(wide[g] for g in one.glyphs) - one.kerning) * one.size / 1000
            less = extent - wide[two.glyphs[0]] * two.size / 1000
            share = round((two.x - one.x) / less * 2) / 2
            x = two.x + share * wide[two.glyphs[0]] * two.size / 1000
            places[name] = FolioPlace(x, one.y, share, one.size, one.font, one.colour.decode())
    return FolioStyle(places, glyphs, widths, sheets[0])


def _sheet(sample: str, edition: Edition, folder: Path, fonts: Fonts) -> bytes:
    html = Element("html", {"lang": edition.language})
    if direction_of(edition.language) == "rtl":
        html.set("dir", "rtl")  # so that the first page, a recto, is a left one
    body = ElementTree.SubElement(html, "body", {"class": "folios"})
    for _ in PLACES:
        leaf = ElementTree.SubElement(body, "div", {"class": "folio", "data-folio": sample})
        leaf.text = "\u00a0"
    prepared = Prepared(html, (), frozenset(), {}, 0)
    return lay_out(prepared, _SHEET, edition, folder, fonts).pdf


@dataclass(frozen=True, slots=True)
class _Sample:
    x: float
    y: float
    size: float
    font: str
    colour: bytes
    glyphs: tuple[int, ...]
    kerning: float


def _read(page: Any) -> _Sample | None:
    """Return the place, type and glyphs of the one text on a page of a sheet; None without text."""
    matrix, stack = pikepdf.Matrix(), []
    text, font, size, colour = pikepdf.Matrix(), "", 0.0, b"0 g"
    found: _Sample | None = None
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        name, values = str(operator), list(operands)
        if name == "q":
            stack.append((matrix, colour))
        elif name == "Q":
            matrix, colour = stack.pop()
        elif name == "cm":
            matrix = pikepdf.Matrix(*map(float, values)) @ matrix
        elif name in {"g", "rg", "k"}:
            colour = pikepdf.unparse_content_stream([(values, operator)])
        elif name == "Tm":
            text = pikepdf.Matrix(*map(float, values)) @ matrix
        elif name == "Tf":
            font, size = str(values[0]), float(values[1])
        elif name == "TJ":
            runs = [bytes(v) for v in values[0] if isinstance(v, pikepdf.String)]
            kerning = sum(float(v) for v in values[0] if not isinstance(v, pikepdf.String))
            codes = b"".join(runs)
            pairs = tuple(int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2))
            found = _Sample(text.e, text.f, size * abs(text.d), font, colour, pairs, kerning)
    return found


def _widths(font: Any) -> dict[int, float]:
    return widths_of(font.DescendantFonts[0].W)


def widths_of(array: Any) -> dict[int, float]:
    """Return the widths by glyph, in thousandths of the type size, of a /W array as WeasyPrint
    writes it."""
    items = list(array)
    widths: dict[int, float] = {}
    for first, run in zip(items[::2], items[1::2], strict=True):
        widths.update({int(first) + i: float(width) for i, width in enumerate(run)})
    return widths
