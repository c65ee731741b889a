"""Read an object of CSL-JSON as an item: which variables there are, and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from octavo.csl.items.dates import CleanDate, clean_date
from octavo.csl.items.field_text import field_text
from octavo.csl.items.item import Item, Person
from octavo.csl.items.people import person
from octavo.csl.text.tagged_text import unmarked
from octavo.locales.language_tags import language_tag

# CSL 1.0.2, appendix III: https://docs.citationstyles.org/en/stable/specification.html
TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage""".split()
)

# Appendix IV, and the two joint roles that styles ask for.
NAMES = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editor-translator editorial-director editortranslator executive-producer guest
    host illustrator interviewer narrator organizer original-author performer producer recipient
    reviewed-author script-writer series-creator translator""".split()
)
DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
TEXTS = frozenset(
    """abstract annote archive archive-place archive_collection archive_location authority
    call-number chapter-number citation-key citation-label collection-number collection-title
    container-title container-title-short dimensions division DOI edition event event-place
    event-title genre ISBN ISSN issue jurisdiction keyword license medium note number
    number-of-pages number-of-volumes original-publisher original-publisher-place original-title
    page page-first part-number part-title PMCID PMID printing-number publisher publisher-place
    references reviewed-genre reviewed-title scale section source status supplement-number title
    title-short URL version volume volume-title volume-title-short""".split()
)

_ALIASES = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}


def item_of(data: Mapping[str, Any], item_id: str = "") -> Item:
    """Return the item that a CSL-JSON object describes: tagged texts, people and dates.

    A value of the wrong shape and a variable unknown to CSL are left out; nothing is raised.  An
    item without a type has none in the style's conditions either: it is no `document`.
    """
    texts: dict[str, str] = {}
    people: dict[str, tuple[Person, ...]] = {}
    dates: dict[str, CleanDate] = {}
    language = language_of(data)
    for written, value in data.items():
        variable = _ALIASES.get(written, written)
        if variable in TEXTS or variable == "language":
            text = _as_written(value) if isinstance(value, str) else _text(value)
            if text.strip() and variable not in texts:
                verbatim = variable in _VERBATIM
                texts[variable] = unmarked(text.strip()) if verbatim else field_text(text, language)
        elif variable in NAMES and isinstance(value, list):
            read = tuple(filter(None, map(person, value)))
            if read:
                people[variable] = read
        elif variable in DATES:
            date = clean_date(value)
            if date is not None:
                dates[variable] = date
    kind = data.get("type")
    kind = kind.lower() if isinstance(kind, str) else ""
    kind = kind if kind in TYPES else ""
    if kind in _HELD_SOMEWHERE:
        texts = _with_place_as_event(texts)
    return Item(item_id or str(data.get("id", "")), kind, language, texts, people, dates)


_HELD_SOMEWHERE = frozenset(("speech", "paper-conference", "event", "performance"))


def _with_place_as_event(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts of what was held at a place (Chicago 14.115) so that the place is printed.

    Styles print `event-place` behind an event alone, since Zotero puts the place of publication
    there too; a place without an event is one itself.  A published paper keeps its place.
    """
    place = texts.get("event-place", "")
    named = texts.keys() & {"event", "event-title", "container-title"}
    if not place or named or place == texts.get("publisher-place"):
        return texts
    rest = {name: text for name, text in texts.items() if name != "event-place"}
    return {**rest, "event-title": place}


# Printed letter by letter: an apostrophe in an address is no quotation mark.
_VERBATIM = frozenset(("URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "call-number"))


def language_of(data: Mapping[str, Any]) -> str:
    """Return the language tag of an item: '' for none, 'und' for a language not known here."""
    language = data.get("language")
    return language_tag(language) if isinstance(language, str) else ""


def _text(value: Any) -> str:
    if isinstance(value, str):
        return _as_written(value).strip(" ")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number and abs(value) < _LARGEST else ""


_LARGEST = 10**30  # no number of a reference is larger, and infinity is none


def _as_written(value: str) -> str:
    """Make each run of white space one space, also at an end as other processors do; `setting`
    takes off those at the ends."""
    return " ".join(re.split(r"[ \t\r\n]+", value))
