"""The second opinion: which differences count, which are allowed, which are left out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from octavo import notes
from octavo.citations.second_opinion import ALLOWED_PATH, LARGEST, read_allowances, second_opinion
from octavo.citations.second_opinion.bare_words import bare, parts_that_differ, unbracketed
from octavo.csl.styles import Style, load_style
from octavo.model import Citation, Cite, Place, Reference
from octavo.source import read_yaml
from octavo.tasks.cite import second_opinion as opinion_of
from octavo.tasks.parse import parse, parse_text
from octavo.tasks.plan import Plan
from octavo.tasks.read import read_references
from tests.building import octavo

STYLE = "chicago-notes-bibliography"
STYLES = (STYLE, f"{STYLE}-subsequent-ibid", "chicago-shortened-notes-bibliography", "mhra-notes")

# A title that ends with a question mark: pandoc drops the comma that Chicago sets behind it.
QUESTION = {
    "id": "orlov2002", "type": "article-journal", "title": "Who ConversionCache the Ferry?",
    "container-title": "River Studies", "volume": "21", "page": "63-71",
    "author": [{"family": "Orlov", "given": "Nina"}], "issued": {"date-parts": [[2002]]},
}  # fmt: skip
BOOK = {
    "id": "ward1987", "type": "book", "title": "Fares and Ferrymen", "publisher": "Tern Press",
    "author": [{"family": "Ward", "given": "Thomas"}], "issued": {"date-parts": [[1987]]},
}  # fmt: skip
OTHER = {
    "id": "ward1991", "type": "book", "title": "The Toll", "publisher": "Tern Press",
    "author": [{"family": "Ward", "given": "Thomas"}], "issued": {"date-parts": [[1991]]},
}  # fmt: skip
ARCHIVE = {
    "id": "rra", "type": "collection", "title": "River Record Archive",
    "archive": "River Record Archive", "archive-place": "Bristol",
}  # fmt: skip


def edition(folder: Path, text: str, *items: Any, settings: str = "") -> Plan:
    """An edition of one text, parsed."""
    for part in ("source", "csl"):
        (folder / part).mkdir(parents=True)
    head = "title: T\nlanguage: en-US\nsections: [01.md, 02.md]\n"
    (folder / "source" / "edition.yaml").write_text(
        f"{head}citations:\n  bibliography: csl/b.json\n{settings}", encoding="utf-8"
    )
    one, _, two = text.partition("\n---\n")
    (folder / "source" / "01.md").write_text(f"# One\n\n{one}\n", encoding="utf-8")
    (folder / "source" / "02.md").write_text(f"# Two\n\n{two}\n", encoding="utf-8")
    (folder / "csl" / "b.json").write_text(json.dumps(items), encoding="utf-8")
    made = Plan(folder)
    for section in made.texts:
        parse(made.edition, made.paths, section, made.language)
    return made


def codes(folder: Plan) -> list[str]:
    return [finding.code for finding in opinion_of(folder)[0]]


# --- bare words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Fares,” 12–14", '"Fares," 12-14'),
        ("‘Fares’ and ‹tolls›", "'Fares' and 'tolls'"),
        ("« Le bac », 12", "“Le bac”, 12"),
        ("vol. 2", "vol. 2."),
        ("see Ward", "See Ward"),
        ("“the toll”", "“The toll.”"),
        ("“The Toll.”", "“The Toll”."),
        ("e\u0301tude", "étude"),
        ("[3]Ward", "[3] Ward"),
    ],
)
def test_shapes_are_no_difference(one: str, other: str) -> None:
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ward, Fares", "Ward Fares"),
        ("The Toll", "The toll"),
        ("“Why?,” 12", "“Why?” 12"),
        ("12–14", "12, 14"),
        ("“Toll”", "Toll"),
        ("Tern Press. 1987", "Tern Press 1987"),
        ("étude", "etude"),
    ],
)
def test_words_case_and_commas_are_differences(one: str, other: str) -> None:
    assert bare(one) != bare(other)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("(Ward 1987)", "Ward 1987"),
        ("[3]", "3"),
        ("[3], [4]", "[3], [4]"),
        ("(Ward) (Toll)", "(Ward) (Toll)"),
        ("((a) b)", "(a) b"),
        ("(", "("),
        ("", ""),
    ],
)
def test_brackets_are_taken_off_where_they_stand_around_all(words: str, made: str) -> None:
    assert unbracketed(words) == made


@pytest.mark.parametrize(
    ("ours", "theirs", "parts"),
    [
        ("a b c", "a B c", [(2, "b", "B")]),
        ("a c", "a b c", [(0, "a", "a b")]),
        ("b", "a b", [(0, "b", "a b")]),
        ("a b c d e f", "a x c d e y", [(2, "b", "x"), (10, "f", "y")]),
        ("a b c d", "a x c y", [(2, "b c d", "x c y")]),
        ("", "a b", [(0, "", "a b")]),
    ],
)
def test_parts_that_differ_are_words(ours: str, theirs: str, parts: list[Any]) -> None:
    assert parts_that_differ(ours, theirs) == parts


# --- what is compared ----------------------------------------------------------------------------


def test_the_own_edition_is_set_alike(own_edition: Path) -> None:
    done = octavo("check", "--second-opinion", own_edition)
    assert not re.search(r"C03\d", done.stdout), done.stdout
    said = re.fullmatch(
        r"second opinion: (\d+) citations and (\d+) entries compared; left out: .* "
        r"\(\d+\.\d s\)",
        done.stderr.strip(),
    )
    assert said and int(said[1]) > 100 and int(said[2]) > 40, done.stderr


NOTES = """
Text.[^1] Text.[^2] Text.[^3] Text.[^4] Text.[^5] Text.[^6] Text.[^7]

