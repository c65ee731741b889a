"""octavo keys, styles and words: what they find, in columns, with tabs and as JSON."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import orjson
import pytest

from octavo.cli.lookups.columns import Column, in_columns
from tests.building import copy_of, octavo
from tests.test_cli import on_a_terminal


@pytest.fixture
def edition(built_edition: Path, tmp_path: Path) -> Path:
    return copy_of(built_edition, tmp_path / "edition")


def rows(*arguments: str | Path, **how) -> list[list[str]]:
    """The values of each line of a command whose output is piped."""
    return [line.split("\t") for line in octavo(*arguments, **how).stdout.splitlines()]


# --- keys ----------------------------------------------------------------------------------------


def test_keys_lists_every_reference_with_the_lines_that_cite_it(edition: Path) -> None:
    found = {row[0]: row[1:] for row in rows("keys", "", edition)}
    written = orjson.loads((edition / "csl" / "bibliography.json").read_bytes())
    assert {*found} == {item["id"] for item in written}
    for key, (*_, cited) in found.items():
        places = []
        for text in sorted((edition / "source").glob("*.md")):
            lines = text.read_text(encoding="utf-8").splitlines()
            if at := [str(n) for n, line in enumerate(lines, 1) if f"@{key}" in line]:
                places.append(f"source/{text.name}:{', '.join(at)}")
        assert cited == "; ".join(places), key
    assert any(row[-1] for row in found.values())


def test_keys_finds_by_names_titles_and_years_without_accents(edition: Path) -> None:
    (edition / "csl" / "bibliography.json").write_text(
        '[{"id": "a1", "type": "book", "issued": {"raw": "1901"}, '
        '"title": "<i>Öl</i> und <span class=\\"nocase\\">Wasser</span>", '
        '"author": [{"family": "Żółty", "given": "Jan"}, {"literal": "The Bureau"}]},'
        '{"id": "b2", "type": "book", "title": "Steine", "editor": [{"family": "Ek"}, '
        '{"family": "Al"}, {"family": "Sø"}]}]',
        encoding="utf-8",
    )
    oil = ["a1", "Żółty and The Bureau", "1901", "Öl und Wasser", ""]
    for words in ("Ol WASSER", "zol", "jan 1901", "bureau", "A1"):
        if words == "zol":  # ł is a letter of its own
            words = "żół"
        assert rows("keys", words, edition) == [oil], words
    assert rows("keys", "stein", edition) == [["b2", "Ek et al.", "", "Steine", ""]]
    done = octavo("keys", "nothing", edition)
    assert not done.stdout.strip()
    assert "no reference has that" in done.stderr


def test_a_text_that_cannot_be_read_is_named(edition: Path) -> None:
    (edition / "source" / "02-ledger.md").write_bytes(b"# A\n\n\xff\xfe word @x\n")
    for command in (("keys", ""), ("words",)):
        done = octavo(*command, edition)
        assert "source/02-ledger.md cannot be read, and is left out" in done.stderr
        assert "02-ledger" not in done.stdout


def test_settings_that_cannot_be_read_stop_it(edition: Path) -> None:
    (edition / "source" / "edition.yaml").write_text("title: [", encoding="utf-8")
    for command in (("keys", ""), ("words",), ("open", "pdf")):
        assert "`octavo check` shows them" in octavo(*command, edition, code=2).stderr


# --- words ---------------------------------------------------------------------------------------


def test_words_counts_what_the_texts_have(edition: Path) -> None:
    (edition / "source" / "02-ledger.md").write_text(
        "# Two Words\n\nThree words here.[^a] And a citation [@ledger].\n\n"
        "[^a]: One two three four.\n",
        encoding="utf-8",
    )
    (edition / "source" / "01-crossing.md").write_text(
        "# A\n\n![A caption.](figures/x.png)\n\n![Another.](figures/y.png)\n", encoding="utf-8"
    )
    table = orjson.loads(octavo("words", "--format", "json", edition).stdout)
    found = {row["section"]: row for row in table}
    assert found["source/02-ledger.md"] == {
        "section": "source/02-ledger.md", "words": 13, "notes": 2, "words_in_notes": 4,
        "figures": 0, "minutes": 1,
    }  # fmt: skip
    assert found["source/01-crossing.md"]["figures"] == 2
    for name in ("words", "notes", "words_in_notes", "figures"):
        assert found["total"][name] == sum(row[name] for row in table[:-1])
    assert rows("words", edition)[-1][1] == f"{found['total']['words']:,}"


def test_the_notes_that_are_counted_are_those_of_the_build(edition: Path) -> None:
    assert rows("words", edition)[-1][2] == "6"  # as the summary of the build has it
    ledger, settings = edition / "source" / "02-ledger.md", edition / "source" / "edition.yaml"
    text = ledger.read_text(encoding="utf-8")
    signed = "---\nauthor: {given: Ida, family: Vale, affiliation: Bonn}\n---\n\n"
    ledger.write_text(f"{signed}{text}", encoding="utf-8")
    assert rows("words", edition)[-1][2] == "7"
    written = settings.read_text(encoding="utf-8")
    style = written.replace("chicago-notes-bibliography", "chicago-author-date")
    settings.write_text(style, encoding="utf-8")
    assert rows("words", edition)[-1][2] == "5", "two were citations in the text"


# --- styles --------------------------------------------------------------------------------------


def test_styles_lists_those_that_an_edition_can_name() -> None:
    found = rows("styles")
    names = [row[0] for row in found]
    assert len(names) > 2800
    assert names == sorted({*names})
    assert ["chicago-notes-bibliography", "note"] in [row[:2] for row in found]
    assert {row[1] for row in found} <= {"note", "author-date", "numeric", "label", "author"}
    assert not [row for row in found if row[3:] != [""] and row[3:]], "none is a copy of another"


def test_a_style_is_found_by_words_initials_and_nearly() -> None:
    dependent = ["nature-genetics", "numeric", "Nature Genetics", "nature"]
    assert dependent in rows("styles", "genetics", "nature")
    by_initials = [row[0] for row in rows("styles", "asa")]
    assert "american-sociological-association" in by_initials
    assert rows("styles", "chicgo-notes")[0][0] == "chicago-notes"
    done = octavo("styles", "qqqqqqqq")
    assert not done.stdout.strip()
    assert "no style has such a name" in done.stderr


def test_every_style_that_is_listed_can_be_loaded() -> None:
    from octavo.csl.styles import load_style

    for row in rows("styles", "nature", "history"):
        assert load_style(row[0], None).name == row[0]


def test_the_styles_of_an_edition_come_first(edition: Path) -> None:
    style = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note"><info><title>A &amp; B'
    own = edition / "csl" / "nature.csl"
    own.write_text(f"{style}</title></info></style>", encoding="utf-8")
    (edition / "csl" / "none.csl").write_text("nothing", encoding="utf-8")
    assert ["nature", "note", "A & B"] in [row[:3] for row in rows("styles", "nature", cwd=edition)]
    assert ["nature", "numeric"] in [
        row[:2] for row in rows("styles", "nature", cwd=edition.parent)
    ]


# --- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_columns_fit_the_terminal_and_lose_nothing(width: int) -> None:
    columns = (Column("A", wraps=True), Column("N", is_number=True), Column("B", wraps=True))
    texts = [
        "a long text of several words, " * 3,
        "source/a-very-long-name-of-a-file.md:12",
        "漢字仮名" * 9,
    ]
    lines = in_columns(columns, [(text, "12", text) for text in texts], width)
    wide = sum(2 if "一" <= c <= "龥" or "ぁ" <= c <= "ヿ" else 1 for c in max(lines, key=len))
    assert max(len(line) for line in lines) <= width
    assert wide <= width
    shown = "".join("".join(lines).split())
    assert all(letter in shown for text in texts for letter in text if letter != " ")
    assert shown.count("仮") == 18


def test_on_a_terminal_there_are_heads(edition: Path) -> None:
    shown, code = on_a_terminal(edition, "words")
    assert code == 0
    head, *lines = shown.replace("\r", "").splitlines()
    assert head.split() == ["TEXT", "WORDS", "NOTES", "IN", "NOTES", "FIGURES", "MINUTES"]
    assert all(len(line) <= 60 for line in lines)


# --- open ----------------------------------------------------------------------------------------


def opener(folder: Path, name: str, code: int = 0) -> dict[str, str]:
    """An environment in which a program to open files writes down what it was asked for."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$@" > {folder}/asked\nexit {code}\n')
    program.chmod(0o755)
    from tests.building import environment

    return environment(PATH=f"{folder}:{os.defpath}")


