"""Join a set citation to the prose around it: capitals, full stops, quotation marks.

Until it is joined, a set citation is in a span of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite

# Classes of spans around citations; no author can write a class with a space in it.
SET = "set citation"
LIVE = "live citation"  # of one that is to be a field, with its number
_HOLDERS = tree.FORMATTING | {"Span", "Quoted", "Link"}  # whose inlines may hold a citation

# A full stop within parentheses ends no sentence: "(Cambridge, Mass.)." keeps both.
_FULL_STOP = re.compile(r"[.!?…][”’»“‘«›‹\"']*$")
_MARKS = "”’"  # closing quotation marks
_INSIDE = {".": ".?!,", ",": ","}  # a point or comma is not doubled; “Why?,” (Chicago 6.134)
_SENTENCE_END = re.compile(r"(?P<word>[^\s(\[“„«‘]*?)(?P<point>[.?!…])(?P<closed>[”’»\"')\]]*)\s+$")
_ONLY_OPENING = re.compile(r"[\s(\[“„«‘\"']*")
_ABBREVIATED = frozenset(
    """approx aufl bearb chap chaps circa comp comps diss ebda facs hrsg ibid idem incl jahrg orig
    passim repr resp rprt sect seqq sept suppl supra trans transl trad übers verf viz
    vols""".split()
)
_BEFORE = 60  # most characters of the text before a citation that are read
_WITHIN = "–"  # taken as the text before a line of verse or a term: they begin no sentence


def set_span(inlines: Inlines, number: int = 0) -> Element:
    """Return a set citation in the span that it has until it is joined to the prose; `number` is
    its own among those of its section."""
    return tree.span(inlines, classes=[SET], attributes={"number": str(number)})


def is_set(item: Element) -> bool:
    return tree.is_kind(item, "Span") and tree.classes_of(item) == [SET]


def joined(
    blocks: Blocks, setting: Callable[[Element], Inlines | None], *, inside: bool,
    live: bool = False,
) -> Blocks:  # fmt: skip
    """Return blocks with each citation replaced by what `setting` returns, joined to the prose; one
    for which it returns None is kept.

    `inside` is true for languages that put full stops and commas inside closing quotation marks. If
    `live` is true, each set citation stays in a span, which has its number from 0.
    """
    joiner = _Joiner(setting, inside, live)
    return rewrite(blocks, joiner.change)


class _Joiner:
    """One rewriting of a section: first the citations, then the elements that hold them."""

    def __init__(
        self, setting: Callable[[Element], Inlines | None], inside: bool, live: bool
    ) -> None:
        self._setting = setting
        self._inside = inside
        self._live = live
        self._count = 0
        self._open: dict[int, tuple[Element, Inlines]] = {}  # paragraphs that end with a citation

    def change(self, element: Element) -> Element | None:
        """Return the element to put in place of another; None to keep it."""
        match tree.kind_of(element):
            case "Cite":
                made = self._setting(element)
                if made is None:
                    return None
                self._count += 1
                return set_span(made, self._count - 1)
            case "Para" | "Plain":
                return self._paragraph(element)
            case "Header":
                return tree.with_content(element, self._line(tree.content_of(element), ""))
            case "LineBlock":
                return tree.line_block(self._line(line, _WITHIN) for line in tree.lines_of(element))
            case "DefinitionList":
                return tree.definition_list(
                    (self._line(term, _WITHIN), said) for term, said in tree.definitions_of(element)
                )
            case "Note":
                return tree.note(self._closed(tree.content_of(element)))
            case _:
                return None

    def _paragraph(self, element: Element) -> Element | None:
        inlines = tree.content_of(element)
        if not any(map(_holds_set, inlines)):
            return None
        made = _mended(inlines, "", self._inside)
        paragraph = tree.with_content(element, _freed(made, self._live))
        if made and not tree.is_space(made[-1]) and _ends_set(made[-1]):
            self._open[id(paragraph)] = paragraph, made
        return paragraph

    def _line(self, inlines: Inlines, before: str) -> Inlines:
        if not any(map(_holds_set, inlines)):
            return inlines
        return _freed(_mended(inlines, before, self._inside), self._live)

    def _closed(self, blocks: Blocks) -> Blocks:
        """Return a note's blocks, with a full stop after a citation that ends it."""
        if not blocks or id(blocks[-1]) not in self._open:
            return blocks
        paragraph, made = self._open[id(blocks[-1])]
        if not plain(made[-1]).strip():
            return blocks
        last, took = _with_point(made[-1], ".", self._inside)
        made = [*made[:-1], last, *([] if took else [tree.string(".")])]
        return [*blocks[:-1], tree.with_content(paragraph, _freed(made, self._live))]


def _freed(inlines: Inlines, live: bool) -> Inlines:
    """Return inlines without the spans around set citations, or with others if they are live."""
    made: Inlines = []
    for item in inlines:
        if is_set(item):
            inner = _freed(tree.content_of(item), live)
            number = tree.attribute(item, "number")
            span = tree.span(inner, classes=[LIVE], attributes={"number": number})
            made += [span] if live else inner
        elif _holds_set(item):
            made.append(tree.with_content(item, _freed(tree.content_of(item), live)))
        else:
            made.append(item)
    return made


