"""Define the typefaces that an edition can be set in: the places of their fonts, and their
properties.

Whatever prints letters, in any form, takes the typeface of the edition from here. Two come from
packages; a house's own is a family of four faces too, which are cut from its files and kept in
build/fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Typeface = Literal["EB Garamond", "Literata"]


def _one_or_several(written: Any) -> Any:
    return (written,) if isinstance(written, str) else written


_LONGEST_NAME = 60


def _printable(name: str) -> str:
    said = ""
    if not name or len(name) > _LONGEST_NAME:
        said = f"the name of a typeface has 1 to {_LONGEST_NAME} letters"
    elif not name.isprintable() or any(sign in name for sign in "\"'\\<>&;{}"):
        said = "the name of a typeface has letters, figures and spaces, and no quotation marks"
    if said:
        raise PydanticCustomError("typeface_name", "{message}", {"message": said})
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnType:
    """A house's own typeface, as edition.yaml names it: its name, and its files by patterns."""

    __pydantic_config__ = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name: Annotated[
        str,
        AfterValidator(_printable),
        Field(
            json_schema_extra={"minLength": 1, "maxLength": _LONGEST_NAME},
            description="the name of the typeface, as the Word file and the colophon have it",
        ),
    ]  # fmt: skip
    files: Annotated[
        tuple[str, ...],
        BeforeValidator(
            _one_or_several,
            json_schema_input_type=str | tuple[str, ...],
        ),
        Field(
            min_length=1, max_length=64,
            description="its font files, in styles/ or source/: a path, a pattern such as "
            "styles/fonts/House-*.otf, or a list of them",
        ),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a family: the variable font it is cut from, and where on its weight axis. That of a
    house's own type has no source: it is cut from the file that fits best."""

    name: str  # PostScript name, and the name of its file
    source: str
    weight: int
    italic: bool


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface: its name, who designed it, the package of its fonts, its faces. A house's `own`
    has no package.

    `optical` is the size in points that it is cut for, if it has an axis for that; `stand_in` the
    typeface that a program without it may use; `padding` how much wider its figure space is than
    its tabular figures, in ems; `screen` the size of text on a screen, in its usual size, at which
    the small letters are about eight points high: 0 for one that is measured.
    """

    name: str
    designer: str
    package: str
    faces: tuple[Face, ...]
    stand_in: str
    optical: float | None = None
    padding: float = 0.0
    screen: float = 0.0
    own: OwnType | None = None

    def face(self, *, bold: bool = False, italic: bool = False) -> Face:
        """Give one of the four faces of a text."""
        return next(f for f in self.faces if (f.weight > 400, f.italic) == (bold, italic))


def _four(stem: str, axes: str) -> tuple[Face, ...]:
    """Give the four faces of a text, of two variable fonts."""
    roman, italic = f"{stem}[{axes}].ttf", f"{stem}-Italic[{axes}].ttf"
    return (
        Face(f"{stem}-Regular", roman, 400, False),
        Face(f"{stem}-Italic", italic, 400, True),
        Face(f"{stem}-Bold", roman, 700, False),
        Face(f"{stem}-BoldItalic", italic, 700, True),
    )


FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (
        Family(
            "EB Garamond", "Georg Duffner & Octavio Pardo", "fontpkg_eb_garamond",
            _four("EBGaramond", "wght"), "Garamond", padding=0.048,
            screen=1.25,
        ),
        Family(
            "Literata", "TypeTogether", "fontpkg_literata",
            _four("Literata", "opsz,wght"), "Georgia", optical=10, screen=1.0625,
        ),
    )
}  # fmt: skip


def family_of(face: str) -> Family:
    """Give the family of a face from a package, by the face's name; raise KeyError for an unknown
    name."""
    for family in FAMILIES.values():
        if any(one.name == face for one in family.faces):
            return family
    raise KeyError(face)


_STAND_IN = "Times New Roman"  # every Word has it


@cache
def own_family(own: OwnType) -> Family:
    """Give the family of a house's own type: its four faces, whichever of them it brings."""
    plain = unicodedata.normalize("NFKD", own.name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9]", "", plain) or "Own"
    faces = tuple(
        Face(f"{stem}-{face.name.partition('-')[2]}", "", face.weight, face.italic)
        for face in _four(stem, "")
    )
    return Family(own.name, "", "", faces, _STAND_IN, own=own)
