"""Find the findings that follow from another: one cause is one finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from octavo.model import Finding, Severity

# Findings of calls and notes that are not read, from which an uncalled note follows.
_UNREAD_CALLS = frozenset(("N005", "N013", "N014", "N017", "N019", "S063", "S064", "S065"))
_ID = re.compile(r"\{#([^\s{}]+)")
_LEADS_NOWHERE = re.compile(r"references to #(\S+) lead nowhere")
_DEAD_LINK = re.compile(r"the link leads to #(?P<id>\S+), which is not in the edition")
_LABEL = re.compile(r"\[\^[^\[\]\s]+\]")


def without_follow_ons(
    findings: Sequence[Finding], lines: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Yield the findings without those that follow from another; `lines` are those of each text.

    A note is uncalled (N002) if its call is named in the finding that says why it is none, or is in
    the paragraph that is not read. A link leads nowhere (S010) if its id is in attributes or in a
    caption that is not read; those of the caption are printed (S058) if its table is not read. A
    part of the bibliography is empty (B021) if a bibliography is not read (B001). A citation stands
    beside another (C020) if a note is read as a part of the paragraph above it.
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
    unread_works = any(finding.code == "B001" for finding in findings)
    for finding in findings:
        if unread_works and finding.code == "B021":
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
        if finding.code == "C020" and place in astray and _is_note_line(finding, lines):
            continue
        yield finding


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
