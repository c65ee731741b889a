"""Write the names of a .bib field so that pandoc reads them as their author means them.

pandoc takes a word that opens with a brace or an apostrophe for a particle: of {\\'E}mile Zola the
given name is lost to it.  And it parts a family name that braces hold together: {de Man}, Paul.  So
braces around a first letter are taken off, and what pandoc would misread is carried past it by
private characters, which `restored` turns back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from octavo.csl.items.fields import NAMES

LONGEST = 40_000  # characters in which names are looked for

_FIRST = 0xE0A0  # characters for private use, which no name holds
_SIGNS = "’‘ʿʾʻʼ"
_HIDDEN = {sign: chr(_FIRST + at) for at, sign in enumerate(_SIGNS)}
_SHOWN = {hidden: sign for sign, hidden in _HIDDEN.items()}
_TOGETHER = chr(_FIRST + len(_SIGNS))  # a space within a family name in braces

_AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
_WORDS = {"OE": "Œ", "AE": "Æ", "AA": "Å", "O": "Ø", "L": "Ł", "TH": "Þ", "DH": "Ð", "SS": "ẞ"}
# The first letter of a word in braces of its own: {D}onald, {\'E}mile, {\v S}imun, {\OE}uvre.
_FIRST_LETTER = re.compile(
    r"(?<![^\s,])\{(?:(?P<bare>[^\W\d_])"
    r"|(?P<accent>\\[`'^\"~=.])\s*(?:(?P<on>[A-Z])|\{(?P<in>[A-Z])\})"
    r"|(?P<command>\\[uvHrcdbkt])(?:\s+(?P<after>[A-Z])|\s*\{(?P<within>[A-Z])\})"
    rf"|\\(?P<word>{'|'.join(_WORDS)}))\s*\}}"
)
# A sign for ʿayn, hamza or their like before a capital letter: ’Abd al-Rahman.
_OPENING_SIGN = re.compile(rf"(?<![^\s,{{])(?P<sign>[{_SIGNS}'`])(?P<letter>[^\W\d_])")
_BRACED_FAMILY = re.compile(r"\{(?P<name>[^\W\d_][^{},\\]*\s[^{},\\]*)\}")


def written_plainly(names: str) -> str:
    """Return a list of names as pandoc reads it whole."""
    if len(names) > LONGEST:
        return names
    names = _FIRST_LETTER.sub(_plain_letter, names)
    return " and ".join(_written(name) for name in _each(names))


def _plain_letter(found: re.Match[str]) -> str:
    if found["word"]:
        return _WORDS[found["word"]]
    letter = found["on"] or found["in"] or found["after"] or found["within"]
    mark = found["accent"] or found["command"]
    return f"{mark}{{{letter}}}" if mark else found["bare"]


def _each(names: str) -> Iterator[str]:
    """Yield each name of a list; “and” within braces parts none, and may be in capitals."""
    start = depth = at = 0
    for found in _AND.finditer(names):
        between = names[at : found.start()]
        depth += between.count("{") - between.count("}")
        at = found.start()
        if not depth:
            yield names[start:at].strip()
            start = found.end()
    yield names[start:].strip()


def _written(name: str) -> str:
    braced = _BRACED_FAMILY.search(name)
    if braced and braced["name"][:1].islower() and braced[0] != name:
        rest = name[braced.end() :].lstrip()
        if not rest or rest.startswith(","):
            together = _TOGETHER.join(braced["name"].split())
            name = f"{name[: braced.start()]}{{{together}}}{name[braced.end() :]}"
    family, comma, given = name.partition(",")
    pieces = name.split(",")
    if len(pieces) == 3 and _SUFFIX.fullmatch(pieces[2].strip()):
        name = f"{pieces[0]},{pieces[2]},{pieces[1]}"  # 'Smith, John, Jr.' is 'Smith, Jr., John'
    elif not comma and (junior := _JUNIOR.search(name)) and "{" not in name:
        name = f"{junior['family']}, {junior['suffix']}, {name[: junior.start()]}"
    first, parted, last = family.rpartition(" ")
    if comma and parted and "{" not in name and _SUFFIX.fullmatch(given.strip()):
        name = f"{last},{given}, {first}"  # 'John Smith, Jr.' is 'Smith, Jr., John'
    return _OPENING_SIGN.sub(_hidden, name) if "," not in name else name


# 'John Smith Jr.' without a comma; a number may be that of a ruler, 'John Paul II'
_JUNIOR = re.compile(r"\s(?P<family>[^\s\\]+)\s+(?P<suffix>[JS]r\.?)$")
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)")


def _hidden(found: re.Match[str]) -> str:
    sign = {"'": "’", "`": "‘"}.get(found["sign"], found["sign"])
    return f"{found['letter']}{_HIDDEN[sign]}" if found["letter"].isupper() else found[0]


# --- what pandoc gives back ----------------------------------------------------------------------

_ANY_HIDDEN = re.compile(rf"(?P<letter>[^\W\d_])(?P<hidden>[{''.join(_SHOWN)}])")


def restored(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item in whose names all that was hidden is shown again."""
    return {
        name: [_restored(one) for one in value] if name in NAMES else value
        for name, value in item.items()
    }


def _restored(person: Any) -> Any:
    if not isinstance(person, Mapping):
        return person
    return {part: _part(text) if isinstance(text, str) else text for part, text in person.items()}


def _part(text: str) -> str:
    text = _ANY_HIDDEN.sub(lambda found: _SHOWN[found["hidden"]] + found["letter"], text)
    # quotation marks keep CSL's processors from parting it (fixture bugreports_parseName)
    return f'"{text.replace(_TOGETHER, " ")}"' if _TOGETHER in text else text
