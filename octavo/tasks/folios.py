"""Lay out the folios, and look for what the design itself prevents, once for all bindings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octavo.model import Edition, Fault
from octavo.pdf.binding.folio_places import FolioPlace
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
        *fault_of_head(edition, paths.root, faces), *faults_of_sheet(paths.root, faces),
    )  # fmt: skip
    write_whole(paths.folio_sheet, style.sheet)
    write_whole(paths.folios, to_json(Folios(style.places, style.glyphs, style.widths, faults)))


def load_folios(paths: Paths) -> tuple[FolioStyle, tuple[Fault, ...]]:
    """Return the style of the folios, and the faults that were found with it."""
    from octavo.pdf.binding.folios import FolioStyle

    made = load(Folios, paths.folios)
    sheet = paths.folio_sheet.read_bytes()
    return FolioStyle(made.places, made.glyphs, made.widths, sheet), made.faults
