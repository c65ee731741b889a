"""Read YAML that is no edition.yaml: texts as they are written, each mapping with its place."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

MAX_VALUES = 100_000


class Placed(dict[str, Any]):
    """A mapping of a YAML text, with the line and column at which it begins."""

    line: int = 1
    column: int = 1


class NotYaml(Exception):
    """Raised for a text that cannot be read as YAML, with the reason, its line and its column."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def read_yaml(text: str, most: int = MAX_VALUES) -> Any:
    """Return the first document of a YAML text: mappings with their places, lists, texts as
    written.

    Numbers and dates stay texts; tags mean nothing. Raise NotYaml for a text that cannot be read,
    and for more than `most` values, which aliases of aliases can expand to.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        return _values_of(node, [most])
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise NotYaml(problem, *place) from None
    except RecursionError:
        raise NotYaml("it is nested too deeply") from None
    except (YAMLError, ValueError) as error:
        raise NotYaml(str(error).splitlines()[0]) from None


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
        return _CONSTANTS.get(node.tag.rpartition(":")[2], {}).get(node.value.lower(), node.value)
    return None


_CONSTANTS: dict[str, dict[str, Any]] = {
    "null": {"": None, "~": None, "null": None},
    "bool": {"true": True, "false": False},
}
