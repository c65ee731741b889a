"""Read the notes back out of the finished PDF, and compare them with the manuscripts.

`expected_notes` collects the notes as they are to be printed, `pdf_reader` reads them from the
print PDF (`content_stream`, `operands` and `glyphs` read its pages, `note_tags` finds the notes,
`page_cache` keeps what was read), and `verdict` compares them (`letters` their words, `type_area`
their places).
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
