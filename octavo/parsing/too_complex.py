"""Find formulas and tables that no page can hold, before a form is made of them.

pandoc makes MathML of formulas. It reads the content of braces several times, twice for each
superscript, so that each level doubles its work: eighteen levels take seconds, three thousand would
never end. The columns of a table are weighed against one another when it is laid out: three
thousand take minutes, and each would be a point wide on the widest page.
"""

from __future__ import annotations

import re

from octavo.model import Blocks, Element
from octavo.pandoc import tree
from octavo.pandoc.table import columns_of
from octavo.pandoc.walk import walk

LONGEST = 20_000  # letters of one formula
DEEPEST = 14  # levels of nested braces
WIDEST = 200  # columns of one table
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def unfit(blocks: Blocks) -> str:
    """Return what is wrong with the first formula or table that cannot be set; empty if all can."""
    for element in walk(blocks):
        match tree.kind_of(element):
            case "Math":
                message = _unfit_formula(tree.string_of(element))
            case "Table":
                message = _unfit_table(element)
            case _:
                continue
        if message:
            return message
    return ""


def _unfit_formula(tex: str) -> str:
    begun = f"the formula {' '.join(tex[:40].split())}…"
    if len(tex) > LONGEST:
        return f"{begun} has {len(tex):,} letters; at most {LONGEST:,} are set"
    if _depth(tex) > DEEPEST:
        return f"{begun} has braces nested more than {DEEPEST} deep"
    return ""


def _unfit_table(table: Element) -> str:
    columns = len(columns_of(table))
    if columns <= WIDEST:
        return ""
    return f"a table has {columns:,} columns; at most {WIDEST} are set"


def _depth(tex: str) -> int:
    deepest = depth = 0
    for sign in _BRACE.findall(tex):
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest
