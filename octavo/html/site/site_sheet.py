"""Write the style sheet of the HTML form: the edition's design in the units of a screen.

Later parts override earlier ones, as in CSS: the faces, the design's variables, the rules that
the EPUB has too, those of styles/html.css, and the edition's own styles/html.css.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from octavo.design.fonts import FAMILY
from octavo.design.style_sheets import design_sheet, style_sheet
from octavo.design.variables import variables
from octavo.html.embedded_fonts import WOFF2, font_rules
from octavo.html.style import own_style
from octavo.locales import direction_of
from octavo.model import Edition, Typeface

# The text's size in each typeface: it makes the small letters as high as eight points of a screen.
_TEXT_SIZES: Mapping[Typeface, str] = {"EB Garamond": "1.25rem", "Literata": "1.0625rem"}
# The sizes of the design that a screen shows in the same proportion to the text's.
_SIZES = ("note-size", "quotation-size", "small-size", "index-size", "title-size", "heading-size")
_LENGTHS = ("measure", "indent", "quotation-indent")
_ALIGNMENTS = ("title-align", "heading-align")
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")
_EMS = re.compile(r"\d+(?:\.\d+)?em")


def html_sheet(edition: Edition, fonts: Mapping[str, bytes], own_css: str) -> str:
    """Return the sheet of all pages; `fonts` are the files of the edition's faces."""
    design = _variables_of(edition)
    rules = "".join(f"  --{name}: {value};\n" for name, value in _on_screen(design, edition))
    parts = (
        font_rules(fonts, edition.print.family, WOFF2),
        f":root {{\n{rules}}}\n",
        style_sheet("epub.css"),
        style_sheet("epub-rtl.css") if direction_of(edition.language) == "rtl" else "",
        style_sheet("html.css"),
        own_style(own_css),
    )
    return "\n".join(part for part in parts if part)


def opening_of(edition: Edition) -> str:
    """Return how the design sets a section's first words: plain, small-caps or initial."""
    return _variables_of(edition).get("opening", "plain")


def _variables_of(edition: Edition) -> Mapping[str, str]:
    return variables((style_sheet("print/variables.css"), design_sheet(edition.print.design)))


def _on_screen(design: Mapping[str, str], edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the variables of styles/html.css that a design sets; lengths it cannot read are left
    to the sheet."""
    family = edition.print.family
    yield "family", f'"{FAMILY}", Georgia, "Times New Roman", serif'
    yield "text-size", _TEXT_SIZES[family]
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
