"""Find where the values of edition.yaml are written, so that one can be replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from octavo.source.yaml_words import NotYaml, composed

_PLAIN = re.compile(r"[^\W_](?:[^:#\n{}\[\],&*!|>'\"%@`\\]|(?<=\S):(?=\S))*")


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """A value: its characters, and from where to where it is written, with its quotation marks."""

    value: str
    start: int
    end: int


def written_values(text: str) -> tuple[WrittenValue, ...]:
    """Return the values of a YAML text that are on one line; none if it cannot be read."""
    try:
        return tuple(_values(composed(text)))
    except (NotYaml, RecursionError):
        return ()


def as_value(words: str) -> str:
    """Return words as a value of YAML: in quotation marks if YAML would read more in them."""
    return words if _PLAIN.fullmatch(words) else json.dumps(words, ensure_ascii=False)


def _values(node: Any) -> Iterator[WrittenValue]:
    if isinstance(node, MappingNode):
        for _, value in node.value:
            yield from _values(value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _values(item)
    elif isinstance(node, ScalarNode) and node.style not in ("|", ">"):
        yield WrittenValue(str(node.value), node.start_mark.index, node.end_mark.index)
