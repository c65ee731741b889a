"""A section whose last page would have one or two lines has more there, or none."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from octavo.model import Edition, Section
from octavo.pdf import typeset as of_typeset
from octavo.pdf.page_rules import page_is_full
from octavo.pdf.typeset import Typeset, typeset
from tests.pdf.test_typeset import book_fonts

EDITION = Edition(title="T", sections=("one.md",))
ONE = Section("one", "source/one.md")
WORDS = (
    "the a of minister ambassador government letters within fortnight considerable promise wrote "
    "through whole spring answered properly refused evening correspondence and had who in nothing"
).split()


@cache
def sections() -> list[str]:
    """Make sections of two pages and a little, by chance, each a line or two longer."""
    chance = random.Random(3)
    made = []
    for words in range(900, 1260, 6):
        text = [chance.choice(WORDS) for _ in range(words)]
        parts = [" ".join(text[at : at + 90]) for at in range(0, len(text), 90)]
        body = "".join(f"<p>{part.capitalize()}.</p>" for part in parts)
        made.append(f'<section id="one" lang="en"><h1 id="h">One</h1>{body}</section>')
    return made


def is_nearly_empty(made: Typeset) -> bool:
    return any(issue.rule is page_is_full for issue in made.page_issues)


def test_a_last_page_of_two_lines_is_mended_by_paragraphs_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made(html: str) -> Typeset:
        return typeset(html, ONE, EDITION, Path("."), book_fonts())

    with monkeypatch.context() as without:
        without.setattr(of_typeset, "trials", lambda *_: iter(()))
        bad = [(html, one) for html in sections() if is_nearly_empty(one := made(html))]
    assert len(bad) >= 3
    mended = [(before, made(html)) for html, before in bad]
    assert sum(not is_nearly_empty(after) for _, after in mended) * 2 >= len(mended)
    for before, after in mended:
        assert len(after.page_issues) <= len(before.page_issues)
        assert after.faults == ()
    assert made(bad[0][0]).pdf == mended[0][1].pdf
