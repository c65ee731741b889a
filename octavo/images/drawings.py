"""Read an SVG, embed its rasters as forms show them, and draw it as PNG.

An SVG reaches this module only after `harm_in_svg` has found nothing in it that runs or loads.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, unquote_to_bytes
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from PIL import Image

from octavo.design.static_fonts import Type
from octavo.images.bounded_drawing import draw_svg
from octavo.images.faulty import ImageError
from octavo.images.image_types import SVG as SVG_TYPE
from octavo.images.image_types import image_type, instead_of_image
from octavo.images.rasters import inspect, raster
from octavo.images.svg_dangers import harm_in_svg
from octavo.images.svg_names import SVG, XLINK, local, write_svg
from octavo.images.svg_switches import without_alternatives

_XML = "http://www.w3.org/XML/1998/namespace"
MAX_ELEMENTS = 200_000  # counted wherever <use> and url() show them again
PIXELS_PER_INCH = 96
_LENGTH = re.compile(r"^\s*([\d.]+)\s*(in|cm|mm|pt|pc|px|em|%|)\s*$")
_PER_INCH = {"in": 1, "cm": 2.54, "mm": 25.4, "pt": 72, "pc": 6, "px": 96, "": 96,
             "em": 72 / 11}  # fmt: skip
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
_GENERIC = ("serif", "sans_serif", "cursive", "fantasy", "monospace")
_SHOWN_AGAIN = re.compile(r"url\(\s*[\"']?#([^\"')]+)")


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG as a tree whose elements and attributes are those of SVG alone, and its own size in
    inches."""

    root: Element
    width: float
    height: float

    def written(self) -> bytes:
        """Return it as an SVG file."""
        return write_svg(self.root).encode("ascii", "xmlcharrefreplace")


def read_drawing(data: bytes) -> Drawing:
    """Return an SVG, read. Raise ImageError for one that is harmful, cut short or endless."""
    if harm := harm_in_svg(data):
        raise ImageError(harm)
    try:
        root = ElementTree.fromstring(data)
        without_alternatives(root)
        _refuse_endless(root)
    except ElementTree.ParseError as error:
        raise ImageError(f"cannot be read as XML: {error}") from None
    except RecursionError:
        raise ImageError("is nested too deeply") from None
    if root.tag == "svg":  # it is SVG without a namespace
        for element in root.iter():
            element.tag = f"{{{SVG}}}{element.tag}"
    if root.tag != f"{{{SVG}}}svg":
        raise ImageError("is XML, and no SVG")
    _without_others(root)
    return Drawing(root, *_size(root))


def words_of(root: Element) -> str:
    """Return the words that are written in a drawing, those of one text after those of another."""
    texts = (e for e in root.iter() if local(e.tag) == "text")
    return " · ".join(filter(None, (" ".join("".join(text.itertext()).split()) for text in texts)))


def _without_others(root: Element) -> None:
    """Remove what the programs that draw keep for themselves: layers, guides, settings."""
    ours = f"{{{SVG}}}"
    for parent in list(root.iter()):
        for child in [c for c in parent if not str(c.tag).startswith(ours)]:
            parent.remove(child)
        for key in [k for k in parent.attrib if k[0] == "{" and not k.startswith(_KEPT)]:
            del parent.attrib[key]


_KEPT = (f"{{{XLINK}}}", f"{{{_XML}}}")


def _refuse_endless(root: Element) -> None:
    """Raise ImageError for a drawing that shows its parts again and again: a few lines can unfold
    to more elements than any memory holds, or to themselves."""
    named = {e.get("id"): e for e in root.iter() if e.get("id")}
    counted: dict[int, int] = {}
    open_: set[int] = set()

    def count(element: Element) -> int:
        if id(element) in counted:
            return counted[id(element)]
        if id(element) in open_:
            raise ImageError("shows a part of itself within that part")
        open_.add(id(element))
        total = 1 + sum(count(child) for child in element)
        for target in _targets(element):
            if target in named:
                total += count(named[target])
        if total > MAX_ELEMENTS:
            raise ImageError(f"unfolds to more than {MAX_ELEMENTS:,} elements")
        open_.discard(id(element))
        counted[id(element)] = total
        return total

    count(root)


def _targets(element: Element) -> list[str]:
    found = [t for value in element.attrib.values() for t in _SHOWN_AGAIN.findall(value)]
    if local(element.tag) in {"use", "pattern"}:
        href = element.get("href") or element.get(f"{{{XLINK}}}href") or ""
        found.append(href.strip().removeprefix("#"))
    return found


# --- sizes ---------------------------------------------------------------------------------------


