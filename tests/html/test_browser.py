"""Chromium shows the notes beside the text on a wide screen, and behind their section on a narrow
one; each call leads to its note, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium, modules, run_node, served
from tests.html.driving import laid_out, site_of

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parent / "pages.mjs"
WIDE, NARROW, NARROWEST = 1400, 600, 320
GAP = 1.0  # pixels that rounding may take
LINES = 1.5  # how far below the top of its call's line a note may begin, in lines of the text


def seen(
    folder: Path, *names: str, widths: tuple[int, ...], clicks: bool = False, address: str = ""
) -> list[dict[str, Any]]:
    """Return what Chromium shows of pages at each width, from their files or from an address."""
    packages = modules("playwright-core")
    shown = run_node(
        SCRIPT, packages, chromium(), address or f"{folder.as_uri()}/",
        ",".join(map(str, widths)), "click" if clicks else "look", *names, timeout=240,
    )  # fmt: skip
    return json.loads(shown)


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["left"] < other["right"] - GAP
        and other["left"] < one["right"] - GAP
        and one["top"] < other["bottom"] - GAP
        and other["top"] < one["bottom"] - GAP
    )


def nothing_is_wrong(page: dict[str, Any]) -> None:
    assert page["complaints"] == []
    assert page["scripts"] == 0
    assert page["faces"] >= 1
    assert page["width"] <= page["window"]


def notes_stand_beside_the_text(page: dict[str, Any]) -> None:
    """Each note stands right of the text, at its call's line or right below the note before it."""
    words = max(piece["right"] for piece in page["words"])
    above = 0.0
    for note in page["notes"]:
        box, call = note["box"], note["call"]
        assert box["left"] > words, note["id"]
        assert box["right"] < page["window"]
        assert box["top"] >= call["top"] - GAP, note["id"]
        drop = box["top"] - call["top"]
        pushed = box["top"] - above < page["leading"]
        assert drop <= LINES * page["leading"] or pushed, (note["id"], drop)
        assert box["top"] >= above, note["id"]
        above = box["bottom"]


def notes_stand_behind_their_section(page: dict[str, Any]) -> None:
    for note in page["notes"]:
        assert note["box"]["top"] > note["text"], note["id"]
        assert not any(overlap(note["box"], piece) for piece in page["words"])


def every_call_leads_to_its_note_and_back(page: dict[str, Any]) -> None:
    assert len(page["clicks"]) == len(page["notes"])
    for click in page["clicks"]:
        for at, identity in (("there", click["note"]), ("again", click["call"])):
            view = click[at]
            assert view["target"] == identity
            assert 0 <= view["top"] < view["height"], click


@pytest.mark.parametrize("book", ["rich", "cruel", "sample"])
def test_notes_beside_the_text_and_behind_it(book, request, tmp_path):
    folder = laid_out(site_of(request.getfixturevalue(book)), tmp_path)
    names = sorted(path.name for path in folder.glob("*.html"))
    pages = seen(folder, *names, widths=(WIDE, NARROW, NARROWEST))
    assert len(pages) == 3 * len(names)
    assert sum(len(page["notes"]) for page in pages) >= 3 * 40
    for page in pages:
        nothing_is_wrong(page)
        if page["window"] == WIDE:
            notes_stand_beside_the_text(page)
        else:
            notes_stand_behind_their_section(page)


def test_every_call_leads_to_its_note_and_back(rich_site, tmp_path):
    folder = laid_out(rich_site, tmp_path)
    (folder / "favicon.ico").touch()
    with served(folder) as address:
        pages = seen(
            folder, "03-rich.html", "book.html",
            widths=(WIDE, NARROW), clicks=True, address=f"{address}/",
        )  # fmt: skip
    for page in pages:
        nothing_is_wrong(page)
        every_call_leads_to_its_note_and_back(page)
