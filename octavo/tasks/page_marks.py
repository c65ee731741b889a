"""Read the pages of the print for the forms that mark them: where each begins, and its label.

The labels follow from the numbers of pages, so no form waits for the binding.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from octavo.model import Imposition, PageBreak, PrintPages, Section
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES
from octavo.tasks.page_files import load_outline, load_page_map
from octavo.tasks.paths import Paths
from octavo.tasks.records import load


def files_of_page_marks(paths: Paths, bound: Sequence[Section]) -> list[Path]:
    """Return the files from which the pages of the print are read; `bound` are the sections that
    are bound after title leaves and contents."""
    names = [section.name for section in (TITLE_LEAVES, CONTENTS, *bound)]
    kinds = (paths.outline, paths.breaks)
    return [paths.page_map(TITLE_LEAVES.name), *(file(name) for name in names for file in kinds)]


def load_print_pages(paths: Paths, bound: Sequence[Section], imposition: Imposition) -> PrintPages:
    """Return the pages of the print, for the forms that mark them."""
    from octavo.model import PageMap
    from octavo.pdf.book.page_marks import print_pages
    from octavo.pdf.book.pagination import Leaf

    leaves = [Leaf(TITLE_LEAVES, b"", load_page_map(paths, TITLE_LEAVES.name))]
    for section in (CONTENTS, *bound):
        pages = load_outline(paths, section.name).pages
        leaves.append(Leaf(section, b"", PageMap(section.name, pages)))
    breaks = {
        leaf.section.name: load(tuple[PageBreak, ...], paths.breaks(leaf.section.name))
        for leaf in leaves
    }
    return print_pages(leaves, breaks, imposition)
