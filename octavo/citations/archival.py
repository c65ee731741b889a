"""Decide what is archival: an archive, a part of one, or a document that lies in one.

Everything that needs to know this of a reference asks here: the profile of its citations, the list
of archives consulted, the check of page ranges, the printed entry of an archive.

A letter in a fond is archival whatever its type. A field `archive` alone is not enough for
published works: reference managers put there the database, or the library that the copy was read
in.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from octavo.csl.items.fields import NAMES
from octavo.model import Reference

# Types of published works, in print or on the net: a copy of one lies in many places.  All others
# (a letter, a map, an interview, a type unknown to CSL) are archival once `archive` is set.
_PUBLISHED = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic dataset entry entry-dictionary entry-encyclopedia hearing legal_case legislation
    pamphlet paper-conference patent periodical post post-weblog regulation review review-book
    software standard thesis webpage""".split()
)
_HELD = ("archive", "archive-place", "archive_collection", "archive_location")

# The location of a document opens with one of these words, before a number or a name: `f. 558`,
# `Box 3`.  Libraries shelve no books under them.
_FONDS = (
    "f ff fond fondy fonds série sér sous-série ф фф фонд bestand nachlass nl rep rg record-group"
    " box boxes carton cartons karton kasten"
)
_IN_FOND = re.compile(
    rf"(?:{'|'.join(word.replace('-', '[ -]') for word in _FONDS.split())})"
    r"(?:\.[ \N{NO-BREAK SPACE}]*|[ \N{NO-BREAK SPACE}]+)\w",
    re.IGNORECASE,
)


class Archival(Enum):
    """The way in which a reference is archival."""

    ARCHIVE = auto()  # an archive as a whole: its title is its name
    COLLECTION = auto()  # a fond or a collection, whose files and leaves are cited
    DOCUMENT = auto()  # what lies in an archive: a letter, a photograph


def archival(reference: Reference) -> Archival | None:
    """Return in which way a reference is archival; None if it is not."""
    kind = reference.text("type").lower()
    if kind == "collection":
        return Archival.ARCHIVE if _names_only_itself(reference) else Archival.COLLECTION
    if declared_profile(reference):
        return Archival.COLLECTION
    if kind in _PUBLISHED:
        return Archival.DOCUMENT if _lies_in_fond(reference) else None
    return Archival.DOCUMENT if any(map(reference.text, _HELD)) else None


def declared_profile(reference: Reference) -> str:
    """Return the profile that a reference names for itself (`custom.archive-profile`), known or
    not: empty if it names none."""
    return str(reference.custom.get("archive-profile") or "")


def holds_documents(reference: Reference) -> bool:
    """Return whether a reference is an archive or a collection, whose files and leaves are
    cited."""
    return archival(reference) in {Archival.ARCHIVE, Archival.COLLECTION}


def _names_only_itself(reference: Reference) -> bool:
    """Return whether a collection is an archive: titled, in no other archive, nobody's papers."""
    title, archive = reference.text("title"), reference.text("archive")
    same = not archive or archive.casefold() == title.casefold()
    return bool(title) and same and not any(reference.data.get(name) for name in NAMES)


def _lies_in_fond(reference: Reference) -> bool:
    """Return whether a reference names the part of an archive that it lies in."""
    location = reference.text("archive_location")
    return bool(reference.text("archive_collection") or _IN_FOND.match(location))
