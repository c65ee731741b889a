"""Lay out the folios, and look for what the design itself prevents, once for all bindings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.model import Edition, Fault
from octavo.model.form_rules import text_of_print_is_compared
from octavo.pdf.binding.folio_places import FolioPlace
from octavo.source import Lines
from octavo.tasks.fonts import load_fonts
from octavo.tasks.page_files import LAYOUT, design_of
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import load, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.pdf.binding.folios import FolioStyle


@dataclass(frozen=True, slots=True)
class Folios:
    """The style of the folios but for their sheet, and the faults of the book's running head and of
    the edition's own style sheet."""

    places: Mapping[str, FolioPlace]
    glyphs: Mapping[str, str]
    widths: Mapping[str, float]
    faults: tuple[Fault, ...]


def tasks(plan: Plan) -> Iterator[Task]:
    """Lay out a sheet of folios, and the running head of the book."""
    paths = plan.paths
    yield folios.task(plan, reads=design_of(plan), makes=[paths.folio_sheet, paths.folios])


@stage(*LAYOUT, collects_garbage=True)
def folios(edition: Edition, paths: Paths) -> None:
    """Write the sheet of folios, their style, and the faults that need no text."""
    from octavo.pdf.binding.folios import folio_style
    from octavo.pdf.typeset import fault_of_head, faults_of_sheet

    faces = load_fonts(edition, paths)
    style = folio_style(edition, paths.root, faces)
    faults = (
        *fault_of_head(edition, paths.root, faces),
        *faults_of_sheet(paths.root, faces),
        *_uncompared(paths.root),
    )
    write_whole(paths.folio_sheet, style.sheet)
    write_whole(paths.folios, to_json(Folios(style.places, style.glyphs, style.widths, faults)))


def _uncompared(folder: Path) -> Iterator[Fault]:
    """Yield a fault if the edition's own style sheet keeps the words of the PDF from being
    compared."""
    from octavo.design.style_sheets import own_style_sheet
    from octavo.proof.own_sheet import changes_words

    path, text = "styles/print.css", own_style_sheet(folder, "print.css")
    if found := changes_words(text):
        message = f"`{found[0]}` may hide, add or move words: those of the PDF are not compared"
        hint = "compare the PDF by eye; notes are compared all the same"
        yield text_of_print_is_compared.fault(Lines(path, text).place(found.start()), message, hint)


def uncompared(paths: Paths) -> tuple[Fault, ...]:
    """Return what keeps the PDF from being compared whole."""
    found = load(Folios, paths.folios).faults
    return tuple(fault for fault in found if fault.rule is text_of_print_is_compared)


def load_folios(paths: Paths) -> tuple[FolioStyle, tuple[Fault, ...]]:
    """Return the style of the folios, and the faults that were found with it."""
    from octavo.pdf.binding.folios import FolioStyle

    made = load(Folios, paths.folios)
    sheet = paths.folio_sheet.read_bytes()
    return FolioStyle(made.places, made.glyphs, made.widths, sheet), made.faults
