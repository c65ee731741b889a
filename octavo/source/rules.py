"""Declare S: the edition's file and texts can be read; readers and stages report the faults."""

from __future__ import annotations

from octavo.model import Severity, reported_rule


@reported_rule("S001")
def edition_file_is_valid() -> None:
    """edition.yaml is there and says what it must."""


@reported_rule("S002", for_plain_texts=True)
def section_exists() -> None:
    """Every text that edition.yaml lists is there, inside source/."""


@reported_rule("S003")
def section_is_listed_once() -> None:
    """Every text is listed once, under a name of its own."""


@reported_rule("S004", for_plain_texts=True)
def text_is_utf8() -> None:
    """Every text is UTF-8."""


@reported_rule("S005", for_plain_texts=True)
def text_has_a_sane_size() -> None:
    """No text is too large to be one section."""


@reported_rule("S006", for_plain_texts=True)
def section_has_text() -> None:
    """No text is empty."""


@reported_rule("S007", for_plain_texts=True)
def text_can_be_parsed() -> None:
    """Every text can be parsed."""


@reported_rule("S055", for_plain_texts=True)
def has_no_control_character() -> None:
    """No text, setting or reference holds a control character."""


@reported_rule("S056", Severity.INFO, for_plain_texts=True)
def has_no_form_feed() -> None:
    """No text, setting or reference holds a form feed or a vertical tab."""


@reported_rule("S057", Severity.WARNING)
def setting_has_no_curly_marks() -> None:
    """No value of edition.yaml is put between curly quotation marks."""


@reported_rule("S086", Severity.WARNING)
def setting_is_read_whole() -> None:
    """No text of edition.yaml is cut off at a sign #, with which a remark begins."""


@reported_rule("S073", Severity.WARNING, for_plain_texts=True)
def has_no_sign_of_windows() -> None:
    """No text, setting or reference holds signs of Windows-1252 under their codes there."""
