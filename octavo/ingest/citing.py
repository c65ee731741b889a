"""Find what cites a work in notes: author and year, sigla, titles, archives, ibid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.ingest.known_works import KnownWorks, Siglum

_UNIT = (
    r"(?:pp?|ff?|fol|fols|op?|d|ll?|vols?|nos?|nn?|cols?|Bd|S|t|ch|chap|secs?|RG|Box|box|folder|§+)"
    r"\.?[ \u00a0]*(?:[0-9]|[IVXLC]+\b)[\w/]*(?:[ ]?[-–—][ ]?[\w/]+)?(?:[ ]?ff?\.)?"
)
_SERIES = (
    r"[0-9]{1,2}(?:<sup>\w{1,3}</sup>|\^\w{1,3}\^|re|e|er|[èe]me|st|nd|rd|th)"
    r"(?:[ ]s[ée]rie|[ ]ser\.)?(?![\w/])"
)
_SHELF = r"[0-9]{1,4}[A-Z]{1,3}/[0-9]+|\*(?:Papiers|Fonds|Nachlass|Papers) [^*]+\*"
_TOKEN = rf"(?:{_UNIT}|{_SHELF}|{_SERIES}|[IVXLC]+\b|passim)"
_LOCATOR = re.compile(rf"(?P<gap>,?[ ]+)(?P<l>{_TOKEN}(?:(?:,[ ]?|[ ])(?:{_TOKEN}))*)")
_AUTHOR_YEAR = re.compile(
    r"(?P<name>(?:Earl of |von |van |de )?[A-ZÀ-ÞА-ЯĀ-Ž][\w’'-]+|\*[^*]{3,60}\*)(?:,)?[ ]"
    r"(?P<year>1[4-9]\d\d|20\d\d)(?P<more>[-–/](?:\d{4}|\d\d))?(?P<letter>[a-z])?(?![\w–-])"
)
_EMPHASIZED = re.compile(r"\*(?P<words>[^*]{6,120})\*(?=,? )")
_CAPITALS = re.compile(r"(?<![\w*])(?P<words>[A-ZÀ-ÞА-Я]{4,9})(?=, (?:f|ф|RG|fonds)\.? ?\d)")
_PAGES = re.compile(r"(?<!\w)(?:pp?|S|с)\.[ \u00a0]?\d")
_IBID = re.compile(r"\*?\b(?:[Ii]bid(?:em)?|[Ee]bd|[Ee]benda|[Тт]ам же)\b\.?\*?\.?")


@dataclass(frozen=True, slots=True)
class Mention:
    """What cites a work, at a range of a note's text."""

    note: int  # index among the notes
    start: int
    end: int
    key: str
    locator: str  # as written, with what an ibid. takes over
    written: tuple[int, int]  # the range of the locator that is written here; empty if none
    certain: bool
    why: str
    taken_over: str = ""  # the part of the locator that an ibid. takes from the citation before


@dataclass(frozen=True, slots=True)
class Unfound:
    """What looks like a citation and fits no work."""

    note: int
    start: int
    end: int
    written: str
    nearest: str  # a key, or nothing
    why: str
    rests: tuple[int, ...] = ()  # notes whose ibid. depends on it
    is_siglum: bool = False  # whether it resembles a siglum or a title


def citations_in(
    notes: Sequence[str], works: Sequence[dict[str, Any]],
    decided: Mapping[tuple[int, int], str],
) -> tuple[list[Mention], list[Unfound], KnownWorks]:  # fmt: skip
    """Return what the notes of a text cite, what fits no work, and the works with their sigla and
    the archives that the notes name."""
    known = KnownWorks(works)
    for number, text in enumerate(notes):
        known.learn(number, text)
    mentions: list[Mention] = []
    unfound: list[Unfound] = []
    before: list[Mention | Unfound] = []
    for number, text in enumerate(notes):
        here = [_as_decided(one, text, decided) for one in _in_note(number, text, known)]
        settled: list[Mention | Unfound] = []
        for one in here:
            if isinstance(one, Unfound):
                settled.append(one)
            elif one.key == _SAME:
                settled.append(_resolved(one, text, settled, before))
            else:
                settled.append(one)
        mentions += [m for m in settled if isinstance(m, Mention) and m.key]
        for one in settled:
            if isinstance(one, Unfound):
                unfound.append(one)
        unfound = _with_rests(unfound, number, settled)
        before = settled
    return mentions, unfound, known


_SAME = "\x00same"
_DEPENDS = "\x00depends"


def _as_decided(
    one: Mention | Unfound, text: str, decided: Mapping[tuple[int, int], str]
) -> Mention | Unfound:
    """Return a citation with the key that a person has decided."""
    key = decided.get((one.note, one.start))
    if key is None:
        return one
    return _mention(one.note, text, one.start, one.end, key, True, "decided")


def _with_rests(
    unfound: list[Unfound], number: int, settled: Sequence[Mention | Unfound]
) -> list[Unfound]:
    """Record which notes depend on a citation that fits no work."""
    waiting = [m for m in settled if isinstance(m, Mention) and m.why.startswith(_DEPENDS)]
    if not waiting or not unfound:
        return unfound
    last = next((i for i in range(len(unfound) - 1, -1, -1)
                 if unfound[i].note <= number), -1)  # fmt: skip
    if last >= 0:
        one = unfound[last]
        unfound[last] = replace(one, rests=(*one.rests, number))
    return unfound


