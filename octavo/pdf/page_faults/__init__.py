"""Find issues on pages that a compositor would mend, in the lines of the finished layout.

Each finder is a small function that takes a layout and yields `Seen`; `FINDERS` lists them by their
rules. A false alarm costs more than a miss, so each finder has conditions, given where it is
defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from octavo.model import PageIssue, Rule
from octavo.pdf.page_faults.areas import (
    foreign_in,
    foreign_letters,
    headings_at_the_foot,
    nearly_empty,
    outside_the_area,
    short_pages,
)
from octavo.pdf.page_faults.edges import hyphen_rows, last_lines, stacks
from octavo.pdf.page_faults.page_issue import Layout, Seen, nearby
from octavo.pdf.page_faults.spaces import rivers, stretched_lines
from octavo.pdf.page_faults.widows_orphans import orphans, widows
from octavo.pdf.page_rules import (
    heading_stands_over_its_text,
    hyphens_are_few_in_a_row,
    last_line_is_longer_than_an_indent,
    letter_is_in_the_face,
    line_edges_do_not_repeat,
    line_is_not_stretched,
    no_river_runs_through_the_text,
    page_begins_with_no_widow,
    page_ends_with_no_orphan,
    page_is_full,
    text_stands_inside_the_margins,
)

FINDERS: Mapping[Rule, Callable[[Layout], Iterator[Seen]]] = {
    page_begins_with_no_widow: widows,
    page_ends_with_no_orphan: orphans,
    last_line_is_longer_than_an_indent: last_lines,
    hyphens_are_few_in_a_row: hyphen_rows,
    line_edges_do_not_repeat: stacks,
    line_is_not_stretched: stretched_lines,
    no_river_runs_through_the_text: rivers,
    heading_stands_over_its_text: headings_at_the_foot,
    page_is_full: short_pages,
    text_stands_inside_the_margins: outside_the_area,
    letter_is_in_the_face: foreign_letters,
}

__all__ = ["FINDERS", "Layout", "foreign_in", "nearly_empty", "page_faults"]


def page_faults(layout: Layout) -> tuple[PageIssue, ...]:
    """Return all faults of a section's pages, from page to page and from the head to the foot."""
    found = [
        PageIssue(
            rule, seen.page, seen.message, seen.box, seen.line.text if seen.line else "",
            nearby(layout, seen), seen.line.note if seen.line else "", seen.hint,
        )
        for rule, find in FINDERS.items()
        for seen in find(layout)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda seen: (seen.page, seen.box[1], seen.rule.name)))
