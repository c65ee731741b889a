"""Write the contact sheet: all spreads of the bound book in one HTML file, the findings marked.

A production editor reads it in a browser, without a network: spreads in rows, larger on a click, a
list of the findings beside them, and buttons that leave only those of a code.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from octavo.design.style_sheets import templates
from octavo.model import SeenFinding
from octavo.pdf.contact_sheet.thumbnails import Picture

LEAST = 1.2  # least width and height of a mark, in hundredths of the page's sides


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding on the picture of its page; its box is in hundredths of the page's sides."""

    number: int
    code: str
    severity: str
    place: str
    message: str
    page: int
    label: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page of the sheet: its number from 1, its label, the data URL and the size of its picture
    (in points), and the marks on it."""

    number: int
    label: str
    address: str
    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Two facing pages; the first page of a book has none beside it, and the last may have none."""

    verso: SheetPage | None
    recto: SheetPage | None

    @property
    def codes(self) -> str:
        """The codes of the findings on the spread, for the buttons."""
        pages = (page for page in (self.verso, self.recto) if page)
        return " ".join(sorted({mark.code for page in pages for mark in page.marks}))


def make_sheet(
    title: str, labels: Sequence[str], pictures: Iterable[Picture],
    findings: Sequence[SeenFinding], sentences: Mapping[str, str], direction: str = "ltr",
) -> str:  # fmt: skip
    """Return the sheet as HTML. `labels` name the pages; `sentences` has what each code asks for;
    in a book whose `direction` is `rtl` a recto is at the left of its spread."""
    on_page: dict[int, list[tuple[int, SeenFinding]]] = {}
    for number, seen in enumerate(findings, 1):
        on_page.setdefault(seen.page, []).append((number, seen))
    pages = [
        _page(number, label, picture, on_page.get(number, ()))
        for number, (label, picture) in enumerate(zip(labels, pictures, strict=True))
    ]
    counts = Counter(seen.finding.code for seen in findings)
    marks = [mark for page in pages for mark in page.marks]
    groups = [
        (code, sentences.get(code, ""), [mark for mark in marks if mark.code == code])
        for code in sorted(counts)
    ]
    return templates().get_template("sheet.html").render(
        title=title, spreads=spreads(pages), groups=groups, pages=len(pages), found=len(marks),
        direction=direction,
    )  # fmt: skip


def spreads(pages: Sequence[SheetPage]) -> tuple[Spread, ...]:
    """Pair the pages as they face each other: the first is a recto."""
    facing = zip_longest((None, *pages[1::2]), pages[::2])
    return tuple(Spread(verso, recto) for verso, recto in facing)


def _page(
    number: int, label: str, picture: Picture, seen: Iterable[tuple[int, SeenFinding]]
) -> SheetPage:
    address = f"data:image/png;base64,{b64encode(picture.png).decode()}"
    marks = tuple(_mark(order, finding, picture) for order, finding in seen)
    return SheetPage(number + 1, label, address, picture.width, picture.height, marks)


def _mark(number: int, seen: SeenFinding, picture: Picture) -> Mark:
    x, y, width, height = seen.box
    finding = seen.finding
    return Mark(
        number, finding.code, finding.severity.value, str(finding.place),
        f"{finding.message}; {finding.hint}" if finding.hint else finding.message,
        seen.page + 1, seen.label,
        _hundredths(x, picture.width), _hundredths(y, picture.height),
        max(LEAST, _hundredths(width, picture.width)),
        max(LEAST, _hundredths(height, picture.height)),
    )  # fmt: skip


def _hundredths(length: float, of: float) -> float:
    return round(100 * length / of, 2) if of else 0.0
