"""Read a text file: its lines, and the pages that its marks begin."""

from __future__ import annotations

import re

from octavo.ingest.scan import Line, Markup

# What only Markdown has; one of the first kind is enough, the others must be several.
_SURE = re.compile(
    r"^#{1,6} \S|</?sup>|\*\*\w[^*\n]*\*\*|^\[\^[^\]\s]+\]:|!\[[^\]\n]*\]\(|\\[\[\]*_]",
    re.MULTILINE,
)
_LIKELY = re.compile(r"(?<![\w*])\*(?=\w)[^*\n]{2,80}(?<=\w)\*(?![\w*])")
_ENOUGH = 3
_LINE = re.compile(r"[^\r\n\f]*(\r\n|\n|\r|\f|$)")
_PAGE_MARK_OF_HATHI = re.compile(r"## p\. [^\n]*\(#\d+\) #{3,}")


def split_lines(text: str, start: int) -> list[Line]:
    """Return the lines of one file; its characters begin at `start` in the scan. A form feed ends
    a line, and with it a page."""
    lines: list[Line] = []
    page, number = 0, 1
    for found in _LINE.finditer(text):
        if found.start() < len(text):
            lines.append(Line(start + found.start(), start + found.start(1), page, number))
        if found[1] == "\f":
            page += 1
        else:
            number += 1
    return lines


def markup_of(text: str) -> Markup:
    """Decide whether a text is Markdown or plain."""
    sample = _PAGE_MARK_OF_HATHI.sub("", text[:2_000_000])
    if len(_SURE.findall(sample)) >= 2 or len(_LIKELY.findall(sample)) >= max(
        _ENOUGH, len(sample) // 20_000
    ):
        return "markdown"
    return "plain"
