"""The Word file besides its plain text: pictures, captions, verse, equations."""

from __future__ import annotations

import pytest

from octavo.model import FigureSettings

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


def made(manuscripts, edition, folder, part, text=TEXT, by_section=False):
    from octavo.captions.cross_references import resolve_cross_references
    from octavo.captions.numbering import number_captions
    from octavo.docx import make_docx

    figures = FigureSettings(numbering="section" if by_section else "edition")
    texts = resolve_cross_references(number_captions(manuscripts(text), figures))
    docx = make_docx(edition(figures=figures), texts, folder)
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
    lines = find(document, "//w:p[w:r/w:ptab/@w:alignment='right']")
    tabs = [find(line, ".//w:ptab")[0] for line in lines]
    behind = ["".join(find(tab, "following::w:t/text()")) for tab in tabs]
    assert [said[: len(number)] for said, number in zip(behind, ("(1)", "2"), strict=True)] == [
        "(1)", "2",
    ]  # fmt: skip


def test_the_page_of_a_figure_is_a_field(manuscripts, edition, folder, part, find) -> None:
    document, _ = made(manuscripts, edition, folder, part)
    (field,) = [f for f in find(document, "//w:fldSimple/@w:instr") if "PAGEREF" in f]
    name = field.split()[1]
    assert find(document, f"//w:bookmarkStart[@w:name='{name}']")


COUNTED = """\
# Chapter 2

See [@fig:two], [@fig:two-b], [@tbl:days] and [@eq:one].

::: {#fig:two .figure}
![One](figures/clock.svg){alt="A clock"}

![Other](figures/clock.svg){#fig:two-b alt="Another"}

Two clocks.
:::

| Day |
|-----|
| One |

: Days. {#tbl:days}

$$a = b$$ {#eq:one}
"""


@pytest.mark.parametrize(
    ("by_section", "switch", "chapter"), [(False, "", ""), (True, r" \s 1", "2.")]
)
def test_numbers_of_captions_are_fields_and_references_repeat_them(
    manuscripts, edition, folder, part, find, by_section, switch, chapter
) -> None:
    document, _ = made(manuscripts, edition, folder, part, COUNTED, by_section)
    counts = find(document, "//w:fldSimple[contains(@w:instr, 'SEQ')]/@w:instr")
    assert [instruction.strip() for instruction in counts] == [
        rf"SEQ {count} \* ARABIC{switch}" for count in ("Figure", "Table", "Equation")
    ]
    fields = find(document, "//w:fldSimple[contains(@w:instr, ' REF ')]")
    assert ["".join(field.itertext()) for field in fields] == [f"{chapter}1"] * 4
    for instruction in find(document, "//w:fldSimple[contains(@w:instr, ' REF ')]/@w:instr"):
        assert shown_in(document, instruction.split()[1], find) == f"{chapter}1"
    links = find(document, "//w:hyperlink[@w:anchor]")
    assert ["".join(link.itertext()).replace("\xa0", " ") for link in links] == [
        f"figure {chapter}1", f"figure {chapter}1b", f"table {chapter}1", f"equation ({chapter}1)",
    ]  # fmt: skip


def shown_in(document, name: str, find) -> str:
    """The words between the two ends of a bookmark: what a field that repeats it shows."""
    (start,) = find(document, f"//w:bookmarkStart[@w:name='{name}']")
    (number,) = find(start, "@w:id")
    said = ""
    for node in start.itersiblings():
        if node.tag.endswith("}bookmarkEnd") and find(node, "@w:id") == [number]:
            return said
        said += "".join(node.itertext())
    raise AssertionError(name)


def test_a_reference_to_what_has_no_number_is_no_field(
    manuscripts, edition, folder, part, find
) -> None:
    document, _ = made(manuscripts, edition, folder, part, "# Chapter 2 {#two}\n\nSee [](#two).\n")
    assert find(document, "//w:fldSimple[contains(@w:instr, ' REF ')]") == []
    assert ["".join(one.itertext()) for one in find(document, "//w:hyperlink")] == ["chapter\xa02"]


def test_titles_are_whole_in_the_contents(manuscripts, edition, tmp_path) -> None:
    """Also one with no-break spaces, and one that ends as an empty page number: the field of that
    shows … until Word counts."""
    from octavo.docx import make_docx
    from octavo.proof.docx_reader import read_docx

    text = "# T\n\n## From Rollers…\n\nText.\n\n## Option\u00a0: une\u202f?\n\nText.\n"
    docx = make_docx(edition(), manuscripts(text), tmp_path)
    lines = [line.words for _, found in read_docx(docx, "en-GB").front.contents for line in found]
    assert lines == ["T", "From Rollers…", "Option\u00a0: une\u202f?"]
