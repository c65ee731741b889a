"""Cut the book's faces: static instances of its type, once for each edition.

The packages have variable fonts. WeasyPrint would cut its instance again for every PDF that it
writes, in seconds each time. So `cut` does it once, the caller keeps the bytes in build/fonts, and
every section is laid out with `Fonts` made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from octavo.design.added_glyphs import add_characters
from octavo.design.own_type.kept_type import digest_of, own_cut
from octavo.design.static_fonts import static_font
from octavo.model import Face, Family, family_of

# The family in the style sheets: a name of our own, which no font of the system has.
FAMILY = "Octavo Text"
SCHEME = "octavo-font"
HERE = Path()  # the folder of an edition whose typeface is from a package
_VARIATIONS = ("fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "cvar")


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """The faces at hand by name, the regular one at least; WeasyPrint feigns one that is missing.

    `digest` differs for any other set of faces; `kinds` are what the faces are, in their order;
    `padding` as their family has it. `licence` is a text to be put beside them, where they are
    given away; `for_print_alone` says that they must not, and `whole` that all of each must be.
    """

    faces: Mapping[str, bytes]
    digest: str
    kinds: tuple[Face, ...] = ()
    padding: float = 0.0
    licence: str = ""
    for_print_alone: bool = False
    whole: bool = False

    @property
    def css(self) -> str:
        """Give the @font-face rules of the faces at hand, and one that brings their figure space,
        which pads the figures of tables, to the width of a figure."""
        rules = "".join(map(_rule, self.kinds))
        return rules + (f".padding{{letter-spacing:{-self.padding}em}}\n" if self.padding else "")

    def face(self, *, bold: bool = False, italic: bool = False) -> bytes | None:
        """Give one of the four faces of a text; None if it is not at hand."""
        wanted = (bold, italic)
        found = (f for f in self.kinds if (f.weight > 400, f.italic) == wanted)
        return next((self.faces[face.name] for face in found), None)


def fonts(faces: Mapping[str, bytes], family: Family | None = None) -> Fonts:
    """Return the fonts of an edition, from the bytes that `cut` made, by face name; of a package's
    typeface, if no family is given."""
    if family is None and faces:
        family = family_of(next(iter(faces)))
    kinds = tuple(face for face in family.faces if face.name in faces) if family else ()
    digest = digest_of(faces)
    return Fonts(dict(faces), digest, kinds, family.padding if family else 0.0)


def fonts_of(family: Family, folder: Path) -> Fonts:
    """Return the fonts of a typeface, with all faces; `folder` is the edition's."""
    if family.own is None:
        made = fonts({face.name: cut(face.name) for face in family.faces}, family)
        return replace(made, licence=_licence_of_package(family.package))
    own = own_cut(folder, family.own)
    licence = f"{family.name}\n\n{own.licence}\n"
    return replace(
        fonts(own.faces, family), licence=licence, for_print_alone=own.for_print_alone,
        whole=own.whole,
    )  # fmt: skip


def cut(name: str) -> bytes:
    """Return the static font of a face from a package, as TrueType; this takes some 50 ms.

    The same package gives the same bytes: no date is written.
    """
    family = family_of(name)
    face = next(face for face in family.faces if face.name == name)
    # The outlines go as they are: to compile each again for its bounds takes half a second.
    made = BytesIO(static_font(face))
    font = TTFont(made, recalcTimestamp=False, recalcBBoxes=False)
    for tag in _VARIATIONS:
        if tag in font:
            del font[tag]
    _rename(font, family, face)
    add_characters(font)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def _licence_of_package(package: str) -> str:
    return (files(package) / "LICENSE").read_text(encoding="utf-8")


def _rename(font: TTFont, family: Family, face: Face) -> None:
    """Give the instance a name of its own: all named instances of a variable font share one."""
    style = face.name.split("-")[1]
    names = font["name"]
    values = {3: f"Octavo;{face.name}", 4: f"{family.name} {style}", 6: face.name}
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
