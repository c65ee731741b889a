"""The marks of an index in a form without pages: one element for a place, and none for nothing."""

from __future__ import annotations

import re

import pytest

from octavo.epub import make_epub
from octavo.model import Edition, Section

INDEX = "".join(f'<li><a href="#m{n}">{n}</a></li>' for n in (1, 2, 3, 5, 7, 8))
M = '<span id="m{}" class="index-mark">'.format
E = "</span>"


@pytest.mark.parametrize(
    ("written", "shown", "leads"),
    [
        (f"A {M(4)}{E}word.", "A word.", {}),
        (f"A {M(4)}{M(6)}<em>word</em> {E}{E}here.", "A <em>word</em> here.", {}),
        (f"A {M(1)}{M(2)}{M(4)}word{E}{E} is{E}.", f"A {M(1)}word is{E}.", {2: 1}),
        (f"{M(4)}{E}{M(1)}{E}{M(2)}{E}{M(3)}word{E}.", f"{M(1)}word{E}.", {2: 1, 3: 1}),
        (f"{M(1)}{E} {M(2)}word{E}.", f"{M(1)}{E} {M(2)}word{E}.", {}),
        (f"{M(1)}a {M(2)}word{E}{E}.", f"{M(1)}a {M(2)}word{E}{E}.", {}),
        (f"<em>{M(4)}a{E}</em>{M(6)}b{E}c", "<em>a</em>bc", {}),
    ],
    ids=["unlinked", "unlinked twice", "nested", "adjoining", "apart", "within", "in others"],
)
def test_marks_are_shared(written, shown, leads, open_epub) -> None:
    text = f'<section id="s"><h1 id="h">T</h1><p>{written}</p></section>'
    index = f'<section id="i"><h1 id="x">Index</h1><ul>{INDEX}</ul></section>'
    sections = [(Section("01", "source/01.md"), text), (Section("list", "source/list.md"), index)]
    book = open_epub(make_epub(Edition(title="T", sections=("01.md",)), sections, {}))
    assert f"<p>{shown}</p>" in book.text("text/01.xhtml")
    found = {
        int(n): int(m)
        for m, n in re.findall(r'href="01.xhtml#m(\d)">(\d)<', book.text("text/list.xhtml"))
    }
    assert {n: m for n, m in found.items() if n != m} == leads
    assert {*found} == {n for n in (1, 2, 3) if f'"m{n}"' in written}
