"""Give every glyph one meaning; where a place of the text says something else, say it there.

A font's ToUnicode map says what a glyph is (ISO 32000-1, 9.10.3). WeasyPrint writes there what the
glyph stood for when it was drawn first: the words that an ellipsis has cut, the capital of a small
capital, nothing for a letter whose accent is a glyph of its own. Here the map says what the font
says (`glyph_meanings`). A place that says something else is marked with its /ActualText (14.9.4).

Of the hyphens at the ends of lines, those of the layout read U+002D and those of the author U+2010:
readers join what U+002D parts, and keep U+2010. docs/parts.md has what each reader does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter
from struct import unpack
from typing import Any

from octavo.design.companions import FAMILIES as COMPANIONS
from octavo.design.fonts import FAMILY
from octavo.design.glyph_meanings import (
    HYPHEN,
    OWN_HYPHEN,
    GlyphMeanings,
    glyph_meanings,
)
from octavo.locales import mirrored
from octavo.pdf.engine.composed.glyphs import clusters_of
from octavo.pdf.engine.composed.line_boxes import SetText
from octavo.pdf.engine.weasy import wp_ffi

_HEX = re.compile(rb"<([0-9a-f]*)>")
_PART = re.compile(rb"<([0-9a-f]*)>|([^<>\s]+)")
_EMPTY = wp_ffi.pango.PANGO_GLYPH_EMPTY
_CUT = ("\u2026", "...")
# Characters that no glyph shows, and that say nothing where one has taken them in.
_SILENT = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
     *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)
)  # fmt: skip
_ALIKE = str.maketrans(dict.fromkeys("\u00a0\u202f\t\n", " ") | {"\u2011": "\u2010"})


class Meanings(dict[int, str]):
    """The ToUnicode map of a font: WeasyPrint puts glyphs in with the text of the place; what is
    kept is what the font says. A glyph that the font does not name keeps that text; `own` has those
    of the book's faces, which another section may draw for another text.

    The companions set brackets from right to left alone (`lines.bidi`), where each is drawn as its
    counterpart: there its glyph stands for the other one.
    """

    def __init__(self, font: Any) -> None:
        super().__init__()
        self.font = glyph_meanings(font.file_content, font.index)
        self.own: set[int] = set()
        self._widths = font.widths
        self._is_shared = font.family == FAMILY
        self._is_turned = font.family in COMPANIONS

    def glyph_of(self, hyphen: str, code: int) -> int:
        """Return the glyph of a hyphen that may be drawn in the place of `code`: the hyphen's own
        if `code` is the other hyphen's, and looks alike; else `code`."""
        if not self.font.alike or code not in self.font.hyphens.values():
            return code
        glyph = self.font.hyphens[hyphen]
        self[glyph] = hyphen
        self._widths[glyph] = self._widths[code]
        return glyph

    def __setitem__(self, glyph: int, text: str) -> None:
        said = self.font.letters.get(glyph)
        if said is None and glyph >= self.font.count:
            said = self.font.of_missing(glyph)
        if said is not None and self._is_turned:
            said = mirrored(said)
        if said is None and self._is_shared:
            self.own.add(glyph)
        super().__setitem__(glyph, text if said is None else said)


class Missing(dict[int, int]):
    """The codes of letters that a font lacks: the same for a letter in every section of a book.

    WeasyPrint counts them from the first: two letters of two sections would have one code.
    """

    def __init__(self, font: GlyphMeanings) -> None:
        super().__init__()
        self._font = font

    def __contains__(self, letter: object) -> bool:
        if isinstance(letter, int) and not super().__contains__(letter):
            self[letter] = self._font.code_of_missing(letter)
        return True


