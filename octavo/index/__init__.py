"""Make the index: mark entries in the texts, find their pages, and set them as a section.

`entries` finds the marks and gives each an id that is on a page; `locators` makes pages, ranges and
notes of the ids; `order` files the entries; `making` sets them as sections.
"""

from octavo.index.entries import Marked, MarkIssue, mark_entries
from octavo.index.locators import Spot, unplaced
from octavo.index.making import make_indexes
from octavo.index.mark_places import places_of_marks

__all__ = [
    "MarkIssue",
    "Marked",
    "Spot",
    "make_indexes",
    "mark_entries",
    "places_of_marks",
    "unplaced",
]
