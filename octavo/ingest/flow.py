"""Join lines to passages: paragraphs over lines and pages, headings, quotations, verse, lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from octavo.ingest import headings
from octavo.ingest.parts import Part
from octavo.ingest.sheet import Role, Sheet

Kind = Literal["paragraph", "heading", "quote", "lines", "list", "verbatim", "break"]

_CALLS_AT_END = re.compile(
    r"(?:<sup>[^<]{1,12}</sup>|[¹²³⁰⁴-⁹]|\[\^?\d{1,4}\]|\^\{?\d{1,4}\}?\^?|\$[^$]{1,12}\$|\(\d{1,3}\)"
    r"|(?<=[.,;:!?”’\"»)])\d{1,3}|[†‡§*]|\s)+$"
)
_TAIL = 200  # characters at the end of a line that say how it ends
_CLOSERS = "*_)]”’»\"'“‘ >"
_TERMINAL = ".!?…:;।。"
_OPENERS = "*_([“„‘«\"'> "
_LIST = re.compile(r"\s{0,3}(?:[-+*•]|\d{1,3}[.)])\s+\S")
_BULLET = re.compile(r"\s{0,3}[-+*•]\s+\S")
_QUOTED = re.compile(r"^\s{0,3}>\s?")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of the scan on one line, that a passage has; its line is an index of the sheet."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a heading or another block, as ranges of the scan in order."""

    kind: Kind
    stretches: tuple[Stretch, ...]
    level: int = 0
    unit: int = 0

    @property
    def start(self) -> int:
        return self.stretches[0].start


@dataclass
class _Shape:
    """What the lines of a wrapped text are like."""

    width: float = 0.0
    blank: bool = True  # whether blank lines part paragraphs
    indent: bool = False  # whether the first line of a paragraph is indented
    margins: dict[int, float] = field(default_factory=dict)


def passages_of(sheet: Sheet, parts: Sequence[Part]) -> list[Passage]:
    """Return the passages of the text, those that run over a page joined."""
    shape = _shape(sheet, parts)
    passages: list[Passage] = []
    for number, part in enumerate(parts):
        here = [_named(sheet, shape, block, number) for block in _blocks(sheet, shape, part)]
        passages += [passage for passage in here if passage is not None]
    return _with_headings(sheet, shape, _joined(sheet, shape, passages))


def words_of(sheet: Sheet, passage: Passage) -> str:
    """Return the words of a passage as the scan has them, its lines joined by spaces."""
    return " ".join(sheet.scan.text[s.start : s.end] for s in passage.stretches)


