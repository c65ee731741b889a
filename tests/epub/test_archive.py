"""The container: the same input gives the same bytes, and readers find their way in."""

from __future__ import annotations

import io
import zipfile

from octavo.epub import make_epub


def test_the_same_input_gives_the_same_bytes(book, edition, chapters, images):
    turned = dict(reversed(images.items()))
    css = "@import 'https://example.org/x.css'; .mine { color: #800; background: url(x.png) }"
    assert make_epub(edition, chapters, turned, own_css=css) == book.data


def test_mimetype_stands_first_and_stored(book):
    assert book.data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(book.data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 3, 5, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {3}


def test_an_edition_without_a_date_has_one_that_zip_can_say(edition, chapters, images):
    from dataclasses import replace

    made = make_epub(replace(edition, date=""), chapters, images)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_an_empty_section_is_left_out(edition, chapters, images, open_epub):
    from octavo.model import Section

    empty = (
        Section("bibliography", "", "back"),
        '<section id="sec-bibliography" class="back" lang="en" data-title="B">\n</section>',
    )
    files = open_epub(make_epub(edition, [*chapters[:-1], empty], images)).files
    assert "EPUB/text/bibliography.xhtml" not in files
    assert b"bibliography" not in files["EPUB/nav.xhtml"]
