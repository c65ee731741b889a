"""The list of abbreviations: made if references declare sigla, at the place that is set."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from octavo import stages
from octavo.graph.edition import all_sections, here
from octavo.html.section_xhtml import section_html
from octavo.pandoc.walk import plain
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


def sections(edition: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    monkeypatch.chdir(edition)
    here.cache_clear()
    try:
        return [(section.name, section.part) for section in all_sections()]
    finally:
        here.cache_clear()


BODY = [("01-crossing", "body"), ("02-ledger", "body")]
LAST = [("bibliography", "back")]


def test_the_list_stands_where_the_edition_wants_it(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sections(edition, monkeypatch) == [("abbreviations", "front"), *BODY, *LAST]
    set_(edition, list="back")
    assert sections(edition, monkeypatch) == [*BODY, ("abbreviations", "back"), *LAST]


def test_no_list_where_none_is_wanted_or_no_siglum_declared(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_(edition, list="none")
    assert sections(edition, monkeypatch) == [*BODY, *LAST]
    sound = ROOT / "tests" / "edition"
    for part in ("csl/bibliography.json", "source/edition.yaml"):
        shutil.copy(sound / part, edition / part)
    assert sections(edition, monkeypatch) == [*BODY, *LAST]


def test_an_authors_own_text_of_that_name_stays(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (edition / "source" / "abbreviations.md").write_text("# Own {#own}\n\nText.\n", "utf-8")
    path = edition / "source" / "edition.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"front_matter: [abbreviations.md]\n{text}", encoding="utf-8")
    named = [("abbreviations", "front"), ("sigla", "front")]
    assert sections(edition, monkeypatch) == [*named, *BODY, *LAST]


def test_the_stage_gives_the_siglum_and_lists_it(edition: Path) -> None:
    set_(edition, wording="cited below as", title="Short Titles")
    folder = stages.Folder(edition)
    for section in folder.sections:
        stages.parse(folder, section)
    stages.check(folder)
    stages.cite(folder)
    crossing = plain(stages.load_cited(folder, "01-crossing").blocks, notes=True)
    assert crossing.count("(cited below as FF)") == 1
    assert "FF, 14" in crossing or "FF, 12" in crossing
    made = stages.load_cited(folder, "abbreviations")
    assert plain(made.blocks).startswith("Short Titles\nFFThomas Ward")
    assert "Thomas Ward, Fares and Ferrymen" in plain(made.blocks)
    html = section_html(made)
    assert '<section id="sec-abbreviations" class="front abbreviations"' in html
    assert "<dt><em>FF</em></dt>" in html
