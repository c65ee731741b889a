"""Read the words of a text and of the finished forms, by nothing that Octavo's proof uses.

pandoc reads the source, lxml the files of EPUB and DOCX, PDFium the pages. Words are letters and
figures only, in lower case: marks and hyphens differ between the forms by design.
"""

from __future__ import annotations

import codecs
import json
import re
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypandoc
import pypdfium2
from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_BREAKS = set(
    "p div li td th h1 h2 h3 h4 h5 h6 br aside dt dd figcaption section blockquote caption "
    "figure tr table ol ul".split()
)
_BETWEEN = re.compile(r"[\W_]+")


def words(text: str) -> Counter[str]:
    """Count the words of a text: letters and figures between anything else, in lower case."""
    return Counter(filter(None, _BETWEEN.split(_letters(text))))


def _letters(text: str) -> str:
    composed = unicodedata.normalize("NFKD", text.replace("\xad", "").replace("\u200b", ""))
    return "".join(c for c in composed if not unicodedata.combining(c)).casefold()


def source_words(text: bytes) -> Counter[str]:
    """Count the words of a text that are printed, by pandoc's tree, without those of citations."""
    whole = text.removeprefix(codecs.BOM_UTF8)
    lines = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "json"],
        input=lines, capture_output=True, timeout=20, check=True,
    )  # fmt: skip
    return words("".join(_printed(json.loads(done.stdout)["blocks"])))


_INLINE = set(
    "Str Space SoftBreak LineBreak Code Math RawInline Emph Strong Link Span SmallCaps "
    "Strikeout Superscript Subscript Underline Cite Note Image".split()
)


def _printed(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _printed(child)
    elif isinstance(node, dict) and "t" in node:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            yield "" if content.startswith("{#eq:") else content  # the id of an equation
        elif kind in {"Code", "CodeBlock"}:
            yield content[1]
        elif kind in {"Cite", "Image", "Math", "RawInline", "RawBlock"}:
            yield " "
        elif kind == "LineBlock":
            for line in content:
                yield from (" ", *_printed(line), " ")
        else:
            apart = (
                ""
                if kind in _INLINE and kind not in {"Space", "SoftBreak", "LineBreak", "Note"}
                else " "
            )
            yield apart
            # strings beside the content are attributes and targets
            yield from _printed(
                [c for c in content if not isinstance(c, str)]
                if isinstance(content, list)
                else content
            )
            yield apart


def epub_words(path: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith(".xhtml") and not name.endswith("nav.xhtml"):
                body = etree.fromstring(book.read(name)).find(f"{_XHTML}body")
                found += words("".join(_text_of(body)))
    return found


def _text_of(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield element.tail or ""
        return
    name = etree.QName(element).localname
    if name == "math":  # a formula is no text in the other forms
        yield element.tail or ""
        return
    apart = "\n" if name in _BREAKS or element.get("role") == "doc-noteref" else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _text_of(child)
    yield apart + (element.tail or "")


def docx_words(path: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if re.fullmatch(r"word/(document|footnotes|endnotes)\.xml", name):
                for paragraph in etree.fromstring(book.read(name)).iter(f"{_W}p"):
                    found += words("".join(_run_texts(paragraph)))
    return found


def _run_texts(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(
        f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen", f"{_W}footnoteReference"
    ):
        inner = next(element.iterancestors(f"{_W}p"))
        if inner is paragraph:
            yield element.text or "" if element.tag == f"{_W}t" else " "


class PdfWords:
    """The words of a PDF: those of its lines, with a divided word joined, and all its letters."""

    def __init__(self, path: Path) -> None:
        pages = []
        book = pypdfium2.PdfDocument(path)
        for page in book:
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
        book.close()
        whole = "\n\f\n".join(pages)
        self.kept = words(whole.replace("\ufffe", "-"))
        self.joined = words(re.sub("[-\u2010\xad\ufffe]\\s*[\r\n]+\\s*|\ufffe", "", whole))
        self._stream = _BETWEEN.sub("", _letters(whole))
        self._pages = [_letters(page) for page in pages]

    def __getitem__(self, word: str) -> int:
        """Return how often a word is there; a word that two pages share counts once."""
        count = max(self.kept[word], self.joined[word], self._stream.count(word))
        return count or sum(
            any(
                a.find(word[:cut] + "-") >= 0 and word[cut:] in b for cut in range(2, len(word) - 1)
            )
            for a, b in zip(self._pages, self._pages[1:], strict=False)
        )

    def all(self) -> set[str]:
        return set(self.kept) | set(self.joined)
