"""Join the stretches of a passage into one text that still knows where each letter comes from."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from octavo.ingest.doubts import Doubt, excerpt
from octavo.ingest.flow import Stretch
from octavo.ingest.letters import Goes, Ledger
from octavo.ingest.scan import Places, Scan
from octavo.ingest.vocabulary import Vocabulary

_HYPHEN_AT_END = re.compile(
    r"(?P<word>[^\W_]+(?:[-’'][^\W_]+)*)(?P<hyphen>[-‐¬⸗\u00ad])(?P<close>\*{0,2})$"
)
_WORD_AT_START = re.compile(r"(?P<open>\*{0,2})(?P<word>[^\W_]+)")
_EMPHASIS_AT_END = re.compile(r"[^\s*](?P<mark>\*{1,3})$")
_EMPHASIS_AT_START = re.compile(r"(?P<mark>\*{1,3})[^\s*]")
_NO_SPACE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a woven text: a range of it goes elsewhere, other letters take its place."""

    start: int
    end: int
    put: str
    goes: Goes
    why: str = ""  # what is put in, for the closing table


@dataclass(frozen=True, slots=True)
class Woven:
    """A passage in one text; `seams` holds, for each stretch, its place in the text, in the scan,
    and its length."""

    text: str
    seams: tuple[tuple[int, int, int], ...]

    def to_scan(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the ranges of the scan that a range of the text has."""
        found: list[tuple[int, int]] = []
        first = max(bisect.bisect_right(self.seams, start, key=_place) - 1, 0)
        for at, where, length in self.seams[first:]:
            if at >= end:
                break
            a, b = max(start, at), min(end, at + length)
            if a < b:
                found.append((where + a - at, where + b - at))
        return found

    def position(self, scanned: int) -> int | None:
        """Return where a position of the scan is in the text, or None."""
        number = bisect.bisect_right(self.seams, scanned, key=_origin) - 1
        if number < 0:
            return None
        at, where, length = self.seams[number]
        return at + scanned - where if where <= scanned < where + length else None

    def scanned(self, position: int) -> int:
        """Return the position of the scan at, or next before, a position of the text."""
        number = max(bisect.bisect_right(self.seams, position, key=_place) - 1, 0)
        at, where, length = self.seams[number]
        return where + min(max(position - at, 0), max(length - 1, 0))


def _place(seam: tuple[int, int, int]) -> int:
    return seam[0]


def _origin(seam: tuple[int, int, int]) -> int:
    return seam[1]


class Loom:
    """Weave passages, and write down where every letter goes."""

    def __init__(
        self, scan: Scan, vocabulary: Vocabulary, ledger: Ledger, places: Places,
        hyphens: Mapping[int, str],
    ) -> None:  # fmt: skip
        self.scan = scan
        self.vocabulary = vocabulary
        self.ledger = ledger
        self._hyphens = hyphens
        self.places = places
        self.put_in: Counter[str] = Counter()
        self.doubts: list[Doubt] = []
        closed = len(re.findall(r"\w—\w", scan.text))
        self._closed_dash = closed >= len(re.findall(r"\s—\s", scan.text))

    def weave(self, stretches: Sequence[Stretch], between: str = " ") -> Woven:
        """Return the text of stretches, hyphens at the ends of lines undone; lines are joined by
        `between`."""
        pieces: list[tuple[str, int, int]] = []  # what leads, start, end
        for stretch in stretches:
            start, lead = stretch.start, ""
            if pieces:
                before = pieces[-1]
                cut, start, lead = self._junction(before[1], before[2], stretch, between)
                pieces[-1] = (before[0], before[1], cut)
            pieces.append((lead, start, stretch.end))
        text: list[str] = []
        seams: list[tuple[int, int, int]] = []
        length = 0
        for lead, start, end in pieces:
            text.append(lead)
            length += len(lead)
            if lead:
                self.put_in["spaces between joined lines"] += len(lead)
            text.append(self.scan.text[start:end])
            seams.append((length, start, end - start))
            length += end - start
        return Woven("".join(text), tuple(seams))

    def _junction(self, start: int, end: int, new: Stretch, between: str) -> tuple[int, int, str]:
        """Return where the line before ends, where the new one begins, and what is between."""
        before, after = self.scan.text[start:end], self.scan.text[new.start : new.end]
        if between != " ":
            return end, new.start, between
        hyphen = _HYPHEN_AT_END.search(before)
        word = _WORD_AT_START.match(after)
        if hyphen and word:
            return self._hyphen(start, end, new, hyphen, word)
        opened = _EMPHASIS_AT_START.match(after)
        closed = _EMPHASIS_AT_END.search(before)
        if opened and closed and opened["mark"] == closed["mark"]:
            length = len(opened["mark"])
            self.ledger.give(end - length, end, Goes.MARKUP)
            self.ledger.give(new.start, new.start + length, Goes.MARKUP)
            return end - length, new.start + length, " "
        if (before.endswith(("-", "‐", "/")) and before[-2:-1] != " ") or (
            before.endswith("—") and self._closed_dash
        ):
            return end, new.start, ""
        if before.endswith("–") and before[-2:-1].isdigit() and after[:1].isdigit():
            return end, new.start, ""
        if after.startswith("—") and self._closed_dash and before[-1:].isalnum():
            return end, new.start, ""
        if _NO_SPACE.fullmatch(before[-1:]) and _NO_SPACE.fullmatch(after[:1]):
            return end, new.start, ""
        return end, new.start, " "

    def _hyphen(
        self, start: int, end: int, new: Stretch, hyphen: re.Match[str], word: re.Match[str]
    ) -> tuple[int, int, str]:
        soft = hyphen["hyphen"] in "¬⸗\u00ad"
        verdict = self._hyphens.get(start + hyphen.start("hyphen")) or (
            "join" if soft else self.vocabulary.verdict(hyphen["word"], word["word"])
        )
        begin = new.start
        if hyphen["close"] and hyphen["close"] == word["open"]:
            length = len(word["open"])
            self.ledger.give(end - length, end, Goes.MARKUP)
            self.ledger.give(begin, begin + length, Goes.MARKUP)
            end, begin = end - length, begin + length
        elif hyphen["close"] or word["open"]:
            return end, begin, ""
        keeps = verdict.startswith("keep")
        if verdict.endswith("doubt"):
            whole = hyphen["word"] + word["word"]
            parted = f"{hyphen['word']}-{word['word']}"
            done = "kept" if keeps else "taken out"
            self.doubts.append(Doubt(
                "hyphen", self.places.at(end - 1), excerpt(self.scan.text, end - 1, end, 30),
                parted if keeps else whole,
                f"the line ends in {hyphen['word']}-, and neither {whole} nor {parted} is "
                f"anywhere else in the text; the hyphen was {done}",
                ("join" if keeps else "keep",),
            ))  # fmt: skip
        if keeps:
            return end, begin, ""
        self.ledger.give(end - 1, end, Goes.HYPHEN)
        return end - 1, begin, ""

    def finish(self, woven: Woven, changes: Iterable[Change], goes: Goes) -> str:
        """Return a woven text with its changes, and give every letter of it a destination."""
        out: list[str] = []
        at = 0
        for change in sorted(changes, key=lambda c: (c.start, c.end)):
            if change.start < at:
                continue
            self._give(woven, at, change.start, goes)
            out.append(woven.text[at : change.start])
            self._give(woven, change.start, change.end, change.goes)
            out.append(change.put)
            if change.put:
                self.put_in[change.why or "signs of Markdown"] += len(change.put)
            at = max(change.end, at)
        self._give(woven, at, len(woven.text), goes)
        out.append(woven.text[at:])
        return "".join(out)

    def _give(self, woven: Woven, start: int, end: int, goes: Goes) -> None:
        for a, b in woven.to_scan(start, end):
            self.ledger.give(a, b, goes)
