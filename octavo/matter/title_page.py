"""Word the authors on the title page, with their affiliations where the edition asks for these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from octavo.model import Edition, Name


@dataclass(frozen=True, slots=True)
class AuthorGroup:
    """Authors who are named together, and the affiliation below their names; it may be empty."""

    names: Sequence[Name]
    affiliation: str = ""


def author_groups(edition: Edition) -> tuple[AuthorGroup, ...]:
    """Return the authors as the title page names them: all together, or those who follow each other
    and have the same affiliation."""
    if not edition.authors:
        return ()
    if not edition.title_page.affiliations:
        return (AuthorGroup(edition.authors),)
    groups = groupby(edition.authors, lambda name: name.affiliation)
    return tuple(AuthorGroup(tuple(names), affiliation) for affiliation, names in groups)
