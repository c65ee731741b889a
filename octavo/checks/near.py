"""The name that was most likely meant: for hints of the form "did you mean …?"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SEARCHES = 50  # a text with more lost names than this has another fault than its spelling
NAMES = 5_000


class Nearest:
    """Looks among names: one that differs in case only, or else the most alike."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(names))
        self._folded = {name.casefold(): name for name in reversed(self._names)}
        self._left = SEARCHES

    def to(self, name: str) -> str | None:
        """The nearest name, if any is near; after many searches only case is looked at."""
        folded = name.casefold()
        if folded in self._folded:
            return self._folded[folded]
        if self._left <= 0 or len(name) > 200:
            return None
        self._left -= 1
        alike = get_close_matches(name, self._names[:NAMES], n=1)
        return alike[0] if alike else None
