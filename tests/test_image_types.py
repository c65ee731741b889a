"""What an image is has one answer, in the checks and in all forms."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from octavo.design.static_fonts import type_at
from octavo.docx.images import picture as word_picture
from octavo.html.pictures import picture as epub_picture
from octavo.images.image_types import SVG, image_type
from octavo.images.prepared import Wishes
from octavo.model import FAMILIES, FaultError

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9"/></svg>'


def raster(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (3, 2)).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type", "ending"),
    [("PNG", "image/png", "png"), ("JPEG", "image/jpeg", "jpg"), ("GIF", "image/gif", "gif"),
     ("WebP", "image/webp", "webp")],
)  # fmt: skip
def test_rasters(kind: str, media_type: str, ending: str) -> None:
    data = raster(kind)
    found = image_type(data)
    assert found is not None
    assert (found.name, found.media_type, found.endings[0]) == (kind, media_type, f".{ending}")
    assert image_type(data[:16]) is found
    made = epub_picture("source/a.dat", data)
    assert (made.media_type, made.href.rpartition(".")[2]) == (media_type, ending)


@pytest.mark.parametrize(
    "written",
    [
        DRAWING.encode(),
        f"\ufeff{DRAWING}".encode(),
        f"\n <?xml version='1.0'?><!-- drawn by hand -->{DRAWING}".strip().encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{DRAWING}'.encode("utf-16"),
        DRAWING.replace("<svg ", "<s:svg ").replace("</svg", "</s:svg")
        .replace("xmlns=", "xmlns:s=").replace("<rect", "<s:rect").encode(),
    ],
)  # fmt: skip
def test_drawings_are_known_by_their_bytes_in_every_form(written: bytes, tmp_path: Path) -> None:
    assert image_type(written) is SVG
    assert epub_picture("source/a.dat", written).media_type == "image/svg+xml"
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a.dat").write_bytes(written)
    literata = type_at(FAMILIES["Literata"], tmp_path)
    shown = word_picture(tmp_path, "source/a.dat", Wishes(literata, 2000))
    assert [name.rpartition(".")[2] for name, _ in shown.files] == ["png", "svg"]


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"<html><svg/></html>", b"<svgs/>", b"BM", b"RIFF....WAVE"],
)
def test_nothing_else_is_an_image(data: bytes) -> None:
    assert image_type(data) is None
    with pytest.raises(FaultError, match="neither PNG"):
        epub_picture("source/a.png", data)
