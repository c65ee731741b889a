"""The layout engine: WeasyPrint, with notes that begin on the page of their call and run over.

WeasyPrint's private parts are touched in this room and nowhere else: `weasy` has them by name,
`patches` replaces some, `digests` holds all of them against the version they were written for, and
`upstream` shows them beside what is made of them. `layout` lays out a tree and writes it with the
tags of its `structure`, `soundness` proves the notes.
"""

from octavo.pdf.engine.fill import PageFill, page_fills
from octavo.pdf.engine.layout import lay_out, write
from octavo.pdf.engine.page_model import Box, Line, ReadPage, read_pages
from octavo.pdf.engine.verify_notes import PlacedNote, faults, placed_notes

__all__ = [
    "Box", "Line", "PageFill", "PlacedNote", "ReadPage", "faults", "lay_out",
    "page_fills", "placed_notes", "read_pages", "write",
]  # fmt: skip
