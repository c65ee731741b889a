"""List months and ordinals as they are written in the languages that Octavo prints."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import icu

_ICU: Any = icu  # it has no type stubs
_LANGUAGES = "en de fr es it pt nl ru uk pl cs da sv nb fi hu el he ar".split()
_LARGEST = 40  # an ordinal of more is written in figures
# Ordinals from the first on for which ICU has none, with their endings.
_ORDINALS = (
    "první druhé třetí čtvrté páté šesté sedmé osmé deváté desáté jedenácté dvanácté",
    "première seconde",
    "prima secunda tertia quarta quinta sexta septima octava nona decima undecima duodecima",
    "pierwsze drugie trzecie czwarte piąte szóste siódme ósme dziewiąte dziesiąte jedenaste"
    " dwunaste",
    "перше друге третє четверте п’яте шосте сьоме восьме дев’яте десяте одинадцяте дванадцяте",
)


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Return the number of the month for each name of one, long or short, without case."""
    found: dict[str, int] = {}
    kinds = _ICU.DateFormatSymbols
    for language in _LANGUAGES:
        symbols = kinds(_ICU.Locale(language))
        for context in (kinds.FORMAT, kinds.STANDALONE):
            for width in (kinds.WIDE, kinds.ABBREVIATED):
                for number, name in enumerate(symbols.getMonths(context, width), start=1):
                    found.setdefault(name.casefold().strip("."), number)
    return found


@lru_cache(maxsize=1)
def ordinals() -> dict[str, int]:
    """Return the number of each written ordinal, in all its genders and cases, without case.

    Its words are parted by spaces: `twenty first`.
    """
    found: dict[str, int] = {}
    for language in _LANGUAGES:
        form = _ICU.RuleBasedNumberFormat(_ICU.URBNFRuleSetTag.SPELLOUT, _ICU.Locale(language))
        names = [form.getRuleSetName(at) for at in range(form.getNumberOfRuleSetNames())]
        for name in names:
            if "ordinal" in name:
                form.setDefaultRuleSet(name)
                for number in range(1, _LARGEST + 1):
                    found.setdefault(plain_ordinal(form.format(number)), number)
    for words in _ORDINALS:
        for number, word in enumerate(words.split(), start=1):
            found.setdefault(plain_ordinal(word), number)
    return found


def plain_ordinal(word: str) -> str:
    """Return an ordinal as `ordinals` has it: 'Twenty-first' is `twenty first`."""
    bare = word.replace("\N{SOFT HYPHEN}", "").replace("'", "’").replace("-", " ")
    return " ".join(bare.casefold().split())
