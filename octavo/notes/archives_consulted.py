"""List the archives consulted: those that listed documents lie in, with their collections."""

from __future__ import annotations

from collections.abc import Iterable

from octavo.citations import siglum_of
from octavo.citations.archival import Archival, archival
from octavo.csl.text.filing import list_key
from octavo.csl.text.tagged_text import to_inlines
from octavo.model import Blocks, Element, Inlines, Reference
from octavo.pandoc import tree


def archives_consulted(references: Iterable[Reference], language: str) -> Blocks:
    """Return the archives by place and name, each with its collections below it, once.

    `language` is the edition's; its alphabet sets the order.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    sigla: dict[tuple[str, str], Inlines] = {}
    for reference in references:
        title, here = _whole(reference), _archive_of(reference)
        if not archival(reference) or not here[1]:
            continue
        collections = found.setdefault(here, {})
        own = reference.text("archive_collection")
        if archival(reference) is Archival.ARCHIVE or title == here[1]:
            sigla[here] = _siglum(reference)
        elif own or title:
            collections[own or title] = None
    ordered = sorted(found, key=lambda at: [list_key(name, language) for name in at])
    blocks: Blocks = []
    for place, name in ordered:
        here = tree.text(f", {place}" if place else "")
        line = [*tree.text(name), *sigla.get((place, name), []), *here]
        blocks.append(_div("bibliography-entry", [line]))
        collections = sorted(found[place, name], key=lambda one: list_key(one, language))
        if collections:
            blocks.append(_div("archive-collections", map(tree.text, collections)))
    return blocks


def _whole(reference: Reference) -> str:
    """Return the title of an archive or a collection; nothing for a document, which has its own."""
    return reference.text("title") if reference.text("type").lower() == "collection" else ""


def _archive_of(reference: Reference) -> tuple[str, str]:
    """Return the place and the name of the archive that a reference is or lies in.

    The name is empty if no archive is known; a collection in no archive counts as one.
    """
    return reference.text("archive-place"), reference.text("archive") or _whole(reference)


def _siglum(reference: Reference) -> Inlines:
    siglum = siglum_of(reference)
    return [*tree.text(" ("), *to_inlines(siglum.marked), *tree.text(")")] if siglum else []


def _div(name: str, lines: Iterable[Inlines]) -> Element:
    return tree.div([tree.para(line) for line in lines], classes=[name])
