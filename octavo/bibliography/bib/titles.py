"""Keep the capitals of a title in a .bib file, those in braces and those that title case restores.

BibLaTeX stores English titles in title case, CSL in sentence case; so pandoc lowers every word that
no brace keeps, and a style of title case cannot raise all of them again ('Henry V', 'O’Neill').
Here a capital is lowered only if title case would restore it, and what braces keep is marked in
CSL's own way.
"""

from __future__ import annotations

import re
from typing import Any

from octavo.csl.text.casing import cased, stays_low

# What was in braces, while pandoc converts it: private characters, taken out of all that is read.
_OPEN, _CLOSE = chr(0x10FFE0), chr(0x10FFE1)
_SPAN = '<span class="nocase">', "</span>"
_TURN = re.compile(r"\\(?:[A-Za-z]+\*?[ \t]*|.)|[{}]|[^\\{}]+|\\", re.DOTALL)

_COMMAND = re.compile(r"\\[^&%#_${}\\ ]")  # it has an argument
_ACCENT = re.compile(r"\\(?:[^A-Za-z]|[A-Za-z]{1,2}(?![A-Za-z]))")

FIELDS = frozenset(
    """title subtitle titleaddon booktitle booksubtitle booktitleaddon maintitle mainsubtitle
    maintitleaddon shorttitle series eventtitle origtitle issuetitle issuesubtitle journaltitle
    journal journalsubtitle""".split()
)
# CSL's variables whose words pandoc lowers; a journal's title it does not.
_LOWERED = (
    *("title", "title-short", "volume-title", "collection-title", "event-title", "event"),
    "original-title",
)


def marked_braces(title: str) -> str:
    """Return a title in LaTeX with marks around the text of its braces.

    Those of a command's argument keep no capitals, nor do those around an accent: {\\"U}ber.
    """
    title = title.replace(_OPEN, "").replace(_CLOSE, "")
    if "{" not in title:
        return title
    made: list[str] = []
    opened: list[bool] = []  # of each brace that is open: whether it keeps capitals
    pieces = _TURN.findall(title)
    for at, piece in enumerate(pieces):
        if piece == "{":
            before = pieces[at - 1] if at else ""
            argument = before[-1:] in {"^", "_"} or _COMMAND.match(before)
            accent = _ACCENT.match(pieces[at + 1]) if at + 1 < len(pieces) else None
            keeps = not argument and not accent and not any(opened)
            opened.append(keeps)
            made.append("{" + _OPEN if keeps else piece)
        elif piece == "}" and opened:
            made.append(_CLOSE + "}" if opened.pop() else piece)
        else:
            made.append(piece)
    return "".join(made)


def with_capitals(item: dict[str, Any], english: bool) -> None:
    """Give the titles of an item that pandoc has made their capitals, in place."""
    container = () if str(item.get("type", "")).startswith("article") else ("container-title",)
    for name, value in item.items():
        if isinstance(value, str) and name in (*_LOWERED, *container):
            value = _lowered(value) if english else value
        if isinstance(value, str) and (_OPEN in value or _CLOSE in value):
            value = _KEPT.sub(_as_span, value).replace(_OPEN, "").replace(_CLOSE, "")
        item[name] = value


_KEPT = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


def _as_span(found: re.Match[str]) -> str:
    """Return a text that keeps its case; one that no style would change needs no markup."""
    text = found[1]
    bare = _MARKUP.sub("", text)
    if all(sum(map(str.isupper, word)) > 1 for word in re.findall(r"[^\W\d_]+", bare)):
        return text
    return text.join(_SPAN)


# --- words that title case raises again ----------------------------------------------------------

_MARKUP = re.compile(r"<[^<>]*>")
_PARTED = re.compile(f"(<[^<>]*>|[{_OPEN}{_CLOSE}])")
_EVERY_WORD = re.compile(r"(?<=[\w,] )(?:The|Of|And)(?= )")


def _lowered(title: str) -> str:
    """Return an English title with the capitals lowered that title case raises again.

    In a title in which 'The', 'Of' or 'And' have capitals, those of all small words mean nothing.
    """
    pieces = _PARTED.split(title)
    plain, fixed = _letters(pieces)
    small = list(cased(plain, "sentence"))
    every = _EVERY_WORD.search(plain) is not None
    letters = [
        low if high.isupper() and not kept else high
        for high, low, kept in zip(plain, small, fixed, strict=True)
    ]
    raised = cased("".join(letters), "title", "en", "upper")
    for word in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", plain):
        start, end = word.span()
        small_word = every and _is_small(word[0], plain[end:])
        if raised[start:end] != plain[start:end] and not small_word:
            letters[start:end] = plain[start:end]
    at = 0
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            pieces[number] = "".join(letters[at : at + len(piece)])
            at += len(piece)
    return "".join(pieces)


def _is_small(word: str, after: str) -> bool:
    """Return whether a word stays low within a title; 'A' does so as an article alone."""
    if len(word) == 1:
        return word == "A" and re.match(r" [^\W\d_]{2}", after) is not None
    return stays_low(word.lower(), "lower")


def _letters(pieces: list[str]) -> tuple[str, list[bool]]:
    """Return the letters of a title between its markup, and which of them braces keep."""
    fixed: list[bool] = []
    kept = small_caps = False
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            fixed += [kept or small_caps] * len(piece)
        elif piece in (_OPEN, _CLOSE):
            kept = piece == _OPEN
        else:  # no style raises a letter in small capitals
            opens = piece == "<sc>" or "small-caps" in piece
            small_caps = opens or (small_caps and piece not in ("</span>", "</sc>"))
    return "".join(pieces[::2]), fixed
