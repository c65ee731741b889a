"""Name the glyphs of a face after the letters that they stand for, by the rules of its own layout.

A PDF says of each glyph which letter it is, and Octavo takes that from the glyph's name where no
character leads to it (`design.glyph_meanings`). Names may be missing, or lie: `Asmall` is a letter
for private use to those who read names. But the font's own rules say that the glyph comes in the
place of an a, or of f and i.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont

_ROUNDS = 4  # of rules that begin with what another has set
_LONGEST = 8  # letters of a ligature
_EXTENSION = 7  # of lookups: a wrapping of another kind
_SINGLE, _ALTERNATE, _LIGATURE = 1, 3, 4


def with_named_glyphs(data: bytes) -> bytes:
    """Return a font whose glyphs have names that say which letters they stand for."""
    read: Any = TTFont(BytesIO(data), lazy=True)
    order, known = read.getGlyphOrder(), read.getBestCmap() or {}
    meant = _meant(read, known)
    dropped = [code for code, name in known.items() if _is_private(chr(code)) and name in meant]
    kept = {name for code, name in known.items() if code not in set(dropped)}
    meant = {name: text for name, text in meant.items() if name not in kept}
    new = _renamed(order, meant)
    if new == order and not dropped:
        return data
    font: Any = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    font.getGlyphOrder()
    font.setGlyphOrder(new)
    font["post"].extraNames, font["post"].mapping = [], {}
    for table in font["cmap"].tables if dropped else ():
        for code in dropped:
            table.cmap.pop(code, None)
    out = BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def _meant(font: Any, known: Mapping[int, str]) -> dict[str, str]:
    """Return the letters of the glyphs that the rules of a font put in the place of others."""
    letters: dict[str, str] = {}
    for code in sorted(known):
        if not _is_private(chr(code)):
            letters.setdefault(known[code], chr(code))
    found: dict[str, str] = {}
    rules = [*_rules(font)]
    for _ in range(_ROUNDS):
        before = len(found)
        several: dict[str, set[str]] = {}
        for sources, target in rules:
            if target in letters or target in found:
                continue
            texts = [letters.get(each) or found.get(each, "") for each in sources]
            if all(texts) and len("".join(texts)) <= _LONGEST:
                several.setdefault(target, set()).add("".join(texts))
        # Of a small capital that is set for both, the small letter.
        found |= {target: min(texts, key=_rank) for target, texts in several.items()}
        if len(found) == before:
            break
    return found


def _rank(text: str) -> tuple[bool, int, str]:
    return not text.islower(), len(text), text


def _rules(font: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the glyphs that come in the place of others, with these."""
    table = font["GSUB"].table if "GSUB" in font else None
    lookups = getattr(table, "LookupList", None)
    for lookup in lookups.Lookup if lookups else ():
        for part in lookup.SubTable:
            rule = part.ExtSubTable if lookup.LookupType == _EXTENSION else part
            yield from _of_rule(rule)


def _of_rule(rule: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    if rule.LookupType == _SINGLE:
        yield from (((source,), target) for source, target in rule.mapping.items())
    elif rule.LookupType == _ALTERNATE:
        for source, targets in rule.alternates.items():
            yield from (((source,), target) for target in targets)
    elif rule.LookupType == _LIGATURE:
        for first, ligatures in rule.ligatures.items():
            for each in ligatures:
                yield (first, *each.Component), each.LigGlyph


def _renamed(order: Iterable[str], meant: Mapping[str, str]) -> list[str]:
    """Return the names of all glyphs: those that do not say what is meant are made to."""
    made: list[str] = []
    for number, name in enumerate(order):
        text = meant.get(name)
        if text is not None and toUnicode(name) != text:
            name = "_".join(f"u{ord(letter):04X}" for letter in text) + f".g{number}"
        made.append(name)
    return made


def _is_private(letter: str) -> bool:
    return "\ue000" <= letter <= "\uf8ff" or letter >= "\U000f0000"
