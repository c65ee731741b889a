"""Make the pages before the first section: title page, copyright page, and contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from octavo.docx.marked_runs import runs_of
from octavo.docx.parts.ooxml import (
    Node,
    begin_field,
    end_field,
    make,
    page_of,
    paragraph,
    q,
    run,
    style_of,
    text_in,
)
from octavo.docx.parts.paper import Paper
from octavo.docx.style_names import Names, house_name
from octavo.locales import Counted, words_in
from octavo.matter.imprint import imprint, people, series_of_book
from octavo.matter.title_page import author_groups
from octavo.model import Edition, Name
from octavo.model.marked_text import MarkedText
from octavo.typography.spacing import on_one_line

_LEVELS = {"Heading1": "TOC1", "Heading2": "TOC2", "Byline": "TOC3"}
_RIGHT_INDENT = 720  # twips, of the styles TOC 1 to 3; LibreOffice hides what is beyond it
_UNPAGED = "TOC3"  # a byline: its title, on the line above, has the page


def title_page(edition: Edition) -> list[Node]:
    """Return title, subtitle and authors; below them the publisher, place and date."""
    words = words_in(edition.language)
    publisher = words.comma.join(p for p in (edition.publisher.place, edition.publisher.name) if p)
    editors = _made_by(words.edited_by, edition.editors, edition.language)
    translators = _made_by(words.translated_by, edition.translators, edition.language)
    series = series_of_book(edition)
    of_series = [series.title] if series else []
    if series and series.number:
        of_series = _as_one(series.title, words.comma + words.volume.format(number=series.number))
    rows: list[tuple[str, Sequence[str]]] = [
        ("Title", [edition.title]),
        ("Subtitle", [edition.subtitle]),
        ("Imprint", [edition.edition]),
        *_authors(edition),
        ("Author" if not edition.authors else "Imprint", [editors]),
        ("Imprint", [translators]),
        ("Imprint", of_series),
        ("Imprint", [words.comma.join(p for p in (publisher, edition.date) if p)]),
    ]
    return [_row(style, texts) for style, texts in rows if any(texts)]


def _authors(edition: Edition) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield a row for each author, and one for the affiliation of those above it."""
    for group in author_groups(edition):
        yield from (("Author", [name.display]) for name in group.names)
        yield "Imprint", [group.affiliation]


def _row(style: str, texts: Sequence[str]) -> Node:
    runs = (runs_of(text, italic=style == "Subtitle") for text in texts)
    return paragraph(style, *(node for made in runs for node in made))


def _as_one(title: str, behind: str) -> Sequence[str]:
    """Return a title and the words behind it, which are one text if the title has no markup."""
    return [title, behind] if isinstance(title, MarkedText) else [f"{title}{behind}"]


def _made_by(phrase: Counted, names: Sequence[Name], language: str) -> str:
    shown = people(names, language)
    return phrase.of(len(names)).format(names=shown) if shown else ""


def copyright_page(edition: Edition) -> list[Node]:
    """Return the statements of the copyright page, on a page of its own."""
    made: list[Node] = []
    for statement in imprint(edition, "docx"):
        lines = [_with_links(line) for line in statement.lines]
        for line in lines[1:]:
            line.insert(0, make("w:r", {}, make("w:br")))
        made.append(paragraph("CopyrightPage", *(node for line in lines for node in line)))
    if made:
        made[0].find(q("w:pPr")).insert(1, make("w:pageBreakBefore"))
    return made


_ADDRESS = re.compile(r"(https?://[^\s<>]*[^\s<>.,;:)\]])")


def _with_links(line: str) -> list[Node]:
    """Return the runs of a line, its web addresses as links, which the document is to relate."""
    made: list[Node] = []
    for at, part in enumerate(_ADDRESS.split(line)):
        if at % 2:
            made.append(make("w:hyperlink", {}, run(part)))
            made[-1].set(q("href"), part)
        elif part:
            made.append(run(part))
    return made


def contents(
    body: Sequence[Node], language: str, paper: Paper, names: Names | None = None, *,
    live: bool = True,
) -> list[Node]:  # fmt: skip
    """Return a TOC field with its entries, links with their page numbers as fields, since only
    Word's layout knows them; nothing for fewer than two entries. Word makes the contents again on
    request (F9). `names` are a house's for styles. If the contents are not `live`, since the
    headings are in other files, they are words alone."""
    width = paper.text_width - _RIGHT_INDENT
    found = (_entry(node, width, live=live) for node in body)
    entries = [entry for entry in found if entry is not None]
    if len(entries) < 2:
        return []
    opening = paragraph("TOCHeading", run(words_in(language).contents))
    opening.find(q("w:pPr")).insert(1, make("w:pageBreakBefore"))
    if live:
        for position, node in enumerate(begin_field(_instruction(names or {})), 1):
            entries[0].insert(position, node)  # behind the paragraph's properties
        entries.append(make("w:p", {}, end_field()))
    gallery = make("w:docPartGallery", {"w:val": "Table of Contents"})
    properties = make("w:sdtPr", {}, make("w:docPartObj", {}, gallery, make("w:docPartUnique")))
    return [make("w:sdt", {}, properties, make("w:sdtContent", {}, opening, *entries))]


def _instruction(names: Names) -> str:
    """Return the instruction of the field: the headings of two levels, by their styles if a house
    has names for them, and bylines."""
    ranked = [(house_name(names, f"heading {level}"), level) for level in (1, 2)]
    listed = [(name, level) for name, level in ranked if name != f"heading {level}"]
    listed.append((house_name(names, "Byline"), 3))
    styles = ",".join(f"{name},{level}" for name, level in listed)
    return f'TOC \\o "1-2" \\t "{styles}" \\n 3-3 \\h \\z \\u'


def is_listed(node: Node) -> bool:
    """Return whether the contents have a line for a node."""
    return node.tag == q("w:p") and style_of(node) in _LEVELS


def words_of_heading(node: Node) -> str:
    """Return the words of a heading on one line, without the calls in it."""
    words = deepcopy(node)
    for reference in list(words.iter(q("w:footnoteReference"))):
        reference.getparent().getparent().remove(reference.getparent())
    return on_one_line(text_in(words))


def _entry(node: Node, width: int, *, live: bool) -> Node | None:
    """Return the line of a heading, if it is `live` linked to the bookmark of its id, or to any
    that it begins with, with its page at the end of its `width` in twips; None for other nodes."""
    if not is_listed(node):
        return None
    style = _LEVELS[style_of(node)]
    shown = [run(words_of_heading(node))]
    names = list(_names_before_words(node)) if live else []
    if names:
        name = next((name for name in names if not name.startswith("_")), names[0])
        if style != _UNPAGED:
            shown += [make("w:r", {}, make("w:tab")), page_of(name)]
        shown = [make("w:hyperlink", {"w:anchor": name, "w:history": "1"}, *shown)]
    line = paragraph(style, *shown)
    stop = make("w:tab", {"w:val": "right", "w:leader": "none", "w:pos": width})
    line.find(q("w:pPr")).append(make("w:tabs", {}, stop))
    return line


def _names_before_words(node: Node) -> Iterator[str]:
    """Yield the names of the bookmarks with which a paragraph begins: others are at its calls."""
    for child in node:
        if child.tag == q("w:bookmarkStart"):
            yield child.get(q("w:name"))
        elif child.tag not in (q("w:pPr"), q("w:bookmarkEnd")):
            return
