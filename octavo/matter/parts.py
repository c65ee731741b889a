"""Define which parts of the front and back matter Octavo makes as sections, and their order.

Those made from metadata alone (half-title, title page, copyright page) and the contents are each
form's own; dedication, epigraphs, lists, contributors and colophon are sections like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.matter.imprint import epigraphs_of
from octavo.model import Edition, Section

DEDICATION = Section("dedication", "", "front")
EPIGRAPHS = Section("epigraphs", "", "front")
ILLUSTRATIONS = Section("illustrations", "", "front")
TABLES = Section("tables", "", "front")
CONTRIBUTORS = Section("contributors", "", "back")
COLOPHON = Section("colophon", "", "back")

LISTS = (ILLUSTRATIONS, TABLES)
BEFORE_CONTENTS = (DEDICATION, EPIGRAPHS)

# The rank of a section that is made in its matter; written ones have 0, and keep their order.
_RANKS = {
    DEDICATION.name: -4,
    EPIGRAPHS.name: -3,
    ILLUSTRATIONS.name: -2,
    TABLES.name: -1,
    "abbreviations": 1,
    "sigla": 1,
    "bibliography": 2,
    CONTRIBUTORS.name: 3,
    "index": 4,
    COLOPHON.name: 5,
}
_PARTS = {"front": 0, "body": 1, "back": 2}


def in_order(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections of a book in their order (Chicago 1.4)."""
    return tuple(sorted(sections, key=lambda s: (_PARTS[s.part], _rank(s))))


def _rank(section: Section) -> int:
    if section.path:
        return 0
    return _RANKS.get(section.name, _RANKS.get(section.name.partition("-")[0], 0))


def matter_asked(edition: Edition) -> tuple[Section, ...]:
    """Return the sections that an edition's metadata ask for, without regard to its texts."""
    asked = (
        (DEDICATION, bool(edition.dedication.strip())),
        (EPIGRAPHS, bool(epigraphs_of(edition))),
        (ILLUSTRATIONS, edition.lists.illustrations),
        (TABLES, edition.lists.tables),
        (CONTRIBUTORS, bool(edition.lists.contributors)),
        (COLOPHON, edition.colophon is True or bool(str(edition.colophon or "").strip())),
    )
    return tuple(section for section, wanted in asked if wanted)


def is_leaf(section: Section) -> bool:
    """Return whether a section that is made has no title and no line in the contents."""
    return section in {*BEFORE_CONTENTS, COLOPHON}


def stands_before_contents(section: Section) -> bool:
    """Return whether a section that is made comes before the contents."""
    return section in BEFORE_CONTENTS


def spoken_name(section: Section) -> str:
    """Return `001-dedication` as a title, for a section that has none."""
    words = section.name.lstrip("0123456789-.").replace("-", " ").replace("_", " ").strip()
    return (words or section.name).capitalize()


def may_have_biographies(text: bytes) -> bool:
    """Return whether a text, not yet parsed, may hold the biography of an author."""
    return b"biography:" in text and b"author:" in text
