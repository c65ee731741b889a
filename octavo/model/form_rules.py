"""Declare D and E: what must hold in the Word file, and in the EPUB and the HTML form.

The makers of the forms report the faults. The rules are outside of those rooms because a check
needs the table of all rules, and none of the libraries that the rooms load.
"""

from __future__ import annotations

from octavo.model import reported_rule


@reported_rule("D001", after_build=True)
def docx_numbers_are_the_editions() -> None:
    """Word numbers every note as the edition does."""


@reported_rule("D002", after_build=True)
def docx_images_can_be_used() -> None:
    """Every image can be put into the Word file."""


@reported_rule("E001", after_build=True)
def html_can_be_set() -> None:
    """Every section and image can be put into the EPUB and the HTML form."""
