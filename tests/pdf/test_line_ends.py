"""Lines of paragraphs with inline markup end where those of the same words without it do.

A paragraph is laid out at many widths and read back as a tuple of lines. Kerning and ligatures are
off: then the words have the same widths, in whichever elements they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from octavo.pdf.engine import lay_out, patches
from octavo.pdf.engine.lines import line_ends
from octavo.pdf.engine.notes.broken_notes import lines_of

STYLE = """
@page { size: 600px 60000px; margin: 0 }
html { font: 10px/12px monospace; font-kerning: none; font-variant-ligatures: none }
html { hyphenate-limit-chars: 6 2 3 }
body, p { margin: 0 }
"""
WIDTHS = range(110, 420, 7)

NOTE = (
    "Litvinov to Stalin, no. 3064, secret, 21 January 1927, {}, Moscow, f. 082, op. 10, p. 27,"
    " d. 2, l. 2 (hereafter AVPRF); and Carley, <em>Silent Conflict</em>, 272–79."
)
ARCHIVE = "Arkhiv vneshnei politiki Rossiiskoi Federatsii"
BOOK = "<em><span lang='{}'>{}</span></em>"
TITLES = {
    "archive": NOTE.format(f"<span lang='ru-Latn'>{ARCHIVE}</span>"),
    "at the start": f"<span lang='ru-Latn'>{ARCHIVE}</span>, Moscow, f. 082, op. 10, p. 27, d. 2.",
    "at the end": f"It lies with the ministry’s papers in <span lang='ru-Latn'>{ARCHIVE}</span>.",
    "Cyrillic": (
        "There is no wholly satisfactory life. З. С. Шейнис, "
        + BOOK.format("ru", "Максим Максимович Литвинов: революционер, дипломат, человек")
        + " (Политиздат, 1989), written with affection, rests in part on interviews."
    ),
    "Polish": (
        "For the other side see "
        + BOOK.format("pl", "Polityka zagraniczna Rzeczypospolitej wobec Moskwy")
        + ", vol. 2, and the same, <span lang='pl'>Dyplomacja i granice</span>; cf. note 4 above."
    ),
    "no such language": NOTE.format(f"<span lang='xx'>{ARCHIVE}</span>"),
    "in quotation marks": (
        "See also O. N. Ken, “<span lang='ru-Latn'>Chekhoslovakiia v politike Moskvy (1932–1936"
        " gg.)</span>,” <em><span lang='ru-Latn'>Rossiia XXI</span></em>, 1996, no. 11, 86."
    ),
    "emphasis within": (
        "As he says, in <span lang='ru-Latn'>Vospominaniia i <em>Razmyshleniia</em></span>, and"
        " again in <span lang='ru-Latn'>Pis’ma <em>k</em> <b>drugu</b></span>; there is more, in"
        " <span lang='fr'>Dullin, <em>Hommes</em></span>, and <em>no <em>less</em> is</em>, here."
    ),
    "elements side by side": (
        "<em>Dokumenty </em><b>vneshnei </b><i>politiki</i> <u>SSSR</u>, 24 vols."
        "<sup>2</sup> <span lang='ru-Latn'>Moskva</span>—<span lang='ru-Latn'>Leningrad</span>, and"
        " <span lang='xx'>so<em>-</em>called</span> <em>others</em>."
    ),
}  # fmt: skip


def paragraphs(text: str, style: str, widths: Iterable[float] = WIDTHS) -> list[Any]:
    """Lay a paragraph out at all widths; give the lines of each."""
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=STYLE + style, font_config=fonts)
    body = "".join(f'<p style="width: {width}px">{text}</p>' for width in widths)
    tree: Element = fromstring(f'<html lang="en"><body>{body}</body></html>')
    document = lay_out(tree, [sheet], base_url="", url_fetcher=None, font_config=fonts)
    (page,) = document.pages
    return [
        list(lines_of(box))
        for box in page._page_box.descendants()
        if box.element_tag == "p" and isinstance(box, boxes.BlockBox)
    ]


def read(paragraph: list[Any]) -> tuple[str, ...]:
    return tuple("".join(box.text for box in pieces(line)).strip() for line in paragraph)


def pieces(line: Any) -> list[Any]:
    return [box for box in line.descendants() if isinstance(box, boxes.TextBox)]


def width_of(text: str) -> float:
    ((line,),) = paragraphs(text, "", [500])
    return float(line.width)


def without_markup(text: str) -> str:
    return "".join(fromstring(f"<p>{text}</p>").itertext())


@pytest.mark.parametrize("composer", ["on", "off"])
@pytest.mark.parametrize("text", TITLES.values(), ids=TITLES)
def test_lines_are_those_of_the_words_without_markup(text: str, composer: str) -> None:
    style = "html { hyphens: manual; text-align: justify } b { font-weight: inherit }"
    style += f"html {{ --composer: {composer} }} sup {{ font-size: inherit }}"
    marked, bare = paragraphs(text, style), paragraphs(without_markup(text), style)
    assert [read(lines) for lines in marked] == [read(lines) for lines in bare]
    assert len(marked) == len(WIDTHS)


@pytest.mark.parametrize("name", ["archive", "at the start", "Polish", "emphasis within"])
def test_lines_with_hyphens_are_those_without_markup(name: str) -> None:
    """Where all is in one language, all lines end alike, hyphens and all."""
    tree = fromstring(f"<p>{TITLES[name]}</p>")
    for element in tree.iter("span"):
        element.set("lang", "en")
    style = "html { --composer: off; hyphens: auto } b { font-weight: inherit }"
    marked = paragraphs(tostring(tree, encoding="unicode")[3:-4], style)
    bare = paragraphs(without_markup(TITLES[name]), style)
    assert [read(lines) for lines in marked] == [read(lines) for lines in bare]


@pytest.mark.parametrize("language", ["ru-Latn", "fr", "xx"])
def test_no_line_lacks_more_than_a_word(language: str) -> None:
    """A line lacks at most the word after it; justification adds that space."""
    text = NOTE.format(f"<em><span lang='{language}'>{ARCHIVE}</span></em>")
    longest = width_of("Federatsii,|")
    style = "html { --composer: off; hyphens: auto; text-align: justify; font-kerning: auto }"
    widths = range(150, 350, 2)
    for width, lines in zip(widths, paragraphs(text, style, widths), strict=True):
        for line in lines[:-1]:
            added = sum(box.justification_spacing * box.text.count(" ") for box in pieces(line))
            assert width - (line.width - added) <= longest, read(lines)


def test_space_at_the_end_of_a_piece_hangs_in_the_margin() -> None:
    width = width_of("aaa bbb")
    style = "html { hyphens: manual }"
    text = "aaa bbb <em>ccc</em>"
    wide, narrow = paragraphs(text, style, [width + 0.1, width - 0.1])
    assert read(wide) == ("aaa bbb", "ccc")
    assert read(narrow) == ("aaa", "bbb", "ccc")


def test_emphasis_at_the_end_of_an_element_moves_with_what_follows_it() -> None:
    text = "aaa <span>bbb <em>ccc</em></span>, ddd"
    (lines,) = paragraphs(text, "html { hyphens: manual }", [width_of("aaa bbb ccc") + 0.1])
    assert read(lines) == ("aaa bbb", "ccc, ddd")


@pytest.mark.parametrize("piece", ["recommendations.", "<b>recommendations.</b>"])
def test_a_word_before_what_it_stays_with_is_hyphenated(piece: str) -> None:
    """The word alone would fit, with the sign that must stay with it it does not."""
    text = f"aaa bbb {piece}<i>\u2060xx</i> ccc"
    style = "html { hyphens: auto } b { font-weight: inherit }"
    (lines,) = paragraphs(text, style, [width_of("aaa bbb recommendations.") + 1])
    assert read(lines)[0] == "aaa bbb recommenda\u2010"


def test_weasyprint_still_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the two functions some lines hold a word only; once none does, they can go."""
    style = "html { --composer: off; hyphens: manual } b { font-weight: inherit }"
    for name, needed in (
        ("archive", line_ends.split_first_line),
        ("emphasis within", line_ends.can_break_inside),
    ):
        others = tuple(patch for patch in patches.PATCHES if patch[2] is not needed)
        assert len(others) == len(patches.PATCHES) - 1
        bare = [read(lines) for lines in paragraphs(without_markup(TITLES[name]), style)]
        with monkeypatch.context() as context:
            context.setattr(patches, "PATCHES", others)
            marked = [read(lines) for lines in paragraphs(TITLES[name], style)]
        assert marked != bare, name
