"""Declare S106 to S109: what must hold of a house's own typeface."""

from __future__ import annotations

from octavo.model.rules import Severity, reported_rule


@reported_rule("S106")
def typeface_can_be_read() -> None:
    """Every font file that edition.yaml names is there, inside the edition, and can be read."""


@reported_rule("S107")
def typeface_may_be_embedded() -> None:
    """The licence of the edition's own typeface lets it be embedded."""


@reported_rule("S108", Severity.WARNING)
def typeface_has_its_faces() -> None:
    """Every form has the faces of the edition's own typeface, and none of them is feigned."""


@reported_rule("S109", Severity.INFO)
def typeface_has_its_forms() -> None:
    """The edition's own typeface has all forms of letters that the design asks for."""
