"""Cut the running heads of a section to the line, measured in their type, and say what was cut.

A head that may be too long is laid out with all its cuts, in the style sheets of the pages; the
first one that is as short as the line is printed. The number of a chapter is left out before any
word of its title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, tostring

from octavo.model import PageIssue
from octavo.pdf import engine
from octavo.pdf.page_rules import running_head_has_its_title, running_head_is_whole
from octavo.pdf.section.print_tree import OF_BOOK
from octavo.pdf.section.running_heads import Cut, cut_head, cuts, text_of_head, without_number

RECTO, VERSO = "running-recto", "running-verso"
_HEADS = ([RECTO], [VERSO])
_MARKS = tuple("“„«‹‘‚「『")
_ROUNDING = 0.05  # points
_MARKED = 'write a shorter one behind the heading: {running="…"}'


@dataclass(frozen=True, slots=True)
class Trials:
    """How heads are tried: `lay_out` lays a tree out in the style sheets of the pages; `known` has
    the trees that were, and the numbers of their heads that are as short as the line. The book's
    title is a head of every section."""

    lay_out: Callable[[Element], Any]
    known: dict[bytes, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CutHead:
    """A head that was cut: its side, the title, what is printed, and where it was cut."""

    side: str
    title: str
    printed: str
    cut: Cut
    of_book: bool

    @property
    def message(self) -> str:
        """Say what is printed, in quotation marks if it has none of its own."""
        printed = self.printed if self.printed[:1] in _MARKS else f"“{self.printed}”"
        return f"the running head is shortened to {printed}"


def fit_heads(html: Element, shortest: float, trials: Trials) -> tuple[CutHead, ...]:
    """Cut the running heads in a tree that are too long; return what was cut. Heads of fewer
    letters than `shortest` fit in any type."""
    body = html.find("body")
    heads = [] if body is None else [e for e in body if e.get("class", "").split()[:1] in _HEADS]
    long = [head for head in heads if len(text_of_head(head)) > shortest]
    whole = {*_fitting(long, html, trials)}  # most are: one trial, without cuts
    found = (_fit(head, html, trials) for at, head in enumerate(long) if at not in whole)
    return tuple(cut for cut in found if cut is not None)


def _fit(head: Element, html: Element, trials: Trials) -> CutHead | None:
    if (bare := without_number(head)) is not None:
        head[:], head.text = list(bare), bare.text
        if _fitting([head], html, trials):
            return None
    title = text_of_head(head)
    classes = head.get("class", "").split()
    shortened = list(cuts(title))
    tried = [head, *(_cut(head, cut) for cut in shortened)]
    fitting = next(iter(_fitting(tried, html, trials)), None)
    if not fitting:
        return None
    head[:] = list(tried[fitting])
    head.text = tried[fitting].text
    cut = shortened[fitting - 1]
    return CutHead(classes[0], " ".join(title.split()), text_of_head(head), cut, OF_BOOK in classes)


def _cut(head: Element, cut: Cut) -> Element:
    copy = deepcopy(head)
    cut_head(copy, cut)
    return copy


def _fitting(tried: Sequence[Element], html: Element, trials: Trials) -> tuple[int, ...]:
    """Return the numbers of the heads that are as short as the line; none if a style sheet lets
    heads have several lines."""
    if not tried:
        return ()
    tree = Element("html", dict(html.attrib))
    body = Element("body", dict(next(html.iter("body")).attrib))
    tree.append(body)
    for head in tried:
        copy = deepcopy(head)
        copy.set("style", "position:static;margin:0")
        copy.tail = None
        body.append(copy)
    key = tostring(tree)
    if key not in trials.known:
        pages = engine.read_pages(trials.lay_out(tree))
        lines = [line for page in pages for line in page.text]
        trials.known[key] = tuple(
            number
            for number, line in enumerate(lines)
            if len(lines) == len(tried) and line.box.width <= line.measure.width + _ROUNDING
        )
    return trials.known[key]


def issues_of(heads: Sequence[CutHead], pages: int, faces: bool) -> Iterator[PageIssue]:
    """Yield an issue for each head of a section that was cut, on the first page that has it, of the
    section's `pages`; that of the book's title is not the section's. `faces` says that the section
    opens on a recto, and that versos have heads of their own."""
    for head in heads:
        page = 2 if faces and head.side == RECTO else 1
        if page < pages and not head.of_book:
            rule = running_head_has_its_title if head.cut.is_at_colon else running_head_is_whole
            yield PageIssue(rule, page, head.message, words=head.title, hint=_MARKED)
