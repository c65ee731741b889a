"""`octavo cite`: it sets the notes and the bibliography of a JSON document, or reports it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from octavo import cli
from tests.building import environment

BOOK = {
    "id": "carley2014",
    "type": "book",
    "title": "Silent <i>Conflict</i> & Co.",
    "author": [{"family": "Carley", "given": "Michael"}],
    "publisher": "Rowman",
    "issued": {"date-parts": [[2014]]},
}
LETTER = {
    "id": "Ken",
    "type": "book",
    "title": "Letters",
    "author": [{"family": "Ken", "given": "Ann"}],
    "publisher": "Octavo",
    "issued": {"date-parts": [[1999]]},
}
NOTES = [
    {"cites": [{"id": "carley2014", "locator": 12, "label": "page", "prefix": "see ",
                "suffix": ", on the purge"}]},
    {"cites": [{"id": "carley2014"}]},
]  # fmt: skip


class Answer:
    """The output of the command, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def made(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def cite(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    """Run `octavo cite` on a document; its messages name the file `d.json`."""

    def run(document: Any, *options: str, file: str = "d.json") -> Answer:
        path = tmp_path / file
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
        path.write_bytes(data)
        code = cli.main(["cite", str(path), *options])
        out, err = capfdbinary.readouterr()
        shown = err.decode().replace(f"{tmp_path}/", "")
        assert "Traceback" not in shown
        return Answer(code, out.decode(), shown)

    return run


# --- what is printed -----------------------------------------------------------------------------


def test_notes_and_bibliography(cite) -> None:
    answer = cite({"items": [LETTER, BOOK], "notes": NOTES})
    assert (answer.code, answer.err) == (0, "")
    assert answer.made == {
        "notes": [
            "see Michael Carley, <i>Silent <span style=\"font-style:normal;\">Conflict</span> "
            "&#38; Co.</i> (Rowman, 2014), 12, on the purge.",
            "Carley, <i>Silent <span style=\"font-style:normal;\">Conflict</span> &#38; Co.</i>",
        ],
        "bibliography": [
            [
                "carley2014",
                "Carley, Michael. <i>Silent <span style=\"font-style:normal;\">Conflict</span> "
                "&#38; Co.</i> Rowman, 2014.",
            ]
        ],
    }  # fmt: skip


def test_plain_texts(cite) -> None:
    answer = cite({"items": [BOOK], "notes": NOTES}, "--format", "text")
    assert answer.made["notes"][0] == (
        "see Michael Carley, Silent Conflict & Co. (Rowman, 2014), 12, on the purge."
    )


def test_html_is_what_json_holds(cite) -> None:
    document = {"items": [BOOK], "notes": NOTES}
    assert cite(document, "--format", "html").out == cite(document, "--format", "json").out


def test_edits_say_what_changes_with_them(cite) -> None:
    """Carley's first note goes behind another of his works; then that is gone."""
    first, again = {"cites": [{"id": "carley2014"}], "name": "one"}, {"cites": NOTES[1]["cites"]}
    answer = cite({
        "items": [BOOK, {**BOOK, "id": "other", "title": "Other"}], "notes": [first, again],
        "edits": [
            {"insert": "new", "before": "one", "cites": [{"id": "carley2014", "locator": "7"}]},
            {"edit": "new", "cites": [{"id": "other"}]},
            {"move": "new"},
            {"delete": "new"},
        ],
    }, "--format", "text")  # fmt: skip
    full, short = (
        "Michael Carley, Silent Conflict & Co. (Rowman, 2014)",
        "Carley, Silent Conflict & Co.",
    )
    other = "Michael Carley, Other (Rowman, 2014)."
    assert (answer.code, answer.err) == (0, "")
    inserted, edited, moved, deleted = answer.made["edits"]
    assert inserted["notes"] == {"new": f"{full}, 7.", "one": short}
    assert edited["notes"] == {"new": other, "one": f"{full}."}
    assert edited["bibliography"] == {"other": "Carley, Michael. Other. Rowman, 2014."}
    assert edited["order"] == ["other", "carley2014"]
    assert edited["first-notes"] == {"carley2014": 2} and edited["concerned"] == []
    assert moved["notes"] == {"new": other}
    assert (deleted["gone"], deleted["gone-entries"]) == (["new"], ["other"])
    assert answer.made["notes"] == [f"{full}.", short]
    assert [key for key, _ in answer.made["bibliography"]] == ["carley2014"]


def test_a_key_that_an_edit_cites_is_read_and_must_be_there(cite) -> None:
    edits = [{"insert": "b", "cites": [{"id": "carley2041"}]}]
    answer = cite({"items": [BOOK], "notes": NOTES, "edits": edits})
    assert answer.code == 1
    assert "edits[0] cites carley2041, and no item has that id; did you mean" in answer.err


def test_the_bibliography_is_in_the_style_s_order_and_holds_nocite(cite) -> None:
    document = {"items": [LETTER, BOOK], "notes": NOTES}
    assert [key for key, _ in cite(document).made["bibliography"]] == ["carley2014"]
    for nocite in (["Ken"], ["*"]):
        made = cite({**document, "nocite": nocite}).made
        assert [key for key, _ in made["bibliography"]] == ["carley2014", "Ken"]


def test_keys_that_differ_in_case_are_two(cite) -> None:
    other = {**LETTER, "id": "ken", "title": "Diaries", "author": [{"family": "Ash"}]}
    notes = [{"cites": [{"id": "Ken"}]}, {"cites": [{"id": "ken"}]}]
    first, second = cite({"items": [LETTER, other], "notes": notes}).made["notes"]
    assert "Letters" in first and "Diaries" in second


def test_numbers_serve_as_keys(cite) -> None:
    answer = cite({"items": [{**BOOK, "id": 7}], "notes": [{"cites": [{"id": 7}]}]})
    assert answer.code == 0
    assert [key for key, _ in answer.made["bibliography"]] == ["7"]


# --- style and language --------------------------------------------------------------------------


def test_the_style_is_the_document_s_unless_another_is_asked_for(cite, tmp_path: Path) -> None:
    document = {"style": "apa", "items": [BOOK], "notes": [{"cites": [{"id": "carley2014"}]}]}
    assert cite(document).made["notes"] == ["(Carley, 2014)"]
    assert cite(document, "--style", "modern-language-association").made["notes"] == ["(Carley)"]


def test_a_style_may_be_a_file(cite, tmp_path: Path) -> None:
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">'
        '<citation><layout><text variable="title" suffix="!"/></layout></citation></style>'
    )
    (tmp_path / "own.csl").write_text(style, encoding="utf-8")
    document = {"items": [LETTER], "notes": [{"cites": [{"id": "Ken"}]}]}
    answer = cite(document, "--style", str(tmp_path / "own.csl"))
    assert answer.made == {"notes": ["Letters!"], "bibliography": []}
    assert cite({**document, "style": "own.csl"}).made["notes"] == ["Letters!"]


def test_the_language_gives_the_terms(cite) -> None:
    edited = {**LETTER, "author": [], "editor": LETTER["author"]}
    document = {"items": [edited], "notes": [{"cites": [{"id": "Ken"}]}], "language": "de-DE"}
    assert "hrsg." in cite(document).made["notes"][0].lower()
    assert "ed." in cite(document, "--language", "en-US").made["notes"][0]


def test_an_unknown_style_is_not_run(cite) -> None:
    answer = cite({"items": [], "notes": []}, "--style", "chicago-notes-bibliografy")
    assert answer.code == 2
    assert "did you mean chicago-notes-bibliography" in answer.err


# --- other files ---------------------------------------------------------------------------------


def test_items_and_notes_may_lie_in_files_beside_it(cite, tmp_path: Path) -> None:
    (tmp_path / "items.json").write_text(json.dumps([BOOK]), encoding="utf-8")
    (tmp_path / "notes.json").write_text(json.dumps({"notes": NOTES}), encoding="utf-8")
    answer = cite({"bibliography": "items.json", "citations": "notes.json"})
    assert answer.code == 0
    assert len(answer.made["notes"]) == 2
    more = cite({"items": [LETTER], "bibliography": ["items.json"], "notes": NOTES})
    assert (more.code, more.made["notes"]) == (0, answer.made["notes"])


def test_a_bibliography_may_be_of_any_format(cite, tmp_path: Path) -> None:
    entry = "@book{Ken, author = {Ken, Ann}, title = {Letters}, publisher={Octavo}, date={1999}}"
    (tmp_path / "works.bib").write_text(entry, encoding="utf-8")
    answer = cite({"bibliography": "works.bib", "notes": [{"cites": [{"id": "Ken"}]}]})
    assert (answer.code, answer.err) == (0, "")
    assert answer.made["notes"] == ["Ann Ken, <i>Letters</i> (Octavo, 1999)."]


@pytest.mark.parametrize("name", ["../items.json", "/etc/passwd", "nowhere.json", "", "a\0b", "."])
def test_no_file_outside_the_folder_is_read(cite, tmp_path: Path, name: str) -> None:
    (tmp_path.parent / "items.json").write_text(json.dumps([BOOK]), encoding="utf-8")
    answer = cite({"bibliography": name, "notes": []})
    assert answer.code == 2
    assert "bibliography" in answer.err


def test_the_document_may_come_from_standard_input(tmp_path: Path) -> None:
    from tests.building import OCTAVO

    document = json.dumps({"items": [BOOK], "notes": NOTES}).encode()
    done = subprocess.run([*OCTAVO, "cite", "-"], input=document, capture_output=True,
                          env=environment(), cwd=tmp_path, timeout=60, check=True)  # fmt: skip
    assert len(json.loads(done.stdout)["notes"]) == 2


# --- faults --------------------------------------------------------------------------------------


def test_a_key_that_no_item_has_is_an_error_and_the_rest_is_set(cite) -> None:
    notes = [{"cites": [{"id": "carley2041"}]}, *NOTES, {"cites": [{"id": "carley2041"}]}]
    answer = cite({"items": [BOOK], "notes": notes})
    assert answer.code == 1
    assert answer.err == (
        "d.json:1:1: C001 notes[0] cites carley2041, and no item has that id; "
        "did you mean carley2014?\n"
    )
    assert answer.made["notes"][0] == ""
    assert answer.made["notes"][1].startswith("see Michael Carley")


def test_what_is_wrong_with_an_item_is_said_with_its_place(cite) -> None:
    answer = cite(b'{"items": [\n{"type": "book"},\n{"id": "a", "title": "A"},\n{"id": "a"}],'
                  b'\n"notes": [{"cites": [{"id": "a"}]}]}')  # fmt: skip
    assert answer.code == 1
    assert answer.err.splitlines()[0] == (
        "d.json:2:1: B001 a reference has no id; give it the key by which it is cited"
    )
    assert answer.err.splitlines()[1].startswith("d.json:4:1: B002 the key a is used twice")
    assert answer.made["notes"] == ["<i>A</i>, n.d."]


def test_a_note_that_prints_nothing_is_told(cite, tmp_path: Path) -> None:
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">'
        '<citation><layout suffix="."><text variable="title"/></layout></citation></style>'
    )
    (tmp_path / "own.csl").write_text(style, encoding="utf-8")
    items = [{"id": "x", "type": "book"}]
    answer = cite({"style": "own.csl", "items": items, "notes": [{"cites": [{"id": "x"}]}]})
    assert answer.code == 0
    assert answer.made["notes"] == [""]
    assert "notes[0] prints nothing in this style (x)" in answer.err


