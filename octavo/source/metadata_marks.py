"""Set the quotation marks and apostrophes of the metadata, which are printed without Markdown.

Straight marks in a title, a name, a line of the copyright page become those of the edition's
language here, once for all forms, running heads and catalogues, as they do in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from octavo.locales.quotation_marks import marks_of
from octavo.model import BookSeries, Copyright, Edition, Name, Printing, Publisher

# The fields that are texts in the edition's language, and those that hold such texts.
_TEXTS: Mapping[type, frozenset[str]] = {
    Edition: frozenset(
        """title subtitle authors editors translators edition series publisher copyright printing
        rights credits disclaimer description""".split()
    ),
    Name: frozenset("family given literal affiliation".split()),
    BookSeries: frozenset("title editors volumes".split()),
    Publisher: frozenset("name place address".split()),
    Copyright: frozenset("holder lines".split()),
    Printing: frozenset("history printed".split()),
}
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


def _set(part: Any, language: str) -> Any:
    if isinstance(part, str):
        marked = ("'" in part or '"' in part) and len(part) <= _LONGEST
        return curly(part, language) if marked else part
    if isinstance(part, tuple):
        return tuple(_set(item, language) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        names = _TEXTS.get(type(part), frozenset())
        old = {one.name: getattr(part, one.name) for one in fields(part) if one.name in names}
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


def _british(quoted: str, outer: tuple[str, str], inner: tuple[str, str]) -> str:
    within = _SINGLE.sub(rf"{inner[0]}\1{inner[1]}", quoted).replace("'", "’")
    return f"{outer[0]}{within}{outer[1]}"
