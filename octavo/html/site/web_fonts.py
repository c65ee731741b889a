"""Make the edition's type for browsers: its faces as WOFF2, with the letters of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import uharfbuzz
from fontTools.ttLib import TTFont

from octavo.design.fonts import FAMILY, cut, licence
from octavo.model import FAMILIES, Face, Typeface

FOLDER = "fonts"
_ALWAYS = range(0x20, 0x7F)


def web_fonts(pages: str, family: Typeface) -> Mapping[str, bytes]:
    """Return the files of a family's faces for the text of all pages, and their licence.

    The bold faces are made only if the pages use them; each face takes a third of a second.
    """
    codes = {*_ALWAYS, *map(ord, set(pages))}
    found = {
        f"{FOLDER}/{name}.woff2": _woff2(_subset(cut(name), codes))
        for name in _faces_of(pages, family)
    }
    return {**found, f"{FOLDER}/LICENSE.txt": licence(family).encode()}


def _faces_of(pages: str, family: Typeface) -> tuple[str, ...]:
    """Return the names of the faces that pages need; the bold ones only if they have an element
    that is bold."""
    bold = any(f"<{tag}" in pages for tag in ("strong", "b>", "b ", "th>", "th "))
    return tuple(face.name for face in FAMILIES[family].faces if bold or face.weight == 400)


def font_rules(files: Mapping[str, bytes], family: Typeface) -> str:
    """Return the @font-face rules of the faces that are among the files."""
    faces = (face for face in FAMILIES[family].faces if f"{FOLDER}/{face.name}.woff2" in files)
    return "".join(_rule(face) for face in faces)


def _rule(face: Face) -> str:
    style = "italic" if face.italic else "normal"
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {face.weight}; font-style: {style}; '
        f'font-display: swap; src: url("{FOLDER}/{face.name}.woff2") format("woff2") }}\n'
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
