"""Define the typefaces that an edition can be set in: the places of their fonts, and their
properties.

Whatever prints letters, in any form, takes the typeface of the edition from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Typeface = Literal["EB Garamond", "Literata"]


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a family: the variable font it is cut from, and where on its weight axis."""

    name: str  # PostScript name, and the name of its file
    source: str
    weight: int
    italic: bool


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface: its name, who designed it, the package of its fonts, its faces.

    `optical` is the size in points that it is cut for, if it has an axis for that; `stand_in` the
    typeface that a program without it may use; `padding` how much wider its figure space is than
    its tabular figures, in ems.
    """

    name: Typeface
    designer: str
    package: str
    faces: tuple[Face, ...]
    stand_in: str
    optical: float | None = None
    padding: float = 0.0

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


FAMILIES: Mapping[Typeface, Family] = {
    family.name: family
    for family in (
        Family(
            "EB Garamond", "Georg Duffner & Octavio Pardo", "fontpkg_eb_garamond",
            _four("EBGaramond", "wght"), "Garamond", padding=0.048,
        ),
        Family(
            "Literata", "TypeTogether", "fontpkg_literata",
            _four("Literata", "opsz,wght"), "Georgia", optical=10,
        ),
    )
}  # fmt: skip
FACES: tuple[Face, ...] = tuple(face for family in FAMILIES.values() for face in family.faces)


def family_of(face: str) -> Family:
    """Give the family of a face, by the face's name; raise KeyError for an unknown name."""
    for family in FAMILIES.values():
        if any(one.name == face for one in family.faces):
            return family
    raise KeyError(face)
