"""Make the fault of a section or an image that no EPUB can hold."""

from __future__ import annotations

from octavo.model import FaultError, Place
from octavo.model.form_rules import epub_can_be_packed
from octavo.source import EDITION_PATH


def cannot_be_packed(message: str) -> FaultError:
    """Return the error to raise; its fault is at edition.yaml, and the message names the part."""
    return FaultError(epub_can_be_packed.fault(Place(EDITION_PATH), message))
