"""Set all citations of an edition, and the bibliography of what they cite."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from octavo.citations.archival import Archival, archival
from octavo.citations.fallback import names_in_text, set_plainly
from octavo.citations.frames import framed
from octavo.citations.rules import citation_can_be_set, cite_key_resolves
from octavo.citations.sigla import SUBSEQUENT, Sigla, sigla_of
from octavo.csl.document import cite_processor, entries_of
from octavo.csl.document.cite_processor import CiteContext, CiteProcessor
from octavo.csl.document.clusters import CiteRequest, Piece, pieces_of
from octavo.csl.document.positions import FIRST, Position, first_notes, positions
from octavo.csl.items.fields import item_of, language_of
from octavo.csl.items.item import Item
from octavo.csl.styles import Style
from octavo.csl.text.punctuation import seam, settled
from octavo.csl.text.tagged_text import CLOSING, to_inlines, unmarked
from octavo.locales.quotation_marks import marks_of
from octavo.model import (
    Abbreviation,
    Citation,
    CitationFrame,
    Cite,
    Fault,
    Inlines,
    Place,
    Reference,
    SetCitation,
    SetEntry,
    SiglaSettings,
)
from octavo.pandoc import tree
from octavo.pandoc.walk import plain

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class SetWork:
    """The citations as they are to be printed, in the order given; the bibliography in the style's;
    the faults; the sigla used, in the order of their first use; whether points go inside closing
    quotation marks in the edition's language."""

    citations: tuple[SetCitation, ...]
    bibliography: tuple[SetEntry, ...]
    faults: tuple[Fault, ...]
    abbreviations: tuple[Abbreviation, ...] = ()
    punctuation_inside: bool = True


def set_citations(
    citations: Sequence[Citation],
    references: Mapping[str, Reference],
    style: Style,
    language: str,
    sigla: SiglaSettings | None = None,
    archives: str = "as-written",
    *,
    by_section: bool = False,
    restarting: bool = False,
    unnumbered: bool = False,
    uncited: Sequence[str] = (),
    frame: CitationFrame | None = None,
) -> SetWork:
    """Set `citations`, all those of the edition in the order of the document.

    `references` are by key, `language` is the edition's, `archives` the profile of its archival
    citations; `by_section` says that positions start again in each section, `restarting` that the
    notes' numbers do, `unnumbered` that no number leads to a note without its page; `uncited` are
    keys that the bibliography lists too; `frame` is what is around a citation where these are
    printed in the text.  Nothing is raised for what an item holds: a fault says what could not be
    set and what is printed in its place.
    """
    known = _registered(citations, references, uncited)
    planned = sigla_of(citations, known, language, sigla or SiglaSettings(), archives)
    around = frame or CitationFrame()
    if plain(around.around).startswith("("):
        planned = replace(planned, brackets=("[", "]"))
    table = _Table(style, language, known, planned, around)
    places = _positions(citations, table.processor.near_note_distance, by_section)
    firsts = first_notes(citations, by_section=by_section, restarting=restarting)
    firsts = tuple(("",) * len(row) for row in firsts) if unnumbered else firsts
    set_ = tuple(
        table.citation(number, citation, tuple(zip(row, first, strict=True)))
        for number, (citation, row, first) in enumerate(zip(citations, places, firsts, strict=True))
    )
    assert len(set_) == len(citations)
    entries, listed = table.bibliography(), table.abbreviations()
    return SetWork(set_, entries, tuple(table.faults), listed, table.processor.inside)


def _positions(
    citations: Sequence[Citation], near: int, by_section: bool
) -> tuple[tuple[Position, ...], ...]:
    """Give the position of each cite; notes and the running text each have positions of their
    own (as in the CSL suite's position_IbidInText), and in the text each citation counts as a
    note."""
    rows: dict[int, tuple[Position, ...]] = {}
    for in_text in (False, True):
        numbers = [n for n, citation in enumerate(citations) if citation.in_text == in_text]
        own = [
            replace(citations[n], note_number=at) if in_text else citations[n]
            for at, n in enumerate(numbers, start=1)
        ]
        rows |= dict(zip(numbers, positions(own, near, by_section=by_section), strict=True))
    return tuple(rows[number] for number in range(len(citations)))


def _registered(
    citations: Sequence[Citation], references: Mapping[str, Reference], uncited: Sequence[str]
) -> dict[str, Reference]:
    """Return by key the references that are cited, in the order of their first cite, and then those
    that are listed uncited."""
    keys = dict.fromkeys(cite.key for citation in citations for cite in citation.cites)
    keys |= dict.fromkeys(uncited)
    return {key: references[key] for key in keys if key in references}


