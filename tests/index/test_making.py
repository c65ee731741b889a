"""The sections of an index: entries filed, their references, run in or indented, on many pages."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from octavo.design.fonts import HERE, fonts_of
from octavo.html.section_xhtml import section_html
from octavo.index import Spot, make_indexes
from octavo.model import Edition, IndexMark, IndexPart, IndexSettings, Manuscript
from octavo.pandoc.walk import text_of, walk
from octavo.pdf.typeset import typeset

SPOTS = {f"p{n}": Spot(n, str(n)) for n in range(1, 700)}


def mark(entry: str, page: int = 0, *, see: str = "", also: str = "", name: str = "") -> IndexMark:
    def named(text: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(part.split("!")) for part in text.split(" | ")) if text else ()

    return IndexMark(
        "x", entry, name, tuple(entry.split("!")), (), f"p{page}" if page else "",
        see=named(see), see_also=named(also),
    )  # fmt: skip


def made(marks: list[IndexMark], **settings: object) -> tuple[Manuscript, ...]:
    asked = IndexSettings(**settings)  # pyright: ignore[reportArgumentType]
    edition = Edition(title="T", sections=("x.md",), index=asked)
    return make_indexes(marks, SPOTS, edition, asked.sections())


def lines(manuscript: Manuscript) -> list[str]:
    """The entries, one a line, as they are printed."""
    return [text_of(e["c"]) for e in walk(manuscript.blocks) if e["t"] == "Plain"]


MARKS = [
    mark("Litvinov, Maksim", 3, also="Stalin"),
    mark("Litvinov, Maksim!and Stalin", 9),
    mark("Litvinov, Maksim!in *London*", 4, also="Stalin"),
    mark("Stalin", 9),
    mark("Wallach", see="Litvinov, Maksim | Litvinov, Maksim!and Stalin"),
    mark("U.S.", see="Stalin"),
]


def test_indented_entries() -> None:
    (index,) = made(MARKS)
    assert lines(index) == [
        "Litvinov, Maksim, 3. See also Stalin",
        "in London, 4 (see also Stalin)",
        "and Stalin, 9",
        "Stalin, 9",
        "U.S. See Stalin",
        "Wallach. See Litvinov, Maksim; Litvinov, Maksim: and Stalin",
    ]


def test_see_also_at_the_end_and_run_in() -> None:
    (index,) = made(MARKS, see_also="end")
    assert lines(index)[:4] == [
        "Litvinov, Maksim, 3", "in London, 4 (see also Stalin)", "and Stalin, 9", "See also Stalin"
    ]  # fmt: skip
    (index,) = made(MARKS, subentries="run-in")
    assert lines(index)[0] == (
        "Litvinov, Maksim, 3: in London, 4 (see also Stalin); and Stalin, 9. See also Stalin"
    )


def test_several_indexes() -> None:
    parts = (IndexPart(name="persons", title="Persons"), IndexPart(name="places", title="Places"))
    marks = [mark("A", 1), mark("B", 2, name="places"), mark("C", 3, name="persons")]
    persons, places = made(marks, parts=parts)
    assert (lines(persons), lines(places)) == (["A, 1", "C, 3"], ["B, 2"])
    assert [m.section.name for m in (persons, places)] == ["index-persons", "index-places"]


def test_entries_that_look_like_markdown_stay_entries() -> None:
    names = ["1. Mai", "# one", "- two", "> three", "::: four", "| five", "```", "[x]: y", "*z"]
    (index,) = made([mark(name, 1) for name in names])
    assert len(lines(index)) == len(names)
    assert "1. Mai, 1" in lines(index)


def test_an_index_without_entries_is_empty() -> None:
    (index,) = made([])
    assert index.blocks == []


@pytest.fixture(scope="module")
def many() -> Manuscript:
    marks = [
        mark(f"Entry {head:03}!of the subentry {sub}", 1 + (head * 7 + sub * 31 + n * 97) % 690)
        for head in range(26) for sub in range(12) for n in range(3)
    ]  # fmt: skip
    return made(marks)[0]


def test_nothing_is_lost_over_many_pages_of_columns(many: Manuscript, tmp_path: Path) -> None:
    html = section_html(many)
    edition = Edition(title="T", sections=("x.md",), index=IndexSettings())
    faces = fonts_of(edition.print.family, HERE)
    done = typeset(html, many.section, edition, tmp_path, faces)
    assert done.faults == ()
    assert len(done.page_map.pages) >= 3
    path = tmp_path / "index.pdf"
    path.write_bytes(done.pdf)
    pages = [
        subprocess.run(
            ["pdftotext", "-raw", "-f", str(n), "-l", str(n), path, "-"],
            capture_output=True, check=True, text=True,
        ).stdout
        for n in range(1, len(done.page_map.pages) + 1)
    ]  # fmt: skip
    wanted = Counter(re.findall(r"\w+", " ".join(ElementTree.fromstring(html).itertext())))
    assert not wanted - Counter(re.findall(r"\w+", " ".join(pages)))
    cut_off = [_begins_with_a_subentry(text) for text in pages[1:]]
    assert cut_off == ["(continued)" in text for text in pages[1:]]
    assert any(cut_off)


def _begins_with_a_subentry(page: str) -> bool:
    entries = (line for line in page.splitlines() if re.match(r"Entry|of the", line))
    return next(line for line in entries if "(continued)" not in line).startswith("of the")
