"""Marks: private characters that carry markup through the engine and become pandoc inlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from octavo.model import Inlines

# Each kind of markup has an opening and a closing character from the last plane of private use,
# which no font and no scholarly convention fills; they are taken out of all that is read.
_FIRST = 0x10FF00
KINDS = (
    *("Emph", "Strong", "SmallCaps", "Superscript", "Subscript", "Underline", "Plain", "Quote"),
    *("NoCase", "Upright", "Medium", "FullCaps", "Undecorated", "Baseline", "Link", "Title"),
    *("Block", "LeftMargin", "RightInline", "Indent"),
)
OPENING = {kind: chr(_FIRST + 2 * number) for number, kind in enumerate(KINDS)}
CLOSING = {kind: chr(_FIRST + 2 * number + 1) for number, kind in enumerate(KINDS)}
_OPENS = {mark: kind for kind, mark in OPENING.items()}
_CLOSES = {mark: kind for kind, mark in CLOSING.items()}
GLUE = chr(0x10FFF0)  # takes away the comma and the space before it
SEAM = chr(0x10FFF1)  # stands where a point came to a closing quotation mark
MARK = f"[{chr(_FIRST)}-{chr(_FIRST + 2 * len(KINDS) - 1)}]"
MARK_SET = frozenset((SEAM, *(chr(_FIRST + number) for number in range(2 * len(KINDS)))))
_ANY_MARK = re.compile(rf"{MARK}|[{GLUE}{SEAM}]")
_PIECES = re.compile(rf"({MARK})")


def unmarked(text: str) -> str:
    """Take out of foreign text what would be read as a mark."""
    return _ANY_MARK.sub("", text)


def marked(kind: str, text: str) -> str:
    """Wrap text in the marks of one kind; nothing stays nothing."""
    return f"{OPENING[kind]}{text}{CLOSING[kind]}" if text else ""


# --- from HTML -----------------------------------------------------------------------------------

# The markup that CSL-JSON allows in its texts, by tag:
# https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags
_TAGS = {
    "i": "Emph",
    "em": "Emph",
    "b": "Strong",
    "strong": "Strong",
    "sup": "Superscript",
    "sub": "Subscript",
    "sc": "SmallCaps",
}
_TAG = re.compile(
    r"<(?:(?P<open>i|em|b|strong|sup|sub|sc)|(?P<close>/(?:i|em|b|strong|sup|sub|sc|span))"
    r"|span\s+style=[\"']font-variant:\s*(?P<caps>small-caps);?[\"']"
    r"|span\s+class=[\"'](?P<nocase>nocase)[\"'])\s*>",
    re.IGNORECASE,
)


def from_html(text: str) -> list[tuple[str, bool]]:
    """Turn the HTML of CSL-JSON into marks: pieces of text, each with whether its case is fixed.

    A tag that is not of that list, is not closed or closes what is not open, stays as text.
    """
    pieces: list[tuple[str, bool]] = []
    tags = list(_TAG.finditer(text)) if "<" in text else []
    partner = _partners(tags)
    at, fixed = 0, 0
    for number, tag in enumerate(tags):
        if number not in partner:
            continue
        pieces.append((unmarked(text[at : tag.start()]), fixed > 0))
        opening = tags[min(number, partner[number])]
        if opening["nocase"]:
            fixed += 1 if opening is tag else -1
        else:
            kind = "SmallCaps" if opening["caps"] else _TAGS[opening["open"].lower()]
            marks = OPENING if opening is tag else CLOSING
            pieces.append((marks[kind], fixed > 0))
        at = tag.end()
    pieces.append((unmarked(text[at:]), False))
    merged = groupby((piece for piece in pieces if piece[0]), key=lambda piece: piece[1])
    return [("".join(text for text, _ in run), fixed) for fixed, run in merged]


def _partners(tags: list[re.Match[str]]) -> dict[int, int]:
    """Match the opening and closing tags, by number, both ways."""
    partner: dict[int, int] = {}
    waiting: list[tuple[str, int]] = []
    for number, tag in enumerate(tags):
        if not tag["close"]:
            waiting.append(((tag["open"] or "span").lower(), number))
            continue
        name = tag["close"][1:].lower()
        if waiting and waiting[-1][0] == name:
            other = waiting.pop()[1]
            partner[number], partner[other] = other, number
        elif any(open_name == name for open_name, _ in waiting):
            while waiting[-1][0] != name:
                waiting.pop()  # <i>a <b>b</i>: the <b> stays as text
            other = waiting.pop()[1]
            partner[number], partner[other] = other, number
    return partner


# --- seams ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language, and whether a comma goes inside the closing one."""

    outer: tuple[str, str] = ("“", "”")
    inner: tuple[str, str] = ("‘", "’")
    punctuation_inside: bool = True


