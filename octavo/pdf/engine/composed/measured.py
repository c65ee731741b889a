"""Measure a paragraph: the places where its lines may end, and the widths between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from octavo.locales.line_breaks import line_breaks
from octavo.pdf.composer.breaks import INFINITE, Places
from octavo.pdf.composer.hyphenation import divisions
from octavo.pdf.engine.composed.glyphs import Shape
from octavo.pdf.engine.composed.inline_text import (
    FORCED,
    PICTURE,
    CannotComposeError,
    InlineText,
    Slot,
)
from octavo.pdf.engine.composed.line_boxes import LONG
from octavo.pdf.engine.composed.shapes import SPACES, Face

SOFT = "\u00ad"
IDEOGRAPHS = "\u2e80"  # letters from here on may end a line as any other thing
HYPHENS = ("-", "\u2010")
HYPHEN_PENALTY = 150  # hyphenpenalty, which TeX has at 50
OWN_HYPHEN_PENALTY = 50  # exhyphenpenalty
_ALONE = 2  # letters of a word that are never alone on the last line, as `/.` of an address
_ANYWHERE = 9_000  # the penalty of a break in a word that has none


@dataclass(slots=True)
class Passage:
    """The part of a paragraph up to a forced end: its places, and the offset in the text of each.

    `hyphens` has the character that is put at a place, if one is. It begins with the letter
    `begin`, at the width `x`, behind `glue` spaces; `fixed` of that width is fixed.
    """

    begin: int
    x: float
    glue: float
    places: Places
    offsets: list[int]
    hyphens: list[str]
    forced: bool = False
    fixed: float = 0.0


class _Place(NamedTuple):
    """One of the `Places`, with its offset in the text and the character that is put there."""

    reach: float
    end: float
    start: float
    glue_end: float
    glue_start: float
    penalty: int = 0
    flagged: bool = False
    level: int = 0
    offset: int = 0
    hyphen: str = ""
    fixed: float = 0.0


@dataclass(slots=True)
class _Growing:
    """The places of a passage while it is read."""

    begin: int = -1  # not yet known
    x: float = 0.0
    glue: float = 0
    fixed: float = 0.0
    rows: list[_Place] = field(default_factory=list)

    def passage(self, forced: bool) -> Passage:
        pairs = [row.end - row.reach for row in self.rows]
        columns: list[Any] = [*map(list, zip(*self.rows, strict=True))]
        fixed = columns.pop()
        places = Places(
            *columns[:8], wider=max(0.0, *pairs), narrower=max(0.0, -min(pairs)),
            fixed=fixed if fixed[-1] else (),
        )  # fmt: skip
        own = self.begin, self.x, self.glue
        return Passage(*own, places, *columns[8:], forced=forced, fixed=self.fixed)


def passages_of(text: InlineText, *, hanging: bool) -> list[Passage]:
    """Measure a paragraph; return its passages: all but the last have a forced end."""
    return _Measuring(text, hanging).passages()


class _Measuring:
    """A walk over the words of a paragraph. `ink` is the width up to the last letter that is no
    space, `ink_glue` the number of spaces up to there."""

    def __init__(self, text: InlineText, hanging: bool) -> None:
        self.text, self.hanging = text, hanging
        self.x = self.ink = 0.0
        self.glue = self.ink_glue = 0
        self.hang = 0.0  # of the last letter
        self.fixed = 0.0  # of the width, what is no letters
        self.growing = _Growing()
        self.done: list[Passage] = []
        language = text.root.box.style["lang"] or ""
        self.ends = line_breaks(text.text, language)
        self.breaks = frozenset(self.ends)

    def passages(self) -> list[Passage]:
        for slot in self.text.slots:
            self.x += slot.before
            self.fixed += slot.before
            if slot.text == FORCED:
                self._close(slot.end, forced=True)
            elif slot.face is not None:
                self._slot(slot)
            elif slot.is_picture:
                self._picture(slot)
            if slot.behind:
                self.x += slot.behind
                self.ink += slot.behind
                self.fixed += slot.behind
        self._close(len(self.text.text), forced=False)
        return self.done

    def _close(self, offset: int, *, forced: bool) -> None:
        """End a passage."""
        if self.growing.begin < 0:
            self._begin(offset - forced)
        rows, text = self.growing.rows, self.text.text
        while (
            rows and rows[-1].offset >= offset - _ALONE and text[rows[-1].offset - 1] not in " \n"
        ):
            rows.pop()
        self._add(offset, self.ink, self.ink, self.ink_glue, -INFINITE)
        self.done.append(self.growing.passage(forced))
        self.growing = _Growing()

    def _begin(self, offset: int) -> None:
        """Begin a passage with its first letter."""
        growing = self.growing
        growing.begin, growing.x, growing.glue = offset, self.x, self.glue
        growing.fixed = self.fixed
        self.ink, self.ink_glue = self.x, self.glue

    def _picture(self, slot: Slot) -> None:
        """Add what no line is broken in, and the place behind it."""
        if self.growing.begin < 0:
            self._begin(slot.start)
        width = slot.box.margin_width()
        self.x += width
        self.fixed += width
        self.ink, self.ink_glue, self.hang = self.x, self.glue, 0.0
        text, end = self.text.text, slot.end
        if end == len(text) or text[end] in " \n" or end not in self.breaks:
            return
        self._place_at_picture(text[end], end)

    def _place_at_picture(self, neighbour: str, offset: int) -> None:
        """Add the place between a picture and what is beside it: it is not parted from a word if
        that can be avoided, since a formula or a sign is read as a part of it."""
        if neighbour.isalnum() and neighbour < IDEOGRAPHS:
            self._add(offset, self.x, self.x, self.glue, _ANYWHERE, level=2)
        else:
            self._add(offset, self.x, self.x - self.hang, self.glue)

    def _slot(self, slot: Slot) -> None:
        face, style = slot.face, slot.box.style
        assert face is not None
        wraps = style["white_space"] == "normal"
        inner = _Inner(face, style, hanging=self.hanging)
        end = slot.start
        for shape in face.shapes(slot.text):
            word, offset, end = shape.text, end, end + len(shape.text)
            if self.growing.begin < 0:
                if word == " ":
                    continue  # no line begins with a space
                self._begin(offset)
            if not shape.is_plain:
                raise CannotComposeError("glyph")
            if word == " ":
                self.x += shape.width
                self.glue += 1
                if offset + 1 in self.breaks and wraps:
                    self._place_behind_space(offset + 1)
                continue
            if word in SPACES:  # one that joins
                self.glue += 1
            elif wraps:
                self._inside(inner, shape, offset)
            self._hang_before(face, word, offset)
            self.x += shape.width
            self.ink, self.ink_glue = self.x, self.glue
            self.hang = face.hangs_behind(word[-1], hanging=self.hanging)
            if end in self.breaks and (wraps or end == slot.end):
                self._place_behind_word(inner, word[-1], end)
            if shape.spaces and word not in SPACES:
                self._room_behind(end, shape.spaces)

    def _add(self, offset: int, x: float, end: float, glue: float, penalty: int = 0,
             flagged: bool = False, level: int = 0, hyphen: str = "") -> None:  # fmt: skip
        """Add a place behind which the line goes on at once."""
        self.growing.rows.append(
            _Place(x, end, x, glue, glue, penalty, flagged, level, offset, hyphen, self.fixed)
        )

    def _place_behind_space(self, offset: int) -> None:
        ink, glue = self.ink, self.ink_glue
        self.growing.rows.append(
            _Place(ink, ink - self.hang, self.x, glue, self.glue, offset=offset, fixed=self.fixed)
        )

    def _room_behind(self, offset: int, room: float) -> None:
        """Let a line be widened behind a letter that does not end it."""
        rows = self.growing.rows
        self.glue += room
        if rows and rows[-1].offset == offset:
            rows[-1] = rows[-1]._replace(glue_start=self.glue)

    def _place_behind_word(self, inner: _Inner, letter: str, offset: int) -> None:
        """Add the place between a word and what follows it without a space."""
        if offset == len(self.text.text) or self.text.text[offset] in " \n":
            return
        if self.text.text[offset] == PICTURE and letter not in (*HYPHENS, SOFT):
            self._place_at_picture(letter, offset)
            return
        if letter == SOFT:
            self._divide(inner, offset, self.x)
        else:
            self._behind(letter, offset, self.x, self.hang)

    def _inside(self, inner: _Inner, shape: Shape, offset: int) -> None:
        """Add the places within a word."""
        word = shape.text
        next_break = self.ends[bisect_right(self.ends, offset)]
        if next_break >= offset + len(word) and not (inner.breaks_long and len(word) >= LONG):
            for at, x in inner.divisions(shape):
                self._divide(inner, offset + at, self.x + x)
            return
        found: dict[int, str] = {at: "divided" for at, _ in inner.divisions(shape)}
        ends = range(offset + 1, offset + len(word))
        found |= {each - offset: "own" for each in self.breaks.intersection(ends)}
        if inner.breaks_long and len(word) >= LONG:
            found = {at: found.get(at, "anywhere") for at in range(1, len(word))}
        edges = shape.edges()
        for at in sorted(found):
            x, letter, how = self.x + edges[at], word[at - 1], found[at]
            if how == "divided" or letter == SOFT:
                if inner.divides:
                    self._divide(inner, offset + at, x)
            elif how == "anywhere":
                self._add(offset + at, x, x, self.glue, _ANYWHERE, level=2)
            else:
                hang = inner.face.hangs_behind(letter, hanging=self.hanging)
                self._behind(letter, offset + at, x, hang)

    def _behind(self, letter: str, offset: int, x: float, hang: float) -> None:
        """Add a place behind a letter, at which nothing is put."""
        own = letter in HYPHENS
        self._add(offset, x, x - hang, self.glue, OWN_HYPHEN_PENALTY * own, flagged=own)

    def _divide(self, inner: _Inner, offset: int, x: float) -> None:
        """Add a place at which a hyphen is put."""
        end = x + inner.hyphen_width
        self._add(offset, x, end, self.glue, HYPHEN_PENALTY, True, 1, inner.hyphen)

    def _hang_before(self, face: Face, word: str, offset: int) -> None:
        """Let the line that may begin with a word hang into the margin."""
        rows = self.growing.rows
        if rows and rows[-1].offset == offset:
            hang = face.hangs_before(word[0], hanging=self.hanging)
            if hang:
                rows[-1] = rows[-1]._replace(start=rows[-1].start + hang)


class _Inner:
    """How the words of a slot are divided, and how wide the hyphen is that is put there."""

    def __init__(self, face: Face, style: Any, *, hanging: bool) -> None:
        self.face = face
        self.divides = style["hyphens"] != "none"
        self.breaks_long = style["overflow_wrap"] != "normal"
        self.hyphen = style["hyphenate_character"]
        self._by_patterns = style["hyphens"] == "auto"
        self._language, self._limits = style["lang"] or "", style["hyphenate_limit_chars"]
        self._hanging = hanging

    @cached_property
    def hyphen_width(self) -> float:
        hang = self.face.hangs_behind(self.hyphen, hanging=self._hanging)
        return self.face.shape(self.hyphen).width - hang

    def divisions(self, shape: Shape) -> Sequence[tuple[int, float]]:
        """Return where the patterns divide a word, with the width up to there; kept with its
        shape, since a face has one language."""
        if not self._by_patterns:
            return ()
        if shape.divided is None or shape.divided[0] != self._limits:
            found = [*divisions(shape.text, self._language, self._limits)]
            edges = shape.edges() if found else []
            shape.divided = self._limits, tuple((at, edges[at]) for at in found)
        return shape.divided[1]
