"""Recognize the temporary files of text editors and systems, which are no part of an edition."""

from __future__ import annotations

import re

_PASSING = re.compile(r"\.DS_Store|Thumbs\.db|\.[#~].*|#.*#|.*(?:~|\.sw[a-z]|\.tmp|\.part)")


def is_passing(name: str) -> bool:
    """Return whether a file of this name is a temporary one of a text editor or a system."""
    return _PASSING.fullmatch(name) is not None