_CLOSE_QUOTE = CLOSING["Quote"]
_SPACES = re.compile(rf"  +|(?<= )({MARK}+) +")
_GLUED = re.compile(rf",? ?{GLUE}")
_TWICE = re.compile(rf"([.,;:!?])({MARK}+)\1")
_MOVED_TWICE = re.compile(rf"([.,;:!?])({MARK}*)\1(?=[{_CLOSE_QUOTE}”])")
_STOP = re.compile(rf"([?!])({MARK}*)\.(?!\.)")
_AFTER_QUOTE = re.compile(rf"({MARK}*[{_CLOSE_QUOTE}”]{MARK}*)([.,])")


def tidy(text: str, quotes: Quotes) -> str:
    """Mend the seams of marked text that the engine, which cannot see past marks, left open."""
    # 'Eden , Earl of Avon' -> 'Eden, Earl of Avon'
    text = _GLUED.sub("", text)
    # 'a  b' -> 'a b', also over marks
    text = _SPACES.sub(lambda found: found[1] or " ", text)
    # '*Title?*?' -> '*Title?*', '*vol.*.' -> '*vol.*'; an ellipsis has no marks in it
    text = _TWICE.sub(r"\1\2", text)
    if quotes.punctuation_inside:
        # '“Title”, 12' -> '“Title,” 12'; '“Why?”, 12' -> '“Why?,” 12' (Chicago 6.9, 6.134)
        text = _AFTER_QUOTE.sub(r"\2\1", text)
        text = _MOVED_TWICE.sub(r"\1\2", text)
    # '*Why?*.' -> '*Why?*': no full stop after a question (Chicago 6.132)
    return _STOP.sub(r"\1\2", text)


# --- to inlines ----------------------------------------------------------------------------------


def to_inlines(text: str, quotes: Quotes | None = None, language: str = "") -> Inlines:
    """Turn marked text into pandoc's inlines.

    Emphasis within emphasis goes back to roman (Chicago 8.173), and so do quotation marks within
    quotation marks to the other kind.  Marks that do not match are dropped.  Titles carry the tag
    of their `language`, if it is given, for hyphenation and speech.
    """
    return _nest(list(_runs(quoted(text, quotes or Quotes()))), language)


def quoted(text: str, quotes: Quotes) -> str:
    """Put the language's quotation marks for the marks, and alternate those inside them."""
    if OPENING["Quote"] not in text:
        return text
    swap = {
        quotes.outer[0]: quotes.inner[0],
        quotes.outer[1]: quotes.inner[1],
    }
    out: list[str] = []
    depth = 0
    for character in text:
        if character == OPENING["Quote"]:
            out.append((quotes.inner if depth % 2 else quotes.outer)[0])
            depth += 1
        elif character == _CLOSE_QUOTE:
            depth = max(depth - 1, 0)
            out.append((quotes.inner if depth % 2 else quotes.outer)[1])
        else:
            out.append(swap.get(character, character) if depth % 2 else character)
    return "".join(out)


def events(text: str) -> Iterator[tuple[str, str]]:
    """Read marked text as a tree is walked: ("open", kind), ("text", words), ("close", kind).

    Marks that cross are closed and opened again, those without a partner are dropped, and what
    holds no words is not opened.
    """
    opened: list[str] = []  # those told
    waiting: list[str] = []  # those that no words have followed yet
    for piece in _PIECES.split(text):
        if piece in _OPENS:
            waiting.append(_OPENS[piece])
        elif piece not in _CLOSES:
            if piece:
                yield from (("open", kind) for kind in waiting)
                opened += waiting
                waiting.clear()
                yield "text", piece
        elif _CLOSES[piece] in waiting:
            del waiting[_last(waiting, _CLOSES[piece])]
        elif _CLOSES[piece] in opened:
            at = _last(opened, _CLOSES[piece])
            yield from (("close", kind) for kind in reversed(opened[at:]))
            waiting[:0] = opened[at + 1 :]
            del opened[at:]
    yield from (("close", kind) for kind in reversed(opened))


def _last(kinds: list[str], kind: str) -> int:
    return len(kinds) - 1 - kinds[::-1].index(kind)


