"""WeasyPrint's warnings are distinguished by their templates, which are in its source."""

from __future__ import annotations

import ast
import logging
from pathlib import Path

import pytest
import weasyprint

from octavo.pdf.design.layout_warnings import IGNORED, NO_GLYPH, NO_PICTURE, listening
from octavo.pdf.typeset import faults_of_sheet
from tests.pdf.test_typeset import book_fonts

LOGGER = logging.getLogger("weasyprint")


def logged() -> set[str]:
    """The templates of all that WeasyPrint logs: the first argument of each call of its logger."""
    found: set[str] = set()
    for path in Path(weasyprint.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "LOGGER" in ast.dump(node.func):
                found |= {str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant)}
    return found


@pytest.mark.parametrize("template", [NO_GLYPH, NO_PICTURE, *IGNORED])
def test_weasyprint_logs_each_template(template: str) -> None:
    assert template in logged()


def test_what_begins_like_a_template_and_is_another_is_a_plain_warning() -> None:
    with listening() as warnings:
        LOGGER.warning("Invalid value %s", "Failed to load image at 'a': b")
        LOGGER.warning("%s", "Failed to load image at 'a': b")
    assert [w.template for w in warnings] == ["Invalid value %s", "%s"]
    assert warnings[1].values == ("Failed to load image at 'a': b",)


def test_rules_for_browsers_are_ignored_in_silence() -> None:
    with listening() as warnings:
        weasyprint.CSS(string="p { -webkit-hyphens: wrong(; -weasy-colour: red; margin: -moz-x }")
        LOGGER.warning(IGNORED[0], "-moz-appearance", "none", 1, 1, "unknown property")
        LOGGER.warning(IGNORED[0], "margin", "-moz-x", 1, 1, "invalid value")
    assert {str(w.values[0]) for w in warnings if w.template in IGNORED} == {"margin"}


ROOT = Path(__file__).parents[2]
FAULTY = """/* of the edition */
h2 { colour: red }
p { margin: 3 xx; color: red }
@font-face { font-family: "Lost"; src: url(../source/lost.ttf) }
@foo bar;
p:what(x) { color: red }
"""
SOUND = """@page { @footnote { border: none } @top-center { content: "x" } }
:root { --running-size: 9pt; --mine: 1 }
blockquote { --hyphenate-limit-lines: 1; -webkit-hyphens: auto }
"""


def test_what_the_layout_ignores_in_the_own_sheet_has_its_line(tmp_path: Path) -> None:
    for sheet, lines in ((FAULTY, [2, 3, 4, 5, 6]), (SOUND, [])):
        (tmp_path / "styles").mkdir(exist_ok=True)
        (tmp_path / "styles" / "print.css").write_text(sheet, encoding="utf-8")
        found = list(faults_of_sheet(tmp_path, book_fonts()))
        assert {fault.rule.code for fault in found} <= {"P051"}
        assert sorted(fault.place.line for fault in found) == lines


@pytest.mark.parametrize("name", ["print", "designs"])
def test_the_house_s_own_sheets_are_understood(tmp_path: Path, name: str) -> None:
    (tmp_path / "styles").mkdir()
    for sheet in sorted((ROOT / "styles" / name).glob("*.css")):
        (tmp_path / "styles" / "print.css").write_bytes(sheet.read_bytes())
        assert not list(faults_of_sheet(tmp_path, book_fonts())), sheet.name
