"""Dress a manuscript's tree for Word: styles by name, bookmarks for ids, drawings for images.

Of the attributes only those that pandoc's DOCX writer reads are left to it (`lang`, `dir`,
`custom-style`): no class or raw passage of the author's can reach into the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from octavo.docx.callouts import CALLOUT, CAPTIONS_HEADING, OF_FIGURE
from octavo.docx.caption_fields import (
    NUMBERS,
    Counting,
    is_list,
    list_field,
    with_counted_caption,
    with_counted_equation,
    with_number_field,
)
from octavo.docx.column_widths import with_widths
from octavo.docx.comments import sign_of
from octavo.docx.index_fields import ENTRIES, entries_of_index, fields_of_mark
from octavo.docx.page_breaks import begins_page, with_sign
from octavo.docx.parts.bookmarks import bookmark_name, web_address
from octavo.docx.parts.ooxml import begin_field, end_field, field, page_of, to_the_right
from octavo.docx.raw_xml import raw, raw_text
from octavo.docx.zotero import LiveCitations
from octavo.index.anchors import MARK
from octavo.locales import Words
from octavo.model import Blocks, Element, Inlines
from octavo.notes.junctions import LIVE
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note
from octavo.pandoc.walk import Part, holds, joined_words, plain, rewrite, rewrite_lists
from octavo.parsing.comments import COMMENT, TODO_WORD
from octavo.parsing.labels import CROSS_REFERENCE, EQUATION

DIV_STYLES = {
    "epigraph": "Epigraph",
    "verse": "Verse",
    "bibliography-entry": "Bibliography",
    "bibliography-annotation": "Bibliography Annotation",
    "archive-collections": "Bibliography Annotation",
    "dedication": "Dedication",
    "table-notes": "Table Notes",
    "byline": "Byline",
    "colophon": "Colophon",
    "entry": "TableofFigures",
    "aside": "Aside",
    CALLOUT: "Callout",
    CAPTIONS_HEADING: "Captions Heading",
}
SPAN_STYLES = {"credit": "Credit", "aside": "Aside Words"}
_SECTION_BREAK = tree.para([tree.string("* * *")])
_KEPT = {"lang", "dir"}
_NOTE_REFERENCE = "note-reference"
_NOTE_PAGE = "note-page"
# Classes of what is at the right end of its line, after a tab of its own that needs no stop.
_AT_THE_RIGHT = {"line-number", "equation-number"}
_NUMBER = re.compile(r"[0-9]+")
_SOFT_HYPHEN = "\u00ad"

Draw = Callable[[Element], str]  # an Image to the OpenXML of its drawing


def dressed(
    blocks: Blocks, language: str, words: Words, draw: Draw, *,
    counting: Counting = "document", listed: str = "Figure", live: LiveCitations | None = None,
    is_whole: bool = True,
) -> Blocks:  # fmt: skip
    """Return the blocks as pandoc writes them for Word; the notes' spans keep their ids, as
    bookmarks.

    `language` is the section's; `words` are those of the edition's language, for the index. `draw`
    returns the drawing of an image in OpenXML. `counting` says how captions are counted; `listed`
    is what a list of the section counts; `live` makes fields of the citations that are in spans of
    their own. Only a Word file that `is_whole` has the fields that gather from all sections.
    """
    table: dict[str, Callable[[Element], Element | Inlines]] = {
        "Header": _header,
        "Div": lambda div: _div(div, language, listed, is_whole=is_whole),
        "Span": lambda span: _span(span, language, words, counting, live),
        "Link": _link,
        "Code": _code,
        "CodeBlock": _code_block,
        "Cite": tree.content_of,
        "Figure": lambda figure: _figure(with_counted_caption(figure, counting)),
        "Table": lambda table: _table(with_counted_caption(table, counting)),
        "LineBlock": _verse,
        "HorizontalRule": lambda _: _styled("Section Break", [_SECTION_BREAK]),
        "RawInline": lambda _: [],
        "RawBlock": lambda _: [],
        "Image": lambda image: raw_text(draw(image)),
    }

    def change(element: Element) -> Element | Inlines | None:
        changed = table.get(tree.kind_of(element))
        made = changed(element) if changed else None
        if begins_page(element):
            assert not isinstance(made, list), "no block is replaced by inlines"
            return with_sign([made or element])
        return made

    # pandoc makes a run of every word otherwise: ten times the bytes, and three times the seconds
    made = joined_words(rewrite(_with_sizes(blocks), change))
    return rewrite_lists(made, _with_soft_hyphens) if _SOFT_HYPHEN in plain(made) else made


def _with_soft_hyphens(items: list[Element]) -> list[Element]:
    """Write the soft hyphen at the end of a text, which pandoc's writer leaves out there: in the
    first part of every<i>thing</i>."""
    made: list[Element] = []
    for item in items:
        said = tree.string_of(item) if tree.is_string(item) else ""
        bare = said.rstrip(_SOFT_HYPHEN)
        if bare == said:
            made.append(item)
            continue
        made += [tree.string(bare)] * bool(bare)
        made.append(raw_text("<w:r><w:softHyphen/></w:r>" * (len(said) - len(bare))))
    return made


# The share of the text's width for each of several pictures side by side.
_SHARES = {"pictures-2": "44%", "pictures-3": "28%", "pictures-4": "44%",
           "pictures-5": "28%", "pictures-6": "28%"}  # fmt: skip
_HEIGHT_IN_NOTES = "22mm"


def _with_sizes(blocks: Blocks) -> Blocks:
    """Return the blocks with a size for each picture that has none and is beside others or in a
    note."""

    def change(element: Element) -> Element | None:
        if tree.is_kind(element, "Note"):
            return rewrite(element, lambda inner: _sized(inner, ["height", _HEIGHT_IN_NOTES]))
        if not tree.is_kind(element, "Figure"):
            return None
        share = next((_SHARES[c] for c in tree.classes_of(element) if c in _SHARES), "")
        return rewrite(element, lambda inner: _sized(inner, ["width", share])) if share else None

    return rewrite(blocks, change) if holds(blocks, "Image") else blocks


def _sized(image: Element, size: list[str]) -> Element | None:
    if not tree.is_kind(image, "Image"):
        return None
    identity, classes, pairs = tree.attr_of(image)
    if {"width", "height"} & {key for key, _ in pairs}:
        return None
    return tree.with_attr(image, identity, classes, [*pairs, size])


# --- blocks --------------------------------------------------------------------------------------


def _header(header: Element) -> Element:
    """Return a heading; its language is that of its words, since pandoc would give that of the
    heading to all that it governs."""
    made = tree.with_level(header, min(tree.level_of(header), 6))
    return tree.with_content(_without_language(made), _in_its_language(made))


def _code_block(code: Element) -> Element:
    marked = _language_of(code)
    made = _without_language(code)
    return tree.div([made], attributes=marked) if marked else made


def _div(div: Element, language: str, listed: str, *, is_whole: bool) -> Element:
    classes, blocks = tree.classes_of(div), tree.content_of(div)
    if _is_foreign(div, language):
        blocks = notes_in(blocks, language)
    if ENTRIES in classes:
        blocks = entries_of_index(blocks, classes, live=is_whole)
    if CALLOUT in classes and (figure := tree.attribute(div, OF_FIGURE)):
        blocks = [_numbered(block, bookmark(figure)) for block in blocks]
    if is_list(div) and blocks and is_whole:
        blocks = list_field(blocks, listed)
    style = next((DIV_STYLES[c] for c in classes if c in DIV_STYLES), "")
    if style == "Epigraph":
        blocks = [made for block in blocks for made in _epigraph(block)]
        if blocks and not _style_of(blocks[-1]):
            blocks[-1] = _styled("Epigraph Alone", [blocks[-1]])
    return tree.with_content(_dressed(div, style), blocks)


def _numbered(paragraph: Element, name: str) -> Element:
    """Return the paragraph of a callout with the number of its figure as a field, behind the empty
    spans that are names."""
    inlines = tree.content_of(paragraph)
    names = [inline for inline in inlines if tree.is_kind(inline, "Span")]
    words = [inline for inline in inlines if not tree.is_kind(inline, "Span")]
    return tree.with_content(paragraph, [*names, *with_number_field(words, name)])


def _is_foreign(element: Element, language: str) -> bool:
    return dict(tree.attributes_of(element)).get("lang", language) != language


def _epigraph(block: Element) -> Blocks:
    """Return an epigraph's block without quotation mark-up around it, its source as a paragraph."""
    if tree.is_kind(block, "BlockQuote") or _style_of(block) == "Verse":
        return [made for inner in tree.content_of(block) for made in _epigraph(inner)]
    inlines = tree.content_of(block) if tree.is_paragraph(block) else []
    if not inlines or not _is_source(inlines[-1]):
        return [block]
    *quotation, source = inlines
    while quotation and tree.is_kind(quotation[-1], "Space", "SoftBreak", "LineBreak"):
        quotation.pop()
    made = [tree.para(quotation)] if quotation else []
    return [*made, _styled("Epigraph Source", [tree.para([source])])]


