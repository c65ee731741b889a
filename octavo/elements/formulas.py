"""Formulas that no page can hold: told before pandoc makes MathML of them.

pandoc reads what stands in braces several times, twice for each superscript, so that each level
doubles its work: eighteen take seconds, three thousand would never end.
"""

from __future__ import annotations

import re

from octavo.manuscript import holds, walk
from octavo.model import Blocks

LONGEST = 20_000  # letters of one formula
DEEPEST = 14  # braces in one another
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def unfit_formula(blocks: Blocks) -> str:
    """What is wrong with the first formula that is too long or too deep; nothing if none is."""
    if not holds(blocks, "Math"):
        return ""
    for element in walk(blocks):
        if element["t"] != "Math":
            continue
        tex = element["c"][1]
        begun = f"the formula {' '.join(tex[:40].split())}…"
        if len(tex) > LONGEST:
            return f"{begun} has {len(tex):,} letters; at most {LONGEST:,} are set"
        if _depth(tex) > DEEPEST:
            return f"{begun} has braces more than {DEEPEST} deep in one another"
    return ""


def _depth(tex: str) -> int:
    deepest = depth = 0
    for sign in _BRACE.findall(tex):
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest
