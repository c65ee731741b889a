"""Compare what a person types with titles and names."""

from __future__ import annotations

import unicodedata


def as_searched(text: str) -> str:
    """Return a text in small letters without accents, as people type what they look for."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in bare if not unicodedata.combining(c))
