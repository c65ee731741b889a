"""Collation: read the notes back out of a finished form, and hold them against the manuscripts.

`copytext` has the notes as they are to be printed, `pdf` as they stand in the print PDF (`content`
and `glyphs` read its pages, `structure` finds the notes), `proof` compares them (`letters` their
words, `areas` their places).
"""

from octavo.proof.expected_notes import ExpectedNote, expected_notes
from octavo.proof.pdf_reader import PrintedBook, read_book
from octavo.proof.type_area import Margins
from octavo.proof.verdict import Proof, read_proof

__all__ = [
    "ExpectedNote",
    "Margins",
    "PrintedBook",
    "Proof",
    "expected_notes",
    "read_book",
    "read_proof",
]