@dataclass
class _Table:
    """The setting of one edition: its cite processor, and the faults met so far."""

    style: Style
    language: str
    known: Mapping[str, Reference]
    sigla: Sigla
    frame: CitationFrame
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._items = {key: _trimmed(item_of(ref.data, key)) for key, ref in self.known.items()}
        entry_items: dict[str, Item] = {}
        for key, item in self._items.items():
            if archival(self.known[key]) is Archival.ARCHIVE:
                self._items[key], entry_items[key] = _cited_archive(item), _listed_archive(item)
        keys = list(self._items)
        self.processor = cite_processor(self.style, self.language, self._items, keys, entry_items)
        if b"-quote" not in self.style.xml:  # the style has no marks of its own
            outer, inner = marks_of(self.language), marks_of(self.language, inner=True)
            self.processor.quotes = replace(self.processor.quotes, outer=outer, inner=inner)
        self._told: set[str] = set()

    # -- citations

    def citation(
        self, number: int, citation: Citation, row: Sequence[tuple[Position, str]]
    ) -> SetCitation:
        """Set the cites one after the other, delimited as the style says.

        `row` has for each cite its position, and the number of the note that cites its work first.
        In the text the first one may have its names in front of it: Smith (1999, 12; Jones 2001).
        """
        at: list[int] = []  # the cites that have a reference
        asked: list[CiteRequest] = []
        for index, (cite, asks) in enumerate(zip(citation.cites, row, strict=True)):
            if cite.key in self.known:
                at.append(index)
                affixed = bool(cite.prefix or (cite.suffix if cite.rest is None else cite.rest))
                asked.append(CiteRequest(cite.key, _point(cite, *asks), affixed))
            else:
                place = citation.place or Place(citation.section)
                message = f"there is no reference with the key {cite.key}"
                self.faults.append(cite_key_resolves.fault(place, message))
        names = self._names(citation, asked[0]) if at[:1] == [0] else []
        inlines: Inlines = []
        for piece in self._pieces(asked, is_named=bool(names)):
            request = asked[piece.index]
            if names and not piece.index and not piece.text and not request.affixed:
                continue  # the names say all that the style has for it
            one = self._cite(number, at[piece.index], request.context, piece)
            if one:
                inlines += [*tree.text(unmarked(piece.delimiter)), *one] if inlines else one
        if inlines and self.frame.in_text and not citation.is_bare:
            inlines = framed(self.frame, inlines)
        return SetCitation(inlines, names)

    def _pieces(self, asked: Sequence[CiteRequest], *, is_named: bool) -> Sequence[Piece]:
        """Return the cites in the order of print; one whose names are in front of it is the
        first."""
        if not is_named:
            return pieces_of(self.processor, asked)
        first, *others = asked
        title = self._title(first)
        pieces = [
            replace(piece, text=_without_title(piece.text, title))
            for piece in pieces_of(self.processor, [first])
        ]
        for piece in pieces_of(self.processor, others) if others else ():
            delimiter = piece.delimiter or self.processor.delimiter
            pieces.append(replace(piece, index=piece.index + 1, delimiter=delimiter))
        return pieces

    def _title(self, asked: CiteRequest) -> str:
        """Return what a style prints in the place of the names of a work that has none."""
        cite = self.processor.core(asked.id, asked.context)
        return "" if cite.persons else ", ".join(cite.first_names or ())

    def _names(self, citation: Citation, asked: CiteRequest) -> Inlines:
        """Return the names that the text has in front of a citation, `@key`: as many as the style
        prints, with the words of the text's language; none for other citations."""
        if not self.frame.in_text or citation.cites[0].mode != "author-in-text":
            return []
        short = SUBSEQUENT if self.processor.tables.is_note_style else asked.context.position
        context = replace(asked.context, position=short, without_author=False)
        full = self.processor.core(asked.id, context)
        language = citation.language or self.language
        return names_in_text(self.known[asked.id], full, language, self.processor.quotes)

    def _cite(self, number: int, index: int, context: CiteContext, piece: Piece) -> Inlines:
        cite = self.sigla.citations[number].cites[index]

        def set_core(position: Position, located: bool) -> str:
            asked = _point(cite, position, context.first_note, located)
            return self._core(cite.key, asked, piece.text if asked == context else None)

        parts = self.sigla.parts(number, index, context.position, set_core, self.processor.quotes)
        return _around(
            parts.prefix, parts.core, parts.suffix, self.processor, self._language(cite.key)
        )

    def _core(self, key: str, context: CiteContext, core: str | None = None) -> str:
        """Set a cite without affixes; if the style leaves it empty, report it and set a
        fallback."""
        core = self.processor.core(key, context).text if core is None else core
        if core:
            return _tied(core, context, self.processor) if context.locator else core
        plain = settled(set_plainly(self._items[key], context), self.processor.inside)
        if not context.without_author or context.position == FIRST:
            stands = "author and title are printed instead" if plain else "it has no title either"
            self._tell(key, f"prints nothing in this style: {stands}")
        return plain

    # -- bibliography

    def bibliography(self) -> tuple[SetEntry, ...]:
        """Set the entry of each reference cited; the style may leave some of them out."""
        entries: list[SetEntry] = []
        for key, core in entries_of(self.processor, list(self.known)):
            if core.text:
                text = _parted_label(core.text)
                inlines = to_inlines(text, self.processor.quotes, self._language(key))
                language = self._language(key) or self.language
                names = tuple(unmarked(name) for name in core.first_names or ())
                entries.append(SetEntry(key, self.known[key].part, language, inlines, names))
            elif self.processor.tables.prints_numbers:
                self._tell(
                    key,
                    f"has no entry in this style: {self.processor.numbers[key]} is missing "
                    "among the numbers of the bibliography",
                )
        return tuple(entries)

    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """Return each siglum with the full form of its work, without a place."""
        quotes = self.processor.quotes
        return tuple(
            Abbreviation(
                siglum.text,
                to_inlines(siglum.marked, quotes),
                to_inlines(self._core(key, CiteContext(FIRST)), quotes, self._language(key)),
            )
            for key, siglum in self.sigla.used.items()
        )

    def _language(self, key: str) -> str:
        """Return the language tag of a reference, which its titles carry; '' if it has none."""
        written = language_of(self.known[key].data)
        return written if _TAG.fullmatch(written) else ""

    def _tell(self, key: str, what: str) -> None:
        """Report a reference once, however often it is cited."""
        if key not in self._told:
            self._told.add(key)
            message = f"the reference {key} {what}"
            self.faults.append(citation_can_be_set.fault(self.known[key].place, message))


