"""Find the language of a .bib entry: as it says itself, or as the words of its title do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from octavo.bibliography.bib.latex import REFUSED, SILENT
from octavo.locales.language_tags import UNKNOWN, at_home, language_tag

# `langid` is that of the entry, `hyphenation` its older name, `language` that of the work.
FIELDS = ("langid", "hyphenation", "language")
_NOT_LATIN = re.compile(r"[Ͱ-Ӿ԰-\u1fff\u2c00-\ua71f\ua800-\ud7ff]")
_BRACES = re.compile(r"[{}]|\\[A-Za-z]+")


def entry_language(fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the tag of an entry's language, and the text that names it.

    A name stands for the language where it is at home, as babel has it: `german` is de-DE.  Of two
    fields the first that names a known language counts.  Without any, a title that is plainly not
    English is in a language not known.
    """
    written = [_BRACES.sub("", fields.get(name, "")).strip() for name in FIELDS]
    for text in filter(None, written):
        tag = language_tag(text)
        if tag and tag != UNKNOWN:
            return _variant(fields, text) or (at_home(tag) if len(text) > 3 else tag), text
    text = next(filter(None, written), "")
    return (UNKNOWN if text or _is_foreign(fields.get("title", "")) else ""), text


# The variants of polyglossia's languages, as `langidopts` names them.
_VARIANTS = {
    "english": {"british": "en-GB", "uk": "en-GB", "american": "en-US", "us": "en-US",
                "usmax": "en-US", "australian": "en-AU", "newzealand": "en-NZ",
                "canadian": "en-CA"},
    "german": {"german": "de-DE", "austrian": "de-AT", "swiss": "de-CH"},
    "french": {"french": "fr-FR", "canadian": "fr-CA", "acadian": "fr-CA", "swiss": "fr-CH"},
    "italian": {"swiss": "it-CH"},
    "spanish": {"spanish": "es-ES", "mexican": "es-MX"},
    "portuguese": {"portuguese": "pt-PT", "brazilian": "pt-BR"},
    "greek": {"mono": "el-GR", "monotonic": "el-GR", "poly": "el-GR", "polytonic": "el-GR",
              "ancient": "grc"},
    "norwegian": {"bokmal": "nb-NO", "nynorsk": "nn-NO"},
    "latin": {"classic": "la", "medieval": "la", "modern": "la", "ecclesiastic": "la"},
}  # fmt: skip
_VARIANT = re.compile(r"variant\s*=\s*\{?\s*([A-Za-z]+)")


def _variant(fields: Mapping[str, str], language: str) -> str:
    """Return the tag of the variant of a language that `langidopts` names; '' if it names none."""
    found = _VARIANT.search(fields.get("langidopts", ""))
    return _VARIANTS.get(language.lower(), {}).get(found[1].lower(), "") if found else ""


_ENGLISH = frozenset("the of and in to for on from with by an at its".split())
_OTHERS = frozenset(
    """le la les des du de et un une au aux sur dans pour der die das und von zur zum im für über
    aus eine el los las del y il gli della delle dei nel een het voor naar""".split()
)


_ACCENT_OR_BRACE = re.compile(r"\\(?:[`'^\"~=.]|[uvHrcdbkt](?![A-Za-z]))\s*|[{}]")
_ADDRESSES = frozenset(("href", "url", "nolinkurl"))
_ARGUMENT = re.compile(r"\\(?P<name>[A-Za-z]+)\*?\s*\{[^{}]*\}")


def _kept(found: re.Match[str]) -> str:
    """Return a command with its argument, or '' if the argument is no text."""
    is_no_text = found["name"] in _ADDRESSES or found["name"] in SILENT or found["name"] in REFUSED
    return "" if is_no_text else found[0]


def _is_foreign(title: str) -> bool:
    """Return whether a title without a language is not English."""
    if _NOT_LATIN.match(title.lstrip("{ ")):
        return True
    title = _ACCENT_OR_BRACE.sub("", _ARGUMENT.sub(_kept, title))  # Le\\'{o}n is one word
    words = frozenset(re.findall(r"[^\W\d_]+", title.lower()))
    return bool(words & _OTHERS) and not words & _ENGLISH
