"""Define the error of a picture that cannot be used."""

from __future__ import annotations


class ImageError(Exception):
    """Raised for an image that cannot be used; the reason follows the image's name: "is empty"."""


class TooComplexError(ImageError):
    """Raised for a drawing that would take more time or memory than any honest one."""
