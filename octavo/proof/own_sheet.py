"""Find what an edition's own style sheet for the print keeps from being compared.

Words that a sheet hides, adds or moves are not those of the manuscript, and a typeface of its own
may draw one quotation mark or dash as another.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FACES = re.compile(r"\bfont(?:-family)?\s*:|@font-face")
_WORDS = re.compile(
    r"(?<![\w-])(?:display|visibility|content|position|overflow|clip(?:-path)?|opacity)(?=\s*:)"
)


def names_faces(css: str) -> bool:
    """Return whether a sheet sets text in a face of its own."""
    return _FACES.search(_bare(css)) is not None


def changes_words(css: str) -> re.Match[str] | None:
    """Return the first property of a sheet by which words may be hidden, added or moved; None if
    there is none."""
    return _WORDS.search(_bare(css))


def _bare(css: str) -> str:
    """Return a sheet with spaces for its comments."""
    return _COMMENT.sub(lambda match: " " * len(match[0]), css)
