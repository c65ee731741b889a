"""The places of what is seen on pages are found in the sources as they are, and once only."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.model import Edition, PageIssue, Section
from octavo.pdf.page_rules import page_begins_with_no_widow
from octavo.source import read_edition
from octavo.tasks import page_findings
from octavo.tasks.page_findings import seen_findings
from octavo.tasks.paths import Paths
from octavo.tasks.records import Bound, BoundPage, to_json
from octavo.tasks.running.digests import digests
from octavo.tasks.write import write_whole

TEXT = Section("a", "source/a.md", "body")
WORDS = "The alder grows beside the water of the ferry"


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.chdir(tmp_path)
    made = Paths()
    write_whole(Path(TEXT.path), f"# A\n\nSome words come first.\n\n{WORDS}.\n".encode())
    issue = PageIssue(page_begins_with_no_widow, 0, "a widow", words=WORDS)
    write_whole(made.page_faults("a"), to_json([issue]))
    write_whole(made.bound, to_json(Bound((BoundPage("a", 0, "1", "opening"),), 0.0)))
    (made.build / ".lock").touch()
    digests.begin(made.build / ".lock", made.build / ".digests.json")
    return made


def edition() -> Edition:
    read, faults = read_edition(b"title: A\nauthors: [{literal: B}]\nlanguage: en\ndate: 2026\n"
                                b"sections: [a.md]\n")  # fmt: skip
    assert read is not None, faults
    return read


def places(paths: Paths) -> list[str]:
    found = seen_findings(paths, [TEXT], edition(), paths.places)
    return [str(seen.finding.place) for seen in found]


def test_places_are_not_searched_again_until_the_text_changes(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, searched = page_findings.places_of, []

    def watched(*arguments):
        searched.append(arguments)
        return search(*arguments)

    monkeypatch.setattr(page_findings, "places_of", watched)
    assert [places(paths), places(paths)] == [["source/a.md:5:1"]] * 2
    assert len(searched) == 1
    text = Path(TEXT.path)
    text.write_bytes(b"# A\n\nMore words.\n\n" + text.read_bytes().partition(b"# A\n\n")[2])
    assert places(paths) == ["source/a.md:7:1"]
    monkeypatch.setattr(page_findings, "fingerprint", lambda: "newer")
    assert places(paths) == ["source/a.md:7:1"]
    assert len(searched) == 3


@pytest.mark.parametrize("damage", [b"", b"[", b"[]", b"{}", b"[1]", b'{"a": []}', b'{"a": [1]}'])
def test_damaged_places_are_searched_again(paths: Paths, damage: bytes) -> None:
    paths.places.write_bytes(damage)
    assert places(paths) == ["source/a.md:5:1"]
