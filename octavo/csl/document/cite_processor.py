"""Set each cite and each entry of one document in one style, and each of them once.

What the document asks of an item (a year suffix, more names) comes in as its `Disambiguation`; what
one cite asks for comes in as its `CiteContext`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from octavo.csl.document.positions import FIRST, Position
from octavo.csl.items.item import Item, Person
from octavo.csl.rendering.render_state import Area, Rendering, Repeated
from octavo.csl.rendering.style_tables import StyleTables
from octavo.csl.text import punctuation
from octavo.csl.text.punctuation import begun, joined, settled
from octavo.csl.text.tagged_text import MARK_SET, Quotes, marked, unmarked


@dataclass(frozen=True, slots=True)
class CiteContext:
    """What the setting of a cite depends on besides its item."""

    position: Position = FIRST
    locator: str = ""  # tagged text
    label: str = ""
    first_note: str = ""
    without_author: bool = False
    compared: bool = False  # set to be compared with others, not to be printed


@dataclass(frozen=True, slots=True)
class Disambiguation:
    """What the document asks of every cite of an item, so that no other work prints the same."""

    disambiguate: int = 0  # at how many of its places the style's condition holds
    more_names: int = 0
    levels: tuple[tuple[Person, int], ...] = ()
    year_suffix: str = ""


PLAIN = Disambiguation()

_Names = tuple[tuple[str, ...] | None, tuple[Person, ...]] | None  # of the entry above


@dataclass(frozen=True, slots=True)
class RenderedCite:
    """One cite as rendered, without its affixes, and what it prints of names and conditions."""

    text: str
    first_names: tuple[str, ...] | None = None
    persons: tuple[Person, ...] = ()
    hidden_names: int = 0
    asked_disambiguate: int = 0
    year_suffix_printed: bool = False
    first_term: str = ""  # the text of a term that was printed before all else


@dataclass(frozen=True, slots=True)
class Kept:
    """The cites and entries that have been set, by all on which they depend, and those of the step
    `before`, which are taken over where they are asked for again.

    It belongs to one style, one language and the items of one document.
    """

    cores: dict[tuple[str, str, CiteContext, Disambiguation], RenderedCite] = field(
        default_factory=dict
    )
    entries: dict[tuple[str, str, Disambiguation, _Names], RenderedCite] = field(
        default_factory=dict
    )
    before: Kept | None = None

    def next(self) -> Kept:
        """Return an empty store that knows this one, and nothing from before it."""
        return Kept(before=replace(self, before=None))

    def core(self, key: tuple[str, str, CiteContext, Disambiguation]) -> RenderedCite | None:
        """Return the cite that was set under a key, now or in the step before."""
        found = self.cores.get(key)
        if found is None and self.before is not None:
            found = self.before.cores.get(key)
            if found is not None:
                self.cores[key] = found
        return found

    def entry(self, key: tuple[str, str, Disambiguation, _Names]) -> RenderedCite | None:
        """Return the entry that was set under a key in the step before."""
        return self.before.entries.get(key) if self.before is not None else None


@dataclass
class CiteProcessor:
    """The processor of one style and the items of one document.

    It sets the same cite in the same context once.
    """

    tables: StyleTables
    items: Mapping[str, Item]
    states: dict[str, Disambiguation] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)  # citation numbers
    entry_items: Mapping[str, Item] = field(default_factory=dict)  # in place of `items` in entries
    kept: Kept = field(default_factory=Kept)

    def __post_init__(self) -> None:
        self._citation = self.tables.layout("citation")
        self._bibliography = self.tables.layout("bibliography")
        self.inside = self.tables.locale_option("punctuation-in-quote")
        self.quotes = _quotes(self.tables)
        self.delimiter: str = self._citation.options.get("delimiter", "")
        self._is_sentence = self._citation.options.get("suffix", "").startswith(".")
        near = self.tables.layout_options("citation").get("near-note-distance", "")
        self.near_note_distance = int(near) if re.fullmatch(r"\d{1,4}", near) else 5

    @property
    def has_bibliography(self) -> bool:
        return self._bibliography is not None

    def work(
        self, item_id: str, area: Area, context: CiteContext, state: Disambiguation
    ) -> Rendering:
        """Start a new rendering of an item for a citation or for the bibliography."""
        item = self.items[item_id]
        if area == "bibliography":
            item = self.entry_items.get(item_id, item)
        return Rendering(
            item=item,
            tables=self.tables,
            area=area,
            locator=context.locator,
            label=context.label or "page",
            position=context.position if area == "citation" else frozenset(),
            first_note=context.first_note,
            number=self._number(item_id),
            disambiguate=state.disambiguate,
            more_names=state.more_names,
            levels=dict(state.levels),
            year_suffix=state.year_suffix,
            without_author=context.without_author,
            compared=context.compared,
        )

    def _number(self, item_id: str) -> str:
        return str(self.numbers[item_id]) if item_id in self.numbers else ""

    def _asked_number(self, item_id: str) -> str:
        """Return the number of a work if the style asks for it: then its cites depend on it."""
        return self._number(item_id) if self.tables.asks_for_numbers else ""

    # -- cites

    def core(
        self, item_id: str, context: CiteContext, state: Disambiguation | None = None
    ) -> RenderedCite:
        """Set one cite without affixes; `state` is the item's own if none is given.

        A short form that prints nothing of the work is replaced by the full form.
        """
        state = self.states.get(item_id, PLAIN) if state is None else state
        if context.first_note and not self.tables.asks_for_first_notes:
            context = replace(context, first_note="")
        key = (item_id, self._asked_number(item_id), context, state)
        core = self.kept.core(key)
        if core is None:
            work = self.work(item_id, "citation", context, state)
            text = self._bracketed(settled(self._citation.render(work), self.inside))
            if context.position != FIRST and not context.without_author and _says_nothing(work):
                core = self.core(item_id, replace(context, position=FIRST), state)
                core = replace(core, asked_disambiguate=1)
            else:
                core = _set_core(text, work)
            self.kept.cores[key] = core
        return core

    def raised(self, text: str, item_id: str, context: CiteContext) -> str:
        """Capitalize a cite that opens a sentence, if it begins with a term: 'Ibid.'; in a style
        whose notes end with a full stop also a particle: 'De Roover' (Chicago 18, 8.9)."""
        core = self.core(item_id, context)
        particle = _leading_particle(core) if self._is_sentence else ""
        term = core.first_term or particle
        at = text.find(term[0]) if term else -1
        if at < 0 or not all(sign in MARK_SET for sign in text[:at]):
            return text
        return text[:at] + text[at].upper() + text[at + 1 :]

    def finished_cluster(self, text: str) -> str:
        """Put the layout's affixes and formatting around the cites of a cluster."""
        return self._bracketed(begun(self._citation.finished(text)))

    def _bracketed(self, text: str) -> str:
        return punctuation.bracketed(text, within=self.tables.is_chicago)

    # -- entries

    def entry(self, item_id: str, before: RenderedCite | None = None) -> RenderedCite:
        """Set one entry; `before` is the entry above, whose first names may be substituted."""
        state = self.states.get(item_id, PLAIN)
        above = None if before is None else (before.first_names, before.persons)
        key = (item_id, self._asked_number(item_id), state, above)
        entry = self.kept.entry(key)
        if entry is None:
            entry = self._entry(item_id, before)
        self.kept.entries[key] = entry
        return entry

    def _entry(self, item_id: str, before: RenderedCite | None) -> RenderedCite:
        state = replace(self.states.get(item_id, PLAIN), more_names=0)
        work = self.work(item_id, "bibliography", CiteContext(), state)
        text = self._laid_out(work)
        if not text and item_id in self.entry_items:  # the style prints none of its fields
            work.item = self.items[item_id]
            text = self._laid_out(work)
        first_names, persons = _first_names(work), work.persons
        repeated = None
        if before is not None and first_names:
            options = self.tables.layout_options("bibliography")
            above = _identities(before.first_names or (), before.persons)
            repeated = _repeated(above, _identities(first_names, persons), options)
        if repeated is not None:
            work = self.work(item_id, "bibliography", CiteContext(), state)
            work.repeated = repeated
            text = self._laid_out(work)
        text = self._bracketed(settled(begun(text), self.inside))
        return RenderedCite(text, first_names, persons)

    def _laid_out(self, work: Rendering) -> str:
        layout = self._bibliography
        pieces = layout.pieces(work)
        if "second-field-align" in self.tables.layout_options("bibliography") and len(pieces) > 1:
            prefix, suffix = layout.options.get("prefix", ""), layout.options.get("suffix", "")
            left = marked("LeftMargin", prefix + pieces[0])
            return left + marked("RightInline", joined((joined(pieces[1:], ""), suffix), ""))
        text = joined(pieces, "")
        return layout.finished(text) if text else ""

    # -- order

    def in_order(self, area: Area, ids: Sequence[str]) -> list[int]:
        """Give the order of items by the style's sort keys, as indices; as they come where equal.

        An entry that is printed otherwise is filed as the item: an archive by its title.
        """
        sort = self.tables.sort(area)
        if sort is None:
            return list(range(len(ids)))

        def maker(item_id: str) -> Callable[[], Rendering]:
            return lambda: self._filed(item_id, area)

        order: list[int] = sort.order([maker(item_id) for item_id in ids])
        assert sorted(order) == list(range(len(ids)))
        return order

    def _filed(self, item_id: str, area: Area) -> Rendering:
        work = self.work(item_id, area, CiteContext(), self.states.get(item_id, PLAIN))
        work.item = self.items[item_id]
        return work


