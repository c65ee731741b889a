"""Choose the quotation marks of a language: the Unicode Consortium's, as ICU has them, unless books
of that language are set with others.
"""

from __future__ import annotations

import re
from functools import lru_cache

from icu import LocaleData, ULocaleDataDelimiterType  # pyright: ignore[reportAttributeAccessIssue]

Marks = tuple[str, str]

# What books print: outer marks, then those of a quotation within a quotation.  The guillemets of
# French hold narrow spaces (Imprimerie nationale, Lexique); the Danish ones point inwards; in
# British books double marks stand within single ones (New Hart's Rules, 9.2).
_BOOKS: dict[str, tuple[Marks, Marks]] = {
    "da": (("»", "«"), ("›", "‹")),
    "de-CH": (("«", "»"), ("‹", "›")),
    "en-GB": (("‘", "’"), ("“", "”")),
    "es": (("«", "»"), ("“", "”")),
    "fr": (("«\u202f", "\u202f»"), ("“", "”")),
    "fr-CH": (("«\u202f", "\u202f»"), ("‹\u202f", "\u202f›")),
    "nl": (("“", "”"), ("‘", "’")),
}


@lru_cache(maxsize=64)
def _known(language: str) -> tuple[Marks, Marks]:
    main = language.split("-")[0]
    country = "-".join(language.split("-")[:2])
    books = _BOOKS.get(country) or _BOOKS.get(main)
    if books:
        return books
    data, kind = LocaleData(language.replace("-", "_")), ULocaleDataDelimiterType
    outer = data.getDelimiter(kind.QUOTATION_START), data.getDelimiter(kind.QUOTATION_END)
    inner = data.getDelimiter(kind.ALT_QUOTATION_START), data.getDelimiter(kind.ALT_QUOTATION_END)
    return outer, inner


def marks_of(language: str, *, inner: bool = False) -> Marks:
    """Return the opening and the closing mark of a language, a BCP 47 tag."""
    return _known(language)[inner]


# What else opens and closes in books of a language, beside the marks that Octavo prints.
_ALSO: dict[str, tuple[str, ...]] = {
    "de": ("»«", "›‹", "«»", "‹›"), "da": ("„“", "‚‘", "””", "’’"), "nb": ("„“", "“”", "‘’"),
    "es": ("‘’",), "it": ("“”", "‘’"), "pt": ("«»", "“”", "‘’"), "fr": ("‹›", "‘’"),
    "pl": ("«»", "»«", "‚’"), "hu": ("»«", "’’"), "cs": ("»«", "›‹", "‚‘"), "nl": ("„”", "‚’"),
    "el": ("“”", "‘’"), "ru": ("“”",), "uk": ("“”",), "he": ("“”", "„”", "‘’", "””"),
    "ar": ("“”", "‘’"), "la": ("«»", "“”", "‘’"), "sv": ("»«", "»»"), "fi": ("»»", "››"),
}  # fmt: skip


@lru_cache(maxsize=64)
def pairs_of(language: str) -> tuple[str, ...]:
    """Return the pairs of marks in which a language is set, those that Octavo prints first."""
    printed = ("".join(marks_of(language, inner=inner)) for inner in (False, True))
    bare = (re.sub(r"\s", "", pair) for pair in printed)
    return tuple(dict.fromkeys((*bare, *_ALSO.get(language.split("-")[0], ()))))
