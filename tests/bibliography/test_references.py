"""A bibliography is read with the place of each reference, and every fault has a place."""

import json
from pathlib import Path

import pytest

from octavo.bibliography import missing_fields, nearest_key, read_bibliography
from octavo.model import Place, Reference

SHARED = Path(__file__).parents[2].parent / "shared"
CARLEY = SHARED / "editions" / "carley" / "csl" / "bibliography.json"


def faults_of(data: bytes | str) -> list[tuple[str, str, str]]:
    data = data.encode() if isinstance(data, str) else data
    return [(f.rule.name, str(f.place), f.message) for f in read_bibliography(data, "b.json")[1]]


def test_a_place_is_that_of_the_opening_brace_in_any_formatting() -> None:
    text = '[{"id":"a"}, {"title":"x","id":"b"},\r\n\r\n  {\n "id": 3}\n\t,{"id":"é"} ]\n'
    references, faults = read_bibliography(text.encode(), "b.json")
    assert not faults
    assert [(r.key, r.place.line, r.place.column) for r in references] == [
        ("a", 1, 2),
        ("b", 1, 14),
        ("3", 3, 3),
        ("é", 5, 3),
    ]
    assert references[2].data == {"id": 3}


@pytest.mark.parametrize("name", ["items", "references"])
def test_an_object_may_hold_the_array(name: str) -> None:
    text = f'{{"version": [1, 2],\n "{name}": [\n {{"id": "a"}}], "more": {{}}}}'
    references, faults = read_bibliography(text.encode(), "b.json")
    assert not faults
    assert [(r.key, r.place) for r in references] == [("a", Place("b.json", 3, 2))]


def test_a_byte_order_mark_is_no_fault() -> None:
    references, faults = read_bibliography(b'\xef\xbb\xbf[{"id":"a"}]', "b.json")
    assert (references[0].place.column, faults) == (2, ())


@pytest.mark.parametrize("name", ["b.json", "b.yaml"])
def test_a_number_too_large_for_a_result_is_read_as_its_digits(name: str) -> None:
    text = '[{"id": "a", "volume": 100000000000000000000, "issue": 7}]'
    references, faults = read_bibliography(text.encode(), name)
    assert faults == ()
    data = references[0].data
    assert (data["volume"], str(data["issue"])) == ("1" + "0" * 20, "7")


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b'[\n {"id": "a\xff"}]', "b.json:2:11", "not in UTF-8"),
        ('[{"id": "a"},\n {"id" "b"}]', "b.json:2:8", "broken JSON"),
        ('[{"id": "a"},\n]', "b.json:2:1", "a comma before the closing bracket"),
        ('[{"id": "a"}\n {"id": "b"}]', "b.json:2:2", "a comma or a closing bracket"),
        ('[{"id": "a"}', "b.json:1:13", "a comma or a closing bracket"),
        ('[{"id": "a"},', "b.json:1:14", "broken JSON"),
        ('[{"id": "a", "x": NaN}]', "b.json:1:2", "NaN"),
        ('[{"id": "a", "x": ' + "9" * 5000 + "}]", "b.json:1:2", "broken JSON"),
        ('[{"id": "a"}] x', "b.json:1:15", "after the end"),
        ("", "b.json:1:1", "no list of references"),
        ('"a"', "b.json:1:1", "no list of references"),
        ('{"a": 1}', "b.json:1:1", "no list of references"),
        ('{"items": 3', "b.json:1:12", "a comma or a closing brace"),
        ("[3]", "b.json:1:2", "not an object"),
        ('[ {"title": "x"}]', "b.json:1:3", "has no id"),
        ('[{"id": true}]', "b.json:1:2", "not a string"),
        ('[{"id": {}}]', "b.json:1:2", "not a string"),
        ('[{"id": "a\\ud800"}]', "b.json:1:2", "half of a character"),
        ('[{"id": "a", "x": ' + "[" * 90 + "]" * 90 + "}]", "b.json:1:2", "too deeply"),
        ('[{"id": "a", "x": ' + "[" * 200_000, "b.json:1:2", "too deeply"),
        ("[" * 200_000, "b.json:1:2", "too deeply"),
    ],
)
def test_every_fault_has_its_place(data: bytes | str, place: str, words: str) -> None:
    ((kind, at, message),) = faults_of(data)
    assert (kind, at) == ("bibliography_can_be_read", place)
    assert words in message


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.bibliography.LARGEST", 10)
    ((kind, _, message),) = faults_of('[{"id": "a"}]')
    assert kind == "bibliography_can_be_read" and "too large" in message


