"""Mend a last page of a section that has one or two lines.

A compositor sets a paragraph or two before them a line longer, so that there are three, or a line
shorter, so that they find room. The classes `loose` and `tight` do the same here, `loose` first: it
can be had more often. Paragraphs that have many lines to share what the last one lacks, or holds,
are tried from the last page back, and two more than lines are wanted: what the composer cannot set
well stays as it is, and a page may end short for another reason and take up what was saved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from octavo.pdf.page_faults import Layout, nearly_empty
from octavo.pdf.page_faults.areas import FEWEST

_MORE = 2  # paragraphs that are tried beyond the lines wanted
_NEAR = 12  # pages before the last one that are looked at
_LEAST = 4  # lines of a paragraph that can well be a line shorter or longer
_SHARE = 0.03  # the most that each line may have to take in, in parts of the measure
_LETTERS = 60  # by which a paragraph is found again
_SIGNS = re.compile(r"[\W_]+")
_KINDS = {"tight", "loose"}
_NOT_TEXT = {"note", "call"}


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it is printed: its words, how many lines it has, and what part of the measure
    the last one fills."""

    words: str = ""
    lines: int = 0
    last: float = 0.0
    ends: bool = False

    def cost(self, looseness: str) -> float:
        """Return what each line has to take in, or to give up, for one line less or more, in parts
        of the measure."""
        share = self.last if looseness == "tight" else 1.05 - self.last
        return share / (self.lines - 1)


def trials(html: Element, layout: Layout) -> Iterator[tuple[str, Sequence[Element]]]:
    """Yield sets of paragraphs with the class that they are to be given; none if the last page of
    a section is not nearly empty."""
    count = len(nearly_empty(layout))
    if not count:
        return
    paragraphs = _paragraphs(layout)
    for looseness, least in (("loose", FEWEST - count), ("tight", count)):
        likely = [one for one in paragraphs if one.cost(looseness) <= _SHARE]
        found = _found(html, likely)
        if len(found) >= least:
            yield looseness, found[: least + _MORE]


def set_looseness(paragraphs: Sequence[Element], looseness: str) -> None:
    """Give paragraphs the class `tight` or `loose`, or take both from them."""
    for each in paragraphs:
        classes = [name for name in each.get("class", "").split() if name not in _KINDS]
        classes += [looseness] * bool(looseness)
        if classes:
            each.set("class", " ".join(classes))
        else:
            each.attrib.pop("class", None)


def _paragraphs(layout: Layout) -> list[_Paragraph]:
    """Return the paragraphs near the end that may be a line shorter or longer, the last first."""
    known: dict[int, _Paragraph] = {}
    for page in layout.pages[-_NEAR:]:
        for line in page.text:
            if line.kind == "text" and line.justified and line.measure.width:
                one = known.setdefault(line.block, _Paragraph())
                one.words += line.text
                one.lines += 1
                one.last = line.box.width / line.measure.width
                one.ends = line.last and not line.pango
    return [one for one in reversed(known.values()) if one.ends and one.lines >= _LEAST]


def _found(html: Element, paragraphs: Sequence[_Paragraph]) -> list[Element]:
    """Return the elements of paragraphs; one whose beginning others share, or that has a looseness
    already, is left out."""
    elements = [each for each in html.iter("p") if not _is_settled(each)]
    keys = {_key(_words(each)): each for each in elements}
    often = Counter(_key(_words(each)) for each in html.iter("p"))
    asked = (_key(one.words) for one in paragraphs)
    return [keys[key] for key in asked if key in keys and often[key] == 1]


def _is_settled(element: Element) -> bool:
    return not _KINDS.isdisjoint(element.get("class", "").split())


def _key(words: str) -> str:
    return _SIGNS.sub("", words)[:_LETTERS]


def _words(element: Element) -> str:
    """Return the words of a paragraph without its notes and calls."""
    parts = [element.text or ""]
    for child in element:
        if _NOT_TEXT.isdisjoint(child.get("class", "").split()):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
