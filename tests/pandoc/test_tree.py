"""pandoc's tree: what is made here is what pandoc itself makes of the same text."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from octavo.model import Blocks, Element, Manuscript, Section, kinds_in
from octavo.pandoc import note_spans, table, tree
from octavo.pandoc.run import document, run_pandoc
from octavo.pandoc.walk import holds, joined_words, plain, rewrite, rewrite_last, text_of, walk


def read(markdown: str) -> Blocks:
    written = run_pandoc(["-f", "markdown", "-t", "json", "--sandbox"], markdown.encode())
    return orjson.loads(written)["blocks"]


ATTR = {"id": "i", "classes": ["x", "y"], "attributes": {"lang": "fr"}}
WRITTEN = "{#i .x .y lang=fr}"
CITED = [
    tree.citation("a", tree.text("see"), tree.text(", 12"), note_number=1),
    tree.citation("b", mode="SuppressAuthor", note_number=1),
]
ONE, TWO = tree.text("One."), tree.text("two")
# What pandoc reads, and the blocks that are made of it here.
MADE = {
    "Para": ("One two.", tree.para(tree.text("One two."))),
    "Plain": ("- two", tree.bullet_list([[tree.plain_block(TWO)]])),
    "Header": (f"## One. {WRITTEN}", tree.header(2, ONE, **ATTR)),
    "Div": (f"::: {WRITTEN}\nOne.\n:::", tree.div([tree.para(ONE)], **ATTR)),
    "Span": (f"[two]{WRITTEN}", tree.para([tree.span(TWO, **ATTR)])),
    "Link": (f"[two](#to){WRITTEN}", tree.para([tree.link(TWO, "#to", **ATTR)])),
    "Emph": ("*One two.*", tree.para([tree.emph(tree.text("One two."))])),
    "Strong": ("**two**", tree.para([tree.strong(TWO)])),
    "SmallCaps": ("[two]{.smallcaps}", tree.para([tree.small_caps(TWO)])),
    "Superscript": ("^two^", tree.para([tree.formatted("Superscript", TWO)])),
    "LineBreak": ("One.\\\ntwo", tree.para([*ONE, tree.LINE_BREAK, *TWO])),
    "Note": ("two^[One.]", tree.para([*TWO, tree.note([tree.para(ONE)])])),
    "RawInline": ("`<b>`{=html}", tree.para([tree.raw_inline("html", "<b>")])),
    "LineBlock": ("| One.\n| two", tree.line_block([ONE, TWO])),
    "DefinitionList": (
        "two\n:   One.\n", tree.definition_list([(TWO, [[tree.plain_block(ONE)]])])),
}  # fmt: skip


@pytest.mark.parametrize(("markdown", "made"), MADE.values(), ids=MADE)
def test_an_element_is_made_as_pandoc_makes_it(markdown: str, made: Element) -> None:
    assert read(markdown) == [made]


def test_a_cite_is_made_as_pandoc_makes_it() -> None:
    (para,) = read("[see @a, 12; -@b]")
    (cite,) = tree.content_of(para)
    assert tree.citations_of(cite) == CITED
    assert tree.with_content(tree.cite(CITED), tree.content_of(cite)) == cite
    assert [tree.mode_of(one) for one in CITED] == ["NormalCitation", "SuppressAuthor"]
    assert tree.mode_of(tree.with_mode(CITED[0], "AuthorInText")) == "AuthorInText"


def test_a_figure_is_made_as_pandoc_makes_it() -> None:
    (figure,) = read(f"![One.](a.png){WRITTEN}")
    caption, identity = tree.caption_of(figure), tree.id_of(figure)
    assert tree.figure(tree.content_of(figure), caption, identity) == figure
    assert (identity, plain(caption)) == ("i", "One.\n")
    (image,) = (element for element in walk(figure) if tree.is_kind(element, "Image"))
    assert (tree.target_of(image), tree.classes_of(image)) == ("a.png", ["x", "y"])
    moved = tree.with_caption(figure, [tree.plain_block(TWO)])
    assert text_of(tree.caption_of(moved)) == "two"
    assert tree.content_of(moved) == tree.content_of(figure)


def test_words_are_parted_as_pandoc_parts_them() -> None:
    written = "One  two\tthree\u00a0four five, “six”…"
    assert read(written) == [tree.para(tree.text(written))]
    assert tree.text("") == []
    assert tree.trimmed(tree.text(" One two ")) == tree.text("One two")
    assert tree.trimmed(tree.text("  ")) == []


EVERYTHING = f"""
# Head {WRITTEN}

