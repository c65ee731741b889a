"""Name the fonts of other scripts for Word: of text from right to left, and of East Asia.

A run has a font for each kind of script: `w:cs` for text marked by `w:rtl`, `w:eastAsia` for Han,
kana and hangul. Without a name Word takes Times New Roman, or one of another country. The font
table says what stands in where the font is not installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from octavo.design.script_families import (
    EAST_ASIAN,
    holds_east_asian,
    kind_of_language,
    kinds_of,
)
from octavo.docx.parts.ooxml import Node, make, q, text_in
from octavo.locales import holds_rtl, script_of, script_of_text

_CODE = {"VerbatimChar"}  # its font has the letters of many scripts


@dataclass(frozen=True, slots=True)
class Font:
    """A font for Word: its name, and the font of Word's own that stands in for it."""

    name: str
    stand_in: str


_FROM_RIGHT: Mapping[str, Font] = {
    "Hebr": Font("Frank Ruhl Libre", "FrankRuehl"),
    "Arab": Font("Amiri", "Traditional Arabic"),
    "Syrc": Font("Noto Sans Syriac", "Estrangelo Edessa"),
    "Thaa": Font("Noto Sans Thaana", "MV Boli"),
    "Nkoo": Font("Noto Sans NKo", "Ebrima"),
}
_EAST = {kind: Font(family.word, family.stand_in) for kind, family in EAST_ASIAN.items()}


def fonts_of_language(language: str) -> dict[str, Font]:
    """Return the fonts that a document in a language has by default, by the attribute of
    `w:rFonts`; those that are as in any document are left out."""
    found = {
        "w:cs": _FROM_RIGHT.get(script_of(language)),
        "w:eastAsia": _EAST.get(kind_of_language(language)),
    }
    return {name: font for name, font in found.items() if font is not None}


def name_fonts(part: Node, language: str) -> set[Font]:
    """Name the fonts of the runs of a part, in place, where the document in `language` has others;
    return those that are named."""
    named: set[Font] = set()
    default = fonts_of_language(language)
    words = (node for node in part.iter(q("w:t")) if _may_need_a_font(node.text or ""))
    for run in dict.fromkeys(node.getparent() for node in words):
        if _style(run) in _CODE:
            continue
        text = text_in(run)
        wanted = {
            name: font for name, font in _fonts_of(run, text, language) if font != default.get(name)
        }
        if wanted:
            named.update(wanted.values())
            _set(run, wanted)
    return named


def _may_need_a_font(text: str) -> bool:
    return not text.isascii() and (holds_rtl(text) or holds_east_asian(text))


def add_to_table(table: Node, fonts: Iterable[Font]) -> None:
    """Add fonts to the font table, each with what stands in for it."""
    for font in sorted(fonts, key=lambda font: font.name):
        table.append(
            make(
                "w:font", {"w:name": font.name},
                make("w:altName", {"w:val": font.stand_in}),
                make("w:charset", {"w:val": "00"}),
                make("w:family", {"w:val": "roman"}),
                make("w:pitch", {"w:val": "variable"}),
            )
        )  # fmt: skip


def _fonts_of(run: Node, text: str, language: str) -> Iterable[tuple[str, Font]]:
    properties = run.find(q("w:rPr"))
    if properties is not None and properties.find(q("w:rtl")) is not None and holds_rtl(text):
        font = _FROM_RIGHT.get(script_of_text(text))
        if font is not None:
            yield "w:cs", font
    marked = properties.find(q("w:lang")) if properties is not None else None
    own = marked.get(q("w:eastAsia"), "") if marked is not None else ""
    for kind in kinds_of(text, own or language)[:1]:
        yield "w:eastAsia", _EAST[kind]


def _style(run: Node) -> str:
    style = run.find(f"{q('w:rPr')}/{q('w:rStyle')}")
    return "" if style is None else style.get(q("w:val"), "")


def _set(run: Node, fonts: Mapping[str, Font]) -> None:
    properties = run.find(q("w:rPr"))
    if properties is None:
        properties = make("w:rPr")
        run.insert(0, properties)
    named = properties.find(q("w:rFonts"))
    if named is None:
        named = make("w:rFonts")
        properties.insert(int(_style(run) != ""), named)
    for name, font in fonts.items():
        named.set(q(name), font.name)