def _holds_set(item: Element) -> bool:
    if tree.kind_of(item) not in _HOLDERS:
        return False
    return is_set(item) or any(map(_holds_set, tree.content_of(item)))


def _mended(inlines: Inlines, before: str, inside: bool) -> Inlines:
    """Return inlines of a paragraph, joined; `before` is the text before them in it."""
    made: Inlines = []
    for item in inlines:
        if is_set(item):
            if begins_sentence(before):
                item = tree.with_content(item, with_capital(tree.content_of(item)))
        elif _holds_set(item):
            inner = _mended(tree.content_of(item), before, inside)
            if tree.is_kind(item, "Emph"):
                made += _emphasized(inner)
                before = (before + plain(item))[-_BEFORE:]
                continue
            item = tree.with_content(item, inner)
        elif made and _first(item) in {".", ","} and _ends_set(made[-1]):
            point, rest = _first(item), tree.string_of(item)[1:]
            made[-1], took = _with_point(made[-1], point, inside)
            item = tree.string(rest) if took else item
        if tree.is_string(item) and not tree.string_of(item):
            continue
        made.append(item)
        before = (before + plain(item))[-_BEFORE:]
    return made


def _first(item: Element) -> str:
    """Return the first character of a Str; nothing for any other element."""
    return tree.string_of(item)[:1] if tree.is_string(item) else ""


def _emphasized(inlines: Inlines) -> Inlines:
    """Return emphasized inlines; an Emph among them becomes roman (Chicago 8.173)."""
    made: Inlines = []
    for item in inlines:
        if tree.is_kind(item, "Emph"):
            made += tree.content_of(item)
        elif tree.is_kind(item, "Span"):
            made.append(tree.with_content(item, _emphasized(tree.content_of(item))))
        elif made and tree.is_kind(made[-1], "Emph"):
            made[-1] = tree.emph([*tree.content_of(made[-1]), item])
        else:
            made.append(tree.emph([item]))
    return made


def _ends_set(item: Element) -> bool:
    """Return whether an element ends with a set citation."""
    if tree.kind_of(item) not in _HOLDERS:
        return False
    inner = tree.content_of(item)
    return is_set(item) or (bool(inner) and _ends_set(inner[-1]))


def _with_point(item: Element, point: str, inside: bool) -> tuple[Element, bool]:
    """Return an element that ends with a set citation and is followed by a full stop or a comma,
    and whether it has taken that in.

    A full stop is not doubled, and goes inside a closing quotation mark (Chicago 6.9, 6.132).
    """
    words = plain(item)
    if point == "." and _FULL_STOP.search(words):
        return item, True
    bare = words.rstrip(_MARKS)
    closing = words[len(bare) :]
    if inside and bare[-1:] not in _INSIDE[point] and _is_quotation(words, closing):
        return _into_quotes(item, point), True
    return item, False


def _is_quotation(words: str, closing: str) -> bool:
    """Return whether the marks at the end close a quotation: ’ may be an apostrophe, *The
    Workers’*."""
    return "”" in closing or ("’" in closing and "‘" in words)


def _into_quotes(item: Element, point: str) -> Element:
    """Return an element with a point before the quotation marks that close its last words."""
    if tree.is_string(item):
        words = tree.string_of(item)
        bare = words.rstrip(_MARKS)
        return tree.string(f"{bare}{point}{words[len(bare) :]}")
    if tree.kind_of(item) in _HOLDERS and (inlines := tree.content_of(item)):
        return tree.with_content(item, [*inlines[:-1], _into_quotes(inlines[-1], point)])
    return item


# --- capitals ------------------------------------------------------------------------------------


def begins_sentence(before: str) -> bool:
    """Return whether a sentence begins after these words of a paragraph; false if their full stop
    may belong to an abbreviation."""
    if _ONLY_OPENING.fullmatch(before):
        return True
    end = _SENTENCE_END.search(before)
    if end is None:
        return False
    word = end["word"]
    if end["point"] != "." or end["closed"] or word[-1:].isdigit():
        return True
    return len(word) > 3 and word.isalpha() and word.lower() not in _ABBREVIATED


def with_capital(inlines: Inlines) -> Inlines:
    """Return inlines that begin a sentence with a capital as their first letter ("Ibid.", "De
    Gaulle")."""
    for index, item in enumerate(inlines):
        raised = None
        if tree.is_string(item) and (word := tree.string_of(item)):
            address = word.startswith(("http:", "https:", "www."))
            raised = item if address else tree.string(_raised(word))
        elif tree.kind_of(item) in _HOLDERS and (inner := tree.content_of(item)):
            raised = tree.with_content(item, with_capital(inner))
        if raised is not None:
            return [*inlines[:index], raised, *inlines[index + 1 :]]
        if not tree.is_space(item):
            return inlines
    return inlines


def _raised(word: str) -> str:
    first = word[0].upper()
    return (first if len(first) == 1 else word[0]) + word[1:]
