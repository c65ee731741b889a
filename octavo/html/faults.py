"""Make the fault of a section or an image that neither the EPUB nor the HTML form can hold."""

from __future__ import annotations

from dataclasses import replace

from octavo.model import FaultError, Place
from octavo.model.form_rules import html_can_be_set
from octavo.source import EDITION_PATH


def cannot_be_set(message: str, image: str = "") -> FaultError:
    """Return the error to raise; its fault is at edition.yaml, or where the edition names an image,
    and the message names the part."""
    return FaultError(replace(html_can_be_set.fault(Place(EDITION_PATH), message), image=image))
