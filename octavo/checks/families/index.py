"""Check S for the index: every mark names an entry, every range is whole, every reference leads to
an entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from octavo.checks.near import Nearest
from octavo.checks.survey import Survey
from octavo.index import Marked, places_of_marks, rules
from octavo.index.key_syntax import plainly
from octavo.index.mark_places import said
from octavo.model import Fault, IndexMark, Place, Rule, Severity, Source, check_of, rule
from octavo.source import place_in_edition


@dataclass(slots=True)
class _Marks:
    """The marks of all texts, and their places in the sources."""

    marked: Marked
    paths: Mapping[str, str]
    sources: Mapping[str, Source]
    places: dict[str, Mapping[tuple[str, str], tuple[Place, ...]]] = field(default_factory=dict)

    def place(self, section: str, written: str, sign: str = "", number: int = 0) -> Place:
        """Return the place of a mark of an entry in a section: the first, or the one after `number`
        others. Without any, the start of the section."""
        if section not in self.places:
            source = self.sources.get(section)
            self.places[section] = places_of_marks(source) if source else {}
        found = self.places[section]
        places = found.get((said(written), sign)) or found.get((said(written), ""), ())
        if not places:
            return Place(self.paths.get(section) or section)
        return places[min(number, len(places) - 1)]

    def of(self, mark: IndexMark) -> Place:
        return self.place(mark.section, mark.written, "see" if mark.see else "")


def _marks(survey: Survey) -> _Marks:
    paths = {text.manuscript.section.name: text.path for text in survey.texts}
    sources = {source.section.name: source for source in survey.reading.sources}
    return _Marks(survey.marked, paths, sources)


def _placed(survey: Survey, broken: Rule) -> Iterator[Fault]:
    """Yield the faults of a rule among the issues of the marks, with their places in the texts."""
    marks = _marks(survey)
    times: Counter[tuple[str, str, str]] = Counter()
    for issue in marks.marked.issues:
        if issue.rule == broken:
            said_there = (issue.section, said(issue.written), issue.sign)
            place = marks.place(*said_there, times[said_there])
            times[said_there] += 1
            subject = f"{issue.sign} {said_there[1]}"
            yield broken.fault(place, issue.message, issue.hint, subject=subject)


@check_of(rules.index_key_says_something)
def index_key_says_something(survey: Survey) -> Iterator[Fault]:
    yield from _placed(survey, rules.index_key_says_something)


@check_of(rules.index_range_is_whole)
def index_range_is_whole(survey: Survey) -> Iterator[Fault]:
    yield from _placed(survey, rules.index_range_is_whole)


@rule("S042")
def index_reference_leads_to_an_entry(survey: Survey) -> Iterator[Fault]:
    """Every see and see also of the index leads to an entry with pages, or to its subentries."""
    marks = _marks(survey)
    entries: dict[str, None] = {}
    for mark in marks.marked.marks:
        if mark.place:
            for depth in range(1, len(mark.heading) + 1):
                entries[_name(mark.index, mark.heading[:depth])] = None
    names = {(mark.index, _said(mark.heading)) for mark in marks.marked.marks}
    nearest = Nearest(sorted(said for _, said in names))
    for mark in marks.marked.marks:
        for target in (*mark.see, *mark.see_also):
            if _name(mark.index, target) in entries:
                continue
            own = _said(mark.heading)
            what = "see" if target in mark.see else "see also"
            chained = any(name == (mark.index, _said(target)) for name in names)
            message = f"{own} says {what} {_said(target)}, which is " + (
                "a reference itself" if chained else "no entry"
            )
            near = None if chained else nearest.to(_said(target))
            hint = f"did you mean {near}?" if near else "refer to an entry that has pages"
            yield index_reference_leads_to_an_entry.fault(marks.of(mark), message, hint)


@rule("S043", Severity.WARNING)
def index_see_has_no_pages(survey: Survey) -> Iterator[Fault]:
    """No entry of the index that says see has pages of its own.

    See sends a reader elsewhere at once; where there are pages too, it is see also.
    """
    marks = _marks(survey)
    paged: dict[str, IndexMark] = {}
    for mark in marks.marked.marks:
        if mark.place:
            paged.setdefault(_name(mark.index, mark.heading), mark)
    told_of: set[str] = set()
    for mark in marks.marked.marks:
        name = _name(mark.index, mark.heading)
        if mark.see and name in paged and name not in told_of:
            told_of.add(name)
            message = f"{_said(mark.heading)} says see, and has pages at {marks.of(paged[name])}"
            yield index_see_has_no_pages.fault(
                marks.of(mark), message, "say seealso, or move the pages"
            )


@rule("S044", Severity.WARNING)
def index_entries_differ(survey: Survey) -> Iterator[Fault]:
    """No two entries of the index differ in case, accents, signs or emphasis alone."""
    marks = _marks(survey)
    first: dict[tuple[str, str, str], IndexMark] = {}
    seen: set[str] = set()
    for mark in marks.marked.marks:
        for depth in range(1, len(mark.heading) + 1):
            heading = mark.heading[:depth]
            name = _name(mark.index, heading)
            if name in seen:
                continue
            seen.add(name)
            above = _name(mark.index, heading[:-1])
            folded = (mark.index, above, plainly(heading[-1]))
            before = first.setdefault(folded, mark)
            if before is not mark and folded[2]:
                other = _said(before.heading[:depth])
                message = f"the entry {_said(heading)} is almost {other} at {marks.of(before)}"
                yield index_entries_differ.fault(marks.of(mark), message, "write both alike")


@rule("S045", Severity.WARNING)
def index_is_asked_for(survey: Survey) -> Iterator[Fault]:
    """An index is made where entries are marked, and entries are marked where one is asked for.

    edition.yaml asks for it: `index: {}`.
    """
    edition = survey.reading.edition
    marks = _marks(survey)
    if edition is None or not survey.complete:
        return
    if edition.index is None:
        if marks.marked.marks:
            first, count = marks.marked.marks[0], len(marks.marked.marks)
            message = f"{count} index entries are marked, and no index is asked for"
            yield index_is_asked_for.fault(
                marks.of(first), message, "write index: {} in edition.yaml"
            )
        return
    used = {mark.index for mark in marks.marked.marks}
    used |= {edition.index.parts[0].name} if "" in used and edition.index.parts else set()
    for name in [part.name for part in edition.index.parts] or ([""] if used == set() else []):
        if name not in used:
            place = place_in_edition(survey.reading.edition_text, name or "index:")
            called = f"the index {name}" if name else "an index"
            yield index_is_asked_for.fault(
                place, f"{called} is asked for, and no entry is marked for it"
            )


@rule("S046")
def index_is_known(survey: Survey) -> Iterator[Fault]:
    """Every mark that names one of several indexes names one that edition.yaml has."""
    edition = survey.reading.edition
    if edition is None or edition.index is None:
        return
    names = [part.name for part in edition.index.parts]
    nearest = Nearest(names)
    marks = _marks(survey)
    seen: set[tuple[str, str]] = set()
    for mark in marks.marked.marks:
        if mark.index and mark.index not in names and (mark.section, mark.written) not in seen:
            seen.add((mark.section, mark.written))
            near = nearest.to(mark.index)
            hint = f"did you mean {near}?" if near else "name it under index: parts"
            yield index_is_known.fault(marks.of(mark), f"there is no index {mark.index}", hint)


def _name(index: str, heading: tuple[str, ...]) -> str:
    return "\x00".join((index, *heading))


def _said(heading: tuple[str, ...]) -> str:
    return "!".join(heading)
