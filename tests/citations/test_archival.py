"""What is archival has one answer, and all that asks for it acts on the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.citations import set_citations
from octavo.citations.archival import Archival, archival, holds_documents
from octavo.citations.second_opinion.csl_export import item_of
from octavo.csl.items.fields import TYPES
from octavo.csl.styles import load_style
from octavo.model import Citation, Cite, Place, Reference
from octavo.notes import archives_consulted
from octavo.pandoc.walk import plain

ARCHIVE, COLLECTION, DOCUMENT = Archival.ARCHIVE, Archival.COLLECTION, Archival.DOCUMENT
RUSSIAN = {"archive-profile": "russian"}

CASES: list[tuple[dict[str, Any], Archival | None]] = [
    # a whole: an archive, or what lies in one
    ({"type": "collection", "title": "AVPRF"}, ARCHIVE),
    ({"type": "collection", "title": "AVPRF", "archive": "avprf"}, ARCHIVE),
    ({"type": "Collection", "title": "AVPRF"}, ARCHIVE),
    ({"type": "collection", "title": "Fond 082", "archive": "AVPRF"}, COLLECTION),
    ({"type": "collection", "title": "Papers", "author": [{"family": "Davies"}]}, COLLECTION),
    ({"type": "collection", "archive": "AVPRF"}, COLLECTION),
    ({"type": "book", "custom": RUSSIAN}, COLLECTION),
    ({"type": "manuscript", "title": "Letters", "custom": RUSSIAN}, COLLECTION),
    # a document in an archive
    ({"type": "manuscript", "archive": "Kew"}, DOCUMENT),
    ({"type": "personal_communication", "archive_location": "box 3"}, DOCUMENT),
    ({"type": "document", "archive_collection": "Davies Papers"}, DOCUMENT),
    ({"type": "interview", "archive-place": "Moscow"}, DOCUMENT),
    ({"archive": "Kew"}, DOCUMENT),
    ({"type": "letter", "archive": "Kew"}, DOCUMENT),  # unknown to CSL
    ({"type": "manuscript", "title": "Notes"}, None),
    ({"type": "manuscript", "archive": "  ", "archive_location": 7}, None),
    ({"type": "manuscript", "call-number": "MS 12", "source": "Bodleian Library"}, None),
    ({"custom": "archive-profile"}, None),
    # what is published lies in libraries and databases, unless a fond or a box is named
    ({"type": "book", "archive": "HathiTrust"}, None),
    ({"type": "book", "archive": "Bodleian Library", "archive-place": "Oxford"}, None),
    ({"type": "book", "archive": "BL", "archive_location": "Vet. A3 e.123"}, None),
    ({"type": "book", "archive": "BL", "archive_location": "Special Collections, 823 DIC"}, None),
    ({"type": "book", "archive": "BL", "archive_location": "Boxhall 12"}, None),
    ({"type": "book", "archive": "BL", "archive_location": "DK 266 .F12"}, None),
    ({"type": "article-journal", "archive": "JSTOR", "archive_location": "2504797"}, None),
    ({"type": "webpage", "archive": "Internet Archive"}, None),
    ({"type": "legal_case", "archive": "LexisNexis"}, None),
    ({"type": "article-newspaper", "archive_location": "f. 558, op. 11, d. 1118"}, DOCUMENT),
    ({"type": "article-newspaper", "archive_location": "Ф. 558. Оп. 11"}, DOCUMENT),
    ({"type": "book", "archive": "NARA", "archive_location": "Record Group 59"}, DOCUMENT),
    ({"type": "pamphlet", "archive": "AN", "archive_location": "fonds Pichon"}, DOCUMENT),
    ({"type": "pamphlet", "archive_collection": "Smith Papers"}, DOCUMENT),
]


def reference(**data: Any) -> Reference:
    return Reference("x", {"id": "x", **data}, Place("b.json"))


@pytest.mark.parametrize(("data", "kind"), CASES)
def test_what_is_archival(data: dict[str, Any], kind: Archival | None) -> None:
    assert archival(reference(**data)) is kind


def test_every_type_of_csl_is_published_or_not() -> None:
    held = {kind for kind in TYPES if archival(reference(type=kind, archive="Kew"))}
    assert held == set(
        "collection document event figure graphic interview manuscript map motion_picture"
        " musical_score performance personal_communication report song speech treaty".split()
    )


@pytest.mark.parametrize(("data", "kind"), CASES)
def test_all_that_asks_acts_on_the_same_answer(data: dict[str, Any], kind: Archival | None) -> None:
    one = reference(**data)
    listed = plain(archives_consulted([one], "en")).split("\n")[0]
    assert bool(listed) == (kind is not None and (kind is ARCHIVE or bool(one.text("archive"))
        or (one.text("type") == "collection" and bool(one.text("title")))))  # fmt: skip
    assert holds_documents(one) == (kind in {ARCHIVE, COLLECTION})
    told = item_of(one)
    assert ("archive" in told) == (bool(data.get("archive")) and kind is not ARCHIVE)


def test_the_siglum_of_an_archive_is_listed_however_it_is_declared() -> None:
    by_line = reference(type="collection", title="DBFP", note="siglum: *DBFP*\nSeen in 2019.")
    (entry,) = archives_consulted([by_line], "en")
    assert plain(entry).strip() == "DBFP (DBFP)"
    assert {"t": "Emph", "c": [{"t": "Str", "c": "DBFP"}]} in entry["c"][1][0]["c"]


# --- an archive in the bibliography --------------------------------------------------------------


def entries(*items: dict[str, Any]) -> list[str]:
    """Give the entries of items that are cited once each, as printed."""
    known = {item["id"]: Reference(item["id"], item, Place("b.json")) for item in items}
    citations = [
        Citation((Cite(key, [], []),), number, f"n{number}", "s", "en")
        for number, key in enumerate(known, 1)
    ]
    style = load_style("chicago-notes-bibliography", Path("none"))
    work = set_citations(citations, known, style, "en-US")
    return [plain(entry.inlines) for entry in work.bibliography]


def test_an_archive_is_listed_alike_whether_its_name_is_given_once_or_twice() -> None:
    place = {"type": "collection", "archive-place": "Paris"}
    once = {"id": "a", **place, "title": "Archives nationales"}
    twice = {"id": "b", **place, "title": "Archives nationales", "archive": "Archives nationales"}
    assert entries(once) == entries(twice) == ["Archives nationales, Paris."]


def test_an_archive_is_filed_among_the_works_by_its_name() -> None:
    book = {"type": "book", "issued": {"date-parts": [[1990]]}}
    made = entries(
        {"id": "z", **book, "title": "Zeal", "author": [{"family": "Ward", "given": "T."}]},
        {"id": "m", "type": "collection", "title": "Musée", "archive": "Musée"},
        {"id": "a", **book, "title": "Zeal", "author": [{"family": "Hill", "given": "T."}]},
    )
    assert [entry.split(",")[0] for entry in made] == ["Hill", "Musée.", "Ward"]
