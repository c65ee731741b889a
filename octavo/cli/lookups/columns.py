"""Print rows in columns that fit the terminal; for a program, in lines with tabs between values."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from octavo.cli.streams import whoever_reads

_GAP = "  "
_LEAST = 12  # letters of a column that gives way


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, whether its values are wrapped where the terminal is narrow, and whether
    they are numbers, which are set at the right."""

    head: str
    wraps: bool = False
    is_number: bool = False


def add_format(command: argparse.ArgumentParser) -> None:
    """Add the choice between columns and JSON to a command."""
    command.add_argument("--format", choices=("text", "json"), default="text",
                         help="columns for people, or lines with tabs if no terminal shows them "
                         "(text, the default), or json for programs")  # fmt: skip


def print_rows(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    objects: Sequence[Mapping[str, object]],
    format: str,
) -> None:
    """Print rows in the format asked for: as columns, as lines with tabs, or the objects as
    JSON."""
    from octavo.tasks.records import to_json
    from octavo.tasks.running.printable import printable

    with whoever_reads():
        if format == "json":
            sys.stdout.buffer.write(to_json(list(objects)))
            return
        if sys.stdout.isatty():
            width = shutil.get_terminal_size().columns
            lines = in_columns(columns, [[printable(cell) for cell in row] for row in rows], width)
        else:
            lines = ["\t".join(" ".join(printable(cell).split()) for cell in row) for row in rows]
        print("\n".join(lines))


def in_columns(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return the lines of a table of at most `width` letters a line, with its heads; the columns
    that wrap share what the others leave."""
    heads = [column.head for column in columns]
    table = [heads, *([" ".join(cell.split()) for cell in row] for row in rows)]
    widths = [max(_width(row[at]) for row in table) for at in range(len(columns))]
    _narrow(widths, columns, width)
    lines: list[str] = []
    for row in table:
        cells = [
            _wrapped(cell, room) if column.wraps else [cell]
            for cell, room, column in zip(row, widths, columns, strict=True)
        ]
        for line in zip_longest(*cells, fillvalue=""):
            set_ = [
                _set(cell, room, c) for cell, room, c in zip(line, widths, columns, strict=True)
            ]
            lines.append(_GAP.join(set_).rstrip())
    return lines


def _narrow(widths: list[int], columns: Sequence[Column], width: int) -> None:
    """Take letters from the widest of the columns that wrap, until all fit or none can give way."""
    giving = [at for at, column in enumerate(columns) if column.wraps]
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0 and giving:
        widest = max(giving, key=lambda at: widths[at])
        if widths[widest] <= _LEAST:
            return
        widths[widest] -= 1
        excess -= 1


def _wrapped(cell: str, room: int) -> list[str]:
    """Return a cell in lines of at most so many letters; a long word, such as a path, is cut."""
    if _width(cell) == len(cell):
        return textwrap.wrap(cell, room, break_on_hyphens=False) or [""]
    lines = [""]
    for word in cell.split():
        for piece in _pieces(word, room):
            joined = f"{lines[-1]} {piece}".lstrip()
            if _width(joined) <= room:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, room: int) -> list[str]:
    """Return a word in pieces that each fit."""
    pieces = [""]
    for letter in word:
        if _width(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _set(cell: str, room: int, column: Column) -> str:
    """Return a cell filled up with spaces."""
    spaces = " " * (room - _width(cell))
    return spaces + cell if column.is_number else cell + spaces


def _width(text: str) -> int:
    """Return how many places a text takes on a terminal: a Han character takes two, an accent that
    is set above a letter none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
