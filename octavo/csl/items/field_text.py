"""Read the text of a field: CSL-JSON's HTML and a keyboard's quotation marks become tagged text.

A text between quotation marks becomes a Quote, whichever marks were typed, so that the style's
language gives the marks, and quotes within quotes alternate.  All other `'` of a keyboard are
apostrophes.  A sign that pairs with nothing stays as it was typed (flipflop_OrphanQuote).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Literal

from octavo.csl.text.tagged_text import CLOSING, MARK_SET, OPENING, unmarked


def field_text(text: str, language: str = "", prose: bool = False) -> str:
    """Return a text field of CSL-JSON as tagged text.

    In prose, such as an affix, ‘single’ marks that were typed as such are the author's and stay
    (flipflop_LeadingMarkupWithApostrophe).  Entities are no markup in JSON: '&amp;' stays, as it
    does for the reference processors.
    """
    text = _SPACES.sub(" ", unmarked(text))
    if "<" in text:
        text = with_tags(text)
    if not _SIGNS.isdisjoint(text):
        text = _with_quotes(text, prose)
    return _held_together(text, language) if " " in text else text


_SPACES = re.compile(r"[ \t\r\n\f\v]+")


# --- tags ----------------------------------------------------------------------------------------

# https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags
_KINDS = {
    "i": "Emph",
    "em": "Emph",
    "b": "Strong",
    "strong": "Strong",
    "sup": "Superscript",
    "sub": "Subscript",
    "sc": "SmallCaps",
    "small-caps": "SmallCaps",
    "nocase": "NoCase",
}
_TAG = re.compile(
    r"<(?:(?P<kind>i|em|b|strong|sup|sub|sc)|/(?P<end>i|em|b|strong|sup|sub|sc|span)"
    r"|span style=[\"'] ?font-variant: ?(?P<style>small-caps) ?;? ?[\"']"
    r"|span class=[\"'](?P<class>nocase|nodecor)[\"']) ?>",
    re.IGNORECASE,
)
# A word that takes no part in the markup and case around it: 'Lessard v. Schmidt'
# (flipflop_ItalicsWithOk, flipflop_ItalicsWithOkAndTextcase).
_PLAIN = ("Upright", "FullCaps", "Medium", "Undecorated", "NoCase")


def with_tags(text: str) -> str:
    """Replace the HTML tags of CSL-JSON by tag characters; one without a partner stays as text."""
    tags = list(_TAG.finditer(text))
    paired = _paired(tags)
    pieces: list[str] = []
    at = 0
    for number, tag in enumerate(tags):
        if number not in paired:
            continue
        opening = tags[paired[number]]
        name = (opening["kind"] or opening["style"] or opening["class"]).lower()
        kinds = _PLAIN if name == "nodecor" else (_KINDS[name],)
        pieces.append(text[at : tag.start()])
        if opening is tag:
            pieces += [OPENING[kind] for kind in kinds]
        else:
            pieces += [CLOSING[kind] for kind in reversed(kinds)]
        at = tag.end()
    pieces.append(text[at:])
    return "".join(pieces)


def _paired(tags: list[re.Match[str]]) -> dict[int, int]:
    """Return, for the number of each HTML tag of a pair, the number of its opening tag."""
    paired: dict[int, int] = {}
    waiting: list[tuple[str, int]] = []
    count: Counter[str] = Counter()
    for number, tag in enumerate(tags):
        if not tag["end"]:
            name = (tag["kind"] or "span").lower()
            waiting.append((name, number))
            count[name] += 1
            continue
        wanted = tag["end"].lower()
        while count[wanted]:  # <i>a <b>b</i>: the <b> pairs with none
            name, opening = waiting.pop()
            count[name] -= 1
            if name == wanted:
                paired[opening] = paired[number] = opening
                break
    return paired


# --- quotation marks -----------------------------------------------------------------------------

_SIGNS = frozenset("\"'“‘„‚")
_OPENERS = {"”": "“", "’": "‘"}
_LOW = {"“": "„", "”": "„", "‘": "‚", "’": "‚"}  # „German“ and „Polish” marks stay as they are
_APOSTROPHE = "’"
# What a sign follows: a space or bracket, a dash or the like, a letter, an apostrophe within a
# word, a closing sign.
_Place = Literal["free", "edge", "word", "elided", "shut"]
_PLACES: dict[str, _Place] = {
    **dict.fromkeys(("Zs", "Zl", "Zp", "Cc", "Ps", "Pi"), "free"),
    **dict.fromkeys(("Pd", "Sm", "Sc", "Sk", "So", "Pc"), "edge"),
    **dict.fromkeys(("Po", "Pe", "Pf"), "shut"),
}
_EDGES = frozenset("/&*#…@\\")
_NO_START = frozenset(",;:!?)]}»›”’ ")
# '60s, '09; rock 'n' roll; 'tis: no quotation begins there
_OMITTED = re.compile(
    r"'(?:\d\ds?(?![\w'’])|n['’]?(?!\w)|(?:tis|twas|twere|twill|twould|em|til|cause|neath)(?!\w))",
    re.IGNORECASE,
)


def _place_after(character: str) -> _Place:
    if character in _EDGES:
        return "edge"
    return _PLACES.get(unicodedata.category(character), "word")


class _Frame:
    """The quotations open between two tags; each closes between the same two."""

    def __init__(self) -> None:
        self.open: list[tuple[str, int]] = []  # signs that have opened, and where
        self.count: Counter[str] = Counter()

    def push(self, sign: str, at: int) -> None:
        self.open.append((sign, at))
        self.count[sign] += 1

    def pop(self, sign: str) -> int | None:
        """Close the innermost quotation of a kind; return where it opened, or None if none is open.

        A double mark closes over single ones.
        """
        if not self.count[sign]:
            return None
        if sign in "'‘" and self.open[-1][0] != sign:
            return None
        while True:
            opened, at = self.open.pop()
            self.count[opened] -= 1
            if opened == sign:
                return at


def _with_quotes(text: str, prose: bool) -> str:
    """Tag the quotations of a text, and make apostrophes of the other `'`."""
    out = list(text)
    following = _following(text)
    frames = [_Frame()]
    place: _Place = "free"
    for at, character in enumerate(text):
        if character in MARK_SET:
            if character in _OPENING_MARKS:
                frames.append(_Frame())
            elif len(frames) > 1:
                frames.pop()
            continue
        if character not in _SIGNS and character not in _OPENERS:
            place = _place_after(character)
            continue
        frame = frames[-1]
        role = _role(character, place, following[at], _OMITTED.match(text, at) is not None)
        if character == "'":
            out[at] = _APOSTROPHE
        if character in _LOW and place != "free" and not following[at].isalnum():
            low = frame.pop(_LOW[character])
        else:
            low = None
        if low is not None:
            place = "shut"
        elif role == "open":
            frame.push(character, at)
            place = "free"
        else:
            sign = _OPENERS.get(character, character)
            opened = frame.pop(sign) if role == "close" else None
            place = "elided" if place == "word" and character in _ELIDING else "shut"
            if opened is not None and not (prose and sign == "‘" and _is_bare(frames)):
                out[opened], out[at] = OPENING["Quote"], CLOSING["Quote"]
    return "".join(out)


_ELIDING = frozenset("'’")


def _is_bare(frames: list[_Frame]) -> bool:
    """Return whether a quotation is within no other, and within no more tags than prose has."""
    return len(frames) <= 4 and not any(frame.open for frame in frames)


_OPENING_MARKS = frozenset(OPENING.values())


def _following(text: str) -> list[str]:
    """Return for each index the next character that is no tag character; '' at the end."""
    following = [""] * len(text)
    after = ""
    for at in range(len(text) - 1, -1, -1):
        following[at] = after
        if text[at] not in MARK_SET:
            after = text[at]
    return following


def _role(sign: str, place: _Place, after: str, omitted: bool) -> str:
    """Return what a sign does with a quotation here: 'open', 'close', or '' for neither.

    `omitted` says that it is the apostrophe of letters left out.
    """
    if sign in "“‘„‚":
        return "open"
    in_word = after.isalnum()
    if sign in "”’":
        return "close" if place != "free" and not in_word else ""
    may_open = after != "" and after not in _NO_START and not after.isspace()
    if omitted and place in ("free", "edge"):
        return ""
    match place:
        case "free":
            return "open" if may_open else ""
        case "edge" | "elided":
            return "open" if may_open and (in_word or place == "edge") else "close"
    return "" if in_word else "close"


# --- spaces --------------------------------------------------------------------------------------

_NARROW = "\N{NARROW NO-BREAK SPACE}"


# Not those of Danish and German, »so«, nor of Finnish, »so».
_OPENING_GUILLEMET = re.compile(r"(?<!\w)« ")
_CLOSING_GUILLEMET = re.compile(r" »(?!\w)")


def _held_together(text: str, language: str) -> str:
    """Keep French signs on the line of their word (punctuation_FrenchOrthography)."""
    text = _OPENING_GUILLEMET.sub(f"«{_NARROW}", text)
    text = _CLOSING_GUILLEMET.sub(f"{_NARROW}»", text)
    if language.lower().startswith("fr"):
        for sign in ";:!?":
            text = text.replace(f" {sign}", f"{_NARROW}{sign}")
    return text
