"""Define S for the signs of other programs, which pandoc prints as they are typed or reads as code:
marks and remarks of TeX, entities without an end, brackets around brackets, numbers of notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from octavo.checks.as_typed import AsTyped
from octavo.checks.survey import Inventory, Survey
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule

# --- quotation marks of TeX ----------------------------------------------------------------------

_MARKS = re.compile(
    r"(?<![`\\\w])(?P<sign>`{1,2})(?!`)(?P<words>(?=[^\s`'])(?:(?!\n[ \t>]*\n)[^`]){1,400}?)"
    r"(?P<end>'{1,2}|\"|(?=`))(?!')"
)
_OPENS = re.compile(r"(?<![^\s(\[—–>\"'“‘„«*_])`{1,2}(?=[^\s`])")
# A sign that closes code is behind its last letter; one that opens a quotation is before a word.
_SECOND = re.compile(r"(?:(?<=[\s(\[])|(?<=[—–]))`+(?=[^\W_])")

# The end of a quotation, a note or a citation. Code may end with a space before a word by a slip.
_PROSE = re.compile(r"['’](?![^\W\d_])|\[\^|\^\[|\[-?@")


@rule("S100", of_text=True)
def code_is_no_quotation(survey: TextSurvey) -> Iterator[Fault]:
    """No words between two signs ` are code that was meant as prose.

    Two quotation marks of TeX, or two signs of an ayn, make code of all that is between them, and
    a note or a citation there is lost.
    """
    for text in survey.as_typed:
        found = list(_opening_code(text))
        if found:
            more = f"; there are {len(found)} such places" if len(found) > 1 else ""
            message = f"the words from this sign ` to the next one are read as code{more}"
            yield code_is_no_quotation.fault(found[0], message, _INSTEAD)


@rule("S105", Severity.WARNING, of_text=True)
def quotation_mark_is_not_of_tex(survey: TextSurvey) -> Iterator[Fault]:
    """No quotation mark is written as in TeX.

    Its sign ` is printed as it is typed.
    """
    for text in survey.as_typed:
        if "`" not in text.words:
            continue
        found = list(_printed_marks(text))
        if found:
            place, sign = found[0]
            more = f"; there are {len(found)} of them" if len(found) > 1 else ""
            message = f"the quotation mark {sign} of TeX is printed as it is typed{more}"
            yield quotation_mark_is_not_of_tex.fault(place, message, _INSTEAD)


_INSTEAD = "write \"…\" or '…'; the sign alone is \\`, and the ayn of a transliteration ʿ"


def _opening_code(text: AsTyped) -> Iterator[Place]:
    """Yield the places of the signs that open code which was meant as prose: the sign that closes
    it is before a word, not behind one."""
    source = "\n".join(text.lines) if any("`" in line for line in text.lines) else ""
    for start, end in text.where.hidden if source else ():
        sign = _OPENS.match(source, start)
        inside = source[start:end]
        if sign is None or "\n\n" in inside or not _SECOND.match(source, end - len(sign[0])):
            continue
        if _PROSE.search(inside) or source[end : end + 1].isupper():
            yield text.where.place(start)


def _printed_marks(text: AsTyped) -> Iterator[tuple[Place, str]]:
    for place, match in text.found(_MARKS):
        closed = match["end"] in {"'" * len(match["sign"]), '"'}
        if closed and text.prints(match["sign"], match["words"]):
            yield place, match["sign"]


# --- brackets around citations -------------------------------------------------------------------

_DOUBLED = re.compile(
    r"(?<![\^\]\\@])(?:\{[ ]*(?:see )?-?@(?P<one>[\w:.#$%&+?<>~/-]*\w)[^{}\n]*\}"
    r"|\{[ ]*\[[^\[\]\n]*?-?@\{?(?P<three>[\w:.#$%&+?<>~/-]*\w)[^\[\]\n]*\][ ]*\}"
    r"|\[[ ]*\[[^\[\]\n]*?-?@\{?(?P<two>[\w:.#$%&+?<>~/-]*\w)[^\[\]\n]*\][ ]*\])"
    r"(?![({:])"
)


@rule("S101", Severity.WARNING, of_text=True)
def citation_has_one_pair_of_brackets(survey: TextSurvey) -> Iterator[Fault]:
    """Every citation is in one pair of brackets, and in no braces.

    The others are printed around it.
    """
    for text in survey.as_typed:
        for place, match in text.found(_DOUBLED):
            inner = re.sub(r"^[\[{ ]+|[\]} ]+$", "", match[0])
            sign, key = match[0][0], match["one"] or match["two"] or match["three"]
            lost = text.prints(f"{{@{key}") or text.prints(f"{{see@{key}") if match["one"] else (
                text.prints_around_citation(sign))  # fmt: skip
            if key in survey.keys and lost:
                yield citation_has_one_pair_of_brackets.fault(
                    place, f"the sign {sign} is printed before the citation of @{key}",
                    f"write [{inner[:60]}]",
                )  # fmt: skip


# --- remarks of TeX ------------------------------------------------------------------------------

