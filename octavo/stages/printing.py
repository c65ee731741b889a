"""The print PDF: fonts, typeset sections, title leaves, contents, and all of it bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from octavo.folder import Folder, to_json, write_whole
from octavo.model import Page, PageHeading, PageMap, Section
from octavo.stages.findings import findings_of, plain, stop_on_errors


def fonts(folder: Folder) -> None:
    """The faces of the book, cut from the variable fonts once for each edition."""
    from octavo.pdf.design.fonts import FAMILIES, cut, licence

    family = folder.edition.print.family
    for face in FAMILIES[family].faces:
        write_whole(folder.face(face.name), cut(face.name))
    write_whole(folder.fonts / "LICENSE.txt", licence(family).encode())


def load_fonts(folder: Folder):
    from octavo.pdf.design.fonts import FAMILIES
    from octavo.pdf.design.fonts import fonts as of_faces

    faces = FAMILIES[folder.edition.print.family].faces
    return of_faces({face.name: folder.face(face.name).read_bytes() for face in faces})


def typeset(folder: Folder, section: Section) -> None:
    """One section on its pages; raises Unsound where a note is not in its place or not whole."""
    from octavo.pdf.book.leaves_and_contents import entry_of
    from octavo.pdf.typeset import typeset as lay_out

    text = folder.html(section.name).read_text(encoding="utf-8")
    made = lay_out(text, section, folder.edition, folder.root, load_fonts(folder))
    write_pages(folder, section.name, made, entry_of(text, folder.edition))


def typeset_referring(
    folder: Folder, referring: Sequence[Section], sections: Sequence[Section]
) -> None:
    """The sections that refer to pages, when the pages of all others are known."""
    from octavo.pdf.book.leaves_and_contents import entry_of
    from octavo.pdf.book.note_pages import Room
    from octavo.pdf.book.note_pages import typeset_referring as lay_out
    from octavo.pdf.book.pagination import TITLE_LEAVES

    texts = {s: folder.html(s.name).read_text(encoding="utf-8") for s in referring}
    ordered = (TITLE_LEAVES, *sections)
    others = [s.name for s in ordered if s not in texts]
    titles = {name: orjson.loads(folder.outline(name).read_bytes())["title"] for name in others}
    titles |= {s.name: entry_of(text, folder.edition) for s, text in texts.items()}
    titles = {name: title for name, title in titles.items() if title}
    room = Room(folder.edition, folder.root, load_fonts(folder), ordered, titles)
    maps = {name: load_page_map(folder.page_map(name)) for name in others}
    made = lay_out(texts, maps, room)
    for section, text in texts.items():
        write_pages(folder, section.name, made[section.name], entry_of(text, folder.edition))


def endnotes(folder: Folder, sections: Sequence[Section]) -> None:
    """The notes of all sections at the end of the edition, when the pages of all are known."""
    from octavo.pdf.book.edition_endnotes import endnotes as lay_out
    from octavo.pdf.book.pagination import TITLE_LEAVES, Leaf

    texts = {s: folder.html(s.name).read_text(encoding="utf-8") for s in sections}
    ordered = (TITLE_LEAVES, *sections)
    leaves = [Leaf(s, b"", load_page_map(folder.page_map(s.name))) for s in ordered]
    titles = titles_of(folder, ordered)
    made = lay_out(texts, leaves, folder.edition, folder.root, load_fonts(folder), titles)
    write_pages(folder, "endnotes", made)


def titles_of(folder: Folder, sections: Sequence[Section]) -> dict[str, str]:
    """The titles of sections that are laid out, as the contents print them."""
    outlines = {s.name: orjson.loads(folder.outline(s.name).read_bytes()) for s in sections}
    return {name: outline["title"] for name, outline in outlines.items() if outline["title"]}


def title_leaves(folder: Folder) -> None:
    """Half-title, title page and copyright page, from the metadata."""
    from octavo.pdf.book.leaves_and_contents import title_leaves as lay_out

    made = lay_out(folder.edition, folder.root, load_fonts(folder))
    write_pages(folder, "title-leaves", made)


def contents(folder: Folder, sections: Sequence[Section]) -> None:
    """The contents, from the outlines of all sections."""
    from octavo.pdf.book.leaves_and_contents import contents as lay_out
    from octavo.pdf.book.pagination import TITLE_LEAVES, Leaf

    outlines = [
        (s, orjson.loads(folder.outline(s.name).read_bytes())) for s in (TITLE_LEAVES, *sections)
    ]
    leaves = [Leaf(s, b"", _page_map(outline)) for s, outline in outlines]
    titles = {s.name: outline["title"] for s, outline in outlines if outline["title"]}
    made = lay_out(folder.edition, leaves, folder.root, load_fonts(folder), titles)
    write_pages(folder, "contents", made)


def bind(folder: Folder, sections: Sequence[Section]) -> None:
    """All pages bound to the print PDF, with folios, page labels, outline and links."""
    from octavo.pdf.binding.bind import bind as bind_leaves
    from octavo.pdf.binding.folios import folio_style
    from octavo.pdf.book.pagination import CONTENTS
    from octavo.pdf.design.page_geometry import design_faults, page_of

    faces = load_fonts(folder)
    folios = folio_style(folder.edition, folder.root, faces)
    leaves = _leaves(folder, (*sections, CONTENTS))
    page = page_of(folder.edition, folder.root)
    book = bind_leaves(folder.edition, leaves, faces, folios, page)
    faults = (*book.faults, *design_faults(folder.edition, folder.root, len(book.pages)))
    stop_on_errors(findings_of(faults))
    pages = [[page.section, page.index, page.label, page.kind] for page in book.pages]
    told = [plain(fault) for fault in faults]
    record = {"pages": pages, "moved": book.moved, "faults": told}
    write_whole(folder.bound, to_json(record))
    write_whole(folder.made("pdf"), book.pdf)


def _leaves(folder: Folder, sections: Sequence[Section]):
    from octavo.pdf.book.pagination import TITLE_LEAVES, Leaf

    versos = folder.edition.print.imposition.has_versos
    return [
        Leaf(
            s, folder.pages(s.name).read_bytes(), load_page_map(folder.page_map(s.name)),
            folder.verso(s.name).read_bytes() if versos else b"")
        for s in (TITLE_LEAVES, *sections)
    ]  # fmt: skip


def write_pages(folder: Folder, name: str, made, title: str = "") -> None:
    """The pages, and after them their map, so that it tells of pages that are there; and of the
    map what the contents depend on, which an edit seldom changes."""
    findings = findings_of(made.faults)
    write_whole(folder.pages(name), made.pdf)
    if folder.edition.print.imposition.has_versos:
        write_whole(folder.verso(name), made.verso)
    record = {**asdict(made.page_map), "faults": [plain(fault) for fault in made.faults]}
    write_whole(folder.page_map(name), to_json(record))
    issues = [{**asdict(seen), "rule": seen.rule.name} for seen in made.page_issues]
    write_whole(folder.page_faults(name), to_json(issues))
    depth = folder.edition.contents.depth
    titles = [[h for h in page["headings"] if h["level"] <= depth] for page in record["pages"]]
    pages = [
        {"kind": page["kind"], "ids": {}, "headings": headings}
        for page, headings in zip(record["pages"], titles, strict=True)
    ]
    outline = {"section": name, "title": title, "pages": pages, "words": 0, "notes": 0}
    write_whole(folder.outline(name), to_json(outline))
    stop_on_errors(findings)


def load_page_map(path: Path) -> PageMap:
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
    return PageMap(
        record["section"], pages, record["words"], record["notes"], record.get("whole", True)
    )
