"""Make fields of the numbers of captions and equations, and of what refers to them.

Word counts a caption by SEQ, repeats its number by REF from the bookmark around it, and lists all
captions of one count by TOC \\c (ISO 29500-1, 17.16.5.55, 17.16.5.51, 17.16.5.68). So it numbers
them anew when an editor moves or adds one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from octavo.captions.numbering import EQUATION_NUMBER, LABEL
from octavo.docx.callouts import COUNTED
from octavo.docx.parts.bookmarks import bookmark_name, hidden_name
from octavo.docx.parts.ooxml import begin_field, end_field, field, make
from octavo.docx.raw_xml import raw
from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite, walk
from octavo.parsing.figures import PICTURE

COUNTS = {"Figure": "Figure", "Table": "Table"}  # Word's own English labels
NUMBERS = {LABEL, EQUATION_NUMBER, PICTURE}  # classes of spans that are kept until they are counted
# How the numbers of captions are counted: through the document, from 1 below each heading of the
# first level, or each by itself, where Word could not count them.
Counting = Literal["document", "chapter", "each"]
_LISTED = "listed"
_NUMBER = re.compile(r"(?:(?<![A-Za-z])(?:\d+|[IVXLCDM]+|[A-Z])\.)*\d+")


def with_counted_caption(element: Element, counting: Counting) -> Element:
    """Return a figure or a table, already dressed but for its attributes, with the number in its
    caption as a field."""
    names = [bookmark_name(identity)] if (identity := tree.id_of(element)) else []
    names += [bookmark_name(name) for key, name in tree.attributes_of(element) if key == COUNTED]
    count = COUNTS[tree.kind_of(element)]
    names += _letters(element) if tree.is_kind(element, "Figure") else ()
    caption = _counted(tree.caption_of(element), LABEL, count, names, counting)
    return tree.with_caption(element, caption)


def with_counted_equation(equation: Element, counting: Counting) -> Element:
    """Return an equation, already dressed, with its number as a field."""
    names, content = [bookmark_name(tree.id_of(equation))], tree.content_of(equation)
    made = _counted(content, EQUATION_NUMBER, "Equation", names, counting)
    return tree.with_content(equation, made)


def _letters(figure: Element) -> Iterator[str]:
    """Yield the bookmarks of the lettered pictures of a figure, which share its number."""
    for element in walk(tree.content_of(figure)):
        is_letter = tree.is_kind(element, "Span") and PICTURE in tree.classes_of(element)
        if is_letter and tree.id_of(element):
            yield tree.id_of(element)


def _counted(
    part: Blocks, label: str, count: str, names: Sequence[str], counting: Counting
) -> Blocks:
    """Return a caption or an equation whose number is a field within bookmarks."""

    waiting = list(names)

    def change(element: Element) -> Element | None:
        if (
            not waiting
            or not tree.is_kind(element, "Span")
            or label not in tree.classes_of(element)
        ):
            return None
        found = _NUMBER.search(said := plain(content := tree.content_of(element)))
        if found is None:
            return None
        number = _field_of(found[0], count, [number_name(name) for name in waiting], counting)
        waiting.clear()
        tab = [inline for inline in content if tree.is_kind(inline, "RawInline")]
        before, behind = said[: found.start()], said[found.end() :]
        return tree.span([*tab, *tree.text(before), *number, *tree.text(behind)])

    return rewrite(part, change)


def _field_of(number: str, count: str, names: Sequence[str], counting: Counting) -> Inlines:
    """Return a number whose last part is a field; the count begins again at each heading of the
    first level, but in front and back matter, which have no number of a chapter."""
    chapter, point, own = number.rpartition(".")
    by_chapter = " \\s 1" if point else f" \\r {own}"
    again = {"document": "", "chapter": by_chapter, "each": f" \\r {own}"}[counting]
    starts = [make("w:bookmarkStart", {"w:id": name, "w:name": name}) for name in names]
    ends = [make("w:bookmarkEnd", {"w:id": name}) for name in names]
    last = raw(field(f"SEQ {count} \\* ARABIC{again}", own), *ends)
    return [raw(*starts), *([tree.string(f"{chapter}{point}")] if point else []), last]


def number_name(bookmark: str) -> str:
    """Return the bookmark around the number of what has a bookmark itself; Word hides it in its
    list, since it begins with a line."""
    return hidden_name("number", bookmark, bookmark)


def with_number_field(inlines: Inlines, bookmark: str) -> Inlines:
    """Return the words of a reference to what has a bookmark, with the number in them as a field;
    words without a number stay as they are."""
    found = _NUMBER.search(said := plain(inlines))
    if found is None:
        return inlines
    number = field(f"REF {number_name(bookmark)} \\h", found[0])
    before, behind = said[: found.start()], said[found.end() :]
    return [*tree.text(before), raw(number), *tree.text(behind)]


def is_list(division: Element) -> bool:
    """Return whether a division is a list of illustrations or of tables."""
    return _LISTED in tree.classes_of(division)


def list_field(blocks: Blocks, count: str) -> Blocks:
    """Return the paragraphs of a list of the captions of a count as the result of a field."""
    return field_around(blocks, f'TOC \\h \\z \\c "{count}"')


def field_around(blocks: Blocks, instruction: str) -> Blocks:
    """Return paragraphs, which may be in divisions, as the result of a field."""
    opening = raw(*begin_field(instruction))
    made = _with_inlines(blocks, 0, lambda inlines: [opening, *inlines])
    return _with_inlines(made, -1, lambda inlines: [*inlines, raw(end_field())])


def _with_inlines(blocks: Blocks, at: int, change: Callable[[Inlines], Inlines]) -> Blocks:
    """Return blocks whose first or last paragraph has other inlines."""
    changed = list(blocks)
    if tree.is_paragraph(changed[at]):
        changed[at] = tree.with_content(changed[at], change(tree.content_of(changed[at])))
    else:
        inner = _with_inlines(tree.content_of(changed[at]), at, change)
        changed[at] = tree.with_content(changed[at], inner)
    return changed
