"""The numbers of lists in every form: read back from print, EPUB, HTML and Word, and compared."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from lxml import etree

from octavo.model import Element, Manuscript
from octavo.model.numerals import roman
from octavo.pandoc import tree
from octavo.pandoc.walk import rewrite
from octavo.proof import expected_notes, read_proof
from octavo.tasks.records import from_json
from tests.building import octavo
from tests.proof.reading import printing

pytestmark = pytest.mark.slow

TEXT = """# Lists

a. alpha
b. beta
    i. gamma
    ii. delta
        (C) epsilon
        (D) zeta
c. eta

Between.

5) theta
6) iota

Between.

(c) kappa
(d) lambda

Words.[^1] More.[^2] Third.[^3]

> iv. mu
> v. nu

1905. xi
1906. omicron

IX. pi
X.  rho
    1. sigma

        tau

    2. upsilon

+-------------+--------------+
| a) phi      | xxxviii. chi |
| b) psi      | xxxix. omega |
+-------------+--------------+

(@) aleph

(@ex) beth

See (@ex).

1. gimel
2. daleth
4. he

Between.

#. waw
#. zayin

- heth
- teth
    (2) yod
    (3) kaph

[^1]: A list in a note:

    c) lamedh
    d) mem

    (ii) nun
    (iii) samekh

[^2]: Another, in it a table:

    +----------+
    | 7. ayin  |
    | 8. pe    |
    +----------+

[^3]: > B)  sadhe
    > C)  qoph
"""

WANTED = {
    "alpha": "a.", "beta": "b.", "gamma": "i.", "delta": "ii.", "epsilon": "(C)", "zeta": "(D)",
    "eta": "c.", "theta": "5)", "iota": "6)", "kappa": "(c)", "lambda": "(d)", "mu": "iv.",
    "nu": "v.", "xi": "1905.", "omicron": "1906.", "pi": "IX.", "rho": "X.", "sigma": "1.",
    "upsilon": "2.", "phi": "a)", "chi": "xxxviii.", "psi": "b)", "omega": "xxxix.",
    "aleph": "(1)", "beth": "(2)", "gimel": "1.", "daleth": "2.", "he": "4.", "waw": "1.",
    "zayin": "2.", "yod": "(2)", "kaph": "(3)", "lamedh": "c)", "mem": "d)", "nun": "(ii)",
    "samekh": "(iii)", "ayin": "7.", "pe": "8.", "sadhe": "B)", "qoph": "C)",
}  # fmt: skip

EDITION = """title: A Test
authors: [{family: Author, given: An}]
language: en-US
date: 2026
identifier: urn:uuid:d4a69dbc-52cc-4afb-8d37-4f934c0f1a94
sections: [one.md]
print: {trim: 6in 9in, leaves: false}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "source").mkdir()
    (folder / "source/edition.yaml").write_text(EDITION, encoding="utf-8")
    (folder / "source/one.md").write_text(TEXT, encoding="utf-8")
    forms = (word for form in ("pdf", "epub", "docx", "html") for word in ("--form", form))
    octavo("build", folder, *forms)
    return folder / "build"


def test_print_has_the_numbers_written(built: Path) -> None:
    with pdfplumber.open(built / "a-test.pdf") as pdf:
        words = [word for page in pdf.pages for word in page.extract_words()]
    text = [word["text"] for word in words]
    found = {word: text[text.index(word) - 1] for word in WANTED}
    assert found == WANTED
    markers = [words[text.index(word) - 1] for word in WANTED]
    assert min(marker["x0"] for marker in markers) > 58, "a marker is in the margin"
    overlapping = [
        word
        for word in WANTED
        if words[text.index(word) - 1]["x1"] > words[text.index(word)]["x0"] + 0.1
    ]
    assert not overlapping


def test_the_tags_of_print_say_how_lists_are_numbered(built: Path) -> None:
    with pikepdf.open(built / "a-test.pdf") as pdf:
        found = {
            str(item.A.ListNumbering)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/L" and "/A" in item
        }
    assert found == {
        "/Disc", "/Decimal", "/LowerAlpha", "/UpperAlpha", "/LowerRoman", "/UpperRoman",
    }  # fmt: skip


def _label(number: int, style: str, signs: str) -> str:
    letter = chr(ord("a") + (number - 1) % 26)
    said = {
        "decimal": str(number), "lower-alpha": letter, "upper-alpha": letter.upper(),
        "lower-roman": roman(number), "upper-roman": roman(number).upper(),
    }[style]  # fmt: skip
    return {"period": f"{said}.", "one-paren": f"{said})", "two-parens": f"({said})"}[signs]


_TYPES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
_SIGNED = re.compile(r"(one-paren|two-parens)-(\S+)")


def _html_numbers(xhtml: bytes) -> Iterator[tuple[str, str]]:
    """The first word of each item, and its number by the attributes of its list."""
    root = etree.fromstring(xhtml, etree.HTMLParser(encoding="utf-8"))
    for ol in root.iter("{*}ol", "ol"):
        signed = _SIGNED.search(ol.get("class", ""))
        style, signs = _TYPES[ol.get("type", "1")], "period"
        if signed:
            assert signed[2] == style
            signs = signed[1]
        for number, item in enumerate(ol.findall("li"), int(ol.get("start", "1"))):
            word = "".join(item.itertext()).split()[0]
            yield word, _label(number, style, signs)


