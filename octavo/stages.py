"""Each stage as doit runs it: read, call, write.  The only writer of an edition's files.

Every function takes the edition's folder first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import orjson

from octavo import manuscript as manuscripts
from octavo.folder import Folder, to_json, write_together, write_whole
from octavo.model import (
    Fault,
    Finding,
    Manuscript,
    Page,
    PageHeading,
    PageMap,
    Place,
    Reference,
    Section,
    Source,
)
from octavo.parsing import try_to_parse
from octavo.source import (
    EDITION_PATH,
    listing_faults,
    place_in_edition,
    read_source,
    sections_of,
)

if TYPE_CHECKING:
    from octavo.citations import Kept

MAX_BIBLIOGRAPHY_BYTES = 64_000_000


class Unsound(Exception):
    """The edition has findings of error severity; the build stops and the last forms stay."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))


# --- read ----------------------------------------------------------------------------------------


def read_text(folder: Folder, section: Section) -> tuple[Source | None, tuple[Fault, ...]]:
    """One text of the edition."""
    try:
        data = (folder.root / section.path).read_bytes()
    except OSError as error:
        fault = Fault("section_exists", Place(section.path), f"cannot be read: {error.strerror}")
        return None, (fault,)
    return read_source(data, section)


def read(folder: Folder, name: str) -> None:
    """One bibliography to build/read/NAME.json: each entry as it was converted, so that only those
    that change are converted again."""
    from octavo.citations import Kept

    kept = Kept(_known_of(folder, name))
    _read_bibliography(folder, name, kept)
    write_whole(folder.read_from(name), to_json(kept.used))


def read_references(folder: Folder) -> tuple[tuple[Reference, ...], tuple[Fault, ...]]:
    """The references of all files that edition.yaml names."""
    from octavo.citations import Kept, merged

    edition, _ = folder.read
    named = edition.citations.bibliographies if edition else ()
    return merged(
        [_read_bibliography(folder, name, Kept(_known_of(folder, name))) for name in named]
    )


