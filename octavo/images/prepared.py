"""Prepare a picture for a form, and look at it for the check.

Both are pure functions of the file's bytes and a few wishes. The result is kept in a file of
build/, under a digest of all that it depends on, so it can never be out of date: a file with
another digest is not used.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeAlias
from xml.etree import ElementTree

import orjson

from octavo.design.static_fonts import Type, type_at
from octavo.fingerprint import fingerprint
from octavo.images.drawings import (
    PIXELS_PER_INCH,
    SVG,
    XLINK,
    Drawing,
    draw,
    embed_rasters,
    fitted,
    inspect_rasters,
    letters_lacking,
    read_drawing,
    words_of,
)
from octavo.images.faulty import ImageError, TooComplexError
from octavo.images.image_types import SVG as SVG_TYPE
from octavo.images.image_types import image_type, instead_of_image
from octavo.images.kept_files import kept_file
from octavo.images.rasters import inspect, raster
from octavo.images.svg_features import beyond_the_layout, undrawable
from octavo.images.svg_names import write_svg
from octavo.model import Edition

MAX_BYTES = 200_000_000
Use: TypeAlias = Literal["print", "screen", "word"]

# A drawing that is printed as a picture has 600 pixels to the inch of its own size; within bounds,
# since the page may give it another size: one of 6 by 9 inches gets 400, and one that fills a
# column of 4.5 inches at least 400. resvg takes ten times as long to scale a photo in a drawing.
_FINE, _LEAST, _FRAME, _FRAME_OF_PHOTOS = 600, 1800, (3600, 2600), (2000, 1800)
# In Word the PNG is seen only by programs that know no SVG.
_WORD_PIXELS_PER_INCH, _PHOTOS_IN_WORD, _USUAL_IN_WORD = 300, 1000, 2000


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a picture depends on beside its file: the type of letters, and the longest side that
    it may have in pixels where it is read on a screen or in Word, and whether it keeps its inks if
    it has four."""

    type: Type
    longest: int
    keeps_inks: bool = False


def wishes_of(edition: Edition, use: Use, folder: Path) -> Wishes:
    """Return what the edition in a folder asks of its pictures for a use; the print shows all their
    pixels."""
    type_ = type_at(edition.print.family, folder)
    if use == "print":
        return Wishes(type_, 0, edition.print.cmyk == "keep")
    return Wishes(type_, edition.pictures.longest_side)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture as a form gets it: its kind, its bytes, its own size in inches.

    `beside` is the PNG for programs that open a Word file and know no SVG; `words` are those of a
    drawing that is printed as a picture, in which nobody could search for them.
    """

    kind: str
    data: bytes
    width: float
    height: float
    beside: bytes = b""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What the check sees of a picture: the reason why it cannot be used (`broken` for a file that
    is cut short or damaged, `harm` for all else), and what the print makes of it."""

    kind: str
    harm: str = ""
    broken: str = ""
    moves: bool = False
    undrawable: tuple[str, ...] = ()
    lacking: str = ""


def prepare(data: bytes, use: Use, wishes: Wishes) -> Prepared:
    """Return a picture as a form shows it. Raise ImageError if none can."""
    kind = image_type(data)
    if kind is None:
        raise ImageError(instead_of_image(data)[0])
    if kind is SVG_TYPE:
        return _DRAWINGS[use](read_drawing(data), data, wishes)
    longest = None if use == "print" else wishes.longest
    made = raster(kind, data, longest, keeps_inks=wishes.keeps_inks)
    return Prepared(made.kind, made.data, made.width, made.height)


def look(data: bytes, type_: Type) -> Look:
    """Return what the check sees of a picture, whose bytes are of a known type."""
    kind = image_type(data)
    assert kind is not None
    if kind is not SVG_TYPE:
        try:
            return Look(kind.name, moves=inspect(kind, data))
        except ImageError as error:
            harmful = str(error).startswith("has ") and str(error) != "has no pixels"
            harm, broken = (str(error), "") if harmful else ("", str(error))
            return Look(kind.name, harm, broken)
    try:
        drawing = read_drawing(data)
    except ImageError as error:
        return Look(kind.name, harm=str(error))
    try:
        inspect_rasters(drawing)
        embed_rasters(drawing, 64)
        beyond = beyond_the_layout(drawing.root)
        draw(drawing, _frame_in_print(drawing) if beyond else _frame_in_word(drawing), type_)
    except TooComplexError as error:
        return Look(kind.name, harm=str(error))
    except ImageError as error:
        return Look(kind.name, broken=str(error))
    lacking = letters_lacking(words_of(drawing.root), type_) if beyond else ""
    return Look(
        kind.name, undrawable=undrawable(drawing.root, by_layout=not beyond), lacking=lacking
    )


# --- drawings ------------------------------------------------------------------------------------


def _for_print(drawing: Drawing, data: bytes, wishes: Wishes) -> Prepared:
    size = drawing.width, drawing.height
    embed_rasters(drawing, None)
    if not beyond_the_layout(drawing.root):
        return Prepared(SVG_TYPE.name, drawing.written(), *size)
    png = draw(drawing, _frame_in_print(drawing), wishes.type)
    return Prepared(SVG_TYPE.name, _framed(png, drawing), *size, words=words_of(drawing.root))


def _frame_in_print(drawing: Drawing) -> tuple[int, int]:
    """Return the size in pixels at which a drawing is printed as a picture."""
    long_side, short_side = _FRAME_OF_PHOTOS if _has_photo(drawing) else _FRAME
    longest = max(drawing.width, drawing.height)
    return fitted(drawing, min(long_side, max(_LEAST, round(longest * _FINE))), short_side)


