"""The tasks of an edition for doit: what each stage depends on and what it makes.

dodo.py imports these by name; `octavo build` runs the same without running any file of the
edition.  All paths are relative to the edition's folder, in which doit runs.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from octavo import guard
from octavo.graph.forms import FORMS, task_docx, task_epub, task_publish
from octavo.graph.printing import (
    task_bind,
    task_fonts,
    task_index,
    task_pdf,
    task_proof,
    task_sheet,
    task_typeset,
)
from octavo.graph.task import code_version
from octavo.graph.texts import task_check, task_cite, task_html, task_parse, task_read
from octavo.progress import Progress
from octavo.source import EDITION_PATH

DOIT_CONFIG = {
    "default_tasks": ["publish"],
    "dep_file": "build/.doit.db",
    "backend": "octavo",  # octavo.ledger, by its entry point
    "reporter": Progress,
    "continue": True,
    "verbosity": 2,
}

# doit opens its file as soon as dodo.py is imported, and makes no folder for it
if Path(EDITION_PATH).is_file():
    with suppress(OSError):
        Path("build").mkdir(exist_ok=True)

guard.ahead = (
    "octavo.checks", "octavo.notes", "octavo.pdf.typeset", "octavo.pdf.binding.bind",
)  # fmt: skip

__all__ = [
    "DOIT_CONFIG",
    "FORMS",
    "code_version",
    "task_bind",
    "task_check",
    "task_cite",
    "task_docx",
    "task_epub",
    "task_fonts",
    "task_html",
    "task_index",
    "task_parse",
    "task_pdf",
    "task_proof",
    "task_publish",
    "task_read",
    "task_sheet",
    "task_typeset",
]
