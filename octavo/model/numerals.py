"""Write and read Roman numerals in small letters."""

from __future__ import annotations

from itertools import pairwise

_DIGITS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_VALUES = {digit: value for value, digit in _DIGITS if len(digit) == 1}
BEYOND = 6000  # the first number that is not written in them


def roman(number: int) -> str:
    """Write a number in small Roman numerals; one that they do not reach, in Arabic."""
    if not 0 < number < BEYOND:
        return str(number)
    text = ""
    for value, digit in _DIGITS:
        times, number = divmod(number, value)
        text += digit * times
    return text


def roman_value(written: str) -> int:
    """Read a number of small Roman numerals; raise KeyError for other letters."""
    values = [_VALUES[letter] for letter in written] + [0]
    return sum(-value if value < following else value for value, following in pairwise(values))
