"""Set a paragraph in lines: choose their ends once, and make each line when it is asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from octavo.pdf.composer.balanced import (
    even_goals,
    fewest,
    narrowest,
    unparted,
    words_alone,
)
from octavo.pdf.composer.breaks import INFINITE, Goals, Stretch, fit, worst
from octavo.pdf.engine.composed.inline_text import CannotComposeError, InlineText, read
from octavo.pdf.engine.composed.line_boxes import Fair, LineMaker, Span
from octavo.pdf.engine.composed.measured import Passage, passages_of
from octavo.pdf.engine.composed.shapes import Faces, holds_wide
from octavo.pdf.engine.custom import length, number
from octavo.pdf.engine.lines.hyphens import limit_of_lines
from octavo.pdf.engine.marks import direction_of, marks_of, original_of
from octavo.pdf.engine.weasy import wp_percent

MOST = 8  # lines of a title; a longer text is not balanced
STRETCH = 0.1  # how far a word space may well be widened, in parts of the type size
EMERGENCY = 1.5  # what a line is given that cannot be set well, in parts of the type size
_SHARE = 0.08  # the most of that, in parts of the measure
RAG = 2.0  # what may well be lacking in a line that is not justified, likewise
TOLERANCES = 200, 1000  # that of TeX, and that of a try before spaces grow in all lines
CHANGED = 400  # the badness of a line for which a paragraph is set longer or shorter, at most
DOUBLE_HYPHEN = 60_000  # doublehyphendemerits, which TeX has at 10,000
SHORT_LAST = 20_000  # the demerits of a last line that is shorter than an indent, or a scrap
SCRAP = 3.5  # times the type size: a word of one syllable is shorter with its stop
MOST_OF_LETTERS = 0.02  # the most by which letters are made wider or narrower: more is seen
ALONE = 10_000  # those of a word that has a line for itself, in lines that are not justified


class Change(NamedTuple):
    """A paragraph that is to have some lines more or less than is best, from the line on that
    begins at an offset."""

    offset: int
    looseness: int

    def of(self, goals: Goals) -> Goals:
        """Return the goals for it."""
        return replace(goals, looseness=self.looseness, tolerances=(TOLERANCES[0], CHANGED))


class Composer:
    """The paragraphs of a document that are composed, each set once for a measure."""

    def __init__(self) -> None:
        self._faces = Faces()
        self._texts: dict[int, tuple[Any, InlineText | str]] = {}
        self._settings: dict[tuple[Any, ...], Setting] = {}
        self._latest: dict[int, Setting] = {}  # by the identity of the text
        self._changed: dict[int, tuple[InlineText, Change]] = {}  # likewise

    def forget(self, line: Any) -> None:
        """Forget a paragraph whose boxes are changed: its first letter has become one."""
        self._texts.pop(id(original_of(line)), None)
        for key in [key for key in self._settings if key[0] == id(original_of(line))]:
            del self._settings[key]

    def start(self) -> None:
        """Forget all paragraphs: page counters may have other words when pages are made again."""
        self._texts.clear()
        self._settings.clear()
        self._latest.clear()
        self._changed.clear()

    def can_change(self, text: InlineText, change: Change) -> bool:
        """Return whether a paragraph can be set well with a line more or less than it was set
        last."""
        setting = self._latest.get(id(text))
        return setting is not None and id(text) not in self._changed and setting.can_change(change)

    def change(self, texts: Iterable[tuple[InlineText, Change]]) -> None:
        """Let paragraphs be set with a line more or less than is best."""
        self._changed.update((id(text), (text, change)) for text, change in texts)

    def change_back(self, texts: Iterable[tuple[InlineText, Change]]) -> None:
        """Let paragraphs be set as is best again."""
        for text, _ in texts:
            self._changed.pop(id(text), None)

    def setting_of(self, context: Any, line: Any, block: Any, style: Any = None) -> Setting | str:
        """Return the setting of the one line box of a block, in its own style or another one; the
        word for the reason if it is left to Pango."""
        original = original_of(line)
        _, text = self._texts.get(id(original), (None, None))
        if text is None or (
            isinstance(text, InlineText) and text.width not in (None, float(block.width))
        ):
            text = self._read(context, line, block)
            self._texts[id(original)] = original, text
        if isinstance(text, str):
            return text
        style, even = style or line.style, marks_of(line).even
        _, change = self._changed.get(id(text), (None, None))
        key = id(original), block.width, style["text_align_all"], even, change
        setting = self._settings.get(key)
        if setting is None:
            wp_percent.resolve_one_percentage(line, "text_indent", block.width)
            indent = line.text_indent
            try:
                setting = Setting(text, style, block, indent, even=even, change=change)
            except CannotComposeError as reason:  # a letter that no font has
                self._texts[id(original)] = original, str(reason)
                return str(reason)
            self._settings[key] = setting
        self._latest[id(text)] = setting
        return setting

    def _read(self, context: Any, line: Any, block: Any) -> InlineText | str:
        try:
            return read(line, block, self._faces, context)
        except CannotComposeError as reason:
            return str(reason)


class Setting:
    """A paragraph in lines of one measure, with a `change` or as is best."""

    def __init__(
        self, text: InlineText, style: Any, block: Any, indent: float, *, even: bool = False,
        change: Change | None = None,
    ) -> None:  # fmt: skip
        self.text = text
        self.measure = float(block.width)
        self.indent = float(indent)
        # The edges of a line whose parts are put in order are not those that it is read by.
        ordered = direction_of(text.root.box) is not None
        self._hanging = not ordered and number(style, "hanging-punctuation") > 0
        self.passages = passages_of(text, hanging=self._hanging)
        self._ends = [passage.offsets[-1] for passage in self.passages]
        self.goals = _goals(style, block.style, self.measure, self.indent)
        if holds_wide(text.text):  # these letters are set apart, never nearer or narrower
            self.goals = replace(self.goals, shrink=0.0, letters=0.0)
        self._change = change
        if ordered:
            self.goals = replace(self.goals, letters=0.0)
        if even and self.goals.rag:
            self.goals = even_goals(self.goals, self.measure)
        self._spans: dict[tuple[int, frozenset[int], tuple[float, ...]], Span] = {}

    def start_of(self, skip_stack: Any) -> int:
        """Return the offset of the first letter of a line that begins at a skip stack."""
        if skip_stack is None:
            return self.passages[0].begin
        place = self.text.place_of(skip_stack)
        offset = self.text.offset_of(place)
        passage = self._passage_at(offset)
        return max(offset, passage.begin)

    def span_from(self, offset: int, forbidden: Set[int], first: tuple[float, ...] = ()) -> Span:
        """Return the line that begins at an offset; none ends at the offsets in `forbidden`. The
        first lines from there on have the measures `first`."""
        key = offset, frozenset(forbidden), first
        if key not in self._spans:
            self._choose(*key)
        return self._spans[key]

    def line(
        self, box: Any, span: Span, x: float, y: float, measure: float | None = None,
        floats: Mapping[int, Any] = MappingProxyType({}),
    ) -> Any:  # fmt: skip
        """Return a line as a copy of the line box `box`, with room from `x` on for `measure`: that
        of the paragraph, if none is given. `floats` are the boxes for the slots of floats."""
        maker = LineMaker(
            self.text, span, hanging=self._hanging, fair=_fair(self.goals), floats=floats
        )
        return maker.line(box, x, y, self.measure if measure is None else measure, self.indent)

    def floats_aside(self, span: Span) -> list[int]:
        """Return the slots of the floats that take no room beside a line."""
        if not self.text.floats:
            return []
        begin = (0, 0) if span.opens else self.text.place_at(span.begin)
        end = self.text.place_at(span.end) if span.following is not None else None
        return self.text.floats_in(begin, end or (len(self.text.slots), 0), aside=True)

    def begins_at(self, skip_stack: Any) -> bool:
        """Return whether a line of the paragraph may begin at a skip stack."""
        offset = self.start_of(skip_stack)
        return any(offset in (one.begin, *one.offsets) for one in self.passages)

    def _choose(self, offset: int, forbidden: frozenset[int], first: tuple[float, ...]) -> None:
        """Choose the ends of all lines from an offset up to the next forced end."""
        passage = self._passage_at(offset)
        stretch = replace(self._stretch(passage, offset, forbidden), first=first)
        goals = self.goals if offset == passage.begin else replace(self.goals, looseness=0)
        if self._change is not None and offset == self._change.offset:
            goals = self._change.of(self.goals)
        for count, end in enumerate(fit(stretch, goals)):
            key = offset, forbidden, first[count:]
            self._spans.setdefault(key, self._span(passage, offset, end))
            offset = passage.offsets[end]

    def _stretch(self, passage: Passage, offset: int, forbidden: Set[int]) -> Stretch:
        """Return what is to be set of a passage from an offset on."""
        begin, glue, after = self._begin_at(passage, offset)
        places = passage.places
        fixed = passage.fixed if after < 0 or not places.fixed else places.fixed[after]
        bad = {at for at, each in enumerate(passage.offsets[:-1]) if each in forbidden}
        stretch = Stretch(places, self.measure, begin, glue, after, bad, fixed=fixed)
        return unparted(stretch) if self.goals.even else stretch

    def __len__(self) -> int:
        """Return how many lines the paragraph has."""
        texts = (self._stretch(one, one.begin, frozenset()) for one in self.passages)
        return sum(len(fit(text, self.goals)) for text in texts)

    def can_change(self, change: Change) -> bool:
        """Return whether the paragraph is justified, as long as is best, and can be set well in a
        line more or less, from an offset on whose passage is the last one."""
        passage = self._passage_at(change.offset)
        if self.goals.looseness or self.goals.rag or passage is not self.passages[-1]:
            return False
        text = self._stretch(passage, change.offset, frozenset())
        ends = fit(text, change.of(self.goals))
        if len(ends) != len(fit(text, self.goals)) + change.looseness:
            return False
        return worst(text, self.goals, ends) <= CHANGED

    def balanced(self, *, always: bool) -> tuple[int, float]:
        """Return how many lines the paragraph takes, and the measure in which they are equal: the
        whole one if they are more than `MOST`, or, unless they `always` are to be, if the last one
        has several words."""
        texts = [self._stretch(one, one.begin, frozenset()) for one in self.passages]
        count = sum(map(fewest, texts))
        if not 1 < count <= MOST:
            return count, self.measure
        if not always and not words_alone(texts[-1], fit(texts[-1], self.goals))[-1]:
            return count, self.measure
        return count, narrowest(texts, self.goals)

    def _begin_at(self, passage: Passage, offset: int) -> tuple[float, float, int]:
        """Return where a line begins: the width and the spaces before it, and the place."""
        places, after = passage.places, bisect_right(passage.offsets, offset) - 1
        if after >= 0:
            return places.start[after], places.glue_start[after], after
        is_first = offset == self.passages[0].begin
        return passage.x - (self.indent if is_first else 0.0), passage.glue, after

    def _span(self, passage: Passage, offset: int, end: int) -> Span:
        """Return the line of a passage from an offset to a place."""
        closes = end == len(passage.offsets) - 1
        following: int | None = passage.offsets[end]
        if closes:
            number = bisect_right(self._ends, passage.offsets[-1] - 1) + 1
            following = self.passages[number].begin if number < len(self.passages) else None
        opens = offset == self.passages[0].begin
        return Span(offset, passage.offsets[end], following, passage.hyphens[end], closes, opens)

    def _passage_at(self, offset: int) -> Passage:
        """Return the passage that has the letter behind an offset; the last one at the end."""
        return self.passages[min(bisect_right(self._ends, offset), len(self._ends) - 1)]


def _fair(goals: Goals) -> Fair:
    """Return what may be changed in a line that is justified."""
    return Fair(goals.stretch, goals.shrink, goals.letters)


def _goals(style: Any, block: Any, measure: float, indent: float) -> Goals:
    """Return what a style wants of its lines."""
    size = float(style["font_size"])
    how = {
        "emergency": min(EMERGENCY * size, measure * _SHARE), "despair": measure / 4,
        "last": max(size, indent), "scrap": SCRAP * size, "short_last": SHORT_LAST,
        "looseness": round(number(style, "looseness")),
    }  # fmt: skip
    if style["text_align_all"] != "justify":
        return Goals(0.0, 0.0, RAG * size, alone=ALONE, **how)
    limit = min(limit_of_lines(block), INFINITE)
    return Goals(
        STRETCH * size, length(style, "word-space-shrink"),
        letters=min(max(0.0, number(style, "letter-fit")), MOST_OF_LETTERS), tolerances=TOLERANCES,
        double_hyphen=DOUBLE_HYPHEN, most_hyphens=int(limit), **how,
    )  # fmt: skip
