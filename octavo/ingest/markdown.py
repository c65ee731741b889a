"""Turn the signs of a scan into pandoc's Markdown: what is markup becomes Octavo's, everything else
is escaped."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Sequence

from octavo.ingest.letters import Goes
from octavo.ingest.page_marks import INLINE
from octavo.ingest.weave import Change

_ESCAPES = "escapes of Markdown"

_TOKENS = re.compile(
    rf"(?P<page>{re.sub(r'[?]P<[a-d]>', '?:', INLINE.pattern)})"
    r"|(?P<escaped>\\[^\w\s])"
    r"|(?P<auto><(?:https?://|mailto:)[^<>\s]+>)"
    r"|(?P<comment><!--.*?-->)"
    r"|<sup>(?P<sup>[^<]{1,40})</sup>"
    r"|<sub>(?P<sub>[^<]{1,40})</sub>"
    r"|(?P<italic></?(?:i|em)>)"
    r"|(?P<bold></?(?:b|strong)>)"
    r"|(?P<line><br\s*/?>)"
    r"|(?P<tag></?(?:u|s|span|font|small|big|center|div|p|mark|sc|a|img)(?:\s[^<>]{0,200})?/?>)"
    r"|(?P<image>!\[[^\]]{0,600}\]\([^)\s]{0,600}\))"
    r"|(?P<link>\[(?P<linked>[^\[\]]+)\]\(#[^)\s]*\))"
    r"|(?P<display>\$\$[^$]{1,2000}\$\$)"
    r"|(?P<math>\$(?=[^\s$])[^$\n]{0,200}?[\\^_{}][^$\n]{0,200}?(?<=[^\s$])\$(?!\d))"
    r"|(?P<raised>\^[^\s^]{1,20}\^)"
    r"|(?P<lowered>(?<!~)~[^\s~]{1,20}~(?!~))"
    r"|(?P<special>[<$^~`{]|\[\^|(?<!\w)@(?=[\w{])|\](?=[(\[{]))",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_PLAIN_SPECIAL = re.compile(r"[\\*_\[<^~$`{]|(?<!\w)@(?=[\w{])|&(?=#?\w+;)")
_PLAIN_ITALIC = re.compile(r"(?<![\w_])_(?=[^\s_])([^_]{1,400}?)(?<=[^\s])_(?![\w_])")
_PLAIN_DASH = re.compile(r"(?<=[^\s-])--(?=[^\s-])|(?<=[^\s-])--(?=\s|$)|(?<=\s)--(?=[^\s-])")
_AT_START = re.compile(
    r"(?P<number>\d{1,9}|[ivxlcIVXLC]{1,5}|[a-zA-Z]|#)(?P<dot>[.)])(?=\s)"
    r"|(?P<paren>\()(?:\d{1,9}|[ivxlcIVXLC]{1,5}|[a-zA-Z]|@)\)(?=\s)"
    r"|(?P<bullet>[-+*](?=\s)|:(?=\s)|>|\||%|#(?=#|\s)|:::|~~~|```|=+$|-{3,}$)"
    r"|(?P<definition>\[)[^\]]{1,80}\]:"
)

Spans = Sequence[tuple[int, int]]


def changes_of(text: str, markup: str, protected: Spans, *, opens: bool = True) -> Iterator[Change]:
    """Yield the changes that make a woven text Markdown; the protected ranges have changes of
    their own. `opens` says whether the text opens a paragraph."""
    inside = _Within(protected)
    if opens:
        yield from _at_start(text, inside)
    if markup == "markdown":
        yield from _of_markdown(text, inside)
    else:
        yield from _of_plain(text, inside)


class _Within:
    def __init__(self, spans: Spans) -> None:
        self._spans = sorted(spans)

    def __call__(self, start: int, end: int) -> bool:
        number = bisect.bisect_left(self._spans, (end,))
        return number > 0 and self._spans[number - 1][1] > start


def _at_start(text: str, inside: Callable[[int, int], bool]) -> Iterator[Change]:
    found = _AT_START.match(text)
    if found is None or inside(found.start(), found.end()):
        return
    if (found["number"] or "").isupper() and len(found["number"]) == 1 and found["dot"] == ".":
        return  # an initial: pandoc asks for two spaces behind the letter of a list
    for name in ("dot", "paren", "bullet", "definition"):
        if found[name]:
            at = found.start(name)
            yield Change(at, at, "\\", Goes.MARKUP, _ESCAPES)


def _of_markdown(text: str, inside: Callable[[int, int], bool]) -> Iterator[Change]:
    for found in _TOKENS.finditer(text):
        a, b = found.start(), found.end()
        if inside(a, b):
            continue
        match found.lastgroup if found.lastgroup != "linked" else "link":
            case "page":
                yield Change(a, b, "", Goes.PAGE_MARK)
            case "sup" | "sub" as name:
                sign = "^" if name == "sup" else "~"
                yield Change(a, found.start(name), sign, Goes.MARKUP)
                yield from _without_spaces(text, found.start(name), found.end(name))
                yield Change(found.end(name), b, sign, Goes.MARKUP)
            case "italic":
                yield Change(a, b, "*", Goes.MARKUP)
            case "bold":
                yield Change(a, b, "**", Goes.MARKUP)
            case "line":
                yield Change(a, b, " ", Goes.MARKUP, "spaces between joined lines")
            case "tag" | "comment":
                yield Change(a, b, "", Goes.MARKUP)
            case "image":
                yield Change(a, b, "", Goes.PICTURE)
            case "link":
                yield Change(a, found.start("linked"), "", Goes.MARKUP)
                yield Change(found.end("linked"), b, "", Goes.MARKUP)
            case "special":
                at = b if text[a] == "]" else a
                yield Change(at, at, "\\", Goes.MARKUP, _ESCAPES)
            case _:
                pass


def _without_spaces(text: str, start: int, end: int) -> Iterator[Change]:
    for at in range(start, end):
        if text[at] == " " or text[at] in "^~*_":
            yield Change(at, at, "\\", Goes.MARKUP, _ESCAPES)


def _of_plain(text: str, inside: Callable[[int, int], bool]) -> Iterator[Change]:
    emphasized: set[int] = set()
    for found in _PLAIN_ITALIC.finditer(text):
        ends = (found.start(), found.end() - 1)
        if any(inside(at, at + 1) for at in ends):
            continue
        emphasized |= set(ends)
        for at in ends:
            yield Change(at, at + 1, "*", Goes.MARKUP)
    for found in INLINE.finditer(text):
        if not inside(found.start(), found.end()):
            emphasized |= set(range(found.start(), found.end()))
            yield Change(found.start(), found.end(), "", Goes.PAGE_MARK)
    for found in _PLAIN_SPECIAL.finditer(text):
        at = found.start()
        if at not in emphasized and not inside(at, at + 1):
            yield Change(at, at, "\\", Goes.MARKUP, _ESCAPES)
    for found in _PLAIN_DASH.finditer(text):
        if not inside(found.start(), found.end()):
            yield Change(found.end(), found.end(), "-", Goes.MARKUP, "dashes typed as two hyphens")
