"""Hostile and broken editions: a finding with code and place, and the last good forms untouched."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import copy_of, edit, forms_of, octavo, parts_of
from tests.witness import notes_of_docx, notes_of_epub, notes_of_pdf

SECONDS = 10
TEXT = "source/02-ledger.md"
FINDING = re.compile(r"^[\w./-]+:\d+:\d+: [A-Z]\d{3} .+", re.MULTILINE)


@pytest.fixture
def edition(built_edition: Path, tmp_path: Path) -> Path:
    return copy_of(built_edition, tmp_path / "edition")


Break = Callable[[Path], None]


def append(text: str) -> Break:
    def change(edition: Path) -> None:
        with (edition / TEXT).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{text}\n")

    return change


def write(path: str, data: bytes) -> Break:
    return lambda edition: (edition / path).write_bytes(data) and None


def in_edition(old: str, new: str) -> Break:
    return lambda edition: edit(edition / "source" / "edition.yaml", old, new)


def remove(path: str) -> Break:
    return lambda edition: (edition / path).unlink()


def key_twice(edition: Path) -> None:
    path = edition / "csl" / "bibliography.json"
    items = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([*items, items[0]]), encoding="utf-8")


def broken_style(edition: Path) -> None:
    in_edition("chicago-notes-bibliography", "own.csl")(edition)
    (edition / "csl" / "own.csl").write_text("<style><citation>", encoding="utf-8")


def link_out(target: str) -> Break:
    """A file of the edition that is a link to one outside of it."""

    def change(edition: Path) -> None:
        secret = edition.parent / "secret.png"
        secret.write_bytes((edition / "source/figures/stage.png").read_bytes())
        (edition / target).unlink(missing_ok=True)
        (edition / target).symlink_to(secret)
        if target.endswith("out.png"):
            append("![Words](figures/out.png){alt=x}")(edition)

    return change


def huge_line(edition: Path) -> None:
    (edition / TEXT).write_bytes(b"word " * 10_000_000)


def long_lines(edition: Path) -> None:
    (edition / TEXT).write_bytes(b"# A\n\n" + b"x" * 2_000_000)


YAML = "source/edition.yaml"
JSON = "csl/bibliography.json"

# The broken file or setting, how, the code of the finding, and the file that it names.
BROKEN: dict[str, tuple[Break, str, str]] = {
    "no bibliography": (remove(JSON), "B", YAML),
    "an empty list for a bibliography": (write(JSON, b"[]"), "C", "source/"),
    "a bibliography of no bytes": (write(JSON, b""), "B", JSON),
    "broken JSON": (write(JSON, b'[{"id": "ward1987", "title": '), "B", JSON),
    "a bibliography that is an object": (write(JSON, b'{"a": 1}'), "B", JSON),
    "a bibliography nested without end": (write(JSON, b"[" * 100_000), "B", JSON),
    "a bibliography that is not UTF-8": (write(JSON, b'[{"id": "\xff"}]'), "B", JSON),
    "a bibliography outside by ..": (in_edition("csl/bib", "csl/../../bib"), "B", YAML),
    "a bibliography outside by a link": (link_out(JSON), "B", YAML),
    "a key twice": (key_twice, "B", JSON),
    "broken YAML": (in_edition("title: The", "title: [The"), "S", YAML),
    "YAML of no bytes": (write(YAML, b""), "S", YAML),
    "an unknown key": (in_edition("date:", "dat:"), "S", YAML),
    "YAML that is not UTF-8": (write(YAML, b"title: \xff"), "S", YAML),
    "YAML that unfolds": (
        write(YAML, b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
            b"%c: &%c [%b]\n" % (98 + k, 98 + k, b",".join([b"*%c" % (97 + k)] * 9))
            for k in range(12))), "S", YAML),
    "YAML with a tag that runs": (
        write(YAML, b'title: !!python/object/apply:os.system ["true"]\nsections: [a.md]\n'), "S",
        YAML),
    "a section twice": (in_edition("  - 02-ledger.md", "  - 01-crossing.md"), "S", YAML),
    "a section that is missing": (in_edition("  - 02-ledger.md", "  - 03-gone.md"), "S", YAML),
    "a section outside by ..": (in_edition("  - 02-ledger.md", "  - ../../x.md"), "S", YAML),
    "a section outside by a link": (link_out(TEXT), "S", YAML),
    "a style that cannot be read": (broken_style, "C", ""),
    "a style that is nowhere": (in_edition("chicago-notes-bibliography", "no-such"), "C", YAML),
    "a style outside by ..": (in_edition("chicago-notes-bibliography", "../../x.csl"), "C", YAML),
    "a text that is not UTF-8": (write(TEXT, b"# A\n\n caf\xe9\n"), "S", TEXT),
    "an empty text": (write(TEXT, b""), "S", TEXT),
    "a text with a NUL": (write(TEXT, b"# A\n\nb\0c\n"), "S", TEXT),
    "a text of 50 MB in one line": (huge_line, "S", TEXT),
    "a line without end": (long_lines, "S", TEXT),
    "quotations nested without end": (append("> " * 500 + "x"), "S", TEXT),
    "an image outside by ..": (append("![a](../../secret.png)"), "I", TEXT),
    "an image outside by a link": (link_out("source/figures/out.png"), "I", TEXT),
    "an image by file:": (append("![a](file:///etc/hostname)"), "I", TEXT),
    "an image by http:": (append("![a](http://127.0.0.1:9/x.png)"), "I", TEXT),
    "an image by an absolute path": (append("![a](/etc/hostname)"), "I", TEXT),
    "an image by data:": (append("![a](data:image/svg+xml,<svg/>)"), "I", TEXT),
    "a script": (append("<script>alert(1)</script>"), "S", TEXT),
    "a frame": (append('<iframe src="http://127.0.0.1:9/"></iframe>'), "S", TEXT),
    "a style that hides the notes": (append("<style>.note {display: none}</style>"), "S", TEXT),
    "an attribute that hides": (append("[words]{style='display: none'}"), "S", TEXT),
    "a raw part of one form": (append("```{=openxml}\n<w:p/>\n```"), "S", TEXT),
    "an unresolved call": (append("A word.[^nowhere]"), "N", TEXT),
    "a note without a call": (append("[^lonely]: A note."), "N", TEXT),
    "a label twice": (append("A word.[^t]\n\n[^t]: One.\n\n[^t]: Two."), "N", TEXT),
    "an unknown key cited": (append("A word [@nobody1900]."), "C", TEXT),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_and_the_forms_stay(edition: Path, name: str) -> None:
    change, family, path = BROKEN[name]
    before = forms_of(edition)
    assert len(before) == 3
    change(edition)
    started = time.monotonic()
    done = octavo("build", edition, code=1)
    seconds = time.monotonic() - started
    found = FINDING.findall(done.stdout)
    assert any(f": {family}" in line and line.startswith(path) for line in found), done.stdout
    assert forms_of(edition) == before
    assert not parts_of(edition)
    assert seconds < SECONDS


@pytest.mark.parametrize("name", ["no bibliography", "broken YAML", "a section that is missing",
                                  "a style that is nowhere", "an empty text"])  # fmt: skip
def test_check_finds_what_build_finds(edition: Path, name: str) -> None:
    BROKEN[name][0](edition)
    built, checked = (octavo(command, edition, code=1) for command in ("build", "check"))
    assert FINDING.findall(built.stdout)
    assert FINDING.findall(built.stdout) == [
        line for line in FINDING.findall(checked.stdout) if line in built.stdout
    ]


LABELS = [
    "a_b*c", "é", "*", "*2", "1.2/3", "<x>", '"q"', "†", "&amp;", "a'b", "#", "%41", "{x}", "日本",
    "x" * 300, "a:b", "..", "-", "\\", "$1", "|", "__", "**", "~~", "`",
]  # fmt: skip


def test_labels_of_odd_characters_work_in_every_form(edition: Path) -> None:
    text = "\n\n".join(
        f"Word {number}.[^{label}]\n\n[^{label}]: The note numbered {number} of the odd."
        for number, label in enumerate(LABELS, 1)
    )
    append(text)(edition)
    octavo("build", edition)
    for read in (notes_of_pdf, notes_of_epub, notes_of_docx):
        words = " ".join(note.text for note in read(edition))
        for number in range(1, len(LABELS) + 1):
            assert f"thenotenumbered{number}oftheodd" in "".join(words.lower().split()), number
