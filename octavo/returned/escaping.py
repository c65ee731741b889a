"""Write words as Markdown that says the same letters."""

from __future__ import annotations

import re

from octavo.returned.source_letters import Holder

_SIGNS = re.compile(r"[\\`*_\[\]<>~^$@|]|\"|'|(?<=-)-|(?<=\.)\.(?=\.)|&(?=#?\w+;)|!(?=\[)|(?<=\]){")
_ENDS = re.compile(r"\A[-.]|(?<!\\)[-.]\Z")
_HEADS = (
    (re.compile(r"(#{1,6})(?=\s|$)"), 0), (re.compile(r"[-+:](?=\s|$)"), 0), (re.compile(r">"), 0),
    (re.compile(r":::"), 0), (re.compile(r"=+$|-+$"), 0), (re.compile(r"%"), 0),
    (re.compile(r"\(?(?:\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)([.)])(?=\s|$)"), 1),
)  # fmt: skip
_MARKS = {
    "i": ("*", "*"), "b": ("**", "**"), "s": ("~~", "~~"), "^": ("^", "^"), "_": ("~", "~"),
    "c": ("[", "]{.smallcaps}"), "u": ("[", "]{.underline}"),
}  # fmt: skip
SHARED = -1  # the number of all holders that are made here: two side by side are one


def escaped(words: str, *, alone: bool = False) -> str:
    """Return words in which no sign is markup. If they stand `alone`, no hyphen or point at their
    ends is part of a dash or an ellipsis with one beside them."""
    said = _SIGNS.sub(r"\\\g<0>", words)
    return _ENDS.sub(r"\\\g<0>", said) if alone else said


def escaped_head(written: str) -> str:
    """Return the first line of a new paragraph so that it begins no heading, list or quotation."""
    for pattern, group in _HEADS:
        if found := pattern.match(written):
            at = found.start(group)
            return f"{written[:at]}\\{written[at:]}"
    return written


def holder_of(look: str) -> Holder:
    """Return the markup of one kind of emphasis."""
    opening, closing = _MARKS[look]
    return Holder(opening, closing, look, is_plain=True, number=SHARED)


def with_look(path: tuple[Holder, ...], known: str, wanted: str) -> tuple[Holder, ...]:
    """Return the holders of a piece that is to have another look than it has within these."""
    for kind in known:
        if kind in wanted:
            continue
        for at in range(len(path) - 1, -1, -1):
            holder = path[at]
            if kind in holder.look and holder.is_plain:
                rest = tuple(holder_of(one) for one in holder.look if one != kind)
                path = (*path[:at], *rest, *path[at + 1 :])
                break
    return (*path, *(holder_of(kind) for kind in wanted if kind not in known))
