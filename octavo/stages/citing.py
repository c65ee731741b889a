"""Cite: number the notes, set the citations, make the bibliography; and the second opinion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from octavo.folder import Folder, to_json, write_whole
from octavo.model import Finding, Manuscript, Reference
from octavo.pandoc import manuscript_json
from octavo.stages.findings import findings_of, plain, stop_on_errors
from octavo.stages.reading import load_parsed, read_references


def cite(folder: Folder) -> None:
    """Number the notes of all sections, set their citations, and make the bibliography."""
    from octavo import notes
    from octavo.captions.cross_references import resolve_cross_references
    from octavo.captions.numbering import number_captions
    from octavo.matter.abbreviations import abbreviations
    from octavo.typography import set_typography

    edition = folder.edition
    references = {reference.key: reference for reference in read_references(folder)[0]}
    numbered = numbered_texts(folder, references)
    finished, entries, faults, sigla = _set_citations(folder, numbered, references)
    finished = notes.resolve_note_references(finished, edition.notes)
    finished = resolve_cross_references(number_captions(finished, edition.figures))
    settings = edition.citations
    finished = (*finished, *_made_matter(folder, finished))
    if edition.citations.bibliographies:
        made = notes.bibliography(entries, references, settings, edition.language)
        finished = (*finished, made)
    if folder.abbreviations:
        title = settings.sigla.title
        made = abbreviations(sigla, folder.abbreviations, title, edition.language)
        finished = (*finished, made)
    finished = _with_index_marks(folder, finished)
    finished = set_typography(finished, edition.typography)
    named = {made.section.name: made for made in finished}
    finished = [named[section.name] for section in folder.in_order if section.name in named]
    for made in finished:
        write_whole(folder.cited(made.section.name), manuscript_json.to_json(made))
    write_whole(folder.counts, to_json([_count(made) for made in finished]))
    write_whole(folder.citing, to_json([plain(fault) for fault in faults]))
    stop_on_errors(findings_of(faults))


def _with_index_marks(folder: Folder, finished: Sequence[Manuscript]) -> tuple[Manuscript, ...]:
    """The texts with a place for each mark of the index; what the marks ask for to build/."""
    from octavo.index import mark_entries

    texts = [made for made in finished if made.section.path]
    marked = mark_entries(texts)
    write_whole(folder.index_marks, to_json([asdict(mark) for mark in marked.marks]))
    placed = {made.section.name: made for made in marked.manuscripts}
    return tuple(placed.get(made.section.name, made) for made in finished)


def _made_matter(folder: Folder, finished: Sequence[Manuscript]) -> Iterator[Manuscript]:
    """The leaves and lists that the edition asks for, of its finished texts."""
    from octavo.design.style_sheets import type_families
    from octavo.matter.contributors import contributors
    from octavo.matter.leaves import leaves
    from octavo.matter.lists import listed
    from octavo.matter.parts import CONTRIBUTORS, LISTS

    edition, asked = folder.edition, folder.matter
    yield from (made for made in leaves(edition, type_families(edition)) if made.section in asked)
    for section in asked:
        if section in LISTS:
            yield listed(finished, section, edition.language)
        elif section == CONTRIBUTORS:
            yield contributors(finished, edition)


def numbered_texts(folder: Folder, references: Mapping[str, Reference]) -> tuple[Manuscript, ...]:
    """All parsed texts, with a note for each citation, and all notes numbered."""
    from octavo import notes
    from octavo.matter.contributors import with_bylines

    read = [load_parsed(folder, section.name)[0] for section in folder.sections]
    signed = with_bylines([made for made in read if made], folder.edition)
    texts = [notes.notes_for_citations(made, references) for made in signed]
    return notes.number_notes(texts, folder.edition.notes)


def _set_citations(folder: Folder, numbered, references):
    from octavo import notes

    citations = notes.collect_citations(numbered)
    edition = folder.edition
    asked = edition.citations
    uncited = notes.listed_uncited(numbered, asked, references)
    if not (citations or uncited):
        return tuple(numbered), (), (), ()
    from octavo.citations import set_citations
    from octavo.csl.styles import load_style

    style = load_style(asked.style, folder.root)
    work = set_citations(
        citations, references, style, edition.language, asked.sigla, asked.archives,
        by_section=asked.positions == "section",
        restarting=edition.notes.numbering == "section", uncited=uncited,
    )  # fmt: skip
    finished = notes.put_back(numbered, citations, work.citations, inside=work.punctuation_inside)
    return finished, work.bibliography, work.faults, work.abbreviations


def _count(made: Manuscript) -> dict[str, object]:
    from octavo.notes import notes_of

    notes = sum(1 for _ in notes_of(made))
    return {"section": made.section.name, "words": made.words, "notes": notes}


def load_cited(folder: Folder, name: str) -> Manuscript:
    """A section with its notes numbered and set."""
    return manuscript_json.from_json(folder.cited(name).read_bytes())


def second_opinion(folder: Folder) -> tuple[tuple[Finding, ...], str]:
    """Where pandoc's citeproc sets other words than the cite stage did, and how much of the
    edition was compared."""
    from octavo import notes
    from octavo.checks import kept
    from octavo.citations import second_opinion
    from octavo.csl.styles import load_style

    references = {reference.key: reference for reference in read_references(folder)[0]}
    numbered = numbered_texts(folder, references)
    edition = folder.edition
    asked = edition.citations
    allowances, unread = second_opinion.read_allowances(_allowed_differences(folder))
    opinion = second_opinion.second_opinion(
        notes.collect_citations(numbered), references, load_style(asked.style, folder.root),
        edition.language, allowances, asked.sigla, by_section=asked.positions == "section",
        uncited=notes.listed_uncited(numbered, asked, references),
    )  # fmt: skip
    return kept(findings_of((*unread, *opinion.faults)), edition), str(opinion)


def _allowed_differences(folder: Folder) -> bytes:
    """The list in csl/second-opinion.yaml; nothing if there is none inside the edition."""
    from octavo.citations.second_opinion import ALLOWED_PATH, LARGEST

    path = (folder.root / ALLOWED_PATH).resolve()
    if not path.is_relative_to(folder.root.resolve()) or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
