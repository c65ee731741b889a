"""Citations: references and styles are read, cites placed in the document, and set by CSL.

The way through the rooms: `reading` (with `fields`) and `styles` read what an edition brings;
`cites` reads what the manuscript cites; `positions` finds which cite is the first; `engine` (with
`elements`) is citeproc-py; `marks` carries markup through it; `setting` brings all together.
"""

from octavo.bibliography import (
    Kept,
    doubts,
    format_of,
    merged,
    missing_fields,
    nearest_key,
    read_bibliography,
    same_works,
)
from octavo.citations.cites import read_cites
from octavo.citations.fallback import author_names
from octavo.citations.setting import SetWork, set_citations
from octavo.citations.sigla import siglum_of
from octavo.csl.styles import Style, StyleError, load_style

__all__ = [
    "Kept",
    "SetWork",
    "Style",
    "StyleError",
    "author_names",
    "doubts",
    "format_of",
    "load_style",
    "merged",
    "missing_fields",
    "nearest_key",
    "read_bibliography",
    "read_cites",
    "same_works",
    "set_citations",
    "siglum_of",
]
