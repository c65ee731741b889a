"""Compare the pages of an interior with those of the PDF that it is made of: every letter, and its
place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

import pikepdf

from octavo.proof.content_stream import runs_of
from octavo.proof.glyphs import Glyphs, font_reader
from octavo.proof.printed import Run

_NEAR = 0.02  # points


def differences(one: pikepdf.Pdf, other: pikepdf.Pdf) -> Iterator[str]:
    """Yield how pages of an interior, `other`, differ from those of the PDF that it is made of, in
    their words or their places on the trimmed page; blank pages may follow the last one."""
    fonts = font_reader(), font_reader()
    for at, (page, made) in enumerate(zip_longest(one.pages, other.pages)):
        if made is None:
            yield f"page {at + 1} is missing"
            continue
        printed = _runs(made, fonts[1])
        if page is None:
            if printed:
                yield f"page {at + 1} has words, and the edition has no such page"
            continue
        why = _difference(_runs(page, fonts[0]), printed)
        if why:
            yield f"page {at + 1}: {why}"


def _runs(page: Any, fonts: Callable[[Any], Glyphs]) -> list[tuple[str, float, float, float, bool]]:
    """Return the words of a page, each with its place from the left and the foot of the trim, its
    size, and whether it is painted."""
    left, bottom, _, _ = (float(edge) for edge in page.trimbox)
    return [_placed(run, left, bottom) for run in runs_of(page.obj, fonts)]


def _placed(run: Run, left: float, bottom: float) -> tuple[str, float, float, float, bool]:
    return run.text, run.x - left, run.y - bottom, run.size, run.seen


def _difference(one: list[Any], other: list[Any]) -> str:
    for here, there in zip_longest(one, other):
        if here is None:
            return f"it has more: “{there[0][:40]}”"
        if there is None:
            return f"it lacks “{here[0][:40]}”"
        if here[0] != there[0] or here[4] != there[4]:
            return f"“{there[0][:40]}” is printed in the place of “{here[0][:40]}”"
        if any(abs(a - b) > _NEAR for a, b in zip(here[1:4], there[1:4], strict=True)):
            return f"“{here[0][:40]}” is elsewhere, or in another size"
    return ""
