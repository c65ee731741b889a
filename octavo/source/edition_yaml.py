"""Read edition.yaml: bytes in, an `Edition` out, or faults on the lines that are wrong."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from octavo.model import Edition, Fault, Place
from octavo.source.places import byte_place
from octavo.source.rules import edition_file_is_valid
from octavo.source.yaml_keys import MAX_VALUES

EDITION_PATH = "source/edition.yaml"
MAX_EDITION_BYTES = 1_000_000
MAX_NUMBER = 10**15  # ISBNs have thirteen figures

_adapter = TypeAdapter(Edition)


def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema of edition.yaml, by which editors complete and check it."""
    return _adapter.json_schema()


def read_edition(data: bytes, path: str = EDITION_PATH) -> tuple[Edition | None, tuple[Fault, ...]]:
    """Return the edition that the bytes describe; or None and the faults, each on its line."""
    start = Place(path)
    if len(data) > MAX_EDITION_BYTES:
        message = f"the file has {len(data):,} bytes, too many for an edition's settings"
        return None, (_invalid(start, message),)
    try:
        loaded = YAML(typ="rt", pure=True).load(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return None, (_invalid(byte_place(data, error.start, path), "the file is not UTF-8"),)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else start
        problem = error.problem or error.context
        return None, (_invalid(place, f"the YAML cannot be read: {problem}"),)
    except (YAMLError, ValueError, RecursionError) as error:
        return None, (_invalid(start, f"the YAML cannot be read: {error}"),)
    if not isinstance(loaded, CommentedMap):
        return None, (_invalid(start, "there is no list of keys and values in it", "title: …"),)
    try:
        return _adapter.validate_python(_as_written(loaded)), ()
    except ValidationError as error:
        return None, tuple(_fault_of(detail, loaded, path) for detail in error.errors())
    except RecursionError:
        return None, (_invalid(start, "the YAML is nested too deeply"),)
    except ValueError as error:
        return None, (_invalid(start, f"the YAML cannot be read: {error}"),)


def _as_written(loaded: Any) -> Any:
    """Return plain values for pydantic; dates and ISBNs written as numbers become text again.

    Raise ValueError for more values than an edition has, since aliases of aliases expand to
    billions, and for numbers of more than fifteen figures.
    """
    budget = MAX_VALUES

    def plain(value: Any) -> Any:
        nonlocal budget
        budget -= 1
        if budget < 0:
            raise ValueError("its aliases expand to more values than an edition has")
        if isinstance(value, CommentedMap):
            return {str(key): _as_text(key, plain(item)) for key, item in value.items()}
        if isinstance(value, CommentedSeq):
            return [plain(item) for item in value]
        if isinstance(value, int) and abs(value) > MAX_NUMBER:
            raise ValueError("a number in it has more than fifteen figures; write it as a text")
        return value

    return plain(loaded)


_TEXT_KEYS = {
    "date", "print", "hardcover", "paperback", "epub", "pdf", "issn", "orcid", "doi", "identifier",
    "title", "subtitle", "series", "edition",
}  # fmt: skip


def _as_text(key: Any, value: Any) -> Any:
    if key in _TEXT_KEYS and value is not None and not isinstance(value, str | dict | list):
        return str(value)
    return value


def _fault_of(detail: Any, loaded: CommentedMap, path: str) -> Fault:
    where = tuple(part for part in detail["loc"])
    place = _yaml_place(loaded, where, path)
    name = ".".join(str(part) for part in where)
    if detail["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        known = _known_keys(where[:-1])
        near = get_close_matches(str(where[-1]), known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(known))}"
        return _invalid(place, f"{name} is not a key of edition.yaml", hint)
    if detail["type"] == "missing":
        return _invalid(place, f"{name} is missing")
    return _invalid(place, f"{name}: {detail['msg'][:1].lower()}{detail['msg'][1:]}")


def _known_keys(where: tuple[Any, ...]) -> list[str]:
    """Return the keys that the schema allows in the mapping at `where`."""
    schema = edition_schema()
    node: Any = schema
    for part in where:
        node = node["items"] if isinstance(part, int) else node.get("properties", {}).get(part, {})
        for option in node.get("anyOf", ()):
            node = option if "$ref" in option else node
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return list(node.get("properties", ()))


def _yaml_place(loaded: Any, where: tuple[Any, ...], path: str) -> Place:
    """Return the place of the key at `where`, or of the nearest one above it."""
    line, column = 0, 0
    node = loaded
    for part in where:
        try:
            if isinstance(node, CommentedMap):
                line, column = node.lc.key(part)
            elif isinstance(node, CommentedSeq):
                line, column = node.lc.item(part)
            node = node[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return Place(path, line + 1, column + 1)


def _invalid(place: Place, message: str, hint: str = "") -> Fault:
    return edition_file_is_valid.fault(place, message, hint)


def place_in_edition(text: str, needle: str) -> Place:
    """Return the first place of a word in edition.yaml, such as a section's file name, outside of
    comment lines; the start of the file if it is in none."""
    for number, line in enumerate(text.splitlines(), 1):
        if needle in line and not line.lstrip().startswith("#"):
            return Place(EDITION_PATH, number, line.index(needle) + 1)
    return Place(EDITION_PATH)