# What each kind of markup turns, and to what.
TURNS = {
    "Emph": ("style", "Emph"),
    "Upright": ("style", ""),
    "Strong": ("weight", "Strong"),
    "Plain": ("weight", ""),
    "Medium": ("weight", ""),
    "SmallCaps": ("variant", "SmallCaps"),
    "FullCaps": ("variant", ""),
    "Underline": ("line", "Underline"),
    "Undecorated": ("line", ""),
    "Superscript": ("raised", "Superscript"),
    "Subscript": ("lowered", "Subscript"),
    "Baseline": ("raised", ""),
}
_FLIPPED = frozenset(("style", "weight", "variant"))


def turned(kind: str, look: Mapping[str, str]) -> tuple[str, str] | None:
    """Say what a kind of markup changes in the look of the text it stands in; None if nothing.

    Italics in italics go back to roman (Chicago 8.173), and so do bold and small capitals in
    themselves (fixtures flipflop_BoldfaceNodeLevelMarkup, flipflop_SmallCaps).
    """
    if kind not in TURNS:
        return None
    feature, value = TURNS[kind]
    now = look.get(feature, "")
    if feature in _FLIPPED and value and value == now:
        return feature, ""
    return (feature, value) if value != now else None


def _runs(text: str) -> Iterable[tuple[tuple[str, ...], str]]:
    """Split marked text into runs, each with the kinds of markup that show in it, outer first."""
    looks: list[dict[str, str]] = [{}]
    for event, what in events(text):
        if event == "text":
            yield tuple(looks[-1].values()), what
        elif event == "close":
            looks.pop()
        else:
            looks.append(_look(looks[-1], _CARRIED.get(what) or turned(what, looks[-1])))


# What changes no letter's look, but what a reader can do with it.
_CARRIED = {"Title": ("title", "Title"), "Link": ("link", "Link")}


def _look(look: dict[str, str], turn: tuple[str, str] | None) -> dict[str, str]:
    if turn is None:
        return look
    feature, value = turn
    kept = {name: kind for name, kind in look.items() if name != feature}
    return {**kept, feature: value} if value else kept


def _nest(runs: list[tuple[tuple[str, ...], str]], language: str) -> Inlines:
    inlines: Inlines = []
    for kind, group in groupby(runs, key=lambda run: run[0][:1]):
        inner = [(kinds[1:], text) for kinds, text in group]
        if not kind:
            inlines.extend(words("".join(text for _, text in inner)))
            continue
        below = _nest(inner, language)
        match kind[0]:
            case "Title" if language:
                inlines.append({"t": "Span", "c": [["", [], [["lang", language]]], below]})
            case "Link" if target := _target("".join(text for _, text in inner)):
                inlines.append({"t": "Link", "c": [["", [], []], below, [target, ""]]})
            case "Title" | "Link":
                inlines.extend(below)
            case look:
                inlines.append({"t": look, "c": below})
    return inlines


_ADDRESS = re.compile(r"https?://\S+|(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)


def _target(text: str) -> str:
    """The address that a link's own words give; nothing for any other scheme than the web's."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        return ""
    return f"https://doi.org/{found[0]}" if found["doi"] else found[0]


def words(text: str) -> Inlines:
    """Split plain text into pandoc's `Str` and `Space`; spaces that do not break stay in words."""
    inlines: Inlines = []
    for piece in re.split(r"([ \t\r\n]+)", text):
        if not piece:
            continue
        inlines.append({"t": "Space"} if piece[0] in " \t\r\n" else {"t": "Str", "c": piece})
    return inlines


_QUOTED = {"SingleQuote": "‘’", "DoubleQuote": "“”"}


def plain_text(inlines: Iterable[Any]) -> str:
    """Give the text of inlines without its markup; notes within them are left out."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case {"t": "Space" | "SoftBreak" | "LineBreak"}:
                parts.append(" ")
            case {"t": "Str", "c": str(text)}:
                parts.append(text)
            case {"t": "Code" | "Math" | "RawInline", "c": [_, str(text)]}:
                parts.append(text)
            case {"t": "Quoted", "c": [{"t": kind}, list(content)]}:
                parts.append(_QUOTED[kind][0] + plain_text(content) + _QUOTED[kind][1])
            case {"t": "Note"}:
                pass
            case {"t": "Span" | "Cite", "c": [_, list(content)]}:
                parts.append(plain_text(content))
            case {"t": "Link" | "Image", "c": [_, list(content), _]}:
                parts.append(plain_text(content))
            case {"c": list(content)}:
                parts.append(plain_text(content))
    return "".join(parts)
