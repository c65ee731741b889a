"""Complete the records of catalogues: make keys where none are given, drop empty fields."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

from octavo.csl.items.dates import clean_date

# Whom the second people of a record are, where they are no editors: by EndNote's table of fields,
# which RIS follows.
SECOND_PEOPLE: Mapping[str, str] = {
    "personal_communication": "recipient", "interview": "interviewer",
    "motion_picture": "director", "broadcast": "director",
}  # fmt: skip


def as_editors(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the authors of an edited book as its editors, whom EndNote's table of fields calls so,
    if it has no others."""
    return {} if data.get("editor") else {"author": [], "editor": data.get("author")}


def finish(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item without its empty fields; `type` stays."""
    return {name: value for name, value in data.items() if value or name == "type"}


class KeyMaker:
    """Keys for records that have none: the first family name and the year, such as carley1999, and
    a letter from the second record of the same on, in the order of the file."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()

    def made_for(self, data: Mapping[str, Any]) -> str:
        """Return the key of the next record."""
        people = data.get("author") or data.get("editor") or ()
        person = people[0] if people else {}
        word = str(person.get("family") or person.get("literal") or data.get("title") or "record")
        letters = unicodedata.normalize("NFKD", word.split()[0] if word.split() else "record")
        name = "".join(letter for letter in letters.lower() if letter.isalnum())
        date = clean_date(data.get("issued"))
        year = date.parts[0][0] if date and date.parts and date.parts[0] else ""
        key = f"{name or 'record'}{year}"
        self._times[key] += 1
        times = self._times[key]
        return key if times == 1 else f"{key}{_letters(times - 1)}"


def _letters(number: int) -> str:
    made = ""
    while number:
        number, rest = divmod(number - 1, 26)
        made = chr(97 + rest) + made
    return made
