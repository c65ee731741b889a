"""Where a set citation meets the prose around it: capitals, full stops, quotation marks.

A citation that has been set stands in a span of its own until this is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from octavo.manuscript import Element, plain, rewrite
from octavo.model import Blocks, Inlines
from octavo.notes.split_citations import is_space, is_string

SET = "set-citation"
_MARKED = frozenset(
    {"Emph", "Strong", "SmallCaps", "Strikeout", "Underline", "Superscript", "Subscript"}
)
_HELD = _MARKED | {"Span", "Quoted", "Link"}

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
    return {"t": "Span", "c": [["", [SET], []], inlines]}


def is_set(item: Element) -> bool:
    return item["t"] == "Span" and item["c"][0][1] == [SET]


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
        """What stands in the place of an element; None where that is the element itself."""
        kind: str = element["t"]
        content: Any = element.get("c")
        match kind:
            case "Cite":
                made = self._setting(element)
                return None if made is None else set_span(made)
            case "Para" | "Plain":
                return self._paragraph(element)
            case "Header":
                return {"t": kind, "c": [*content[:2], self._line(content[2], "")]}
            case "LineBlock":
                return {"t": kind, "c": [self._line(line, _WITHIN) for line in content]}
            case "DefinitionList":
                return {
                    "t": kind,
                    "c": [[self._line(term, _WITHIN), rest] for term, rest in content],
                }
            case "Note":
                return {"t": kind, "c": self._closed(content)}
            case _:
                return None

    def _paragraph(self, element: Element) -> Element | None:
        if not any(map(_holds_set, element["c"])):
            return None
        made = _mended(element["c"], "", self._inside)
        paragraph = {"t": element["t"], "c": _freed(made)}
        if made and not is_space(made[-1]) and _ends_set(made[-1]):
            self._open[id(paragraph)] = paragraph, made
        return paragraph

    def _line(self, inlines: Inlines, before: str) -> Inlines:
        if not any(map(_holds_set, inlines)):
            return inlines
        return _freed(_mended(inlines, before, self._inside))

    def _closed(self, blocks: Blocks) -> Blocks:
        """A note's blocks, with a full stop behind a citation that ends it."""
        if not blocks or id(blocks[-1]) not in self._open:
            return blocks
        paragraph, made = self._open[id(blocks[-1])]
        if not plain(made[-1]).strip():
            return blocks
        last, took = _with_point(made[-1], ".", self._inside)
        made = [*made[:-1], last, *([] if took else [{"t": "Str", "c": "."}])]
        return [*blocks[:-1], {"t": paragraph["t"], "c": _freed(made)}]


def _freed(inlines: Inlines) -> Inlines:
    """Inlines without the spans around the citations that were set."""
    made: Inlines = []
    for item in inlines:
        if is_set(item):
            made += _freed(item["c"][1])
        elif _holds_set(item):
            made.append(_with_inlines(item, _freed(_inlines_of(item))))
        else:
            made.append(item)
    return made


def _holds_set(item: Element) -> bool:
    if item["t"] not in _HELD:
        return False
    return is_set(item) or any(map(_holds_set, _inlines_of(item)))


def _inlines_of(item: Element) -> Inlines:
    return item["c"] if item["t"] in _MARKED else item["c"][1]


def _with_inlines(item: Element, inlines: Inlines) -> Element:
    content = inlines if item["t"] in _MARKED else [item["c"][0], inlines, *item["c"][2:]]
    return {"t": item["t"], "c": content}


def _mended(inlines: Inlines, before: str, inside: bool) -> Inlines:
    """Inlines of a paragraph; `before` is what stands before them in it."""
    made: Inlines = []
    for item in inlines:
        if is_set(item):
            if begins_sentence(before):
                item = set_span(with_capital(item["c"][1]))
        elif _holds_set(item):
            inner = _mended(_inlines_of(item), before, inside)
            if item["t"] == "Emph":
                made += _emphasized(inner)
                before = (before + plain(item))[-_BEFORE:]
                continue
            item = _with_inlines(item, inner)
        elif made and is_string(item) and item["c"][:1] in {".", ","} and _ends_set(made[-1]):
            made[-1], took = _with_point(made[-1], item["c"][0], inside)
            item = {"t": "Str", "c": item["c"][1:] if took else item["c"]}
        if item.get("c") == "":
            continue
        made.append(item)
        before = (before + plain(item))[-_BEFORE:]
    return made


def _emphasized(inlines: Inlines) -> Inlines:
    """Emphasized inlines, in which what is emphasized itself stands in roman (Chicago 8.173)."""
    made: Inlines = []
    for item in inlines:
        if item["t"] == "Emph":
            made += item["c"]
        elif item["t"] == "Span":
            made.append(_with_inlines(item, _emphasized(item["c"][1])))
        elif made and made[-1]["t"] == "Emph":
            made[-1] = {"t": "Emph", "c": [*made[-1]["c"], item]}
        else:
            made.append({"t": "Emph", "c": [item]})
    return made


def _ends_set(item: Element) -> bool:
    """Whether a set citation is the last of an element."""
    if item["t"] not in _HELD:
        return False
    inner = _inlines_of(item)
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


def _into_quotes(tree: Any, point: str) -> Any:
    """A tree whose last words take a point in front of the quotation marks that close them."""
    if isinstance(tree, list):
        return [*tree[:-1], _into_quotes(tree[-1], point)] if tree else tree
    if tree["t"] == "Str":
        bare = tree["c"].rstrip(_MARKS)
        return {"t": "Str", "c": f"{bare}{point}{tree['c'][len(bare) :]}"}
    if tree["t"] in _HELD:
        return _with_inlines(tree, _into_quotes(_inlines_of(tree), point))
    return tree


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
    """Inlines that begin a sentence: their first letter is a capital ("Ibid.", "De Gaulle")."""
    for index, item in enumerate(inlines):
        raised = None
        if item["t"] == "Str" and item["c"]:
            address = item["c"].startswith(("http:", "https:", "www."))
            raised = item if address else {"t": "Str", "c": _raised(item["c"])}
        elif item["t"] in _HELD and _inlines_of(item):
            raised = _with_inlines(item, with_capital(_inlines_of(item)))
        if raised is not None:
            return [*inlines[:index], raised, *inlines[index + 1 :]]
        if not is_space(item):
            return inlines
    return inlines


def _raised(word: str) -> str:
    first = word[0].upper()
    return (first if len(first) == 1 else word[0]) + word[1:]
