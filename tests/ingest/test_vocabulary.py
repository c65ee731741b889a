"""Hyphens at the ends of lines: what the text, the list of words and the patterns decide."""

from __future__ import annotations

from collections import Counter

import pytest

from octavo.ingest.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("left", "right", "language", "verdict"),
    [
        ("ex", "posed", "en", "join in doubt"),  # the text has “posed”; the list has “exposed”
        ("ex", "ministers", "en", "keep"),  # no list has “exministers”
        ("grand", "ducal", "en", "keep in doubt"),  # two words, and no word together
        ("govern", "ment", "en", "join"),
        ("consu", "latum", "la", "join"),
        ("Bundes", "kanzleramt", "de", "join"),  # German joins words without hyphens
        ("Litvi", "nov", "en", "join"),  # no word of any list
        ("социально", "экономический", "ru", "keep in doubt"),
        ("under", "funded", "en", "join"),
    ],
)
def test_a_hyphen_is_decided(left: str, right: str, language: str, verdict: str) -> None:
    words = Counter({"posed": 3, "ministers": 2})
    assert Vocabulary(words, language).verdict(left, right) == verdict
