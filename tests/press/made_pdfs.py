"""Make interiors for a press: a sound one, and what is changed in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from octavo.design.fonts import cut

MM = 72 / 25.4
WIDTH, HEIGHT, BLEED = 156 * MM, 234 * MM, 3 * MM
PAGES = 16
TEXT = b"q 0 0 0 1 k BT /F 11 Tf 80 400 Td (Some words of the text) Tj ET Q\n"

Change = Callable[["Interior"], object]


@cache
def _font() -> bytes:
    font = TTFont(BytesIO(cut("EBGaramond-Regular")))
    made = Subsetter()
    made.populate(text="Some words of the text Words More x")
    made.subset(font)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


class Interior:
    """An interior in the making: a page of it is changed by its content and resources."""

    def __init__(self, standard: str = "PDF/X-4", version: str = "1.6") -> None:
        self.pdf = pikepdf.new()
        self.version = version
        self.font = self._embedded()
        for _ in range(PAGES):
            self._add_page()
        self._describe(standard)

    def _embedded(self) -> Any:
        file = Stream(self.pdf, _font())
        file.Length1 = len(_font())
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/ABCDEF+House"), Flags=32, StemV=80,
            ItalicAngle=0, Ascent=1000, Descent=-300, CapHeight=650, FontBBox=[0, -300, 1000, 1000],
            FontFile2=file,
        )  # fmt: skip
        return self.pdf.make_indirect(Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+House"),
            Encoding=Name.WinAnsiEncoding, FirstChar=32, LastChar=126, Widths=[450] * 95,
            FontDescriptor=self.pdf.make_indirect(descriptor),
        ))  # fmt: skip

    def _add_page(self) -> None:
        self.pdf.add_blank_page(page_size=(WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED))
        page = self.pdf.pages[-1].obj
        page.TrimBox = Array([BLEED, BLEED, WIDTH + BLEED, HEIGHT + BLEED])
        page.BleedBox = Array([0, 0, WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED])
        page.Resources = Dictionary(
            Font=Dictionary(F=self.font), XObject=Dictionary(), ExtGState=Dictionary(),
            ColorSpace=Dictionary(),
        )  # fmt: skip
        page.Contents = Stream(self.pdf, TEXT)

    def _describe(self, standard: str) -> None:
        header = bytearray(132)
        header[12:16], header[16:20], header[36:40] = b"prtr", b"CMYK", b"acsp"
        profile = Stream(self.pdf, bytes(header))
        profile.N = 4
        self.pdf.Root.OutputIntents = Array([Dictionary(
            Type=Name.OutputIntent, S=Name("/GTS_PDFX"),
            OutputConditionIdentifier=String("FOGRA39"), DestOutputProfile=profile,
        )])  # fmt: skip
        self.pdf.docinfo["/Title"] = "A Sound Interior"
        self.pdf.docinfo["/Trapped"] = Name("/False")
        self.pdf.docinfo["/GTS_PDFXVersion"] = standard

    def page(self, number: int = 0) -> Any:
        """Give a page by its index."""
        return self.pdf.pages[number].obj

    def draw(self, content: bytes, number: int = 0) -> None:
        """Add to the content of a page."""
        page = self.page(number)
        page.Contents = Stream(self.pdf, page.Contents.read_bytes() + content)

    def state(self, name: str, **settings: Any) -> None:
        """Give the first page a graphics state."""
        self.page().Resources.ExtGState[f"/{name}"] = Dictionary(**settings)

    def picture(
        self, image: Image.Image, points: float, *, jpeg: bool = False, damaged: bool = False
    ) -> Any:
        """Draw a picture in the middle of the first page, so wide and high; give its stream."""
        out = BytesIO()
        if jpeg:
            image.save(out, "JPEG", quality=95)
        data = out.getvalue()[: -len(out.getvalue()) // 2] if damaged else out.getvalue()
        made = Stream(self.pdf, data if jpeg else image.tobytes())
        if jpeg:
            made.Filter = Name.DCTDecode
        made.Type, made.Subtype = Name.XObject, Name.Image
        made.Width, made.Height = image.size
        made.BitsPerComponent = 1 if image.mode == "1" else 8
        spaces = {"CMYK": Name.DeviceCMYK, "RGB": Name.DeviceRGB}
        made.ColorSpace = spaces.get(image.mode, Name.DeviceGray)
        if jpeg and image.mode == "CMYK":
            made.Decode = Array([1, 0] * 4)
        self.page().Resources.XObject["/P"] = self.pdf.make_indirect(made)
        self.draw(b"q %f 0 0 %f 150 200 cm /P Do Q\n" % (points, points))
        return made

    def save(self, path: Path) -> Path:
        """Write it to a file."""
        self.pdf.save(path, force_version=self.version, compress_streams=True)
        return path


def made(path: Path, change: Change | None = None, **how: str) -> Path:
    """Write a sound interior, or one that is changed."""
    interior = Interior(**how)
    if change is not None:
        change(interior)
    return interior.save(path)
