"""Choose the four faces of a text among the faces of all files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.design.own_type.candidates import Candidate

REGULAR, BOLD = 400, 700
_MIDDLE_WIDTH = 5  # OS/2, usWidthClass: neither condensed nor expanded
# The weights that can be taken for one of a text. A light face is one if there is no other.
_LEAST_BOLD, _BOLDEST = 600, 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """A face of a text: where it is cut from, and whether it is to be feigned, since no file has
    it. `others` fit as well."""

    bold: bool
    italic: bool
    source: Candidate
    feigns_bold: bool = False
    feigns_italic: bool = False
    others: tuple[Candidate, ...] = ()

    @property
    def weight(self) -> int:
        return BOLD if self.bold else REGULAR

    @property
    def called(self) -> str:
        """Its name in messages."""
        slant = "italic" if self.italic else ""
        return " ".join(filter(None, ("bold" if self.bold else "", slant))) or "roman"


def choose(candidates: Sequence[Candidate]) -> Iterator[Choice]:
    """Yield roman, italic, bold and bold italic; raise LookupError without an upright face."""
    for bold in (False, True):
        for italic in (False, True):
            yield _chosen(candidates, bold, italic)


def _chosen(candidates: Sequence[Candidate], bold: bool, italic: bool) -> Choice:
    slanted = [c for c in candidates if (c.italic or c.slants if italic else not c.italic)]
    feigns_italic = italic and not slanted
    fitting = slanted or [c for c in candidates if not c.italic]
    if not fitting:
        raise LookupError("no file has an upright face")
    heavy = [c for c in fitting if _LEAST_BOLD <= _nearest(c, BOLD) <= _BOLDEST]
    if bold and not heavy and italic and slanted:
        # A slanted bold is nearer to a bold italic than an italic that is made heavier.
        upright = [c for c in candidates if not c.italic]
        heavy = [c for c in upright if _LEAST_BOLD <= _nearest(c, BOLD) <= _BOLDEST]
        feigns_italic = bool(heavy)
    feigns_bold = bold and not heavy
    pool = heavy if bold and heavy else fitting
    weight = BOLD if bold and heavy else REGULAR
    ranked = sorted(pool, key=lambda c: _rank(c, weight))
    best = ranked[0]
    others = tuple(c for c in ranked[1:] if _rank(c, weight)[:2] == _rank(best, weight)[:2])
    return Choice(bold, italic, best, feigns_bold, feigns_italic, others)


def _nearest(candidate: Candidate, weight: float) -> float:
    """Return the weight nearest to `weight` that a face can have."""
    least, _, most = candidate.axes.get("wght", (candidate.weight,) * 3)
    return min(max(weight, least), most)


def _rank(candidate: Candidate, weight: int) -> tuple[float, int, int, str, str]:
    """Return how well a face fits, the best first: by weight, by width; then the one of the family
    whose name has the fewest words besides."""
    return (
        abs(_nearest(candidate, weight) - weight), abs(candidate.width - _MIDDLE_WIDTH),
        len(candidate.family), candidate.family, candidate.style,
    )  # fmt: skip


def unclear(choices: Sequence[Choice]) -> Iterator[Choice]:
    """Yield the faces for which several files fit equally well."""
    for choice in choices:
        if choice.others and not (choice.feigns_bold or choice.feigns_italic):
            yield choice
