"""The XHTML of a section, the EPUB, the Word file, and all forms put in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from octavo.folder import Folder, write_together, write_whole
from octavo.model import FaultError, Place, Section
from octavo.pandoc.run import PandocError
from octavo.source.rules import text_can_be_parsed
from octavo.stages.citing import load_cited


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
        fault = text_can_be_parsed.fault(place, f"pandoc says: {error}")
        raise FaultError(fault) from error


def docx_part(folder: Folder, section: Section) -> None:
    """One cited section as a fragment of the Word file."""
    from octavo.docx import docx_section

    with _told_of(section):
        made = docx_section(folder.edition, load_cited(folder, section.name), folder.root)
    write_whole(folder.docx_part(section.name), made)


def docx(folder: Folder, sections: Sequence[Section]) -> None:
    """All fragments joined to the Word file."""
    from octavo.docx import join_docx

    parts = [folder.docx_part(section.name).read_bytes() for section in sections]
    write_whole(folder.made("docx"), join_docx(folder.edition, parts))


def epub(folder: Folder, sections: Sequence[Section]) -> None:
    """All sections' XHTML packed to the EPUB."""
    from octavo.design.style_sheets import own_style_sheet
    from octavo.epub import images_of, make_epub

    chapters = [(s, folder.html(s.name).read_text(encoding="utf-8")) for s in sections]
    named = [path for _, text in chapters for path in images_of(text)]
    cover = folder.edition.cover
    named += [f"source/{cover}"] if cover else []
    device = folder.edition.publisher.device
    named += [f"source/{device}"] if device else []
    images = {path: (folder.root / path).read_bytes() for path in dict.fromkeys(named)}
    css = own_style_sheet(folder.root, "epub.css")
    write_whole(folder.made("epub"), make_epub(folder.edition, chapters, images, own_css=css))


def publish(folder: Folder, forms: Sequence[str]) -> None:
    """Put the forms in their places, together, once all of them are made."""
    made = {folder.form(form): folder.made(form).read_bytes() for form in forms}
    write_together(made, durably=True)
