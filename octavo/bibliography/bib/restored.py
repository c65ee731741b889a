"""Mend what pandoc loses or misreads of a .bib entry, from the entry as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from octavo.csl.items.dates import clean_date, read_date
from octavo.csl.items.fields import TEXTS, TYPES

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


def mend(
    item: Mapping[str, Any], kind: str, fields: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """Return the item mended, and a sentence on each part of the entry that is lost."""
    made = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in item.items()
        if name != "other-ids"
    }
    lost = [f"{what} is not printed: CSL has no variable for it" for name, what in _HOMELESS.items()
            if fields.get(name, "").strip()]  # fmt: skip
    _mend_type(made, kind)
    for variable, names in _DATES.items():
        written = next((fields[name] for name in names if fields.get(name, "").strip()), "")
        if variable not in made or _ISO.fullmatch(written) is None:
            _mend_date(made, variable, _bare(written))
    if made.get("language") in {"und", "xx"}:
        del made["language"]
    for variable, names in _LONG.items():
        _put(made, variable, next((fields[name] for name in names if name in fields), ""))
    for name, value in fields.items():
        if name in _OWN and name not in made:
            _put(made, _OWN[name], value)
    siglum = _bare(fields.get("siglum", "") or fields.get("shorthand", ""))
    if siglum:
        made["custom"] = {"siglum": siglum}
    return made, lost


def _mend_type(made: dict[str, Any], kind: str) -> None:
    if kind in _KINDS:
        made["type"] = _KINDS[kind]
    elif not made.get("type"):
        made["type"] = kind if kind not in TYPES else kind.lower()
    if made["type"] == "collection" and not ({"archive", "title"} & made.keys()):
        made["type"] = "document"


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
    elif len(read.parts) > len(known.parts) or (0,) in known.parts:
        made[variable] = {"raw": written}
    elif read.circa and not known.circa:
        made[variable] = {**made[variable], "circa": True}


# Long texts and lists of words, which pandoc need not read.
_LONG = {"abstract": ("abstract",), "annote": ("annotation", "annote"), "keyword": ("keywords",)}

# CSL's own variables as fields of a .bib file, which has no others for archives.
_NOT_OWN = frozenset(
    """abstract annote keyword title note volume number edition issue page publisher version genre
    language url doi isbn issn type chapter section part-title""".split()
)
_OWN = {name.lower(): name for name in TEXTS if name.lower() not in _NOT_OWN}
_OWN |= {name.replace("-", "_"): variable for name, variable in _OWN.items()}


def _put(made: dict[str, Any], variable: str, written: str) -> None:
    text = _bare(written)
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
