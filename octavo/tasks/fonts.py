"""Cut the faces of the book from the variable fonts of a package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.model import FAMILIES, Edition, PrintSettings, Typeface
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole


def tasks(plan: Plan) -> Iterator[Task]:
    """Cut the faces of the book from the fonts' package."""
    family = _family(plan)
    yield fonts.task(plan, family, reads=[], makes=[*faces(plan), plan.paths.licence])


def _family(plan: Plan) -> Typeface:
    return (plan.edition.print if plan.edition else PrintSettings()).family


def faces(plan: Plan) -> list[Path]:
    """Return the files of the faces, such as EBGaramond-Italic.ttf."""
    return [plan.paths.face(face.name) for face in FAMILIES[_family(plan)].faces]


@stage()
def fonts(edition: Edition, paths: Paths, family: Typeface) -> None:
    """Write the faces of a family, and its licence beside them."""
    from octavo.design.fonts import cut, licence

    for face in FAMILIES[family].faces:
        write_whole(paths.face(face.name), cut(face.name))
    write_whole(paths.licence, licence(family).encode())


def load_fonts(edition: Edition, paths: Paths):
    """Return the faces in which the text of an edition is set."""
    from octavo.design.fonts import fonts as of_faces

    cut = FAMILIES[edition.print.family].faces
    return of_faces({face.name: paths.face(face.name).read_bytes() for face in cut})
