"""Read the notes back out of the finished PDF, and compare them with the manuscripts.

`expected_notes` collects the notes as they are to be printed, `pdf_reader` reads them from the
print PDF, page by page (`content_stream`, `operands` and `glyphs` read a page, `note_tags` finds
the notes, `page_cache` keeps what was read for the next build), and `verdict` compares them
(`letters` their words, `type_area` their places). `printed` has the nouns.
"""

from octavo.proof.expected_notes import ExpectedNote, expected_notes
from octavo.proof.page_cache import PageCache
from octavo.proof.pdf_reader import read_book
from octavo.proof.printed import PrintedBook, Sheet
from octavo.proof.type_area import Margins
from octavo.proof.verdict import Printing, Proof, read_proof

__all__ = [
    "ExpectedNote",
    "Margins",
    "PageCache",
    "PrintedBook",
    "Printing",
    "Proof",
    "Sheet",
    "expected_notes",
    "read_book",
    "read_proof",
]