def inches(length: str) -> float | None:
    """Return a CSS length in inches; None for no length, and for a percentage."""
    match = _LENGTH.match(length)
    if not match or match[2] == "%":
        return None
    try:
        return float(match[1]) / _PER_INCH[match[2]] or None
    except ValueError:
        return None


def _size(root: Element) -> tuple[float, float]:
    """Return the SVG's own size in inches, or that of its view box at 96 to the inch."""
    box = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    boxed = (box[2] / 96, box[3] / 96) if len(box) == 4 and min(box[2:]) > 0 else (4.0, 3.0)
    width, height = inches(root.get("width", "")), inches(root.get("height", ""))
    ratio = boxed[1] / boxed[0]
    width = width or (height / ratio if height else boxed[0])
    return width, height or width * ratio


# --- rasters in it -------------------------------------------------------------------------------


def inspect_rasters(drawing: Drawing) -> None:
    """Raise ImageError for a raster in the drawing that is cut short, damaged or too large."""
    for element, data in _rasters(drawing):
        kind = image_type(data)
        assert kind is not None, element
        inspect(kind, data)


def embed_rasters(drawing: Drawing, longest: int | None) -> None:
    """Put in the place of each raster one that all forms show alike, with no side longer than
    `longest` pixels."""
    for element, data in _rasters(drawing):
        kind = image_type(data)
        assert kind is not None, element
        made = raster(kind, data, longest)
        address = f"data:{_MEDIA_TYPES[made.kind]};base64,{b64encode(made.data).decode()}"
        for key in [key for key in element.attrib if local(key) == "href"]:
            del element.attrib[key]
        element.set(f"{{{XLINK}}}href", address)  # programs of before 2018 know only this one


def _rasters(drawing: Drawing) -> list[tuple[Element, bytes]]:
    found: list[tuple[Element, bytes]] = []
    for element in drawing.root.iter(f"{{{SVG}}}image"):
        href = (element.get("href") or element.get(f"{{{XLINK}}}href") or "").strip()
        if not href.startswith("data:"):
            continue
        head, _, body = href.partition(",")
        if head.endswith(";base64"):
            try:
                data = b64decode(unquote(body))
            except ValueError:
                raise ImageError("holds a picture that is cut short") from None
        else:
            data = unquote_to_bytes(body)
        kind = image_type(data)
        if kind is None or kind is SVG_TYPE:
            raise ImageError(f"holds a picture that {instead_of_image(data)[0]}")
        found.append((element, data))
    return found


# --- drawing -------------------------------------------------------------------------------------


def draw(
    drawing: Drawing, pixels: tuple[int, int], type_: Type, background: str | None = None
) -> bytes:
    """Return the drawing as PNG of a size in pixels; letters are of the type. Raise ImageError
    if it cannot be drawn in the time and the memory of an honest drawing."""
    root = ElementTree.Element(drawing.root.tag, dict(drawing.root.attrib))
    root[:] = drawing.root
    if not root.get("viewBox"):
        box = drawing.width * PIXELS_PER_INCH, drawing.height * PIXELS_PER_INCH
        root.set("viewBox", f"0 0 {box[0]:.4f} {box[1]:.4f}")
    root.attrib |= {"width": str(pixels[0]), "height": str(pixels[1])}
    made = draw_svg(write_svg(root), {
        "dpi": 96, "background": background, "skip_system_fonts": True,
        "font_files": list(type_.files), "font_family": type_.name,
        **{f"{kind}_family": type_.name for kind in _GENERIC},
    })  # fmt: skip
    return _opaque(made)


def _opaque(png: bytes) -> bytes:
    """Return a picture without its alpha if nothing in it is transparent."""
    image = Image.open(io.BytesIO(png))
    if image.mode != "RGBA" or image.getchannel("A").getextrema() != (255, 255):
        return png
    made = io.BytesIO()
    image.convert("RGB").save(made, "PNG")
    return made.getvalue()


def fitted(drawing: Drawing, long_side: int, short_side: int) -> tuple[int, int]:
    """Return the size in pixels at which the drawing fills a frame that is turned as it is."""
    longer, shorter = max(drawing.width, drawing.height), min(drawing.width, drawing.height)
    share = min(long_side / longer, short_side / shorter)
    return max(1, round(drawing.width * share)), max(1, round(drawing.height * share))


@cache
def _letters(files: tuple[str, ...], _digest: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            found.update(font.getBestCmap() or ())
    return frozenset(found)


def letters_lacking(words: str, type_: Type) -> str:
    """Return the letters of words that the type does not have, each once, in their order."""
    there = _letters(type_.files, type_.digest)
    return "".join(dict.fromkeys(c for c in words if not c.isspace() and ord(c) not in there))