def _shape(sheet: Sheet, parts: Sequence[Part]) -> _Shape:
    lines = [i for part in parts for i in part.lines if sheet.roles[i] is Role.WORDS]
    if not sheet.wrapped or not lines:
        return _Shape()
    lengths = sorted(_length(sheet, i) for i in lines)
    width = lengths[int(0.8 * (len(lengths) - 1))]
    blank = sum(
        1
        for i in lines
        if i > 1
        and sheet.roles[i - 1] is Role.BLANK
        and sheet.roles[i - 2] in (Role.WORDS, Role.BLANK)
    )
    shape = _Shape(width=width, blank=blank > 0.03 * len(lines) and sheet.scan.markup != "layout")
    if sheet.scan.markup == "layout":
        for part in parts:
            boxes = [(sheet.lines[i].page, box.left) for i in part.lines
                     if (box := sheet.lines[i].box)]  # fmt: skip
            if boxes:
                lefts = sorted(left for _, left in boxes)
                shape.margins[boxes[0][0]] = lefts[len(lefts) // 5]
    indented = sum(1 for i in lines if _indent(sheet, shape, i) > 0)
    shape.indent = 0.02 * len(lines) < indented < 0.6 * len(lines)
    return shape


def _length(sheet: Sheet, index: int) -> float:
    line = sheet.lines[index]
    return line.box.right - line.box.left if line.box else len(sheet.words(index).rstrip())


def _indent(sheet: Sheet, shape: _Shape, index: int) -> float:
    """Return how far a line is indented, in letters or in units of the page; 0 if it is not."""
    line = sheet.lines[index]
    if line.box is not None:
        margin = shape.margins.get(line.page, 0.0)
        step = 0.6 * (line.size or line.box.height)
        indent = line.box.left - margin
        return indent if step < indent < 8 * step else 0.0
    words = sheet.words(index)
    return float(len(words) - len(words.lstrip(" \t\u3000")))


def _blocks(sheet: Sheet, shape: _Shape, part: Part):
    """Yield the lines of each passage of a unit."""
    block: list[int] = []
    for index in part.lines:
        if sheet.roles[index] is Role.RULE:
            if block:
                yield block
            yield [index]
            block = []
            continue
        if block and _begins(sheet, shape, block, index):
            yield block
            block = []
        block.append(index)
    if block:
        yield block


def _begins(sheet: Sheet, shape: _Shape, block: Sequence[int], index: int) -> bool:
    """Decide whether a line begins a passage."""
    before = block[-1]
    gap = any(sheet.roles[i] is Role.BLANK for i in range(before + 1, index))
    if gap:
        return True
    words = sheet.words(index)
    if headings.MARKED.match(words) or headings.MARKED.match(sheet.words(before)):
        return True
    if _BULLET.match(words) or words.lstrip().startswith("|") != sheet.words(
        before
    ).lstrip().startswith("|"):
        return sheet.scan.markup == "markdown"
    if not sheet.wrapped or sheet.scan.markup == "markdown":
        return False
    if shape.indent and _indent(sheet, shape, index) and not _indent(sheet, shape, before):
        return True
    if _jumps(sheet, before, index):
        return True
    if shape.blank:
        return False
    short = _length(sheet, before) < 0.85 * shape.width
    last = sheet.words(before)
    if last.isupper() and len(last.split()) > 1 and not words.isupper():
        return True  # below a heading in capitals
    if len(block) == 1 and short and (
        headings.is_chapter(last) or headings.looks_like_one(last) or last.strip().isupper()
    ):  # fmt: skip
        return True
    return short and ends_sentence(last) and last.rstrip()[-1] not in ":;"


def _jumps(sheet: Sheet, before: int, index: int) -> bool:
    """Return whether the distance of two lines of a layout, or their sizes, part them."""
    a, b = sheet.lines[before], sheet.lines[index]
    if a.box is None or b.box is None or a.page != b.page:
        return False
    height = max(a.box.height, b.box.height, 1e-6)
    if a.size and b.size and abs(a.size - b.size) > 0.12 * max(a.size, b.size):
        return True
    return b.box.top - a.box.bottom > 0.9 * height


def ends_sentence(words: str) -> bool:
    """Return whether a line ends a sentence, behind its calls and closing marks."""
    text = words[-_TAIL:].rstrip()
    while True:
        shorter = _CALLS_AT_END.sub("", text).rstrip(_CLOSERS)
        if shorter == text:
            break
        text = shorter
    return bool(text) and text[-1] in _TERMINAL


def begins_low(words: str) -> bool:
    """Return whether a line goes on in the middle of a sentence: its first letter is small."""
    text = words.lstrip(_OPENERS)
    return bool(text) and (text[0].islower() or text[0] in ",;:.)]")


def _named(sheet: Sheet, shape: _Shape, block: Sequence[int], unit: int) -> Passage | None:
    stretches = tuple(s for i in block if (s := _stretch(sheet, i)) is not None)
    if not stretches:
        return None
    first = sheet.words(block[0])
    if sheet.roles[block[0]] is Role.RULE:
        return Passage("break", stretches, unit=unit)
    if found := headings.MARKED.match(first):
        at = sheet.lines[block[0]].start
        inner = Stretch(at + found.start(2), at + found.end(2), block[0])
        return Passage("heading", (inner,), len(found[1]), unit)
    markdown = sheet.scan.markup == "markdown"
    if markdown and first.lstrip().startswith("|"):
        return Passage("verbatim", stretches, unit=unit)
    if markdown and _QUOTED.match(first):
        inner = tuple(_within_quotation(sheet, s) for s in stretches)
        return Passage("quote", inner, unit=unit)
    if markdown and _BULLET.match(first):
        found = re.match(r"\s*[-+*•]\s+", first)
        assert found is not None
        at = sheet.lines[block[0]].start + found.end()
        return Passage("list", (replace(stretches[0], start=at), *stretches[1:]), unit=unit)
    if _is_verse(sheet, shape, block):
        return Passage("lines", stretches, unit=unit)
    if shape.blank and shape.width and not markdown and len(block) > 1 and all(
        _indent(sheet, shape, i) >= 2 for i in block
    ):  # fmt: skip
        return Passage("quote", stretches, unit=unit)
    return Passage("paragraph", stretches, unit=unit)


def _within_quotation(sheet: Sheet, stretch: Stretch) -> Stretch:
    """Return a line of a block quotation without the sign that makes it one."""
    found = _QUOTED.match(sheet.words(stretch.line))
    if found is None:
        return stretch
    return replace(stretch, start=sheet.lines[stretch.line].start + len(found[0]))


def _stretch(sheet: Sheet, index: int) -> Stretch | None:
    line = sheet.lines[index]
    words = sheet.words(index)
    start = line.start + len(words) - len(words.lstrip())
    end = line.start + len(words.rstrip())
    return Stretch(start, end, index) if end > start else None


def _is_verse(sheet: Sheet, shape: _Shape, block: Sequence[int]) -> bool:
    """Return whether the lines of a block are lines of their own: all are short."""
    if not shape.blank or not shape.width or len(block) < 2:
        return False
    return all(_length(sheet, i) < 0.78 * shape.width for i in block)


def _joined(sheet: Sheet, shape: _Shape, passages: Sequence[Passage]) -> list[Passage]:
    """Join passages that run over a page."""
    joined: list[Passage] = []
    for passage in passages:
        last = joined[-1] if joined else None
        if last is not None and _runs_over(sheet, shape, last, passage):
            joined[-1] = replace(
                last, stretches=(*last.stretches, *passage.stretches), unit=passage.unit
            )
            continue
        joined.append(passage)
    return joined


def _runs_over(sheet: Sheet, shape: _Shape, last: Passage, new: Passage) -> bool:
    over_page = last.unit != new.unit or (
        sheet.lines[last.stretches[-1].line].page != sheet.lines[new.stretches[0].line].page
    )
    kinds = {last.kind, new.kind}
    if not kinds <= {"paragraph", "quote", "lines", "list"} or new.kind == "list":
        return False
    before, after = words_of(sheet, last), words_of(sheet, new)
    if headings.is_chapter(after) or headings.is_notes(after) or headings.is_works(after):
        return False
    if begins_low(after) and not ends_sentence(before):
        return over_page or not kinds & {"lines", "quote"}
    if not over_page:
        return _breaks_off(last, before) and not _is_heading_line(new, after)
    if begins_low(after):
        return not _is_heading_line(last, before)
    if last.kind != new.kind and "lines" in kinds:
        return False
    end = sheet.words(last.stretches[-1].line)
    if ends_sentence(end):
        return _fills_line(sheet, shape, last, new)
    if _is_heading_line(last, before):
        small = before.split()[-1].casefold() in headings.SMALL
        return small or (_is_heading_line(new, after) and new.kind == "paragraph")
    return True


def _breaks_off(last: Passage, words: str) -> bool:
    """Return whether a long paragraph ends without the end of a sentence, as at the foot of a page
    that no sign marks."""
    tail = words.rstrip()
    return (
        last.kind == "paragraph"
        and len(words.split()) >= 20
        and not ends_sentence(words)
        and tail[-1:] not in _CLOSERS
    )


def _fills_line(sheet: Sheet, shape: _Shape, last: Passage, new: Passage) -> bool:
    """Return whether a sentence that ends a page does not end its paragraph: the next page begins
    without the indent that paragraphs have, below a full line."""
    if not shape.indent:
        return False
    index = new.stretches[0].line
    full = _length(sheet, last.stretches[-1].line) > 0.93 * shape.width
    return full and not _indent(sheet, shape, index)


def _is_heading_line(passage: Passage, words: str) -> bool:
    return (
        passage.kind == "paragraph"
        and len(passage.stretches) == 1
        and (headings.looks_like_one(words) or headings.is_chapter(words))
    )


_BOLD = re.compile(r"\s*(\*\*|__)(?P<words>[^*]+)\1\s*$")


def _with_headings(sheet: Sheet, shape: _Shape, passages: Sequence[Passage]) -> list[Passage]:
    """Give the kind of a heading to passages that look like one above others."""
    found: list[Passage] = []
    for number, passage in enumerate(passages):
        words = words_of(sheet, passage)
        following = passages[number + 1] if number + 1 < len(passages) else None
        if passage.kind == "paragraph" and _heads(sheet, shape, passage, words, following):
            passage = replace(passage, kind="heading", level=1 if headings.is_chapter(words) else 0)
        found.append(passage)
    return found


def _heads(
    sheet: Sheet, shape: _Shape, passage: Passage, words: str, following: Passage | None
) -> bool:
    if following is None or len(passage.stretches) > 3:
        return False
    if headings.is_chapter(words) or headings.is_notes(words) or headings.is_works(words):
        return len(words.split()) <= 20
    if sheet.wrapped and shape.blank and sheet.scan.markup == "plain":
        return False  # a line of a letter, an address, a signature looks the same
    return headings.looks_like_one(words) and following.kind in ("paragraph", "heading", "quote")
