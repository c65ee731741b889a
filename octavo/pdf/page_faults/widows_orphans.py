"""Find paragraphs that are divided badly between two pages: widows and orphans."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.pdf.page_faults.page_issue import Column, Layout, Seen, around, quoted

# Lines of verse and of tables, headings and captions are no paragraphs.
_PARAGRAPHS = ("text", "marker")


def widows(layout: Layout) -> Iterator[Seen]:
    """Yield the first line of a page, or of the notes on it, that is the last one of a paragraph.

    A line of nine tenths of the measure or more is passed over: it closes the page's upper edge.
    """
    for column in layout.columns:
        line = column.lines[0]
        if line.last and not line.first and line.kind in _PARAGRAPHS and not _full(column):
            where = "notes of the page begin" if line.note else "page begins"
            message = f"the {where} with a widow, the last line of a paragraph: {quoted(line.text)}"
            yield Seen(column.page, around([line]), message, line)


def _full(column: Column) -> bool:
    line = column.lines[0]
    return line.box.width >= 0.9 * line.measure.width


def orphans(layout: Layout) -> Iterator[Seen]:
    """Yield the last line of a page, or of the notes on it, that is the first one of a paragraph
    that goes on."""
    for column in layout.columns:
        line = column.lines[-1]
        if line.first and not line.last and line.kind in _PARAGRAPHS:
            where = "notes of the page end" if line.note else "page ends"
            message = (
                f"the {where} with an orphan, the first line of a paragraph: {quoted(line.text)}"
            )
            yield Seen(column.page, around([line]), message, line)
