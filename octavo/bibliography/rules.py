"""Declare B: what the readers of bibliographies report of files, of entries, of references."""

from __future__ import annotations

from octavo.model import Rule, Severity, reported_rule

Doubt = tuple[Rule, str, str]  # the rule that a reference breaks, with the message and the hint


@reported_rule("B001")
def bibliography_can_be_read() -> None:
    """An edition that cites names a bibliography, and it can be read."""


@reported_rule("B002")
def reference_key_is_unique() -> None:
    """No two references have the same key."""


@reported_rule("B011", Severity.WARNING)
def entry_can_be_read() -> None:
    """Every entry of a bibliography can be read."""


# Of references that are cited: nobody mends a library for what an edition does not use.


@reported_rule("B005", Severity.WARNING)
def reference_type_is_known() -> None:
    """Every reference that is cited has a type that CSL knows.

    One with another type is set as a document.
    """


@reported_rule("B006", Severity.WARNING)
def reference_date_is_a_date() -> None:
    """Every date of a reference that is cited is a date."""


@reported_rule("B007", Severity.WARNING)
def reference_name_has_parts() -> None:
    """Every person of a reference that is cited has a family name of its own."""


@reported_rule("B008", Severity.WARNING)
def reference_markup_is_known() -> None:
    """No reference that is cited holds markup that CSL does not know."""


@reported_rule("B009", Severity.WARNING)
def reference_field_is_known() -> None:
    """Every field of a reference that is cited is one that CSL knows."""


@reported_rule("B012", Severity.WARNING)
def reference_is_read_whole() -> None:
    """Nothing of a reference that is cited is lost when its file is read."""


@reported_rule("B013", Severity.WARNING)
def reference_language_is_known() -> None:
    """Every language of a reference that is cited is one that Octavo knows."""


@reported_rule("B014", Severity.WARNING)
def field_of_entry_is_known() -> None:
    """No field of a `.bib` entry that is cited is a known one mistyped."""


@reported_rule("B040", Severity.WARNING)
def fields_of_entry_are_separated() -> None:
    """A comma is between every two fields of a `.bib` entry that is cited."""


@reported_rule("B041", Severity.WARNING)
def name_is_of_one_person() -> None:
    """Every name of a reference that is cited is of one person or body, and holds nothing else."""


@reported_rule("B042", Severity.WARNING)
def name_is_in_small_letters() -> None:
    """No name or title of a reference that is cited is typed in capitals."""


@reported_rule("B043", Severity.WARNING)
def value_is_written_alone() -> None:
    """No field of a reference that is cited holds what the style adds."""
