"""Make a message safe to print on a terminal."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return a message without characters that change a terminal's cursor, colour or direction."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
