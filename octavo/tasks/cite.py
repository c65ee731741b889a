"""Number the notes, set the citations, make the bibliography; and ask for a second opinion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from octavo.fingerprint import fingerprint
from octavo.model import (
    Citation,
    CitationFrame,
    Edition,
    Finding,
    Manuscript,
    Reference,
    Section,
    SetCitation,
)
from octavo.tasks.parse import load_gist
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.read import read_references
from octavo.tasks.records import Count, load, load_if_there, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.unsound import stop_on_errors
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.citations import SetWork
    from octavo.csl.styles import Style


@dataclass(frozen=True, slots=True)
class Sections:
    """The texts, the leaves and lists that Octavo makes, the list of abbreviations if there is one;
    and all sections but the index, in the order of the book."""

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
    made = [section for section in plan.cited if section not in plan.texts]
    yield cite.task(
        plan, sections_of_plan(plan),
        reads=[
            paths.report,
            *(paths.gist(section.name) for section in plan.texts),
            *plan.references, *plan.styles,
        ],
        makes=[
            *(paths.given(section.name) for section in plan.texts),
            *(paths.cited(section.name) for section in made),
            paths.counts, paths.citing, paths.index_marks, paths.set_citations,
        ],
    )  # fmt: skip


@stage(
    "notes", "figures", "typography", "citations", "language", "authors", "dedication", "epigraph",
    "colophon", "lists", "numbering", "print.design", "print.typeface",
)  # fmt: skip
def cite(edition: Edition, paths: Paths, sections: Sections) -> None:
    """Write what each text needs of the others to be finished, and the sections and lists that are
    made of the texts. Only the gists of the texts are read.

    Raise FaultError if a citation has an error.
    """
    from octavo import notes
    from octavo.captions import cross_references, heading_numbers, numbering
    from octavo.citations import frame_of
    from octavo.matter.abbreviations import abbreviations
    from octavo.tasks.given import Given
    from octavo.typography import with_typography

    settings = edition.citations
    references = _references(edition, paths)
    signed = _signed_gists(edition, paths, sections)
    headings = heading_numbers.heading_numbers(signed, edition.numbering, edition.language)
    signed = tuple(map(heading_numbers.with_heading_number, signed, headings))
    style = _style(edition, paths, signed)
    frame = frame_of(style, settings, edition.language) if style else CitationFrame()
    authors = [{} if frame.in_text else notes.authors_in_text(m, references) for m in signed]
    texts = tuple(
        notes.with_placed_citations(made, named, frame)
        for made, named in zip(signed, authors, strict=True)
    )
    before = notes.numbers_before(texts, edition.notes)
    texts = tuple(map(notes.numbered_from, texts, before))
    citations, work = _set_citations(edition, paths, texts, references, style, frame)
    texts = notes.put_back(texts, work.citations, inside=work.punctuation_inside, frame=frame)
    targets = notes.note_targets(texts)
    texts = tuple(
        notes.with_note_references(made, found, edition.notes)
        for made, found in zip(texts, targets, strict=True)
    )
    counts = numbering.caption_counts(texts, edition.figures)
    texts = tuple(map(numbering.with_captions, texts, counts))
    referred = cross_references.cross_targets(texts)
    texts = tuple(map(cross_references.with_cross_references, texts, referred))
    of_texts = _by_section(citations, work.citations)
    rows = zip(texts, headings, authors, before, targets, counts, referred, strict=True)
    for made, heading, named, first, *others in rows:
        own = tuple(of_texts.get(made.section.name, ()))
        given = Given(heading, named, first, own, work.punctuation_inside, frame, *others)
        write_whole(paths.given(made.section.name), to_json(given))
    finished = [*_made_matter(edition, sections.matter, texts)]
    if settings.bibliographies:
        finished.append(
            notes.bibliography(work.bibliography, references, settings, edition.language)
        )
    if sections.abbreviations:
        title, asked = settings.sigla.title, sections.abbreviations
        finished.append(abbreviations(work.abbreviations, asked, title, edition.language))
    finished = [with_typography(edition.typography, made) for made in finished]
    named = {made.section.name: made for made in finished}
    for section in sections.in_order:
        if section.name in named:
            write_whole(paths.cited(section.name), to_json(named[section.name]))
    named |= {made.section.name: made for made in _with_index_marks(paths, texts)}
    ordered = [named[section.name] for section in sections.in_order if section.name in named]
    write_whole(paths.counts, to_json([_count(made) for made in ordered]))
    write_whole(paths.citing, to_json(work.faults))
    stop_on_errors(work.faults)


def _by_section(
    citations: Sequence[Citation], work: Sequence[SetCitation]
) -> Mapping[str, Sequence[SetCitation]]:
    """Return the set citations of each section, in their order."""
    found: dict[str, list[SetCitation]] = {}
    for citation, set_ in zip(citations, work, strict=True):
        found.setdefault(citation.section, []).append(set_)
    return found


def _references(edition: Edition, paths: Paths) -> dict[str, Reference]:
    read, _ = read_references(paths, edition.citations.bibliographies)
    return {reference.key: reference for reference in read}


def _with_index_marks(paths: Paths, texts: Sequence[Manuscript]) -> tuple[Manuscript, ...]:
    """Return the texts with a place for each mark of the index; write the marks to build/."""
    from octavo.index import mark_entries

    marked = mark_entries(texts)
    write_whole(paths.index_marks, to_json(marked.marks))
    return marked.manuscripts


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


def _signed_gists(edition: Edition, paths: Paths, sections: Sections) -> tuple[Manuscript, ...]:
    """Return the gists of all texts, with the lines that name their authors."""
    from octavo.matter.contributors import with_bylines

    read = [load_gist(paths, section.name) for section in sections.texts]
    return with_bylines([made for made in read if made], edition)


def _style(edition: Edition, paths: Paths, texts: Sequence[Manuscript]) -> Style | None:
    """Return the style of the citations; None if nothing is cited or listed."""
    from octavo.csl.styles import load_style

    asked = edition.citations
    if not asked.bibliographies and not any(made.holds("Cite") for made in texts):
        return None
    return load_style(asked.style, paths.root)


def _set_citations(
    edition: Edition, paths: Paths, numbered: Sequence[Manuscript],
    references: Mapping[str, Reference], style: Style | None, frame: CitationFrame,
) -> tuple[tuple[Citation, ...], SetWork]:  # fmt: skip
    """Return the citations of all texts, and the same as they are printed. Those of the last run
    are taken if nothing that they depend on has changed, and nothing was found in them."""
    from octavo import notes
    from octavo.citations import SetWork, set_citations
    from octavo.tasks.given import KeptCitations

    citations = notes.collect_citations(numbered)
    asked = edition.citations
    uncited = notes.listed_uncited(numbered, asked, references)
    if not (citations or uncited) or style is None:
        write_whole(paths.set_citations, b"")
        return (), SetWork((), (), ())
    placeless = [replace(citation, place=None) for citation in citations]
    data = [(reference.key, reference.data) for reference in references.values()]
    told = (style.xml, placeless, data, uncited, edition.language, edition.notes.numbering)
    digest = _digest(*told, asked.sigla, asked.archives, asked.positions, frame)
    kept = load_if_there(KeptCitations, paths.set_citations)
    if kept is not None and kept.asked == digest:
        return citations, kept.work
    work = set_citations(
        citations, references, style, edition.language, asked.sigla, asked.archives,
        by_section=asked.positions == "section",
        restarting=edition.notes.numbering != "edition",
        unnumbered="numbered" in edition.notes.by_page, uncited=uncited, frame=frame,
    )  # fmt: skip
    kept = b"" if work.faults else to_json(KeptCitations(digest, work))
    write_whole(paths.set_citations, kept)
    return citations, work


def _digest(*values: Any) -> str:
    """Return a digest of values, and of the code that reads them."""
    digest = sha256(fingerprint().encode())
    for value in values:
        digest.update(b"\0" + (value if isinstance(value, bytes) else to_json(value)))
    return digest.hexdigest()


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
    from octavo.citations import frame_of, second_opinion
    from octavo.csl.styles import load_style

    edition, paths = plan.valid_edition, plan.paths
    references = _references(edition, paths)
    signed = _signed_gists(edition, paths, sections_of_plan(plan))
    asked = edition.citations
    style = load_style(asked.style, plan.root)
    frame = frame_of(style, asked, edition.language)
    texts = [
        notes.with_placed_citations(made, notes.authors_in_text(made, references), frame)
        for made in signed
    ]
    numbered = notes.number_notes(texts, edition.notes)
    allowances, unread = second_opinion.read_allowances(_allowed_differences(paths))
    opinion = second_opinion.second_opinion(
        notes.collect_citations(numbered), references, style,
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
