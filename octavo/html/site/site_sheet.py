"""Write the style sheet of the HTML form: the edition's design in the units of a screen.

Later parts override earlier ones, as in CSS: the faces, the design's variables, the rules that
the EPUB has too, those of styles/html.css, and the edition's own styles/html.css.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

from octavo.design.fonts import FAMILY, Fonts
from octavo.design.style_sheets import design_sheet, style_sheet
from octavo.design.variables import variables
from octavo.html.embedded_fonts import WOFF2, font_rules
from octavo.html.style import own_style
from octavo.locales import direction_of
from octavo.model import Edition

# The height of the small letters, in parts of a screen's usual size of text: eight points of 16.
_SMALL_LETTERS = 0.5
_STEPS = 16  # of that size, in which the text's is rounded
# The sizes of the design that a screen shows in the same proportion to the text's.
_SIZES = ("note-size", "quotation-size", "small-size", "index-size", "title-size", "heading-size")
_LENGTHS = ("measure", "indent", "quotation-indent")
_ALIGNMENTS = ("title-align", "heading-align")
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")
_EMS = re.compile(r"\d+(?:\.\d+)?em")


def html_sheet(edition: Edition, fonts: Fonts, files: Mapping[str, bytes], own_css: str) -> str:
    """Return the sheet of all pages; `files` are those of the edition's faces, which are left out
    if their licence asks for that."""
    design = _variables_of(edition)
    rules = "".join(
        f"  --{name}: {value};\n" for name, value in _on_screen(design, edition, fonts, bool(files))
    )
    parts = (
        font_rules(files, fonts, WOFF2),
        f":root {{\n{rules}}}\n",
        style_sheet("epub.css"),
        style_sheet("epub-rtl.css") if direction_of(edition.language) == "rtl" else "",
        style_sheet("html.css"),
        own_style(own_css),
    )
    return "\n".join(part for part in parts if part)


_OTHERS = 'Georgia, "Times New Roman", serif'


def _text_size(fonts: Fonts) -> float:
    """Return the size of the text on a screen, in its usual size: the one at which small letters
    are eight points high."""
    roman = fonts.face()
    assert roman is not None
    font: Any = TTFont(BytesIO(roman), lazy=True)
    share = font["OS/2"].sxHeight / font["head"].unitsPerEm
    return round(_SMALL_LETTERS / share * _STEPS) / _STEPS if share else 1.0


def opening_of(edition: Edition) -> str:
    """Return how the design sets a section's first words: plain, small-caps or initial."""
    return _variables_of(edition).get("opening", "plain")


def _variables_of(edition: Edition) -> Mapping[str, str]:
    return variables((style_sheet("print/variables.css"), design_sheet(edition.print.design)))


def _on_screen(
    design: Mapping[str, str], edition: Edition, fonts: Fonts, has_faces: bool
) -> Iterator[tuple[str, str]]:
    """Yield the variables of styles/html.css that a design sets; lengths it cannot read are left
    to the sheet."""
    yield "family", f'"{FAMILY}", {_OTHERS}' if has_faces else _OTHERS
    if has_faces:
        yield "text-size", f"{edition.print.family.screen or _text_size(fonts):g}rem"
    text = _POINTS.fullmatch(design["text-size"])
    for name in _SIZES:
        size = _POINTS.fullmatch(design[name])
        if size and text:
            share = float(size[1]) / float(text[1])
            yield name, f"calc(var(--text-size) * {share:.4g})"
    for name in _LENGTHS:
        if _EMS.fullmatch(design[name]):
            yield name, design[name]
    for name in _ALIGNMENTS:
        yield name, "start" if design[name] == "left" else design[name]
