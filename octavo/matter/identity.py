"""Write the ISBN and the date of an edition in the notation that catalogues read."""

from __future__ import annotations

import re
from datetime import datetime

from octavo.model import Edition


def isbn_digits(text: str) -> str:
    """Return the digits of an ISBN of the right length, or an empty text."""
    digits = re.sub(r"[\s‐-―-]", "", text).upper()
    return digits if re.fullmatch(r"\d{13}|\d{9}[\dX]", digits) else ""


def publication_date(edition: Edition) -> str:
    """Return the parts of the date that are in the calendar: `2026-02` of `2026-02-30`."""
    parts = edition.date.split("-") if edition.date else []
    for length in range(len(parts), 0, -1):
        year, month, day = (*map(int, parts[:length]), 1, 1)[:3]
        try:
            datetime(year, month, day)
        except ValueError:
            continue
        return "-".join(parts[:length])
    return ""
