"""Read what each font file holds: its faces, their weight, slant and axes, their licence bits.

Files may be TrueType, OpenType with CFF, WOFF, WOFF2 or collections; each face of a collection is a
candidate of its own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

# What the pages and forms need of a font. Hinting is left out: it is a program, and print has no
# use for it.
KEPT = frozenset(
    "head hhea hmtx maxp cmap OS/2 name post glyf loca CFF CFF2 VORG fvar gvar avar HVAR MVAR STAT "
    "GDEF GPOS GSUB kern".split()
)
_NEEDED = ("head", "hhea", "hmtx", "maxp", "cmap")
_OUTLINES = ("glyf", "CFF ", "CFF2")
_KINDS = (b"\0\1\0\0", b"true", b"OTTO", b"ttcf", b"wOFF", b"wOF2")
_COLLECTION = b"ttcf"
_MOST_FACES = 32  # of a collection
_SPACES = "\u0020\u00a0"
# The letters that a type for text must have: others are sought in another font, and reported.
_BASIC = frozenset(
    map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,;:-()")
)


class Unreadable(Exception):
    """Raised with the reason why a file cannot be used as a font, and what to do."""

    def __init__(self, reason: str, hint: str = "ask the maker of the font for a sound file"):
        super().__init__(reason)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Candidate:
    """A face in a file: the place of its file among all, a plain font of the tables that are kept,
    its names, its weight and width (as OS/2 has them), and the ranges of its axes."""

    file: int
    data: bytes
    family: str
    style: str
    weight: int
    width: int
    italic: bool
    axes: Mapping[str, tuple[float, float, float]]
    licence_bits: int

    @property
    def slants(self) -> bool:
        """Whether an axis makes it italic."""
        return self.axes.get("ital", (0, 0, 0))[2] >= 1 or self.axes.get("slnt", (0, 0, 0))[0] < 0

    @property
    def title(self) -> str:
        """Its names, for messages."""
        return f"{self.family} {self.style}".strip()


def candidates_in(data: bytes, file: int) -> Iterator[Candidate]:
    """Yield the faces of a file; raise Unreadable for one that is no font, or is damaged."""
    if data[:4] not in _KINDS:
        raise Unreadable(*_instead(data))
    count = 1
    if data[:4] == _COLLECTION:
        count = struct.unpack(">L", data[8:12])[0] if len(data) >= 12 else 0
        if not 0 < count <= _MOST_FACES:
            raise Unreadable(f"is a collection of {count} faces; one has 1 to {_MOST_FACES}")
    for number in range(count):
        try:
            yield _candidate(data, file, number)
        except (Unreadable, MemoryError):
            raise
        except Exception as error:  # the library takes any file, and raises what comes
            raise Unreadable(f"is damaged ({str(error) or type(error).__name__})") from None


def _instead(data: bytes) -> tuple[str, str]:
    """Return what a file is that is no font, and what to do."""
    if data[:2] == b"\x80\x01" or data[:2] == b"%!":
        return "is a Type 1 font", "ask its maker for OpenType (.otf, .ttf)"
    if not data:
        return "is empty", "put the font there again"
    return "is no font", "name files that are TrueType, OpenType, WOFF or WOFF2"


def _candidate(data: bytes, file: int, number: int) -> Candidate:
    font: Any = TTFont(BytesIO(data), fontNumber=number, lazy=True, recalcTimestamp=False)
    for tag in _NEEDED:
        if tag not in font:
            raise Unreadable(f"has no table {tag}")
    if not any(tag in font for tag in _OUTLINES):
        raise Unreadable("has pictures of letters, and no outlines")
    for tag in list(font.keys()):
        if tag != "GlyphOrder" and tag.strip() not in KEPT:
            del font[tag]
    known = font.getBestCmap() or {}
    lacking = "".join(map(chr, sorted(_BASIC - known.keys())))
    if lacking or not any(ord(space) in known for space in _SPACES):
        reason = f"lacks letters that any text needs: {lacking[:12] or 'the space'}"
        raise Unreadable(reason, "name the files of a typeface for text")
    os2 = font.get("OS/2")
    axes = {a.axisTag: (a.minValue, a.defaultValue, a.maxValue) for a in _axes(font)}
    made = Candidate(
        file, b"", *_names(font),
        weight=os2.usWeightClass if os2 else 700 if font["head"].macStyle & 1 else 400,
        width=os2.usWidthClass if os2 else 5,
        italic=_is_italic(font, os2),
        axes=axes,
        licence_bits=os2.fsType if os2 else 0,
    )  # fmt: skip
    font.flavor = None
    out = BytesIO()
    font.save(out, reorderTables=None)
    return _with_data(made, out.getvalue())


def _with_data(made: Candidate, data: bytes) -> Candidate:
    return Candidate(
        made.file, data, made.family, made.style, made.weight, made.width, made.italic, made.axes,
        made.licence_bits,
    )  # fmt: skip


def _axes(font: Any) -> list[Any]:
    return list(font["fvar"].axes) if "fvar" in font else []


def _names(font: Any) -> tuple[str, str]:
    names = font.get("name")
    if names is None:
        return "", ""
    family = names.getDebugName(16) or names.getDebugName(1) or ""
    return family, names.getDebugName(17) or names.getDebugName(2) or ""


def _is_italic(font: Any, os2: Any) -> bool:
    marked = bool(os2 and os2.fsSelection & (1 | 1 << 9)) or bool(font["head"].macStyle & 2)
    return marked or ("post" in font and font["post"].italicAngle != 0)


# --- licence bits --------------------------------------------------------------------------------

_RESTRICTED, _PREVIEW, _EDITABLE = 0x2, 0x4, 0x8
_WHOLE, _BITMAPS = 0x100, 0x200


def forbidden(bits: int) -> str:
    """Return why the licence bits (OS/2, fsType) forbid to embed a font; nothing if they do not.

    Of several permissions, which old fonts have, the widest holds.
    """
    if bits & _BITMAPS:
        return "only pictures of its letters may be embedded"
    restricted = bits & (_RESTRICTED | _PREVIEW | _EDITABLE) == _RESTRICTED
    return "it may not be embedded without the leave of its maker" if restricted else ""


def is_for_print_alone(bits: int) -> bool:
    """Return whether a font may be embedded only in what is viewed and printed, as a PDF is."""
    return bool(bits & _PREVIEW) and not bits & _EDITABLE


def is_whole(bits: int) -> bool:
    """Return whether a font may be embedded only with all of its glyphs."""
    return bool(bits & _WHOLE)
