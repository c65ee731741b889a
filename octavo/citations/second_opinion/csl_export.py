"""Write citations and references for pandoc as CSL knows them, without what Octavo adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from octavo.citations.archival import Archival, archival, holds_documents
from octavo.citations.archives import verbatim
from octavo.csl.items.dates import clean_date
from octavo.csl.items.fields import DATES, NAMES, TEXTS
from octavo.model import Citation, Cite, Element, Inlines, Reference
from octavo.pandoc import tree

_SIGLUM_LINE = re.compile(r"^[ \t]*siglum[ \t]*:.*$\n?", re.IGNORECASE | re.MULTILINE)


def without_ours(reference: Reference) -> Reference:
    """Return a reference without what Octavo alone knows: its siglum and its archive's profile."""
    data = {name: v for name, v in reference.data.items() if name not in {"custom", "siglum"}}
    if isinstance(data.get("note"), str):
        data["note"] = _SIGLUM_LINE.sub("", data["note"]).strip()
    return replace(reference, data=data)


def item_of(reference: Reference) -> dict[str, Any]:
    """Return a reference as CSL-JSON that every reader takes.

    A whole archive is named once, as Octavo prints it in a note.
    """
    item: dict[str, Any] = {"id": reference.key, "type": ""}
    for name, value in reference.data.items():
        if name in DATES:
            date = _date(value)
            if date:
                item[name] = date
        elif name in NAMES and isinstance(value, list):
            item[name] = [person for one in value if (person := _person(one))]
        elif (name in TEXTS or name in _TEXTS_BESIDE) and isinstance(value, str | int):
            item[name] = _whole(str(value))
    if archival(reference) is Archival.ARCHIVE:
        item.pop("archive", None)
    return item


_TEXTS_BESIDE = frozenset({"type", "language", "shortTitle", "journalAbbreviation"})


def _person(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"literal": _whole(value)}
    if not isinstance(value, Mapping):
        return {}
    parts = {name: _whole(part) for name, part in value.items() if isinstance(part, str)}
    return parts | {name: part for name, part in value.items() if isinstance(part, bool)}


def _whole(text: str) -> str:
    """Replace half characters (lone surrogates), which JSON cannot hold."""
    return text.encode("utf-8", "replace").decode()


def _date(value: Any) -> dict[str, Any] | None:
    """Return a date as Octavo read it, since the reading of dates is no matter of style."""
    read = clean_date(value)
    if read is None:
        return None
    if not read.parts:
        return {"literal": _whole(read.literal)}
    parts = [list(day) or [0] for day in read.parts]
    return {"date-parts": parts} | ({"circa": True} if read.circa else {})


def paragraph(citation: Citation, references: Mapping[str, Reference]) -> Element:
    """Return a citation as a paragraph: in a note style pandoc makes it a note, by our number."""
    cites = [
        tree.citation(
            cite.key,
            cite.prefix,
            _suffix(cite, references[cite.key]),
            "NormalCitation" if cite.mode == "normal" else "SuppressAuthor",
            citation.note_number,
        )
        for cite in citation.cites
    ]
    return tree.para([tree.cite(cites)])


def _suffix(cite: Cite, reference: Reference) -> Inlines:
    """Return what follows a cite; empty braces say that no locator is in it (pandoc's manual)."""
    in_braces = verbatim(cite) if holds_documents(reference) else None
    if in_braces is None and (cite.locator or not cite.suffix):
        return list(cite.suffix)
    return [*tree.text("{}"), *(in_braces or cite.suffix)]


def nocite(keys: Iterable[str]) -> Element:
    return tree.meta_inlines([tree.cite(tree.citation(key) for key in keys)])
