"""Make the landmarks, which the buttons of a reader lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from octavo.html.chapter import Chapter
from octavo.locales import Words


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that a reader's buttons lead to."""

    kind: str
    href: str
    text: str


def landmarks(
    chapters: Sequence[Chapter], words: Words, cover: str, title: str, contents_href: str
) -> tuple[Landmark, ...]:
    """Return cover, title page, contents, the text's beginning, lists, bibliography and index."""
    marks = [
        Landmark("cover", cover, words.cover),
        Landmark("titlepage", title, words.title_page),
        Landmark("toc", contents_href, words.contents),
    ]
    body = next((c for c in chapters if c.section.part == "body"), None)
    if body:
        marks.append(Landmark("bodymatter", body.href, words.beginning))
    own = {"loi": "", "lot": "", "bibliography": words.bibliography, "index": words.index}
    for kind, name in own.items():
        found = next((c for c in chapters if c.kind == kind), None)
        if found:
            marks.append(Landmark(kind, found.href, name or found.title))
    return tuple(marks)
