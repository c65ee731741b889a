"""Write the marks of a draft when it is bound: the numbers of lines, and which draft it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from octavo.design.fonts import Fonts
from octavo.model import Edition, Section
from octavo.pdf.binding.folios import FolioStyle
from octavo.pdf.book.pagination import BoundPage
from octavo.pdf.section.print_tree import Prepared
from octavo.pdf.typeset import lay_out

_EVERY = 5  # lines
_SIZE = 8.0  # points
_LEFT = 40.0  # points from the edge of the page to the end of a number
_FIGURE = 0.34  # of the size: half the height of a figure
_SHEET = Section("stamp", "", "front")
_STAMP = Name("/OctavoDraft")

Lines = Mapping[str, Sequence[Sequence[float]]]  # by section: the middle of each line, by pages


def stamp(words: str, edition: Edition, folder: Path, fonts: Fonts) -> bytes:
    """Return a PDF of one page that has nothing but the words by which a draft is known."""
    html = Element("html", {"lang": edition.language})
    body = SubElement(html, "body")
    for text, name in ((words, "draft-stamp"), ("\u00a0", "draft-page")):
        SubElement(body, "div", {"class": name}).text = text
    prepared = Prepared(html, (), frozenset(), {}, 0)
    return lay_out(prepared, _SHEET, edition, folder, fonts, opening="text").pdf


@dataclass(frozen=True, slots=True)
class DraftMarks:
    """What a draft has on its pages beside the text: the stamp, and a number at every fifth
    line."""

    stamp: bytes
    lines: Lines

    def write(self, book: pikepdf.Pdf, pages: Sequence[BoundPage], folios: FolioStyle) -> None:
        """Write the marks on all pages but blanks, behind the content of each, as artifacts."""
        before = book.make_indirect(Stream(book, b"q"))
        with pikepdf.open(BytesIO(self.stamp)) as sheet:
            form = book.copy_foreign(sheet.pages[0].as_form_xobject())
        known: set[tuple[int, int]] = set()
        for page, bound in zip(book.pages, pages, strict=True):
            if bound.index is None:
                continue
            resources = page.obj.Resources
            if resources.objgen not in known or not resources.is_indirect:
                known.add(resources.objgen)
                if "/XObject" not in resources:
                    resources.XObject = Dictionary()
                resources.XObject[_STAMP] = form
            numbers = b" ".join(self._numbers(bound, folios))
            stamped = b"/Artifact <</Type /Pagination>> BDC q %b Do Q EMC" % str(_STAMP).encode()
            marks = Stream(book, b"Q %b %b" % (numbers, stamped))
            content = page.obj.Contents
            parts = list(content) if isinstance(content, Array) else [content]
            page.obj.Contents = Array([before, *parts, book.make_indirect(marks)])

    def _numbers(self, bound: BoundPage, folios: FolioStyle) -> Iterator[bytes]:
        """Yield the content of the numbers of lines on a page, in the letters of the folios."""
        place = next(iter(folios.places.values()), None)
        of_section = self.lines.get(bound.section, ())
        if place is None or bound.index is None or bound.index >= len(of_section):
            return
        for number, middle in enumerate(of_section[bound.index], 1):
            if number % _EVERY:
                continue
            written = [place.font + figure for figure in str(number)]
            width = sum(folios.widths[figure] for figure in written) * _SIZE / 1000
            glyphs = "".join(folios.glyphs[figure] for figure in written)
            yield (
                b"/Artifact <</Type /Layout>> BDC BT 0.4 g %b %.3f Tf 1 0 0 1 %.3f %.3f Tm "
                b"<%b> Tj ET EMC"
                % (place.font.encode(), _SIZE, _LEFT - width, middle - _FIGURE * _SIZE,
                   glyphs.encode())
            )  # fmt: skip
