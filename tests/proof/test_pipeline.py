"""A build whose PDF fails the proof fails itself, and leaves the last good forms."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from octavo.tasks import publish
from octavo.tasks.form_faults import FormFaultError
from octavo.tasks.plan import Plan
from octavo.tasks.prove import prove
from tests.building import copy_of, forms_of, octavo, tasks_of
from tests.proof.form_damage import Parts


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
    assert orjson.loads((edition / "build" / "proven" / "pdf.json").read_bytes())["faults"]
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


DAMAGES = {
    "epub": (r"text/", "Fares and Ferrymen", "Fares and Ferrymans"),
    "docx": (r"footnotes\.xml", "Fares and Ferrymen", "Fares and Ferrymans"),
}


@pytest.mark.parametrize("form", DAMAGES)
def test_a_form_that_differs_is_not_published(
    built_edition: Path, tmp_path: Path, form: str
) -> None:
    """The stage that proves it fails, and the one that publishes needs what it writes."""
    edition = copy_of(built_edition, tmp_path / "ferry")
    plan = Plan(edition)
    made = plan.paths.built(f".{form}")
    texts, old, new = DAMAGES[form]
    parts = Parts(made.read_bytes(), texts)
    parts.replace(old, new)
    made.write_bytes(parts.bytes())
    with pytest.raises(FormFaultError) as raised:
        prove(plan.edition, plan.paths, form, plan.sections, False)
    (fault,) = raised.value.placed()
    assert (fault.rule.code, str(fault.place)) == ("X003", "source/01-crossing.md:12:1")
    assert "Ferrymans" in fault.message and "Ferrymen" in fault.message
    assert orjson.loads(plan.paths.proven(form).read_bytes())["faults"]
    (together,) = publish.tasks(plan)
    alone = publish.task_of_form(plan, next(f for f in publish.BY_DEFAULT if f.name == form))
    for task in (together, alone):
        assert str(plan.paths.proven(form)) in task["file_dep"]


def test_words_of_the_text_are_found_in_its_source(built_edition: Path, tmp_path: Path) -> None:
    edition = copy_of(built_edition, tmp_path / "ferry")
    plan = Plan(edition)
    made = plan.paths.built(".epub")
    parts = Parts(made.read_bytes(), r"02-ledger")
    parts.substitute(r"<p>(\w+) (\w+)", r"<p>\2 \1")
    made.write_bytes(parts.bytes())
    with pytest.raises(FormFaultError) as raised:
        prove(plan.edition, plan.paths, "epub", plan.sections, False)
    (fault,) = raised.value.placed()
    written = (edition / "source" / "02-ledger.md").read_text(encoding="utf-8").split("\n")
    assert (fault.rule.code, fault.place.path) == ("X009", "source/02-ledger.md")
    assert written[fault.place.line - 1][fault.place.column - 1 :].startswith(fault.words[:12])
