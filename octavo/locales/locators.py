"""Read the words by which authors name a place in a work: `p.`, `S.`, `с.`, `vol.`, `Bd.`

They are not among the words that Octavo prints; those of citations are in CSL's own locales.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_TABLE = Path(__file__).parent / "read" / "locators.toml"
_SAME = {"no": "nb", "nn": "nb", "bs": "hr", "yue": "zh", "cmn": "zh", "mo": "ro"}


@cache
def locator_words(language: str) -> Mapping[str, str]:
    """Return the label of CSL for each word that names a place, in English and in a language, whose
    words are preferred."""
    rows = (*_rows("en", "front"), *_rows(language, "front"))
    return {word: label for label, words in rows for word in words.split()}


@cache
def locator_words_behind(language: str) -> Mapping[str, str]:
    """Return the label of CSL for each word that a language writes behind the number: `12. o.`"""
    return {word: label for label, words in _rows(language, "behind") for word in words.split()}


def _rows(language: str, side: str) -> Iterator[tuple[str, str]]:
    """Yield the labels of a language with their words, those before or those behind a number."""
    tongue = language.split("-")[0].lower()
    table = _tables().get(_SAME.get(tongue, tongue), {})
    rows = table.get("behind", {}) if side == "behind" else table
    yield from ((label, words) for label, words in rows.items() if isinstance(words, str))


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))
