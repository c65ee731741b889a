"""File entries: order a bibliography as readers of the style's language look entries up.

The order is that of the Unicode collation algorithm with the tailoring of each language, as ICU has
it: accents, case and punctuation do not count, numbers go by value, 'å' comes after 'z' in Swedish.
It goes word by word, as in the reference processors, so that 'Ferrer, Ada' comes before 'Ferrer
Benimeli' and 'Smith, Zed' before 'Smithers' (Chicago 13.70 and 15.66); a leading article counts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import icu

from octavo.csl.text.tagged_text import unmarked

_ICU: Any = icu  # it has no type stubs
# The boundary between words: ICU files this character before all others, and never ignores it.
_BETWEEN_WORDS = "\ufffe"
_SIGNS_ALONE = b"\1"
_LONGEST = 2000  # letters of an entry that are compared: no two share as many


def filing_key(text: str, language: str = "en-US") -> bytes:
    """Return the key under which tagged text is filed: bytes, comparable within one language.

    Signs at the head of the text are ignored, if a word follows them: '§ 5' is filed under 5.
    Signs alone come first of all: '*'.  The key of an empty text is empty.
    """
    words = _UNSOUND.sub("", unmarked(text[:_LONGEST])).split()
    first = next((at for at, word in enumerate(words) if any(map(str.isalnum, word))), 0)
    filed = _BETWEEN_WORDS.join(words[first:])
    key = _collator(language).getSortKey(filed)
    return key if key > b"\0" else _SIGNS_ALONE if words else b""


_UNSOUND = re.compile("[\0\ud800-\udfff]")  # no letters; ICU refuses them
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*(?![A-Za-z0-9])")


@lru_cache(maxsize=64)
def _collator(language: str) -> Any:
    """Make the collator of a language; a tag that names none gets the order common to all."""
    tag = _TAG.match(language)
    locale = _ICU.Locale(tag[0].replace("-", "_")[:80] if tag else "root")
    collator = _ICU.Collator.createInstance(locale)
    attribute, value = _ICU.UCollAttribute, _ICU.UCollAttributeValue
    collator.setStrength(_ICU.Collator.PRIMARY)
    collator.setAttribute(attribute.ALTERNATE_HANDLING, value.SHIFTED)
    collator.setAttribute(attribute.NUMERIC_COLLATION, value.ON)
    return collator
