"""Load what the tasks of a run need before its workers are forked: once, not in each of them."""

from __future__ import annotations

import ctypes.util
import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO

# Stages import these only when they run: the command line and `octavo check` start without them.
OF_STAGES: Mapping[str, tuple[str, ...]] = {
    "fonts": ("octavo.design.fonts",),
    "check": ("octavo.checks", "octavo.docx.word_settings"),
    "cite": (
        "octavo.matter.abbreviations", "octavo.matter.leaves", "octavo.matter.lists",
        "octavo.tasks.given", "octavo.typography",
    ),
    "html": ("octavo.html.section_xhtml",),
    "typeset": ("octavo.pdf.book.leaves_and_contents", "octavo.pdf.typeset"),
    "folios": ("octavo.pdf.binding.folios", "octavo.proof.own_sheet"),
    "expect": ("octavo.proof",),
    "bind": ("octavo.pdf.binding.bind",),
    "cover": ("octavo.epub.cover",),
    "epub": ("octavo.epub", "octavo.pdf.book.page_marks", "octavo.proof.epub_reader",
             "octavo.proof.form_verdict", "octavo.proof.page_marks"),
    "docx": ("octavo.docx", "octavo.proof.docx_reader", "octavo.proof.form_verdict"),
    "certify": ("octavo.proof.certificate",),
    "site": ("octavo.html.site.site_pages", "octavo.proof.site_reader",
             "octavo.proof.form_verdict"),
}  # fmt: skip


# How the libraries of the layout are installed, by the systems on which they may be missing.
_INSTALLED_BY = (
    "Debian, Ubuntu and WSL: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "Fedora: sudo dnf install pango",
    "macOS: brew install pango",
)


class LibraryMissingError(Exception):
    """Raised if a library that lays out pages is not there; the message says how to install it."""


def import_ahead(tasks: Iterable[str]) -> None:
    """Load the modules of the stages of tasks, given by their names: `typeset:02-ledger`. Raise
    LibraryMissingError if a library of the system is missing."""
    stages = {name.partition(":")[0] for name in tasks}
    modules = [module for stage in OF_STAGES if stage in stages for module in OF_STAGES[stage]]
    said = StringIO()  # WeasyPrint prints where its own documentation is
    try:
        with _libraries_by_the_loader(), redirect_stdout(said):
            for module in modules:
                import_module(module)
    except OSError as error:
        if "library" not in str(error):
            raise
        how = "\n  ".join(_INSTALLED_BY)
        raise LibraryMissingError(
            f"the pages cannot be laid out: Pango, or a library that it needs, is not installed "
            f"({error})\n  {how}\nThen run the same command again."
        ) from error
    gc.freeze()  # no worker walks through what is loaded, or copies its memory for that


@contextmanager
def _libraries_by_the_loader() -> Iterator[None]:
    """Let modules find the system's libraries by the loader of Linux alone.

    WeasyPrint tries the names of Pango and others on all systems. For each that the loader does not
    know, Python would run ldconfig, gcc and ld: 54 programs, a third of a second, though the next
    name is the one that Linux has.
    """
    if sys.platform != "linux":
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search
