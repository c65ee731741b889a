"""Define S for quotation marks: each one that opens is closed, and the pair is not reversed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.checks.as_typed import AsTyped
from octavo.checks.families.marks_of_languages import Found, odd_marks
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule
from octavo.pandoc import tree
from octavo.pandoc.walk import text_of, walk

# What is no quotation mark, or is not printed: escapes, code, attributes, tags, comments,
# addresses, inches.
_NO_MARK = re.compile(
    r"\\.|`[^`\n]*`|<!--.*?-->|\{[^\n]*?\}|<[^<>\n]*>|\]\([^)\n]*\)|\$[^$\n]+\$|(?<=\d)\""
)
_SIGN_OF_LETTERS = re.compile('[\u0590-\u05ff]"[\u0590-\u05ff]')  # of a Hebrew abbreviation
# Each pattern begins with its mark, which is found at once, and then looks at what is before it.
_REVERSED = re.compile(r"”(?<![^\s(\[]”)(?=\w[^“”„\n]{0,400}(?P<other>“)(?:[\s.,;:!?)\]\[*_—–]|$))")


@rule("S074", Severity.WARNING, of_text=True)
def quotation_marks_are_paired(survey: TextSurvey) -> Iterator[Fault]:
    """Every straight quotation mark has its other one, and no curly pair is reversed.

    Without the other an opening mark is printed, wherever it is. A paragraph that begins with one
    may continue a quotation, and is not judged.
    """
    for text in survey.as_typed:
        english = text.inventory.manuscript.language.lower().startswith("en")
        for place in _unpaired(text):
            yield quotation_marks_are_paired.fault(
                place, 'a quotation mark " has no other in its paragraph',
                'write the other one; for inches write \\"',
            )  # fmt: skip
        for place, _ in text.found(_REVERSED) if english else ():
            yield quotation_marks_are_paired.fault(
                place, "a closing quotation mark opens the quotation", "write “…”"
            )


def _unpaired(text: AsTyped) -> Iterator[Place]:
    """Yield the place of the last straight mark of each paragraph that has an odd number."""
    for paragraph in _paragraphs(text):
        if len(paragraph.marks) % 2 and not paragraph.continued:
            yield paragraph.marks[-1].place


@dataclass(frozen=True, slots=True)
class _Mark:
    """A straight mark: its place, and what is in front of it and behind it in its paragraph."""

    place: Place
    before: str
    behind: str


@dataclass(slots=True)
class _Paragraph:
    """The straight marks of a paragraph, whether it begins with a mark, and whether some are the
    signs of letters, as in Hebrew, so that nobody can say which are pairs."""

    continued: bool = False
    has_letter_signs: bool = False
    marks: list[_Mark] = field(default_factory=list)


def _paragraphs(text: AsTyped) -> Iterator[_Paragraph]:
    """Yield the paragraphs of a text that have straight marks, outside of code and metadata."""
    if not any('"' in line for line in text.lines):
        return
    lines = [*text.lines, ""]
    paragraph: _Paragraph | None = None
    in_metadata = False
    for number, line in enumerate(lines, 1):
        in_metadata = (line.startswith("---") and number == 1) or (
            in_metadata and not re.match(r"(?:---|\.\.\.)\s*$", line)
        )
        if not line.strip(" >\t") or in_metadata:
            if paragraph and paragraph.marks and not paragraph.has_letter_signs:
                yield paragraph
            paragraph = None
            continue
        if paragraph is None:
            paragraph = _Paragraph(line.lstrip(" >\t-*").startswith(('"', "“")))
        if '"' in line and not text.where.is_code(number):
            paragraph.has_letter_signs |= _SIGN_OF_LETTERS.search(line) is not None
            bare = _NO_MARK.sub(lambda match: "\0" * len(match[0]), line)
            for found in re.finditer('"', bare):
                place = Place(text.inventory.path, number, found.start() + 1)
                behind = f"{bare[found.end() :]}\n{lines[number] if number < len(lines) else ''}"
                paragraph.marks.append(_Mark(place, bare[: found.start()], behind[:20]))


# --- marks that face the wrong way ---------------------------------------------------------------

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_LETTER = r"[^\W\d_\u0590-\u08ff]"
_BEHIND_A_LETTER = re.compile(rf"{_LETTER}$")
_AT_A_WORD = re.compile(rf"[*_]{{0,2}}{_LETTER}")
_BEFORE_A_SPACE = re.compile(rf"(?: |\n[ >\t]*)[*_]{{0,2}}{_LETTER}")
_HEAD_OF_A_WORD = re.compile(r"(?:^|(?<!\d)[\s(\[—–])[*_]{0,2}$")

_CURLY: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(rf"“(?:(?<=[{_LATIN}]“)|(?<=[{_LATIN}][.,!?…]“))"),
     "an opening mark “ is directly behind a word", "write a space before it, or ”"),
    (re.compile(rf"”(?<![^\s(]”)(?=[{_LATIN}])"),
     "a closing mark ” is directly before a word", "write “"),
    (re.compile(rf"‘(?:(?<=[{_LATIN}][a-z]n‘)(?=t\b)|(?<=[a-z]‘)(?=(?:s|re|ll|ve)\b)"
                r"|(?<=\bI‘)(?=m\b)|(?<=[Rr]ock ‘)(?=n’ roll)|(?<=\bdrum ‘)(?=n’ bass))"),
     "an opening mark ‘ is written for an apostrophe", "write ’"),
)  # fmt: skip
_ELIDED = re.compile(
    r"‘(?<=\w ‘)(?=(?:\d\ds|tis|twas|twere|twill|em|til)(?![\w’])(?P<rest>[^\n]*))", re.IGNORECASE
)
_CLOSED = re.compile(r"[^‘]*’(?!\w)")
_SPACED = re.compile(rf"”(?<=[{_LATIN},!?] ”)(?=[\s.,;:!?)]|$)", re.MULTILINE)


_MANY = 5  # marks of one kind that are judged one by one


@rule("S081", Severity.WARNING, of_text=True)
def quotation_mark_faces_its_words(survey: TextSurvey) -> Iterator[Fault]:
    """No quotation mark opens behind a letter or closes before one, and none is an apostrophe.

    Curly marks are judged by the language of the text, since the mark that closes in one language
    opens in another.
    """
    fault = quotation_mark_faces_its_words.fault
    for text in survey.as_typed:
        for place, message, hint in _straight(text):
            yield fault(place, message, hint)
        curly = list(_curly(text))
        foreign = _foreign_words(text) if curly else ""
        told: dict[tuple[str, str], list[Place]] = {}
        for place, match, message, hint in curly:
            words = _with_neighbours(match)
            if len(words) == 1 or words not in foreign:
                told.setdefault((message, hint), []).append(place)
        for (message, hint), places in told.items():
            if len(places) > _MANY:  # a text that is set in the marks of another language
                yield fault(places[0], f"{message}, here and {len(places) - 1} times more", hint)
            else:
                yield from (fault(place, message, hint) for place in places)


def _straight(text: AsTyped) -> Iterator[tuple[Place, str, str]]:
    """Yield the straight marks that open, by their number, and are printed as closing ones."""
    for paragraph in _paragraphs(text):
        if len(paragraph.marks) % 2:
            continue
        for mark in paragraph.marks[::2]:
            if not text.prints("”", mark.behind.lstrip("*_ \n\t>")):
                continue
            if _BEHIND_A_LETTER.search(mark.before) and _AT_A_WORD.match(mark.behind):
                message = 'a quotation mark " that opens is directly behind a word'
                yield mark.place, message, "write a space before it"
            elif _HEAD_OF_A_WORD.search(mark.before) and _BEFORE_A_SPACE.match(mark.behind):
                message = 'a quotation mark " that opens has a space behind it'
                yield mark.place, message, "write it directly before the word"


def _curly(text: AsTyped) -> Iterator[Found]:
    """Yield the curly marks and the apostrophes of a text that are odd in its language."""
    yield from _odd_apostrophes(text)
    if text.inventory.manuscript.language.lower().startswith("en"):
        yield from _english(text)
    else:
        yield from odd_marks(text)


_LONE_SINGLE = re.compile(
    r"'(?<![^\s(\[—–]')(?!(?:\w{1,2}|tis|twas|twere|twill|twixt|cause|bout|round|neath|til|till|"
    r"gainst|ere|tween|mongst|fore|cos|cept|bus|phone|plane|flu|cello|stead|tude)\b)"
    r"(?=[a-zà-öø-ÿ]{3})"
)
# Languages in which words begin with an apostrophe, or letters are written with one.
_WITH_APOSTROPHES = frozenset("nl it el he ar uk af ga mt haw".split())


def _odd_apostrophes(text: AsTyped) -> Iterator[Found]:
    """Yield the straight single marks that open, have no other, and are printed as apostrophes."""
    if text.inventory.manuscript.language.split("-")[0].lower() in _WITH_APOSTROPHES:
        return
    for place, match in text.found(_LONE_SINGLE):
        if text.prints("’", match.string[match.end() : match.end() + 40]):
            message = "a quotation mark ' that opens is printed as an apostrophe: it has no other"
            yield place, match, message, "write the other one; for an apostrophe write ’"


def _english(text: AsTyped) -> Iterator[Found]:
    pairs = (match for _, match in text.found(_REVERSED))  # S074 finds these
    found = {at for match in pairs for at in (match.start(), match.start("other"))}
    for pattern, message, hint in _CURLY:
        for place, match in text.found(pattern):
            if match.start() not in found and not _is_open(match, "„", "“”"):
                yield place, match, message, hint
    for place, match in text.found(_ELIDED):
        if not _CLOSED.match(match["rest"]):
            yield place, match, "an opening mark ‘ is written for an apostrophe", "write ’"
    for place, match in text.found(_SPACED):
        if _is_open(match, "“", "”"):
            yield place, match, "a closing mark ” has a space before it", "remove the space"


def _is_open(match: re.Match[str], opening: str, closing: str) -> bool:
    """Return whether a mark of the paragraph before a match is not closed."""
    start = match.string.rfind("\n\n", 0, match.start()) + 1
    before = match.string[max(start, match.start() - 1000) : match.start()]
    return before.rfind(opening) > max(before.rfind(sign) for sign in closing)


def _with_neighbours(match: re.Match[str]) -> str:
    """Return a mark with the letters directly before and behind it."""
    before = re.search(r"\w*$", match.string[max(0, match.start() - 30) : match.start()])
    behind = re.match(r"\w{0,30}", match.string[match.start() + 1 :][:30])
    assert before and behind
    return f"{before[0]}{match.string[match.start()]}{behind[0]}"


def _foreign_words(text: AsTyped) -> str:
    """Return the words of the elements in other languages than the text's, without spaces."""
    own = text.inventory.manuscript.language.split("-")[0].lower()
    found = (
        text_of(tree.parts_of(element))
        for element in walk(text.inventory.manuscript.blocks)
        if tree.has_attr(element) and tree.attribute(element, "lang")
        and tree.attribute(element, "lang").split("-")[0].lower() != own
    )  # fmt: skip
    return "".join("".join(found).split())
