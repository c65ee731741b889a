"""Choose the four faces of a text among the faces of all files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.design.own_type.candidates import Candidate

REGULAR, BOLD = 400, 700
_MIDDLE_WIDTH = 5  # OS/2, usWidthClass: neither condensed nor expanded
# The weights of a bold. A lighter face can be one of a text, also a light one if there is no other.
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
    """Return the face that fits best; what it lacks is feigned. A slant is feigned before a weight:
    a slanted bold is nearer to a bold italic than an italic that is made heavier."""
    upright = [c for c in candidates if not c.italic]
    slanted = [c for c in candidates if c.italic or c.slants]
    if not upright:
        raise LookupError("no file has an upright face")
    for feigns_bold in (False, True) if bold else (False,):
        heavy = bold and not feigns_bold
        for feigns_italic in (False, True) if italic else (False,):
            pool = slanted if italic and not feigns_italic else upright
            fitting = [c for c in pool if _fits(c, heavy)]
            if fitting:
                best, others = _best(fitting, BOLD if heavy else REGULAR)
                return Choice(bold, italic, best, feigns_bold, feigns_italic, others)
    feigns_italic = italic and not slanted  # there are only bold ones
    best, others = _best(slanted if italic and slanted else upright, REGULAR)
    return Choice(bold, italic, best, False, feigns_italic, others)


def _best(fitting: Sequence[Candidate], weight: int) -> tuple[Candidate, tuple[Candidate, ...]]:
    """Return the candidate that fits best, and those that fit as well."""
    ranked = sorted(fitting, key=lambda c: _rank(c, weight))
    best = ranked[0]
    return best, tuple(c for c in ranked[1:] if _rank(c, weight)[:2] == _rank(best, weight)[:2])


def _fits(candidate: Candidate, heavy: bool) -> bool:
    """Return whether a face can be of the weight of a bold, or of a text."""
    nearest = _nearest(candidate, BOLD if heavy else REGULAR)
    return _LEAST_BOLD <= nearest <= _BOLDEST if heavy else nearest < _LEAST_BOLD


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
