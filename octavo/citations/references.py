"""Read a CSL-JSON bibliography into references, each with its place in the file."""

from __future__ import annotations

import difflib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from octavo.citations.fields import DATES, NAMES, TYPES, clean_date
from octavo.model import Fault, Place, Reference

LARGEST = 64 * 1024 * 1024  # bytes
DEEPEST = 64  # levels within one entry; CSL-JSON needs five

LISTS = ("items", "references")  # the members under which an object may keep its entries
_SPACE = re.compile(r"[ \t\n\r]*")


class _Broken(Exception):
    """The JSON cannot be read further: the offset and the reason."""

    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.offset, self.message, self.hint = offset, message, hint


def read_bibliography(data: bytes, path: str) -> tuple[tuple[Reference, ...], tuple[Fault, ...]]:
    """Read `data`, the bytes of a CSL-JSON file; `path` is what places are given with.

    The file holds an array of entries, or an object with such an array under `items` or
    `references`.  A reference's place is that of the brace that opens its entry.  Sound entries
    are returned whatever is wrong with the others; nothing is raised.
    """
    if len(data) > LARGEST:
        size = f"{len(data) / 1024 / 1024:.0f} MB"
        return (), (_fault(Place(path), f"the bibliography is too large ({size})"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        place = Place(path, line, column)
        return (), (_fault(place, "the bibliography is not in UTF-8", "save the file as UTF-8"),)

    newlines = [match.start() for match in re.finditer("\n", text)]

    def place_of(offset: int) -> Place:
        line = bisect_right(newlines, offset - 1)
        start = newlines[line - 1] + 1 if line else 0
        return Place(path, line + 1, offset - start + 1)

    references: dict[str, Reference] = {}
    faults: list[Fault] = []
    try:
        for offset, value in _entries(text):
            place = place_of(offset)
            wrong = _wrong_with(value)
            if wrong:
                faults.append(_fault(place, *wrong))
                continue
            key = str(value["id"])
            if key in references:
                first = references[key].place
                message = f"the key {key} is used twice, first at {first}"
                hint = "give one of the two references another key"
                faults.append(Fault("reference_key_is_unique", place, message, hint))
            else:
                references[key] = Reference(key, value, place)
    except _Broken as broken:
        faults.append(_fault(place_of(broken.offset), broken.message, broken.hint))
    return tuple(references.values()), tuple(faults)


def _fault(place: Place, message: str, hint: str = "") -> Fault:
    return Fault("bibliography_can_be_read", place, message, hint)


# --- JSON with offsets ---------------------------------------------------------------------------


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _entries(text: str) -> Iterator[tuple[int, Any]]:
    """Give each entry of the bibliography with the offset at which it begins."""
    at = _skip(text, 0)
    if text[at : at + 1] == "[":
        at = yield from _array(text, at)
    elif text[at : at + 1] == "{":
        at = yield from _object(text, at)
    else:
        if at < len(text):
            _value(text, at)  # broken JSON is named before the wrong shape
        raise _Broken(at, "the bibliography is not an array of references")
    at = _skip(text, at)
    if at < len(text):
        raise _Broken(at, "something stands after the end of the bibliography")


def _array(text: str, at: int) -> Iterator[tuple[int, Any]]:
    at = _skip(text, at + 1)
    if text[at : at + 1] == "]":
        return at + 1
    while True:
        value, end = _value(text, at)
        yield at, value
        at = _skip(text, end)
        match text[at : at + 1]:
            case "]":
                return at + 1
            case ",":
                at = _skip(text, at + 1)
                if text[at : at + 1] == "]":
                    raise _Broken(at, "broken JSON: a comma before the closing bracket")
            case _:
                raise _Broken(at, "broken JSON: a comma or a closing bracket is missing")


def _object(text: str, start: int) -> Iterator[tuple[int, Any]]:
    found = False
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        if text[at : at + 1] != '"':
            raise _Broken(at, "broken JSON: a member's name in double quotes is missing")
        name, at = _value(text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ":":
            raise _Broken(at, "broken JSON: a colon is missing")
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
            raise _Broken(at, "broken JSON: a comma or a closing brace is missing")
    if not found:
        raise _Broken(start, "the bibliography is not an array of references")
    return at + 1


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def _value(text: str, at: int) -> tuple[Any, int]:
    """Decode one value; raise _Broken with the offset of what is wrong."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _Broken(error.pos, f"broken JSON: {error.msg[:1].lower()}{error.msg[1:]}") from None
    except StopIteration as stop:  # nothing stands where a value is due
        raise _Broken(int(stop.value), "broken JSON: a value is missing") from None
    except RecursionError:
        raise _Broken(at, "broken JSON: it is nested too deeply") from None
    except ValueError as error:  # NaN, or a number of thousands of digits
        raise _Broken(at, f"broken JSON: {error}") from None


def _wrong_with(value: Any) -> tuple[str, str] | None:
    """Tell what keeps an entry from being a reference, with a hint; None if nothing does."""
    if not isinstance(value, dict):
        return "an entry of the bibliography is not an object", ""
    key = value.get("id")
    if key is None or key == "":
        return "a reference has no id", "give it the key by which it is cited"
    if not isinstance(key, str | int | float) or isinstance(key, bool):
        return "the id of a reference is not a string", ""
    if _depth_exceeds(value, DEEPEST):
        return f"the reference {key} is nested too deeply", ""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return f"the reference {str(key)!a} holds half of a character (a lone surrogate)", ""
    return None


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


# --- what a reference lacks ----------------------------------------------------------------------

# What a note cannot do without, by CSL type: each member is met by any one of its fields.  After
# the Chicago Manual of Style, 18th edition, chapter 14.  No publisher is asked for in a book: the
# place alone is enough for an older one (14.31), and the classic form gives no more.
_NAMED = "author editor title container-title archive"
_NEEDS: dict[str, tuple[str, ...]] = {
    "article-journal": ("title", "container-title", "issued status"),
    "article-magazine": ("title author", "container-title", "issued status"),
    "article-newspaper": ("title author genre", "container-title", "issued status"),
    "bill": ("title number",),
    "book": ("title", "issued status"),
    "chapter": ("title", "container-title"),
    "collection": ("title archive",),
    "entry-dictionary": ("title", "container-title"),
    "entry-encyclopedia": ("title", "container-title"),
    "hearing": ("title number",),
    "legal_case": ("title",),
    "legislation": ("title number",),
    "manuscript": ("author title genre", "archive container-title publisher URL DOI medium"),
    "paper-conference": ("title",),
    "personal_communication": ("author title recipient genre",),
    "periodical": ("title",),
    "report": ("title number",),
    "review": (
        "title reviewed-title reviewed-author",
        "container-title archive publisher URL DOI",
    ),
    "review-book": (
        "title reviewed-title reviewed-author",
        "container-title archive publisher URL DOI",
    ),
    "thesis": ("author", "title", "publisher"),
}


def missing_fields(reference: Reference) -> tuple[str, ...]:
    """Name the fields that a reference lacks and its type needs, `type` and broken dates included.

    Only what a Chicago note cannot do without is asked for: where several fields can do the same
    service, one of them is enough, and the first is named.
    """
    data = reference.data
    kind = data.get("type")
    if not isinstance(kind, str) or kind.lower() not in TYPES:
        return ("type",)
    missing: list[str] = []
    for alternatives in _NEEDS.get(kind.lower(), (_NAMED,)):
        names = alternatives.split()
        if not any(_is_there(data.get(name)) for name in names):
            missing.append(names[0])
    for name in sorted(DATES & data.keys()):
        if _is_there(data[name]) and clean_date(data[name]) is None and name not in missing:
            missing.append(name)
    for name in sorted(NAMES & data.keys()):
        names = data[name]
        if _is_there(names) and not isinstance(names, list) and name not in missing:
            missing.append(name)
    return tuple(missing)


def _is_there(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def nearest_key(key: str, keys: Iterable[str]) -> str | None:
    """Find the key that was most likely meant: one that differs in case, or the most alike."""
    known = list(keys)
    folded = key.casefold()
    for other in known:
        if other != key and other.casefold() == folded:
            return other
    alike = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return alike[0] if alike else None
