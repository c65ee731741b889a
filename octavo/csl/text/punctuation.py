"""Join pieces of tagged text, and mend the seam where two of them meet.

Only the seam is mended: text that an author wrote inside a field stays.  Two points that meet give
what the CSL suite's table gives (fixture punctuation_FullMontyPlain); of two spaces one stays;
`settled` then puts points and commas inside closing quotation marks where the locale has it so
(Chicago 6.9).  Tag characters between two signs do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from octavo.csl.text.tagged_text import CLOSING, GLUE, MARK, MARK_SET, PARENTHESES, SEAM

_MOVING = frozenset(".,!?")
_CLOSE_QUOTE = CLOSING["Quote"]
_LEFT_STAYS = frozenset(
    ["::", ":.", "..", ";:", ";.", ";;", "!:", "!.", "!!", "?:", "?.", "??", ",,"]
)
_RIGHT_STAYS = frozenset([":!", ":?", ";!", ";?"])


def joined(pieces: Iterable[str], delimiter: str) -> str:
    """Join pieces of tagged text, empty ones left out, mending each seam."""
    text = ""
    for piece in pieces:
        if not piece:
            continue
        if not text:
            text = piece
        elif delimiter:
            text = seam(seam(text, delimiter), piece)
        else:
            text = seam(text, piece)
    return text


def seam(left: str, right: str) -> str:
    """Join two pieces: 'Why?' and '. ' give 'Why? ', 'a ' and ' b' give 'a b'."""
    while left and right:
        opening, closing = right[0], left[-1]
        if opening.isalnum() or (opening == " " and closing.isalnum()):
            break
        start = _first_visible(right)
        end = _last_visible(left)
        if start < 0 or end < 0:
            break
        opening, closing = right[start], left[end]
        if opening == " " and closing == " " and not _ends_quoted(left, end):
            return left + right[:start] + right[start + 1 :]
        if closing + opening in _LEFT_STAYS:
            points = frozenset(pair[1] for pair in _LEFT_STAYS if pair[0] == closing)
            right = right[:start] + _without_first(right[start:], points)
        elif closing + opening in _RIGHT_STAYS:
            points = frozenset(pair[0] for pair in _RIGHT_STAYS if pair[1] == opening)
            left = _without_first(left[end::-1], points)[::-1] + left[end + 1 :]
        elif opening in _MOVING and _ends_quoted(left, end):
            return f"{left}{SEAM}{right}"
        else:
            break
    return left + right


def _without_first(text: str, points: frozenset[str]) -> str:
    """Take away the points that a text begins with; tag characters among them stay."""
    marks: list[str] = []
    at = 0
    while at < len(text) and (text[at] in points or text[at] in MARK_SET):
        if text[at] not in points:
            marks.append(text[at])
        at += 1
    return "".join(marks) + text[at:]


def _ends_quoted(text: str, end: int) -> bool:
    """Return whether a closing quotation mark, typed or tagged, ends the visible text."""
    return text[end] == "”" or _CLOSE_QUOTE in text[end + 1 :]


def _first_visible(text: str) -> int:
    for at, character in enumerate(text):
        if character not in MARK_SET:
            return at
    return -1


def _last_visible(text: str) -> int:
    for at in range(len(text) - 1, -1, -1):
        if text[at] not in MARK_SET:
            return at
    return -1


_GLUED = re.compile(rf",? ?{GLUE}")
_NEAR = "{0,99}"  # tag characters between a closing quotation mark and its seam
# A guillemet that ends a quoted field becomes a mark of the inner kind ('tagged_text').
_AT_SEAM = re.compile(
    rf"((?:[ \u00a0\u202f]?[«»‹›]{MARK}{{0,9}})?[{_CLOSE_QUOTE}”](?:{MARK}|{SEAM}){_NEAR}){SEAM}"
    rf"({MARK}{_NEAR})([.,!?]{{1,2}})"
)


def settled(text: str, inside: bool) -> str:
    """Move points and commas inside the closing quotation marks that they met, if they go there.

    Text that an author wrote inside a field stays as it is.
    """
    if GLUE in text:
        text = _GLUED.sub("", text)
    if SEAM not in text:
        return text
    if inside:
        text = _AT_SEAM.sub(r"\3\1\2", text)
    return text.replace(SEAM, "")


def begun(text: str) -> str:
    """Return a note or an entry without the spaces that it would begin with, where what a style
    prints first is not there."""
    at = _first_visible(text)
    while at >= 0 and text[at] == " ":
        text = text[:at] + text[at + 1 :]
        at = _first_visible(text)
    return text


_OPEN, _CLOSE = PARENTHESES
_PARENTHESIS = re.compile(f"[{_OPEN}{_CLOSE}]")
_PLAIN = str.maketrans({_OPEN: "(", _CLOSE: ")"})
_OF_THE_STYLE = str.maketrans({"(": _OPEN, ")": _CLOSE})


_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|$)")


def of_the_style(affix: str) -> str:
    """Replace the parentheses in a style's affix, to distinguish them from those in a field, and
    its straight apostrophes."""
    return with_apostrophes(affix).translate(_OF_THE_STYLE)


def with_apostrophes(words: str) -> str:
    """Return words of a style with their apostrophes bent: « à l'adresse » as « à l’adresse »."""
    return _APOSTROPHE.sub("’", words) if "'" in words else words


def bracketed(text: str, *, within: bool) -> str:
    """Turn the style's parentheses into plain ones, and if `within` those within others into
    brackets (Chicago 6.101 of the 17th edition); those that an author wrote inside a field stay."""
    if _OPEN not in text and _CLOSE not in text:
        return text
    if not within:
        return text.translate(_PLAIN)
    out = list(text)
    opened: list[int] = []
    for found in _PARENTHESIS.finditer(text):
        at = found.start()
        if text[at] == _OPEN:
            opened.append(at)
            out[at] = "("
            continue
        out[at] = ")"
        if opened:
            start = opened.pop()
            if len(opened) % 2:
                out[start], out[at] = "[", "]"
    return "".join(out)
