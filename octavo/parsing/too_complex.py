"""Find formulas and tables that no page can hold, before a form is made of them.

pandoc makes MathML of formulas. It reads the content of braces several times, twice for each
superscript, so that each level doubles its work: eighteen levels take seconds, three thousand would
never end. The columns of a table are weighed against one another when it is laid out: three
thousand take minutes, and each would be a point wide on the widest page.
"""

from __future__ import annotations

import re

from octavo.model import Blocks, Element, Place
from octavo.pandoc import tree
from octavo.pandoc.table import columns_of
from octavo.pandoc.walk import walk
from octavo.source import Lines

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


_FORMULA = re.compile(r"\$\$?[^$]+\$\$?")
_DASHES = re.compile(r"^[ >]*[|+]?[ ]*:?[-=]{1,}:?[-=:|+ ]*$", re.MULTILINE)
_QUOTES = re.compile(r"^(?:[ ]*>){20,}|^(?:[ ]*[-*+][ ]){20,}|[\[({*_]{60,}", re.MULTILINE)


def place_of_unfit(text: str, path: str) -> Place:
    """Return where the text has what cannot be set: the widest line of a table, the longest or
    deepest formula, the line that opens the most brackets or quotations."""
    lines = Lines(path, text)
    tables = [found for found in _DASHES.finditer(text) if _columns(found[0]) > WIDEST]
    if tables:
        head = text.rfind("\n", 0, max(0, tables[0].start() - 1)) + 1
        at = head if _columns(text[head : tables[0].start()]) > WIDEST else tables[0].start()
        return lines.place(at)
    for found in _FORMULA.finditer(text):
        if len(found[0]) > LONGEST or _depth(found[0]) > DEEPEST:
            return lines.place(found.start())
    nested = _QUOTES.search(text)
    if nested:
        return lines.place(nested.start())
    opened = [sum(map(line.count, "[({<>*_")) for line in text.split("\n")]
    return Place(path, opened.index(max(opened)) + 1)


def _columns(line: str) -> int:
    return max(line.count("|"), line.count("+"), len(line.split()), line.count("&"))
