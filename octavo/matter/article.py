"""Find and write the title block of an article: without title leaves, an edition opens with its
first section."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.model import Edition, Section


def begins_the_article(section: Section, edition: Edition) -> bool:
    """Return whether a section is the first of an edition that has no title leaves."""
    if edition.print.has_leaves or section.part != "body" or not section.path:
        return False
    return section.path.endswith(f"/{edition.sections[0]}")


def title_lines(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the lines below an article's title, each with its class."""
    if edition.subtitle:
        yield "subtitle", edition.subtitle
    for name in edition.authors:
        yield "author", name.display
        if name.affiliation:
            yield "affiliation", name.affiliation
    if edition.description:
        yield "abstract", edition.description
