"""Make Word's endnotes of the numbered notes, if the edition prints them at the end of its sections
or at its own end, or asks for endnotes in the Word file; marked notes stay footnotes.

Footnotes and endnotes are two parts of the same shape (ISO 29500-1, 17.11): a note moves from one
to the other with its call, and each name in it that depends on the kind of note is changed.
"""

from __future__ import annotations

from octavo.docx.parts.ooxml import Node, make, q
from octavo.model import Edition

_POSITIONS = {"section": "sectEnd", "edition": "docEnd"}  # 17.11.22
_ON = {"1", "true", "on"}
_NAMES = {
    q("w:footnote"): q("w:endnote"),
    q("w:footnoteReference"): q("w:endnoteReference"),
    q("w:footnoteRef"): q("w:endnoteRef"),
}
_STYLES = {
    "FootnoteText": "EndnoteText",
    "FootnoteReference": "EndnoteReference",
}


def are_endnotes(edition: Edition) -> bool:
    """Return whether the numbered notes are endnotes."""
    as_in_print = edition.notes.place in _POSITIONS
    kinds = {"print": as_in_print, "footnotes": False, "endnotes": True}
    return kinds[edition.docx.kind_of_notes]


def position_of_endnotes(edition: Edition) -> str:
    """Return where Word prints the endnotes. Those that are footnotes in print are at the end of
    their section if their numbers begin again there, since two have the same number elsewhere."""
    notes = edition.notes
    again = "section" if notes.numbering == "page" else notes.numbering
    return _POSITIONS[again if notes.place == "foot" else notes.place]


def move_to_endnotes(body: Node, footnotes: Node) -> Node:
    """Make endnotes of the numbered footnotes, in place; return the part that holds them."""
    ended = make("w:endnotes")
    written = {note.get(q("w:id")): note for note in footnotes}
    for reference in list(body.iter(q("w:footnoteReference"))):
        if reference.get(q("w:customMarkFollows")) in _ON:
            continue
        note = written[reference.get(q("w:id"))]
        _rename(reference.getparent())
        _rename(note)
        ended.append(note)
    return ended


def _rename(part: Node) -> None:
    for node in part.iter():
        node.tag = _NAMES.get(node.tag, node.tag)
        style = node.get(q("w:val")) if node.tag in (q("w:pStyle"), q("w:rStyle")) else None
        if style in _STYLES:
            node.set(q("w:val"), _STYLES[style])
