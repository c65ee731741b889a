"""Set a few works in a style of the collection: a note for each, and the bibliography, as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.csl.document import Cluster, DocumentCite, set_document
from octavo.csl.items.fields import item_of
from octavo.csl.styles import load_style
from octavo.csl.text.tagged_html import to_html


@dataclass(frozen=True)
class Made:
    """The notes, and the entries with their keys."""

    notes: list[str]
    bibliography: list[tuple[str, str]]


def set_in(style: str, works: Sequence[Mapping[str, Any]], again: Sequence[str] = ()) -> Made:
    """Cite each work in a note of its own, then those of the keys `again`."""
    items = {str(work["id"]): item_of(work) for work in works}
    keys = [*items, *again]
    clusters = [Cluster((DocumentCite(key),), at) for at, key in enumerate(keys, start=1)]
    made = set_document(load_style(style, None), "", items, clusters)
    return Made(
        [to_html(note, made.quotes) for note in made.clusters],
        [(key, to_html(entry, made.quotes)) for key, entry in made.entries],
    )
