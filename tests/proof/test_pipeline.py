"""A build whose PDF fails the proof fails itself, and leaves the last good forms."""

from __future__ import annotations

from pathlib import Path

import orjson

from tests.building import copy_of, forms_of, octavo, tasks_of


def style(folder: Path, css: str) -> None:
    (folder / "styles").mkdir(exist_ok=True)
    (folder / "styles" / "print.css").write_text(css, encoding="utf-8")


def test_words_that_are_laid_out_and_not_drawn(built_edition: Path, tmp_path: Path) -> None:
    edition = copy_of(built_edition, tmp_path / "ferry")
    before = forms_of(edition)
    style(edition, ".note em { visibility: hidden }\n")
    done = octavo("build", edition, code=1)
    assert "source/01-crossing.md:12:1: P005 note 1: it reads" in done.stdout
    assert "Fares and Ferrymen" in done.stdout
    assert "publish" not in tasks_of(done)
    assert forms_of(edition) == before
    assert orjson.loads((edition / "build" / "proof.json").read_bytes())["faults"]
    alone = octavo("build", edition, "--form", "pdf", code=1)
    assert "P005" in alone.stdout
    assert forms_of(edition) == before


def test_marks_that_a_style_makes_up(built_edition: Path, tmp_path: Path) -> None:
    edition = copy_of(built_edition, tmp_path / "ferry")
    style(edition, '.marker::before { content: "x" }\n')
    done = octavo("build", edition, "--form", "pdf", code=1)
    assert done.stdout.count("P040 note 1: it opens with “x”") == 2


def test_signs_that_a_style_adds_are_no_fault(built_edition: Path, tmp_path: Path) -> None:
    edition = copy_of(built_edition, tmp_path / "ferry")
    style(edition, '.marker::after { content: "· " } .note em::before { content: "‹" }\n')
    octavo("build", edition, "--form", "pdf")
