"""Give texts the families of the scripts that their letters are of: serifs, by the language.

Pango takes a letter that a family lacks from the next one, in the end from any that fontconfig
finds: it may be a sans serif, a monospaced font, or Japanese for a Chinese text. So the families of
the script are put in front of the first family that is no font but a kind of one (`serif`), behind
all that the sheets name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from octavo.design.script_families import families_of, holds_other_scripts
from octavo.pdf.engine.custom import Restyled
from octavo.pdf.engine.weasy import boxes

_KINDS = {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"}
_BESIDE = "Octavo Beside"  # in front of the families asked for here: no font has this name


def named_families(families: Sequence[str]) -> tuple[str, ...]:
    """Return those of a text's families that the sheets name: all before the first that stands in
    for them."""
    ends = (at for at, each in enumerate(families) if each == _BESIDE or each.lower() in _KINDS)
    return tuple(families[: next(ends, len(families))])


class ScriptFaces:
    """The styles of texts with letters of other scripts, each made once for its families."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], Restyled] = {}

    def walk(self, box: Any) -> None:
        """Give the texts in a box, before they are laid out, the families of their scripts."""
        for child in box.all_children():
            if isinstance(child, boxes.TextBox) and holds_other_scripts(child.text):
                child.style = self._restyled(child.text, child.style)
            self.walk(child)

    def _restyled(self, text: str, style: Any) -> Any:
        families = tuple(style["font_family"])
        if _BESIDE in families:
            return style
        named = named_families(families)
        asked = (each for each in families_of(text, style["lang"] or "") if each not in named)
        wanted = (*named, _BESIDE, *asked, *families[len(named) :])
        if wanted not in self._made:
            self._made[wanted] = Restyled("font_family", wanted)
        return self._made[wanted].of(style)
