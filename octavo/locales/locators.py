"""Read the words by which authors name a place in a work: `p.`, `S.`, `с.`, `vol.`, `Bd.`

They are not among the words that Octavo prints; those of citations are in CSL's own locales.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "read" / "locators.toml"
_SAME = {"no": "nb", "nn": "nb"}


@cache
def locator_words(language: str) -> Mapping[str, str]:
    """Return the label of CSL for each word that names a place, in English and in a language, whose
    words are preferred."""
    tables = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    tongue = language.split("-")[0].lower()
    rows = (*tables["en"].items(), *tables.get(_SAME.get(tongue, tongue), {}).items())
    return {word: label for label, words in rows for word in words.split()}
