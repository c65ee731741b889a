"""Rules, fixtures and docs: each fault where it is marked, and nothing where it is not.

A folder of a code lays its files over the sound edition.  A line's faults are marked at its end,
`<!-- N001 -->` or with the column `<!-- N001:17 -->`, or listed in the folder's expected.txt.
"""

from __future__ import annotations

import importlib
import io
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pydantic import TypeAdapter

from octavo.checks import rule_named, rules
from octavo.citations.rules import cite_key_resolves
from octavo.design.fonts import cut
from octavo.docx import reference_docx
from octavo.html.embedded_fonts import _subset
from octavo.model import Fault, Finding, Place, Rule, check_of
from octavo.tasks.check import findings_of
from octavo.tasks.parse import parse
from octavo.tasks.plan import Plan

HERE = Path(__file__).parent
SOUND = HERE.parent / "edition"
PACKAGE = HERE.parents[1] / "octavo"
DOCS = HERE.parents[1] / "docs" / "checks.md"

FIXTURES = sorted(path.name for path in HERE.iterdir() if re.fullmatch(r"[A-Z]\d{3}", path.name))
_MARKS = re.compile(r"<!--((?: [A-Z]\d{3}(?::\d+)?)+) -->")
_LISTED = re.compile(r"(?P<path>[^:\s]+):(?P<line>\d+)(?::(?P<column>\d+))? (?P<code>[A-Z]\d{3})")

Expected = tuple[str, int, int | None, str]


# --- what cannot stand in a repository is made ---------------------------------------------------


def _long_line(folder: Path) -> None:
    (folder / "source/02-ledger.md").write_text("word " * 200_001, encoding="utf-8")


def _links(folder: Path) -> None:
    figures = folder / "source/figures"
    (folder.parent / "outside.png").write_bytes((figures / "stage.png").read_bytes())
    (figures / "link.png").symlink_to(folder.parent / "outside.png")
    (figures / "inner.png").symlink_to("stage.png")


def _huge_image(folder: Path) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    data += struct.pack(">I", zlib.crc32(chunk)) + struct.pack(">I", 0) + b"IDAT\x35\xaf\x06\x1e"
    (folder / "source/figures/huge.png").write_bytes(data)


def _reference(folder: Path) -> None:
    """A reference document without the styles Verse and Credit."""
    (folder / "styles").mkdir()
    with (
        zipfile.ZipFile(io.BytesIO(reference_docx())) as ours,
        zipfile.ZipFile(folder / "styles" / "reference.docx", "w") as made,
    ):
        for name in ours.namelist():
            text = ours.read(name).decode()
            for lacking in ("Verse", "Credit"):
                text = re.sub(rf'<w:style [^>]*"{lacking}">.*?</w:style>', "", text, flags=re.S)
            made.writestr(name, text)


def _chapters(folder: Path) -> None:
    """As many chapters as Latin has words for, and one more."""
    for number in range(3, 32):
        text = f"# De fluminibus {{#c-{number}}}\n\nFlumen fluit.\n"
        (folder / f"source/more-{number:02}.md").write_text(text, encoding="utf-8")


def font(style: str = "Regular", *, licence_bits: int = 0, has_forms: bool = True) -> bytes:
    """A small font with the letters of ASCII."""
    made = TTFont(io.BytesIO(_subset(cut(f"EBGaramond-{style}"), {*range(0x20, 0x7F), 0x2010})))
    made["OS/2"].fsType = licence_bits  # pyright: ignore[reportAttributeAccessIssue]
    if not has_forms:
        del made["GSUB"]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _type(folder: Path, **fonts: bytes) -> None:
    (folder / "styles/fonts").mkdir(parents=True)
    for style, data in fonts.items():
        (folder / f"styles/fonts/Ferry-{style}.ttf").write_bytes(data)


def _lost_fonts(folder: Path) -> None:
    """A roman that is there, one outside, and a link to it."""
    _type(folder, Regular=font())
    (folder.parent / "Ferry-Bold.ttf").write_bytes(font())
    (folder / "styles/fonts/Linked-Bold.ttf").symlink_to(folder.parent / "Ferry-Bold.ttf")


