"""Define S for tables that pandoc does not read, and for cells that it drops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.as_typed import AsTyped
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule

_ROW = re.compile(r"^[ >]*\|(?P<cells>[^\n]*)\|[ \t]*$")
_RULE = re.compile(r"^[ >]*\|?[ ]*:?-+:?[ ]*(?:[|+][ ]*:?-+:?[ ]*)*\|?[ \t]*$")
_BARS = re.compile(r"^[ >]*\|[^\n]*\|[ \t]*$", re.MULTILINE)


@rule("S070", Severity.WARNING, of_text=True)
def table_is_read(survey: TextSurvey) -> Iterator[Fault]:
    """Every table is read as one, and no row of it lacks cells.

    A table needs a line |---|---| below its head.
    """
    for text in survey.as_typed:
        for place, rows in _tables(text):
            if not _caption_id(text, place, rows):
                yield from _faults_of_rows(text, place, rows)
        yield from _pasted_tables(text)


# What parts the cells of a table that comes from a spreadsheet, or a typist's columns. Two spaces
# behind a full stop are a habit of typists.
_PARTING = re.compile(r"(?<=\S)(?:[ ]*\t[\t ]*|(?<![.!?:;,’”\"')])[ ]{3,})(?=\S)")
_MARKED = re.compile(r"[ >]*(?:[-*+|:~]|\(?\w{1,4}[.)]|\[\^?[^\]]*\]:|@|#|\\)[ \t]")
_FEWEST = 2  # rows of a table


def _pasted_tables(text: AsTyped) -> Iterator[Fault]:
    """Yield a fault for each run of lines whose cells are parted by tabs or by several spaces: they
    are printed as one paragraph."""
    number, last = 1, len(text.lines)
    while number <= last:
        begin, columns = number, _columns(text, number)
        while number <= last and columns and _columns(text, number) == columns:
            number += 1
        if number - begin >= _FEWEST and not text.where.is_code(begin):
            line = text.line(begin)
            lead = len(line) - len(line.lstrip(" \t>"))
            first, second = _PARTING.split(line[lead:])[:2]
            if text.prints(first[-20:], second):
                sign = "tabs" if "\t" in line else "spaces"
                yield table_is_read.fault(
                    Place(text.inventory.path, begin, lead + 1),
                    f"a table of {number - begin} lines, with {sign} between its cells, is printed "
                    "as one paragraph",
                    f"write | {first[:20]} | {second[:20]} | …, and |{'---|' * columns}"
                    " below its first line",
                )  # fmt: skip
        number = max(number, begin + 1)


def _columns(text: AsTyped, number: int) -> int:
    """Return how many cells a line has between tabs or several spaces; 0 for one cell, for an item
    of a list, a note and a line of verse."""
    line = text.line(number)
    if ("\t" not in line and "   " not in line) or _MARKED.match(line):
        return 0
    cells = _PARTING.split(line.strip(" \t>"))
    return len(cells) if len(cells) > 1 else 0


@rule("S082", of_text=True)
def captioned_table_is_read(survey: TextSurvey) -> Iterator[Fault]:
    """Every table whose caption has an id is read as a table.

    Every reference to it would lead nowhere.
    """
    for text in survey.as_typed:
        for place, rows in _tables(text):
            name = _caption_id(text, place, rows)
            for fault in _faults_of_rows(text, place, rows) if name else ():
                message = f"{fault.message}, and references to #{name} lead nowhere"
                yield captioned_table_is_read.fault(fault.place, message, fault.hint, subject=name)


_CAPTION_ID = re.compile(r"^[ >]*(?:[Tt]able)?: .*\{[^{}]*#(?P<id>[^\s{}]+)")


def _caption_id(text: AsTyped, place: Place, rows: list[str]) -> str:
    """Return the id in the caption above or below a table that is not read; '' if there is none."""
    if not _is_without_rule(rows):
        return ""
    end = place.line + len(rows)
    for number in (end, end + 1, place.line - 1, place.line - 2):
        found = _CAPTION_ID.match(text.line(number))
        if found and text.prints("{", f"#{found['id']}"):
            return found["id"]
    return ""


def _is_without_rule(rows: list[str]) -> bool:
    return not any(_RULE.match(row) and "-" in row for row in rows)


def _tables(text: AsTyped) -> Iterator[tuple[Place, list[str]]]:
    """Yield the place and the lines of each run of lines that begin and end with a bar."""
    last = 0
    for place, _ in text.found(_BARS):
        if place.line > last:
            rows = list(_rows(text, place.line))
            last = place.line + len(rows) - 1
            yield place, rows


def _rows(text: AsTyped, number: int) -> Iterator[str]:
    while text.line(number).lstrip(" >").startswith("|"):
        yield text.line(number)
        number += 1


def _faults_of_rows(text: AsTyped, place: Place, rows: list[str]) -> Iterator[Fault]:
    rules = [at for at, row in enumerate(rows) if _RULE.match(row) and "-" in row]
    barred = [row for row in rows if _ROW.match(row) and _cells(row) > 1]
    begin = rows[0].index("|")
    at = Place(place.path, place.line, begin + 1)
    if not rules:
        first = re.search(r"\w[\w ]{0,20}", rows[0])
        if len(barred) == len(rows) > 1 and first and text.prints("|", rows[0].split("|")[2]):
            line = "|".join(["---"] * _cells(rows[0]))
            yield table_is_read.fault(
                at, "the table is printed line by line, with its bars",
                f"write |{line}| below its first line",
            )  # fmt: skip
        return
    wanted = _cells(rows[rules[0]])
    for offset, row in enumerate(rows):
        found = _cells(row) if _ROW.match(row) and not _RULE.match(row) else wanted
        if found < wanted:
            yield table_is_read.fault(
                Place(place.path, place.line + offset, row.index("|") + 1),
                f"the row has {found} cells, the table {wanted}: the last stay empty",
                "write a bar | between two cells",
            )  # fmt: skip


@rule("S071", of_text=True)
def cell_is_not_lost(survey: TextSurvey) -> Iterator[Fault]:
    """No row of a table has more cells than its table.

    What is too much is printed nowhere.
    """
    for text in survey.as_typed:
        for place, rows in _tables(text):
            rules = [row for row in rows if _RULE.match(row) and "-" in row]
            wanted = _cells(rules[0]) if rules else 10**6
            much = [(at, row) for at, row in enumerate(rows) if _is_longer(row, wanted)]
            if much:
                at, row = much[0]
                more = f", and so have {len(much) - 1} more rows" if len(much) > 1 else ""
                yield cell_is_not_lost.fault(
                    Place(place.path, place.line + at, row.index("|") + 1),
                    f"the row has {_cells(row)} cells, its table {wanted}: the last are lost{more}",
                    "a bar in a cell is written \\|; the line |---| has as many as the table",
                )  # fmt: skip


def _is_longer(row: str, wanted: int) -> bool:
    return bool(_ROW.match(row)) and not _RULE.match(row) and _cells(row) > wanted


def _cells(row: str) -> int:
    """Return how many cells a row has: the bars between them, without those in code or behind a
    backslash."""
    bare = re.sub(r"\\.|`+[^`]*`+|\$[^$\n]+\$", "", row.strip(" >\t"))
    return bare.strip().strip("|").count("|") + 1 if bare else 0
