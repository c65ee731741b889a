"""Make the edition's type for browsers and readers: its faces, with the letters of their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import uharfbuzz
from fontTools.ttLib import TTFont

from octavo.design.fonts import FAMILY, Fonts
from octavo.model import Face

FOLDER = "fonts"
LICENCE = f"{FOLDER}/LICENSE.txt"
_ALWAYS = range(0x20, 0x7F)


@dataclass(frozen=True, slots=True)
class FontFormat:
    """A format of fonts: the ending of its files, and its name in a style sheet."""

    ending: str
    name: str


WOFF2 = FontFormat("woff2", "woff2")
TRUETYPE = FontFormat("ttf", "truetype")  # many readers of EPUBs know no WOFF2


def embedded_fonts(pages: str, fonts: Fonts, format: FontFormat) -> Mapping[str, bytes]:
    """Return the files of a typeface's faces for the text of all pages, and their licence; nothing
    if the licence keeps them out of pages.

    The bold faces are made only if the pages use them; each face takes a third of a second.
    """
    if fonts.for_print_alone:
        return {}
    codes = None if fonts.whole else {*_ALWAYS, *map(ord, set(pages))}
    found = {
        _file(face.name, format): _made(fonts.faces[face.name], codes, format)
        for face in _faces_of(pages, fonts)
    }
    return {**found, LICENCE: fonts.licence.encode()}


def _file(name: str, format: FontFormat) -> str:
    return f"{FOLDER}/{name}.{format.ending}"


def _made(data: bytes, codes: set[int] | None, format: FontFormat) -> bytes:
    face = data if codes is None else _subset(data, codes)
    return _woff2(face) if format == WOFF2 else face


def _faces_of(pages: str, fonts: Fonts) -> tuple[Face, ...]:
    """Return the faces that pages need; the bold ones only if they have an element that is bold."""
    bold = any(f"<{tag}" in pages for tag in ("strong", "b>", "b ", "th>", "th "))
    return tuple(face for face in fonts.kinds if bold or face.weight == 400)


def font_rules(
    files: Mapping[str, bytes], fonts: Fonts, format: FontFormat, *, called: str = FAMILY,
    up: str = "",
) -> str:  # fmt: skip
    """Return the @font-face rules of the faces that are among the files, under the name `called`;
    `up` leads from the sheet to their folder."""
    faces = (face for face in fonts.kinds if _file(face.name, format) in files)
    return "".join(_rule(face, format, called, up) for face in faces)


def _rule(face: Face, format: FontFormat, called: str, up: str) -> str:
    style = "italic" if face.italic else "normal"
    address = f'url("{up}{_file(face.name, format)}") format("{format.name}")'
    return (
        f'@font-face {{ font-family: "{called}"; font-weight: {face.weight}; font-style: {style}; '
        f"font-display: swap; src: {address} }}\n"
    )


def _subset(data: bytes, codes: set[int]) -> bytes:
    """Return a face with the glyphs of some characters, and all features of its layout."""
    harfbuzz: Any = uharfbuzz  # its names come from a compiled module, which pyright cannot read
    wanted = harfbuzz.SubsetInput()
    wanted.unicode_set.update(codes)
    # Take all: HarfBuzz's default choice lacks small capitals and the licence.
    for chosen in (wanted.layout_feature_tag_set, wanted.name_id_set):
        chosen.clear()
        chosen.invert()
    return bytes(wanted.subset(harfbuzz.Face(data)).blob.data)


def _woff2(data: bytes) -> bytes:
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()
