"""Give Octavo's own styles the look that a preset of the Word file, or the edition, asks for.

The styles are written for reading (styles/reference). A plain look is that of a manuscript: one
size throughout, one spacing, nothing between paragraphs, and headings that bold and italic letters
tell apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from octavo.docx.parts.ooxml import Node, make, q
from octavo.model import WordLook

_WRITTEN = 12.0  # points, the size of the text in styles/reference
_LINE = 240  # of w:line, a line
_SIZES = (q("w:sz"), q("w:szCs"))
# Cells of tables, and what is outside of the text: always single.
_SINGLE = {"Compact", "Header", "Footer"}
_LOWERED = 2400  # twips above what begins far down its page, also in a plain look
_EMPHASIS: Mapping[str, Sequence[str]] = {
    "Title": ("b",),
    "TOCHeading": ("b",),
    "Heading1": ("b",),
    "Heading2": ("b",),
    "Heading3": ("b", "i"),
    "Heading4": ("i",),
    "Heading5": ("u",),
    "Heading6": (),
    "IndexHeading": (),
}
_EMPHASES = ("b", "bCs", "i", "iCs", "smallCaps", "u")  # in the order of ISO 29500-1, 17.3.2.28


def set_look(styles: Node, look: WordLook) -> None:
    """Set the sizes and the spacing of Octavo's styles, in place; the typeface is set with that of
    all parts."""
    if look.is_plain:
        _make_plain(styles)
    _set_sizes(styles, look.size, one=look.is_plain)
    if look.spacing is not None:
        _set_spacing(styles, round(look.spacing * _LINE))


def _set_sizes(styles: Node, size: float, *, one: bool) -> None:
    """Let the text have a size in points, and all else that size, or one in proportion."""
    defaults = styles.find(q("w:docDefaults"))
    for node in list(styles.iter(*_SIZES)):
        if one and defaults not in node.iterancestors():
            node.getparent().remove(node)
        else:
            node.set(q("w:val"), str(round(int(node.get(q("w:val"))) * size / _WRITTEN)))


def _set_spacing(styles: Node, line: int) -> None:
    """Let all lines have one height, but those in cells, headers and footers."""
    for spacing in styles.iter(q("w:spacing")):
        if spacing.getparent().tag == q("w:pPr"):
            spacing.attrib.pop(q("w:line"), None)
            spacing.attrib.pop(q("w:lineRule"), None)
    for style in styles.iter(q("w:style")):
        if style.get(q("w:styleId")) in _SINGLE:
            _set_line(_spacing_of(style), _LINE)
    _set_line(styles.find(f"{q('w:docDefaults')}//{q('w:spacing')}"), line)


def _set_line(spacing: Node, line: int) -> None:
    spacing.set(q("w:line"), str(line))
    spacing.set(q("w:lineRule"), "auto")


def _spacing_of(style: Node) -> Node:
    """Return the spacing of a style's paragraphs, made in its place if there is none."""
    found = style.find(f"{q('w:pPr')}/{q('w:spacing')}")
    if found is not None:
        return found
    properties = style.find(q("w:pPr"))
    made = make("w:spacing")
    after = next((n for n in properties if n.tag in (q("w:ind"), q("w:jc"))), None)
    if after is None:
        properties.append(made)
    else:
        after.addprevious(made)
    return made


def _make_plain(styles: Node) -> None:
    """Take the space between paragraphs, and let headings have bold and italic letters alone."""
    for style in styles.iter(q("w:style")):
        identity = style.get(q("w:styleId"))
        spacing = style.find(f"{q('w:pPr')}/{q('w:spacing')}")
        if spacing is not None:
            before = spacing.get(q("w:before"), "0")
            spacing.set(q("w:before"), before if int(before) >= _LOWERED else "0")
            spacing.set(q("w:after"), "0")
        if identity in _EMPHASIS:
            _emphasize(style, _EMPHASIS[identity])


def _emphasize(style: Node, looks: Sequence[str]) -> None:
    """Let the letters of a style have these looks and no others."""
    properties = style.find(q("w:rPr"))
    if properties is None:
        properties = make("w:rPr")
        style.append(properties)
    for name in _EMPHASES:
        for node in properties.findall(q(f"w:{name}")):
            properties.remove(node)
    wanted = {*looks, *(f"{name}Cs" for name in looks if name != "u")}
    at = 0
    for name in _EMPHASES:
        if name in wanted and name != "u":
            properties.insert(at, make(f"w:{name}"))
            at += 1
    if "u" in wanted:
        properties.append(make("w:u", {"w:val": "single"}))
