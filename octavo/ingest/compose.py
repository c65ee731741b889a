"""Write the texts of an edition: passages and notes as Markdown, with a label for each note."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from octavo.ingest.flow import Passage, Stretch
from octavo.ingest.html_tables import table_changes
from octavo.ingest.letters import Goes
from octavo.ingest.markdown import changes_of
from octavo.ingest.matching import FoundNote
from octavo.ingest.page_marks import INLINE
from octavo.ingest.sections import SectionPlan
from octavo.ingest.weave import Change, Loom, Woven

_WHOLE = re.compile(r"(\*\*|\*|__|_)(?P<in>.+?)\1")
_CALLS = "calls of notes and their labels"
_BLOCKS = "signs of Markdown before paragraphs"


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note as it is written: its label and its words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A text of the edition as it is written."""

    name: str
    text: str
    notes: str

    @property
    def whole(self) -> str:
        """The text with its notes below."""
        return "\n\n".join(part for part in (self.text, self.notes) if part) + "\n"


def labels_of(
    plans: Sequence[SectionPlan], notes: Sequence[FoundNote]
) -> tuple[dict[int, str], list[list[int]]]:
    """Return the label of each note by its index, and the notes of each section: the printed
    number, or if a section has one twice, the place among its notes."""
    starts = [plan.start for plan in plans]
    groups: list[list[int]] = [[] for _ in plans]
    where = _positions(notes)
    for index in range(len(notes)):
        groups[max(bisect.bisect_right(starts, where[index]) - 1, 0)].append(index)
    labels: dict[int, str] = {}
    for group in groups:
        for series, sign in (("number", ""), ("mark", "*")):
            own = [i for i in group if notes[i].series == series]
            own.sort(key=lambda i: where[i])
            numbers = [notes[i].number for i in own]
            anew = len(set(numbers)) < len(numbers) or series == "mark"
            for place, index in enumerate(own, 1):
                labels[index] = f"{sign}{place if anew else notes[index].number}"
        group.sort(key=lambda i: where[i])
    return labels, groups


def _positions(notes: Sequence[FoundNote]) -> list[float]:
    """Return where in the text each note belongs; one without a call is next to the number
    before it."""
    where: list[float] = []
    last: dict[tuple[str, int], float] = {}
    firsts: dict[tuple[str, int], int] = {}
    for note in notes:
        if note.call:
            firsts.setdefault((note.series, note.group), note.call.start)
    for note in notes:
        key = (note.series, note.group)
        if note.call is not None:
            position = float(note.call.start)
        elif key in last:
            position = last[key] + 1e-3
        else:
            position = firsts[key] - 1e-3 if key in firsts else float(note.start)
        last[key] = position
        where.append(position)
    return where


