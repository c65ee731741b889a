"""Cut the faces of the book: from the variable fonts of a package, or from a house's own files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.model import Edition, Family, PrintSettings
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole


def tasks(plan: Plan) -> Iterator[Task]:
    """Cut the faces of the book."""
    paths, family = plan.paths, _family(plan)
    made = [*faces(plan), paths.licence]
    if family.own is None:
        yield fonts.task(plan, family, reads=[], makes=made)
        return
    names = plan.font_files
    reads = [plan.root / name for name in names]
    yield own_fonts.task(plan, names, reads=reads, makes=[*made, paths.typeface])


def _family(plan: Plan) -> Family:
    return (plan.edition.print if plan.edition else PrintSettings()).family


def faces(plan: Plan) -> list[Path]:
    """Return the files of the faces, such as EBGaramond-Italic.ttf."""
    return [plan.paths.face(face.name) for face in _family(plan).faces]


def type_files(plan: Plan) -> list[Path]:
    """Return the files from which other stages than the layout take a house's own type; none for a
    typeface from a package, which they read there."""
    if _family(plan).own is None:
        return []
    return [*(plan.root / name for name in plan.font_files), *faces(plan), plan.paths.typeface]


@stage()
def fonts(edition: Edition, paths: Paths, family: Family) -> None:
    """Write the faces of a family, and its licence beside them."""
    from octavo.design.fonts import fonts_of

    found = fonts_of(family, paths.root)
    for name, data in found.faces.items():
        write_whole(paths.face(name), data)
    write_whole(paths.licence, found.licence.encode())


@stage("print.typeface", "print.design")
def own_fonts(edition: Edition, paths: Paths, names: Sequence[str]) -> None:
    """Write the faces of a house's own type, what its files say of their licence, and what was
    found in them, for the check."""
    from octavo.design.own_type.kept_type import record_of

    own = edition.print.family.own
    assert own is not None
    made, record = record_of(paths.root, own, names)
    for name, data in made.faces.items():
        write_whole(paths.face(name), data)
    write_whole(paths.licence, f"{own.name}\n\n{made.licence}\n".encode())
    write_whole(paths.typeface, record)


def load_fonts(edition: Edition, paths: Paths):
    """Return the faces in which the text of an edition is set."""
    from octavo.design.fonts import fonts as of_faces

    family = edition.print.family
    cut = {face.name: paths.face(face.name).read_bytes() for face in family.faces}
    return of_faces(cut, family)
