"""Report what a name holds beside a name: other people, et al., a role, a number, capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from octavo.bibliography.field_words import (
    body_in,
    field_in,
    in_small_letters,
    others_in,
    separated_in,
    suffixed_in,
    whole_in,
)
from octavo.bibliography.names_in_a_string import is_suffix
from octavo.bibliography.rules import (
    Doubt,
    name_is_in_small_letters,
    name_is_of_one_person,
    reference_name_has_parts,
)
from octavo.csl.items.fields import NAMES

_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
_OTHERS = "others"  # the last of a list, printed as et al.

_ET_AL = re.compile(
    r"(?:^|[\s,;(])(?:et\.?\s*al(?:ii|\.)?|(?:and|&)\s+others|u\.\s?a\.|и\s+др\.|та\s+ін\.|y\s+otros|"
    r"e\s+outros|e\s+altri|et\s+autres|en\s+anderen|m\.\s?fl\.|i\s+in\.)(?=$|[\s.,;)])",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s(?:and|und|AND|&)(?=\s|$)|[;/|]|^and(?=\s|$)")
_ROLE = re.compile(
    r"[(\[]\s*(?:eds?|editors?|hrsg|hg|hgg|red|dir|coord|comp|éds?|ed\. by|trans|transl|übers|"
    r"tłum|ред|сост|пер|org|orgs|a cura di|szerk|přel|toim|utg|udg|vyd)\b\.?\s*[)\]]",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_ADDRESS = re.compile(r"https?:|www\.|orcid|[\w.-]+@[\w-]+\.\w", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:Prof|Dr|PD|Mag|Dipl\.-\w+)\.?(?:\s+(?:Dr|habil|em|med|phil|h\.\s?c)\.?)*\s+\S"
)
_DEGREE = re.compile(r"(?:^|[\s,])(?:Ph\.?\s?D|M\.\s?A|M\.\s?D|B\.\s?A|D\.\s?Phil)\.?$")
_INITIALS_FIRST = re.compile(r"(?:[^\W\d_]\.\s?-?)+\s*[^\W\d_]{2,}")  # a family “J. Smith”
_INITIALS_LAST = re.compile(r"[^\W\d_][\w’'-]+\s+(?!I{2,3}$|IV$)[A-Z]{1,3}")  # a family “Smith JR”
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*\.?")
_NO_FAMILY = re.compile(r"[JS]r\.?|I{2,3}|IV|VI{1,3}|IX|XI{2,3}|XI?V")
_OF_A_PLACE = re.compile(r"\b(?:of|de|du|von|van|di|zu)\b")  # 'Earl of Avon'


def odd_names(key: str, data: Mapping[str, Any], path: str) -> Iterator[Doubt]:
    """Yield one doubt for each list of people of a reference whose names hold more than names."""
    for role in sorted(NAMES & data.keys()):
        people = data[role] if isinstance(data[role], list) else []
        people = [person for person in people if isinstance(person, Mapping)]
        yield from _of_list(f"the {field_in(path, role)} of @{key}", people, path)


def _of_list(whose: str, people: Sequence[Mapping[str, Any]], path: str) -> Iterator[Doubt]:
    for number, person in enumerate(people):
        shown = _shown(person)
        wrong = _wrong_with(person, path)
        if wrong:
            rule, message, hint = wrong
            yield rule, f"{whose} {message}: “{shown}”", hint
            return
        if person.get("literal") == _OTHERS and (number == 0 or number < len(people) - 1):
            message = f"{whose} has “others” where no name is before it, or names follow"
            yield name_is_of_one_person, message, f"write {others_in(path)}"
            return
        if number and person == people[number - 1] and "given" in person:
            message = f"{whose} names one person twice: “{shown}”"
            yield name_is_of_one_person, message, "remove one of the two"
            return
    loud = next((person for person in people if _is_loud(person)), None)
    if loud is not None:
        quiet = " ".join(in_small_letters(word) for word in _shown(loud).split())
        yield (
            name_is_in_small_letters,
            f"{whose} is in capitals: “{_shown(loud)}”",
            f"write {quiet}",
        )


def _wrong_with(person: Mapping[str, Any], path: str) -> Doubt | None:
    """Return what a name holds that is no name, with what to write; None if it is sound."""
    parts = {name: str(person[name]).strip() for name in _PARTS if person.get(name)}
    literal = str(person.get("literal") or "")
    whole = " ".join(parts.values())
    if _ET_AL.search(whole) or (_ET_AL.search(literal) and " v" not in literal):
        message = "holds et al. as a part of a name"
        return name_is_of_one_person, message, f"write {others_in(path)}"
    if not parts.keys() - {"family", "non-dropping-particle"}:
        return None  # one word may be the name of a body
    for holds, message, hint in _ODD:
        if any(holds(part) for part in parts.values()):
            hint = hint or f"{separated_in(path)}; {body_in(path)}"
            return name_is_of_one_person, message, hint
    if _TITLE.match(parts.get("given", "")) or _DEGREE.search(parts.get("suffix", "")):
        return name_is_of_one_person, "holds a title or a degree", "leave it out"
    if _NO_FAMILY.fullmatch(parts.get("family", "")) and parts.get("given"):
        message = f"has the family name “{parts['family']}”"
        return reference_name_has_parts, message, f"{suffixed_in(path)}; {whole_in(path)}"
    suffix = parts.get("suffix", "")
    is_odd = not is_suffix(suffix) or _INITIALS.fullmatch(suffix)
    if suffix and is_odd and not _OF_A_PLACE.search(suffix):
        message = f"has the suffix “{suffix}”, not one like Jr."
        return reference_name_has_parts, message, separated_in(path)
    if _are_two(parts):
        return name_is_of_one_person, "is read as one person", separated_in(path)
    return None


def _has_odd_brackets(part: str) -> bool:
    return any(part.count(sign) != part.count(other) for sign, other in ("()", "[]", "{}"))


# Given names that are common as family names too.
_GIVEN_OR_FAMILY = frozenset(
    """abraham allan bruce charles claus daniel david douglas duncan ernst franz gordon grant henry
    hermann howard hugo ian isaac jacob james jan joseph karl kurt lewis lloyd ludwig martin matthew
    moritz neil noel otto owen paul peter philip ralph ray roy russell scott simon stewart stuart
    thomas walter wolf geraldo ramon luis""".split()
)


def _is_joined(part: str) -> bool:
    """Return whether a part holds a word between two people, outside of parentheses."""
    return "," not in part and _JOINED.search(re.sub(r"\([^()]*\)", "", part)) is not None


_ODD: tuple[tuple[Callable[[str], object], str, str], ...] = (
    (_ROLE.search, "holds a role beside the name", "leave it out; the field is the role"),
    (_ADDRESS.search, "holds an address or an identifier", "leave it out"),
    (_DIGITS.search, "holds a number", "leave it out; a suffix such as III is written in letters"),
    (_is_joined, "holds more than one person, or a word between two", ""),
    (_has_odd_brackets, "has a bracket that is not closed in the same part", "leave brackets out"),
)


def _are_two(parts: Mapping[str, str]) -> bool:
    """Return whether a family name and a given name are two people, separated by a comma alone."""
    family, given = parts.get("family", ""), parts.get("given", "")
    if not given:
        return False
    if _INITIALS_FIRST.fullmatch(family) or (
        _INITIALS_LAST.fullmatch(family) and _INITIALS_LAST.fullmatch(given)
    ):
        return True
    names, others = _WORD.findall(family), _WORD.findall(given)
    if len(names) < 2 or len(others) < 2 or not all(word[:1].isupper() for word in names + others):
        return False
    if any(len(word.rstrip(".")) == 1 for word in (names[-1], others[-1])):
        return False
    known = given_names()
    first, second, last = _folded(names[0]), _folded(others[0]), _folded(others[-1])
    opens = first in known or (first in _GIVEN_OR_FAMILY and second in known)
    return opens and last not in known and last not in _GIVEN_OR_FAMILY


def _is_loud(person: Mapping[str, Any]) -> bool:
    """Return whether the family name of a person is typed in capitals."""
    family = str(person.get("family") or "")
    words = [word for word in _WORD.findall(family) if len(word) > 2 and set(word) - set("IVX")]
    return bool(person.get("given") and words) and all(word.isupper() for word in words)


def _shown(person: Mapping[str, Any]) -> str:
    if person.get("literal"):
        return str(person["literal"])
    family = " ".join(str(person[p]) for p in ("non-dropping-particle", "family") if person.get(p))
    given = " ".join(str(person[p]) for p in ("given", "dropping-particle") if person.get(p))
    return ", ".join(part for part in (family, given, str(person.get("suffix") or "")) if part)


@cache
def given_names() -> frozenset[str]:
    """Return common given names in small letters without accents."""
    folder = Path(__file__).parents[1] / "locales" / "read"
    lines = (folder / "given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).rstrip(".")
