"""Every finding has a place: none is at the head of a file unless the fault is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.building import octavo

EDITION = """\
# A remark.

title: The 𐌰𐌱 Title
authors: [{family: Qaz, given: Wsx}]
language: en-US
identifier: urn:uuid:4d0a6f3e-6a1c-4f53-9d0e-7c7f6f0a2b11
date: 2026
publisher: {name: P 𐎀, place: London}
sections: [a.md, b.md]
"""
TEXTS = {
    "a.md": """\
<!-- A remark. -->

# The first

Some prose 𒀀𒀁 and more.[^a] $\\badcmd{{x}}$

## Under 𒀂

[^a]: A note.
""",
    "b.md": """\
<!-- A remark. -->

# The second 𒀃

See [@fig:x]. Some 𐌰 prose.

::: {.hid}
![Cap](p.png){#fig:x alt="x"}
:::
""",
}
SHEET = """\
/* A remark. */
@import url("https://example.org/x.css");
.hid { display: none }
h2 { color: nocolour }
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("places")
    for name in ("source", "styles"):
        (made / name).mkdir()
    (made / "source/edition.yaml").write_text(EDITION, encoding="utf-8")
    for name, text in TEXTS.items():
        (made / "source" / name).write_text(text, encoding="utf-8")
    Image.new("RGB", (30, 20)).save(made / "source/p.png")
    (made / "styles/print.css").write_text(SHEET, encoding="utf-8")
    return made


def found(shown: str) -> list[str]:
    return re.findall(r"^(\S+:\d+:\d+: [A-Z]\d{3})", shown, re.MULTILINE)


@pytest.mark.slow
def test_a_finding_of_a_whole_build_has_a_place(folder: Path) -> None:
    shown = octavo("build", folder, "--form", "pdf")
    findings = found(shown.stdout + shown.stderr) + found(octavo("check", folder).stdout)
    assert not [each for each in findings if ":1:1:" in each], findings
    assert {
        "styles/print.css:2:14: P051", "styles/print.css:4:6: P051", "source/b.md:8:15: P007",
        "source/edition.yaml:3:12: S090",
    } <= set(findings)  # fmt: skip
    # The check has named the scripts without a font, each once: no section repeats it.
    assert sum(each.endswith(("P020", "P006")) for each in findings) == 0
    assert len({each for each in findings if each.endswith("S090")}) == 3


@pytest.mark.slow
def test_an_error_that_stops_a_build_has_a_place_and_is_said_once(folder: Path) -> None:
    (folder / "source/b.md").write_text(TEXTS["b.md"].replace("x].", "x, page]."), encoding="utf-8")
    sheet = SHEET + "p { background: url(file:///etc/passwd) }\n"
    (folder / "styles/print.css").write_text(sheet, encoding="utf-8")
    shown = octavo("build", folder, "--form", "pdf", code=1)
    findings = found(shown.stdout + shown.stderr)
    assert findings.count("styles/print.css:5:21: P008") == 1
    assert not [each for each in findings if ":1:1:" in each], findings


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("".join(f"|{cell * 300}\n" for cell in ("a|", "---|", "b|")), "source/b.md:5:1: S007"),
        ("A formula $" + "{" * 20 + "x" + "}" * 20 + "$.\n", "source/b.md:5:11: S007"),
        (">" * 2000 + " x\n", "source/b.md:5:1: S007"),
    ],
)  # fmt: skip
def test_what_cannot_be_parsed_has_a_place(text: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/edition.yaml").write_text(EDITION, encoding="utf-8")
    (tmp_path / "source/a.md").write_text("# A\n\nText.\n", encoding="utf-8")
    (tmp_path / "source/b.md").write_text(f"<!-- x -->\n\n# B\n\n{text}", encoding="utf-8")
    assert place in found(octavo("check", tmp_path, code=1).stdout)
