"""Write the comments of a draft as Word's own.

In a fragment the sign of a comment has its words with it; the joining numbers them and makes their
part. A comment in a note is put at the call of the note, since no Word lets one be in a note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from octavo.docx.parts.ooxml import Node, make, printable, q, words
from octavo.docx.raw_xml import raw
from octavo.model import Element
from octavo.pandoc import tree
from octavo.pandoc.walk import plain
from octavo.parsing.comments import BY

PART = "word/comments.xml"
_SIGN = "w:commentReference"
_PARAGRAPH = "\u2029"  # a line end would become a space in an attribute


def sign_of(comment: Element, nobody: str) -> Element:
    """Return the sign of a comment, with what the comment says; `nobody` is the name of who
    comments without one, since Word needs it."""
    inlines: list[list[Element]] = [[]]
    for inline in tree.content_of(comment):
        if tree.is_kind(inline, "LineBreak"):
            inlines.append([])
        else:
            inlines[-1].append(inline)
    sign = make(_SIGN, {"w:id": "0"})
    held = {
        "by": tree.attribute(comment, BY) or nobody,
        "date": tree.attribute(comment, "date"),
        "words": _PARAGRAPH.join(plain(part) for part in inlines),
    }
    for name, value in held.items():
        sign.set(q(name), printable(value))
    return raw(make("w:r", {}, sign))


class Comments:
    """The comments of a document that grows by one section after another."""

    def __init__(self) -> None:
        self._made: list[Node] = []

    def take(self, body: Node, footnotes: Node) -> None:
        """Number the comments of a section on, in place, and keep what they say."""
        calls = {call.get(q("w:id")): call for call in body.iter(q("w:footnoteReference"))}
        for note in footnotes:
            for sign in reversed(list(note.iter(q(_SIGN)))):
                call = calls[note.get(q("w:id"))].getparent()
                call.addnext(sign.getparent())
        for sign in body.iter(q(_SIGN)):
            held = {name: sign.attrib.pop(q(name), "") for name in ("by", "date", "words")}
            number = str(len(self._made))
            sign.set(q("w:id"), number)
            self._made.append(_comment(number, held))

    def parts(self) -> Mapping[str, Node]:
        """Return the part of the comments, if there are any."""
        return {PART: make("w:comments", {}, *self._made)} if self._made else {}


def _comment(number: str, held: Mapping[str, str]) -> Node:
    by = printable(held["by"])
    initials = "".join(word[0] for word in by.split()) if " " in by else by[:3]
    given = {"w:id": number, "w:author": by, "w:initials": initials}
    if _is_day(held["date"]):
        given["w:date"] = f"{held['date']}T00:00:00Z"
    paragraphs = _paragraphs(held["words"].split(_PARAGRAPH))
    return make("w:comment", given, *paragraphs)


def _paragraphs(lines: Sequence[str]) -> list[Node]:
    return [make("w:p", {}, make("w:r", {}, words(line))) for line in lines]


def _is_day(date: str) -> bool:
    """Return whether a date is one that Word reads: 2026-11-30."""
    parts = date.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(map(str.isdecimal, parts)):
        return False
    return 1 <= int(parts[1]) <= 12 and 1 <= int(parts[2]) <= 31
