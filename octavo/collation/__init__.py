"""Collation: read the notes back out of a finished form, and hold them against the manuscripts.

`copytext` has the notes as they are to be printed, `pdf` as they stand in the print PDF (`content`
and `glyphs` read its pages, `structure` finds the notes), `proof` compares them (`letters` their
words, `areas` their places).
"""

from octavo.collation.areas import Margins
from octavo.collation.copytext import Copy, copies
from octavo.collation.pdf import PrintedBook, read_book
from octavo.collation.proof import Proof, read_proof

__all__ = ["Copy", "Margins", "PrintedBook", "Proof", "copies", "read_book", "read_proof"]
