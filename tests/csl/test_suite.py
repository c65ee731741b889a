"""The CSL suite: exactly the cases listed in suite-passes.txt pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.csl import suite

RENEW = "python -m tests.csl.suite --renew"


@pytest.fixture(scope="module")
def outcomes(shared: Path) -> list[suite.Outcome]:
    assert (shared / "csl-suite").is_dir()
    return suite.run(suite.fixtures())


def test_the_fixtures_that_pass_are_those_listed(outcomes: list[suite.Outcome]) -> None:
    assert len(outcomes) == 845
    passing = {one.line for one in outcomes if one.passes}
    fell_out = sorted(suite.listed() - passing)
    came_in = sorted(passing - suite.listed())
    assert not fell_out, f"these passed before: {fell_out}"
    assert not came_in, f"these pass now and are not listed; run `{RENEW}`: {came_in}"


def test_as_many_pass_as_were_promised(outcomes: list[suite.Outcome]) -> None:
    passed = sum(one.passes for one in outcomes)
    assert passed / len(outcomes) >= suite.FLOOR
    shares = suite.shares(outcomes)
    assert set(suite.NOTE_CATEGORIES) <= shares.keys()
    short = {
        name: f"{shares[name][0]} of {shares[name][1]}"
        for name in suite.NOTE_CATEGORIES
        if shares[name][0] / shares[name][1] < suite.NOTE_FLOOR
    }
    assert short == {}


# --- the runner itself ---------------------------------------------------------------------------


def test_a_fixture_is_read_by_its_sections(tmp_path: Path) -> None:
    path = tmp_path / "label_Case.txt"
    path.write_text(
        ">>===== MODE =====>>\ncitation\n<<===== MODE =====<<\ncomment\n"
        ">>== RESULT ==>>\n..[0] a\n>>[1] b\n<<== RESULT ==<<\n"
        ">>===== CITATION-ITEMS ====>>\n[[]]\n<<===== CITATION-ITEMS =====<<\n"
        ">>==== CSL ====>>\n<style/>\n<<==== CSL ====<<\n"
        ">>==== INPUT ====>>\n[]\n<<==== INPUT ====<<\n",
        encoding="utf-8",
    )
    fixture = suite.read_fixture(path)
    assert (fixture.name, fixture.category, fixture.mode) == ("label_Case", "label", "citation")
    assert fixture.result == "..[0] a\n>>[1] b"
    assert fixture.citation_items == ([],)
    assert fixture.citations is None