def test_open_shows_a_form_that_is_there(edition: Path, tmp_path: Path) -> None:
    env = opener(tmp_path / "bin", "xdg-open")
    octavo("open", "epub", edition, env=env)
    asked = (tmp_path / "bin" / "asked").read_text().strip()
    assert asked == str(edition / "build" / "the-ferry-books.epub")
    octavo("open", cwd=edition / "source", env=env)
    assert (tmp_path / "bin" / "asked").read_text().strip().endswith("the-ferry-books.pdf")


def test_open_says_what_to_do(edition: Path, tmp_path: Path) -> None:
    env = opener(tmp_path / "bin", "xdg-open", 3)
    assert "xdg-open could not open" in octavo("open", "pdf", edition, env=env, code=2).stderr
    done = octavo("open", "html", edition, env=env, code=2)
    assert "`octavo build --form html` makes it" in done.stderr
    env = opener(tmp_path / "none", "nothing")
    env["PATH"] = str(tmp_path / "none")
    done = octavo("open", "pdf", edition, env=env, code=2)
    assert f"open {edition / 'build' / 'the-ferry-books.pdf'} yourself" in done.stderr


# --- the edition around a folder -----------------------------------------------------------------


@pytest.mark.parametrize("folder", ["csl", "build/pages"])
def test_an_edition_is_found_from_any_folder_in_it(edition: Path, folder: str) -> None:
    here = edition / folder
    here.mkdir(exist_ok=True)
    for command in ("build", "words"):
        done = octavo(command, cwd=here)
        assert f"the edition is in {edition.resolve()}" in done.stderr, command
        assert done.stdout.strip(), command
    assert not (here / "build").exists()
    assert "nothing found" in octavo("check", cwd=here).stdout


