"""Read custom properties, `--name` in a sheet, of styles, and copy styles with one property
changed.
"""

from __future__ import annotations

from typing import Any

_PIXELS = {"pt": 4 / 3, "px": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class Restyled:
    """Copies of styles in which one property has another value.

    Each is made once, and kept with its style, by the style's identity.
    """

    def __init__(self, name: str, value: Any) -> None:
        self._name, self._value = name, value
        self._made: dict[int, tuple[Any, Any]] = {}

    def of(self, style: Any) -> Any:
        """Return the copy of a style."""
        if id(style) not in self._made:
            changed = style.copy()
            changed[self._name] = self._value
            self._made[id(style)] = style, changed
        return self._made[id(style)][1]


def length(style: Any, name: str) -> float:
    """Return a length in pixels; 0 if there is none, or if its unit is not known."""
    token = _first(style, name)
    if token is None or token.type != "dimension":
        return 0.0
    if token.lower_unit == "em":
        return float(token.value * style["font_size"])
    return float(token.value * _PIXELS.get(token.lower_unit, 0.0))


def number(style: Any, name: str) -> float:
    """Return a number; 0 if there is none."""
    token = _first(style, name)
    return float(token.value) if token is not None and token.type == "number" else 0.0


def word(style: Any, name: str) -> str:
    """Return a keyword, or the empty string."""
    token = _first(style, name)
    return token.lower_value if token is not None and token.type == "ident" else ""


def _first(style: Any, name: str) -> Any:
    value = style[f"__{name.replace('-', '_')}"]  # WeasyPrint's name of --name
    return next((token for token in value or () if token.type != "whitespace"), None)
