"""Put in the words of references to figures, tables, equations and sections.

`[@fig:map]` becomes "figure 3", `[@fig:map, page]` "figure 3 on page 12" in the forms that have
pages, `[](#sec:delays)` the chapter's number or the heading's words. The words are those of the
language of the section that refers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.captions.numbering import EQUATION_NUMBER, LABEL
from octavo.manuscript import Element, holds, plain, rewrite, string, text_of, walk
from octavo.model import Inlines, Manuscript
from octavo.notes.note_references import PAGE, UNKNOWN_PAGE
from octavo.notes.note_references import WORDS as NOTE_WORDS
from octavo.parsing.figures import LETTER, PICTURE
from octavo.parsing.labels import CAPITAL, CROSS_REFERENCE, EQUATION


@dataclass(frozen=True, slots=True)
class Words:
    """What a language calls things in a sentence; `title` is how a heading is named."""

    figure: str
    table: str
    equation: str
    chapter: str
    title: str


WORDS: Mapping[str, Words] = {
    "cs": Words("obrázek", "tabulka", "rovnice", "kapitola", "„{}“"),
    "de": Words("Abbildung", "Tabelle", "Gleichung", "Kapitel", "„{}“"),
    "en": Words("figure", "table", "equation", "chapter", "“{}”"),
    "es": Words("figura", "tabla", "ecuación", "capítulo", "«{}»"),
    "fr": Words("figure", "tableau", "équation", "chapitre", "«\u202f{}\u202f»"),
    "it": Words("figura", "tabella", "equazione", "capitolo", "«{}»"),
    "pl": Words("rysunek", "tabela", "równanie", "rozdział", "„{}”"),
    "ru": Words("рис.", "таблица", "уравнение", "глава", "«{}»"),
}
_NUMBER = re.compile(r"\u00a0([^\s\u00a0]+?)\.?$")
_CHAPTER = re.compile(
    r"(?:chapter|chap\.|kapitel|chapitre|capítulo|capitolo|глава|kapitola|rozdział)\s+"
    r"(\d+|[IVXLC]+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is referred to: a word's name in `Words`, and its number or its own words."""

    kind: str
    said: str


def resolve_cross_references(manuscripts: Sequence[Manuscript]) -> tuple[Manuscript, ...]:
    """The manuscripts, their captions numbered, with the words of all references put in."""
    if not any(map(_refers, manuscripts)):
        return tuple(manuscripts)
    targets: dict[str, _Target] = {}
    for manuscript in manuscripts:
        for name, target in _targets(manuscript):
            targets.setdefault(name, target)
    return tuple(_resolved(m, targets) if _refers(m) else m for m in manuscripts)


def _refers(manuscript: Manuscript) -> bool:
    return holds(manuscript.blocks, "Link")


def _targets(manuscript: Manuscript) -> Iterator[tuple[str, _Target]]:
    """All of a section that can be referred to, by id."""
    for element in walk(manuscript.blocks):
        match element["t"]:
            case "Figure" | "Table" as kind:
                number = _labelled(element["c"][1])
                if number:
                    yield element["c"][0][0], _Target(kind.lower(), number)
                    yield from _pictures(element, number)
            case "Span" if EQUATION in element["c"][0][1]:
                number = _span(element["c"][1], EQUATION_NUMBER)
                yield element["c"][0][0], _Target("equation", number)
            case "Header":
                words = text_of(element["c"][2])
                found = _CHAPTER.match(words)
                kind = "chapter" if found else "title"
                yield element["c"][1][0], _Target(kind, found[1] if found else words)


def _pictures(figure: Element, number: str) -> Iterator[tuple[str, _Target]]:
    """The lettered pictures of a figure: 2a, 2b."""
    for element in walk(figure["c"][2]):
        if element["t"] == "Span" and PICTURE in element["c"][0][1] and element["c"][0][0]:
            letter = _span(element["c"][1], LETTER).strip("()")
            yield element["c"][0][0], _Target("figure", f"{number}{letter}")


def _labelled(caption: Any) -> str:
    found = _NUMBER.search(_span(caption, LABEL))
    return found[1] if found else ""


def _span(tree: Any, name: str) -> str:
    """The words of the first span of a class."""
    spans = (e for e in walk(tree) if e["t"] == "Span" and name in e["c"][0][1])
    found = next(spans, None)
    return plain(found["c"][1]) if found is not None else ""


def _resolved(manuscript: Manuscript, targets: Mapping[str, _Target]) -> Manuscript:
    language = manuscript.language.split("-")[0].lower()
    words = WORDS.get(language, WORDS["en"])
    on_page = NOTE_WORDS.get(language, NOTE_WORDS["en"]).page

    def change(element: Element) -> Any:
        if element["t"] != "Link" or element["c"][1] or not element["c"][2][0].startswith("#"):
            return None
        (identity, classes, pairs), _, address = element["c"]
        target = targets.get(address[0][1:])
        if target is None:
            return None
        inlines = _said(target, words, capital=CAPITAL in classes)
        classes = [CROSS_REFERENCE, *(c for c in classes if c not in {CAPITAL, CROSS_REFERENCE})]
        link = {"t": "Link", "c": [[identity, classes, []], inlines, address]}
        if ["asked", "page"] not in pairs:
            return link
        page = {"t": "Link", "c": [["", [PAGE], []], string(UNKNOWN_PAGE), address]}
        return [link, {"t": "Span", "c": [["", [PAGE], []], [*string(on_page), page]]}]

    return replace(manuscript, blocks=rewrite(manuscript.blocks, change))


def _said(target: _Target, words: Words, *, capital: bool) -> Inlines:
    if target.kind == "title":
        return string(words.title.replace("{}", target.said))
    word: str = getattr(words, target.kind)
    word = word[:1].upper() + word[1:] if capital else word
    return string(f"{word}\u00a0{target.said}")
