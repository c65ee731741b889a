"""Mend what pandoc loses or misreads of a .bib entry, from the entry as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from octavo.bibliography.bib.languages import entry_language
from octavo.bibliography.bib.months import is_plain, month_read
from octavo.bibliography.bib.titles import with_capitals
from octavo.bibliography.bib.unprinted import unprinted
from octavo.csl.items.dates import clean_date, read_date
from octavo.csl.items.fields import NAMES, TEXTS, TYPES
from octavo.csl.text.casing import is_english
from octavo.locales.language_tags import UNKNOWN

# Types of entries that pandoc 3.9 does not know, or takes for another one.
_KINDS = {
    "misc": "document", "conference": "paper-conference", "archive": "collection",
    "newspaper": "article-newspaper", "magazine": "article-magazine", "webpage": "webpage",
    "website": "webpage", "performance": "performance", "standard": "standard",
    "archival": "manuscript", "bibnote": "document", "customa": "document",
    "interview": "interview", "photo": "graphic", "painting": "graphic", "encyclopedia": "book",
}  # fmt: skip

_DATES = {"issued": ("date", "year"), "original-date": ("origdate",),
          "event-date": ("eventdate",), "accessed": ("urldate",)}  # fmt: skip

# Fields for which CSL has no variable, and which a reader might miss.
_HOMELESS = {
    "foreword": "the author of the foreword", "afterword": "the author of the afterword",
    "introduction": "the author of the introduction", "annotator": "the annotator",
    "commentator": "the commentator",
}  # fmt: skip

_ISO = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


# Kinds of editors for whom CSL has a variable of their own.
_EDITORS = {
    "compiler": "compiler", "organizer": "organizer", "director": "director",
    "collaborator": "contributor",
}  # fmt: skip
_FURTHER_EDITORS = ("editora", "editorb", "editorc")


def alone(fields: Mapping[str, str]) -> list[str]:
    """Return the names of the fields that pandoc would not read where they are: texts with LaTeX,
    and further editors."""
    return [
        name
        for name, value in fields.items()
        if ((name in _FURTHER_EDITORS or name in PEOPLE_OF_CSL) and value.strip())
        or ((name in _OWN or name in _READ_ALONE) and "\\" in value)
        or (name == "type" and "{" in value)
        or name in _ISSUE_TITLES
        or (name in _MAIN_TITLES and fields.get("maintitle", "").strip())
    ]


_READ_ALONE = frozenset(("type", "month", "library", "siglum", "shorthand", "keywords"))
_ISSUE_TITLES = ("issuetitle", "issuesubtitle", "issuetitleaddon")
_MAIN_TITLES = ("maintitle", "mainsubtitle", "maintitleaddon")

# CSL's roles as fields of a .bib file, which has no others for them: 'recipient'.
PEOPLE_OF_CSL = {
    role.replace("-", sign): role
    for role in NAMES - {"author", "editor", "translator"}
    for sign in ("-", "_", "")
}


def mend(
    item: Mapping[str, Any], kind: str, fields: Mapping[str, str], read: Mapping[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the item mended, and each field that is lost with a sentence about it.

    `read` are the fields that pandoc has read alone: texts, and lists of people.
    """
    made = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in item.items()
        if name != "other-ids"
    }
    lost = [(name, f"{what} is not printed: CSL has no variable for it")
            for name, what in _HOMELESS.items() if fields.get(name, "").strip()]  # fmt: skip
    _mend_type(made, kind)
    for variable, names in _DATES.items():
        written = next((fields[name] for name in names if fields.get(name, "").strip()), "")
        if variable not in made or _ISO.fullmatch(written) is None:
            _mend_date(made, variable, _bare(written))
    bare = {name: read.get(name) or _bare(value) for name, value in fields.items()}
    lost += _mend_month(made, fields, bare)
    lost += _mend_editors(made, fields, read)
    for name, role in PEOPLE_OF_CSL.items():
        if name in fields and isinstance(read.get(name), list):
            made.setdefault(role, read[name])
    _mend_main_title(made, fields, bare)
    _mend_issue(made, fields, bare)
    tag, written = entry_language(fields)
    made.pop("language", None)
    if tag:
        made["language"] = written if tag == UNKNOWN and written else tag
    with_capitals(made, english=not tag or is_english(tag))
    for variable, names in _LONG.items():
        _put(made, variable, next((bare[name] for name in names if name in bare), ""))
    for name, variable in (("type", "genre"), ("library", "call-number")):
        if name in read:
            _put(made, variable, read[name])
    for name, text in bare.items():
        if name in _OWN and name not in made:
            _put(made, _OWN[name], text)
    siglum = bare.get("siglum", "") or bare.get("shorthand", "")
    if siglum:
        made["custom"] = {"siglum": siglum}
    for variable, names in _PUT_BACK.items():
        _put_new(made, variable, next((bare[name] for name in names if bare.get(name)), ""))
    lost += unprinted(fields, made, kind, frozenset(name for name, _ in lost))
    return made, lost


