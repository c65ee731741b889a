"""Read RIS: lines of a two-letter tag and a value, as reference managers and catalogues write them.

pandoc reads RIS too, but drops places, translators, notes, archives, the dates of newspapers and
letters, and gives types that CSL does not have.  The tags are those that EndNote and Zotero write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from octavo.bibliography.catalogue import SECOND_PEOPLE, KeyMaker, as_editors, finish
from octavo.bibliography.names_in_a_string import names_in_line
from octavo.bibliography.source_text import Reader, Writing, as_lost
from octavo.model import Place

# 'TY  - BOOK'; some programs write one space or a tab, others no space behind the hyphen.
_TAG = re.compile(
    r"^[ \t]*(?P<tag>[A-Z][A-Z0-9])(?:[ \t]{1,2}-(?:[ \t](?P<value>.*))?|  -(?P<tight>\S.*))$",
    re.MULTILINE,
)
LONGEST_VALUE = 100_000

TYPES = {
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic",
    "ART": "graphic", "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book",
    "CASE": "legal_case", "CHAP": "chapter", "CHART": "graphic", "CLSWK": "classic",
    "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "CTLG": "book", "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary",
    "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal",
    "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "EQUA": "figure", "FIGURE": "figure",
    "GEN": "document", "GOVDOC": "report", "GRANT": "document", "HEAR": "hearing",
    "ICOMM": "personal_communication", "INPR": "article-journal", "INTV": "interview",
    "JFULL": "periodical", "JOUR": "article-journal", "LEGAL": "regulation",
    "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine",
    "MPCT": "motion_picture", "MULTI": "webpage", "MUSIC": "musical_score",
    "NEWS": "article-newspaper", "PAMP": "pamphlet", "PAT": "patent",
    "PCOMM": "personal_communication", "RPRT": "report", "SER": "book", "SLIDE": "graphic",
    "SOUND": "song", "STAND": "standard", "STAT": "legislation", "STD": "document",
    "THES": "thesis", "UNBILL": "bill", "UNPB": "manuscript", "UNPD": "manuscript",
    "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip

# The tags of each variable.  The first that has a value counts; for people, all of them.
_TEXTS = {
    "title": "TI T1 CT BT", "title-short": "ST", "collection-title": "T3", "volume": "VL VO",
    "number-of-volumes": "NV", "edition": "ET", "publisher": "PB", "publisher-place": "CY PP",
    "DOI": "DO", "URL": "UR LK L2", "abstract": "AB N2", "call-number": "CN",
    "archive_location": "AV", "source": "DP DB", "language": "LA", "section": "SE",
    "original-title": "OT", "reviewed-title": "RI",
}  # fmt: skip
_CONTAINERS = "JF T2 JO JA J1 J2 BT"
_SHORT_CONTAINERS = "JA J2 JO"
_PEOPLE = {
    "author": "AU A1", "editor": "ED A2", "collection-editor": "A3", "translator": "A4 TA",
}  # fmt: skip
_LOST = {
    "OP": "the original publication", "RP": "the reprint", "TT": "the translated title",
    "CA": "the caption", "M2": "the field M2",
    **{f"C{number}": f"the field C{number} of its own" for number in range(1, 9)},
}  # fmt: skip

_PARTS_OF = frozenset(
    """article-journal article-magazine article-newspaper chapter paper-conference
    entry-dictionary entry-encyclopedia post-weblog webpage""".split()
)
_NUMBERED = frozenset(("report", "patent", "bill", "legislation", "standard", "hearing"))
_HAS_GENRE = frozenset("thesis report manuscript map personal_communication graphic".split())


class Record(NamedTuple):
    """A record: where it begins, and its values by their tags, in order."""

    offset: int
    values: dict[str, list[str]]

    def first(self, tags: str) -> str:
        """Return the first value under one of the tags; '' if there is none."""
        for tag in tags.split():
            for value in self.values.get(tag, ()):
                if value:
                    return value
        return ""

    def all(self, tags: str) -> list[str]:
        """Return all values under any of the tags."""
        return [value for tag in tags.split() for value in self.values.get(tag, ()) if value]


def read_ris(writing: Writing, reader: Reader) -> None:
    """Read a RIS file; a reference's place is that of the TY tag that opens its record."""
    keys = KeyMaker()
    for record in _records(writing, reader):
        place = writing.place(record.offset)
        data = _item(record)
        key = record.first("ID") or keys.made_for(data)
        told = [f"@{key}: {what} is not printed: CSL has no variable for it"
                for tag, what in _LOST.items() if record.first(tag)]  # fmt: skip
        if record.first("TY") not in TYPES:
            data["type"] = record.first("TY").lower()
        reader.add(key, {"id": key, **data}, place, as_lost(told, place))


