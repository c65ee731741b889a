"""What stages leave for one another comes back as it was, and can be read by eye."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.model import (
    FormProof,
    FormWitness,
    IndexMark,
    Manuscript,
    NoteSettings,
    Page,
    PageHeading,
    PageIssue,
    PageMap,
    Place,
    Section,
    Source,
    Witness,
)
from octavo.notes import number_notes
from octavo.pandoc.run import run_pandoc
from octavo.parsing.notes import parse
from octavo.pdf.page_rules import page_begins_with_no_widow
from octavo.pdf.rules import note_is_whole
from octavo.proof import Copies, copies_of
from octavo.tasks.records import (
    Bound,
    BoundPage,
    Count,
    Counts,
    Faults,
    LaidOut,
    Outline,
    PageIssues,
    Proof,
    Unreadable,
    from_json,
    load_if_there,
    load_parsed_text,
    to_json,
)

FAULT = note_is_whole.fault(Place("source/é.md", 3, 4), "“о”", "hint")
ISSUE = PageIssue(page_begins_with_no_widow, 0, "m", (1.0, 2.0, 3.5, 4.0), "w", ("a", "b"))
PAGE = Page("opening", {"a": (1.5, 2.0)}, (PageHeading("a", 1, "Title"),))
MANUSCRIPT = parse(
    Source(Section("one", "source/one.md"), "# T\n\nA[^a] [@b].\n\n[^a]: *x*\n"), "en"
)

VALUES: dict[str, tuple[Any, Any]] = {
    "manuscript": (Manuscript, MANUSCRIPT),
    "page map": (LaidOut, LaidOut(PageMap("one", (PAGE,), 3, 1, False), (FAULT,))),
    "outline": (Outline, Outline("one", "<i>T</i>", (PAGE,))),
    "page faults": (PageIssues, (ISSUE,)),
    "bound": (Bound, Bound((BoundPage("one", None, "i", "blank"),), 3.5, (FAULT,))),
    "proof": (
        Proof,
        Proof((FAULT,), ("i",), (
            Witness("n", "one", "marked", "*", 0, (0, 1), "i", ("i", "ii"), Place("a")),
        )),
    ),
    "form proof": (FormProof, FormProof((FormWitness("n", "*", "Words.", True),), 7, (FAULT,))),
    "copies": (Copies, copies_of(number_notes([MANUSCRIPT], NoteSettings())[0], "en")),
    "faults": (Faults, (FAULT,)),
    "counts": (Counts, (Count("one", 3, 1),)),
    "marks": (
        tuple[IndexMark, ...],
        (IndexMark("one", "w", "all", ("a", "b"), see=(("c",), ("d", "e"))),),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), VALUES.values(), ids=VALUES)
def test_a_value_comes_back_as_it_was(kind: Any, value: Any) -> None:
    written = to_json(value)
    assert from_json(kind, written) == value
    assert to_json(from_json(kind, written)) == written
    assert b"\\u" not in written and written.count(b"\n") > 3


def test_a_text_or_why_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    for value in (MANUSCRIPT, Unreadable((FAULT,))):
        path.write_bytes(to_json(value))
        assert load_parsed_text(path) == value


def test_pandoc_reads_a_text_too() -> None:
    assert run_pandoc(["-f", "json", "-t", "plain"], to_json(MANUSCRIPT)).startswith(b"T\n\nA[1]")


@pytest.mark.parametrize("broken", [b"", b"[]", b"{}", b'{"section": 3}'])
def test_what_is_no_such_value_is_an_error(broken: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        from_json(Manuscript, broken)


def test_what_another_octavo_has_written_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "bound.json"
    assert load_if_there(Bound, path) is None
    path.write_bytes(b'{"pages": [["one", 0, "i", "text"]], "moved": 0, "faults": []}')
    assert load_if_there(Bound, path) is None