def _unbracketed(text: str) -> str:
    return punctuation.bracketed(text, within=False)


def _says_nothing(work: Rendering) -> bool:
    """Return whether a cite prints no more than a locator."""
    words = work.first_term or work.worded
    return not words and all(variable == "locator" for variable in work.recorded)


def _set_core(text: str, work: Rendering) -> RenderedCite:
    return RenderedCite(
        text,
        _first_names(work),
        work.persons,
        work.hidden_names,
        work.asked_disambiguate,
        work.year_suffix_printed,
        work.first_term,
    )


def _first_names(work: Rendering) -> tuple[str, ...] | None:
    return None if work.first_names is None else tuple(map(_unbracketed, work.first_names))


def _quotes(tables: StyleTables) -> Quotes:
    def pair(inner: str, usual: tuple[str, str]) -> tuple[str, str]:
        opening = unmarked(tables.term(f"open{inner}-quote") or "")
        closing = unmarked(tables.term(f"close{inner}-quote") or "")
        return opening or usual[0], closing or usual[1]

    inside = tables.locale_option("punctuation-in-quote")
    return Quotes(pair("", ("“", "”")), pair("-inner", ("‘", "’")), inside)


# How references name an author who is not known: two works of his need not be of one person.
_NOBODY = frozenset(
    """anon anonymous anonyme anonym anonymus anónimo anonimo anônimo anoniem anonymní аноним n.n nn
    unknown unbekannt""".split()
)


