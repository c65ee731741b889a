"""Find headings at the foot of a page, text in its margins, pages with room left over, and letters
that no face of the book has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from octavo.design.script_families import scripts_in
from octavo.pdf.engine import Line
from octavo.pdf.page_faults.page_issue import Layout, Seen, around, quoted

BELOW = 2  # fewest lines below a heading on its page
OVERHANG = 1.5  # points by which text may pass the margin: hanging punctuation, rounding
_HEADING_HINT = "shorten or lengthen the text above by a line"
FIGURE_SHORT = 0.75  # the share of a page below which a figure leaves it too empty
NAMED = 3  # most letters of a script that a message names
FEWEST = 3  # fewest lines on the last page of a section


def headings_at_the_foot(layout: Layout) -> Iterator[Seen]:
    """Yield each heading at the foot of a page with fewer than two lines below it, if its text
    continues on the next page.

    A heading that opens its page is not at the foot, and a section of one line is whole.
    """
    for number, (page, following) in enumerate(pairwise(layout.pages)):
        below = _below_last_heading(page.text)
        if below is None or not following.text:
            continue
        heading, count = below
        ended = count > 0 and following.text[0].kind == "heading"
        if count < BELOW and not ended:
            under = "one line" if count else "nothing"
            message = f"a heading at the foot of the page has {under} below it: "
            message += quoted(heading.text)
            yield Seen(number, around([heading]), message, heading, _HEADING_HINT)


def _below_last_heading(lines: tuple[Line, ...]) -> tuple[Line, int] | None:
    """Return the heading among the last three lines of a page and how many lines follow it; None
    without one, if it is at the head of the page, or if a picture follows it."""
    for count, line in enumerate(lines[: -BELOW - 2 : -1]):
        if line.kind == "picture":
            return None
        if line.kind == "heading":
            above = lines[: len(lines) - count - 1]
            return (line, count) if any(other.kind != "heading" for other in above) else None
    return None


def short_pages(layout: Layout) -> Iterator[Seen]:
    """Yield each page that is not full though no rule forces it (`engine.PageFill.short`), each
    that a figure on the next page leaves short, and a section's last page if it has one or two
    lines of text."""
    for fill in layout.fills:
        page = layout.pages[fill.page]
        if fill.short:
            message = f"the page is only {fill.share:.0%} full"
            yield Seen(fill.page, _area(layout, fill.page), message, _last(page.text))
        elif fill.reason == "figure" and fill.share < FIGURE_SHORT:
            message = f"the page is only {fill.share:.0%} full, since the next figure does not fit"
            following = layout.pages[fill.page + 1].text
            line = next((line for line in following if line.text), None)
            hint = "give the figure an id, move it, or make it smaller"
            yield Seen(fill.page, _area(layout, fill.page), message, line, hint)
    if lines := nearly_empty(layout):
        count = "one line" if len(lines) == 1 else "two lines"
        message = f"the last page of the section has {count} of text"
        yield Seen(len(layout.pages) - 1, around(lines), message, lines[0])


def nearly_empty(layout: Layout) -> tuple[Line, ...]:
    """Return the lines of a last page that has one or two, and nothing else; none of another."""
    lines = layout.pages[-1].text
    few = len(layout.pages) > 1 and 0 < len(lines) < FEWEST
    return lines if few and all(line.kind == "text" for line in lines) else ()


def _area(layout: Layout, number: int) -> tuple[float, float, float, float]:
    area = layout.pages[number].area
    return area.x, area.y, area.width, area.height


def _last(lines: tuple[Line, ...]) -> Line | None:
    return next((line for line in reversed(lines) if line.text), None)


def outside_the_area(layout: Layout) -> Iterator[Seen]:
    """Yield each table, paragraph or picture that reaches into the left or right margin by more
    than 1.5 pt: once, at its first such line."""
    found: dict[object, list[tuple[float, int, Line]]] = {}
    for number, page in enumerate(layout.pages):
        for line in (*page.text, *page.notes):
            over = max(page.area.x - line.box.x, line.box.right - page.area.right)
            if over > OVERHANG and line.box.width:
                picture = line.kind == "picture" and not line.table
                key = line if picture else ("table", line.table) if line.table else line.block
                found.setdefault(key, []).append((over, number, line))
    for lines in found.values():
        over = max(over for over, _, _ in lines)
        _, number, line = lines[0]
        what = quoted(line.text) if line.text else "a picture"
        if line.table:
            what = f"a table reaches {over:.0f} pt into the margin, first at {what}"
            hint = "give it fewer columns or shorter words, or the class landscape"
        else:
            more = f", with {len(lines) - 1} more lines," if len(lines) > 1 else ""
            what = f"{what}{more} reaches {over:.0f} pt into the margin"
            hint = "let it break, or make it narrower"
        yield Seen(number, around([line]), what, line, hint)


def foreign_in(layout: Layout) -> frozenset[str]:
    """Give the letters of a section that its face lacks."""
    lines = (line for column in layout.columns for line in column.lines)
    return frozenset(letter for line in lines for letter, _ in line.foreign)


def foreign_letters(layout: Layout) -> Iterator[Seen]:
    """Yield the letters of each script that the book's face lacks, where the first occurs, with
    their count in the section: another face sets them, or nothing is printed."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    first: dict[tuple[str, str], tuple[int, Line]] = {}
    for column in layout.columns:
        for line in column.lines:
            for letter, family in line.foreign:
                if not family and scripts_in(letter):
                    continue  # S090: the check has said it, once for all sections
                key = script_of(letter), family
                counts = found.setdefault(key, {})
                counts[letter] = counts.get(letter, 0) + 1
                first.setdefault(key, (column.page, line))
    for (script, family), counts in found.items():
        page, line = first[script, family]
        yield _of_foreign(script, family, counts, page, line)
    yield from _foreign_apart(layout, found)