*a* **b** ~~c~~ [d]{WRITTEN} [e](#f){WRITTEN} "g" `h`{WRITTEN} $i$ x^2^ H~2~ [j]{{.smallcaps}}
[k]{{.underline}} [@l] m^[n] ![o](p){WRITTEN}

> q

- r

![s](t){WRITTEN}

::: {WRITTEN}
u
:::
"""


HOLDERS = """Header Para Plain Emph Strong Strikeout Superscript Subscript SmallCaps Underline Span
    Link Image Quoted Cite Note BlockQuote Figure Div"""


def test_content_and_attr_are_put_back_where_they_came_from() -> None:
    blocks = read(EVERYTHING)
    holding, with_attr = set[str](), set[str]()
    for element in walk(blocks, words=True):
        if tree.has_attr(element):
            with_attr.add(tree.kind_of(element))
            assert tree.with_attr(element, *tree.attr_of(element)) == element
            bare = tree.with_attr(element)
            assert tree.attr_of(bare) == ("", [], [])
            assert plain(bare, notes=True) == plain(element, notes=True)
        else:
            assert (tree.id_of(element), tree.classes_of(element)) == ("", [])
            assert tree.attribute(element, "lang") == ""
        try:
            content = tree.content_of(element)
        except KeyError:
            continue
        holding.add(tree.kind_of(element))
        assert tree.with_content(element, content) == element
        assert tree.content_of(tree.with_content(element, [])) == []
    assert holding == set(HOLDERS.split())
    assert with_attr == {"Header", "Div", "Span", "Link", "Code", "Image", "Figure"}
    said = [tree.attribute(e, "lang") for e in walk(blocks) if "x" in tree.classes_of(e)]
    assert said == ["fr"] * 7


def test_a_key_may_come_twice() -> None:
    span = tree.span(TWO, attributes=[["k", "1"], ["k", "2"]])
    assert tree.attributes_of(span) == [["k", "1"], ["k", "2"]]
    assert tree.attribute(span, "k") == "2"


def test_what_is_no_element_is_of_no_kind() -> None:
    for part in ("Str", ["t"], None, 1, {"citationId": "a"}):
        assert not tree.is_element(part)
        assert not tree.is_kind(part, "Str")
        assert tree.kind_in(part) is None


def test_strings_levels_and_signs() -> None:
    (code,) = tree.content_of(read("`a b`")[0])
    assert tree.string_of(code) == "a b"
    (math,) = tree.content_of(read("$$a$$")[0])
    assert (tree.string_of(math), tree.is_display(math)) == ("a", True)
    (raw,) = read("```{=html}\n<br>\n```")
    assert (tree.format_of(raw), tree.string_of(raw)) == ("html", "<br>")
    (quoted,) = tree.content_of(read("'a'")[0])
    assert tree.quote_type_of(quoted) == "SingleQuote"
    (head,) = read("# Head")
    assert tree.level_of(tree.with_level(head, 4)) == 4
    assert tree.strings_of(tree.text("a b")) == ["a", None, "b"]


# --- tables --------------------------------------------------------------------------------------

TABLE = """
| A | B | C |
|:--|--:|---|
| 1 | 2 | 3 |
| 4 | 5 | 6 |
"""


def test_a_table_says_what_it_holds() -> None:
    (made,) = read(TABLE)
    alignments = [column.alignment for column in table.columns_of(made)]
    assert alignments == ["AlignLeft", "AlignRight", "AlignDefault"]
    rows = [[text_of(cell.blocks) for cell in row] for row in table.rows_of(made)]
    assert rows == [["A", "B", "C"], ["1", "2", "3"], ["4", "5", "6"]]
    assert {(cell.rows, cell.columns) for row in table.rows_of(made) for cell in row} == {(1, 1)}
    body = table.body_rows_of(made)
    assert table.with_body_rows(made, body) == made
    turned = table.with_body_rows(made, [row[::-1] for row in body])
    rows = [[text_of(cell.blocks) for cell in row] for row in table.rows_of(turned)]
    assert rows == [["A", "B", "C"], ["3", "2", "1"], ["6", "5", "4"]]


def test_a_table_takes_widths() -> None:
    (made,) = read(TABLE)
    assert [column.width for column in table.columns_of(made)] == [0.0, 0.0, 0.0]
    wide = table.with_widths(made, [0.5, 0.25, 0.25])
    assert [column.width for column in table.columns_of(wide)] == [0.5, 0.25, 0.25]
    html = run_pandoc(["-f", "json", "-t", "html"], document([wide])).decode()
    assert html.count('<col style="width: 25%"') == 2


# --- notes ---------------------------------------------------------------------------------------


def test_a_note_keeps_its_name_in_a_span() -> None:
    span = note_spans.note_span([tree.para(ONE)], "*b")
    assert note_spans.is_note(span)
    assert not note_spans.is_note(tree.span(ONE))
    assert (note_spans.label_of(span), note_spans.blocks_of(span)) == ("*b", [tree.para(ONE)])
    with pytest.raises(KeyError):
        note_spans.mark_of(span)
    numbered = note_spans.with_number(span, "note-1", "marked", "†")
    assert tree.id_of(numbered) == "note-1"
    assert (note_spans.mark_of(numbered), note_spans.series_of_note(numbered)) == ("†", "marked")
    assert (note_spans.label_of(numbered), note_spans.blocks_of(numbered)) == (
        "*b", [tree.para(ONE)])  # fmt: skip


# --- the walk ------------------------------------------------------------------------------------


def kinds(elements: object, **how: object) -> list[str]:
    return [tree.kind_of(element) for element in walk(elements, **how)]  # type: ignore[arg-type]


def test_a_walk_goes_in_the_order_of_the_text() -> None:
    blocks = read("*a* **b _c_**\n\n> d^[e]\n")
    assert kinds(blocks) == ["Para", "Emph", "Strong", "Emph", "BlockQuote", "Para", "Note", "Para"]
    outer = kinds(blocks, within=frozenset({"Strong", "BlockQuote"}))
    assert outer == ["Para", "Emph", "Strong", "BlockQuote"]
    strings = [tree.string_of(e) for e in walk(blocks, words=True) if tree.is_string(e)]
    assert strings == ["a", "b", "c", "d", "e"]


def test_a_rewriting_changes_a_copy() -> None:
    blocks = read("*a* b\n\n> *c*\n")
    before = orjson.dumps(blocks)

    def change(element: Element) -> Element | list[Element] | None:
        return tree.content_of(element) if tree.is_kind(element, "Emph") else None

    assert rewrite(blocks, change) == read("a b\n\n> c\n")
    assert rewrite(blocks, change, within=frozenset({"BlockQuote"})) == read("a b\n\n> *c*\n")
    assert orjson.dumps(blocks) == before


def test_the_last_element_alone_is_rewritten() -> None:
    blocks = read("- a\n- b\n\n# c\n")

    def change(element: Element) -> Element | None:
        return tree.plain_block(TWO) if tree.is_kind(element, "Plain") else None

    assert plain(rewrite_last(blocks, change)) == "a\ntwo\nc\n"
    assert rewrite_last(read("# c"), change) is None
    assert rewrite_last(blocks, change, within=frozenset({"BulletList"})) is None


def test_words_are_joined() -> None:
    blocks = joined_words(read("a b\nc *d e* f"))
    inlines = [tree.string("a b c "), tree.emph([tree.string("d e")]), tree.string(" f")]
    assert blocks == [tree.para(inlines)]


# --- kinds ---------------------------------------------------------------------------------------


def test_kinds_are_those_of_a_walk_without_words() -> None:
    blocks = read(EVERYTHING)
    assert kinds_in(blocks) == set(kinds(blocks))
    assert holds(blocks, "Cite")
    assert not holds(blocks, "Table", "LineBlock")


def test_a_manuscript_knows_its_kinds_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def listening(part: object) -> frozenset[str]:
        asked.append(part)
        return kinds_in(part)

    monkeypatch.setattr("octavo.model.manuscript.kinds_in", listening)
    manuscript = Manuscript(Section("a", "a.md"), [], "en", read("*a* [@b]"))
    assert manuscript.holds("Emph")
    assert manuscript.holds("Table", "Cite")
    assert not manuscript.holds("Table")
    assert len(asked) == 1
    other = replace(manuscript, blocks=read("a"))
    assert not other.holds("Emph")
    assert len(asked) == 2
