"""P: what a compositor would mend on the laid-out pages; `pdf/page_faults` sees it."""

from __future__ import annotations

from octavo.checks.registry import told
from octavo.model import Severity

_WARNING, _INFO, _ERROR = Severity.WARNING, Severity.INFO, Severity.ERROR

RULES: tuple[tuple[str, str, str, Severity], ...] = (
    ("P010", "page_begins_with_no_widow",
     "No page begins with the last line of a paragraph.", _WARNING),
    ("P011", "page_ends_with_no_orphan",
     "No page ends with the first line of a paragraph.", _WARNING),
    ("P012", "last_line_is_longer_than_an_indent",
     "The last line of a paragraph is longer than an indent.", _WARNING),
    ("P013", "hyphens_are_few_in_a_row",
     "No more than three lines in a row end with a hyphen.", _WARNING),
    ("P014", "line_edges_do_not_repeat",
     "No three lines in a row begin, or end, with the same word.", _WARNING),
    ("P015", "line_is_not_stretched",
     "No line is stretched.", _WARNING),
    ("P016", "no_river_runs_through_the_text",
     "No river of white runs through a paragraph.", _INFO),
    ("P017", "heading_stands_over_its_text",
     "A heading has two lines of its text below it on the page.", _WARNING),
    ("P018", "page_is_full",
     "Every page is full, as far as rules allow.", _WARNING),
    ("P019", "text_stands_inside_the_margins",
     "No line and no picture reaches into the margins.", _WARNING),
    ("P020", "letter_is_in_the_face",
     "Every letter is set in the face that the design names.", _WARNING),
    ("P021", "font_is_embedded",
     "Every font of the print PDF is embedded.", _ERROR),
)  # fmt: skip

for _code, _name, _sentence, _severity in RULES:
    told(_code, _name, _sentence, _severity, late=True)
