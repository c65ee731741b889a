"""Report the faults of a cited reference: what CSL does not know, or would not print."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from octavo.bibliography.field_words import body_in, date_in, field_in
from octavo.bibliography.names_in_a_string import is_name, looks_inverted
from octavo.bibliography.odd_names import odd_names
from octavo.bibliography.odd_values import odd_values
from octavo.bibliography.rules import (
    Doubt,
    reference_date_is_a_date,
    reference_field_is_known,
    reference_language_is_known,
    reference_markup_is_known,
    reference_name_has_parts,
    reference_type_is_known,
)
from octavo.csl.items.dates import CleanDate, clean_date, is_supplied
from octavo.csl.items.fields import DATES, NAMES, TEXTS, TYPES, language_of
from octavo.locales.language_tags import UNKNOWN
from octavo.model import Fault, Reference

LAST_YEAR = 2200


def doubts(reference: Reference) -> Iterator[Fault]:
    """Yield all faults of a reference, those of its reader first."""
    yield from reference.faults
    for look in (_type, _language, _dates, _names, odd_names, odd_values, _markup, _fields):
        for rule, message, hint in look(reference.key, reference.data, reference.place.path):
            yield rule.fault(reference.place, message, hint)


# --- the type ------------------------------------------------------------------------------------

# The types of other programs and formats.
_OTHER_TYPES = {
    "artwork": "graphic", "audiorecording": "song", "blogpost": "post-weblog",
    "booksection": "chapter", "conferencepaper": "paper-conference", "email":
    "personal_communication", "encyclopediaarticle": "entry-encyclopedia",
    "dictionaryentry": "entry-dictionary", "film": "motion_picture", "inbook": "chapter",
    "incollection": "chapter", "inproceedings": "paper-conference", "journal": "article-journal",
    "journalarticle": "article-journal", "letter": "personal_communication",
    "magazinearticle": "article-magazine", "misc": "document",
    "newspaperarticle": "article-newspaper", "newspaper": "article-newspaper",
    "online": "webpage", "phdthesis": "thesis", "mastersthesis": "thesis",
    "unpublished": "manuscript", "archive": "collection", "videorecording": "motion_picture",
    "generic": "document", "website": "webpage", "statute": "legislation",
}  # fmt: skip


def _type(key: str, data: Mapping[str, Any], _: str) -> Iterator[Doubt]:
    kind = data.get("type")
    if kind in (None, "") or (isinstance(kind, str) and kind.lower() in TYPES):
        return
    written = kind if isinstance(kind, str) else "a value that is no text"
    plain = re.sub(r"[\s_-]", "", written.lower())
    near = _OTHER_TYPES.get(plain) or _nearest(written.lower(), TYPES)
    hint = f"did you mean {near}?" if near else "give it a type of CSL, such as document"
    yield (
        reference_type_is_known,
        f"the type of @{key} is {_short(written)}, which CSL does not know",
        hint,
    )


def _language(key: str, data: Mapping[str, Any], _: str) -> Iterator[Doubt]:
    written = data.get("language")
    if language_of(data) == UNKNOWN and written not in (UNKNOWN, "zxx", "mis"):
        message = f"the language of @{key} is {_short(written)}, which is not known"
        hint = "write a tag such as de or pt-BR, or the English name"
        yield reference_language_is_known, message, hint


# --- dates ---------------------------------------------------------------------------------------


def _dates(key: str, data: Mapping[str, Any], path: str) -> Iterator[Doubt]:
    for name in sorted(DATES & data.keys()):
        value = data[name]
        if value in (None, "", [], {}):
            continue
        wrong = _wrong_with_date(value, clean_date(value))
        if wrong:
            hint = f"write {date_in(path, name)}"
            yield reference_date_is_a_date, f"the {field_in(path, name)} of @{key} {wrong}", hint


def _wrong_with_date(value: Any, date: CleanDate | None) -> str:
    if date is None:
        return f"is no date: {_short(value)}"
    if date.literal and not date.parts:
        explicit = isinstance(value, Mapping) and value.get("literal")
        has_number = any(sign.isdigit() for sign in date.literal)
        is_odd = has_number and not explicit and not is_supplied(date)
        return f"is no date: {_short(date.literal)}" if is_odd else ""
    for written, day in zip(_days_of(value), date.parts, strict=False):
        if len(written) > len(day) or not _is_a_day(day):
            return f"is no date: {'-'.join(map(str, written))}"
    if any(day and day[0] > LAST_YEAR for day in date.parts):
        return f"has the year {max(day[0] for day in date.parts if day)}"
    raw = value if isinstance(value, str) else value.get("raw") if isinstance(value, dict) else None
    if isinstance(raw, str) and _OPEN_START.match(raw.strip()):
        return f"has no beginning, and only its end is printed: {_short(raw)}"
    first, last = date.parts[0], date.parts[-1]
    if last and first and last[0] < first[0]:
        return "ends before it begins"
    return ""


_OPEN_START = re.compile(r"\.\.|(?:open|unknown)?\s?/", re.IGNORECASE)


def _days_of(value: Any) -> list[list[Any]]:
    """Return the parts of a date's days as written; [] if it is not written in parts."""
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    if not isinstance(parts, list) or not parts:
        return []
    days = parts if isinstance(parts[0], list) else [parts]
    return [
        [part for part in day if part not in (None, "", 0, "0")]
        for day in days
        if isinstance(day, list)
    ]


