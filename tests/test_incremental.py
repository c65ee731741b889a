"""The graph: nothing is made twice, and an edit makes again only the files that it touches."""

from __future__ import annotations

import json
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import (  # fmt: skip
    DOIT,
    OCTAVO,
    ROOT,
    copy_of,
    doit,
    edit,
    environment,
    forms_of,
    octavo,
    run,
    tasks_of,
)

FIRST, SECOND = "01-crossing", "02-ledger"
ALWAYS = {
    "check", "cite", "docx join", "docx prove", "paged epub-pack", "paged epub-prove",
    "paged epub-page-marks", "bind", "proof", "certify", "publish",
}  # fmt: skip


def of_section(name: str) -> set[str]:
    return {f"{stage} {name}" for stage in ("parse", "finish", "expect", "html", "typeset", "docx")}


@pytest.fixture
def edition(built_edition: Path, tmp_path: Path) -> Path:
    return copy_of(built_edition, tmp_path / "edition")


# --- nothing to do -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [(*OCTAVO, "build"), (*DOIT,)], ids=["octavo build", "doit"])
def test_a_second_build_does_nothing_at_once(edition: Path, command: tuple[str, ...]) -> None:
    """In processor seconds, compared with a mere start: other load slows both."""
    start = (sys.executable, "-c", "import octavo.tasks.doit_tasks")
    started = min(seconds_of(lambda: run(*start, cwd=edition)) for _ in range(3))
    done = min(seconds_of(lambda: untouched(run(*command, cwd=edition))) for _ in range(3))
    assert done < 2
    assert done < 2.5 * started


