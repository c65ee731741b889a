"""Read the texts of an edition for a command that makes nothing of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from octavo.cli.exit_codes import CouldNotRun
from octavo.cli.graph import run_doit
from octavo.tasks.running.printable import printable

if TYPE_CHECKING:
    from octavo.model import Manuscript
    from octavo.tasks.plan import Plan

Found = TypeVar("Found")


def look_up(folder: Path, find: Callable[[Plan, Sequence[Manuscript]], Found]) -> Found:
    """Return what `find` finds in the plan and the parsed texts of an edition; name on standard
    error each text that cannot be read. Texts that have not changed are not parsed again, unless
    the folder cannot be written."""
    from octavo.tasks.plan import Plan
    from octavo.tasks.running.run_lock import alone

    try:
        with alone(folder):
            run_doit(["read", "parse"], os.cpu_count() or 1, "nothing")
            return _found(Plan(Path()), find, anew=False)
    except PermissionError:
        return _found(Plan(folder), find, anew=True)


def _found(plan: Plan, find: Callable[[Plan, Sequence[Manuscript]], Found], *, anew: bool) -> Found:
    from octavo.tasks.looked_up import parsed_texts

    if plan.edition is None:
        raise CouldNotRun("source/edition.yaml has errors: `octavo check` shows them")
    texts: list[Manuscript] = []
    for section, made in parsed_texts(plan, anew=anew):
        if made is None:
            said = (
                f"octavo: {section.path} cannot be read, and is left out: `octavo check` says why"
            )
            print(printable(said), file=sys.stderr)
        else:
            texts.append(made)
    return find(plan, texts)