def _restricted(folder: Path) -> None:
    """A roman that may not be embedded; an italic that may, since the widest permission holds."""
    _type(folder, Regular=font(licence_bits=0x2), Italic=font("Italic", licence_bits=0x2 | 0x8))


def _feigned(folder: Path) -> None:
    """An italic that is missing."""
    _type(folder, Regular=font(), Bold=font("Bold"), BoldItalic=font("BoldItalic"))


def _formless(folder: Path) -> None:
    """Four faces; the roman has no layout rules, and so none of the forms."""
    others = {style: font(style) for style in ("Italic", "Bold", "BoldItalic")}
    _type(folder, Regular=font(has_forms=False), **others)


def _template(folder: Path) -> None:
    """A template of another name, with all styles."""
    (folder / "styles").mkdir()
    (folder / "styles" / "house.docx").write_bytes(reference_docx())


MADE: dict[str, Callable[[Path], None]] = {
    "S005": _long_line,
    "I002": _links,
    "I004": _huge_image,
    "S076": _reference,
    "S088": _chapters,
    "S106": _lost_fonts,
    "S107": _restricted,
    "S108": _feigned,
    "S109": _formless,
    "S110": _template,
    "S112": _template,
}


# --- fixtures ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sound edition, parsed once."""
    folder = tmp_path_factory.mktemp("sound") / "edition"
    shutil.copytree(SOUND, folder)
    plan = Plan(folder)
    for section in plan.texts:
        parse(plan.edition, plan.paths, section, plan.language)
    return folder


def lay_over(code: str, parsed: Path, folder: Path) -> Path:
    """A fixture laid over the sound edition; texts that it replaces are parsed anew."""
    shutil.copytree(parsed, folder, dirs_exist_ok=True)
    shutil.copytree(HERE / code, folder, dirs_exist_ok=True)
    if code in MADE:
        MADE[code](folder)
    for text in sorted((folder / "source").glob("*.md")):
        sound = SOUND / "source" / text.name
        if not sound.exists() or sound.read_bytes() != text.read_bytes():
            Plan(folder).paths.parsed(text.stem).unlink(missing_ok=True)
    return folder


def marked(folder: Path) -> set[Expected]:
    """The marks of all texts, and the faults listed in expected.txt."""
    expected: set[Expected] = set()
    for text in (folder / "source").rglob("*.md"):
        path = text.relative_to(folder).as_posix()
        written = text.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(written.split("\n"), 1):
            for mark in (word for match in _MARKS.finditer(line) for word in match[1].split()):
                code, _, column = mark.partition(":")
                expected.add((path, number, int(column) if column else None, code))
    listed = folder / "expected.txt"
    for line in listed.read_text(encoding="utf-8").splitlines() if listed.exists() else ():
        match = _LISTED.fullmatch(line)
        assert match, line
        column = int(match["column"]) if match["column"] else None
        expected.add((match["path"], int(match["line"]), column, match["code"]))
    return expected


def compare(findings: tuple[Finding, ...], expected: set[Expected]) -> list[str]:
    """Give the findings that are not expected, and the expected ones that are missing."""
    wrong: list[str] = []
    left = set(expected)
    for finding in findings:
        place = finding.place
        options = (
            (place.path, place.line, place.column, finding.code),
            (place.path, place.line, None, finding.code),
        )
        match = next((option for option in options if option in left), None)
        if match is None:
            wrong.append(f"not expected: {finding}")
        elif match[2] is not None:
            left.discard(match)
    found = {(f.place.path, f.place.line, f.code) for f in findings}
    for path, line, column, code in sorted(left, key=str):
        if column is not None or (path, line, code) not in found:
            wrong.append(f"not found: {path}:{line}:{column} {code}")
    return wrong


def test_the_sound_edition_is_sound(parsed: Path) -> None:
    assert findings_of(Plan(parsed)) == ()


@pytest.mark.parametrize("code", FIXTURES)
def test_findings_equal_marks(code: str, parsed: Path, tmp_path: Path) -> None:
    folder = lay_over(code, parsed, tmp_path / "edition")
    findings = findings_of(Plan(folder))
    assert compare(findings, marked(folder)) == []
    assert code in {finding.code for finding in findings}


# Rules of the edition that look at different things in the texts, and one of a text.
KEPT = ("C001", "C002", "C013", "C016", "I001", "N001", "N007", "S010", "S014", "S044", "S060")