def _frame_in_word(drawing: Drawing, most: int = _USUAL_IN_WORD) -> tuple[int, int]:
    """Return the size in pixels at which programs that know no SVG show a drawing in Word."""
    longest = max(drawing.width, drawing.height) * _WORD_PIXELS_PER_INCH
    most = min(_PHOTOS_IN_WORD, most) if _has_photo(drawing) else most
    side = max(1, min(round(longest), most))
    return fitted(drawing, side, side)


def _has_photo(drawing: Drawing) -> bool:
    return next(drawing.root.iter(f"{{{SVG}}}image"), None) is not None


def _framed(png: bytes, drawing: Drawing) -> bytes:
    """Return a picture as an SVG of the drawing's own size: the layout counts 96 pixels of a PNG to
    the inch."""
    width, height = (f"{side * PIXELS_PER_INCH:.4f}" for side in (drawing.width, drawing.height))
    own = {
        key: drawing.root.attrib[key] for key in ("width", "height") if key in drawing.root.attrib
    }
    root = ElementTree.Element(f"{{{SVG}}}svg", {**own, "viewBox": f"0 0 {width} {height}"})
    address = f"data:image/png;base64,{b64encode(png).decode()}"
    ElementTree.SubElement(root, f"{{{SVG}}}image", {
        "width": width, "height": height, "preserveAspectRatio": "none",
        f"{{{XLINK}}}href": address,
    })  # fmt: skip
    return write_svg(root).encode("ascii", "xmlcharrefreplace")


def _for_screen(drawing: Drawing, data: bytes, wishes: Wishes) -> Prepared:
    embed_rasters(drawing, wishes.longest)
    return Prepared(SVG_TYPE.name, drawing.written(), drawing.width, drawing.height)


def _for_word(drawing: Drawing, data: bytes, wishes: Wishes) -> Prepared:
    embed_rasters(drawing, wishes.longest)
    png = draw(drawing, _frame_in_word(drawing, wishes.longest), wishes.type, "#ffffff")
    return Prepared(SVG_TYPE.name, drawing.written(), drawing.width, drawing.height, beside=png)


_DRAWINGS: dict[Use, Callable[[Drawing, bytes, Wishes], Prepared]] = {
    "print": _for_print, "screen": _for_screen, "word": _for_word,
}  # fmt: skip


# --- what is kept in build/ ----------------------------------------------------------------------


def prepared(root: Path, name: str, use: Use, wishes: Wishes) -> Prepared:
    """Return the picture of a name (`source/figures/map.svg`) in the edition at `root` as a form
    shows it. Raise ImageError if it cannot be used, OSError if it cannot be read."""
    data = _bytes_of(root / name)
    kept = _kept(root / kept_file(name, use), _digest(data, use, wishes))
    if kept is None:
        return prepare(data, use, wishes)
    head, bodies = kept
    if "reason" in head:
        raise ImageError(head["reason"])
    lengths = head.pop("lengths")
    made, beside = (bodies[: lengths[0]], bodies[lengths[0] :]) if lengths else (data, b"")
    return Prepared(data=made, beside=beside, **head)


def keep(root: Path, name: str, use: Use, wishes: Wishes) -> bytes:
    """Return the content of the file that keeps a picture for a use, or why it cannot be used."""
    data = _bytes_of(root / name)
    digest = _digest(data, use, wishes)
    try:
        made = prepare(data, use, wishes)
    except ImageError as error:
        return _record(digest, {"reason": str(error)})
    same = made.data == data and not made.beside
    head = {
        "kind": made.kind, "width": made.width, "height": made.height, "words": made.words,
        "lengths": [] if same else [len(made.data), len(made.beside)],
    }  # fmt: skip
    return _record(digest, head, b"" if same else made.data + made.beside)


def looked_at(root: Path, name: str, type_: Type) -> Look:
    """Return what the check sees of a picture, whose bytes are of a known type. Raise OSError if it
    cannot be read."""
    data = _bytes_of(root / name)
    kept = _kept(root / kept_file(name, "look"), _digest(data, "look", type_))
    if kept is None:
        return look(data, type_)
    said = kept[0]
    said["undrawable"] = tuple(said["undrawable"])
    return Look(**said)


def keep_look(root: Path, name: str, type_: Type) -> bytes:
    """Return the content of the file that keeps what the check sees of a picture."""
    data = _bytes_of(root / name)
    digest = _digest(data, "look", type_)
    return _record(digest, asdict(look(data, type_) if image_type(data) else Look("")))


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(MAX_BYTES)


def _digest(data: bytes, *wishes: object) -> str:
    return sha256(sha256(data).digest() + f"{fingerprint()} {wishes!r}".encode()).hexdigest()


def _record(digest: str, head: Mapping[str, Any], body: bytes = b"") -> bytes:
    return digest.encode() + b"\n" + orjson.dumps(head) + b"\n" + body


def _kept(file: Path, digest: str) -> tuple[dict[str, Any], bytes] | None:
    """Return what a file keeps under a digest; None if there is no such file, or another digest."""
    try:
        written = file.read_bytes()
    except OSError:
        return None
    own, _, rest = written.partition(b"\n")
    if own != digest.encode():
        return None
    head, _, body = rest.partition(b"\n")
    return orjson.loads(head), body
