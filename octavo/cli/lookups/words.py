"""Run octavo words: count the words of an edition by its texts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from math import ceil
from typing import TYPE_CHECKING

from octavo.cli.build import add_folder
from octavo.cli.exit_codes import SOUND
from octavo.cli.folders import edition_folder
from octavo.cli.lookups.columns import Column, add_format, print_rows
from octavo.cli.lookups.texts import look_up

if TYPE_CHECKING:
    from octavo.tasks.looked_up import SectionWords

_COLUMNS = (
    Column("TEXT", wraps=True), Column("WORDS", is_number=True), Column("NOTES", is_number=True),
    Column("IN NOTES", is_number=True), Column("FIGURES", is_number=True),
    Column("MINUTES", is_number=True),
)  # fmt: skip


def add_words(commands: argparse._SubParsersAction) -> None:
    words = commands.add_parser(
        "words",
        help="count words, notes and figures by texts",
        description="Count by texts, and in all: words (those of the notes among them), notes, "
        "words in notes, figures, and the minutes that the text takes to read. Words are counted "
        "as they are written: a citation counts as its key. Sections that Octavo makes, such as "
        "the bibliography, are not counted.",
    )
    add_folder(words)
    add_format(words)
    words.set_defaults(command=_words)


def _words(options: argparse.Namespace) -> int:
    from octavo.tasks.looked_up import words_of

    folder = edition_folder(options.folder)
    counts = look_up(folder, words_of)
    counts = [*counts, _total(counts)]
    rows = [_row(count) for count in counts]
    objects = [asdict(count) | {"minutes": ceil(count.minutes)} for count in counts]
    print_rows(_COLUMNS, rows, objects, options.format)
    return SOUND


def _total(counts: Sequence[SectionWords]) -> SectionWords:
    from octavo.tasks.looked_up import SectionWords

    rows = [(one.words, one.notes, one.words_in_notes, one.figures) for one in counts]
    return SectionWords("total", *(sum(column) for column in zip(*rows, strict=True)))


def _row(count: SectionWords) -> tuple[str, ...]:
    numbers = (count.words, count.notes, count.words_in_notes, count.figures, ceil(count.minutes))
    return (count.section, *(f"{number:,}" for number in numbers))
