"""Find the fonts that an edition's own style sheet names: files in its source/."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from octavo.design.style_sheets import own_style_sheet

_FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*\}", re.IGNORECASE)
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)", re.IGNORECASE)


def own_fonts(folder: Path, sheet: str) -> tuple[Path, ...]:
    """Return the files that @font-face rules of the sheet named `sheet` name, in their order: those
    that are there, inside of the source/ of the edition in `folder`."""
    return tuple(dict.fromkeys(_named(folder, own_style_sheet(folder, sheet))))


def _named(folder: Path, text: str) -> Iterator[Path]:
    source = (folder / "source").resolve()
    for rule in _FONT_FACE.findall(text):
        for address in _URL.findall(rule):
            path = folder / posixpath.normpath(unquote(address.strip()))
            if path.resolve().is_relative_to(source) and path.is_file():
                yield path
