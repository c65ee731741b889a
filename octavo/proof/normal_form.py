"""Write the words of a text in the form in which the texts of the EPUB and the Word file are
compared, and name the signs that stand for what is not spelt.

The normal form holds only what a form cannot carry. Quotation marks, dashes, apostrophes, capitals,
spaces that do not break and characters without width are compared. (The print divides words and
has ligatures: `letters` has its own normal form.)

    as it may be                          in the normal form
    spaces, tabs and ends of lines        one space; none at the ends of a passage or a verse line
    signs that embed a direction          nothing: the Word file needs its own
    what no XML can hold, noncharacters   nothing
    a soft, or an unbreakable, hyphen     U+00AD and U+2011, which Word has as elements
    the language of a passage             in small letters; the region of the edition's own is added
"""

from __future__ import annotations

import re

# Signs in a text: characters that Unicode keeps for the use of programs (noncharacters).
CALL, PICTURE, FORMULA, PAGE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
LINE_END = "\n"

SIGNS = (CALL, PICTURE, FORMULA, PAGE)
SOFT_HYPHEN, UNBROKEN_HYPHEN = "\u00ad", "\u2011"

_SPACES = re.compile("[ \t\r\n]+")
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def spaced(text: str) -> str:
    """Return a text with one space for each run of spaces, without what is dropped."""
    bare = text if text.isascii() and text.isprintable() else _DROPPED.sub("", text)
    return _SPACES.sub(" ", bare)


def language_of(tag: str, edition: str) -> str:
    """Return a language in the normal form; `edition` is the language of the edition."""
    small, own = tag.lower(), edition.lower()
    return own if own.startswith(f"{small}-") else small
