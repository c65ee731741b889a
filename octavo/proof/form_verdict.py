"""Compare a form without pages with the copy of the manuscripts, and report each difference.

Every note must be in the form once, at the words where it is called, under its mark, with its
words, its emphasis and its languages. Every passage of the text must be there once, in order, with
its kind, its pictures and its links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from octavo.model import Fault, FormProof, FormWitness, Place, Rule
from octavo.model.form_rules import (
    call_follows_its_words,
    emphasis_is_kept,
    fields_show_what_they_count,
    form_can_be_read,
    language_is_kept,
    links_lead_to_the_same_words,
    note_and_call_lead_to_each_other,
    note_bears_its_mark,
    note_is_in_the_form,
    note_reads_as_written,
    passage_keeps_its_kind,
    pictures_are_all_there,
    text_reads_as_written,
)
from octavo.proof.alignment import Pair, aligned
from octavo.proof.expected_copy import Copy, CopyOfNote
from octavo.proof.form_book import CONTENTS, FormBook, FormNote, words_of
from octavo.proof.form_links import TEXT, Linked, Places, Target, differing_links, names_of
from octavo.proof.form_text import ITEM, Passage, Span
from octavo.proof.front_verdict import (
    METADATA,
    ExpectedFront,
    contents_differences,
    leaf_differences,
)
from octavo.proof.normal_form import CALL, FORMULA, PAGE, PICTURE
from octavo.proof.parting import differing, without_signs

_MOST = 60  # faults of a form that are reported; a form with more is wrong as a whole
_QUOTED = 60  # letters quoted of a passage that is missing
_LOOKS = {
    "i": "italic", "b": "bold", "c": "small capitals", "s": "struck out", "u": "underlined",
    "^": "superscript", "_": "subscript",
}  # fmt: skip
_SIGNS = {PICTURE: "picture", FORMULA: "formula", PAGE: "page number"}


def prove_form(
    copies: Sequence[Copy], front: ExpectedFront, book: FormBook, called: str,
    places: Mapping[str, Place], file: Place,
) -> FormProof:  # fmt: skip
    """Compare a form with the copy, and with what it must have before its text. `called` is the
    name of the form in messages, `places` has the path of each section, `file` is the place of
    faults that no section has."""
    kept = [copy for copy in copies if not copy.is_empty]
    verdict = _Verdict(kept, front, book, called, places, file)
    faults = list(dict.fromkeys(verdict.faults()))
    if len(faults) > _MOST:
        message = f"{called}: {len(faults) - _MOST} more differences are not listed"
        faults[_MOST:] = [text_reads_as_written.fault(file, message)]
    return FormProof(tuple(verdict.found()), verdict.passages, tuple(faults))


def unreadable(reason: str, called: str, file: Place) -> FormProof:
    """Return the proof of a form that cannot be read."""
    return FormProof((), 0, (form_can_be_read.fault(file, f"{called} cannot be read: {reason}"),))


class _Verdict:
    def __init__(
        self, copies: Sequence[Copy], front: ExpectedFront, book: FormBook, called: str,
        places: Mapping[str, Place], file: Place,
    ) -> None:  # fmt: skip
        self._form = called
        self._front = front
        self._places = places
        self._file = file
        self._book = book
        self._copies = copies
        self._wanted = [(copy.section, p) for copy in copies for p in copy.passages]
        self._has = [passage for section in book.sections for passage in section.passages]
        self._pairs = list(
            aligned([p.text for _, p in self._wanted], [passage.text for passage in self._has])
        )
        self._notes = [note for copy in copies for note in copy.notes]
        self._read = [note for section in book.sections for note in section.notes]
        self._met = list(self._meetings())
        self._faulty: set[str] = set()  # the ids of notes with faults that were yielded

    @property
    def passages(self) -> int:
        """The number of passages that were compared, with those of the notes."""
        return len(self._wanted) + sum(len(note.passages) for note in self._notes)

    def found(self) -> Iterator[FormWitness]:
        """Yield the notes that are in the form; call it after `faults`."""
        for wanted, note in self._notes_met():
            if wanted is not None and note is not None:
                words, differs = words_of(note.passages), wanted.note.id in self._faulty
                yield FormWitness(wanted.note.id, note.call, words, differs)

    def _notes_met(self) -> Iterator[tuple[CopyOfNote | None, FormNote | None]]:
        for at, other in self._met:
            yield (
                None if at is None else self._notes[at],
                None if other is None else self._read[other],
            )

    def faults(self) -> Iterator[Fault]:
        yield from self._of_notes()
        yield from self._of_text()
        yield from self._of_links()
        yield from self._of_front()
        for message in self._book.stale:
            yield fields_show_what_they_count.fault(self._file, f"{self._form}: {message}")

    # --- notes ---

    def _meetings(self) -> Iterator[Pair]:
        """Yield the numbers of the notes of the copy with those that are called at the same place
        of the form; of passages that do not have the same calls, notes with the same words."""
        calls, others = _calls([p for _, p in self._wanted]), _calls(self._has)
        left: list[int] = []
        over: list[int] = []
        for at, other in self._pairs:
            mine = calls[at] if at is not None else ()
            found = others[other] if other is not None else ()
            if len(mine) == len(found):
                yield from zip(mine, found, strict=True)
            else:
                left += mine
                over += found
        texts = [_text(self._notes[at].passages) for at in left]
        read = [_text(note.passages) if note else "" for note in (self._read[at] for at in over)]
        for one, two in aligned(texts, read):
            yield None if one is None else left[one], None if two is None else over[two]

    def _of_notes(self) -> Iterator[Fault]:
        for wanted, note in self._notes_met():
            if wanted is None:
                words = words_of(note.passages)[:_QUOTED] if note else ""
                said = f"a note is called that no manuscript has: “{words}”" if note else (
                    "a call leads to no note of its own"
                )  # fmt: skip
                yield note_is_in_the_form.fault(self._file, f"{self._form}: {said}")
            elif note is None:
                yield self._of_note(note_is_in_the_form, wanted, "it is not there, or not called")
            else:
                yield from self._of_one(wanted, note)
        for words in self._book.uncalled:
            message = f"{self._form}: no call leads to the note “{words[:_QUOTED]}”"
            yield note_is_in_the_form.fault(self._file, message)

    def _of_one(self, wanted: CopyOfNote, note: FormNote) -> Iterator[Fault]:
        mark = wanted.note.mark
        if note.call != mark:
            message = f"its call is “{note.call}”"
            yield self._of_note(note_bears_its_mark, wanted, message, called=True)
        if note.mark != mark:
            yield self._of_note(note_bears_its_mark, wanted, f"it opens with “{note.mark}”")
        if note.unlinked:
            yield self._of_note(note_and_call_lead_to_each_other, wanted, note.unlinked)
        for one, other in zip_longest(wanted.passages, note.passages):
            for rule, message in self._differences(one, other, note_reads_as_written):
                yield self._of_note(rule, wanted, message)

    def _of_note(
        self, rule: Rule, wanted: CopyOfNote, message: str, *, called: bool = False
    ) -> Fault:
        note = wanted.note
        self._faulty.add(note.id)
        place = note.call if called else note.place
        return rule.fault(place, f"{self._form}: note {note.mark}: {message}")

    # --- the text ---

    def _of_text(self) -> Iterator[Fault]:
        for at, other in self._pairs:
            wanted = self._wanted[at][1] if at is not None else None
            found = self._has[other] if other is not None else None
            for rule, message in self._differences(wanted, found, text_reads_as_written):
                yield self._in_text(rule, at, message)

    def _in_text(self, rule: Rule, at: int | None, message: str) -> Fault:
        """Return a fault of a passage, with its words, by which its place is found."""
        if at is None:
            return rule.fault(self._file, f"{self._form}: {message}")
        section, passage = self._wanted[at]
        place = self._places.get(section, self._file)
        return replace(
            rule.fault(place, f"{self._form}: {message}"),
            words=without_signs(passage.text)[:_QUOTED],
        )

    @property
    def _found(self) -> Linked:
        notes = [note.passages if note else () for note in self._read]
        return Linked(self._has, notes, self._book.note_names)

    def _of_links(self) -> Iterator[Fault]:
        wanted = Linked(
            [passage for _, passage in self._wanted], [note.passages for note in self._notes], {}
        )
        for at, is_note, message in differing_links(wanted, self._found, self._pairs, self._met):
            if is_note:
                yield self._of_note(links_lead_to_the_same_words, self._notes[at], message)
            else:
                yield self._in_text(links_lead_to_the_same_words, at, message)

    # --- before the text ---

    def _of_front(self) -> Iterator[Fault]:
        found = self._book.front
        for one in leaf_differences(self._front.leaves, found.leaves, str):
            yield one.rule.fault(METADATA, f"{self._form}: {one.message}")
        names = names_of(self._found, Places(self._pairs, self._met))

        for name, lines in found.contents or ((CONTENTS, ()),):
            targets = [names.get(line.target) for line in lines]
            leads = partial(self._leads, targets)
            for one in contents_differences(self._front.contents, lines, name, str, leads):
                place = self._places.get(one.section, self._file)
                fault = one.rule.fault(place, f"{self._form}: {one.message}")
                yield replace(fault, words=one.words[:_QUOTED])

    def _leads(self, targets: Sequence[Target | None], at: int, other: int) -> bool:
        """Return whether a line of the contents leads to one of the passages it may lead to."""
        target = targets[other]
        if self._front.is_apart:
            return target is None
        wanted = self._front.contents[at].leads_to
        return isinstance(target, tuple) and target[0] == TEXT and target[1] in wanted

    # --- a passage ---

    def _differences(
        self, wanted: Passage | None, found: Passage | None, rule: Rule
    ) -> Iterator[tuple[Rule, str]]:
        """Yield the rules that a passage breaks, each with the words that are wanted and those that
        are found; `rule` is that for words."""
        if wanted is None or found is None:
            if wanted is not None and (words := _shown(wanted)):
                yield rule, f"these words are missing: {words}"
            elif found is not None and (words := _shown(found)):
                yield rule, f"these words are too many: {words}"
            else:
                yield (
                    passage_keeps_its_kind,
                    "an ornament, or an empty cell, is missing or too many",
                )
            return
        if wanted.text != found.text and not _is_alike(wanted, found):
            yield _parted(wanted, found, rule)
            return
        if wanted.kind != found.kind:
            message = f"“{_shown(wanted)}” is {_kind(found)} and not {_kind(wanted)}"
            yield passage_keeps_its_kind, message
        if wanted.signs != found.signs and (message := _pictures(wanted, found)):
            yield pictures_are_all_there, message
        if wanted.text == found.text:
            if wanted.looks != found.looks:
                message = _spans(wanted.text, wanted.looks, found.looks, _LOOKS)
                yield emphasis_is_kept, message
            if wanted.languages != found.languages:
                message = _spans(wanted.text, wanted.languages, found.languages, {})
                yield language_is_kept, message


def _calls(passages: Sequence[Passage]) -> Sequence[range]:
    """Return the numbers of the calls in each passage, counted through all of them."""
    made: list[range] = []
    count = 0
    for passage in passages:
        calls = passage.text.count(CALL)
        made.append(range(count, count + calls))
        count += calls
    return made


def _text(passages: Sequence[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def _shown(passage: Passage) -> str:
    words = without_signs(passage.text)
    if words:
        return f"“{words[:_QUOTED]}”" if len(words) <= _QUOTED else f"“{words[:_QUOTED]}…”"
    drawn = [name for sign, name in _SIGNS.items() if sign in passage.text]
    return f"a {drawn[0]}" if drawn else ""


def _kind(passage: Passage) -> str:
    if passage.kind.startswith(ITEM):
        return f"the item {passage.kind.removeprefix(ITEM)}"
    if passage.kind.startswith("h"):
        return f"a heading of level {passage.kind[1:]}"
    return {"row": "the first cell of a row", "cell": "a cell", "rule": "an ornament"}.get(
        passage.kind, "a paragraph"
    )


def _is_alike(wanted: Passage, found: Passage) -> bool:
    """Return whether a passage differs in formulas alone that the form has as words: pandoc writes
    one that it cannot read as it is written."""
    if FORMULA not in wanted.text or wanted.text.count(FORMULA) <= found.text.count(FORMULA):
        return False
    parts, signs = _with_signs(wanted)
    reached = 0
    for number, part in enumerate(parts):
        if not found.text.startswith(part, reached):
            return False
        reached += len(part)
        if number < len(signs):
            rest = found.text[reached:]
            written = signs[number]
            said = next(
                (
                    s
                    for s in (FORMULA, written, f"${written}$", f"$${written}$$")
                    if rest.startswith(s)
                ),
                "",
            )
            if not said:
                return False
            reached += len(said)
    return reached == len(found.text)


def _with_signs(passage: Passage) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words between the formulas of a passage, and the formulas as they are written."""
    every = iter(passage.signs)
    said = [next(every, "") if c in (CALL, PICTURE, FORMULA, PAGE) else "" for c in passage.text]
    formulas = [one for one, c in zip(said, passage.text, strict=True) if c == FORMULA]
    return passage.text.split(FORMULA), formulas


