"""The ink on a page, beside what Ghostscript's plates have of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from octavo.press.preflight.pdf_pages import opened, pages_of
from octavo.press.preflight.plates import ink_over
from tests.press.made_pdfs import Change, Interior, made

GHOSTSCRIPT = shutil.which("gs")


def gradient(interior: Interior) -> None:
    """Draw a picture whose four inks grow in four directions."""
    grey = Image.linear_gradient("L")
    sides = [
        grey,
        grey.rotate(90),
        grey.rotate(180),
        grey.point([level // 2 for level in range(256)]),
    ]
    interior.picture(Image.merge("CMYK", sides), 200)


def photograph(interior: Interior) -> None:
    """Draw the same as JPEG, whose inks are stored the other way."""
    grey = Image.linear_gradient("L")
    interior.picture(Image.merge("CMYK", [grey, grey, grey.rotate(90), grey]), 200, jpeg=True)


def overprinted(interior: Interior) -> None:
    interior.state("G", op=True, OP=True, OPM=1)
    interior.draw(b"q .9 .8 0 0 k 100 200 90 90 re f /G gs 0 0 .7 1 k 100 200 60 60 re f Q\n")


def knocked_out(interior: Interior) -> None:
    interior.draw(b"q .9 .8 0 0 k 100 200 90 90 re f 0 0 .7 1 k 100 200 60 60 re f Q\n")


def nested(interior: Interior) -> None:
    from pikepdf import Array, Name, Stream

    form = Stream(interior.pdf, b"1 .9 .8 .5 k 0 0 30 30 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 25, 25])
    interior.page().Resources.XObject["/X"] = form
    interior.draw(b"q 2 0 0 2 120 220 cm /X Do Q\n")


CHANGES = [gradient, photograph, overprinted, knocked_out, nested]


def most(path: Path) -> int:
    """Return the most ink on the first page in per cent, as it is measured here."""
    with opened(path) as pdf:
        page = next(pages_of(pdf, None, 0))
        found = ink_over(page, pdf, 60)
        assert found is not None
        return found[0]


def by_ghostscript(path: Path, folder: Path) -> int:
    """Return the most ink on the first page in per cent, by Ghostscript's plates."""
    assert GHOSTSCRIPT
    command = [GHOSTSCRIPT, "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r72",
               "-dOverprint=/simulate", "-dFirstPage=1", "-dLastPage=1",
               f"-sOutputFile={folder}/plate%d.tif", str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    plates = []
    for ink in ("Cyan", "Magenta", "Yellow", "Black"):
        with Image.open(folder / f"plate1({ink}).tif") as opened_plate:
            plates.append(ImageChops.invert(opened_plate.convert("L")))
    sums = [
        sum(levels)
        for levels in zip(*(plate.get_flattened_data() for plate in plates), strict=True)
    ]
    return round(sorted(sums)[-40] * 100 / 255)  # a spot of some forty dots has at least this


@pytest.mark.skipif(not GHOSTSCRIPT, reason="Ghostscript (gs) is not installed")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_ink_is_that_of_another_program(change: Change, tmp_path: Path) -> None:
    path = made(tmp_path / "book.pdf", change)
    assert most(path) == pytest.approx(by_ghostscript(path, tmp_path), abs=12)


def test_overprinted_ink_lies_on_what_is_below_it(tmp_path: Path) -> None:
    assert most(made(tmp_path / "one.pdf", overprinted)) == pytest.approx(340, abs=3)
    assert most(made(tmp_path / "two.pdf", knocked_out)) == pytest.approx(170, abs=3)


def test_the_place_of_too_much_ink_is_named(tmp_path: Path) -> None:
    with opened(made(tmp_path / "book.pdf", overprinted)) as pdf:
        found = ink_over(next(pages_of(pdf, None, 0)), pdf, 300)
    assert found is not None
    assert found[1] == pytest.approx((100, 200, 160, 260), abs=2.5)
