"""Pages of twelve lines: text above, notes below, every number to be counted by eye.

`lines('t', 1, 3)` is three lines of text, t1 t2 t3. A call prints as [1], the note's marker as (1).
A page is read back as 't1 t2[1] t3 | (1)n1 n2'.
"""

from __future__ import annotations

import base64
import logging
import warnings
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import weasyprint
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from octavo.pdf.engine import faults, lay_out
from octavo.pdf.engine.notes.broken_notes import lines_of

STYLE = """
@page { size: 200px 120px; margin: 0; @footnote { margin: 0 } }
html { font: 8px/10px sans-serif; orphans: 2; widows: 2 }
body, p, blockquote, figure, ul, dl, dd, h2 { margin: 0; padding: 0; font: inherit }
h2 { break-after: avoid }
table { border-spacing: 0 }
td, th { padding: 0 }
ul { padding-left: 20px }
.note { float: footnote; text-indent: 0 }
.note > p:first-of-type { display: inline }
.note::footnote-call { content: '[' attr(data-mark) ']'; font: inherit; vertical-align: baseline }
.note::footnote-marker { content: '(' attr(data-mark) ')' }
"""


class _Told(logging.Handler):
    """Keep the messages that WeasyPrint logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def render(body: str, style: str = "") -> Any:
    """Lay out a body; a warning is an error."""
    fonts = FontConfiguration()
    logger, told = logging.getLogger("weasyprint"), _Told()
    tree: Element = fromstring(f'<html lang="en"><body>{body}</body></html>')
    logger.addHandler(told)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            sheet = weasyprint.CSS(string=STYLE + style, font_config=fonts)
            document = lay_out(tree, [sheet], base_url="", url_fetcher=None, font_config=fonts)
    finally:
        logger.removeHandler(told)
    assert told.messages == []
    return document


def lines(letter: str, first: int, last: int) -> str:
    return "<br/>".join(f"{letter}{n}" for n in range(first, last + 1))


def note(mark: int, text: str) -> str:
    return f'<span class="note" id="n{mark}" data-mark="{mark}">{text}</span>'


def read(document: weasyprint.Document) -> list[str]:
    return [
        " | ".join(
            _read(part) for part in page._page_box.children if not isinstance(part, boxes.MarginBox)
        ).rstrip()
        for page in document.pages
    ]


def _read(box: object) -> str:
    return " ".join(
        "".join(text.text for text in line.descendants() if isinstance(text, boxes.TextBox))
        for line in lines_of(box)
    )


def say(letter: str, first: int, last: int, sep: str = " ") -> str:
    return sep.join(f"{letter}{n}" for n in range(first, last + 1))


def sound(body: str, style: str = "") -> list[str]:
    """Lay out, assert that no rule is broken, and read the pages."""
    document = render(body, style)
    assert faults(document) == ()
    return read(document)


def table(head: str, rows: range, foot: str = "") -> str:
    """A table with a row for each number; the first has a note of one line, 9."""
    body = "".join(f"<tr><td>a{n}{note(9, 'm1') if n == 1 else ''}</td></tr>" for n in rows)
    foot = foot and f"<tfoot><tr><td>{foot}</td></tr></tfoot>"
    return f"<table><thead><tr><th>{head}</th></tr></thead><tbody>{body}</tbody>{foot}</table>"


def in_font(font: TTFont) -> str:
    """Return a style with a font as the face of all text."""
    font.save(made := BytesIO())
    data = base64.b64encode(made.getvalue()).decode()
    face = f"@font-face {{ font-family: Changed; src: url(data:font/ttf;base64,{data}) }}"
    return f"{face} html {{ font-family: Changed }}"