def seconds_of(command: Callable[[], object]) -> float:
    """Seconds of the processor that the processes of a command take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def untouched(done: subprocess.CompletedProcess[str]) -> None:
    assert not tasks_of(done)


def test_a_touched_text_that_says_the_same_is_not_read_again(edition: Path) -> None:
    (edition / "source" / f"{FIRST}.md").touch()
    assert not tasks_of(octavo("build", edition))


def test_a_copied_edition_is_not_built_again(edition: Path, tmp_path: Path) -> None:
    moved = edition.rename(tmp_path / "moved elsewhere")
    for path in (moved / "build").rglob("*"):
        path.touch()
    assert not tasks_of(octavo("build", moved))


# --- doit itself ---------------------------------------------------------------------------------


def test_doit_list_reads_like_a_table_of_contents(edition: Path) -> None:
    lines = doit(edition, "list").stdout.splitlines()
    assert len(lines) >= 10
    for line in lines:
        assert re.fullmatch(r"[a-z]+ +[A-Z].+\.", line), line


def test_doit_list_works_in_the_repository_itself() -> None:
    assert "typeset" in doit(ROOT, "list").stdout


def test_doit_works_in_an_edition_that_was_never_built(new_edition: Path) -> None:
    assert "publish" in doit(new_edition, "list").stdout
    assert "parse 01-first-chapter" in tasks_of(doit(new_edition, "parse"))


def test_doit_makes_one_form_when_asked(edition: Path) -> None:
    pdf = next((edition / "build").glob("*.pdf"))
    pdf.unlink()
    assert tasks_of(doit(edition, "pdf")) == ["pdf publish"]
    assert pdf.is_file()
    assert not tasks_of(doit(edition, "pdf"))
    assert tasks_of(doit(edition, "docx")) in (["docx publish"], [])
    # alone it has no pages of the print
    assert tasks_of(doit(edition, "epub")) == ["epub pack", "epub prove", "epub publish"]
    assert not tasks_of(doit(edition, "epub"))


def test_doit_clean_leaves_no_form_and_doit_makes_all_again(edition: Path) -> None:
    doit(edition, "clean", "-a")
    assert not [p for p in (edition / "build").rglob("*") if p.suffix in {".pdf", ".epub", ".docx"}]
    done = doit(edition, "-n", "2")
    assert {"publish", "bind", f"parse {FIRST}"} <= set(tasks_of(done))
    assert len(list((edition / "build").glob("*.pdf"))) == 1


# --- what an edit touches ------------------------------------------------------------------------


def reword(edition: Path) -> None:
    edit(edition / "source" / f"{SECOND}.md", "Two hands wrote it", "Three hands wrote it")


def add_a_note(edition: Path) -> None:
    edit(edition / "source" / f"{SECOND}.md", "rebuilt twice.", "rebuilt twice.^[So they say.] And")


@pytest.mark.parametrize("change", [reword, add_a_note])
def test_an_edit_of_one_chapter_makes_only_that_chapter_again(
    edition: Path, change: Callable[[Path], None]
) -> None:
    change(edition)
    made = set(tasks_of(octavo("build", edition)))
    assert made >= ALWAYS | of_section(SECOND)
    assert made <= ALWAYS | of_section(SECOND) | {"typeset contents"}


def test_a_comment_in_a_text_goes_no_further_than_its_parsing(edition: Path) -> None:
    path = edition / "source" / f"{SECOND}.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n<!-- to do -->\n", encoding="utf-8")
    made = set(tasks_of(octavo("build", edition)))
    assert f"parse {SECOND}" in made
    assert not made & {f"typeset {SECOND}", f"typeset {FIRST}", f"html {FIRST}", f"docx {FIRST}"}


def test_keywords_lay_out_no_chapter_again(edition: Path) -> None:
    path = edition / "source" / "edition.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "keywords: [ferries]\n", encoding="utf-8")
    made = set(tasks_of(octavo("build", edition)))
    assert {"bind", "paged epub-pack", "docx join"} <= made
    assert not made & {f"{stage} {s}" for stage in ("parse", "html", "typeset", "docx")
                       for s in (FIRST, SECOND, "bibliography")}  # fmt: skip


def test_a_new_title_stands_in_the_running_heads_of_all_chapters(edition: Path) -> None:
    edit(edition / "source" / "edition.yaml", "The Ferry Books", "The Books of the Ferry")
    made = set(tasks_of(octavo("build", edition)))
    assert {f"typeset {FIRST}", f"typeset {SECOND}", "typeset title-leaves"} <= made
    assert not made & {f"parse {FIRST}", f"html {FIRST}", f"docx {FIRST}"}
    assert (edition / "build" / "the-books-of-the-ferry.pdf").is_file()


def test_the_author_of_a_book_stands_on_its_title_page_alone(edition: Path) -> None:
    edit(edition / "source" / "edition.yaml", "family: Marsh", "family: Moor")
    made = set(tasks_of(octavo("build", edition)))
    assert {"typeset title-leaves", "paged epub-pack", "docx join", "bind"} <= made
    assert not made & {f"{stage} {FIRST}" for stage in ("parse", "html", "typeset", "docx")}


def test_a_changed_figure_lays_out_only_the_section_that_shows_it(edition: Path) -> None:
    from PIL import Image

    path = edition / "source" / "figures" / "stage.png"
    with Image.open(path) as image:
        image.rotate(180).save(path)
    made = set(tasks_of(octavo("build", edition)))
    assert {f"typeset {FIRST}", f"docx {FIRST}", "paged epub-pack", "bind"} <= made
    assert not made & {f"typeset {SECOND}", f"docx {SECOND}", f"parse {FIRST}", f"html {FIRST}"}


def test_a_changed_reference_lays_out_only_the_sections_that_cite_it(edition: Path) -> None:
    path = edition / "csl" / "bibliography.json"
    items = json.loads(path.read_text(encoding="utf-8"))
    ilyin = next(item for item in items if item["id"] == "ilyin1990")
    ilyin["title"] += ": A Second Reading"
    path.write_text(json.dumps(items, ensure_ascii=False, indent=2), encoding="utf-8")
    made = set(tasks_of(octavo("build", edition)))
    assert {"check", "cite", f"finish {SECOND}", f"typeset {SECOND}"} <= made
    assert "typeset bibliography" in made
    assert not made & {f"typeset {FIRST}", f"html {FIRST}", f"docx {FIRST}", f"parse {SECOND}"}


def test_a_section_that_is_no_longer_listed_is_in_no_form(edition: Path) -> None:
    edit(edition / "source" / "edition.yaml", "  - 02-ledger.md\n", "")
    text = edition / "source" / f"{FIRST}.md"
    edit(text, "The toll is told in the next section, [The Ledger](#ledger).", "")
    edit(text, " and [@note:tolls]", " elsewhere")
    octavo("build", edition)
    contents = (edition / "build" / "counts.json").read_text(encoding="utf-8")
    assert SECOND not in contents


def test_another_version_of_the_code_makes_all_again(edition: Path) -> None:
    newer = (
        "import sys; from octavo import fingerprint; fingerprint.fingerprint = lambda: 'newer'; "
        "from octavo import cli; sys.exit(cli.main(['build', '.']))"
    )
    done = run(sys.executable, "-c", newer, cwd=edition, env=environment())
    assert ALWAYS | of_section(FIRST) | of_section(SECOND) | {"fonts"} <= set(tasks_of(done))


def test_the_version_of_the_code_is_that_of_every_file_of_the_package(tmp_path: Path) -> None:
    for name in ("octavo", "styles"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc"))
    ask = (sys.executable, "-c", "from octavo.fingerprint import fingerprint; print(fingerprint())")
    env = environment(PYTHONPATH=str(tmp_path))
    versions = []
    for path in (
        "",
        "octavo/source/note_marks.py",
        "octavo/pdf/typeset.py",
        "styles/print/page.css",
    ):
        if path:
            with (tmp_path / path).open("a", encoding="utf-8") as file:
                file.write("\n")
        versions.append(run(*ask, cwd=tmp_path, env=env).stdout)
    assert len(set(versions)) == len(versions)


# --- edits while a build runs --------------------------------------------------------------------

EDITING = """
import sys
from pathlib import Path
from octavo import cli
from octavo.tasks.running.up_to_date import Seen

