"""Put in the words of references to figures, tables, equations and sections.

`[@fig:map]` becomes "figure 3", `[@fig:map, page]` "figure 3 on page 12" in the forms that have
pages, `[](#sec:delays)` the chapter's number or the heading's words. The words are those of the
language of the section that refers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.captions.numbering import EQUATION_NUMBER, number_of
from octavo.locales import Words, named_chapter, words_in
from octavo.manuscript import Element, holds, plain, rewrite, string, text_of, walk
from octavo.model import Inlines, Manuscript
from octavo.notes.note_references import on_page
from octavo.parsing.figures import LETTER, PICTURE
from octavo.parsing.labels import CAPITAL, CROSS_REFERENCE, EQUATION


@dataclass(frozen=True, slots=True)
class _Target:
    """What is referred to: the name of a phrase in `Words`, and its number or its own words."""

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
                number = number_of(element["c"][1])
                if number:
                    yield element["c"][0][0], _Target(kind.lower(), number)
                    yield from _pictures(element, number)
            case "Span" if EQUATION in element["c"][0][1]:
                number = _span(element["c"][1], EQUATION_NUMBER)
                yield element["c"][0][0], _Target("equation", number)
            case "Header":
                words = text_of(element["c"][2])
                number = named_chapter(words)
                kind = "chapter" if number else "titled"
                yield element["c"][1][0], _Target(kind, number or words)


def _pictures(figure: Element, number: str) -> Iterator[tuple[str, _Target]]:
    """The lettered pictures of a figure: 2a, 2b."""
    for element in walk(figure["c"][2]):
        if element["t"] == "Span" and PICTURE in element["c"][0][1] and element["c"][0][0]:
            letter = _span(element["c"][1], LETTER).strip("()")
            yield element["c"][0][0], _Target("figure", f"{number}{letter}")


def _span(tree: Any, name: str) -> str:
    """The words of the first span of a class."""
    spans = (e for e in walk(tree) if e["t"] == "Span" and name in e["c"][0][1])
    found = next(spans, None)
    return plain(found["c"][1]) if found is not None else ""


def _resolved(manuscript: Manuscript, targets: Mapping[str, _Target]) -> Manuscript:
    words = words_in(manuscript.language)

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
        return [link, on_page(words, address)]

    return replace(manuscript, blocks=rewrite(manuscript.blocks, change))


def _said(target: _Target, words: Words, *, capital: bool) -> Inlines:
    if target.kind == "titled":
        return string(words.titled.format(title=target.said))
    phrase: str = getattr(words, target.kind).format(number=target.said)
    return string(phrase[:1].upper() + phrase[1:] if capital else phrase)
