"""Declare S: what is reported of the marks of the index, and of their pages."""

from __future__ import annotations

from octavo.model import reported_rule


@reported_rule("S040", for_plain_texts=True, unsilenceable=False)
def index_key_says_something() -> None:
    """Every mark of the index names an entry.

    The words inside it, or its key; an entry has two levels of subentries at most.
    """


@reported_rule("S041", unsilenceable=False)
def index_range_is_whole() -> None:
    """Every range of the index that is opened is closed, once."""


@reported_rule("S047", after_build=True)
def index_entry_stands_on_a_page() -> None:
    """Every entry of the index is on a page of the book."""
