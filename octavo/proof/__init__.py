"""Read the notes back out of the finished forms, and compare them with the manuscripts.

`expected_notes` collects the notes as they are to be printed, `pdf_reader` reads them from the
print PDF, page by page (`content_stream`, `operands` and `glyphs` read a page, `note_tags` finds
the notes, `page_cache` keeps what was read for the next build), and `verdict` compares them
(`letters` their words, `type_area` their places). `printed` has the nouns.

Of the forms without pages all words are compared: `expected_copy` collects them, `epub_reader`,
`site_reader` (HTML) and `docx_reader` read them from the files (`archive`; `xhtml_reader` reads
documents; `docx_text`, `word_lists` and `word_xml` Word's parts), in the normal form of
`normal_form`; `alignment` finds the passages that belong together, `form_verdict` and `form_links`
compare them. `form_text` and `form_book` have the nouns.

What comes before the text is made of edition.yaml and of the headings: `expected_leaves` and
`expected_contents` have it, `epub_front`, the readers and `printed_front` read it, `front_verdict`
compares it. `printed_verdict` reports of the PDF's text, links and front.
"""

from octavo.proof.expected_copy import Copies, Copy, copies_of, ways_of_word
from octavo.proof.expected_notes import ExpectedNote, expected_notes
from octavo.proof.page_cache import PageCache
from octavo.proof.pdf_reader import read_book
from octavo.proof.printed import PrintedBook, Sheet
from octavo.proof.type_area import Margins
from octavo.proof.verdict import Printing, Proof, read_proof

__all__ = [
    "Copies",
    "Copy",
    "ExpectedNote",
    "Margins",
    "PageCache",
    "PrintedBook",
    "Printing",
    "Proof",
    "Sheet",
    "copies_of",
    "expected_notes",
    "read_book",
    "read_proof",
    "ways_of_word",
]
