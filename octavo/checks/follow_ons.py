"""Find the findings that follow from another: one cause is one finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from octavo.model import Finding, Severity

# Findings of calls and notes that are not read, from which an uncalled note follows.
_UNREAD_CALLS = frozenset(("N005", "N013", "N014", "N017", "N019", "S063", "S064", "S065"))
# What follows from another finding of the same line.
_CAUSES = {"C016": ("C019",), "S010": ("N020",)}
_OF_KEYS = frozenset(("C001", "C016", "N001", "N014"))  # what an invisible sign in a key makes
_ID = re.compile(r"\{#([^\s{}]+)")
_LEADS_NOWHERE = re.compile(r"references to #(\S+) lead nowhere")
_DEAD_LINK = re.compile(r"the link leads to #(?P<id>\S+), which is not in the edition")
_LABEL = re.compile(r"\[\^[^\[\]\s]+\]")


def without_follow_ons(
    findings: Sequence[Finding], lines: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Yield the findings without those that follow from another; `lines` are those of each text.

    A citation is not closed or unknown (C016, C001) for a comma or an invisible sign in it (C019,
    C021); a note that defines a link (N020) leads nowhere (S010). A note is uncalled (N002) if its
    call is named in the finding that says why it is none, or is in the paragraph that is not read.
    A link leads nowhere (S010) if its id is in attributes or in a caption that is not read; those
    of the caption are printed (S058) if its table is not read (S082). A part of the bibliography is
    empty (B021) if a bibliography is not read (B001). A citation stands beside another (C020) if a
    note is read as a part of the paragraph above it. A range of the index is not opened (S041) if
    its other half has another key or none (S040).
    """
    unread = {
        (finding.place.path, label)
        for finding in findings
        if finding.code in _UNREAD_CALLS
        for label in _labels(finding, lines.get(finding.place.path, ()))
    }
    ids = {
        name
        for finding in findings
        if finding.severity is Severity.ERROR
        for name in (
            *_ID.findall(_paragraph(finding, lines.get(finding.place.path, ()))),
            *_LEADS_NOWHERE.findall(finding.message),
        )
        if finding.code != "S010"
    }
    tables = {name for f in findings for name in _LEADS_NOWHERE.findall(f.message)}
    astray = {(f.place.path, f.place.line) for f in findings if f.code == "N001"}
    lines_of: dict[str, set[tuple[str, int]]] = {}
    for finding in findings:
        place = finding.place
        line = 1 if finding.code == "N020" else place.line  # a link definition has no place
        lines_of.setdefault(finding.code, set()).add((place.path, line))
    unread_works = any(finding.code == "B001" for finding in findings)
    for finding in findings:
        if unread_works and finding.code == "B021":
            continue
        if finding.code == "S041" and _is_half(finding, findings):
            continue
        labels = _LABEL.findall(finding.message) if finding.code == "N002" else ()
        if any((finding.place.path, label) in unread for label in labels):
            continue
        dead = _DEAD_LINK.search(finding.message) if finding.code == "S010" else None
        if dead and dead["id"] in ids:
            continue
        typed = _ID.findall(_paragraph(finding, lines.get(finding.place.path, ())))
        if finding.code == "S058" and not tables.isdisjoint(typed):
            continue
        place = (finding.place.path, finding.place.line)
        if any(place in lines_of.get(code, ()) for code in _CAUSES.get(finding.code, ())):
            continue
        if finding.code in _OF_KEYS and any(_is_of_key(finding, other) for other in findings):
            continue
        if finding.code == "C020" and place in astray and _is_note_line(finding, lines):
            continue
        yield finding


_NEVER_OPENED = re.compile(r"the range (?P<key>.+) is closed and was never opened")


def _is_half(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Return whether the end of a range is the half of another that is never closed, or has no key;
    then that is the finding."""
    found = _NEVER_OPENED.match(finding.message)
    if found is None:
        return False
    halves = (
        f"the range {found['key'].casefold()} is never closed",
        "a mark of the index names no",
    )
    return any(
        other.place.path == finding.place.path and other.message.casefold().startswith(halves)
        for other in findings
    )


def _is_of_key(finding: Finding, other: Finding) -> bool:
    """Return whether a finding is at a key in which `other` finds an invisible sign."""
    here, there = finding.place, other.place
    is_same = other.code == "C021" and (here.path, here.line) == (there.path, there.line)
    return is_same and 0 <= there.column - here.column <= len(other.message)


def _labels(finding: Finding, lines: Sequence[str]) -> Iterable[str]:
    """Return the calls that a finding names, and those in the paragraph at its place."""
    return _LABEL.findall("\n".join((finding.message, finding.hint, _paragraph(finding, lines))))


def _paragraph(finding: Finding, lines: Sequence[str]) -> str:
    """Return the line of a finding and those below it in its paragraph."""
    found: list[str] = []
    for line in lines[max(finding.place.line - 1, 0) :]:
        if not line.strip():
            break
        found.append(line)
    return "\n".join(found)


def _is_note_line(finding: Finding, lines: Mapping[str, Sequence[str]]) -> bool:
    text = lines.get(finding.place.path, ())
    at = finding.place.line - 1
    return at < len(text) and re.match(r"\s*\[\^[^\]\s]+\]", text[at]) is not None
