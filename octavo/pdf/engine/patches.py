"""Replace parts of WeasyPrint while a document is laid out and written.

No replaced part is public API, and most of what the replacements rely on is private too. `uses`
finds all of it in the code; `digests` compares it with WeasyPrint's before anything is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from octavo.pdf.engine.column_widths import auto_table_layout
from octavo.pdf.engine.columns import columns_layout
from octavo.pdf.engine.composed.light_line import relative_positioning
from octavo.pdf.engine.known_lengths import resolve_percentages, strut
from octavo.pdf.engine.lines.bidi import compute_variable_dimension, remove_last_whitespace
from octavo.pdf.engine.lines.hyphens import iter_line_boxes
from octavo.pdf.engine.lines.line_ends import can_break_inside, split_first_line
from octavo.pdf.engine.lines.line_grid import block_container_layout
from octavo.pdf.engine.lines.text_lines import lay_out_lines
from octavo.pdf.engine.notes.page_notes import SplittingContext
from octavo.pdf.engine.notes.run_over import block_level_layout, make_all_pages, make_page
from octavo.pdf.engine.plain_boxes import is_in_normal_flow, layout_box_backgrounds
from octavo.pdf.engine.shared_styles import OwnStyle
from octavo.pdf.engine.tagging.structure import Structure
from octavo.pdf.engine.tagging.tagged_pdf import (
    TaggedStream,
    add_tags,
    build_fonts,
    draw_first_line,
    tagged,
)
from octavo.pdf.engine.weasy import (
    boxes,
    wp_background,
    wp_block,
    wp_css,
    wp_document,
    wp_draw,
    wp_inline,
    wp_layout,
    wp_page,
    wp_pdf,
    wp_stream,
    wp_tables,
)

Patch = tuple[Any, str, Any]  # a module or a class, a name in it, and the replacement

# While a document is laid out.
PATCHES: tuple[Patch, ...] = (
    (wp_css, "ComputedStyle", OwnStyle),
    (wp_document, "LayoutContext", SplittingContext),
    (wp_layout, "make_all_pages", make_all_pages),
    (wp_page, "make_page", make_page),
    (wp_page, "compute_variable_dimension", compute_variable_dimension),
    (wp_page, "resolve_percentages", resolve_percentages),
    (wp_block, "resolve_percentages", resolve_percentages),
    (wp_inline, "resolve_percentages", resolve_percentages),
    (wp_inline, "strut", strut),
    (wp_page, "block_level_layout", block_level_layout),
    (wp_block, "_linebox_layout", lay_out_lines),
    (wp_block, "block_container_layout", block_container_layout),
    (wp_block, "relative_positioning", relative_positioning),
    (wp_block, "columns_layout", columns_layout),
    (boxes.Box, "is_in_normal_flow", is_in_normal_flow),
    (wp_background, "layout_box_backgrounds", layout_box_backgrounds),
    (wp_tables, "auto_table_layout", auto_table_layout),
    (wp_block, "iter_line_boxes", iter_line_boxes),
    (wp_inline, "split_first_line", split_first_line),
    (wp_inline, "can_break_inside", can_break_inside),
    (wp_inline, "remove_last_whitespace", remove_last_whitespace),
)
# While one is written; `writing` binds two of them to the structure of the document.
WRITING: tuple[Patch, ...] = (
    (wp_pdf, "Stream", TaggedStream),
    (wp_stream, "Stream", TaggedStream),
    (wp_draw, "draw_first_line", draw_first_line),
    (wp_pdf, "add_tags", add_tags),
    (wp_pdf, "build_fonts_dictionary", build_fonts),
)


def writing(structure: Structure) -> tuple[Patch, ...]:
    """Return the replacements for the time in which a document of this structure is written."""
    bound: Mapping[Any, Any] = {
        TaggedStream: tagged(structure),
        add_tags: partial(add_tags, structure),
    }
    return tuple((module, name, bound.get(ours, ours)) for module, name, ours in WRITING)
