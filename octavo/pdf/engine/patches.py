"""The names of WeasyPrint that are replaced while a document is laid out, and those relied upon.

None of them is public API. A new version of WeasyPrint is refused here, and the tests of the two
tables tell which name is gone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import weasyprint

from octavo.pdf.engine.columns import columns_layout
from octavo.pdf.engine.lines.hyphens import iter_line_boxes
from octavo.pdf.engine.lines.line_ends import can_break_inside, split_first_line
from octavo.pdf.engine.lines.line_grid import block_container_layout
from octavo.pdf.engine.lines.text_lines import lay_out_lines
from octavo.pdf.engine.notes.page_notes import SplittingContext
from octavo.pdf.engine.notes.run_over import block_level_layout, make_all_pages, make_page
from octavo.pdf.engine.tagging.structure import Structure
from octavo.pdf.engine.tagging.tagged_pdf import TaggedStream, add_tags, build_fonts, tagged
from octavo.pdf.engine.weasy import (
    boxes,
    build,
    pdf_objects,
    wp_absolute,
    wp_anchors,
    wp_block,
    wp_document,
    wp_ffi,
    wp_inline,
    wp_layout,
    wp_page,
    wp_pdf,
    wp_stream,
    wp_text,
)

Patch = tuple[Any, str, Any]  # a module, a name in it, and what the name stands for meanwhile

# While a document is laid out.
PATCHES: tuple[Patch, ...] = (
    (wp_document, "LayoutContext", SplittingContext),
    (wp_layout, "make_all_pages", make_all_pages),
    (wp_page, "make_page", make_page),
    (wp_page, "block_level_layout", block_level_layout),
    (wp_block, "_linebox_layout", lay_out_lines),
    (wp_block, "block_container_layout", block_container_layout),
    (wp_block, "columns_layout", columns_layout),
    (wp_block, "iter_line_boxes", iter_line_boxes),
    (wp_inline, "split_first_line", split_first_line),
    (wp_inline, "can_break_inside", can_break_inside),
)
# While one is written; `writing` binds what needs it to the structure of the document.
WRITING: tuple[Patch, ...] = (
    (wp_pdf, "Stream", TaggedStream),
    (wp_stream, "Stream", TaggedStream),
    (wp_pdf, "add_tags", add_tags),
    (wp_pdf, "build_fonts_dictionary", build_fonts),
)

# What else of WeasyPrint's private parts is used in this room; a test looks for each, and for what
# is used and not listed.
NEEDED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        wp_block,
        (
            "_break_line", "block_level_layout", "block_level_page_break", "collapse_margin",
            "iter_line_boxes", "remove_placeholders",
        ),
    ),
    (wp_page, ("remake_page", "set_page_type_computed_styles", "PageType")),
    (wp_inline, ("add_word_spacing", "count_expandable_spaces", "iter_line_boxes")),
    (wp_text, ("Layout", "can_break_text", "create_layout", "line_size")),
    (wp_ffi, ("FROM_UNITS", "ffi", "pango")),
    (
        wp_layout.LayoutContext,
        (
            "_update_footnote_area", "create_block_formatting_context", "excluded_shapes",
            "finish_block_formatting_context", "layout_footnote", "overflows", "overflows_page",
            "report_footnote", "unlayout_footnote",
        ),
    ),
    (build, ("create_anonymous_boxes",)),
    (wp_absolute, ("AbsolutePlaceholder",)),
    (wp_anchors, ("rectangle_aabb",)),
    (pdf_objects, ("Array", "Dictionary", "String")),
    (wp_stream.Stream, ("artifact", "begin_marked_content", "end_marked_content", "marked")),
    (
        boxes,
        (
            "BlockBox", "BlockContainerBox", "FootnoteAreaBox", "InlineBox", "InlineLevelBox",
            "LineBox", "MarginBox", "ParentBox", "ReplacedBox", "TableBox", "TableRowBox",
            "TableRowGroupBox", "TextBox",
        ),
    ),
    (
        boxes.Box,
        (
            "border_box_y", "border_height", "content_box_y", "copy", "deepcopy", "footnote",
            "is_floated", "is_for_root_element", "is_in_normal_flow", "is_table_wrapper",
            "margin_height", "margin_width", "transformation_matrix", "translate",
        ),
    ),
    (
        boxes.ParentBox,
        ("copy_with_children", "descendants", "process_text_transform", "process_whitespace"),
    ),
)  # fmt: skip

_lock = threading.RLock()


def writing(structure: Structure) -> tuple[Patch, ...]:
    """Give what is replaced while a document of this structure is written."""
    bound: Mapping[Any, Any] = {
        TaggedStream: tagged(structure),
        add_tags: partial(add_tags, structure),
    }
    return tuple((module, name, bound.get(ours, ours)) for module, name, ours in WRITING)


@contextmanager
def patched(patches: Sequence[Patch]) -> Iterator[None]:
    """Replace names while a document is laid out or written."""
    if not weasyprint.__version__.startswith("70."):
        raise RuntimeError(
            f"notes are broken in WeasyPrint 70 only, this is {weasyprint.__version__}; "
            "read the layout of the new version, adapt the modules of octavo/pdf/engine"
        )
    with _lock:
        originals = [(module, name, getattr(module, name)) for module, name, _ in patches]
        try:
            for module, name, replacement in patches:
                setattr(module, name, replacement)
            yield
        finally:
            for module, name, original in originals:
                setattr(module, name, original)