record = Seen.record

def edited(seen):
    path = Path("source/edition.yaml")
    path.write_text(path.read_text().replace("The Ferry Books", "The Books of the Ferry"))
    return record(seen)

Seen.record = edited
sys.exit(cli.main([*sys.argv[1:], "."]))
"""


def test_a_build_says_what_was_edited_while_it_ran_and_the_next_prints_it(edition: Path) -> None:
    reword(edition)
    done = run(sys.executable, "-c", EDITING, "build", "-n", "1", cwd=edition)
    assert "source/edition.yaml was changed while the edition was being built" in done.stdout
    assert not (edition / "build" / "the-books-of-the-ferry.pdf").exists()
    done = octavo("build", edition)
    assert "was changed" not in done.stdout
    assert (edition / "build" / "the-books-of-the-ferry.pdf").is_file()
    assert not tasks_of(octavo("build", edition))


# --- damage from outside -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "damage"), [("pdf", "cut off"), ("epub", "deleted"), ("docx", "changed")]
)
def test_a_damaged_form_is_put_in_its_place_again(edition: Path, kind: str, damage: str) -> None:
    path = next((edition / "build").glob(f"*.{kind}"))
    whole = path.read_bytes()
    if damage == "deleted":
        path.unlink()
    else:
        path.write_bytes(whole[:100] if damage == "cut off" else whole[:-1] + b"x")
    assert tasks_of(octavo("build", edition)) == ["publish"]
    assert path.read_bytes() == whole


@pytest.mark.parametrize("target", [
    f"parsed/{FIRST}.json", f"cited/{FIRST}.json", f"html/{FIRST}.xhtml", f"pages/{FIRST}.pdf",
    f"pages/{FIRST}.json", "fonts/EBGaramond-Regular.ttf", "counts.json",
])  # fmt: skip
def test_a_damaged_file_of_a_stage_is_made_again(edition: Path, target: str) -> None:
    path = edition / "build" / target
    whole, forms = path.read_bytes(), forms_of(edition)
    path.write_bytes(whole[: len(whole) // 2])
    made = tasks_of(octavo("build", edition))
    assert path.read_bytes() == whole
    assert len(made) == 1
    assert forms_of(edition) == forms


@pytest.mark.parametrize("damage", ["cut off", "empty", "no database", "other database"])
def test_a_damaged_memory_of_doit_stops_no_build(edition: Path, damage: str) -> None:
    path, forms = edition / "build" / ".doit.db", forms_of(edition)
    whole = path.read_bytes()
    path.write_bytes({"cut off": whole[: len(whole) // 3], "empty": b""}.get(damage, b"{}" * 999))
    if damage == "other database":
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("create table doit (task_id text, task_data json)")
            other.execute("insert into doit values ('check', 'no JSON')")
        other.close()
    assert "publish" in tasks_of(octavo("build", edition))
    assert forms_of(edition) == forms
    assert not tasks_of(octavo("build", edition))
