"""No form goes stale: after any change in edition.yaml, an incremental build gives what a clean one
gives."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML

from octavo.model import Edition
from tests.building import ROOT

TELLING = ROOT / "tests" / "telling"

# Another value for every field of edition.yaml; `tests/telling` has the first one.
CHANGES: Mapping[str, Any] = {
    "title": "Ash and Birch",
    "subtitle": "Of Wood",
    "authors.family": "Moor",
    "authors.given": "Ella",
    "authors.literal": "The Marsh Society",
    "authors.affiliation": "University of Graz",
    "authors.orcid": "0000-0001-5109-3700",
    "editors.family": "Arden",
    "editors.given": "Tim",
    "editors.literal": "The Editors",
    "editors.affiliation": "Bonn",
    "editors.orcid": "0000-0001-5109-3700",
    "translators.family": "Stone",
    "translators.given": "Rita",
    "translators.literal": "The Translators",
    "translators.affiliation": "Bonn",
    "translators.orcid": "0000-0001-5109-3700",
    "language": "de",
    "date": "2027-04-05",
    "identifier": "urn:uuid:1c24f6ee-0cf2-5a45-b3c3-0837aad467ad",
    "doi": "10.1000/183",
    "edition": "Third Edition",
    "publisher.name": "Quarto",
    "publisher.place": "Basel",
    "publisher.address": "2 Low Street",
    "publisher.device": "figures/other.svg",
    "series.title": "Studies of Water",
    "series.number": 13,
    "series.editors.family": "Brewer",
    "series.editors.given": "Bob",
    "series.editors.literal": "The Bakers",
    "series.editors.affiliation": "Bonn",
    "series.editors.orcid": "0000-0001-5109-3700",
    "series.volumes": ["1. A. Author, Elm"],
    "series.issn": "2049-3630",
    "isbn.print": "978-0-19-852663-6",
    "isbn.hardcover": "978-0-306-40615-7",
    "isbn.paperback": "978-3-16-148410-0",
    "isbn.epub": "978-1-86197-271-2",
    "isbn.pdf": "978-0-14-044913-6",
    "rights": "Some rights reserved.",
    "copyright.holder": "E. Marsh",
    "copyright.year": 2027,
    "copyright.lines": "Maps © 2026 B. Person",
    "licence.name": "CC BY-SA 4.0",
    "licence.url": "https://example.org/by-sa",
    "printing.number": 2,
    "printing.year": 2027,
    "printing.history": "First edition 1999",
    "printing.printed": "Printed in Basel",
    "cip": "Names: Marsh, E., author.",
    "credits": "Cover by B. Person",
    "disclaimer": "The views are nobody's.",
    "description": "On three trees.",
    "keywords": ["wood"],
    "dedication": "To those who reap",
    "epigraph.text": "Arbor est mors.",
    "epigraph.source": "Nemo",
    "epigraph.language": "it",
    "colophon": True,
    "contents.depth": 2,
    "contents.authors": False,
    "lists.illustrations": True,
    "lists.tables": True,
    "lists.contributors": True,
    "cover": "figures/other.svg",
    "front_matter": [],
    "sections": ["02-birch.md", "01-alder.md"],
    "back_matter": [],
    "notes.place": "section",
    "notes.numbering": "edition",
    "notes.run_in": True,
    "figures.numbering": "section",
    "typography.quotation_marks": "source",
    "typography.spaces": "source",
    "typography.ellipses": "spaced",
    "citations.style": "modern-humanities-research-association-notes",
    "citations.bibliography": "csl/others.json",
    "citations.title": "Works Cited",
    "citations.parts.title": "Other Papers",
    "citations.parts.section": "others",
    "citations.parts.where.type": "manuscript",
    "citations.parts.where.keyword": "water",
    "citations.parts.where.section": "others",
    "citations.parts.where.language": "en",
    "citations.parts.lists": "archives",
    "citations.parts.order": "date",
    "citations.parts.introduction": "What was seen.",
    "citations.positions": "section",
    "citations.include": "all",
    "citations.nocite": "@bell1999",
    "citations.annotations": True,
    "citations.names": "small-caps",
    "citations.repeated_names": "dash",
    "citations.sigla.introduce": "list",
    "citations.sigla.wording": "from here",
    "citations.sigla.parenthesis": "name",
    "citations.sigla.again": "section",
    "citations.sigla.ibid": True,
    "citations.sigla.list": "back",
    "citations.sigla.title": "Sigla",
    "citations.archives": "gost",
    "print.design": "critical",
    "print.trim": "4.2in 5in",
    "print.typeface": "Literata",
    "print.facing": False,
    "print.gutter": "4mm",
    "print.openings": "any",
    "print.leaves": False,
    "print.signature": 16,
    "print.blank_last": True,
    "index.title": "Register",
    "index.introduction": "By leaf.",
    "index.parts.name": "every",
    "index.parts.title": "Index of Everything",
    "index.parts.introduction": "Everything of it.",
    "index.order": "word",
    "index.columns": 1,
    "index.subentries": "run-in",
    "index.see_also": "end",
    "index.letters": "heading",
    "index.ranges": "full",
    "index.join": True,
    "silences.code": "B004",
    "silences.file": "csl/others.json",
    "silences.reason": "they were seen",
}  # fmt: skip

# What is arranged otherwise, beyond another value of one field.
ARRANGEMENTS: Mapping[str, Mapping[str, Any]] = {
    "a text of the body moves to the front": {
        "front_matter": ["00-preface.md", "01-alder.md"], "sections": ["02-birch.md"],
    },
    "a text of the body moves to the back": {
        "sections": ["01-alder.md"], "back_matter": ["02-birch.md", "03-after.md"],
    },
    "a text of the back moves to the body": {
        "sections": ["01-alder.md", "02-birch.md", "03-after.md"], "back_matter": [],
    },
    "a text is left out": {"front_matter": []},
    "the notes go to the end": {"notes": {"place": "edition"}},
    "the series is a title": {"series": "Studies of Wood"},
    "two epigraphs": {"epigraph": [{"text": "Arbor est vita."}, {"text": "Et mors."}]},
    "no licence": {"licence": None},
    "no index": {"index": None},
    "no cover": {"cover": None},
    "no bibliography's parts": {"citations": {"bibliography": ["csl/works.json"]}},
}  # fmt: skip


# --- the fields ----------------------------------------------------------------------------------


def leaves(kind: type, before: str = "") -> Iterator[str]:
    """Every field of a dataclass that holds no further ones, as a dotted name."""
    for name, hint in typing.get_type_hints(kind).items():
        within = [held for held in settings_in(hint) if dataclasses.is_dataclass(held)]
        if within:
            for held in within:
                yield from leaves(held, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def settings_in(hint: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is not None:
        for part in typing.get_args(hint):
            yield from settings_in(part)
    else:
        yield hint


def test_every_field_has_another_value() -> None:
    assert list(dict.fromkeys(leaves(Edition))) == list(CHANGES)


def first() -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(TELLING / "source" / "edition.yaml")


def put(data: Any, path: str, value: Any) -> None:
    """Change one field; of a list the first member."""
    *above, last = path.split(".")
    for step in above:
        data = data[step]
        data = data[0] if isinstance(data, list) else data
    data[last] = value
