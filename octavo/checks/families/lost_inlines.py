"""Define N, C and S for what a slip within a line makes of notes, citations, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.as_typed import AsTyped
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule
from octavo.pandoc import tree
from octavo.pandoc.walk import walk

# --- notes ---------------------------------------------------------------------------------------

_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>\d{1,3}|[*†‡])\](?P<colon>:?)[ \t]+(?P<words>\S[^\n]*)", re.MULTILINE
)
_ADDRESS_ALONE = re.compile(r"<?(?:[a-z][a-z0-9+.-]*:|#|/|\w+\.\w)\S*>?(?:\s+[\"'(].*)?", re.I)


@rule("N020", of_text=True)
def note_has_its_sign(survey: TextSurvey) -> Iterator[Fault]:
    """No note is written without the sign ^ of notes.

    `[1]: words` defines a link, and is printed nowhere; `[1]` is printed as it is typed.
    """
    for text in survey.as_typed:
        found = list(_typed_notes(text))
        if found:
            place, label, lost = found[0]
            what = "is read as the address of a link, and printed nowhere" if lost else (
                "is printed in the text")  # fmt: skip
            more = f"; there are {len(found)} of them" if len(found) > 1 else ""
            yield note_has_its_sign.fault(
                place, f"what looks like the note [{label}] {what}{more}",
                f"write [^{label}] in the text and [^{label}]: before the note",
            )  # fmt: skip


def _typed_notes(text: AsTyped) -> Iterator[tuple[Place, str, bool]]:
    """Yield the place and the label of what looks like a note, and whether it is lost; one that is
    called behind a word."""
    for place, match in text.found(_DEFINITION):
        label, lost = match["label"], bool(match["colon"])
        call = re.compile(rf"(?<=[^\s\[\]\\(])\[{re.escape(label)}\](?![\[(:{{])")
        if any(True for _ in text.found(call)) and not (
            lost and _is_link_of(text, label, match["words"])
        ):
            yield place, label, lost


def _is_link_of(text: AsTyped, label: str, words: str) -> bool:
    """Return whether a definition is an address that `[words][label]` names."""
    named = re.compile(rf"\]\[{re.escape(label)}\]")
    return bool(_ADDRESS_ALONE.fullmatch(words.strip())) and any(True for _ in text.found(named))


# --- citations -----------------------------------------------------------------------------------

_KEY = r"-?@\{?[\w:.#$%&+?<>~/-]*\w\}?"
_BRACKET = r"(?<!\^)\["  # not that of a note within the line
_COMMAS = re.compile(
    rf"{_BRACKET}(?:[^\[\]@\n]*\s)?{_KEY}(?P<pages>[^\[\]@;\n]*),\s*(?P<second>{_KEY})"
)
_OPEN_END = re.compile(rf"{_BRACKET}[^\[\]\n]*{_KEY}[^\[\]\n]*;\s*\](?![(\[{{])")


@rule("C019", of_text=True)
def citations_are_separated(survey: TextSurvey) -> Iterator[Fault]:
    """Two works in one citation are separated by a semicolon, and none follows the last.

    With a comma the brackets are printed, and the pages fall out of the citation.
    """
    fault = citations_are_separated.fault
    for text in survey.as_typed:
        for place, match in text.found(_COMMAS):
            second = match["second"]
            if second.strip("-@{}") in survey.keys:
                at = _within(place, match, "second")
                message = f"a comma is between two works, before {second}"
                yield fault(at, message, f"write a semicolon: …; {second}")
        for place, _ in text.found(_OPEN_END):
            yield fault(place, "a semicolon ends the citation, and nothing follows it", "remove it")


def _within(place: Place, match: re.Match[str], group: str) -> Place:
    """Return the place of a group of a match that is within one line."""
    return Place(place.path, place.line, place.column + match.start(group) - match.start())


_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\u00ad\ufeff]")
_INVISIBLE = re.compile(
    r"(?:(?<!\w)@\{?|\[\^)[\w:.#-]*(?P<sign>[\u200b-\u200f\u2060\u00ad\ufeff])[\w:.#-]*"
)


@rule("C021", of_text=True)
def key_has_no_invisible_sign(survey: TextSurvey) -> Iterator[Fault]:
    """No cite key and no label of a note holds a sign that nobody sees.

    Signs that forbid or allow a break come with words that are copied out of a web page or a PDF.
    """
    for text in survey.as_typed:
        hidden = any(_UNSEEN.search(line) for line in text.lines)
        for place, match in text.found(_INVISIBLE) if hidden else ():
            sign = match["sign"]
            at = _within(place, match, "sign")
            bare = _UNSEEN.sub("", match[0])
            message = f"the invisible sign U+{ord(sign):04X} is in {bare}"
            yield key_has_no_invisible_sign.fault(at, message, f"type {bare} anew")


# --- emphasis, formulas, links -------------------------------------------------------------------

_STARS = re.compile(
    r"(?P<before>^|[\s(\[“‘\"'—–])(?P<sign>\*{1,3}|_{1,3})(?P<words>[^\W\d_][^\n]{0,30})", re.M
)


@rule("S083", Severity.WARNING, of_text=True)
def emphasis_is_closed(survey: TextSurvey) -> Iterator[Fault]:
    """Every emphasis is closed.

    Without its other sign `*` or `_` is printed, and the words are upright.
    """
    for text in survey.as_typed:
        if "*" not in text.words and "_" not in text.words:
            continue
        lines: set[int] = set()
        for place, match in text.found(_STARS):
            at = Place(place.path, place.line, place.column + len(match["before"].strip("\n")))
            if match["before"] == "\n":
                at = Place(place.path, place.line + 1, 1)
            if at.line not in lines and text.prints(match["sign"], match["words"]):
                lines.add(at.line)
                yield emphasis_is_closed.fault(
                    at, f"the emphasis {match['sign']} is never closed in its paragraph",
                    f"write {match['sign']} behind its last word; a sign is written \\*",
                )  # fmt: skip


_MONEY = re.compile(
    r"\d[\d.,]*\s+(?:[^\W\d_]{2,}[,;]?\s+)+.*|\d[^\\^_=+{}]*[^\W\d_]{3,}.*", re.DOTALL
)


@rule("S084", Severity.WARNING, of_text=True)
def formula_is_no_price(survey: TextSurvey) -> Iterator[Fault]:
    """No words between two dollar signs are read as a formula.

    They are printed in italics without their spaces.
    """
    for text in survey.as_typed:
        priced = any("$" in line for line in text.lines)
        for element in walk(text.inventory.manuscript.blocks) if priced else ():
            if not tree.is_kind(element, "Math"):
                continue
            inside = tree.string_of(element)
            if _MONEY.fullmatch(inside) and "\\" not in inside:
                words = re.compile(re.escape(f"${inside}$").replace(r"\ ", r"\s+"))
                place = next((at for at, _ in text.found(words)), text.inventory.where.start)
                message = "the words between two dollar signs are read as a formula"
                yield formula_is_no_price.fault(place, message, "write the sign of money \\$")


_LINKS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"!?\[[^\[\]\n@^]{1,200}\][ \t]+\((?=(?:https?://|www\.|#[\w-]+\)|[\w/-]+\.(?:png|jpe?g|"
                r"svg|gif|webp)\)))"),
     "a space parts the brackets of the link or picture", "write ]( without a space"),
    (re.compile(r"\([^()\n]{1,200}\)\[(?:https?://|www\.)[^\]\n]*\]"),
     "the brackets of the link are in the wrong order", "write [words](address)"),
    (re.compile(r"(?<!!)\[[^\[\]\n@^]{1,200}\]\((?=https?://[^)\n]*$)", re.M),
     "the address of the link is never closed", "write ) behind it"),
)  # fmt: skip
_NAMED_LINK = re.compile(r"(?<!\\)\[(?P<words>[^\[\]\n@^]{2,200})\]\[(?P<name>[^\[\]\n@^]{1,60})\]")


@rule("S085", Severity.WARNING, of_text=True)
def link_is_read(survey: TextSurvey) -> Iterator[Fault]:
    """Every link and every picture is written so that it is read as one.

    Otherwise brackets and address are printed as they are typed.
    """
    fault = link_is_read.fault
    for text in survey.as_typed:
        for pattern, message, hint in _LINKS:
            for place, match in text.found(pattern):
                words = match[0].lstrip("!(").lstrip("[")[:40]
                if text.prints(match[0].lstrip("!")[0], words):
                    yield fault(place, message, hint)
        for place, match in text.found(_NAMED_LINK):
            if text.prints("[", match["words"]) and text.prints("[", match["name"]):
                message = f"no line gives the address of [{match['name']}]"
                yield fault(place, message, "write [words](address), or [words](#id)")
