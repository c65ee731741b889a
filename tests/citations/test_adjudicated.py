"""Where citeproc-js and pandoc differ, the Chicago Manual of Style decides: see adjudicated/.

Each row holds its items, the cites around it, what the two processors print, and what is right.
`unmet.txt` names the rows that Octavo does not print rightly yet: one that falls out of the list
fails the test like one that comes in.  Run with `-s` for the score.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.agreement import markup
from octavo import cite_command
from octavo.csl.styles import load_style

FOLDER = Path(__file__).parent / "adjudicated"
UNMET = FOLDER / "unmet.txt"
PROCESSORS = ("citeproc-js", "pandoc")
FEWEST = 150


@dataclass(frozen=True, slots=True)
class Row:
    """One note or entry that was adjudicated."""

    name: str
    cause: str
    data: Mapping[str, Any]

    @property
    def right(self) -> str:
        return markup(self.data["right"])

    def theirs(self, processor: str) -> str:
        return markup(self.data[processor])

    @property
    def notes(self) -> list[list[dict[str, Any]]]:
        """The cites of all notes of the row's small document."""
        return [*self.data.get("before", ()), self.data["cites"], *self.data.get("after", ())]


def _rows() -> Iterator[Row]:
    for path in sorted(FOLDER.glob("*.json")):
        for data in json.loads(path.read_text(encoding="utf-8"))["rows"]:
            corpus, style = data["corpus"].split(".", 1)
            name = f"{path.stem}/{corpus}.{style}/{data['row']}/{data['index']}"
            yield Row(name, path.stem, data)


ROWS = tuple(_rows())


def set_row(row: Row) -> str:
    """What Octavo prints for a row, as rows are compared."""
    style = load_style(row.data["corpus"].split(".", 1)[1], None)
    document = {"items": row.data["item"], "notes": [{"cites": cites} for cites in row.notes]}
    read, faults = cite_command.read_document(json.dumps(document).encode(), row.name, FOLDER)
    assert not faults
    cited = cite_command.cite(read, style, "en-US")
    if row.data["row"] == "note":
        return markup(cited.notes[len(row.data.get("before", ()))])
    return markup(dict(cited.bibliography).get(row.data["index"], ""))


@pytest.fixture(scope="module")
def ours() -> dict[str, str]:
    return {row.name: set_row(row) for row in ROWS}


# --- the rows ------------------------------------------------------------------------------------


def test_there_are_rows_enough_and_each_is_its_own() -> None:
    assert len(ROWS) >= FEWEST
    assert [name for name, times in Counter(row.name for row in ROWS).items() if times > 1] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_cause_has_its_rule_and_paragraph(path: Path) -> None:
    cause = json.loads(path.read_text(encoding="utf-8"))
    assert cause["cause"] and cause["rule"].endswith(".") and cause["rows"]
    assert re.fullmatch(r"(?:CMOS1[78] \d+\.\d+(?:, \d+\.\d+)*(?:; )?)+", cause["paragraph"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_whole_and_its_verdict_follows(row: Row) -> None:
    data = row.data
    assert re.match(r"CMOS1[78] \d+\.\d+", data["paragraph"])
    assert len(data["reason"].split()) > 3 and data["reason"].endswith((".", "”."))
    right = [processor for processor in PROCESSORS if row.theirs(processor) == row.right]
    assert right == ([] if data["verdict"] == "neither" else [data["verdict"]])
    cited = {cite["id"] for cites in row.notes for cite in cites}
    assert cited == {item["id"] for item in data["item"]}


def test_the_two_outputs_are_those_of_the_processors(shared: Path) -> None:
    outputs: dict[str, Any] = {}
    for row in ROWS:
        name, data = row.data["corpus"], row.data
        if name not in outputs:
            path = shared / "citations" / f"{name}.json"
            outputs[name] = json.loads(path.read_text(encoding="utf-8"))
        if data["row"] == "note":
            theirs = outputs[name]["notes"][data["index"]]
        else:
            entries = outputs[name]["bibliography"]
            theirs = next(entry for entry in entries if entry["id"] == data["index"])
        assert [theirs[one] for one in PROCESSORS] == [data[one] for one in PROCESSORS], row.name
        assert theirs["agreed"] is None, row.name


# --- the score -----------------------------------------------------------------------------------


def test_what_is_wrong_is_known(ours: dict[str, str]) -> None:
    unmet = UNMET.read_text(encoding="utf-8").split()
    wrong = {row.name: (row.right, ours[row.name]) for row in ROWS if ours[row.name] != row.right}
    new = {name: texts for name, texts in wrong.items() if name not in unmet}
    assert new == {}, "wrong, and not in unmet.txt"
    assert [name for name in unmet if name not in wrong] == [], "right now, or no row: take it out"


def test_octavo_is_right_more_often_than_either_processor(ours: dict[str, str]) -> None:
    score = {
        processor: sum(row.theirs(processor) == row.right for row in ROWS)
        for processor in PROCESSORS
    }
    mine = sum(ours[row.name] == row.right for row in ROWS)
    print(f"\nright in {len(ROWS)} rows: Octavo {mine}", *(f"{k} {v}" for k, v in score.items()),
          sep=", ")  # fmt: skip
    for cause, times in Counter(row.cause for row in ROWS).items():
        met = sum(ours[row.name] == row.right for row in ROWS if row.cause == cause)
        print(f"  {met:3} of {times:3}  {cause}")
    assert mine > max(score.values())
