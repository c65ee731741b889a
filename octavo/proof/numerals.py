"""Write the numbers of lists as HTML and Word write them."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(number: int, kind: str) -> str:
    """Return a number in a kind of numerals: `1`, `a`, `A`, `i` or `I`."""
    if kind in "aA" and number > 0:
        return _cased(_letters(number), kind)
    if kind in "iI" and 0 < number < 4000:
        return _cased(_roman(number), kind)
    return str(number)


def _cased(text: str, kind: str) -> str:
    return text.upper() if kind.isupper() else text


def _letters(number: int) -> str:
    said = ""
    while number > 0:
        number, last = divmod(number - 1, 26)
        said = chr(ord("a") + last) + said
    return said


def _roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        said += sign * count
    return said
