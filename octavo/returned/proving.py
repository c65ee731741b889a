"""Prove that a Word file of the changed source reads as the returned file does, letter for letter.

What Octavo makes may be set otherwise by the change: a number, a short form of a citation. All else
must be the same; a difference names the unit of changes that it is part of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from octavo.proof.form_text import Passage
from octavo.returned.changes import TITLE_PAGE, Returned, Unit
from octavo.returned.comparing import compared
from octavo.returned.folding import fold
from octavo.returned.sides import Wanted
from octavo.returned.word_book import WordBook, looks_of

_END = "\u2029"  # of a passage, where several are compared as one
_TOKEN = re.compile(r"\w+|\s|.", re.DOTALL)


@dataclass(slots=True)
class Proven:
    """The result of the comparison: the units that read otherwise, each with the words wanted and
    read; those in which dashes or the like are others; how many letters Octavo sets otherwise now;
    and how many it sets by its typography."""

    faults: dict[Unit, tuple[str, str]] = field(default_factory=dict)
    run_together: set[Unit] = field(default_factory=set)
    set_anew: int = 0
    typography: int = 0


def prove(returned: Returned, made: WordBook) -> Proven:
    """Compare a Word file of the changed source with what must be read in it."""
    proven = Proven()
    for number, words in returned.lines.items():
        if made.leaves[number : number + 1] != (words,):
            read = made.leaves[number] if number < len(made.leaves) else ""
            proven.faults[TITLE_PAGE] = (words, read)
    _compare(returned.passages, made.passages, proven)
    notes = [note for called in made.notes for note in called]
    wanted = returned.notes
    if len(wanted) == len(notes):
        for (name, passages), note in zip(wanted, notes, strict=True):
            _compare([(name, one) for one in passages], note.passages, proven)
    else:
        flat = [(name, one) for name, passages in wanted for one in passages]
        _compare(flat, [one for note in notes for one in note.passages], proven)
    return proven


def _compare(
    wanted: Sequence[tuple[Unit, Wanted]], read: Sequence[Passage], proven: Proven
) -> None:
    texts = [passage.text for passage in read]
    matcher = SequenceMatcher(None, [one.text for _, one in wanted], texts, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for (unit, one), passage in zip(wanted[a:b], read[c:d], strict=True):
                _compare_looks(unit, one, passage, proven)
            continue
        left, right = wanted[a:b], texts[c:d]
        if len(left) != len(right):
            left, right = list(_joined(left)), [_END.join(right)] if right else []
        for (unit, one), other in zip(left, right, strict=False):
            _compare_passage(unit, one, other, proven)
        for unit, one in left[len(right) :]:
            if any(one.exact):
                proven.faults.setdefault(unit, (one.text, ""))
            proven.set_anew += len(one.text)
        proven.set_anew += sum(map(len, right[len(left) :]))


def _joined(wanted: Sequence[tuple[Unit, Wanted]]) -> Iterator[tuple[Unit, Wanted]]:
    """Yield passages as one, if there are any."""
    if wanted:
        exact: list[bool] = []
        for _, one in wanted:
            exact += [False, *one.exact] if exact else one.exact
        unit = next((unit for unit, one in wanted if any(one.exact)), wanted[0][0])
        text = _END.join(one.text for _, one in wanted)
        yield unit, Wanted(text, tuple(exact), ("",) * len(text))


def _compare_looks(unit: Unit, wanted: Wanted, read: Passage, proven: Proven) -> None:
    if wanted.kind and wanted.kind != read.kind:
        proven.faults.setdefault(unit, (f"{wanted.kind} {wanted.text}", read.kind))
    looks = looks_of(read)
    for at, letter in enumerate(wanted.text):
        if wanted.exact[at] and letter.isalnum() and wanted.looks[at] != looks[at]:
            near = wanted.text[max(0, at - 10) : at + 20]
            faults = (f"{near} (in another look)", near)
            proven.faults.setdefault(unit, faults)
            return


def _compare_passage(unit: Unit, wanted: Wanted, read: str, proven: Proven) -> None:
    old, new = _tokens(wanted.text), _tokens(read)
    for is_same, a, b, c, d in compared([word for word, _ in old], [word for word, _ in new]):
        if is_same:
            continue
        want = "".join(word for word, _ in old[a:b])
        have = "".join(word for word, _ in new[c:d])
        start = old[a][1] if a < len(old) else len(wanted.text)
        around = wanted.exact[max(0, start - 1) : start + len(want) + 1]
        inside = wanted.exact[start : start + len(want)]
        if fold(want).text == fold(have).text and any(inside):
            proven.typography += max(len(want), len(have))
            if "".join(want.split()) != "".join(have.split()):
                proven.run_together.add(unit)
        elif (want and not any(inside)) or (not want and not all(around)):
            proven.set_anew += max(len(want), len(have))
        else:
            proven.faults.setdefault(unit, (want, have))


def _tokens(text: str) -> list[tuple[str, int]]:
    return [(found[0], found.start()) for found in _TOKEN.finditer(text)]