def test_a_folder_in_no_edition_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    done = octavo("words", tmp_path / "a", code=2)
    assert (
        "holds no edition: source/edition.yaml is not there, nor in a folder above" in done.stderr
    )


# --- one text ------------------------------------------------------------------------------------


def test_one_text_is_built_by_itself(edition: Path) -> None:
    import pikepdf

    before = {p: p.read_bytes() for p in (edition / "build").glob("the-ferry-books.*")}
    with (edition / "source" / "02-ledger.md").open("a", encoding="utf-8") as file:
        file.write("\nA last word, and a link to [the other](#crossing).\n")
    done = octavo("build", "02-ledger.md", "-n", "1", cwd=edition / "source")
    made = edition / "build" / "trial" / "02-ledger.pdf"
    with pikepdf.open(made) as pdf:
        count = len(pdf.pages)
    assert f"build/trial/02-ledger.pdf  {count} page" in done.stdout
    assert {p: p.read_bytes() for p in before} == before
    shutil.rmtree(edition / "build" / "trial")
    done = octavo("build", edition / "source" / "02-ledger.md")
    assert made.exists()
    assert "typeset" not in done.stdout


def test_what_is_no_text_of_the_edition_is_not_built(edition: Path, tmp_path: Path) -> None:
    draft = edition / "source" / "draft.md"
    draft.write_text("# A\n", encoding="utf-8")
    assert "is not listed in source/edition.yaml" in octavo("build", draft, code=2).stderr
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    assert (
        "nor a text in the source/ of an edition"
        in octavo("build", tmp_path / "a.md", code=2).stderr
    )
    text = edition / "source" / "02-ledger.md"
    done = octavo("build", "--form", "epub", text, code=2)
    assert "only a PDF is made" in done.stderr
    (edition / "source" / "edition.yaml").write_text("title: [", encoding="utf-8")
    assert "S001" in octavo("build", text, code=1).stdout
