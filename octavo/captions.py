"""Number the figures and the tables, through the whole edition, in front of their captions.

Only those with an id bear a number: what is never referred to needs none (Chicago 3.9, 3.52).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from octavo.manuscript import Element, holds, rewrite
from octavo.model import Inlines, Manuscript

# Figure and table, as a caption begins with them.
WORDS: Mapping[str, tuple[str, str]] = {
    "en": ("Figure", "Table"),
    "de": ("Abbildung", "Tabelle"),
    "es": ("Figura", "Tabla"),
    "fr": ("Figure", "Tableau"),
    "it": ("Figura", "Tabella"),
    "ru": ("Рис.", "Таблица"),
}


def number_captions(manuscripts: Sequence[Manuscript]) -> tuple[Manuscript, ...]:
    """The manuscripts with "Figure 1." and "Table 1." at the head of the captions."""
    counts = {"Figure": 0, "Table": 0}
    done = []
    for manuscript in manuscripts:
        if holds(manuscript.blocks, "Figure", "Table"):
            words = WORDS.get(manuscript.language.split("-")[0], WORDS["en"])

            def change(element: Element, words: tuple[str, str] = words) -> Any:
                if not _is_numbered(element):
                    return None
                kind = element["t"]
                counts[kind] += 1
                return _labelled(element, f"{words[kind == 'Table']}\u00a0{counts[kind]}.")

            manuscript = replace(manuscript, blocks=rewrite(manuscript.blocks, change))
        done.append(manuscript)
    return tuple(done)


def _is_numbered(element: Element) -> bool:
    """Whether an element is a figure or a table that has an id and a caption."""
    if element["t"] not in {"Figure", "Table"}:
        return False
    (identity, *_), (_, caption) = element["c"][0], element["c"][1]
    return bool(identity and caption and caption[0]["t"] in {"Plain", "Para"})


def _labelled(element: Element, label: str) -> Element:
    attributes, (short, (first, *rest)), *others = element["c"]
    span = {"t": "Span", "c": [["", ["caption-label"], []], [{"t": "Str", "c": label}]]}
    inlines: Inlines = [span, {"t": "Space"}, *first["c"]]
    caption = [short, [{"t": first["t"], "c": inlines}, *rest]]
    return {"t": element["t"], "c": [attributes, caption, *others]}
