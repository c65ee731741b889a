"""Find the letters that neither the machine nor the edition has a font for, before pages are laid
out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from octavo.design.own_fonts import own_fonts
from octavo.pdf.design.print_sheets import OWN_SHEET
from octavo.pdf.engine.lines.metrics import letters_of_no_font


def without_a_font(letters: str, folder: Path) -> str:
    """Return those of some letters that no font of the machine has, and none that the style sheet
    of the edition in `folder` names."""
    missing = _of_no_font(letters)
    return missing and "".join(letter for letter in missing if letter not in _own(folder))


@cache
def _of_no_font(letters: str) -> str:
    return letters_of_no_font(letters)


def _own(folder: Path) -> frozenset[str]:
    """Return the letters of the fonts that the edition's style sheet names (@font-face)."""
    return frozenset(
        chr(code)
        for path in own_fonts(folder, OWN_SHEET)
        for code in _characters(path, path.stat().st_mtime_ns)
    )


@cache
def _characters(path: Path, _time: int) -> frozenset[int]:
    """Return the characters of a font; none for a file that cannot be read as one."""
    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except Exception:  # the library takes any file, and raises what comes
        return frozenset()
