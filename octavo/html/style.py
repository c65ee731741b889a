"""Prepare style sheets for a form: an edition's own fetches nothing; conditions have a sheet."""

from __future__ import annotations

from typing import Any

import tinycss2

_DROPPED_AT_RULES = {"import", "font-face", "charset", "namespace"}
_DROPPED_PROPERTIES = {"direction", "unicode-bidi", "behavior", "-moz-binding"}
_FETCHING = {"url", "src", "image", "image-set", "-webkit-image-set", "expression"}
_NESTING = {"media", "supports", "layer", "container"}


def own_style(css: str) -> str:
    """Return the rules of a style sheet that fetch nothing and that EPUBCheck accepts."""
    return _serialize(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def part_conditions(css: str) -> tuple[str, str]:
    """Return a style sheet in two: the rules that hold always, and those under a condition, such as
    `@media`, or with names of their own (`@counter-style`). Some e-readers drop a whole sheet in
    which they meet a rule that they do not know."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    conditional = [rule for rule in rules if _is_conditional(rule)]
    always = [rule for rule in rules if not _is_conditional(rule)]
    return _text_of(always), _text_of(conditional)


def _is_conditional(rule: Any) -> bool:
    return rule.type == "at-rule" and rule.lower_at_keyword in {*_NESTING, "counter-style"}


def _text_of(rules: list[Any]) -> str:
    return "".join(f"{rule.serialize()}\n" for rule in rules)


def _serialize(rules: list[Any]) -> str:
    return "".join(f"{text}\n" for rule in rules if (text := _rule(rule)))


def _rule(rule: Any) -> str:
    if rule.type == "qualified-rule":
        return f"{tinycss2.serialize(rule.prelude).strip()} {{{_declarations(rule.content)}}}"
    if rule.type != "at-rule" or rule.lower_at_keyword in _DROPPED_AT_RULES:
        return ""
    if rule.content is None or _fetches(rule.prelude):
        return ""
    head = f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}"
    if rule.lower_at_keyword in _NESTING:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        return f"{head} {{{_serialize(inner)}}}"
    return f"{head} {{{_declarations(rule.content)}}}"


def _declarations(content: list[Any]) -> str:
    parsed = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    kept = (
        declaration.serialize()
        for declaration in parsed
        if declaration.type == "declaration"
        and declaration.lower_name not in _DROPPED_PROPERTIES
        and not _fetches(declaration.value)
    )
    return "; ".join(kept)


def _fetches(tokens: list[Any]) -> bool:
    for token in tokens:
        if token.type in {"url", "error"}:
            return True
        if token.type == "function":
            if token.lower_name in _FETCHING or _fetches(token.arguments):
                return True
        elif token.type.endswith("block") and _fetches(token.content):
            return True
    return False