@dataclass(slots=True)
class Shown:
    """An operator that shows glyphs: its place in the stream, the font, the codes."""

    at: int
    meanings: Meanings
    codes: Sequence[int]

    def end_with(self, glyph: int) -> None:
        """Put a glyph in the place of the last one."""
        self.codes = [*self.codes[:-1], glyph]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Glyphs that belong together: their codes with their fonts, the text that they are drawn for,
    and whether it goes to the left."""

    glyphs: Sequence[tuple[int, Meanings]]
    text: str
    leftward: bool = False

    @property
    def meaning(self) -> str:
        meanings = [font[code] for code, font in self.glyphs]
        return "".join(reversed(meanings) if self.leftward else meanings)

    @property
    def is_said(self) -> bool:
        """Return whether the glyphs say the text by themselves."""
        return says(self.meaning, self.text) and not any(c in font.own for c, font in self.glyphs)


def codes_of(shown: bytes) -> Sequence[int]:
    """Return the codes in the array of an operator, each of two bytes."""
    codes = bytes.fromhex(b"".join(_HEX.findall(shown)).decode())
    return unpack(f">{len(codes) // 2}H", codes)


def write_words(
    written: list[Any], shown: Sequence[Shown], textbox: Any, cut: bool, ends_line: bool
) -> None:
    """Write what the glyphs of a line, which were drawn of a box into the stream `written`, do not
    say by themselves. `cut` says that an ellipsis may be drawn for words that are not printed: it
    says nothing else."""
    hyphen = _hyphen_of(textbox, ends_line) if not cut else ""
    if hyphen:
        _draw_hyphen(written, shown[-1], hyphen)
    spans = _unsaid(shown, textbox, cut, hyphen)
    start = sum(len(one.codes) for one in shown)
    for one in reversed(shown if spans else ()):
        start -= len(one.codes)
        own = list(_spans_of(one, start, spans))
        if own:
            written[one.at : one.at + 1] = _divided(written[one.at], own)


def _hyphen_of(textbox: Any, ends_line: bool) -> str:
    """Return the character of the hyphen at the end of a line, the layout's or the author's own;
    nothing if no word is divided there."""
    text = textbox.pango_layout.text
    if text.endswith(OWN_HYPHEN):  # which the layout puts: `print_tree` leaves none of an author
        return HYPHEN
    own = ends_line and text.endswith(HYPHEN) and text[-2:-1].isalnum()
    return OWN_HYPHEN if own and not textbox.style["white_space"].startswith("pre") else ""


def _draw_hyphen(written: list[Any], last: Shown, hyphen: str) -> None:
    """Draw the glyph of a hyphen in the place of the other's, if both have one form."""
    code = last.codes[-1]
    glyph = last.meanings.glyph_of(hyphen, code)
    if glyph != code:
        last.end_with(glyph)
        before, _, behind = written[last.at].rpartition(b"%04x" % code)
        written[last.at] = before + b"%04x" % glyph + behind


def _unsaid(
    shown: Sequence[Shown], textbox: Any, cut: bool, hyphen: str
) -> list[tuple[int, int, str]]:
    """Return what the glyphs of a line do not say: the first glyph, how many, and their text."""
    text = textbox.pango_layout.text
    said = text[:-1] + hyphen if hyphen else text
    meaning = "".join("".join(map(one.meanings.__getitem__, one.codes)) for one in shown)
    if says(meaning, said) and not any(one.meanings.own.intersection(one.codes) for one in shown):
        return []
    found: list[tuple[int, int, str]] = []
    codes = [(code, one.meanings) for one in shown for code in one.codes]
    at = 0
    for cluster in _clusters_of(textbox, codes):
        at += len(cluster.glyphs)
        if hyphen and at == len(codes):
            cluster = replace(cluster, text=cluster.text[:-1] + hyphen)
        if not cluster.is_said and not (cut and cluster.meaning in _CUT):
            _add(found, at - len(cluster.glyphs), cluster)
    assert at == len(codes), f"{len(codes)} glyphs are drawn for “{text}”, {at} are known"
    return found


