"""Set a document of citations: every cluster and every entry as a CSL processor prints them.

This module knows CSL alone and works in tagged text: `octavo cite` prints what it sets, and the
reference outputs and the CSL suite are compared with it.  `setting` does the same work for the
notes of an edition.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from octavo.csl.document.cite_processor import (
    PLAIN,
    CiteContext,
    CiteProcessor,
    Disambiguation,
    Kept,
    RenderedCite,
)
from octavo.csl.document.clusters import CiteRequest, Piece, pieces_of
from octavo.csl.document.disambiguation import disambiguated
from octavo.csl.document.positions import FIRST, Position, positions
from octavo.csl.items.item import Item
from octavo.csl.rendering.style_tables import prepared
from octavo.csl.styles import Style
from octavo.csl.text.punctuation import joined, settled
from octavo.csl.text.tagged_text import Quotes, unmarked
from octavo.model import Citation, Cite


@dataclass(frozen=True, slots=True)
class DocumentCite:
    """One cite; its texts are tagged text.  `position` is given where the caller knows it."""

    id: str
    locator: str = ""
    label: str = ""
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cites at one place, and the number of the note that holds them; 0 in the running text."""

    cites: tuple[DocumentCite, ...]
    note: int = 0


@dataclass(frozen=True, slots=True)
class AskedOfWork:
    """What the document asks of all cites of a work; a number is 0 where the style prints none.

    `is_cited_again` counts in a note style alone, and only if it has a `disambiguate` condition:
    the short form, which the condition is for, is then first printed.
    """

    state: Disambiguation
    number: int = 0
    first_note: int = 0
    is_cited_again: bool = False


@dataclass(frozen=True, slots=True)
class SetDocument:
    """The clusters in their order and the entries in the style's, both as tagged text."""

    clusters: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]  # '' where the style leaves an entry out
    quotes: Quotes
    numbers: Mapping[str, int] = field(default_factory=dict)
    first_notes: Mapping[str, int] = field(default_factory=dict)  # by key; 0: in the running text
    asked: Mapping[str, AskedOfWork] = field(default_factory=dict)  # by key

    @property
    def missing_numbers(self) -> Mapping[str, int]:
        """Return the numbers that a reader looks for in vain, by key: the style numbers its entries
        and prints none for the work."""
        empty = {key for key, text in self.entries if not text}
        return {key: one.number for key, one in self.asked.items() if key in empty and one.number}


def set_document(
    style: Style,
    language: str,
    items: Mapping[str, Item],
    clusters: Sequence[Cluster],
    *,
    uncited: Sequence[str] = (),
    kept: Kept | None = None,
) -> SetDocument:
    """Set all clusters, and the bibliography of the works that they cite and of those `uncited`.

    A cite whose id is not in `items` prints nothing.  What `kept` has is not set again.
    """
    cited = [cite.id for cluster in clusters for cite in cluster.cites if cite.id in items]
    ids = list(dict.fromkeys([*cited, *(one for one in uncited if one in items)]))
    first_notes: dict[str, int] = {}
    for cluster in clusters:
        for cite in cluster.cites:
            first_notes.setdefault(cite.id, cluster.note)
    processor = cite_processor(style, language, items, ids, kept=kept)
    asked = _asked(clusters, items, processor)
    printed = tuple(
        _printed(processor, cluster, row) for cluster, row in zip(clusters, asked, strict=True)
    )
    entries = tuple((item_id, core.text) for item_id, core in entries_of(processor, ids))
    return SetDocument(
        printed,
        entries,
        processor.quotes,
        processor.numbers,
        first_notes,
        _asked_of_works(processor, clusters, first_notes),
    )


def cite_processor(
    style: Style,
    language: str,
    items: Mapping[str, Item],
    ids: Sequence[str],
    entry_items: Mapping[str, Item] | None = None,
    *,
    kept: Kept | None = None,
) -> CiteProcessor:
    """Return the cite processor of a document that cites `ids`, in this order, with its items
    numbered and disambiguated.

    `entry_items` replace the items of the same ids in the bibliography.
    """
    tables = prepared(style, language)
    processor = CiteProcessor(tables, items, entry_items=entry_items or {}, kept=kept or Kept())
    processor.numbers = {item_id: number for number, item_id in enumerate(ids, start=1)}
    ordered = [ids[n] for n in processor.in_order("bibliography", ids)] if ids else []
    processor.numbers = {item_id: number for number, item_id in enumerate(ordered, start=1)}
    again = CiteContext(
        frozenset({"subsequent"}), first_note="0"
    )  # '(n 12)' distinguishes no works
    context = again if tables.is_note_style else CiteContext(FIRST)
    processor.states = disambiguated(processor, ordered, context)
    return processor


