"""Prove the print PDF: the notes as they are printed, held against the manuscripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

from octavo.folder import Folder, to_json, write_whole
from octavo.model import Section
from octavo.stages.citing import load_cited
from octavo.stages.findings import findings_of, plain, stop_on_errors

_OWN_MARGINS = re.compile(r"@page[^{}]*\{[^{}]*\b(?:margin|size)\b")


def proof(folder: Folder, sections: Sequence[Section]) -> None:
    """Where each note stands in the bound PDF, and what is wrong with it, to build/proof.json;
    raises Unsound where a note is not in its place or not whole."""
    from octavo.proof import expected_notes, read_book, read_proof

    path = folder.made("pdf")
    copy = expected_notes([load_cited(folder, section.name) for section in sections])
    kept = folder.read_pages
    book = read_book(path.read_bytes(), kept.read_bytes() if kept.is_file() else b"")
    at_end = folder.edition.notes.place != "foot"
    margins = _margins(folder, len(book.sheets))
    done = read_proof(book, copy, at_end, margins, path.relative_to(folder.root).as_posix())
    record = {
        "faults": [plain(fault) for fault in done.faults],
        "pages": [sheet.label for sheet in book.sheets],
        "notes": [asdict(note) for note in done.notes],
    }
    write_whole(kept, book.kept)
    write_whole(folder.proof, to_json(record))
    stop_on_errors(findings_of(done.faults))


def _margins(folder: Folder, pages: int):
    """The margins of the pages as bound; none are known where the edition's own style sheet sets
    them."""
    from octavo.design.style_sheets import own_style_sheet
    from octavo.pdf.design.page_geometry import bound, page_of
    from octavo.proof import Margins

    if _OWN_MARGINS.search(own_style_sheet(folder.root, "print.css")):
        return None
    settings = folder.edition.print
    page = bound(page_of(folder.edition, folder.root), settings, pages)
    return Margins(
        page.width, page.height, page.top, page.bottom, page.inner, page.outer, settings.facing
    )
