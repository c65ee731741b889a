"""Find what belongs to the page and not to the text: running heads, folios, signatures, marks of
pages, numbers of lines."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from octavo.ingest.sheet import Role, Sheet

_LONGEST_HEAD = 90
_FOLIO = r"[0-9]{1,4}|[ivxlc]{1,8}|[IVXLC]{1,7}"
_AROUND = r"[\s|·•–—\-\[\](){}*_#]*"
_ALONE = re.compile(rf"{_AROUND}(?P<n>{_FOLIO}){_AROUND}")
_AT_START = re.compile(rf"{_AROUND}(?P<n>{_FOLIO})[\])}}|]?(?P<gap>[\s|·•–—*]+)(?P<words>\S.*)")
_AT_END = re.compile(rf"(?P<words>.*\S)(?P<gap>[\s|·•–—*]+)[\[({{|]?(?P<n>{_FOLIO}){_AROUND}")
_SIGNATURE = re.compile(r"\s*(?:[A-Z]{1,2}|\d{1,2})\s?[*\d]?\s*")
_NOT_A_HEAD = re.compile(
    r"ibid|idem\b|id\b|op\b|loc\b|ebd|ebenda|там же|see\b|cf\b|vgl|siehe|voir\b|footnote",
    re.IGNORECASE,
)
_HINTED = {"head": Role.HEAD, "folio": Role.FOLIO}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ALIKE = 0.84  # how alike two readings of one running head are
_EDGE = 3  # lines at the head and at the foot of a page that may be furniture


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    page: int
    folio: int  # 0 if there is none
    key: str
    wide: bool  # whether a wide gap separates the folio from the words
    at_top: bool
    leads: bool  # whether the folio is in front


def roman(word: str) -> int:
    """Return the value of a Roman number, or 0."""
    values = [_ROMAN.get(letter, 0) for letter in word.lower()]
    if not values or 0 in values:
        return 0
    total = 0
    for value, after in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < after else value
    return total


def without_furniture(sheet: Sheet) -> Sheet:
    """Return the sheet with the roles of running heads, folios and signatures."""
    candidates = _paged(sheet) if sheet.paged else _isolated(sheet)
    roles = list(sheet.roles)
    for index, line in enumerate(sheet.lines):
        if line.hint in _HINTED and roles[index] is Role.WORDS:
            roles[index] = _HINTED[line.hint]
    for index, role in (_in_sequence if sheet.paged else _repeated)(sheet, candidates):
        roles[index] = role
    return replace(sheet, roles=tuple(roles))


def _candidate(sheet: Sheet, index: int, at_top: bool) -> _Candidate | None:
    words = sheet.words(index).strip()
    if len(words) > _LONGEST_HEAD:
        return None
    page = sheet.lines[index].page
    if found := _ALONE.fullmatch(words):
        return _Candidate(index, page, _value(found["n"]), "", True, at_top, True)
    for pattern, leads in ((_AT_START, True), (_AT_END, False)):
        if found := pattern.fullmatch(words):
            wide = len(found["gap"]) > 1
            if not wide and leads and (not at_top or words[-1] in ".,;:?!"):
                return None  # a note begins so
            return _Candidate(index, page, _value(found["n"]), _key(found["words"]), wide, at_top,
                              leads)  # fmt: skip
    return _Candidate(index, page, 0, _key(words), False, at_top, False)


def _value(written: str) -> int:
    return int(written) if written.isdigit() else roman(written)


def _key(words: str) -> str:
    return re.sub(r"[\W\d_]+", " ", words.casefold()).strip()


def _paged(sheet: Sheet) -> list[_Candidate]:
    """Return the lines at the head and the foot of each page."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, role in enumerate(sheet.roles):
        if role in (Role.WORDS, Role.RULE):
            pages[sheet.lines[index].page].append(index)
    found: list[_Candidate] = []
    for indices in pages.values():
        words = [i for i in indices if sheet.roles[i] is Role.WORDS]
        top, bottom = words[:_EDGE], words[max(_EDGE, len(words) - _EDGE) :]
        for index in (*top, *bottom):
            candidate = _candidate(sheet, index, index in top)
            if candidate is not None:
                found.append(candidate)
    return found


def _isolated(sheet: Sheet) -> list[_Candidate]:
    """Return the short lines between two blank ones, with a folio at one end."""
    found: list[_Candidate] = []
    last = Role.BLANK
    for index, role in enumerate(sheet.roles):
        below_rule = last is Role.RULE
        last = last if role is Role.BLANK else role
        if role is not Role.WORDS or sheet.is_words(index - 1) or sheet.is_words(index + 1):
            continue
        if below_rule or sheet.words(index).lstrip().startswith("#"):
            continue
        candidate = _candidate(sheet, index, True)
        if candidate is not None and candidate.folio:
            found.append(candidate)
    return found


