"""The archives consulted: each repository that a listed document lies in, with its collections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from octavo.manuscript import Element, string
from octavo.model import Blocks, Reference
from octavo.notes.entry_order import field, natural

# Published works name an `archive` too: a database, or the one that a facsimile was taken from.
_PUBLISHED = frozenset(
    """article article-journal article-magazine article-newspaper book broadcast chapter dataset
    entry entry-dictionary entry-encyclopedia paper-conference pamphlet post post-weblog
    periodical review review-book software thesis webpage""".split()
)


def archives_consulted(references: Iterable[Reference]) -> Blocks:
    """A list of repositories by place and name, below each the collections, once."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    sigla: dict[tuple[str, str], str] = {}
    for reference in references:
        place, name = _repository(reference)
        if not name:
            continue
        collections = found.setdefault((place, name), {})
        if is_repository(reference):
            sigla[place, name] = _siglum(reference)
        elif collection := _collection(reference):
            collections[collection] = None
    ordered = sorted(found, key=lambda at: (natural(at[0]), natural(at[1])))
    blocks: Blocks = []
    for place, name in ordered:
        siglum = sigla.get((place, name))
        shown = f"{name} ({siglum})" if siglum else name
        blocks.append(_div("bibliography-entry", [f"{shown}, {place}" if place else shown]))
        collections = sorted(found[place, name], key=natural)
        if collections:
            blocks.append(_div("archive-collections", collections))
    return blocks


def is_repository(reference: Reference) -> bool:
    """Whether a reference is a whole archive, cited by its collections and folders."""
    title = field(reference, "title")
    archive = field(reference, "archive")
    whole = not archive or archive.casefold() == title.casefold()
    return field(reference, "type") == "collection" and bool(title) and whole


def _repository(reference: Reference) -> tuple[str, str]:
    """The place and the name of the archive that a document lies in; no name if it is in none."""
    kind = field(reference, "type")
    place = field(reference, "archive-place")
    archive = field(reference, "archive")
    if is_repository(reference):
        return place, archive or field(reference, "title")
    return (place, archive) if kind not in _PUBLISHED else ("", "")


def _collection(reference: Reference) -> str:
    own = field(reference, "archive_collection")
    if own or field(reference, "type") != "collection":
        return own
    return field(reference, "title")


def _siglum(reference: Reference) -> str:
    custom = reference.data.get("custom")
    siglum = custom.get("siglum") if isinstance(custom, Mapping) else None
    return siglum.strip() if isinstance(siglum, str) else ""


def _div(name: str, lines: Iterable[str]) -> Element:
    paragraphs = [{"t": "Para", "c": string(line)} for line in lines]
    return {"t": "Div", "c": [["", [name], []], paragraphs]}
