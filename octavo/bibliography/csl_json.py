"""Read CSL-JSON: an array of items, or an object that holds one, each item with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from octavo.bibliography.source_text import Broken, Reader, Writing
from octavo.bibliography.zotero import cite_key_of

LISTS = ("items", "references")  # the members under which an object may keep its entries
DEEPEST = 64  # levels within one entry; CSL-JSON needs five
_SPACE = re.compile(r"[ \t\n\r]*")


def read_json(writing: Writing, reader: Reader) -> None:
    """Read an array of entries, or an object with such an array under `items` or `references`.

    A reference's place is that of the brace that opens its entry.
    """
    try:
        for start, end, value in _entries(writing.text):
            place = writing.place(start)
            wrong = _wrong_with(value, writing.text, start, end)
            if wrong:
                reader.refuse(place, *wrong)
            else:
                key = cite_key_of(value)
                if not reader.asks_for(key):
                    reader.name(key, place)
                    continue
                reader.add(key, {**value, "id": key} if key != str(value["id"]) else value, place)
    except Broken as broken:
        reader.refuse(writing.place(broken.offset), broken.message, broken.hint)


# --- JSON with offsets ---------------------------------------------------------------------------


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


def _whole_number(digits: str) -> int | str:
    """Return a whole number; as its digits if it is larger than what a stage can write."""
    number = int(digits)
    return number if -_LARGEST <= number <= _LARGEST else digits


_LARGEST = 2**63 - 1
DECODER = json.JSONDecoder(parse_constant=_refuse, parse_int=_whole_number)


def _entries(text: str) -> Iterator[tuple[int, int, Any]]:
    """Yield each entry of the bibliography with the offsets of its start and end.  Raise Broken."""
    at = _skip(text, 0)
    if text[at : at + 1] == "[":
        at = yield from _array(text, at)
    elif text[at : at + 1] == "{":
        at = yield from _object(text, at)
    else:
        if at < len(text):
            _value(text, at)  # broken JSON is named before the wrong shape
        raise Broken(at, "the bibliography is no list of references", _A_LIST)
    at = _skip(text, at)
    if at < len(text):
        raise Broken(at, "there is text after the end of the bibliography")


def _array(text: str, at: int) -> Iterator[tuple[int, int, Any]]:
    at = _skip(text, at + 1)
    if text[at : at + 1] == "]":
        return at + 1
    while True:
        value, end = _value(text, at)
        yield at, end, value
        at = _skip(text, end)
        match text[at : at + 1]:
            case "]":
                return at + 1
            case ",":
                at = _skip(text, at + 1)
                if text[at : at + 1] == "]":
                    hint = "remove the comma behind the last reference"
                    raise Broken(at, "broken JSON: a comma before the closing bracket", hint)
            case _:
                hint = "write a comma between two references, and ] behind the last"
                raise Broken(at, "broken JSON: a comma or a closing bracket is missing", hint)


def _object(text: str, start: int) -> Iterator[tuple[int, int, Any]]:
    found = False
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        if text[at : at + 1] != '"':
            raise Broken(at, "broken JSON: a member's name in double quotes is missing")
        name, at = _value(text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ":":
            raise Broken(at, "broken JSON: a colon is missing")
        at = _skip(text, at + 1)
        if name in LISTS and text[at : at + 1] == "[":
            found = True
            at = yield from _array(text, at)
        else:
            _, at = _value(text, at)
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "}":
            raise Broken(at, "broken JSON: a comma or a closing brace is missing")
    if not found:
        raise Broken(start, "the bibliography is no list of references", _A_LIST)
    return at + 1


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def _value(text: str, at: int) -> tuple[Any, int]:
    """Decode one value and return it with its end; raise Broken at the offset of a fault."""
    try:
        return DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _broken(text, error) from None
    except StopIteration as stop:  # there is no value where one is due
        raise Broken(int(stop.value), "broken JSON: a value is missing") from None
    except RecursionError:
        raise Broken(at, "broken JSON: it is nested too deeply") from None
    except ValueError as error:  # NaN, or a number of thousands of digits
        raise Broken(at, f"broken JSON: {error}") from None


_A_LIST = "write [ before the first reference and ] behind the last"
_CURLY = re.compile(r"[“”„‘’']")


def _broken(text: str, error: json.JSONDecodeError) -> Broken:
    """Return what is wrong with JSON in words, and what to write."""
    at = error.pos
    if _CURLY.match(text, at):
        message = "a name or a text is between curly or single quotation marks"
        return Broken(at, f"broken JSON: {message}", 'write straight double ones: "id"')
    for said, message, hint in _MESSAGES:
        if error.msg.startswith(said):
            return Broken(at, f"broken JSON: {message}", hint)
    return Broken(at, f"broken JSON: {error.msg[:1].lower()}{error.msg[1:]}")


_MESSAGES = (
    ("Expecting property name", "the name of a field is missing",
     'write names in quotation marks, and no comma behind the last field: {"id": "ward1987"}'),
    ("Illegal trailing comma", "a comma is behind the last field", "remove it"),
    ("Expecting ','", "a comma is missing between two fields, or a bracket that closes",
     "write a comma behind each value but the last"),
    ("Expecting ':'", "a colon is missing behind the name of a field", "write \"id\": …"),
    ("Expecting value", "a value is missing, or is not in quotation marks", 'write "…"'),
    ("Unterminated string", "a quotation mark is never closed", 'write " at the end of the value'),
    ("Invalid control character", "a line ends or a tab is in a value", "write it in one line"),
    ("Invalid \\escape", "a backslash in a value", "write it twice: \\\\"),
)  # fmt: skip


def _wrong_with(value: Any, text: str, start: int, end: int) -> tuple[str, str] | None:
    """Return what keeps an entry from being a reference, with a hint; None if nothing does."""
    if not isinstance(value, dict):
        return "an entry of the bibliography is not an object", ""
    key = value.get("id")
    if key is None or key == "":
        return "a reference has no id", "give it the key by which it is cited"
    if not isinstance(key, str | int | float) or isinstance(key, bool):
        return "the id of a reference is not a string", ""
    if _may_be_deep(text, start, end) and _depth_exceeds(value, DEEPEST):
        return f"the reference {key} is nested too deeply", ""
    try:
        if text.find("\\u", start, end) >= 0:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return f"the reference {str(key)!a} holds half of a character (a lone surrogate)", ""
    return None


def _may_be_deep(text: str, start: int, end: int) -> bool:
    """Return whether so many brackets are opened that an entry can be nested too deeply."""
    return text.count("[", start, end) + text.count("{", start, end) > DEEPEST


def _depth_exceeds(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        below: list[Any] = []
        for member in level:
            if isinstance(member, dict):
                below.extend(member.values())
            elif isinstance(member, list):
                below.extend(member)
        if not below:
            return False
        level = below
    return True