def test_a_key_used_twice_names_both_places_and_keeps_the_first() -> None:
    text = '[{"id": "a", "title": "1"},\n {"id": "A"},\n {"id": "a", "title": "2"}]'
    references, (fault,) = read_bibliography(text.encode(), "b.json")
    assert [(r.key, r.data.get("title")) for r in references] == [("a", "1"), ("A", None)]
    assert (fault.rule.name, str(fault.place)) == ("reference_key_is_unique", "b.json:3:2")
    assert "b.json:1:2" in fault.message


def test_sound_entries_are_kept_beside_broken_ones() -> None:
    references, faults = read_bibliography(b'[{"id":"a"}, 3, {"id":"b"}, {"id":"c" x}]', "b.json")
    assert [r.key for r in references] == ["a", "b"]
    assert len(faults) == 2


# --- missing fields


def missing(**data: object) -> tuple[str, ...]:
    data = {name.replace("_", "-"): value for name, value in data.items()}
    return missing_fields(Reference("k", data, Place("b.json")))


@pytest.mark.parametrize(
    ("data", "lacks"),
    [
        ({"type": "book", "title": "T", "issued": {"date-parts": [[1999]]}}, ()),
        ({"type": "book", "title": "T", "status": "forthcoming"}, ()),
        ({"type": "book", "title": "T"}, ("issued",)),
        ({"type": "book", "title": "T", "issued": {"date-parts": [["x"]]}}, ("issued",)),
        ({"type": "book", "title": "T", "issued": "1999"}, ()),
        ({"type": "book", "title": "T", "issued": "soon"}, ("issued",)),
        ({"type": "book", "title": "T", "issued": {"literal": "n.d."}}, ()),
        ({"type": "book", "title": " ", "status": "in press"}, ("title",)),
        ({"type": "article-journal", "title": "T"}, ("container-title", "issued")),
        ({"type": "chapter", "title": "T"}, ("container-title",)),
        ({"type": "collection", "archive": "A"}, ()),
        ({"type": "collection"}, ("title",)),
        ({"type": "thesis", "title": "T"}, ("author", "publisher")),
        ({"type": "manuscript", "author": [{"family": "F"}]}, ("archive",)),
        ({"type": "nonsense", "title": "T"}, ("type",)),
        ({"title": "T"}, ("type",)),
        ({"type": "webpage"}, ("author",)),
        ({"type": "webpage", "title": "T", "author": "me"}, ("author",)),
    ],
)
def test_a_reference_lacks_only_what_it_cannot_do_without(
    data: dict[str, object], lacks: tuple[str, ...]
) -> None:
    assert missing(**data) == lacks


@pytest.mark.skipif(not CARLEY.exists(), reason=f"there is no {CARLEY}")
def test_a_historians_bibliography_lacks_nothing() -> None:
    references, faults = read_bibliography(CARLEY.read_bytes(), "csl/bibliography.json")
    assert not faults
    assert str(references[1].place) == "csl/bibliography.json:15:2"
    assert {r.key: missing_fields(r) for r in references if missing_fields(r)} == {}


@pytest.mark.skipif(not (SHARED / "citations").exists(), reason=f"there is no {SHARED}/citations")
def test_published_references_are_seldom_blamed() -> None:
    files = sorted((SHARED / "citations").glob("*notes-bibliography.json"))
    total = blamed = 0
    for file in files:
        items = json.dumps(json.loads(file.read_text())["items"]).encode()
        references, faults = read_bibliography(items, "b.json")
        assert not faults
        total += len(references)
        blamed += sum(1 for reference in references if missing_fields(reference))
    assert blamed / total < 0.08


@pytest.mark.parametrize(
    ("key", "nearest"),
    [("Carley2014", "carley2014"), ("carley2013", "carley2014"), ("zzz", None), ("ddf", None)],
)
def test_the_nearest_key(key: str, nearest: str | None) -> None:
    assert nearest_key(key, ["ken1996", "carley2014", "avprf"]) == nearest
