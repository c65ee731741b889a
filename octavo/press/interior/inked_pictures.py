"""Write pictures in the inks of the press: in grey, or in four inks through a profile.

What is clear is laid on white. Colours go through the profile of the press, relative to its paper
and with the black point kept (ICC.1, relative colorimetric); where all inks together are more than
the printer takes, the three colours are reduced and black stays.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from pikepdf import Name, Pdf, PdfImage, Stream
from PIL import Image, ImageChops, ImageCms, ImageMath

from octavo.images.rasters import strictly
from octavo.press.interior.inked_content import FourInks, NotForThePress

_MOST_PIXELS = 200_000_000
_QUALITY = 95  # of JPEG
_NAMES = ("cyan", "magenta", "yellow", "black")


class Press:
    """How pictures and colours are printed: through the profile of a press, which may be none (all
    in black), with so much ink at most, in per cent (0: any)."""

    def __init__(self, profile: bytes = b"", limit: int = 0) -> None:
        self._limit = limit
        self._transform: Any = None
        self._point = cache(self._inks_of)
        if profile:
            try:
                self._transform = ImageCms.buildTransform(
                    ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(BytesIO(profile)),
                    "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC,
                    ImageCms.Flags.BLACKPOINTCOMPENSATION,
                )  # fmt: skip
            except (ImageCms.PyCMSError, OSError, ValueError) as error:
                raise NotForThePress(f"the profile is none of a press: {error}") from None

    def inks(self, light: tuple[float, float, float]) -> FourInks:
        """Return a colour in light, three numbers from 0 to 1, in inks."""
        red, green, blue = (round(255 * max(0.0, min(1.0, part))) for part in light)
        return self._point(red, green, blue)

    def _inks_of(self, red: int, green: int, blue: int) -> FourInks:
        one = Image.new("RGB", (1, 1), (red, green, blue))
        if self._transform is None:
            level: Any = one.convert("L").getpixel((0, 0))
            return 0.0, 0.0, 0.0, round(1 - level / 255, 4)
        parts: Any = self._in_four(one).getpixel((0, 0))
        cyan, magenta, yellow, black = (round(part / 255, 4) for part in parts)
        return cyan, magenta, yellow, black

    def picture(self, pdf: Pdf, given: Any) -> Any:
        """Return a picture of a PDF in inks; a mask stays as it is. Raise NotForThePress if it
        cannot be read."""
        if given.get("/ImageMask", False):
            return given
        wide, high = int(given.get("/Width", 0)), int(given.get("/Height", 0))
        if not 0 < wide * high <= _MOST_PIXELS:
            raise NotForThePress(f"a picture of {wide} × {high} pixels")
        try:
            with strictly():
                read = PdfImage(given).as_pil_image()
                read.load()
        except Exception as error:  # the library raises what comes
            raise NotForThePress(f"a picture that cannot be read: {error}") from None
        return _stream(pdf, self._inked(_on_white(read, given)), given)

    def _inked(self, read: Image.Image) -> Image.Image:
        if read.mode in ("1", "L"):
            return read
        if read.mode == "CMYK":
            return self._within(read) if self._transform is not None else _grey(read.convert("RGB"))
        light = read.convert("RGB")
        if self._transform is None or _is_grey(light):
            return _grey(light)
        return self._in_four(light)

    def _in_four(self, light: Image.Image) -> Image.Image:
        made = ImageCms.applyTransform(light, self._transform)
        assert made is not None
        return self._within(made)

    def _within(self, inks: Image.Image) -> Image.Image:
        """Reduce the three colours where all inks are more than the limit."""
        if not self._limit:
            return inks
        bands = dict(zip(_NAMES, inks.split(), strict=True))
        parts = {name: band.convert("F") for name, band in bands.items()}
        reduced = _reduced_to(self._limit * 255 / 100)
        made = [
            ImageMath.lambda_eval(reduced, one=parts[name], **parts).convert("L")
            for name in _NAMES[:3]
        ]
        return Image.merge("CMYK", [*made, bands["black"]])


def _reduced_to(most: float) -> Any:
    """Return the arithmetic, in Pillow's terms, by which `one` of the three colours is reduced
    until they and black are `most`, in levels of 255."""

    def reckon(args: dict[str, Any]) -> Any:
        total = args["cyan"] + args["magenta"] + args["yellow"]
        share = args["min"]((most - args["black"]) / args["max"](total, 1.0), 1.0)
        return args["max"](args["one"] * share - 0.5, 0.0)

    return reckon


def _on_white(read: Image.Image, given: Any) -> Image.Image:
    """Lay what is clear of a picture on white."""
    mask = given.get("/SMask")
    if mask is None:
        mask = given.get("/Mask")
        if not isinstance(mask, Stream):
            return read.convert("RGB") if read.mode in ("P", "RGBA", "LA") else read
        cover = ImageChops.invert(PdfImage(mask).as_pil_image().convert("L"))
    else:
        cover = PdfImage(mask).as_pil_image().convert("L")
    mode = "L" if read.mode in ("1", "L") else "RGB"
    size = max(read.width, cover.width), max(read.height, cover.height)
    white = Image.new(mode, size, "white")
    return Image.composite(read.convert(mode).resize(size), white, cover.resize(size))


def _grey(light: Image.Image) -> Image.Image:
    return light.convert("L")


def _is_grey(light: Image.Image) -> bool:
    red, green, blue = light.split()
    extremes = (ImageChops.difference(red, other).getextrema() for other in (green, blue))
    return all(isinstance(most, (int, float)) and most <= 2 for _, most in extremes)


def _stream(pdf: Pdf, image: Image.Image, given: Any) -> Any:
    """Return a picture as a stream: JPEG if it was one and is grey, else its pixels."""
    was_jpeg = "DCTDecode" in str(given.get("/Filter", ""))
    if was_jpeg and image.mode == "L":
        out = BytesIO()
        image.save(out, "JPEG", quality=_QUALITY)
        made = Stream(pdf, out.getvalue())
        made.Filter = Name.DCTDecode
    else:
        made = Stream(pdf, image.tobytes())
    made.Type, made.Subtype = Name.XObject, Name.Image
    made.Width, made.Height = image.size
    made.BitsPerComponent = 1 if image.mode == "1" else 8
    made.ColorSpace = Name.DeviceCMYK if image.mode == "CMYK" else Name.DeviceGray
    if bool(given.get("/Interpolate", False)):
        made.Interpolate = True
    return pdf.make_indirect(made)
