"""Declare P for laid-out pages: what a compositor would mend; `page_faults` finds it."""

from __future__ import annotations

from octavo.model import Severity, reported_rule


@reported_rule("P010", Severity.WARNING, after_build=True)
def page_begins_with_no_widow() -> None:
    """No page begins with the last line of a paragraph."""


@reported_rule("P011", Severity.WARNING, after_build=True)
def page_ends_with_no_orphan() -> None:
    """No page ends with the first line of a paragraph."""


@reported_rule("P012", Severity.WARNING, after_build=True)
def last_line_is_longer_than_an_indent() -> None:
    """The last line of a paragraph is longer than an indent."""


@reported_rule("P013", Severity.WARNING, after_build=True)
def hyphens_are_few_in_a_row() -> None:
    """No more than three lines in a row end with a hyphen."""


@reported_rule("P014", Severity.WARNING, after_build=True)
def line_edges_do_not_repeat() -> None:
    """No three lines in a row begin, or end, with the same word."""


@reported_rule("P015", Severity.WARNING, after_build=True)
def line_is_not_stretched() -> None:
    """No line is stretched."""


@reported_rule("P016", Severity.INFO, after_build=True)
def no_river_runs_through_the_text() -> None:
    """No river of white runs through a paragraph."""


@reported_rule("P017", Severity.WARNING, after_build=True)
def heading_stands_over_its_text() -> None:
    """A heading has two lines of its text below it on the page."""


@reported_rule("P018", Severity.WARNING, after_build=True)
def page_is_full() -> None:
    """Every page is full, unless a rule keeps it short."""


@reported_rule("P019", Severity.WARNING, after_build=True)
def text_stands_inside_the_margins() -> None:
    """No line and no picture reaches into the margins."""


@reported_rule("P020", Severity.WARNING, after_build=True)
def letter_is_in_the_face() -> None:
    """Every letter is set in the face that the design names."""


@reported_rule("P021", after_build=True)
def font_is_embedded() -> None:
    """Every font of the print PDF is embedded."""


@reported_rule("P025", Severity.WARNING, after_build=True)
def running_head_is_whole() -> None:
    """No running head ends within its title."""


@reported_rule("P026", Severity.INFO, after_build=True)
def running_head_has_its_title() -> None:
    """Every running head has all of its title, not only the part before a colon."""
