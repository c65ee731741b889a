"""Set the comments of a draft: a number in the text, the words in the margin."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from octavo.parsing.comments import BY, COMMENT

_MARK, _NAME = "comment-mark", "comment-by"


def set_comments(section: Element) -> None:
    """Number the comments of a section in the order of the text, in place, and put the name of who
    comments before the words of each."""
    number = 0
    for parent in section.iter():
        for at, child in reversed([*enumerate(parent)]):
            if COMMENT in child.get("class", "").split():
                parent.insert(at, Element("span", {"class": _MARK}))
    marks = (e for e in section.iter("span") if e.get("class") == _MARK)
    comments = (e for e in section.iter("span") if COMMENT in e.get("class", "").split())
    for number, (mark, comment) in enumerate(zip(marks, comments, strict=True), 1):
        mark.text = f"[{number}]"
        name = Element("span", {"class": _NAME})
        by = comment.attrib.pop(f"data-{BY}", "")
        name.text = f"[{number}] {by}:" if by else f"[{number}]"
        name.tail = f" {comment.text or ''}"
        comment.text = None
        comment.insert(0, name)
