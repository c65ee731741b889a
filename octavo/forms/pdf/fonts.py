"""The book's faces: static instances of EB Garamond, cut once for each edition.

The package has two variable fonts. WeasyPrint would cut its instance again for every PDF that it
writes, in seconds each time; so `cut` does it once, the caller keeps the bytes in build/fonts, and
every section is typeset with `Fonts` made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import Any

import uharfbuzz
from fontTools.ttLib import TTFont

# What the style sheets call the faces: a name of our own, no font of the system.
FAMILY = "Octavo Text"
SCHEME = "octavo-font"
_VARIATIONS = ("fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "cvar")


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the family: the variable font it is cut from, and where on its weight axis."""

    name: str  # PostScript name, and the name of its file
    source: str
    weight: int
    italic: bool


FACES: tuple[Face, ...] = (
    Face("EBGaramond-Regular", "EBGaramond[wght].ttf", 400, False),
    Face("EBGaramond-Italic", "EBGaramond-Italic[wght].ttf", 400, True),
    Face("EBGaramond-Bold", "EBGaramond[wght].ttf", 700, False),
    Face("EBGaramond-BoldItalic", "EBGaramond-Italic[wght].ttf", 700, True),
)


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """The faces at hand, by their names: at least the regular; a face that is missing is feigned.

    `digest` tells one set of faces from another.
    """

    faces: Mapping[str, bytes]
    digest: str

    @property
    def css(self) -> str:
        """The @font-face rules of the faces at hand."""
        return "".join(_rule(face) for face in FACES if face.name in self.faces)


def fonts(faces: Mapping[str, bytes]) -> Fonts:
    """The faces of an edition, from the bytes that `cut` made, by face name."""
    digest = sha256()
    for name in sorted(faces):
        digest.update(name.encode() + b"\0" + sha256(faces[name]).digest())
    return Fonts(dict(faces), digest.hexdigest())


def cut(name: str) -> bytes:
    """The static font of a face, as TrueType; some 50 ms.

    The same package gives the same bytes: no date is written.
    """
    face = next(face for face in FACES if face.name == name)
    data = (files("fontpkg_eb_garamond") / "files" / face.source).read_bytes()
    font = TTFont(BytesIO(_instance(data, face.weight)), recalcTimestamp=False)
    for tag in _VARIATIONS:
        if tag in font:
            del font[tag]
    _rename(font, face)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _instance(data: bytes, weight: int) -> bytes:
    """A variable font at one weight, whole; HarfBuzz does in a moment what takes fontTools 5 s."""
    harfbuzz: Any = uharfbuzz  # its names come from a compiled module, which pyright cannot read
    source = harfbuzz.Face(data)
    wanted = harfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(source, "wght", weight)
    return bytes(wanted.subset(source).blob.data)


def faces_of(pages: str) -> tuple[str, ...]:
    """The names of the faces that texts need (XHTML, of one section or all): the bolds if used."""
    bold = any(f"<{tag}" in pages for tag in ("strong", "b>", "b ", "th>", "th "))
    return tuple(face.name for face in FACES if bold or face.weight == 400)


@cache
def licence() -> str:
    """The licence of the fonts, to lie beside them."""
    return (files("fontpkg_eb_garamond") / "LICENSE").read_text(encoding="utf-8")


def _rename(font: TTFont, face: Face) -> None:
    """Call the instance by its own name: all named instances of a variable font share one."""
    style = face.name.split("-")[1]
    names = font["name"]
    values = {3: f"Octavo;{face.name}", 4: f"EB Garamond {style}", 6: face.name}
    for number, value in values.items():
        for record in list(names.names):
            if record.nameID == number:
                names.setName(value, number, record.platformID, record.platEncID, record.langID)


def _rule(face: Face) -> str:
    style = "italic" if face.italic else "normal"
    return (
        f'@font-face{{font-family:"{FAMILY}";src:url({SCHEME}:{face.name});'
        f"font-weight:{face.weight};font-style:{style}}}\n"
    )
