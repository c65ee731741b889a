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
Aare. (a) The old bridge. (b) The new one." The caption of a single picture follows it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import holds, plain, rewrite, walk

# Classes for the place of a figure on its page; an author writes them at the image.
STANDING = ("full-page", "landscape", "wide")
# Attributes of an image or a figure that end the caption, each in a span of the same name.
ENDINGS = ("credit", "source")
PICTURE, LETTER = "picture", "picture-letter"
_POINTS = (".", "!", "?", ";", ":", "…", ".”", ".’")


def with_figures(blocks: Blocks) -> Blocks:
    """Return the blocks with each figure as one element that has its whole caption."""
    return rewrite(blocks, _whole)


def _whole(element: Element) -> Element | None:
    match tree.kind_of(element):
        case "Figure":
            return _ended(element)
        case "Div" if "figure" in tree.classes_of(element) and holds(element, "Image"):
            return _figure_of(element)
        case _:
            return None


def _ended(figure: Element) -> Element:
    """Return a figure of one image; the image's credit and source end the caption, and its classes
    in STANDING become the figure's."""
    identity, classes, pairs = tree.attr_of(figure)
    image = next((e for e in walk(tree.content_of(figure)) if tree.is_kind(e, "Image")), None)
    if image is None:
        return figure
    standing = [name for name in tree.classes_of(image) if name in STANDING]
    caption = _with_endings(tree.caption_of(figure), [*pairs, *tree.attributes_of(image)])
    kept = [pair for pair in pairs if pair[0] not in ENDINGS]
    whole = tree.with_attr(figure, identity, [*classes, *standing], kept)
    blocks = rewrite(tree.content_of(figure), _without_endings)
    return tree.with_content(tree.with_caption(whole, caption), blocks)


def _figure_of(div: Element) -> Element:
    identity, classes, pairs = tree.attr_of(div)
    pictures: list[tuple[str, Blocks, Element]] = []  # the id, the caption, the image
    caption: Blocks = []
    for block in tree.content_of(div):
        found = list(_pictures(block))
        pictures += found
        caption += [] if found else [block]
    if not pictures:
        return div
    if len(pictures) == 1:
        own_id, own_caption, image = pictures[0]
        held = tree.span([image], own_id) if identity and own_id else image
        body = [tree.plain_block([held])]
        identity, caption = identity or own_id, [*caption, *own_caption]
    else:
        body = [tree.plain_block(list(_lettered(pictures)))]
        caption = _with_letters(caption, pictures)
        classes = [*classes, f"pictures-{min(len(pictures), 6)}"]
    if len(caption) == 1 and tree.is_kind(caption[0], "Para"):
        caption = [tree.plain_block(tree.content_of(caption[0]))]
    caption = _with_endings(caption, pairs)
    standing = [name for name in classes if name != "figure"]
    kept = [pair for pair in pairs if pair[0] not in ENDINGS]
    return tree.figure(body, caption, identity, standing, kept)


def _pictures(block: Element) -> Iterator[tuple[str, Blocks, Element]]:
    """Yield the images of a block that holds nothing else, each with its id and caption."""
    if tree.is_kind(block, "Figure"):
        image = next((e for e in walk(tree.content_of(block)) if tree.is_kind(e, "Image")), None)
        if image is not None:
            yield tree.id_of(block), tree.caption_of(block), image
    elif tree.is_paragraph(block):
        parting = ("Space", "SoftBreak", "LineBreak")
        images = [i for i in tree.content_of(block) if not tree.is_kind(i, *parting)]
        if images and all(tree.is_kind(i, "Image") for i in images):
            for image in images:
                identity, classes, pairs = tree.attr_of(image)
                yield identity, [], tree.with_attr(image, "", classes, pairs)


def _lettered(pictures: list[tuple[str, Blocks, Element]]) -> Iterator[Element]:
    for number, (identity, _, image) in enumerate(pictures):
        letter = tree.span(tree.text(f"({letter_of(number)})"), classes=[LETTER])
        yield tree.span([image, tree.SPACE, letter], identity, [PICTURE])
        yield tree.SPACE


def letter_of(number: int) -> str:
    """Return the letter of a picture, counted from 0: a, b, … z, aa, ab."""
    more, rest = divmod(number, len(ascii_lowercase))
    return (letter_of(more - 1) if more else "") + ascii_lowercase[rest]


def _with_letters(caption: Blocks, pictures: list[tuple[str, Blocks, Element]]) -> Blocks:
    """Return a caption followed by those of the lettered pictures, separated by semicolons."""
    more: Inlines = []
    for number, (_, own, _) in enumerate(pictures):
        inlines = tree.content_of(own[-1]) if own and tree.is_paragraph(own[-1]) else []
        if not inlines:
            continue
        if more and not plain(more).rstrip().endswith(_POINTS):
            more.append(tree.string(";"))
        letter = tree.emph(tree.text(f"({letter_of(number)})"))
        more += [tree.SPACE, letter, tree.string("\u00a0"), *inlines]
    return _joined(caption, more)


def _with_endings(caption: Blocks, pairs: list[tree.KeyValue]) -> Blocks:
    given = {key: value for key, value in reversed(pairs) if value}
    for name in ENDINGS:
        if name in given:
            span = tree.span(tree.text(given[name]), classes=[name])
            caption = _joined(caption, [tree.SPACE, span])
    return caption


def _joined(caption: Blocks, more: Inlines) -> Blocks:
    """Return a caption with inlines at the end of its last paragraph."""
    if not more:
        return caption
    if not caption or not tree.is_paragraph(caption[-1]):
        return [*caption, tree.plain_block(more[1:])]
    last = tree.with_content(caption[-1], [*tree.content_of(caption[-1]), *more])
    return [*caption[:-1], last]


def _without_endings(element: Element) -> Element | None:
    """Return an image without what the figure or its caption now has; None for other elements."""
    if not tree.is_kind(element, "Image"):
        return None
    identity, classes, pairs = tree.attr_of(element)
    classes = [name for name in classes if name not in STANDING]
    kept = [pair for pair in pairs if pair[0] not in ENDINGS]
    return tree.with_attr(element, identity, classes, kept)
