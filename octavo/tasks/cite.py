"""Number the notes, set the citations, make the bibliography; and ask for a second opinion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from octavo.model import Edition, Finding, Manuscript, Reference, Section
from octavo.tasks.parse import load_parsed
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.read import read_references
from octavo.tasks.records import Count, load, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.unsound import stop_on_errors
from octavo.tasks.write import write_whole


@dataclass(frozen=True, slots=True)
class Sections:
    """The texts, the leaves and lists that Octavo makes, the list of abbreviations if there is one;
    and all sections that this stage writes, in the order of the book."""

    texts: tuple[Section, ...]
    matter: tuple[Section, ...]
    abbreviations: Section | None
    in_order: tuple[Section, ...]


def sections_of_plan(plan: Plan) -> Sections:
    """Return the sections in which citations are set."""
    return Sections(plan.texts, plan.matter, plan.abbreviations, plan.cited)


def tasks(plan: Plan) -> Iterator[Task]:
    """Number the notes, set the citations in their order, make the bibliography."""
    paths = plan.paths
    yield cite.task(
        plan, sections_of_plan(plan),
        reads=[
            paths.report,
            *(paths.parsed(section.name) for section in plan.texts),
            *plan.references, *plan.styles,
        ],
        makes=[
            *(paths.cited(section.name) for section in plan.cited),
            paths.counts, paths.citing, paths.index_marks,
        ],
    )  # fmt: skip


@stage(
    "notes", "figures", "typography", "citations", "language", "authors", "dedication", "epigraph",
    "colophon", "lists", "print.design", "print.typeface",
)  # fmt: skip
def cite(edition: Edition, paths: Paths, sections: Sections) -> None:
    """Write all sections with their notes numbered and their citations set, and the lists.

    Raise FaultError if a citation has an error.
    """
    from octavo import notes
    from octavo.captions.cross_references import resolve_cross_references
    from octavo.captions.numbering import number_captions
    from octavo.matter.abbreviations import abbreviations
    from octavo.typography import set_typography
    from octavo.typography.languages import without_idle_languages

    settings = edition.citations
    references = _references(edition, paths)
    numbered = numbered_texts(edition, paths, sections, references)
    finished, entries, faults, sigla = _set_citations(edition, paths, numbered, references)
    finished = notes.resolve_note_references(finished, edition.notes)
    finished = resolve_cross_references(number_captions(finished, edition.figures))
    finished = (*finished, *_made_matter(edition, sections.matter, finished))
    if settings.bibliographies:
        made = notes.bibliography(entries, references, settings, edition.language)
        finished = (*finished, made)
    if sections.abbreviations:
        title = settings.sigla.title
        made = abbreviations(sigla, sections.abbreviations, title, edition.language)
        finished = (*finished, made)
    finished = _with_index_marks(paths, finished)
    finished = set_typography(finished, edition.typography)
    finished = [without_idle_languages(made) for made in finished]
    named = {made.section.name: made for made in finished}
    finished = [named[section.name] for section in sections.in_order if section.name in named]
    for made in finished:
        write_whole(paths.cited(made.section.name), to_json(made))
    write_whole(paths.counts, to_json([_count(made) for made in finished]))
    write_whole(paths.citing, to_json(faults))
    stop_on_errors(faults)


def _references(edition: Edition, paths: Paths) -> dict[str, Reference]:
    read, _ = read_references(paths, edition.citations.bibliographies)
    return {reference.key: reference for reference in read}


def _with_index_marks(paths: Paths, finished: Sequence[Manuscript]) -> tuple[Manuscript, ...]:
    """Return the texts with a place for each mark of the index; write the marks to build/."""
    from octavo.index import mark_entries

    texts = [made for made in finished if made.section.path]
    marked = mark_entries(texts)
    write_whole(paths.index_marks, to_json(marked.marks))
    placed = {made.section.name: made for made in marked.manuscripts}
    return tuple(placed.get(made.section.name, made) for made in finished)


def _made_matter(
    edition: Edition, asked: Sequence[Section], finished: Sequence[Manuscript]
) -> Iterator[Manuscript]:
    """Yield the leaves and lists that the edition asks for, made from its finished texts."""
    from octavo.design.style_sheets import type_families
    from octavo.matter.contributors import contributors
    from octavo.matter.leaves import leaves
    from octavo.matter.lists import listed
    from octavo.matter.parts import CONTRIBUTORS, LISTS

    yield from (made for made in leaves(edition, type_families(edition)) if made.section in asked)
    for section in asked:
        if section in LISTS:
            yield listed(finished, section, edition.language)
        elif section == CONTRIBUTORS:
            yield contributors(finished, edition)


def numbered_texts(
    edition: Edition, paths: Paths, sections: Sections, references: Mapping[str, Reference]
) -> tuple[Manuscript, ...]:
    """Return all parsed texts, with a note for each citation, and all notes numbered."""
    from octavo import notes
    from octavo.matter.contributors import with_bylines

    read = [load_parsed(paths, section.name)[0] for section in sections.texts]
    signed = with_bylines([made for made in read if made], edition)
    texts = [notes.notes_for_citations(made, references) for made in signed]
    return notes.number_notes(texts, edition.notes)


def _set_citations(
    edition: Edition, paths: Paths, numbered: Sequence[Manuscript],
    references: Mapping[str, Reference],
):  # fmt: skip
    from octavo import notes

    citations = notes.collect_citations(numbered)
    asked = edition.citations
    uncited = notes.listed_uncited(numbered, asked, references)
    if not (citations or uncited):
        return tuple(numbered), (), (), ()
    from octavo.citations import set_citations
    from octavo.csl.styles import load_style

    style = load_style(asked.style, paths.root)
    work = set_citations(
        citations, references, style, edition.language, asked.sigla, asked.archives,
        by_section=asked.positions == "section",
        restarting=edition.notes.numbering == "section", uncited=uncited,
    )  # fmt: skip
    finished = notes.put_back(numbered, citations, work.citations, inside=work.punctuation_inside)
    return finished, work.bibliography, work.faults, work.abbreviations


def _count(made: Manuscript) -> Count:
    from octavo.notes import notes_of

    return Count(made.section.name, made.words, sum(1 for _ in notes_of(made)))


def load_cited(paths: Paths, name: str) -> Manuscript:
    """Return a section with its notes numbered and its citations set."""
    return load(Manuscript, paths.cited(name))


# --- the second opinion --------------------------------------------------------------------------


def second_opinion(plan: Plan) -> tuple[tuple[Finding, ...], str]:
    """Return a finding for each citation that pandoc's citeproc sets in other words than the cite
    stage, and a sentence that says how much was compared. The edition must be sound."""
    from octavo import notes
    from octavo.checks import kept
    from octavo.citations import second_opinion
    from octavo.csl.styles import load_style

    edition, paths = plan.valid_edition, plan.paths
    references = _references(edition, paths)
    numbered = numbered_texts(edition, paths, sections_of_plan(plan), references)
    asked = edition.citations
    allowances, unread = second_opinion.read_allowances(_allowed_differences(paths))
    opinion = second_opinion.second_opinion(
        notes.collect_citations(numbered), references, load_style(asked.style, plan.root),
        edition.language, allowances, asked.sigla, by_section=asked.positions == "section",
        uncited=notes.listed_uncited(numbered, asked, references),
    )  # fmt: skip
    return kept([fault.finding for fault in (*unread, *opinion.faults)], edition), str(opinion)


def _allowed_differences(paths: Paths) -> bytes:
    """Return the bytes of csl/second-opinion.yaml; none if it is missing or outside the edition."""
    from octavo.citations.second_opinion import ALLOWED_PATH, LARGEST

    path = (paths.root / ALLOWED_PATH).resolve()
    if not path.is_relative_to(paths.root.resolve()) or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
