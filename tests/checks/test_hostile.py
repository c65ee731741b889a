"""No text makes the rules fail, hang, or miss a fault."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from octavo.checks import Reading, check
from octavo.checks.families.markup import tags_of
from octavo.images.image_types import is_svg
from octavo.images.svg_dangers import harm_in_svg
from octavo.model import Edition, Manuscript, Section, Source
from octavo.pandoc.run import PandocError
from octavo.parsing.notes import parse

SOUND = Path(__file__).parents[1] / "edition"


def read(text: str, folder: Path | None = SOUND) -> tuple[Reading, list[Manuscript]]:
    edition = Edition(title="Hostile", sections=("01.md",))
    source = Source(Section("01", "source/01.md"), text)
    return Reading(folder, edition, "", (source,), (), ()), [parse(source, "en")]


def codes(text: str) -> set[str]:
    return {finding.code for finding in check(*read(text))}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('<a href="x">', [("a", [("href", "x")])]),
        ("<A HREF = x ONCLICK='y'>", [("a", [("href", "x"), ("onclick", "y")])]),
        ("<img/src=x/onerror=y>", [("img", [("src", "x/onerror=y")])]),
        ("<svg/onload=x>", [("svg", [("onload", "x")])]),
        ("<!-- <script> --><b>", [("b", [])]),
        ("<!--><script>-->", [("script", [])]),
        ("<!---><script>-->", [("script", [])]),
        ("<!-- --!><script>", [("script", [])]),
        ("<!-- <script>", []),
        ("</script><!DOCTYPE x><?php x ?>", []),
        ('<p title="<b>">', [("p", [("title", "<b>")])]),
        ('<p title="', [("p", [("title", "")])]),
        ("a < b, a<b", [("b", [])]),
        ("<<script>", [("script", [])]),
    ],
)
def test_tags_are_read_as_a_browser_reads_them(raw: str, expected: list) -> None:
    assert [tuple(tag) for tag in tags_of(raw)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "[x](java&#115;cript:alert)",
        "[x](  JAVASCRIPT:alert)",
        "[x](%6Aavascript:alert)",
        "<javascript:alert>",
        "[x][y]\n\n[y]: vbscript:x",
        "`<script>`{=html}",
        "`<script>`{=HTML5}",
        "<svg/onload=alert(1)>",
        "<b onclick=x>",
        '<b\nonclick="x">',
        "[x]{style=x}",
        "# A heading {onfocus=x}",
        "![x](figures/stage.png){style=x}",
        "``` {=openxml}\n<w:p/>\n```",
        "[^a]\n\n[^a]: <iframe src=x>",
        "| a |\n|---|\n| <object> |",
    ],
)
def test_harm_is_found(text: str) -> None:
    assert "S011" in codes(text)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


@pytest.mark.parametrize(
    "inside",
    [
        "<SCRIPT/>",
        '<a href="javascript:x"/>',
        '<use href="other.svg#a"/>',
        '<use xlink:href="//example.org/a.svg#a"/>',
        '<image href="data:image/svg+xml,x"/>',
        '<path style="fill: url(https://example.org/a)"/>',
        '<path fill="url( &#39;x.svg#a&#39; )"/>',
        '<path style="fill: u\\72l(x)"/>',
        "<style>a { background: url(x) }</style>",
        "<style>@import 'x';</style>",
        '<set attributeName="xlink:href" to="x"/>',
        '<path ONCLICK="x"/>',
        '<g xml:base="https://example.org/"/>',
        '<x:script xmlns:x="http://www.w3.org/2000/svg"/>',
        "<g>" * 600 + "</g>" * 600,
        "&entity;",
    ],
)
def test_harm_in_svg_is_found(inside: str) -> None:
    assert harm_in_svg(f"{SVG}{inside}</svg>".encode())


def test_harm_around_svg_is_found() -> None:
    body = f"{SVG}</svg>"
    assert harm_in_svg(body.encode()) == ""
    assert harm_in_svg(body.encode("utf-16")) == ""
    assert harm_in_svg(f'<?xml-stylesheet href="x"?>{body}'.encode())
    assert harm_in_svg(f'<!DOCTYPE svg SYSTEM "x">{body}'.encode())
    laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    assert harm_in_svg(f"<!DOCTYPE svg [{laughs}]>{SVG}&b;</svg>".encode())
    assert harm_in_svg(b"")
    assert harm_in_svg(b"\xff\xfe\x00")


def test_svg_is_known_by_its_start() -> None:
    assert is_svg(f'<?xml version="1.0"?>\n<!-- x -->\n{SVG}'.encode())
    assert is_svg(f"\ufeff{SVG}".encode("utf-16"))
    assert not is_svg(b"<html><svg></svg></html>")
    started = time.process_time()
    assert not is_svg(b"<!-- x -->" * 6_000)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"[@lost{n}] [x](#lost{n}) ![y](lost{n}.png)" for n in range(1_000)),
        "\n\n".join(f"A call.[^lost{n}]" for n in range(1_000)),
        "\n\n".join(f"A call.[^lost{n}]\n\n[^note{n}]: A note." for n in range(2_000)),
        "\n\n".join(f"A call.[^{n}]\n\n[^{n}]: A note.\n\n  More." for n in range(2_000)),
        "\n\n".join(f"<b{n} onclick{n % 9}=x>" for n in range(1_000)),
        "\n\n".join(f"[x]{{#same}} [y]{{#id{n}}}" for n in range(1_000)),
        "[x](#lost) " * 2_000,
        "{" * 5_000 + "#",
        "<a " * 2_000,
        "\n\n".join(f"[x]{{lang=no_language{n}}}" for n in range(1_000)),
    ],
    ids=[
        "lost",
        "calls",
        "uncalled",
        "unindented",
        "raw",
        "ids",
        "links",
        "braces",
        "tags",
        "languages",
    ],
)
def test_many_faults_take_no_long_time(text: str) -> None:
    reading = read(text)
    started = time.process_time()
    check(*reading)
    assert time.process_time() - started < 3


def test_a_text_may_indent_all_paragraphs_of_its_notes_by_too_little() -> None:
    text = "\n\n".join(f"A call.[^{n}]\n\n[^{n}]: A note.\n\n  Its second." for n in range(9))
    assert [f.code for f in check(*read(text))].count("N015") == 9


PIECES = (
    "[^a]", "[^a]: ", "^[", "]", "[", "![", "](", ")", "{#a .b lang=x}", "@key", "[@key, 3; ",
    "@note:a", "`", "```\n", "\n", "\n\n", "    ", "> ", "- ", "| a | b |\n|---|---|\n", "<b>",
    "</b>", "<!--", "-->", "<script>", "\\", "\\x{", "$", "*", "# ", "---\n", ":::", " ",
    "::: {.x onclick=a}\n", "figures/stage.png", "#a", "http://x/", "“", "”", ".", ",", "\u202e",
    "\U000e0100", "\ufeff", "é", "\t", "&amp;", "%00", "a: b\n", "+---+\n| x |\n+---+\n",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_no_text_makes_a_rule_raise(seed: int) -> None:
    pieces = random.Random(seed)
    text = "".join(pieces.choices(PIECES, k=300))
    try:
        reading = read(text)
    except (PandocError, RecursionError):  # try_to_parse makes a fault of these
        return
    for finding in check(*reading):
        assert finding.place.line >= 1
        assert finding.place.column >= 1