@pytest.mark.parametrize("code", KEPT)
def test_what_is_kept_of_the_texts_gives_the_same_findings(
    code: str, parsed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(lay_over(code, parsed, tmp_path / "edition"))
    for section in plan.texts:
        if not plan.paths.parsed(section.name).exists():
            parse(plan.edition, plan.paths, section, plan.language, plan.bibliographies)
    findings = findings_of(plan, keeping=True)
    assert code in {finding.code for finding in findings}
    with monkeypatch.context() as patched:
        patched.setattr("octavo.tasks.check.load_parsed", None)  # no text is read again
        assert findings_of(plan) == findings
    text = plan.root / plan.texts[0].path
    text.write_text(text.read_text(encoding="utf-8") + "\nMore.[^none]\n", encoding="utf-8")
    parse(plan.edition, plan.paths, plan.texts[0], plan.language, plan.bibliographies)
    assert findings_of(plan) == findings_of(plan, anew=True) != findings


# --- the register --------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.code)
def test_a_fault_is_found_under_the_code_of_its_rule(rule: Rule) -> None:
    finding = rule.fault(Place("source/01.md", 3, 7), "something is wrong", "mend it").finding
    assert (finding.code, finding.severity) == (rule.code, rule.severity)
    assert str(finding) == f"source/01.md:3:7: {rule.code} something is wrong; mend it"


def test_a_name_of_no_rule_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        rule_named("no_such_rule")


def test_every_rule_that_is_declared_is_in_the_table() -> None:
    """A room that declares rules, and that the table forgets, fails here by name."""
    declared: dict[str, set[Rule]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "skeleton" in path.parts or path.stem == "__main__":
            continue
        names = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = importlib.import_module(".".join(names).removesuffix(".__init__"))
        for value in vars(module).values():
            if isinstance(value, Rule):
                declared.setdefault(value.code, set()).add(value)
    assert {code: {rule} for code, rule in ((r.code, r) for r in rules())} == declared


def test_a_rule_with_a_check_has_it_in_the_table_too() -> None:
    assert rule_named("cite_key_resolves").check
    assert cite_key_resolves.check is None
    assert rule_named("cite_key_resolves") == cite_key_resolves


def test_a_check_is_of_the_rule_that_has_its_name() -> None:
    def another(survey: object) -> Iterator[Fault]:
        yield cite_key_resolves.fault(Place("a"), "b")

    with pytest.raises(AssertionError, match="another is no check of cite_key_resolves"):
        check_of(cite_key_resolves)(another)


def test_a_fault_between_two_stages_names_its_rule() -> None:
    adapter = TypeAdapter(Fault)
    fault = cite_key_resolves.fault(Place("source/01.md", 3, 7), "something is wrong")
    written = adapter.dump_json(fault)
    assert b'"rule":"cite_key_resolves"' in written
    assert adapter.validate_json(written, context={"rule_named": rule_named}) == fault
    wrong = written.replace(b"cite_key_resolves", b"no_such_rule")
    with pytest.raises(KeyError):
        adapter.validate_json(wrong, context={"rule_named": rule_named})


def test_every_rule_has_its_fixture_and_every_fixture_its_rule() -> None:
    assert {rule.code for rule in rules() if not rule.after_build} == set(FIXTURES)


def _marks_of(rule: Rule) -> dict[str, bool]:
    return {"plain texts": rule.for_plain_texts, "unsilenceable": rule.unsilenceable}


def test_every_rule_has_its_section_in_the_docs_and_its_row_in_the_table() -> None:
    docs = DOCS.read_text(encoding="utf-8")
    sections = re.findall(r"^### ([A-Z]\d{3}) (\w+)$", docs, re.MULTILINE)
    assert sections == [(rule.code, rule.name) for rule in rules()]
    row = r"^\| \[([A-Z]\d{3})\]\(#([\w-]+)\) \| (.*?) \| (\w+) \| (.*?) ?\|$"
    assert re.findall(row, docs, re.MULTILINE) == [
        (
            rule.code,
            f"{rule.code.lower()}-{rule.name}",
            rule.sentence,
            rule.severity.value,
            ", ".join(word for word, holds in _marks_of(rule).items() if holds),
        )
        for rule in rules()
    ]
