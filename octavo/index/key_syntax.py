"""Read the attributes of a mark: `key="Litvinov, Maksim!and Stalin | Narkomindel"`.

An exclamation mark separates an entry from its subentry (a doubled one is printed as one), a
vertical bar between spaces separates entries.
"""

from __future__ import annotations

import re
import unicodedata

from octavo.model import Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note

LEVELS = 3  # an entry, its subentries, and theirs
_SEVERAL = re.compile(r"\s\|\s")
_LEVEL = re.compile(r"(?<!!)!(?!!)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>^~$@#'\"|!])")


def headings(written: str) -> tuple[tuple[str, ...], ...]:
    """Return the entries that an attribute names, each as its levels; deeper levels are joined to
    the last, empty ones left out."""
    found = (_levels(part) for part in _SEVERAL.split(written))
    return tuple(heading for heading in found if heading)


def _levels(part: str) -> tuple[str, ...]:
    levels = [level for level in split(part) if level]
    if len(levels) > LEVELS:
        levels = [*levels[: LEVELS - 1], ", ".join(levels[LEVELS - 1 :])]
    return tuple(levels)


def is_too_deep(written: str) -> bool:
    """Return whether an entry has more levels than are set."""
    return any(len(split(part)) > LEVELS for part in _SEVERAL.split(written))


def split(part: str) -> tuple[str, ...]:
    """Return the levels of one entry, empty ones too."""
    levels = (level.replace("!!", "!") for level in _LEVEL.split(part))
    return tuple(" ".join(level.split()) for level in levels)


def filings(written: str) -> tuple[tuple[str, ...], ...]:
    """Return the words to file the levels of each entry under; empty ones are filed as they
    read."""
    return tuple(split(part) for part in _SEVERAL.split(written)) if written.strip() else ()


_EMPHASIS = {"Emph": "*", "Strong": "**"}


def as_markdown(inlines: Inlines) -> str:
    """Return the words inside a mark as Markdown, for an entry that reads as the text does."""
    return " ".join("".join(map(_markdown, inlines)).split())


def _markdown(inline: Element) -> str:
    match tree.kind_of(inline):
        case "Str":
            return _SPECIAL.sub(r"\\\1", tree.string_of(inline))
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Emph" | "Strong" as kind:
            sign = _EMPHASIS[kind]
            return f"{sign}{as_markdown(tree.content_of(inline))}{sign}"
        case "Quoted":
            left, right = "‘’" if tree.quote_type_of(inline) == "SingleQuote" else "“”"
            return f"{left}{as_markdown(tree.content_of(inline))}{right}"
        case "Span" if is_note(inline):
            return ""
        case "Span" | "Link" | "SmallCaps" | "Underline" | "Superscript" | "Subscript":
            return as_markdown(tree.content_of(inline))
        case _:
            return ""


def plainly(level: str) -> str:
    """Return the letters and figures of a level, without case and accents, to compare levels by."""
    bare = unicodedata.normalize("NFKD", level.casefold())
    return "".join(c for c in bare if c.isalnum())
