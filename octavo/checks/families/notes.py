"""Define N: every note call has its note, every note its call, and the call is in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from octavo.checks.near import Nearest
from octavo.checks.survey import Inventory, Survey
from octavo.checks.text_survey import TextSurvey
from octavo.model import CallState, Fault, Note, NoteCall, Place, Severity, rule

# Languages that print a call after the sentence's punctuation, as in Chicago (18th ed., 13.29).
# German, Dutch and the Scandinavian languages print it before if the note is on the last word only;
# French, Spanish, Russian, Polish and Czech print it before, Italian and Portuguese vary: none of
# these is judged.
CALL_AFTER_PUNCTUATION = frozenset({"en"})


@rule("N001", for_plain_texts=True, unsilenceable=True)
def note_call_resolves(survey: Survey) -> Iterator[Fault]:
    """Every note call has a note.

    A call without one would be printed as it is typed, brackets and all.
    """
    elsewhere = _notes_by_label(survey)
    for text in survey.texts:
        known = dict.fromkeys(note.label for note in text.manuscript.notes)
        lost = [c for c in text.manuscript.calls if c.state is CallState.UNRESOLVED]
        astray = {c.label: c for c in reversed(lost) if _looks_like_note(c)}
        called = text.called()
        free = [label for label in known if label not in called]
        folded = {label.casefold(): label for label in known}
        nearest = Nearest(free)
        in_code = _notes_in_code(text) if lost else {}
        for call in lost:
            hint = (
                _astray_hint(text, call, astray, in_code)
                or _elsewhere_hint(call.label, elsewhere, text)
                or _near_hint(call.label, folded, free, nearest)
                or f"write the note: [^{call.label}]: …"
            )
            yield note_call_resolves.fault(
                call.place, f"no note for the call [^{call.label}]", hint
            )


def _notes_by_label(survey: Survey) -> Mapping[str, tuple[Note, bool]]:
    """Return a note of each label, and whether it is called: one that is not, if there is one."""
    found: dict[str, tuple[Note, bool]] = {}
    for text in survey.texts:
        called = text.called()
        for note in text.manuscript.notes:
            if note.label not in found or note.label not in called:
                found[note.label] = (note, note.label in called)
    return found


def _looks_like_note(call: NoteCall) -> bool:
    """Return whether a call looks like a note: `[^7] The note` at the head of a line, or `[^7]: The
    note` within one."""
    return call.before in {"", "\n"} or call.after == ":"


def _astray_hint(
    text: Inventory, call: NoteCall, astray: Mapping[str, NoteCall], in_code: Mapping[str, int]
) -> str:
    """Return what is wrong with the text that was meant to be the note of a call; nothing if there
    is no such text."""
    meant = call if _looks_like_note(call) else astray.get(call.label)
    if meant is None:
        code = in_code.get(call.label)
        lack = "is indented by four spaces or a tab, which makes it code"
        return f"line {code} looks like its note, and {lack}" if code else ""
    lack = _lack(text, meant)
    if meant is call:
        return f"if this is the note, it {lack}"
    return f"line {meant.place.line} looks like its note, which {lack}"


def _lack(text: Inventory, meant: NoteCall) -> str:
    """Return what a text that was meant as a note lacks."""
    line = text.where.lines[meant.place.line - 1]
    if line[: meant.place.column - 1].strip(" >\t"):
        return "must begin a line"
    behind = line[meant.place.column + len(meant.label) + 2 :]
    if re.match(r"\s+:", behind):
        return "has a space before its colon"
    return "needs an empty line above it" if behind[:1] == ":" else "needs a colon after its label"


_LABELLED = re.compile(r"\[\^(?P<label>[^\]]+)\]:")


def _notes_in_code(text: Inventory) -> Mapping[str, int]:
    """Return the lines of the notes that are indented code, by their labels."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.where.lines, 1):
        written = line.strip(" >\t") if line.startswith((" ", "\t")) else ""
        match = _LABELLED.match(written)
        if match and written in text.where.code_lines:
            found.setdefault(match["label"], number)
    return found


def _near_hint(label: str, folded: Mapping[str, str], free: list[str], nearest: Nearest) -> str:
    """Return a hint at a note whose label differs in case, or at an uncalled note with a similar
    label, or at the only uncalled one; nothing without any."""
    near = folded.get(label.casefold()) or nearest.to(label) or (free[0] if len(free) == 1 else "")
    return f"did you mean [^{near}]?" if near else ""


def _elsewhere_hint(label: str, elsewhere: Mapping[str, tuple[Note, bool]], text: Inventory) -> str:
    note, called = elsewhere.get(label, (None, False))
    if note is None or note.place.path == text.path:
        return ""
    if called:
        return f"write its note in this text; {note.place} is the note of another"
    return f"its note is in another text, at {note.place}: move it into this one"


@rule("N002", for_plain_texts=True)
def note_is_called(survey: Survey) -> Iterator[Fault]:
    """Every note is called.

    A note that nothing calls is printed nowhere.  Where it is called only from inside another
    note, that call is the fault.
    """
    for text in survey.texts:
        tried = {c.label for c in text.manuscript.calls}
        for note in _first_of_each(text.manuscript.notes):
            if note.label not in tried:
                message = f"the note [^{note.label}] is never called"
                yield note_is_called.fault(
                    note.place,
                    message,
                    f"call it in the text, [^{note.label}], or remove it",
                    subject=note.label,
                )


def _first_of_each(notes: tuple[Note, ...]) -> Iterator[Note]:
    seen: set[str] = set()
    for note in notes:
        if note.label not in seen:
            seen.add(note.label)
            yield note