def _is_a_day(day: tuple[int, ...]) -> bool:
    if len(day) < 3 or not 1 <= day[0] <= 9999:
        return True
    year, month, number = day[:3]
    return 1 <= month <= 12 and number <= max(monthrange(year, month)[1], 29 if month == 2 else 0)


# --- names ---------------------------------------------------------------------------------------


def _names(key: str, data: Mapping[str, Any], path: str) -> Iterator[Doubt]:
    for name in sorted(NAMES & data.keys()):
        people = data[name] if isinstance(data[name], list) else []
        for person in people:
            if not is_name(person):
                hint = body_in(path)
                yield (
                    reference_name_has_parts,
                    f"the {name} of @{key} has a name with no parts: {_short(person)}",
                    hint,
                )
                continue
            for part in ("literal", "family"):
                written = str(person.get(part) or "")
                if looks_inverted(written) and not (part == "family" and person.get("given")):
                    family, _, given = written.partition(", ")
                    hint = f'if it is a person, give {{"family": "{family}", "given": "{given}"}}'
                    if not path.lower().endswith((".json", ".yaml", ".yml")):
                        hint = f"if it is a person, write {family}, {given}"
                    message = f"the {name} of @{key} is one string: “{written}”"
                    yield reference_name_has_parts, message, hint


# --- markup --------------------------------------------------------------------------------------

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]{0,20})(?P<rest>[^<>]{0,200})>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,10});")
_ALLOWED = frozenset("i em b strong sup sub sc span".split())
_SPAN = re.compile(
    r"\s+(?:class=[\"']nocase[\"']|style=[\"']\s*(?:font-variant:\s*(?:small-caps|normal)|"
    r"font-(?:style|weight):\s*\w+|text-decoration:\s*[\w-]+)\s*;?\s*[\"'])\s*"
)
_FOREIGN = frozenset(
    """a abbr address article audio base big blockquote body br button center cite code del details
    div embed fieldset figure font form frame h1 h2 h3 h4 h5 h6 head hr html iframe img input ins
    label li link math meta nav object ol p param pre q s samp script section select small strike
    style svg table td textarea th title tr tt u ul var video""".split()
)
_NOT_LOOKED_AT = frozenset(("abstract", "URL", "DOI", "note", "annote", "keyword"))


