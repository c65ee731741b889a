"""Read CSL-YAML: the items of CSL-JSON as YAML, with their texts in Markdown, as pandoc has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from octavo.bibliography.conversion_cache import ConversionCache, digest
from octavo.bibliography.source_text import Reader, Writing
from octavo.bibliography.zotero import cite_key_of
from octavo.csl.items.fields import TEXTS
from octavo.model import Place
from octavo.pandoc import run as pandoc
from octavo.source import NotYaml, Placed, read_yaml

LARGEST = 4 * 1024 * 1024  # characters: YAML is read slowly
MOST_VALUES = 400_000

_DEEP = re.compile(r"(?:[\[{][ \t\n]*+){60}")
_SMALL_CAPS = re.compile(r"<span class=[\"']smallcaps[\"']>")
_STYLED = '<span style="font-variant:small-caps;">'
_AUTOLINK = re.compile(r"\A<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]+)>\Z")
_MARKUP = re.compile(r"[*\\^~`\[]|(?<!\w)_\w")
_IN_MARKDOWN = TEXTS - {
    "URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "note", "citation-key", "page", "number",
    "call-number", "volume", "issue",
}  # fmt: skip
_FORMAT = "markdown" + "".join(
    f"-{extension}"
    for extension in (
        "raw_html raw_tex raw_attribute native_spans native_divs smart tex_math_dollars citations "
        "latex_macros footnotes inline_notes implicit_figures"
    ).split()
)


def read_csl_yaml(writing: Writing, reader: Reader, kept: ConversionCache) -> None:
    """Read a list of references, or one under `references`; a reference's place is its first key's.

    A YAML text that has not changed since it was last read is not read again.
    """
    if len(writing.text) > LARGEST:
        size = f"{len(writing.text) / 1024 / 1024:.0f} MB"
        message = f"the bibliography is too large for YAML ({size})"
        reader.refuse(Place(writing.path), message, "keep it as CSL-JSON")
        return
    mark = digest("yaml", writing.text)
    known = kept.get(mark)
    if known is None:
        try:
            known = {"item": {"entries": _entries(writing.text)}}
        except NotYaml as error:
            place = Place(writing.path, error.line, error.column)
            reader.refuse(place, f"the YAML cannot be read: {error}", error.hint)
            return
        kept.put(mark, known)
    for line, column, value in known["item"]["entries"]:
        _add(Place(writing.path, line, column), value, reader)


def _entries(text: str) -> list[tuple[int, int, Any]]:
    """Return each entry with its line and column, its Markdown turned into CSL-JSON's HTML.

    Raise NotYaml for a text that is no list of references.
    """
    if _DEEP.search(text):
        raise NotYaml("it is nested too deeply")
    loaded = read_yaml(text, MOST_VALUES)
    if isinstance(loaded, Mapping):
        loaded = next((loaded[name] for name in ("references", "items") if name in loaded), None)
    if not isinstance(loaded, list):
        raise NotYaml("there is no list of references in it")
    entries = [value if isinstance(value, Placed) else Placed() for value in loaded]
    try:
        plain = orjson.loads(orjson.dumps(entries))
    except TypeError:
        raise NotYaml("it holds half of a character, or is nested too deeply") from None
    for entry in plain:
        entry |= {name: _SMALL_CAPS.sub(_STYLED, text) for name, text in entry.items()
                  if isinstance(text, str) and "smallcaps" in text}  # fmt: skip
        entry |= {name: _AUTOLINK.sub(r"\1", text.strip()) for name, text in entry.items()
                  if name in TEXTS and isinstance(text, str)
                  and (text[-1:].isspace() or name == "URL")}  # fmt: skip
    _set_markdown(plain)
    return [(at.line, at.column, entry) for at, entry in zip(entries, plain, strict=True)]


def _add(place: Place, value: Any, reader: Reader) -> None:
    key = value.get("id") if isinstance(value, Mapping) else None
    if not isinstance(key, str) or not key.strip():
        reader.refuse(place, "a reference has no id", "give it the key by which it is cited")
        return
    key = cite_key_of(value)
    given = {name: one for name, one in value.items() if one is not None}
    reader.add(key, {**given, "id": key}, place)


# --- Markdown ------------------------------------------------------------------------------------


def _set_markdown(entries: Iterable[dict[str, Any]]) -> None:
    """Replace the texts that hold signs of Markdown by what pandoc reads, all at once."""
    found = [
        (entry, name)
        for entry in entries
        for name in sorted(_IN_MARKDOWN & entry.keys())
        if isinstance(entry[name], str) and _MARKUP.search(entry[name])
    ]
    if not found:
        return
    items = [
        {"id": f"t{number}", "title": entry[name]} for number, (entry, name) in enumerate(found)
    ]
    document = "---\nreferences: " + json.dumps(items, ensure_ascii=False) + "\n---\n"
    try:
        read = pandoc.read_bibliography(document, _FORMAT)
    except pandoc.PandocError:
        return  # the texts stay as they are written
    texts = {item.get("id"): item.get("title") for item in read}
    for number, (entry, name) in enumerate(found):
        text = texts.get(f"t{number}")
        if isinstance(text, str) and text.strip():
            entry[name] = text.strip()
