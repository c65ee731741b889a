"""Whole notes of a document in the default style, one cause of difference a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from octavo import cite_command
from octavo.csl.styles import load_style

CHICAGO = "chicago-notes-bibliography"
NO_DATE = " (n.d.)."


def cited(item: dict[str, Any], **cite: str) -> cite_command.Cited:
    """Cite one item once; quotation marks curly, italics between tags."""
    document = {
        "style": CHICAGO,
        "items": [{"id": "a", **item}],
        "notes": [{"cites": [{"id": "a", **cite}]}],
    }
    read, faults = cite_command.read_document(json.dumps(document).encode(), "d.json", Path())
    assert not faults
    return cite_command.cite(read, load_style(CHICAGO, None), read.language)


def first_note(item: dict[str, Any]) -> str:
    return cited(item).notes[0]


def entry(item: dict[str, Any]) -> str:
    return dict(cited(item).bibliography)["a"]


@pytest.mark.parametrize(
    ("item", "note"),
    [
        # an item without a type is no document: its title is in italics
        ({"title": "Town plan"}, "<i>Town Plan</i>, n.d."),
        ({"type": "", "title": "Town plan"}, "<i>Town Plan</i>, n.d."),
        ({"type": "document", "title": "Town plan"}, "“Town Plan,” n.d."),
        # parentheses of a field stay within those of the style
        (
            {"type": "thesis", "title": "Casas", "genre": "Tese (Doutorado)", "publisher": "USP"},
            "“Casas” (Tese (Doutorado), USP, n.d.).",
        ),
    ],
)
def test_items_are_set_as_they_are(item: dict[str, Any], note: str) -> None:
    assert first_note(item) == note


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("d’Artagnan’s sword", "D’Artagnan’s Sword"),
        ("the sword of d’Artagnan", "The Sword of d’Artagnan"),
        ("Annali dell’Istituto", "Annali Dell’Istituto"),
        ("iPhone and l’État", "iPhone and l’État"),
        ("McDonald’s ways", "McDonald’s Ways"),
    ],
)
def test_an_elided_article_is_a_word_of_its_own(title: str, printed: str) -> None:
    assert first_note({"type": "book", "title": title}) == f"<i>{printed}</i>{NO_DATE}"


@pytest.mark.parametrize(
    ("publisher", "printed"),
    [
        ("vdf/ETH", "Vdf/ETH"),
        ("e-Science Press", "E-Science Press"),
        ("de Gruyter", "De Gruyter"),
        ("eBooks", "eBooks"),
        ("’s Konings drukker", "’s Konings drukker"),
    ],
)
def test_a_publisher_that_begins_a_sentence_is_raised(publisher: str, printed: str) -> None:
    item = {"type": "book", "title": "Fonts", "publisher": publisher}
    assert entry(item) == f"<i>Fonts</i>. {printed}, n.d."


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("„Wir“ und die anderen", "“‘Wir’ und die anderen.”"),
        ("„Solidarność” i inni", "“‘Solidarność’ i inni.”"),
        ("„a ‚b‘ c“ und “d”", "“‘a “b” c’ und ‘d.’”"),
    ],
)
def test_low_quotation_marks_turn_within_those_of_the_edition(title: str, printed: str) -> None:
    item = {"type": "webpage", "title": title, "language": "de"}
    assert first_note(item) == printed


@pytest.mark.parametrize(
    ("given", "printed"),
    [("J-P", "J-P"), ("J.-P.", "J.-P."), ("J-Paul M", "J-Paul M."), ("M E", "M. E.")],
)
def test_initials_with_a_hyphen_stay_as_they_are(given: str, printed: str) -> None:
    item = {"type": "book", "title": "Fonts", "author": [{"family": "Doe", "given": given}]}
    assert first_note(item) == f"{printed} Doe, <i>Fonts</i>{NO_DATE}"


@pytest.mark.parametrize(
    ("label", "locator", "printed"),
    [
        ("page", "f. 082, op. 10", "f. 082, op. 10"),
        ("folio", "fol. 12r", "fol. 12r"),
        ("section", "§ 5", "§ 5"),
        ("act", "f. 3", "act f. 3"),
        ("table", "f. 3", "tbl. f. 3"),
    ],
)
def test_a_place_is_labelled_once(label: str, locator: str, printed: str) -> None:
    note = cited({"type": "webpage", "title": "Fonts"}, locator=locator, label=label).notes[0]
    assert note == f"“Fonts,” {printed}."


def test_the_number_of_a_note_tells_no_two_works_apart() -> None:
    items = [{"id": name, "type": "broadcast", "title": name} for name in ("Dawn", "Dusk")]
    cites = [{"id": name} for name in ("Dawn", "Dusk", "Dawn")]
    document = {"style": "oscola", "items": items, "notes": [{"cites": [one]} for one in cites]}
    read, _ = cite_command.read_document(json.dumps(document).encode(), "d.json", Path())
    notes = cite_command.cite(read, load_style("oscola", None), read.language).notes
    assert notes[2] == "‘Dawn’ (n 1)."
