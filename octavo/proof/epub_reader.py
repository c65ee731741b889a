"""Read the sections and the notes back out of the finished EPUB.

Nothing that made the file is asked: it is unpacked, and its XHTML is read by what EPUB says of it
(`xhtml_reader`). The words of a section are in the folder `text`.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Container, Iterator, Sequence
from io import BytesIO
from urllib.parse import unquote

from octavo.proof.archive import NOT_READABLE, Node, UnreadableFormError, member, parsed
from octavo.proof.epub_front import contents_in, contents_of_ncx, leaves_in
from octavo.proof.epub_page_marks import XHTML, lines_of_page_list, marks_of_pages
from octavo.proof.form_book import CONTENTS, Contents, FormBook, FormFront, PageList
from octavo.proof.form_text import Passage, Setting
from octavo.proof.xhtml_reader import Document, book_of, language_of, passages_in, text_of_document

_TEXTS = "/text/"


def read_epub(data: bytes, language: str) -> FormBook:
    """Return an EPUB as it is read; `language` is the edition's. Raise UnreadableFormError if it is
    no EPUB."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            held = frozenset(archive.namelist())
            package_path, package = _package(archive)
            documents = [
                _read_document(path, member(archive, path), language, held)
                for path in _spine(package_path, package)
            ]
            ncx = _ncx(archive, package_path, package)
    except NOT_READABLE as error:
        raise UnreadableFormError(str(error)) from None
    return _joined(documents, ncx)


# --- the archive ---------------------------------------------------------------------------------


def _package(archive: zipfile.ZipFile) -> tuple[str, Node]:
    """Return the path of the package document, and its root."""
    container = parsed(member(archive, "META-INF/container.xml"))
    root = next(container.iter("{*}rootfile"), None)
    if root is None:
        raise ValueError("its container names no package document")
    path = root.get("full-path", "")
    return path, parsed(member(archive, path))


def _spine(package_path: str, package: Node) -> Iterator[str]:
    """Yield the paths of the content documents in the order of reading."""
    paths = {item.get("id"): item.get("href", "") for item in package.iter("{*}item")}
    for item in package.iter("{*}itemref"):
        yield _path_of(paths[item.get("idref")], package_path)


def _path_of(href: str, package_path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(package_path), unquote(href)))


def _ncx(archive: zipfile.ZipFile, package_path: str, package: Node) -> Contents:
    """Return the contents for readers of EPUB 2, under their name, if there are any."""
    for item in package.iter("{*}item"):
        if item.get("media-type") == "application/x-dtbncx+xml":
            path = _path_of(item.get("href", ""), package_path)
            lines = contents_of_ncx(parsed(member(archive, path)), path)
            return (("its NCX", tuple(lines)),)
    return ()


# --- a document ----------------------------------------------------------------------------------


def _read_document(path: str, data: bytes, language: str, held: Container[str]) -> Document:
    """Return a content document as it is read; `held` are the paths of all that the EPUB holds. Of
    the pages that Octavo writes, leaves, contents and marks of pages are read."""
    root = parsed(data)
    body = root.find(f"{XHTML}body")
    document = Document(path)
    document.marks = tuple(marks_of_pages(root, path))
    document.lines = tuple(lines_of_page_list(root, path))
    if body is None:
        return document
    base = Setting(language=language_of(body) or language_of(root) or language)
    if _is_text(document):
        text_of_document(document, body, base, language, held)
        return document

    def read(element: Node) -> Sequence[Passage]:
        return passages_in(element, path, base, language, held)

    document.leaves = tuple(leaves_in(body, read))
    document.contents = tuple(contents_in(body, path, read))
    return document


def _is_text(document: Document) -> bool:
    return _TEXTS in f"/{document.path}"


def _joined(documents: Sequence[Document], ncx: Contents) -> FormBook:
    """Return the book; `ncx` are the contents for readers of EPUB 2."""
    pages = PageList(
        tuple(line for document in documents for line in document.lines),
        tuple(mark for document in documents for mark in document.marks),
    )
    front = FormFront(
        tuple(words for document in documents for words in document.leaves),
        ((CONTENTS, tuple(line for document in documents for line in document.contents)), *ncx),
    )
    return book_of([one for one in documents if _is_text(one)], front, pages)
