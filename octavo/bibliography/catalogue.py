"""Complete the records of catalogues: make keys where none are given, and tags for languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

from octavo.csl.items.dates import clean_date

_LANGUAGES = {
    name: tag
    for tag, names in {
        "ar": "arabic ara", "cs": "czech cze ces čeština", "de": "german ger deu deutsch allemand",
        "el": "greek gre ell", "en": "english eng anglais englisch", "es": "spanish spa español",
        "fr": "french fre fra français französisch", "he": "hebrew heb", "hu": "hungarian hun",
        "it": "italian ita italiano", "ja": "japanese jpn", "la": "latin lat",
        "nl": "dutch dut nld nederlands", "pl": "polish pol polski",
        "pt": "portuguese por português", "ro": "romanian rum ron",
        "ru": "russian rus русский russe russisch", "sv": "swedish swe", "tr": "turkish tur",
        "uk": "ukrainian ukr", "zh": "chinese chi zho",
    }.items()
    for name in names.split()
}  # fmt: skip


def language_tag(written: str) -> str:
    """Return a language's tag, from its tag or its name in a catalogue; '' for neither."""
    small = written.strip().lower().rstrip(".")
    if small in _LANGUAGES:
        return _LANGUAGES[small]
    return written.strip() if re.fullmatch(r"[a-z]{2,3}(?:[-_]\w{2,8})*", small) else ""


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
