"""Find the direction in which a language or a text is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

# The blocks of scripts that run from right to left, and the controls that make any text do so.
_RTL = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@lru_cache(maxsize=64)
def script_of(language: str) -> str:
    """Return the script of a BCP 47 tag, such as `Arab`, or the one that the language is mostly
    written in; nothing if it is not known, or the tag is none."""
    from icu import ICUError, Locale  # pyright: ignore[reportAttributeAccessIssue]

    try:
        locale = Locale.forLanguageTag(language)
        return (locale.addLikelySubtags() or locale).getScript()
    except ICUError:
        return ""


@lru_cache(maxsize=64)
def direction_of(language: str) -> str:
    """Return `rtl` or `ltr` for a BCP 47 tag, by its script, or by the script that the language is
    mostly written in."""
    from icu import Script  # pyright: ignore[reportAttributeAccessIssue]

    script = script_of(language)
    codes = Script.getCode(script) if script else ()
    return "rtl" if codes and Script(codes[0]).isRightToLeft() else "ltr"


def holds_rtl(text: str) -> bool:
    """Return whether a text has a letter of a script that runs from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


@lru_cache(maxsize=4096)
def script_name(letter: str) -> str:
    """Return the name of a letter's script in Unicode, such as `Old Persian`; `Common` for a sign
    of many scripts."""
    from icu import Script  # pyright: ignore[reportAttributeAccessIssue]

    return Script.getScript(letter).getName().replace("_", " ")


def script_of_text(text: str) -> str:
    """Return the script of the first letter of a text that runs from right to left, such as `Arab`;
    nothing without one."""
    from icu import Script  # pyright: ignore[reportAttributeAccessIssue]

    for letter in _RTL.findall(text):
        name = Script.getScript(letter).getShortName()
        if name not in ("Zyyy", "Zinh", "Zzzz"):
            return name
    return ""


def direction_of_text(text: str) -> str:
    """Return the direction of a text by its first letter that has one; `ltr` without any."""
    from icu import Bidi  # pyright: ignore[reportAttributeAccessIssue]

    return "rtl" if holds_rtl(text) and Bidi.getBaseDirection(text) % 2 else "ltr"


def runs_from_right(element: Element) -> bool:
    """Return whether any text or direction of an XHTML tree is from right to left."""
    return any(each.get("dir") == "rtl" for each in element.iter()) or any(
        map(holds_rtl, element.itertext())
    )


def bidi_levels(text: str, base: int) -> Iterator[int]:
    """Yield the embedding level of each character of a paragraph of the base level `base` (UAX #9):
    even from left to right, odd from right to left."""
    from icu import Bidi, UnicodeString  # pyright: ignore[reportAttributeAccessIssue]

    bidi, units_of_text = Bidi(), UnicodeString(text)  # ICU refers to the text that it is given
    bidi.setPara(units_of_text, base)
    units = iter(bidi.getLevels())
    for letter in text:
        yield next(units)
        if letter > "\uffff":
            next(units)  # ICU counts in units of UTF-16


def mirrored(text: str) -> str:
    """Return a text with each bracket and sign that is turned where text runs from right to left as
    its counterpart: as its glyphs are seen, or as it is written (UAX #9, rule L4)."""
    return "".join(map(_mirrored, text))


@lru_cache(maxsize=1024)
def _mirrored(letter: str) -> str:
    from icu import Char  # pyright: ignore[reportAttributeAccessIssue]

    return Char.charMirror(letter)
