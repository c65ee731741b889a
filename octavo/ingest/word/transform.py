"""Turn pandoc's tree of a document into a tree of the Markdown that Octavo reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from octavo.ingest.word import marks
from octavo.ingest.word.marked import Marked
from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import holds, rewrite, rewrite_lists, text_of, walk

STYLE = "custom-style"
_CAPTION = "octavo-caption"
_QUOTED = re.compile(r"quot|block ?text|zitat|extract|blockquote", re.IGNORECASE)
_VERSE = re.compile(r"verse|poe(m|try)|gedicht|stanza|strophe", re.IGNORECASE)
_EPIGRAPH = re.compile(r"epigra(ph|f)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc (\d|heading)|contents (\d|heading)|inhaltsverzeichnis", re.IGNORECASE)
_SAFE = re.compile(r"(?i)(https?|mailto|ftp|doi):|#")


_PARAGRAPH = "octavo-paragraph"  # the class of a span that says in which style a paragraph is

_LABEL = "octavo-label"  # the class of an empty span that is the place of a label


def label_mark(label: str) -> Element:
    """Return what gives a label to its place, or to the heading that it is in."""
    return tree.span([], label, [_LABEL])


# The classes of spans that are Octavo's already.
_OWN = frozenset((_PARAGRAPH, _LABEL, "index", "smallcaps", "underline"))


def has_role(style: str) -> bool:
    """Return whether a style of this name says what a paragraph is: a quotation, verse."""
    found = (one.search(style) for one in (_QUOTED, _VERSE, _EPIGRAPH))
    return any(found) or style.lower() == "caption"


def style_mark(style: str) -> Element:
    """Return what begins a paragraph to say in which style it is."""
    return tree.span([], "", [_PARAGRAPH], {STYLE: style})


@dataclass(slots=True)
class Transformed:
    """The blocks, and what could not be kept as it is."""

    blocks: Blocks = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # words, address
    pictures: list[tuple[str, str]] = field(default_factory=list)  # target, words
    raw: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)  # keys of citations around a note
    styles: dict[str, int] = field(default_factory=dict)  # left out, how often


def transform(
    blocks: Blocks, pictures: Mapping[str, str], label: Callable[[int], str], marked: Marked
) -> Transformed:
    """Return the tree that Octavo's Markdown can say.  `pictures` has the new path of each picture
    that can be shown, `label` returns the label of a note by its number, `marked` what the marks
    in the text refer to."""
    made = Transformed()
    turn = _Turn(made, pictures, label, marked)
    blocks = rewrite(rewrite_lists(blocks, turn.inlines), turn.element)
    blocks = rewrite_lists(blocks, _joined)
    made.blocks = [block for block in blocks if not _is_empty(block)]
    return made


class _Turn:
    def __init__(
        self, made: Transformed, pictures: Mapping[str, str], label: Callable[[int], str],
        marked: Marked,
    ) -> None:  # fmt: skip
        self._made = made
        self._marked = marked
        self._labels = {
            tree.id_of(one) for one in marked.elements
            if tree.is_kind(one, "Span") and _LABEL in tree.classes_of(one)
        }  # fmt: skip
        self._pictures = pictures
        self._label = label

    def element(self, element: Element) -> Element | list[Element] | None:
        turn = _TURNS.get(tree.kind_of(element))
        return turn(self, element) if turn else None

    def span(self, element: Element) -> Element | list[Element] | None:
        content = list(tree.content_of(element))
        style = tree.attribute(element, STYLE)
        if _LABEL in tree.classes_of(element):
            return tree.span([], tree.id_of(element))
        if not _OWN.isdisjoint(tree.classes_of(element)):
            return None
        if "indexref" in tree.classes_of(element):
            return _index_mark(element)
        if style.startswith(marks.LANGUAGE):
            return _span(content, attributes={"lang": style[len(marks.LANGUAGE) :]})
        if tree.attribute(element, "lang"):
            return _span(content, attributes={"lang": tree.attribute(element, "lang")})
        for name in tree.classes_of(element):
            if name == "mark":
                self._made.styles["highlighting"] = self._made.styles.get("highlighting", 0) + 1
        return content

    def div(self, element: Element) -> Element | list[Element] | None:
        content = tree.content_of(element)
        style = tree.attribute(element, STYLE)
        if style.startswith(marks.LOOK):
            words = [i for block in content if tree.is_paragraph(block)
                     for i in tree.content_of(block)]  # fmt: skip
            return self.header(tree.header(int(style[len(marks.LOOK) :]), words))
        if _CONTENTS.fullmatch(style):
            return []
        if style.lower() == "caption":
            return tree.div(content, classes=[_CAPTION])
        if _VERSE.search(style):
            return [tree.line_block(_lines(content))]
        if _EPIGRAPH.search(style):
            return tree.div(content, classes=["epigraph"])
        if _QUOTED.search(style) and not any(tree.is_kind(b, "BlockQuote") for b in content):
            return tree.block_quote(content)
        return content

    def header(self, element: Element) -> Element | list[Element]:
        """Return a heading without formatting of all its words; nothing for one without words."""
        labels = [tree.id_of(one) for one in walk(element) if self._has_label(one)]
        words = rewrite(tree.content_of(element), lambda one: [] if self._has_label(one) else None)
        while len(words) == 1 and tree.is_kind(words[0], "Strong", "Underline"):
            words = list(tree.content_of(words[0]))
        words = [tree.SPACE if tree.is_kind(word, "LineBreak") else word for word in words]
        if not text_of(words):
            return []
        label = labels[0] if labels else ""
        return tree.header(tree.level_of(element), tree.trimmed(words), label)

    def _has_label(self, one: Element) -> bool:
        return tree.is_kind(one, "Span") and not tree.content_of(one) and (
            tree.id_of(one) in self._labels)  # fmt: skip

    def note(self, element: Element) -> Element:
        """Return a note, whose paragraphs are no headings, whatever their style is."""
        blocks = [
            tree.para(tree.content_of(block)) if tree.is_kind(block, "Header") else block
            for block in tree.content_of(element)
        ]
        if blocks and tree.is_paragraph(blocks[0]):
            words = tree.trimmed(tree.content_of(blocks[0]))
            blocks[0] = tree.with_content(blocks[0], words)
        kept = [block for block in blocks if not _is_empty(block)]
        return tree.note(kept)

    def cite(self, element: Element) -> Element | list[Element]:
        """Return a citation; of one around the call of a note, whose words are the citation, return
        the note."""
        shown = tree.content_of(element)
        if not holds(shown, "Note"):
            return tree.cite(
                {**one, "citationSuffix": _without_end(one["citationSuffix"])}
                for one in tree.citations_of(element)
            )
        self._made.around += [one["citationId"] for one in tree.citations_of(element)]
        return list(shown)

    def link(self, element: Element) -> Element | list[Element] | None:
        target = tree.target_of(element)
        words = rewrite(tree.content_of(element), lambda one: (
            tree.content_of(one) if "underline" in _classes_of(one) else None))  # fmt: skip
        if target[1:] in self._labels and target.startswith("#"):
            return tree.link(words, target)
        if target.startswith("#") or not _SAFE.match(target):
            if not target.startswith("#"):
                self._made.links.append((text_of(words), target))
            return words
        return tree.link(words, target)

    def image(self, element: Element) -> Element | list[Element]:
        target = tree.target_of(element)
        said = list(tree.content_of(element))
        path = self._pictures.get(target)
        if path is None:
            self._made.pictures.append((target, text_of(said)))
            return []
        alt = text_of(said) or tree.attribute(element, "alt")
        return tree.image([], path, attributes={"alt": alt} if alt else {})

    def figure(self, element: Element) -> Element | list[Element]:
        content = [block for block in tree.content_of(element) if not _is_empty(block)]
        caption = [b for b in tree.caption_of(element) if not _is_empty(b)]
        made = _captioned(content[0], caption) if len(content) == 1 else None
        return made if made is not None else [*content, *caption]

    def table(self, element: Element) -> Element:
        return tree.with_attr(element)

    def raw(self, element: Element) -> list[Element]:
        self._made.raw.append(tree.string_of(element))
        return []

    def para(self, element: Element) -> Element | list[Element] | None:
        """Return a paragraph in a style of ours as what the style says that it is."""
        content = tree.content_of(element)
        first = content[0] if content else None
        if not tree.is_kind(first, "Span") or _PARAGRAPH not in tree.classes_of(first):
            return None
        bare = tree.para(content[1:])
        return self.div(tree.div([bare], attributes={STYLE: tree.attribute(first, STYLE)}))

    def quotation(self, element: Element) -> Element | list[Element] | None:
        """Return a quotation once, if its indent and its style have both made it one."""
        content = tree.content_of(element)
        if all(tree.is_kind(one, "BlockQuote", "LineBlock") for one in content):
            return list(content)
        return None

    def inlines(self, inlines: Inlines) -> Inlines:
        """Return inlines in which the marks are what they refer to."""
        made: list[Inlines] = [[]]  # the inlines, and those of each span that has begun
        spans: list[int] = []
        for inline in inlines:
            if not tree.is_string(inline) or not marks.holds_sign(tree.string_of(inline)):
                made[-1].append(inline)
                continue
            words, at = tree.string_of(inline), 0
            for found in marks.MARK.finditer(words):
                if found.start() > at:
                    made[-1].append(tree.string(words[at : found.start()]))
                at = found.end()
                if found[1] == marks.SPAN:
                    spans.append(int(found[2]))
                    made.append([])
                elif found[3] and spans:
                    inner = made.pop()
                    made[-1] += self._spanned(spans.pop(), inner)
                elif not found[3]:
                    made[-1] += self._set(found[1], int(found[2]))
            if at < len(words):
                made[-1].append(tree.string(words[at:]))
        while spans:  # its end is elsewhere: the words stay without the span
            inner = made.pop()
            made[-1] += inner
            self._made.raw.append(f"the end of {self._marked.spans[spans.pop()]}")
        return made[0]

    def _set(self, sign: str, number: int) -> Inlines:
        if sign == marks.OPEN:
            return [tree.cite([tree.citation(f"note:{self._label(number)}")])]
        held = self._marked.elements if sign == marks.SET else ()
        return [held[number]] if number < len(held) else []

    def _spanned(self, number: int, inner: Inlines) -> Inlines:
        classes, attributes = self._marked.spans[number]
        if "underline" in classes and holds(inner, "Link"):
            return inner
        if "href" in attributes:
            return _apart(inner, lambda bare: tree.link(bare, attributes["href"]))
        return _span(inner, classes=classes, attributes=attributes)

    def formatted(self, element: Element) -> Element | list[Element]:
        content = list(tree.content_of(element))
        if any(tree.is_kind(inline, "Note") for inline in content) and len(content) == 1:
            return content  # a call is raised by itself
        if not any(True for one in content if not tree.is_space(one)):
            return content
        if tree.is_kind(element, "Superscript") and len(content) == 1 and (
            tree.is_kind(content[0], "Cite")):  # fmt: skip
            return content
        kind = tree.kind_of(element)
        if kind == "Underline" and holds(content, "Link"):
            return content
        if kind in _CLASSES:
            return _span(content, classes=[_CLASSES[kind]])
        return _apart(content, lambda bare: tree.formatted(kind, bare))


_CLASSES = {"SmallCaps": "smallcaps", "Underline": "underline"}
_TURNS: Mapping[str, Callable[[_Turn, Element], Element | list[Element] | None]] = {
    "Span": _Turn.span, "Div": _Turn.div, "Header": _Turn.header, "Note": _Turn.note,
    "Link": _Turn.link, "Cite": _Turn.cite, "Image": _Turn.image,
    "Figure": _Turn.figure, "Table": _Turn.table, "RawInline": _Turn.raw, "RawBlock": _Turn.raw,
    "Para": _Turn.para, "Plain": _Turn.para, "BlockQuote": _Turn.quotation,
    **dict.fromkeys(tree.FORMATTING, _Turn.formatted),
}  # fmt: skip


def _span(
    inlines: Inlines, classes: Iterable[str] = (), attributes: Mapping[str, str] | None = None
) -> list[Element]:
    """Return a span of inlines, with the spaces at both ends outside: Markdown has none inside."""
    return _apart(inlines, lambda bare: tree.span(bare, "", classes, attributes or {}))


def _apart(inlines: Inlines, make: Callable[[Inlines], Element]) -> list[Element]:
    bare = tree.trimmed(inlines)
    if not bare:
        return list(inlines)
    before = [tree.SPACE] if tree.is_space(inlines[0]) else []
    after = [tree.SPACE] if tree.is_space(inlines[-1]) else []
    return [*before, make(bare), *after]


def _classes_of(element: Element) -> list[str]:
    return tree.classes_of(element) if tree.is_kind(element, "Span") else []


def _without_end(inlines: Inlines) -> Inlines:
    """Return inlines without the spaces at their end."""
    at = len(inlines)
    while at and tree.is_space(inlines[at - 1]):
        at -= 1
    return inlines[:at]


def _index_mark(element: Element) -> Element:
    """Return an index entry of Word, `Stalin, Joseph:and Litvinov`, as an index mark."""
    entry = tree.attribute(element, "entry")
    levels = [one.replace("\\:", ":").strip() for one in re.split(r"(?<!\\):", entry)]
    attributes = {"key": "!".join(level.replace("!", "!!") for level in levels if level)}
    classes = ["index"]
    said = tree.attribute(element, "crossref").strip()
    if said:
        found = re.match(r"(?i)(see also|see|siehe auch|siehe|voir aussi|voir)\s+(.*)", said)
        also = bool(found) and found[1].lower() in ("see also", "siehe auch", "voir aussi")
        attributes["seealso" if also else "see"] = found[2] if found else said
    elif any(key == "bold" for key, _ in tree.attributes_of(element)):
        classes.append("main")
    return tree.span([], classes=classes, attributes=attributes)


def _lines(blocks: Blocks) -> list[Inlines]:
    """Return the lines of paragraphs of verse."""
    lines: list[Inlines] = []
    for block in blocks:
        if tree.is_kind(block, "BlockQuote"):
            lines += _lines(tree.content_of(block))
        elif tree.is_paragraph(block):
            lines.append([])
            for inline in tree.content_of(block):
                if tree.is_kind(inline, "LineBreak"):
                    lines.append([])
                else:
                    lines[-1].append(inline)
    return lines


def _joined(items: list[Element]) -> list[Element]:
    """Return blocks in which verse and quotations that follow each other are one, and the caption
    below a picture is the picture's."""
    made: list[Element] = []
    for item in items:
        last = made[-1] if made else None
        if tree.is_kind(item, "LineBlock") and tree.is_kind(last, "LineBlock"):
            made[-1] = tree.line_block([*tree.lines_of(last), *tree.lines_of(item)])
        elif tree.is_kind(item, "BlockQuote") and tree.is_kind(last, "BlockQuote"):
            made[-1] = tree.block_quote([*tree.content_of(last), *tree.content_of(item)])
        elif tree.is_kind(item, "Div") and _CAPTION in tree.classes_of(item):
            figure = _captioned(last, tree.content_of(item))
            if figure is None:
                made += tree.content_of(item)
            else:
                made[-1] = figure
        else:
            made.append(item)
    return made


def _captioned(picture: Element | None, caption: Blocks) -> Element | None:
    """Return a paragraph that is a picture alone, with its caption; None if it is none."""
    if picture is None or not tree.is_paragraph(picture):
        return None
    inner = [one for one in tree.content_of(picture) if not tree.is_space(one)]
    is_one = len(inner) == 1 and tree.is_kind(inner[0], "Image") and not tree.content_of(inner[0])
    if not is_one or len(caption) != 1 or not tree.is_paragraph(caption[0]):
        return None
    return tree.para([tree.with_content(inner[0], tree.content_of(caption[0]))])


def _is_empty(block: Element) -> bool:
    return tree.is_paragraph(block) and not any(
        tree.is_kind(one, "Str", "Note", "Image", "Math", "Cite", "Span", "Code")
        for one in walk(tree.content_of(block), words=True)
    )
