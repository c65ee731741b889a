"""Make the places that a reader can go to: the contents, the landmarks, and the NCX for old
readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from markupsafe import Markup

from octavo.epub.chapter import Chapter, Heading
from octavo.epub.content_document import as_xhtml
from octavo.locales import Words
from octavo.matter.parts import is_leaf


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; `label` is XHTML, `text` the same in plain words."""

    href: str
    label: Markup
    text: str
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that a reader's buttons lead to."""

    kind: str
    href: str
    text: str


def contents(chapters: Sequence[Chapter]) -> tuple[Entry, ...]:
    """Return the sections with their own authors, and under each its headings of the second
    level."""
    return tuple(_entry_of(chapter) for chapter in chapters if not is_leaf(chapter.section))


def _entry_of(chapter: Chapter) -> Entry:
    first, *others = chapter.headings or (None,)
    if first and first.level > 1:
        first, others = None, [first, *others]
    children = tuple(
        _entry(heading, f"{chapter.href}#{heading.id}") for heading in others
        if heading and _text(heading)
    )  # fmt: skip
    if first and _text(first):
        return _by(chapter, _entry(first, chapter.href, children))
    label = Markup.escape(chapter.title)
    return Entry(chapter.href, label, chapter.title, children)


def _by(chapter: Chapter, entry: Entry) -> Entry:
    """Return a line with its section's authors, as librarians write them: Title / Authors."""
    names = ", ".join(name.display for name in chapter.authors)
    if not names:
        return entry
    authors = Markup(' <span class="by">/ {}</span>').format(names)
    return replace(entry, label=entry.label + authors, text=f"{entry.text} / {names}")


def _entry(heading: Heading, href: str, children: tuple[Entry, ...] = ()) -> Entry:
    markup = as_xhtml(heading.words).removeprefix("<a>").removesuffix("</a>")
    return Entry(href, Markup(markup.strip()), _text(heading), children)


def _text(heading: Heading) -> str:
    return " ".join("".join(_spoken(heading.words)).split())


def _spoken(element: ET.Element) -> Iterator[str]:
    """Yield the words of an element, without the TeX in a formula's annotation."""
    if element.tag != "annotation":
        yield element.text or ""
        for child in element:
            yield from _spoken(child)
            yield child.tail or ""


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
