"""A fault of an image is reported where the edition names the image."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from octavo.docx.fragment import docx_images_can_be_used
from octavo.model import Place
from octavo.tasks.fault_places import with_places

EDITION = "title: T\nsections: [01-a.md, 02-b.md]\npublisher: {device: figures/device.png}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "source/edition.yaml": EDITION,
        "source/01-a.md": "# A\n\nWords.\n",
        "source/02-b.md": "# B\n\nSee ![a map](figures/map.png) and ![](figures/b%20c.png).\n",
        "styles/print.css": "p { color: red }\nh1 { background: url(figures/leaf.png) }\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("image", "place"),
    [
        ("source/figures/map.png", Place("source/02-b.md", 3, 5)),
        ("source/figures/b c.png", Place("source/02-b.md", 3, 35)),
        ("source/figures/device.png", Place("source/edition.yaml", 3, 21)),
        ("source/figures/leaf.png", Place("styles/print.css", 2, 30)),
        ("source/figures/other.png", Place("source/01-a.md")),
        ("", Place("source/01-a.md")),
    ],
)
def test_the_place_is_where_the_image_is_named(folder: Path, image: str, place: Place) -> None:
    fault = docx_images_can_be_used.fault(Place("source/01-a.md"), "an image")
    (found,) = with_places([replace(fault, image=image)], folder)
    assert found.place == place
