"""Read the values of edition.yaml as they are written, each with the place of its key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from octavo.source.yaml_keys import MAX_VALUES, constant
from octavo.source.yaml_words import NotYaml, composed

Path = tuple[Any, ...]
MAX_FIGURES = 15  # of a number: ISBNs have thirteen

_CURLY = re.compile(r"([“„‟«»‘‚‹›”])([^“”„‟«»‹›]*)([”“»«’‘›‹])")


@dataclass(slots=True)
class Written:
    """The values of a YAML text: texts as written, `true`, `false`, nothing, lists, mappings.

    `places` has the line and the column of the key, or of the entry of a list, at each path;
    `quoted` has the texts between curly quotation marks and no others, without these, by their
    paths.
    """

    value: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    quoted: dict[Path, str] = field(default_factory=dict)

    def place(self, path: Path) -> tuple[int, int]:
        """Return the line and the column of the key at a path, or of the nearest above it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def at(self, path: Path) -> Any:
        """Return the value at a path; raise LookupError without one."""
        value = self.value
        for part in path:
            if not isinstance(value, dict | list):
                raise LookupError(part)
            value = value[part]
        return value


def read_values(text: str) -> Written:
    """Return the values of a YAML text; raise NotYaml if it cannot be read, if a key is there
    twice, and for more values than an edition has, since aliases of aliases expand to billions."""
    node = composed(text)
    reading = _Reading(text)
    try:
        reading.written.value = reading.value(node, ())
    except RecursionError:
        raise NotYaml("it is nested too deeply") from None
    return reading.written


class _Reading:
    """One pass over the nodes of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = MAX_VALUES
        self.written = Written()

    def value(self, node: Node | None, path: Path) -> Any:
        self._left -= 1
        if self._left < 0:
            raise NotYaml("its aliases expand to more values than an edition has")
        match node:
            case MappingNode():
                return self._mapping(node, path)
            case SequenceNode():
                return [self._entry(item, (*path, n)) for n, item in enumerate(node.value)]
            case ScalarNode():
                return self._scalar(node, path)
            case _:
                return None

    def _entry(self, node: Node, path: Path) -> Any:
        self.written.places[path] = _place(node)
        return self.value(node, path)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise NotYaml("a key is a list", "write key: value", *_place(key))
            if key.value == "<<":
                merged = self.value(value, path)
                for each in merged if isinstance(merged, list) else [merged]:
                    made = {**each, **made} if isinstance(each, dict) else made
                continue
            name, place = str(key.value), _place(key)
            first = self.written.places.get((*path, name))
            if name in made and first and first != place:
                message = f"the key {name} is there already, in line {first[0]}"
                raise NotYaml(message, "keep one of the two", *place)
            self.written.places[*path, name] = place
            made[name] = self.value(value, (*path, name))
        return made

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        start = node.start_mark.index
        if self._text[start] in "!&" if start < len(self._text) else False:
            self._refuse_sign(node, start)
        value = constant(node)
        if isinstance(value, str) and node.style not in ("'", '"', "|", ">"):
            match = _CURLY.fullmatch(value.strip())
            if match:
                self.written.quoted[path] = match[2]
            if node.tag.endswith((":int", ":float")) and len(value) > MAX_FIGURES + 5:
                message = f"a number has more than {MAX_FIGURES} figures"
                raise NotYaml(message, "put it between quotation marks", *_place(node))
        return value

    def _refuse_sign(self, node: ScalarNode, start: int) -> None:
        """Raise NotYaml for a value that begins with ! or &: YAML would take its first word for a
        tag or for an anchor, and nobody would see that it is lost."""
        sign = self._text[start]
        word = re.split(r"[\s,\[\]{}]", self._text[start + 1 : start + 200], maxsplit=1)[0]
        if sign == "&" and re.search(rf"\*{re.escape(word)}(?![^\s,\]}}])", self._text):
            return
        value = f"{sign}{word} {node.value}".strip().replace('"', "'")
        hint = f'put the value between quotation marks: "{value}"'
        raise NotYaml(f"a value cannot begin with {sign}", hint, *_place(node))


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def texts_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield all texts of a value, keys too, with their paths."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name), name
            yield from texts_in(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts_in(inner, (*path, number))
