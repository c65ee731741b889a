"""The Word file besides its plain text: pictures, captions, verse, equations."""

from __future__ import annotations

TEXT = """\
# T

::: {#fig:two .figure credit="Photos: B." source="State Archive"}
![One](figures/clock.svg){alt="A clock"}

![Other](figures/clock.svg){alt="Another"}

Two clocks.
:::

An inline ![clock](figures/clock.svg){height=1em}; a note.[^a] See [@fig:two, page].

$$a = b$$ {#eq:one}

::: {.verse numbers=2}
| One line
| and another
:::

[^a]: With ![a clock](figures/clock.svg) in it.
"""


def made(manuscripts, edition, folder, part):
    from octavo.captions.cross_references import resolve_cross_references
    from octavo.captions.numbering import number_captions
    from octavo.docx import make_docx

    texts = resolve_cross_references(number_captions(manuscripts(TEXT)))
    docx = make_docx(edition(), texts, folder)
    return part(docx, "word/document.xml"), part(docx, "word/footnotes.xml")


def test_several_pictures_share_the_line(manuscripts, edition, folder, part, find) -> None:
    document, notes = made(manuscripts, edition, folder, part)
    widths = [int(width) for width in find(document, "//wp:extent/@cx")]
    assert widths[0] == widths[1] == round(6 * 0.44 * 914_400)
    assert [int(h) for h in find(document, "//wp:extent/@cy")][2] == 11 * 12_700
    assert find(notes, "//wp:extent/@cy") == [str(round(22 / 25.4 * 914_400))]


def test_credit_and_source_end_the_caption(manuscripts, edition, folder, part, find) -> None:
    document, _ = made(manuscripts, edition, folder, part)
    credits = find(document, "//w:r[w:rPr/w:rStyle/@w:val='Credit']/w:t/text()")
    assert credits == ["Photos: B.", "State Archive"]


def test_numbers_stand_at_the_right(manuscripts, edition, folder, part, find) -> None:
    document, _ = made(manuscripts, edition, folder, part)
    assert find(document, "//w:r[w:ptab/@w:alignment='right']/following::w:t[1]/text()") == [
        "(1)",
        "2",
    ]


def test_the_page_of_a_figure_is_a_field(manuscripts, edition, folder, part, find) -> None:
    document, _ = made(manuscripts, edition, folder, part)
    (field,) = [f for f in find(document, "//w:fldSimple/@w:instr") if "PAGEREF" in f]
    name = field.split()[1]
    assert find(document, f"//w:bookmarkStart[@w:name='{name}']")
