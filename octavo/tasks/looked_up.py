"""Look up what an edition cites, and what its texts come to, for the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from octavo.csl.text.searching import as_searched
from octavo.model import CitationFrame, FaultError, Manuscript, Place, Reference, Section
from octavo.tasks.parse import load_parsed, parse_text
from octavo.tasks.plan import Plan
from octavo.tasks.read import read_references

WORDS_A_MINUTE = 230  # read silently (Brysbaert 2019, for English: 238)
_MARKUP = re.compile(r"</?(?:i|b|sc|sub|sup|span)(?: [^<>]{0,200})?>")  # that of CSL's rich text
_NAMED = 2  # people who are named; of more, the first


@dataclass(frozen=True, slots=True)
class LookedUpReference:
    """A reference: its key, its authors or editors, its year and title, and where it is cited."""

    key: str
    authors: str
    year: str
    title: str
    cited: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SectionWords:
    """What a text comes to: all its words, its notes, the words in these, and its figures."""

    section: str
    words: int
    notes: int
    words_in_notes: int
    figures: int

    @property
    def minutes(self) -> float:
        """The time that it takes to read."""
        return self.words / WORDS_A_MINUTE


def parsed_texts(plan: Plan, *, anew: bool = False) -> Iterator[tuple[Section, Manuscript | None]]:
    """Yield each text as the parse stage left it, None if it cannot be parsed; `anew` parses all
    again."""
    for section in plan.texts:
        if anew:
            made, _ = parse_text(plan.paths, section, plan.language, plan.bibliographies)
        else:
            made, _ = load_parsed(plan.paths, section.name)
        yield section, made


# --- references ----------------------------------------------------------------------------------


def references_with(
    plan: Plan, texts: Iterable[Manuscript], words: str
) -> tuple[LookedUpReference, ...]:
    """Return the references that have all the words in their key, their people, their title or
    their year, in the order of their keys."""
    references, _ = read_references(plan.paths, plan.bibliographies)
    cited: dict[str, list[Place]] = {}
    for text in texts:
        for seen in text.cite_keys:
            cited.setdefault(seen.key, []).append(seen.place)
    asked = as_searched(words).split()
    found = [
        _looked_up(reference, cited.get(reference.key, ()))
        for reference in references
        if all(word in _said(reference) for word in asked)
    ]
    return tuple(sorted(found, key=lambda one: (as_searched(one.key), one.key)))


def _looked_up(reference: Reference, cited: Sequence[Place]) -> LookedUpReference:
    named = [_name(person) for person in _people(reference)]
    authors = " and ".join(named) if len(named) <= _NAMED else f"{named[0]} et al."
    title = _MARKUP.sub("", reference.text("title") or reference.text("container-title"))
    return LookedUpReference(reference.key, authors, _year(reference), title, tuple(cited))


def _said(reference: Reference) -> str:
    """Return all by which a reference is looked for, in small letters."""
    names = (_name(person, whole=True) for person in _people(reference))
    titles = ("title", "title-short", "container-title")
    fields = (_MARKUP.sub("", reference.text(name)) for name in titles)
    return as_searched(" ".join((reference.key, _year(reference), *names, *fields)))


def _people(reference: Reference) -> list[object]:
    """Return the authors of a reference; without any, its editors."""
    for role in ("author", "editor"):
        people = reference.data.get(role)
        if isinstance(people, list) and people:
            return people
    return []


def _name(person: object, *, whole: bool = False) -> str:
    """Return the family name of a person, or an institution's; if `whole`, the given names too."""
    if not isinstance(person, dict):
        return str(person)
    parts = ("literal", "non-dropping-particle", "family", *(("given",) if whole else ()))
    said = " ".join(str(person[part]) for part in parts if person.get(part))
    return said or str(person.get("given", ""))


def _year(reference: Reference) -> str:
    from octavo.csl.items.dates import clean_date

    date = clean_date(reference.data.get("issued"))
    if date is None:
        return ""
    years = dict.fromkeys(str(day[0]) for day in date.parts if day)
    return "–".join(years) or date.literal


# --- words ---------------------------------------------------------------------------------------


def words_of(plan: Plan, texts: Iterable[Manuscript]) -> tuple[SectionWords, ...]:
    """Return what each text comes to; words are counted as written, so citations count as their
    keys, and notes as they are printed."""
    from octavo.matter.contributors import with_bylines
    from octavo.notes import with_placed_citations

    frame, made = _frame(plan), []
    for text in texts:
        (signed,) = with_bylines([text], plan.valid_edition)
        made.append(_words_of(text, with_placed_citations(signed, {}, frame)))
    return tuple(made)


def _frame(plan: Plan) -> CitationFrame:
    """Return how the style of the edition sets citations in the text; if it cannot be loaded, as a
    style for notes."""
    from octavo.citations import frame_of
    from octavo.csl.styles import load_style

    edition = plan.valid_edition
    try:
        style = load_style(edition.citations.style, plan.root)
    except FaultError:
        return CitationFrame()
    return frame_of(style, edition.citations, edition.language)


def _words_of(text: Manuscript, printed: Manuscript) -> SectionWords:
    """Return what a text comes to, by the text as written, and with its notes as printed."""
    from octavo.notes import notes_of
    from octavo.pandoc import tree
    from octavo.pandoc.walk import plain, walk

    in_text = len(plain(text.blocks, notes=False).split())
    notes = sum(1 for _ in notes_of(printed))
    figures = sum(1 for element in walk(text.blocks) if tree.is_kind(element, "Figure"))
    return SectionWords(text.section.path, text.words, notes, text.words - in_text, figures)
