"""Find the forms of letters that a face lacks, by setting them, and add them to it.

The style sheets ask for superiors, inferiors, small capitals and figures of one width, as any
typeface for books has them. Where a face has none, they are made of its own letters: scaled,
raised, put in the middle of a width. Old-style figures cannot be made.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import uharfbuzz
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from octavo.design.added_glyphs import add_glyph, map_character
from octavo.design.own_type.layout_tables import add_substitutions

FIGURES = "0123456789"
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_CALLED = "†‡§¶‖"  # the marks of notes, and signs that are set with them
_RAISED_SIGNS = "+-−()=.,–’" + _CALLED
_DESCENDING = "3459"  # old-style figures that go below the line
_BELOW = 0.04  # of an em: lining figures may be round below the line
_ALIKE = 0.004  # of an em, by which figures of one width may differ: a variable font rounds
_LETTERS = (  # which have superiors and small capitals: Latin, Greek, Cyrillic
    (0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x370, 0x52F), (0x1E00, 0x1FFF),
)  # fmt: skip
# How superiors and inferiors are scaled; how high, in parts of the height of capitals, their feet
# are. So a superior figure ends a little above the capitals, an inferior one hangs below the line.
SUPERIOR, _RAISED, _LOWERED = 0.62, 0.42, -0.2
# Small capitals are a little higher than the small letters, and as much wider, to look as dark.
_HIGHER, _WIDER = 1.05, 1.05
_HYPHEN, _OWN_HYPHEN, _FIRM_HYPHEN, _FIGURE_SPACE, _NO_BREAK_SPACE = (
    0x2D,
    0x2010,
    0x2011,
    0x2007,
    0xA0,
)
_WITH_OFFSET = 0x1000 | 0x2 | 0x4  # offsets as they are, in units; of a scaled component


@dataclass(slots=True)
class Lacking:
    """What a face lacked, and was given: superior figures, the letters of small capitals, a hyphen;
    `wide` says that figures had several widths."""

    raised: bool = False
    small: str = ""
    hyphen: bool = False
    wide: bool = False
    old_style: bool = False  # it has none
    lining: bool = False  # it has none
    scale: float = 0.0  # of capitals that are set as small ones


class Shapes:
    """The glyphs that a font sets for a letter with some features on."""

    def __init__(self, font: Any) -> None:
        out = BytesIO()
        font.save(out)
        self._harfbuzz: Any = uharfbuzz
        self._font = self._harfbuzz.Font(self._harfbuzz.Face(out.getvalue()))
        self._order = font.getGlyphOrder()
        self._known: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], int]] = {}

    def of(self, letter: str, *features: str) -> tuple[str, ...]:
        """Return the names of the glyphs of a letter."""
        return self._set(letter, features)[0]

    def width(self, letter: str, *features: str) -> int:
        """Return how wide a letter is, in units of the font."""
        return self._set(letter, features)[1]

    def _set(self, letter: str, features: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
        key = letter, features
        if key not in self._known:
            buffer = self._harfbuzz.Buffer()
            buffer.add_str(letter)
            buffer.guess_segment_properties()
            self._harfbuzz.shape(self._font, buffer, dict.fromkeys(features, True))
            names = tuple(self._order[info.codepoint] for info in buffer.glyph_infos)
            width = sum(place.x_advance for place in buffer.glyph_positions)
            self._known[key] = names, width
        return self._known[key]


def add_forms(font: Any) -> Lacking:
    """Add what a face lacks, in place; return it."""
    found = Lacking()
    found.hyphen = _add_hyphens(font)
    shapes, known = Shapes(font), font.getBestCmap() or {}
    drawn = _Drawn(font, shapes, known)
    found.old_style, found.lining = _figures(drawn)
    tabular = dict(_tabular(drawn))
    found.wide = bool(tabular)
    superiors = dict(_moved(drawn, "sups", _RAISED))
    small, capitals, found.scale = _small_capitals(drawn)
    found.raised = any(".sups" in superiors.get(_name(known, each), "") for each in FIGURES)
    found.small = "".join(each for each in _LOWER if _name(known, each) in small)
    add_substitutions(font, {
        "tnum": tabular,
        "sups": superiors,
        "subs": dict(_moved(drawn, "subs", _LOWERED)),
        "smcp": small,
        "c2sc": capitals,
    })  # fmt: skip
    _set_figure_space(font, drawn, tabular)
    return found


def _name(known: Mapping[int, str], letter: str) -> str:
    return known.get(ord(letter), "")


@dataclass(slots=True)
class _Drawn:
    """A font to which glyphs are added, each once."""

    font: Any
    shapes: Shapes
    known: Mapping[int, str]
    made: dict[str, str] = field(default_factory=dict)

    @property
    def em(self) -> int:
        return self.font["head"].unitsPerEm

    @property
    def capitals(self) -> float:
        """The height of the capitals."""
        return self.height("H")

    def height(self, letter: str) -> float:
        """Return how high a letter is."""
        return getattr(self.font["glyf"][self.known[ord(letter)]], "yMax", 0)

    def scaled(
        self, letter: str, kind: str, base: str, scale: tuple[float, float],
        at: tuple[float, float], width: float,
    ) -> str:  # fmt: skip
        """Return the name of a glyph that is another one, scaled and moved; its name says which
        letter it is."""
        wanted = (
            f"uni{ord(letter):04X}.{kind}" if ord(letter) < 0x10000 else f"u{ord(letter):X}.{kind}"
        )
        if wanted in self.made:
            return self.made[wanted]
        name, taken = wanted, set(self.font.getGlyphOrder())
        while name in taken:
            name += ".own"
        glyph = Glyph()
        source = self.font["glyf"][base]
        if source.numberOfContours:
            part = GlyphComponent()
            part.glyphName, part.x, part.y = base, round(at[0]), round(at[1])
            part.flags = _WITH_OFFSET
            if scale != (1, 1):
                part.transform = [[scale[0], 0], [0, scale[1]]]
            glyph.numberOfContours, glyph.components = -1, [part]
            glyph.recalcBounds(self.font["glyf"])
        else:
            glyph.numberOfContours = 0
        add_glyph(self.font, name, glyph, round(width))
        self.made[wanted] = name
        return name


# --- figures -------------------------------------------------------------------------------------


def _figures(drawn: _Drawn) -> tuple[bool, bool]:
    """Return whether a face lacks old-style figures, and whether it lacks lining ones."""
    return not _are_old(drawn, "onum"), _are_old(drawn, "lnum")


def _are_old(drawn: _Drawn, feature: str) -> bool:
    """Return whether the figures that a feature asks for go below the line, as old-style ones do,
    one and another."""
    glyphs = drawn.font["glyf"]
    below = [
        getattr(glyphs[name], "yMin", 0) < -_BELOW * drawn.em
        for each in _DESCENDING
        for name in drawn.shapes.of(each, feature)
    ]
    return sum(below) > len(below) / 2


def _tabular(drawn: _Drawn) -> Iterator[tuple[str, str]]:
    """Yield each figure with a glyph that is as wide as the widest, if they have several widths
    where tables ask for one."""
    asked = "lnum", "tnum"
    widths = {each: drawn.shapes.width(each, *asked) for each in FIGURES}
    widest = max(widths.values())
    if widest - min(widths.values()) <= _ALIKE * drawn.em:
        return
    for each in FIGURES:
        (base,) = drawn.shapes.of(each, *asked)[:1]
        side = (widest - widths[each]) / 2
        made = drawn.scaled(each, "tnum", base, (1, 1), (side, 0), widest)
        yield drawn.known[ord(each)], made


def _set_figure_space(font: Any, drawn: _Drawn, tabular: Mapping[str, str]) -> None:
    """Make the figure space as wide as a figure of tables, which it stands for."""
    widths = font["hmtx"].metrics
    made = tabular.get(drawn.known[ord("0")])
    width = widths[made][0] if made else drawn.shapes.width("0", "lnum", "tnum")
    name = drawn.known.get(_FIGURE_SPACE)
    shared = name is not None and list(drawn.known.values()).count(name) > 1
    if name is None or shared:
        blank = Glyph()
        blank.numberOfContours = 0
        name = _unused(font, f"uni{_FIGURE_SPACE:04X}")
        add_glyph(font, name, blank, width)
        map_character(font, _FIGURE_SPACE, name)
    widths[name] = (width, 0)


def _unused(font: Any, name: str) -> str:
    taken = set(font.getGlyphOrder())
    while name in taken:
        name += ".own"
    return name


# --- superiors, inferiors, small capitals --------------------------------------------------------


def _moved(drawn: _Drawn, feature: str, foot: float) -> Iterator[tuple[str, str]]:
    """Yield each glyph of a letter that a feature leaves as it is, with the one to be set in its
    place: that which the face has for other figures, or a smaller one with its foot at a height,
    in parts of that of the capitals. If the face has some figures and not all, all are made."""
    figures_made = any(not _own(drawn, each, feature) for each in FIGURES)
    for letter in _letters(drawn, lambda each: each in FIGURES + _RAISED_SIGNS or each.isalpha()):
        is_figure, own = letter in FIGURES, _own(drawn, letter, feature)
        if is_figure and figures_made:
            own = ""
        elif _is_moved(drawn, letter, feature):
            continue
        base = drawn.shapes.of(letter, *_MANNERS[is_figure][0])
        if own or len(base) != 1:
            if own:
                yield drawn.known[ord(letter)], own
            continue
        width = drawn.shapes.width(letter, *_MANNERS[is_figure][0]) * SUPERIOR
        at = 0, foot * drawn.capitals
        yield (
            drawn.known[ord(letter)],
            drawn.scaled(letter, feature, base[0], (SUPERIOR, SUPERIOR), at, width),
        )


# The features that are on where a letter is raised: figures may be lining or old-style.
_MANNERS = {True: (("lnum",), ("onum", "pnum")), False: ((),)}


def _is_moved(drawn: _Drawn, letter: str, feature: str) -> bool:
    """Return whether a feature sets another glyph for a letter, in each manner of its figures."""
    return all(
        drawn.shapes.of(letter, *manner) != drawn.shapes.of(letter, *manner, feature)
        for manner in _MANNERS[letter in FIGURES]
    )


def _own(drawn: _Drawn, letter: str, feature: str) -> str:
    """Return the glyph that a face has for a letter with a feature; nothing if it has none."""
    found = drawn.shapes.of(letter, feature)
    return found[0] if len(found) == 1 and found != drawn.shapes.of(letter) else ""


def _small_capitals(drawn: _Drawn) -> tuple[dict[str, str], dict[str, str], float]:
    """Return the glyphs to be set as small capitals, of small letters and of capitals; and how
    large, in parts of the capitals, those are that were made."""
    scale = min(drawn.height("x") * _HIGHER / max(drawn.capitals, 1), 1)
    small: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for letter in _letters(drawn, str.islower):
        upper = letter.upper()
        if len(upper) != 1 or ord(upper) not in drawn.known or upper.lower() != letter:
            continue
        own = drawn.shapes.of(letter, "smcp")
        if own == drawn.shapes.of(letter):
            base = drawn.shapes.of(upper)
            if len(base) != 1:
                continue
            width = drawn.shapes.width(upper) * scale * _WIDER
            made = drawn.scaled(letter, "sc", base[0], (scale * _WIDER, scale), (0, 0), width)
            small[drawn.known[ord(letter)]] = made
            own = (made,)
        both = drawn.shapes.of(upper, "smcp", "c2sc")
        if both == drawn.shapes.of(upper) and len(own) == 1:
            capitals[drawn.known[ord(upper)]] = own[0]
    return small, capitals, scale


def _letters(drawn: _Drawn, asked: Callable[[str], bool]) -> Iterator[str]:
    """Yield the letters of a font, in the order of Unicode, that are to have further forms."""
    signs = FIGURES + _RAISED_SIGNS
    for code in sorted(drawn.known):
        letter = chr(code)
        among = any(first <= code <= last for first, last in _LETTERS) or letter in signs
        if among and asked(letter) and unicodedata.category(letter)[0] != "M":
            yield letter


# --- hyphens -------------------------------------------------------------------------------------


def _add_hyphens(font: Any) -> bool:
    """Give a font a hyphen of its own beside the hyphen-minus, drawn alike, so that each has one
    meaning; and the spaces and hyphens that do not break. Return whether it had none."""
    known = font.getBestCmap() or {}
    lacked = _OWN_HYPHEN not in known
    if lacked or known[_OWN_HYPHEN] == known[_HYPHEN]:
        base, table = known[_HYPHEN], font["glyf"]
        part, glyph = GlyphComponent(), Glyph()
        part.glyphName, part.x, part.y, part.flags = base, 0, 0, _WITH_OFFSET
        glyph.numberOfContours, glyph.components = -1, [part]
        glyph.recalcBounds(table)
        name = _unused(font, "uni2010")
        add_glyph(font, name, glyph, font["hmtx"].metrics[base][0])
        map_character(font, _OWN_HYPHEN, name)
    if _FIRM_HYPHEN not in known:
        map_character(font, _FIRM_HYPHEN, (font.getBestCmap() or {})[_OWN_HYPHEN])
    if _NO_BREAK_SPACE not in known:
        map_character(font, _NO_BREAK_SPACE, known[0x20])
    elif 0x20 not in known:
        map_character(font, 0x20, known[_NO_BREAK_SPACE])
    return lacked
