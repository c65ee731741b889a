"""Render the elements that hold others: groups, conditions, macros and layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from citeproc import model
from citeproc.model import CitationStylesElement

from octavo.csl.rendering.element import Element, affixed, formatted
from octavo.csl.rendering.render_state import OF_THE_CITE, Rendering
from octavo.csl.text.numbers import is_numeric
from octavo.csl.text.punctuation import joined


class Group(Element, model.Group, CitationStylesElement):
    def render(self, work: Rendering) -> str:
        """Set the children, delimited; print nothing if they asked for variables and got none.

        A group that prints counts as a variable that prints to the group around it (CSL
        specification, Group).
        """
        options = self.options
        text = together(self, work, options.get("delimiter", ""))
        return affixed(formatted(text, options), options)


class Macro(Element, model.Macro, CitationStylesElement):
    def render(self, work: Rendering) -> str:
        """Set the children as a group does: a macro of a term alone keeps the group around it."""
        return together(self, work, "")


def together(element: Element, work: Rendering, delimiter: str) -> str:
    """Set the children and join them; return '' if they asked for variables and none gave text.

    A text without variables is counted as a variable that printed.
    """
    called, printed = work.called, work.printed
    pieces = element.pieces(work)
    if work.called > called and work.printed == printed:
        return ""
    text = joined(pieces, delimiter)
    if text and work.called == called:
        work.called += 1
        work.printed += 1
    return text


class Layout(Element, model.Layout, CitationStylesElement):
    def finished(self, text: str) -> str:
        """Put the layout's affixes around a text, and its formatting around both (CSL
        specification, Affixes)."""
        return formatted(affixed(text, self.options), self.options)


class Choose(Element, model.Choose, CitationStylesElement):
    """A choice: the group around it delimits the pieces of its branch as its own."""

    def in_pieces(self, work: Rendering) -> list[str]:
        for branch in self.children:
            if branch.holds(work):
                return branch.pieces(work)
        return []

    def standing(self, work: Rendering) -> Iterator[Any]:
        """Yield the children of its branch: within a substitute each of them is a candidate."""
        for branch in self.children:
            if branch.holds(work):
                yield from branch.children_in(work)
                return

    def render(self, work: Rendering) -> str:
        return joined(self.in_pieces(work), "")


class If(Element, model.If, CitationStylesElement):
    def holds(self, work: Rendering) -> bool:
        """Return whether the conditions hold as `match` says.

        Of several values of `type`, `locator` or `position` one is enough: a cite never has two of
        the first, and styles write position="ibid ibid-with-locator" for either. Where a style asks
        by name for `all` positions, all must hold.
        """
        tests = getattr(self, "_tests", None)
        if tests is None:
            tests = self._tests = _tests(self.options)
            self._ends_at, self._then = _MATCH.get(self.options.get("match", ""), _ALL)
        for test in tests:
            if test(work) is self._ends_at:
                return self._then
        return not self._then


class Else_If(If, CitationStylesElement):
    pass


class Else(Element, model.Else, CitationStylesElement):
    def holds(self, work: Rendering) -> bool:
        return True


# --- conditions ----------------------------------------------------------------------------------

Test = Callable[[Rendering], bool]


# The result of a condition at which no more are looked at, and what holds then; else its contrary.
_ALL = (False, False)
_MATCH = {"all": _ALL, "any": (True, True), "none": (True, False)}


def _tests(options: Mapping[str, str]) -> list[Test]:
    """Return the conditions of a branch as functions of a rendering."""
    tests: list[Test] = []
    for attribute, make in _ONE_OF.items():
        if attribute in options:
            tests.append(make(frozenset(options[attribute].split())))
    each = {**_EACH, "position": _at_position}
    if options.get("match") != "all" and "position" in options:
        del each["position"]
        tests.append(_at_any(options["position"].split()))
    for attribute, make in each.items():
        tests += map(make, options.get(attribute, "").split())
    if "disambiguate" in options:
        wanted = options["disambiguate"] == "true"
        tests.append(lambda work: _disambiguate(work) == wanted)
    return tests


def _of_type(types: frozenset[str]) -> Test:
    return lambda work: work.item.type in types


def _with_locator(labels: frozenset[str]) -> Test:
    labels |= {label.replace("sub-verbo", "sub verbo") for label in labels}
    return lambda work: bool(work.locator) and (work.label or "page") in labels


def _is_numeric(name: str) -> Test:
    def holds(work: Rendering) -> bool:
        text = work.locator if name == "locator" else work.item.texts.get(name, "")
        return bool(text) and is_numeric(text)

    return holds


def _is_uncertain(name: str) -> Test:
    def holds(work: Rendering) -> bool:
        date = work.item.dates.get(name)
        return date is not None and date.circa

    return holds


def _at_any(positions: Sequence[str]) -> Test:
    asked = frozenset(positions)
    return lambda work: work.area == "citation" and not asked.isdisjoint(work.position)


def _at_position(position: str) -> Test:
    return lambda work: work.area == "citation" and position in work.position


def _has(name: str) -> Test:
    if name in OF_THE_CITE or name == "page-first":
        return lambda work: work.has(name)

    def holds(work: Rendering) -> bool:
        item = work.item
        return name in item.texts or name in item.people or name in item.dates

    return holds


def _disambiguate(work: Rendering) -> bool:
    work.asked_disambiguate += 1
    return work.asked_disambiguate <= work.disambiguate


_ONE_OF = {"type": _of_type, "locator": _with_locator}
_EACH = {"variable": _has, "is-numeric": _is_numeric, "is-uncertain-date": _is_uncertain}