@dataclass(frozen=True, slots=True)
class _Identity:
    """A first name as printed, and who it is: a dash stands for the same person alone (Chicago 18,
    13.72), and initials make two persons alike."""

    name: str
    person: tuple[str, ...] = ()
    with_others: bool = False  # whether et al. stands for more behind it
    is_nobody: bool = False


def _identities(names: Sequence[str], persons: Sequence[Person]) -> tuple[_Identity, ...]:
    """Return who is named: a body is its name, and so is a text in the place of names."""
    if not persons:
        return tuple(_Identity(name, is_nobody=_is_nobody(name)) for name in names)
    who = [_parts(person) for person in persons]
    last = len(names) - 1
    return tuple(
        _Identity(
            name,
            who[at] if at < len(who) and any(who[at][1:]) else (),
            at == last and len(who) > len(names),
            is_nobody=at < len(who) and _is_nobody(" ".join(filter(None, who[at]))),
        )
        for at, name in enumerate(names)
    )


def _is_nobody(name: str) -> bool:
    return unmarked(name).casefold().strip(" .,") in _NOBODY


def _parts(person: Person) -> tuple[str, ...]:
    particles = f"{person.dropping} {person.non_dropping}"  # one name has them either way
    parts = (person.family or person.literal, person.given, particles, person.suffix)
    return tuple(unmarked(part).casefold().strip() for part in parts)


def _leading_particle(core: RenderedCite) -> str:
    """Return the particle of a name with which a cite begins; '' if it begins otherwise."""
    text = unmarked(core.text)
    for person in core.persons[:1]:
        opening, parted, _ = person.family.partition(" ")  # '"de Man"' is kept together
        for part in (person.non_dropping, person.dropping, opening if parted else ""):
            particle = unmarked(part)
            if particle and text.startswith(particle):
                return particle
    return ""


def _repeated(
    before: tuple[_Identity, ...], names: tuple[_Identity, ...], options: Mapping[str, str]
) -> Repeated | None:
    """Return the substitutes for the names that an entry shares with the one above, name by name
    (CSL specification, Reference Grouping); None if all names are printed."""
    sign = options.get("subsequent-author-substitute")
    if sign is None or not before:
        return None
    rule = options.get("subsequent-author-substitute-rule", "complete-all")
    if rule.startswith("complete"):
        if before != names or any(name.is_nobody for name in names):
            return None
        return (
            Repeated(whole=sign) if rule == "complete-all" else Repeated(each=(sign,) * len(names))
        )
    same = 0
    for above, name in zip(before, names, strict=False):
        if above != name or name.is_nobody:
            break
        same += 1
    same = min(same, 1) if rule == "partial-first" else same
    return Repeated(each=(sign,) * same) if same else None
