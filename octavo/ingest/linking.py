"""Turn what notes cite into proposals, changes of their text, and doubts."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.ingest.citing import Mention, Unfound, citations_in
from octavo.ingest.doubts import Doubt, excerpt
from octavo.ingest.letters import Goes
from octavo.ingest.scan import Place, Places
from octavo.ingest.weave import Change, Woven
from octavo.ingest.works import Work

_PUT = "citations"
_BETWEEN = 2  # characters between the paragraphs of a note


@dataclass(frozen=True, slots=True)
class Proposal:
    """A citation that a note may have: its words, and what they become."""

    label: str
    place: Place
    written: str
    citation: str
    certain: bool
    applied: bool
    why: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The citations of all notes: proposals, changes for each paragraph of each note, doubts, and
    the references."""

    proposals: tuple[Proposal, ...]
    changes: Mapping[int, tuple[tuple[Change, ...], ...]]
    doubts: tuple[Doubt, ...]
    references: tuple[dict[str, Any], ...]
    archives: bool


def link(
    notes: Mapping[int, tuple[Woven, ...]], labels: Mapping[int, str], works: Sequence[Work],
    places: Places, scanned: str, cites: Mapping[int, str], *, apply: bool,
) -> Linked:  # fmt: skip
    """Return the citations of notes; `apply` writes those that are certain, a decision writes its
    own in any case."""
    order = list(notes)
    texts = ["\n\n".join(woven.text for woven in notes[i]) for i in order]
    decided = _decided(order, notes, cites)
    mentions, unfound, known = citations_in(texts, [w.reference for w in works], decided)
    mentions = [m for m in mentions if decided.get((m.note, m.start), "x")]
    proposals: list[Proposal] = []
    changes: dict[int, list[list[Change]]] = {i: [[] for _ in notes[i]] for i in order}
    used: Counter[str] = Counter()
    for one in mentions:
        index = order[one.note]
        text = texts[one.note]
        applied = bool(one.certain and apply) or bool(decided.get((one.note, one.start)))
        if applied:
            used[one.key] += 1
            _put(changes[index], notes[index], one)
        at = _scanned(notes[index], one.start)
        end = one.written[1] if one.written[1] > one.written[0] else one.end
        locator = f", {one.locator}" if one.locator else ""
        proposals.append(Proposal(labels[index], places.at(at), text[one.start : end],
                                  f"[@{one.key}{locator}]", one.certain, applied,
                                  one.why))  # fmt: skip
    doubts = list(_doubts(order, notes, labels, texts, unfound, places, scanned)) if works else []
    references, archives = _references(known.works, known.archives, used)
    frozen = {i: tuple(tuple(own) for own in lists) for i, lists in changes.items()}
    return Linked(tuple(proposals), frozen, tuple(doubts), tuple(references), archives)


def _decided(
    order: Sequence[int], notes: Mapping[int, tuple[Woven, ...]], cites: Mapping[int, str]
) -> dict[tuple[int, int], str]:
    """Return decisions by the note and the place in its text."""
    found: dict[tuple[int, int], str] = {}
    for position, key in cites.items():
        for number, index in enumerate(order):
            at = 0
            for woven in notes[index]:
                here = woven.position(position)
                if here is not None:
                    found[number, at + here] = key
                at += len(woven.text) + _BETWEEN
    return found


def _paragraph(paragraphs: Sequence[Woven], position: int) -> tuple[int, int]:
    """Return the paragraph that has a position of a note's text, and where it begins."""
    starts, at = [], 0
    for woven in paragraphs:
        starts.append(at)
        at += len(woven.text) + _BETWEEN
    number = max(bisect.bisect_right(starts, position) - 1, 0)
    return number, starts[number]


def _scanned(paragraphs: Sequence[Woven], position: int) -> int:
    number, start = _paragraph(paragraphs, position)
    return paragraphs[number].scanned(position - start)


def _put(changes: list[list[Change]], paragraphs: Sequence[Woven], one: Mention) -> None:
    number, base = _paragraph(paragraphs, one.start)
    own = changes[number]
    start, end = one.start - base, one.end - base
    own.append(Change(start, end, f"[@{one.key}", Goes.CITED, _PUT))
    taken = f", {one.taken_over}" if one.taken_over else ""
    first, last = one.written[0] - base, one.written[1] - base
    if last > first:
        own.append(Change(end, first, f"{taken}, ", Goes.CITED, _PUT))
        own.append(Change(last, last, "]", Goes.CITED, _PUT))
    else:
        own.append(Change(end, end, f"{taken}]", Goes.CITED, _PUT))


def _references(
    works: Sequence[dict[str, Any]], archives: Sequence[dict[str, Any]], used: Counter[str]
) -> tuple[list[dict[str, Any]], bool]:
    """Return the references that the edition has: all works, with a siglum if a citation prints it,
    and the archives that are cited."""
    found: list[dict[str, Any]] = []
    for work in works:
        found.append(work if used[work["id"]] > 1 else _without_siglum(work))
    cited = [archive if used[archive["id"]] > 1 else _without_siglum(archive)
             for archive in archives if used[archive["id"]]]  # fmt: skip
    return [*found, *cited], bool(cited)


def _without_siglum(work: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reference without the siglum that no second citation prints."""
    custom = {k: v for k, v in work.get("custom", {}).items() if k != "siglum"}
    kept = {k: v for k, v in work.items() if k not in ("custom", "title-short")}
    return kept | ({"custom": custom} if custom else {})


def _doubts(
    order: Sequence[int], notes: Mapping[int, tuple[Woven, ...]], labels: Mapping[int, str],
    texts: Sequence[str], unfound: Sequence[Unfound], places: Places, scanned: str,
) -> Iterator[Doubt]:  # fmt: skip
    for one in unfound:
        index = order[one.note]
        start = _scanned(notes[index], one.start)
        end = _scanned(notes[index], one.end - 1) + 1
        rests = tuple(f"note {labels[order[number]]}: {texts[number][:80]}" for number in one.rests)
        kind = "siglum not quite right" if one.is_siglum else "citation without a work"
        yield Doubt(kind, places.at(start, end), excerpt(scanned, start, end, 50),
                    f"[^{labels[index]}]: {one.written}",
                    f"{one.why}; nothing was linked",
                    (f"cite {one.nearest}", "no cite"), rests)  # fmt: skip
