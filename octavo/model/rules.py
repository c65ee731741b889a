"""Define rules and faults: what must hold, each under a code of its own, and what breaks it where.

A rule is declared once, as a function whose name and docstring are the rule's: with a body that
checks an edition (`rule`), or without one if a reader or a stage reports the faults
(`reported_rule`). A module that reports a fault imports the rule, so that a misspelt name is an
ImportError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from pydantic_core import CoreSchema, core_schema

from octavo.model.findings import Finding, Place, Severity

# Takes a `checks.survey.Survey`, a type that this room cannot import.
Check = Callable[..., Iterator["Fault"]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold, under a code.

    People name a rule by its code, which is never used again; programs name it by `name`. Rules
    `for_plain_texts` hold without an edition too. `unsilenceable` rules guard what always holds, or
    prevent harm. Faults of rules that hold `after_build` come from a stage after the check. `check`
    finds the faults in an edition, or if the rule is `of_text`, in one text; without it a reader or
    a stage reports them.
    """

    code: str
    name: str
    sentence: str
    explanation: str = ""
    severity: Severity = Severity.ERROR
    for_plain_texts: bool = False
    unsilenceable: bool = False
    after_build: bool = False
    of_text: bool = False
    check: Check | None = field(default=None, compare=False, repr=False)

    def fault(self, place: Place, message: str, hint: str = "", *, subject: str = "") -> Fault:
        """Return a fault against this rule."""
        return Fault(self, place, message, hint, subject=subject)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> CoreSchema:
        """Return pydantic's schema of a rule, whose JSON is its name.

        Reading needs the table of all rules, which this room cannot import: the caller passes the
        context `{"rule_named": octavo.checks.rule_named}`.
        """

        def read(value: object, info: core_schema.ValidationInfo) -> object:
            if isinstance(value, Rule):
                return value
            assert info.context is not None, "reading a rule needs the table of all rules"
            return info.context["rule_named"](value)

        written = core_schema.plain_serializer_function_ser_schema(lambda made: made.name)
        return core_schema.with_info_plain_validator_function(read, serialization=written)


@dataclass(frozen=True, slots=True)
class Fault:
    """What breaks a rule at a place, as a check, a reader or a stage finds it.

    A layout knows no places. It gives the `words` that are printed there and the id of their
    `note`; a stage that has no places names the `image` that it cannot use, by its path in the
    edition. The place is found when the fault is reported. The `subject` is the label, id or key
    that a check is about, by which other faults follow from this one.
    """

    rule: Rule
    place: Place
    message: str
    hint: str = ""
    words: str = ""
    note: str = ""
    image: str = ""
    subject: str = ""

    @property
    def finding(self) -> Finding:
        """The finding that reports the fault under the code and the severity of its rule."""
        return Finding(self.rule.code, self.rule.severity, self.place, self.message, self.hint)


class FaultError(Exception):
    """Raised if nothing can be made of the input; its `faults` give the reasons."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    def placed(self) -> tuple[Fault, ...]:
        """Return the faults at their places, which a layout does not know."""
        return self.faults

    def __str__(self) -> str:
        return "\n".join(str(fault.finding) for fault in self.placed())


# --- declaring -----------------------------------------------------------------------------------


def rule(
    code: str,
    severity: Severity = Severity.ERROR,
    *,
    for_plain_texts: bool = False,
    unsilenceable: bool = False,
    of_text: bool = False,
) -> Callable[[Check], Rule]:
    """Return a decorator that makes a rule, under a code, of the function that yields its
    faults."""

    def declare(check: Check) -> Rule:
        made = _named(check, code, severity, for_plain_texts, unsilenceable)
        return replace(made, check=check, of_text=of_text)

    return declare


def reported_rule(
    code: str,
    severity: Severity = Severity.ERROR,
    *,
    for_plain_texts: bool = False,
    unsilenceable: bool | None = None,
    after_build: bool = False,
) -> Callable[[Callable[[], None]], Rule]:
    """Return a decorator that makes a rule of a function without a body.

    Modules that import the rule report its faults. A rule of error severity is unsilenceable unless
    `unsilenceable` says otherwise: what cannot be read or made is no matter of taste.
    """
    fixed = severity is Severity.ERROR if unsilenceable is None else unsilenceable

    def declare(named: Callable[[], None]) -> Rule:
        return _named(named, code, severity, for_plain_texts, fixed, after_build)

    return declare


def check_of(reported: Rule) -> Callable[[Check], Rule]:
    """Return a decorator that gives a reported rule the check of the same name."""

    def declare(check: Check) -> Rule:
        assert check.__name__ == reported.name, f"{check.__name__} is no check of {reported.name}"
        return replace(reported, check=check)

    return declare


def _named(
    function: Callable[..., object],
    code: str,
    severity: Severity,
    for_plain_texts: bool,
    unsilenceable: bool,
    after_build: bool = False,
) -> Rule:
    """Return a rule with the name of a function and the words of its docstring."""
    sentence, _, rest = (function.__doc__ or "").strip().partition("\n")
    assert sentence.endswith("."), f"{code} has no sentence"
    return Rule(
        code, function.__name__, sentence, " ".join(rest.split()), severity, for_plain_texts,
        unsilenceable, after_build,
    )  # fmt: skip
