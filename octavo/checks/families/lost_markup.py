"""Define S for markup that pandoc does not read: it is printed as it is typed, or turns prose into
something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from octavo.checks.as_typed import AsTyped
from octavo.checks.families.lost_notes import indented_prose
from octavo.checks.known_classes import KNOWN_ATTRIBUTES
from octavo.checks.near import Nearest
from octavo.checks.survey import Survey
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule

# --- attributes ----------------------------------------------------------------------------------

_ATTRIBUTES = re.compile(r"\{(?P<inside>\s*(?:[#.][A-Za-z]|[A-Za-z][\w:-]*=)[^{}\n]*)(?P<end>\}?)")
_FIRST = re.compile(r"\s*(?P<sign>[#.]?)(?P<word>[A-Za-z][\w:-]*)(?P<equals>=?)")
_CURLY = re.compile("[“”„‟«»‘’‚‹›]")


@rule("S058", for_plain_texts=True, of_text=True)
def attributes_are_read(survey: TextSurvey) -> Iterator[Fault]:
    """Every attribute in braces is read.

    A space before the brace, curly quotation marks in it, or a brace that is never closed: the
    attributes are printed as they are typed, and the element has none.
    """
    for text in survey.as_typed:
        for place, match in text.found(_ATTRIBUTES):
            first = _FIRST.match(match["inside"])
            before = match.string[max(0, match.start() - 3) : match.start()]
            if first is None or not _may_have_attributes(text, place, before, match["inside"]):
                continue
            written = match.string[max(0, match.start() - 24) : match.start()]
            # The address of an image or a link is not printed before its attributes.
            tail = None if before.rstrip().endswith(")") else re.search(r"[\w\s\]]*$", written)
            begun = f"{tail[0] if tail else ''}{{{first['sign']}{first['word']}{first['equals']}"
            behind = match.string[match.end() : match.end() + 20]
            after = f"{match['inside'][first.end() :]}{match['end']}{behind}"
            if text.prints(begun, after):
                yield attributes_are_read.fault(
                    place, f"the attributes {{{match['inside'][:40]} are printed as they are typed",
                    _attribute_hint(text, place, before, match),
                )  # fmt: skip
        yield from _curly_values(text)


def _may_have_attributes(text: AsTyped, place: Place, before: str, inside: str) -> bool:
    """Return whether braces are where attributes could be meant: behind a bracket or a heading, or
    with an id or a class in them."""
    line = text.line(place.line)
    heading = _SIGNS.match(line)
    if heading and text.prints(heading["signs"], heading["words"]):
        return False  # S061
    if line.lstrip(" \t>").startswith("::"):
        return False  # S059
    return (
        heading is not None or inside.lstrip()[0] in "#." or before.rstrip()[-1:] in {"]", ")", "`"}
    )


def _attribute_hint(text: AsTyped, place: Place, before: str, match: re.Match[str]) -> str:
    if _CURLY.search(match["inside"]):
        return 'write straight quotation marks in it, "…"'
    if not match["end"]:
        return "write } at its end, in the same line"
    if before[-1:].isspace() and before.strip()[-1:] in {"]", ")", "`"}:
        return "remove the space before {"
    if re.search(r"=[\"']\s", match["inside"]):
        return "remove the space behind its first quotation mark"
    if match["inside"].count('"') % 2:
        return 'one of its quotation marks " is missing'
    if re.match(r"[ >]*(?::|Table:)", text.line(place.line)):
        return "a caption is directly above or below a table; look at that table"
    return 'attributes follow [words], an image, a heading or :::, as .class, #id or key="…"'


def _curly_values(text: AsTyped) -> Iterator[Fault]:
    """Yield the attributes whose values were read with a quotation mark as their first letter."""
    for attributes in text.inventory.attributes:
        for name, value in attributes.pairs:
            if not value or not (_CURLY.match(value) or value.startswith('"')):
                continue
            pattern = re.compile(rf"(?<![\w-]){re.escape(name)}=\s*(?=[\"{_CURLY.pattern[1:-1]}])")
            for place, match in text.found(pattern):
                if _CURLY.match(match.string, match.end()) or value.startswith('"'):
                    yield attributes_are_read.fault(
                        place, f"the value of {name} is read with its quotation mark, {value}",
                        f'write straight quotation marks: {name}="…"',
                    )  # fmt: skip


# --- classes -------------------------------------------------------------------------------------


LIKENESS = 0.75  # of a class to the one that was meant: others are short words by chance


@rule("S060", Severity.WARNING)
def class_is_known(survey: Survey) -> Iterator[Fault]:
    """No class and no attribute is a typing error of one that is known.

    Known are those that Octavo reads, and those in a style sheet of the edition.
    """
    nearest = Nearest(sorted(survey.classes), LIKENESS)
    for name, place, more in _unknown_names(survey):
        key, equals, value = name.partition("=")
        if equals and not value:
            hint = _near_hint(Nearest(KNOWN_ATTRIBUTES, LIKENESS).to(key), "")
            yield class_is_known.fault(place, f"nothing knows the attribute {key}{more}", hint)
        elif equals:
            hint = f"put it in braces: {{{name}}}"
            yield class_is_known.fault(place, f"{name} is read as a class{more}", hint)
        elif near := nearest.to(name):
            yield class_is_known.fault(
                place, f"nothing knows the class {name}{more}", _near_hint(near, ".")
            )


@rule("S072", Severity.INFO)
def class_does_something(survey: Survey) -> Iterator[Fault]:
    """Every class does something.

    A class that Octavo does not read does nothing until a style sheet of the edition has a rule
    for it.
    """
    nearest = Nearest(sorted(survey.classes), LIKENESS)
    for name, place, more in _unknown_names(survey):
        if "=" not in name and not nearest.to(name):
            hint = "remove it, or give it a rule in styles/print.css"
            yield class_does_something.fault(place, f"the class {name} does nothing{more}", hint)


def _unknown_names(survey: Survey) -> Iterator[tuple[str, Place, str]]:
    """Yield each class that nothing knows, and each attribute, `name=`, once: with its first place
    and how often it is in the edition."""
    texts = [AsTyped(text) for text in survey.texts]
    seen = Counter(name for text in texts for name in _names_of(text, survey.classes))
    for text in texts:
        for name in dict.fromkeys(_names_of(text, survey.classes)):
            place = _place_of_class(text, name) if name in seen else None
            if place is not None:  # else Octavo has made it
                times = seen.pop(name)
                yield name, place, f", here and {times - 1} more times" if times > 1 else ""


def _names_of(text: AsTyped, known: frozenset[str]) -> Iterator[str]:
    for attributes in text.inventory.attributes:
        if attributes.kind not in {"Code", "CodeBlock"}:
            yield from (name for name in attributes.classes if name not in known)
            yield from (f"{name}=" for name, _ in attributes.pairs if not _knows(name))


def _near_hint(near: str | None, sign: str) -> str:
    if near:
        return f"did you mean {sign}{near}?"
    return "remove it, or give it a rule in styles/print.css" if sign else "remove it"


def _knows(name: str) -> bool:
    return name in KNOWN_ATTRIBUTES or name.startswith(("data-", "aria-", "epub:", "on"))


def _place_of_class(text: AsTyped, name: str) -> Place | None:
    word = re.escape(name.removesuffix("="))
    forms = rf"(?<![\w-]){word}\s*=" if name.endswith("=") else (
        rf"(?<=\.){word}(?![\w-])|(?<=:::)[: ]*{word}(?![\w-])|(?<![\w-]){word}(?![\w-])"
    )  # fmt: skip
    pattern = re.compile(rf"(?:\{{[^{{}}\n]*?|^[ >\t]*:::+[^\n]*?|<[^<>\n]*?)(?P<at>{forms})", re.M)
    for place, match in text.found(pattern):
        at = match.start("at") + len(match["at"]) - len(match["at"].lstrip(": "))
        return Place(place.path, place.line, place.column + at - match.start())
    return None


# --- fences --------------------------------------------------------------------------------------

_FENCE = re.compile(r"^(?P<lead>[ \t>]*)(?P<colons>:{2,})(?P<rest>[^\n]*)$", re.MULTILINE)


@rule("S059", of_text=True)
def fence_is_paired(survey: TextSurvey) -> Iterator[Fault]:
    """Every block that ::: opens is closed, and nothing else is.

    A block that is not closed has all that follows, up to the end of the text. A fence of two
    colons is printed.
    """
    for text in survey.as_typed:
        opened: list[Place] = []
        for place, match in text.found(_FENCE):
            at = Place(place.path, place.line, place.column + len(match["lead"]))
            name = match["rest"].strip(" :")
            if len(match["colons"]) == 2:
                if name != match["rest"].strip() or not re.fullmatch(r"\{.*\}|[\w.-]*", name):
                    continue
                if match["rest"][:1] in {" ", "{", ""} and text.prints("::", name):
                    yield fence_is_paired.fault(at, "a fence has three colons", f"write ::: {name}")
            elif name and text.prints(":::", match["rest"].strip(":")):
                yield fence_is_paired.fault(at, *_printed_fence(text, at, name))
            elif name:
                opened.append(at)
            elif opened:
                opened.pop()
            elif text.prints(":::"):
                yield fence_is_paired.fault(at, "::: closes nothing", "remove it")
        for at in opened:
            yield fence_is_paired.fault(
                at, "the block is never closed", "write ::: in a line of its own where it ends"
            )


def _printed_fence(text: AsTyped, at: Place, name: str) -> tuple[str, str]:
    if _CURLY.search(name):
        return "::: is printed as it is typed", "write straight quotation marks in its braces"
    if text.line(at.line - 1).strip(" >\t"):
        return "::: is printed as it is typed", "write an empty line above it"
    return (
        "::: is printed as it is typed",
        "write one class, ::: epigraph, or all in braces, ::: {.epigraph lang=ru}",
    )


# --- headings ------------------------------------------------------------------------------------

_SIGNS = re.compile(
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
        for place, match in text.found(_SIGNS):
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


# --- blocks --------------------------------------------------------------------------------------


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