def _markup(key: str, data: Mapping[str, Any], _: str) -> Iterator[Doubt]:
    for name in sorted((TEXTS - _NOT_LOOKED_AT) & data.keys()):
        text = data[name]
        if not isinstance(text, str) or not ("<" in text or "&" in text):
            continue
        wrong = _wrong_with_markup(text)
        if wrong:
            hint = 'known are <i>, <b>, <sup>, <sub>, <sc> and <span class="nocase">'
            yield reference_markup_is_known, f"the {name} of @{key} holds {wrong}", hint


def _wrong_with_markup(text: str) -> str:
    opened: list[str] = []
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        if name in _FOREIGN:
            return f"{_short(tag[0])}, which is printed as it is written"
        if name not in _ALLOWED:
            continue  # angle brackets that the title has
        if tag["end"]:
            if name not in opened:
                return f"{tag[0]} that closes nothing"
            opened.remove(name)
        elif tag["rest"] and not (name == "span" and _SPAN.fullmatch(tag["rest"])):
            return f"{_short(tag[0])}, whose text alone is printed"
        else:
            opened.append(name)
    if opened:
        return f"<{opened[0]}> that is not closed"
    entity = _ENTITY.search(text)
    return f"{entity[0]}, which is printed as it is written" if entity else ""


# --- fields --------------------------------------------------------------------------------------

_KNOWN = TEXTS | NAMES | DATES | frozenset(
    "id type language custom categories shortTitle journalAbbreviation".split()
)  # fmt: skip

# The names of CSL's variables in other formats and programs.
_OTHER_FIELDS = {
    "address": "publisher-place", "booktitle": "container-title", "city": "publisher-place",
    "date": "issued", "doi": "DOI", "institution": "publisher", "isbn": "ISBN", "issn": "ISSN",
    "journal": "container-title", "journaltitle": "container-title", "keywords": "keyword",
    "location": "publisher-place", "pages": "page", "place": "publisher-place",
    "publication": "container-title", "school": "publisher", "series": "collection-title",
    "shorttitle": "title-short", "url": "URL", "year": "issued", "accessdate": "accessed",
    "authors": "author", "editors": "editor", "translators": "translator",
    "archivelocation": "archive_location", "archiveplace": "archive-place",
    "short-title": "title-short", "howpublished": "publisher", "pagetotal": "number-of-pages",
}  # fmt: skip

# Fields that programs add to an item, and no style prints.
_HARMLESS = frozenset(
    """license rights system_id citekey citation-key key itemtype itemid attachments collections
    tags relations multi seealso schema abstractnote dateadded datemodified libraryid version
    reference-count indexed content-domain created deposited score resource member prefix
    is-referenced-by-count references-count reference link relation alternative-id
    short-container-title published published-print published-online journal-issue subject
    copyright-year original-type file files keywords-plus uri""".split()
)


def _fields(key: str, data: Mapping[str, Any], _: str) -> Iterator[Doubt]:
    for name in sorted(data.keys() - _KNOWN, key=str):
        small = str(name).lower()
        if small in _HARMLESS or small.startswith(("_", "x-", "bdsk", "tex.")):
            continue
        near = _OTHER_FIELDS.get(small) or _nearest(str(name), _KNOWN)
        hint = f"did you mean {near}?" if near else "no style prints it"
        yield (
            reference_field_is_known,
            f"@{key} has a field {_short(name)}, which CSL does not know",
            hint,
        )
    for name in sorted((TEXTS - {"license"}) & data.keys()):  # Crossref gives licenses as a list
        if isinstance(data[name], list | dict | bool):
            message = f"the {name} of @{key} is no text, and is not printed"
            yield reference_field_is_known, message, "write it in quotation marks"


def _nearest(name: str, known: frozenset[str]) -> str:
    """Return the known name most like another, first one that differs in case or hyphens alone."""
    if len(name) > 60:
        return ""
    plain = name.lower().replace("_", "-")
    same = next((one for one in sorted(known) if one.lower().replace("_", "-") == plain), "")
    alike = get_close_matches(name, sorted(known), n=1, cutoff=0.75)
    return same or (alike[0] if alike else "")


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
