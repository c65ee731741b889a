"""Declare C: what the cite stage, `octavo cite` and the second opinion report of citations."""

from __future__ import annotations

from octavo.model import Severity, reported_rule


@reported_rule("C001")
def cite_key_resolves() -> None:
    """Every cite key is the key of a reference.

    A citation without its reference cannot be printed.  Keys are case-sensitive.
    """


@reported_rule("C004", Severity.WARNING, after_build=True)
def citation_can_be_set() -> None:
    """Every citation can be set as the style asks."""


@reported_rule("C030", Severity.WARNING, after_build=True)
def second_opinion_agrees() -> None:
    """A second processor sets every citation with the same words.

    Asked for by octavo check --second-opinion.
    """


@reported_rule("C031", after_build=True)
def allowed_differences_can_be_read() -> None:
    """The list of allowed differences can be read, and gives a reason for each."""


@reported_rule("C032", Severity.WARNING, unsilenceable=True, after_build=True)
def allowed_difference_is_there() -> None:
    """Every difference that is allowed is still there."""
