"""The command line: its messages, its results and its exit codes."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
from pathlib import Path

import orjson
import pytest

from tests.building import OCTAVO, ROOT, copy_of, environment, octavo, tasks_of

COMMANDS = (
    "new", "build", "open", "check", "keys", "words", "styles", "cite", "list", "schema",
)  # fmt: skip


@pytest.fixture
def edition(built_edition: Path, tmp_path: Path) -> Path:
    return copy_of(built_edition, tmp_path / "edition")


def make_unsound(edition: Path) -> None:
    with (edition / "source" / "02-ledger.md").open("a", encoding="utf-8") as file:
        file.write("\nA word.[^nowhere]\n")


# --- help ----------------------------------------------------------------------------------------


def test_help_names_every_command_and_the_exit_codes() -> None:
    shown = octavo("--help").stdout
    for command in COMMANDS:
        assert re.search(rf"^    {command} +[a-z]", shown, re.MULTILINE), command
    assert "Exit codes: 0" in " ".join(shown.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_says_what_it_does(command: str) -> None:
    shown = octavo(command, "--help").stdout
    description = shown.split("\n\n")[1]
    assert description[0].isupper()
    assert description.rstrip().endswith(".")
    for word in ("doit", "pandoc", "DAG", "stdout", "regex", "parse"):
        assert word not in shown, f"{command} --help speaks of {word}"


@pytest.mark.parametrize(
    "arguments", [(), ("bind",), ("build", "--form", "mobi"), ("check", "--format", "xml")]
)
def test_what_is_not_understood_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert "usage: octavo" in octavo(*arguments, code=2).stderr


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", "100000"])
def test_the_number_of_processes_is_a_small_number(edition: Path, number: str) -> None:
    done = octavo("build", edition, f"-n{number}", code=2)
    assert "is not a number from 1 to 256" in done.stderr


# --- new -----------------------------------------------------------------------------------------


def test_new_lays_out_what_it_says_and_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "my book"
    *paths, _, hint = octavo("new", folder).stdout.splitlines()
    assert {Path(p) for p in paths} == {p for p in folder.rglob("*") if p.is_file()}
    assert hint == f"Now: octavo build '{folder}'"


def test_new_goes_into_no_folder_that_holds_something(edition: Path) -> None:
    before = {p: p.read_bytes() for p in edition.rglob("*") if p.is_file()}
    assert "is not empty" in octavo("new", edition, code=2).stderr
    assert {p: p.read_bytes() for p in edition.rglob("*") if p.is_file()} == before


def test_new_goes_into_an_empty_folder_and_over_no_file(tmp_path: Path) -> None:
    octavo("new", ".", cwd=tmp_path)
    assert (tmp_path / "source" / "edition.yaml").is_file()
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    octavo("new", file, code=2)
    assert file.read_text(encoding="utf-8") == "mine"


def test_every_new_edition_has_an_identifier_of_its_own(tmp_path: Path) -> None:
    texts = []
    for name in ("a", "b"):
        octavo("new", tmp_path / name)
        texts.append((tmp_path / name / "source" / "edition.yaml").read_text(encoding="utf-8"))
    assert texts[0] != texts[1]
    assert "00000000-0000" not in texts[0]


# --- build ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ["nothing", "file", "empty"])
def test_build_where_there_is_no_edition_says_what_is_missing(tmp_path: Path, make: str) -> None:
    folder = tmp_path / "folder"
    if make == "file":
        folder.write_text("", encoding="utf-8")
    elif make == "empty":
        folder.mkdir()
    error = octavo("build", folder, code=2).stderr
    assert str(folder) in error
    assert "is not a folder" in error or "source/edition.yaml is not there" in error
    assert not (folder / "build").exists()


def test_build_of_one_form_makes_that_form(edition: Path) -> None:
    shutil.rmtree(edition / "build")
    done = octavo("build", "--form", "docx", edition)
    assert [p.suffix for p in (edition / "build").iterdir() if p.suffix in {
        ".pdf", ".epub", ".docx"}] == [".docx"]  # fmt: skip
    assert "typeset 01-crossing" not in tasks_of(done)
    assert "pages" not in done.stdout


def test_build_ends_with_a_table_of_the_forms(edition: Path) -> None:
    *table, last = octavo("build", edition).stdout.splitlines()
    assert [line.split()[0] for line in table[-3:]] == [
        f"build/the-ferry-books.{form}" for form in ("pdf", "epub", "docx")
    ]
    for line in table[-3:]:
        assert re.search(r" [\d,]+ words  6 notes  \d+\.\d\d MB$", line)
    assert " pages " in table[-3]
    assert re.match(r"Done in \d+\.\d s\.", last)


def on_a_terminal(folder: Path, *arguments: str) -> tuple[str, int]:
    """Give the output of octavo in a terminal of 60 columns."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    env = environment(TERM="xterm")
    env.pop("COLUMNS", None)
    process = subprocess.Popen(
        [*OCTAVO, *arguments, str(folder)], stdout=theirs, stderr=theirs, env=env
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return shown.decode("utf-8"), process.wait()


def test_on_a_terminal_one_line_moves_and_the_table_stays(edition: Path) -> None:
    shutil.rmtree(edition / "build" / "html")
    shutil.rmtree(edition / "build" / "pages")
    shown, code = on_a_terminal(edition, "build")
    assert code == 0
    moving = re.findall(r"\r\x1b\[K([^\r\n]*)", shown)
    assert any(re.match(r"\[\d+/\d+\] typeset ", line) for line in moving)
    assert all(len(line) < 60 for line in moving[:-1])
    *_, after = re.split(r"\r\x1b\[K", shown)
    assert after.startswith("build/the-ferry-books.pdf")
    assert "Done in" in after


def test_findings_on_a_terminal_stand_on_lines_of_their_own(edition: Path) -> None:
    make_unsound(edition)
    shown, code = on_a_terminal(edition, "build")
    assert code == 1
    assert re.search(r"\r\x1b\[Ksource/02-ledger.md:\d+:8: N001 [^\r]*\r\n", shown)


def test_no_text_of_an_edition_moves_the_cursor(edition: Path) -> None:
    with (edition / "source" / "02-ledger.md").open("a", encoding="utf-8") as file:
        file.write("\nA word.[^\x1b]0;mine\x07] and [@\x1b[2Jx] and ![a](\x9b2J.png)\n")
    for command in ("build", "check"):
        done = octavo(command, edition, code=1)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.stdout + done.stderr)