_REMARK = re.compile(r"^(?P<lead>[ >]{0,3})(?P<sign>%+)[ \t]*(?P<words>[^\W\d_][^\n]*)$", re.M)


@rule("S102", of_text=True)
def remark_is_not_of_tex(survey: TextSurvey) -> Iterator[Fault]:
    """No remark is written as in TeX, behind a sign %.

    It is printed.
    """
    for text in survey.as_typed:
        for place, match in text.found(_REMARK):
            above = text.line(place.line - 1).rstrip()
            if above[-1:].isdigit():
                continue  # a percentage that is broken at the line's end
            if text.prints(match["sign"], match["words"]):
                at = Place(place.path, place.line, place.column + len(match["lead"]))
                yield remark_is_not_of_tex.fault(
                    at, "the line is printed: a remark does not begin with %",
                    "write <!-- … --> around it; if it belongs to the text, write \\%",
                )  # fmt: skip


# --- entities ------------------------------------------------------------------------------------

_ACCENTED = r"[A-Za-z]{1,2}(?:acute|grave|circ|uml|tilde|cedil|ring|slash|lig|caron)"
# The names that are written in prose; those of mathematics resemble words.
_NAMES = (
    "amp nbsp lt gt quot apos laquo raquo ndash mdash hellip lsquo rsquo ldquo rdquo sbquo bdquo "
    "shy ensp emsp thinsp szlig euro pound middot bull dagger copy reg deg times sect para"
)
_OPEN_ENTITY = re.compile(
    rf"&(?P<name>(?:{'|'.join(_NAMES.split())})(?![\w;=])|{_ACCENTED}(?![;=])"
    r"|\#(?:[0-9]{2,6}(?![0-9;])|[xX][0-9A-Fa-f]{2,5}(?![0-9A-Fa-f;])))"
)
_OTHER_ENTITY = re.compile(r"&(?P<amp>amp;)?(?P<name>[A-Za-z]{2,12}[0-9]{0,2});")


@rule("S103", Severity.WARNING, of_text=True)
def entity_is_read(survey: TextSurvey) -> Iterator[Fault]:
    """Every entity is read as the sign that it names.

    Without its semicolon, under a name that is none, or written twice it is printed as it is typed.
    """
    for text in survey.as_typed:
        if "&" not in text.words:
            continue
        for place, match in text.found(_OPEN_ENTITY):
            name = match["name"]
            if not text.where.in_url(place) and text.prints(f"&{name}"):
                known = name if name[0] == "#" or f"{name};" in html5 else "…"
                yield entity_is_read.fault(
                    place, f"the entity &{name} has no semicolon, and is printed as it is typed",
                    f"write &{known};, or the letter itself",
                )  # fmt: skip
        for place, match in text.found(_OTHER_ENTITY):
            name, is_one = match["name"], f"{match['name']};" in html5
            if bool(match["amp"]) == is_one and text.prints(f"&{name};"):
                yield entity_is_read.fault(
                    place, f"the entity &{name}; is printed as it is typed",
                    "write the letter itself",
                )  # fmt: skip


# --- numbers of notes ----------------------------------------------------------------------------

_NOTE_WORDS = (
    r"(?:foot|end)?notes?|nn?\.|Anm(?:erkung|\.)|Fußnote|Fn\.|nota|примеч(?:ание|\.)|прим\."
)
_SEE_NOTE = re.compile(
    r"(?:\b(?:[Ss]ee|[Cc]f\.|[Vv]gl\.|[Ss]iehe|[Ss]\.|[Vv]oir|[Vv]éase|[Vv]edi|[Сс]м\.)"
    r"(?:[ \n](?:also|above|below|auch|oben|unten|aussi|supra|infra))*,?[ \n]|\()"
    rf"(?:{_NOTE_WORDS})[ \u00a0\n]*(?P<number>[1-9][0-9]{{0,3}})"
    r"(?=\)|[.;,]?(?:[ ]?(?:above|below|oben|unten|supra|infra|ci-dessus|ci-dessous))?[.;,)]"
    r"|[.]?[ \t]*$)",
    re.MULTILINE,
)


def note_numbers_typed(text: Inventory) -> Iterator[tuple[int, Place]]:
    """Yield the numbers of notes that are typed by hand in a text, with their places."""
    for place, match in text.where.matches(_SEE_NOTE):
        yield int(match["number"]), place


@rule("S104", Severity.WARNING)
def note_number_is_there(survey: Survey) -> Iterator[Fault]:
    """No number of a note that is typed by hand is larger than that of the last note.

    Octavo numbers the notes. A number that is typed belongs to another numbering.
    """
    edition = survey.reading.edition
    if edition is None or not survey.complete:
        return
    whole = sum(len(text.notes) for text in survey.texts)
    for text in survey.texts:
        by_section = edition.notes.numbering != "edition"
        count = len(text.notes) if by_section else whole
        for number, place in text.note_numbers if count else ():
            if number > count:
                where = "section" if by_section else "edition"
                yield note_number_is_there.fault(
                    place, f"there is no note {number}: the {where} has {count}",
                    "write see [@note:label] for a note with the label [^label]",
                )  # fmt: skip
