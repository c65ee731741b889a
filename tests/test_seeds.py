"""The same source gives the same bytes, whatever order Python's sets have."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import pytest

from tests.building import ROOT, environment, octavo, run

SEEDS = tuple(map(str, range(8)))
EVERY_FORM = [word for form in ("pdf", "epub", "docx", "html") for word in ("--form", form)]

# Four faces on one page, letters that they lack, lists, a table, a figure, notes of both series.
TEXT = """# One {#one}

Words in *italics*, in **bold**, and in ***both***, in [small capitals]{.smallcaps}, on one
page.[^a] Ελληνικά, *Русский*, **漢字**, עברית, ½ → ∑.[^*m] `Code`, $a^2 \\in b$. [@note:a, page]
[Words]{.index}, [others]{.index key="words!others"}.

- one
- two

(c) three
(d) four

| a | **b** |
|---|---:|
| *c* | 1.5 |

: Tolls {#tbl:t}

![A bridge.](bridge.svg){#fig:b alt="A bridge"}

[^a]: A *note* with **all** the ***faces***, [](#two) and [@tbl:t, page].

[^*m]: Marked.
"""
EDITION = """title: Seeds
authors: [{family: Author, given: An}]
language: en-GB
date: 2026
identifier: urn:uuid:d4a69dbc-52cc-4afb-8d37-4f934c0f1a94
sections: [one.md, two.md]
lists: {illustrations: true, tables: true}
index: {}
"""
BRIDGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
    '<text x="2" y="12" font-size="8">Bridge</text><rect x="1" y="1" width="9" height="5"/></svg>'
)
# Binds the pages that are there, and prints the digest of the PDF.
BIND = """
import sys, hashlib
from pathlib import Path
from octavo.tasks.running.ahead import import_ahead
import_ahead(["bind"])
from octavo.tasks.bind import PDF, bind
from octavo.tasks.plan import Plan
plan = Plan(Path(sys.argv[1]))
bind(plan.edition, plan.paths, plan.bound)
print(hashlib.sha256(plan.paths.built(PDF).read_bytes()).hexdigest())
"""


def lay_out(folder: Path, more: str = "") -> Path:
    (folder / "source").mkdir(parents=True)
    (folder / "source/edition.yaml").write_text(EDITION + more, encoding="utf-8")
    (folder / "source/one.md").write_text(TEXT, encoding="utf-8")
    other = TEXT.replace("# One {#one}", "# Two {#two}").replace("#two)", "#one)")
    other = other.replace("{#tbl:t}", "").replace("{#fig:b ", "{")
    (folder / "source/two.md").write_text(other, encoding="utf-8")
    (folder / "source/bridge.svg").write_text(BRIDGE, encoding="utf-8")
    return folder


def digests(folder: Path) -> dict[str, str]:
    forms = sorted((folder / "build/forms").iterdir())
    return {form.suffix: hashlib.sha256(form.read_bytes()).hexdigest() for form in forms}


@pytest.mark.slow
def test_binding_gives_the_same_bytes_under_every_seed(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "seeds")
    octavo("build", folder, *EVERY_FORM, env=environment(PYTHONHASHSEED="0"))
    bound = {
        run(sys.executable, "-c", BIND, str(folder), env=environment(PYTHONHASHSEED=seed)).stdout
        for seed in SEEDS
    }
    assert len(bound) == 1
    assert digests(folder)[".pdf"] == bound.pop().strip()
    again = lay_out(tmp_path / "again")
    octavo("build", again, *EVERY_FORM, env=environment(PYTHONHASHSEED="7"))
    assert digests(again) == digests(folder)


FACES = [
    "{design: classic}", "{design: classic, typeface: Literata}", "{design: critical}",
    "{design: compact}", "{design: compact, typeface: EB Garamond}", "{design: journal}",
    "{design: journal, typeface: Literata, trim: 6in 9in}",
]  # fmt: skip


@pytest.mark.books
@pytest.mark.parametrize("faces", FACES)
def test_every_form_in_every_design_has_the_same_bytes(faces: str, tmp_path: Path) -> None:
    found = []
    for seed in SEEDS:
        folder = lay_out(tmp_path / seed / "seeds", f"print: {faces}\nnotes: {{place: edition}}\n")
        octavo("build", folder, *EVERY_FORM, env=environment(PYTHONHASHSEED=seed))
        found.append(digests(folder))
    assert all(one == found[0] for one in found)


@pytest.mark.books
def test_the_sample_edition_has_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for seed in SEEDS:
        folder = tmp_path / seed / "own"
        for part in ("source", "csl"):
            shutil.copytree(ROOT / part, folder / part)
        octavo("build", folder, *EVERY_FORM, env=environment(PYTHONHASHSEED=seed))
        found.append(digests(folder))
    assert all(one == found[0] for one in found)
