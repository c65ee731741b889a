"""Dress a manuscript's tree for Word: styles by name, bookmarks for ids, drawings for images.

Of the attributes only those that pandoc's DOCX writer reads are left to it (`lang`, `dir`,
`custom-style`): no class or raw passage of the author's can reach into the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.column_widths import with_widths
from octavo.docx.index_fields import ENTRIES, entries_of_index, fields_of_mark
from octavo.docx.parts.bookmarks import bookmark_name, web_address
from octavo.docx.parts.ooxml import make, run
from octavo.index.anchors import MARK
from octavo.locales import Words
from octavo.manuscript import Element, holds, is_note, plain, rewrite, walk
from octavo.model import Blocks, Inlines

DIV_STYLES = {
    "epigraph": "Epigraph",
    "verse": "Verse",
    "bibliography-entry": "Bibliography",
    "bibliography-annotation": "Bibliography Annotation",
    "archive-collections": "Bibliography Annotation",
    "dedication": "Dedication",
    "table-notes": "Image Caption",
    "byline": "Byline",
    "colophon": "Colophon",
    "entry": "List Entry",
}
SPAN_STYLES = {"credit": "Credit"}
SECTION_BREAK = "* * *"
_KEPT = {"lang", "dir"}
_NOTE_REFERENCE = "note-reference"
_NOTE_PAGE = "note-page"
# Classes of what is at the right end of its line, after a tab of its own that needs no stop.
_AT_THE_RIGHT = {"line-number", "equation-number"}
_TO_THE_RIGHT = etree.tostring(
    make("w:r", {}, make("w:ptab", {
        "w:relativeTo": "margin", "w:alignment": "right", "w:leader": "none",
    })),
    encoding="unicode",
)  # fmt: skip
_NUMBER = re.compile(r"[0-9]+")
_PAGE_TO_COME = "…"  # printed until Word has counted its pages

Draw = Callable[[Element], str]  # an Image to the OpenXML of its drawing


def dressed(blocks: Blocks, language: str, words: Words, draw: Draw) -> Blocks:
    """Return the blocks as pandoc writes them for Word; the notes' spans keep their ids, as
    bookmarks.

    `language` is the section's; `words` are those of the edition's language, for the index. `draw`
    returns the drawing of an image in OpenXML.
    """
    table: dict[str, Callable[[Element], Any]] = {
        "Header": _header,
        "Div": lambda div: _div(div, language),
        "Span": lambda span: _span(span, language, words),
        "Link": _link,
        "Code": _code,
        "CodeBlock": _code,
        "Cite": lambda cite: cite["c"][1],
        "Figure": _figure,
        "Table": _table,
        "LineBlock": _verse,
        "HorizontalRule": lambda _: _styled("Section Break", [_para([_str(SECTION_BREAK)])]),
        "RawInline": lambda _: [],
        "RawBlock": lambda _: [],
        "Image": lambda image: _raw(draw(image)),
    }

    def change(element: Element) -> Any:
        changed = table.get(element["t"])
        return changed(element) if changed else None

    return joined_words(rewrite(_with_sizes(blocks), change))


# The share of the text's width for each of several pictures side by side.
_SHARES = {"pictures-2": "44%", "pictures-3": "28%", "pictures-4": "44%",
           "pictures-5": "28%", "pictures-6": "28%"}  # fmt: skip
_HEIGHT_IN_NOTES = "22mm"


def _with_sizes(blocks: Blocks) -> Blocks:
    """Return the blocks with a size for each picture that has none and is beside others or in a
    note."""

    def change(element: Element) -> Element | None:
        if element["t"] == "Note":
            return rewrite(element, lambda inner: _sized(inner, ["height", _HEIGHT_IN_NOTES]))
        if element["t"] != "Figure":
            return None
        share = next((_SHARES[c] for c in element["c"][0][1] if c in _SHARES), "")
        return rewrite(element, lambda inner: _sized(inner, ["width", share])) if share else None

    return rewrite(blocks, change) if holds(blocks, "Image") else blocks


def _sized(image: Element, size: list[str]) -> Element | None:
    if image["t"] != "Image" or {"width", "height"} & {key for key, _ in image["c"][0][2]}:
        return None
    (identity, classes, pairs), *rest = image["c"]
    return {"t": "Image", "c": [[identity, classes, [*pairs, size]], *rest]}


# --- blocks --------------------------------------------------------------------------------------


def _header(header: Element) -> Element:
    level, (identity, _, pairs), inlines = header["c"]
    return {"t": "Header", "c": [min(level, 6), _attributes(identity, pairs), inlines]}


def _div(div: Element, language: str) -> Element:
    (identity, classes, pairs), blocks = div["c"]
    if dict(pairs).get("lang", language) != language:
        blocks = notes_in(blocks, language)
    if ENTRIES in classes:
        blocks = entries_of_index(blocks, classes)
    style = next((DIV_STYLES[c] for c in classes if c in DIV_STYLES), "")
    if style == "Epigraph":
        blocks = [made for block in blocks for made in _epigraph(block)]
        if blocks and not _style_of(blocks[-1]):
            blocks[-1] = _styled("Epigraph Alone", [blocks[-1]])
    return {"t": "Div", "c": [_attributes(identity, pairs, style), blocks]}


def _epigraph(block: Element) -> Blocks:
    """Return an epigraph's block without quotation mark-up around it, its source as a paragraph."""
    if block["t"] == "BlockQuote" or _style_of(block) == "Verse":
        inner = block["c"] if block["t"] == "BlockQuote" else block["c"][1]
        return [made for b in inner for made in _epigraph(b)]
    if block["t"] not in {"Para", "Plain"} or not block["c"] or not _is_source(block["c"][-1]):
        return [block]
    *quotation, source = block["c"]
    while quotation and quotation[-1]["t"] in {"Space", "SoftBreak", "LineBreak"}:
        quotation.pop()
    made = [_para(quotation)] if quotation else []
    return [*made, _styled("Epigraph Source", [_para([source])])]


