"""Set the cover of the forms that have one, from the words of the title page."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.model import Edition
from octavo.tasks.fonts import type_files
from octavo.tasks.paths import Paths
from octavo.tasks.pictures import TYPEFACE
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole


def tasks(plan: Plan) -> Iterator[Task]:
    """Set the cover, if the edition has no picture for it."""
    if plan.edition is not None and plan.edition.cover is None:
        yield cover.task(plan, reads=type_files(plan), makes=[plan.paths.cover])


@stage("title", "subtitle", "authors", "editors", "publisher.name", "date", "language", *TYPEFACE)
def cover(edition: Edition, paths: Paths) -> None:
    """Write the cover with the words of the title page to build/cover."""
    from octavo.epub.cover import set_cover

    write_whole(paths.cover, set_cover(edition, paths.root))
