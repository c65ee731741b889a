"""Declare P for the print PDF; the layout, the binding and the proof report it."""

from __future__ import annotations

from octavo.model import Severity, reported_rule


@reported_rule("P001", after_build=True)
def note_begins_on_the_page_of_its_call() -> None:
    """Every note begins on the page of its call."""


@reported_rule("P002", after_build=True)
def note_continues_on_the_next_page() -> None:
    """A note that runs over continues on the very next page."""


@reported_rule("P003", after_build=True)
def notes_stand_in_order() -> None:
    """The notes are in the order of their calls."""


@reported_rule("P004", after_build=True)
def text_stands_inside_the_page() -> None:
    """No text is outside the page, or on other text."""


@reported_rule("P005", after_build=True)
def note_is_whole() -> None:
    """Every note is printed whole, and once."""


@reported_rule("P006", Severity.WARNING, after_build=True)
def layout_is_without_warning() -> None:
    """A section is laid out without a warning."""


@reported_rule("P007", Severity.WARNING, after_build=True)
def link_leads_somewhere() -> None:
    """Every link in the print PDF leads to a page."""


@reported_rule("P008", after_build=True)
def picture_is_printed() -> None:
    """Every picture is printed."""


@reported_rule("P009", Severity.WARNING, after_build=True)
def formula_is_drawn() -> None:
    """Every formula can be drawn."""


@reported_rule("S077", Severity.WARNING, after_build=True)
def letter_is_not_private() -> None:
    """No letter is for private use."""


@reported_rule("N012", after_build=True)
def page_referred_to_is_known() -> None:
    """Every page that a text or a note refers to is known when it is printed."""


@reported_rule("P050", after_build=True)
def layout_ends() -> None:
    """Every section can be laid out, in the time that its length explains."""


@reported_rule("P027", after_build=True)
def note_can_be_seen() -> None:
    """Every note, and its call, is printed so that an eye can see it."""


@reported_rule("P028", Severity.WARNING, after_build=True)
def text_can_be_seen() -> None:
    """All text is printed so that an eye can see it."""


@reported_rule("P030", after_build=True)
def design_can_be_used() -> None:
    """The measures that the edition's own print.css sets make a page that can be printed."""


@reported_rule("P031", Severity.WARNING, after_build=True)
def book_can_be_bound() -> None:
    """The margins leave room for the gutter that a book of so many pages needs."""


@reported_rule("P051", Severity.WARNING, after_build=True)
def style_sheet_is_understood() -> None:
    """Every rule of the edition's own print.css is understood."""


@reported_rule("P040", after_build=True)
def mark_is_the_editions() -> None:
    """Every note, and its call, is printed under the number or mark that the edition gives it."""
