"""Make odd items and odd documents of citations at random; one seed always gives the same.

Every field may hold anything that JSON can hold, and texts are made of what markup, quotation
marks, particles, dates, ranges and the marks of the engine itself begin and end with.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from octavo.csl.items.fields import DATES, NAMES, TEXTS, TYPES

TEXT = (
    *("", "x", " ", "\0", "\x7f", "\ufffe", "\u2028", "\u00a0", "\u202e", "\u0301" * 50, "\ud800"),
    *("\udfff\ud800", "\U0010ff00", "\U0010ff0e\U0010ff01", "\U0010fff0", "\U0010fff1\U0010fff3"),
    *("“", "”", "\"'\"'", "<i>", "</i>", "<b><i>x</b></i>", '<span class="nocase">', "&lt;", "*a*"),
    *("(((", "))", "....", "?!.,;:", "1-2", "1–2, 3 & 4", "12a", "xii-xiv", "p. 5", "\\-", "\\"),
    *("3" * 5000, "٣", "²", "½", "a|b", "| |", "van de", "de", "d’", "-", "A.-B. C", "JRR", "я"),
    *("我妻 栄", "ﬁ", "İıß", "ǆ", "http://x", "10.1/x", "1999-13-45", "1999/", "../..", "c. 1850"),
    *("44 BC", "Fall", "0000", "-0044", "9999999", "a\nb\r\n", "siglum: AB", "siglum: <i>", "en"),
    *("publisher: x\nissued: 1999", "ru", "fr-FR", "x-klingon", "{f. 1, l. 2}", "et al", "and"),
    "f. 082, op. 10, d. 2, ll. 52–49ob.",
)
NUMBERS = (0, 1, -1, 2, 1.5, True, False, None, 1999, 21, 13, 999_999)
NUMBERS += (10**40, -(10**40), 10**4200, float("inf"), float("nan"))
_NAME_PARTS = """family given literal suffix dropping-particle non-dropping-particle comma-suffix
    static-ordering isInstitution""".split()
_DATE_PARTS = (2004, 1999, -44, 0, "1999", "x", None, 5, 13, 21, 10**400, 1e9, [])


def text(chance: Random) -> str:
    return "".join(chance.choices(TEXT, k=chance.choice((1, 1, 1, 2, 5))))


def scalar(chance: Random) -> Any:
    return text(chance) if chance.random() < 0.75 else chance.choice(NUMBERS)


def anything(chance: Random, depth: int = 0) -> Any:
    """A value of JSON of any shape, some of them deep."""
    shape = chance.random()
    if shape < 0.05:
        return _deep(chance.choice((5, 58, 61, 90)))
    if shape < 0.55 or depth > 3:
        return scalar(chance)
    count = chance.randrange(4)
    if shape < 0.75:
        return [anything(chance, depth + 1) for _ in range(count)]
    return {text(chance)[:9]: anything(chance, depth + 1) for _ in range(count)}


def _deep(levels: int) -> Any:
    value: Any = "x"
    for level in range(levels):
        value = [value] if level % 2 else {("family", "date-parts", "literal")[levels % 3]: value}
    return value


def _name(chance: Random) -> Any:
    return {part: scalar(chance) for part in chance.sample(_NAME_PARTS, chance.randrange(7))}


def _names(chance: Random) -> Any:
    return [_mostly(_name, chance) for _ in range(chance.randrange(5))]


def _date(chance: Random) -> Any:
    rows = [chance.choices(_DATE_PARTS, k=chance.randrange(5)) for _ in range(chance.randrange(4))]
    date: dict[str, Any] = {"date-parts": rows} if chance.random() < 0.7 else {}
    for name in ("season", "circa", "literal", "raw", "year"):
        if chance.random() < 0.25:
            date[name] = scalar(chance)
    return date


def _mostly(make: Callable[[Random], Any], chance: Random) -> Any:
    return make(chance) if chance.random() < 0.85 else anything(chance)


def item(chance: Random, key: str) -> dict[str, Any]:
    """An item under a key, whose fields hold what they may hold, and now and then what not."""
    made: dict[str, Any] = {"id": key, "type": chance.choice(sorted(TYPES)), "title": text(chance)}
    for field in chance.sample(sorted(TEXTS), chance.randrange(14)):
        made[field] = _mostly(scalar, chance)
    for field in ["author", *chance.sample(sorted(NAMES), chance.randrange(4))]:
        made[field] = _mostly(_names, chance)
    for field in chance.sample(sorted(DATES), chance.randrange(4)):
        made[field] = _mostly(_date, chance)
    if chance.random() < 0.3:
        names = ("siglum", "siglum-style", "section", "archive-profile")
        made["custom"] = {name: anything(chance) for name in names}
    for field in ("type", "language", text(chance)[:20]):
        if chance.random() < 0.15:
            made[field] = anything(chance)
    return {**made, "id": key}


def items(chance: Random) -> dict[str, dict[str, Any]]:
    return {f"k{number}": item(chance, f"k{number}") for number in range(chance.randrange(1, 8))}


def document(chance: Random) -> dict[str, Any]:
    """A document for `octavo cite`, most of them of the right shape and some of none."""
    members = ("id", "locator", "label", "prefix", "suffix", "suppress-author")
    notes: list[Any] = []
    for _ in range(chance.randrange(5)):
        cites: list[Any] = [
            {name: "k0" if chance.random() < 0.8 else scalar(chance) for name in members}
            for _ in range(chance.randrange(4))
        ]
        notes.append({"cites": cites} if chance.random() < 0.95 else anything(chance))
    made = {"items": list(items(chance).values()), "notes": notes}
    if chance.random() < 0.4:
        names = ("items", "notes", "nocite", "style", "language", "bibliography", "citations")
        made[chance.choice(names)] = anything(chance)
    return made
