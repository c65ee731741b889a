"""Disambiguation: no two works may print the same cite.

The methods of the CSL specification (Disambiguation), in its order: names hidden by et al. are
added, given names are added, the style's own `disambiguate` condition is tried, and years get a
letter.  Works that print alike are grouped by hashing, and each group is worked on alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.citations.desk import PLAIN, Desk, Point, State
from octavo.citations.item import Person
from octavo.citations.marks import unmarked

Groups = list[list[str]]  # item ids that print alike


def disambiguated(desk: Desk, cited: Sequence[str], point: Point) -> dict[str, State]:
    """Give each item cited its state; `cited` are ids in the order in which letters are given,
    `point` is the kind of cite in which works are compared."""
    options = desk.tables.layout_options("citation")
    method = _Method(
        desk,
        point,
        add_names=options.get("disambiguate-add-names") == "true",
        add_given=options.get("disambiguate-add-givenname") == "true",
        rule=options.get("givenname-disambiguation-rule", "by-cite"),
        add_suffix=options.get("disambiguate-add-year-suffix") == "true",
    )
    states = dict.fromkeys(cited, PLAIN)
    if method.add_given and method.rule != "by-cite":
        levels = _levels_of_all(method, cited)
        for item_id in cited:
            states[item_id] = State(levels=method.own_levels(item_id, levels))
    for group in method.alike(cited, states):
        method.resolve(group, states)
    return states


@dataclass(frozen=True, slots=True)
class _Method:
    desk: Desk
    point: Point
    add_names: bool
    add_given: bool
    rule: str
    add_suffix: bool

    def printed(self, item_id: str, state: State) -> str:
        return unmarked(self.desk.core(item_id, self.point, replace(state, year_suffix="")).text)

    def alike(self, ids: Iterable[str], states: Mapping[str, State]) -> Groups:
        """The groups of two or more that print the same, or print nothing."""
        return [g for g in self.parts(ids, states) if len(g) > 1]

    def parts(self, ids: Iterable[str], states: Mapping[str, State]) -> Groups:
        parts: dict[str, list[str]] = {}
        for item_id in ids:
            parts.setdefault(self.printed(item_id, states[item_id]), []).append(item_id)
        return list(parts.values())

    # -- one group after the other

    def resolve(self, group: list[str], states: dict[str, State]) -> None:
        groups = [group]
        for wanted, step in (
            (self.add_names, self.with_names),
            (self.add_given and self.rule == "by-cite", self.with_given_names),
            (True, self.with_condition),
        ):
            if wanted:
                groups = [left for one in groups for left in step(one, states)]
        if self.add_suffix:
            for left in groups:
                for number, item_id in enumerate(left):
                    states[item_id] = replace(states[item_id], year_suffix=letters(number))

    def with_names(self, group: list[str], states: dict[str, State]) -> Groups:
        """Add the names that et al. hides, one by one, as long as this parts the group."""
        most = max(self.desk.core(one, self.point, states[one]).hidden_names for one in group)
        start = max(states[one].more_names for one in group)
        for more in range(start + 1, start + most + 1):
            parts = self._try(
                group, states, lambda state, more=more: replace(state, more_names=more)
            )
            if parts is not None:
                return [
                    left
                    for part in parts
                    if len(part) > 1
                    for left in self.with_names(part, states)
                ]
        return [group]

    def with_given_names(self, group: list[str], states: dict[str, State]) -> Groups:
        """Add given names, name by name, first as initials where the style has them."""
        persons = {one: self.desk.core(one, self.point, states[one]).persons for one in group}
        longest = max(map(len, persons.values()))
        for index in range(longest):
            for level in (1, 2):

                def raised(
                    state: State, item_id: str, index: int = index, level: int = level
                ) -> State:
                    people = persons[item_id]
                    if index >= len(people):
                        return state
                    levels = {**dict(state.levels), people[index]: level}
                    return replace(state, levels=tuple(levels.items()))

                parts = self._try_each(group, states, raised)
                if parts is not None:
                    return [
                        left
                        for part in parts
                        if len(part) > 1
                        for left in self.with_given_names(part, states)
                    ]
        return [group]

    def with_condition(self, group: list[str], states: dict[str, State]) -> Groups:
        """Let the style's `disambiguate="true"` hold, if it asks for it; it holds for those too
        that it cannot part."""
        if not any(
            self.desk.core(one, self.point, states[one]).asked_disambiguate for one in group
        ):
            return [group]
        for one in group:
            states[one] = replace(states[one], disambiguate=True)
        return self.alike(group, states)

    def _try(
        self, group: list[str], states: dict[str, State], change: Callable[[State], State]
    ) -> Groups | None:
        return self._try_each(group, states, lambda state, _: change(state))

    def _try_each(
        self, group: list[str], states: dict[str, State], change: Callable[[State, str], State]
    ) -> Groups | None:
        """Change the states of a group; if that does not part it, leave them."""
        changed = {one: change(states[one], one) for one in group}
        parts = self.parts(group, changed)
        if len(parts) < 2:
            return None
        states.update(changed)
        return parts

    # -- names wherever they stand

    def own_levels(
        self, item_id: str, levels: Mapping[Person, int]
    ) -> tuple[tuple[Person, int], ...]:
        """The levels that concern an item."""
        persons = self.desk.core(item_id, self.point, PLAIN).persons
        persons = persons[:1] if self.rule.startswith("primary-name") else persons
        return tuple((person, levels[person]) for person in persons if person in levels)


def _levels_of_all(method: _Method, cited: Sequence[str]) -> dict[Person, int]:
    """Find which persons need initials or full given names so that no two print the same."""
    primary = method.rule.startswith("primary-name")
    most = 1 if method.rule.endswith("with-initials") else 2
    shown: dict[str, dict[Person, str]] = {}
    owner: dict[Person, str] = {}
    for item_id in cited:
        core = method.desk.core(item_id, method.point, PLAIN)
        names = core.first_names or ()
        for person, text in zip(core.persons[: 1 if primary else None], names, strict=False):
            shown.setdefault(unmarked(text), {})[person] = item_id
            owner.setdefault(person, item_id)
    levels: dict[Person, int] = {}
    for people in shown.values():
        if len(people) > 1:
            for person in people:
                levels[person] = _level(method, owner[person], person, people, most)
    return levels


def _level(
    method: _Method, item_id: str, person: Person, people: Iterable[Person], most: int
) -> int:
    """The least level at which a person differs from all others of the same short name."""
    others = [other for other in people if other != person]
    initials = person.given[:1]
    if most == 1 or all(other.given[:1] != initials for other in others):
        return 1
    return 2


def letters(number: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
