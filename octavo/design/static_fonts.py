"""Read the fonts of a typeface: whole, as variable fonts of its package, or as one face."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import uharfbuzz

from octavo.design.own_type.kept_type import own_cut, own_digest, own_font_files
from octavo.model import Face, Family, family_of


def font_files(family: Family, folder: Path) -> tuple[str, ...]:
    """Give the paths of a typeface's variable fonts, in order, or of the faces of a house's own;
    `folder` is the edition's."""
    if family.own is not None:
        return own_font_files(folder, family.own)
    found = files(family.package) / "files"
    return tuple(sorted(str(file) for file in found.iterdir() if file.name.endswith(".ttf")))


def face_bytes(family: Family, face: Face, folder: Path) -> bytes:
    """Give a face of a typeface as TrueType; `folder` is the edition's."""
    if family.own is not None:
        return own_cut(folder, family.own).faces[face.name]
    return static_font(face)


@dataclass(frozen=True, slots=True)
class Type:
    """The files in which drawings find their letters: the family's name, its font files, and a
    digest of those of a house's own, which an edition can change."""

    name: str
    files: tuple[str, ...] = field(repr=False)  # where they are is no part of what is drawn
    digest: str


def type_at(family: Family, folder: Path) -> Type:
    """Give the files of a typeface; `folder` is the edition's."""
    digest = own_digest(folder, family.own) if family.own is not None else ""
    return Type(family.name, font_files(family, folder), digest)


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
