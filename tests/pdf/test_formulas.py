"""Formulas in the print: drawn on the line of the text, with their TeX as alternative text."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

import pdfplumber
import pikepdf
import pytest

from octavo.design.fonts import HERE, fonts_of
from octavo.model import PrintSettings
from octavo.pandoc.run import run_pandoc
from octavo.pdf.section.formulas import SVG, set_formulas
from tests.pdf.test_typeset import call, lay_out, section

_EM = 11.0  # points of the text
FONTS = fonts_of(PrintSettings().family, HERE)


def html(markdown: str) -> str:
    return run_pandoc(["-f", "markdown", "-t", "html5", "--mathml"], markdown.encode()).decode()


def drawn(markdown: str) -> tuple[ElementTree.Element, tuple[str, ...]]:
    root = ElementTree.fromstring(f"<section>{html(markdown)}</section>")
    return root, set_formulas(root, FONTS)


def test_a_formula_stands_on_the_line_and_sinks_below_it_as_deep_as_it_is() -> None:
    root, undrawn = drawn("So $x_i$ is.")
    (picture,) = root.iter(f"{SVG}svg")
    style = dict(re.findall(r"([\w-]+): (-?[\d.]+)em", picture.get("style", "")))
    assert not undrawn
    assert picture.get("aria-label") == "x_i"
    assert -0.35 < float(style["vertical-align"]) < -0.05
    assert 0.5 < float(style["height"]) < 1


def test_a_formula_of_the_line_may_end_the_line_behind_a_relation() -> None:
    root, _ = drawn("$a = b + c < d$")
    pictures = list(root.iter(f"{SVG}svg"))
    assert len(pictures) == 3
    assert [picture.get("aria-label") for picture in pictures] == ["a = b + c < d", None, None]
    assert len(list(drawn("$$a = b + c < d$$")[0].iter(f"{SVG}svg"))) == 1


def test_formulas_are_paths_with_their_source_as_alternative_text() -> None:
    made = lay_out(section(html("Here $n^2$ stands.\n\n$$\\frac{a}{b} = \\sqrt{c}$$\n")))
    assert not made.faults
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        page = document.pages[0]
        assert "Here stands." in " ".join((page.extract_text() or "").split())
        assert len(page.curves) >= 6
        tall = [c for c in page.curves if c["top"] > 200]
        middle = (min(c["x0"] for c in tall) + max(c["x1"] for c in tall)) / 2
        assert abs(middle - 140) < 3  # 36 pt inside, 44 outside
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        said = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Formula"
        ]
    assert sorted(said) == ["\\frac{a}{b} = \\sqrt{c}", "n^2"]


def test_a_formula_in_a_note_is_no_lost_word() -> None:
    inner = html("As $a^2 = b$ says.").strip()
    made = lay_out(section(f"<p>Text{call(1)}.</p>", inner))
    assert not made.faults


def test_a_formula_that_leaves_the_paper_is_an_error_with_its_source() -> None:
    source = "+".join(f"x_{{{number}}}" for number in range(30))
    paragraph = html(f"Here ${source}$ and there.")
    for made in (
        lay_out(section(html(f"$${source}$$"))),
        lay_out(section(paragraph)),
        lay_out(section(f"<p>Text{call(1)}.</p>", paragraph.strip())),
    ):
        (fault,) = made.faults
        assert (fault.rule.code, fault.words) == ("P004", source)
        assert "a formula passes the paper" in fault.message and "at the right" in fault.message


HOSTILE = {
    "deep": "\\left(" * 30 + "x" + "\\right)" * 30,
    "nested": "\\frac{a}{" * 60 + "b" + "}" * 60,
    "long": "+".join("x" for _ in range(20_000)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_would_take_long_is_told_and_printed_as_letters(kind: str) -> None:
    made = lay_out(section(html(f"${HOSTILE[kind]}$"))) if kind != "long" else None
    root, undrawn = drawn(f"${HOSTILE[kind]}$")
    assert len(undrawn) == 1
    assert not list(root.iter(f"{SVG}svg"))
    if made:
        assert [fault.rule.name for fault in made.faults] == ["formula_is_drawn"]


def test_unknown_elements_raise_nothing() -> None:
    text = (
        '<section><math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi></mfrac>'
        "<munder/><foo>x</foo></math></section>"
    )
    root = ElementTree.fromstring(text)
    assert len(set_formulas(root, FONTS)) == 1


def test_same_formulas_same_bytes() -> None:
    text = section(html("$a^2$ and $$\\sum_i x_i$$"))
    first = lay_out(text)
    lay_out(section(html("$\\beta$")))
    assert lay_out(text) == first
