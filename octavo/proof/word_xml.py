"""Name the elements and attributes of a Word file's XML that more than one reader asks for."""

from __future__ import annotations

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def w(name: str) -> str:
    """Return a name of WordprocessingML as lxml has it."""
    return f"{_WORD}{name}"


VALUE, ID, NAME, TYPE = w("val"), w("id"), w("name"), w("type")
PARAGRAPH, TEXT, TAB = w("p"), w("t"), w("tab")
# Calls, and the notes that they lead to.
CALLS = {w("footnoteReference"): w("footnote"), w("endnoteReference"): w("endnote")}
