"""Put in the words of references to figures, tables, equations and sections.

`[@fig:map]` becomes "figure 3", `[@fig:map, page]` "figure 3 on page 12" in the forms that have
pages, `[](#sec:delays)` the chapter's number or the heading's words. The words are those of the
language of the section that refers; the number of a chapter or a part is in Arabic figures, however
it is printed above the title, and in a note the word is short, as Chicago has both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.captions.numbering import EQUATION_NUMBER, number_of
from octavo.locales import Words, named_chapter, words_in
from octavo.model import Blocks, Element, Inlines, Manuscript
from octavo.notes.note_references import on_page, without_pages
from octavo.pandoc import tree
from octavo.pandoc.heading_spans import number_of_heading
from octavo.pandoc.note_spans import blocks_of, is_note, with_blocks
from octavo.pandoc.walk import plain, rewrite, text_of, walk
from octavo.parsing.figures import LETTER, PICTURE
from octavo.parsing.labels import CAPITAL, CROSS_REFERENCE, EQUATION


@dataclass(frozen=True, slots=True)
class CrossTarget:
    """A target of references: the name of a phrase in `Words`, and its number or its own words."""

    kind: str
    said: str


def resolve_cross_references(manuscripts: Sequence[Manuscript]) -> tuple[Manuscript, ...]:
    """Return the manuscripts, whose captions are numbered, with the words of all references put
    in."""
    return tuple(map(with_cross_references, manuscripts, cross_targets(manuscripts)))


def cross_targets(manuscripts: Sequence[Manuscript]) -> tuple[Mapping[str, CrossTarget], ...]:
    """Return for each manuscript the targets of its own references, by id."""
    asked = [frozenset(_addresses(manuscript)) for manuscript in manuscripts]
    targets: dict[str, CrossTarget] = {}
    for manuscript in manuscripts if any(asked) else ():
        for name, target in _targets(manuscript):
            targets.setdefault(name, target)
    for manuscript in manuscripts if any(asked) else ():
        # a heading may refer to what is numbered
        for name, target in _headings(manuscript, targets):
            targets.setdefault(name, target)
    return tuple(
        {name: targets[name] for name in sorted(names) if name in targets} for names in asked
    )


def _addresses(manuscript: Manuscript) -> Iterator[str]:
    """Yield the ids that a section refers to."""
    for element in walk(manuscript.blocks) if manuscript.holds("Link") else ():
        if _is_reference(element):
            yield tree.target_of(element).removeprefix("#")


def _is_reference(element: Element) -> bool:
    return (
        tree.is_kind(element, "Link")
        and not tree.content_of(element)
        and tree.target_of(element).startswith("#")
    )


def _targets(manuscript: Manuscript) -> Iterator[tuple[str, CrossTarget]]:
    """Yield all targets in a section but its headings, by id."""
    for element in walk(manuscript.blocks):
        match tree.kind_of(element):
            case "Figure" | "Table" as kind:
                number = number_of(tree.caption_of(element))
                if number:
                    yield tree.id_of(element), CrossTarget(kind.lower(), number)
                if number and kind == "Figure":
                    yield from _pictures(element, number)
            case "Span" if EQUATION in tree.classes_of(element):
                number = _span(tree.content_of(element), EQUATION_NUMBER)
                yield tree.id_of(element), CrossTarget("equation", number)


def _headings(
    manuscript: Manuscript, targets: Mapping[str, CrossTarget]
) -> Iterator[tuple[str, CrossTarget]]:
    """Yield the headings of a section as targets, by id; those that refer to others with the words
    of these."""
    words = words_in(manuscript.language)
    for element in walk(manuscript.blocks):
        if tree.is_kind(element, "Header"):
            said = rewrite(tree.content_of(element), lambda e: _words_for(e, targets, words))
            title = text_of(without_pages(said))
            above = number_of_heading(tree.content_of(element))
            number = above.number if above else named_chapter(title)
            kind = (above.kind if above else "chapter") if number else "titled"
            yield tree.id_of(element), CrossTarget(kind, number or title)


def _pictures(figure: Element, number: str) -> Iterator[tuple[str, CrossTarget]]:
    """Yield the lettered pictures of a figure: 2a, 2b."""
    for element in walk(tree.content_of(figure)):
        if _is_span(element, PICTURE) and tree.id_of(element):
            letter = _span(tree.content_of(element), LETTER).strip("()")
            yield tree.id_of(element), CrossTarget("figure", f"{number}{letter}")


def _span(part: Blocks | Inlines, name: str) -> str:
    """Return the words of the first span of a class, or nothing."""
    found = next((element for element in walk(part) if _is_span(element, name)), None)
    return plain(tree.content_of(found)) if found is not None else ""


def _is_span(element: Element, name: str) -> bool:
    return tree.is_kind(element, "Span") and name in tree.classes_of(element)


def with_cross_references(manuscript: Manuscript, targets: Mapping[str, CrossTarget]) -> Manuscript:
    """Return one section, whose captions are numbered, with the words of its references."""
    if not targets:
        return manuscript
    words = words_in(manuscript.language)
    short = replace(words, chapter=words.chapter_short)

    def in_note(element: Element) -> Element | None:
        if not is_note(element):
            return None
        said = rewrite(blocks_of(element), lambda inner: _words_for(inner, targets, short))
        return with_blocks(element, said)

    blocks = manuscript.blocks
    if any(target.kind == "chapter" for target in targets.values()):
        blocks = rewrite(blocks, in_note, within=_NOTES)
    blocks = rewrite(blocks, lambda element: _words_for(element, targets, words))
    return replace(manuscript, blocks=blocks)


_NOTES = frozenset({"Note"})


def _words_for(
    element: Element, targets: Mapping[str, CrossTarget], words: Words
) -> Element | Inlines | None:
    """Return a reference with its words, and its page if that is asked for; None for any other
    element."""
    if not _is_reference(element):
        return None
    address = tree.target_of(element)
    target = targets.get(address.removeprefix("#"))
    if target is None:
        return None
    identity, classes, pairs = tree.attr_of(element)
    inlines = _said(target, words, capital=CAPITAL in classes)
    classes = [CROSS_REFERENCE, *(c for c in classes if c not in {CAPITAL, CROSS_REFERENCE})]
    link = tree.with_content(tree.with_attr(element, identity, classes), inlines)
    return link if ["asked", "page"] not in pairs else [link, on_page(words, address)]


def _said(target: CrossTarget, words: Words, *, capital: bool) -> Inlines:
    if target.kind == "titled":
        return tree.text(words.titled.format(title=target.said))
    phrase: str = getattr(words, target.kind).format(number=target.said)
    return tree.text(phrase[:1].upper() + phrase[1:] if capital else phrase)