@rule("N003", for_plain_texts=True, unsilenceable=True)
def note_label_is_unique(survey: Survey) -> Iterator[Fault]:
    """No two notes of a text have the same label.

    Only one of them would be printed, whichever call was meant.
    """
    for text in survey.texts:
        first: dict[str, Place] = {}
        for note in text.manuscript.notes:
            if note.label in first:
                line = first[note.label].line
                message = f"the label [^{note.label}] already names the note on line {line}"
                yield note_label_is_unique.fault(
                    note.place, message, "give this note, and its call, a label of its own"
                )
            first.setdefault(note.label, note.place)


@rule("N004", unsilenceable=True)
def note_is_called_once(survey: Survey) -> Iterator[Fault]:
    """No note is called twice.

    It would be printed twice, under two numbers.  Texts without an edition may be meant for
    processors that allow it.
    """
    for text in survey.texts:
        first: dict[str, Place] = {}
        for call in text.manuscript.calls:
            if not call.label or call.state is not CallState.CALLED:
                continue
            if call.label in first:
                line = first[call.label].line
                message = f"the note [^{call.label}] is called again; line {line} calls it already"
                hint = f"write a note of its own, or refer to that one: [@note:{call.label}]"
                yield note_is_called_once.fault(call.place, message, hint)
            first.setdefault(call.label, call.place)


@rule("N005", for_plain_texts=True, unsilenceable=True)
def note_holds_no_call(survey: Survey) -> Iterator[Fault]:
    """No note holds a note call.

    The inner call would be printed as it is typed.
    """
    for text in survey.texts:
        for call in text.manuscript.calls:
            if call.state is CallState.IN_NOTE:
                what = f"the call [^{call.label}]" if call.label else "an inline note"
                hint = "put its words into this note, or call it from the text"
                if call.label and call.label in text.called():
                    hint = f"to refer to that note, write [@note:{call.label}]"
                yield note_holds_no_call.fault(call.place, f"{what} is inside a note", hint)


_SEVERAL = re.compile(r".\s?(?:\[\^|\^\[)")  # word[^1],[^2]
_PUNCTUATION = re.compile(
    r"(?P<mark>[.,;:?!](?![.…]|\s\.|\w)|[”»])"  # not an ellipsis, not 3[^a].5
    r"|(?P<quote>[\"’])(?=[\s.,;:?!]|$)"
)


@rule("N006", Severity.WARNING, of_text=True)
def call_follows_punctuation(survey: TextSurvey) -> Iterator[Fault]:
    """In languages that set it so, a note call follows the punctuation.

    Only a dash follows the call.  A closing parenthesis may: the note can be on words inside it.
    Texts, and parts of a text, in languages of another custom are not judged.
    """
    for text in survey.texts:
        if not _sets_calls_last(text.manuscript.language):
            continue
        for call in text.manuscript.calls:
            if call.state is CallState.CALLED and _is_judged(text, call):
                yield from _before_punctuation(text, call)


@rule("N018", Severity.WARNING, of_text=True)
def call_follows_without_space(survey: TextSurvey) -> Iterator[Fault]:
    """In languages that set it so, no space is before a note call.

    It would be printed, and the call could begin a line.
    """
    for text in survey.texts:
        if not _sets_calls_last(text.manuscript.language):
            continue
        spaced = [c for c in text.manuscript.calls if c.state is CallState.CALLED
                  and _is_judged(text, c) and _SPACED.search(_written_before(text, c))]  # fmt: skip
        for call in spaced[:1]:
            written = f"[^{call.label}]" if call.label else "^[…]"
            more = f", and before {len(spaced) - 1} more calls" if len(spaced) > 1 else ""
            yield call_follows_without_space.fault(
                call.place, f"a space is before the call {written}{more}", "remove it"
            )


_SPACED = re.compile(r"[\w.,;:!?\"”’)\]*_][ \u00a0]+\Z")


def _written_before(text: Inventory, call: NoteCall) -> str:
    line = text.where.line(call.place)[: call.place.column - 1]
    return re.sub(r"^[ >]*(?:\d+[.)]|[-*+])[ ]+", "", line)[-20:]


def _is_judged(text: Inventory, call: NoteCall) -> bool:
    """Return whether a call is judged. Inline notes have no labels: if one is in another language,
    no inline note of the text is judged."""
    return _sets_calls_last(text.foreign.get(call.label, "en"))


def _sets_calls_last(language: str) -> bool:
    return language.partition("-")[0].lower() in CALL_AFTER_PUNCTUATION


def _before_punctuation(text: Inventory, call: NoteCall) -> Iterator[Fault]:
    written = f"[^{call.label}]" if call.label else "^[…]"
    following = text.where.behind_call(call.place, len(written) if call.label else 0)
    match = _PUNCTUATION.match(following)
    if match and not _SEVERAL.match(following):
        mark = match["mark"] or match["quote"]
        message = f"the call {written} is before the {_NAMES.get(mark, mark)}"
        yield call_follows_punctuation.fault(call.place, message, f"put it after: {mark}{written}")


_NAMES = {
    ".": "full stop",
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    "?": "question mark",
    "!": "exclamation mark",
} | dict.fromkeys('”»"’', "closing quotation mark")


@rule("N007", for_plain_texts=True)
def note_has_words(survey: Survey) -> Iterator[Fault]:
    """Every note has words.

    An empty one prints a number with nothing after it.
    """
    for text in survey.texts:
        last = {note.label: note.place for note in text.manuscript.notes}
        for label in text.wordless:
            if label:
                place = last.get(label, text.where.start)
                yield note_has_words.fault(
                    place, f"the note [^{label}] has no words", "write it, or remove its call"
                )
        inline = text.wordless.get("", 0)
        for place in (*text.where.empty_notes, text.where.start)[:inline] if inline else ():
            yield note_has_words.fault(
                place, "an inline note has no words", "write it, or remove it"
            )
