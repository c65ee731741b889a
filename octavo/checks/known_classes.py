"""List the classes and the attributes that something knows: Octavo, pandoc, or a style sheet."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from octavo.design.style_sheets import STYLES, own_style_sheet

# Those that a reader of ours or pandoc acts on; most of them have no rule in a style sheet.
_READ = frozenset({
    "index", "from", "to", "main", "source", "credit", "verse", "smallcaps", "landscape",
    "decorative", "decimal", "epigraph", "dedication", "underline", "ul", "mark", "call", "plate",
    "full-page", "turned", "byline", "author", "address", "unnumbered", "unlisted", "numbered",
    "note", "refs", "references", "csl", "uri", "email", "nocase", "display", "block", "odd",
    "even", "header", "footnotes", "footnote-ref", "footnote-back", "math", "inline", "task-list",
    "comment", "todo",
})  # fmt: skip
KNOWN_ATTRIBUTES = (
    "id", "class", "lang", "xml:lang", "dir", "alt", "title", "width", "height", "role", "style",
    "key", "see", "seealso", "name", "running", "number", "numbers", "start", "type", "reversed",
    "custom-style", "label", "mark", "colspan", "rowspan", "align", "scope", "cite", "srcdoc",
    "formaction", "http-equiv", "href", "src", "rel", "target", "short", "entry-spacing",
    "line-spacing", "startFrom", "by", "date",
)  # fmt: skip
_OWN_SHEETS = ("print.css", "epub.css", "html.css")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_DECLARATIONS = re.compile(r"/\*.*?\*/|\{[^{}]*\}", re.DOTALL)


@cache
def shipped_classes() -> frozenset[str]:
    """Return the classes that Octavo reads, and those of its own style sheets."""
    sheets = (path.read_text(encoding="utf-8") for path in sorted(STYLES.rglob("*.css")))
    return _READ.union(*map(_classes_in, sheets))


def own_classes(folder: Path) -> frozenset[str]:
    """Return the classes in the style sheets of the edition in a folder."""
    return frozenset().union(*(_classes_in(own_style_sheet(folder, name)) for name in _OWN_SHEETS))


def _classes_in(sheet: str) -> set[str]:
    return set(_CLASS.findall(_DECLARATIONS.sub(" ", sheet)))
