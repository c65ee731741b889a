"""Define N for what was meant as a note, and is printed as it is typed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from octavo.checks.as_typed import AsTyped
from octavo.checks.text_survey import TextSurvey
from octavo.model import Fault, Place, Severity, rule

_INLINE_NOTE = re.compile(r"\^\[")


@rule("N013", for_plain_texts=True, of_text=True)
def inline_note_is_closed(survey: TextSurvey) -> Iterator[Fault]:
    """Every inline note is closed.

    Without its last bracket a note is printed in the text, as it is typed.
    """
    for text in survey.as_typed:
        for place, match in text.found(_INLINE_NOTE):
            if text.prints("^[", match.string[match.end() : match.end() + 40]):
                yield inline_note_is_closed.fault(
                    place, "the inline note ^[ is never closed in its paragraph",
                    "write ] at its end; if it is no note, write \\^[",
                )  # fmt: skip


# --- calls that are none -------------------------------------------------------------------------

_LABEL_WITH_SPACE = re.compile(r"\[\^(?P<label>[^\[\]^\n]*[^\S\n][^\[\]^\n]*)\](?P<colon>:?)")
_OPEN_CALL = re.compile(r"\[\^(?P<label>[^\s\[\]^()]{1,60}?)(?=[.,;:!?]?(?:\s|\Z)|[)}])")


@rule("N014", for_plain_texts=True, of_text=True)
def note_call_is_written_as_one(survey: TextSurvey) -> Iterator[Fault]:
    """Every note call is written as one: [^label], without spaces in it.

    What looks like the call of a note that nothing else calls would be printed as it is typed.
    """
    for text in survey.as_typed:
        yield from _calls_with_spaces(text)
        yield from _open_calls(text)
        yield from _calls_of_another_form(text)


def _calls_with_spaces(text: AsTyped) -> Iterator[Fault]:
    defined = {label for label, _ in _labels_with_spaces(text)}
    for place, match in text.found(_LABEL_WITH_SPACE):
        label = match["label"]
        mended = "-".join(label.split())
        if match["colon"] and text.line(place.line)[: place.column - 1].strip(" >\t") == "":
            continue  # its call is the finding
        meant = label in defined or re.fullmatch(r"[\w\s.:-]+", label)
        linked = any(words.replace(" ", "") == f"^{label}".replace(" ", "") for words in (
            text.inventory.link_words))  # fmt: skip
        if meant and (linked or text.prints("[^", label)):
            yield note_call_is_written_as_one.fault(
                place, f"the label of [^{label}] has a space in it",
                f"write [^{mended}] here and before the note",
            )  # fmt: skip


def _labels_with_spaces(text: AsTyped) -> Iterator[tuple[str, Place]]:
    for place, match in text.found(_LABEL_WITH_SPACE):
        if match["colon"] and not text.line(place.line)[: place.column - 1].strip(" >\t"):
            yield match["label"], place


def _open_calls(text: AsTyped) -> Iterator[Fault]:
    known = {note.label for note in text.inventory.manuscript.notes}
    for place, match in text.found(_OPEN_CALL):
        label = match["label"]
        if label in known and text.prints(f"[^{label}"):
            yield note_call_is_written_as_one.fault(
                place, f"the call [^{label} is not closed", f"write [^{label}]", subject=label
            )


# What looks like the call of a note: `^[label]`, `[ ^label]`, `(^label)`, `word^label^`. Each form
# is a pattern of its own, since one may begin inside of what another takes for a call.
_OTHER_FORMS = tuple(
    re.compile(form.replace("LABEL", r"(?P<label>[^\s\[\]^]+?)"))
    for form in (
        r"\^\[\s*LABEL\s*\]", r"\[\s+\^\s*LABEL\s*\]", r"\[\^\s+LABEL\s*\]", r"\(\^LABEL\)",
        r"\{\^LABEL\}", r"\[LABEL\s*\^\]", r"\[LABEL\]\^", r"\[\^LABEL[)}]",
        r"(?<=\S)\^LABEL\^(?!\w)", r"\[\\\^LABEL\]",
    )
)  # fmt: skip
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FIGURES = str.maketrans(_SUPERSCRIPTS, "0123456789")
_SUPERSCRIPT = re.compile(
    rf"(?:(?<=\w[.,;:!?”’\"])|(?<=[^\W\d_]{{2}}))(?P<label>[{_SUPERSCRIPTS}]+)"
)


def _calls_of_another_form(text: AsTyped) -> Iterator[Fault]:
    """Yield what looks like the call of a note that nothing calls."""
    tried = {call.label for call in text.inventory.manuscript.calls}
    uncalled = {note.label for note in text.inventory.manuscript.notes} - tried
    for pattern in (*_OTHER_FORMS, _SUPERSCRIPT) if uncalled else ():
        for place, match in text.found(pattern):
            label = (
                match["label"].translate(_FIGURES) if pattern is _SUPERSCRIPT else match["label"]
            )
            if label in uncalled:
                yield note_call_is_written_as_one.fault(
                    place, f"{match[0]} looks like a call of the note [^{label}]",
                    f"write [^{label}]", subject=label,
                )  # fmt: skip


# --- further paragraphs --------------------------------------------------------------------------

_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:", re.MULTILINE)
_LITTLE = re.compile(r" {1,3}(?=\S)")
_NO_PROSE = re.compile(r"\s*(?:\[[^\]]+\]:|#{1,6}\s|[-*+]\s|\d+[.)]\s|[|>:`~<]|\{|!\[|-{3,}|={3,})")


@rule("N015", for_plain_texts=True, of_text=True)
def paragraph_of_note_is_indented(survey: TextSurvey) -> Iterator[Fault]:
    """Every further paragraph of a note is indented by four spaces.

    With one to three it is a paragraph of the text, and no longer part of the note.
    """
    for text in survey.as_typed:
        after = [(n, line) for n, line in _after_notes(text) if _is_indented_by_little(line)]
        if not after or _indents_by_little(text, {number for number, _ in after}):
            continue
        for number, line in after:
            yield paragraph_of_note_is_indented.fault(
                Place(text.inventory.path, number, len(line) - len(line.lstrip()) + 1),
                "the paragraph below a note is indented by too little to belong to it",
                "indent it by four spaces; if it belongs to the text, by none",
            )


def _after_notes(text: AsTyped) -> Iterator[tuple[int, str]]:
    """Yield the first line of each paragraph that follows a note, with its number; a paragraph
    that is indented by four spaces belongs to the note, and the one after it follows the note
    too."""
    for place, _ in text.found(_DEFINITION):
        number = place.line
        while True:
            while text.line(number).strip():
                number += 1
            while number <= len(text.lines) and not text.line(number).strip():
                number += 1
            line = text.line(number)
            if not line.startswith(("    ", "\t")):
                break
        if line.strip():
            yield number, line


def _is_indented_by_little(line: str) -> bool:
    return bool(_LITTLE.match(line)) and not _NO_PROSE.match(line)


def _indents_by_little(text: AsTyped, after_notes: Container[int]) -> bool:
    """Return whether a text indents a quarter of its paragraphs by a few spaces, those below a note
    left out: then the indent means nothing."""
    begun = [
        line
        for number, line in enumerate(text.lines, 1)
        if line.strip() and not text.line(number - 1).strip() and number not in after_notes
        and not _NO_PROSE.match(line)
    ]  # fmt: skip
    return sum(map(_is_indented_by_little, begun)) * 4 > len(begun)


@rule("N016", Severity.WARNING, for_plain_texts=True, of_text=True)
def notes_stand_together(survey: TextSurvey) -> Iterator[Fault]:
    """No paragraph of the text is between the notes at the end of a text.

    It was meant for the note above it, if that has several paragraphs.
    """
    for text in survey.as_typed:
        starts = [place.line for place, _ in text.found(_DEFINITION)]
        last_call = max((call.place.line for call in text.inventory.manuscript.calls), default=0)
        for number, line in _after_notes(text):
            plain = not line.startswith(" ") and not _NO_PROSE.match(line)
            if not plain or len(starts) < 3 or starts[0] <= last_call or starts[-1] < number:
                continue
            end = number
            while text.line(end).strip():
                end += 1
            own = any("[^" in text.line(n) or "^[" in text.line(n) for n in range(number, end))
            if not own:
                yield notes_stand_together.fault(
                    Place(text.inventory.path, number),
                    "the paragraph is between two notes, and is printed in the text",
                    "if it belongs to the note above it, indent it by four spaces",
                )  # fmt: skip


# --- code that is prose --------------------------------------------------------------------------

_IN_CODE = re.compile(
    r"\[\^(?P<label>[^\]\s]+)\]|(?P<inline>\^\[)|@\{?(?P<key>\w[\w:.#$%&+?<>~/-]*\w)"
)
_WORD = re.compile(
    r"[\"'“‘„«(*_]*[^\W\d_]+(?:['’-][^\W\d_]+)*[.,;:!?\"'”’»)*_…]*(?:\[\^[^\]]*\]|\^\[.*)?"
)


@rule("N017", of_text=True)
def note_is_not_in_code(survey: TextSurvey) -> Iterator[Fault]:
    """No note call and no citation is in prose that an indent makes code.

    A tab or four spaces before a paragraph make it code: it is printed as it is typed, and its
    notes are lost.
    """
    for text in survey.as_typed:
        for place, holds_note in indented_prose(survey, text):
            if holds_note:
                yield note_is_not_in_code.fault(
                    place, "the indent makes the paragraph code, and its notes are lost",
                    "remove the spaces or the tab before it",
                )  # fmt: skip


def indented_prose(survey: TextSurvey, text: AsTyped) -> Iterator[tuple[Place, bool]]:
    """Yield the place of each piece of indented code whose first line reads as prose, and whether
    the piece holds an inline note, the call of a note of the text, or a citation of a
    reference."""
    code = text.where.code_lines
    labels = {note.label for note in text.inventory.manuscript.notes} if code else set()
    before = ""
    for number, line in enumerate(text.lines, 1) if code else ():
        indented = line.startswith(("    ", "\t")) and line.strip(" >\t") in code
        if indented and not before.strip() and _reads_as_prose(line):
            indent = len(line) - len(line.lstrip())
            place = Place(text.inventory.path, number, indent + 1)
            if not text.where.in_fence(number):
                holds_note = any(
                    match["inline"] or match["label"] in labels or match["key"] in survey.keys
                    for match in _IN_CODE.finditer(_piece(text, number))
                )
                yield place, holds_note
        before = line


def _piece(text: AsTyped, number: int) -> str:
    """Return the lines of a text from a number on, up to an empty one."""
    end = number
    while text.line(end).strip(" >\t"):
        end += 1
    return "\n".join(text.lines[number - 1 : end - 1])


def _reads_as_prose(line: str) -> bool:
    """Return whether a line of code reads as a sentence: eight words, nearly all of them of
    letters."""
    if re.search(r"\s[=#]\s|[;{}]\s*$", line):
        return False
    pieces = line.split()
    words = sum(1 for piece in pieces if _WORD.fullmatch(piece))
    return words >= 8 and words >= len(pieces) * 0.8


# --- commands of TeX -----------------------------------------------------------------------------

_TEX_NOTE = re.compile(
    r"\\(?P<name>(?:foot|end|side|margin)note(?:text|mark)?|thanks)(?![A-Za-z])"
    r"(?:\[[^\]\n]*\])?(?:\{(?P<words>[^{}\n]*)\})?"
)
_TEX_CITE = re.compile(
    r"\\(?P<name>[A-Za-z]*[cC]ite[A-Za-z]*)\*?(?:\[(?P<one>[^\]\n]*)\])?(?:\[(?P<two>[^\]\n]*)\])?"
    r"\{(?P<keys>[^{}\n]*)\}"
)


@rule("N019", of_text=True)
def note_is_not_in_tex(survey: TextSurvey) -> Iterator[Fault]:
    r"""No note and no citation is written as a command of TeX.

    No form prints the command, and its words are lost.
    """
    for text in survey.as_typed:
        yield from _typed_commands(text)
        if not any("tex" in form for form, _ in text.inventory.raw):
            continue
        for place, match in text.found(_TEX_NOTE):
            words = match["words"]
            hint = f"write ^[{words}]" if words and len(words) < 60 else "write ^[…]"
            yield note_is_not_in_tex.fault(place, f"no form prints \\{match['name']}", hint)
        for place, match in text.found(_TEX_CITE):
            yield note_is_not_in_tex.fault(
                place, f"no form prints \\{match['name']}", f"write {_in_markdown(match)}"
            )


# A command whose backslash is none: it is escaped, as pandoc writes what Word holds, or another
# sign.
_TYPED_NOTE = re.compile(
    r"(?:\\\\|[/∖＼]|\\ |(?<![\w\\]))(?P<name>(?:foot|end)note)(?:\[[^\]\n]*\])?"
    r"\\?\{(?P<words>[^{}\n]*)"
    r"|\[fn:(?P<org>[^\]\n]*)\]"
)


def _typed_commands(text: AsTyped) -> Iterator[Fault]:
    """Yield the notes that are printed as commands in the text."""
    for place, match in text.found(_TYPED_NOTE):
        name, words = match["name"], match["words"]
        if name and text.prints(f"{name}{{", words or ""):
            hint = f"write ^[{words}]" if words and len(words) < 60 else "write ^[…]"
            message = f"{name}{{…}} is printed as it is typed"
            yield note_is_not_in_tex.fault(place, message, hint)
        elif match["org"] is not None and text.prints("[fn:", match["org"]):
            message = f"[fn:{match['org'][:20]}] is printed as it is typed"
            yield note_is_not_in_tex.fault(place, message, "write [^label], or ^[words]")


def is_note_in_tex(command: str) -> bool:
    """Return whether a command of TeX makes a note or a citation."""
    return bool(_TEX_NOTE.match(f"\\{command}") or _TEX_CITE.match(f"\\{command}{{a}}"))


def _in_markdown(match: re.Match[str]) -> str:
    """Return a citation of TeX as one of Markdown: `\\cite[see][7]{a,b}` is `[see @a; @b, 7]`."""
    keys = [key.strip() for key in match["keys"].split(",") if key.strip()]
    before, after = (match["one"], match["two"]) if match["two"] is not None else ("", match["one"])
    cites = "; ".join(f"@{key}" for key in keys) or "@key"
    locator = f", {after}" if after else ""
    return f"[{before + ' ' if before else ''}{cites}{locator}]"
