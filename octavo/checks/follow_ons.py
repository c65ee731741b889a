"""Find the faults that follow from another: one cause is one finding.

An error follows only from another error. No fault here is a cause that is itself left out: when the
cause is mended, what followed from it is gone, or is reported then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from octavo.bibliography.rules import bibliography_can_be_read
from octavo.checks.families.bibliography import part_has_references
from octavo.checks.families.citations import citation_stands_alone
from octavo.checks.families.lost_attributes import attributes_are_read
from octavo.checks.families.lost_citations import citation_is_closed
from octavo.checks.families.lost_inlines import (
    citations_are_separated,
    key_has_no_invisible_sign,
    note_has_its_sign,
)
from octavo.checks.families.lost_markup import (
    comment_is_closed,
    metadata_are_read,
    prose_is_not_code,
)
from octavo.checks.families.lost_notes import (
    inline_note_is_closed,
    note_call_is_written_as_one,
    note_is_not_in_code,
    note_is_not_in_tex,
)
from octavo.checks.families.lost_tables import captioned_table_is_read
from octavo.checks.families.notes import note_call_resolves, note_holds_no_call, note_is_called
from octavo.checks.families.sections import link_resolves
from octavo.citations.rules import cite_key_resolves
from octavo.index.rules import index_key_says_something, index_range_is_whole
from octavo.model import Fault, Rule, Severity

Lines = Mapping[str, Sequence[str]]

# Rules of calls and notes that are not read, from which an uncalled note follows.
_OF_UNREAD_CALLS = frozenset({
    note_holds_no_call.code, inline_note_is_closed.code, note_call_is_written_as_one.code,
    note_is_not_in_code.code, note_is_not_in_tex.code, prose_is_not_code.code,
    comment_is_closed.code, metadata_are_read.code,
})  # fmt: skip
# What an invisible sign in a key makes.
_OF_KEYS = frozenset({
    cite_key_resolves.code, citation_is_closed.code, note_call_resolves.code,
    note_call_is_written_as_one.code,
})  # fmt: skip
_ID = re.compile(r"\{\s*#([^\s{}]+)")
_LABEL = re.compile(r"\[\^([^\[\]\s]+)\]")
_NOTE = re.compile(r"\s*\[\^[^\]\s]+\]")


def without_follow_ons(faults: Sequence[Fault], lines: Lines) -> Iterator[Fault]:
    """Yield the faults without those that follow from another; `lines` are those of each text, by
    its path."""
    errors = [fault for fault in faults if fault.rule.severity is Severity.ERROR]
    of_errors, of_others = _Causes(errors, lines), _Causes(faults, lines)
    for fault in faults:
        causes = of_errors if fault.rule.severity is Severity.ERROR else of_others
        if not causes.explain(fault):
            yield fault


class _Causes:
    """The faults from which others may follow, by what they explain."""

    def __init__(self, faults: Sequence[Fault], lines: Lines) -> None:
        self._lines = lines
        self._at: dict[tuple[str, str, int], list[Fault]] = {}
        for fault in faults:
            place = (fault.rule.code, fault.place.path, fault.place.line)
            self._at.setdefault(place, []).append(fault)
        self._rules = {fault.rule.code for fault in faults}
        self._subjects = {
            (fault.rule.code, fault.place.path, fault.subject.casefold()) for fault in faults
        }
        self._calls = {
            (fault.place.path, label)
            for fault in faults
            if fault.rule.code in _OF_UNREAD_CALLS
            for label in (fault.subject, *_LABEL.findall(self._paragraph(fault)))
        }
        self._linked_notes = {
            fault.place.path for fault in faults if fault.rule.code == note_has_its_sign.code
        }
        self._tables = {
            fault.subject for fault in faults if fault.rule.code == captioned_table_is_read.code
        }
        self._unread_ids = self._tables | {
            name
            for fault in faults
            if fault.rule.severity is Severity.ERROR and fault.rule.code != link_resolves.code
            for name in _ID.findall(self._paragraph(fault))
        }

    def explain(self, fault: Fault) -> bool:
        """Return whether a fault follows from one of these."""
        explained = _EXPLAINED.get(fault.rule.code)
        return explained is not None and explained(self, fault)

    def _is_there(self, cause: Rule, fault: Fault) -> bool:
        """Return whether a rule is broken in the line of a fault."""
        return (cause.code, fault.place.path, fault.place.line) in self._at

    def _paragraph(self, fault: Fault) -> str:
        """Return the line of a fault and those below it in its paragraph."""
        lines = self._lines.get(fault.place.path, ())
        start = end = max(fault.place.line - 1, 0)
        while end < len(lines) and lines[end].strip():
            end += 1
        return "\n".join(lines[start:end])

    # What each kind of fault may follow from.

    def _uncalled_note(self, fault: Fault) -> bool:
        """Return whether its call is in what is not read."""
        return (fault.place.path, fault.subject) in self._calls

    def _dead_link(self, fault: Fault) -> bool:
        """Return whether its id is in attributes or in a caption that is not read, or it was meant
        as a note: such a link has no place, and is reported in the first line."""
        is_note = fault.place.line == 1 and fault.place.path in self._linked_notes
        return fault.subject in self._unread_ids or is_note

    def _typed_attributes(self, fault: Fault) -> bool:
        """Return whether they are those of a caption whose table is not read."""
        return not self._tables.isdisjoint(_ID.findall(self._paragraph(fault)))

    def _citation(self, fault: Fault) -> bool:
        """Return whether a comma separates works in it, or an invisible sign is in a key."""
        is_open = fault.rule.code == citation_is_closed.code
        return (is_open and self._is_there(citations_are_separated, fault)) or self._key(fault)

    def _key(self, fault: Fault) -> bool:
        """Return whether an invisible sign is in its key or label."""
        place = (key_has_no_invisible_sign.code, fault.place.path, fault.place.line)
        signs = self._at.get(place, ())
        return any(
            0 <= sign.place.column - fault.place.column <= len(sign.message) for sign in signs
        )

    def _citation_alone(self, fault: Fault) -> bool:
        """Return whether it begins a note that is read as a part of the paragraph above it."""
        lines, at = self._lines.get(fault.place.path, ()), fault.place.line - 1
        is_note = at < len(lines) and _NOTE.match(lines[at]) is not None
        return is_note and self._is_there(note_call_resolves, fault)

    def _empty_part(self, fault: Fault) -> bool:
        """Return whether a bibliography is not read."""
        return bibliography_can_be_read.code in self._rules

    def _end_of_range(self, fault: Fault) -> bool:
        """Return whether the range begins under a key of other capitals, or under none."""
        sign, _, key = fault.subject.casefold().partition(" ")
        half = (index_range_is_whole.code, fault.place.path, f"from {key}")
        keyless = (index_key_says_something.code, fault.place.path, " ")
        return sign == "to" and (half in self._subjects or keyless in self._subjects)


_EXPLAINED = {
    note_is_called.code: _Causes._uncalled_note,
    link_resolves.code: _Causes._dead_link,
    attributes_are_read.code: _Causes._typed_attributes,
    part_has_references.code: _Causes._empty_part,
    citation_stands_alone.code: _Causes._citation_alone,
    index_range_is_whole.code: _Causes._end_of_range,
    **dict.fromkeys(_OF_KEYS, _Causes._citation),
}