def _sheet_defines(sheet: str, xhtml: str) -> None:
    """Every class of signs has its counter, with these signs."""
    for signs, style in set(_SIGNED.findall(xhtml.replace('"', " "))):
        name = f"{signs}-{style}"
        assert f".{name} {{ list-style-type: {name}; }}" in sheet
        counter = re.search(rf"@counter-style {name} \{{ system: extends {style}; (.*?)\}}", sheet)
        assert counter
        assert ('prefix: "("' in counter[1]) == (signs == "two-parens")
        assert 'suffix: ") "' in counter[1]


def test_the_epub_has_the_numbers_written(built: Path) -> None:
    with zipfile.ZipFile(built / "a-test.epub") as archive:
        names = archive.namelist()
        page = archive.read(next(n for n in names if n.endswith("one.xhtml")))
        sheets = "".join(archive.read(n).decode() for n in names if n.endswith(".css"))
    assert dict(_html_numbers(page)) == WANTED
    _sheet_defines(sheets, page.decode())


def test_the_html_pages_have_the_numbers_written(built: Path) -> None:
    pages = built / "a-test-html"
    page = next(pages.rglob("one.html")).read_bytes()
    found = {word: number for word, number in _html_numbers(page) if word in WANTED}
    assert found == WANTED
    _sheet_defines("".join(p.read_text() for p in pages.rglob("*.css")), page.decode())


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMATS = {
    "decimal": "decimal", "lowerLetter": "lower-alpha", "upperLetter": "upper-alpha",
    "lowerRoman": "lower-roman", "upperRoman": "upper-roman",
}  # fmt: skip


def test_the_word_file_has_the_numbers_written(built: Path) -> None:
    with zipfile.ZipFile(io.BytesIO((built / "a-test.docx").read_bytes())) as archive:
        parts = {
            name: etree.fromstring(archive.read(f"word/{name}.xml"))
            for name in ("numbering", "document", "footnotes")
        }
    lists = parts["numbering"]
    abstract = {a.get(f"{W}abstractNumId"): a for a in lists.iter(f"{W}abstractNum")}
    numbers = {n.get(f"{W}numId"): n for n in lists.iter(f"{W}num")}
    found: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for part in ("document", "footnotes"):
        for paragraph in parts[part].iter(f"{W}p"):
            numbered = paragraph.find(f"{W}pPr/{W}numPr")
            words = "".join(t.text or "" for t in paragraph.iter(f"{W}t")).split()
            if numbered is None or not words:
                continue
            name = numbered.find(f"{W}numId").get(f"{W}val")
            depth = numbered.find(f"{W}ilvl").get(f"{W}val")
            number = numbers[name]
            level = next(
                lvl
                for lvl in abstract[number.find(f"{W}abstractNumId").get(f"{W}val")]
                if lvl.get(f"{W}ilvl") == depth
            )
            style = level.find(f"{W}numFmt").get(f"{W}val")
            if style == "bullet":
                continue
            start = int(level.find(f"{W}start").get(f"{W}val"))
            for override in number.iter(f"{W}lvlOverride"):
                if override.get(f"{W}ilvl") == depth:
                    start = int(override.find(f"{W}startOverride").get(f"{W}val"))
            text = level.find(f"{W}lvlText").get(f"{W}val")
            signs = "two-parens" if text[0] == "(" else {".": "period", ")": "one-paren"}[text[-1]]
            found[words[0]] = _label(start + counts[name], _FORMATS[style], signs)
            counts[name] += 1
    assert {word: number for word, number in found.items() if word in WANTED} == WANTED


def with_lists(made: Manuscript, start: int, style: str, signs: str) -> Manuscript:
    """A manuscript whose lists have another start, or other numbers or signs, where they are
    given."""

    def change(element: Element) -> Element | None:
        if not tree.is_kind(element, "OrderedList"):
            return None
        return tree.ordered_list(
            tree.items_of(element), tree.start_of(element) + start,
            style or tree.number_style_of(element), signs or tree.delimiter_of(element),
        )  # fmt: skip

    return replace(made, blocks=rewrite(made.blocks, change))


CHANGES = {
    (0, "", ""): set[str](), (1, "", ""): {"1", "2", "3"}, (0, "Decimal", ""): {"1", "3"},
    (0, "LowerAlpha", ""): {"1", "2"}, (0, "", "TwoParens"): {"1", "2", "3"},
    (0, "", "Period"): {"1", "3"},
}  # fmt: skip


def test_the_proof_compares_the_numbers_of_lists_in_notes(built: Path) -> None:
    """A note whose list is printed with other numbers than its manuscript has is not whole."""
    made = from_json(Manuscript, (built / "cited" / "one.json").read_bytes())
    pdf = built / "a-test.pdf"
    for change, notes in CHANGES.items():
        copy = expected_notes([with_lists(made, *change)])
        faults = read_proof(pdf, copy, printing()).faults
        assert {fault.rule.code for fault in faults} <= {"P005"}
        assert {fault.message[5] for fault in faults} == notes, change
