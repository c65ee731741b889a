"""The DOCX form: a Word manuscript with real footnotes, made for editors.

    docx_section(edition, manuscript, folder) -> one section's fragment (XML), worth keeping
    join_docx(edition, fragments)             -> the whole DOCX
    make_docx(edition, manuscripts, folder)   -> both, one after the other
    footnotes_of(docx)                        -> every footnote as Word will number it
    reference_docx()                          -> the styles alone, as a document without text

A note that Word would number otherwise than the edition does raises FaultError.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from octavo.docx.footnotes import Footnote, footnotes_of
from octavo.docx.fragment import docx_section, images_of
from octavo.docx.join import join_docx
from octavo.docx.parts.reference import reference_docx
from octavo.model import Edition, Manuscript

__all__ = [
    "Footnote",
    "docx_section",
    "footnotes_of",
    "images_of",
    "join_docx",
    "make_docx",
    "reference_docx",
]


def make_docx(edition: Edition, manuscripts: Sequence[Manuscript], folder: Path) -> bytes:
    """The edition as a DOCX: same manuscripts, same bytes.  Images are read in folder/source."""
    return join_docx(edition, [docx_section(edition, m, folder) for m in manuscripts])