def test_a_number_without_its_entry_is_told(cite, tmp_path: Path) -> None:
    number = '<text variable="citation-number"/>'
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
        f"<citation><layout>{number}</layout></citation><bibliography><layout><choose>"
        f'<if type="book"><group delimiter=" ">{number}<text variable="title"/></group></if>'
        "</choose></layout></bibliography></style>"
    )
    (tmp_path / "own.csl").write_text(style, encoding="utf-8")
    items = [
        {"id": "x", "type": "interview", "title": "X"},
        {"id": "y", "type": "book", "title": "Y"},
    ]
    notes = [{"cites": [{"id": key}]} for key in "xy"]
    answer = cite({"style": "own.csl", "items": items, "notes": notes})
    assert answer.made == {"notes": ["1", "2"], "bibliography": [["y", "2 Y"]]}
    assert "x has no entry in this style: 1 is missing among the numbers" in answer.err


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (b"", "d.json:1:1: broken JSON"),
        (b'{"notes": [}', "d.json:1:12: broken JSON"),
        (b"\xff\xfe", "d.json: it is not in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"notes": ' + b"9" * 5000 + b"}", "a number is too long"),
        ([], "not an object"),
        ({"items": []}, "notes is not an array"),
        ({"items": {}, "notes": []}, "items is not an array"),
        ({"items": [], "notes": [{}]}, 'notes[0] is not of the form {"cites": […]}'),
        ({"items": [], "notes": [{"cites": [7]}]}, "notes[0].cites[0] is not of the form"),
        ({"items": [], "notes": [{"cites": [{}]}]}, "notes[0].cites[0] has no id"),
        ({"notes": [{"cites": [{"id": "a", "locator": [1]}]}]}, "cites[0].locator is not a string"),
        ({"notes": [{"cites": [{"id": "\ud800"}]}]}, "cites[0].id holds half of a character"),
        ({"notes": [{"cites": [{"id": "a", "suppress-author": 1}]}]}, "neither true nor false"),
        ({"notes": [{"cites": [], "number": -1}]}, "notes[0].number is not the number"),
        ({"notes": [], "nocite": "a"}, "nocite is not an array"),
        ({"notes": [], "style": 1.5}, "there is no style 1.5"),
        ({"notes": [], "bibliography": 3}, "bibliography is not the name of a file"),
        ({"notes": [{"cites": [], "name": "a"}] * 2}, "notes[1] has the name a, and so has one"),
        ({"notes": [], "edits": {}}, "edits is not an array"),
        ({"notes": [], "edits": [{"cites": []}]}, "edits[0] is none of insert, edit, move, delete"),
        ({"notes": [], "edits": [{"insert": "a"}]}, 'edits[0] is not of the form {"cites": […]}'),
        ({"notes": [], "edits": [{"delete": "a"}]}, "edits[0]: there is no note a"),
        ({"notes": [{"cites": []}], "edits": [{"insert": "1", "cites": []}]}, "there is a note 1"),
        ({"notes": [{"cites": []}], "edits": [{"move": "1", "before": "b"}]}, "is no note b"),
    ],
)
def test_what_is_no_document_is_not_run(cite, document: Any, says: str) -> None:
    answer = cite(document)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_a_folder_or_nothing_is_no_document(tmp_path: Path, capfd) -> None:
    for path in (tmp_path, tmp_path / "nowhere.json"):
        assert cli.main(["cite", str(path)]) == 2
        assert str(path) in capfd.readouterr().err


@pytest.mark.parametrize(
    "item",
    [
        {"id": "a", "title": 5, "author": "Smith", "issued": "soon"},
        {"id": "a", "type": "book", "title": "<i>" * 5000, "author": [[], {}, None, {"family": 7}]},
        {"id": "a", "issued": {"date-parts": [[10**30, "x"], [], {}]}, "title": ["a"], "page": {}},
        {"id": "a", "title": "\U0010ff00\U0010ff01\0\u202e", "volume": "1" * 10_000},
        {"id": "a", "author": [{"family": "“" * 3000}], "title": "'" * 3000},
    ],
)
def test_no_item_breaks_it(cite, item: dict[str, Any]) -> None:
    note = {"cites": [{"id": "a", "locator": "1-" * 2000, "label": "folio", "suffix": "“" * 500}]}
    answer = cite({"items": [item], "notes": [note, note]})
    assert answer.code in (0, 1)
    assert len(answer.made["notes"]) == 2
