"""Find the fonts of a finished PDF that are not embedded in it: a press requires them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_DEEPEST = 8  # forms within forms


def fonts_left_out(book: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Yield the name of each font that is not embedded, with the index of its first page."""
    seen: set[tuple[int, int]] = set()
    told: set[str] = set()
    for number, page in enumerate(book.pages):
        for font in _fonts(page.obj.get("/Resources"), seen, _DEEPEST):
            name = str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/")
            if not _is_embedded(font) and name not in told:
                told.add(name)
                yield number, name


def _fonts(resources: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[Any]:
    """Yield the fonts of some resources and of the forms in them, each once in the book."""
    if resources is None or depth == 0 or _known(resources, seen):
        return
    for font in resources.get("/Font", {}).values():
        if not _known(font, seen):
            yield font
    for item in resources.get("/XObject", {}).values():
        if not _known(item, seen):
            yield from _fonts(item.get("/Resources"), seen, depth - 1)


def _known(item: Any, seen: set[tuple[int, int]]) -> bool:
    """Return whether an object was seen before, and remember it; direct objects are always new."""
    known = item.is_indirect and item.objgen in seen
    if item.is_indirect:
        seen.add(item.objgen)
    return known


def _is_embedded(font: Any) -> bool:
    """Return whether a font brings its glyphs: in a font file, or (Type 3) as a drawing of each."""
    if str(font.get("/Subtype")) == "/Type3":
        return True
    parts = list(font.get("/DescendantFonts", [])) or [font]
    return all(any(key in part.get("/FontDescriptor", {}) for key in _FILES) for part in parts)
