"""Faults of a layout are reported where their words are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.model import Fault, PageIssue, Place, Section
from octavo.pdf.rules import text_stands_inside_the_page
from octavo.tasks.locating import LayoutFaultError, located, places_of
from octavo.tasks.paths import Paths

EDITION = """\
title: Trial
authors: [{family: Author, given: An}]
language: en
date: 2026
sections: [a.md]
citations: {style: chicago-notes-bibliography, bibliography: csl/b.json}
"""
TEXT = "# One\n\nThe first words of the text.\n\n## Two\n\n![A map.](figures/map.png)\n"
ITEMS = [
    {"id": "rowe", "type": "book", "title": "Harbour Lights of the North"},
    {"id": "moor", "type": "book", "title": "Salt and the Tide of Years"},
]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    for name, text in {
        "source/edition.yaml": EDITION,
        "source/a.md": TEXT,
        "csl/b.json": json.dumps(ITEMS, indent=1),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Paths(tmp_path)


def fault(path: str, words: str) -> Fault:
    return Fault(text_stands_inside_the_page, Place(path), "it is off the paper", words=words)


@pytest.mark.parametrize(
    ("name", "path", "words", "place"),
    [
        ("a", "source/a.md", "words of the text.", "source/a.md:3:11"),
        ("a", "source/a.md", "map.png", "source/a.md:7:19"),
        ("bibliography", "bibliography", "Moor. Salt and the Tide of Years", "csl/b.json:7"),
        ("bibliography", "bibliography", "Rowe. Harbour Lights of the", "csl/b.json:2"),
        ("bibliography", "bibliography", "wholly other words here", "bibliography:1:1"),
        ("contents", "contents", "The first words of the", "source/a.md:3:1"),
        ("contents", "contents", "Two", "source/a.md:5:4"),
        ("contents", "contents", "wholly other words here", "contents:1:1"),
        ("title-leaves", "title-leaves", "Trial", "source/edition.yaml:1:8"),
        ("a", "source/a.md", "Two1,2", "source/a.md:5:4"),  # the calls of two notes
        ("a", "source/a.md", "Author", "source/edition.yaml:2:20"),  # in a running head
    ],
)
def test_words_are_found(paths: Paths, name: str, path: str, words: str, place: str) -> None:
    (found,) = located(paths, name, [fault(path, words)])
    assert str(found.place).startswith(place)
    assert place in str(LayoutFaultError(paths, name, fault(path, words)))


def test_a_fault_without_words_keeps_its_place(paths: Paths) -> None:
    plain = fault("source/a.md", "")
    assert located(paths, "a", [plain]) == (plain,)


def test_a_figure_is_found_by_the_words_of_its_caption(paths: Paths) -> None:
    issue = PageIssue(text_stands_inside_the_page, 0, "", words="A map.", near=("Two",))
    (place,) = places_of(paths, Section("a", "source/a.md"), "a", [issue])
    assert (place.line, place.column) == (7, 3)
