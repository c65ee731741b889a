"""Find the folio of each id that a reference or an index prints the page of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from octavo.design.fonts import Fonts
from octavo.model import Edition
from octavo.pdf.book.leaves_and_contents import contents
from octavo.pdf.book.pagination import CONTENTS, Leaf, in_order, number


def folios_of(
    leaves: Sequence[Leaf], asked: Collection[str], edition: Edition, folder: Path, fonts: Fonts,
    titles: Mapping[str, str],
) -> dict[str, str]:  # fmt: skip
    """Return the folio of each id of `asked` that is on a page."""
    spots = spots_of(leaves, asked, edition, folder, fonts, titles)
    return {name: folio for name, (_, folio) in spots.items()}


def spots_of(
    leaves: Sequence[Leaf], asked: Collection[str], edition: Edition, folder: Path, fonts: Fonts,
    titles: Mapping[str, str],
) -> dict[str, tuple[int, str]]:  # fmt: skip
    """Return how many pages precede each id of `asked` that is on a page, and its folio.

    The contents precede the front matter and move its folios: they are laid out if an id is there.
    """
    asked = set(asked)
    leaves = in_order(leaves)
    front = (leaf.page_map.pages for leaf in leaves if leaf.section.part == "front")
    if any(asked & page.ids.keys() for pages in front for page in pages):
        done = contents(edition, leaves, folder, fonts, titles)
        leaves = in_order([*leaves, Leaf(CONTENTS, b"", done.page_map)])
    maps = [(leaf.section, leaf.page_map) for leaf in leaves]
    bound = number(maps, edition.print.imposition)
    spots: dict[str, tuple[int, str]] = {}
    for ordinal, page in enumerate(bound):
        for name in sorted(asked & page.page.ids.keys()):
            spots.setdefault(name, (ordinal, page.label))
    return spots
