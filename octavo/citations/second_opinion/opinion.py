"""Give the second opinion: every difference between the two that is not allowed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from octavo.citations.rules import allowed_difference_is_there, second_opinion_agrees
from octavo.citations.second_opinion.allowed import ALLOWED_PATH, Allowance
from octavo.citations.second_opinion.bare_words import bare, parts_that_differ
from octavo.citations.second_opinion.comparison import Comparison, Pair
from octavo.csl.styles import Style
from octavo.model import Citation, Fault, Place, Reference, SiglaSettings
from octavo.pandoc.run import PandocError
from octavo.source import EDITION_PATH


@dataclass(frozen=True, slots=True)
class Opinion:
    """The faults found, how much was compared, and how much was left out, by the reason."""

    faults: tuple[Fault, ...]
    citations: int = 0
    entries: int = 0
    left_out: Mapping[str, int] | None = None

    def __str__(self) -> str:
        said = f"{self.citations} citations and {self.entries} entries compared"
        left = [f"{count} {what}" for what, count in (self.left_out or {}).items() if count]
        return f"{said}; left out: {', '.join(left)}" if left else said


def second_opinion(
    citations: Sequence[Citation],
    references: Mapping[str, Reference],
    style: Style,
    language: str,
    allowances: Sequence[Allowance],
    sigla: SiglaSettings | None = None,
    *,
    by_section: bool = False,
    uncited: Sequence[str] = (),
) -> Opinion:
    """Set the citations of an edition, and its bibliography, by Octavo and by pandoc, and compare.

    The arguments are those of `set_citations`.  Nothing is raised: if pandoc cannot set them, that
    is the only fault.
    """
    asked = Comparison.of(citations, references, style, language, sigla, by_section, uncited)
    if not asked.references:
        return Opinion(tuple(_unneeded(allowances, set())))
    try:
        theirs = asked.by_pandoc()
    except PandocError as error:
        why = next(iter(str(error).splitlines()), "")
        message = f"there is no second opinion: {why}"
        return Opinion((second_opinion_agrees.fault(Place(EDITION_PATH), message),))
    left_out: Counter[str] = Counter()
    pairs = list(asked.compared(theirs, left_out))
    used: set[Allowance] = set()
    faults = (*_differences(pairs, allowances, used), *_unneeded(allowances, used))
    entries = sum(pair.is_entry for pair in pairs)
    return Opinion(faults, len(pairs) - entries, entries, left_out)


# --- differences ----------------------------------------------------------------------------------


def _differences(
    pairs: Iterable[Pair], allowances: Sequence[Allowance], used: set[Allowance]
) -> Iterator[Fault]:
    """Yield a fault for each difference at its first place; put those allowed into `used`."""
    by_words: dict[tuple[str, str], list[Allowance]] = {}
    for one in allowances:
        for words in {(one.ours, one.pandoc), (bare(one.ours), bare(one.pandoc))}:
            by_words.setdefault(words, []).append(one)
    found: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in pairs:
        if pair.ours == pair.theirs:
            continue
        whole = _allowing(by_words, (pair.ours, pair.theirs), pair.keys)
        used.update(whole)
        for start, ours, theirs in () if whole else parts_that_differ(pair.ours, pair.theirs):
            allowing = _allowing(by_words, (ours, theirs), pair.keys)
            used.update(allowing)
            if not allowing:
                key = _key_at(pair, start)
                found.setdefault((key, ours, theirs), []).append(pair)
    for (key, ours, theirs), at in found.items():
        yield _fault(key, ours, theirs, at)


def _allowing(
    by_words: Mapping[tuple[str, str], list[Allowance]],
    words: tuple[str, str],
    keys: tuple[str, ...],
) -> list[Allowance]:
    return [one for one in by_words.get(words, ()) if not one.key or one.key in keys]


def _key_at(pair: Pair, start: int) -> str:
    """Return the key of the work that a difference belongs to, found by counting semicolons.

    It is the first key if they do not separate one work from the next.
    """
    if pair.ours.count("; ") + 1 != len(pair.keys):
        return pair.keys[0]
    return pair.keys[pair.ours[:start].count("; ")]


def _fault(key: str, ours: str, theirs: str, at: Sequence[Pair]) -> Fault:
    more = f" ({len(at)} times)" if len(at) > 1 else ""
    message = f"@{key} is set “{at[0].shown}”; pandoc has “{theirs}” for “{ours}”{more}"
    row = ", ".join(f"{name}: {json.dumps(words, ensure_ascii=False)}" for name, words in (
        ("key", key), ("ours", ours), ("pandoc", theirs)))  # fmt: skip
    hint = f"if ours is right, allow it in {ALLOWED_PATH}: {{{row}, reason: …}}"
    return second_opinion_agrees.fault(at[0].place, message, hint)


def _unneeded(allowances: Sequence[Allowance], used: set[Allowance]) -> Iterator[Fault]:
    for allowance in allowances:
        if allowance not in used:
            what = f"nothing is printed “{allowance.ours}” where pandoc has “{allowance.pandoc}”"
            yield allowed_difference_is_there.fault(
                allowance.place, what, "remove it from the list"
            )
