"""Read names written in one string: the people and bodies that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Name = Mapping[str, str]

LONGEST = 10_000  # characters in which names are looked for
_LONGEST_PERSON = 4  # words; what is longer is the name of a body

_AND = re.compile(r"\s*;\s*|\s+and\s+")
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV|V|Esq\.?|M\.?D\.?|Ph\.?D\.?)", re.IGNORECASE)
_PARTICLE = re.compile(r"(?:[a-zà-ÿ][\w’']*)(?:\s+[a-zà-ÿ][\w’']*)*(?=\s)")
_BODY = re.compile(
    r"\b(?:academy|administration|agency|archiv\w*|associat\w*|bank|board|bureau|cent(?:er|re)|"
    r"church|college|comisi[oó]n|commission|committee|company|conference|congress|council|court|"
    r"department|delegation|embassy|federation|foundation|gouvernement|government|group|"
    r"inc|institut\w*|league|library|ligue|ltd|minist\w*|museum|nations|office|organi[sz]ation|"
    r"party|press|republic|reichs\w+|school|service|society|soci[eé]t[eé]|state|states|staff|"
    r"trust|union|universit\w*)\b|\d|&",
    re.IGNORECASE,
)


def people_of(text: str) -> tuple[Name, ...]:
    """Read the names in a string, as people write them: `Carley, Michael Jabara; Ken, Jim`, or
    joined by “and” as in BibTeX.

    A text in braces, and one that is no person's name, stays whole.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return ({"literal": text},)
    parts = [text] if _is_braced(text) else [part for part in _AND.split(text) if part]
    return tuple(name_of(part) for part in parts)


def names_in_line(text: str) -> Iterator[Name]:
    """Yield the names of a field that is meant for one, and may hold several: `Doe, A; Roe, B`, and
    `Doe, A and Roe, B`, where each is plainly a person's."""
    for part in " ".join(text.split()).split(";"):
        several = part.strip().split(" and ")
        if len(several) > 1 and not all(map(looks_inverted, several)):
            several = [part]
        yield from (name_of(one) for one in several if one.strip())


def name_of(text: str) -> Name:
    """Read one name: `Carley, Michael Jabara`, `Carley, Michael, Jr.`, `Michael Jabara Carley`."""
    text = text.strip()
    if _is_braced(text):
        return {"literal": text[1:-1].strip()}
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if not pieces or _BODY.search(text):
        return {"literal": text.rstrip(", ")}
    match pieces:
        case [family, given]:
            return _family(family) | {"given": given}
        case [family, middle, last] if _SUFFIX.fullmatch(middle):
            return _family(family) | {"given": last, "suffix": middle}
        case [family, given, last] if _SUFFIX.fullmatch(last):
            return _family(family) | {"given": given, "suffix": last}
        case [whole] if 1 < len(
            _JUNIOR.sub("", whole).split()
        ) <= _LONGEST_PERSON and not text.endswith(","):
            return _in_order(whole)
    return {"literal": text.rstrip(", ")}


def _is_braced(text: str) -> bool:
    return text.startswith("{") and text.endswith("}") and text.count("{") == 1


def _family(text: str) -> dict[str, str]:
    """Split the particles off a family name: `van der Berg`."""
    particle = _PARTICLE.match(text)
    if particle is None:
        return {"family": text}
    rest = text[particle.end() :].strip()
    return {"non-dropping-particle": particle[0], "family": rest}


def _in_order(text: str) -> Name:
    """Read a name in the order of speech: the family name is last, after its particles."""
    words = text.split()
    if len(words) > 2 and _JUNIOR.fullmatch(words[-1]):
        return {**_in_order(" ".join(words[:-1])), "suffix": words[-1]}
    last = len(words) - 1
    at = next((n for n in range(1, last) if words[n][:1].islower()), last)
    if words[last][:1].islower():
        return {"literal": text}
    return _family(" ".join(words[at:])) | {"given": " ".join(words[:at])}


_JUNIOR = re.compile(r"[JS]r\.?")  # a number may be that of a ruler: John Paul II
_INVERTED = re.compile(r"[^\W\d_][\w’'-]+, [^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2}")


def looks_inverted(text: str) -> bool:
    """Return whether a name given as a body's is that of a person, family name first."""
    return _INVERTED.fullmatch(text) is not None and not _BODY.search(text)


_SURNAMES_TOO = re.compile(
    r"\S+ (?:bank|board|church|court|group|staff|state|trust)", re.IGNORECASE
)


def unbraced_bodies(names: str) -> Iterator[str]:
    """Yield the names of bodies in a field of BibTeX that have no braces of their own, and are read
    as people: `League of Nations`."""
    depth = 0
    bare = ""
    for sign in names[:LONGEST]:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        bare += sign if not depth and sign != "}" else "{"
    for name in re.split(r"\s+and\s+", bare):
        words = name.split()
        is_one = len(words) > 1 and _BODY.search(name) and not _SURNAMES_TOO.fullmatch(name.strip())
        if is_one and not re.search(r"[,{}\d\\;&]", name):
            yield " ".join(words)


def is_suffix(text: str) -> bool:
    """Return whether a text can be the suffix of a name: Jr., III."""
    return _SUFFIX.fullmatch(text.strip(" ,.")) is not None or len(text) <= 4


def is_name(value: Any) -> bool:
    """Return whether a value has the form of a name in CSL-JSON."""
    return isinstance(value, Mapping) and any(
        isinstance(value.get(part), str | int) and str(value[part]).strip()
        for part in ("family", "given", "literal")
    )
