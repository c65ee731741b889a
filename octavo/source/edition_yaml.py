"""Read edition.yaml: bytes in, an `Edition` out, or faults on the lines that are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from octavo.model import Edition, Fault, Place
from octavo.source.characters import CONTROL, control_fault, without_controls
from octavo.source.edition_values import Path, Written, read_values, texts_in
from octavo.source.metadata_marks import with_marks
from octavo.source.places import byte_place
from octavo.source.rules import (
    edition_file_is_valid,
    has_no_control_character,
    setting_has_no_curly_marks,
    setting_is_read_whole,
)
from octavo.source.setting_faults import dotted, said_of
from octavo.source.yaml_words import NotYaml

EDITION_PATH = "source/edition.yaml"
MAX_EDITION_BYTES = 1_000_000

_adapter = TypeAdapter(Edition)


@cache
def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema of edition.yaml, by which editors complete and check it."""
    return _adapter.json_schema()


def read_edition(data: bytes, path: str = EDITION_PATH) -> tuple[Edition | None, tuple[Fault, ...]]:
    """Return the edition that the bytes describe, and remarks; or None and the faults, each on its
    line."""
    start = Place(path)
    if len(data) > MAX_EDITION_BYTES:
        message = f"the file has {len(data):,} bytes, too many for an edition's settings"
        return None, (_invalid(start, message),)
    try:
        decoded = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place, hint = byte_place(data, error.start, path), "save the file as UTF-8"
        return None, (_invalid(place, "the file is not UTF-8", hint),)
    lines = decoded.replace("\r\n", "\n").replace("\r", "\n")
    text, faults = without_controls(lines, path)
    try:
        written = read_values(text)
    except NotYaml as error:
        place = Place(path, error.line, error.column)
        return None, (*faults, _invalid(place, str(error), error.hint))
    if not isinstance(written.value, dict):
        return None, (*faults, _invalid(start, *_without_keys(written.value)))
    faults += tuple(_escaped_controls(written, path))
    edition, more = _validated(written, path)
    faults += (*more, *(_cut_values(text, path) if edition is not None else ()))
    if any(fault.rule == has_no_control_character for fault in faults):
        return None, faults
    return edition, faults


def _without_keys(value: Any) -> tuple[str, str]:
    hint = "write keys with their values, first title: …; `octavo new` lays out an example"
    if value is None:
        return "the file is empty", hint
    return f"the file is {'a list' if isinstance(value, list) else 'a text'}, without keys", hint


def _validated(written: Written, path: str) -> tuple[Edition | None, tuple[Fault, ...]]:
    def fault(where: Path, message: str, hint: str = "") -> Fault:
        return _invalid(Place(path, *written.place(where)), message, hint)

    try:
        edition = _adapter.validate_python(written.value)
    except ValidationError as error:
        said = said_of(error.errors(include_url=False), written, edition_schema())
        return None, tuple(fault(*each) for each in said)
    except RecursionError:
        return None, (_invalid(Place(path), "the YAML is nested too deeply"),)
    except ValueError as error:
        return None, (_invalid(Place(path), f"the settings cannot be read: {error}"),)
    wrong = tuple(fault(*each) for each in _no_sense(edition))
    if wrong:
        return None, wrong
    return with_marks(edition), tuple(_curly_marks(written, path))


def _no_sense(edition: Edition) -> Iterator[tuple[Path, str, str]]:
    """Yield what the schema cannot refuse: dates of no calendar, people without a name, notes that
    are numbered by page and are on no page of their call."""
    if edition.date:
        year, month, day = (*map(int, edition.date.split("-")), 1, 1)[:3]
        try:
            date(max(year, 1), month, day)
        except ValueError:
            yield ("date",), f"date: {edition.date} is in no calendar", "correct the month or day"
    if edition.notes.numbering == "page" and edition.notes.place != "foot":
        message = "notes.numbering: the notes at the end have no page of their own"
        yield ("notes", "numbering"), message, "write numbering: section, or place: foot"
    for role in ("authors", "editors", "translators", "contributors"):
        for number, name in enumerate(getattr(edition, role)):
            if not name.display:
                hint = "write {family: …, given: …}, or {literal: …} for a body"
                yield (role, number), f"one of the {role} has no name", hint


def _escaped_controls(written: Written, path: str) -> Iterator[Fault]:
    """Yield the faults of control characters that YAML reads from an escape, `"\\a"`."""
    for where, text in texts_in(written.value):
        for sign in sorted(set(CONTROL.findall(text))):
            yield control_fault(sign, [Place(path, *written.place(where))])


def _curly_marks(written: Written, path: str) -> Iterator[Fault]:
    for where, inner in written.quoted.items():
        value = written.at(where)
        key = next((part for part in reversed(where) if isinstance(part, str)), "")
        hint = f"write {key}: {inner}; if they belong to the text, put straight ones around them"
        yield setting_has_no_curly_marks.fault(
            Place(path, *written.place(where)),
            f"the quotation marks of {value} are read as a part of {dotted(where)}", hint,
        )  # fmt: skip


# The settings that are texts: a remark behind them, without a space behind #, is a part of them.
_CUT = re.compile(
    r"^[ \t]*(?:- )?(?P<key>title|subtitle|running|rights|holder|description|edition|dedication|"
    r"disclaimer|credits|printing|name|affiliation|source):[ \t]+"
    r"(?P<value>[^\s\"'\[{|>#&*!%@][^\n]*?)"
    r" (?P<rest>#(?=\S)(?!#)[^\n]*)$",
    re.MULTILINE,
)


def _cut_values(text: str, path: str) -> Iterator[Fault]:
    for found in _CUT.finditer(text):
        line = text.count("\n", 0, found.start("rest")) + 1
        column = found.start("rest") - text.rfind("\n", 0, found.start("rest"))
        whole = f"{found['value']} {found['rest']}".replace('"', "'")
        yield setting_is_read_whole.fault(
            Place(path, line, column), f"{found['rest']} is read as a remark, and not printed",
            f'write {found["key"]}: "{whole}"; a remark has a space behind #',
        )  # fmt: skip


def _invalid(place: Place, message: str, hint: str = "") -> Fault:
    return edition_file_is_valid.fault(place, message, hint)


def place_in_edition(text: str, needle: str) -> Place:
    """Return the first place of a word in edition.yaml, such as a section's file name, outside of
    comment lines; the start of the file if it is in none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if needle in line and not line.lstrip().startswith("#"):
            return Place(EDITION_PATH, number, line.index(needle) + 1)
    return Place(EDITION_PATH)
