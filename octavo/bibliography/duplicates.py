"""Find references to one work that have different keys."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from octavo.csl.items.dates import clean_date
from octavo.model import Reference

_TAG = re.compile(r"<[^<>]{0,200}>")
_DOI = re.compile(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:)\s*", re.IGNORECASE)

# Fields that distinguish two works of one author and title.
_PARTS = (
    "container-title", "collection-title", "volume", "issue", "number", "page", "edition",
    "genre", "archive", "archive_location", "volume-title", "part-number", "chapter-number",
    "section", "medium", "version",
)  # fmt: skip


def same_works(references: Iterable[Reference]) -> tuple[tuple[Reference, ...], ...]:
    """Return the groups of references to one work, each in the order given.

    Two references are to one work if they have the same DOI, or the same ISBN and title, or the
    same people, title, date and all other fields that distinguish works.  Each reference is looked
    at once.
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
    """Yield the values by which a reference is recognized: two to one work share at least one."""
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
    """Reduce a person to family name and first letter, so that initials equal names in full."""
    if not isinstance(value, dict):
        return _plain(value)
    family = _plain(value.get("family") or value.get("literal"))
    return f"{family} {_plain(value.get('given'))[:1]}"


def _plain(value: Any) -> str:
    """Reduce a text to its letters and digits, without markup, accents and capitals."""
    text = _TAG.sub("", _text(value))
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in text.casefold() if sign.isalnum())
