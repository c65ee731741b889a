"""Read the sections of the HTML form: name the file of each, and let each id occur only once.

The page `book.html` has all sections, and no two elements of a page may have one id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from octavo.html.chapter import Chapter, read_chapter
from octavo.html.links import ids_in
from octavo.html.pictures import safe_name
from octavo.model import Section

FRONT, WHOLE = "index.html", "book.html"
# The ids of the pages' own elements, in the templates.
_PAGE_IDS = frozenset({"contents", "contents-title", "imprint", "title", "title-page"})


def read_book(sections: Sequence[tuple[Section, str]]) -> list[Chapter]:
    """Return the sections that are not empty, in their order; raise FaultError for XHTML that is no
    section."""
    taken = set(_PAGE_IDS)
    book: list[Chapter] = []
    for section, html in sections:
        chapter = read_chapter(section, html, file_of(section))
        if chapter is not None:
            chapter.root.attrib.setdefault("id", f"sec-{chapter.file.removesuffix('.html')}")
            book.append(_with_own_ids(chapter, taken))
            taken.update(ids_in(chapter.root))
    return book


def file_of(section: Section) -> str:
    """Return the name of a section's file, which is never that of the front page or `book.html`."""
    name = safe_name(f"{section.name}.html", "html")
    return f"{section.part}-{name}" if name in {FRONT, WHOLE} else name


def _with_own_ids(chapter: Chapter, taken: set[str]) -> Chapter:
    """Rename the ids that are taken, and let links within the section follow."""
    own = set(ids_in(chapter.root))
    new = {identity: _free(identity, taken | own) for identity in own & taken}
    if not new:
        return chapter
    for element in chapter.root.iter():
        _rename(element.attrib, new)
    calls = {new.get(note, note): new.get(call, call) for note, call in chapter.calls.items()}
    headings = tuple(replace(h, id=new.get(h.id, h.id)) for h in chapter.headings)
    return replace(chapter, calls=calls, headings=headings)


def _rename(attributes: dict[str, str], new: Mapping[str, str]) -> None:
    for name in ("id", "data-note"):
        if attributes.get(name) in new:
            attributes[name] = new[attributes[name]]
    target = attributes.get("href", "")
    if target.startswith("#") and target[1:] in new:
        attributes["href"] = f"#{new[target[1:]]}"


def _free(identity: str, taken: set[str]) -> str:
    """Return an id like the one given that is not taken, and take it."""
    number = 2
    while f"{identity}-{number}" in taken:
        number += 1
    taken.add(f"{identity}-{number}")
    return f"{identity}-{number}"
