"""Name the files in which prepared pictures are kept; nothing heavy is imported for that."""

from __future__ import annotations

from urllib.parse import quote

KEPT = "build/pictures"


def kept_file(name: str, use: str) -> str:
    """Return the path, from the edition's folder, of the file that keeps a picture for a use."""
    return f"{KEPT}/{quote(name, safe=' ')}.{use}"
