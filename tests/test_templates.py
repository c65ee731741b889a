"""octavo new --template: each template builds at once, and no rule finds anything in it."""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest

from octavo.skeleton import template_names
from tests.building import octavo


@pytest.mark.slow
@pytest.mark.parametrize("name", template_names())
def test_a_template_builds_at_once_and_is_sound(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    octavo("new", "--template", name, folder)
    done = octavo("build", folder)
    assert re.search(r"\.pdf .*\.epub .*\.docx .*Done in \d+\.\d s\.$", done.stdout, re.DOTALL)
    assert orjson.loads((folder / "build" / "check.json").read_bytes())["findings"] == []
    for text in (folder / "source").rglob("*.yaml"):
        assert "00000000-0000" not in text.read_text(encoding="utf-8")
    comments = [
        "<!--" in text.read_text(encoding="utf-8") for text in (folder / "source").glob("*.md")
    ]
    assert any(comments), "it teaches by comments"
    pages = (folder / "build" / "html").glob("*.xhtml")
    assert not [page for page in pages if "<!--" in page.read_text(encoding="utf-8")]


def test_there_are_templates_for_four_kinds_of_books() -> None:
    assert template_names() == ("article", "edited-volume", "monograph", "thesis")
    assert "'novel'" in octavo("new", "--template", "novel", "x", code=2).stderr
