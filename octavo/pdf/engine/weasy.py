"""Name the private parts of WeasyPrint that the engine uses.

`uses` finds in the engine's modules which of them are used; no other room imports them.
"""

from __future__ import annotations

from typing import Any

import pydyf
import weasyprint.anchors
import weasyprint.css
import weasyprint.document
import weasyprint.draw.color
import weasyprint.draw.text
import weasyprint.formatting_structure.boxes
import weasyprint.formatting_structure.build
import weasyprint.layout.absolute
import weasyprint.layout.background
import weasyprint.layout.block
import weasyprint.layout.inline
import weasyprint.layout.page
import weasyprint.layout.percent
import weasyprint.layout.preferred
import weasyprint.layout.table
import weasyprint.pdf
import weasyprint.pdf.stream
import weasyprint.text.ffi
import weasyprint.text.line_break
from weasyprint.css import ComputedStyle as ComputedStyle
from weasyprint.css.properties import INITIAL_VALUES as INITIAL_VALUES
from weasyprint.text.line_break import strut as strut

# WeasyPrint has no types; guessed ones are wrong, as its boxes get their attributes in layout.
wp_css: Any = weasyprint.css
wp_document: Any = weasyprint.document
wp_layout: Any = weasyprint.layout
wp_block: Any = weasyprint.layout.block
wp_page: Any = weasyprint.layout.page
wp_inline: Any = weasyprint.layout.inline
wp_percent: Any = weasyprint.layout.percent
wp_tables: Any = weasyprint.layout.table
wp_preferred: Any = weasyprint.layout.preferred
wp_anchors: Any = weasyprint.anchors
wp_background: Any = weasyprint.layout.background
wp_absolute: Any = weasyprint.layout.absolute
wp_draw: Any = weasyprint.draw.text
wp_colors: Any = weasyprint.draw.color
wp_pdf: Any = weasyprint.pdf
wp_stream: Any = weasyprint.pdf.stream
pdf_objects: Any = pydyf
wp_text: Any = weasyprint.text.line_break
wp_ffi: Any = weasyprint.text.ffi
boxes: Any = weasyprint.formatting_structure.boxes
build: Any = weasyprint.formatting_structure.build
