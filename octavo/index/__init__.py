"""The index: entries marked in the texts, the pages they stand on, and the section made of them.

`entries` finds the marks and gives each a place that pages can be told by; `locators` makes pages,
ranges and notes of places; `order` files; `making` sets it all as sections.
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
