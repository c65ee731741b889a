"""On a telephone, and with letters of twice their size, no page of the EPUB is wider than the
screen; a wide table scrolls in its box."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.epub import make_epub
from octavo.model import Section
from tests.browser import chromium, modules, run_node

pytestmark = pytest.mark.slow

WIDTH = 320
CELLS = "Passengers Responsibilities Commissioners Correspondence Acknowledgements Understandings"
TABLE = "".join(f"<td>{word}</td>" for word in CELLS.split())
WIDE = f"""<section id="sec-w" class="body" lang="en" data-title="W">
<h1 id="w">Responsibilities</h1>
<p>Before the table.</p>
<table><caption>Rates of the ferry between the two landings</caption><thead><tr>{TABLE}</tr></thead>
<tbody><tr>{TABLE}</tr></tbody></table>
<p>Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen, and
https://example.org/a/very/long/address/without/an/end/of/any/kind/0123456789012345678901234567890
<span id="call-w-1" class="call" data-note="note-w-1" data-mark="1" data-series="numbered">
</span>.</p>
<blockquote><table><tbody><tr>{TABLE}</tr></tbody></table></blockquote>
<div class="notes"><div id="note-w-1" class="note" data-mark="1" data-series="numbered">
<p>In a note.</p><table><tbody><tr>{TABLE}</tr></tbody></table></div></div></section>"""


def test_no_page_is_wider_than_a_narrow_screen(
    edition, chapters, images, open_epub, tmp_path: Path
):
    section = Section("09-wide", "source/09-wide.md")
    book = open_epub(make_epub(edition, [*chapters, (section, WIDE)], images))
    for name, data in book.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    pages = sorted(path for path in tmp_path.rglob("*.xhtml"))
    for percent in ("100", "200"):
        shown = run_node(
            Path(__file__).parent / "narrow.mjs", modules("playwright-core"), chromium(),
            str(WIDTH), percent, *(path.as_uri() for path in pages),
        )  # fmt: skip
        seen = dict(zip((path.name for path in pages), json.loads(shown), strict=True))
        assert {name: page["page"] for name, page in seen.items() if page["page"] > WIDTH} == {}
        boxes = seen["09-wide.xhtml"]["boxes"]
        assert len(boxes) == 3
        for box in boxes:
            assert box["width"] <= WIDTH < box["content"]
            assert box["moved"] > 0
            assert box["focus"]
