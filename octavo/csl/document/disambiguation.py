"""Disambiguate cites: no two works may print the same.

The methods are those of the CSL specification (Disambiguation), in its order: names hidden by et
al. are added, given names are added, the style's own `disambiguate` condition is tried, and years
get a letter.  Works that print alike are grouped by hashing, and each group is worked on alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from octavo.csl.document.cite_processor import (
    PLAIN,
    CiteContext,
    CiteProcessor,
    Disambiguation,
    RenderedCite,
)
from octavo.csl.items.item import Person
from octavo.csl.text.tagged_text import unmarked

Groups = list[list[str]]  # item ids that print alike
Change = Callable[[Disambiguation, str], Disambiguation]


def disambiguated(
    processor: CiteProcessor, cited: Sequence[str], context: CiteContext
) -> dict[str, Disambiguation]:
    """Return the state of each item cited.

    `cited` are ids in the order in which letters are given; `context` is that in which works are
    compared.
    """
    options = processor.tables.layout_options("citation")
    method = _Method(
        processor,
        context,
        add_names=options.get("disambiguate-add-names") == "true",
        add_given=options.get("disambiguate-add-givenname") == "true",
        rule=options.get("givenname-disambiguation-rule", "by-cite"),
        add_suffix=options.get("disambiguate-add-year-suffix") == "true",
    )
    states = dict.fromkeys(cited, PLAIN)
    if method.add_given and method.rule != "by-cite":
        levels = _levels_of_all(method, cited)
        for item_id in cited:
            states[item_id] = Disambiguation(levels=method.own_levels(item_id, levels))
    if method.add_given and processor.tables.is_note_style and processor.tables.knows_ibid:
        # Only authors of one name are distinguished: the work is that of the note before.
        ibid = replace(method, context=CiteContext(IBID), add_names=False)
        for group in ibid.alike(cited, states):
            if ibid.names_several(group, states):
                ibid.with_names(group, states)
    for group in method.alike(cited, states):
        method.resolve(group, states)
    return states


# A note style may name the author alone where others print ibid. (Chicago, 17th edition, 14.34).
IBID = frozenset({"subsequent", "near-note", "ibid", "ibid-with-locator"})


@dataclass(frozen=True, slots=True)
class _Method:
    """The style's methods of disambiguation, and the context in which cites are compared."""

    processor: CiteProcessor
    context: CiteContext
    add_names: bool
    add_given: bool
    rule: str
    add_suffix: bool

    def core(self, item_id: str, state: Disambiguation) -> RenderedCite:
        """Set a cite as it is compared with others: where works get letters, the day on which one
        was looked up does not distinguish it."""
        context = self.context
        if self.add_suffix and "accessed" in self.processor.items[item_id].dates:
            context = replace(context, compared=True)
        return self.processor.core(item_id, context, state)

    def printed(self, item_id: str, state: Disambiguation) -> str:
        return unmarked(self.core(item_id, replace(state, year_suffix="")).text)

    def alike(self, ids: Iterable[str], states: Mapping[str, Disambiguation]) -> Groups:
        """Return the groups of two or more items that print the same, or all print nothing."""
        return [g for g in self.parts(ids, states) if len(g) > 1]

    def parts(self, ids: Iterable[str], states: Mapping[str, Disambiguation]) -> Groups:
        parts: dict[str, list[str]] = {}
        for item_id in ids:
            parts.setdefault(self.printed(item_id, states[item_id]), []).append(item_id)
        return list(parts.values())

    # -- one group after the other

    def resolve(self, group: list[str], states: dict[str, Disambiguation]) -> None:
        """Disambiguate a group by names, then the style's condition, then letters; set `states`."""
        groups = self.with_names(group, states)
        groups = [left for one in groups for left in self.with_condition(one, states)]
        if self.add_suffix:
            for left in groups:
                for number, item_id in enumerate(left):
                    states[item_id] = replace(states[item_id], year_suffix=letters(number))

    def with_names(self, group: list[str], states: dict[str, Disambiguation]) -> Groups:
        """Split a group by its names, and each part in turn; return the groups that stay alike.

        Names that et al. hides are shown one by one, and given names too where the style adds them
        cite by cite.  The number of tries is bounded for each work, so that time grows with the
        number of works, even if the works cannot be distinguished.
        """
        left: Groups = []
        waiting = [group]
        longest = max(len(self.core(one, states[one]).persons) for one in group)
        tries = max(FEWEST_TRIES, min(MOST_TRIES, MOST_NAMES // max(longest, 1))) * len(group)
        while waiting:
            one = waiting.pop()
            parts = None
            for change in self._changes_of_names(one, states):
                tries -= len(one)
                parts = self._try(one, states, change) if tries >= 0 else None
                if parts is not None or tries < 0:
                    break
            if parts is None:
                left.append(one)
            else:
                waiting += [part for part in parts if len(part) > 1]
        return left

    def _changes_of_names(
        self, group: list[str], states: dict[str, Disambiguation]
    ) -> Iterator[Change]:
        """Yield the changes to try on the names of a group, from the least to the most.

        A place in the list at which all have the same person is left out.
        """
        cores = {one: self.core(one, states[one]) for one in group}
        counts = [len(core.first_names or ()) for core in cores.values()]
        fewest, shown = min(counts), max(counts)
        hidden = max(core.hidden_names for core in cores.values()) if self.add_names else 0
        persons = {one: core.persons for one, core in cores.items()}
        differs = _differing(persons, states)
        for more in range(hidden + 1):
            # places that et al. hid: a name, or the end of a list
            near = range(fewest + more - 1, shown + more + 3)
            if more and not differs.isdisjoint(near):
                yield _showing(more)
            if self.add_given and self.rule == "by-cite":
                for index in range(shown) if not more else (shown + more - 1,):
                    if index in differs:
                        for level in _levels(persons.values(), index):
                            yield _raising(persons, index, level, more)

    def with_condition(self, group: list[str], states: dict[str, Disambiguation]) -> Groups:
        """Split a group by the style's `disambiguate="true"`; return the groups that stay alike.

        The condition holds at one more of the places that ask for it as long as that splits the
        group (fixture disambiguate_IncrementalExtraText); where no number of places does, it holds
        at all of them.
        """
        left: Groups = []
        waiting = [group]
        while waiting:
            one = waiting.pop()
            parts = self._with_one_more(one, states)
            if parts is None:
                left.append(one)
            else:
                waiting += [part for part in parts if len(part) > 1]
        return left

    def _with_one_more(self, group: list[str], states: dict[str, Disambiguation]) -> Groups | None:
        places = max(self.core(one, states[one]).asked_disambiguate for one in group)
        held = max(states[one].disambiguate for one in group)
        for more in range(held + 1, min(places, MOST_PLACES) + 1):
            parts = self._try(group, states, _holding(more))
            if parts is not None:
                return parts
        for one in group if places else ():
            states[one] = replace(states[one], disambiguate=EVERYWHERE)
        return None

    def _try(
        self, group: list[str], states: dict[str, Disambiguation], change: Change
    ) -> Groups | None:
        """Change the states of a group and return its parts; if it does not split, return None and
        leave the states as they are."""
        changed = {one: change(states[one], one) for one in group}
        parts = self.parts(group, changed)
        if len(parts) < 2:
            return None
        states.update(changed)
        return parts

    def names_several(self, group: list[str], states: Mapping[str, Disambiguation]) -> bool:
        """Return whether the works of a group are by several people, not by one whose given names
        are now and then shortened (Chicago 17, 14.32)."""
        rows = [self.core(one, states[one]).persons for one in group]
        columns = zip_longest(*(dict.fromkeys(rows)))
        return any(not _are_one({person for person in column if person}) for column in columns)

    # -- names in all cites

    def own_levels(
        self, item_id: str, levels: Mapping[Person, int]
    ) -> tuple[tuple[Person, int], ...]:
        """Return the levels of an item's people; of the first alone under a primary-name rule."""
        persons = self.core(item_id, PLAIN).persons
        persons = persons[:1] if self.rule.startswith("primary-name") else persons
        return tuple((person, levels[person]) for person in persons if person in levels)


MOST_TRIES, FEWEST_TRIES = 60, 3  # changes of names tried for each work of a group
MOST_NAMES = 3_000  # names printed by all tries for one work
MOST_PLACES = 40  # places of `disambiguate` tried one after the other; the Chicago styles have 14
EVERYWHERE = 99_999  # more places than any style has


def _differing(
    persons: Mapping[str, Sequence[Person]], states: Mapping[str, Disambiguation]
) -> frozenset[int]:
    """Return the indices at which the people of the lists differ, or the levels they are set at."""
    rows: list[list[tuple[Person, int | None]]] = []
    for one, people in persons.items():
        levels = dict(states[one].levels)
        rows.append([(person, levels.get(person)) for person in people])
    return frozenset(
        index for index, column in enumerate(zip_longest(*rows)) if len(set(column)) > 1
    )


def _holding(places: int) -> Change:
    return lambda state, _: replace(state, disambiguate=places)


def _showing(more: int) -> Change:
    return lambda state, _: replace(state, more_names=state.more_names + more)


def _levels(persons: Iterable[Sequence[Person]], index: int) -> tuple[int, ...]:
    """Return the levels to try for one person of each cite: initials only if they differ."""
    found = {_initials(people[index]) for people in persons if index < len(people)}
    return (1, 2) if len(found) > 1 else (2,)


def _raising(persons: Mapping[str, Sequence[Person]], index: int, level: int, more: int) -> Change:
    """Return a change that prints the given name of one person of each cite, as initials (level 1)
    or in full (level 2), and `more` names."""

    def change(state: Disambiguation, item_id: str) -> Disambiguation:
        people = persons[item_id]
        levels = dict(state.levels)
        if index < len(people):
            levels[people[index]] = level
        return replace(state, more_names=state.more_names + more, levels=tuple(levels.items()))

    return change


def _levels_of_all(method: _Method, cited: Sequence[str]) -> dict[Person, int]:
    """Return which persons need initials (1) or full given names (2) so that no two print the same,
    including those whom et al. hides."""
    primary = method.rule.startswith("primary-name")
    only_initials = method.rule.endswith("with-initials")
    shown: dict[str, dict[Person, None]] = {}
    for item_id in cited:
        core = method.core(item_id, Disambiguation(more_names=MANY))
        for person in core.persons[: 1 if primary else len(core.first_names or ())]:
            shown.setdefault(_short(person), {})[person] = None
    levels: dict[Person, int] = {}
    for people in shown.values():
        given = {_bare(person.given) for person in people}
        initials = Counter(_initials(person) for person in people)
        if len(given) < 2 or (only_initials and len(initials) < 2):
            continue
        for person in people:
            alone = initials[_initials(person)] == 1
            levels[person] = 1 if only_initials or alone else 2
    return levels


def _short(person: Person) -> str:
    """Return a name in its short form: one that some cites print in full is ambiguous all the same
    where others print the family name alone."""
    return unmarked(person.literal or f"{person.non_dropping} {person.family}".strip())


def _are_one(people: set[Person]) -> bool:
    """Return whether given names may all be of one person: Michael Jabara, Michael J. and M. J."""
    if len({replace(person, given="") for person in people}) > 1:
        return False
    words = sorted(
        {tuple(_GIVEN.findall(unmarked(each.given).lower())) for each in people}, key=len
    )
    for place in range(len(words[-1]) if words else 0):
        here = sorted({name[place] for name in words if place < len(name)}, key=len)
        if any(not here[-1].startswith(word) or len(word) > 1 for word in here[:-1]):
            return False
    return True


_GIVEN = re.compile(r"[^\W\d_]+")
MANY = 999  # more names than any list has, so that all are shown


def _bare(given: str) -> str:
    """Take out spaces and points: 'J. J.' and 'J.J.' are one name."""
    return re.sub(r"[\s.]", "", given)


def _initials(person: Person) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", person.given))


def letters(number: int) -> str:
    """Write a number as letters: 0 -> a, 25 -> z, 26 -> aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
