"""Find the fields of a .bib entry whose words have reached no variable of CSL."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from octavo.csl.items.fields import NAMES

# Fields of BibTeX and BibLaTeX (its manual, 2.2.2) with words that are meant to be printed. Dates,
# types, languages and addresses are rewritten on their way, and have lints of their own.
_WORDS = frozenset(
    """author editor translator bookauthor holder shortauthor shorteditor namea nameb namec
    title subtitle titleaddon booktitle booksubtitle booktitleaddon maintitle mainsubtitle
    maintitleaddon journal journaltitle journalsubtitle journaltitleaddon issuetitle issuesubtitle
    issuetitleaddon eventtitle eventtitleaddon origtitle reprinttitle series shorttitle
    publisher institution organization school location address origpublisher origlocation
    venue library note addendum howpublished volume volumes number part issue chapter
    version eid pages pagetotal eprint isan ismn isrn iswc label shorthandintro nameaddon
    collaborator annotation annote usera userb userc userd usere userf verba verbb verbc lista listb
    listc listd liste listf translation""".split()
)
# Fields by which BibLaTeX files an entry: a style of CSL files it by what it prints.
_FILING = frozenset("sortkey sortname sorttitle sortyear sortshorthand presort".split())
_HELD_BY_OTHERS = {
    "booktitle": "@incollection or @inproceedings", "journal": "@article",
    "journaltitle": "@article", "issuetitle": "@article or @periodical", "eid": "@article",
    "holder": "no type", "maintitle": "@book with a volume",
}  # fmt: skip
_IS_A_SERIES = re.compile(r"\s*(?:\d+|newseries|oldseries)\s*")
_COLUMNS = {"page", "none", ""}

_COMMAND = re.compile(r"\\[A-Za-z]{3,}\*?|\\[A-Za-z]{1,2}(?![A-Za-z])|\\[^A-Za-z]")
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th"}
_AS_LETTERS = {r"\ss": "ss", r"\ae": "ae", r"\oe": "oe", r"\AE": "ae", r"\OE": "oe",
               r"\o": "o", r"\O": "o", r"\l": "l", r"\L": "l", r"\i": "i", r"\j": "j",
               r"\aa": "a", r"\AA": "a"}  # fmt: skip
_ADDRESS = re.compile(r"\\href\s*\{[^{}]*\}")
_PART_OF_NAME = re.compile(r"(?:useprefix|(?:family|given|prefix|suffix)-i)=\w+|\b[a-z]+=(?=\S)")
_WORD = re.compile(r"[^\W_]+")
_SHOWN = 40  # characters


def unprinted(
    fields: Mapping[str, str], item: Mapping[str, Any], kind: str, said: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield each field that no variable of the item has taken, with a sentence about it; a field in
    `said` has one already."""
    reached = frozenset(_words(" ".join(_texts(item))))
    for name in sorted(fields.keys() - said):
        text = fields[name]
        if name == "eprint" and ("URL" in item or "DOI" in item):
            continue
        if name == "series" and _IS_A_SERIES.fullmatch(text) and "collection-title" in item:
            continue  # '2nd series', 'new series'
        if name in _WORDS and _is_lost(text, reached):
            yield name, f"its {name} “{_short(text)}” is not printed: {_reason(name, kind)}"
        elif name in _FILING and text.strip():
            yield name, f"its {name} is not used: the style files the work by what it prints"
        elif name == "related" and text.strip():
            yield name, "its related works are not printed: cite them"
        elif name in ("pagination", "bookpagination") and text.strip().lower() not in _COLUMNS:
            yield name, f"its {name} is not used: write the label in each citation, [@key, col. 3]"
        elif name == "options" and re.search(r"skip|dataonly|use(?!prefix)", text):
            yield name, "its options are not used: CSL has none"


def _reason(name: str, kind: str) -> str:
    if name == "eid" and kind == "article":
        return "its pages are"
    if name in _HELD_BY_OTHERS and name not in ("holder",):
        return f"@{kind} has none; {_HELD_BY_OTHERS[name]} has"
    if name in NAMES:
        return "write “and” between two people"
    return "CSL has no variable for it, or it is given in another field too"


def _is_lost(text: str, reached: frozenset[str]) -> bool:
    """Return whether fewer than half of a field's words are in the item."""
    words = [word for word in _words(text) if word not in ("and", "others")]
    there = sum(word in reached for word in words)
    return bool(words) and 2 * there < len(words)


def _words(text: str) -> list[str]:
    """Return the words of a text with or without LaTeX, in small letters without accents."""
    text = _PART_OF_NAME.sub(" ", _COMMAND.sub(_letter, _ADDRESS.sub("", text)))
    text = re.sub(r"[{}]", "", text).casefold()
    plain = "".join(_LETTERS.get(sign, sign) for sign in text)
    bare = (
        sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign)
    )
    return _WORD.findall("".join(bare))


def _letter(found: re.Match[str]) -> str:
    command = found[0]
    if command in _AS_LETTERS:
        return _AS_LETTERS[command]
    if len(command) > 2:
        return " "
    return command[1] if command[1] in "&%#_${}" else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str | int):
        yield re.sub(r"<[^<>]*>", "", str(value))


def _short(text: str) -> str:
    text = " ".join(re.sub(r"[{}]", "", text).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
