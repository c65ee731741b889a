"""Report what a field holds that the style adds: labels, quotation marks, a full stop, capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from octavo.bibliography.field_words import field_in
from octavo.bibliography.rules import Doubt, name_is_in_small_letters, value_is_written_alone

# The labels that a style prints before the number of each variable.
_LABELS = {
    "issue": r"nos?\.|number|issue|nr\.|heft|h\.|n°|nº|núm\.|num\.|вып\.|№",
    "volume": r"vols?\.|volume|bd\.|band|tome?|т\.|t\.",
    "page": r"pp?\.|pages?|s\.|seiten?|с\.",
    "number-of-volumes": r"vols?\.",
    "chapter-number": r"chap(?:ter|\.)|ch\.|kap\.",
}
_LABEL = {
    name: re.compile(rf"(?:{words})\s*(?P<rest>[\dIVXLC].*)", re.IGNORECASE | re.DOTALL)
    for name, words in _LABELS.items()
}
# Titles that end in one of these end in their stop.
_ENDS_IN_STOP = re.compile(
    r"(?:\b(?:\w{1,3}|vols|sept|illus|repr|approx|assoc|dept|univ|hrsg|corp|bros|prof|conn|mass|"
    r"calif|penn|wash|minn|tenn|oreg)|, \w{1,6}|\.[\w ]{1,3}|\.)\.$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”„«‘'](?P<inside>[^\"“”„«»‘]{2,})[\"”“»’']$")
_IN = re.compile(r"(?:In|in)\s*:\s+(?P<rest>\S.*)", re.DOTALL)
_TITLES = ("title", "container-title", "collection-title")
# Types whose titles are no sentence of their author, as those of posts are.
_OF_WORKS = frozenset("book chapter article-journal article-magazine thesis report".split())
_MARKUP = re.compile(r"<[^<>]*>")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FEWEST_LETTERS, _FEWEST_WORDS = 12, 3  # of a title that is no name of capitals


def odd_values(key: str, data: Mapping[str, Any], path: str) -> Iterator[Doubt]:
    """Yield a doubt for each field of a reference that holds what the style adds to it."""
    for name, label in _LABEL.items():
        text = data.get(name)
        if isinstance(text, str) and (found := label.fullmatch(text.strip())):
            if name == "page" and text.strip()[:1].lower() == "p":
                continue  # the style takes it off again
            yield _doubt(key, name, text, found["rest"], path)
    kind = data.get("type")
    is_work = isinstance(kind, str) and kind in _OF_WORKS
    for name in _TITLES:
        text = data.get(name)
        if isinstance(text, str):
            is_of_work = name == "title" and is_work
            yield from _of_title(key, name, _MARKUP.sub("", text).strip(), path, is_of_work)


def _of_title(key: str, name: str, text: str, path: str, is_of_work: bool) -> Iterator[Doubt]:
    if found := _QUOTED.match(text):
        yield _doubt(key, name, text, found["inside"], path)
    elif found := _IN.fullmatch(text):
        yield _doubt(key, name, text, found["rest"], path)
    elif (
        is_of_work and not text.isupper() and text.endswith(".") and not _ENDS_IN_STOP.search(text)
    ):
        yield _doubt(key, name, text, text[:-1], path)
    words = _LETTERS.findall(text)
    if (
        len(words) >= _FEWEST_WORDS
        and sum(map(len, words)) >= _FEWEST_LETTERS
        and all(word.isupper() for word in words)
    ):
        message = f"the {field_in(path, name)} of @{key} is in capitals: “{_short(text)}”"
        yield name_is_in_small_letters, message, "write it with the capitals that are printed"


def _doubt(key: str, name: str, text: str, rest: str, path: str) -> Doubt:
    word = field_in(path, name)
    message = f"the {word} of @{key} holds what the style adds: “{_short(text)}”"
    return value_is_written_alone, message, f"write {_short(rest)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:60]}…"
