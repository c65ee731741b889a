"""Measure a paragraph: the places where its lines may end, and the widths between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from octavo.locales.line_breaks import line_breaks
from octavo.pdf.composer.breaks import INFINITE, Places
from octavo.pdf.composer.hyphenation import divisions
from octavo.pdf.engine.composed.inline_text import (
    FORCED,
    CannotComposeError,
    InlineText,
    Slot,
    words_of,
)
from octavo.pdf.engine.composed.line_boxes import LONG
from octavo.pdf.engine.composed.shapes import Face, Shape

SOFT = "\u00ad"
HYPHENS = ("-", "\u2010")
HYPHEN_PENALTY = 150  # hyphenpenalty, which TeX has at 50
OWN_HYPHEN_PENALTY = 50  # exhyphenpenalty
_ANYWHERE = 9_000  # the penalty of a break in a word that has none


@dataclass(slots=True)
class Passage:
    """The part of a paragraph up to a forced end: its places, and the offset in the text of each.

    `hyphens` has the character that is put at a place, if one is. It begins with the letter
    `begin`, at the width `x`, behind `glue` spaces.
    """

    begin: int
    x: float
    glue: int
    places: Places
    offsets: list[int]
    hyphens: list[str]
    forced: bool = False


@dataclass(slots=True)
class _Growing:
    """The places of a passage while it is read."""

    begin: int = -1  # not yet known
    x: float = 0.0
    glue: int = 0
    reach: list[float] = field(default_factory=list)
    end: list[float] = field(default_factory=list)
    start: list[float] = field(default_factory=list)
    glue_end: list[int] = field(default_factory=list)
    glue_start: list[int] = field(default_factory=list)
    penalty: list[int] = field(default_factory=list)
    flagged: list[bool] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    hyphens: list[str] = field(default_factory=list)

    def add(self, offset: int, reach: float, end: float, glue: int, level: int = 0,
            penalty: int = 0, hyphen: str = "", flagged: bool = False) -> None:  # fmt: skip
        self.offsets.append(offset)
        self.reach.append(reach)
        self.end.append(end)
        self.start.append(reach)
        self.glue_end.append(glue)
        self.glue_start.append(glue)
        self.penalty.append(penalty)
        self.flagged.append(flagged)
        self.level.append(level)
        self.hyphens.append(hyphen)

    def passage(self, forced: bool) -> Passage:
        pairs = [end - reach for end, reach in zip(self.end, self.reach, strict=True)]
        places = Places(
            self.reach, self.end, self.start, self.glue_end, self.glue_start, self.penalty,
            self.flagged, self.level, max(0.0, *pairs), max(0.0, -min(pairs)),
        )  # fmt: skip
        return Passage(self.begin, self.x, self.glue, places, self.offsets, self.hyphens, forced)


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
        self.growing = _Growing()
        self.done: list[Passage] = []
        language = text.root.box.style["lang"] or ""
        self.breaks = set(line_breaks(text.text, language))

    def passages(self) -> list[Passage]:
        for slot in self.text.slots:
            self.x += slot.before
            if slot.text == FORCED:
                self._close(slot.end, forced=True)
            elif slot.face is not None:
                self._slot(slot)
            if slot.behind:
                self.x += slot.behind
                self.ink += slot.behind
        self._close(len(self.text.text), forced=False)
        return self.done

    def _close(self, offset: int, *, forced: bool) -> None:
        """End a passage."""
        if self.growing.begin < 0:
            self._begin(offset - forced)
        self.growing.add(offset, self.ink, self.ink, self.ink_glue, penalty=-INFINITE)
        self.done.append(self.growing.passage(forced))
        self.growing = _Growing()

    def _begin(self, offset: int) -> None:
        """Begin a passage with its first letter."""
        growing = self.growing
        growing.begin, growing.x, growing.glue = offset, self.x, self.glue
        self.ink, self.ink_glue = self.x, self.glue

    def _slot(self, slot: Slot) -> None:
        face, style = slot.face, slot.box.style
        assert face is not None
        wraps = style["white_space"] == "normal"
        for at, word in words_of(slot.text):
            offset = slot.start + at
            if self.growing.begin < 0:
                if word == " ":
                    continue  # no line begins with a space
                self._begin(offset)
            shape = face.shape(word)
            if not shape.is_plain:
                raise CannotComposeError
            if word == " ":
                self.x += shape.width
                self.glue += 1
                if offset + 1 in self.breaks and wraps:
                    self._place_behind_space(offset + 1)
                continue
            if shape.spaces:  # one that joins
                self.glue += 1
            elif wraps:
                self._inside(slot, word, offset, shape)
            self._hang_before(face, word, offset)
            self.x += shape.width
            self.ink, self.ink_glue = self.x, self.glue
            self.hang = face.hangs_behind(word[-1], hanging=self.hanging)
            end = offset + len(word)
            if end in self.breaks and (wraps or end == slot.end):
                self._place_behind_word(face, style, word[-1], end)

    def _place_behind_space(self, offset: int) -> None:
        growing = self.growing
        growing.add(offset, self.ink, self.ink - self.hang, self.ink_glue)
        growing.start[-1], growing.glue_start[-1] = self.x, self.glue

    def _place_behind_word(self, face: Face, style: Any, letter: str, offset: int) -> None:
        """Add the place between a word and what follows it without a space."""
        if offset == len(self.text.text) or self.text.text[offset] in " \n":
            return
        own = letter in HYPHENS
        if letter == SOFT:
            self._divide(face, style, offset, self.x)
        else:
            self.growing.add(
                offset, self.x, self.x - self.hang, self.glue, penalty=OWN_HYPHEN_PENALTY * own,
                flagged=own,
            )  # fmt: skip

    def _inside(self, slot: Slot, word: str, offset: int, shape: Shape) -> None:
        """Add the places within a word."""
        style, face = slot.box.style, slot.face
        assert face is not None
        found: dict[int, str] = {}
        if style["hyphens"] == "auto":
            limits = style["hyphenate_limit_chars"]
            found = dict.fromkeys(divisions(word, style["lang"] or "", limits), "divided")
        ends = range(offset + 1, offset + len(word))
        found |= {each - offset: "own" for each in self.breaks.intersection(ends)}
        if style["overflow_wrap"] != "normal" and len(word) >= LONG:
            found = {at: found.get(at, "anywhere") for at in range(1, len(word))}
        if not found:
            return
        edges = shape.edges()
        for at in sorted(found):
            x, letter, how = self.x + edges[at], word[at - 1], found[at]
            if how == "divided" or letter == SOFT:
                if style["hyphens"] != "none":
                    self._divide(face, style, offset + at, x)
            elif how == "anywhere":
                self.growing.add(offset + at, x, x, self.glue, 2, _ANYWHERE)
            else:
                own = letter in HYPHENS
                hang = face.hangs_behind(letter, hanging=self.hanging)
                self.growing.add(
                    offset + at,
                    x,
                    x - hang,
                    self.glue,
                    penalty=OWN_HYPHEN_PENALTY * own,
                    flagged=own,
                )

    def _divide(self, face: Face, style: Any, offset: int, x: float) -> None:
        """Add a place at which a hyphen is put."""
        hyphen = style["hyphenate_character"]
        width = face.shape(hyphen).width - face.hangs_behind(hyphen, hanging=self.hanging)
        self.growing.add(offset, x, x + width, self.glue, 1, HYPHEN_PENALTY, hyphen, flagged=True)

    def _hang_before(self, face: Face, word: str, offset: int) -> None:
        """Let the line that may begin with a word hang into the margin."""
        growing = self.growing
        if growing.offsets and growing.offsets[-1] == offset:
            growing.start[-1] += face.hangs_before(word[0], hanging=self.hanging)
