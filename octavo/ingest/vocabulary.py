"""Decide what a hyphen at the end of a line is, by the words of the text itself, by a list of the
words of its language, and by the patterns that divide them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pyphen
import simplemma

Verdict = Literal["join", "keep", "join in doubt", "keep in doubt"]

_WORD = re.compile(r"[^\W\d_]+(?:[-‐’'][^\W\d_]+)*")
# A word that the end of a line parts, or whose rest is elsewhere; a longer one is no word.
_PARTED = re.compile(
    r"(?<![^\W\d_])[^\W\d_]{1,80}[-‐¬\u00ad]"
    r"(?:[ \t]{0,9}\n\s{0,200}[^\W\d_]{1,80}|[ \t]{0,9}$)", re.MULTILINE
)  # fmt: skip
# What is written with a hyphen before any word.
_PREFIXES = frozenset(
    "self non ex half semi quasi all well ill vice cross pseudo neo anti pro".split()
)

# Prefixes that begin many words which have no hyphen: exposed, proposed, allowed.
_IN_WORDS = frozenset(("ex", "pro", "all", "ill"))
# Languages that have a list of words, and those among them that set hyphens into compounds.
_LISTED = frozenset(("en", "de", "fr", "es", "it", "ru", "uk", "la", "nl", "pl", "sv", "cs", "pt",
                     "el"))  # fmt: skip
_HYPHENATING = frozenset(("en", "fr", "ru", "uk", "it", "es", "pt"))

# Parts of words that are words too, and are joined without a hyphen.
_SUFFIXES = frozenset(
    "able ible fully ful less ness ing ings ment ments ship ships hood ward wards wise times tion "
    "tions ally ally self selves lich keit heit ung ungen schaft bar sam mente ment".split()
)
_CLOSED = frozenset(
    "here there with where under over out up down inter trans sub super counter fore after some "
    "any every no can mean al".split()
)

# A few of the commonest words of each language; no two lists share many.
_COMMON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in that was is for it with as his on be at by had not from which",
        "de": "der die und in den das von zu mit des dem nicht ist auf eine sich als auch es für",
        "fr": "de la le et les des en du une que est dans qui pour par sur au pas plus ce",
        "es": "de la que el en y los se del las por un para con una no su al lo como",
        "it": "di che e la il un a per in una sono non è del della le con si dei alla",
        "ru": "и в не на с что по как к его из это за от для о так но был же",
        "uk": "і в не на з що до та як у за його від це про для але або був їх",
        "la": "et in est non ad ut cum quod qui sed ex quae si de nec per esse aut enim ab",
        "nl": "de het een van en in is dat op te met voor niet zijn aan er om door als ook",
        "pl": "i w na z nie się że do jest to o od jak po przez za dla był jego przy",
        "sv": "och i att det som en på är av för den med till inte om ett han var de från",
        "cs": "a v se na je že s z do to o i by za pro jako jsou ale podle byl",
        "pt": "de a o que e do da em um para com não uma os no se na por mais as",
        "ar": "في من على أن إلى ما لا هو هذا عن التي كان ذلك مع قد كل أو هذه بين",
        "he": "של את על לא הוא כי אל כל זה עם היא אם אשר או היה גם לו מן הם",
        "el": "και το να του η της με που την από για τα στο δεν ο θα οι των σε είναι",
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a scan, with how often each is there."""

    words: Counter[str]
    language: str

    def verdict(self, left: str, right: str) -> Verdict:
        """Decide whether the two parts of a word at the end of a line are one word, or a compound
        that keeps its hyphen."""
        if not left or not right:
            return "keep"
        if right[0].isupper() and not left.isupper():
            return "keep"
        first, second = left.casefold(), right.casefold()
        whole = self.words[first + second]
        compound = self.words[f"{first}-{second}"] + self.words[f"{first}‐{second}"]
        if whole != compound:
            return "join" if whole > compound else "keep"
        last = first.rpartition("-")[2]
        if "-" in first and self.words[last + second] > 0:
            return "join"
        listed = _is_listed(last + second, self.language)
        if last in _PREFIXES and len(second) > 3 and self.words[second]:
            if not listed:
                return "keep"
            return "join in doubt" if last in _IN_WORDS else "keep in doubt"
        if second in _SUFFIXES or first in _CLOSED:
            return "join"
        known = len(last) > 2 and len(second) > 2 and self.words[last] and self.words[second]
        if listed is False and self._is_compound(last, second):
            return "keep in doubt"
        if not known:
            return "join"
        divides = _divides(last, second, self.language)
        return "join in doubt" if divides else "keep in doubt"

    def _is_compound(self, last: str, second: str) -> bool:
        """Return whether two parts are words, in a language that joins words by hyphens."""
        return (
            self.language in _HYPHENATING and len(last) > 2 and len(second) > 2
            and bool(_is_listed(last, self.language)) and bool(_is_listed(second, self.language))
        )  # fmt: skip


def vocabulary_of(text: str) -> Vocabulary:
    """Return the words of a text, and the language that most of them are of; parts of words at
    the ends of lines do not count."""
    whole = _PARTED.sub(" ", text)
    words = Counter(word.casefold() for word in _WORD.findall(whole))
    parts: Counter[str] = Counter()
    for word, count in words.items():
        if "-" in word or "’" in word or "'" in word:
            for part in re.split(r"[-’']", word):
                parts[part] += count
    return Vocabulary(words + parts, language_of(words))


def language_of(words: Counter[str]) -> str:
    """Return the language whose commonest words are there most often; English if none is."""
    scores = {language: sum(words[word] for word in common) for language, common in _COMMON.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] else "en"


@lru_cache(maxsize=4096)
def _is_listed(word: str, language: str) -> bool | None:
    """Return whether the list of a language has a word; None if there is no list."""
    return simplemma.is_known(word, lang=language) if language in _LISTED else None


@lru_cache(maxsize=4096)
def _divides(left: str, right: str, language: str) -> bool:
    """Return whether the patterns of the language divide the joined word at this place."""
    names = ("en_US", "en_GB") if language == "en" else (pyphen.language_fallback(language),)
    if None in names:
        return True
    return any(
        len(left) in pyphen.Pyphen(lang=name, left=2, right=2).positions(left + right)
        for name in names
    )
