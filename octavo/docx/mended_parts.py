"""Mend what pandoc writes of a section; each step changes a part's tree in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from octavo.docx.directions import direct_notes, name_styles
from octavo.docx.page_breaks import set_page_breaks
from octavo.docx.parts.ooxml import Node, make, parse, q, sign, style_of
from octavo.docx.parts.paper import EMU_PER_TWIP
from octavo.locales import direction_of

_BUILT_IN = {"BlockText": "Quote", "ImageCaption": "Caption", "TableCaption": "Caption"}
_LISTS = {"", "BodyText", "FirstParagraph", "Compact"}
_OPENING = {"Epigraph", "EpigraphSource", "EpigraphAlone", "SectionBreak", "Dedication"}
_INDENT = 360  # twips, of the style Body Text
_EAST_ASIAN = {"ja", "ko", "zh"}
_HOLD_WORDS = {q("w:p"), q("w:hyperlink")}


def mend(
    parts: Mapping[str, bytes],
    marks: Mapping[str, str],
    language: str,
    room: int,
    *,
    rtl: bool = False,
) -> list[Node]:
    """Return a section's body, footnotes and lists out of pandoc's parts, as a fragment holds them.

    `marks` are those of the notes by the bookmarks of their calls, `room` is the text's width in
    twips, `rtl` says that the section runs from right to left.
    """
    body = parse(parts["word/document.xml"]).find(q("w:body"))
    footnotes = parse(parts["word/footnotes.xml"])
    numbering = parse(parts["word/numbering.xml"])
    for properties in body.findall(q("w:sectPr")):
        body.remove(properties)
    set_page_breaks(body)
    name_styles(body)
    direct_notes(footnotes, rtl=rtl)
    bookmarks = count(1)
    for part, relations in (
        (body, "word/_rels/document.xml.rels"),
        (footnotes, "word/_rels/footnotes.xml.rels"),
    ):
        _name_links(part, parts.get(relations))
        _mark_languages(part, language)
        _name_built_in_styles(part)
        _style_lists(part)
        for scope in [body] if part is body else list(part):
            _tighten_bookmarks(scope, bookmarks)
        for table in part.iter(q("w:tbl")):
            _fit(table, room)
            _show_notes_of_heads(table)
    _unindent(body, room)
    return [body, _mend_notes(body, footnotes, marks), numbering]


# --- notes ---------------------------------------------------------------------------------------


def _mend_notes(body: Node, footnotes: Node, marks: Mapping[str, str]) -> Node:
    """Return the notes numbered from 1 in the order of their calls; marked ones with their
    marks."""
    written = {note.get(q("w:id")): note for note in footnotes}
    made = make("w:footnotes")
    for number, reference in enumerate(body.iter(q("w:footnoteReference")), 1):
        note = written[reference.get(q("w:id"))]
        for node in (reference, note):
            node.set(q("w:id"), str(number))
        mark = marks.get(_name_of(reference), "")
        if mark and not mark.isdecimal():
            _print_mark(reference, note, mark)
        made.append(note)
    return made


def _name_of(reference: Node) -> str:
    """Return the bookmark around a note's call; empty if there is none."""
    before = reference.getparent().getprevious()
    while before is not None and before.tag == q("w:bookmarkEnd"):
        before = before.getprevious()
    return before.get(q("w:name"), "") if before is not None else ""


def _print_mark(reference: Node, note: Node, mark: str) -> None:
    """Put the mark in place of a number: after the reference in its run, and at the note's head.

    It is a symbol, as Word writes one that is chosen from its table. LibreOffice knows it as the
    label of the note; of a mark in plain words it prints its own label, and the words too.
    """
    reference.set(q("w:customMarkFollows"), "1")
    for character in reversed(mark):
        reference.addnext(sign(character))
    for number in list(note.iter(q("w:footnoteRef"))):
        for character in mark:
            number.addprevious(sign(character))
        number.getparent().remove(number)


# --- bookmarks, links ----------------------------------------------------------------------------


def _tighten_bookmarks(scope: Node, numbers: Iterator[int]) -> None:
    """Move bookmarks around blocks into the first paragraph of what they name, and number them.

    pandoc puts a heading's bookmark around all that the heading governs: whoever cut a chapter's
    first paragraph would cut the name of the chapter with it.
    """
    ends = {end.get(q("w:id")): end for end in scope.iter(q("w:bookmarkEnd"))}
    for start in list(scope.iter(q("w:bookmarkStart"))):
        number = next(numbers)
        end = ends[start.get(q("w:id"))]
        for node in (start, end):
            node.set(q("w:id"), str(number))
        if start.getparent().tag in _HOLD_WORDS:
            continue
        target = next(start.itersiblings(q("w:p"), q("w:tbl")), None)
        first = next(target.iter(q("w:p")), None) if target is not None else None
        for node in (start, end):
            node.getparent().remove(node)
        if first is not None:
            first.insert(0 if first.find(q("w:pPr")) is None else 1, start)
            first.append(end)