def _parted(wanted: Passage, found: Passage, rule: Rule) -> tuple[Rule, str]:
    """Return the rule that a passage of other words or signs breaks, and what is said of it."""
    without = without_signs(wanted.text, lines=True), without_signs(found.text, lines=True)
    said = differing(found.text, wanted.text)
    if without[0] != without[1]:
        return rule, said
    others = wanted.text.replace(CALL, ""), found.text.replace(CALL, "")
    if others[0] == others[1]:
        return call_follows_its_words, said
    return pictures_are_all_there, said


def _pictures(wanted: Passage, found: Passage) -> str:
    """Return what is wrong with the alternative texts of a passage's pictures."""
    drawn = [c for c in wanted.text if c in (CALL, PICTURE, FORMULA, PAGE)]
    if len(drawn) != len(wanted.signs) or len(drawn) != len(found.signs):
        return ""
    for sign, one, other in zip(drawn, wanted.signs, found.signs, strict=True):
        if sign == PICTURE and one != other:
            one, other = one[:_QUOTED], other[:_QUOTED]
            return f"a picture is described as “{other}”, in the manuscript as “{one}”"
    return ""


def _spans(
    text: str, wanted: Sequence[Span], found: Sequence[Span], names: Mapping[str, str]
) -> str:
    """Return what is wrong with the emphasis or the language of some words; `names` are those of
    the letters that stand for an emphasis."""
    lost = [span for span in wanted if span not in found]
    more = [span for span in found if span not in wanted]
    said = [
        f"{what} {'; '.join(f'“{_words(text, span)}” {_named(span[2], names)}' for span in spans)}"
        for what, spans in (("wanted", lost[:2]), ("found", more[:2]))
        if spans
    ]
    return ", ".join(said)


def _named(value: str, names: Mapping[str, str]) -> str:
    return " and ".join(names[letter] for letter in value) if names else value


def _words(text: str, span: Span) -> str:
    words = without_signs(text[span[0] : span[1]])
    return words if len(words) <= 40 else f"{words[:20]}…{words[-18:]}"