def test_nobody_reading_is_no_fault(edition: Path) -> None:
    (edition / "build" / "cited" / "02-ledger.json").unlink()
    for arguments in (["list"], ["schema"], ["check", edition], ["build", edition]):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [*OCTAVO, *arguments], stdout=writer, stderr=subprocess.PIPE, env=environment(),
            text=True, timeout=60,
        )  # fmt: skip
        os.close(writer)
        assert done.stderr == "", arguments
        assert done.returncode == 0, arguments


def test_a_terminal_of_few_letters_stops_nothing(edition: Path) -> None:
    with (edition / "source" / "02-ledger.md").open("a", encoding="utf-8") as file:
        file.write("\nA word.[^упорный]\n")
    env = environment(PYTHONIOENCODING="latin-1", LC_ALL="en_US.ISO-8859-1")
    assert "N001" in octavo("check", edition, code=1, env=env).stdout


# --- check ---------------------------------------------------------------------------------------


def findings(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str, int]]:
    rows = orjson.loads(done.stdout)["findings"]
    return [(row["code"], row["path"], row["line"]) for row in rows]


def test_check_says_in_every_format_the_same(edition: Path) -> None:
    assert octavo("check", edition).stdout.strip().endswith("nothing found")
    make_unsound(edition)
    text = octavo("check", edition, code=1).stdout
    rows = findings(octavo("check", "--format", "json", edition, code=1))
    sarif = orjson.loads(octavo("check", "--format", "sarif", edition, code=1).stdout)
    results = sarif["runs"][0]["results"]
    assert [r["ruleId"] for r in results] == [code for code, _, _ in rows] == ["N001"]
    assert re.search(r"source/02-ledger.md:\d+:8: N001 ", text)


