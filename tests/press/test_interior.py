"""The interior for a printer: its inks, boxes and standard, read back; the words of the edition."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageCms

from octavo.press.interior.inked_content import NotForThePress
from octavo.press.interior.interior import Made, make_interior
from octavo.press.interior.profiles import is_of_press, profile_for
from octavo.press.interior.same_pages import differences
from octavo.press.preflight.page_content import content_of
from octavo.press.preflight.preflight import preflight_data
from octavo.press.printers import Printer, printer_named, printers
from tests.building import octavo
from tests.press.made_pdfs import BLEED, HEIGHT, WIDTH, Change, Interior, made

KDP, SPARK, X4 = (printer_named(name) for name in ("kdp-paperback", "ingramspark", "offset-x4"))
ROOMY = {"fewest_pages": 1, "smallest": (1.0, 1.0), "severity": {"file_says_what_it_is": None}}


GHOSTSCRIPTS = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")


def press_profile() -> bytes:
    """Return the profile of a press that is installed; that which Ghostscript brings, if no other
    is."""
    found = profile_for("FOGRA39", Path("/nonexistent"))
    if not found and GHOSTSCRIPTS.is_file():
        found = GHOSTSCRIPTS.read_bytes()
    if not is_of_press(found):
        pytest.skip("no profile of a press is installed (FOGRA39, or Ghostscript's)")
    return found


def of(path: Path, printer: Printer, profile: bytes = b"") -> Made:
    return make_interior(path, replace(printer, **ROOMY), "A Book", profile)


def painted(interior: Made, page: int = 0) -> list[Any]:
    with pikepdf.open(BytesIO(interior.data)) as pdf:
        return content_of(pdf.pages[page].obj).painted


def screen(interior: Interior) -> None:
    """Draw as a program for the screen does: text in RGB and grey, opacity, a tint, a picture."""
    interior.state("Half", ca=0.5, CA=0.5)
    interior.draw(
        b"q 0 0 0 rg BT /F 11 Tf 80 350 Td (Words) Tj ET .6 .1 .1 rg BT /F 11 Tf 80 330 Td "
        b"(Words) Tj ET .8 g 100 200 40 20 re f /Half gs 0 g 150 200 40 20 re f Q\n"
        b"q .2 .4 .8 rg 200 200 40 20 re f 0 0 0 RG .5 w 80 150 m 200 150 l S Q\n"
    )


def inks_of(things: list[Any], what: str) -> list[dict[str, float]]:
    return [dict(one.inks.amounts) for one in things if one.what == what]


def test_all_text_is_in_black_alone_and_overprints(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", screen)
    for printer, profile in ((KDP, b""), (X4, press_profile())):
        things = painted(of(path, printer, profile))
        words = [one for one in things if one.what == "text"]
        assert len(words) == 3
        assert all(one.inks.used == ("Black",) for one in words)
        assert words[1].overprints
        assert dict(words[1].inks.amounts)["Black"] == 1
        assert 0.4 < dict(words[2].inks.amounts)["Black"] < 0.9  # red, as dark as it is
        assert not words[2].overprints


def test_tints_and_opacity_become_what_is_seen_on_white(tmp_path: Path) -> None:
    tint, half, blue = inks_of(painted(of(made(tmp_path / "a.pdf", screen), KDP)), "area")
    assert tint["Black"] == pytest.approx(0.2, abs=0.01)
    assert half["Black"] == pytest.approx(0.5, abs=0.01)
    assert blue["Cyan"] == 0
    assert 0.4 < blue["Black"] < 0.8


def test_a_colour_goes_through_the_profile_of_the_press(tmp_path: Path) -> None:
    profile = press_profile()
    *_, blue = inks_of(painted(of(made(tmp_path / "a.pdf", screen), X4, profile)), "area")
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(BytesIO(profile)), "RGB", "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    one = ImageCms.applyTransform(Image.new("RGB", (1, 1), (51, 102, 204)), transform)
    assert one is not None
    wanted: Any = one.getpixel((0, 0))
    assert [*blue.values()] == pytest.approx([level / 255 for level in wanted], abs=0.01)


# --- pictures ------------------------------------------------------------------------------------


def with_picture(image: Image.Image, mask: Image.Image | None = None, **how: bool) -> Change:
    def change(interior: Interior) -> None:
        stream = interior.picture(image, 60, **how)
        if mask is not None:
            soft = Stream(interior.pdf, mask.tobytes())
            soft.Type, soft.Subtype, soft.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
            soft.Width, soft.Height = mask.size
            soft.BitsPerComponent = 8
            stream.SMask = interior.pdf.make_indirect(soft)

    return change


def picture_in(interior: Made) -> Image.Image:
    with pikepdf.open(BytesIO(interior.data)) as pdf:
        found: list[Any] = [*pdf.pages[0].obj.Resources.XObject.values()]
        read = pikepdf.PdfImage(found[0]).as_pil_image()
        read.load()
        return read


def test_a_picture_is_grey_for_a_printer_of_black(tmp_path: Path) -> None:
    red = Image.new("RGB", (300, 300), (200, 30, 30))
    seen = picture_in(of(made(tmp_path / "a.pdf", with_picture(red)), KDP))
    assert seen.mode == "L"
    assert seen.getpixel((5, 5)) == pytest.approx(81, abs=3)


def test_what_is_clear_is_laid_on_white(tmp_path: Path) -> None:
    red, mask = Image.new("RGB", (300, 300), (200, 30, 30)), Image.new("L", (300, 300), 0)
    mask.paste(255, (0, 0, 150, 300))
    seen = picture_in(of(made(tmp_path / "a.pdf", with_picture(red, mask)), KDP))
    assert (seen.getpixel((5, 5)), seen.getpixel((290, 5))) == (pytest.approx(81, abs=3), 255)


def test_the_ink_of_a_picture_is_held_under_the_limit(tmp_path: Path) -> None:
    grey = Image.linear_gradient("L")
    low = grey.point([level // 4 for level in range(256)])
    dark = Image.merge("RGB", [low, low, grey.rotate(90)])
    limited = replace(X4, ink=240)
    path = made(tmp_path / "a.pdf", with_picture(dark))
    seen = picture_in(of(path, limited, press_profile()))
    free = picture_in(of(path, replace(X4, ink=0), press_profile()))
    assert seen.mode == free.mode == "CMYK"

    def most(image: Image.Image) -> float:
        return max(map(sum, image.get_flattened_data())) / 2.55  # type: ignore[arg-type]

    assert most(free) > 280
    assert most(seen) <= 241
    assert seen.getchannel(3).tobytes() == free.getchannel(3).tobytes()  # black stays


def test_a_picture_that_cannot_be_read_is_named_with_its_page(tmp_path: Path) -> None:
    grey = Image.effect_noise((300, 300), 50)
    path = made(tmp_path / "a.pdf", with_picture(grey, jpeg=True, damaged=True))
    with pytest.raises(NotForThePress, match="page 1 has a picture that cannot be read"):
        of(path, KDP)


# --- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*printers()])
def test_a_printer_finds_no_error_in_its_interior(name: str, tmp_path: Path) -> None:
    def change(interior: Interior) -> None:
        screen(interior)
        interior.picture(Image.new("RGB", (600, 600), (90, 140, 30)), 80)
        interior.page(1).Annots = Array([])
        interior.pdf.Root.OCProperties = Dictionary(OCGs=[], D=Dictionary())

    printer = replace(printer_named(name), fewest_pages=1)
    path = made(tmp_path / "a.pdf", change)
    interior = make_interior(path, printer, "A Book", press_profile())
    errors = [
        str(one.finding)
        for one in preflight_data(interior.data, "a.pdf", printer)
        if one.finding.severity == "error"
    ]
    assert errors == []
    assert make_interior(path, printer, "A Book", press_profile()).data == interior.data


def test_boxes_are_on_the_sides_that_the_printer_wants(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf")
    with pikepdf.open(BytesIO(of(path, X4, press_profile()).data)) as pdf:
        recto, verso = (pdf.pages[at] for at in (0, 1))
        assert [float(edge) for edge in recto.trimbox] == pytest.approx(
            [0, BLEED, WIDTH, HEIGHT + BLEED], abs=0.01
        )
        assert [float(edge) for edge in verso.trimbox] == pytest.approx(
            [BLEED, BLEED, WIDTH + BLEED, HEIGHT + BLEED], abs=0.01
        )
    with pikepdf.open(BytesIO(of(path, KDP).data)) as pdf:
        assert [float(edge) for edge in pdf.pages[0].mediabox] == pytest.approx(
            [0, 0, WIDTH, HEIGHT], abs=0.01
        )


def test_a_last_page_for_the_printer_is_added(tmp_path: Path) -> None:
    interior = of(made(tmp_path / "a.pdf"), SPARK)
    assert (interior.pages, interior.added) == (18, 2)
    assert painted(interior, 17) == []


@pytest.mark.parametrize(
    ("name", "version", "keys"),
    [
        ("offset-x1a", "1.3",
         {"/GTS_PDFXVersion": "PDF/X-1:2001", "/GTS_PDFXConformance": "PDF/X-1a:2001"}),
        ("offset-x3", "1.3", {"/GTS_PDFXVersion": "PDF/X-3:2002"}),
        ("offset-x4", "1.6", {"/GTS_PDFXVersion": "PDF/X-4"}),
    ],
)  # fmt: skip
def test_the_standard_is_that_of_the_specification(
    name: str, version: str, keys: dict[str, str], tmp_path: Path
) -> None:
    interior = of(made(tmp_path / "a.pdf", screen), printer_named(name), press_profile())
    with pikepdf.open(BytesIO(interior.data)) as pdf:
        assert pdf.pdf_version == version
        assert {key: str(pdf.docinfo[key]) for key in keys} == keys
        assert str(pdf.docinfo["/Trapped"]) == "/False"
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert ("/DestOutputProfile" in intent) == (name == "offset-x4")
        assert ("/Metadata" in pdf.Root) == (name == "offset-x4")
        assert not {"/StructTreeRoot", "/Outlines", "/Names"} & {*pdf.Root.keys()}
        assert b"/ObjStm" not in interior.data or version > "1.4"


def test_a_standard_that_needs_a_profile_says_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(NotForThePress, match=r"put it into the edition's folder press/"):
        of(made(tmp_path / "a.pdf"), X4)


def test_a_profile_of_the_edition_is_taken_and_judged(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "ours.icc").write_bytes(press_profile())
    assert profile_for("No such condition", tmp_path) == press_profile()
    (tmp_path / "press" / "ours.icc").write_bytes(b"no profile")
    with pytest.raises(NotForThePress, match="is no profile of a press"):
        profile_for("FOGRA39", tmp_path)


def test_words_that_differ_or_move_are_found(tmp_path: Path) -> None:
    one = made(tmp_path / "a.pdf")

    def differs(change: Change) -> str:
        with pikepdf.open(one) as here, pikepdf.open(made(tmp_path / "b.pdf", change)) as there:
            return next(differences(here, there), "")

    assert differs(lambda interior: None) == ""
    more = b"q BT /F 11 Tf 80 300 Td (More) Tj ET Q"
    assert "page 3: it has more" in differs(lambda interior: interior.draw(more, 2))
    assert "it lacks" in differs(
        lambda interior: interior.page(4).__setitem__("/Contents", Stream(interior.pdf, b""))
    )
    moved = interior_moved(5)
    assert "page 6: “" in differs(moved)
    assert "is elsewhere" in differs(moved)


def interior_moved(page: int) -> Change:
    def change(interior: Interior) -> None:
        content = interior.page(page).Contents.read_bytes()
        interior.page(page).Contents = Stream(interior.pdf, b"1 0 0 1 0 .5 cm " + content)

    return change


# --- an edition ----------------------------------------------------------------------------------


def test_an_edition_goes_to_the_press(built_edition: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ferry"
    shutil.copytree(built_edition, folder)
    own = tmp_path / "own.toml"
    own.write_text(
        '[house]\ntitle = "House"\nsource = "its leaflet"\nread = "2026-11"\n'
        'standards = ["PDF/X-1a:2001"]\nintent = "FOGRA39"\nfile = "{isbn}_txt.pdf"\n'
        "pages = { least = 2, most = 400, multiple = 4 }\n"
        'trim = { least = "3in 4in", most = "9in 12in" }\nbleed = { width = "3mm" }\n'
        'safe = { width = "5mm", with_bleed = "5mm" }\ncolour = {}\n'
        'gutter = [{ pages = 400, width = "10mm" }]\nink = 240\n'
    )
    octavo("press", folder, "--printer", "house", "--own", own, "--zip")
    place = folder / "build" / "press" / "house"
    (interior,) = place.glob("*_txt.pdf")
    assert (place.parent / "house.zip").is_file()
    sums = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=place, check=False)
    assert sums.returncode == 0
    assert "The preflight found nothing." in (place / "report.html").read_text()
    with pikepdf.open(interior) as pdf:
        assert len(pdf.pages) % 4 == 0
    before = interior.read_bytes()
    (folder / "press").mkdir()
    (folder / "press" / "bad.icc").write_bytes(b"none")
    failed = octavo("press", folder, "--printer", "house", "--own", own, code=2)
    assert "press/bad.icc is no profile" in failed.stderr
    assert interior.read_bytes() == before
