"""Make the contents: the sections of a book, and their headings under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from markupsafe import Markup

from octavo.html.chapter import PART, Chapter, Heading
from octavo.html.content_document import as_xhtml
from octavo.matter.parts import is_leaf
from octavo.typography.spacing import on_one_line


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; `label` is XHTML, `text` the same in plain words."""

    href: str
    label: Markup
    text: str
    children: tuple[Entry, ...] = ()


def place_in_files(chapter: Chapter, heading: str) -> str:
    """Return the address of a section, or of one of its headings by id, in a file of its own."""
    return f"{chapter.href}#{heading}" if heading else chapter.href


@dataclass(frozen=True, slots=True)
class ContentsStyle:
    """The style of a list of contents: the lowest rank of its headings, whether the sections' own
    authors are in it, the comma between them, the address of a heading, and the markup of its
    words."""

    depth: int = 2
    authors: bool = True
    comma: str = ", "
    place: Callable[[Chapter, str], str] = place_in_files
    write: Callable[[ET.Element], str] = as_xhtml


def contents(chapters: Sequence[Chapter], style: ContentsStyle | None = None) -> tuple[Entry, ...]:
    """Return a line for each section, its headings of lower rank under it, and the sections of a
    part under that of the part."""
    chosen = style or ContentsStyle()
    made: list[Entry] = []
    of_part: list[Entry] | None = None  # the lines under the last one, if that is of a part
    for chapter in chapters:
        if is_leaf(chapter.section):
            continue
        entry = _entry_of(chapter, chosen)
        if not chapter.continues:
            is_part = chapter.kind == PART
            if of_part is not None and (is_part or chapter.section.part != "body"):
                _close(made, of_part)
                of_part = None
            if is_part:
                made.append(entry)
                of_part = []
                continue
        row = made if of_part is None or (chapter.continues and not of_part) else of_part
        if chapter.continues:
            first = row.pop()
            entry = replace(first, children=(*first.children, *entry.children))
        row.append(entry)
    if of_part is not None:
        _close(made, of_part)
    return tuple(made)


def _close(made: list[Entry], of_part: Sequence[Entry]) -> None:
    """Put the lines of a part's sections under its own, the last one."""
    made[-1] = replace(made[-1], children=(*made[-1].children, *of_part))


def _entry_of(chapter: Chapter, style: ContentsStyle) -> Entry:
    first, *others = [h for h in chapter.headings if h.level <= style.depth] or (None,)
    if first and first.level > 1:
        first, others = None, [first, *others]
    children = _nested([h for h in others if h and _text(h)], chapter, style)
    href = style.place(chapter, "")
    if first and _text(first):
        entry = Entry(href, _label(first, style), _text(first), children)
        return _by(chapter, entry, style.comma) if style.authors else entry
    return Entry(href, Markup.escape(chapter.title), chapter.title, children)


def _nested(
    headings: Sequence[Heading], chapter: Chapter, style: ContentsStyle
) -> tuple[Entry, ...]:
    """Return the lines of headings; one of the third rank goes under that of the second before."""
    made: list[Entry] = []
    for heading in headings:
        entry = Entry(style.place(chapter, heading.id), _label(heading, style), _text(heading))
        if heading.level > 2 and made:
            made[-1] = replace(made[-1], children=(*made[-1].children, entry))
        else:
            made.append(entry)
    return tuple(made)


def _by(chapter: Chapter, entry: Entry, comma: str) -> Entry:
    """Return a line with the authors of its section, as librarians write them: Title / Authors."""
    names = comma.join(name.display for name in chapter.authors)
    if not names:
        return entry
    authors = Markup(' <span class="by">/ {}</span>').format(names)
    return replace(entry, label=entry.label + authors, text=f"{entry.text} / {names}")


def _label(heading: Heading, style: ContentsStyle) -> Markup:
    markup = style.write(heading.words).removeprefix("<a>").removesuffix("</a>")
    return Markup(markup.strip())


def _text(heading: Heading) -> str:
    return on_one_line("".join(_spoken(heading.words)))


def _spoken(element: ET.Element) -> Iterator[str]:
    """Yield the words of an element, without the TeX in a formula's annotation."""
    if element.tag != "annotation":
        yield element.text or ""
        for child in element:
            yield from _spoken(child)
            yield child.tail or ""
