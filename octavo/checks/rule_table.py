"""Gather all rules, those of each module that declares some, by code and by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType

from octavo.bibliography import rules as reading_rules
from octavo.checks.families import (
    archives,
    beside_the_text,
    bibliography,
    citations,
    images,
    index,
    lists,
    lost_attributes,
    lost_citations,
    lost_headings,
    lost_inlines,
    lost_markup,
    lost_notes,
    lost_tables,
    markup,
    matter,
    notes,
    numbering,
    pasted_signs,
    quotation_marks,
    references,
    scripts,
    sections,
    sigla,
)
from octavo.citations import rules as citation_rules
from octavo.csl import style_limits as style_rules
from octavo.index import rules as index_rules
from octavo.model import Rule
from octavo.model import form_rules as form_rules
from octavo.model import type_rules as type_rules
from octavo.pdf import page_rules
from octavo.pdf import rules as pdf_rules
from octavo.press.preflight import rules as press_rules
from octavo.source import rules as source_rules

# A test finds every module that declares a rule, and requires it here.
_REPORTED = (
    source_rules, reading_rules, citation_rules, style_rules, index_rules, pdf_rules, page_rules,
    form_rules, press_rules, type_rules,
)  # fmt: skip
_CHECKED = (
    archives, beside_the_text, bibliography, citations, images, index, lists, lost_attributes,
    lost_citations, lost_headings, lost_inlines, lost_markup, lost_notes, lost_tables, markup,
    matter, notes, numbering, pasted_signs, quotation_marks, references, scripts, sections, sigla,
)  # fmt: skip


def rules_in(module: ModuleType) -> tuple[Rule, ...]:
    """Return the rules that a module declares or imports, in the order of the module."""
    return tuple(value for value in vars(module).values() if isinstance(value, Rule))


def _by_code(modules: Iterable[ModuleType]) -> Mapping[str, Rule]:
    """Return the rules of modules by their codes; of a rule with and without its check, the
    former."""
    found: dict[str, Rule] = {}
    for made in (made for module in modules for made in rules_in(module)):
        known = found.setdefault(made.code, made)
        assert known == made, f"{made.code} is {known.name} and {made.name}"
        if known.check is None:
            found[made.code] = made
    return dict(sorted(found.items()))


_RULES = _by_code((*_REPORTED, *_CHECKED))
_NAMED = {made.name: made for made in _RULES.values()}
assert len(_NAMED) == len(_RULES), "two rules have the same name"


def rules() -> tuple[Rule, ...]:
    """Return all rules, by their codes."""
    return tuple(_RULES.values())


def rule_named(name: str) -> Rule:
    """Return the rule that a file between two stages names; raise KeyError if there is none."""
    return _NAMED[name]
