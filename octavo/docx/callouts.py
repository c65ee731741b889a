"""Take the pictures out of a section: callouts in their places, the captions in a list at its end.

    ![The bridge.](bridge.jpg){#fig:bridge}   →   <Figure 1 about here>
                                              …
                                              Captions
                                              Figure 1. The bridge.

A picture without a number is called by the name of its file. The captions of a section stay in
their places if one of them calls a note, since the notes are numbered in the order of their calls;
so does that of a figure in a note.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from octavo.captions.numbering import LABEL
from octavo.locales import Words
from octavo.model import Blocks, Element, Inlines, WordFigures
from octavo.pandoc import tree
from octavo.pandoc.walk import holds, plain, rewrite, walk
from octavo.parsing.figures import LETTER, PICTURE

CALLOUT, CAPTIONS_HEADING = "figure-callout", "captions-heading"  # classes of divisions
OF_FIGURE = "figure"  # the attribute of a callout that names the figure whose number it has
COUNTED = "counted"  # the attribute, there for each name, of a caption whose figure is elsewhere
_CALLED = "called-picture"  # the class of a span in the place of a picture
_STAYS = "caption-stays"
_ENDS = " .:–—\u00a0"  # what may end a label
_OF_LANGUAGE = ("lang", "dir")


def with_callouts(blocks: Blocks, words: Words, figures: WordFigures) -> Blocks:
    """Return the blocks of a section without pictures; `words` are those of its language. What is
    embedded stays."""
    if figures == "embedded" or not holds(blocks, "Image"):
        return blocks
    taking = _Taking(words, figures == "callouts", _a_caption_calls(blocks))
    made = rewrite(rewrite(blocks, _marked), taking.change)
    if not taking.captions:
        return made
    heading = tree.div([tree.para(tree.text(words.captions))], classes=[CAPTIONS_HEADING])
    return [*made, heading, *taking.captions]


def _a_caption_calls(blocks: Blocks) -> bool:
    """Return whether the caption of a figure of the section calls a note."""
    figures = (element for element in walk(blocks) if tree.is_kind(element, "Figure"))
    return any(holds(tree.caption_of(figure), "Note") for figure in figures)


def _marked(element: Element) -> Element | None:
    """Return a division whose figures have its language, or a note whose captions stay in it."""
    if tree.is_kind(element, "Note"):
        return rewrite(element, lambda inner: _with_class(inner, _STAYS))
    pairs = [pair for pair in tree.attributes_of(element) if pair[0] in _OF_LANGUAGE] if (
        tree.is_kind(element, "Div")
    ) else []  # fmt: skip
    return rewrite(element, lambda inner: _with_pairs(inner, pairs)) if pairs else None


def _with_class(figure: Element, name: str) -> Element | None:
    if not tree.is_kind(figure, "Figure"):
        return None
    identity, classes, pairs = tree.attr_of(figure)
    return tree.with_attr(figure, identity, [*classes, name], pairs)


def _with_pairs(figure: Element, pairs: list[tree.KeyValue]) -> Element | None:
    """Return a figure with those attributes of the division around it that it lacks."""
    if not tree.is_kind(figure, "Figure"):
        return None
    identity, classes, own = tree.attr_of(figure)
    known = {name for name, _ in own}
    lacking = [pair for pair in pairs if pair[0] not in known]
    return tree.with_attr(figure, identity, classes, [*own, *lacking])


class _Taking:
    """The pictures of a section as they are taken out; `captions` are those for the list."""

    def __init__(self, words: Words, calls: bool, stay: bool) -> None:
        self._words = words
        self._calls = calls
        self._stay = stay
        self.captions: Blocks = []

    def change(self, element: Element) -> Element | Blocks | None:
        """Return what is in the place of a picture or a figure; None for all else."""
        if tree.is_kind(element, "Image"):
            return self._picture(element)
        return self._figure(element) if tree.is_kind(element, "Figure") else None

    def _picture(self, image: Element) -> Element:
        name = posixpath.basename(tree.target_of(image))
        said = tree.text(self._words.callout.format(figure=name)) if self._calls else []
        return tree.span(said, tree.id_of(image), [_CALLED])

    def _figure(self, figure: Element) -> Blocks:
        body, caption = tree.content_of(figure), self._caption(figure)
        rest = _without_pictures(body)
        left = rest if plain(rest).strip() or holds(rest, "Note") else []
        called = [self._callout(figure, has_rest=bool(left))] if self._calls else []
        stays = self._stay or _STAYS in tree.classes_of(figure)
        if not stays:
            self.captions += caption
            return [*called, *left]
        order = [caption, left] if holds(left, "Note") else [left, caption]
        return [*called, *order[0], *order[1]]

    def _caption(self, figure: Element) -> Blocks:
        """Return the caption of a figure as a figure without a picture; nothing if it has none. Its
        number is that of the names that lead to the figure."""
        caption = tree.caption_of(figure)
        if not caption:
            return []
        identity, classes, pairs = tree.attr_of(figure)
        names = [] if identity == "" or not self._calls else [identity]
        names += _letters(tree.content_of(figure))
        counted: list[tree.KeyValue] = [[COUNTED, name] for name in names]
        kept = [pair for pair in pairs if pair[0] in _OF_LANGUAGE]
        return [tree.figure([], caption, "" if self._calls else identity, classes, kept + counted)]

    def _callout(self, figure: Element, *, has_rest: bool) -> Element:
        """Return the callout of a figure, to which all names in it lead."""
        identity, _, pairs = tree.attr_of(figure)
        kept = [pair for pair in pairs if pair[0] in _OF_LANGUAGE]
        body, label = tree.content_of(figure), _label(tree.caption_of(figure))
        if not label:
            only = _pictures_alone(body) if has_rest else _inlines(body)
            return tree.div([tree.para(only)], identity, [CALLOUT], kept)
        names = [] if has_rest else [tree.span([], name) for name in _names(body)]
        said = tree.text(self._words.callout.format(figure=label.rstrip(_ENDS)))
        number: list[tree.KeyValue] = [[OF_FIGURE, identity]]
        return tree.div([tree.para([*names, *said])], identity, [CALLOUT], kept + number)


def _label(caption: Blocks) -> str:
    """Return the label of a caption: Figure 1."""
    spans = (element for element in walk(caption) if tree.is_kind(element, "Span"))
    return next((plain(span) for span in spans if LABEL in tree.classes_of(span)), "")


def _names(body: Blocks) -> Iterator[str]:
    return (tree.id_of(e) for e in walk(body) if tree.has_attr(e) and tree.id_of(e))


def _letters(body: Blocks) -> list[str]:
    """Return the names of the lettered pictures of a figure."""
    spans = (element for element in walk(body) if tree.is_kind(element, "Span"))
    lettered = (span for span in spans if PICTURE in tree.classes_of(span))
    return [name for span in lettered if (name := tree.id_of(span))]


def _inlines(body: Blocks) -> Inlines:
    paragraphs = (tree.content_of(block) for block in body if tree.is_paragraph(block))
    return [inline for inlines in paragraphs for inline in [*inlines, tree.SPACE]][:-1]


def _pictures_alone(body: Blocks) -> Inlines:
    spans = [e for e in walk(body) if tree.is_kind(e, "Span") and _CALLED in tree.classes_of(e)]
    return [inline for span in spans for inline in (span, tree.SPACE)][:-1]


def _without_pictures(body: Blocks) -> Blocks:
    """Return what a figure has beside its pictures and their letters."""

    def change(element: Element) -> Blocks | None:
        is_span = tree.is_kind(element, "Span")
        gone = is_span and {_CALLED, LETTER} & {*tree.classes_of(element)}
        return [] if gone else None

    return rewrite(body, change)
