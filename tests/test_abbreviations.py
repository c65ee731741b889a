"""The list of abbreviations: made if references declare sigla, at the place that is set."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from octavo.html.section_xhtml import section_html
from octavo.pandoc.walk import plain
from octavo.tasks.check import check
from octavo.tasks.cite import cite, load_cited, sections_of_plan
from octavo.tasks.finish import finish
from octavo.tasks.parse import parse
from octavo.tasks.plan import Plan
from tests.building import ROOT


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """The smallest sound edition, one of its works with a siglum."""
    folder = tmp_path / "ferry"
    shutil.copytree(
        ROOT / "tests" / "edition", folder, ignore=shutil.ignore_patterns("build", ".*")
    )
    path = folder / "csl" / "bibliography.json"
    items = json.loads(path.read_bytes())
    items[0]["custom"] = {"siglum": "FF"}
    path.write_text(json.dumps(items), encoding="utf-8")
    return folder


def set_(edition: Path, **sigla: str) -> None:
    path = edition / "source" / "edition.yaml"
    told = json.dumps({"sigla": sigla})[1:-1]
    text = path.read_text(encoding="utf-8").replace("citations:", f"citations:\n  {told}")
    path.write_text(text, encoding="utf-8")


def sections(edition: Path) -> list[tuple[str, str]]:
    return [(section.name, section.part) for section in Plan(edition).sections]


BODY = [("01-crossing", "body"), ("02-ledger", "body")]
LAST = [("bibliography", "back")]


def test_the_list_stands_where_the_edition_wants_it(edition: Path) -> None:
    assert sections(edition) == [("abbreviations", "front"), *BODY, *LAST]
    set_(edition, list="back")
    assert sections(edition) == [*BODY, ("abbreviations", "back"), *LAST]


def test_no_list_where_none_is_wanted_or_no_siglum_declared(edition: Path) -> None:
    set_(edition, list="none")
    assert sections(edition) == [*BODY, *LAST]
    sound = ROOT / "tests" / "edition"
    for part in ("csl/bibliography.json", "source/edition.yaml"):
        shutil.copy(sound / part, edition / part)
    assert sections(edition) == [*BODY, *LAST]


def test_an_authors_own_text_of_that_name_stays(edition: Path) -> None:
    (edition / "source" / "abbreviations.md").write_text("# Own {#own}\n\nText.\n", "utf-8")
    path = edition / "source" / "edition.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"front_matter: [abbreviations.md]\n{text}", encoding="utf-8")
    named = [("abbreviations", "front"), ("sigla", "front")]
    assert sections(edition) == [*named, *BODY, *LAST]


def test_the_stage_gives_the_siglum_and_lists_it(edition: Path) -> None:
    set_(edition, wording="cited below as", title="Short Titles")
    plan = Plan(edition)
    paths = plan.paths
    for section in plan.texts:
        parse(plan.edition, paths, section, plan.language)
    check(plan.edition, paths)
    cite(plan.edition, paths, sections_of_plan(plan))
    for section in plan.texts:
        finish(plan.edition, paths, section)
    crossing = plain(load_cited(paths, "01-crossing").blocks, notes=True)
    assert crossing.count("(cited below as FF)") == 1
    assert "FF, 14" in crossing or "FF, 12" in crossing
    made = load_cited(paths, "abbreviations")
    assert plain(made.blocks).startswith("Short Titles\nFFThomas Ward")
    assert "Thomas Ward, Fares and Ferrymen" in plain(made.blocks)
    html = section_html(made)
    assert '<section id="sec-abbreviations" class="front abbreviations"' in html
    assert "<dt><em>FF</em></dt>" in html
