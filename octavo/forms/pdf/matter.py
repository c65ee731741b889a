"""The parts of the book that Octavo makes: title leaves, and contents with the pages' numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from octavo.contributors import BYLINE
from octavo.design import templates
from octavo.forms.pdf.fonts import Fonts
from octavo.forms.pdf.sequence import CONTENTS, TITLE_LEAVES, Leaf, in_order, number
from octavo.forms.pdf.tree import prepare, text_of, title_of
from octavo.forms.pdf.typeset import Typeset, lay_out
from octavo.imprint import Statement, imprint, lines_of, matter_words, people, series_of_book
from octavo.matter import BEFORE_CONTENTS
from octavo.model import Edition, Page, PageHeading, PageMap, Section

_MOST_LINES = 34  # of a copyright page that stands at the foot
_TRIES = 4  # layouts of the contents until their own length moves no number


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a title as XHTML, where it leads, the folio there, and its rank (2
    and 3 are sub-headings)."""

    title: str
    target: str
    folio: str
    part: str
    level: int = 1


def title_leaves(edition: Edition, folder: Path, fonts: Fonts) -> Typeset:
    """Half-title, series page, title page and copyright page, from the metadata."""
    said = imprint(edition)
    values = {
        "series": series_of_book(edition),
        "statements": said,
        "volumes": lines_of(series.volumes) if (series := series_of_book(edition)) else (),
        "manner": " ".join(_manner(edition)),
        "legal": "full" if _lines_about(said) > _MOST_LINES else "legal",
    }
    html = _render("print-title.html", edition, **values)
    prepared = prepare(html, TITLE_LEAVES.name, edition)
    prepared = replace(prepared, headings=(PageHeading("title-page", 1, edition.title),))
    done = lay_out(prepared, TITLE_LEAVES, edition, folder, fonts, opening="display")
    pages = tuple(_display(page) for page in done.page_map.pages)
    return replace(done, page_map=replace(done.page_map, pages=pages))


def _manner(edition: Edition) -> Iterator[str]:
    """How the title page is set where the default is too large: for long titles, many people."""
    longest = max(map(len, edition.title.split()), default=0)
    if len(edition.title) > 50 or longest > 13:
        yield "long"
    if len(edition.title) > 120 or len(edition.subtitle) > 160:
        yield "very-long"
    if len((*edition.authors, *edition.editors, *edition.translators)) > 5:
        yield "crowded"


def _lines_about(statements: Sequence[Statement]) -> int:
    """About how many lines of 60 letters the copyright page has."""
    lines = [line for statement in statements for line in statement.lines]
    return len(statements) // 2 + sum(1 + len(line) // 60 for line in lines)


def entry_of(section_html: str, edition: Edition) -> str:
    """A section's title for the contents as inline XHTML, and its own authors below it."""
    title = title_of(section_html)
    if not edition.contents.authors or BYLINE not in section_html:
        return title
    divisions = ElementTree.fromstring(section_html).iter("div")
    line = next((e for e in divisions if e.get("class") == BYLINE), None)
    if line is None:
        return title
    return f'{title} <span class="entry-authors">{escape(text_of(line))}</span>'


def contents(
    edition: Edition, leaves: Sequence[Leaf], folder: Path, fonts: Fonts,
    titles: Mapping[str, str] | None = None,
) -> Typeset:  # fmt: skip
    """The contents of a book bound of `leaves` (all but the contents themselves).

    `titles` has the sections' titles as inline XHTML by section name, where their markup matters
    (`tree.title_of`). The length of the contents moves the numbers of the front matter behind
    them: they are laid out again until it does not.
    """
    others = [(leaf.section, leaf.page_map) for leaf in in_order(leaves)]
    at = sum(section in {TITLE_LEAVES, *BEFORE_CONTENTS} for section, _ in others)
    done: Typeset | None = None
    own = PageMap(CONTENTS.name, (Page("opening", {}),))
    for _ in range(_TRIES):
        maps = [*others[:at], (CONTENTS, own), *others[at:]]
        entries = tuple(_entries(maps, titles or {}, edition.contents.depth))
        html = _render("print-contents.html", edition, entries=entries)
        prepared = prepare(html, CONTENTS.name, edition)
        done = lay_out(prepared, CONTENTS, edition, folder, fonts)
        settled = -(-len(done.page_map.pages) // 2) == -(-len(own.pages) // 2)
        own = done.page_map
        if settled:
            break
    assert done is not None
    return done


def _entries(
    maps: Sequence[tuple[Section, PageMap]], titles: Mapping[str, str], depth: int
) -> Iterator[Entry]:
    written = {section.name for section, _ in maps if section.path}
    listed: set[str] = set()
    for bound in number(maps):
        if bound.section in {TITLE_LEAVES.name, CONTENTS.name} or not bound.folio:
            continue
        deepest = depth if bound.section in written else 1
        for heading in bound.page.headings:
            if heading.level <= deepest and heading.id:
                # A section's own title may be written out with its markup; others are plain.
                first = heading.level == 1 and bound.section not in listed
                title = titles.get(bound.section, "") if first else ""
                if first:
                    listed.add(bound.section)
                shown = title or escape(heading.text)
                yield Entry(shown, heading.id, bound.folio, bound.part, heading.level)


def _display(page: Page) -> Page:
    return replace(page, kind="display" if page.ids else "blank")


def _render(template: str, edition: Edition, **values: Any) -> str:
    language = edition.language
    return (
        templates()
        .get_template(template)
        .render(edition=edition, words=matter_words(language), language=language, people=people,
                **values)
    )  # fmt: skip
