"""The register of rules: each has a code, a name and a sentence, written once where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from octavo.model import Fault, Finding, Place, Severity

if TYPE_CHECKING:
    from octavo.checks.survey import Survey


class Remark(NamedTuple):
    """What a rule has to say of a place; under the rule's code it becomes a finding."""

    place: Place
    message: str
    hint: str = ""


Look = Callable[["Survey"], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold.

    `plain` rules hold for plain texts too, without an edition.  `firm` rules guard what always
    holds, or keep harm away, and cannot be silenced.  Rules without `look` only give their code to
    the faults that a stage tells; `late` ones to those of a stage that comes after the check.
    """

    code: str
    name: str
    sentence: str
    explanation: str
    severity: Severity
    plain: bool = False
    firm: bool = False
    late: bool = False
    look: Look | None = None

    def finding(self, remark: Remark) -> Finding:
        """A remark under the rule's code."""
        return Finding(self.code, self.severity, *remark)


_rules: dict[str, Rule] = {}
_codes: set[str] = set()


def rule(
    code: str, severity: Severity = Severity.ERROR, *, plain: bool = False, firm: bool = False
) -> Callable[[Look], Look]:
    """Register a generator of remarks under a code; its name and docstring are the rule's."""

    def register(look: Look) -> Look:
        sentence, _, explanation = (look.__doc__ or "").strip().partition("\n")
        words = " ".join(explanation.split())
        _add(Rule(code, look.__name__, sentence, words, severity, plain, firm, look=look))
        return look

    return register


def told(
    code: str,
    name: str,
    sentence: str,
    severity: Severity = Severity.ERROR,
    *,
    plain: bool = False,
    firm: bool = False,
    late: bool = False,
    explanation: str = "",
) -> None:
    """Register a rule that has no look of its own: its faults are told under its name.

    As an error it is firm: what could not be read is no matter of taste.
    """
    firm = firm or severity is Severity.ERROR
    _add(Rule(code, name, sentence, explanation, severity, plain, firm, late))


def _add(made: Rule) -> None:
    assert made.sentence.endswith("."), f"{made.code} has no sentence"
    assert made.code not in _codes, f"{made.code} is there already"
    assert made.name not in _rules, f"{made.name} is there already"
    _rules[made.name] = made
    _codes.add(made.code)


def rules() -> tuple[Rule, ...]:
    """All rules, by their codes."""
    return tuple(sorted(_rules.values(), key=lambda made: made.code))


def finding_of(fault: Fault) -> Finding:
    """A fault of any stage under the code of the rule that its kind names."""
    return _rules[fault.kind].finding(Remark(fault.place, fault.message, fault.hint))