class Composer:
    """Write sections with the calls of their notes."""

    def __init__(
        self, loom: Loom, notes: Sequence[FoundNote], labels: Mapping[int, str],
        words: Mapping[tuple[int, int], str],
    ) -> None:  # fmt: skip
        self._loom = loom
        self._markup = loom.scan.markup
        calls = [(n.call, labels[i]) for i, n in enumerate(notes) if n.call is not None]
        calls.sort(key=lambda pair: pair[0].start)
        self._calls = calls
        self._starts = [call.start for call, _ in calls]
        self._notes = notes
        self._words = sorted((a, b, put) for (a, b), put in words.items())
        self._labels = labels

    def section(
        self, plan: SectionPlan, notes: Sequence[WrittenNote], heads: Mapping[int, str],
        pictures: Sequence[tuple[int, str]] = (),
    ) -> WrittenSection:  # fmt: skip
        """Return a section as Markdown; `heads` has the headings that are written otherwise than
        in the scan, by their start, `pictures` what shows each picture, and where it is."""
        blocks = [self._passage(p, heads) for p in plan.passages]
        starts = [passage.start for passage in plan.passages]
        for position, picture in pictures:
            at = max(bisect.bisect_right(starts, position) - 1, 0)
            before = blocks[at].strip()
            blocks[at] = f"{before}\n\n{picture}" if before else picture
            self._loom.put_in["pictures that lie beside the scan"] += len(picture)
        text = "\n\n".join(block for block in _grouped(plan.passages, blocks) if block.strip())
        below = "\n\n".join(f"[^{note.label}]: {note.text}" for note in notes)
        return WrittenSection(plan.name, text, below)

    def with_title(self, section: WrittenSection, plan: SectionPlan, title: str) -> WrittenSection:
        """Return a section under a heading; one that has no heading gets the title of the work."""
        if any(passage.kind == "heading" and passage.level == 1 for passage in plan.passages):
            return section
        head = re.sub(r"([\\`*_{}\[\]<>$~^@#|])", r"\\\1", title)
        self._loom.put_in["headings that the scan does not have"] += len(head) + 2
        return WrittenSection(section.name, f"# {head}\n\n{section.text}", section.notes)

    def with_rest(self, section: WrittenSection, rest: Sequence[tuple[int, int]]) -> WrittenSection:
        """Return a section with the words behind it that no rule gave a place, so that none is
        lost."""
        blocks = [self._inline(self._loom.weave([Stretch(a, b, 0)]), Goes.TEXT) for a, b in rest]
        text = "\n\n".join([section.text, *blocks])
        return WrittenSection(section.name, text, section.notes)

    def _passage(self, passage: Passage, heads: Mapping[int, str]) -> str:
        goes = Goes.HEADING if passage.kind == "heading" else Goes.TEXT
        if passage.kind == "break":
            self._loom.ledger.give(passage.start, passage.stretches[-1].end, Goes.RULE)
            self._loom.put_in["rules"] += 5
            return "* * *"
        if passage.kind in ("lines", "verbatim"):
            opens = passage.kind == "lines"
            lines = [self._inline(self._loom.weave([s]), goes, opens=opens)
                     for s in passage.stretches]  # fmt: skip
            if passage.kind == "verbatim":
                return "\n".join(lines)
            self._loom.put_in[_BLOCKS] += 2 * len(lines)
            return "\n".join(f"| {line}" for line in lines)
        woven = self._loom.weave(passage.stretches)
        if self._markup == "markdown" and (table := table_changes(woven.text)) is not None:
            return self._inline(woven, goes, table, opens=False).strip()
        if passage.kind == "heading":
            return self._heading(passage, woven, heads)
        if passage.kind == "paragraph" and (quote := self._quotation(woven)) is not None:
            self._loom.put_in[_BLOCKS] += 2
            return f"> {quote}"
        text = self._inline(woven, goes)
        sign = {"quote": "> ", "list": "- "}.get(passage.kind, "")
        self._loom.put_in[_BLOCKS] += len(sign)
        return sign + text

    def _heading(self, passage: Passage, woven: Woven, heads: Mapping[int, str]) -> str:
        sign = "#" * passage.level + " "
        self._loom.put_in[_BLOCKS] += len(sign)
        changes: list[Change] = []
        mark = INLINE.match(woven.text)
        whole = _WHOLE.fullmatch(woven.text, mark.end() if mark else 0)
        if whole and whole[1] not in whole["in"]:
            changes += [Change(whole.start(), whole.start("in"), "", Goes.MARKUP),
                        Change(whole.end("in"), len(woven.text), "", Goes.MARKUP)]  # fmt: skip
        title = heads.get(passage.start)
        if title is not None and (at := woven.text.find(title)) >= 0:
            end = at + len(title)
            stop = whole.end("in") if changes and whole else len(woven.text)
            changes.append(Change(end, stop, "", Goes.METADATA))
        return sign + self._inline(woven, Goes.HEADING, changes, opens=False)

    def _quotation(self, woven: Woven) -> str | None:
        """Return a paragraph that is all in italics and in quotation marks as a block quotation
        without the italics that marked it as one; None for any other."""
        found = re.fullmatch(r"\*(?P<in>[„“«»\"][^*]{200,})\*(?P<close>[“”»«\"]?)", woven.text)
        if found is None:
            return None
        end = found.end("in")
        changes = [Change(0, 1, "", Goes.MARKUP), Change(end, end + 1, "", Goes.MARKUP)]
        return self._inline(woven, Goes.TEXT, changes)

    def _inline(
        self, woven: Woven, goes: Goes, changes: Sequence[Change] = (), *, opens: bool = True
    ) -> str:
        calls = self._calls_in(woven)
        fixed = [*changes, *calls, *self._decided_words(woven)]
        protected = [(c.start, c.end) for c in fixed if c.end > c.start]
        found = list(changes_of(woven.text, self._markup, protected, opens=opens))
        for call in calls:
            if woven.text[call.end : call.end + 1] in tuple("([{"):
                found.append(Change(call.end, call.end, "\\", Goes.MARKUP, "escapes of Markdown"))
        return self._loom.finish(woven, [*fixed, *_apart(found, fixed)], goes)

    def _decided_words(self, woven: Woven) -> list[Change]:
        """Return the words that a person has put in the place of others."""
        found: list[Change] = []
        for start, end, put in self._words:
            a, b = woven.position(start), woven.position(end - 1)
            if a is not None and b is not None:
                found.append(Change(a, b + 1, put, Goes.DECIDED, "words that you have decided"))
        return found

    def _calls_in(self, woven: Woven) -> list[Change]:
        changes: list[Change] = []
        for _, where, length in woven.seams:
            at = bisect.bisect_left(self._starts, where)
            while at < len(self._calls) and self._starts[at] <= where + length:
                call, label = self._calls[at]
                at += 1
                if call.end == call.start:  # set by a decision
                    behind = woven.position(call.start - 1)
                    if behind is not None:
                        changes.append(Change(behind + 1, behind + 1, f"[^{label}]", Goes.CALL,
                                              _CALLS))  # fmt: skip
                    continue
                start = woven.position(call.start)
                end = woven.position(call.end - 1)
                if start is None or end is None:
                    continue
                spaces = 0
                while spaces < start and woven.text[start - spaces - 1] == " ":
                    spaces += 1
                if 0 < spaces < start:
                    changes.append(Change(start - spaces, start, "", Goes.SPACE))
                # Behind the sign of a superscript, pandoc would read an inline note: ^[…].
                apart = "<!-- -->" if woven.text[:start].endswith(("^", "</sup>")) else ""
                changes.append(Change(start, end + 1, f"{apart}[^{label}]", Goes.CALL, _CALLS))
        return changes

    def woven_note(self, index: int) -> tuple[Woven, ...]:
        """Return the paragraphs of a note, which are not written yet."""
        note = self._notes[index]
        assert note.opening is not None
        self._loom.ledger.give(note.opening.start, note.opening.end, Goes.NOTE_MARK)
        paragraphs: list[list[Stretch]] = [[]]
        for piece in note.pieces:
            words = self._loom.scan.text[piece.start : piece.end]
            start = piece.start + len(words) - len(words.lstrip())
            end = piece.start + len(words.rstrip())
            if end <= start:
                continue
            if piece.new_paragraph and paragraphs[-1]:
                paragraphs.append([])
            paragraphs[-1].append(Stretch(start, end, 0))
        paragraphs = [p for p in paragraphs if p]
        self._close(note, paragraphs)
        return tuple(self._loom.weave(p) for p in paragraphs if p)

    def note(
        self, index: int, paragraphs: Sequence[Woven], changes: Sequence[Sequence[Change]]
    ) -> WrittenNote:
        """Return a note as Markdown, its further paragraphs indented; `changes` has the citations
        of each paragraph."""
        label = self._labels[index]
        self._loom.put_in[_CALLS] += len(f"[^{label}]: ")
        texts = [self._inline(one, Goes.NOTE, own)
                 for one, own in zip(paragraphs, changes, strict=True)]  # fmt: skip
        return WrittenNote(label, "\n\n    ".join(texts))

    def _close(self, note: FoundNote, paragraphs: list[list[Stretch]]) -> None:
        """Take out the bracket that closes a note in brackets."""
        if note.opening is None or not note.opening.style.startswith("[Foot") or not paragraphs:
            return
        last = paragraphs[-1][-1]
        if self._loom.scan.text[last.end - 1] != "]":
            return
        self._loom.ledger.give(last.end - 1, last.end, Goes.NOTE_MARK)
        paragraphs[-1][-1] = Stretch(last.start, last.end - 1, last.line)
        if last.end - 1 <= last.start:
            paragraphs[-1].pop()


def _apart(found: Sequence[Change], fixed: Sequence[Change]) -> list[Change]:
    """Return the changes that are not inside the ranges of others."""
    spans = sorted((f.start, f.end) for f in fixed)
    kept: list[Change] = []
    for change in found:
        number = bisect.bisect_left(spans, (change.end,))
        if number == 0 or spans[number - 1][1] <= change.start:
            kept.append(change)
    return kept


def _grouped(passages: Sequence[Passage], blocks: Sequence[str]) -> list[str]:
    """Join the items of a list, and the paragraphs of one quotation, to one block."""
    out: list[str] = []
    last = ""
    for passage, block in zip(passages, blocks, strict=True):
        if passage.kind == "list" == last:
            out[-1] += f"\n{block}"
        else:
            out.append(block)
        last = passage.kind
    return out
