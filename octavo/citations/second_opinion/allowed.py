"""Read the list of differences that the editors of an edition have looked at and allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from octavo.citations.rules import allowed_differences_can_be_read
from octavo.citations.second_opinion.bare_words import shaped
from octavo.model import Fault, Place
from octavo.source import NotYaml, read_yaml

ALLOWED_PATH = "csl/second-opinion.yaml"
LARGEST = 1_000_000  # bytes; a line for every note of a long book is less


@dataclass(frozen=True, slots=True)
class Allowance:
    """A difference that is as it should be: the words of both, those that differ or all of them,
    and the key of its reference; '' for any reference."""

    ours: str
    pandoc: str
    key: str
    place: Place


_ASKED = ("ours", "pandoc", "reason")
_MEMBERS = (*_ASKED, "key", "reviewed")


def read_allowances(
    data: bytes, path: str = ALLOWED_PATH
) -> tuple[tuple[Allowance, ...], tuple[Fault, ...]]:
    """Read the list of allowed differences; return them, and a fault for each one that is wrong."""
    fault = allowed_differences_can_be_read.fault
    if len(data) > LARGEST:
        return (), (fault(Place(path), f"the file is larger than {LARGEST:,} bytes"),)
    try:
        rows = read_yaml(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return (), (fault(Place(path), "the file is not UTF-8"),)
    except NotYaml as error:
        place = Place(path, error.line, error.column)
        return (), (fault(place, f"the YAML cannot be read: {error}"),)
    if rows is not None and not isinstance(rows, list):
        return (), (fault(Place(path), "there is no list of differences in it", _FORM),)
    made: list[Allowance] = []
    faults: list[Fault] = []
    for row in rows or ():
        place = Place(path, getattr(row, "line", 1), getattr(row, "column", 1))
        wrong = _wrong_with(row)
        if wrong:
            faults.append(fault(place, wrong, _FORM))
        else:
            ours, theirs = shaped(row["ours"]), shaped(row["pandoc"])
            made.append(Allowance(ours, theirs, row.get("key", "").removeprefix("@"), place))
    return tuple(made), tuple(faults)


_FORM = "- {key: …, ours: …, pandoc: …, reason: …}"


def _wrong_with(row: Any) -> str:
    if not isinstance(row, dict):
        return "an allowed difference is no list of keys and values"
    strange = [name for name in row if name not in _MEMBERS]
    if strange:
        return f"an allowed difference has an unknown key: {strange[0]}"
    missing = [name for name in _ASKED if not isinstance(row.get(name), str)]
    if missing:
        return f"an allowed difference has no {missing[0]}"
    if not row["reason"].strip():
        return "an allowed difference has no reason"
    if not isinstance(row.get("key", ""), str):
        return "the key of an allowed difference is no cite key"
    return ""
