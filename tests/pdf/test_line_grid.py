"""The line grid: lines of text on the lines of the page, and blocks that leave it."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from octavo.pdf.engine.notes.broken_notes import lines_of
from tests.pdf.twelve_lines import render

GRID = "html { --line-grid: 10px } ul { margin: 5px 0; padding-left: 20px }"


def markers(box: Any) -> list[Any]:
    box = getattr(box, "_box", box)
    own = [box] if getattr(box, "is_outside_marker", False) else []
    return own + [marker for child in box.children for marker in markers(child)]


@pytest.mark.parametrize("item", ["a", "<p>a</p>", "<p>a</p><p>b</p>", "a<ul><li>b</li></ul>"])
def test_marker_of_a_list_stands_on_the_line_of_its_item(item: str):
    document = render(f"<p>t</p><ul><li>{item}</li></ul><p>u</p>", GRID)
    body = document.pages[0]._page_box.children[0]
    tops = [line.position_y for line in lines_of(body)]
    assert all(top % 10 == pytest.approx(0) for top in tops)
    assert isinstance(body, boxes.BlockBox)
    found = [next(lines_of(marker)).position_y for marker in markers(body)]
    assert found == pytest.approx(tops[1 : 1 + len(found)])
