"""Make figures, however they are written, one kind of element: pictures, and a caption that ends
with credit and source.

An image alone in its paragraph is a figure already. A division of the class `figure` becomes one:
the paragraphs and figures that hold only images are its pictures, all else is the caption.

    ::: {#fig:bridges .figure credit="Photos: A. Smith"}
    ![The old bridge.](old.jpg){#fig:old alt="…"}

    ![The new one.](new.jpg){alt="…"}

    Two bridges over the Aare.
    :::

Several pictures get letters, and their captions follow the figure's own: "Two bridges over the
Aare. (a) The old bridge. (b) The new one."
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from octavo.manuscript import Element, holds, plain, rewrite, string, walk
from octavo.model import Blocks, Inlines

# Classes for the place of a figure on its page; an author writes them at the image.
STANDING = ("full-page", "landscape", "wide")
# Attributes of an image or a figure that end the caption, each in a span of the same name.
ENDINGS = ("credit", "source")
PICTURE, LETTER = "picture", "picture-letter"
_POINTS = (".", "!", "?", ";", ":", "…", ".”", ".’")
_SPACES = {"Space", "SoftBreak", "LineBreak"}


def with_figures(blocks: Blocks) -> Blocks:
    """Return the blocks with each figure as one element that has its whole caption."""
    return rewrite(blocks, _whole) if holds(blocks, "Image") else blocks


def _whole(element: Element) -> Element | None:
    if element["t"] == "Figure":
        return _ended(element)
    if element["t"] == "Div" and "figure" in element["c"][0][1] and holds(element, "Image"):
        return _figure_of(element)
    return None


def _ended(figure: Element) -> Element:
    """Return a figure of one image; the image's credit and source end the caption, and its classes
    in STANDING become the figure's."""
    (identity, classes, pairs), (short, caption), blocks = figure["c"]
    image = next((e for e in walk(blocks) if e["t"] == "Image"), None)
    if image is None:
        return figure
    standing = [name for name in image["c"][0][1] if name in STANDING]
    caption = _with_endings(caption, [*pairs, *image["c"][0][2]])
    attributes = [identity, [*classes, *standing], [p for p in pairs if p[0] not in ENDINGS]]
    return {"t": "Figure", "c": [attributes, [short, caption], rewrite(blocks, _without_endings)]}


def _figure_of(div: Element) -> Element:
    (identity, classes, pairs), blocks = div["c"]
    pictures: list[tuple[str, Blocks, Element]] = []  # the id, the caption, the image
    caption: Blocks = []
    for block in blocks:
        found = list(_pictures(block))
        pictures += found
        caption += [] if found else [block]
    if not pictures:
        return div
    if len(pictures) == 1:
        body = [{"t": "Plain", "c": [pictures[0][2]]}]
        identity, caption = identity or pictures[0][0], caption or pictures[0][1]
    else:
        body = [{"t": "Plain", "c": list(_lettered(pictures))}]
        caption = _with_letters(caption, pictures)
        classes = [*classes, f"pictures-{min(len(pictures), 6)}"]
    if len(caption) == 1 and caption[0]["t"] == "Para":
        caption = [{"t": "Plain", "c": caption[0]["c"]}]
    caption = _with_endings(caption, pairs)
    standing = [name for name in classes if name != "figure"]
    kept = [pair for pair in pairs if pair[0] not in ENDINGS]
    return {"t": "Figure", "c": [[identity, standing, kept], [None, caption], body]}


def _pictures(block: Element) -> Iterator[tuple[str, Blocks, Element]]:
    """Yield the images of a block that holds nothing else, each with its id and caption."""
    if block["t"] == "Figure":
        image = next((e for e in walk(block["c"][2]) if e["t"] == "Image"), None)
        if image is not None:
            yield block["c"][0][0], block["c"][1][1], image
    elif block["t"] in {"Para", "Plain"}:
        images = [i for i in block["c"] if i["t"] not in _SPACES]
        if images and all(i["t"] == "Image" for i in images):
            for image in images:
                (identity, *rest), inlines, target = image["c"]
                yield identity, [], {"t": "Image", "c": [["", *rest], inlines, target]}


def _lettered(pictures: list[tuple[str, Blocks, Element]]) -> Iterator[Element]:
    for number, (identity, _, image) in enumerate(pictures):
        letter = {"t": "Span", "c": [["", [LETTER], []], string(f"({letter_of(number)})")]}
        inlines = [image, {"t": "Space"}, letter]
        yield {"t": "Span", "c": [[identity, [PICTURE], []], inlines]}
        yield {"t": "Space"}


def letter_of(number: int) -> str:
    """Return the letter of a picture, counted from 0: a, b, … z, aa, ab."""
    more, rest = divmod(number, len(ascii_lowercase))
    return (letter_of(more - 1) if more else "") + ascii_lowercase[rest]


def _with_letters(caption: Blocks, pictures: list[tuple[str, Blocks, Element]]) -> Blocks:
    """Return a caption followed by those of the lettered pictures, separated by semicolons."""
    more: Inlines = []
    for number, (_, own, _) in enumerate(pictures):
        inlines = own[-1]["c"] if own and own[-1]["t"] in {"Plain", "Para"} else []
        if not inlines:
            continue
        if more and not plain(more).rstrip().endswith(_POINTS):
            more.append({"t": "Str", "c": ";"})
        letter = {"t": "Emph", "c": string(f"({letter_of(number)})")}
        more += [{"t": "Space"}, letter, {"t": "Str", "c": "\u00a0"}, *inlines]
    return _joined(caption, more)


def _with_endings(caption: Blocks, pairs: list[Any]) -> Blocks:
    given = {key: value for key, value in reversed(pairs) if value}
    for name in ENDINGS:
        if name in given:
            span = {"t": "Span", "c": [["", [name], []], string(given[name])]}
            caption = _joined(caption, [{"t": "Space"}, span])
    return caption


def _joined(caption: Blocks, more: Inlines) -> Blocks:
    """Return a caption with inlines at the end of its last paragraph."""
    if not more:
        return caption
    if not caption or caption[-1]["t"] not in {"Plain", "Para"}:
        return [*caption, {"t": "Plain", "c": more[1:]}]
    last = {"t": caption[-1]["t"], "c": [*caption[-1]["c"], *more]}
    return [*caption[:-1], last]


def _without_endings(element: Element) -> Element | None:
    """Return an image without what the figure or its caption now has; None for other elements."""
    if element["t"] != "Image":
        return None
    (identity, classes, pairs), inlines, target = element["c"]
    classes = [name for name in classes if name not in STANDING]
    attributes = [identity, classes, [pair for pair in pairs if pair[0] not in ENDINGS]]
    return {"t": "Image", "c": [attributes, inlines, target]}
