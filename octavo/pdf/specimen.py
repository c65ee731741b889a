"""Set a specimen: a sheet that shows a typeface in the measures of a design.

It is laid out as any section, so that the sheet shows what a book would.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from markupsafe import Markup

from octavo.design.fonts import Fonts
from octavo.design.style_sheets import templates
from octavo.model import Edition, PrintSettings, Section
from octavo.pdf.binding.faces import Faces
from octavo.pdf.design.page_geometry import points
from octavo.pdf.design.print_sheets import design_of
from octavo.pdf.typeset import typeset

_SECTION = Section("specimen", "")
_FORMS = (
    ("Lining", "lining-nums proportional-nums"), ("Old-style", "oldstyle-nums proportional-nums"),
    ("In tables", "lining-nums tabular-nums"),
)  # fmt: skip
_MOVED = (("Superior", "super"), ("Inferior", "sub"))
_SIGNS = "* † ‡ § ¶ – — ‘ ’ “ ” „ ‚ « » ‹ › … · ( ) [ ] { } / & @ % ‰ £ € $ ° × − ± ½ № © ®"
# The letters of languages that are not in English.
_LANGUAGES = {
    "Czech": "áčďéěíňóřšťúůýž", "Danish, Norwegian": "æøå", "Dutch": "éëïóöü",
    "Esperanto": "ĉĝĥĵŝŭ", "Estonian, Finnish": "äõöüšž", "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüßẞ", "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "Greek, polytonic": "ἀἁἂἃἄἅἆἇὰᾳᾴᾷἐἑἔὲἠἡὴῃῆἰἱὶῖὀὁὄὸῤῥὐὑὺῦὠὡὼῳῶ", "Hungarian": "áéíóöőúüű",
    "Icelandic": "áðéíóúýþæö", "Italian": "àèéìòù", "Latvian": "āčēģīķļņšūž",
    "Lithuanian": "ąčęėįšųūž", "Maltese": "ċġħż", "Polish": "ąćęłńóśźż",
    "Portuguese": "àáâãçéêíóôõú",
    "Romanian": "ăâîșț", "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Serbian": "ђјљњћџ", "Slovak": "áäčďéíĺľňóôŕšťúýž", "Spanish": "áéíñóúü¿¡", "Swedish": "åäö",
    "Turkish": "çğıİöşü", "Ukrainian": "ґєії", "Vietnamese": "ăâđêôơưạảấầẩẫậ", "Welsh": "âêîôûŵŷ",
    "Romanized Arabic": "āīūḍḥṣṭẓʿʾ", "Romanized Russian": "ëėĭʹʺ",
    "Romanized Sanskrit": "āīūṛṝḷṃḥṅñṭḍṇśṣ",
}  # fmt: skip
_SMALL = 0.4  # of an em: how high the small letters are for which the designs are drawn


@dataclass(frozen=True, slots=True)
class _Language:
    """A language: the letters that the typeface has, and those that it lacks, with their codes."""

    name: str
    has: str
    lacks: str


@dataclass(frozen=True, slots=True)
class _Face:
    called: str
    style: str


_FACES = (
    _Face("Roman", "font-style: normal; font-weight: normal"),
    _Face("Italic", "font-style: italic; font-weight: normal"),
    _Face("Bold", "font-style: normal; font-weight: bold"),
    _Face("Bold italic", "font-style: italic; font-weight: bold"),
)


def specimen(
    name: str, fonts: Fonts, found: Sequence[str], edition: Edition, folder: Path
) -> bytes:
    """Return the sheet of a typeface as PDF, in the measures of the edition in a folder; `found`
    are sentences about its files, without their full stops."""
    roman: Any = TTFont(BytesIO(fonts.face() or b""), lazy=True)
    known = roman.getBestCmap() or {}
    html = templates().get_template("print-specimen.html").render(
        name=name, faces=_FACES, measures=_measures(roman, edition, folder), found=found,
        signs=" ".join(sign for sign in _SIGNS.split() if ord(sign) in known), call=_call,
        forms=[
            *((form, f"font-variant-numeric: {how}") for form, how in _FORMS),
            *((form, f"font-variant-position: {how}") for form, how in _MOVED),
        ],
        languages=[_language(each, letters, known) for each, letters in _LANGUAGES.items()],
    )  # fmt: skip
    plain = replace(edition.print, typeface=None)  # no picture asks for the edition's own type
    made = replace(edition, title=name, running="", subtitle="", language="en", print=plain)
    return _with_whole_faces(typeset(html, _SECTION, made, folder, fonts).pdf, fonts)


def _with_whole_faces(pdf: bytes, fonts: Fonts) -> bytes:
    """Return the sheet with each face whole, as a bound book has it: a licence may ask for that."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as sheet:
        faces, seen = Faces(sheet, fonts), set[tuple[int, int]]()
        for page in sheet.pages:
            resources = page.obj.Resources
            if resources.is_indirect and resources.objgen in seen:
                continue  # pages share them
            seen.add(resources.objgen)
            if "/Font" in resources:
                faces.take(resources.Font)
        faces.write()
        sheet.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def _call(number: int) -> Markup:
    return Markup(
        f'<span id="call-specimen-{number}" class="call" data-note="note-specimen-{number}" '
        f'data-mark="{number}" data-series="numbered"></span>'
    )


def _language(name: str, letters: str, known: dict[int, str]) -> _Language:
    both = dict.fromkeys(letters + "".join(c.upper() for c in letters if len(c.upper()) == 1))
    has = "".join(letter for letter in letters if ord(letter) in known)
    lacking = [letter for letter in both if ord(letter) not in known]
    said = ", ".join(f"U+{ord(letter):04X}" for letter in lacking[:4])
    more = f" and {len(lacking) - 4} more" if len(lacking) > 4 else ""
    return _Language(name, unicodedata.normalize("NFC", has) or "–", said + more or "–")


def _measures(roman: Any, edition: Edition, folder: Path) -> str:
    """Return the sentences about the measures of the sheet, and the size at which the typeface
    looks as large as the one for which they are made."""
    variables = design_of(edition, folder).variables
    size, leading = variables.get("text-size", ""), variables.get("leading", "")
    small = roman["OS/2"].sxHeight / roman["head"].unitsPerEm
    said = (
        f"In the measures of the design {edition.print.design}: {_spaced(size)} on "
        f"{_spaced(leading)}. The small letters are {small:.2f} of the type size high"
    )
    asked = points(size)
    if not small or asked is None:
        return f"{said}."
    fitting, usual = round(asked * _SMALL / small * 4) / 4, PrintSettings().family.name
    return f"{said}; at {fitting:g} pt they are as high as those of {usual} at {asked:g} pt."


def _spaced(length: str) -> str:
    return length.replace("pt", " pt")
