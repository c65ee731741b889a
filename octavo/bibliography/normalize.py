"""Normalize an item: split names given in one string, put Zotero's lines into their variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from octavo.bibliography.editions import edition_of
from octavo.bibliography.names_in_a_string import is_name, name_of, people_of
from octavo.bibliography.rules import reference_name_has_parts
from octavo.bibliography.zotero import take_extra
from octavo.csl.items.fields import NAMES, TEXTS, language_of
from octavo.locales.language_tags import UNKNOWN
from octavo.model import Fault, Place

# An address or a word in front of a DOI, before which styles write the resolver's address.
_BEFORE_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi\s*:\s*)+(?=10\.)", re.IGNORECASE)


def sound(data: Mapping[str, Any], key: str, place: Place) -> tuple[Mapping[str, Any], list[Fault]]:
    """Return the item with what is certain mended, and a fault for each name that was one string.

    Every entry of a library passes through here, so that only cheap checks are made.
    """
    told: list[Fault] = []
    if "note" in data:
        data = take_extra(data)
    language = data.get("language")
    if isinstance(language, str) and (tag := language_of(data)) not in {UNKNOWN, language}:
        data = {**data, "language": tag}  # one that is not known stays, and is reported
    doi = data.get("DOI")
    if isinstance(doi, str) and (bare := _BEFORE_DOI.sub("", doi.strip())) != doi:
        data = {**data, "DOI": bare}
    edition = data.get("edition")
    if isinstance(edition, str) and not edition.isdecimal():
        data = {**data, "edition": edition_of(edition)}
    for name, value in list(data.items()):
        if type(value) is list and name in TEXTS and value:
            data = {**data, name: ", ".join(one for one in value if isinstance(one, str))}
    for name in sorted(NAMES & data.keys()):
        value = data[name]
        if type(value) is list and all(type(one) is dict and not _whole(one) for one in value):
            continue
        people = list(_people(value))
        if people:
            data = {**data, name: people}
            read = "; ".join(_shown(person) for person in people[:3])
            message = f"the {name} of @{key} is given as one string, and read as {read}"
            hint = 'give it as [{"family": …, "given": …}], or a body as [{"literal": …}]'
            told.append(reference_name_has_parts.fault(place, message, hint))
    return data, told


def _people(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, str):
        if value.strip():
            yield from people_of(value)
    elif isinstance(value, Mapping):
        yield from people_of(whole) if (whole := _whole(value)) else (value,)
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, Mapping):
                yield name_of(whole) if (whole := _whole(one)) else one
            elif isinstance(one, str) and one.strip():
                yield name_of(one)


def _whole(person: Mapping[str, Any]) -> str:
    """Return the name of a person who has no parts of CSL's, `name: Ida Vale`; '' otherwise."""
    name = person.get("name")
    return name.strip() if isinstance(name, str) and not is_name(person) else ""


def _shown(person: Mapping[str, Any]) -> str:
    if "literal" in person:
        return f"“{person['literal']}”"
    family = " ".join(str(person[p]) for p in ("non-dropping-particle", "family") if p in person)
    return f"{family}, {person['given']}" if "given" in person else family