def _is_source(inline: Element) -> bool:
    return tree.is_kind(inline, "Span") and "source" in tree.classes_of(inline)


def _figure(figure: Element) -> Element:
    blocks = tree.content_of(figure)
    caption = rewrite(tree.caption_of(figure), _credited)
    parts = [
        _styled("Figure", [_paragraph_of(b) for b in blocks]),
        _styled("Caption", [_paragraph_of(b) for b in caption]),
    ]
    if holds(blocks, "Note"):
        parts.reverse()  # the caption's notes were numbered first, so they must be called first
    shown = [part for part in parts if tree.content_of(part)]
    return tree.div(shown, *_attr(figure))


def _credited(inline: Element) -> Element | None:
    """Return the source of a picture in the style of its credit; None for other inlines."""
    if not _is_source(inline):
        return None
    identity, _, pairs = tree.attr_of(inline)
    return tree.with_attr(inline, identity, [], [["custom-style", "Credit"], *pairs])


def _table(table: Element) -> Element:
    return tree.div([tree.with_attr(with_widths(table))], *_attr(table))


def _verse(lines: Element) -> Element:
    inlines: Inlines = []
    for number, line in enumerate(tree.lines_of(lines)):
        inlines += ([tree.LINE_BREAK] if number else []) + line
    return _styled("Verse", [tree.para(inlines)])


