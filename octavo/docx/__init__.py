"""Make the DOCX form: a Word manuscript with real footnotes, for editors.

    docx_section(edition, manuscript, folder) -> one section's fragment (XML), worth keeping
    join_docx(edition, fragments, house)      -> the whole DOCX
    join_docx_files(edition, fragments, …)    -> a DOCX of each fragment, by names
    make_docx(edition, manuscripts, folder)   -> both, one after the other
    footnotes_of(docx)                        -> every footnote as Word will number it
    read_house_style(folder)                  -> the publisher's own styles, if there are any
    reference_docx()                          -> the styles alone, as a document without text

A note that Word would number otherwise than the edition does raises FaultError.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from octavo.docx.footnotes import Footnote, footnotes_of
from octavo.docx.fragment import docx_section, images_of
from octavo.docx.house_style import read_house_style
from octavo.docx.join import join_docx, join_docx_files
from octavo.docx.parts.reference import reference_docx
from octavo.docx.zotero import LiveCitations
from octavo.model import Edition, Manuscript

__all__ = [
    "Footnote",
    "LiveCitations",
    "docx_section",
    "footnotes_of",
    "images_of",
    "join_docx",
    "join_docx_files",
    "make_docx",
    "read_house_style",
    "reference_docx",
]


def make_docx(edition: Edition, manuscripts: Sequence[Manuscript], folder: Path) -> bytes:
    """Return the edition as a DOCX: the same bytes for the same manuscripts.

    Images are read in folder/source. Raise FaultError for images that cannot be used, and for notes
    that Word numbers otherwise than the edition.
    """
    fragments = [docx_section(edition, m, folder) for m in manuscripts]
    return join_docx(edition, fragments, read_house_style(folder, edition.docx))
