"""Turn tables that OCR models write as HTML into tables of Markdown."""

from __future__ import annotations

import re

from octavo.ingest.letters import Goes
from octavo.ingest.weave import Change

_TABLE = re.compile(r"\s*<table\b.*</table>\s*", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"\s*<(?P<close>/?)(?P<name>table|thead|tbody|tfoot|tr|td|th|caption)\b[^<>]{0,200}>\s*",
    re.IGNORECASE,
)
_MOST_CELLS = 60  # of a row
_WHY = "signs of Markdown before paragraphs"


def table_changes(text: str) -> list[Change] | None:
    """Return the changes that make a paragraph, which is one HTML table, a table of Markdown; None
    if it is no table, or one within another."""
    if not _TABLE.fullmatch(text) or len(re.findall(r"<table\b", text, re.IGNORECASE)) != 1:
        return None
    changes: list[Change] = []
    row = cells = 0
    for tag in _TAG.finditer(text):
        name, closes = tag["name"].lower(), bool(tag["close"])
        put = ""
        if name in ("td", "th") and not closes:
            cells += 1
            put = "| " if cells == 1 else " | "
        elif name == "tr" and not closes:
            cells = 0
            row += 1
            put = "\n" if row > 1 else ""
        elif name == "tr" and closes and cells:
            put = " |"
            if row == 1:
                put += "\n|" + "---|" * min(cells, _MOST_CELLS)
        changes.append(Change(tag.start(), tag.end(), put, Goes.MARKUP, _WHY))
    return changes if row else None