[^1]: Prose, [see @ward1987, chap. 3]; and more prose, [@rra, f. 082, op. 10, d. 2, ll. 52–49].
[^2]: [@ward1987, 12; @ward1991, 345-349, emphasis added].
[^3]: No source at all.
[^4]: [@ward1991, 9]. And again [@ward1991, 9].
[^5]: [-@ward1987, 12]; [@ward1987, {pp. iv–vi}].
[^6]: [@rra, {f. 5, l. 2}], *and* [@rra, f. 6].
[^7]: [@ward1991].
---
A sentence [@ward1991, 3]. @ward1987 [7] says so.
"""


@pytest.mark.parametrize("positions", ["edition", "section"])
@pytest.mark.parametrize("style", STYLES)
def test_notes_in_every_manner_are_set_alike(style: str, positions: str, tmp_path: Path) -> None:
    settings = f"  style: {style}\n  positions: {positions}\n"
    folder = edition(tmp_path / "e", NOTES, BOOK, OTHER, ARCHIVE, settings=settings)
    findings, said = opinion_of(folder)
    assert [str(finding) for finding in findings] == []
    left = "1 whole archives in the bibliography"
    assert said == f"12 citations and 2 entries compared; left out: {left}"


def test_a_siglum_is_left_out_and_the_full_form_before_it_is_compared(tmp_path: Path) -> None:
    text = "A.[^1] B.[^2]\n\n[^1]: [@orlov2002, 63].\n[^2]: [@orlov2002, 64]."
    item = {**QUESTION, "custom": {"siglum": "WKF"}}
    folder = edition(tmp_path / "e", text, item)
    findings, said = opinion_of(folder)
    assert said == "1 citations and 1 entries compared; left out: 1 cited by siglum"
    assert [finding.code for finding in findings] == ["C030"]
    assert "hereafter" not in findings[0].message


# --- differences, and those that are allowed -----------------------------------------------------

ASKED = "A.[^1] B.[^2]\n\n[^1]: As shown, [@ward1987, 1; @orlov2002, 63].\n[^2]: [@orlov2002, 64]."


def test_a_difference_is_found_once_with_its_place_and_what_allows_it(tmp_path: Path) -> None:
    folder = edition(tmp_path / "e", ASKED, BOOK, QUESTION)
    findings, _ = opinion_of(folder)
    found = findings[0]
    assert (found.code, found.severity) == ("C030", "warning")
    assert found.place == Place("source/01.md", 5, 18)
    assert found.message.startswith("@orlov2002 is set “Thomas Ward, Fares")
    assert found.message.endswith('; pandoc has “Ferry?"” for “Ferry?,"” (2 times)')


def _rows(findings: Any) -> list[dict[str, str]]:
    """The lines for the list of allowed differences that the findings give."""
    found = (re.search(r"\{key: .*\}", finding.hint) for finding in findings)
    return [read_yaml(match[0].replace("reason: …", "reason: CMOS18")) for match in found if match]


def test_what_a_finding_says_to_write_allows_it(tmp_path: Path) -> None:
    folder = edition(tmp_path / "e", ASKED, BOOK, QUESTION)
    rows = _rows(opinion_of(folder)[0])
    assert rows
    (folder.root / ALLOWED_PATH).write_bytes(orjson.dumps(rows))
    assert codes(folder) == []


def test_a_difference_is_allowed_of_its_reference_or_of_all(tmp_path: Path) -> None:
    folder = edition(tmp_path / "e", ASKED, BOOK, QUESTION)
    rows = _rows(opinion_of(folder)[0])
    general = [{name: v for name, v in row.items() if name != "key"} for row in rows]
    (folder.root / ALLOWED_PATH).write_bytes(orjson.dumps(general))
    assert codes(folder) == []
    (folder.root / ALLOWED_PATH).write_bytes(orjson.dumps([{**r, "key": "ward1991"} for r in rows]))
    assert set(codes(folder)) == {"C030", "C032"}


def test_what_is_allowed_and_no_longer_there_is_found(tmp_path: Path) -> None:
    folder = edition(tmp_path / "e", "A.[^1]\n\n[^1]: [@ward1987].", BOOK)
    text = "- {ours: x, pandoc: y, reason: r}\n- {key: a, ours: Fares,\n   pandoc: f, reason: r}\n"
    (folder.root / ALLOWED_PATH).write_text(text, encoding="utf-8")
    findings, _ = opinion_of(folder)
    assert [(f.code, f.place) for f in findings] == [
        ("C032", Place(ALLOWED_PATH, 1, 3)),
        ("C032", Place(ALLOWED_PATH, 2, 3)),
    ]


def test_an_edition_that_cites_nothing_is_not_asked(tmp_path: Path) -> None:
    folder = edition(tmp_path / "e", "No source.", BOOK)
    assert opinion_of(folder) == ((), "0 citations and 0 entries compared")


# --- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("ours: x", "there is no list of differences in it"),
        ("- x", "no list of keys and values"),
        ("- {ours: x, pandoc: y}", "has no reason"),
        ("- {ours: x, pandoc: y, reason: ' '}", "has no reason"),
        ("- {ours: x, reason: y}", "has no pandoc"),
        ("- {ours: [x], pandoc: y, reason: z}", "has no ours"),
        ("- {ours: x, pandoc: y, reason: z, note: a}", "an unknown key: note"),
        ("- {ours: x, pandoc: y, reason: z, key: [a]}", "no cite key"),
        ("- [", "the YAML cannot be read"),
        ("- &a [*a]", "the YAML cannot be read"),
        ("- " + "[" * 200, "the YAML cannot be read"),
    ],
)
def test_a_list_that_cannot_be_read_is_found(written: str, message: str) -> None:
    made, faults = read_allowances(written.encode())
    assert made == ()
    assert message in faults[0].message
    assert faults[0].rule.name == "allowed_differences_can_be_read"


def test_one_wrong_line_costs_no_other_its_place() -> None:
    good = "- {key: '@a', ours: “x”., pandoc: y, reason: z, reviewed: 2026-01-02}\n"
    made, faults = read_allowances((good + "- {ours: x}\n").encode())
    assert [(one.key, one.ours, one.pandoc) for one in made] == [("a", '"x".', "y")]
    assert [fault.place.line for fault in faults] == [2]


def test_a_list_is_utf8_and_no_larger_than_a_list() -> None:
    assert "UTF-8" in read_allowances(b"\xff")[1][0].message
    assert "larger" in read_allowances(b" " * (LARGEST + 1))[1][0].message


def test_a_list_outside_the_edition_is_not_read(tmp_path: Path) -> None:
    folder = edition(tmp_path / "e", "A.[^1]\n\n[^1]: [@ward1987].", BOOK)
    (tmp_path / "outside.yaml").write_text("- {ours: x, pandoc: y, reason: z}", encoding="utf-8")
    (folder.root / ALLOWED_PATH).symlink_to(tmp_path / "outside.yaml")
    assert codes(folder) == []


# --- what cannot be set --------------------------------------------------------------------------


def _cited(key: str) -> Citation:
    return Citation((Cite(key, [], []),), 1, "note-1", "01", "en-US", place=Place("01.md", 2))


def test_a_style_that_pandoc_refuses_is_one_finding() -> None:
    references = {"ward1987": Reference("ward1987", BOOK, Place("b.json"))}
    style = Style("broken", "Broken", "", b"<style>")
    opinion = second_opinion([_cited("ward1987")], references, style, "en-US", ())
    assert len(opinion.faults) == 1
    assert opinion.faults[0].message.startswith("there is no second opinion: ")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"type": 5, "title": ["x"], "author": "Ward", "issued": "yesterday"},
        {"title": "half \ud800", "author": [{"family": "W\udfff"}, 3, None, {"given": {}}]},
        {"title": "<i>open", "issued": {"date-parts": [["x", {}], [0]]}, "volume": True},
        {"title": "$x^2$ **a** @key [^1]", "note": "siglum: A\n{:title: x}", "language": "zz-Q"},
        {"issued": {"date-parts": [[1999, 21], [10**9]]}, "accessed": {"raw": "99/99/99"}},
    ],
)
def test_foreign_references_are_compared_without_an_accident(data: dict[str, Any]) -> None:
    references = {"k": Reference("k", {"id": "k", **data}, Place("b.json"))}
    opinion = second_opinion([_cited("k")], references, load_style(STYLE, None), "en-US", ())
    assert opinion.citations == 1


def test_a_cite_without_a_reference_is_no_matter_of_opinion() -> None:
    references = {"ward1987": Reference("ward1987", BOOK, Place("b.json"))}
    both = [_cited("nobody"), _cited("ward1987")]
    opinion = second_opinion(both, references, load_style(STYLE, None), "en-US", ())
    assert (opinion.citations, opinion.faults) == (1, ())


# --- the command line ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_programs_get_the_findings_alone(form: str, tmp_path: Path) -> None:
    folder = edition(tmp_path / "e", ASKED, BOOK, QUESTION)
    done = octavo("check", "--second-opinion", f"--format={form}", folder.root)
    report = json.loads(done.stdout)
    rows = report["findings"] if form == "json" else report["runs"][0]["results"]
    assert "C030" in {row["code" if form == "json" else "ruleId"] for row in rows}
    assert "C030" not in octavo("check", "--format", form, folder.root).stdout.split('"rules"')[0]


def test_an_edition_with_errors_is_not_asked(tmp_path: Path) -> None:
    folder = edition(tmp_path / "e", "A.[^1]\n\n[^1]: [@nobody].", BOOK)
    done = octavo("check", "--second-opinion", folder.root, code=1)
    assert "not asked" in done.stderr
    assert "C001" in done.stdout


def test_plain_texts_have_no_second_opinion(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text.\n", encoding="utf-8")
    assert "holds no edition" in octavo("check", "--second-opinion", tmp_path, code=2).stderr


def test_a_real_edition_is_set_alike_but_for_what_is_known(shared: Path) -> None:
    """Its differences are names that stand for “and others”, which pandoc sets as et al."""
    plan = Plan(shared / "editions" / "carley")
    read, _ = read_references(plan.paths, plan.bibliographies)
    references = {one.key: one for one in read}
    made, _ = parse_text(plan.paths, plan.texts[0], plan.language, plan.bibliographies)
    assert made is not None
    texts = [notes.notes_for_citations(made, references)]
    citations = notes.collect_citations(notes.number_notes(texts, plan.valid_edition.notes))
    style = load_style(STYLE, None)
    opinion = second_opinion(citations, references, style, "en-US", ())
    assert opinion.citations > 15
    assert [f.message for f in opinion.faults if "and others" not in f.message] == []
