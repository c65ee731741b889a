"""Order an index: letter by letter or word by word, by the alphabet of the language.

Letter by letter, as Chicago prefers it (18th edition, chapter 15), spaces and signs are ignored up
to the first comma or parenthesis: Newcomb, New Deal, Newman, New York. An article that opens an
entry is ignored, and so are articles and small words that open a subentry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from octavo.csl.text.filing import (
    ARTICLES,
    INTERRUPTION,
    filing_key,
    first_letter,
    without_article,
    without_opening,
)

Order = Literal["letter", "word"]

# Prepositions and conjunctions that do not count where they open a subentry.
_SMALL: Mapping[str, str] = {
    "cs": "a do k ke na o od po pro při s se u v ve z ze",
    "da": "af efter fra for i med mod og om på til under ved over",
    "de": "als am an auf aus bei für gegen im in mit nach über um und unter vom von vor zu zum zur",
    "el": "και με σε για από προς των του της στο στη στην",
    "en": "about after against among and as at before between by during for from in into of on"
    " over through to toward under upon with within without",
    "es": "a al ante como con contra de del desde en entre para por sobre y",
    "fr": "à au aux avec chez comme contre dans de d’ du en entre et par pour sous sur vers",
    "hu": "és",
    "it": "a al alla con come contro da dal dalla di del della dei delle e fra in nel nella per su"
    " sul sulla tra",
    "la": "a ab ad ante apud contra cum de et ex in inter per post pro sub",
    "nb": "av etter for fra i med mot og om over på til under ved",
    "nl": "aan als bij door en in met na naar om onder op over te tegen tot uit van voor",
    "pl": "a do i jako na o od po przed przez przy u w we z za ze",
    "pt": "a ao à aos com como contra da das de do dos e em entre na no nas nos para por sob sobre",
    "ru": "а в во для до за и из к ко как на о об обо от перед по под при про с со у через",
    "sv": "av efter från för i med mot och om på till under vid över",
    "uk": "а в від для до за з із зі і й ко на о об по при про під та у через",
}
# Signs that interrupt the letters: the text before them is filed first, alone.
_INTERRUPTION = re.compile(r"[,(:;–—]")
# Joins words letter by letter, but no two letters into one: 'Moc hluku' has no Czech 'ch'.
_JOINED = "\N{COMBINING GRAPHEME JOINER}"

Key = tuple[bytes, str]


@lru_cache(maxsize=20_000)
def key_of(text: str, language: str, order: Order, *, below: bool) -> Key:
    """Return the filing key of an entry, or of a subentry if `below`; entries with equal letters
    are ordered by the text itself."""
    parts = _INTERRUPTION.split(_that_counts(text, language, below=below))
    if order == "letter":
        parts = [_JOINED.join(part.split()) for part in parts]
    return filing_key(INTERRUPTION.join(parts), language), text


def letter_of(text: str, language: str) -> str:
    """Return the letter that an entry is listed under: empty for figures and signs."""
    return first_letter(_that_counts(text, language, below=False), language)


def _that_counts(text: str, language: str, *, below: bool) -> str:
    """Return a text without the article that opens it, or without the articles and small words that
    open a subentry."""
    if not below:
        return without_article(text, language)
    tongue = language.split("-")[0].lower()
    return without_opening(text, f"{ARTICLES.get(tongue, '')} {_SMALL.get(tongue, '')}".split())
