"""Judge the fonts of a PDF: whether they are in the file, and of what kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from octavo.press.preflight import rules
from octavo.press.preflight.flaws import Flaw
from octavo.press.preflight.of_pages import at
from octavo.press.preflight.pdf_pages import PdfPage

_SUBSET = re.compile(r"[A-Z]{6}\+")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_DEEPEST = 12
_LARGE = 3_000_000  # bytes of a font: whole ones of that size are a burden


class FontJudge:
    """What judges each font of a file once, on the first page that has it."""

    def __init__(self) -> None:
        self._known: set[tuple[int, int]] = set()
        self._said: set[tuple[str, str]] = set()

    def of_page(self, page: PdfPage, resources: Any) -> Iterator[Flaw]:
        """Yield the flaws of the fonts that a page names and no page before it; of fonts that are
        named and not used, none."""
        used = {one.font for one in page.content.painted if one.what == "text"}
        for font in self._fonts(resources, 0, set()):
            name = str(font.get("/BaseFont", "/without a name"))[1:]
            if name in used or font.get("/Subtype") == "/Type3":
                for flaw in _of_font(page, font, name):
                    if (flaw.rule.code, flaw.message) not in self._said:
                        self._said.add((flaw.rule.code, flaw.message))
                        yield flaw

    def _fonts(self, resources: Any, depth: int, seen: set[tuple[int, int]]) -> Iterator[Any]:
        if resources is None or depth > _DEEPEST:
            return
        for font in resources.get("/Font", {}).values():
            if font.objgen == (0, 0) or font.objgen not in self._known:
                self._known.add(font.objgen)
                yield font
        for form in resources.get("/XObject", {}).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in seen:
                seen.add(form.objgen)
                yield from self._fonts(form.get("/Resources"), depth + 1, seen)


def _of_font(page: PdfPage, font: Any, name: str) -> Iterator[Flaw]:
    if font.get("/Subtype") == "/Type3":
        yield at(
            page,
            rules.font_has_outlines,
            "a font is of Type 3: its letters are drawings",
            None,
            "use a font with outlines",
        )
        return
    holder = font.DescendantFonts[0] if font.get("/Subtype") == "/Type0" else font
    descriptor = holder.get("/FontDescriptor")
    files = (
        [descriptor[key] for key in _FILES if key in descriptor] if descriptor is not None else []
    )
    if not files:
        yield at(
            page,
            rules.font_is_in_the_file,
            f"the font {name} is not in the file",
            None,
            "embed all fonts when the file is exported",
        )
    elif not _SUBSET.match(name) and len(files[0].read_raw_bytes()) > _LARGE:
        yield at(page, rules.font_has_only_what_is_used, f"the font {name} is in the file whole")
