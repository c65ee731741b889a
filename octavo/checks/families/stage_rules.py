"""P, D, E: what must hold in the finished forms; the stages that make them look, and tell."""

from __future__ import annotations

from octavo.checks.registry import told
from octavo.model import Severity

told(
    "P001",
    "note_begins_on_the_page_of_its_call",
    "Every note begins on the page of its call.",
    late=True,
)
told(
    "P002",
    "note_continues_on_the_next_page",
    "A note that runs over continues on the very next page.",
    late=True,
)
told("P003", "notes_stand_in_order", "The notes stand in the order of their calls.", late=True)
told(
    "P004",
    "text_stands_inside_the_page",
    "No text stands outside the page, or on other text.",
    late=True,
)
told("P005", "note_is_whole", "Every note is printed whole, and once.", late=True)
told(
    "P006",
    "layout_is_without_warning",
    "A section is laid out without a warning.",
    Severity.WARNING,
    late=True,
)
told(
    "P007",
    "link_leads_somewhere",
    "Every link in the print PDF leads to a page.",
    Severity.WARNING,
    late=True,
)
told("P008", "picture_is_printed", "Every picture is printed.", late=True)
told(
    "P009",
    "formula_is_drawn",
    "Every formula can be drawn.",
    Severity.WARNING,
    late=True,
)
told(
    "P030",
    "design_can_be_used",
    "The measures that the edition's own print.css sets make a page that can be printed.",
    late=True,
)
told(
    "P031",
    "book_can_be_bound",
    "The margins leave room for the gutter that a book of so many pages needs.",
    Severity.WARNING,
    late=True,
)
told(
    "P040",
    "mark_is_the_editions",
    "Every note, and its call, is printed under the number or mark that the edition gives it.",
    late=True,
)
told(
    "D001",
    "docx_numbers_are_the_editions",
    "Word numbers every note as the edition does.",
    late=True,
)
told("D002", "docx_images_can_be_used", "Every image can stand in the Word file.", late=True)
told("E001", "epub_can_be_packed", "Every section and image can stand in the EPUB.", late=True)
