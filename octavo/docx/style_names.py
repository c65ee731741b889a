"""Give Octavo's styles the names that a house has for them.

edition.yaml names Octavo's styles by their English names, as Word shows them; the ids of styles in
the file stay Octavo's.
"""

from __future__ import annotations

from collections.abc import Mapping

from octavo.docx.parts.ooxml import Node, q

_VALUE, _IDENTITY, _KIND = q("w:val"), q("w:styleId"), q("w:type")
_LINKS = (q("w:basedOn"), q("w:next"), q("w:link"))
# Styles that every document has under these names.
BASE = ("Normal", "Default Paragraph Font", "Normal Table", "No List")

Names = Mapping[str, str]  # a house's names, by Octavo's as edition.yaml has them


def house_name(names: Names, name: str) -> str:
    """Return a house's name for one of Octavo's styles; Octavo's own if it has none."""
    return _by_small(names).get(name.lower(), name)


def _by_small(names: Names) -> Names:
    return {name.strip().lower(): own for name, own in names.items()}


def give_names(styles: Node, names: Names) -> Mapping[str, str]:
    """Give Octavo's styles the names of a house, in place. Of several styles with one name the
    first stays; return its id by the ids of the others."""
    asked, kept, ids = _by_small(names), {}, {}
    for style in list(styles.iter(q("w:style"))):
        named = style.find(q("w:name"))
        own = asked.get(named.get(_VALUE).lower())
        if own is not None and own.lower() != named.get(_VALUE).lower():
            named.set(_VALUE, own)
            style.set(q("w:customStyle"), "1")
        key = (style.get(_KIND), named.get(_VALUE).lower())
        if key in kept:
            ids[style.get(_IDENTITY)] = kept[key]
            styles.remove(style)
        else:
            kept[key] = style.get(_IDENTITY)
    for link in styles.iter(*_LINKS):
        link.set(_VALUE, ids.get(link.get(_VALUE), link.get(_VALUE)))
    return ids
