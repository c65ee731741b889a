"""Compare the title leaves and the contents of a form with edition.yaml and with the headings.

The print is compared by its folded letters, the other forms by their words in the normal form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.matter.article import begins_the_article
from octavo.matter.imprint import Form
from octavo.model import Edition, Place, Rule, Section
from octavo.model.form_rules import (
    contents_have_the_titles,
    contents_lead_to_their_headings,
    leaves_read_as_given,
)
from octavo.proof.alignment import aligned
from octavo.proof.expected_contents import ContentsLine, contents_of
from octavo.proof.expected_copy import Copy
from octavo.proof.expected_leaves import (
    ABSTRACT,
    BLOCK_IN_TEXT,
    LeafPassage,
    block_in_text,
    leaves_of,
)
from octavo.proof.form_book import FoundLine
from octavo.proof.parting import differing

_QUOTED = 60
_MOST = 12  # differences of one list that are reported

METADATA = Place("source/edition.yaml")

Key = Callable[[str], str]  # gives the words of a passage as they are compared
# Says of a line that is wanted and one that is found, by number, whether the second leads to one of
# the passages that the first may lead to.
Leads = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class ExpectedFront:
    """What a form must have before its text: the passages of the leaves, and the lines of the
    contents. These lead nowhere if it `is_apart` from the text, in a file of its own."""

    leaves: tuple[LeafPassage, ...] = ()
    contents: tuple[ContentsLine, ...] = ()
    is_apart: bool = False

    @property
    def on_one_page(self) -> ExpectedFront:
        """What the page of the HTML form that has the whole book must have."""
        kept = (one for one in self.leaves if one.page not in (ABSTRACT, BLOCK_IN_TEXT))
        return replace(self, leaves=tuple(kept))


def expected_front(
    edition: Edition, copies: Sequence[Copy], sections: Mapping[str, Section], form: Form
) -> ExpectedFront:
    """Return what a form must have before its text. `copies` are those of the form; `sections` has
    each section by its name."""
    kept = [copy for copy in copies if not copy.is_empty]
    leaves = leaves_of(edition, form)
    if form == "html" and any(_has_block(copy, sections, edition) for copy in kept):
        leaves += block_in_text(edition)
    return ExpectedFront(leaves, contents_of(edition, kept, sections, form))


def _has_block(copy: Copy, sections: Mapping[str, Section], edition: Edition) -> bool:
    """Return whether a section is that of an article's title block."""
    section = sections.get(copy.section)
    return (
        section is not None
        and begins_the_article(section, edition)
        and any(heading.level == 1 for heading in copy.headings)
    )


@dataclass(frozen=True, slots=True)
class FrontDifference:
    """A difference in what is before the text: the rule that it breaks, what is said of it, and the
    section of the heading that a line of the contents has."""

    rule: Rule
    message: str
    section: str = ""
    words: str = ""


def leaf_differences(
    wanted: Sequence[LeafPassage], found: Sequence[str], key: Key
) -> Iterator[FrontDifference]:
    """Yield the passages of the leaves that a form does not have as edition.yaml has them."""
    want, has = [key(one.words) for one in wanted], [key(words) for words in found]
    if want == has:
        return
    for at, other in aligned(want, has):
        if at is None and other is not None:
            message = f"the leaves have too many words: “{found[other][:_QUOTED]}”"
        elif at is not None and other is None:
            message = f"the {wanted[at].page} lacks the words “{wanted[at].words[:_QUOTED]}”"
        elif at is not None and other is not None and want[at] != has[other]:
            said = differing(found[other], wanted[at].words).replace(
                "the manuscript", "edition.yaml"
            )
            message = f"the {wanted[at].page}: {said}"
        else:
            continue
        yield FrontDifference(leaves_read_as_given, message)


def contents_differences(
    wanted: Sequence[ContentsLine], found: Sequence[FoundLine], name: str, key: Key,
    leads: Leads,
) -> Iterator[FrontDifference]:  # fmt: skip
    """Yield the lines of one list of contents, called `name`, that are not those of the headings:
    in their words, their ranks (one below 1 is not known), or where they lead."""
    if not found:
        if wanted:
            yield FrontDifference(contents_have_the_titles, f"{name} cannot be found")
        return
    differences = list(_differences(wanted, found, name, key, leads))
    yield from differences[:_MOST]
    if len(differences) > _MOST:
        message = f"{name}: {len(differences) - _MOST} more differences are not listed"
        yield FrontDifference(contents_have_the_titles, message)


def _differences(
    wanted: Sequence[ContentsLine], found: Sequence[FoundLine], name: str, key: Key,
    leads: Leads,
) -> Iterator[FrontDifference]:  # fmt: skip
    has = [key(line.words) for line in found]
    for at, other in aligned(_keys(wanted, has, key), has):
        if at is None and other is not None:
            message = f"{name}: “{found[other].words[:_QUOTED]}” is the title of nothing there"
            yield FrontDifference(contents_have_the_titles, message)
            continue
        if at is None:
            continue
        line = wanted[at]
        rule, message = contents_have_the_titles, ""
        if other is None:
            message = f"{name}: the title “{line.words[:_QUOTED]}” is missing"
        elif not _reads(has[other], line.parts, key):
            said = differing(found[other].words, line.words)
            message = f"{name}: {said.replace('the manuscript', 'the heading')}"
        elif found[other].rank > 0 and found[other].rank != line.rank:
            rank = f"{found[other].rank} and not {line.rank}"
            message = f"{name}: “{line.words[:_QUOTED]}” is of rank {rank}"
        elif not leads(at, other):
            rule = contents_lead_to_their_headings
            message = f"{name}: “{line.words[:_QUOTED]}” leads elsewhere than to its heading"
        if message:
            yield FrontDifference(rule, message, line.section, line.words)


def _keys(wanted: Sequence[ContentsLine], has: Sequence[str], key: Key) -> Sequence[str]:
    """Return the keys of the lines that are wanted; of one with a formula, that of the line that
    has its words."""
    made: list[str] = []
    for line in wanted:
        if len(line.parts) == 1:
            made.append(key(line.parts[0]))
        else:
            same = (one for one in has if _reads(one, line.parts, key))
            made.append(next(same, key(line.words)))
    return made


def _reads(found: str, parts: Sequence[str], key: Key) -> bool:
    """Return whether a line has the parts of a title in their order, at both ends and between."""
    first, *rest = map(key, parts)
    if not rest:
        return found == first
    *between, last = rest
    if not found.startswith(first) or len(found) < len(first) + len(last):
        return False
    reached, end = len(first), len(found) - len(last)
    for part in between:
        at = found.find(part, reached, end)
        if at < 0:
            return False
        reached = at + len(part)
    return found.endswith(last)
