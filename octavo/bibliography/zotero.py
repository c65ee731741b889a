"""Read Zotero's `Extra` field: lines in an item's note for which Zotero has no field.

`Original Date: 1901` or `original-date: 1901` on lines of their own at the head of the note, and
the older `{:original-date: 1901}`.  Only variables that CSL knows are taken out of a note; the rest
stays. See https://www.zotero.org/support/kb/item_types_and_fields#citing_fields_from_extra
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from octavo.csl.items.dates import clean_date
from octavo.csl.items.fields import DATES, NAMES, TEXTS, TYPES

MOST_LINES = 200

# Other programs write lines of their own between: `tex.shorthand: …`, `_eprint: …`, `ISSN-L: …`.
_LINE = re.compile(r"[ \t]*(?P<name>[A-Za-z_][\w. -]{1,40}?)[ \t]*:(?!//)(?P<value>.*)")
_BRACED = re.compile(r"\{:(?P<name>[A-Za-z][A-Za-z_-]{1,40}):[ \t]*(?P<value>[^{}\n]*)\}")

# The lines are in `note` itself; a key or a label is given by its own program.
_NOT_HERE = frozenset(("note", "citation-key", "citation-label"))
_SAME = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID"}
_VARIABLES: dict[str, str] = (
    {name.lower().replace("_", "-"): name for name in (*TEXTS, *NAMES, *DATES)}
    | _SAME
    | {"url": "URL", "type": "type", "event": "event-title", "short-title": "title-short"}
)


# Names of lines that programs write for themselves: CSL has no such variable.
_OF_A_PROGRAM = re.compile(
    r"_[a-z]+|[a-z_]+[._-][a-z._-]+|tex\..+|[A-Z]{3,}|Citation Key|Library Catalog|"
    r"Accession Number|Google-Books-ID|Page Version ID|ADS Bibcode|[a-z]+(?:ID|id)"
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:/|urn:|.*[\s/]", re.IGNORECASE)


def cite_key_of(data: Mapping[str, Any]) -> str:
    """Return the key by which an item is cited: its id, or its `citation-key` if the id is the
    address of an item in Zotero, which nobody cites by."""
    own = data.get("citation-key")
    if isinstance(own, str) and own.strip() and _ADDRESS.match(str(data["id"])):
        return own.strip()
    return str(data["id"])


def variable_of(written: str) -> str | None:
    """Return the CSL variable that `Original Date`, `original-date` or `DOI` means, or None."""
    name = _VARIABLES.get(re.sub(r"[ _]+", "-", written.strip().lower()))
    return None if name in _NOT_HERE else name


def take_extra(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the item with the lines of its note in their variables; itself if it has none.

    A variable that the item has already is not changed, and its line stays in the note; a date or
    the type is changed all the same, since Zotero can give it only in this way.
    """
    note = data.get("note")
    if not isinstance(note, str) or ":" not in note:
        return data
    made = dict(data)
    if "{:" in note:
        note = _BRACED.sub(lambda found: _put(made, found, data), note)
    left = _left_of(note.split("\n"), made, data)
    note = "\n".join(left).strip()
    if made == data and note == data["note"].strip():
        return data
    if note:
        made["note"] = note
    else:
        del made["note"]
    return made


def _left_of(lines: list[str], made: dict[str, Any], data: Mapping[str, Any]) -> list[str]:
    """Return the lines that stay in the note: from the first line of prose on, all of them.

    The first line of all may be prose.
    """
    left: list[str] = []
    for number, line in enumerate(lines):
        found = _LINE.fullmatch(line) if len(line) <= 5000 else None
        if number >= MOST_LINES or (found is None and line.strip() and number):
            return left + lines[number:]
        if found is None or _put(made, found, data):
            left.append(line)
    return left


def _put(made: dict[str, Any], found: re.Match[str], data: Mapping[str, Any]) -> str:
    """Put a line into its variable, and return what stays of it in the note."""
    name, written = variable_of(found["name"]), found["value"].strip()
    if name is None or not written:
        return "" if _OF_A_PROGRAM.fullmatch(found["name"]) and found["value"] else found[0]
    if name in NAMES:
        if name in data:
            return found[0]
        made[name] = [*made.get(name, ()), _person(written)]
    elif name in DATES:
        if clean_date({"raw": written}) is None:
            return found[0]
        made[name] = {"raw": written}
    elif name == "type":
        if written.lower() not in TYPES:
            return found[0]
        made["type"] = written.lower()
    elif name in made:
        return "" if made[name] == written else found[0]
    else:
        made[name] = written
    return ""


def _person(written: str) -> dict[str, str]:
    """Read `Family || Given`, or the name of a body."""
    family, parted, given = (part.strip() for part in written.partition("||"))
    if not parted:
        return {"literal": family}
    name = {"family": family, "given": given.strip("| ")}
    return {part: text for part, text in name.items() if text}
