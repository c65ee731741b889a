"""Compare the title leaves and the contents of the PDF with edition.yaml and with the headings.

The leaves are the first section of the PDF's tags; the contents come behind them and what stands
before the contents. An edition without leaves has its title block above its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from octavo.model.form_rules import leaves_read_as_given
from octavo.proof.expected_contents import ContentsLine
from octavo.proof.expected_copy import Copy
from octavo.proof.expected_leaves import BLOCK, LeafPassage
from octavo.proof.form_book import CONTENTS, FoundLine
from octavo.proof.form_links import TEXT
from octavo.proof.front_verdict import (
    ExpectedFront,
    FrontDifference,
    Key,
    contents_differences,
    leaf_differences,
)
from octavo.proof.letters import folded, same_marks
from octavo.proof.normal_form import SIGNS
from octavo.proof.printed import PrintedBook, PrintedPassage, PrintedTarget
from octavo.proof.printed_links import Destinations

_SIGN = re.compile(f"[{''.join(SIGNS)}]")


def differences_of_leaves(
    front: ExpectedFront, book: PrintedBook, *, own_faces: bool
) -> Iterator[FrontDifference]:
    """Yield what the leaves of a PDF, or its title block, do not have as edition.yaml has it."""
    key = _folded_alike if own_faces else _folded
    if front.leaves and front.leaves[0].page == BLOCK:
        yield from _of_block(front.leaves, book, key)
    elif front.leaves:
        first = book.text[0] if book.text else ()
        found = [_words(passage.text) for passage in first]
        yield from leaf_differences(front.leaves, [words for words in found if key(words)], key)


def _folded(text: str) -> str:
    return folded(_SIGN.sub("", text))


def _folded_alike(text: str) -> str:
    return _folded(same_marks(text))


def _words(text: str) -> str:
    return " ".join(_SIGN.sub("", text).split())


def _of_block(
    wanted: Sequence[LeafPassage], book: PrintedBook, key: Key
) -> Iterator[FrontDifference]:
    """Yield the passages of a title block that no section has in their order, of the section that
    has most of them."""
    lost: Sequence[LeafPassage] = wanted
    for section in book.text:
        here = _lost(wanted, [key(passage.text) for passage in section], key)
        lost = here if len(here) < len(lost) else lost
    for one in lost:
        message = f"the {one.page} lacks the words “{one.words[:60]}”"
        yield FrontDifference(leaves_read_as_given, message)


def _lost(wanted: Sequence[LeafPassage], has: Sequence[str], key: Key) -> Sequence[LeafPassage]:
    """Return the passages that are not among others in their order."""
    lost: list[LeafPassage] = []
    at = 0
    for one in wanted:
        words = key(one.words)
        if words in has[at:]:
            at = has.index(words, at) + 1
        elif words:
            lost.append(one)
    return lost


def contents_of_print(copies: Sequence[Copy], book: PrintedBook, before: Sequence[str]) -> int:
    """Return the number of the section of a PDF that has the contents; -1 if there is none.
    `before` are the names of the sections that come before the contents."""
    at = 1 + sum(copy.section in before for copy in copies if not copy.is_empty)
    return at if at < len(book.text) else -1


def differences_of_contents(
    wanted: Sequence[ContentsLine], section: Sequence[PrintedPassage], places: Destinations,
    *, own_faces: bool,
) -> Iterator[FrontDifference]:  # fmt: skip
    """Yield the lines of the contents of a PDF that are not those of the headings, or that lead
    elsewhere."""
    key = _folded_alike if own_faces else _folded
    lines = [passage for passage in section if passage.links]
    found = [FoundLine(0, _title(passage), "") for passage in lines]
    leads = partial(_leads, wanted, lines, places)
    yield from contents_differences(wanted, found, CONTENTS, key, leads)


def _title(line: PrintedPassage) -> str:
    """Return the words of a line before the number of its page, which is the last link."""
    return _words(line.text[: line.links[-1][0]])


def _leads(
    wanted: Sequence[ContentsLine], lines: Sequence[PrintedPassage], places: Destinations,
    at: int, other: int,
) -> bool:  # fmt: skip
    """Return whether all links of a line lead to one of the passages it may lead to; one of no
    passage leads to its own words."""
    line = wanted[at]
    for target in (target for _, _, targets in lines[other].links for target in targets):
        if not isinstance(target, PrintedTarget):
            return False
        if not line.leads_to and folded(line.words) not in target.letters:
            return False
        if line.leads_to and not any(places.has((TEXT, n, 0), target) for n in line.leads_to):
            return False
    return True
