"""Prepare each picture for the forms, and look at it for the check, once for each change of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from octavo.model import Edition, PrintSettings
from octavo.tasks.fonts import type_files
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.images.prepared import Use

USES: tuple[Use, ...] = ("print", "screen", "word")
TYPEFACE = ("print.typeface", "print.design")
LONGEST = ("pictures.longest_side",)
INKS = ("print.cmyk",)


def tasks(plan: Plan) -> Iterator[Task]:
    """Prepare the pictures for each form, and look at them for the check."""
    for name in plan.pictures:
        source = plan.root / name
        yield look.task(
            plan, name,
            name=f"look:{quote(name)}", reads=[source, *type_files(plan)],
            makes=[plan.paths.picture(name, "look")],
        )  # fmt: skip
        for use in USES:
            yield picture.task(
                plan, name, use,
                name=f"{use}:{quote(name)}", reads=[source, *type_files(plan)],
                makes=[plan.paths.picture(name, use)],
                also=INKS if use == "print" else LONGEST,
            )  # fmt: skip


@stage(*TYPEFACE)
def picture(edition: Edition, paths: Paths, name: str, use: Use) -> None:
    """Write a picture as a form shows it, or why it cannot be used, to build/pictures/NAME.USE."""
    from octavo.images.prepared import keep, wishes_of

    wishes = wishes_of(edition, use, paths.root)
    write_whole(paths.picture(name, use), keep(paths.root, name, use, wishes))


@stage(*TYPEFACE)
def look(edition: Edition | None, paths: Paths, name: str) -> None:
    """Write what the check sees of a picture to build/pictures/NAME.look."""
    from octavo.design.static_fonts import type_at
    from octavo.images.prepared import keep_look

    family = (edition.print if edition else PrintSettings()).family
    type_ = type_at(family, paths.root)
    write_whole(paths.picture(name, "look"), keep_look(paths.root, name, type_))
