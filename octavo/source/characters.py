"""Find control characters: no form can hold them, and no reader sees them.

OCR leaves a form feed at the end of each page, Word a vertical tab at each line break of its own,
page-layout programs U+2028 and U+2029: all are read as a space. U+0080 to U+009F are text in
Windows-1252 that was read as Latin-1, and become what they were. Others are faults. Each is
replaced by one character, so that no place in the text moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.model import Fault, Place
from octavo.source.places import Lines, shown
from octavo.source.rules import (
    has_no_control_character,
    has_no_form_feed,
    has_no_sign_of_windows,
)

# XML 1.0, 2.2, refuses all of these but U+007F and U+0080 to U+009F, which print nothing, and
# U+202D and U+202E, which turn the letters behind them round: no word of them would be found.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufffe\uffff\ud800-\udfff]"
)
_REFERENCE = re.compile(r"&#(?:[xX]0*(?P<hex>[0-9A-Fa-f]{1,5})|0*(?P<decimal>[0-9]{1,6}));?")
_SPACES = {
    "\x0b": "a vertical tab", "\x0c": "a form feed", "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
}  # fmt: skip
_LINES_NAMED = 5


def without_controls(text: str, path: str) -> tuple[str, tuple[Fault, ...]]:
    """Return a text in which each control character is what it stands for, or a space, and a fault
    for each kind of them, at the first place."""
    found: dict[str, list[Place]] = {}
    if not CONTROL.search(text):
        return text, ()
    lines = Lines(path, text)
    for match in CONTROL.finditer(text):
        found.setdefault(match[0], []).append(lines.place(match.start()))
    read = CONTROL.sub(lambda match: read_as(match[0]), text)
    return read, tuple(read_fault(sign, places) for sign, places in found.items())


def read_as(sign: str) -> str:
    """Return what a control character is read as: the letter or sign that has its code in
    Windows-1252, or a space."""
    return _in_windows(sign) or " "


def controls_by_number(text: str, path: str) -> Iterator[Fault]:
    """Yield a fault for each kind of control character that a text in Markdown writes by its
    number, `&#12;`, outside of code."""
    if "&#" not in text:
        return
    lines, found = Lines(path, text), dict[str, list[Place]]()
    for match in shown(text, _REFERENCE):
        number = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
        if number < 0x110000 and CONTROL.fullmatch(chr(number)):
            found.setdefault(chr(number), []).append(lines.place(match.start()))
    yield from (control_fault(sign, places) for sign, places in found.items())


_YAML_ESCAPE = re.compile(r"\\(?:[0abefvN]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})")


def escaped_place(text: str, path: str) -> Place:
    """Return the first place of what YAML between double quotation marks reads as a control
    character, `\\a`; the text's start if there is none."""
    match = _YAML_ESCAPE.search(text)
    return Lines(path, text).place(match.start()) if match else Place(path)


def control_fault(sign: str, places: list[Place]) -> Fault:
    """Return the fault of a control character, at the first of its places."""
    message = f"the control character U+{ord(sign):04X} cannot be printed{_more(places)}"
    meant = _in_windows(sign)
    hint = f"write {meant}, which has this code in Windows-1252" if meant else "delete it"
    return has_no_control_character.fault(places[0], message, hint)


def read_fault(sign: str, places: list[Place]) -> Fault:
    """Return the fault of a control character that is replaced by `read_as`."""
    code = f"U+{ord(sign):04X}"
    if sign in _SPACES:
        message = f"{_SPACES[sign]} ({code}) is read as a space{_more(places)}"
        return has_no_form_feed.fault(places[0], message)
    if meant := _in_windows(sign):
        message = f"the control character {code} is read as {meant}{_more(places)}"
        return has_no_sign_of_windows.fault(places[0], message, f"write {meant}")
    return control_fault(sign, places)


def _in_windows(sign: str) -> str:
    """Return what has the code of a sign in Windows-1252; an empty text if nothing has."""
    if not "\x80" <= sign <= "\x9f":
        return ""
    return sign.encode("latin-1").decode("cp1252", "ignore")


def _more(places: list[Place]) -> str:
    """Return how often else a character is there, and the first of those lines."""
    if len(places) == 1:
        return ""
    lines = list(dict.fromkeys(place.line for place in places[1:]))
    if len(places) == 2:
        return f", here and once more (line {lines[0]})"
    named = ", ".join(map(str, lines[:_LINES_NAMED]))
    more = "…" if len(lines) > _LINES_NAMED else ""
    return f", here and {len(places) - 1} more times (lines {named}{more})"
