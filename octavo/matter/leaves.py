"""The leaves that an author words: dedication, epigraphs and colophon, as sections of the book.

Their texts stand in edition.yaml, in Markdown without notes and citations; each of their lines is
a line of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from octavo.manuscript import string
from octavo.matter.imprint import epigraphs_of
from octavo.matter.parts import COLOPHON, DEDICATION, EPIGRAPHS
from octavo.model import Blocks, Edition, Manuscript, Section
from octavo.parsing.snippets import read_passages

# What a reader's program calls the leaves, which bear no title.
_TITLES: Mapping[str, tuple[str, str, str]] = {
    "en": ("Dedication", "Epigraph", "Colophon"),
    "cs": ("Věnování", "Motto", "Kolofon"),
    "de": ("Widmung", "Motto", "Kolophon"),
    "es": ("Dedicatoria", "Epígrafe", "Colofón"),
    "fr": ("Dédicace", "Épigraphe", "Colophon"),
    "it": ("Dedica", "Epigrafe", "Colophon"),
    "pl": ("Dedykacja", "Motto", "Kolofon"),
    "ru": ("Посвящение", "Эпиграф", "Колофон"),
}
# {0} is the type, {1} who designed it.
_SET_IN: Mapping[str, tuple[str, str, str]] = {
    "en": ("This book is set in {0}.", "This book is set in {0}, designed by {1}.",
           "Its three forms, print, EPUB, and Word, were made from one source by Octavo, with "
           "pandoc, citeproc-py, and WeasyPrint."),
    "cs": ("Sazba písmem {0}.", "Sazba písmem {0} ({1}).",
           "Připraveno z jednoho zdroje programem Octavo s nástroji pandoc, citeproc-py "
           "a WeasyPrint."),
    "de": ("Gesetzt aus der {0}.", "Gesetzt aus der {0} von {1}.",
           "Druck, EPUB und Word-Datei entstanden aus einer Quelle mit Octavo, pandoc, "
           "citeproc-py und WeasyPrint."),
    "es": ("Compuesto en {0}.", "Compuesto en {0}, de {1}.",
           "El libro impreso, el EPUB y el archivo de Word proceden de una sola fuente, "
           "hechos con Octavo, pandoc, citeproc-py y WeasyPrint."),
    "fr": ("Composé en {0}.", "Composé en {0}, dessiné par {1}.",
           "Le livre imprimé, l’EPUB et le fichier Word proviennent d’une même source, par "
           "Octavo, pandoc, citeproc-py et WeasyPrint."),
    "it": ("Composto in {0}.", "Composto in {0}, disegnato da {1}.",
           "Il libro stampato, l’EPUB e il file Word provengono da un’unica fonte, con "
           "Octavo, pandoc, citeproc-py e WeasyPrint."),
    "pl": ("Złożono pismem {0}.", "Złożono pismem {0} ({1}).",
           "Książkę, EPUB i plik Worda wykonano z jednego źródła programem Octavo z pomocą "
           "pandoc, citeproc-py i WeasyPrint."),
    "ru": ("Набрано шрифтом {0}.", "Набрано шрифтом {0} ({1}).",
           "Печатная книга, EPUB и файл Word подготовлены из одного источника в программе "
           "Octavo с помощью pandoc, citeproc-py и WeasyPrint."),
}  # fmt: skip
_DESIGNERS = {"EB Garamond": "Georg Duffner & Octavio Pardo", "Literata": "TypeTogether"}


def leaves(edition: Edition, types: Sequence[str]) -> tuple[Manuscript, ...]:
    """The leaves that an edition asks for; `types` are the families that its text is set in."""
    epigraphs = epigraphs_of(edition)
    colophon = edition.colophon
    made = made_colophon(edition.language, types) if colophon is True else str(colophon or "")
    texts = [edition.dedication, made, *(t for e in epigraphs for t in (e.text, e.source))]
    if not any(text.strip() for text in texts):
        return ()
    dedication, last, *quoted = [_in_lines(blocks) for blocks in read_passages(texts)]
    sources = zip(epigraphs, quoted[::2], quoted[1::2], strict=True)
    found = (
        (DEDICATION, 0, [_div("dedication", dedication)] if dedication else []),
        (EPIGRAPHS, 1, [_epigraph(text, source, e.language) for e, text, source in sources]),
        (COLOPHON, 2, [_div("colophon", last)] if last else []),
    )
    titles = _TITLES.get(_primary(edition.language), _TITLES["en"])
    return tuple(
        _leaf(section, titles[number], edition.language, blocks)
        for section, number, blocks in found
        if blocks
    )


def made_colophon(language: str, types: Sequence[str]) -> str:
    """The colophon that names the types and the tools."""
    plainly, credited, tools = _SET_IN.get(_primary(language), _SET_IN["en"])
    family = types[0] if types else ""
    designer = _DESIGNERS.get(family, "")
    first = (credited if designer else plainly).format(family, designer)
    return f"{first} {tools}" if family else tools


def _primary(language: str) -> str:
    return language.split("-")[0].lower()


def _leaf(section: Section, title: str, language: str, blocks: Blocks) -> Manuscript:
    return Manuscript(section, string(title), language, blocks)


def _div(name: str, blocks: Blocks, language: str = "") -> dict[str, Any]:
    pairs = [["lang", language]] if language else []
    return {"t": "Div", "c": [["", [name], pairs], blocks]}


def _epigraph(text: Blocks, source: Blocks, language: str) -> dict[str, Any]:
    """A quotation, and its source as a paragraph of its own behind it."""
    words = [inline for block in source for inline in _inlines(block)]
    signed = {"t": "Span", "c": [["", ["source"], []], words]}
    ended: Blocks = [{"t": "Para", "c": [signed]}] if words else []
    return _div("epigraph", [*text, *ended], language)


def _inlines(block: dict[str, Any]) -> list[Any]:
    return block["c"] if block["t"] in {"Para", "Plain"} else []


def _in_lines(tree: Any) -> Any:
    """A tree in which each line as written is a line as printed."""
    if isinstance(tree, list):
        return [_in_lines(item) for item in tree]
    if isinstance(tree, dict):
        if tree.get("t") == "SoftBreak":
            return {"t": "LineBreak"}
        return {key: _in_lines(value) for key, value in tree.items()}
    return tree
