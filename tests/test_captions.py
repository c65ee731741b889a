"""The numbers of figures and tables, over sections."""

from __future__ import annotations

from octavo.captions.numbering import number_captions
from octavo.model import Section, Source
from octavo.pandoc import tree
from octavo.pandoc.walk import text_of, walk
from octavo.parsing.notes import parse

FIRST = """\
![A map.](figures/a.svg){#fig-a alt="Map"}

![No number.](figures/b.svg){alt="Plain"}

| a | b |
|---|---|
| 1 | 2 |

: Figures {#tbl-a}
"""
SECOND = """\
---
lang: fr
---

![Une carte.](figures/c.svg){#fig-c alt="Carte"}

![](figures/d.svg){#fig-d alt="No caption"}
"""


def test_figures_and_tables_are_numbered_through_the_edition() -> None:
    texts = [
        parse(Source(Section(name, f"source/{name}.md"), text), "en")
        for name, text in (("one", FIRST), ("two", SECOND))
    ]
    captions = [
        text_of(element["c"][1][1]).replace("\u00a0", " ")
        for made in number_captions(texts)
        for element in walk(made.blocks)
        if element["t"] in {"Figure", "Table"}
    ]
    assert captions == [
        "Figure 1. A map.",
        "No number.",
        "Table 1. Figures",
        "Figure 2. Une carte.",
    ]


def test_a_picture_keeps_its_caption_and_its_id_within_a_figure_of_its_own() -> None:
    text = (
        '::: {#fig:two .figure}\n![The quay again.](figures/a.svg){#fig:quay alt="Quay"}\n\n'
        "Boat and quay.\n:::\n"
    )
    (figure,) = parse(Source(Section("one", "source/one.md"), text), "en").blocks
    assert tree.id_of(figure) == "fig:two"
    assert text_of(tree.caption_of(figure)) == "Boat and quay. The quay again."
    ids = {tree.id_of(e) for e in walk(figure) if tree.is_kind(e, "Span", "Image")}
    assert "fig:quay" in ids