def _records(writing: Writing, reader: Reader) -> Iterator[Record]:
    """Yield the records, from TY to ER, and report lines outside of them.

    A record without an end is reported too, and ends where the next one opens.
    """
    record: Record | None = None
    tags = list(_TAG.finditer(writing.text))
    if not tags and writing.text.strip():
        hint = "a record opens with a line “TY  - BOOK” and ends with “ER  -”"
        reader.refuse(Place(writing.path), "there is no RIS record in the file", hint)
    if not tags:
        return
    ends = [tag.start() for tag in tags[1:]] + [len(writing.text)]
    for tag, end in zip(tags, ends, strict=True):
        if tag["tag"] == "TY":
            if record is not None:
                yield _unended(record, writing, reader)
            record = Record(tag.start(), {})
        elif record is None:
            message = f"the line {tag['tag']} is outside of any record"
            reader.leave_out(writing.place(tag.start()), message, "a record opens with TY")
            continue
        if tag["tag"] == "ER" and record is not None:
            yield record
            record = None
        elif record is not None:
            part = "value" if tag["value"] else "tight"
            value = writing.text[tag.start(part) if tag[part] else tag.end() : end]
            record.values.setdefault(tag["tag"], []).append(value[:LONGEST_VALUE].strip())
    if record is not None:
        yield _unended(record, writing, reader)


def _unended(record: Record, writing: Writing, reader: Reader) -> Record:
    place = writing.place(record.offset)
    reader.leave_out(place, "a record has no end; it is read up to the next one", "add “ER  -”")
    return record


def _item(record: Record) -> dict[str, Any]:
    kind = TYPES.get(record.first("TY"), "")
    data: dict[str, Any] = {"type": kind}
    for variable, tags in _TEXTS.items():
        data[variable] = " ".join(record.first(tags).split())
    for variable, tags in _PEOPLE.items():
        data[variable] = _people(record, tags)
    if kind in SECOND_PEOPLE:
        for variable, tags in (("editor", "ED"), (SECOND_PEOPLE[kind], "A2")):
            data[variable] = _people(record, tags)
    if record.first("TY") == "EDBOOK":
        data |= as_editors(data)
    _put_container(data, record, kind)
    pages = [record.first(tag) for tag in ("SP", "EP")]
    data["page"] = "-".join(dict.fromkeys(page for page in pages if page))
    if kind == "book" and data["page"].isdecimal():
        data["number-of-pages"] = data.pop("page")
    number = record.first("IS CP M1")
    data["number" if kind in _NUMBERED else "issue" if kind in _PARTS_OF else "number"] = number
    data["genre"] = record.first("M3") if kind in _HAS_GENRE else ""
    data["ISSN" if kind in {"article-journal", "article-magazine", "periodical"} else "ISBN"] = (
        record.first("SN")
    )
    data["issued"] = _date(record.first("DA"), record.first("PY Y1 YR"))
    data["accessed"] = _date(record.first("Y2"), "")
    data["keyword"] = ", ".join(record.all("KW"))
    data["note"] = "\n".join(record.all("N1 RN NO"))
    return finish(data)


def _people(record: Record, tags: str) -> list[Any]:
    """Return the people under some tags, as a rule one a line."""
    return [name for line in record.all(tags) for name in names_in_line(line)]


def _put_container(data: dict[str, Any], record: Record, kind: str) -> None:
    """Put the journal or book that holds a part; for a whole work the same tags name its series."""
    container = " ".join(record.first(_CONTAINERS).split())
    if container == data["title"]:
        container = ""
    if kind in _PARTS_OF or kind == "":
        data["container-title"] = container
        short = record.first(_SHORT_CONTAINERS)
        data["container-title-short"] = short if short != container else ""
    elif kind == "manuscript":
        data["archive"] = container
    elif not data["collection-title"]:
        data["collection-title"] = container


_SLASHED = re.compile(r"(\d{4})(?:/(\d{1,2})?)?(?:/(\d{1,2})?)?(?:/(.*))?")
_NAMED = re.compile(r"(\d{4})/([^\W\d_]+)\.?(?:/(\d{1,2})?)?/?")  # 1931/May/3


def _date(exact: str, year: str) -> dict[str, Any] | None:
    """Read `1931/05/03/` or `1931/05//`; a season or a word may follow the third stroke.

    `exact` counts before `year`, unless it is of another year.  Return None if neither is given.
    """
    for written in (exact, year):
        if not written or (written is exact and year and year[:4] not in written):
            continue
        if named := _NAMED.fullmatch(written):
            year, month, day = named.groups()
            return {"raw": " ".join(filter(None, (day, month, year)))}
        slashed = _SLASHED.fullmatch(written)
        if slashed is None:
            return {"raw": written.strip("/ ")}
        parts = [int(part) for part in slashed.groups()[:3] if part and int(part)]
        date: dict[str, Any] = {"date-parts": [parts]}
        if slashed[4] and len(parts) == 1:
            return {"raw": f"{slashed[4].strip()} {parts[0]}"}
        return date
    return None
