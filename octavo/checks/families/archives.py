"""Define C for archival citations: ranges that descend, and profiles that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.survey import Survey
from octavo.checks.text_survey import TextSurvey
from octavo.checks.tree_places import Whereabouts
from octavo.citations import read_cites
from octavo.citations.archival import archival, declared_profile
from octavo.citations.archives import PROFILES
from octavo.model import Cite, Fault, Place, Severity, Source, rule
from octavo.model.numerals import roman_value
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, walk

_DASH = "[-‐‑–—]"
_RANGE = re.compile(rf"(?<![\w/.:-])(?P<from>\d{{1,9}}){_DASH}(?P<to>\d{{1,9}})(?![\w/:-])")
_ROMAN_RANGE = re.compile(rf"(?<!\w)(?P<from>[ivxlc]+){_DASH}(?P<to>[ivxlc]+)(?!\w)")
# In a suffix only a range that must be of pages is judged: after "pp." or a comma, at a part's end.
_IN_SUFFIX = re.compile(
    rf"(?:\b(?:pp?|fols?)\.\s*|,\s*)(?P<range>(?P<from>\d{{1,9}}){_DASH}(?P<to>\d{{1,9}}))"
    r"(?=\s*(?:[,.;)]|$))"
)
_LEAVES = re.compile(r"(?<!\w)(?:ll?|лл?|bl|ark|арк)\.\s*\d", re.IGNORECASE)


@rule("C014", Severity.WARNING, of_text=True)
def page_range_ascends(survey: TextSurvey) -> Iterator[Fault]:
    """No range of pages descends.

    Leaves of an archive may be numbered from the last to the first; pages are not.  An abbreviated
    range, 321–28, ascends.
    """
    in_archives = {one.key for one in survey.references if archival(one)}
    for text in survey.texts:
        if not text.manuscript.holds("Cite"):
            continue
        wrong: dict[str, dict[str, None]] = {}
        for element in walk(text.manuscript.blocks):
            cited = tree.citations_of(element) if tree.is_kind(element, "Cite") else ()
            for cite in read_cites(cited, text.manuscript.language):
                if cite.key not in in_archives:
                    for written in _descending(cite):
                        wrong.setdefault(cite.key, {})[written] = None
        for key, ranges in wrong.items():
            for place, written in _places(
                survey.source, text.where, key, tuple(ranges), text.cites[key]
            ):
                message = f"the pages {written} of @{key} run backward"
                yield page_range_ascends.fault(
                    place, message, "only leaves in an archive are numbered so: look it up"
                )


def _descending(cite: Cite) -> Iterator[str]:
    """Yield the ranges of a cite that descend, as written."""
    if cite.locator:
        found = [*_RANGE.finditer(cite.locator), *_ROMAN_RANGE.finditer(cite.locator)]
        yield from (match[0] for match in found if _descends(match["from"], match["to"]))
        return
    suffix = plain(cite.suffix)
    if not _LEAVES.search(suffix):
        for match in _IN_SUFFIX.finditer(suffix):
            if _descends(match["from"], match["to"]):
                yield match["range"]


def _descends(first: str, last: str) -> bool:
    """Return whether a range such as 321–299 descends; 321–28 is short for 321–328."""
    if first.isdigit():
        if len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        return int(last) < int(first)
    return roman_value(last) < roman_value(first)


def _places(
    source: Source | None, where: Whereabouts, key: str, ranges: tuple[str, ...], times: int
) -> Iterator[tuple[Place, str]]:
    """Yield the places of ranges after a key in the text, with each range as written; the key's own
    place if none is found."""
    lines = source.text.split("\n") if source else []
    dash = rf"(?:-{{2,3}}|{_DASH})"
    any_of = re.compile(
        rf"(?<!\w)(?:{'|'.join(dash.join(re.split(_DASH, one)) for one in ranges)})(?!\w)"
    )
    found = False
    for place in where.cited(key, times):
        behind = "\n".join(lines[place.line - 1 : place.line + 3])[
            place.column : place.column + 400
        ]
        behind = re.split(r"[\]@]", behind, maxsplit=1)[0]
        for match in any_of.finditer(behind):
            found = True
            before = behind[: match.start()]
            lower = before.count("\n")
            column = len(before.rpartition("\n")[2]) + (0 if lower else place.column) + 1
            yield Place(place.path, place.line + lower, column), match[0]
    if not found:
        yield where.cited(key, times)[0], ranges[0]


@rule("C015", Severity.WARNING)
def archive_profile_is_known(survey: Survey) -> Iterator[Fault]:
    """Every archive profile that a reference names is known."""
    for reference in survey.reading.references:
        named = declared_profile(reference)
        if named and named not in PROFILES:
            message = f"the archive profile {named} of @{reference.key} is not known"
            yield archive_profile_is_known.fault(
                reference.place, message, f"known are {', '.join(PROFILES)}"
            )
