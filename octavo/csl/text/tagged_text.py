"""Tag text with private characters that carry markup while it is set, and turn it into inlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from octavo.model import Inlines
from octavo.pandoc import tree

# Each kind of markup has an opening and a closing character from the last plane of private use,
# which no font and no scholarly convention uses; they are taken out of all text that is read.
_FIRST = 0x10FF00
KINDS = (
    *("Emph", "Strong", "SmallCaps", "Superscript", "Subscript", "Underline", "Plain", "Quote"),
    *("NoCase", "Upright", "Medium", "FullCaps", "Undecorated", "Baseline", "Link", "Title"),
    *("Block", "LeftMargin", "RightInline", "Indent"),
    # What an attribute of the style sets; the first three are markup in a field.
    *("SetEmph", "SetStrong", "SetSmallCaps"),
)
OPENING = {kind: chr(_FIRST + 2 * number) for number, kind in enumerate(KINDS)}
CLOSING = {kind: chr(_FIRST + 2 * number + 1) for number, kind in enumerate(KINDS)}
_OPENS = {mark: kind for kind, mark in OPENING.items()}
_CLOSES = {mark: kind for kind, mark in CLOSING.items()}
GLUE = chr(0x10FFF0)  # takes away the comma and the space before it
SEAM = chr(0x10FFF1)  # where a point meets a closing quotation mark
PARENTHESES = chr(0x10FFF2), chr(0x10FFF3)  # those of the style, not of a field
MARK = f"[{chr(_FIRST)}-{chr(_FIRST + 2 * len(KINDS) - 1)}]"
MARK_SET = frozenset((SEAM, *(chr(_FIRST + number) for number in range(2 * len(KINDS)))))
_ANY_MARK = re.compile("|".join((MARK, GLUE, SEAM, *PARENTHESES)))
_PIECES = re.compile(rf"({MARK})")


def unmarked(text: str) -> str:
    """Take the tag characters out of a text; in foreign text they would be read as markup."""
    return _ANY_MARK.sub("", text)


def marked(kind: str, text: str) -> str:
    """Wrap text in the tag characters of one kind; an empty text stays empty."""
    return f"{OPENING[kind]}{text}{CLOSING[kind]}" if text else ""


# --- quotation marks -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language, and whether a comma goes inside the closing one."""

    outer: tuple[str, str] = ("“", "”")
    inner: tuple[str, str] = ("‘", "’")
    punctuation_inside: bool = True


_CLOSE_QUOTE = CLOSING["Quote"]
_CLOSING_LOW = {"„": "“”", "‚": "‘’"}


# --- to inlines ----------------------------------------------------------------------------------


def to_inlines(text: str, quotes: Quotes | None = None, language: str = "") -> Inlines:
    """Turn tagged text into pandoc's inlines.

    Emphasis within emphasis goes back to roman (Chicago 8.173), and quotation marks within
    quotation marks change to the other kind.  Tags that do not match are dropped.  Titles carry the
    tag of their `language`, if it is given, for hyphenation and speech.
    """
    return _nest(list(_runs(quoted(text, quotes or Quotes()))), language)


def quoted(text: str, quotes: Quotes) -> str:
    """Replace the tags of quotations by the language's quotation marks, and alternate those inside.

    A text that was typed between the marks of the language is a quotation like any other. The sign
    that closes a low mark, „so“ or „so”, stays as it is elsewhere, and single marks that pair with
    nothing stay too: the ’ of a genitive, the ‘ of Hawai‘i.
    """
    if OPENING["Quote"] not in text:
        return text
    text = _with_own_marks(text, quotes)
    pairs = zip(quotes.outer, quotes.inner, strict=True)
    swap = {outer: inner for outer, inner in pairs if outer not in "‘’"}
    out: list[str] = []
    depth = 0
    low: list[str] = []  # what closes the low marks that are open
    for character in text:
        if character in _CLOSING_LOW:
            low.append(_CLOSING_LOW[character])
            out.append(character)
        elif low and character in low[-1]:
            low.pop()
            out.append(character)
        elif character == OPENING["Quote"]:
            out.append((quotes.inner if depth % 2 else quotes.outer)[0])
            depth += 1
        elif character == _CLOSE_QUOTE:
            depth = max(depth - 1, 0)
            out.append((quotes.inner if depth % 2 else quotes.outer)[1])
        else:
            out.append(swap.get(character, character) if depth % 2 else character)
    return "".join(out)


_BEFORE_QUOTATION = frozenset(("", " ", "(", "[", "\N{NO-BREAK SPACE}", *OPENING.values()))
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
# What closes a quotation, by its opening mark, outside of English.
_TYPED = {"„": "“”", "‚": "‘’", "«": "»", "»": "«»", "‹": "›", "›": "‹"}