# --- inlines -------------------------------------------------------------------------------------


def _span(
    span: Element, language: str, words: Words, counting: Counting, live: LiveCitations | None
) -> Element | Inlines:
    inlines, classes = tree.content_of(span), tree.classes_of(span)
    if COMMENT in classes:
        return [sign_of(span, words.draft)]
    if TODO_WORD in classes:
        return tree.span(inlines, classes=["mark"])
    if live is not None and classes == [LIVE]:
        return _live(inlines, live.instruction(int(tree.attribute(span, "number")), plain(inlines)))
    if is_note(span):
        return tree.with_attr(span, bookmark(tree.id_of(span)))
    if _is_foreign(span, language):
        inlines = notes_in(inlines, language)
    if "source" in classes:
        identity, _, kept = _attr(span)
        return tree.span(inlines, identity, ["source"], kept)
    if MARK in classes:
        inlines = [*inlines, *fields_of_mark(tree.attributes_of(span), words)]
    if EQUATION in classes:
        made = with_counted_equation(span, counting)
        return tree.with_attr(made, *_attr(span))
    if _AT_THE_RIGHT & {*classes}:
        inlines = [raw(to_the_right()), *inlines]
    if "smallcaps" in classes:
        inlines = [tree.small_caps(inlines)]
    style = next((SPAN_STYLES[c] for c in classes if c in SPAN_STYLES), "")
    identity, _, kept = _attr(span, style)
    return tree.span(inlines, identity, [c for c in classes if c in NUMBERS], kept)


