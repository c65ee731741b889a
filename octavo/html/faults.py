"""Make the fault of a section or an image that neither the EPUB nor the HTML form can hold."""

from __future__ import annotations

from octavo.model import FaultError, Place
from octavo.model.form_rules import html_can_be_set
from octavo.source import EDITION_PATH


def cannot_be_set(message: str) -> FaultError:
    """Return the error to raise; its fault is at edition.yaml, and the message names the part."""
    return FaultError(html_can_be_set.fault(Place(EDITION_PATH), message))