def _repeated(sheet: Sheet, candidates: Sequence[_Candidate]) -> list[tuple[int, Role]]:
    """Decide where no page is marked: a head is one of several with the same words, and the folios
    rise from one to the next."""
    groups: dict[str, list[_Candidate]] = defaultdict(list)
    for one in candidates:
        if not one.key:
            groups[""].append(one)
        elif not _NOT_A_HEAD.match(one.key) and sheet.words(one.index).rstrip()[-1] not in ".:;,":
            groups[one.key].append(one)
    found: list[tuple[int, Role]] = []
    rising_all = _rising([c for key, group in groups.items() if len(group) > 1 or key == ""
                          for c in group])  # fmt: skip
    for key, group in groups.items():
        rising = [one for one in _rising(group) if one in rising_all]
        least = 3 if key == "" or not any(one.wide for one in rising) else 2
        steep = len(rising) > 1 and rising[-1].folio - rising[0].folio <= 40 * len(rising)
        wide = sum(one.wide for one in rising) > 0.7 * len(rising)
        if len(rising) < least or not steep or (key and not wide and not _far_apart(rising)):
            continue
        role = Role.FOLIO if key == "" else Role.HEAD
        found += [(one.index, role) for one in (group if key else rising)]
    return found


def _far_apart(group: Sequence[_Candidate]) -> bool:
    return all(b.index - a.index > 6 for a, b in pairwise(group))


