"""Lay out the lines of a scan by what they are: text, rules, marks and heads of pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from octavo.ingest.page_marks import page_mark
from octavo.ingest.scan import Line, Scan


class Role(Enum):
    BLANK = "blank"
    WORDS = "words"
    RULE = "rule"
    PAGE_MARK = "mark of a page"
    HEAD = "running head"
    FOLIO = "folio"
    LICENCE = "licence"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a scan with their roles; pages are numbered anew if marks begin them."""

    scan: Scan
    lines: tuple[Line, ...]
    roles: tuple[Role, ...]
    labels: tuple[str, ...]
    paged: bool  # whether the scan says where pages begin
    wrapped: bool  # whether a paragraph has several lines

    def words(self, index: int) -> str:
        line = self.lines[index]
        return self.scan.text[line.start : line.end]

    def is_words(self, index: int) -> bool:
        return 0 <= index < len(self.lines) and self.roles[index] is Role.WORDS


RULE = re.compile(r"\s*(?:[-_—–─═*=~]\s?){3,}\s*|\s*\\?_{2,}\s*")
PICTURE = re.compile(r"\s*!\[[^\]\n]*\]\([^)\n]*\)\s*")


def sheet_of(scan: Scan) -> Sheet:
    """Return the lines of a scan with the roles that can be seen on each line alone."""
    roles: list[Role] = []
    lines: list[Line] = []
    labels: list[str] = []
    page, last = -1, None
    marked = False
    for line in scan.lines:
        words = scan.words(line)
        mark = page_mark(words)
        here = (scan.file_at(line.start).start, line.page)
        if here != last or mark is not None:
            if mark is None or last is None or here == last or roles[-1] is not Role.PAGE_MARK:
                page += 1
                labels.append(_label(scan, line, page))
            last = here
        if mark is not None:
            marked = True
            if mark.label:
                labels[page] = mark.label
        roles.append(_role(words, mark is not None))
        lines.append(Line(line.start, line.end, page, line.number, line.box, line.size, line.hint))
    paged = scan.markup == "layout" or marked or len({line.page for line in scan.lines}) > 1
    return Sheet(scan, tuple(lines), tuple(roles), tuple(labels), paged, _is_wrapped(scan, roles))


def _label(scan: Scan, line: Line, page: int) -> str:
    labels = scan.page_labels
    return labels[line.page] if line.page < len(labels) else str(page + 1)


def _role(words: str, is_mark: bool) -> Role:
    if is_mark:
        return Role.PAGE_MARK
    if not words.strip():
        return Role.BLANK
    if RULE.fullmatch(words):
        return Role.RULE
    return Role.WORDS


def _is_wrapped(scan: Scan, roles: list[Role]) -> bool:
    """Return whether the lines of a paragraph were kept: most lines follow another one."""
    follows = words = 0
    for index, role in enumerate(roles):
        if role is Role.WORDS:
            words += 1
            follows += index > 0 and roles[index - 1] is Role.WORDS
    if scan.markup == "layout":
        return True
    long = sum(1 for line in scan.lines if line.end - line.start > 160)
    return words > 0 and follows > 0.5 * words and long < 0.2 * words
