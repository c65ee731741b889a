"""Give the bound book one copy of each face: whole, in place of its sections' subsets.

Every section's PDF has its own subset of each face, with the same glyph numbers. The book gets the
whole font once, with the widths and the letters of the glyphs that any section uses. The fonts of
the system, which set letters that the book's faces lack, are left as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

from octavo.design.fonts import FAMILY, Fonts
from octavo.model import Face
from octavo.pdf.binding.folios import widths_of

# Layout tables serve the typesetter; a reader of the PDF has no use for them.
_NEEDLESS = ("GPOS", "GSUB", "GDEF", "BASE", "DSIG", "post", "name")
_MEANING = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_NOTHING = b"200b"  # the letter of a glyph that is part of another's
_FLAGS = {False: 4, True: 4 | 64}  # symbolic; italic


class Faces:
    """The fonts of one book, collected from its leaves."""

    def __init__(self, book: pikepdf.Pdf, fonts: Fonts) -> None:
        self._book = book
        self._fonts = fonts
        self._faces = {_written(face): face for face in fonts.kinds}
        self._used: dict[str, tuple[Face, Any]] = {}
        self._widths: dict[str, dict[int, float]] = {}
        self._meanings: dict[str, dict[bytes, bytes]] = {}

    def take(self, resources: Any) -> None:
        """Record the widths and letters of the fonts in `resources`; put the book's own fonts in
        their place."""
        for key in sorted(resources.keys()):  # pikepdf returns a set
            font = resources[key]
            face = self._faces.get(str(font.BaseFont).partition("+")[2])
            if face is None:
                continue
            if key not in self._used:
                self._used[key] = (face, self._book.make_indirect(Dictionary()))
                self._widths[key], self._meanings[key] = {}, {}
            self._widths[key].update(widths_of(font.DescendantFonts[0].W))
            for glyph, meaning in _MEANING.findall(font.ToUnicode.read_bytes()):
                if self._meanings[key].get(glyph, _NOTHING) == _NOTHING:
                    self._meanings[key][glyph] = meaning
            resources[key] = self._used[key][1]

    def font(self, key: str) -> Any:
        """Return the book's font for a resource name that was taken."""
        return self._used[key][1]

    def write(self) -> None:
        """Fill in the fonts; call this when all have been taken."""
        for key in sorted(self._used):
            face, font = self._used[key]
            self._fill(font, face, self._widths[key], self._meanings[key])

    def _fill(
        self, font: Any, face: Face, widths: dict[int, float], meanings: dict[bytes, bytes]
    ) -> None:
        book, name = self._book, Name("/" + face.name)
        data, metrics = _embedded(self._fonts.faces[face.name])
        file = Stream(book, data)
        file.Length1 = len(data)
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=name, Flags=_FLAGS[face.italic],
            StemV=140 if face.weight > 400 else 80, FontFile2=file, **metrics)  # fmt: skip
        descendant = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            CIDToGIDMap=Name.Identity, W=Array(_runs(widths)), DW=0,
            FontDescriptor=book.make_indirect(descriptor))  # fmt: skip
        font.update(Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([book.make_indirect(descendant)]),
            ToUnicode=Stream(book, _to_unicode(meanings))))  # fmt: skip


def _written(face: Face) -> str:
    """Return a face's name as WeasyPrint writes it: the family, then weight and style."""
    weight = "-Bold" if face.weight > 400 else ""
    return FAMILY.replace(" ", "-") + weight + ("-Italic" if face.italic else "")


@lru_cache(maxsize=8)
def _embedded(data: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of a font to embed, without the tables that a PDF does not need, and its
    metrics for the descriptor in thousandths of the type size."""
    font: Any = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False)
    head, line, os2 = font["head"], font["hhea"], font["OS/2"]
    scale = 1000 / head.unitsPerEm
    metrics = {
        "Ascent": round(line.ascent * scale),
        "Descent": round(line.descent * scale),
        "CapHeight": round(os2.sCapHeight * scale),
        "ItalicAngle": round(font["post"].italicAngle),
        "FontBBox": Array([round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]),
    }
    for tag in _NEEDLESS:
        if tag in font:
            del font[tag]
    out = BytesIO()
    font.save(out)
    return out.getvalue(), metrics


def _runs(widths: dict[int, float]) -> list[Any]:
    """Return widths in the form of /W: the first glyph of each unbroken run, then its widths."""
    runs: list[Any] = []
    last = None
    for glyph in sorted(widths):
        width = int(widths[glyph]) if widths[glyph].is_integer() else widths[glyph]
        if last is None or glyph != last + 1:
            runs += [glyph, []]
        runs[-1].append(width)
        last = glyph
    return [Array(item) if isinstance(item, list) else item for item in runs]


def _to_unicode(meanings: dict[bytes, bytes]) -> bytes:
    """Return a ToUnicode CMap (ISO 32000-1, 9.10.3) of glyphs and their letters, in hexadecimal."""
    pairs = [b"<%b> <%b>" % pair for pair in sorted(meanings.items())]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    lines = [
        b"/CIDInit /ProcSet findresource begin", b"12 dict begin", b"begincmap",
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        b"/CMapName /Adobe-Identity-UCS def", b"/CMapType 2 def",
        b"1 begincodespacerange", b"<0000> <ffff>", b"endcodespacerange",
    ]  # fmt: skip
    for block in blocks:
        lines += [b"%d beginbfchar" % len(block), *block, b"endbfchar"]
    lines += [b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end"]
    return b"\n".join(lines)
