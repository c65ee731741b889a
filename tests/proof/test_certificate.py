"""The certificate says what was proven: in its data, and in Chromium."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest
from lxml import html

from tests.browser import chromium, modules, run_node
from tests.building import copy_of, edit, octavo, run
from tests.proof.form_damage import Parts

SCRIPT = Path(__file__).parent / "certificate.mjs"
NAME = "the-ferry-books"


class Issued(NamedTuple):
    """An edition's folder with the certificate of its forms."""

    folder: Path

    @property
    def page(self) -> Path:
        return self.folder / "build" / "proof.html"

    @property
    def data(self) -> dict[str, Any]:
        return orjson.loads((self.folder / "build" / "proof.json").read_bytes())

    def seen(self, number: str, word: str) -> dict[str, Any]:
        """Return what Chromium shows of the page."""
        packages = modules("playwright-core")
        return json.loads(
            run_node(SCRIPT, packages, chromium(), self.page.as_uri(), number, word, timeout=120)
        )


@pytest.fixture(scope="module")
def sound(built_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Issued:
    return Issued(copy_of(built_edition, tmp_path_factory.mktemp("certified") / "ferry"))


@pytest.fixture(scope="module")
def differing(built_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Issued:
    """The same, after somebody has changed the EPUB: other words in a note, and a note less."""
    folder = copy_of(built_edition, tmp_path_factory.mktemp("changed") / "ferry")
    file = folder / "build" / f"{NAME}.epub"
    parts = Parts(file.read_bytes(), "text/")
    parts.replace("was a penny; see", "was a pound &lt;b&gt;; see")
    parts.substitute(r'<aside class="note \w+" id="note-02-ledger-2".*?</aside>', "")
    file.write_bytes(parts.bytes())
    octavo("prove", folder, code=1)
    return Issued(folder)


def test_of_each_form_it_has_file_digest_and_counts(sound: Issued) -> None:
    made = sound.data
    assert [form["name"] for form in made["forms"]] == ["pdf", "epub", "docx"]
    for form in made["forms"]:
        written = (sound.folder / "build" / form["file"]).read_bytes()
        assert (form["size"], form["sha256"]) == (len(written), sha256(written).hexdigest())
        assert (form["notes"], form["differences"]) == (6, 0)
    assert made["forms"][0]["pages"] > 4
    assert made["forms"][1]["passages"] == made["forms"][2]["passages"] > 10
    assert made["differences"] == []
    assert len(made["code"]) == len(made["manuscripts"]) == 64


def test_of_each_note_it_has_the_words_of_all_forms(sound: Issued) -> None:
    first = sound.data["notes"][0]
    assert (first["mark"], first["place"]) == ("1", "source/01-crossing.md:12:1")
    assert first["words"].startswith("The fare was a penny; see Thomas Ward")
    assert {*first["witnesses"]} == {"pdf", "epub", "docx"}
    for witness in first["witnesses"].values():
        assert (witness["mark"].strip(". "), witness["differs"]) == ("1", False)
        assert witness["words"].split() == first["words"].split()
    assert first["witnesses"]["pdf"]["folios"] == [first["witnesses"]["pdf"]["call_folio"]]


def test_the_page_shows_the_forms_without_a_script_and_loads_nothing(sound: Issued) -> None:
    written = sound.page.read_text(encoding="utf-8")
    page = html.fromstring(written)
    digests = [form["sha256"] for form in sound.data["forms"]]
    assert page.xpath("//table//code/text()") == digests
    assert "Every note is in each form" in page.text_content()
    assert not page.xpath("//@src | //link | //@href")
    assert "default-src 'none'" in written


def test_what_differs_is_on_the_page_as_text(differing: Issued) -> None:
    page = html.fromstring(differing.page.read_text(encoding="utf-8"))
    shown = [" ".join(item.text_content().split()) for item in page.xpath("//ol/li")]
    assert len(shown) == len(differing.data["differences"]) == 2
    assert shown[0].startswith("source/01-crossing.md:12:1 X003 the EPUB: note 1:")
    assert "<b>" in shown[0] and not page.xpath("//li//b")


@pytest.mark.slow
def test_a_sound_certificate_in_a_browser(sound: Issued) -> None:
    seen = sound.seen("2", "twice")
    assert (seen["complaints"], seen["requests"]) == ([], [])
    assert seen["width"] <= 320
    assert seen["all"] == ["1", "*", "2", "1", "2", "3"]
    (opened,) = seen["opened"]
    assert opened["mark"] == "2" and seen["focused"].startswith("2")
    manuscript, *forms = opened["witnesses"]
    assert manuscript["heading"].startswith("manuscript, source/01-crossing.md:")
    assert [one["heading"].partition(",")[0] for one in forms] == [
        "the PDF", "the EPUB", "the Word file",
    ]  # fmt: skip
    assert {one["words"] for one in forms} == {manuscript["words"]}
    assert {one["said"] for one in forms} == {"no difference"}
    assert seen["differing"] == []
    assert seen["ofSection"] == ["1", "2", "3"]


@pytest.mark.slow
def test_a_differing_certificate_in_a_browser(differing: Issued) -> None:
    seen = differing.seen("1", "pound")
    assert seen["complaints"] == []
    assert seen["differing"] == ["1", "2"]
    assert seen["found"] == ["1"] and seen["count"] == "1 of 6 notes"
    (opened,) = seen["opened"]
    _, pdf, epub, docx = opened["witnesses"]
    assert (pdf["said"], epub["said"], docx["said"]) == (
        "no difference", "differs", "no difference",
    )  # fmt: skip
    assert "pound" in epub["marked"][0] and not docx["marked"]


def test_a_build_whose_forms_differ_leaves_no_certificate_of_another(
    built_edition: Path, tmp_path: Path
) -> None:
    """Its certificate names the forms as they were made; the published ones stay as they were."""
    folder = copy_of(built_edition, tmp_path / "ferry")
    before = {form: digest_of(folder / "build" / f"{NAME}.{form}") for form in ("pdf", "epub")}
    script = tmp_path / "losing.py"
    script.write_text(LOSING)
    edit(folder / "source" / "01-crossing.md", "was a penny", "was a penny or two")
    done = run(sys.executable, str(script), "build", "-n", "1", str(folder), code=1)
    assert "X003" in done.stdout and "build/proof.html shows how the forms differ" in done.stdout
    issued = Issued(folder)
    assert not issued.data["published"]
    assert [found["code"] for found in issued.data["differences"]] == ["X003"]
    assert {form["name"]: form["differences"] for form in issued.data["forms"]}["epub"] == 1
    assert "They were not published" in issued.page.read_text(encoding="utf-8")
    after = {form: digest_of(folder / "build" / f"{NAME}.{form}") for form in before}
    assert after == before
    edit(folder / "source" / "01-crossing.md", "a penny or two", "a penny or three")
    octavo("build", folder)
    assert issued.data["published"] and issued.data["differences"] == []


LOSING = """\
import sys
from octavo.epub import container
from octavo.cli import main

pack = container.pack
import octavo.epub

octavo.epub.pack = lambda files, moment: pack(
    {name: data.replace(b"penny or two", b"penny or") for name, data in files.items()}, moment
)
sys.exit(main())
"""


def digest_of(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