def _name_links(part: Node, relations: bytes | None) -> None:
    """Give links out of the document their addresses in place of pandoc's relation ids."""
    rows = parse(relations) if relations else ()
    targets = {row.get("Id"): row.get("Target") for row in rows if row.get("TargetMode")}
    for link in part.iter(q("w:hyperlink")):
        identity = link.attrib.pop(q("r:id"), None)
        if identity in targets:
            link.set(q("href"), targets[identity])


# --- languages -----------------------------------------------------------------------------------


def _mark_languages(part: Node, language: str) -> None:
    """Keep language marks that differ from the edition's, each in the attribute that Word reads."""
    for node in list(part.iter(q("w:lang"))):
        marked = node.get(q("w:val"), "")
        if not marked or marked.lower() == language.lower():
            properties = node.getparent()
            properties.remove(node)
            if not len(properties):
                properties.getparent().remove(properties)
            continue
        main = marked.split("-")[0].lower()
        rtl = direction_of(marked) == "rtl"
        if rtl or main in _EAST_ASIAN:
            node.set(q("w:bidi" if rtl else "w:eastAsia"), marked)
            del node.attrib[q("w:val")]


# --- paragraphs, lists, tables -------------------------------------------------------------------


def _unindent(body: Node, room: int) -> None:
    """Take the indent from a paragraph after an epigraph or a break, and from one that opens with a
    picture as wide as the text, which would reach into the margin. `room` is the text's width in
    twips."""
    for paragraph in body.iterfind(q("w:p")):
        before = paragraph.getprevious()
        opens = before is not None and style_of(before) in _OPENING
        if style_of(paragraph) == "BodyText" and (opens or _opens_wide(paragraph, room)):
            paragraph.find(f"{q('w:pPr')}/{q('w:pStyle')}").set(q("w:val"), "FirstParagraph")


def _opens_wide(paragraph: Node, room: int) -> bool:
    """Return whether a paragraph opens with a picture that has no room behind an indent."""
    first = next(paragraph.iter(q("w:t"), q("wp:extent")), None)
    if first is None or first.tag != q("wp:extent"):
        return False
    return int(first.get("cx")) > (room - _INDENT) * EMU_PER_TWIP


def _name_built_in_styles(part: Node) -> None:
    """Give paragraphs the styles that Word itself has for them, in the place of pandoc's."""
    for style in part.iter(q("w:pStyle")):
        own = style.get(q("w:val"))
        style.set(q("w:val"), _BUILT_IN.get(own, own))
        if own == "TableCaption":
            style.addnext(make("w:keepNext"))


def _style_lists(part: Node) -> None:
    for item in part.iter(q("w:numPr")):
        properties = item.getparent()
        paragraph = properties.getparent()
        if paragraph.tag != q("w:p") or style_of(paragraph) not in _LISTS:
            continue
        for old in properties.findall(q("w:pStyle")):
            properties.remove(old)
        properties.insert(0, make("w:pStyle", {"w:val": "ListParagraph"}))


def _fit(table: Node, room: int) -> None:
    """Make a table as wide as pandoc wants it on this paper, in twips; rows stay on one page."""
    columns = list(table.iterfind(f"{q('w:tblGrid')}/{q('w:gridCol')}"))
    given = [int(column.get(q("w:w"), "0")) or 1 for column in columns]
    width = table.find(f"{q('w:tblPr')}/{q('w:tblW')}")
    share = int(width.get(q("w:w"))) / 5000 if width.get(q("w:type")) == "pct" else 1.0
    total = room * min(share, 1.0)
    widths = [round(part / sum(given) * total) for part in given]
    for column, own in zip(columns, widths, strict=True):
        column.set(q("w:w"), str(own))
    width.set(q("w:type"), "dxa")
    width.set(q("w:w"), str(sum(widths)))
    for row in table.iterfind(q("w:tr")):
        _first(row, "w:trPr").insert(0, make("w:cantSplit"))
        column = 0
        for cell in row.iterfind(q("w:tc")):
            properties = _first(cell, "w:tcPr")
            span = properties.find(q("w:gridSpan"))
            after = column + (int(span.get(q("w:val"))) if span is not None else 1)
            own = str(sum(widths[column:after]))
            properties.insert(0, make("w:tcW", {"w:w": own, "w:type": "dxa"}))
            column = after


def _show_notes_of_heads(table: Node) -> None:
    """Let no row of a table's head be repeated on the next page from the first that calls a note:
    LibreOffice prints no note of a repeated row, and repeats the first row of a table that does not
    say otherwise. The table's look still marks the head."""
    calls = False
    for number, row in enumerate(table.iterfind(q("w:tr"))):
        properties = _first(row, "w:trPr")
        head = properties.find(q("w:tblHeader"))
        if head is None and number:
            return
        calls = calls or next(row.iter(q("w:footnoteReference")), None) is not None
        if calls:
            if head is None:
                head = make("w:tblHeader")
                properties.append(head)
            head.set(q("w:val"), "off")


def _first(node: Node, name: str) -> Node:
    """Return the properties that open an element, made if there are none."""
    found = node.find(q(name))
    if found is None:
        found = make(name)
        node.insert(0, found)
    return found
