"""The order of an index: letter by letter or word by word, in the order of the language's letters.

Letter by letter, as Chicago prefers it (18th edition, chapter 15), spaces and signs do not count
up to the first comma or parenthesis: Newcomb, New Deal, Newman, New York.  An article that opens an
entry does not count, nor the small words that open a subentry.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from octavo.csl.text.filing import filing_key

Order = Literal["letter", "word"]

_ARTICLES: Mapping[str, str] = {
    "en": "a an the",
    "de": "der die das dem den des ein eine einer",
    "es": "el la los las un una unos unas",
    "fr": "le la les l’ un une",
    "it": "il lo la i gli le l’ un uno una un’",
    "nl": "de het een",
    "pt": "o a os as um uma",
}
_SMALL: Mapping[str, str] = {
    "en": "a an the about after against among and as at before between by during for from in into"
    " of on over through to toward under upon with within without",
    "cs": "a do k ke na o od po pro při s se u v ve z ze",
    "de": "der die das dem den des ein eine als am an auf aus bei für gegen im in mit nach über um"
    " und unter vom von vor zu zum zur",
    "es": "el la los las un una a al ante como con contra de del desde en entre para por sobre y",
    "fr": "le la les l’ un une à au aux avec chez comme contre dans de des d’ du en entre et par"
    " pour sous sur vers",
    "it": "il lo la i gli le l’ un una a al alla con come contro da dal dalla di del della dei"
    " delle e fra in nel nella per su sul sulla tra",
    "pl": "a do i jako na o od po przed przez przy u w we z za ze",
    "ru": "а в во для до за и из к ко как на о об обо от перед по под при про с со у через",
}
_WORD = re.compile(r"[^\s’']+[’']?\s*")
# What interrupts the letters: what precedes it is filed alone first.
_INTERRUPTION = re.compile(r"[,(:;–—]")
_INTERRUPTED = " \ufffe "  # ICU files this before all else: New, Zoe before New Deal

Key = tuple[bytes, str]


@lru_cache(maxsize=20_000)
def key_of(text: str, language: str, order: Order, *, below: bool) -> Key:
    """What an entry is filed by, or a subentry (`below`); equal letters go by the text itself."""
    bare = without_small_words(text, language, below=below)
    parts = _INTERRUPTION.split(bare)
    if order == "letter":
        parts = ["".join(part.split()) for part in parts]
    return filing_key(_INTERRUPTED.join(parts), language), text


def without_small_words(text: str, language: str, *, below: bool) -> str:
    """A text without the article, or of a subentry the small words, that open it."""
    small = (_SMALL if below else _ARTICLES).get(language.split("-")[0].lower(), "").split()
    rest = text
    while match := _WORD.match(rest):
        word = match[0].rstrip().replace("'", "’").lower()
        if word not in small or match.end() == len(rest):
            break
        rest = rest[match.end() :]
        if not below:
            break
    return rest


def letter_of(text: str, language: str) -> str:
    """The letter that an entry stands under; nothing for figures and signs."""
    first = next((c for c in without_small_words(text, language, below=False) if c.isalnum()), "")
    if not first.isalpha():
        return ""
    bare = unicodedata.normalize("NFD", first)[0].upper()
    same = filing_key(bare, language) == filing_key(first, language)
    return bare if same else first.upper()