def _is_source(inline: Element) -> bool:
    return inline["t"] == "Span" and "source" in inline["c"][0][1]


def _figure(figure: Element) -> Element:
    (identity, _, pairs), (_, caption), blocks = figure["c"]
    caption = rewrite(caption, _credited)
    parts = [
        _styled("Figure", [_paragraph_of(b) for b in blocks]),
        _styled("Image Caption", [_paragraph_of(b) for b in caption]),
    ]
    if any(is_note_in(b) for b in blocks):
        parts.reverse()  # the caption's notes were numbered first, so they must be called first
    return {"t": "Div", "c": [_attributes(identity, pairs), [p for p in parts if p["c"][1]]]}


def _credited(inline: Element) -> Element | None:
    """Return the source of a picture in the style of its credit; None for other inlines."""
    if inline["t"] != "Span" or not _is_source(inline):
        return None
    (identity, _, pairs), inlines = inline["c"]
    return {"t": "Span", "c": [[identity, [], [["custom-style", "Credit"], *pairs]], inlines]}


def is_note_in(tree: Any) -> bool:
    """Return whether a tree has a note."""
    return any(element["t"] == "Note" for element in walk(tree))


def _table(table: Element) -> Element:
    (identity, _, pairs), *rest = with_widths(table)["c"]
    bare = {"t": "Table", "c": [_attributes("", []), *rest]}
    return {"t": "Div", "c": [_attributes(identity, pairs), [bare]]}


def _verse(lines: Element) -> Element:
    inlines: Inlines = []
    for number, line in enumerate(lines["c"]):
        inlines += ([{"t": "LineBreak"}] if number else []) + line
    return _styled("Verse", [_para(inlines)])


# --- inlines -------------------------------------------------------------------------------------


def _span(span: Element, language: str, words: Words) -> Element:
    (identity, classes, pairs), inlines = span["c"]
    if is_note(span):
        return {"t": "Span", "c": [_attributes(identity, []), inlines]}
    if dict(pairs).get("lang", language) != language:
        inlines = notes_in(inlines, language)
    if "source" in classes:
        return {"t": "Span", "c": [[bookmark(identity), ["source"], _kept(pairs)], inlines]}
    if MARK in classes:
        inlines = [*inlines, *fields_of_mark(pairs, words)]
    if _AT_THE_RIGHT & {*classes}:
        return {"t": "Span", "c": [_attributes(identity, pairs), [_raw(_TO_THE_RIGHT), *inlines]]}
    if "smallcaps" in classes:
        inlines = [{"t": "SmallCaps", "c": inlines}]
    style = next((SPAN_STYLES[c] for c in classes if c in SPAN_STYLES), "")
    return {"t": "Span", "c": [_attributes(identity, pairs, style), inlines]}


