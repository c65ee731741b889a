"""What stands where on a page: headings at its foot, text in its margins, room left over, letters
that no face of the book has."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.pdf.engine import Line
from octavo.pdf.page_faults.page_issue import Layout, Seen, around, quoted

BELOW = 2  # lines that a heading has below it on its page
OVERHANG = 1.5  # points by which text may pass the margin: hanging points and arithmetic
FEWEST = 3  # lines on the last page of a section


def headings_at_the_foot(layout: Layout) -> Iterator[Seen]:
    """A heading stands at the foot of a page with fewer than two lines below it."""
    for number, page in enumerate(layout.pages[:-1]):
        if not layout.pages[number + 1].text:
            continue
        below = _below_last_heading(page.text)
        if below is None:
            continue
        heading, count = below
        if count < BELOW:
            under = "one line" if count else "nothing"
            message = f"a heading at the foot of the page has {under} below it: "
            message += quoted(heading.text)
            yield Seen(number, around([heading]), message, heading)


def _below_last_heading(lines: tuple[Line, ...]) -> tuple[Line, int] | None:
    """The last heading of a page and how many lines follow it; none if a picture does."""
    for count, line in enumerate(lines[: -BELOW - 2 : -1]):
        if line.kind == "picture":
            return None
        if line.kind == "heading":
            return line, count
    return None


def short_pages(layout: Layout) -> Iterator[Seen]:
    """A page is less than nine tenths full and no rule is to blame, or a section's last page has
    two lines."""
    for fill in layout.fills:
        page = layout.pages[fill.page]
        if fill.short:
            message = f"the page is only {fill.share:.0%} full"
            yield Seen(fill.page, _area(layout, fill.page), message, _last(page.text))
    yield from _nearly_empty(layout)


def _nearly_empty(layout: Layout) -> Iterator[Seen]:
    last = len(layout.pages) - 1
    lines = layout.pages[-1].text
    if last and 0 < len(lines) < FEWEST and all(line.kind == "text" for line in lines):
        count = "one line" if len(lines) == 1 else "two lines"
        message = f"the last page of the section has {count} of text"
        yield Seen(last, around(lines), message, next(iter(lines)))


def _area(layout: Layout, number: int) -> tuple[float, float, float, float]:
    area = layout.pages[number].area
    return area.x, area.y, area.width, area.height


def _last(lines: tuple[Line, ...]) -> Line | None:
    return next((line for line in reversed(lines) if line.text), None)


def outside_the_area(layout: Layout) -> Iterator[Seen]:
    """A line or a picture reaches into the margin at the left or the right."""
    for number, page in enumerate(layout.pages):
        for line in (*page.text, *page.notes):
            over = max(page.area.x - line.box.x, line.box.right - page.area.right)
            if over > OVERHANG and line.box.width:
                what = quoted(line.text) if line.text else "a picture"
                message = f"{what} reaches {over:.0f} pt into the margin"
                hint = "let it break, or make it narrower"
                yield Seen(number, around([line]), message, line, hint)


def foreign_in(layout: Layout) -> frozenset[str]:
    """Give the letters of a section that its face lacks."""
    lines = (line for column in layout.columns for line in column.lines)
    return frozenset(letter for line in lines for letter, _ in line.foreign)


def foreign_letters(layout: Layout) -> Iterator[Seen]:
    """A letter that the book's face lacks is set in another one, or not at all; each letter is told
    where it first stands, with its number on the section's pages."""
    counts: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], tuple[int, Line]] = {}
    for column in layout.columns:
        for line in column.lines:
            for letter in line.foreign:
                counts[letter] = counts.get(letter, 0) + 1
                first.setdefault(letter, (column.page, line))
    for (letter, family), (page, line) in first.items():
        how = f"it is set in {family}" if family else "nothing is printed for it"
        times = counts[letter, family]
        more = f"; {times} times in the section" if times > 1 else ""
        message = f"the face has no “{letter}” (U+{ord(letter):04X}): {how}{more}"
        yield Seen(
            page, around([line]), message, line, "name a font that has it in styles/print.css"
        )
