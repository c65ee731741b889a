"""Lay out pages by WeasyPrint, with notes that begin on the page of their call and run over.

WeasyPrint's private parts are used in this room and nowhere else: `weasy` names them, `patches`
replaces some, `digests` compares all of them with the version they were written for, and `upstream`
shows them beside their replacements. `layout` lays out a tree and writes it with the tags of its
`structure`; `verify_notes` proves the notes.
"""

from octavo.pdf.engine.fill import PageFill, page_fills
from octavo.pdf.engine.layout import lay_out, write
from octavo.pdf.engine.margin_boxes import IN_MARGINS, set_margin_boxes
from octavo.pdf.engine.page_model import Box, Line, ReadPage, read_pages
from octavo.pdf.engine.printed_texts import printed_texts
from octavo.pdf.engine.verify_notes import PlacedNote, call_widths, faults, placed_notes

__all__ = [
    "IN_MARGINS", "Box", "Line", "PageFill", "PlacedNote", "ReadPage", "call_widths", "faults",
    "lay_out", "page_fills", "placed_notes", "printed_texts", "read_pages", "set_margin_boxes",
    "write",
]  # fmt: skip