def notes_in(tree: Any, language: str) -> Any:
    """Return a tree whose notes are in the section's language, though their calls are in
    another."""

    def change(element: Element) -> Any:
        if element["t"] not in {"Para", "Plain"}:
            return None
        span = {"t": "Span", "c": [["", [], [["lang", language]]], element["c"]]}
        return {"t": element["t"], "c": [span]}

    def note(element: Element) -> Any:
        return {"t": "Note", "c": rewrite(element["c"], change)} if element["t"] == "Note" else None

    return rewrite(tree, note) if is_note_in(tree) else tree


def _link(link: Element) -> Element:
    (identity, classes, pairs), inlines, (target, _) = link["c"]
    attributes = _attributes(identity, pairs)
    if target.startswith("#") and len(target) > 1:
        name = bookmark(target[1:])
        if _NOTE_REFERENCE in classes:
            inlines = _note_number(inlines, name)
        elif _NOTE_PAGE in classes:
            inlines = [_field(f"PAGEREF {name} \\h", _PAGE_TO_COME, stale=True)]
        return {"t": "Link", "c": [attributes, inlines, [f"#{name}", ""]]}
    address = web_address(target)
    if address:
        return {"t": "Link", "c": [attributes, inlines, [address, ""]]}
    return {"t": "Span", "c": [attributes, inlines]}


def _note_number(inlines: Inlines, name: str) -> Inlines:
    """Return `note 12` with its number as a field, which Word updates when notes move; words
    without a number stay as they are."""
    found = _NUMBER.search(text := plain(inlines))
    if found is None:
        return inlines
    before, behind = text[: found.start()], text[found.end() :]
    field = _field(f"NOTEREF {name} \\h", found[0])
    return [*([_str(before)] if before else []), field, *([_str(behind)] if behind else [])]


def _field(instruction: str, shown: str, *, stale: bool = False) -> Element:
    """Return a field with what it shows; Word updates a stale one when it opens the document."""
    attributes = {"w:instr": f" {instruction} "} | ({"w:dirty": "true"} if stale else {})
    field = make("w:fldSimple", attributes, run(shown))
    return _raw(etree.tostring(field, encoding="unicode"))


def _code(code: Element) -> Element:
    (identity, _, pairs), text = code["c"]
    return {"t": code["t"], "c": [_attributes(identity, pairs), text]}


# --- small elements ------------------------------------------------------------------------------


def bookmark(identity: str) -> str:
    return bookmark_name(identity) if identity else ""


def _attributes(identity: str, pairs: list[Any], style: str = "") -> list[Any]:
    named = [["custom-style", style]] if style else []
    return [bookmark(identity), [], named + _kept(pairs)]


def _kept(pairs: list[Any]) -> list[Any]:
    return [pair for pair in pairs if pair[0] in _KEPT]


def _style_of(block: Element) -> str:
    return dict(block["c"][0][2]).get("custom-style", "") if block["t"] == "Div" else ""


def _styled(style: str, blocks: Blocks) -> Element:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def _para(inlines: Inlines) -> Element:
    return {"t": "Para", "c": inlines}


def _paragraph_of(block: Element) -> Element:
    return _para(block["c"]) if block["t"] == "Plain" else block


def _str(text: str) -> Element:
    return {"t": "Str", "c": text}


def _raw(xml: str) -> Element:
    return {"t": "RawInline", "c": ["openxml", xml]}


# --- words ---------------------------------------------------------------------------------------

_SPACES = {"Space": " ", "SoftBreak": " "}


def joined_words(tree: Any) -> Any:
    """Return a tree with each run of words and spaces as one string, as Word itself keeps it.

    Otherwise pandoc makes a run of every word: ten times the bytes, and three times the seconds.
    """
    if isinstance(tree, dict):
        return {key: joined_words(value) for key, value in tree.items()}
    if not isinstance(tree, list):
        return tree
    made: list[Any] = []
    words: list[str] = []
    for item in tree:
        if isinstance(item, dict):
            kind = item.get("t")
            if kind == "Str":
                words.append(item["c"])
                continue
            if kind in _SPACES:
                words.append(_SPACES[kind])
                continue
        if words:
            made.append(_str("".join(words)))
            words = []
        made.append(joined_words(item) if isinstance(item, dict | list) else item)
    if words:
        made.append(_str("".join(words)))
    return made
