"""Make an edition of a scan: from lines to texts, doubts and the account of all letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote

from octavo.images.image_types import image_type
from octavo.ingest import edition_files, headings
from octavo.ingest.bibliography_list import BibliographyList, bibliography_in, works_in_doubt
from octavo.ingest.compose import Composer, WrittenSection, labels_of
from octavo.ingest.damage import damage_of, stray_signs
from octavo.ingest.decisions import Decided, Decision, decided
from octavo.ingest.doubts import Doubt, by_weight, excerpt
from octavo.ingest.flow import Passage, passages_of, words_of
from octavo.ingest.front import Front, author, front_of, plain, without_licence
from octavo.ingest.furniture import without_furniture, without_line_numbers
from octavo.ingest.letters import Account, CountedTwice, Goes, Ledger
from octavo.ingest.line_signs import LineSigns
from octavo.ingest.linking import Linked, Proposal, link
from octavo.ingest.matching import Matching, guessed_pages, match_notes, with_calls
from octavo.ingest.note_doubts import note_doubts
from octavo.ingest.page_marks import INLINE
from octavo.ingest.scan import Places, Scan, Unreadable
from octavo.ingest.sections import sections_of
from octavo.ingest.sheet import Role, Sheet, sheet_of
from octavo.ingest.vocabulary import vocabulary_of
from octavo.ingest.weave import Loom

Progress = Callable[[str], None]
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Ingested:
    """What was made of a scan: the files of the edition, the doubts, the account of letters."""

    files: Mapping[str, str]
    doubts: tuple[Doubt, ...]
    settled: tuple[Doubt, ...]
    account: Account
    remarks: tuple[str, ...]
    notes: int
    sections: int
    taken_out: tuple[tuple[str, str, int], ...]  # what, words, how often
    proposals: tuple[Proposal, ...]
    unknown: tuple[Decision, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # files that are no text
    noun: str = "scan"  # what was read, and the unit in which its places are counted
    unit: str = "line"


@dataclass(frozen=True, slots=True)
class Options:
    link: bool = False  # apply the citations that are certain
    language: str = ""
    title: str = ""


def ingest(
    scan: Scan, options: Options, decisions: Sequence[Decision] = (),
    progress: Progress = lambda _: None,
) -> Ingested:  # fmt: skip
    """Return the edition that a scan makes, with the decisions obeyed."""
    known: dict[str, Doubt] = {}
    made = _ingest(scan, options, Decided(), progress)
    for _ in range(_MOST_ROUNDS if decisions else 0):
        fresh = {d.id: d for d in (*made.doubts, *made.settled) if d.id not in known}
        if not any(one.id in fresh for one in decisions):
            break
        known |= fresh
        made = _ingest(scan, options, decided(decisions, known), progress)
    unknown = tuple(one for one in decisions if one.id not in known)
    return replace(made, unknown=unknown)


def _ingest(scan: Scan, options: Options, choices: Decided, progress: Progress) -> Ingested:
    progress("looking at the pages")
    sheet, fields = without_licence(sheet_of(scan))
    sheet, line_numbers = without_line_numbers(without_furniture(sheet))
    signs = LineSigns(sheet, choices.no_call, choices.no_opening)
    vocabulary = vocabulary_of(scan.text)
    progress("matching calls and notes")
    matching = with_calls(sheet, match_notes(signs), choices.calls)
    pages = (
        [sheet.labels[line.page] for line in sheet.lines]
        if sheet.paged
        else (guessed_pages(sheet, matching))
    )
    places = Places(scan, pages)
    progress("joining lines and pages")
    passages = passages_of(sheet, matching.parts)
    ledger = Ledger(len(scan.text))
    taken_out = _give_furniture(sheet, ledger)
    for a, b in line_numbers:
        ledger.give(a, b, Goes.LINE_NUMBER)
    loom = Loom(scan, vocabulary, ledger, places, choices.hyphens)
    front = front_of(sheet, passages, fields)
    printed = bibliography_in(sheet, passages)
    body = _without(sheet, passages, front, printed, ledger)
    plans = sections_of(sheet, body)
    if not plans:
        raise Unreadable(
            f"{scan.files[0].name} holds no text of its own, only marks, heads or notes"
        )
    labels, groups = labels_of(plans, matching.notes)
    progress("writing texts and notes")
    composer = Composer(loom, matching.notes, labels, choices.words)
    heads = {passages[front.title_passage].start: front.title} if front.subtitle and (
        front.title_passage >= 0) else {}  # fmt: skip
    woven = {i: composer.woven_note(i) for group in groups for i in group
             if matching.notes[i].opening is not None}  # fmt: skip
    linked = link(woven, labels, printed.works, places, scan.text, choices.cites,
                  apply=options.link)  # fmt: skip
    notes = {i: composer.note(i, woven[i], linked.changes[i]) for i in woven}
    shown, pictures = _shown(scan)
    starts = [0, *(plan.start for plan in plans[1:]), len(scan.text) + 1]
    written = [
        composer.section(plan, [notes[i] for i in group if i in notes], heads,
                         [one for one in shown if first <= one[0] < end])
        for plan, group, (first, end) in zip(plans, groups, pairwise(starts), strict=True)
    ]  # fmt: skip
    for index in (i for part in matching.parts for i in part.heads):
        line = sheet.lines[index]
        for a, b in ledger.free(line.start, line.end):
            ledger.give(a, b, Goes.NOTE_MARK)
    written[0] = composer.with_title(written[0], plans[0], _title(scan, front, options))
    lost = _without_destination(sheet, ledger)
    written[-1] = composer.with_rest(written[-1], lost)
    _give_spaces(scan, ledger)
    account = _account(scan, ledger, loom)
    doubts = [
        *loom.doubts,
        *(_without_place(scan, places, a, b) for a, b in lost),
        *note_doubts(signs, places, matching, labels),
    ]
    doubts += damage_of(scan, places, _ranges(sheet, matching))
    kept = [i for part in matching.parts for i in part.lines if sheet.roles[i] is Role.WORDS]
    doubts += stray_signs(sheet, places, kept)
    doubts += [*linked.doubts, *works_in_doubt(printed.works, places, scan.text)]
    doubts += _pictures(scan, places)
    doubts += _front_doubts(sheet, front, options, places)
    files = _files(scan, written, front, options, vocabulary.language, matching, linked)
    ordered = by_weight(doubts)
    return Ingested(
        files, tuple(d for d in ordered if d.id not in choices.settled),
        tuple(d for d in ordered if d.id in choices.settled), account, scan.remarks,
        len(matching.notes), len(written), taken_out, linked.proposals, pictures=pictures,
    )  # fmt: skip


_ROLES = {
    Role.PAGE_MARK: Goes.PAGE_MARK, Role.HEAD: Goes.HEAD, Role.FOLIO: Goes.FOLIO,
    Role.LICENCE: Goes.LICENCE, Role.PICTURE: Goes.PICTURE,
}  # fmt: skip


def _give_furniture(sheet: Sheet, ledger: Ledger) -> tuple[tuple[str, str, int], ...]:
    """Give the lines that are no text their destinations, and return what was taken out."""
    taken: Counter[tuple[str, str]] = Counter()
    for index, role in enumerate(sheet.roles):
        line = sheet.lines[index]
        if role in _ROLES:
            ledger.give(line.start, line.end, _ROLES[role])
            if role in (Role.HEAD, Role.FOLIO):
                taken[role.value, " ".join(sheet.words(index).split())] += 1
    return tuple((what, words, n) for (what, words), n in taken.items())


def _without(
    sheet: Sheet, passages: Sequence[Passage], front: Front, printed: BibliographyList,
    ledger: Ledger,
) -> list[Passage]:  # fmt: skip
    """Return the passages without those that are metadata or entries of the bibliography, and
    without the headings of notes."""
    kept: list[Passage] = []
    for index, passage in enumerate(passages):
        goes = None
        if index in front.taken:
            goes = Goes.METADATA
        elif index in printed.passages:
            goes = Goes.REFERENCE
        elif passage.kind == "heading" and headings.is_notes(words_of(sheet, passage)):
            goes = Goes.NOTE_MARK
        if goes is None:
            kept.append(passage)
            continue
        for stretch in passage.stretches:
            ledger.give(stretch.start, stretch.end, goes)
    return kept


def _without_destination(sheet: Sheet, ledger: Ledger) -> list[tuple[int, int]]:
    """Give the rules and the signs of markup outside the passages their destinations, and return
    the ranges of words that have none."""
    text = sheet.scan.text
    for index, role in enumerate(sheet.roles):
        line = sheet.lines[index]
        if role is Role.RULE:
            for a, b in ledger.free(line.start, line.end):
                ledger.give(a, b, Goes.RULE)
    for a, b in ledger.missing():
        for found in INLINE.finditer(text, a, b):
            ledger.give(found.start(), found.end(), Goes.PAGE_MARK)
    rest: list[tuple[int, int]] = []
    for a, b in ledger.missing():
        words = text[a:b]
        start = a + len(words) - len(words.lstrip())
        bare = words.strip()
        if re.fullmatch(r"(?:#{1,6}|[-+*•>|]+|\ufeff)(?:\s+[-+*•>|]+)*", bare):
            for sign in re.finditer(r"\S+", words):
                ledger.give(a + sign.start(), a + sign.end(), Goes.MARKUP)
        elif bare:
            rest.append((start, start + len(bare)))
    return rest


def _give_spaces(scan: Scan, ledger: Ledger) -> None:
    for a, b in ledger.missing():
        for found in re.finditer(r"\s+", scan.text[a:b]):
            ledger.give(a + found.start(), a + found.end(), Goes.SPACE)


def _account(scan: Scan, ledger: Ledger, loom: Loom) -> Account:
    """Return the closing table; raise CountedTwice if a letter is nowhere."""
    count = ledger.count()
    account = Account(
        len(scan.text),
        tuple(sorted(((g, n) for g, n in count.items()), key=lambda pair: pair[0])),
        tuple(sorted(loom.put_in.items())),
    )
    if not account.balanced:
        a, b = ledger.missing()[0]
        place = Places(scan).at(a)
        raise CountedTwice(
            f"{place}: “{excerpt(scan.text, a, b, 0)[:80]}” went nowhere; this is a fault of Octavo"
        )
    return account


def _without_place(scan: Scan, places: Places, start: int, end: int) -> Doubt:
    return Doubt(
        "words without a place", places.at(start, end), excerpt(scan.text, start, end),
        scan.text[start:end],
        "these words are neither text nor note by any rule; they are at the end of the last text",
    )  # fmt: skip


def _shown(scan: Scan) -> tuple[list[tuple[int, str]], dict[str, bytes]]:
    """Return what shows each picture that lies beside the scan, with its position, and their
    files."""
    shown: list[tuple[int, str]] = []
    files: dict[str, bytes] = {}
    for picture in scan.pictures:
        kind = image_type(picture.data)
        if kind is None:
            continue
        stem = re.sub(r"[^\w-]", "-", PurePosixPath(unquote(picture.name)).stem) or "picture"
        name, number = f"figures/{stem}{kind.endings[0]}", 1
        while files.get(f"source/{name}", picture.data) != picture.data:
            number += 1
            name = f"figures/{stem}-{number}{kind.endings[0]}"
        files[f"source/{name}"] = picture.data
        words = " ".join(picture.alt.split()).replace("\\", "").replace('"', "”")
        alt = f'{{alt="{words}"}}' if words else ""
        shown.append((picture.start, f"![]({name}){alt}"))
    return shown, files


def _pictures(scan: Scan, places: Places) -> list[Doubt]:
    """Return a doubt for every picture that the scan refers to and the edition does not have."""
    return [
        Doubt(
            "picture", places.at(one.start, one.end), excerpt(scan.text, one.start, one.end), "",
            f"{one.name or 'a picture without a name'} {one.why}: it is not in the edition; put it "
            'into source/figures/ and write ![caption](figures/NAME){alt="…"} where it belongs',
        )
        for one in scan.pictures if one.why
    ]  # fmt: skip


def _ranges(sheet: Sheet, matching: Matching) -> list[tuple[int, int]]:
    """Return the ranges of the scan that are text or notes."""
    lines = [i for part in matching.parts for i in (*part.lines, *part.foot)]
    return [(sheet.lines[i].start, sheet.lines[i].end) for i in sorted(set(lines))]


def _front_doubts(sheet: Sheet, front: Front, options: Options, places: Places) -> list[Doubt]:
    if front.title or options.title:
        return []
    at = next((line.start for line, role in zip(sheet.lines, sheet.roles, strict=True)
               if role is Role.WORDS), 0)  # fmt: skip
    return [Doubt("metadata", places.at(at), excerpt(sheet.scan.text, at, at, 60), "title",
                  "the scan has no heading that is its title; the name of the file was taken: "
                  "set `title` and `authors` in source/edition.yaml, or use --title")]  # fmt: skip


def _title(scan: Scan, front: Front, options: Options) -> str:
    return plain(options.title or front.title or re.sub(r"\.\w+$", "", scan.files[0].name))


def _files(
    scan: Scan, written: Sequence[WrittenSection], front: Front, options: Options, language: str,
    matching: Matching, linked: Linked,
) -> dict[str, str]:  # fmt: skip
    title = _title(scan, front, options)
    numbers = [n for n in matching.notes if n.series == "number"]
    anew = len(written) == 1 or len({n.group for n in numbers}) > 1
    settings = edition_files.settings_of(
        title=title, subtitle="" if options.title else plain(front.subtitle),
        authors=[author(plain(name)) for name in front.authors],
        language=options.language or language,
        identifier=edition_files.identifier_of(scan.text), sections=[w.name for w in written],
        anew=anew, has_references=bool(linked.references), archives=linked.archives,
    )  # fmt: skip
    files = {"source/edition.yaml": settings}
    files |= {f"source/{w.name}": w.whole for w in written}
    if linked.references:
        files["csl/bibliography.json"] = edition_files.bibliography_of(linked.references)
    return files
