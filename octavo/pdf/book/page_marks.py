"""Give the page breaks of all sections their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from octavo.model import Imposition, PageBreak, PageMark, PrintPages
from octavo.pdf.book.pagination import CONTENTS, ENDNOTES, TITLE_LEAVES, Leaf, in_order, number


def print_pages(
    leaves: Iterable[Leaf], breaks: Mapping[str, Sequence[PageBreak]], imposition: Imposition
) -> PrintPages:
    """Return the pages of a book bound of `leaves`, whose pages begin at `breaks`, as other forms
    mark them. The breaks of the contents have the ids that their entries lead to."""
    ordered = [(leaf.section, leaf.page_map) for leaf in in_order(leaves)]
    labels = {(page.section, page.index): page.label for page in number(ordered, imposition)}
    marks = {
        section.name: tuple(
            PageMark(labels[section.name, at.page], at.at, at.note) for at in breaks[section.name]
        )
        for section, _ in ordered
    }
    of_leaves = {
        name: labels[section.name, at]
        for section, page_map in ordered
        if section == TITLE_LEAVES
        for at, page in enumerate(page_map.pages)
        for name in page.ids
    }
    contents = tuple((mark.label, mark.note) for mark in marks.get(CONTENTS.name, ()))
    made = {TITLE_LEAVES.name, CONTENTS.name, ENDNOTES.name}
    return PrintPages(
        {name: own for name, own in marks.items() if name not in made},
        marks.get(ENDNOTES.name, ()), of_leaves, contents,
    )  # fmt: skip
