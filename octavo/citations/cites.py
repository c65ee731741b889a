"""Read pandoc's citations: the works cited, and the locator in the suffix of each key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from octavo.locales.locators import locator_words, locator_words_behind
from octavo.model import Cite, CiteMode, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import plain

_MODES: dict[tree.CitationMode, CiteMode] = {
    "NormalCitation": "normal",
    "AuthorInText": "author-in-text",
    "SuppressAuthor": "suppress-author",
}


def read_cites(citations: Sequence[tree.Citation], language: str = "") -> tuple[Cite, ...]:
    """Read the first member of pandoc's `Cite`, a list of citation objects, in the order written.

    The locator is what pandoc's manual calls one: a label, in English or in the `language` of the
    text, and numbers; or numbers and a label, in a language that writes it so (`12. o.`); or bare
    page numbers, or text in braces. A suffix that names more than one place, such as a shelf mark
    or a volume and its pages, is no locator and stays as written.
    """
    cites: list[Cite] = []
    for citation in citations:
        suffix: Inlines = citation["citationSuffix"]
        found = find_locator(suffix, language)
        mode = _MODES[tree.mode_of(citation)]
        key, prefix = citation["citationId"], citation["citationPrefix"]
        if found is None:
            cites.append(Cite(key, prefix, suffix, mode=mode))
        else:
            cites.append(Cite(key, prefix, suffix, found.locator, found.label, found.rest, mode))
    return tuple(cites)


# --- the locator ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a work: numbers, the CSL term of what they count, and the inlines after them.

    Empty braces give an empty locator and label; `rest` is the suffix without them.
    """

    locator: str
    label: str
    rest: Inlines


# Not among the words for a locator are "f.", "l.", "ll.", "op.", "d.", "v.", which in archives are
# fond, list, opis', delo, verso.


# Divisions in which a second number is a page: `vol. 18, 292–93` is no list of volumes.
_HOLDS_PAGES = {"act", "article-locator", "book", "chapter", "issue", "part", "section", "volume"}
_LOWER_ROMAN = (
    r"(?![cdlm]\b)(?=[ivxlcdm])m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\b"
)
_ROMAN = rf"(?:{_LOWER_ROMAN}|[IVXLCDM]+\b)"
_ARABIC = r"[A-Z]?\d+(?:\.\d+)*(?:n{1,2}\.?\d+|[rv]\b|[a-z]\b|ff?\b\.?)?"
_DASH = r"\s?[-‐‑–—]\s?"


def _list_of(number: str) -> str:
    one = rf"{number}(?:{_DASH}{number})?"
    return rf"{one}(?:(?:,\s*|\s?&\s?){one})*"


_END = r"(?=$|[,;:)\]，、。；：）]|\.(?:$|\s)|\s(?:\(|passim\b|and\b|et\b))"
_BARE = re.compile(
    rf"(?P<locator>{_list_of(_ARABIC)}(?::{_list_of(_ARABIC)})?|{_list_of(_LOWER_ROMAN)})"
    rf"(?![\w/:]){_END}"
)


@lru_cache(maxsize=64)
def _labelled(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a label with numbers, and of a label with any text."""
    words = sorted(locator_words(language), key=len, reverse=True)
    label = f"(?P<label>{'|'.join(map(re.escape, words))})"
    numbers = _list_of(f"(?:{_ARABIC}|{_ROMAN}|[A-Z])")
    return (
        re.compile(rf"{label}(?:\s+|(?=\d))(?P<locator>{numbers})(?![\w/:]){_END}"),
        re.compile(rf"{label}\s*(?P<locator>\S.*)", re.DOTALL),
    )


@lru_cache(maxsize=64)
def _behind(language: str) -> re.Pattern[str] | None:
    """Return the pattern of numbers with their label behind them; None if the language has none."""
    words = sorted(locator_words_behind(language), key=len, reverse=True)
    if not words:
        return None
    label = f"(?P<label>{'|'.join(map(re.escape, words))})"
    numbers = _list_of(rf"(?:{_ARABIC}|{_ROMAN})\.?")
    # Han and Hangul have no spaces between words, and 第 and 제 before an ordinal.
    return re.compile(rf"[第제]?\s?(?P<locator>{numbers})\s*{label}(?:(?<![^\W\d_])|(?!\w)){_END}")


# Signs that a suffix names more than one place: a label before a number, or a number alone.
_SECOND = re.compile(r"(?:^|[\s,;(])(?:[^\W\d_]{1,8}\.\s*|§+\s*|¶+\s*)[\dIVXLCivxlc]")
_NUMBER = re.compile(rf"\s*,\s*(?:\d|{_ROMAN}\b)")


def find_locator(suffix: Inlines, language: str = "") -> Locator | None:
    """Read the locator out of a suffix; return None if it has none, or more than one.

    `, pp. 3–5, emphasis added` is page `3–5` with the rest `, emphasis added`; `, f. 082, l. 2` and
    `, XVIII, 292–93` have none.
    """
    head, tail = _plain_head(suffix)
    opening = re.match(r"[\s,，、]*", head)
    assert opening is not None
    head = head[opening.end() :]
    if head.startswith("{"):
        return _in_braces(opening[0], head, tail, language)
    found, label, locator = _numbered(head, language)
    if found is None or (tail and found.end() == len(head)):
        return None  # such as 351^e^: the markup belongs to the number
    if label in _HOLDS_PAGES and "," in locator:
        return None
    after = head[found.end() :]
    if _SECOND.search(after + plain(tail)) or _NUMBER.match(after):
        return None
    return Locator(locator, label, tree.text(after) + tail)


def _numbered(head: str, language: str) -> tuple[re.Match[str] | None, str, str]:
    """Return the match of the numbers at the head of a suffix, their label and the numbers.

    The words of the language come first: `12. o.` is no bare number in Hungarian.
    """
    behind = _behind(language)
    if behind is not None and (found := behind.match(head)):
        numbers = re.sub(r"\.(?!\d)", "", unicodedata.normalize("NFKC", found["locator"]))
        return found, locator_words_behind(language)[found["label"]], numbers
    found = _labelled(language)[0].match(head)
    label = locator_words(language)[found["label"]] if found else "page"
    if found is None or (found["label"][-1].isalpha() and not head[len(found["label"])].isspace()):
        found, label = _BARE.match(head), "page"
    return found, label, found["locator"] if found else ""


def _in_braces(opening: str, head: str, tail: Inlines, language: str) -> Locator | None:
    """Read a locator in braces; return None if the brace is not closed.

    `{pp. iv, A-3} rest` is a locator in any form, `{}12` is none (pandoc's manual).
    """
    inside, closed, after = head[1:].partition("}")
    if not closed:
        return None
    if not inside.strip():
        return Locator("", "", tree.text(opening + after.lstrip()) + tail)
    found = _labelled(language)[1].fullmatch(inside.strip())
    if found and (not found["label"][-1].isalpha() or inside.strip()[len(found["label"])] == " "):
        label = locator_words(language)[found["label"]]
        return Locator(found["locator"], label, tree.text(after) + tail)
    return Locator(inside.strip(), "page", tree.text(after) + tail)


def _plain_head(inlines: Inlines) -> tuple[str, Inlines]:
    """Split inlines into the text before the first that is marked up, and the rest."""
    for at, inline in enumerate(inlines):
        if not (tree.is_string(inline) or tree.is_space(inline)):
            return plain(inlines[:at]), inlines[at:]
    return plain(inlines), []