def _with_own_marks(text: str, quotes: Quotes) -> str:
    """Tag what was typed between marks of this language or another, outer ones or inner ones within
    these (Chicago 13.7); the spaces of French go with the marks."""
    outer, inner = (
        {pair[0].strip(_SPACES): pair[1].strip(_SPACES)} for pair in (quotes.outer, quotes.inner)
    )
    if outer.keys() & set("“‘\"'"):  # English marks are tagged already; an apostrophe is none
        outer, inner = {"”": "”"}, {"‚": "‘", "‹": "›", "›": "‹"}
    # marks of other languages turn within a quotation; around all of it a style has set them
    inner = {"„": "“”", "«": "»", "»": "«»"} | inner
    if not any(sign in text for sign in (*outer, *inner)):
        return text
    closers = {sign: closing + _TYPED.get(sign, "") for sign, closing in (inner | outer).items()}
    out = list(text)
    opened: list[int] = []
    depth = 0  # of the quotations that are tagged
    for at, sign in enumerate(text):
        depth += {OPENING["Quote"]: 1, _CLOSE_QUOTE: -1}.get(sign, 0)
        before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
        if opened and sign in closers[text[opened[-1]]] and not after.isalnum():
            start = opened.pop()
            out[start], out[at] = OPENING["Quote"], _CLOSE_QUOTE
            if text[start] == "«":
                out[start + 1], out[at - 1] = (out[n].strip(_SPACES) for n in (start + 1, at - 1))
        elif not (sign in outer or ((opened or depth > 0) and sign in inner)):
            continue
        elif (
            not before.isalnum()
            and after.strip()
            and (sign != "”" or (before in _BEFORE_QUOTATION and after.isalnum()))
        ) or sign == "«":
            opened.append(at)
    return "".join(out)


def events(text: str) -> Iterator[tuple[str, str]]:
    """Read tagged text as a tree is walked: ("open", kind), ("text", words), ("close", kind).

    Tags that cross are closed and opened again; those without a partner and those nested too deeply
    are dropped; a kind that holds no words is not opened.
    """
    opened: list[str] = []  # kinds yielded
    waiting: list[str] = []  # kinds that no words have followed yet
    for piece in _PIECES.split(text):
        if piece in _OPENS:
            if len(opened) + len(waiting) < DEEPEST:
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


DEEPEST = 200  # tags within tags


def _last(kinds: list[str], kind: str) -> int:
    return len(kinds) - 1 - kinds[::-1].index(kind)


# The feature that each kind of markup changes, and its value.
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
    "SetEmph": ("style", "Emph"),
    "SetStrong": ("weight", "Strong"),
    "SetSmallCaps": ("variant", "SmallCaps"),
}
_FLIPPED = frozenset(("Emph", "Strong", "SmallCaps"))


def turned(kind: str, look: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the feature that a kind of markup changes in the text around it, and the new value.

    Italics of a field in italics go back to roman (Chicago 8.173), and so do bold and small
    capitals in themselves (fixtures flipflop_BoldfaceNodeLevelMarkup, flipflop_SmallCaps). An
    attribute of the style that is set again changes nothing.  Return None if nothing changes.
    """
    if kind not in TURNS:
        return None
    feature, value = TURNS[kind]
    now = look.get(feature, "")
    if kind in _FLIPPED and value == now:
        return feature, ""
    return (feature, value) if value != now else None


def _runs(text: str) -> Iterable[tuple[tuple[str, ...], str]]:
    """Split tagged text into runs, each with the kinds of markup that show in it, outer first."""
    looks: list[dict[str, str]] = [{}]
    for event, what in events(text):
        if event == "text":
            yield tuple(looks[-1].values()), what
        elif event == "close":
            looks.pop()
        else:
            looks.append(_look(looks[-1], _CARRIED.get(what) or turned(what, looks[-1])))


# Kinds that change what a reader can do with the text, but not its look.
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
            inlines.extend(tree.text("".join(text for _, text in inner)))
            continue
        below = _nest(inner, language)
        match kind[0]:
            case "Title" if language:
                inlines.append(tree.span(below, attributes={"lang": language}))
            case "Link" if target := _target("".join(text for _, text in inner)):
                inlines.append(tree.link(below, target))
            case "Title" | "Link":
                inlines.extend(below)
            case look:
                inlines.append(tree.formatted(look, below))
    return inlines


_ADDRESS = re.compile(r"https?://\S+|(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)


def _target(text: str) -> str:
    """Return the address that a link's own words give; '' for any scheme but those of the web."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        return ""
    return f"https://doi.org/{found[0]}" if found["doi"] else found[0]
