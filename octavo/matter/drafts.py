"""Make a draft of an edition: pages for editors and referees to write on."""

from __future__ import annotations

from dataclasses import replace

from octavo.locales.paper_sizes import uses_letter
from octavo.model import Edition
from octavo.model.print_settings import DRAFT


def as_draft(edition: Edition) -> Edition:
    """Return an edition as a draft of it: on the paper of its country, on one side, in wide lines,
    in its own typeface, its Word file in one. What is printed before the text stays."""
    of_print = edition.print
    made = replace(
        of_print, design=DRAFT, trim="us-letter" if uses_letter(edition.language) else "a4",
        typeface=of_print.set_in, leaves=of_print.has_leaves, facing=False, gutter="none",
        openings="any", signature=1, blank_last=False,
    )  # fmt: skip
    docx, notes = replace(edition.docx, files="one"), replace(edition.notes, run_in=False)
    return replace(edition, print=made, notes=notes, docx=docx)
