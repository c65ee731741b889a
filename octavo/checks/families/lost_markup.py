"""Define S for blocks that pandoc does not read: they are printed as they are typed, or turn
prose into something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.families.lost_notes import indented_prose
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule


@rule("S063", Severity.WARNING, of_text=True)
def prose_is_not_code(survey: TextSurvey) -> Iterator[Fault]:
    """No prose is code because of its indent.

    A tab or four spaces before a paragraph make it code, in a typewriter's face and without notes.
    """
    for text in survey.as_typed:
        for place, holds_note in indented_prose(survey, text):
            if not holds_note:  # N017
                yield prose_is_not_code.fault(
                    place, "the indent makes the paragraph code", "remove the spaces or the tab"
                )


_COMMENT = re.compile(r"<!--")


@rule("S064", of_text=True)
def comment_is_closed(survey: TextSurvey) -> Iterator[Fault]:
    """Every comment is closed.

    Without its end a remark for nobody's eyes is printed.
    """
    for text in survey.as_typed:
        for place, match in text.found(_COMMENT):
            after = match.string[match.end() : match.end() + 40]
            if any(text.prints(sign, after) for sign in ("<!–", "<!--")):
                yield comment_is_closed.fault(
                    place, "the comment is never closed, and is printed", "write --> at its end"
                )


_OPENING = re.compile(
    r"\A\s*(?P<line>-{2,}|\+{3})[ \t]*\n(?:[ \t]*\n)*(?P<key>[A-Za-z][\w-]*):(?:[ \t]|\n)"
)
_SWALLOWED = re.compile(
    r"^---[ \t]*\n(?!\s*\n)(?P<inside>(?:(?!(?:---|\.\.\.)[ \t]*$)[^\n]*\n)*)(?:---|\.\.\.)[ \t]*$",
    re.MULTILINE,
)


@rule("S065", of_text=True)
def metadata_are_read(survey: TextSurvey) -> Iterator[Fault]:
    """The metadata of a text are read as metadata, and its text as text.

    They are between two lines --- at the head of the text. Without the second the first lines are
    printed, or headings up to the next such line are lost.
    """
    for text in survey.as_typed:
        source = "\n".join(text.lines)
        head = _OPENING.match(source)
        unread = head and head["key"] not in (text.inventory.manuscript.meta or {})
        if head and unread and text.prints(f"{head['key']}:"):
            number = source.count("\n", 0, head.start("line")) + 1
            message = f"the metadata that begin with {head['key']}: are printed as text"
            yield metadata_are_read.fault(Place(text.inventory.path, number), message,
                                          _metadata_hint(source, head))  # fmt: skip
        for place, match in text.found(_SWALLOWED):
            lost = re.search(r"^#{1,6} +(?P<words>\w[^\n]*)$", match["inside"], re.MULTILINE)
            blank = lost and "\n\n" in match["inside"][: lost.start() + 1]
            if lost and blank and not text.prints("", lost["words"]):
                line = place.line + 1 + match["inside"].count("\n", 0, lost.start())
                yield metadata_are_read.fault(
                    place, f"the metadata are not closed, and the heading in line {line} is lost",
                    "write --- in a line of its own below the last of them",
                )  # fmt: skip


def _metadata_hint(source: str, head: re.Match[str]) -> str:
    if head["line"] != "---":
        return "write --- in the line above and below them"
    if re.match(r"\A\s*---[ \t]*\n[ \t]*\n", source):
        return "remove the empty line below the first ---"
    if re.search(r"^(?:---|\.\.\.)[ \t]*$", source[head.end() :], re.MULTILINE):
        return 'a value with a colon in it goes between quotation marks: title: "A: B"'
    return "write --- in a line of its own below the last of them"


_ITEM = re.compile(r"^(?P<lead>[ >]{0,3})(?P<sign>[-*+]|1[.)]) +(?P<words>\S[^\n]*)$", re.MULTILINE)


_BULLET = re.compile(
    r"^[ >]{0,3}(?P<sign>[•●▪■◦‣⁃∙·]|[–—](?=[ ]))[ \t]*(?P<words>\S[^\n]*)\n[ >]{0,3}(?P=sign)",
    re.M,
)


@rule("S069", Severity.WARNING, of_text=True)
def list_is_read(survey: TextSurvey) -> Iterator[Fault]:
    """Every list is read as one.

    Without an empty line above it, or with the bullets of a word processor, it runs on in the
    paragraph, signs and all.
    """
    for text in survey.as_typed:
        last = 0
        for place, match in text.found(_BULLET):
            if place.line > last + 1 and text.prints(match["sign"], match["words"]):
                yield list_is_read.fault(
                    place, f"lines that open with {match['sign']} are printed as one paragraph",
                    "write - before each item of a list; for lines of verse, | before each",
                )  # fmt: skip
            last = place.line + 1
        for place, match in text.found(_ITEM):
            above, below = text.line(place.line - 1), text.line(place.line + 1)
            if not above.strip(" >") or _ITEM.match(above) or "|" in above[:2]:
                continue
            sign, words = match["sign"], re.sub(r"^\W+", "", match["words"])
            again = _ITEM.match(below) or re.match(r"[ >]{0,3}2[.)] ", below)
            meant = again or above.rstrip().endswith(":")
            if meant and text.prints(sign, words):
                yield list_is_read.fault(
                    Place(place.path, place.line, place.column + len(match["lead"])),
                    "the list is printed as a part of the paragraph above it",
                    "write an empty line above it",
                )  # fmt: skip
