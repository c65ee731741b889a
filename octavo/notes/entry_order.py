"""The order of a bibliography's part: the style's, or by title, by date, by place and archive."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from octavo.csl.items.fields import clean_date
from octavo.manuscript import plain
from octavo.model import Reference, SetEntry

Key = tuple[Any, ...]

# Articles that open a title and do not count in its order, by language.
_ARTICLES = {
    "en": "the a an",
    "de": "der die das ein eine einer",
    "es": "el la los las un una unos unas",
    "fr": "le la les l’ un une des",
    "it": "il lo la i gli le l’ un uno una un’",
    "nl": "de het een",
    "pt": "o a os as um uma",
}
_TAG = re.compile(r"<[^<>]{1,60}>")


def filed_by(
    order: str, entries: Sequence[SetEntry], references: Mapping[str, Reference]
) -> Sequence[SetEntry]:
    """Entries in an order; those that are equal in it stay in the style's."""
    key = _KEYS.get(order)
    if key is None:
        return entries
    return sorted(entries, key=lambda entry: key(references.get(entry.key), entry))


def filed(text: str, language: str = "en") -> str:
    """A text as it is filed: letter by letter, without its article, accents and markup."""
    bare = _TAG.sub("", text).casefold().replace("'", "’").lstrip('“”«»„‘’"([ ')
    for article in _ARTICLES.get(language.split("-")[0].lower(), "").split():
        opening = article if article.endswith("’") else f"{article} "
        if bare.startswith(opening):
            bare = bare[len(opening) :]
            break
    letters = unicodedata.normalize("NFKD", bare)
    return "".join(c for c in letters if c.isalnum())


def _by_title(reference: Reference | None, entry: SetEntry) -> Key:
    title = field(reference, "title") or plain(entry.inlines)
    return (filed(title, field(reference, "language") or "en"),)


def _by_date(reference: Reference | None, entry: SetEntry) -> Key:
    """Undated works stand last."""
    date = clean_date(reference.data.get("issued")) if reference else None
    parts = date.parts[0] if date and date.parts else ()
    return (not parts, parts)


def _by_archive(reference: Reference | None, entry: SetEntry) -> Key:
    names = ("archive-place", "archive", "archive_collection", "archive_location")
    return tuple(natural(field(reference, name)) for name in names)


def natural(text: str) -> list[tuple[bool, int, str]]:
    """A text as it is counted: fond 9 before fond 10."""
    pieces = re.split(r"(\d{1,18})", text)
    made = [(p.isdecimal(), int(p) if p.isdecimal() else 0, filed(p, "")) for p in pieces]
    return [piece for piece in made if piece[0] or piece[2]]


def field(reference: Reference | None, name: str) -> str:
    """A field's text, or nothing."""
    value = reference.data.get(name) if reference else None
    return value.strip() if isinstance(value, str) else ""


_KEYS: Mapping[str, Callable[[Reference | None, SetEntry], Key]] = {
    "title": _by_title,
    "date": _by_date,
    "archive": _by_archive,
}
