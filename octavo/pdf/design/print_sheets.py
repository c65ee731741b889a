"""Read the design of an edition's pages: its sheets, with their variables replaced by values.

styles/print/variables.css has the variables of the classic design. A sheet in styles/designs/ sets
others and adds rules; the edition's own styles/print.css comes last and overrides both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import tinycss2
from tinycss2.ast import IdentToken

from octavo.design.style_sheets import design_sheet, own_style_sheet, print_sheet, style_sheet
from octavo.design.variables import DEEPEST, MOST_LETTERS, depth_of, longest_of, put_in, variables
from octavo.model import Edition
from octavo.pdf.design.mirrored_sheets import (
    for_other_side,
    rule_of_notes,
    turned_from_right,
    with_twins,
)

OWN_SHEET = "print.css"

# How the sheets' @page:left and :right are read: as written; exchanged, for a section that opens on
# a verso; or :right for every page, where no page faces another.
Side = Literal["facing", "mirrored", "single"]

_BREAKS = re.compile(r"(break-(?:before|after)\s*:\s*)(left|right|recto|verso)\b")
_OTHER = {"left": "right", "right": "left", "recto": "verso", "verso": "recto"}


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A design: its variables by name without dashes, and its sheets in the order of the cascade.
    `own` is the edition's own, which comes last. `faults` are messages on it if it cannot be
    used."""

    variables: Mapping[str, str]
    sheets: tuple[str, ...]
    own: str = ""
    faults: tuple[str, ...] = ()

    def word(self, name: str) -> str:
        """Return a variable's value in lower case, such as the keyword recto; nothing if it is not
        set."""
        return self.variables.get(name, "").strip().lower()


def design_of(edition: Edition, folder: Path) -> Design:
    """Return the design of an edition in `folder`."""
    return read_design(edition.print.design, own_style_sheet(folder, OWN_SHEET))


@lru_cache(maxsize=16)
def read_design(design: str = "classic", own: str = "") -> Design:
    """Return a design by its name, changed by the text of an edition's own sheet; leave out a sheet
    that is nested too deep or grows too long, with a fault."""
    faults: list[str] = []
    if depth_of(own) > DEEPEST:
        faults.append(f"brackets are nested more than {DEEPEST} deep")
        own = ""
    found, sheets = _put_together(design, own)
    if longest_of(sheets) > MOST_LETTERS:
        faults.append(f"variables grow to more than {MOST_LETTERS} letters, or refer to themselves")
        own = ""
        found, sheets = _put_together(design, "")
    return Design(found, sheets, sheets[-1] if own else "", tuple(faults))


def _put_together(design: str, own: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return the variables of a design and of an edition's own sheet, and the sheets with their
    values."""
    written = (style_sheet("print/variables.css"), print_sheet(), design_sheet(design), own)
    found = variables(written)
    return found, tuple(put_in(sheet, found) for sheet in written if sheet)


def in_direction(
    sheets: Sequence[str], own: str, *, opens_left: bool, notes_from_right: bool
) -> list[str]:
    """Return sheets for a section in which text runs from right to left, in a book that
    `opens_left`, with a recto at the left, or in any other. The edition's own sheet says itself
    what it means."""
    made: list[str] = []
    for sheet in sheets:
        if sheet != own:
            sheet = with_twins(sheet)
            sheet = for_other_side(sheet) if opens_left else sheet
        made.append(sheet)
    ours = len(made) - (made[-1] == own)
    added = [turned_from_right(), *([rule_of_notes()] if notes_from_right else [])]
    return [*made[:ours], *added, *made[ours:]]


def turned(sheet: str, side: Side) -> str:
    """Return a sheet whose rules for left and right pages are rewritten for `side`."""
    if side == "facing":
        return sheet
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True)
    kept = [rule for rule in rules if not _is_page(rule) or _turn(rule, side)]
    text = tinycss2.serialize(kept)
    if side == "single":
        return _BREAKS.sub(r"\1page", text)
    return _BREAKS.sub(lambda found: found[1] + _OTHER[found[2]], text)


def _is_page(rule: Any) -> bool:
    return rule.type == "at-rule" and rule.lower_at_keyword == "page"


def _turn(rule: Any, side: Side) -> bool:
    """Rewrite the selector of a page's rule for `side`; return whether the rule still holds for a
    page."""
    made: list[Any] = []
    for token in rule.prelude:
        if token.type == "ident" and made and made[-1] == ":" and token.lower_value in _OTHER:
            if side == "mirrored":
                other = _OTHER[token.lower_value]
                made.append(IdentToken(token.source_line, token.source_column, other))
            elif token.lower_value == "left":
                return False
            else:
                made.pop()
        else:
            made.append(token)
    rule.prelude[:] = made
    return True
