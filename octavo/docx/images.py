"""Read images for Word: in source/ alone, an SVG with its picture in PNG, sized for the paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import resvg_py
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from PIL import Image

from octavo.design.static_fonts import font_files
from octavo.docx.parts.paper import EMU_PER_TWIP, Paper
from octavo.model import Typeface
from octavo.parsing.image_types import is_svg

EMU_PER_INCH = 914_400
MAX_BYTES = 64 << 20
MAX_PIXELS = 120_000_000
PIXELS_PER_INCH = 300  # of the PNG made for an SVG
_RASTER = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}
_LENGTH = re.compile(r"^\s*([\d.]+)\s*(in|cm|mm|pt|pc|px|em|%|)\s*$")
_PER_INCH = {"in": 1, "cm": 2.54, "mm": 25.4, "pt": 72, "pc": 6, "px": 96, "": 96,
             "em": 72 / 11}  # fmt: skip
_ACTIVE = {"script", "foreignObject", "iframe", "audio", "video", "handler", "listener"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?!#|data:image/)", re.IGNORECASE)


class ImageError(Exception):
    """Raised for an image that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for Word: its size in inches, and its files by name; the first is the one that Word
    falls back on."""

    width: float
    height: float
    files: tuple[tuple[str, bytes], ...]


def image_file(folder: Path, target: str) -> Path:
    """Return the file that an image's target names from the edition's folder.

    Raise ImageError unless the file is in source/, and for one that is too large.
    """
    home = (folder / "source").resolve()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target):
        raise ImageError("it is not a file of the edition, and nothing is fetched")
    path = (folder / target).resolve()
    if not path.is_relative_to(home):
        raise ImageError("it is outside of source/")
    if not path.is_file():
        raise ImageError("there is no such file")
    if path.stat().st_size > MAX_BYTES:
        raise ImageError(f"it has more than {MAX_BYTES >> 20} MB")
    return path


def picture(path: Path, typeface: Typeface) -> Picture:
    """Return the image in a file: PNG, JPEG and GIF as they are, SVG beside a PNG drawn from it, in
    which letters of no family of their own are of the edition's typeface. Raise ImageError for an
    image that cannot be used."""
    data = path.read_bytes()
    return _drawing(data, typeface) if is_svg(data) else _raster(data)


def _raster(data: bytes) -> Picture:
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind, (width, height) = image.format or "", image.size
            across, down = image.info.get("dpi", (96, 96))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ImageError(f"it cannot be read: {error}") from None
    if kind not in _RASTER:
        raise ImageError(f"Word does not show {kind or 'such'} images; use PNG, JPEG, GIF or SVG")
    if width * height > MAX_PIXELS:
        raise ImageError(f"it has {width} by {height} pixels")
    across, down = (float(n) if 30 <= float(n) <= 4800 else 96.0 for n in (across, down))
    return Picture(width / across, height / down, ((_name(data, _RASTER[kind]), data),))


def _drawing(data: bytes, typeface: Typeface) -> Picture:
    try:
        root = etree.fromstring(data.strip(), _PARSER)
    except etree.XMLSyntaxError as error:
        raise ImageError(f"it is not well-formed: {error}") from None
    for reason in _not_self_contained(root):
        raise ImageError(f"it is not a drawing alone: {reason}")
    width, height = _drawing_size(root)
    clean = etree.tostring(root, encoding="unicode")
    zoom = PIXELS_PER_INCH / 96
    if width * height * PIXELS_PER_INCH**2 > MAX_PIXELS:
        raise ImageError(f"it is {width:.0f} by {height:.0f} inches")
    try:
        png = bytes(
            resvg_py.svg_to_bytes(
                svg_string=clean, zoom=zoom, dpi=96, background="#ffffff",
                skip_system_fonts=True, font_files=list(font_files(typeface)),
                serif_family=typeface, font_family=typeface,
            )
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        raise ImageError(f"it cannot be drawn: {error}") from None
    svg = clean.encode()
    return Picture(width, height, ((_name(png, "png"), png), (_name(svg, "svg"), svg)))


def _not_self_contained(root: etree._Element) -> Iterator[str]:
    """Yield everything in an SVG that runs, or leads out of it."""
    types = root.getroottree().docinfo.internalDTD
    if types is not None and any(True for _ in types.iterentities()):
        yield "it declares entities"
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname
        if name in _ACTIVE:
            yield f"it holds <{name}>"
        if name == "style" and _OUTSIDE.search("".join(node.itertext())):
            yield "its style sheet names a file"
        for key, value in node.attrib.items():
            key = etree.QName(key).localname
            if key.lower().startswith("on"):
                yield f"it holds {key}"
            if key in {"href", "base"} and name != "a" and not _within(str(value)):
                yield f"it names {value[:60]}"
            if _OUTSIDE.search(str(value)):
                yield f"its {key} names a file"


def _within(target: str) -> bool:
    return re.match(r"\s*(#|data:image/(png|jpeg|gif);)", target) is not None


def _drawing_size(root: etree._Element) -> tuple[float, float]:
    """Return the SVG's own size in inches, or that of its view box at 96 to the inch."""
    box = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    boxed = (box[2] / 96, box[3] / 96) if len(box) == 4 and min(box[2:]) > 0 else (4.0, 3.0)
    width, height = inches(root.get("width", "")), inches(root.get("height", ""))
    ratio = boxed[1] / boxed[0]
    width = width or (height / ratio if height else boxed[0])
    return width, height or width * ratio


def inches(length: str) -> float | None:
    """Return a CSS length in inches; None for no length, and for a percentage."""
    match = _LENGTH.match(length)
    if not match or match[2] == "%":
        return None
    try:
        return float(match[1]) / _PER_INCH[match[2]] or None
    except ValueError:
        return None


def extent(picture: Picture, width: str, height: str, paper: Paper) -> tuple[int, int]:
    """Return the size on the paper in EMU: as asked for, in proportion, never beyond the text."""
    room = paper.text_width * EMU_PER_TWIP, int(paper.text_height * EMU_PER_TWIP * 0.8)
    share = re.match(r"^\s*([\d.]+)%\s*$", width)
    across = paper.text_width / 1440 * float(share[1]) / 100 if share else inches(width)
    down = inches(height)
    ratio = picture.height / picture.width
    across = across or (down / ratio if down else picture.width)
    down = down or across * ratio
    scale = min(1.0, room[0] / (across * EMU_PER_INCH), room[1] / (down * EMU_PER_INCH))
    return round(across * scale * EMU_PER_INCH), round(down * scale * EMU_PER_INCH)


def _name(data: bytes, extension: str) -> str:
    return f"{sha256(data).hexdigest()[:16]}.{extension}"
