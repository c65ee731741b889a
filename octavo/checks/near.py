"""Find the name that was most likely meant: for hints of the form "did you mean …?"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SEARCHES = 50  # a text with more unknown names than this has another fault than its spelling
NAMES = 5_000


class Nearest:
    """Names to search for the nearest: one that differs in case only, or else the most similar."""

    def __init__(self, names: Iterable[str], likeness: float = 0.6) -> None:
        self._likeness = likeness  # from 0 to 1, the least that a nearest name must have
        self._names = list(dict.fromkeys(names))
        self._folded = {name.casefold(): name for name in reversed(self._names)}
        self._left = SEARCHES

    def to(self, name: str) -> str | None:
        """Return the nearest name, or None; after `SEARCHES` searches only one that differs in
        case."""
        folded = name.casefold()
        if folded in self._folded:
            return self._folded[folded]
        if self._left <= 0 or len(name) > 200:
            return None
        self._left -= 1
        alike = get_close_matches(name, self._names[:NAMES], n=1, cutoff=self._likeness)
        return alike[0] if alike else None
