"""Order a part of the bibliography: as the style does, or by title, date, place and archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from octavo.csl.items.field_text import field_text
from octavo.csl.items.fields import clean_date
from octavo.csl.text.filing import filing_key, without_article
from octavo.csl.text.tagged_text import unmarked
from octavo.model import Reference, SetEntry
from octavo.pandoc.walk import plain

Key = tuple[Any, ...]


def filed_by(
    order: str,
    entries: Sequence[SetEntry],
    references: Mapping[str, Reference],
    language: str,
) -> Sequence[SetEntry]:
    """Return entries in an order; entries that are equal in it keep the order of the style.

    `references` are by key; `language` is the edition's, whose alphabet is used.
    """
    key = _KEYS.get(order)
    if key is None:
        return entries
    return sorted(entries, key=lambda entry: key(references.get(entry.key), entry, language))


def title_key(title: str, own: str, language: str) -> bytes:
    """Return the filing key of a title: without the article of its `own` language, by the alphabet
    of the edition's `language`. `title` is text as in CSL-JSON."""
    return filing_key(without_article(unmarked(field_text(title)), own), language)


def _by_title(reference: Reference | None, entry: SetEntry, language: str) -> Key:
    title = _text(reference, "title") or plain(entry.inlines)
    own = _text(reference, "language") or entry.language or language
    return (title_key(title, own, language),)


def _by_date(reference: Reference | None, entry: SetEntry, language: str) -> Key:
    """Return the key of a date; undated works come last."""
    date = clean_date(reference.data.get("issued")) if reference else None
    parts = date.parts[0] if date and date.parts else ()
    return (not parts, parts)


def _by_archive(reference: Reference | None, entry: SetEntry, language: str) -> Key:
    names = ("archive-place", "archive", "archive_collection", "archive_location")
    return tuple(filing_key(field_text(_text(reference, name)), language) for name in names)


def _text(reference: Reference | None, name: str) -> str:
    return reference.text(name) if reference else ""


_KEYS: Mapping[str, Callable[[Reference | None, SetEntry, str], Key]] = {
    "title": _by_title,
    "date": _by_date,
    "archive": _by_archive,
}