_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def _without_title(text: str, title: str) -> str:
    """Return a cite without the title at its head, which the text has in front of it; the whole
    cite if it would be nothing else."""
    rest = text.removeprefix(title) if title else text
    return rest.lstrip(" ,.") or text


def _point(cite: Cite, position: Position, first_note: str, located: bool = True) -> CiteContext:
    locator, label = (unmarked(cite.locator), cite.label) if located else ("", "")
    return CiteContext(position, locator, label, first_note, cite.mode != "normal")


# --- whole archives ------------------------------------------------------------------------------


def _trimmed(item: Item) -> Item:
    """Take the spaces off the ends of an item's texts: they would be printed before a comma."""
    return replace(item, texts={name: text.strip(" ") for name, text in item.texts.items()})


def _cited_archive(item: Item) -> Item:
    """Return a whole archive for notes, where its name is printed once, as a title."""
    return replace(item, texts={k: v for k, v in item.texts.items() if k != "archive"})


def _listed_archive(item: Item) -> Item:
    """Return a whole archive for a bibliography, where it is no work (Chicago 14.127).

    It is 'Archives nationales, Paris'.
    """
    texts = {k: v for k, v in item.texts.items() if k != "title"}
    return replace(item, texts={"archive": item.texts.get("title", ""), **texts})


def _parted_label(entry: str) -> str:
    """Return an entry with a space behind its number, which a style has in a margin of its own."""
    label, end, rest = entry.partition(CLOSING["LeftMargin"])
    return f"{label.rstrip()} {end}{rest.lstrip()}" if end else entry


# --- labels and affixes --------------------------------------------------------------------------


def _tied(core: str, context: CiteContext, processor: CiteProcessor) -> str:
    """Keep a label and its number on one line: 'chap. 4'."""
    terms = {
        processor.tables.term(context.label or "page", form, plural)
        for form in ("short", "symbol", "long")
        for plural in (False, True)
    }
    for term in sorted(filter(None, terms), key=len, reverse=True):
        core = re.sub(rf"\b{re.escape(term)} (?=\d|[ivxlc])", f"{term}{NO_BREAK}", core)
    return core


_OPENS = tuple("([{“‘«„—/ \N{NO-BREAK SPACE}")
_PUNCTUATION = tuple(",.;:!?)]}”’»—/")


def _around(
    prefix: Inlines, core: str, suffix: Inlines, processor: CiteProcessor, language: str
) -> Inlines:
    """Put a cite's prefix and suffix, with their markup, around its core.

    A space follows the prefix, and a comma comes before a suffix that opens with no sign of its
    own. A comma written after a closing quotation mark goes inside where the language has it so.
    """
    before = list(prefix)
    opening = plain(before)
    if before and core and not opening.endswith(_OPENS) and not re.search(r"\b[dl]’$", opening):
        before.append(tree.SPACE)
    after = list(suffix)
    closing = plain(after)
    if after and core:
        if not closing.startswith((*_PUNCTUATION, " ", "(", "[", "\N{NO-BREAK SPACE}")):
            core += ", "
        elif tree.is_string(after[0]) and (word := tree.string_of(after[0]))[:1] in ",.":
            core = settled(seam(core, word[0]), processor.inside)  # ”, -> ,” and ., -> .,
            after[:1] = [tree.string(word[1:])] if word[1:] else []
    elif after:
        after = _without_comma(after)
    return before + to_inlines(core, processor.quotes, language) + after


def _without_comma(inlines: Inlines) -> Inlines:
    """Take the comma and the space off a suffix that has nothing before it."""
    inlines = list(inlines)
    while inlines and (tree.is_kind(inlines[0], "Space") or inlines[0] == tree.string(",")):
        inlines.pop(0)
    return inlines