def _rising(group: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the longest run of candidates whose folios rise."""
    ordered = sorted((one for one in group if one.folio), key=lambda one: one.index)
    best: list[int] = []
    before: list[int] = []
    for i, one in enumerate(ordered):
        length, link = 1, -1
        for j in range(max(0, i - 60), i):
            if ordered[j].folio < one.folio and best[j] + 1 > length:
                length, link = best[j] + 1, j
        best.append(length)
        before.append(link)
    if not best:
        return []
    at = max(range(len(best)), key=best.__getitem__)
    run: list[_Candidate] = []
    while at >= 0:
        run.append(ordered[at])
        at = before[at]
    return run[::-1]


def _in_sequence(sheet: Sheet, candidates: Sequence[_Candidate]) -> list[tuple[int, Role]]:
    """Decide on marked pages: folios keep their distance from the number of the page, heads come
    again on other pages."""
    pages = len({one.page for one in candidates})
    offsets = Counter(one.folio - one.page for one in candidates if one.folio)
    sure = {offset for offset, n in offsets.items() if n >= max(3, pages // 20)}
    again = Counter((one.key, one.folio - one.page) for one in candidates if one.folio and one.key)
    sure |= {offset for (_, offset), n in again.items() if n >= 2}
    labelled = {
        one.index for one in candidates if one.folio and str(one.folio) == sheet.labels[one.page]
        and sheet.labels[one.page] != str(one.page + 1)
    }  # fmt: skip
    numbered = {
        one.index
        for one in candidates
        if one.folio and (one.folio - one.page in sure or one.index in labelled)
    }
    heads = _common_heads(sheet, candidates, pages, numbered)
    found: dict[int, Role] = {}
    for one in candidates:
        if one.key == "" and one.index in numbered:
            found[one.index] = Role.FOLIO
        elif one.index in heads or (one.index in numbered and one.wide and len(one.key) < 60):
            found[one.index] = Role.HEAD
    for one in candidates:
        last = not one.at_top and not sheet.is_words(one.index + 1)
        if last and one.index not in found and _SIGNATURE.fullmatch(sheet.words(one.index)):
            found[one.index] = Role.FOLIO
    return _at_the_edge(sheet, found, candidates)


def _common_heads(
    sheet: Sheet, candidates: Sequence[_Candidate], pages: int, numbered: set[int]
) -> set[int]:
    """Return the lines whose words are at the edge of several pages, however they were read."""
    by_key: dict[str, list[_Candidate]] = defaultdict(list)
    for one in candidates:
        if len(one.key) > 2 and not _NOT_A_HEAD.match(one.key) and (
            one.index in numbered or _stands_alone(sheet, one)
        ):  # fmt: skip
            by_key[one.key].append(one)
    often = max(3, pages // 12)
    common = {
        key
        for key, group in by_key.items()
        if len({one.page for one in group}) >= (
            3 if any(one.index in numbered for one in group) else often
        )
        or (len({one.page for one in group}) == 2
            and all(one.index in numbered for one in group))
    }  # fmt: skip
    heads = {one.index for key in common for one in by_key[key]}
    for key, group in by_key.items():
        if key in common or len(group) > 3:
            continue
        if any(_alike(key, other) for other in common):
            heads |= {one.index for one in group}
    return heads


def _stands_alone(sheet: Sheet, one: _Candidate) -> bool:
    """Return whether a line without a folio may be a running head: it is the first of its page, or
    nothing but blank is between it and the edge, and it does not end like a sentence."""
    words = sheet.words(one.index).rstrip()
    if len(one.key) < 4 or words[-1:] in ".,;:-":
        return False
    if one.at_top:
        return not sheet.is_words(one.index - 1)
    return not sheet.is_words(one.index - 1) and not sheet.is_words(one.index + 1)


def _alike(key: str, other: str) -> bool:
    if abs(len(key) - len(other)) > 0.3 * max(len(key), len(other)):
        return False
    matcher = SequenceMatcher(None, key, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _at_the_edge(
    sheet: Sheet, found: dict[int, Role], candidates: Sequence[_Candidate]
) -> list[tuple[int, Role]]:
    """Keep what has only furniture between itself and the edge of its page."""
    kept: list[tuple[int, Role]] = []
    by_page: dict[tuple[int, bool], list[_Candidate]] = defaultdict(list)
    for one in candidates:
        by_page[one.page, one.at_top].append(one)
    for (_, at_top), group in by_page.items():
        ordered = sorted(group, key=lambda one: one.index, reverse=not at_top)
        for one in ordered:
            if one.index not in found:
                break
            kept.append((one.index, found[one.index]))
    return kept


# Numbers behind lines and before them: with a gap, and without one, where more of them must count.
_NUMBERS = (
    ((re.compile(r"\S(?:\s{2,}|\t)(?P<n>\d{1,4})\s*$"), 4),
     (re.compile(r"\S\s(?P<n>\d{1,4})\s*$"), 16)),
    ((re.compile(r"^(?P<n>\d{1,4})(?:\s{2,}|\t)\S"), 4),
     (re.compile(r"^(?P<n>\d{1,4})\s\S"), 16)),
)  # fmt: skip
_STEPS = (5, 10, 1)


def line_numbers(sheet: Sheet) -> list[tuple[int, int]]:
    """Return the ranges of numbers that count lines in the margin: 5, 10, 15, … on every fifth
    line, from page to page or anew on each."""
    if not sheet.wrapped:
        return []
    found: list[tuple[int, int]] = []
    for side in _NUMBERS:
        for pattern, least in side:
            hits, firsts = _numbers(sheet, pattern)
            steps = (step for step in _STEPS if step > 1 or least == 4)
            run = next((run for step in steps if len(run := _counting(hits, step)) >= least), [])
            if run:
                found += [(a, b) for _, _, a, b in _with_lone(hits, run, firsts)]
                break
    return sorted(found)


_Hit = tuple[int, int, int, int]  # a line among the lines of words, the number there, its range


def _numbers(sheet: Sheet, pattern: re.Pattern[str]) -> tuple[list[_Hit], list[int]]:
    """Return the numbers that a pattern finds, and the line with which each page begins."""
    hits: list[_Hit] = []
    firsts: list[int] = []
    count, page = 0, -1
    for index, role in enumerate(sheet.roles):
        if role is not Role.WORDS:
            continue
        if sheet.lines[index].page != page:
            page = sheet.lines[index].page
            firsts.append(count)
        count += 1
        if match := pattern.search(sheet.words(index)):
            start = sheet.lines[index].start
            hits.append((count, int(match["n"]), start + match.start("n"), start + match.end("n")))
    return hits, firsts


def _with_lone(hits: Sequence[_Hit], run: Sequence[_Hit], firsts: Sequence[int]) -> list[_Hit]:
    """Return a run with the numbers that are alone on their pages, and count as the others do."""
    offsets = Counter(_on_page(hit, firsts) - hit[1] for hit in run)
    usual, times = offsets.most_common(1)[0]
    if times < 0.5 * len(run):
        return list(run)
    step = min((abs(b[1] - a[1]) for a, b in pairwise(run) if a[1] != b[1]), default=1)
    kept = set(run)
    return [hit for hit in hits if hit in kept or (
        hit[1] % step == 0 and _on_page(hit, firsts) - hit[1] == usual)]  # fmt: skip


def _on_page(hit: _Hit, firsts: Sequence[int]) -> int:
    return hit[0] - firsts[bisect.bisect_right(firsts, hit[0] - 1) - 1]


def without_line_numbers(sheet: Sheet) -> tuple[Sheet, list[tuple[int, int]]]:
    """Return the sheet without the numbers that count its lines, and their ranges."""
    ranges = line_numbers(sheet)
    lines = list(sheet.lines)
    starts = [line.start for line in lines]
    for a, b in ranges:
        index = bisect.bisect_right(starts, a) - 1
        line = lines[index]
        at_start = not sheet.scan.text[line.start : a].strip()
        behind = sheet.scan.text[b : line.end]
        first = b + len(behind) - len(behind.lstrip())
        lines[index] = replace(line, start=first) if at_start else replace(line, end=a)
    return replace(sheet, lines=tuple(lines)), ranges


def _counting(hits: Sequence[_Hit], step: int) -> list[_Hit]:
    """Return the numbers that are multiples of a step and count as many lines as they say."""
    right = [hit for hit in hits if hit[1] % step == 0]
    run: list[_Hit] = []
    for a, b in pairwise(right):
        counts = b[1] - a[1] == b[0] - a[0] == step
        if counts:
            run += [one for one in (a, b) if one not in run[-2:]]
    return run if len(run) > 0.6 * len(right) else []
