"""An edition's bibliographies: several files, converted once, every fault with its file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from octavo.bibliography import doubts, read_bibliography, same_works
from octavo.model import CitationSettings, Fault, Reference
from octavo.tasks.plan import Plan
from octavo.tasks.read import read, read_references

SOUND = Path(__file__).parents[1] / "edition"
SHARED = Path(__file__).parents[2].parent / "shared"
CITATIONS = SHARED / "citations"
ON_THE_LINE = SHARED / "corpus" / "books" / "on-the-line" / "ontheline.bib"

BIB = "@book{ward1987, author={Ward, Thomas}, title={Fares}, publisher={Tern}, date={1987}}\n"
RIS = "TY  - BOOK\nID  - ward1987\nTI  - Again\nER  -\nTY  - BOOK\nID  - other\nER  -\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "edition"
    shutil.copytree(SOUND, root)
    return root


def name(folder: Path, named: str) -> Plan:
    path = folder / "source" / "edition.yaml"
    path.write_text(path.read_text().replace("csl/bibliography.json", named))
    return Plan(folder)


def references_of(plan: Plan) -> tuple[tuple[Reference, ...], tuple[Fault, ...]]:
    named = plan.valid_edition.citations.bibliographies
    return read_references(plan.paths, named, plan.edition_text)


def test_one_file_or_several() -> None:
    assert CitationSettings().bibliographies == ()
    assert CitationSettings(bibliography="a.bib").bibliographies == ("a.bib",)
    assert CitationSettings(bibliography=("a", "b", "a")).bibliographies == ("a", "b")


def test_several_files_are_one_bibliography(folder: Path) -> None:
    (folder / "csl" / "works.bib").write_text(BIB)
    (folder / "csl" / "more.ris").write_text(RIS)
    edition = name(folder, "[csl/works.bib, csl/more.ris, csl/lost.json, ../out.bib]")
    references, faults = references_of(edition)
    assert [(r.key, r.place.path) for r in references] == [
        ("ward1987", "csl/works.bib"),
        ("other", "csl/more.ris"),
    ]
    assert [(f.rule.name, f.place.path) for f in faults] == [
        ("reference_key_is_unique", "csl/more.ris"),
        ("bibliography_can_be_read", "source/edition.yaml"),
        ("bibliography_can_be_read", "source/edition.yaml"),
    ]
    assert edition.bibliographies == ("csl/works.bib", "csl/more.ris")
    assert edition.converted == ("csl/works.bib",)


def test_a_conversion_is_kept_until_its_entry_changes(folder: Path) -> None:
    (folder / "csl" / "works.bib").write_text(BIB)
    edition = name(folder, "csl/works.bib")
    before = references_of(edition)
    read(edition.edition, edition.paths, "csl/works.bib")
    kept = edition.paths.read("csl/works.bib")
    assert kept == folder / "build" / "read" / "csl%2Fworks.bib.json"
    assert references_of(edition) == before
    written = kept.read_bytes()
    assert b'"title": "Fares"' in written
    kept.write_bytes(written.replace(b'"Fares"', b'"From the memory"'))
    (reference,) = references_of(edition)[0]
    assert reference.data["title"] == "From the memory"
    (folder / "csl" / "works.bib").write_text(BIB.replace("Fares", "Tolls"))
    (reference,) = references_of(edition)[0]
    assert reference.data["title"] == "Tolls"
    read(edition.edition, edition.paths, "csl/works.bib")
    assert b"Tolls" in kept.read_bytes() and b"Fares" not in kept.read_bytes()


@pytest.mark.parametrize("damaged", [b"", b"[]", b"{", b'{"a": 3}', b"\xff"])
def test_a_damaged_memory_is_made_anew(folder: Path, damaged: bytes) -> None:
    (folder / "csl" / "works.bib").write_text(BIB)
    edition = name(folder, "csl/works.bib")
    read(edition.edition, edition.paths, "csl/works.bib")
    kept = edition.paths.read("csl/works.bib")
    sound = kept.read_bytes()
    kept.write_bytes(damaged)
    assert len(references_of(edition)[0]) == 1
    read(edition.edition, edition.paths, "csl/works.bib")
    assert kept.read_bytes() == sound


# --- false alarms


_REAL_FAULTS = {
    ("B041", "jd008"),  # two people separated by a comma
    ("B007", "jd014"),  # six of them
    ("B007", "ch046"),  # III, Charles Stewart
    ("B042", "jd004"),  # titles in capitals
    ("B042", "jd009"),
    ("B042", "jd021"),
    ("B043", "ap074"),  # a full stop at the end of the title
}


@pytest.mark.skipif(not CITATIONS.exists(), reason=f"there is no {CITATIONS}")
def test_published_items_are_not_doubted() -> None:
    for file in sorted(CITATIONS.glob("*notes-bibliography.json")):
        references, faults = read_bibliography(file.read_bytes(), file.name)
        assert not faults
        said = {(f.rule.code, one.key) for one in references for f in doubts(one)}
        assert said <= _REAL_FAULTS
        assert len(same_works(references)) <= 4


@pytest.mark.skipif(not ON_THE_LINE.exists(), reason=f"there is no {ON_THE_LINE}")
def test_a_large_library_has_its_real_faults_only() -> None:
    data = ON_THE_LINE.read_text(encoding="utf-8")
    chosen = data[: data.index("\n@", 300_000) + 1]
    references, _ = read_bibliography(chosen.encode(), "ontheline.bib")
    said = {reference.key: [f.rule.name for f in doubts(reference)] for reference in references}
    body, stop = "reference_name_has_parts", "value_is_written_alone"
    assert {key[:20]: kinds for key, kinds in said.items() if kinds} == {
        "americananti-slavery": [body],  # American Anti-Slavery Society
        "americancivilliberti": [body],
        "americaninstitutesfo": [body],
        "arsenalschooldistric": ["name_is_of_one_person"],  # et al.
        "avonTownAvonSubdivis": [stop],
        "bakerandtildenAtlasH": ["name_is_of_one_person"],  # {Baker and}
        "bannerReviewSocialEc": [stop],
        "bartonBlackWhiteAchi": [stop],
        "benjaminReviewAnsley": [stop],
        "bloomfieldTownBloomf": ["reference_date_is_a_date", stop],  # 1888/0089
        "byBOCEBARLOWDIES2005": ["name_is_in_small_letters"],
    }
