"""References that stand for one work, under keys of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from octavo.csl.items.dates import clean_date
from octavo.model import Reference

_TAG = re.compile(r"<[^<>]{0,200}>")
_DOI = re.compile(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:)\s*", re.IGNORECASE)

# What tells two works of one author and title apart.
_PARTS = (
    "container-title", "collection-title", "volume", "issue", "number", "page", "edition",
    "genre", "archive", "archive_location", "volume-title", "part-number", "chapter-number",
    "section", "medium", "version",
)  # fmt: skip


def same_works(references: Iterable[Reference]) -> tuple[tuple[Reference, ...], ...]:
    """The groups of references that say the same of a work, each in the order given.

    Two are the same by their DOI, or their ISBN and title, or by people, title, date and all else
    that tells works apart; each reference is looked at once.
    """
    groups: dict[tuple[Any, ...], list[Reference]] = {}
    for reference in references:
        for sign in _signs(reference):
            group = groups.setdefault(sign, [])
            if not group or group[-1] is not reference:
                group.append(reference)
    found = {tuple(r.key for r in group): tuple(group) for group in groups.values()}
    return tuple(group for group in found.values() if len(group) > 1)


def _signs(reference: Reference) -> Iterator[tuple[Any, ...]]:
    data = reference.data
    title = _plain(data.get("title"))
    kind = _plain(data.get("type"))
    parts = tuple(_plain(data.get(name)) for name in ("volume", "page", "chapter-number"))
    doi = _DOI.sub("", _text(data.get("DOI"))).lower()
    if doi:
        yield "DOI", kind, doi, *parts
    isbn = re.sub(r"[^0-9Xx]", "", _text(data.get("ISBN")))[:13]
    if isbn and title:
        yield "ISBN", kind, isbn, title, *parts
    people = tuple(_person(one) for name in ("author", "editor") for one in _list(data.get(name)))
    if title and people:
        date = clean_date(data.get("issued"))
        first = clean_date(data.get("original-date"))
        when = tuple((one.parts, one.literal) for one in (date, first) if one)
        yield "work", kind, people, title, when, *(_plain(data.get(name)) for name in _PARTS)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _person(value: Any) -> str:
    """A person as family name and first letter, so that initials and names in full are the same."""
    if not isinstance(value, dict):
        return _plain(value)
    family = _plain(value.get("family") or value.get("literal"))
    return f"{family} {_plain(value.get('given'))[:1]}"


def _plain(value: Any) -> str:
    """A text without markup, accents, punctuation and capitals."""
    text = _TAG.sub("", _text(value))
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in text.casefold() if sign.isalnum())
