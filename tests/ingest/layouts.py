"""Write a small book as hOCR, ALTO and PAGE XML: two pages with running heads, notes at their feet
in smaller letters, and a note that goes on."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Row:
    words: str
    size: int = 20
    left: int = 100
    gap: int = 0


PAGES = (
    (
        Row("THE HISTORY OF THINGS 11", 16),
        Row("Calendars and Clocks", 26, 160, 20),
        Row("The first letter left Geneva in March, and nobody in the", left=130, gap=20),
        Row("ministry read it before May.^1 The second was sent by cou-"),
        Row("rier and came back unopened, with a note of the porter.^2"),
        Row("Nothing else was heard of either of them until the autumn", left=130),
        Row("of that year, when the archives were moved to the cellar and"),
        Row("1 Registry of letters, vol. 4, p. 17; see also the diary of", 14, gap=24),
        Row("the second secretary, who was on leave.", 14),
        Row("2 The porter’s own account is in the file of the", 14),
    ),
    (
        Row("12 THE HISTORY OF THINGS", 16),
        Row("counted for the first time.^3 There were eleven boxes.", gap=20),
        Row("The twelfth had been lent to a painter.", left=130),
        Row("household, box 3, where it was bound upside down.", 14, gap=24),
        Row("3 Inventory of 1931, fol. 2.", 14),
    ),
)
NOTES = (
    "Registry of letters, vol. 4, p. 17; see also the diary of the second secretary, who was on "
    "leave.",
    "The porter’s own account is in the file of the household, box 3, where it was bound upside "
    "down.",
    "Inventory of 1931, fol. 2.",
)  # fmt: skip
PARAGRAPHS = (
    "The first letter left Geneva in March, and nobody in the ministry read it before May.[^1] The "
    "second was sent by courier and came back unopened, with a note of the porter.[^2]",
    "Nothing else was heard of either of them until the autumn of that year, when the archives "
    "were moved to the cellar and counted for the first time.[^3] There were eleven boxes.",
    "The twelfth had been lent to a painter.",
)  # fmt: skip


def _placed(page):
    """Yield each row with its top and its words: text, left, top, right, bottom, raised."""
    top = 60
    for row in page:
        top += row.gap
        left, words = row.left, []
        for word in row.words.split():
            body, _, call = word.partition("^")
            width = int(len(body) * row.size * 0.5)
            words.append((body, left, top, left + width, top + row.size, False))
            left += width
            if call:
                small = row.size // 2
                words.append((call, left, top - 2, left + 6, top - 2 + small, True))
                left += 6
            left += row.size // 3
        yield row, top, left, words
        top += int(row.size * 1.3)


def hocr() -> str:
    out = ['<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body>']
    for number, page in enumerate(PAGES):
        out.append(f'<div class="ocr_page" title="bbox 0 0 800 1200; ppageno {number}">')
        for row, top, right, words in _placed(page):
            out.append(f'<span class="ocr_line" title="bbox {row.left} {top} {right} '
                       f'{top + row.size}; x_size {row.size}">')  # fmt: skip
            out += [f'<span class="ocrx_word" title="bbox {a} {b} {c} {d}; x_wconf 90">'
                    f"{escape(text)}</span> " for text, a, b, c, d, _ in words]  # fmt: skip
            out.append("</span>")
        out.append("</div>")
    return "".join([*out, "</body></html>"])


def alto() -> str:
    styles = "".join(f'<TextStyle ID="s{s}" FONTSIZE="{s}"/>' for s in (14, 16, 20, 26))
    out = ['<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/'
           f'ns-v4#"><Styles>{styles}</Styles><Layout>']  # fmt: skip
    for number, page in enumerate(PAGES):
        out.append(f'<Page ID="p{number}" PHYSICAL_IMG_NR="{number + 1}"><PrintSpace><TextBlock>')
        for row, top, right, words in _placed(page):
            out.append(f'<TextLine HPOS="{row.left}" VPOS="{top}" WIDTH="{right - row.left}" '
                       f'HEIGHT="{row.size}" STYLEREFS="s{row.size}">')  # fmt: skip
            for text, a, b, c, d, raised in words:
                style = ' STYLE="superscript"' if raised else ""
                hyphen = text.endswith("-")
                out.append(f'<String CONTENT="{escape(text.rstrip("-"))}" HPOS="{a}" VPOS="{b}" '
                           f'WIDTH="{c - a}" HEIGHT="{d - b}"{style}/><SP/>')  # fmt: skip
                out.append('<HYP CONTENT="-"/>' if hyphen else "")
            out.append("</TextLine>")
        out.append("</TextBlock></PrintSpace></Page>")
    return "".join([*out, "</Layout></alto>"])


def page_xml() -> str:
    out = ['<?xml version="1.0" encoding="UTF-8"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/'
           'gts/pagecontent/2019-07-15">']  # fmt: skip
    for page in PAGES:
        out.append('<Page imageFilename="x.png" imageWidth="800" imageHeight="1200">')
        for row, top, right, words in _placed(page):
            kind = {16: "header", 14: "footnote", 26: "heading"}.get(row.size, "paragraph")
            text = "".join(("" if raised or not i else " ") + word
                           for i, (word, *_, raised) in enumerate(words))  # fmt: skip
            low = top + row.size
            box = f"{row.left},{top} {right},{top} {right},{low} {row.left},{low}"
            out.append(f'<TextRegion type="{kind}"><TextLine><Coords points="{box}"/>')
            for word, a, b, c, d, raised in words:
                style = '<TextStyle superscript="true"/>' if raised else ""
                out.append(f'<Word><Coords points="{a},{b} {c},{b} {c},{d} {a},{d}"/><TextEquiv>'
                           f"<Unicode>{escape(word)}</Unicode></TextEquiv>{style}"
                           "</Word>")  # fmt: skip
            out.append(f"<TextEquiv><Unicode>{escape(text)}</Unicode></TextEquiv></TextLine>"
                       "</TextRegion>")  # fmt: skip
        out.append("</Page>")
    return "".join([*out, "</PcGts>"])
