"""Compare the text of the print, section by section, with the copy of the manuscripts.

The letters of a section are compared in the order of reading, with signs for calls, pictures and
formulas, but not where a passage ends: the structure of the print has a line of verse as a
paragraph. What is printed beside the text of the manuscript, such as the title of an article, is
passed over if it is a whole passage; but no passage may be printed twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from octavo.proof.expected_copy import Copy
from octavo.proof.form_text import ROW, Passage
from octavo.proof.letters import around, folded, same_marks
from octavo.proof.normal_form import CALL, FORMULA, LINE_END, PAGE, PICTURE, SIGNS
from octavo.proof.parting import shown
from octavo.proof.printed import PrintedPassage

_FOLIO = re.compile(r"[\divxlcdm]*")
_BOXES = ("☐", "☒")
_FAR = 200  # passages that may be moved together: the cells of a table
_LEAST = 16  # folded letters of a passage that is known by them: shorter ones recur


@dataclass(frozen=True, slots=True)
class TextDifference:
    """A difference of a section: its name, the words of its copy by which its place is found, the
    index of the page, what is said, and whether only a call has another place."""

    section: str
    words: str
    page: int
    message: str
    only_call: bool = False


def text_differences(
    copies: Sequence[Copy], printed: Sequence[Sequence[PrintedPassage]], *, own_faces: bool
) -> Iterator[TextDifference]:
    """Yield the first difference of each section, and passages that are printed twice."""
    sections = [_Section(passages, own_faces) for passages in printed]
    at = 0
    for copy in copies:
        if copy.is_empty:
            continue
        wanted = _Wanted(copy, own_faces)
        best: _Match | None = None
        for number in range(at, len(sections)):
            match = _Match(wanted, sections[number], number)
            if best is None or match.found > best.found:
                best = match
            if match.is_whole:
                break
        if best is None or not best.found:
            words = wanted.quoted(0)
            yield TextDifference(copy.section, words, -1, f"this section is missing: “{words}”")
            continue
        at = best.number + 1
        yield from best.differences(copy.section)


class _Section:
    """A section as it is printed: the folded letters of its passages."""

    def __init__(self, passages: Sequence[PrintedPassage], own_faces: bool) -> None:
        self.passages = passages
        self.folded = [
            folded(same_marks(passage.text)) if own_faces else passage.letters
            for passage in passages
        ]


def _folded(text: str, own_faces: bool) -> str:
    return folded(same_marks(text) if own_faces else text)


class _Wanted:
    """The folded letters of a section of the copy, with its passages by where they begin. A formula
    may be printed as it is written; a picture without a description has no place in the structure
    of the print, and the box of a task is drawn."""

    def __init__(self, copy: Copy, own_faces: bool) -> None:
        self.formulas: dict[int, str] = {}
        self.optional: set[int] = set()
        self._starts: list[int] = []
        self._ends: set[int] = set()
        self._passages: list[Passage] = []
        letters: list[str] = []
        length = 0
        for passage in copy.passages:
            text = _folded(passage.text, own_faces)
            if not text:
                continue
            self._starts.append(length)
            self._passages.append(passage)
            if text[0] in _BOXES:
                self.optional.add(length)
            if PICTURE in text or FORMULA in text:
                self._mark(text, passage, length)
            letters.append(text)
            self._ends |= _line_ends(passage.text, length, own_faces)
            length += len(text)
            self._ends.add(length)
        self.letters = "".join(letters)

    def _mark(self, text: str, passage: Passage, start: int) -> None:
        said = iter(passage.signs)
        for at, letter in enumerate(text, start):
            if letter in SIGNS:
                what = next(said, "")
                if letter == FORMULA:
                    self.formulas[at] = folded(what)
                elif letter == PICTURE and not what:
                    self.optional.add(at)

    def quoted(self, at: int) -> str:
        """Return the words of the copy around a letter."""
        number = max(0, bisect_right(self._starts, at) - 1)
        if not self._passages:
            return ""
        return shown(around(self._passages[number].text, at - self._starts[number]))

    def follow(self, text: str, at: int) -> int:
        """Return the letter that is reached if the folded text is printed where `at` is wanted; -1
        if it is another text."""
        if self.letters.startswith(text, at) and not (self.optional and PICTURE in text):
            return at + len(text)
        place, end = 0, len(self.letters)
        while place < len(text):
            letter = text[place]
            want = self.letters[at] if at < end else ""
            if at in self.optional:
                at += 1
            elif letter == want:
                at, place = at + 1, place + 1
            elif letter == PICTURE and self.optional:
                place += 1
            elif want == PAGE:
                found = _FOLIO.match(text, place)
                at, place = at + 1, found.end() if found else place
            elif want == FORMULA and (behind := self._behind_formula(text, place, at)):
                at, place = at + 1, behind
            elif letter.isalnum() or letter in SIGNS:
                return -1
            else:
                place += 1
        return at

    def _behind_formula(self, text: str, place: int, at: int) -> int:
        """Return where a formula ends that is printed as it is written; 0 if it is not."""
        written = self.formulas.get(at, "")
        for sign in ("", "$", "$$"):
            if written and text.startswith(f"{sign}{written}{sign}", place):
                return place + len(written) + 2 * len(sign)
        return 0

    def is_end(self, at: int) -> bool:
        """Return whether a passage or a line ends before a letter, or before what need not be
        printed."""
        return at in self._ends or self.end(at) in self._ends

    def behind_figures(self, at: int) -> Iterator[int]:
        """Yield the beginnings of the next passages that figures or tables separate from a
        letter."""
        first = bisect_right(self._starts, at - 1)
        moves = False
        for number in range(first, min(first + _FAR, len(self._starts))):
            if moves and self._starts[number] > at:
                yield self._starts[number]
            passage = self._passages[number]
            moves = moves or PICTURE in passage.text or passage.kind == ROW

    def end(self, at: int) -> int:
        """Return the letter behind what need not be printed."""
        while at in self.optional or self.letters[at : at + 1] == PAGE:
            at += 1
        return at


def _line_ends(text: str, start: int, own_faces: bool) -> set[int]:
    """Return the places of folded letters before which lines of a passage end."""
    if LINE_END not in text:
        return set()
    lengths = (len(_folded(line, own_faces)) for line in text.split(LINE_END))
    return {start + length for length in accumulate(lengths)}


class _Match:
    """A section of the copy followed through a section of the print: how many letters are found,
    the passages that have no place in it, and the stretches that are still to come: the print moves
    figures and tables to where there is room for them."""

    def __init__(self, wanted: _Wanted, section: _Section, number: int) -> None:
        self._wanted = wanted
        self._section = section
        self.number = number
        self._at = 0
        self._over: list[int] = []
        self._moved: list[tuple[int, int]] = []
        self._last = -1
        following = [*section.folded[1:], ""]
        for place, (text, then) in enumerate(zip(section.folded, following, strict=True)):
            if text and not self._take(text, then):
                self._over.append(place)
            else:
                self._last = place
        self._at = wanted.end(self._at)
        rest = ((wanted.end(start), end) for start, end in self._moved)
        self._moved = [(start, end) for start, end in rest if start < end]

    def _take(self, text: str, then: str) -> bool:
        """Return whether a passage is what comes next, or what was moved, or what follows what is
        moved. It must end where a passage or a line of the copy ends, or `then` must go on: the
        title of an article may have the first words of its first heading."""
        after = self._wanted.follow(text, self._at)
        goes_on = bool(then) and after >= 0 and self._wanted.follow(then, after) >= 0
        if after >= 0 and (self._wanted.is_end(after) or goes_on):
            if not goes_on and not text.strip(PICTURE) and self._take_moved_picture(text, then):
                return True
            self._at = after
            return True
        for number, (start, end) in enumerate(self._moved):
            after = self._wanted.follow(text, start)
            if 0 <= after <= end:
                self._moved[number] = (after, end)
                return True
        for start in self._wanted.behind_figures(self._at):
            after = self._wanted.follow(text, start)
            if after >= 0 and (len(text) >= _LEAST or self._wanted.follow(then, after) >= 0):
                self._moved.append((self._at, start))
                self._at = after
                return True
        return False

    def _take_moved_picture(self, text: str, then: str) -> bool:
        """Return whether a picture is one that was moved, as its caption shows: all pictures are
        the same sign."""
        for number, (start, end) in enumerate(self._moved):
            after = self._wanted.follow(text, start)
            if 0 <= after <= end and then and self._wanted.follow(then, after) >= 0:
                self._moved[number] = (after, end)
                return True
        return False

    @property
    def found(self) -> int:
        """The number of letters that are found."""
        return self._at - sum(end - start for start, end in self._moved)

    @property
    def reached(self) -> int:
        """The first letter that is not found."""
        return min((start for start, _ in self._moved), default=self._at)

    @property
    def is_whole(self) -> bool:
        """Return whether all of the copy is printed."""
        return self._at >= len(self._wanted.letters) and not self._moved

    def differences(self, section: str) -> Iterator[TextDifference]:
        """Yield the first difference; of a section that is whole, passages printed twice."""
        if not self.is_whole:
            yield self._first(section)
            return
        for place in self._over:
            text = self._section.folded[place]
            at = self._wanted.letters.find(text) if len(text) >= _LEAST else -1
            if at >= 0:
                passage = self._section.passages[place]
                words = self._wanted.quoted(at)
                message = f"these words are printed twice: “{shown(passage.text)[:60]}”"
                yield TextDifference(section, words, passage.page, message)

    def _first(self, section: str) -> TextDifference:
        want = self._wanted.letters
        behind = [place for place in self._over if place > self._last] or self._over
        agree = {
            place: _agreeing(self._section.folded[place], want, self.reached) for place in behind
        }
        place = max(behind, key=lambda p: (agree[p], -p), default=-1)
        common = agree.get(place, 0)
        words = self._wanted.quoted(self.reached + common)
        if place < 0:
            message = f"these words are missing: “{words}”"
            return TextDifference(section, words, -1, message)
        passage = self._section.passages[place]
        read = shown(around(passage.text, common))
        message = f"it reads “{read}”, the manuscript “{words}”"
        only_call = self._differs_in_calls(place)
        return TextDifference(section, words, passage.page, message, only_call)

    def _differs_in_calls(self, place: int) -> bool:
        """Return whether a passage has the letters that are wanted, and a call elsewhere."""
        text = self._section.folded[place].replace(CALL, "")
        rest = self._wanted.letters[self.reached : self.reached + 2 * len(text) + 40]
        return bool(text) and rest.replace(CALL, "").startswith(text)


def _agreeing(text: str, wanted: str, at: int) -> int:
    """Return how many letters of a text are those that are wanted there."""
    low, high = 0, min(len(text), len(wanted) - at)
    while low < high:
        middle = (low + high + 1) // 2
        if wanted.startswith(text[:middle], at):
            low = middle
        else:
            high = middle - 1
    return low
