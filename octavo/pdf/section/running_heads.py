"""Shorten a title for a running head: at a colon, or else behind a word, with an ellipsis.

What the part that is kept has opened, quotation marks and brackets, is closed. A title is a tree,
whose emphasis is kept; a cut is an offset in its letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from octavo.pandoc.heading_spans import BETWEEN, HEADING_NUMBER

ELLIPSIS = "\u2026"
_COLON = re.compile(r"\s*:\s|\uff1a")
_WORD = re.compile(r"\S+")
_CLOSING = {
    "“": "”", "‘": "’", "«": "»", "‹": "›", "„": "“”", "‚": "‘’", "»": "«»", "›": "‹›",
    "(": ")", "[": "]", "「": "」", "『": "』", "《": "》", "〈": "〉", "（": "）",
}  # fmt: skip
_LEFT_OFF = " \t\n\u00a0\u202f,;:.–—-"  # what no ellipsis follows
_SMALL = 3  # letters of a small word, an article or a preposition, that does not end a head
_MOST = 60  # cuts that are tried of one title


@dataclass(frozen=True, slots=True)
class Cut:
    """How many letters of a title a head keeps, and what is printed behind them."""

    end: int
    behind: str

    @property
    def is_at_colon(self) -> bool:
        return ELLIPSIS not in self.behind


def cuts(title: str) -> Sequence[Cut]:
    """Return the cuts of a title: first the parts before its colons, then ever fewer words of the
    part before the first colon; at last, letters of the first word alone."""
    closed = list(_closed(title))
    colons = [found.start() for found in _COLON.finditer(title) if title[: found.start()].strip()]
    parts = [Cut(end, _closing(title, end, closed)) for end in reversed(colons)]
    whole = title[: colons[0]] if colons else title
    opening = {start for start, _ in closed}
    ends = dict.fromkeys(reversed([*_ends(whole, opening)]))
    words = [Cut(end, _omission(title, end) + _closing(title, end, closed)) for end in ends]
    return (*parts, *words[-_MOST:])


def _ends(title: str, opening: Container[int]) -> Iterator[int]:
    """Yield the offsets at which a title may be cut, the first ones within its first word.
    `opening` has those of its opening marks, which do not end a head."""
    words = [found.span() for found in _WORD.finditer(title)]
    if not words:
        return
    start, end = words[0]
    yield from (at for at in range(start + 1, end) if not unicodedata.combining(title[at]))
    for before, behind in pairwise(words):
        one, other = title[before[0] : before[1]], title[behind[0] : behind[1]]
        if any(map(str.isalnum, other)) and not _is_small(one) and before[1] - 1 not in opening:
            yield len(title[: before[1]].rstrip(_LEFT_OFF))
        yield from (
            at for at in range(behind[0] + 1, behind[1]) if _is_wide(title[at - 1 : at + 1])
        )


def _is_small(word: str) -> bool:
    """Return whether a head should not end with a word."""
    return len(word) <= _SMALL and word.islower()


def _is_wide(letters: str) -> bool:
    """Return whether both letters are of a script without spaces between words."""
    return all(unicodedata.east_asian_width(letter) in "WF" for letter in letters)


def _omission(title: str, end: int) -> str:
    """Return the ellipsis for words that are left out; directly behind the letters of a word that
    is cut itself."""
    within = title[end : end + 1].isalnum() and not title[end - 1 : end].isspace()
    return ELLIPSIS if within else f"\u00a0{ELLIPSIS}"


def _closed(title: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each opening mark and of the mark that closes it."""
    opened: list[int] = []
    for at, sign in enumerate(title):
        if opened and sign in _CLOSING[title[opened[-1]]]:
            if sign != "’" or not title[at + 1 : at + 2].isalpha():  # else an apostrophe
                yield opened.pop(), at
        elif sign in _CLOSING:
            opened.append(at)


def _closing(title: str, end: int, closed: Sequence[tuple[int, int]]) -> str:
    """Return the marks that close what is open at an offset, with the spaces before them."""
    marks = sorted((start, close) for start, close in closed if start < end <= close)
    spaced = (title[close - 1 : close + 1] for _, close in reversed(marks))
    return "".join(two if two[0].isspace() else two[-1] for two in spaced)


def text_of_head(head: Element) -> str:
    return "".join(head.itertext())


def without_number(head: Element) -> Element | None:
    """Return a head without the number of its chapter; None for one that has none."""
    first = head[0] if len(head) and not (head.text or "").strip() else None
    if first is None or HEADING_NUMBER not in first.get("class", "").split():
        return None
    bare = deepcopy(head)
    bare.text = (first.tail or "").removeprefix(BETWEEN).lstrip()
    bare.remove(bare[0])
    return bare


def cut_head(head: Element, cut: Cut) -> None:
    """Cut a head, a tree, where `cut` says."""
    left = _keep(head, cut.end)
    assert left <= 0, f"a head of {cut.end} letters has {left} less"
    last = head
    while len(last) and not last[-1].tail:
        last = last[-1]
    if len(last):
        last[-1].tail = f"{last[-1].tail}{cut.behind}"
    else:
        last.text = f"{last.text or ''}{cut.behind}"


def _keep(element: Element, count: int) -> int:
    """Keep the first letters of a tree; return how many more than it has were to be kept."""
    element.text, count = _kept(element.text, count)
    for child in list(element):
        if count <= 0:
            element.remove(child)
            continue
        count = _keep(child, count)
        child.tail, count = _kept(child.tail, count)
    return count


def _kept(text: str | None, count: int) -> tuple[str, int]:
    text = text or ""
    return text[: max(0, count)], count - len(text)
