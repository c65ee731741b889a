"""Read the tables: one TOML file a language, and small ones for what a region prints otherwise.

A table with all keys is complete. The table of a region, `pt-PT.toml`, has only what differs from
its language's; a table that names a `base` has what differs from that.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from octavo.locales.direction import script_of
from octavo.locales.words import Counted, Words

FALLBACK = "en"
_FOLDER = Path(__file__).parent
_KEYS = {"and_": "and"}  # a field whose key in a table is no name in Python


@cache
def tables() -> Mapping[str, Path]:
    """Return the files of the tables by language tag in small letters."""
    return {path.stem.lower(): path for path in sorted(_FOLDER.glob("*.toml"))}


def table_for(language: str) -> str:
    """Return the tag of the most specific table for a BCP 47 tag; nothing if its language has
    none."""
    parts = language.lower().split("-")
    tags = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((tag for tag in tags if tag in tables()), "")


# The comma between the parts of an imprint or an entry, by the script of a language without a
# table. All other scripts have the English one.
_COMMAS = {"Arab": "، ", "Thaa": "، ", "Ethi": "፣ ", "Hans": "，", "Hant": "，", "Jpan": "、"}


@lru_cache(maxsize=64)
def words_in(language: str) -> Words:
    """Return the words of a language by its BCP 47 tag; if it has no table, the English ones with
    the comma of its script."""
    tag = table_for(language)
    if tag:
        return _words(tag)
    words = _words(FALLBACK)
    return replace(words, comma=_COMMAS.get(script_of(language), words.comma))


@cache
def _words(tag: str) -> Words:
    given = _merged(tag)
    rules = given.get("plural_rules") or tag
    values: dict[str, Any] = {"language": tables()[tag].stem}
    for field in fields(Words):
        if field.name not in values:
            value = given[_KEYS.get(field.name, field.name)]
            values[field.name] = _value(value, str(field.type), rules)
    return Words(**values)


def _value(value: Any, kind: str, rules: str) -> Any:
    if kind == "Counted":
        return Counted(rules, value if isinstance(value, dict) else {"": value})
    return tuple(value) if isinstance(value, list) else value


def _merged(tag: str) -> dict[str, Any]:
    """Return the keys of a table, over those of the table that it is based on."""
    own = read_table(tag)
    base = own.pop("base", "") or tag.rpartition("-")[0]
    return {**(_merged(base) if base else {}), **own}


def read_table(tag: str) -> dict[str, Any]:
    """Return the keys that a table has itself, under any heading."""
    read = tomllib.loads(tables()[tag].read_text(encoding="utf-8"))
    found: dict[str, Any] = {}
    for name, value in read.items():
        entries = value.items() if isinstance(value, dict) else [(name, value)]
        for key, entry in entries:
            assert key not in found, f"{tag}: {key} is there twice"
            found[key] = entry
    return found
