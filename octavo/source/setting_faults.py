"""Word the faults of settings in edition.yaml: what is not valid, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from octavo.source.edition_values import Path, Written
from octavo.source.language_tags import tag_hint

Schema = Mapping[str, Any]
Said = tuple[Path, str, str]  # where, what is wrong, what to write

_UNKNOWN = {"unexpected_keyword_argument", "extra_forbidden"}
_ABOUT_KEYS = {"missing", *_UNKNOWN}
_WANTED = {
    "string_type": "a text", "tuple_type": "a list", "dataclass_type": "keys of its own",
    "bool_type": "true or false", "bool_parsing": "true or false",
    "int_type": "a whole number", "int_parsing": "a whole number",
    "int_from_float": "a whole number",
}  # fmt: skip
# What other programs call these settings.
_OTHER_NAMES = {
    "chapters": "sections", "files": "sections", "texts": "sections", "lang": "language",
    "footnotes": "notes", "endnotes": "notes", "year": "date", "pubdate": "date",
    "license": "licence", "subject": "keywords", "tags": "keywords", "abstract": "description",
    "name": "title", "creator": "authors", "first": "given", "last": "family", "forename": "given",
    "surname": "family", "firstname": "given", "lastname": "family", "organization": "literal",
    "hardback": "hardcover", "ebook": "epub", "size": "trim", "format": "trim", "font": "typeface",
}  # fmt: skip
_SHOWN_KEYS = 8


@dataclass(frozen=True, slots=True)
class _Detail:
    """One error of pydantic at the path of a value that is there."""

    path: Path
    kind: str
    message: str
    context: Mapping[str, Any]


def said_of(errors: Iterable[Any], written: Written, schema: Schema) -> list[Said]:
    """Return the faults of all settings that pydantic refuses, one for each setting.

    A setting that can be one of several kinds fails as each of them: only the failure that reaches
    deepest is of the kind that was meant.
    """
    details = [_detail(error, written) for error in errors]
    unknown = [d for d in details if d.kind in _UNKNOWN]
    said: list[Said] = []
    for path in dict.fromkeys(detail.path for detail in details):
        here = [detail for detail in details if detail.path == path]
        if any(_is_below(d.path, path) for d in details) and not _is_of_key(here):
            continue
        said.extend(_Setting(path, here, written, schema).said(unknown))
    return said


def _is_below(path: Path, other: Path) -> bool:
    return len(path) > len(other) and path[: len(other)] == other


def _is_of_key(here: Sequence[_Detail]) -> bool:
    return any(detail.kind in _ABOUT_KEYS for detail in here)


def _detail(error: Any, written: Written) -> _Detail:
    path: Path = ()
    parts = tuple(error["loc"])
    for number, part in enumerate(parts):
        try:
            written.at((*path, part))
        except (LookupError, TypeError):
            if number == len(parts) - 1 and error["type"] in _ABOUT_KEYS:
                path = (*path, part)
            continue  # the name of a kind that pydantic tried
        path = (*path, part)
    return _Detail(path, error["type"], error["msg"], error.get("ctx") or {})


def dotted(path: Path) -> str:
    """Return the name of a setting: its keys, without the numbers of entries."""
    return ".".join(str(part) for part in path if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class _Setting:
    """One setting that is refused, and why."""

    path: Path
    details: Sequence[_Detail]
    written: Written
    schema: Schema

    def said(self, unknown: Sequence[_Detail]) -> list[Said]:
        kinds = [detail.kind for detail in self.details]
        if any(kind in _UNKNOWN for kind in kinds):
            return [(self.path, *self._unknown_key())]
        if "missing" in kinds:
            meant = (_meant(str(d.path[-1]), [str(self.path[-1])]) for d in unknown
                     if d.path[:-1] == self.path[:-1])  # fmt: skip
            if any(meant):
                return []
            hint = _EXAMPLES.get(self.key, f"write {self.key}: …")
            return [(self.path, f"{self.name} is missing", hint)]
        wanted = list(dict.fromkeys(_WANTED[kind] for kind in kinds if kind in _WANTED))
        others = [d for d in self.details if d.kind not in _WANTED]
        if others and (self.is_text or not wanted):
            return [(self.path, *self._refused(others[0]))]
        return [(self.path, *self._of_another_kind(wanted))]

    @property
    def name(self) -> str:
        return dotted(self.path) or "edition.yaml"

    @property
    def key(self) -> str:
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def value(self) -> Any:
        try:
            return self.written.at(self.path)
        except LookupError:
            return None

    @property
    def is_text(self) -> bool:
        return isinstance(self.value, str)

    # --- keys ---

    def _unknown_key(self) -> tuple[str, str]:
        key = str(self.path[-1])
        message = f"{self.name} is not a key of edition.yaml"
        if ":" in key:
            first, _, rest = key.partition(":")
            hint = f"write a space after the colon: {first}: {rest or '…'}"
            return message, hint
        known = known_keys(self.schema, self.path[:-1])
        if near := _meant(key, known):
            return message, f"did you mean {near}?"
        if homes := _homes(self.schema, key):
            return message, f"it is a key of {_listed(homes)}: indent it below that"
        if len(known) > _SHOWN_KEYS:
            return message, "`octavo schema` and docs/publishers.md list the keys"
        return message, f"known here: {', '.join(sorted(known))}"

    # --- values ---

    def _of_another_kind(self, wanted: Sequence[str]) -> tuple[str, str]:
        if self.value is None:
            last = "give it one, or remove the entry" if isinstance(self.path[-1], int) else (
                "write it after the colon, or remove the line"
            )  # fmt: skip
            return f"{self.name} has no value", last
        message = f"{self.name} is {_kind_of(self.value)}, not {' or '.join(wanted)}"
        return message, self._other_kind_hint(wanted)

    def _other_kind_hint(self, wanted: Sequence[str]) -> str:
        keys = ", ".join(f"{key}: …" for key in known_keys(self.schema, self.path)[:5])
        if "a list" in wanted:
            of_keys = known_keys(self.schema, (*self.path, 0))
            entry = f"{{{', '.join(f'{key}: …' for key in of_keys[:2])}}}" if of_keys else "…"
            if self.is_text and not of_keys:
                entries = ", ".join(re.split(r"\s*[,;]\s*|\s+(?=\S+\.md)", self.value.strip("()")))
                return f"write it in brackets: {self.key}: [{entries}]"
            return f"write each entry in a line of its own, after a dash: - {entry}"
        if "keys of its own" in wanted:
            at = "" if isinstance(self.path[-1], int) else f"{self.key}: "
            return f"write {at}{{{keys}}}"
        if "a text" in wanted:
            if isinstance(self.value, bool):
                return f'put it between quotation marks: "{str(self.value).lower()}"'
            sign = "{" if isinstance(self.value, dict) else "["
            return f"write one text; a text that begins with {sign} or has a colon in it goes " \
                'between quotation marks, "…"'  # fmt: skip
        return f"write {wanted[0]}" if wanted else ""

    def _refused(self, detail: _Detail) -> tuple[str, str]:
        name, context = self.name, detail.context
        shown = f"“{str(self.value)[:60]}”"
        match detail.kind:
            case "literal_error":
                names = re.findall(r"'([^']*)'", str(context.get("expected", "")))
                allowed = ", ".join(names[:-1]) + f" or {names[-1]}" if names[1:] else names[0]
                near = _meant(str(self.value), names)
                known = known_description(self.schema, self.path)
                hint = f"did you mean {near}?" if near else f"{self.key}: {known}" if known else ""
                return f"{name} is {allowed}, not {shown}", hint
            case "string_too_short":
                return f"{name} is empty", f"write it: {self.key}: …"
            case "string_too_long":
                return f"{name} is too long", f"write at most {context.get('max_length')} letters"
            case "too_short":
                return f"{name} is an empty list", _EXAMPLES.get(self.key, "name an entry")
            case "greater_than_equal":
                return f"{name} is {self.value}", f"write {context.get('ge')} or more"
            case "less_than_equal":
                return f"{name} is {self.value}", f"write {context.get('le')} or less"
            case "string_pattern_mismatch":
                return self._of_another_form(shown)
            case _:
                message = detail.message
                return f"{name}: {message[:1].lower()}{message[1:]}", ""

    def _of_another_form(self, shown: str) -> tuple[str, str]:
        value = str(self.value)
        if self.key == "language":
            return f"{self.name}: {shown} is not a language tag", tag_hint(value)
        if self.key == "date":
            return f"date: {shown} is not a date of publication", _date_hint(value)
        if self.key == "code":
            return f"{self.name}: {shown} is not the code of a rule", (
                f"write {value.upper()}" if re.fullmatch(r"[a-z]\d{3}", value)
                else "write a letter and three figures, such as N006"
            )  # fmt: skip
        if self.key in _CODES:
            kind, hint = _CODES[self.key]
            return f"{self.name}: {shown} is not {kind}", hint
        if "\\" in value:
            hint = f"write / between folders: {value.replace(chr(92), '/')}"
            return f"{self.name}: {shown} is not the name of a file", hint
        return f"{self.name} cannot be {shown}", known_description(self.schema, self.path)


# The settings that hold codes: what each is called, and how it is written.
_CODES = {
    "bisac": (
        "a BISAC subject code",
        "write three capitals and six figures, such as HIS037070; its heading may follow a space",
    ),
    "thema": (
        "a Thema code",
        "write a subject, such as NHD, or a qualifier, such as 1DTA or 3MP; its heading may follow "
        "a space",
    ),
}
_EXAMPLES = {
    "title": "write title: …",
    "sections": "name the texts in their order: sections: [01-chapter.md, 02-chapter.md]",
}


def _date_hint(value: str) -> str:
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", value)
    if parts:
        numbers = [f"{int(part):02}" for part in parts.groups()[1:] if part]
        return f"write {'-'.join((parts[1], *numbers))}"
    return "write a year, 2026, or 2026-05, or 2026-05-03"


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "a group of keys"


def _meant(key: str, known: Iterable[str]) -> str:
    names = list(known)
    bare = key.strip("“”„\"'‘’«» ").casefold().replace("-", "_").replace(" ", "_")
    other = _OTHER_NAMES.get(bare, "")
    if bare in names or other in names:
        return bare if bare in names else other
    near = get_close_matches(bare, names, n=1) or get_close_matches(key.lower(), names, n=1)
    return near[0] if near else ""


# --- the schema ----------------------------------------------------------------------------------


def _options(schema: Schema, node: Schema) -> list[Schema]:
    """Return the kinds that a value may have by a node of the schema, references resolved."""
    if "$ref" in node:
        return _options(schema, schema["$defs"][node["$ref"].rpartition("/")[2]])
    if "anyOf" in node:
        return [option for each in node["anyOf"] for option in _options(schema, each)]
    return [node]


def _nodes_at(schema: Schema, path: Path) -> list[Schema]:
    nodes = _options(schema, schema)
    for part in path:
        inner: list[Schema] = []
        for node in nodes:
            found = node.get("items") if isinstance(part, int) else (
                node.get("properties", {}).get(part)
            )  # fmt: skip
            inner += _options(schema, found) if isinstance(found, Mapping) else []
        nodes = inner
    return nodes


def known_keys(schema: Schema, path: Path) -> list[str]:
    """Return the keys that the schema allows in the mapping at a path."""
    return [key for node in _nodes_at(schema, path) for key in node.get("properties", ())]


def known_description(schema: Schema, path: Path) -> str:
    """Return what the schema says of the setting at a path; an empty text if it says nothing."""
    for node in _nodes_at(schema, path[:-1]) if path else ():
        found = node.get("properties", {}).get(path[-1])
        if isinstance(found, Mapping) and found.get("description"):
            return str(found["description"])
    return ""


def _listed(homes: Sequence[str]) -> str:
    """Return names in a row: a, of b and of c."""
    *first, last = homes
    return f"{', of '.join(first)} and of {last}" if first else last


def _homes(schema: Schema, key: str) -> list[str]:
    """Return the keys of the first level below which a key is known."""
    return [name for name in known_keys(schema, ()) if key in known_keys(schema, (name,))]
