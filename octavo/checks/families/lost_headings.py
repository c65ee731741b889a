"""Define S for headings that pandoc does not read, and for lines that it takes for headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.as_typed import AsTyped
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule

HEADING_SIGNS = re.compile(
    r"^(?P<lead>[ >]{0,6})(?P<signs>#{1,6})(?P<gap>[ \t\u00a0\u2000-\u200b\u202f\u3000]*)"
    r"(?P<words>[^\s#][^\n]*)$",
    re.MULTILINE,
)


@rule("S061", Severity.WARNING, of_text=True)
def heading_is_read(survey: TextSurvey) -> Iterator[Fault]:
    """Every heading is read as one.

    It needs an empty line above it, and a space behind its signs #.
    """
    for text in survey.as_typed:
        for place, match in text.found(HEADING_SIGNS):
            signs, words = match["signs"], match["words"]
            if not text.prints(signs, words) or not _is_meant(text, place, match):
                continue
            at = Place(place.path, place.line, place.column + len(match["lead"]))
            if match["gap"].strip(" ") or not match["gap"]:
                hint = f"write a space behind {signs}"
                odd = " but one that does not break" if match["gap"] else ""
                message = f"no space{odd} follows {signs}: the heading is printed as text"
            else:
                message, hint = "the heading is printed as text", "write an empty line above it"
            yield heading_is_read.fault(at, message, hint)


def _is_meant(text: AsTyped, place: Place, match: re.Match[str]) -> bool:
    """Return whether a line of signs # is meant as a heading: of one sign, only a short line that
    begins with a capital, is no hashtag, and ends without a stop."""
    words = re.sub(r"\{[^{}]*\}\s*$", "", match["words"]).strip()
    if len(match["signs"]) > 1:
        return True
    alone = not match["gap"] and not text.line(place.line + 1).strip(" >\t")
    below = bool(match["gap"]) or (alone and " " in words)
    return below and words[:1].isupper() and len(words) < 100 and words[-1:] not in ".,;:"


_UNDERLINED = re.compile(
    r"^(?P<words>(?![|#>~`:]|\s*$)[^\n]*\S)[ \t]*\n(?P<line> {0,3}(?:-{2,}|={2,}|\*{3,}))[ \t]*$",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"(?:\S+\s+){5,}\S*[.,;…][\"”’»)]*(?:\[\^[^\]]*\])*\s*$")
_LONGEST_HEADING = 150


@rule("S062", Severity.WARNING, of_text=True)
def paragraph_is_no_heading(survey: TextSurvey) -> Iterator[Fault]:
    """No line --- is directly below a paragraph.

    It makes a heading of the line above it, or is printed as a dash.
    """
    for text in survey.as_typed:
        for place, match in text.found(_UNDERLINED):
            words, line = match["words"], match["line"].strip()
            at = Place(place.path, place.line + 1, len(match["line"]) - len(line) + 1)
            hint = "write an empty line above it; a heading is written ## Words"
            begun = "".join(re.match(r"[\w\s]{0,24}", words)[0].split())  # type: ignore[index]
            if any(begun and each.startswith(begun) for each in text.headings):
                if _SENTENCE.search(words) or len(words) > _LONGEST_HEADING:
                    message = f"the line {line[:3]} makes a heading of the paragraph above it"
                    yield paragraph_is_no_heading.fault(at, message, hint)
            elif text.prints(f"{_tail(words)}{_as_printed(line)}"):
                message = f"the line {line[:3]} is printed at the end of the paragraph above it"
                yield paragraph_is_no_heading.fault(at, message, hint)


def _tail(words: str) -> str:
    found = re.search(r"[\w\s]{1,8}[.,;:!?]?$", words)
    return found[0] if found else words[-1:]


def _as_printed(line: str) -> str:
    return {"---": "—", "--": "–", "----": "—-"}.get(line, line.replace("---", "—"))


@rule("S066", Severity.WARNING, of_text=True)
def heading_level_is_not_skipped(survey: TextSurvey) -> Iterator[Fault]:
    """No level of headings is skipped.

    A reader with a screen reader looks for the level that is missing; Octavo prints the heading
    one level below the one above it.
    """
    for text in survey.texts:
        for skip in text.manuscript.skips:
            yield heading_level_is_not_skipped.fault(
                skip.place, f"a heading of level {skip.level} follows one of level {skip.above}",
                f"write {'#' * (skip.above + 1)} before it",
            )  # fmt: skip


@rule("S068", Severity.WARNING, of_text=True)
def title_is_at_the_head(survey: TextSurvey) -> Iterator[Fault]:
    """The title of a section is its first line.

    The first heading becomes the title. If text is above it, and its level is not the first, then
    the title was meant to be in that text.
    """
    for text in survey.texts:
        found = text.manuscript.late_title
        if found is not None:
            yield title_is_at_the_head.fault(
                found, "this heading becomes the title of the section, and text is above it",
                "write # before the title; if there is none, write # before this heading",
            )  # fmt: skip
