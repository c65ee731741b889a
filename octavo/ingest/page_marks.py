"""Recognize the marks by which scans say where a page begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABEL = r"(?P<label>[0-9]{1,5}|[ivxlcdmIVXLCDM]{1,8}|[^\W_]{0,3}[0-9]{1,5})"
_PAGE = r"(?:pages?|pp?\.|pg\.?|seite|s\.|стр(?:аница|\.)?|página|pagina)"

# A line that is nothing but a mark; `label` is the folio, if the mark has one.
_LINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"##\s*p\.\s*{_LABEL}?\s*\(#\d+\)\s*#*",
        rf"\{{\{{\s*{_PAGE}?\s*[|: ]?\s*{_LABEL}?\s*\}}\}}",
        rf"\{{{_LABEL}\}}\s*-{{8,}}",
        rf"<!--\s*{_PAGE}\s*(?:break)?\s*[:=]?\s*{_LABEL}?\s*-->",
        rf"<page[^>\n]{{0,40}}?(?:n|number|id)\s*=\s*[\"']?{_LABEL}[\"']?[^>\n]{{0,40}}>",
        rf"(?:[-=_*~]{{2,}}|\[|#{{1,6}})\s*{_PAGE}\s*{_LABEL}(?:\s*(?:of|/|von|de)\s*\d+)?"
        r"\s*(?:[-=_*~]{2,}|\])?",
        rf"<span\s+id\s*=\s*[\"']page-?{_LABEL}(?:-\d+)?[\"']\s*>\s*</span>",
        r"</page>",
    )
)
# The same inside a line of text.
INLINE = re.compile(
    rf"<span\s+id\s*=\s*[\"']page-?(?P<a>\w+?)(?:-\d+)?[\"']\s*>\s*</span>[ ]?"
    rf"|\[\s*(?:Pg|Page|p\.)\s*(?P<b>[0-9ivxlc]{{1,6}})\s*\][ ]?"
    rf"|\{{\{{\s*{_PAGE}?\s*[|: ]?\s*(?P<c>[0-9ivxlc]{{1,6}})\s*\}}\}}[ ]?"
    rf"|<!--\s*{_PAGE}\s*[:=]?\s*(?P<d>[0-9ivxlc]{{0,6}})\s*-->[ ]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageMark:
    label: str


def page_mark(words: str) -> PageMark | None:
    """Return the mark that a line is, or None."""
    line = words.strip()
    if not line or len(line) > 120 or line[0] not in "#{<-=_*~[":
        return None
    for pattern in _LINES:
        if found := pattern.fullmatch(line):
            return PageMark((found.groupdict().get("label") or "").strip())
    return None
