"""Where a set citation meets the prose around it: capitals, full stops, quotation marks.

A citation that has been set stands in a span of its own until this is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite

SET = "set-citation"
_HOLDERS = tree.FORMATTING | {"Span", "Quoted", "Link"}  # of inlines that a citation stands in

# A full stop within parentheses ends no sentence: "(Cambridge, Mass.)." keeps both.
_FULL_STOP = re.compile(r"[.!?…][”’»“‘«›‹\"']*$")
_MARKS = "”’"  # that close a quotation
_INSIDE = {".": ".?!,", ",": ","}  # a point or comma is not doubled; “Why?,” (Chicago 6.134)
_SENTENCE_END = re.compile(r"(?P<word>[^\s(\[“„«‘]*?)(?P<point>[.?!…])(?P<closed>[”’»\"')\]]*)\s+$")
_ONLY_OPENING = re.compile(r"[\s(\[“„«‘\"']*")
_ABBREVIATED = frozenset(
    """approx aufl bearb chap chaps circa comp comps diss ebda facs hrsg ibid idem incl jahrg orig
    passim repr resp rprt sect seqq sept suppl supra trans transl trad übers verf viz
    vols""".split()
)
_BEFORE = 60  # characters that are looked back at
_WITHIN = "–"  # before a line of verse or a term, which begin no sentence


def set_span(inlines: Inlines) -> Element:
    """A citation as set, until it is joined to what stands around it."""
    return tree.span(inlines, classes=[SET])


def is_set(item: Element) -> bool:
    return tree.is_kind(item, "Span") and tree.classes_of(item) == [SET]


def joined(blocks: Blocks, setting: Callable[[Element], Inlines | None], *, inside: bool) -> Blocks:
    """Blocks in which `setting` gives what stands in the place of a citation, joined to the prose.

    `inside` says that a language puts points and commas inside closing quotation marks.
    """
    joiner = _Joiner(setting, inside)
    return rewrite(blocks, joiner.change)


class _Joiner:
    """One rewriting of a section: citations first, then what holds them."""

    def __init__(self, setting: Callable[[Element], Inlines | None], inside: bool) -> None:
        self._setting = setting
        self._inside = inside
        self._open: dict[int, tuple[Element, Inlines]] = {}  # paragraphs that end with a citation

    def change(self, element: Element) -> Element | None:
        """Return what stands in the place of an element; None where that is the element itself."""
        match tree.kind_of(element):
            case "Cite":
                made = self._setting(element)
                return None if made is None else set_span(made)
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
        paragraph = tree.with_content(element, _freed(made))
        if made and not tree.is_space(made[-1]) and _ends_set(made[-1]):
            self._open[id(paragraph)] = paragraph, made
        return paragraph

    def _line(self, inlines: Inlines, before: str) -> Inlines:
        if not any(map(_holds_set, inlines)):
            return inlines
        return _freed(_mended(inlines, before, self._inside))

    def _closed(self, blocks: Blocks) -> Blocks:
        """Return a note's blocks, with a full stop behind a citation that ends it."""
        if not blocks or id(blocks[-1]) not in self._open:
            return blocks
        paragraph, made = self._open[id(blocks[-1])]
        if not plain(made[-1]).strip():
            return blocks
        last, took = _with_point(made[-1], ".", self._inside)
        made = [*made[:-1], last, *([] if took else [tree.string(".")])]
        return [*blocks[:-1], tree.with_content(paragraph, _freed(made))]


def _freed(inlines: Inlines) -> Inlines:
    """Return inlines without the spans around the citations that were set."""
    made: Inlines = []
    for item in inlines:
        if is_set(item):
            made += _freed(tree.content_of(item))
        elif _holds_set(item):
            made.append(tree.with_content(item, _freed(tree.content_of(item))))
        else:
            made.append(item)
    return made


def _holds_set(item: Element) -> bool:
    if tree.kind_of(item) not in _HOLDERS:
        return False
    return is_set(item) or any(map(_holds_set, tree.content_of(item)))


def _mended(inlines: Inlines, before: str, inside: bool) -> Inlines:
    """Return inlines of a paragraph; `before` is what stands before them in it."""
    made: Inlines = []
    for item in inlines:
        if is_set(item):
            if begins_sentence(before):
                item = set_span(with_capital(tree.content_of(item)))
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
    """Return the character that a word begins with; nothing of what is no word."""
    return tree.string_of(item)[:1] if tree.is_string(item) else ""


def _emphasized(inlines: Inlines) -> Inlines:
    """Return emphasized inlines, in which what is emphasized itself stands in roman (Chicago
    8.173)."""
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
    """Say whether a set citation is the last of an element."""
    if tree.kind_of(item) not in _HOLDERS:
        return False
    inner = tree.content_of(item)
    return is_set(item) or (bool(inner) and _ends_set(inner[-1]))


def _with_point(item: Element, point: str, inside: bool) -> tuple[Element, bool]:
    """A set citation in front of a point or a comma, and whether it took that in: a full stop is
    not doubled, and goes inside a closing quotation mark (Chicago 6.9, 6.132)."""
    words = plain(item)
    if point == "." and _FULL_STOP.search(words):
        return item, True
    bare = words.rstrip(_MARKS)
    closing = words[len(bare) :]
    if inside and bare[-1:] not in _INSIDE[point] and _is_quotation(words, closing):
        return _into_quotes(item, point), True
    return item, False


def _is_quotation(words: str, closing: str) -> bool:
    """Whether the marks at the end close a quotation: ’ may be an apostrophe, *The Workers’*."""
    return "”" in closing or ("’" in closing and "‘" in words)


def _into_quotes(item: Element, point: str) -> Element:
    """Return an element whose last words take a point in front of the quotation marks that close
    them."""
    if tree.is_string(item):
        words = tree.string_of(item)
        bare = words.rstrip(_MARKS)
        return tree.string(f"{bare}{point}{words[len(bare) :]}")
    if tree.kind_of(item) in _HOLDERS and (inlines := tree.content_of(item)):
        return tree.with_content(item, [*inlines[:-1], _into_quotes(inlines[-1], point)])
    return item


# --- capitals ------------------------------------------------------------------------------------


def begins_sentence(before: str) -> bool:
    """Whether a sentence begins behind these words of a paragraph; where a point may belong to an
    abbreviation, none does."""
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
    """Return inlines that begin a sentence: their first letter is a capital ("Ibid.", "De
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
