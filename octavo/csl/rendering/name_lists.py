"""Print a list of people: who is named and whom et al. replaces, with "and" and labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.csl.items.item import Person
from octavo.csl.items.people import OTHERS, is_east_asian
from octavo.csl.rendering.element import affixed, formatted
from octavo.csl.rendering.persons import Manner, Printed, printed
from octavo.csl.rendering.render_state import Rendering, Repeated
from octavo.csl.text.punctuation import joined, seam


@dataclass(frozen=True, slots=True)
class Shape:
    """How one cs:names is set: the manner of its cs:name, its et al., its labels."""

    manner: Manner
    delimiter: str = ""  # between the lists of two variables
    et_al: str = ""  # tagged text
    before: tuple[Any, ...] = ()  # cs:label elements
    after: tuple[Any, ...] = ()
    joint_term: bool = False  # whether there is a term for an editor who is the translator too
    is_chicago: bool = False

    def labelled(self, text: str, role: str, plural: bool, work: Rendering) -> str:
        """Put the labels before and after a list; there are none in sort keys (fixture
        sort_DropNameLabelInSort)."""
        if not text or work.sort_options is not None or not (self.before or self.after):
            return text
        before = [label.text_for(work, role, plural) for label in self.before]
        after = [label.text_for(work, role, plural) for label in self.after]
        return joined((*before, text, *after), "")


@dataclass(frozen=True, slots=True)
class Shown:
    """The people of a list that are printed: its first, perhaps its last, and how many are not."""

    people: tuple[Person, ...]
    last: Person | None = None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SetList:
    """A list as set: its text, each name as printed, and how many people et al. replaces."""

    text: str
    names: tuple[str, ...]
    hidden: int = 0


_BACK = frozenset(("subsequent", "ibid", "ibid-with-locator", "near-note"))


def shown(people: tuple[Person, ...], manner: Manner, work: Rendering) -> Shown:
    """Choose who is printed and whom et al. replaces (CSL specification, Et-al abbreviation)."""
    least, first = manner.least, manner.first
    if manner.subsequent_least and not _BACK.isdisjoint(work.position):
        least, first = manner.subsequent_least, manner.subsequent_first
    first += work.more_names
    *named_ones, final = people
    if named_ones and final.literal == OTHERS:
        named = tuple(named_ones)
        if least and len(people) >= least:
            named = named[:first]
        return Shown(named, None, len(people) - len(named))
    if not least or len(people) < least or len(people) <= first:
        return Shown(people)
    hidden = len(people) - first
    if manner.use_last and hidden > 1:
        return Shown(people[:first], final, hidden - 1)
    return Shown(people[:first], None, hidden)


def set_list(
    people: tuple[Person, ...], shape: Shape, work: Rendering, repeated: Repeated | None = None
) -> SetList:
    """Print a list of people; `repeated` may replace all or some of them."""
    manner, own = shape.manner, shape.manner.own
    who = shown(people, manner, work)
    printed_people = (*who.people, *(() if who.last is None else (who.last,)))
    names = [
        printed(person, manner, at, work.levels.get(person, 0))
        for at, person in enumerate(printed_people)
    ]
    texts = tuple(name.text for name in names)
    if repeated is not None and repeated.whole is not None:
        return SetList(repeated.whole, texts, who.hidden)
    if repeated is not None:
        for at, sign in enumerate(repeated.each[: len(names)]):
            names[at] = Printed(sign) if sign else names[at]
    names = [replace(name, text=affixed(formatted(name.text, own), own)) for name in names]
    return SetList(_listed(names, who, shape), texts, who.hidden)


def _listed(names: Sequence[Printed], who: Shown, shape: Shape) -> str:
    manner = shape.manner
    if not names:
        return ""
    if who.last is not None:
        return joined(
            [name.text for name in names[:-1]] + ["… " + names[-1].text], manner.delimiter
        )
    if who.hidden:
        return _with_et_al(names, shape)
    if len(names) == 1 or not manner.and_term:
        return joined([name.text for name in names], manner.delimiter)
    *others, last = names
    text = joined([name.text for name in others], manner.delimiter)
    rule = manner.precedes_last
    if shape.is_chicago and rule == "always" and manner.order == "first" and len(names) == 2:
        rule = "after-inverted-name"  # the comma of Chicago 18, 13.76, which two bodies have not
    delimited = _precedes(rule, len(names) > 2, others[-1])
    return _with_and(text, last.text, manner, delimited)


def _with_et_al(names: Sequence[Printed], shape: Shape) -> str:
    manner = shape.manner
    text = joined([name.text for name in names], manner.delimiter)
    if not shape.et_al:
        return text
    if _precedes(manner.precedes_et_al, len(names) > 1, names[-1]):
        return seam(seam(text, manner.delimiter), shape.et_al)
    return seam(text if is_east_asian(shape.et_al) else text + " ", shape.et_al)


def _with_and(text: str, last: str, manner: Manner, delimited: bool) -> str:
    """Join the last name with "and"; a term that brings its own space, or is of a script without
    spaces, gets none (fixture name_HebrewAnd)."""
    term = manner.and_term
    closed = is_east_asian(term) or term[-1].isspace()
    before = manner.delimiter if delimited else "" if closed else " "
    after = "" if closed or term in _PREFIXES else " "
    return seam(seam(text, before), term) + after + last


_PREFIXES = ("ו", "و")  # Hebrew and Arabic write "and" on to the next word


def _precedes(rule: str, contextual: bool, before: Printed) -> bool:
    """Return whether the delimiter is printed before "and" or et al., after the name `before`."""
    match rule:
        case "always":
            return True
        case "never":
            return False
        case "after-inverted-name":
            return before.inverted
    return contextual
