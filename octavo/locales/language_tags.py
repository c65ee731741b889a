"""Read what people write for a language: a tag, a code of a catalogue, or a name in any language.

A code is one of ISO 639-1, -2 (both of its forms) or -3, or opens a tag of BCP 47.  A name is known
in English, in the language itself and in every language that Octavo prints, and as babel has it
(`ngerman`, `brazilian`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import icu

UNKNOWN = "und"  # BCP 47: a language that cannot be determined

_ICU: Any = icu  # it has no type stubs
_TAG = re.compile(r"(?P<code>[A-Za-z]{2,3})(?P<rest>(?:[-_][A-Za-z0-9]{1,8})*)")
_LIST = re.compile(r"\s*[;,/&+|]\s*|\s+(?:and|und|et|e|y|en|och|og|i|и)\s+")
_NO_LANGUAGE = frozenset(("und", "xx", "zxx", "mis"))

# Names of babel and of variants, codes of libraries, and of countries that people write for a
# language, beside what ICU knows.
_MORE = {
    name: tag
    for tag, names in {
        "bo": "tib", "cs": "cz, cze, česky",
        "cu": "churchslavonic, church slavonic, old church slavonic",
        "cy": "wel", "de": "ger, ngerman, germanb", "de-AT": "austrian, naustrian, austrian german",
        "de-CH": "swissgerman, nswissgerman, swiss german, swiss high german",
        "dsb": "lsorbian, lowersorbian",
        "el": "gr, gre, polutonikogreek, polytonicgreek, modern greek",
        "en-AU": "australian", "en-CA": "canadian", "en-GB": "british, ukenglish, british english",
        "en-NZ": "newzealand", "en-US": "american, usenglish, american english",
        "da": "dk", "es": "castellano, castilian", "es-MX": "mexican", "eu": "baq",
        "fa": "per, farsi",
        "fr": "fre, frenchb, francais", "fr-CA": "acadian, canadien",
        "grc": "ancientgreek, classical greek", "he": "iw",
        "hr": "scr, serbocroatian, serbo-croatian",
        "hsb": "usorbian, uppersorbian", "hu": "magyar", "hy": "arm",
        "id": "bahasa, bahasai, indon",
        "is": "ice", "ka": "geo",
        "la": "classiclatin, ecclesiasticlatin, medievallatin, neo-latin",
        "mi": "mao", "mk": "mac", "ms": "may, bahasam, melayu", "my": "bur",
        "nb": "norsk, norwegian",
        "nl": "dut", "nn": "nynorsk", "pt": "portuges", "pt-BR": "brazil, brazilian",
        "ro": "rum", "sk": "slo", "sl": "slovene", "sq": "alb", "sr": "scc, serbianc",
        "ja": "jp", "zh": "cn, chi, mandarin",
    }.items()
    for name in names.split(", ")
}  # fmt: skip
_NAMED_IN = "en de fr es it pt nl ru uk pl cs da sv nb fi hu el he ar la".split()


def language_tag(written: str) -> str:
    """Return the BCP 47 tag of a language that is written in any way.

    Of several, as in `German; French`, the first counts.  Return an empty text for an empty one,
    and `und` for a language that is not known.
    """
    text = " ".join(written.replace("\N{NO-BREAK SPACE}", " ").split()).strip(" .")
    return _tag_of(text) if text else ""


def at_home(tag: str) -> str:
    """Return the tag of a language with the country where it is at home: de-DE for de."""
    if "-" in tag or tag in _NOWHERE:
        return tag
    country = _ICU.Locale(tag).addLikelySubtags().getCountry()
    return f"{tag}-{country}" if country.isalpha() else tag


_NOWHERE = frozenset("la grc cu eo mul yi lad".split())


@lru_cache(maxsize=1024)
def _tag_of(text: str) -> str:
    first = _LIST.split(text)[0]
    bare = re.sub(r"\s*[(\[].*", "", first)
    for one in (text, first, bare, bare.removeprefix("lang")):  # biblatex has `langgerman`
        code = _TAG.fullmatch(one)
        tag = _of_code(code["code"], code["rest"]) if code else _names().get(_plain(one), "")
        if tag:
            return tag
    word = re.match(r"[^\W\d_]+", text)
    if word and len(word[0]) < len(text):
        return _tag_of(word[0])
    return UNKNOWN


def _of_code(code: str, rest: str) -> str:
    """Return the tag that a code opens; empty for a code of two letters that is none."""
    code = code.lower()
    if code in _NO_LANGUAGE:
        return UNKNOWN
    code = _MORE.get(code, code)
    try:
        made = _ICU.Locale.forLanguageTag(code + rest.replace("_", "-")).toLanguageTag()
    except _ICU.ICUError:  # the rest is malformed
        made = code
    known = made != UNKNOWN and (len(code) > 2 or code in _codes())
    return made if known else ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(_ICU.Locale.getISOLanguages())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return the tag of each name of a language: names in English before those in others."""
    names = dict(_MORE)
    codes = [code for code in _ICU.Locale.getISOLanguages() if code not in _NO_LANGUAGE]
    languages = [_ICU.Locale(code) for code in codes]
    for shown_in in (_ICU.Locale("en"), None, *map(_ICU.Locale, _NAMED_IN[1:])):
        for code, language in zip(codes, languages, strict=True):
            name = _plain(language.getDisplayLanguage(shown_in or language))
            if name != code:
                names.setdefault(name, code)
    return names
