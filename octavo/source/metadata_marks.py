"""Set the quotation marks and apostrophes of the metadata, which but for titles hold no Markdown.

Straight marks in a title, a name, a line of the copyright page become those of the edition's
language here, once for all forms, running heads and catalogues, as they do in the text. A title
that may hold markup waits for `parsing.titles`, which knows what its signs mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from octavo.locales.quotation_marks import marks_of
from octavo.model import BookSeries, Contributor, Copyright, Edition, Name, Printing, Publisher

# The fields that are texts in the edition's language, and those that hold such texts.
_TEXTS: Mapping[type, frozenset[str]] = {
    Edition: frozenset(
        """title running subtitle authors editors translators contributors edition series publisher
        copyright printing rights credits disclaimer description""".split()
    ),
    **dict.fromkeys((Name, Contributor), frozenset("family given literal affiliation".split())),
    BookSeries: frozenset("title editors volumes".split()),
    Publisher: frozenset("name place address".split()),
    Copyright: frozenset("holder lines".split()),
    Printing: frozenset("history printed".split()),
}
# The texts that may be in italics in part, and the signs without which none is: a pair, brackets
# with attributes or an address, an escaped sign, an entity, a tag.
_TITLES: Mapping[type, frozenset[str]] = {
    Edition: frozenset("title running subtitle series".split()),
    BookSeries: frozenset({"title"}),
}
_SIGN = re.compile(
    r"([*_^~`])(?!\s).*?\1|\[.*?\][({\[]|\\\W|<[/\w]|&(?:#\w+|[A-Za-z]\w*);", re.DOTALL
)
_OPENS = r"(?:^|(?<=[\s(\[{—–/“‘„«‹\"'-]))"
_DOUBLE = re.compile(rf"{_OPENS}\"(?=\S)([^\"]*?\S)\"(?!\w)")
_SINGLE = re.compile(rf"{_OPENS}'(?!\d\ds?\b)(?=\S)((?:[^']|(?<=\w)'(?=\w))*?[^\s'])'(?!\w)")
_LONGEST = 5000  # characters of a text whose marks are set
_AND = re.compile(r"(?<= )'n'(?= )", re.IGNORECASE)


def with_marks(edition: Edition) -> Edition:
    """Return the edition with the marks of its language; itself if straight ones are to be kept."""
    if edition.typography.quotation_marks == "source":
        return edition
    return _set(edition, edition.language)


def may_hold_markup(text: str) -> bool:
    """Return whether a title has a sign of markup, so that it is to be read as Markdown."""
    return len(text) <= _LONGEST and _SIGN.search(text) is not None


def titles_with_markup(edition: Edition) -> tuple[str, ...]:
    """Return the titles of an edition that may hold markup, as they are written."""
    found: list[str] = []
    change_titles(edition, lambda text: found.append(text) or text)
    return tuple(found)


def change_titles(edition: Edition, change: Callable[[str], str]) -> Edition:
    """Return the edition with what `change` returns for each title that may hold markup."""
    return _with_titles(edition, change)


def _with_titles(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return change(part) if may_hold_markup(part) else part
    names = _TITLES.get(type(part), frozenset())
    old = {name: getattr(part, name) for name in names}
    new = {name: _with_titles(value, change) for name, value in old.items()}
    return replace(part, **new) if any(new[name] is not old[name] for name in names) else part


def _set(part: Any, language: str) -> Any:
    if isinstance(part, str):
        marked = ("'" in part or '"' in part) and len(part) <= _LONGEST
        return curly(part, language) if marked else part
    if isinstance(part, tuple):
        return tuple(_set(item, language) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        names = _TEXTS.get(type(part), frozenset())
        old = {one.name: getattr(part, one.name) for one in fields(part) if one.name in names}
        for name in _TITLES.get(type(part), frozenset()):
            if isinstance(old[name], str) and may_hold_markup(old[name]):
                del old[name]
        new = {name: _set(value, language) for name, value in old.items()}
        return replace(part, **new) if new != old else part
    return part


def curly(text: str, language: str) -> str:
    """Return a text with its straight marks set: pairs are quotations, and every other `'` is an
    apostrophe. A double mark without a partner, such as that of inches, stays."""
    outer, inner = marks_of(language), marks_of(language, inner=True)
    text = _AND.sub("’n’", text)
    if outer[0] == "‘":  # British: double within single, whichever was typed outside
        text = _DOUBLE.sub(lambda found: _british(found[1], outer, inner), text)
        return _SINGLE.sub(rf"{outer[0]}\1{outer[1]}", text).replace("'", "’")
    text = _DOUBLE.sub(rf"{outer[0]}\1{outer[1]}", text)
    return _SINGLE.sub(rf"{inner[0]}\1{inner[1]}", text).replace("'", "’")


def marks_in(text: str, language: str) -> list[str]:
    """Return what each straight mark of a text becomes, in their order."""
    signs = {*marks_of(language), *marks_of(language, inner=True), "’", "'", '"'}
    one = "|".join(map(re.escape, sorted(signs, key=len, reverse=True)))
    between = map(re.escape, STRAIGHT.split(text))
    found = re.fullmatch(f"({one})".join(between), curly(text, language))
    return list(found.groups()) if found else STRAIGHT.findall(text)


STRAIGHT = re.compile("[\"']")


def _british(quoted: str, outer: tuple[str, str], inner: tuple[str, str]) -> str:
    within = _SINGLE.sub(rf"{inner[0]}\1{inner[1]}", quoted).replace("'", "’")
    return f"{outer[0]}{within}{outer[1]}"
