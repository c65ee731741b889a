"""Add features to the layout tables of a font, in all its scripts and languages.

feaLib would put its own tables in the place of what the font has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fontTools.otlLib.builder import buildPairPosGlyphs, buildValue
from fontTools.ttLib import newTable
from fontTools.ttLib.tables import otTables as tables_of_layout
from fontTools.ttLib.tables.otBase import BaseTable

_TABLES: Any = tables_of_layout  # its names are made when it is loaded

_DEEPEST = 24  # tables within tables


def parts_of(font: Any, tag: str, kind: str) -> Iterator[Any]:
    """Yield each part of a layout table that is of a kind, such as Anchor, once."""
    if tag not in font:
        return
    seen: set[int] = set()
    open_: list[tuple[Any, int]] = [(font[tag].table, 0)]
    while open_:
        item, depth = open_.pop()
        if id(item) in seen or depth > _DEEPEST:
            continue
        seen.add(id(item))
        if isinstance(item, BaseTable):
            item.ensureDecompiled()
            if type(item).__name__ == kind:
                yield item
            open_ += [(value, depth + 1) for value in vars(item).values()]
        elif isinstance(item, list | tuple):
            open_ += [(value, depth + 1) for value in item if not isinstance(value, str)]
        elif isinstance(item, dict):
            open_ += [(value, depth + 1) for value in item.values()]


def add_substitutions(font: Any, features: Mapping[str, Mapping[str, str]]) -> None:
    """Add to a font's features, by their tags, glyphs in the place of others; in place.

    They come before all that the font does by itself: what it would make of the glyph, such as a
    ligature or an old-style figure, must not come between.
    """
    added = {tag: of for tag, of in features.items() if of}
    if not added:
        return
    table = _table(font, "GSUB")
    _renumber(font, table, len(added))
    table.LookupList.Lookup[:0] = [_lookup(of) for of in added.values()]
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    for number, tag in enumerate(added):
        _name(table, tag, number)
    _sort(table)


def has_feature(font: Any, table: str, tag: str) -> bool:
    """Return whether a layout table of a font has a feature."""
    return any(record.FeatureTag == tag for record in parts_of(font, table, "FeatureRecord"))


def add_kerning(font: Any, pairs: Mapping[tuple[str, str], int]) -> None:
    """Add the feature that sets pairs of glyphs nearer or wider, in units of the font; in place."""
    values = {pair: (buildValue({"XAdvance": value}), None) for pair, value in pairs.items()}
    made = _TABLES.Lookup()
    made.LookupType, made.LookupFlag = 2, 0
    made.SubTable = buildPairPosGlyphs(values, font.getReverseGlyphMap())
    made.SubTableCount = len(made.SubTable)
    table = _table(font, "GPOS")
    table.LookupList.Lookup.append(made)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    _name(table, "kern", table.LookupList.LookupCount - 1)
    _sort(table)


def _table(font: Any, tag: str) -> Any:
    """Return a layout table of a font; one that has no rule yet if it has none."""
    if tag not in font:
        font[tag] = newTable(tag)
        font[tag].table = getattr(_TABLES, tag)()
        font[tag].table.Version = 0x00010000
    table = font[tag].table
    if getattr(table, "ScriptList", None) is None:
        table.ScriptList = _TABLES.ScriptList()
        table.ScriptList.ScriptRecord = []
    if getattr(table, "FeatureList", None) is None:
        table.FeatureList = _TABLES.FeatureList()
        table.FeatureList.FeatureRecord = []
    if getattr(table, "LookupList", None) is None:
        table.LookupList = _TABLES.LookupList()
        table.LookupList.Lookup = []
    if not table.ScriptList.ScriptRecord:
        record = _TABLES.ScriptRecord()
        record.ScriptTag, record.Script = "DFLT", _TABLES.Script()
        record.Script.DefaultLangSys, record.Script.LangSysRecord = _language(), []
        table.ScriptList.ScriptRecord = [record]
    return table


def _language() -> Any:
    made = _TABLES.LangSys()
    made.ReqFeatureIndex, made.FeatureIndex, made.LookupOrder = 0xFFFF, [], None
    return made


def _renumber(font: Any, table: Any, by: int) -> None:
    """Make room for lookups before the others: raise the numbers of all by as many."""
    features = {id(r.Feature): r.Feature for r in table.FeatureList.FeatureRecord}
    for feature in parts_of(font, "GSUB", "Feature"):  # those of variations too
        features[id(feature)] = feature
    for feature in features.values():
        feature.LookupListIndex = [number + by for number in feature.LookupListIndex]
    for record in parts_of(font, "GSUB", "SubstLookupRecord"):
        record.LookupListIndex += by


def _lookup(of: Mapping[str, str]) -> Any:
    """Return a lookup that puts glyphs in the place of others."""
    rule = _TABLES.SingleSubst()
    rule.mapping = dict(of)
    made = _TABLES.Lookup()
    made.LookupType, made.LookupFlag, made.SubTable = 1, 0, [rule]
    made.SubTableCount = 1
    return made


def _languages(table: Any) -> Iterator[Any]:
    """Yield every language system of every script; a script without a default one gets it."""
    for record in table.ScriptList.ScriptRecord:
        script = record.Script
        if script.DefaultLangSys is None:
            script.DefaultLangSys = _language()
        yield script.DefaultLangSys
        yield from (other.LangSys for other in script.LangSysRecord)


def _name(table: Any, tag: str, lookup: int) -> None:
    """Give a lookup to the feature of a tag, in each language system: to what it has, or anew."""
    records = table.FeatureList.FeatureRecord
    for record in records:
        if record.FeatureTag == tag and lookup not in record.Feature.LookupListIndex:
            record.Feature.LookupListIndex = sorted({lookup, *record.Feature.LookupListIndex})
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)
    lacking = [
        system
        for system in _languages(table)
        if not any(records[number].FeatureTag == tag for number in system.FeatureIndex)
    ]
    if not lacking:
        return
    made = _TABLES.FeatureRecord()
    made.FeatureTag, made.Feature = tag, _TABLES.Feature()
    made.Feature.FeatureParams, made.Feature.LookupListIndex = None, [lookup]
    made.Feature.LookupCount = 1
    records.append(made)
    for system in lacking:
        system.FeatureIndex = [*system.FeatureIndex, len(records) - 1]
        system.FeatureCount = len(system.FeatureIndex)


def _sort(table: Any) -> None:
    """Put the features in the order of their tags, as the format asks."""
    records = table.FeatureList.FeatureRecord
    order = sorted(range(len(records)), key=lambda n: records[n].FeatureTag)
    place = {old: new for new, old in enumerate(order)}
    table.FeatureList.FeatureRecord = [records[n] for n in order]
    table.FeatureList.FeatureCount = len(records)
    for system in {id(s): s for s in _languages(table)}.values():
        system.FeatureIndex = sorted(place[n] for n in system.FeatureIndex)
        if system.ReqFeatureIndex != 0xFFFF:
            system.ReqFeatureIndex = place[system.ReqFeatureIndex]
    variations = getattr(table, "FeatureVariations", None)
    for record in variations.FeatureVariationRecord if variations else ():
        for one in record.FeatureTableSubstitution.SubstitutionRecord:
            one.FeatureIndex = place[one.FeatureIndex]
