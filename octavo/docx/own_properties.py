"""Write the properties that programs keep in a Word file, in pieces that Word does not cut."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.parts.ooxml import TRANSITIONAL, serialized

_PIECE = 255  # characters of a property that Word keeps


def own_properties(values: Mapping[str, str]) -> bytes:
    """Return the part of a file's own properties: each value in pieces NAME_1, NAME_2 and so on."""
    space, kinds = f"{TRANSITIONAL}/custom-properties", f"{TRANSITIONAL}/docPropsVTypes"
    root = etree.Element(f"{{{space}}}Properties", nsmap={None: space, "vt": kinds})
    pieces = [
        (f"{name}_{number}", value[at : at + _PIECE])
        for name, value in values.items()
        for number, at in enumerate(range(0, len(value), _PIECE), 1)
    ]
    for number, (name, piece) in enumerate(pieces, 2):
        held = etree.SubElement(
            root, f"{{{space}}}property",
            fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", pid=str(number), name=name,
        )  # fmt: skip
        etree.SubElement(held, f"{{{kinds}}}lpwstr").text = piece
    return serialized(root)
