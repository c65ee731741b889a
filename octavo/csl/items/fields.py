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
    event-title genre ISBN ISSN issue jurisdiction keyword medium note number number-of-pages
    number-of-volumes original-publisher original-publisher-place original-title page page-first
    part-number part-title PMCID PMID printing-number publisher publisher-place references
    reviewed-genre reviewed-title scale section source status supplement-number title title-short
    URL version volume volume-title volume-title-short""".split()
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
        if variable in TEXTS:
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
    return Item(item_id or str(data.get("id", "")), kind, language, texts, people, dates)


# Printed letter by letter: an apostrophe in an address is no quotation mark.
_VERBATIM = frozenset(("URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "call-number"))


def language_of(data: Mapping[str, Any]) -> str:
    """Return the language tag of an item: '' for none, 'und' for a language not known here."""
    language = data.get("language")
    if not isinstance(language, str) or not language.strip():
        return ""
    if re.match(r"\s*[A-Za-z]{2,3}\b", language):
        return language.strip()
    return _LANGUAGES.get(language.split()[0].lower(), "und")


# What people write for a tag (fixture locale_TitleCaseGarbageLangEnglishLocale).
_LANGUAGES = {
    name: tag
    for tag, names in {
        "de": "german deutsch", "en": "english", "es": "spanish español", "fr": "french français",
        "it": "italian italiano", "la": "latin", "nl": "dutch nederlands", "pl": "polish polski",
        "pt": "portuguese português", "ru": "russian русский",
    }.items()
    for name in names.split()
}  # fmt: skip


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
