"""A document of citations: every cluster and every entry as a CSL processor prints them.

This is CSL alone, in marked text: what `octavo cite` gives, and what the reference outputs and the
CSL suite are held against.  `setting` puts the same work into an edition's notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from octavo.citations.document.clusters import Asked, Piece, pieces_of
from octavo.citations.document.desk import Desk, Point, SetCore
from octavo.citations.document.disambiguation import disambiguated
from octavo.citations.document.positions import FIRST, Position, positions
from octavo.citations.items.item import Item
from octavo.citations.rendering.tables import prepared
from octavo.citations.styles import Style
from octavo.citations.words.marks import Quotes, unmarked
from octavo.citations.words.punctuation import joined, settled
from octavo.model import Citation, Cite


@dataclass(frozen=True, slots=True)
class DocumentCite:
    """One cite; the texts are marked text.  `position` is given where the caller knows it."""

    id: str
    locator: str = ""
    label: str = ""
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cites at one place, and the number of the note they stand in; 0 in the text."""

    cites: tuple[DocumentCite, ...]
    note: int = 0


@dataclass(frozen=True, slots=True)
class SetDocument:
    """The clusters in their order, the entries in the style's, both as marked text."""

    clusters: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]
    quotes: Quotes
    numbers: Mapping[str, int] = field(default_factory=dict)


def set_document(
    style: Style,
    language: str,
    items: Mapping[str, Item],
    clusters: Sequence[Cluster],
    *,
    uncited: Sequence[str] = (),
) -> SetDocument:
    """Set all clusters and the bibliography of what they cite, and of what is `uncited`.

    A cite whose id is not in `items` prints nothing.
    """
    cited = [cite.id for cluster in clusters for cite in cluster.cites if cite.id in items]
    ids = list(dict.fromkeys([*cited, *(one for one in uncited if one in items)]))
    desk = desk_for(style, language, items, ids)
    asked = _asked(clusters, items, desk)
    printed = tuple(
        _printed(desk, cluster, row) for cluster, row in zip(clusters, asked, strict=True)
    )
    entries = tuple((item_id, core.text) for item_id, core in entries_of(desk, ids))
    return SetDocument(printed, entries, desk.quotes, desk.numbers)


def desk_for(
    style: Style,
    language: str,
    items: Mapping[str, Item],
    ids: Sequence[str],
    entry_items: Mapping[str, Item] | None = None,
) -> Desk:
    """Lay a desk for a document that cites `ids`, in this order: numbered and disambiguated.

    `entry_items` stand for the items of the same ids in the bibliography.
    """
    tables = prepared(style, language)
    desk = Desk(tables, items, entry_items=entry_items or {})
    desk.numbers = {item_id: number for number, item_id in enumerate(ids, start=1)}
    ordered = [ids[n] for n in desk.in_order("bibliography", ids)] if ids else []
    desk.numbers = {item_id: number for number, item_id in enumerate(ordered, start=1)}
    again = Point(frozenset({"subsequent"}), first_note="0")  # '(n 12)' tells no two works apart
    point = again if tables.is_note_style else Point(FIRST)
    desk.states = disambiguated(desk, ordered, point)
    return desk


def entries_of(desk: Desk, ids: Sequence[str]) -> tuple[tuple[str, SetCore], ...]:
    """Set the entries of the bibliography in the style's order, which is that of the numbers."""
    if not desk.has_bibliography:
        return ()
    entries: list[tuple[str, SetCore]] = []
    before: tuple[str, ...] | None = None
    for item_id in sorted(ids, key=desk.numbers.__getitem__):
        core = desk.entry(item_id, before)
        before = core.first_names
        entries.append((item_id, core))
    return tuple(entries)


# --- clusters ------------------------------------------------------------------------------------


def _asked(
    clusters: Sequence[Cluster], items: Mapping[str, Item], desk: Desk
) -> tuple[tuple[Asked, ...], ...]:
    """Find the position of each cite, and what it asks for.

    Notes and the text each have positions of their own (fixture position_IbidInText).
    """
    rows: dict[int, tuple[Position, ...]] = {}
    for in_notes in (True, False):
        numbers = [n for n, cluster in enumerate(clusters) if bool(cluster.note) == in_notes]
        citations = [_citation(clusters[n], at) for at, n in enumerate(numbers, start=1)]
        placed = positions(citations, desk.near_note_distance)
        rows |= dict(zip(numbers, placed, strict=True))
    first_note: dict[str, int] = {}
    asked: list[tuple[Asked, ...]] = []
    for number, cluster in enumerate(clusters):
        here: list[Asked] = []
        for cite, position in zip(cluster.cites, rows[number], strict=True):
            if cite.id not in items:
                continue
            position = cite.position if cite.position is not None else position
            noted = str(first_note.get(cite.id) or "") if "first" not in position else ""
            first_note.setdefault(cite.id, cluster.note)
            point = Point(position, cite.locator, cite.label, noted, cite.suppress_author)
            here.append(Asked(cite.id, point, bool(cite.prefix or cite.suffix)))
        asked.append(tuple(here))
    return tuple(asked)


def _citation(cluster: Cluster, number: int) -> Citation:
    """A cluster as positions are found for; `number` is its turn, for those in the text."""
    cites = tuple(Cite(cite.id, [], [], cite.locator, cite.label) for cite in cluster.cites)
    return Citation(cites, cluster.note or number, note_id="", section="", language="")


def _printed(desk: Desk, cluster: Cluster, asked: Sequence[Asked]) -> str:
    known = [cite for cite in cluster.cites if cite.id in desk.items]
    done: list[str] = []  # what nothing that follows can change
    text = ""  # the cite before
    for piece in pieces_of(desk, asked):
        cite = known[piece.index]
        if desk.tables.is_note_style and _opens_sentence(text, cite.prefix):
            piece = replace(piece, text=desk.raised(piece.text, *_key(asked[piece.index])))
        delimiter = "" if cite.prefix[:1] in tuple(",.;:") else piece.delimiter
        if delimiter and unmarked(text)[-1:] in tuple(",;:") and delimiter.endswith(" "):
            delimiter = " "  # the suffix before has parted them
        text = joined((text, _with_affixes(cite, piece)), delimiter)
        done.append(text[:-_SEAM_REACH])
        text = text[-_SEAM_REACH:]
    text = "".join((*done, text))
    return settled(desk.finished_cluster(text), desk.inside) if text else ""


_SEAM_REACH = 2_000  # letters of a cite that its seam with the next may look at


def _key(asked: Asked) -> tuple[str, Point]:
    return asked.id, asked.point


_SENTENCE_END = re.compile(r"[.!?][”’»\"')\]]*\s*$")


def _opens_sentence(before: str, prefix: str) -> bool:
    """Whether a cite stands first in its note, or after a sentence of its prefix."""
    prefix = unmarked(prefix).strip()
    return " " in prefix and bool(_SENTENCE_END.search(prefix)) if prefix else not before


def _with_affixes(cite: DocumentCite, piece: Piece) -> str:
    if piece.closed:
        return piece.text
    prefix, suffix = cite.prefix, cite.suffix
    if prefix and piece.text and prefix[-1].isalnum():
        prefix += " "
    if suffix and piece.text and suffix[0].isalnum():
        suffix = " " + suffix
    return joined((prefix, piece.text, suffix), "")
