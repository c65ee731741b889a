"""Whole notes of a document in the default style, one cause of difference a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from octavo import citing
from octavo.citations import load_style

CHICAGO = "chicago-notes-bibliography"
NO_DATE = " (n.d.)."


def first_note(item: dict[str, Any], style: str = CHICAGO) -> str:
    """Cite one item once; quotation marks curly, italics between tags."""
    document = {
        "style": style,
        "items": [{"id": "a", **item}],
        "notes": [{"cites": [{"id": "a"}]}],
    }
    read, faults = citing.read_document(json.dumps(document).encode(), "d.json", Path())
    assert not faults
    return citing.cite(read, load_style(style, None), read.language).notes[0]


@pytest.mark.parametrize(
    ("item", "note"),
    [
        # what has no type is no document: its title stands in italics
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