@pytest.mark.parametrize("forms", [(), ("--form", "epub"), ("--form", "docx")])
def test_a_slip_in_the_settings_of_a_new_edition_is_a_finding(
    tmp_path: Path, forms: tuple[str, ...]
) -> None:
    shutil.copytree(ROOT / "tests" / "edition", tmp_path / "new")
    settings = tmp_path / "new" / "source" / "edition.yaml"
    settings.write_text(settings.read_text().replace("title:", "titel:", 1))
    built = octavo("build", tmp_path / "new", *forms, code=1)
    assert built.stdout == (
        "source/edition.yaml:1:1: S001 titel is not a key of edition.yaml; did you mean title?\n"
    )
    assert not built.stderr
    assert built.stdout in octavo("check", tmp_path / "new", code=1).stdout


def test_check_needs_no_forms_and_says_what_build_says(edition: Path) -> None:
    make_unsound(edition)
    shutil.rmtree(edition / "build")
    checked = octavo("check", edition, code=1).stdout.splitlines()[0]
    made = {p.name for p in (edition / "build").iterdir() if not p.name.startswith(".")}
    assert made <= {"parsed", "gists", "pictures", "surveyed", "check.json"}
    assert checked in octavo("build", edition, code=1).stdout.splitlines()


def test_check_reads_what_was_written_since_the_last_build(edition: Path) -> None:
    make_unsound(edition)
    octavo("check", edition, code=1)
    shutil.copy(ROOT / "tests" / "edition" / "source" / "02-ledger.md", edition / "source")
    octavo("check", edition)


def test_a_part_of_an_edition_is_checked_as_a_part_of_it(edition: Path) -> None:
    text = edition / "source" / "02-ledger.md"
    text.write_text(text.read_text() + "\nIt is said.[@nobody, 3]\n")
    for part in (text, edition / "source"):
        done = octavo("check", part, code=1)
        assert "source/02-ledger.md:12:13: C001 no reference for the cite key" in done.stdout
        assert "as a part of the edition" in done.stderr
    other = octavo("check", edition / "source" / "01-crossing.md")
    assert other.stdout == "nothing found\n"
    assert "1 finding is elsewhere in it" in other.stderr
    (edition / "source" / "draft.md").write_text("A draft.[^a]\n")
    draft = octavo("check", edition / "source" / "draft.md", code=1)
    assert "N001" in draft.stdout
    assert "source/draft.md is not listed in source/edition.yaml" in draft.stderr


@pytest.mark.parametrize("name", ["source/edition.yml", "edition.yaml", "source/edition.yaml.txt"])
def test_settings_under_another_name_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "01.md").write_text("# A\n\nText.\n")
    (tmp_path / name).write_text("title: A\nsections: [01.md]\n")
    for command in ("check", "build"):
        done = octavo(command, tmp_path, code=2)
        assert f"{name} is not read" in done.stderr
        assert not done.stdout


def test_plain_texts_say_what_was_not_checked(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText [@nokey].\n")
    done = octavo("check", tmp_path)
    assert done.stdout == "nothing found\n"
    assert "citations, links, images and settings were not checked" in done.stderr


def test_check_reads_a_text_and_a_folder_of_texts(tmp_path: Path) -> None:
    for number in range(4):
        text = "A word.[^a]\n\n[^a]: A note.\n" if number else "A word.[^a]\n"
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    for path in (tmp_path, tmp_path / "0.md"):
        rows = findings(octavo("check", "--format", "json", path, code=1))
        assert [(code, Path(name).name) for code, name, _ in rows] == [("N001", "0.md")]
    octavo("check", tmp_path / "1.md")
    assert not (tmp_path / "build").exists()


def test_check_of_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    assert "is not there" in octavo("check", tmp_path / "gone", code=2).stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no Markdown text" in octavo("check", empty, code=2).stderr
    binary = tmp_path / "binary.md"
    binary.write_bytes(b"\x00\xff" * 100)
    assert "S0" in octavo("check", binary, code=1).stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    for command in ("check", "build"):
        assert "Permission denied" in octavo(command, closed, code=2).stderr


# --- list, schema --------------------------------------------------------------------------------


def test_list_gives_every_rule_a_line_with_what_holds() -> None:
    lines = octavo("list").stdout.splitlines()
    assert len(lines) > 30
    for line in lines:
        assert re.fullmatch(r"[A-Z]\d{3}  (error|warning|info) +\S.+\.", line), line


def test_schema_describes_edition_yaml() -> None:
    schema = orjson.loads(octavo("schema").stdout)
    assert {"title", "sections", "citations"} <= set(schema["properties"])
