"""Each rule of a press: a fault that it finds, and what is nearly one and is none."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageFile

from octavo.press.preflight.preflight import preflight
from octavo.press.preflight.rules import RULES
from octavo.press.printers import Printer, PrinterError, printer_named, printers
from tests.press.made_pdfs import BLEED, HEIGHT, MM, WIDTH, Change, Interior, made

X4 = printer_named("offset-x4")
FLAT = replace(X4, severity={})  # transparency and layers are faults
LULU = printer_named("lulu")


def codes(path: Path, printer: Printer = X4) -> set[str]:
    return {one.finding.code for one in preflight(path, printer)}


def drawn(content: bytes) -> Change:
    return lambda interior: interior.draw(content)


def with_state(content: bytes, **settings: object) -> Change:
    def change(interior: Interior) -> None:
        interior.state("G", **settings)
        interior.draw(b"q /G gs " + content + b" Q\n")

    return change


def with_picture(mode: str, pixels: int, points: float, colour: Any, **how: bool) -> Change:
    return lambda interior: interior.picture(
        Image.new(mode, (pixels, pixels), colour), points, **how
    )


def spot(name: str) -> Change:
    def change(interior: Interior) -> None:
        function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 1, 0], N=1)
        interior.page().Resources.ColorSpace["/S"] = Array(
            [Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, function]
        )
        interior.draw(b"q /S cs 1 scn 150 200 50 50 re f Q\n")

    return change


def annotated(interior: Interior) -> None:
    interior.page().Annots = Array(
        [interior.pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=[100, 100, 120, 120]))]
    )  # fmt: skip


def pages_added(count: int) -> Change:
    return lambda interior: [interior._add_page() for _ in range(count)]


def boxed(**boxes: list[float]) -> Change:
    def change(interior: Interior) -> None:
        for name, box in boxes.items():
            interior.page()[f"/{name}"] = Array(box)

    return change


def resized(interior: Interior) -> None:
    page = interior.page(3)
    page.MediaBox = Array([0, 0, 300, 400])
    page.TrimBox = page.BleedBox = Array([0, 0, 300, 400])
    page.Contents = Stream(interior.pdf, b"")


def all_resized(interior: Interior) -> None:
    for number in range(len(interior.pdf.pages)):
        page = interior.page(number)
        page.MediaBox = page.TrimBox = page.BleedBox = Array([0, 0, 1200, 1800])


def font(subtype: str, *, embedded: bool) -> Change:
    def change(interior: Interior) -> None:
        made_font = Dictionary(
            Type=Name.Font, Subtype=Name(f"/{subtype}"), BaseFont=Name.Courier,
            Encoding=Name.WinAnsiEncoding, FirstChar=32, LastChar=126, Widths=[600] * 95,
        )  # fmt: skip
        if subtype == "Type3":
            made_font.FontMatrix, made_font.FontBBox = (
                Array([0.001, 0, 0, 0.001, 0, 0]),
                Array([0] * 4),
            )
            made_font.CharProcs, made_font.Encoding = Dictionary(), Dictionary()
        if embedded:
            made_font.FontDescriptor = interior.font.FontDescriptor
        interior.page().Resources.Font["/C"] = interior.pdf.make_indirect(made_font)
        interior.draw(b"q 0 0 0 1 k BT /C 11 Tf 80 300 Td (More words) Tj ET Q\n")

    return change


def in_root(key: str, value: object) -> Change:
    def change(interior: Interior) -> None:
        interior.pdf.Root[key] = value

    return change


def intent(condition: str) -> Change:
    def change(interior: Interior) -> None:
        interior.pdf.Root.OutputIntents[0].OutputConditionIdentifier = String(condition)

    return change


def layered(interior: Interior) -> None:
    layer = interior.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
    interior.pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary())


def without_title(interior: Interior) -> None:
    del interior.pdf.docinfo["/Title"]


def named(standard: str) -> Change:
    def change(interior: Interior) -> None:
        interior.pdf.docinfo["/GTS_PDFXVersion"] = standard

    return change


def rich(interior: Interior) -> None:
    """Put a picture of much ink on one page, in two halves: only together they are too much."""
    interior.picture(Image.new("CMYK", (400, 400), (150, 150, 150, 0)), 90)
    interior.state("Over", op=True, OP=True, OPM=1)
    interior.draw(b"q /Over gs 0 0 0 1 k 150 200 90 90 re f Q\n")
    interior.draw(b"q /Over gs 0 0 0 1 k 0 0 0 1 k 150 200 90 90 re f Q\n")


def at_edge(x: float, y: float, width: float, height: float) -> Change:
    return drawn(b"q 0 0 0 .5 k %f %f %f %f re f Q\n" % (x, y, width, height))


def text_at(x: float, y: float, page: int = 0) -> Change:
    return lambda interior: interior.draw(
        b"q 0 0 0 1 k BT /F 9 Tf %f %f Td (x) Tj ET Q\n" % (x, y), page
    )


RIGHT, TOP = WIDTH + BLEED, HEIGHT + BLEED
INKS = b"BT /F %d Tf 80 300 Td (Words) Tj ET"


@dataclass(frozen=True)
class Case:
    """A fault with its code, and what is nearly one; both for a printer."""

    code: str
    fault: Change
    near: Change | None
    printer: Printer = X4


CASES = [
    Case("F002", named("PDF/X-5"), named("PDF/X-4p")),
    Case("F003", intent("FOGRA27"), intent("FOGRA39L")),
    Case("F003", lambda i: i.pdf.Root.__delitem__("/OutputIntents"), None),
    Case(
        "F004",
        in_root("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))),
        in_root("/OpenAction", Dictionary(S=Name.GoTo)),
    ),
    Case("F005", layered, None, FLAT),
    Case("F006", in_root("/AF", Array([])), None),
    Case("F007", without_title, None),
    Case("F010", resized, None),
    Case(
        "F010",
        lambda i: i.page(2).__setitem__("/Rotate", 90),
        lambda i: i.page(2).__setitem__("/Rotate", 360),
    ),
    Case("F011", all_resized, None),
    Case(
        "F012",
        boxed(TrimBox=[-5, 8.5, RIGHT, TOP]),
        boxed(TrimBox=[BLEED, BLEED, RIGHT + 0.3, TOP]),
    ),
    Case("F013", pages_added(1), pages_added(2)),
    Case(
        "F014",
        lambda i: None,
        lambda i: i.page(15).__setitem__("/Contents", Stream(i.pdf, b"")),
        replace(X4, last_is_blank=True),
    ),
    Case("F015", at_edge(200, BLEED - 2, 50, 80), at_edge(200, BLEED - 8.6, 50, 80)),
    Case("F015", at_edge(RIGHT - 40, 300, 40, 80), at_edge(RIGHT - 40, 300, 38, 80)),
    Case("F016", text_at(80, BLEED + 8), text_at(80, BLEED + 18)),
    Case("F016", text_at(RIGHT - 12, 300), text_at(RIGHT - 22, 300)),
    Case("F017", text_at(BLEED + 12, 300), text_at(BLEED + 32, 300)),
    Case("F017", text_at(RIGHT - 20, 300, 1), text_at(RIGHT - 36, 300, 1)),
    Case("F018", text_at(80, 1), None),
    Case("F019", annotated, None),
    Case("F020", font("TrueType", embedded=False), font("TrueType", embedded=True)),
    Case("F022", font("Type3", embedded=False), None),
    Case(
        "F023",
        drawn(b"q 0 0 0 1 k " + INKS % 4 + b" Q\n"),
        drawn(b"q 0 0 0 1 k " + INKS % 5 + b" Q\n"),
    ),
    Case(
        "F030",
        drawn(b"q .2 .3 .4 rg 150 200 50 50 re f Q\n"),
        drawn(b"q .2 .3 .4 0 k 150 200 50 50 re f Q\n"),
    ),
    Case(
        "F030",
        with_picture("RGB", 400, 90, (200, 10, 10)),
        with_picture("CMYK", 400, 90, (9, 9, 9, 9)),
    ),
    Case("F030", spot("Pantone 485 C"), spot("Black"), replace(X4, takes_spots=False)),
    Case(
        "F031",
        drawn(b"q .5 .4 .4 1 k " + INKS % 11 + b" Q\n"),
        drawn(b"q .5 .4 .4 1 k " + INKS % 30 + b" Q\n"),
    ),
    Case(
        "F032",
        drawn(b"q 1 1 1 .5 k 150 200 50 50 re f Q\n"),
        drawn(b"q 1 1 1 .3 k 150 200 50 50 re f Q\n"),
    ),
    Case(
        "F032",
        with_picture("CMYK", 400, 90, (250, 250, 250, 150)),
        with_picture("CMYK", 400, 90, (250, 250, 250, 20)),
    ),
    Case("F032", rich, with_picture("CMYK", 400, 90, (150, 150, 150, 0)), replace(X4, ink=240)),
    Case(
        "F033",
        with_state(b"0 0 0 0 k 150 200 50 50 re f", op=True, OP=True),
        with_state(b"0 0 0 0 k 150 200 50 50 re f", op=False, OP=False),
    ),
    Case(
        "F034",
        drawn(b"q .1 w 150 200 m 250 200 l S Q\n"),
        drawn(b"q .25 w 150 200 m 250 200 l S Q\n"),
    ),
    Case(
        "F034",
        drawn(b"q .5 0 0 .5 0 0 cm .4 w 300 400 m 500 400 l S Q\n"),
        drawn(b"q 2 0 0 2 0 0 cm .2 w 80 100 m 120 100 l S Q\n"),
    ),
    Case(
        "F035",
        with_state(b"0 0 0 .5 k 150 200 50 50 re f", ca=0.5),
        with_state(b"0 0 0 .5 k 150 200 50 50 re f", ca=1),
        FLAT,
    ),
    Case(
        "F036",
        drawn(b"q 0 .9 .9 0 k 150 200 50 50 re f Q\n"),
        drawn(b"q 0 0 0 .9 k 150 200 50 50 re f Q\n"),
        replace(X4, takes_cmyk=False),
    ),
    Case("F040", with_picture("L", 300, 90, 90), with_picture("L", 375, 90, 90)),
    Case("F041", with_picture("L", 200, 90, 90), None),
    Case("F041", with_picture("1", 320, 90, 1), with_picture("1", 700, 90, 1)),
    Case(
        "F042",
        with_picture("L", 400, 90, 90, jpeg=True, damaged=True),
        with_picture("L", 400, 90, 90, jpeg=True),
    ),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("sound") / "sound.pdf")


def test_a_sound_interior_has_no_flaw(sound: Path) -> None:
    assert [str(one.finding) for one in preflight(sound, X4)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_fault_is_found_and_what_is_nearly_one_is_not(case: Case, tmp_path: Path) -> None:
    fault = made(tmp_path / "fault.pdf", case.fault)
    assert case.code in codes(fault, case.printer)
    if case.near is not None:
        near = preflight(made(tmp_path / "near.pdf", case.near), case.printer)
        assert [str(one.finding) for one in near if one.finding.code == case.code] == []


def test_every_rule_is_tried() -> None:
    tried = {case.code for case in CASES} | {"F001", "F021"}
    assert {rule.code for rule in RULES.values()} == tried


# --- files that cannot be judged -----------------------------------------------------------------


def encrypted(path: Path) -> None:
    Interior().pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


def restricted(path: Path) -> None:
    Interior().pdf.save(path, encryption=pikepdf.Encryption(owner="a", user=""))


def cut_short(path: Path) -> None:
    made(path)
    path.write_bytes(path.read_bytes()[:2000])


def no_pages(path: Path) -> None:
    pikepdf.new().save(path)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (encrypted, "protected by a password"),
        (restricted, "it is encrypted"),
        (cut_short, ""),
        (no_pages, "it has no page"),
        (lambda path: path.write_bytes(b""), "broken, or no PDF"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(900)), "broken, or no PDF"),
    ],
    ids=["password", "restricted", "cut", "no pages", "empty", "zip"],
)
def test_a_file_that_cannot_be_judged_is_an_error(make, said: str, tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    make(path)
    found = [one.finding.message for one in preflight(path, X4) if one.finding.code == "F001"]
    assert said in found[0]


def test_a_page_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = made(tmp_path / "book.pdf", drawn(b"q 1 0 cm Q"))
    assert "the page cannot be read" in " ".join(
        one.finding.message for one in preflight(path, X4) if one.finding.code == "F001"
    )


# --- findings ------------------------------------------------------------------------------------


def test_flaws_of_one_kind_are_one_finding_with_its_pages(tmp_path: Path) -> None:
    def change(interior: Interior) -> None:
        for number in (1, 3, 4, 5, 8):
            interior.draw(b"q .2 .3 .4 rg 150 200 50 50 re f Q\n", number)

    (found,) = preflight(made(tmp_path / "book.pdf", change), X4)
    assert "pages 2, 4–6, 9" in found.finding.message
    assert [flaw.page for flaw in found.flaws] == [1, 3, 4, 5, 8]
    left, foot, right, head = found.flaws[0].millimetres
    assert left == pytest.approx((150 - BLEED) / MM, abs=0.1)
    assert foot == pytest.approx((200 - BLEED) / MM, abs=0.1)
    assert right - left == pytest.approx(50 / MM, abs=0.1)
    assert head - foot == pytest.approx(50 / MM, abs=0.1)


def test_what_a_clip_hides_is_no_flaw(tmp_path: Path) -> None:
    hidden = drawn(b"q 10 10 20 20 re W n .2 .3 .4 rg 150 200 50 50 re f Q\n")
    assert codes(made(tmp_path / "book.pdf", hidden)) == set()


def test_a_form_is_read_where_it_is_drawn(tmp_path: Path) -> None:
    def change(interior: Interior) -> None:
        form = Stream(interior.pdf, b".2 .3 .4 rg 0 0 10 10 re f")
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([0, 0, 20, 20])
        interior.page().Resources.XObject["/X"] = form
        interior.draw(b"q 2 0 0 2 100 100 cm /X Do Q\n")

    (found,) = preflight(made(tmp_path / "book.pdf", change), X4)
    assert found.flaws[0].where == pytest.approx((100, 100, 120, 120))


def test_a_file_without_a_trim_has_that_which_is_given(tmp_path: Path) -> None:
    def change(interior: Interior) -> None:
        for number in range(len(interior.pdf.pages)):
            del interior.page(number)["/TrimBox"], interior.page(number)["/BleedBox"]

    path = made(tmp_path / "book.pdf", change)
    assert preflight(path, X4, (WIDTH, HEIGHT)) == ()
    assert codes(path, replace(X4, sizes=((WIDTH, HEIGHT),))) == {"F011"}


# --- printers ------------------------------------------------------------------------------------


def test_every_printer_has_its_source_and_the_month_it_was_read() -> None:
    for printer in printers().values():
        assert printer.source
        assert len(printer.read) == 7
        assert printer.gutter(printer.fewest_pages) <= printer.gutter(printer.most_pages)


def test_a_file_of_printers_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[house]\ntitle = "House"\nsource = "its leaflet"\nread = "2026-11"\n'
        "pages = { least = 8, most = 400 }\n"
        'trim = { sizes = ["156mm 234mm"] }\nbleed = { width = "3mm" }\n'
        'safe = { width = "5mm", with_bleed = "5mm" }\ncolour = { cmyk = true }\n'
        'gutter = [{ pages = 400, width = "1cm" }]\nseverity = { page_has_no_marks = "off" }\n'
    )
    house = printer_named("house", own)
    assert house.takes_size((156 * MM, 234 * MM))
    assert house.gutter(100) == pytest.approx(10 * MM)
    assert house.severity == {"page_has_no_marks": None}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("width = 3", "is no table"),
        ('bleed = { width = "3" }', "is no length with a unit"),
        ('bleed = { width = "3furlongs" }', "is no length with a unit"),
        ('standards = ["PDF/X-9"]', "is none of"),
        ("nonsense = 1", "nonsense is not known"),
        ("pages = { least = 9, most = 4 }", "least is more than most"),
        ('severity = { page_has_no_mark = "off" }', "did you mean page_has_no_marks?"),
        ('severity = { page_has_no_marks = "never" }', "is error, warning, info or off"),
        ("title = [", "is no TOML"),
    ],
)
def test_a_file_of_printers_that_is_wrong_says_where(
    written: str, said: str, tmp_path: Path
) -> None:
    sound = {
        "title": '"House"', "source": '"s"', "read": '"2026-11"',
        "pages": "{ least = 8, most = 400 }", "trim": '{ sizes = ["156mm 234mm"] }',
        "bleed": '{ width = "3mm" }', "safe": '{ width = "5mm", with_bleed = "5mm" }',
        "colour": "{ cmyk = true }",
    }  # fmt: skip
    key, _, value = written.partition(" = ")
    table = "" if key == "width" else "[house]\n"
    rows = {key: value} if key == "width" else sound | {key: value}
    own = tmp_path / "own.toml"
    own.write_text(table + "".join(f"{name} = {value}\n" for name, value in rows.items()))
    with pytest.raises(PrinterError) as raised:
        printer_named("house", own)
    assert said in str(raised.value)


# --- the command ---------------------------------------------------------------------------------


def octavo(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "octavo.cli", "preflight", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_says_what_is_wrong_where_and_what_to_do(tmp_path: Path) -> None:
    path = made(tmp_path / "book.pdf", drawn(b"q .2 .3 .4 rg 150 200 50 50 re f Q\n"))
    done = octavo(path, "--pictures", tmp_path / "seen", "--format", "json")
    assert done.returncode == 1, done.stderr
    (found,) = json.loads(done.stdout)["findings"]
    assert found["rule"] == "colour_is_for_the_press"
    assert found["places"][0]["page"] == 1
    assert found["hint"] == "convert it to the inks of the press"
    with Image.open(tmp_path / "seen" / "page-0001.png") as seen:
        scale = 110 / 72
        red = seen.convert("RGB").getpixel(
            (int(175 * scale), int((HEIGHT + 2 * BLEED - 253) * scale))
        )
    assert red is not None


def test_the_command_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    assert octavo(tmp_path / "none.pdf").returncode == 2
    done = octavo(tmp_path / "none.pdf", "--printer", "ingramsprak")
    assert "ingramsprak; did you mean ingramspark? known are" in done.stderr
    assert octavo("--printers").returncode == 0


def test_a_picture_cut_short_is_found_beside_a_library_that_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    cut_picture = with_picture("L", 400, 90, 90, jpeg=True, damaged=True)
    assert "F042" in codes(made(tmp_path / "book.pdf", cut_picture))
    assert ImageFile.LOAD_TRUNCATED_IMAGES
