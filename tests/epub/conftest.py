"""A made edition with everything that an EPUB holds, and its EPUB opened again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from octavo.epub import make_epub
from octavo.model import Copyright, Edition, Isbn, Name, Publisher, Section

SECTIONS = Path(__file__).parent / "sections"
PARTS = {"00-preface": "front", "03-index": "back", "bibliography": "back"}
DRAWING = b"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
     viewBox="0 0 40 20" onload="alert(1)">
<script>alert(1)</script>
<style>rect { fill: url(https://example.org/x.svg#a) }</style>
<a xlink:href="javascript:alert(1)"><rect id="r" width="40" height="20" fill="#ccc"/></a>
<use xlink:href="#r"/><image xlink:href="https://example.org/spy.png" width="1" height="1"/>
<text x="4" y="12">two rivers</text>
</svg>"""


def png() -> bytes:
    drawn = io.BytesIO()
    Image.new("L", (40, 20), 128).save(drawn, "PNG")
    return drawn.getvalue()


@pytest.fixture(scope="session")
def edition() -> Edition:
    return Edition(
        title="Time & <Procedure>",
        subtitle="An Essay",
        authors=(Name(given="Anna", family="Author"), Name(literal="The Bureau")),
        editors=(Name(given="Ed", family="Editor"),),
        language="en-GB",
        date="2026-03-05",
        identifier="urn:uuid:c24f6ee3-0cf2-5a45-b3c3-0837aad467ad",
        publisher=Publisher(name="Octavo & Sons", place="Geneva"),
        series="Studies in Delay",
        isbn=Isbn(print="978-0-16-093252-6", epub="978-0-12-345678-6"),
        rights="CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).",
        copyright=Copyright(holder="The Bureau", year=2026),
        description="About time.",
        keywords=("diplomacy", "time"),
        sections=("01-first.md",),
    )


@pytest.fixture(scope="session")
def chapters() -> list[tuple[Section, str]]:
    names = ["00-preface", "01-first", "02-second", "03-index", "bibliography"]
    made = []
    for name in names:
        path = "" if name == "bibliography" else f"source/{name}.md"
        section = Section(name, path, PARTS.get(name, "body"))  # type: ignore[arg-type]
        made.append((section, (SECTIONS / f"{name}.xhtml").read_text(encoding="utf-8")))
    return made


@pytest.fixture(scope="session")
def images() -> dict[str, bytes]:
    return {"source/figures/map.svg": DRAWING, "source/figures/Vignette 1.png": png()}


@dataclass(frozen=True)
class Opened:
    """The files of an EPUB, and its XML read."""

    data: bytes
    files: Mapping[str, bytes]

    def text(self, href: str) -> str:
        return self.files[f"EPUB/{href}"].decode()

    def tree(self, href: str) -> ET.Element:
        return ET.fromstring(self.files[f"EPUB/{href}"])


@pytest.fixture(scope="session")
def open_epub():
    def opened(data: bytes) -> Opened:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return Opened(data, {name: archive.read(name) for name in archive.namelist()})

    return opened


@pytest.fixture(scope="session")
def book(edition, chapters, images, open_epub) -> Opened:
    css = "@import 'https://example.org/x.css'; .mine { color: #800; background: url(x.png) }"
    return open_epub(make_epub(edition, chapters, images, own_css=css))
