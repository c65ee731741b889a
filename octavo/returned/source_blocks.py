"""Divide a text in Markdown into its blocks, each with the places of its lines.

A block is what becomes one passage of a form: a paragraph, a heading, a cell, a stanza. Its lines
are kept without the signs of the quotation, list or note that holds it. What the parting takes
otherwise than pandoc does matches no passage afterwards, and is then left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal[
    "paragraph", "heading", "item", "verse", "code", "cell", "caption", "picture", "opaque"
]

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[^`]*$")
_DIV = re.compile(r"[ ]{0,3}:{3,}")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+|$)")
_SETEXT = re.compile(r"[ ]{0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_NOTE = re.compile(r"[ ]{0,3}\[\^(?P<label>[^\]\s\[^]+)\]:[ \t]*")
_LINK = re.compile(r"[ ]{0,3}\[(?!\^)[^\]]+\]:[ \t]*\S")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_ITEM = re.compile(
    r"(?P<lead>[ ]{0,3})(?P<marker>[-*+]|\(?(?:\d{1,9}|#|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+)[.)]"
    r"|\(@[\w-]*\))(?P<space>[ \t]+|$)"
)
_INITIAL = re.compile(r"[ ]{0,3}[A-Z]\.[ ](?![ ])")  # of a name: an item has two spaces there
_DEFINITION = re.compile(r"[ ]{0,2}[:~](?P<space>[ \t]+)")
_VERSE = re.compile(r"\|(?:[ ]|$)")
_COLUMNS = re.compile(r"[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:[|+][ ]*:?-+:?[ ]*)*\|?[ ]*$")
_GRID = re.compile(r"[ ]{0,3}\+(?:[-=:]+\+)+[ \t]*$")
_DASHES = re.compile(r"[ ]{0,3}-{2,}(?:[ ]+-{2,})*[ ]*$")
_CAPTION = re.compile(r"[ ]{0,3}(?:[Tt]able)?:[ \t]+")
_FIGURE = re.compile(r"!\[.*\]\([^()]*\)(\{[^{}]*\})?\s*$", re.DOTALL)
_TITLE = re.compile(r"title:[ \t]+(?P<quote>[\"']?)(?P<words>[^\"'|>\s].*?)(?P=quote)[ \t]*$")
_RAW = re.compile(r"[ ]{0,3}\\begin\{")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end: the offset of its first character, and its characters."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    def without(self, count: int) -> Line:
        """Return the line without its first characters."""
        return Line(self.start + count, self.text[count:])


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its kind; where its sign begins (the `#` of a heading, the `-` of an item), else its
    words; its lines; what a further paragraph or item beside it begins with; the level of a
    heading, or the number of a table with row and column of a cell."""

    kind: BlockKind
    start: int
    lines: tuple[Line, ...]
    margin: str = ""
    marker: str = ""
    level: int = 0
    cell: tuple[int, int, int] | None = None

    @property
    def end(self) -> int:
        return self.lines[-1].end if self.lines else self.start


def as_prose(block: Block) -> Block | None:
    """Return an item with a number as a paragraph that begins with this, which Octavo may have read
    it as; None for any other block."""
    if block.kind != "item" or block.marker.strip() in ("-", "*", "+"):
        return None
    first = block.lines[0]
    whole = Line(first.start - len(block.marker), block.marker + first.text)
    return Block("paragraph", block.start, (whole, *block.lines[1:]), block.margin)


@dataclass(slots=True)
class TextBlocks:
    """The blocks of a text in order; those of each note by its label; from where to where the
    definition of each note reaches."""

    body: list[Block] = field(default_factory=list)
    notes: dict[str, list[Block]] = field(default_factory=dict)
    definitions: dict[str, tuple[int, int]] = field(default_factory=dict)


def blocks_of(text: str) -> TextBlocks:
    """Return the blocks of a text."""
    lines = [Line(match.start(), match[0].rstrip("\r")) for match in re.finditer("[^\n]*", text)]
    lines = [line for at, line in enumerate(lines) if at == 0 or line.text or _begins(text, line)]
    parter = _Parter()
    parter.made.body += _title_in_metadata(lines)
    parter.part(_without_metadata(lines), parter.made.body, "")
    return parter.made


def _begins(text: str, line: Line) -> bool:
    """Return whether an empty match is a line: others are at the end of one with letters."""
    return line.start == 0 or text[line.start - 1] == "\n"


