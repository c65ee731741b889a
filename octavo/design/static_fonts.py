"""Read the fonts of a typeface from its package: whole, as variable fonts, or as one face."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import uharfbuzz

from octavo.model import FAMILIES, Face, Typeface, family_of


def font_files(family: Typeface) -> tuple[str, ...]:
    """Give the paths of a typeface's variable fonts, in order."""
    found = files(FAMILIES[family].package) / "files"
    return tuple(sorted(str(file) for file in found.iterdir() if file.name.endswith(".ttf")))


@cache
def static_font(face: Face) -> bytes:
    """Cut a face out of its variable font, whole, as TrueType; some 20 ms.

    HarfBuzz does in a moment what takes fontTools five seconds.
    """
    harfbuzz: Any = uharfbuzz  # its names come from a compiled module, which pyright cannot read
    family = family_of(face.name)
    source = harfbuzz.Face((files(family.package) / "files" / face.source).read_bytes())
    wanted = harfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(source, "wght", face.weight)
    if family.optical is not None:
        wanted.pin_axis_location(source, "opsz", family.optical)
    return bytes(wanted.subset(source).blob.data)
