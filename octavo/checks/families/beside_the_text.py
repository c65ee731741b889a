"""Define S for what is beside the text: comments, which drafts alone have, words that remind of
something to do, and notes in the margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from octavo.checks.as_typed import AsTyped
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule
from octavo.parsing.comments import TO_DO, marks_to_do

_CLASS = r"\{[^{}\n]*\.(?:comment|todo)(?![\w-])[^{}]*\}"
_INLINE = re.compile(rf"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\]){{0,4000}})\]{_CLASS}")
_BLOCK = re.compile(
    rf"^:{{3,}}[ \t]*(?:{_CLASS}|(?:comment|todo))[ \t:]*\n(?P<words>.*?)^:{{3,}}[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(r"\[\^|\^\[")


def _comments(text: AsTyped) -> list[tuple[Place, re.Match[str]]]:
    """Return the comments of a text with their places, in order."""
    found = [*text.found(_INLINE), *text.found(_BLOCK)]
    return sorted(found, key=lambda each: each[1].start())


@rule("S091", Severity.INFO, of_text=True)
def comment_is_for_drafts(survey: TextSurvey) -> Iterator[Fault]:
    """No comment is left in a text that is published."""
    for text in survey.as_typed:
        if found := _comments(text):
            more = f", and {len(found) - 1} more," if found[1:] else ""
            yield comment_is_for_drafts.fault(
                found[0][0],
                f"the comment{more} is left out of all forms but drafts",
                "answer it, and take it out",
            )


@rule("S092", Severity.WARNING, of_text=True)
def nothing_is_left_to_do(survey: TextSurvey) -> Iterator[Fault]:
    """No word TODO is printed.

    A draft marks it; every other form prints it.
    """
    for text in survey.as_typed:
        if not marks_to_do(text.inventory.manuscript.language):
            continue
        for place, match in text.found(TO_DO):
            after = match.string[match.end() : match.end() + 40].partition("\n")[0]
            if text.prints("TODO", after):
                yield nothing_is_left_to_do.fault(
                    place, "TODO is printed", "do it, or write [what is to do]{.todo} for drafts"
                )


@rule("S093", of_text=True)
def comment_holds_no_note(survey: TextSurvey) -> Iterator[Fault]:
    """No comment holds a note, which would be left out with it."""
    for text in survey.as_typed:
        for place, match in _comments(text):
            if _NOTE.search(match["words"]):
                yield comment_holds_no_note.fault(
                    place,
                    "the comment holds a note, which no form would have",
                    "write the note before the comment, or its words into it",
                )


_HEADING = re.compile(
    r"^[ >]*#{1,6}[ \t][^\n`]*?(?P<aside>\[[^\[\]\n]*\]\{[^{}\n]*\.aside(?![\w-])[^{}\n]*\})",
    re.MULTILINE,
)


@rule("S094", of_text=True)
def heading_holds_no_aside(survey: TextSurvey) -> Iterator[Fault]:
    """No heading holds a note in the margin.

    Contents and running heads repeat the words of headings.
    """
    for text in survey.as_typed:
        for place, match in text.found(_HEADING):
            column = match.start("aside") - match.start() + place.column
            yield heading_holds_no_aside.fault(
                replace(place, column=column),
                "contents and running heads would repeat the note in the margin",
                "write it at the head of the paragraph below",
            )
