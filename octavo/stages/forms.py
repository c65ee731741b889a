"""The XHTML of a section, the EPUB, the Word file, and all forms put in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from octavo.folder import Folder, write_together, write_whole
from octavo.manuscript import PandocError
from octavo.model import Fault, Place, Section
from octavo.source import EDITION_PATH
from octavo.stages.citing import load_cited
from octavo.stages.findings import Unsound, findings_of


def html(folder: Folder, section: Section) -> None:
    """One cited section as XHTML, which the PDF and the EPUB begin with."""
    from octavo.html.section_xhtml import section_html

    with _told_of(section):
        made = section_html(load_cited(folder, section.name))
    write_whole(folder.html(section.name), made.encode())


@contextmanager
def _told_of(section: Section) -> Iterator[None]:
    """What pandoc cannot write in its time is a fault of the section."""
    try:
        yield
    except PandocError as error:
        place = Place(section.path or section.name)
        fault = Fault("text_can_be_parsed", place, f"pandoc says: {error}")
        raise Unsound(findings_of([fault])) from error


def docx_part(folder: Folder, section: Section) -> None:
    """One cited section as a fragment of the Word file."""
    from octavo.docx import DocxError, docx_section

    try:
        with _told_of(section):
            made = docx_section(folder.edition, load_cited(folder, section.name), folder.root)
    except DocxError as error:
        raise Unsound(findings_of(error.faults)) from error
    write_whole(folder.docx_part(section.name), made)


def docx(folder: Folder, sections: Sequence[Section]) -> None:
    """All fragments joined to the Word file."""
    from octavo.docx import DocxError, join_docx

    parts = [folder.docx_part(section.name).read_bytes() for section in sections]
    try:
        made = join_docx(folder.edition, parts)
    except DocxError as error:
        raise Unsound(findings_of(error.faults)) from error
    write_whole(folder.made("docx"), made)


def epub(folder: Folder, sections: Sequence[Section]) -> None:
    """All sections' XHTML packed to the EPUB."""
    from octavo.design.style_sheets import own_style_sheet
    from octavo.epub import NotASectionError, UnfitImageError, images_of, make_epub

    chapters = [(s, folder.html(s.name).read_text(encoding="utf-8")) for s in sections]
    named = [path for _, text in chapters for path in images_of(text)]
    cover = folder.edition.cover
    named += [f"source/{cover}"] if cover else []
    device = folder.edition.publisher.device
    named += [f"source/{device}"] if device else []
    images = {path: (folder.root / path).read_bytes() for path in dict.fromkeys(named)}
    css = own_style_sheet(folder.root, "epub.css")
    try:
        made = make_epub(folder.edition, chapters, images, own_css=css)
    except (NotASectionError, UnfitImageError) as error:
        fault = Fault("epub_can_be_packed", Place(EDITION_PATH), str(error))
        raise Unsound(findings_of([fault])) from error
    write_whole(folder.made("epub"), made)


def publish(folder: Folder, forms: Sequence[str]) -> None:
    """Put the forms in their places, together, once all of them are made."""
    made = {folder.form(form): folder.made(form).read_bytes() for form in forms}
    write_together(made, durably=True)