def _spans_of(
    one: Shown, start: int, spans: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the spans in the glyphs of one operator, counted from its first glyph. Of a span in
    two operators the first has the text."""
    for first, count, text in spans:
        begin, end = max(first, start), min(first + count, start + len(one.codes))
        if begin < end:
            yield begin - start, end - begin, text if begin == first else ""


def says(meaning: str, text: str) -> bool:
    """Return whether a meaning is a text, but for spaces and signs without form."""
    return meaning == text or _visible(meaning) == _visible(text)


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_SILENT).translate(_ALIKE))


def _add(found: list[tuple[int, int, str]], at: int, cluster: Cluster) -> None:
    """Add a cluster, to the one before it where both go to the right."""
    first, count, text = found[-1] if found else (0, 0, "")
    if count and first + count == at and not cluster.leftward:
        found[-1] = first, count + len(cluster.glyphs), text + cluster.text
    else:
        found.append((at, len(cluster.glyphs), cluster.text))


def _clusters_of(textbox: Any, codes: Sequence[tuple[int, Meanings]]) -> Iterator[Cluster]:
    """Yield the clusters of the line that is drawn of a box, in the order of their glyphs."""
    if isinstance(textbox.pango_layout, SetText):
        yield from _clusters_of_set(textbox.pango_layout, codes)
        return
    line, _ = textbox.pango_layout.get_first_line()
    text = textbox.pango_layout.text.encode()
    run, at = line.runs[0], 0
    while run != wp_ffi.ffi.NULL:
        for part, count, leftward in _parts(run.data, text):
            yield Cluster(codes[at : at + count], part, leftward)
            at += count
        run = run.next


def _clusters_of_set(given: SetText, codes: Sequence[tuple[int, Meanings]]) -> Iterator[Cluster]:
    """Yield the clusters of a line that was composed."""
    at = 0
    for shape in given.shapes:
        for run in shape.runs:
            for cluster in clusters_of(run.glyphs):
                count = sum(glyph.number != _EMPTY for glyph in cluster)
                if count:
                    yield Cluster(codes[at : at + count], "".join(g.letters for g in cluster))
                    at += count


def _parts(item: Any, text: bytes) -> Iterator[tuple[str, int, bool]]:
    """Yield the clusters of one run of glyphs, each with the number of glyphs that are drawn."""
    glyphs, of = item.glyphs, item.item
    places = [glyphs.log_clusters[i] for i in range(glyphs.num_glyphs)]
    drawn = [glyphs.glyphs[i].glyph != wp_ffi.pango.PANGO_GLYPH_EMPTY for i in range(len(places))]
    edges = sorted({*places, of.length})
    ends = dict(pairwise(edges))
    for place, each in groupby(zip(places, drawn, strict=True), key=itemgetter(0)):
        count = sum(is_drawn for _, is_drawn in each)
        if count:
            part = text[of.offset + place : of.offset + ends[place]]
            yield part.decode(errors="ignore"), count, of.analysis.level % 2 == 1


def _divided(shown: bytes, spans: Sequence[tuple[int, int, str]]) -> Iterator[bytes]:
    """Yield the operators of one array of glyphs; those in `spans` are marked with their text."""
    starts = {first: (first + count, text) for first, count, text in spans}
    at, end, piece = 0, -1, b""
    for codes, number in _PART.findall(shown[1 : shown.rindex(b"]")]):
        if number:
            piece += number
            continue
        for start in range(0, len(codes), 4):
            if at == end:
                yield from (b"[%b] TJ" % piece, b"EMC")
                piece, end = b"", -1
            if at in starts:
                if piece:
                    yield b"[%b] TJ" % piece
                end, text = starts[at]
                said = (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode()
                yield b"/Span <</ActualText <%b>>> BDC" % said
                piece = b""
            piece += b"<%b>" % codes[start : start + 4]
            at += 1
    yield b"[%b] TJ" % piece
    if end >= 0:
        yield b"EMC"
