"""Read the sections and the notes back out of the finished HTML pages.

Nothing that made the pages is asked. Each section has a page; from the front page on each leads to
the next, by a link of the relation `next` (HTML, 4.6.7.14). The page `book.html` has them all, and
is a book of its own. A call has the role `doc-noteref`, a note `doc-footnote`; what has the role
`doc-endnotes` opens with a heading that no manuscript has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue]

from octavo.proof.archive import NOT_READABLE, Node, UnreadableFormError
from octavo.proof.epub_front import lines_of
from octavo.proof.epub_page_marks import TYPE, XHTML, link_target
from octavo.proof.form_book import CONTENTS, FormBook, FormFront, words_of_leaf
from octavo.proof.form_text import HEADINGS, Passage, Setting
from octavo.proof.xhtml_reader import Document, book_of, passages_in, text_of_document

_FRONT, _WHOLE = "index.html", "book.html"
_LEAVES = ("title-page", "title-block", "abstract", "copyright-page")
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_TYPES = {"doc-noteref": "noteref", "doc-footnote": "footnote"}  # of EPUB, by the role
_BLOCK = "title-block"  # the title of an article, below the heading of its section


def read_site(files: Mapping[str, bytes], language: str) -> tuple[FormBook, FormBook]:
    """Return the pages of the sections as they are read, and the page that has all of them; `files`
    are all that the form has, by their paths, `language` is the edition's. Raise
    UnreadableFormError if they are no such pages."""
    try:
        reader = _Site(files, language)
        return reader.pages(), reader.whole()
    except NOT_READABLE as error:
        raise UnreadableFormError(str(error)) from None


class _Site:
    def __init__(self, files: Mapping[str, bytes], language: str) -> None:
        self._files = files
        self._language = language

    def pages(self) -> FormBook:
        """Return the book of the pages that lead to each other, from the front page on."""
        root = _parsed(self._files[_FRONT])
        leaves = list(self._leaves(root, _FRONT))
        texts: list[Document] = []
        for path, page in self._following(root):
            for block in [e for section in _main(page) for e in section if _is(e, _BLOCK)]:
                leaves += self._words(block, page, path)
                _drop(block)
            texts.append(self._document(page, path))
        return book_of(texts, self._front(root, _FRONT, leaves))

    def whole(self) -> FormBook:
        """Return the book that one page has."""
        root = _parsed(self._files[_WHOLE])
        leaves = list(self._leaves(root, _WHOLE))
        front = self._front(root, _WHOLE, leaves)
        for element in list(_main(root)):
            if element.tag == f"{XHTML}nav" or _is(element, *_LEAVES):
                _drop(element)
        return book_of([self._document(root, _WHOLE)], front)

    def _following(self, root: Node) -> Iterator[tuple[str, Node]]:
        """Yield the pages that follow one another; each once."""
        seen = {_FRONT}
        path = _next(root, _FRONT)
        while path and path not in seen:
            seen.add(path)
            page = _parsed(self._files[path])
            yield path, page
            path = _next(page, path)

    def _document(self, root: Node, path: str) -> Document:
        """Read the sections of a page."""
        document = Document(path)
        main = _main(root)
        for element in [e for e in main.iter(f"{XHTML}section") if _role(e) == "doc-endnotes"]:
            if len(element) and element[0].tag.removeprefix(XHTML) in HEADINGS:
                _drop(element[0])
        text_of_document(document, main, self._base(root), self._language, self._files)
        return document

    def _leaves(self, root: Node, path: str) -> Iterator[str]:
        for element in _main(root):
            if _is(element, *_LEAVES):
                yield from self._words(element, root, path)

    def _words(self, element: Node, root: Node, path: str) -> Iterator[str]:
        yield from words_of_leaf(self._passages(element, root, path))

    def _front(self, root: Node, path: str, leaves: Sequence[str]) -> FormFront:
        lines = [
            line
            for nav in root.iter(f"{XHTML}nav")
            if _role(nav) == "doc-toc"
            for line in lines_of(nav, path, lambda link: self._passages(link, root, path))
        ]
        return FormFront(tuple(leaves), ((CONTENTS, tuple(lines)),))

    def _passages(self, element: Node, root: Node, path: str) -> Sequence[Passage]:
        return passages_in(element, path, self._base(root), self._language, self._files)

    def _base(self, root: Node) -> Setting:
        return Setting(language=root.get("lang") or self._language)


def _parsed(data: bytes) -> Node:
    """Return the root of a page, with the names and the types that XHTML has."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = html.document_fromstring(data, parser=parser)
    etree.strip_elements(root, "script", "style", with_tail=False)
    for element in root.iter(etree.Element):
        tag = element.tag
        element.tag = f"{_MATHML if tag == 'math' else XHTML}{tag}"
        if kind := _TYPES.get(_role(element)):
            element.set(TYPE, kind)
    return root


def _role(element: Node) -> str:
    return element.get("role", "")


def _main(root: Node) -> Node:
    """Return the element that has what is the page's own; raise ValueError if there is none."""
    main = next(root.iter(f"{XHTML}main"), None)
    if main is None:
        raise ValueError("a page has no main part")
    return main


def _next(root: Node, path: str) -> str:
    """Return the path of the page that follows; empty for the last one."""
    for link in root.iter(f"{XHTML}link"):
        if link.get("rel") == "next":
            return link_target(link.get("href", ""), path).removesuffix("#")
    return ""


def _is(element: Node, *classes: str) -> bool:
    """Return whether an element is of one of some classes."""
    return bool({*classes} & set(element.get("class", "").split()))


def _drop(element: Node) -> None:
    """Take an element out of its tree, with the white space behind it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
