"""Define the signs that are set into a document for pandoc to carry through, and found in its
tree."""

from __future__ import annotations

import re

LANGUAGE = "octavo-language-"  # begins the name of a character style
LOOK = "octavo-look-"  # begins the name of a paragraph style
# Around the number of the call that a reference leads to.
OPEN, CLOSE = "\U0010fa00", "\U0010fa01"
# Around the number of an element that pandoc does not make: a citation, an index mark.
SET, END = "\U0010fa02", "\U0010fa03"
# Around the number of a note, whose words are read apart from the text.
NOTE, NOTE_END = "\U0010fa04", "\U0010fa05"
# Before and behind words that become a span: the number of the span is between the first two.
SPAN, SPAN_NUMBER, SPAN_END = "\U0010fa06", "\U0010fa07", "\U0010fa08"
SIGNS = (OPEN, CLOSE, SET, END, NOTE, NOTE_END, SPAN, SPAN_NUMBER, SPAN_END)
OWN_SIGNS = "holds signs that Octavo uses itself (U+10FA00 to U+10FA08)"

MARK = re.compile(
    f"([{OPEN}{SET}{NOTE}{SPAN}])(\\d+)[{CLOSE}{END}{NOTE_END}{SPAN_NUMBER}]|({SPAN_END})"
)


def reference(number: int) -> str:
    """Return the mark of a reference to a note."""
    return f"{OPEN}{number}{CLOSE}"


def element(index: int) -> str:
    """Return the mark of an element that is set in its place."""
    return f"{SET}{index}{END}"


def span(index: int) -> str:
    """Return the mark before the words of a span."""
    return f"{SPAN}{index}{SPAN_NUMBER}"


def note(number: int) -> str:
    """Return the mark of a note that is read apart."""
    return f"{NOTE}{number}{NOTE_END}"


def holds_sign(words: str) -> bool:
    """Return whether words have a sign already, so that a mark would be read wrongly."""
    return any(sign in words for sign in SIGNS)
