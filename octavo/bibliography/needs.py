"""Find the fields that a reference lacks and its type needs, and the key most likely meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from octavo.csl.items.dates import clean_date
from octavo.csl.items.fields import DATES, NAMES, TYPES
from octavo.model import Reference

# The fields that a note needs, by CSL type: of each member any one field is enough.  After the
# Chicago Manual of Style, 18th edition, chapter 14.  A book needs no publisher: the place alone is
# enough for an older one (14.31), and the classic form gives no more.
_NAMED = "author editor title container-title archive"
_NEEDS: dict[str, tuple[str, ...]] = {
    "article-journal": ("title", "container-title", "issued status"),
    "article-magazine": ("title author", "container-title", "issued status"),
    "article-newspaper": ("title author genre", "container-title", "issued status"),
    "bill": ("title number",),
    "book": ("title", "issued status"),
    "chapter": ("title", "container-title"),
    "collection": ("title archive",),
    "entry-dictionary": ("title", "container-title"),
    "entry-encyclopedia": ("title", "container-title"),
    "hearing": ("title number",),
    "legal_case": ("title",),
    "legislation": ("title number",),
    "manuscript": ("author title genre", "archive container-title publisher URL DOI medium"),
    "paper-conference": ("title",),
    "personal_communication": ("author title recipient genre",),
    "periodical": ("title",),
    "report": ("title number",),
    "review": (
        "title reviewed-title reviewed-author",
        "container-title archive publisher URL DOI",
    ),
    "review-book": (
        "title reviewed-title reviewed-author",
        "container-title archive publisher URL DOI",
    ),
    "thesis": ("author", "title", "publisher"),
}


def missing_fields(reference: Reference) -> tuple[str, ...]:
    """Name the fields that a reference lacks and its type needs, `type` and broken dates included.

    Only fields that a Chicago note needs count: where any one of several is enough, the first of
    them is named.
    """
    data = reference.data
    kind = data.get("type")
    if not isinstance(kind, str) or kind.lower() not in TYPES:
        return ("type",)
    missing: list[str] = []
    for alternatives in _NEEDS.get(kind.lower(), (_NAMED,)):
        names = alternatives.split()
        if not any(_is_there(data.get(name)) for name in names):
            missing.append(names[0])
    for name in sorted(DATES & data.keys()):
        if _is_there(data[name]) and clean_date(data[name]) is None and name not in missing:
            missing.append(name)
    for name in sorted(NAMES & data.keys()):
        names = data[name]
        if _is_there(names) and not isinstance(names, list) and name not in missing:
            missing.append(name)
    return tuple(missing)


def _is_there(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def nearest_key(key: str, keys: Iterable[str]) -> str | None:
    """Find the key most likely meant: one that differs in case only, or the most alike; or None."""
    known = list(keys)
    folded = key.casefold()
    for other in known:
        if other != key and other.casefold() == folded:
            return other
    alike = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return alike[0] if alike else None
