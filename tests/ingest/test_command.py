"""octavo ingest as a person runs it: an edition that passes the check, doubts, decisions."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from octavo.cli import main
from tests.building import octavo

ESSAY = """*Jane Q. Author*

## **What Became of It? Letters, 1931–1934**

The first letter left Geneva in March<sup>1</sup>. Nobody in the ministry read it before May, \
when the porter's book was opened<sup>2</sup>.

---

1 Author 1914, passim.

2 Ibid., pp. 74–76.

The second letter is lost. In *Registry* it is called the 2<sup>nd</sup><sup>3</sup>.

---

3 *Arkhiv politiki*, Moscow (hereinafter AVP), f. 082, d. 2, l. 2; and Author 1999, pp. 5–7; \
*ibid.*, p. 9.

4 AVP, f. 05, d. 3, ll. 1–3.

The third came back[@home]<sup>4</sup>.

*Bibliography*

- AUTHOR, J. Q., *A Registry of Letters*, Geneva 2014
- idem., „*Small Things*“: *a Study*, *Journal of Clocks* 5/1, March 1999, pp. 1–20
""".replace("May, when\n the porter", "May, when the porter")


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "essay.txt"
    path.write_text(ESSAY, encoding="utf-8")
    return path


def doubts_of(folder: Path) -> dict:
    return json.loads((folder / "ingest/doubts.json").read_text(encoding="utf-8"))


def text_of(folder: Path) -> str:
    (path,) = (folder / "source").glob("*.md")
    return path.read_text(encoding="utf-8")


def test_an_edition_passes_the_check_and_its_doubts_are_named(essay: Path, tmp_path: Path, capsys):
    folder = tmp_path / "edition"
    assert main(["ingest", str(essay), str(folder)]) == 0
    out = capsys.readouterr().out
    assert "1 text, 4 notes" in out
    assert main(["check", str(folder)]) == 0
    settings = (folder / "source/edition.yaml").read_text(encoding="utf-8")
    assert 'title: "What Became of It?"' in settings
    assert 'subtitle: "Letters, 1931–1934"' in settings
    assert '{family: "Author", given: "Jane Q."}' in settings
    text = text_of(folder)
    assert "called the 2^nd^<!-- -->[^3]." in text
    assert "came back[\\@home][^4]." in text
    works = json.loads((folder / "csl/bibliography.json").read_text(encoding="utf-8"))
    assert [work["id"] for work in works] == ["author2014", "author1999"]
    assert works[1]["container-title"] == "Journal of Clocks"
    assert works[1]["volume"], works[1]["issue"] == ("5", "1")
    data = doubts_of(folder)
    (doubt,) = [one for one in data["doubts"] if one["kind"] == "citation without a work"]
    assert "the nearest is of 2014" in doubt["message"]
    assert doubt["rests"] == ["note 2: Ibid., pp. 74–76."]
    assert data["letters"]["balanced"] and data["letters"]["read"] == len(ESSAY)
    page = (folder / "ingest/doubts.html").read_text(encoding="utf-8")
    assert f"{doubt['id']} cite author2014" in page
    assert not re.search(r"<script|src=|https?://", page)


def test_link_makes_certain_citations_and_a_decision_the_others(essay: Path, tmp_path: Path):
    folder = tmp_path / "edition"
    assert main(["ingest", "--link", str(essay), str(folder)]) == 0
    text = text_of(folder)
    assert "[^1]: Author 1914, passim." in text
    assert ("[^3]: [@avp, f. 082, d. 2, l. 2]; and [@author1999, pp. 5–7]; [@author1999, p. 9]."
            in text)  # fmt: skip
    assert "[^4]: [@avp, f. 05, d. 3, ll. 1–3]." in text
    assert main(["check", str(folder)]) == 0
    (doubt,) = doubts_of(folder)["doubts"]
    with (folder / "ingest/decisions.txt").open("a", encoding="utf-8") as file:
        file.write(f"{doubt['id']} cite author2014\n")
    assert main(["ingest", "--link", str(essay), str(folder)]) == 0
    assert "[^1]: [@author2014, passim]." in text_of(folder)
    assert "[^2]: [@author2014, pp. 74–76]." in text_of(folder)
    assert doubts_of(folder)["doubts"] == []


def test_the_same_scan_gives_the_same_bytes(essay: Path, tmp_path: Path):
    for name in ("one", "two"):
        assert main(["ingest", str(essay), str(tmp_path / name)]) == 0
    files = [path for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) > 7
    for path in files:
        other = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == other.read_bytes()


def test_what_was_edited_is_not_overwritten(essay: Path, tmp_path: Path, capsys):
    folder = tmp_path / "edition"
    main(["ingest", str(essay), str(folder)])
    (path,) = (folder / "source").glob("*.md")
    path.write_text("# Mine\n\nMy own words.\n", encoding="utf-8")
    assert main(["ingest", str(essay), str(folder)]) == 2
    assert "was edited since it was ingested" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "# Mine\n\nMy own words.\n"


def test_a_failed_ingest_writes_nothing(tmp_path: Path, capsys):
    (tmp_path / "bad.txt").write_bytes(b"")
    assert main(["ingest", str(tmp_path / "bad.txt"), str(tmp_path / "edition")]) == 2
    assert not (tmp_path / "edition").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "good.txt").write_text(ESSAY, encoding="utf-8")
    assert main(["ingest", str(tmp_path / "good.txt"), str(other)]) == 2
    assert [path.name for path in other.iterdir()] == ["letter.txt"]
    assert "not an edition that `octavo ingest` has made" in capsys.readouterr().err


def test_a_wrong_decision_is_named_by_its_line(essay: Path, tmp_path: Path, capsys):
    folder = tmp_path / "edition"
    main(["ingest", str(essay), str(folder)])
    (folder / "ingest/decisions.txt").write_text("# mine\nyes please\n", encoding="utf-8")
    assert main(["ingest", str(essay), str(folder)]) == 2
    assert "decisions.txt:2: this is no decision: yes please" in capsys.readouterr().err


def test_the_essay_of_the_corpus_is_the_edition_of_the_corpus(shared: Path, tmp_path: Path):
    folder = tmp_path / "edition"
    assert main(["ingest", str(shared / "corpus/ocr/carley-ocr.txt"), str(folder)]) == 0
    shutil.rmtree(folder / "ingest")
    found, known = (
        re.sub(r"\[\^\d+\]|\{#[^}]*\}", "", text).split("\n\n")
        for text in (text_of(folder), (shared / "editions/carley/source").glob("*.md").__next__()
                     .read_text(encoding="utf-8"))
    )  # fmt: skip
    body = [" ".join(block.split()) for block in known if not block.startswith(":")]
    mine = {" ".join(block.split()) for block in found}
    assert [block for block in body if block and block not in mine] == []


@pytest.mark.parametrize(("name", "faults"), [
    ("frus-ch4.clean", 0), ("frus-ch7.restart", 0), ("frus-ch9.noise2", 9),
])  # fmt: skip
def test_the_keys_of_the_corpus(name: str, faults: int, shared: Path, tmp_path: Path):
    scans = shared / "corpus/ocr/seed-like"
    key = json.loads((scans / f"{name}.key.json").read_text(encoding="utf-8"))
    assert main(["ingest", str(scans / f"{name}.txt"), str(tmp_path / "e")]) == 0
    blocks = re.split(r"\n\n(?=\[\^)", text_of(tmp_path / "e"))[1:]
    found = [" ".join(block.partition(": ")[2].split()) for block in blocks]
    assert found == [" ".join(note["text"].split()) for note in key["notes"]]
    doubts = [one for one in doubts_of(tmp_path / "e")["doubts"] if one["kind"] != "hyphen"]
    assert len(doubts) == faults == len(key["faults"])


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360"
    "000000020001e221bc330000000049454e44ae426082"
)


def test_pictures_beside_a_scan_are_copied_and_no_others(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "scan"
    outside.mkdir()
    inside.mkdir()
    for name in ("img-0.png", "img 1.png"):
        (inside / name).write_bytes(PNG)
    (outside / "secret.png").write_bytes(PNG)
    (inside / "text.png").write_text("no picture", encoding="utf-8")
    (inside / "link.png").symlink_to(outside / "secret.png")
    names = ("../outside/secret.png", f"{outside}/secret.png", "link.png", "text.png", "gone.png",
             "https://example.org/a.png", "file:///etc/passwd",
             "%2e%2e/outside/secret.png")  # fmt: skip
    (inside / "scan.md").write_text(
        "# A Title\n\nWords of the *first* paragraph.\n\n![img-0.png](img-0.png)\n\nMore words.\n\n"
        '<img src="img%201.png" alt="A bridge">\n\nThe end of it.\n\n'
        + "\n\n".join(f"![x]({name})" for name in names) + "\n\n[tbl-0.html](tbl-0.html)\n",
        encoding="utf-8",
    )  # fmt: skip
    octavo("ingest", "scan/scan.md", "book", cwd=tmp_path)
    (made,) = (tmp_path / "book/source").glob("*.md")
    text = made.read_text("utf-8")
    assert "first* paragraph.\n\n![](figures/img-0.png)\n\nMore words." in text
    assert '![](figures/img-1.png){alt="A bridge"}\n\nThe end of it.' in text
    copied = sorted(path.name for path in (tmp_path / "book/source/figures").iterdir())
    assert copied == ["img-0.png", "img-1.png"]
    data = json.loads((tmp_path / "book/ingest/doubts.json").read_text("utf-8"))
    doubts = [one["message"] for one in data["doubts"] if one["kind"] == "picture"]
    assert len(doubts) == len(names) + 1
    assert data["letters"]["balanced"]