def _foreign_apart(
    layout: Layout, known: Mapping[tuple[str, str], Mapping[str, int]]
) -> Iterator[Seen]:
    """Yield the letters that the face lacks in lines that are in no flow, such as a running head,
    and that the text has not."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    first: dict[tuple[str, str], tuple[int, Line]] = {}
    for number, page in enumerate(layout.pages):
        for line in page.apart:
            for letter, family in line.foreign:
                key = script_of(letter), family
                if letter in known.get(key, {}) or (not family and scripts_in(letter)):
                    continue
                counts = found.setdefault(key, {})
                counts[letter] = counts.get(letter, 0) + 1
                first.setdefault(key, (number, line))
    for (script, family), counts in found.items():
        number, line = first[script, family]
        seen = _of_foreign(script, family, counts, number, line)
        yield replace(seen, line=None)  # it is among the lines of no flow


def _of_foreign(script: str, family: str, counts: Mapping[str, int], page: int, line: Line) -> Seen:
    """Return the issue of letters that the face lacks, with their counts, at the first of them."""
    named = [f"“{letter}” (U+{ord(letter):04X})" for letter in counts]
    what = ", ".join(named[:NAMED])
    if len(named) > NAMED:
        kind = f"letters of the {script} script" if script else "signs"
        what += f" and {len(named) - NAMED} more {kind}"
    one = len(counts) == 1
    pronoun = "it is" if one else "they are"
    how = f"{pronoun} set in {family}" if family else "nothing is printed for "
    how += "" if family else ("it" if one else "them")
    times = sum(counts.values())
    more = f"; {times} times in the section" if times > 1 else ""
    message = f"the face has no {what}: {how}{more}"
    hint = f"name a font that has {'it' if one else 'them'} in styles/print.css"
    return Seen(page, around([line]), message, line, hint)


def script_of(letter: str) -> str:
    """Return the script of a letter by its name in Unicode, such as Greek or Han; a sign belongs to
    a group of its own."""
    if not letter.isalpha() or not (name := unicodedata.name(letter, "")):
        return ""
    word = name.split()[0].split("-")[0].capitalize()
    return "Han" if word == "Cjk" else word
