"""Keep what was converted before, so that only entries that changed are converted again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from octavo.fingerprint import fingerprint

Converted = Mapping[str, Any]  # an item under `item`, and the faults to report under `told`


class ConversionCache:
    """Conversions by the digest of the text that was converted.

    `known` are those of an earlier reading; `used` collects those that this reading asked for or
    made, which are those that the next one should know.
    """

    def __init__(self, known: Mapping[str, Converted] | None = None) -> None:
        self.known: Mapping[str, Converted] = known or {}
        self.used: dict[str, Converted] = {}

    def get(self, digest: str) -> Converted | None:
        """Return an earlier conversion; None if there is none, or if it is no conversion."""
        found = self.known.get(digest)
        if not isinstance(found, Mapping) or not isinstance(found.get("item"), Mapping):
            return None
        self.used[digest] = found
        return found

    def put(self, digest: str, converted: Converted) -> None:
        """Keep a conversion."""
        self.used[digest] = converted


def digest(*written: str) -> str:
    """Return a digest of a text as written, and of the code and libraries that read it."""
    made = hashlib.sha256(fingerprint().encode())
    for text in written:
        made.update(text.encode("utf-8", "replace"))
        made.update(b"\0")
    return made.hexdigest()[:32]
