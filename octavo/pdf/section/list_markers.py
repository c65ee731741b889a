"""Give the items of numbered lists their markers, as the author wrote them: `5)`, `(c)`, `iv.`

The XHTML has the number, the letters and the signs of a list as attributes, `<ol start="3" type="a"
class="two-parens-lower-alpha">`. The layout engine takes them as styles alone.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from octavo.html.section_xhtml import ONE_PAREN, TWO_PARENS
from octavo.model.numerals import roman

INDENT = 1.8  # ems: the indent of a list in styles/print/lists.css
CELL_INDENT = 1.1
_LETTER, _SIGN, _GAP = 0.53, 0.3, 0.5  # ems: widths in the faces of the book, on the safe side


def set_list_markers(section: Element) -> None:
    """Give each item of a numbered list its marker, and a list with wide ones a wider indent."""
    cells = {ol for cell in section.iter() if cell.tag in {"td", "th"} for ol in cell.iter("ol")}
    for ol in section.iter("ol"):
        count = _COUNTS.get(ol.get("type", "1"), str)
        before, behind = _signs(ol)
        widest = 0.0
        for number, item in enumerate(ol.findall("li"), int(ol.get("start", "1"))):
            marker = f"{before}{count(number)}{behind}"
            item.set("style", f'list-style-type: "{marker} "')
            widest = max(widest, _width(marker))
        if widest > (CELL_INDENT if ol in cells else INDENT):
            ol.set("style", f"padding-left: {widest:.2f}em")


def _signs(ol: Element) -> tuple[str, str]:
    classes = ol.get("class", "")
    if TWO_PARENS in classes:
        return "(", ")"
    return "", ")" if ONE_PAREN in classes else "."


def _width(marker: str) -> float:
    return _GAP + sum(_LETTER if sign.isalnum() else _SIGN for sign in marker)


def _letters(number: int) -> str:
    """Return a number in letters: z is 26, aa is 27."""
    said = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        said = chr(ord("a") + letter) + said
    return said


_COUNTS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": _letters,
    "A": lambda number: _letters(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
}
