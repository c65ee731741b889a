"""Find what looks like the marker of a numbered list, `3.`, `(c)` or `II)`, at the head of a block.

pandoc reads a paragraph that begins with such a marker as a list, and its tree keeps neither the
marker nor its place. A zero-width mark before the words behind the marker (`item_mark_places`)
shows in the tree which markers begin an item; `hide` replaces the sign that ends a marker, so that
pandoc reads the paragraph as prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from octavo.model.numerals import roman_value

_MARKER = re.compile(
    r"(?P<open>\()?(?:(?P<number>[0-9]{1,9})|(?P<letters>[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)|\#"
    r"|@(?P<label>[\w-]*))(?P<close>[.)])(?=[ \t]|$)"
)
# What may come before a marker: the signs of quotations, other lists, definitions, notes.
_BEFORE = re.compile(r"[ \t>]+|[-*+:~][ \t]+|\[\^[^\]\s\[^]+\]:[ \t]*")
_CELL = re.compile(r"\|[ \t]*")
_EXAMPLE = re.compile(r"@[\w-]+[.)][ \t\n]")
_STAND_INS = {".": "\U0010fff0", ")": "\U0010fff1"}

_MARK = re.compile("\U000e0102([\U000e0110-\U000e0119]+)\U000e0103")
_ZERO = 0xE0110
_ROMAN = re.compile("[ivxlcdm]+")


@dataclass(frozen=True, slots=True)
class ListMarker:
    """What looks like a list marker: the place of its first character and of the sign that ends
    it.

    `label` is that of an example, `(@label)`, and None for any other marker.
    """

    offset: int
    end: int  # of the sign that ends it, so that text[end] is that sign
    written: str
    number: int | None  # None for #, for examples, and for letters
    letters: str
    label: str | None

    def value(self, roman: bool) -> int | None:
        """Return its number, or that of its letters, as a roman numeral or by the alphabet; None
        if it has neither, or has letters that are none."""
        if self.number is not None or not self.letters:
            return self.number
        low = self.letters.lower()
        if roman:
            return roman_value(low) if _ROMAN.fullmatch(low) else None
        return ord(low) - ord("a") + 1 if len(low) == 1 else None

    @property
    def escaped(self) -> str:
        """The marker as an author writes it in prose: `3\\.`"""
        return rf"{self.written[:-1]}\{self.written[-1]}"


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """The markers at one place of a line, `1. a.`, outer ones first; at the offset `words` a mark
    can be put, after `space` if the markers end the line."""

    markers: tuple[ListMarker, ...]
    words: int
    space: str = ""


def marked_lines(text: str) -> tuple[MarkedLine, ...]:
    """Return all places of a text at which pandoc may see list markers, in order."""
    found: list[MarkedLine] = []
    start = 0
    for line in text.split("\n"):
        cells = line.lstrip(" \t>").startswith("|")
        for head in (match.end() for match in _CELL.finditer(line)) if cells else (0,):
            markers, after = _markers(line, head, start)
            if markers:
                space = "" if line[after - 1].isspace() else " "
                found.append(MarkedLine(markers, start + _words(line, after), space))
        start += len(line) + 1
    return tuple(found)


def _markers(line: str, at: int, start: int) -> tuple[tuple[ListMarker, ...], int]:
    """Return the markers of a line from `at` on, and the offset in the line behind them."""
    found: list[ListMarker] = []
    while True:
        if match := _MARKER.match(line, at):
            number = int(match["number"]) if match["number"] else None
            end, letters = start + match.end() - 1, match["letters"] or ""
            found.append(ListMarker(start + at, end, match[0], number, letters, match["label"]))
        elif not (match := _BEFORE.match(line, at)):
            return tuple(found), at
        at = match.end()


def _words(line: str, after: int) -> int:
    """Return the offset in a line for a mark: before the word that follows the markers; behind the
    markers if nothing does; else at the end of the line."""
    rest = line[after:]
    if rest[:1].isalnum():
        return after
    if rest[:1] in {"", "|"}:
        return min(len(line[:after].rstrip()) + 1, after)
    return len(line.rstrip())


def item_mark_places(lines: Mapping[int, MarkedLine]) -> dict[int, str]:
    """Return the marks of lines by their offset: each shows the number of its line."""
    return {
        line.words: f"{line.space}\U000e0102{_digits(number)}\U000e0103"
        for number, line in lines.items()
    }


def _digits(number: int) -> str:
    return "".join(chr(_ZERO + int(digit)) for digit in str(number))


def item_marks(string: str) -> Iterator[int]:
    """Yield the numbers of the marks in a string."""
    for match in _MARK.finditer(string):
        yield int("".join(str(ord(digit) - _ZERO) for digit in match[1]))


def without_item_marks(string: str) -> str:
    """Return a string without the marks of items."""
    return _MARK.sub("", string)


def hide(text: str, ends: Iterable[int]) -> str:
    """Return a text of the same length in which stand-ins replace the signs at `ends`; the text
    itself if it has such a character already."""
    if any(stand_in in text for stand_in in _STAND_INS.values()):
        return text
    pieces: list[str] = []
    last = 0
    for end in sorted(set(ends)):
        pieces += text[last:end], _STAND_INS[text[end]]
        last = end + 1
    return "".join((*pieces, text[last:]))


def shown_again(written: bytes) -> bytes:
    """Return what pandoc has written, with the signs themselves in place of their stand-ins."""
    for sign, stand_in in _STAND_INS.items():
        written = written.replace(stand_in.encode(), sign.encode())
    return written


def may_have_examples(text: str) -> bool:
    """Return whether a text may have markers of labelled examples, `(@label)`."""
    return _EXAMPLE.search(text) is not None


def cited_examples(text: str, keys: Container[str]) -> list[int]:
    """Return the ends of the markers whose labels are keys of the bibliography: `@key. …` and
    `(@key) …` cite a work."""
    if not may_have_examples(text):
        return []
    markers = (marker for line in marked_lines(text) for marker in line.markers)
    return [marker.end for marker in markers if marker.label and marker.label in keys]


_LABEL = re.compile(r"(?<![\w\\])@(?P<label>[\w-]+)")


def labels_referred_to(text: str) -> frozenset[str]:
    """Return the labels after an at-sign that a text has more than once: an example has its own
    marker, and whatever refers to it."""
    counts = Counter(match["label"] for match in _LABEL.finditer(text))
    return frozenset(label for label, times in counts.items() if times > 1)
