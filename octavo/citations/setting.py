"""Set all citations of an edition, and the bibliography of what they cite."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from octavo.citations.engine import Engine, NotSet, Point, term
from octavo.citations.fields import Fields, clean, language_of
from octavo.citations.marks import (
    Quotes,
    from_html,
    marked,
    plain_text,
    tidy,
    to_inlines,
    unmarked,
    words,
)
from octavo.citations.positions import FIRST, Position, positions
from octavo.citations.sigla import Sigla, sigla_of
from octavo.citations.styles import Style
from octavo.model import (
    Abbreviation,
    Citation,
    Fault,
    Inlines,
    Place,
    Reference,
    SetCitation,
    SetEntry,
    SiglaSettings,
)


@dataclass(frozen=True, slots=True)
class SetWork:
    """The citations as they are to be printed, in the order given; the bibliography in the
    style's; what went wrong; the sigla used, in the order of their first use; whether points go
    inside closing quotation marks in the edition's language."""

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
    uncited: Sequence[str] = (),
) -> SetWork:
    """Set `citations`, all those of the edition in the order of the document.

    `references` are by key, `language` is the edition's, `archives` the profile of its archival
    citations; `by_section` says that positions start again in each section, `uncited` are keys that
    the bibliography lists too.  Nothing is raised for what an item holds: a fault says what could
    not be set and what stands in its place.
    """
    known = _registered(citations, references, uncited)
    planned = sigla_of(citations, known, language, sigla or SiglaSettings(), archives)
    desk = _Desk(style, language, known, planned)
    places = positions(citations, desk.engine.near_note_distance, by_section=by_section)
    set_ = tuple(
        SetCitation(desk.citation(number, citation, row))
        for number, (citation, row) in enumerate(zip(citations, places, strict=True))
    )
    assert len(set_) == len(citations)
    entries, listed = desk.bibliography(), desk.abbreviations()
    inside = desk.engine.quotes.punctuation_inside
    return SetWork(set_, entries, tuple(desk.faults), listed, inside)


def _registered(
    citations: Sequence[Citation], references: Mapping[str, Reference], uncited: Sequence[str]
) -> dict[str, Reference]:
    """Give the references that are cited, by key, in the order of their first cite, and those
    that are listed all the same."""
    keys = dict.fromkeys(cite.key for citation in citations for cite in citation.cites)
    keys |= dict.fromkeys(uncited)
    return {key: references[key] for key in keys if key in references}


@dataclass
class _Desk:
    """The work in hand: one engine, and the faults met so far."""

    style: Style
    language: str
    known: Mapping[str, Reference]
    sigla: Sigla
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._fields = {key: clean(ref.data) for key, ref in self.known.items()}
        self._safe = {key: f"r{number}" for number, key in enumerate(self.known, start=1)}
        self._keys = {safe: key for key, safe in self._safe.items()}
        self._told: set[str] = set()
        by_safe_id = {self._safe[key]: fields for key, fields in self._fields.items()}
        self.engine = Engine(self.style, self.language, by_safe_id)

    # -- citations

    def citation(self, number: int, citation: Citation, row: tuple[Position, ...]) -> Inlines:
        """Set the cites one after the other, parted as the style says."""
        inlines: Inlines = []
        for index, (cite, position) in enumerate(zip(citation.cites, row, strict=True)):
            if cite.key not in self.known:
                place = citation.place or Place(citation.section)
                message = f"there is no reference with the key {cite.key}"
                self.faults.append(Fault("cite_key_resolves", place, message))
                continue
            one = self._cite(number, index, position)
            if one:
                inlines += [*words(self.engine.delimiter), *one] if inlines else one
        return inlines

    def _cite(self, number: int, index: int, position: Position) -> Inlines:
        cite = self.sigla.citations[number].cites[index]

        def set_core(position: Position, located: bool) -> str:
            locator = (cite.locator, cite.label) if located else ("", "")
            return self._core(cite.key, Point(position, *locator, cite.mode != "normal"))

        parts = self.sigla.parts(number, index, position, set_core, self.engine.quotes)
        return _around(parts.prefix, parts.core, parts.suffix, self.engine.quotes)

    def _core(self, key: str, point: Point) -> str:
        try:
            core = self.engine.core(self._safe[key], point)
        except NotSet as error:
            self._tell(key, f"cannot be set in this style ({error})")
            core = ""
        if core:
            return core
        plain = _plainly(self._fields[key], point, self.engine.quotes)
        if not point.suppress_author or point.position == FIRST:
            stands = "its author and title stand instead" if plain else "nor has it a title"
            self._tell(key, f"prints nothing in this style: {stands}")
        return plain

    # -- bibliography

    def bibliography(self) -> tuple[SetEntry, ...]:
        """Set the entry of each reference cited; the style may leave some of them out."""
        if not self.engine.has_bibliography:
            return ()
        entries: list[SetEntry] = []
        for safe_id in self.engine.in_order(list(self._keys)):
            key = self._keys[safe_id]
            reference = self.known[key]
            try:
                text = self.engine.entry(safe_id)
            except NotSet as error:
                self._tell(key, f"cannot be set in this style ({error})")
                text = _plainly(self._fields[key], Point(FIRST), self.engine.quotes)
                text = f"{text}." if text else ""
            if text:
                inlines = to_inlines(text, self.engine.quotes)
                language = language_of(reference.data) or self.language
                entries.append(SetEntry(key, reference.part, language, inlines))
        return tuple(entries)

    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """Set what each siglum stands for: the full form, without a place."""
        quotes = self.engine.quotes
        return tuple(
            Abbreviation(
                siglum.text,
                to_inlines(siglum.marked, quotes),
                to_inlines(self._core(key, Point(FIRST)), quotes),
                language_of(self.known[key].data) or self.language,
            )
            for key, siglum in self.sigla.used.items()
        )

    def _tell(self, key: str, what: str) -> None:
        """Report a reference once, however often it is cited."""
        if key not in self._told:
            self._told.add(key)
            message = f"the reference {key} {what}"
            self.faults.append(Fault("citation_can_be_set", self.known[key].place, message))


