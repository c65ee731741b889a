"""Silence findings that the editors accept, by code and file, with a reason in edition.yaml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from octavo.checks.families.sections import silence_is_needed
from octavo.checks.rule_table import rules
from octavo.model import Edition, Fault, Finding, Place, Rule, Silence
from octavo.source import EDITION_PATH


def kept(findings: Iterable[Finding], edition: Edition | None) -> tuple[Finding, ...]:
    """Return the findings without those that the edition silences."""
    silences = edition.silences if edition else ()
    unsilenceable = {made.code for made in rules() if made.unsilenceable}
    silent = {(s.code, path) for s in silences if s.code not in unsilenceable for path in _paths(s)}
    return tuple(f for f in findings if (f.code, f.place.path) not in silent)


def _paths(silence: Silence) -> tuple[str, str]:
    """Return both paths of a text: as the lists of edition.yaml name it, and from the edition's
    folder."""
    return silence.file, f"source/{silence.file}"


def needless(findings: Iterable[Finding], edition: Edition | None, text: str) -> Iterator[Fault]:
    """Yield a fault for each silence in `text`, edition.yaml as written, that silences no
    finding."""
    known = {made.code: made for made in rules()}
    there = {(finding.code, finding.place.path) for finding in findings}
    count: Counter[str] = Counter()
    for silence in edition.silences if edition else ():
        message = _wrong_with(silence, known.get(silence.code), there)
        if message:
            place = _place(text, silence.code, count[silence.code])
            yield silence_is_needed.fault(place, message, "remove the silence")
        count[silence.code] += 1


def _wrong_with(silence: Silence, made: Rule | None, there: set[tuple[str, str]]) -> str:
    if made is None:
        return f"no rule has the code {silence.code}"
    if made.unsilenceable:
        return f"{silence.code} cannot be silenced"
    if made.after_build or any((silence.code, path) in there for path in _paths(silence)):
        return ""
    return f"there is no {silence.code} in {silence.file} to silence"


def _place(text: str, code: str, before: int) -> Place:
    """Return the place of a silence of this code that comes after `before` others of the code."""
    start = text.find("silences")
    key = r"""(?:^\s*(?:-\s*)?|[{,]\s*)(?P<key>["']?code["']?\s*:\s*["']?)"""
    pattern = re.compile(rf"{key}{re.escape(code)}\b", re.MULTILINE)
    matches = list(pattern.finditer(text, max(start, 0)))
    if before >= len(matches):
        return Place(EDITION_PATH)
    offset = matches[before].start("key")
    line_start = text.rfind("\n", 0, offset)
    return Place(EDITION_PATH, text.count("\n", 0, offset) + 1, offset - line_start)
