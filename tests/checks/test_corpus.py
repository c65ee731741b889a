"""Real texts: their real faults are found, each at its place, and nothing else is.

The texts are checked as plain texts, and whole books as editions.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.corpus import lay_out_book
from octavo.plain_texts import check_texts
from octavo.tasks.check import findings_of
from octavo.tasks.parse import load_parsed, parse
from octavo.tasks.plan import Plan

# The faults of each file, as a person found them.
BROKEN = {
    "jsr-remillard.md": {"17:249 N001"},  # the notes go from [^3] to [^5]
    "otl-growing-subs.md": {
        "40:1098 N001",
        "42:8 N001",  # NOTES: [^fn2]: in mid-line, which makes it a call
        "54:1 N002",
        "76:355 S056",  # U+2028, from a page-layout program
    },
    "ph-geospatial.md": {
        "140:71 N001",
        "295:355 N001",
        "313:1 N001",  # [^6] to [^8] without their colons are calls, not notes
        "315:1 N001",
        "317:1 N001",
        "341:1 N001",
    },
    "ph-voyant-es.md": {"412:1 N001", "414:1 N001"},  # no colons, and no calls
    "startwords-weave.md": {"27:29 N001", "33:158 N001", "98:169 N001"},  # no notes at all
}

LESSONS = {
    "en/lessons/correspondence-analysis-in-R.md": ["205:192 N001", "457:1 N002", "465:1 N002"],
    "en/lessons/geospatial-data-analysis.md": ["319:1 N002"],
    "en/lessons/getting-started-with-mysql-using-r.md": ["863:1 N002"],
    "es/lecciones/construir-repositorio-de-fuentes.md": ["100:358 N001"],
    "es/lecciones/mineria-de-datos-en-internet-archive.md": ["401:1 N002"],
}

# The real faults of a book, each read in its sentence: marks that face the wrong way, a note of
# another numbering.
REAL = {
    "frus-history": {
        "06-chapter-3.md:153:190 S081",  # “… as may be proper to furnish,“ the Department
        "07-chapter-4.md:375:8 S081",  # ”Senate and House,”
        "07-chapter-4.md:381:90 S081",  # ”Spain’s Red Book,”
        "10-chapter-7.md:205:370 S081",  # “… George Marches ‘Em Down Again,”
        "15-chapter-12.md:161:114 S081",  # “… Covert Actions in ‘60s,”
    },
    "james-varieties": {"009-chapter-7.md:152:48 S104"},  # “for love, see note 94”, of 22
}

# Lessons whose code shows notes and calls that are none.
BAIT = (
    "en/lessons/cleaning-ocrd-text-with-regular-expressions.md",
    "en/lessons/naive-bayesian.md",
    "en/lessons/sustainable-authorship-in-plain-text-using-pandoc-and-markdown.md",
    "en/lessons/working-with-batches-of-pdf-files.md",
    "es/guia-para-autores.md",
    "es/lecciones/escritura-sostenible-usando-pandoc-y-markdown.md",
    "es/lecciones/transformacion-datos-xml-xsl.md",
    "fr/consignes-auteurs.md",
)


def found_in(texts: list[Path], root: Path) -> dict[str, list[str]]:
    """`line:column code` of each finding, by text."""
    found: dict[str, list[str]] = {}
    for finding in check_texts(texts):
        path = Path(finding.place.path).resolve().relative_to(root.resolve()).as_posix()
        place = f"{finding.place.line}:{finding.place.column} {finding.code}"
        found.setdefault(path, []).append(place)
    return found


def test_broken_texts(shared: Path) -> None:
    root = shared / "corpus" / "broken"
    found = found_in(sorted(root.glob("*.md")), root)
    assert {name: set(places) for name, places in found.items()} == BROKEN


def test_lessons_with_faults_and_with_bait(shared: Path) -> None:
    root = shared / "corpus" / "journals" / "programming-historian-2020"
    assert found_in([root / name for name in (*LESSONS, *BAIT)], root) == LESSONS


@pytest.mark.books
def test_all_lessons(shared: Path) -> None:
    root = shared / "corpus" / "journals" / "programming-historian-2020"
    found = found_in(sorted(root.rglob("*.md")), root)
    assert found == LESSONS
    codes = Counter(place.split()[1] for places in found.values() for place in places)
    assert (codes["N001"], codes["N002"]) == (2, 5)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["frus-history", "james-varieties"])
def test_books_are_sound(name: str, shared: Path, tmp_path: Path) -> None:
    plan = Plan(lay_out_book(name, tmp_path))
    for section in plan.texts:
        parse(plan.edition, plan.paths, section, plan.language)
    started = time.process_time()
    for section in plan.texts:
        load_parsed(plan.paths, section.name)
    read = time.process_time()
    findings = findings_of(plan)  # reads them too
    checked = time.process_time()
    assert (checked - read) - (read - started) < 2  # 1.2, warm
    found = {
        f"{Path(f.place.path).name}:{f.place.line}:{f.place.column} {f.code}"
        for f in findings
        if f.code != "S008"
    }
    assert found == REAL.get(name, set())
    # A dedication has no title.
    untitled = [str(f.place) for f in findings if f.code == "S008"]
    assert untitled in ([], ["source/001-dedication.md:1:1"])
