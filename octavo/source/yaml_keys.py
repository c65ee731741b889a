"""Read YAML that is no edition.yaml: texts as they are written, each mapping with its place."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from octavo.source.yaml_words import NotYaml, composed

MAX_VALUES = 100_000


class Placed(dict[str, Any]):
    """A mapping of a YAML text, with the line and column at which it begins."""

    line: int = 1
    column: int = 1


def read_yaml(text: str, most: int = MAX_VALUES) -> Any:
    """Return the first document of a YAML text: mappings with their places, lists, texts as
    written.

    Numbers and dates stay texts; tags mean nothing. Raise NotYaml for a text that cannot be read,
    and for more than `most` values, which aliases of aliases can expand to.
    """
    node = composed(text)
    try:
        return _values_of(node, [most])
    except RecursionError:
        raise NotYaml("it is nested too deeply") from None


def _values_of(node: Any, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0:
        raise NotYaml("it holds more values than are read, or its aliases expand to more")
    if isinstance(node, MappingNode):
        made = Placed()
        made.line, made.column = node.start_mark.line + 1, node.start_mark.column + 1
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                made[str(key.value)] = _values_of(value, budget)
        return made
    if isinstance(node, SequenceNode):
        return [_values_of(item, budget) for item in node.value]
    if isinstance(node, ScalarNode):
        return constant(node)
    return None


def constant(node: ScalarNode) -> Any:
    """Return None, True or False if a plain text is one of these in YAML, else the text as
    written."""
    return _CONSTANTS.get(node.tag.rpartition(":")[2], {}).get(node.value.lower(), node.value)


_CONSTANTS: dict[str, dict[str, Any]] = {
    "null": {"": None, "~": None, "null": None},
    "bool": {"true": True, "false": False},
}