def _mend_main_title(
    made: dict[str, Any], fields: Mapping[str, str], bare: Mapping[str, str]
) -> None:
    """Put in the title of the whole work: pandoc gives it the subtitle of the volume where it has
    none of its own."""
    main, subtitle, addon = (
        bare.get(name, "") if fields.get(name) else "" for name in _MAIN_TITLES
    )
    for variable in ("title", "container-title"):
        if main and str(made.get(variable, "")).startswith(main):
            made[variable] = main + (f": {subtitle}" if subtitle else "")
            made[variable] += f". {addon}" if addon else ""
            return


# Pages of a volume: no style should print an article's number instead. 1–12 are the article's own.
_IN_A_VOLUME = re.compile(r"(?!1\b)\d+\s*[-–]")


def _mend_issue(made: dict[str, Any], fields: Mapping[str, str], bare: Mapping[str, str]) -> None:
    """Put in what pandoc drops of an issue: its title, its season or name, an article's number."""
    is_article = str(made.get("type", "")).startswith("article")
    titles = [bare[name] for name in _ISSUE_TITLES if bare.get(name)]
    if titles and is_article and not str(made.get("title", "")).startswith(titles[0]):
        made.setdefault(
            "volume-title", ": ".join(titles[:2]) + "".join(f". {t}" for t in titles[2:])
        )
    if bare.get("eid") and is_article and not _IN_A_VOLUME.match(str(made.get("page", ""))):
        made.setdefault("number", bare["eid"])
    if issue := bare.get("issue", "").strip():
        _mend_issue_name(made, fields, issue, bare.get("number", ""))
    if made.get("type") == "periodical":
        _put_new(made, "note", bare.get("note", ""))


def _mend_issue_name(
    made: dict[str, Any], fields: Mapping[str, str], issue: str, number: str
) -> None:
    """Put a season, `issue = {Spring}`, into the date, and any other issue into its variable."""
    day = made.get("issued", {}).get("date-parts", [[]])
    year = day[0][0] if len(day) == 1 and len(day[0]) == 1 else None
    date = None
    if year is not None and not re.search(r"\d", issue) and not fields.get("month"):
        date = month_read(issue, "", str(year))
    if date is not None:
        made["issued"] = date
        made.pop("issue", None)
        if number:
            made["issue"] = number
    else:
        _put_new(made, "issue", issue)


# Variables whose words are put in as they are written if pandoc has read none.
_PUT_BACK = {"title": ("title",), "publisher": ("publisher",), "note": ("note",)}


def _put_new(made: dict[str, Any], variable: str, text: str) -> None:
    if text and not made.get(variable):
        made[variable] = text


def _mend_type(made: dict[str, Any], kind: str) -> None:
    if kind in _KINDS:
        made["type"] = _KINDS[kind]
    elif not made.get("type"):
        made["type"] = kind if kind not in TYPES else kind.lower()
    if made["type"] == "collection" and not ({"archive", "title"} & made.keys()):
        made["type"] = "document"


