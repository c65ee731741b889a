"""Take the changes of an edition's Word file back into its texts.

    read_package(data, name)        -> the file, opened with care (octavo.ingest.word)
    settled_book(package, how, …)   -> its passages, with all tracked changes accepted or rejected
    changed(built, behind)          -> the new texts, and each change with its place
    prove(returned, made)           -> what a Word file of the new texts reads otherwise

`source_blocks` and `source_letters` read the places in a text; `placing` finds each letter of the
form there; `pairing` and `weaving` find what changed, and `block_writing` writes it; `editing` does
so for all texts; `older` keeps what the texts changed meanwhile; `tracked` knows who changed what.
"""

from octavo.returned.changes import Built, EditionText, FoundChange, Returned, Unit
from octavo.returned.editing import changed
from octavo.returned.older import (
    Merged,
    States,
    states_of,
    with_newer,
    with_pages_of,
    with_plain_heads,
)
from octavo.returned.open_text import spots_of
from octavo.returned.proving import Proven, prove
from octavo.returned.sides import Change
from octavo.returned.tracked import Settled, TrackedChange, is_tracked, tracked_changes
from octavo.returned.word_book import WordBook, names_of, settled_book, with_names, word_book

__all__ = [
    "Built",
    "Change",
    "EditionText",
    "FoundChange",
    "Merged",
    "Proven",
    "Returned",
    "Settled",
    "States",
    "TrackedChange",
    "Unit",
    "WordBook",
    "changed",
    "is_tracked",
    "names_of",
    "prove",
    "settled_book",
    "spots_of",
    "states_of",
    "tracked_changes",
    "with_names",
    "with_newer",
    "with_pages_of",
    "with_plain_heads",
    "word_book",
]
