"""File entries as readers of a language look them up, in every list of a book.

The Unicode collation algorithm with the tailoring of each language, as ICU has it: accents, case
and punctuation do not count, numbers go by value, 'å' follows 'z' in Swedish, 'ch' follows 'h' in
Czech, Cyrillic precedes Latin in Russian.  Lists are filed word by word, as the reference
processors do, so that 'Smith, Zed' comes before 'Smithers' (Chicago 13.70); an index may be filed
letter by letter (`index.order`).  A family name is compared whole before any given name, so that
'Ferrer, Zoé' comes before 'Ferrer Benimeli, José' (15.66): `INTERRUPTION` stands between the two.

The article that opens a text counts, save where a list leaves it out: an index, and a bibliography
that is filed by title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import icu

from octavo.csl.text.tagged_text import unmarked

_ICU: Any = icu  # it has no type stubs
# The boundary between words: ICU files this character before all others, and never ignores it.
_BETWEEN_WORDS = "\ufffe"
# The boundary between what is filed first, alone, and what follows it: three of those.
INTERRUPTION = f" {_BETWEEN_WORDS} "
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


def list_key(text: str, language: str) -> tuple[bytes, str]:
    """Give a key that orders a list whatever order its texts come in: two that differ in accents
    or case alone go by their characters."""
    return filing_key(text, language), text


def inverted_name_key(name: str, language: str) -> tuple[bytes, str]:
    """Give a key that orders a list of names, family name first: 'Ferrer Benimeli, José'."""
    return filing_key(name.replace(", ", INTERRUPTION, 1), language), name


_UNSOUND = re.compile("[\0\ud800-\udfff]")  # no letters, and nothing that ICU can take


# --- what opens a text and does not count --------------------------------------------------------

_NORWEGIAN = "den det de en ei et"
# A word that ends with an apostrophe is joined to the next: l’Afrique.
ARTICLES: Mapping[str, str] = {
    "da": "den det de en et",
    "de": "der die das dem den des ein eine einer",
    "el": "ο η το οι τα ένας μία μια ένα",
    "en": "a an the",
    "es": "el la lo los las un una unos unas",
    "fr": "le la les l’ un une des",
    "hu": "a az egy",
    "it": "il lo la i gli le l’ un uno una un’",
    "nb": _NORWEGIAN,
    "nl": "de het een",
    "nn": _NORWEGIAN,
    "no": _NORWEGIAN,
    "pt": "o a os as um uma uns umas",
    "sv": "den det de en ett",
}
# Articles that open the names of families too, under which these are filed (Chicago 15.70 and
# 15.87): Le Pen, Jean-Marie; La Malfa, Ugo; De Geer, Louis.
_OF_NAMES: Mapping[str, str] = {
    "da": "de",
    "es": "el la las los",
    "fr": "le la les l’ des",
    "it": "la le li lo",
    "nb": "de",
    "nn": "de",
    "no": "de",
    "sv": "de",
}
_OPENING = re.compile(r"[\W_]*(?P<word>[^\W\d_]+)(?:(?P<apostrophe>['’])|(?=\s))\s*(?=\S)")
_INVERTED = re.compile(r"[^,;:(]+, [^\W\d_]")


def without_article(text: str, language: str) -> str:
    """Give a text without the article of its language that opens it; `language` is a tag.

    An article alone stays, and so does one that opens a person's name, family name first: a given
    name follows the comma.
    """
    tongue = language.split("-")[0].lower()
    rest = without_opening(text, ARTICLES.get(tongue, "").split(), once=True)
    name = _INVERTED.match(rest)
    if rest == text or not name or not name[0][-1].isupper():
        return rest
    of_names = _OF_NAMES.get(tongue, "").split()
    capital = next(filter(str.isalpha, text)).isupper()
    return text if capital and without_opening(text, of_names, once=True) == rest else rest


def without_opening(text: str, words: Collection[str], *, once: bool = False) -> str:
    """Give a text without the words that open it, or without the first of them; what is left is
    never empty."""
    rest = text
    while opening := _OPENING.match(rest):
        word = opening["word"].lower() + ("’" if opening["apostrophe"] else "")
        if word not in words:
            break
        rest = rest[opening.end() :]
        if once:
            break
    return rest


# --- letters -------------------------------------------------------------------------------------

_SCRIPTS = ("en", "ru", "uk", "el", "he", "ar", "hy", "ka")  # beside that of the language
_A_LETTER = 0  # of ICU's kinds of labels; the others are what lies between scripts


def first_letter(text: str, language: str) -> str:
    """Give the letter that a text is filed under: 'Ch' in Czech, 'O' for 'Öland' in German; empty
    for figures and signs."""
    at = next((at for at, character in enumerate(text) if character.isalnum()), None)
    if at is None or not text[at].isalpha():
        return ""
    letters = _letters(language)
    label, kind = letters[letters.getBucketIndex(_UNSOUND.sub("", text[at : at + _LONGEST]))]
    return label.capitalize() if kind == _A_LETTER else text[at].upper()


# --- ICU -----------------------------------------------------------------------------------------

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*(?![A-Za-z0-9])")


def _locale(language: str) -> Any:
    """Give the locale of a tag; one that names no language gets the order all languages share."""
    tag = _TAG.match(language)
    return _ICU.Locale(tag[0].replace("-", "_")[:80] if tag else "root")


@lru_cache(maxsize=64)
def _collator(language: str) -> Any:
    collator = _ICU.Collator.createInstance(_locale(language))
    attribute, value = _ICU.UCollAttribute, _ICU.UCollAttributeValue
    collator.setStrength(_ICU.Collator.PRIMARY)
    collator.setAttribute(attribute.ALTERNATE_HANDLING, value.SHIFTED)
    collator.setAttribute(attribute.NUMERIC_COLLATION, value.ON)
    return collator


@lru_cache(maxsize=64)
def _letters(language: str) -> Any:
    made = _ICU.AlphabeticIndex(_locale(language))
    made.maxLabelCount = 1000  # otherwise ICU leaves letters out beyond a hundred
    for script in _SCRIPTS:
        made.addLabels(_ICU.Locale(script))
    return made.buildImmutableIndex()