def _resolved(
    ibid: Mention, text: str, here: Sequence[Mention | Unfound],
    before: Sequence[Mention | Unfound],
) -> Mention:  # fmt: skip
    """Return an ibid. as a citation of the work before it; not if another source, which is not
    known, is between them."""
    last = here[-1] if here else None
    since = (last.written[1] if isinstance(last, Mention) else last.end) if last else 0
    if _PAGES.search(text, since, ibid.start) and not isinstance(last, Unfound):
        return replace(ibid, key="", certain=False, why="a source that is not known is before it")
    certain = True
    if last is None:
        keys = {m.key if isinstance(m, Mention) else "" for m in before}
        last = before[-1] if before else None
        certain = len(keys) == 1
    if last is None:
        return replace(ibid, key="", certain=False, why="nothing is cited before this")
    if isinstance(last, Unfound) or not last.key:
        return replace(ibid, key="", certain=False, why=_DEPENDS)
    taken, locator = _taken_over(last.locator, ibid.locator)
    why = "ibid. repeats the work before it" + (
        "" if certain else ", but the note before cites several"
    )
    return replace(ibid, key=last.key, locator=locator, taken_over=taken,
                   certain=certain and last.certain, why=why)  # fmt: skip


def _label(unit: str) -> str:
    found = re.match(r"[^\W\d_]+", unit)
    word = found[0].casefold() if found else ""
    if re.fullmatch(r"[ivxlc]+", word) and unit.strip() == unit.strip().upper():
        return "#"
    return {"ll": "l", "pp": "p", "vols": "vol", "nos": "no", "ff": "f"}.get(word, word)


def _taken_over(old: str, new: str) -> tuple[str, str]:
    """Return the units of the last locator that a new one leaves unsaid, and the whole locator."""
    if not new:
        return old, old
    units, added = old.split(", "), new.split(", ")
    first = _label(added[0])
    for place, unit in enumerate(units):
        if _label(unit) == first:
            taken = ", ".join(units[:place])
            return taken, ", ".join([*units[:place], *added])
    return "", new


def _in_note(number: int, text: str, known: KnownWorks) -> list[Mention | Unfound]:
    found: list[Mention | Unfound] = []
    for definition in known.definitions_in(number):
        found.append(_mention(number, text, definition.start, definition.end, definition.key,
                              definition.certain, definition.why))  # fmt: skip
    for siglum in known.sigla:
        for match in siglum.pattern.finditer(text):
            if _is_free(found, match.start(), match.end()):
                found.append(_mention(number, text, match.start(), match.end(), siglum.key, True,
                                      f"the siglum {siglum.text}"))  # fmt: skip
    for match in _AUTHOR_YEAR.finditer(text):
        if _is_free(found, match.start(), match.end()):
            found += _by_year(number, text, match, known)
    found += _resembling(number, text, known, found)
    for match in _IBID.finditer(text):
        if _is_free(found, match.start(), match.end()):
            found.append(_mention(number, text, match.start(), match.end(), _SAME, True, "ibid."))
    return sorted(found, key=lambda one: one.start)


def _resembling(
    number: int, text: str, known: KnownWorks, found: Sequence[Mention | Unfound]
) -> list[Unfound]:
    """Return words that are nearly, but not quite, a siglum or the beginning of a title."""
    near: list[Unfound] = []
    for pattern in (_EMPHASIZED, _CAPITALS):
        for match in pattern.finditer(text):
            if not _is_free([*found, *near], match.start(), match.end()):
                continue
            if (other := known.resembles(match["words"])) is not None:
                key, words = other
                why = f"“{match['words']}” is nearly, but not quite, {words}"
                near.append(Unfound(number, match.start(), match.end(), match[0], key, why,
                                    is_siglum=True))  # fmt: skip
    return near


def _is_free(found: Sequence[Mention | Unfound], start: int, end: int) -> bool:
    return not any(one.start < end and start < one.end for one in found)


def _mention(
    number: int, text: str, start: int, end: int, key: str, certain: bool, why: str
) -> Mention:
    end = end - 1 if text[end - 1 : end] == "," else end
    match = _LOCATOR.match(text, end)
    locator, written = "", (end, end)
    if match is not None:
        locator, written = match["l"], (match.start("l"), match.end("l"))
    return Mention(number, start, end, key, locator, written, certain, why)


def _by_year(
    number: int, text: str, match: re.Match[str], known: KnownWorks
) -> list[Mention | Unfound]:
    name, year = match["name"].strip("*"), int(match["year"])
    keys = known.by_name_and_year(name, year, match["letter"] or "")
    if len(keys) == 1:
        return [_mention(number, text, match.start(), match.end(), keys[0], True,
                         f"{name} {year}")]  # fmt: skip
    if len(keys) > 1:
        return [_mention(number, text, match.start(), match.end(), keys[0], False,
                         f"{name} {year} may be {' or '.join(keys)}")]  # fmt: skip
    nearest = known.nearest_year(name, year)
    if nearest is None:
        return []
    key, other, why = nearest
    why = f"no work of {name} is of {year}; the nearest is of {other}: {why}"
    return [Unfound(number, match.start(), match.end(), match[0], key, why)]


__all__ = ["KnownWorks", "Mention", "Siglum", "Unfound", "citations_in"]
