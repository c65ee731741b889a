"""A style sheet of the edition's own that may change words is told, since they are not compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.proof.own_sheet import changes_words, names_faces
from tests.building import copy_of, octavo


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("p { color: #333 }", None),
        ("/* display: none */ p { text-indent: 0 }", None),
        ("p { --display: 1; flex-content: 2 }", None),
        ("/* a */\n.x::after { content: 'y' }", "content"),
        ("i { opacity : 0.5; display: none }", "opacity"),
    ],
)
def test_what_may_change_words(css: str, found: str | None) -> None:
    match = changes_words(css)
    assert (match and match[0]) == found
    assert match is None or css[match.start() :].startswith(match[0])


def test_what_names_a_face() -> None:
    assert names_faces("p { font-family: House }") and names_faces("@font-face {}")
    assert not names_faces("/* font: x */ p { font-size: 9pt }")


def test_what_is_not_compared_is_told_at_its_place(built_edition: Path, tmp_path: Path) -> None:
    folder = copy_of(built_edition, tmp_path / "own")
    (folder / "styles").mkdir()
    (folder / "styles" / "print.css").write_text("p { color: #333 }\nem { display: inline }\n")
    said = octavo("build", folder).stdout
    assert "styles/print.css:2:6: X013 `display` may hide, add or move words" in said
    (folder / "styles" / "print.css").write_text("p { color: #333 }\n")
    assert "X013" not in octavo("build", folder).stdout


def test_the_proof_of_finished_forms_tells_it_too(built_edition: Path, tmp_path: Path) -> None:
    folder = copy_of(built_edition, tmp_path / "own")
    assert "X013" not in octavo("prove", folder).stdout
    (folder / "styles").mkdir()
    (folder / "styles" / "print.css").write_text("em { display: inline }\n")
    assert "styles/print.css:1:6: X013" in octavo("prove", folder).stdout
