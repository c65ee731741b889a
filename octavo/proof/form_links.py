"""Compare where links lead: in the form and in the copy it must be the same words.

A form has names of its own for the places that links lead to. So no names are compared, but the
places: the passage, and the letter in it, or the note. A link of the manuscript that leads to no
place of the edition is only words in the forms. Links to other files are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from octavo.proof.alignment import Pair
from octavo.proof.form_text import Passage
from octavo.proof.normal_form import CALL
from octavo.proof.parting import without_signs

PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./~-]*)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ELSEWHERE = "elsewhere"  # a target that is not compared
_QUOTED = 40

TEXT = -1  # the flow of the text; that of a note is its number
Target = tuple[int, int, int] | str  # the flow, the passage, the letter; or an address


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that has links: its passages, those of its notes in the order of the calls, and the
    names that lead to a whole note, by its number."""

    text: Sequence[Passage]
    notes: Sequence[Sequence[Passage]]
    note_names: Mapping[str, int]


def differing_links(
    wanted: Linked, found: Linked, pairs: Sequence[Pair], met: Sequence[Pair]
) -> Iterator[tuple[int, bool, str]]:
    """Yield the passages or the notes of the copy, by number, whose links lead elsewhere in the
    form: whether it is a note, and what is said of it. `pairs` are the passages that belong
    together, `met` the notes."""
    names = names_of(wanted)
    others = names_of(found, Places(pairs, met))
    for at, other in pairs:
        if at is not None and other is not None:
            message = _difference(wanted.text[at], found.text[other], names, others)
            if message:
                yield at, False, message
    for at, other in met:
        if at is not None and other is not None:
            for one, two in zip(wanted.notes[at], found.notes[other], strict=False):
                message = _difference(one, two, names, others)
                if message:
                    yield at, True, message


class Places:
    """The numbers that the passages and the notes of a form have in the copy; -2 for one that the
    copy has not. Those of the copy itself stay."""

    def __init__(self, pairs: Sequence[Pair] | None, met: Sequence[Pair] | None) -> None:
        self._passages = _numbers(pairs)
        self._notes = _numbers(met)

    def passage(self, at: int) -> int:
        """Return the number of a passage of the text."""
        return at if self._passages is None else self._passages.get(at, -2)

    def note(self, at: int) -> int:
        """Return the number of a note."""
        return at if self._notes is None else self._notes.get(at, -2)


def _numbers(pairs: Sequence[Pair] | None) -> Mapping[int, int] | None:
    if pairs is None:
        return None
    return {other: at for at, other in pairs if at is not None and other is not None}


def names_of(read: Linked, places: Places | None = None) -> Mapping[str, Target]:
    """Return where each name leads, the first of several; a call is its note."""
    places = places or Places(None, None)
    known: dict[str, Target] = {}
    for name, number in read.note_names.items():
        known[name] = (places.note(number), 0, 0)
    calls = 0
    for at, passage in enumerate(read.text):
        for letter, name in passage.names:
            if passage.text[letter : letter + 1] == CALL:
                call = calls + passage.text.count(CALL, 0, letter)
                known.setdefault(name, (places.note(call), 0, 0))
            else:
                known.setdefault(name, (TEXT, places.passage(at), letter))
        calls += passage.text.count(CALL)
    for number, passages in enumerate(read.notes):
        for at, passage in enumerate(passages):
            for letter, name in passage.names:
                known.setdefault(name, (places.note(number), at, letter))
    return known


def _difference(
    wanted: Passage, found: Passage, names: Mapping[str, Target], others: Mapping[str, Target]
) -> str:
    """Return what is wrong with the links of a passage of the same words; empty if nothing is."""
    if not (wanted.links or found.links) or wanted.text != found.text:
        return ""
    want = [(start, end, _wanted(target, names)) for start, end, target in wanted.links]
    has = [(start, end, _found(target, others)) for start, end, target in found.links]
    doubtful = [(start, end) for start, end, target in want if target == _ELSEWHERE]
    want = [link for link in want if link[2] not in (None, _ELSEWHERE)]
    has = [link for link in has if not any(a < link[1] and link[0] < b for a, b in doubtful)]
    if want == has:
        return ""
    lost = next((link for link in want if link not in has), None)
    more = next((link for link in has if link not in want), None)
    link = lost or more
    if link is None:
        return ""
    words = without_signs(wanted.text[link[0] : link[1]])[:_QUOTED]
    if lost and more and lost[:2] == more[:2]:
        return f"“{words}” leads to other words than in the manuscript"
    return f"“{words}” is no link, or one of other words" if lost else f"“{words}” is a link"


def _wanted(target: str, names: Mapping[str, Target]) -> Target | None:
    """Return where a link of the copy leads; None if it leads nowhere."""
    if target.startswith("#"):
        return names.get(target[1:])
    if PLAIN_ADDRESS.fullmatch(target):
        return unquote(target)
    return _ELSEWHERE


def _found(target: str, names: Mapping[str, Target]) -> Target | None:
    if _SCHEME.match(target):
        return unquote(target)
    return names.get(target)