# --- affixes -------------------------------------------------------------------------------------

_OPENS = tuple("([{“‘«„—/ \N{NO-BREAK SPACE}")
_PUNCTUATION = tuple(",.;:!?)]}”’»—/")


def _around(prefix: Inlines, core: str, suffix: Inlines, quotes: Quotes) -> Inlines:
    """Put a cite's prefix and suffix, with their markup, around its core.

    A space follows the prefix, a comma comes before a suffix that has nothing of its own; a comma
    written after a closing quotation mark goes inside where the language has it so.
    """
    before = list(prefix)
    opening = plain_text(before)
    if before and core and not opening.endswith(_OPENS) and not re.search(r"\b[dl]’$", opening):
        before.append({"t": "Space"})
    after = list(suffix)
    closing = plain_text(after)
    if after and core:
        if not closing.startswith((*_PUNCTUATION, " ", "(", "[", "\N{NO-BREAK SPACE}")):
            core += ", "
        elif after[0]["t"] == "Str" and after[0]["c"][:1] in ",.":
            core = tidy(core + after[0]["c"][0], quotes)  # the seam: ”, -> ,” and ., -> .
            left = after[0]["c"][1:]
            after[:1] = [{"t": "Str", "c": left}] if left else []
    elif after:
        after = _without_comma(after)
    return before + to_inlines(core, quotes) + after


def _without_comma(inlines: Inlines) -> Inlines:
    """Take the comma and the space off a suffix that nothing comes before."""
    inlines = list(inlines)
    while inlines and (inlines[0]["t"] == "Space" or inlines[0].get("c") == ","):
        inlines.pop(0)
    return inlines


# --- without the engine --------------------------------------------------------------------------

_ROLES = ("author", "editor", "translator", "compiler", "recipient", "contributor")
_QUOTED = frozenset(
    """article-journal article-magazine article-newspaper chapter entry entry-dictionary
    entry-encyclopedia paper-conference post post-weblog review review-book thesis
    webpage""".split()
)


def _plainly(fields: Fields, point: Point, quotes: Quotes) -> str:
    """Set author and title as marked text, for an item at which the engine fails."""
    title = fields.texts.get("title", "")
    if point.position != FIRST:
        title = fields.texts.get("title-short", title)
    text = "".join(piece for piece, _ in from_html(title))
    text = marked("Quote" if fields.type in _QUOTED else "Emph", text)
    who = "" if point.suppress_author else _names(fields, point.position == FIRST)
    other = () if who or text else ("container-title", "archive", "genre", "number", "URL")
    parts = [who, text, *(unmarked(fields.texts.get(name, "")) for name in other), point.locator]
    return tidy(", ".join(filter(None, parts)), quotes)


def _names(fields: Fields, full: bool) -> str:
    for role in _ROLES:
        if role in fields.names:
            people = [_name(name, full) for name in fields.names[role]]
            return ", ".join(people)
    return ""


def _name(name: Mapping[str, str], full: bool) -> str:
    if "literal" in name:
        return unmarked(name["literal"])
    parts = ("given", "dropping-particle") if full else ()
    parts += ("non-dropping-particle", "family", *(("suffix",) if full else ()))
    return unmarked(" ".join(name[part] for part in parts if part in name))


def author_names(reference: Reference, language: str) -> Inlines:
    """Give the names of a work's authors for running text: `Ken`, `Carley and Ken`, `Ken et al.`

    Without an author the editor or translator stands, and without any the short title, in
    italics.  `language` is the edition's.
    """
    fields = clean(reference.data)
    people = next((fields.names[role] for role in _ROLES if role in fields.names), ())
    surnames = [_name(name, full=False) for name in people]
    match surnames:
        case []:
            title = fields.texts.get("title-short") or fields.texts.get("title", "")
            text = marked("Emph", "".join(piece for piece, _ in from_html(title)))
        case [one]:
            text = one
        case [one, two]:
            text = f"{one} {term('and', language)} {two}"
        case [one, two, three]:
            comma = "," if language.split("-")[0] == "en" else ""
            text = f"{one}, {two}{comma} {term('and', language)} {three}"
        case _:
            text = f"{surnames[0]} {term('et-al', language)}"
    return to_inlines(text)