def _live(inlines: Inlines, instruction: str) -> Inlines:
    """Return inlines as the result of a field."""
    return [raw(*begin_field(instruction)), *inlines, raw(end_field())]


def notes_in(part: Part, language: str) -> Part:
    """Return a tree whose notes are in the section's language, though their calls are in
    another."""

    def change(element: Element) -> Element | None:
        if not tree.is_paragraph(element):
            return None
        span = tree.span(tree.content_of(element), attributes={"lang": language})
        return tree.with_content(element, [span])

    def note(element: Element) -> Element | None:
        if not tree.is_kind(element, "Note"):
            return None
        return tree.note(rewrite(tree.content_of(element), change))

    return rewrite(part, note) if holds(part, "Note") else part


def _code(code: Element) -> Element:
    marked = _language_of(code)
    made = _without_language(code)
    return tree.span([made], attributes=marked) if marked else made


def _link(link: Element) -> Element:
    inlines, classes, target = _in_its_language(link), tree.classes_of(link), tree.target_of(link)
    attr = tree.attr_of(_without_language(link))
    if target.startswith("#") and len(target) > 1:
        name = bookmark(target[1:])
        if _NOTE_REFERENCE in classes:
            inlines = _note_number(inlines, name)
        elif CROSS_REFERENCE in classes:
            inlines = with_number_field(inlines, name)
        elif _NOTE_PAGE in classes:
            inlines = [raw(page_of(name))]
        return tree.link(inlines, f"#{name}", *attr)
    address = web_address(target)
    return tree.link(inlines, address, *attr) if address else tree.span(inlines, *attr)


def _note_number(inlines: Inlines, name: str) -> Inlines:
    """Return `note 12` with its number as a field, which Word updates when notes move; words
    without a number stay as they are."""
    found = _NUMBER.search(text := plain(inlines))
    if found is None:
        return inlines
    before, behind = text[: found.start()], text[found.end() :]
    number = raw(field(f"NOTEREF {name} \\h", found[0]))
    in_front = [tree.string(before)] if before else []
    return [*in_front, number, *([tree.string(behind)] if behind else [])]


# --- small elements ------------------------------------------------------------------------------


def bookmark(identity: str) -> str:
    return bookmark_name(identity) if identity else ""


def _attr(element: Element, style: str = "") -> tree.Attr:
    """Return what Word is to know of an element: its bookmark, its language and its style."""
    named: list[tree.KeyValue] = [["custom-style", style]] if style else []
    kept = [pair for pair in tree.attributes_of(element) if pair[0] in _KEPT]
    return tree.Attr(bookmark(tree.id_of(element)), [], named + kept)


def _language_of(element: Element) -> list[tree.KeyValue]:
    return [pair for pair in tree.attributes_of(element) if pair[0] in _KEPT]


def _in_its_language(element: Element) -> Inlines:
    """Return the inlines of an element, in a span if it has a language: pandoc writes the language
    of spans and divisions alone."""
    marked, inlines = _language_of(element), tree.content_of(element)
    return [tree.span(inlines, attributes=marked)] if marked and inlines else inlines


def _without_language(element: Element) -> Element:
    return tree.with_attr(element, bookmark(tree.id_of(element)))


def _dressed(element: Element, style: str = "") -> Element:
    return tree.with_attr(element, *_attr(element, style))


def _style_of(block: Element) -> str:
    return tree.attribute(block, "custom-style") if tree.is_kind(block, "Div") else ""


def _styled(style: str, blocks: Blocks) -> Element:
    return tree.div(blocks, attributes={"custom-style": style})


def _paragraph_of(block: Element) -> Element:
    return tree.para(tree.content_of(block)) if tree.is_kind(block, "Plain") else block
