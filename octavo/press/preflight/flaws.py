"""Define a flaw, what a printer would refuse at a place of a PDF; gather flaws into findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from octavo.model import Finding, Place, Rule
from octavo.press.printers import Printer
from octavo.proof.operands import Box

_MILLIMETRE = 72 / 25.4
_SHOWN = 12  # pages, or runs of pages, that a message names


@dataclass(frozen=True, slots=True)
class Flaw:
    """What breaks a rule: in the whole file if `page`, an index, is -1. `where` is its box in
    points from the left and the foot of the sheet, `of` the trim of its page."""

    rule: Rule
    message: str
    hint: str = ""
    page: int = -1
    label: str = ""
    where: Box | None = None
    of: Box | None = None

    @property
    def millimetres(self) -> tuple[float, ...]:
        """Its box in millimetres from the left and the foot of the trimmed page; nothing if it has
        none."""
        if self.where is None or self.of is None:
            return ()
        left, bottom, right, top = self.where
        x, y = self.of[:2]
        return tuple(
            round((edge - by) / _MILLIMETRE, 1)
            for edge, by in ((left, x), (bottom, y), (right, x), (top, y))
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding of a preflight, and the flaws that it stands for: one on each of its pages."""

    finding: Finding
    name: str
    flaws: tuple[Flaw, ...]


def judged(path: str, flaws: Iterable[Flaw], printer: Printer) -> Iterator[Judged]:
    """Yield the findings of a file: flaws of one rule with the same message are one, which names
    its pages. Rules that the printer leaves out give none."""
    groups: dict[tuple[str, str], list[Flaw]] = {}
    for flaw in flaws:
        if printer.severity.get(flaw.rule.name, flaw.rule.severity) is not None:
            groups.setdefault((flaw.rule.code, flaw.message), []).append(flaw)
    for (code, message), group in sorted(groups.items(), key=lambda item: item[0][0]):
        rule = group[0].rule
        severity = printer.severity.get(rule.name) or rule.severity
        said = f"{message}{_where(group)}"
        yield Judged(
            Finding(code, severity, Place(path), said, group[0].hint), rule.name, tuple(group)
        )


def _where(group: list[Flaw]) -> str:
    """Return on which pages flaws are, and where on the first one."""
    if group[0].page < 0:
        return ""
    indices = sorted({flaw.page for flaw in group})
    named = [*_runs(indices)]
    more = f" and {len(named) - _SHOWN} more runs" if len(named) > _SHOWN else ""
    pages = f"page{'s' * (len(indices) > 1)} {', '.join(named[:_SHOWN])}{more}"
    first = group[0].millimetres
    if not first:
        return f" ({pages})"
    at = (
        f"{first[0]:g} to {first[2]:g} mm from the left, {first[1]:g} to {first[3]:g} from the foot"
    )
    return f" ({pages}; {'first ' * (len(group) > 1)}at {at})"


def _runs(indices: list[int]) -> Iterator[str]:
    """Yield runs of pages, counted from 1: 3, 5–9."""
    start = indices[0]
    for one, following in pairwise((*indices, -9)):
        if following != one + 1:
            yield str(start + 1) if start == one else f"{start + 1}–{one + 1}"
            start = following