def entries_of(
    processor: CiteProcessor, ids: Sequence[str]
) -> tuple[tuple[str, RenderedCite], ...]:
    """Set the entries of the bibliography in the style's order, which is that of the numbers."""
    if not processor.has_bibliography:
        return ()
    entries: list[tuple[str, RenderedCite]] = []
    core: RenderedCite | None = None
    for item_id in sorted(ids, key=processor.numbers.__getitem__):
        core = processor.entry(item_id, core)
        entries.append((item_id, core))
    return tuple(entries)


def _asked_of_works(
    processor: CiteProcessor, clusters: Sequence[Cluster], first_notes: Mapping[str, int]
) -> dict[str, AskedOfWork]:
    tables = processor.tables
    cited = Counter(key for cluster in clusters for key in {cite.id for cite in cluster.cites})
    may_differ = tables.is_note_style and tables.asks_to_disambiguate
    return {
        key: AskedOfWork(
            processor.states.get(key, PLAIN),
            number if tables.prints_numbers else 0,
            first_notes.get(key, 0) if tables.asks_for_first_notes else 0,
            may_differ and cited[key] > 1,
        )
        for key, number in processor.numbers.items()
    }


# --- clusters ------------------------------------------------------------------------------------


def _asked(
    clusters: Sequence[Cluster], items: Mapping[str, Item], processor: CiteProcessor
) -> tuple[tuple[CiteRequest, ...], ...]:
    """Return the request for each cite whose item is known, with its position.

    Notes and the running text each have positions of their own (fixture position_IbidInText).
    """
    rows: dict[int, tuple[Position, ...]] = {}
    for in_notes in (True, False):
        numbers = [n for n, cluster in enumerate(clusters) if bool(cluster.note) == in_notes]
        citations = [_citation(clusters[n], at) for at, n in enumerate(numbers, start=1)]
        placed = positions(citations, processor.near_note_distance)
        rows |= dict(zip(numbers, placed, strict=True))
    first_note: dict[str, int] = {}
    asked: list[tuple[CiteRequest, ...]] = []
    for number, cluster in enumerate(clusters):
        here: list[CiteRequest] = []
        for cite, position in zip(cluster.cites, rows[number], strict=True):
            if cite.id not in items:
                continue
            position = cite.position if cite.position is not None else position
            noted = str(first_note.get(cite.id) or "") if "first" not in position else ""
            first_note.setdefault(cite.id, cluster.note)
            context = CiteContext(position, cite.locator, cite.label, noted, cite.suppress_author)
            here.append(CiteRequest(cite.id, context, bool(cite.prefix or cite.suffix)))
        asked.append(tuple(here))
    return tuple(asked)


def _citation(cluster: Cluster, number: int) -> Citation:
    """Return a cluster as a `Citation` for `positions`; outside of notes `number` is its turn."""
    cites = tuple(Cite(cite.id, [], [], cite.locator, cite.label) for cite in cluster.cites)
    return Citation(cites, cluster.note or number, note_id="", section="", language="")


def _printed(processor: CiteProcessor, cluster: Cluster, asked: Sequence[CiteRequest]) -> str:
    """Set one cluster: its cites with their affixes, delimited, in the layout of the style."""
    known = [cite for cite in cluster.cites if cite.id in processor.items]
    done: list[str] = []  # text that nothing after it can change
    text = suffix = ""  # the end of the text so far, and of the suffix of the cite before
    for piece in pieces_of(processor, asked):
        cite = known[piece.index]
        if processor.tables.is_note_style and _opens_sentence(text, cite.prefix):
            piece = replace(piece, text=processor.raised(piece.text, *_key(asked[piece.index])))
        delimiter = "" if cite.prefix[:1] in tuple(",.;:") else piece.delimiter
        if delimiter.endswith(" ") and unmarked(suffix)[-1:] in tuple(",;:"):
            delimiter = " "  # the suffix before ends with a sign that separates them
        suffix = cite.suffix
        text = joined((text, _with_affixes(cite, piece)), delimiter)
        done.append(text[:-_SEAM_REACH])
        text = text[-_SEAM_REACH:]
    text = "".join((*done, text))
    return settled(processor.finished_cluster(text), processor.inside) if text else ""


_SEAM_REACH = 2_000  # characters of a cite that its seam with the next may look at


def _key(asked: CiteRequest) -> tuple[str, CiteContext]:
    return asked.id, asked.context


_SENTENCE_END = re.compile(r"[.!?][”’»\"')\]]*\s*$")


def _opens_sentence(before: str, prefix: str) -> bool:
    """Return whether a cite is the first of its note, or follows a sentence of its prefix."""
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
