"""Show two texts around the first place where they part."""

from __future__ import annotations

import re
import unicodedata

from octavo.proof.normal_form import CALL, FORMULA, PAGE, PICTURE

_BEFORE, _BEHIND = 24, 44  # letters quoted before and after the place
_SHOWN = str.maketrans({CALL: "[note]", PICTURE: "[picture]", FORMULA: "[formula]", PAGE: "[page]"})
_SPACES = re.compile("[ \n]+")  # but not those that do not break
_BARE = str.maketrans(dict.fromkeys((CALL, PICTURE, FORMULA, PAGE), ""))


def without_signs(text: str, *, lines: bool = False) -> str:
    """Return the words of a passage without signs: on one line, or in its own `lines`."""
    bare = text.translate(_BARE)
    return "\n".join(map(_on_one_line, bare.split("\n"))) if lines else _on_one_line(bare)


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" \n")


def shown(text: str) -> str:
    """Return a text with its signs as words."""
    return " ".join(text.translate(_SHOWN).split())


def differing(found: str, wanted: str) -> str:
    """Return what two texts read around the first place where they part, with signs as words; of
    two that look alike also the characters there."""
    at = _parting(found, wanted)
    read, written = _around(found, at), _around(wanted, at)
    if "".join(read.split()) == "".join(written.split()) and found[at : at + 1] != "\n":
        return f"it reads “{read}” with {_name(found, at)}, the manuscript has {_name(wanted, at)}"
    return f"it reads “{read}”, the manuscript “{written}”"


def _name(text: str, at: int) -> str:
    """Return the name of a character, or that there is none."""
    if at >= len(text):
        return "nothing"
    return f"U+{ord(text[at]):04X} ({unicodedata.name(text[at], 'without a name').lower()})"


def _parting(one: str, other: str) -> int:
    """Return the number of letters in which two texts agree from the start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _around(text: str, at: int) -> str:
    start, end = max(0, at - _BEFORE), at + _BEHIND
    if start and " " in text[start:at]:
        start = text.index(" ", start, at) + 1
    if end < len(text) and " " in text[at:end]:
        end = text.rindex(" ", at, end)
    return shown(text[start:end])