def _known_of(folder: Folder, name: str) -> dict[str, Any]:
    """What the entries of a bibliography came to when it was last read."""
    try:
        known = orjson.loads(folder.read_from(name).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _read_bibliography(
    folder: Folder, name: str, kept: Kept
) -> tuple[tuple[Reference, ...], tuple[Fault, ...]]:
    """One bibliography; a file that cannot be read is a fault in edition.yaml."""
    from octavo.citations import read_bibliography

    path = (folder.root / name).resolve()
    place = place_in_edition(folder.edition_text.decode("utf-8-sig", "replace"), name)
    kind = "bibliography_can_be_read"
    if not path.is_relative_to(folder.root.resolve()):
        return (), (Fault(kind, place, f"{name} is not inside the edition's folder"),)
    try:
        if path.stat().st_size > MAX_BIBLIOGRAPHY_BYTES:
            message = f"{name} is larger than {MAX_BIBLIOGRAPHY_BYTES:,} bytes"
            return (), (Fault(kind, place, message),)
        data = path.read_bytes()
    except OSError as error:
        return (), (Fault(kind, place, f"{name} cannot be read: {error.strerror}"),)
    return read_bibliography(data, name, kept)


def _section_faults(folder: Folder) -> tuple[Fault, ...]:
    """Sections that edition.yaml lists and that are not there, or twice there."""
    edition, _ = folder.read
    if edition is None:
        return ()
    text = folder.edition_text.decode("utf-8-sig", "replace")
    there = set(folder.sections)
    missing = [
        Fault("section_exists", place_in_edition(text, Path(s.path).name), f"{s.path} is not there")
        for s in sections_of(edition)
        if s not in there
    ]
    listed = (
        replace(fault, place=place_in_edition(text, fault.message.split(" ")[0]))
        for fault in listing_faults(edition)
    )
    return (*missing, *(fault for fault in listed if fault.kind != "section_exists"))


# --- parse ---------------------------------------------------------------------------------------


def parse(folder: Folder, section: Section) -> None:
    """One text to build/parsed/NAME.json; a text that cannot be read leaves its faults there."""
    made, faults = parse_text(folder, section)
    data = manuscripts.to_json(made) if made else to_json({"faults": [_plain(f) for f in faults]})
    write_whole(folder.parsed(section.name), data)


def parse_text(folder: Folder, section: Section) -> tuple[Manuscript | None, tuple[Fault, ...]]:
    """One text, read and parsed."""
    source, faults = read_text(folder, section)
    if source is None:
        return None, faults
    edition, _ = folder.read
    made, more = try_to_parse(source, edition.language if edition else "")
    return made, (*faults, *more)


def _plain(fault: Fault) -> list[object]:
    place = fault.place
    return [fault.kind, place.path, place.line, place.column, fault.message, fault.hint]


def _load_parsed(folder: Folder, name: str) -> tuple[Manuscript | None, tuple[Fault, ...]]:
    data = folder.parsed(name).read_bytes()
    if data.startswith(b'{\n  "faults"'):
        rows = orjson.loads(data)["faults"]
        return None, tuple(
            Fault(kind, Place(path, line, column), message, hint)
            for kind, path, line, column, message, hint in rows
        )
    return manuscripts.from_json(data), ()


# --- check ---------------------------------------------------------------------------------------


def check(folder: Folder) -> None:
    """All rules over the edition, to build/check.json; raises Unsound on errors."""
    from octavo.checks import check as run_rules
    from octavo.checks import report_json

    findings = run_rules(read_folder(folder))
    write_whole(folder.report, report_json(findings))
    _stop_on_errors(findings)


def read_folder(folder: Folder, *, anew: bool = False):
    """The whole edition as the rules see it; parsed texts come from build/ where they stand,
    unless they are asked for anew."""
    from octavo.checks import Reading

    edition, faults = folder.read
    references, reference_faults = read_references(folder)
    sources: list[Source] = []
    parsed: list[Manuscript] = []
    found = [*faults, *_section_faults(folder), *reference_faults, *_style_faults(folder)]
    for section in folder.sections:
        source, source_faults = read_text(folder, section)
        if source is None:
            found += source_faults
            continue
        sources.append(source)
        there = not anew and folder.parsed(section.name).exists()
        made, parse_faults = (
            _load_parsed(folder, section.name) if there else parse_text(folder, section)
        )
        found += parse_faults
        if made is not None:
            parsed.append(made)
    text = folder.edition_text.decode("utf-8-sig", "replace") if edition else ""
    return Reading(
        folder=folder.root,
        edition=edition,
        edition_text=text,
        sources=tuple(sources),
        manuscripts=tuple(parsed),
        references=references,
        faults=tuple(found),
    )


def _style_faults(folder: Folder) -> tuple[Fault, ...]:
    """A style that cannot be read is found by the check, before anything is cited."""
    edition, _ = folder.read
    if edition is None or not edition.citations.bibliographies:
        return ()
    from octavo.citations import StyleError, load_style

    try:
        load_style(edition.citations.style, folder.root)
    except StyleError as error:
        fault = error.fault
        if not (folder.root / fault.place.path).is_file():
            text = folder.edition_text.decode("utf-8-sig", "replace")
            fault = replace(fault, place=place_in_edition(text, edition.citations.style))
        return (fault,)
    return ()


def _stop_on_errors(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Unsound(errors)


def _findings(faults: Sequence[Fault]) -> list[Finding]:
    from octavo.checks import finding_of

    return [finding_of(fault) for fault in faults]


# --- cite ----------------------------------------------------------------------------------------


def cite(folder: Folder) -> None:
    """Number the notes of all sections, set their citations, and make the bibliography."""
    from octavo import notes
    from octavo.abbreviations import abbreviations
    from octavo.captions import number_captions

    edition = folder.edition
    references = {reference.key: reference for reference in read_references(folder)[0]}
    numbered = _numbered(folder, references)
    finished, entries, faults, sigla = _set_citations(folder, numbered, references)
    finished = number_captions(notes.resolve_note_references(finished, edition.notes))
    settings = edition.citations
    if folder.generated:
        made = notes.bibliography(entries, references, settings, edition.language)
        finished = (*finished, made)
    if folder.abbreviations:
        title = settings.sigla.title
        made = abbreviations(sigla, folder.abbreviations, title, edition.language)
        finished = (*finished, made)
    named = {made.section.name: made for made in finished}
    finished = [named[section.name] for section in folder.in_order if section.name in named]
    for made in finished:
        write_whole(folder.cited(made.section.name), manuscripts.to_json(made))
    write_whole(folder.counts, to_json([_count(made) for made in finished]))
    write_whole(folder.citing, to_json([_plain(fault) for fault in faults]))
    _stop_on_errors(_findings(faults))


def _numbered(folder: Folder, references: Mapping[str, Reference]) -> tuple[Manuscript, ...]:
    """All parsed texts, with a note for each citation, and all notes numbered."""
    from octavo import notes

    read = [_load_parsed(folder, section.name)[0] for section in folder.sections]
    texts = [notes.notes_for_citations(made, references) for made in read if made]
    return notes.number_notes(texts, folder.edition.notes)


def late_findings(folder: Folder, stage: Literal["cite", "typeset"]) -> tuple[Finding, ...]:
    """What a stage behind the check found when it last ran, without what the edition silences."""
    from octavo.checks import kept

    named = ["title-leaves", "contents", *(s.name for s in (*folder.sections, *folder.generated))]
    files = [folder.citing] if stage == "cite" else [folder.page_map(name) for name in named]
    rows: list[list[Any]] = []
    for path in files:
        if path.is_file():
            record = orjson.loads(path.read_bytes())
            rows += record["faults"] if isinstance(record, dict) else record
    faults = (Fault(kind, Place(p, line, column), *words) for kind, p, line, column, *words in rows)
    edition, _ = folder.read
    return tuple(kept(_findings(tuple(faults)), edition))


def _set_citations(folder: Folder, numbered, references):
    from octavo import notes

    citations = notes.collect_citations(numbered)
    edition = folder.edition
    asked = edition.citations
    uncited = notes.listed_uncited(numbered, asked, references)
    if not (citations or uncited):
        return tuple(numbered), (), (), ()
    from octavo.citations import load_style, set_citations

    style = load_style(asked.style, folder.root)
    work = set_citations(
        citations, references, style, edition.language, asked.sigla, asked.archives,
        by_section=asked.positions == "section",
        restarting=edition.notes.numbering == "section", uncited=uncited,
    )  # fmt: skip
    finished = notes.put_back(numbered, citations, work.citations, inside=work.punctuation_inside)
    return finished, work.bibliography, work.faults, work.abbreviations


def second_opinion(folder: Folder) -> tuple[tuple[Finding, ...], str]:
    """Where pandoc's citeproc sets other words than the cite stage did, and how much of the
    edition was compared."""
    from octavo import notes, second_opinion
    from octavo.checks import kept
    from octavo.citations import load_style

    references = {reference.key: reference for reference in read_references(folder)[0]}
    numbered = _numbered(folder, references)
    edition = folder.edition
    asked = edition.citations
    allowances, unread = second_opinion.read_allowances(_allowed_differences(folder))
    opinion = second_opinion.second_opinion(
        notes.collect_citations(numbered), references, load_style(asked.style, folder.root),
        edition.language, allowances, asked.sigla, by_section=asked.positions == "section",
        uncited=notes.listed_uncited(numbered, asked, references),
    )  # fmt: skip
    return kept(_findings((*unread, *opinion.faults)), edition), str(opinion)


def _allowed_differences(folder: Folder) -> bytes:
    """The list in csl/second-opinion.yaml; nothing if there is none inside the edition."""
    from octavo.second_opinion import ALLOWED_PATH, LARGEST

    path = (folder.root / ALLOWED_PATH).resolve()
    if not path.is_relative_to(folder.root.resolve()) or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _count(made: Manuscript) -> dict[str, object]:
    from octavo.notes import notes_of

    notes = sum(1 for _ in notes_of(made))
    return {"section": made.section.name, "words": made.words, "notes": notes}


def load_cited(folder: Folder, name: str) -> Manuscript:
    """A section with its notes numbered and set."""
    return manuscripts.from_json(folder.cited(name).read_bytes())


# --- the forms -----------------------------------------------------------------------------------


def html(folder: Folder, section: Section) -> None:
    """One cited section as XHTML, which the PDF and the EPUB begin with."""
    from octavo.forms.section_html import section_html

    made = section_html(load_cited(folder, section.name))
    write_whole(folder.html(section.name), made.encode())


def docx_part(folder: Folder, section: Section) -> None:
    """One cited section as a fragment of the Word file."""
    from octavo.forms.docx import DocxError, docx_section

    try:
        made = docx_section(folder.edition, load_cited(folder, section.name), folder.root)
    except DocxError as error:
        raise Unsound(_findings(error.faults)) from error
    write_whole(folder.docx_part(section.name), made)


def docx(folder: Folder, sections: Sequence[Section]) -> None:
    """All fragments joined to the Word file."""
    from octavo.forms.docx import DocxError, join_docx

    parts = [folder.docx_part(section.name).read_bytes() for section in sections]
    try:
        made = join_docx(folder.edition, parts)
    except DocxError as error:
        raise Unsound(_findings(error.faults)) from error
    write_whole(folder.made("docx"), made)


def epub(folder: Folder, sections: Sequence[Section]) -> None:
    """All sections' XHTML packed to the EPUB."""
    from octavo.design import own_style_sheet
    from octavo.forms.epub import NotASectionError, UnfitImageError, images_of, make_epub

    chapters = [(s, folder.html(s.name).read_text(encoding="utf-8")) for s in sections]
    named = [path for _, text in chapters for path in images_of(text)]
    cover = folder.edition.cover
    named += [f"source/{cover}"] if cover else []
    images = {path: (folder.root / path).read_bytes() for path in dict.fromkeys(named)}
    css = own_style_sheet(folder.root, "epub.css")
    try:
        made = make_epub(folder.edition, chapters, images, own_css=css)
    except (NotASectionError, UnfitImageError) as error:
        fault = Fault("epub_can_be_packed", Place(EDITION_PATH), str(error))
        raise Unsound(_findings([fault])) from error
    write_whole(folder.made("epub"), made)


# --- the print PDF -------------------------------------------------------------------------------


def fonts(folder: Folder) -> None:
    """The faces of the book, cut from the variable fonts once for each edition."""
    from octavo.forms.pdf.fonts import FACES, cut, licence

    for face in FACES:
        write_whole(folder.face(face.name), cut(face.name))
    write_whole(folder.fonts / "LICENSE.txt", licence().encode())


def _load_fonts(folder: Folder):
    from octavo.forms.pdf.fonts import FACES
    from octavo.forms.pdf.fonts import fonts as of_faces

    return of_faces({face.name: folder.face(face.name).read_bytes() for face in FACES})


def typeset(folder: Folder, section: Section) -> None:
    """One section on its pages; raises Unsound where a note is not in its place or not whole."""
    from octavo.forms.pdf.tree import title_of
    from octavo.forms.pdf.typeset import typeset as lay_out

    text = folder.html(section.name).read_text(encoding="utf-8")
    made = lay_out(text, section, folder.edition, folder.root, _load_fonts(folder))
    _write_pages(folder, section.name, made, title_of(text))


def typeset_referring(
    folder: Folder, referring: Sequence[Section], sections: Sequence[Section]
) -> None:
    """The sections that refer to pages, when the pages of all others are known."""
    from octavo.forms.pdf.note_pages import Room
    from octavo.forms.pdf.note_pages import typeset_referring as lay_out
    from octavo.forms.pdf.sequence import TITLE_LEAVES
    from octavo.forms.pdf.tree import title_of

    texts = {s: folder.html(s.name).read_text(encoding="utf-8") for s in referring}
    ordered = (TITLE_LEAVES, *sections)
    others = [s.name for s in ordered if s not in texts]
    titles = {name: orjson.loads(folder.outline(name).read_bytes())["title"] for name in others}
    titles |= {s.name: title_of(text) for s, text in texts.items()}
    titles = {name: title for name, title in titles.items() if title}
    room = Room(folder.edition, folder.root, _load_fonts(folder), ordered, titles)
    maps = {name: _load_page_map(folder.page_map(name)) for name in others}
    made = lay_out(texts, maps, room)
    for section, text in texts.items():
        _write_pages(folder, section.name, made[section.name], title_of(text))


def title_leaves(folder: Folder) -> None:
    """Half-title, title page and copyright page, from the metadata."""
    from octavo.forms.pdf.matter import title_leaves as lay_out

    made = lay_out(folder.edition, folder.root, _load_fonts(folder))
    _write_pages(folder, "title-leaves", made)


def contents(folder: Folder, sections: Sequence[Section]) -> None:
    """The contents, from the outlines of all sections."""
    from octavo.forms.pdf.matter import contents as lay_out
    from octavo.forms.pdf.sequence import TITLE_LEAVES, Leaf

    outlines = [
        (s, orjson.loads(folder.outline(s.name).read_bytes())) for s in (TITLE_LEAVES, *sections)
    ]
    leaves = [Leaf(s, b"", _page_map(outline)) for s, outline in outlines]
    titles = {s.name: outline["title"] for s, outline in outlines if outline["title"]}
    made = lay_out(folder.edition, leaves, folder.root, _load_fonts(folder), titles)
    _write_pages(folder, "contents", made)


def bind(folder: Folder, sections: Sequence[Section]) -> None:
    """All pages bound to the print PDF, with folios, page labels, outline and links."""
    from octavo.forms.pdf.bind import bind as bind_leaves
    from octavo.forms.pdf.folios import folio_style
    from octavo.forms.pdf.sequence import CONTENTS

    faces = _load_fonts(folder)
    folios = folio_style(folder.edition, folder.root, faces)
    leaves = _leaves(folder, (*sections, CONTENTS))
    book = bind_leaves(folder.edition, leaves, faces, folios)
    _stop_on_errors(_findings(book.faults))
    write_whole(folder.made("pdf"), book.pdf)


def _leaves(folder: Folder, sections: Sequence[Section]):
    from octavo.forms.pdf.sequence import TITLE_LEAVES, Leaf

    return [
        Leaf(s, folder.pages(s.name).read_bytes(), _load_page_map(folder.page_map(s.name)))
        for s in (TITLE_LEAVES, *sections)
    ]


def _write_pages(folder: Folder, name: str, made, title: str = "") -> None:
    """The pages, and after them their map, so that it tells of pages that are there; and of the
    map what the contents depend on, which an edit seldom changes."""
    findings = _findings(made.faults)
    write_whole(folder.pages(name), made.pdf)
    record = {**asdict(made.page_map), "faults": [_plain(fault) for fault in made.faults]}
    write_whole(folder.page_map(name), to_json(record))
    titles = [[h for h in page["headings"] if h["level"] == 1] for page in record["pages"]]
    pages = [
        {"kind": page["kind"], "ids": {}, "headings": headings}
        for page, headings in zip(record["pages"], titles, strict=True)
    ]
    outline = {"section": name, "title": title, "pages": pages, "words": 0, "notes": 0}
    write_whole(folder.outline(name), to_json(outline))
    _stop_on_errors(findings)


def _load_page_map(path: Path) -> PageMap:
    return _page_map(orjson.loads(path.read_bytes()))


def _page_map(record: Mapping[str, Any]) -> PageMap:
    pages = tuple(
        Page(
            kind=page["kind"],
            ids={name: (x, y) for name, (x, y) in page["ids"].items()},
            headings=tuple(PageHeading(**heading) for heading in page["headings"]),
        )
        for page in record["pages"]
    )
    return PageMap(record["section"], pages, record["words"], record["notes"])


# --- publish -------------------------------------------------------------------------------------


def publish(folder: Folder, forms: Sequence[str]) -> None:
    """Put the forms in their places, together, once all of them are made."""
    made = {folder.form(form): folder.made(form).read_bytes() for form in forms}
    write_together(made, durably=True)