def _title_in_metadata(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the title that is written in the metadata of a text, which is its heading."""
    inner = _without_metadata(lines)
    for line in lines[1 : len(lines) - len(inner)]:
        if found := _TITLE.match(line.text):
            words = Line(line.start + found.start("words"), found["words"])
            yield Block("heading", words.start, (words,), level=1)


def _without_metadata(lines: Sequence[Line]) -> list[Line]:
    if lines and lines[0].text.rstrip() == "---":
        for at, line in enumerate(lines[1:], 1):
            if line.text.rstrip() in ("---", "..."):
                return list(lines[at + 1 :])
    return list(lines)


class _Parter:
    def __init__(self) -> None:
        self.made = TextBlocks()
        self._tables = 0
        self._in_item = False

    def part(
        self, lines: Sequence[Line], into: list[Block], margin: str, *, in_item: bool = False
    ) -> None:
        """Divide lines into blocks. `margin` is what a further line begins with; in an item a list
        may follow a paragraph without an empty line."""
        outer, self._in_item = self._in_item, in_item
        at = 0
        while at < len(lines):
            at = self._step(lines, at, into, margin)
        self._in_item = outer

    def _step(self, lines: Sequence[Line], at: int, into: list[Block], margin: str) -> int:
        """Add the block that begins at a line, and return the number of the next line."""
        line = lines[at]
        text = line.text
        if line.is_blank or _DIV.match(text) or _LINK.match(text):
            return at + 1
        if found := _FENCE.match(text):
            return self._code(lines, at, found[1], into, margin)
        if text.lstrip().startswith("<!--"):
            return _behind_comment(lines, at)
        if _RAW.match(text):
            return _opaque(lines, at, into, margin)
        if found := _HEADING.match(text):
            inner = line.without(found.end())
            closed = Line(inner.start, re.sub(r"[ \t]+#+[ \t]*$", "", inner.text))
            into.append(Block("heading", line.start, (closed,), margin, level=len(found[1])))
            return at + 1
        if found := _NOTE.match(text):
            return self._note(lines, at, found)
        if _QUOTE.match(text):
            return self._quote(lines, at, into, margin)
        if _RULE.match(text):
            return at + 1
        if _GRID.match(text):
            return _opaque(lines, at, into, margin)
        if _VERSE.match(text) and not _is_table(lines, at):
            return self._verse(lines, at, into, margin)
        if _is_table(lines, at):
            return self._table(lines, at, into, margin)
        if _DASHES.match(text) or _is_simple_table(lines, at):
            return _opaque(lines, at, into, margin)
        if (found := _ITEM.match(text)) and not _INITIAL.match(text):
            return self._item(lines, at, found, into, margin)
        if text.startswith(("    ", "\t")):
            return self._indented(lines, at, into, margin)
        if (found := _CAPTION.match(text)) and _table_near(lines, at):
            return self._caption(lines, at, found, into, margin)
        return self._paragraph(lines, at, into, margin)

    def _code(
        self, lines: Sequence[Line], at: int, fence: str, into: list[Block], margin: str
    ) -> int:
        end = at + 1
        while end < len(lines) and not lines[end].text.strip().startswith(fence):
            end += 1
        inner = tuple(lines[at + 1 : end])
        if inner:
            into.append(Block("code", inner[0].start, inner, margin))
        return end + 1

    def _indented(self, lines: Sequence[Line], at: int, into: list[Block], margin: str) -> int:
        end = at
        while end < len(lines) and (
            lines[end].is_blank or lines[end].text.startswith(("    ", "\t"))
        ):
            end += 1
        while lines[end - 1].is_blank:
            end -= 1
        inner = tuple(_dedented(line, 4) for line in lines[at:end])
        into.append(Block("code", inner[0].start, inner, margin + "    "))
        return end

    def _note(self, lines: Sequence[Line], at: int, found: re.Match[str]) -> int:
        end = _end_of_body(lines, at, _NOTE, "    ")
        label = found["label"]
        first = lines[at].without(found.end())
        inner = [first, *(_dedented(line, 4) for line in lines[at + 1 : end])]
        if label not in self.made.notes:
            blocks = self.made.notes.setdefault(label, [])
            self.made.definitions[label] = (lines[at].start, lines[end - 1].end)
            self.part(inner, blocks, "    ")
        return end

    def _quote(self, lines: Sequence[Line], at: int, into: list[Block], margin: str) -> int:
        end, inner = at, []
        while end < len(lines) and not lines[end].is_blank:
            found = _QUOTE.match(lines[end].text)
            if found is None and _DIV.match(lines[end].text):
                break
            inner.append(lines[end].without(found.end()) if found else lines[end])
            end += 1
        self.part(inner, into, f"{margin}> ")
        return end

    def _verse(self, lines: Sequence[Line], at: int, into: list[Block], margin: str) -> int:
        end, inner = at, []
        while end < len(lines) and not lines[end].is_blank:
            found = _VERSE.match(lines[end].text)
            if found is None and not lines[end].text.startswith(" "):
                break
            text = lines[end].text
            lead = found.end() if found else len(text) - len(text.lstrip())
            inner.append(lines[end].without(lead))
            end += 1
        into.append(Block("verse", lines[at].start, tuple(inner), f"{margin}| "))
        return end

    def _table(self, lines: Sequence[Line], at: int, into: list[Block], margin: str) -> int:
        end = at
        self._tables += 1
        while end < len(lines) and not lines[end].is_blank:
            end += 1
        rows = [lines[at], *lines[at + 2 : end]]
        for row, line in enumerate(rows):
            for column, cell in enumerate(_cells(line)):
                place = (self._tables, row, column)
                into.append(Block("cell", cell.start, (cell,), margin, cell=place))
        return end

    def _item(
        self, lines: Sequence[Line], at: int, found: re.Match[str], into: list[Block], margin: str
    ) -> int:
        width = found.end() if found["space"] else found.end() + 1
        if len(found["space"].expandtabs(4)) > 4:
            width = found.start("space") + 1
        first = lines[at].without(min(width, len(lines[at].text)))
        inner, end = [first], at + 1
        while end < len(lines):
            line = lines[end]
            indent = len(line.text) - len(line.text.lstrip())
            if line.is_blank:
                ahead = next((n for n in lines[end:] if not n.is_blank), None)
                if ahead is None or len(ahead.text) - len(ahead.text.lstrip()) < min(width, 4):
                    break
            elif indent < min(width, 4) and (
                lines[end - 1].is_blank or _ITEM.match(line.text) or _DIV.match(line.text)
            ):
                break
            inner.append(_dedented(line, width))
            end += 1
        before = len(into)
        self.part(inner, into, margin + " " * width, in_item=True)
        if before < len(into) and into[before].kind == "paragraph":
            one = into[before]
            into[before] = Block(
                "item", lines[at].start, one.lines, margin, marker=lines[at].text[: width]
            )  # fmt: skip
        return end

    def _caption(
        self, lines: Sequence[Line], at: int, found: re.Match[str], into: list[Block], margin: str
    ) -> int:
        end = at + 1
        while end < len(lines) and not lines[end].is_blank:
            end += 1
        inner = (lines[at].without(found.end()), *lines[at + 1 : end])
        made = Block("caption", lines[at].start, inner, margin)
        place = len(into)  # a form has the caption before the cells, wherever it is written
        while place and (cell := into[place - 1].cell) and cell[0] == self._tables:
            place -= 1
        into.insert(place, made)
        return end

    def _paragraph(self, lines: Sequence[Line], at: int, into: list[Block], margin: str) -> int:
        end = at + 1
        while end < len(lines) and not lines[end].is_blank:
            text = lines[end].text
            if _DIV.match(text) or _NOTE.match(text) or _FENCE.match(text):
                break
            if self._in_item and _ITEM.match(text):
                break
            if _SETEXT.match(text) and end == at + 1:
                level = 1 if "=" in text else 2
                into.append(Block("heading", lines[at].start, (lines[at],), margin, level=level))
                return end + 1
            end += 1
        inner = [lines[at], *(_without_indent(line) for line in lines[at + 1 : end])]
        inner[0] = _without_indent(inner[0])
        if end < len(lines) and (_definition_at(lines, end)):
            into.extend(Block("paragraph", line.start, (line,), margin) for line in inner)
            return self._definitions(lines, end, into, margin)
        for number in range(len(inner)):
            if number and _DEFINITION.match(lines[at + number].text):
                into.append(Block("paragraph", inner[0].start, tuple(inner[:number]), margin))
                return self._definitions(lines, at + number, into, margin)
        if _FIGURE.match("\n".join(line.text for line in inner)) and len(inner) == 1:
            into.extend(_figure(inner[0], margin))
            return end
        into.append(Block("paragraph", inner[0].start, tuple(inner), margin))
        return end

    def _definitions(self, lines: Sequence[Line], at: int, into: list[Block], margin: str) -> int:
        """Add what is said of a term: each definition begins with a colon."""
        while at < len(lines) and lines[at].is_blank:
            at += 1
        while at < len(lines) and (found := _DEFINITION.match(lines[at].text)):
            end = _end_of_body(lines, at, _DEFINITION, "   ")
            first = lines[at].without(found.end())
            inner = [first, *(_dedented(line, 4) for line in lines[at + 1 : end])]
            self.part(inner, into, f"{margin}    ")
            at = end
            ahead = next((n for n in range(at, len(lines)) if not lines[n].is_blank), at)
            at = ahead if ahead < len(lines) and _DEFINITION.match(lines[ahead].text) else at
        return at


def _definition_at(lines: Sequence[Line], at: int) -> bool:
    ahead = next((line for line in lines[at : at + 2] if not line.is_blank), None)
    return ahead is not None and _DEFINITION.match(ahead.text) is not None


def _figure(line: Line, margin: str) -> Iterator[Block]:
    """Yield a picture and its caption, which is written in its brackets."""
    end = line.text.rindex("](")
    yield Block("picture", line.start, (Line(line.start, ""),), margin)
    inner = Line(line.start + 2, line.text[2:end])
    if inner.text.strip():
        yield Block("caption", inner.start, (inner,), margin)


def _without_indent(line: Line) -> Line:
    return line.without(len(line.text) - len(line.text.lstrip(" \t")))


def _end_of_body(lines: Sequence[Line], at: int, opening: re.Pattern[str], indent: str) -> int:
    """Return the line behind what a note or a definition that opens at a line has: lines up to the
    next one that opens, and behind a blank line only those that are indented."""
    end = at + 1
    while end < len(lines):
        line = lines[end]
        if line.is_blank:
            ahead = next((n for n in lines[end:] if not n.is_blank), None)
            if ahead is None or not ahead.text.startswith((indent, "\t")):
                break
        elif opening.match(line.text) or (
            lines[end - 1].is_blank and not line.text.startswith((indent, "\t"))
        ):
            break
        end += 1
    return end


def _dedented(line: Line, width: int) -> Line:
    """Return a line without the margin of what holds it."""
    if line.text.startswith("\t"):
        return line.without(1)
    indent = len(line.text) - len(line.text.lstrip(" "))
    return line.without(min(indent, width))


def _behind_comment(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and "-->" not in lines[at].text:
        at += 1
    return at + 1


def _opaque(lines: Sequence[Line], at: int, into: list[Block], margin: str) -> int:
    end = at
    while end < len(lines) and not lines[end].is_blank:
        end += 1
    into.append(Block("opaque", lines[at].start, tuple(lines[at:end]), margin))
    return end


def _is_table(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line is the head of a table whose cells are parted by pipes."""
    if at + 1 >= len(lines) or "|" not in lines[at].text:
        return False
    text = lines[at + 1].text
    return "-" in text and ("|" in text or "+" in text) and _COLUMNS.match(text) is not None


def _is_simple_table(lines: Sequence[Line], at: int) -> bool:
    if at + 1 >= len(lines):
        return False
    text = lines[at + 1].text
    return bool(_DASHES.match(text)) and len(text.split()) > 1


def _table_near(lines: Sequence[Line], at: int) -> bool:
    """Return whether a table is above a line, or below it."""
    above = next((n for n in range(at - 1, -1, -1) if not lines[n].is_blank), None)
    if above is not None and ("|" in lines[above].text or lines[above].text.strip()[:1] in "+-"):
        return True
    below = next((n for n in range(at + 1, len(lines)) if not lines[n].is_blank), None)
    return below is not None and (_is_table(lines, below) or _GRID.match(lines[below].text)
                                  is not None)  # fmt: skip


def _cells(line: Line) -> Iterator[Line]:
    """Yield the cells of a row, without the spaces around their words."""
    text, start = line.text, 0
    inner = text.rstrip()
    if inner.lstrip().startswith("|"):
        start = inner.index("|") + 1
    if inner.endswith("|") and not inner.endswith("\\|") and len(inner) > start:
        inner = inner[:-1]
    at, ticks = start, False
    bounds: list[tuple[int, int]] = []
    while at < len(inner):
        if inner[at] == "\\":
            at += 2
            continue
        if inner[at] == "`":
            ticks = not ticks
        if inner[at] == "|" and not ticks:
            bounds.append((start, at))
            start = at + 1
        at += 1
    bounds.append((start, len(inner)))
    for first, last in bounds:
        words = inner[first:last]
        lead = len(words) - len(words.lstrip())
        bare = words.strip()
        yield Line(line.start + first + (lead if bare else min(1, len(words))), bare)
