"""`octavo prove` compares the forms that lie in build/ with the manuscripts, and changes none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.building import copy_of, forms_of, octavo
from tests.proof.form_damage import Parts

NAME = "the-ferry-books"
DAMAGES = {
    "epub": (r"text/", "Fares and Ferrymen", "Fares and Ferrymans"),
    "docx": (r"footnotes\.xml", "Fares and Ferrymen", "Fares and Ferrymans"),
}


@pytest.fixture
def edition(built_edition: Path, tmp_path: Path) -> Path:
    return copy_of(built_edition, tmp_path / "ferry")


def test_sound_forms_are_as_the_manuscripts_have_them(edition: Path) -> None:
    before = forms_of(edition)
    done = octavo("prove", edition)
    assert done.stdout.count("6 notes") == 3
    assert done.stdout.count("as the manuscripts have it") == 3
    assert forms_of(edition) == before


@pytest.mark.parametrize("form", DAMAGES)
def test_a_form_that_somebody_has_changed(edition: Path, form: str) -> None:
    file = edition / "build" / f"{NAME}.{form}"
    texts, old, new = DAMAGES[form]
    parts = Parts(file.read_bytes(), texts)
    parts.replace(old, new)
    file.write_bytes(parts.bytes())
    changed = file.read_bytes()
    done = octavo("prove", edition, code=1)
    assert "source/01-crossing.md:12:1: X003" in done.stdout
    assert "Ferrymans" in done.stdout
    assert f"build/{NAME}.{form}  6 notes" in done.stdout and "1 difference" in done.stdout
    assert done.stdout.count("as the manuscripts have it") == 2
    assert file.read_bytes() == changed


def test_html_pages_that_lie_there(edition: Path) -> None:
    octavo("build", edition, "--form", "html")
    assert octavo("prove", edition).stdout.count("as the manuscripts have it") == 4
    page = edition / "build" / f"{NAME}-html" / "01-crossing.html"
    text = page.read_text("utf-8").replace("Fares and Ferrymen", "Fares and Ferrymans", 1)
    page.write_text(text, "utf-8")
    done = octavo("prove", edition, code=1)
    assert "source/01-crossing.md:12:1: X003" in done.stdout and "1 difference" in done.stdout
    made = json.loads((edition / "build" / "proof.json").read_text("utf-8"))
    assert [form["name"] for form in made["forms"]] == ["pdf", "epub", "docx", "html"]
    assert made["forms"][-1]["differences"] == 1
    assert len(made["forms"][-1]["sha256"]) == 64
    assert any(note["witnesses"]["html"]["differs"] for note in made["notes"])


def test_forms_that_are_older_than_the_text(edition: Path) -> None:
    text = edition / "source" / "01-crossing.md"
    text.write_text(text.read_text(encoding="utf-8").replace("was a penny", "was a pound"), "utf-8")
    done = octavo("prove", edition, code=1)
    assert done.stdout.count("X003") == 2 and done.stdout.count("P005") == 1


def test_files_that_are_no_forms(edition: Path) -> None:
    for form in ("pdf", "epub", "docx"):
        (edition / "build" / f"{NAME}.{form}").write_bytes(b"no form")
    done = octavo("prove", edition, code=1)
    assert done.stdout.count(" X001 ") == 3


def test_where_no_form_lies(new_edition: Path) -> None:
    done = octavo("prove", new_edition, code=2)
    assert "no PDF, EPUB or Word file lies in build/" in done.stderr
    assert not list((new_edition / "build").glob("*.pdf"))
