"""Read images for Word: in source/ alone, an SVG with its picture in PNG, sized for the paper."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from octavo.docx.parts.paper import EMU_PER_TWIP, Paper
from octavo.images.drawings import inches
from octavo.images.faulty import ImageError
from octavo.images.prepared import Wishes, prepared

EMU_PER_INCH = 914_400


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for Word: its size in inches, and its files by name; the first is the one that Word
    falls back on."""

    width: float
    height: float
    files: tuple[tuple[str, bytes], ...]


def image_file(folder: Path, target: str) -> Path:
    """Return the file that an image's target names from the edition's folder.

    Raise ImageError unless the file is in source/.
    """
    home = (folder / "source").resolve()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target):
        raise ImageError("is not a file of the edition, and nothing is fetched")
    path = (folder / target).resolve()
    if not path.is_relative_to(home):
        raise ImageError("is outside of source/")
    if not path.is_file():
        raise ImageError("is not there: there is no such file")
    return path


def picture(folder: Path, target: str, wishes: Wishes) -> Picture:
    """Return an image of the edition in a folder as Word shows it: an SVG beside its PNG. Raise
    ImageError for an image that cannot be used."""
    image_file(folder, target)
    made = prepared(folder, posixpath.normpath(target), "word", wishes)
    shown = (_name(made.data, made.kind.lower()), made.data)
    files = ((_name(made.beside, "png"), made.beside), shown) if made.beside else (shown,)
    return Picture(made.width, made.height, files)


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
