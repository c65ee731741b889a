"""Record in which countries manuscripts are on Letter paper."""

from __future__ import annotations

_LETTER_COUNTRIES = {
    "US", "CA", "MX", "PH", "CL", "CO", "CR", "DO", "GT", "NI", "PA", "PR", "SV", "VE",
}  # fmt: skip


def uses_letter(language: str) -> bool:
    """Return whether a language is written where Letter is used (en-US, es-MX), and not A4."""
    return not _LETTER_COUNTRIES.isdisjoint(tag.upper() for tag in language.split("-")[1:])
