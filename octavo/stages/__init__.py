"""Each stage as doit runs it: read, call, write.  The only writer of an edition's files.

Every function takes the edition's folder first.
"""

from octavo.folder import Folder
from octavo.stages.checking import check, late_findings, read_folder
from octavo.stages.citing import cite, load_cited, second_opinion
from octavo.stages.findings import Unsound
from octavo.stages.forms import docx, docx_part, epub, html, publish
from octavo.stages.indexing import index
from octavo.stages.printing import (
    bind,
    contents,
    endnotes,
    fonts,
    title_leaves,
    typeset,
    typeset_referring,
)
from octavo.stages.proving import proof
from octavo.stages.reading import parse, parse_text, read, read_references, read_text
from octavo.stages.seeing import seen_findings, sheet

__all__ = [
    "Folder",
    "Unsound",
    "bind",
    "check",
    "cite",
    "contents",
    "docx",
    "docx_part",
    "endnotes",
    "epub",
    "fonts",
    "html",
    "index",
    "late_findings",
    "load_cited",
    "parse",
    "parse_text",
    "proof",
    "publish",
    "read",
    "read_folder",
    "read_references",
    "read_text",
    "second_opinion",
    "seen_findings",
    "sheet",
    "title_leaves",
    "typeset",
    "typeset_referring",
]