# Digits that nobody knows, 'uu', which pandoc reads as a month 99; and a range without a beginning,
# which it takes for its end.
_ODD_DATE = re.compile(r"[\d-]u|^(?:\.\.|open|unknown)?/")


def _mend_date(made: dict[str, Any], variable: str, written: str) -> None:
    """Put in the date as it was written, if pandoc could not read it, or only in part."""
    if not written:
        if variable in made and clean_date(made[variable]) is None:
            del made[variable]
        return
    known, read = clean_date(made.get(variable)), read_date(written)
    if known is None or read is None or not known.parts or not read.parts:
        if "status" not in made:
            made[variable] = {"raw": written}
        elif known is None:  # 'forthcoming' has become the status
            made.pop(variable, None)
    elif len(read.parts) > len(known.parts) or (0,) in known.parts or _ODD_DATE.search(written):
        made[variable] = {"raw": written}
    elif read.circa and not known.circa:
        made[variable] = {**made[variable], "circa": True}


def _mend_month(
    made: dict[str, Any], fields: Mapping[str, str], bare: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Put in the month where pandoc does not read it; return a sentence if it is lost."""
    if is_plain(fields):
        parts = made.get("issued", {}).get("date-parts")
        year = parts[0] if parts else [] if "issued" in made else [0]
        if fields.get("month", "").strip() and not fields.get("date") and "issued" not in made:
            return [("month", "its month is not printed, since it has no year")]
        if year[:1] == [0] and fields.get("date", "").strip().startswith("0000"):
            made["issued"] = {"date-parts": [[-1, *year[1:]]]}  # ISO 8601: the year before 1 AD
        return []
    month, day, year = (bare.get(name, "") for name in ("month", "day", "year"))
    date = month_read(month.replace("\N{NO-BREAK SPACE}", " "), day, year)
    if date is None:
        return [("month", f"its month “{month}” cannot be read and is not printed")]
    made["issued"] = date
    return []


def _mend_editors(
    made: dict[str, Any], fields: Mapping[str, str], people: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Put editors of another kind into the variable of theirs; return what is lost."""
    kind = _editor_kind(fields, "editor")
    if kind in _EDITORS and "editor" in made:
        made[_EDITORS[kind]] = made.pop("editor")
    lost: list[tuple[str, str]] = []
    for name in _FURTHER_EDITORS:
        kind = _editor_kind(fields, name)
        if kind in _EDITORS and people.get(name):
            made.setdefault(_EDITORS[kind], people[name])
        elif fields.get(name, "").strip():
            message = f"its {kind or 'further editor'} ({_bare(fields[name])}) is not printed: "
            lost.append((name, f"{message}CSL has no variable for it"))
    return lost


def _editor_kind(fields: Mapping[str, str], name: str) -> str:
    return fields.get(f"{name}type", "").strip().lower()


# Long texts and lists of words, which pandoc need not read.
_LONG = {"abstract": ("abstract",), "annote": ("annotation", "annote"), "keyword": ("keywords",)}

# CSL's own variables as fields of a .bib file, which has no others for archives.
_NOT_OWN = frozenset(
    """abstract annote keyword title note volume number edition issue page publisher version genre
    language url doi isbn issn type chapter section part-title""".split()
)
_OWN = {name.lower(): name for name in TEXTS if name.lower() not in _NOT_OWN}
_OWN |= {name.replace("-", "_"): variable for name, variable in _OWN.items()}


def _put(made: dict[str, Any], variable: str, text: str) -> None:
    if text:
        made[variable] = text


_DASHES = {"---": "—", "--": "–"}
_BARE = re.compile(r"\\([&%#_${}])|---?|~|[{}]|\\[A-Za-z]+\s*")


def _bare(written: str) -> str:
    """Return a text without its LaTeX."""

    def plain(found: re.Match[str]) -> str:
        sign = found[0]
        return found[1] or _DASHES.get(sign) or ("\N{NO-BREAK SPACE}" if sign == "~" else "")

    return " ".join(_BARE.sub(plain, written).split())
