"""Find the places of a tree's parts in the text, by indexes built when a finding needs them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Set
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from octavo.model import Place, Section, Source
from octavo.source import CITE, Lines, hidden_spans, image_target, shown

Index = Mapping[str, tuple[Place, ...]]

_ID = re.compile(
    r"\{[^{}\n]*?#(?P<brace>[^\s{}]+)"
    r"|(?<![\w-])(?:id|name)\s*=\s*[\"']?(?P<html>[^\s\"'<>{}]+)"
)
_LANGUAGE = re.compile(
    r"(?<![\w-])lang\s*[=:]\s*"
    r"(?:\"(?P<two>[^\"\n]*)\"|'(?P<one>[^'\n]*)'|(?P<bare>[^\s\"'<>{}]+))"
)
_ATTRIBUTE = re.compile(r"(?<![\w-])(?P<name>style|on[a-z]+)\s*=", re.IGNORECASE)
_TAG = re.compile(r"(?<!\\)<(?P<name>[A-Za-z][\w:-]*)")
_COMMAND = re.compile(r"\\(?P<name>(?:begin|end)\{[^{}\n]*\}|[A-Za-z@]+)")
_RAW_FORMAT = re.compile(r"\{=(?P<name>[\w.+-]+)\}")
_EMPTY_NOTE = re.compile(r"(?P<name>\^\[)[ \t]*\]")
_BRACKET = re.compile(r"(?<!\\)(?:!?\[|\])")
_INLINE = re.compile(r"\\.|`+|[\[\]]")
_TARGET = re.compile(r"\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))")
_SPACED_TARGET = re.compile(r"\(\s*([^()<>\"'\n]*[^()<>\"'\s])\s*\)")
_LABEL = re.compile(r"\[([^\[\]\n]*)\]")
_LINK_DEFINITION = re.compile(r"^[ >\t]*\[(?!\^)([^\[\]\n]+)\]:[ \t]*<?([^\s<>]+)", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Whereabouts:
    """The places of one text.

    `code_lines` are the lines of its code blocks in the tree: what looks like an indented paragraph
    may be code, and only the tree can say.
    """

    def __init__(self, section: Section, source: Source | None, code_lines: Set[str]) -> None:
        self._section = section
        self._source = source or Source(section, "")
        self.code_lines = code_lines
        self.start = Place(section.path)

    def first(self, index: Index, *names: str) -> Place:
        """Return the first place of the first name that has one, or the text's start."""
        found = next((index[name] for name in names if name in index), None)
        return found[0] if found else self.start

    def cited(self, key: str, times: int) -> tuple[Place, ...]:
        """Return the places that cite a key; if the text has more of them than `times`, without
        those inside a link's address."""
        places = self.cites.get(key, ()) or self._cut_short(key)
        if len(places) > times:
            places = tuple(p for p in places if not self._in_address(p)) or places
        return places or (self.start,)

    def _cut_short(self, key: str) -> tuple[Place, ...]:
        """Return the places of keys that only begin with `key`: pandoc reads some signs within a
        key as its end."""
        longer = (places for name, places in self.cites.items() if name.startswith(key))
        return tuple(sorted(place for places in longer for place in places))

    def is_bare(self, place: Place) -> bool:
        """Return whether a cite key is written outside of brackets, as the name of an account
        is."""
        before = self.line(place)[: place.column - 1]
        return before.rfind("[") <= before.rfind("]") and not before.endswith("-")

    def in_url(self, place: Place) -> bool:
        """Return whether a place is in a bare web address."""
        return "://" in self.before(place)

    def before(self, place: Place) -> str:
        """Return the characters before a place, back to the last space (at most 500)."""
        line = self.line(place)
        end = place.column - 1
        return line[max(0, end - 500) : end].rpartition(" ")[2]

    def behind_call(self, place: Place, length: int) -> str:
        """Return the characters after a note call, at most 20, of its line and the next. `length`
        is that of the call; 0 for an inline note, whose end is searched (nothing is returned if it
        has none)."""
        number, column = place.line, place.column - 1 + length
        if not length:
            number, column = self._end_of_inline_note(place)
        line = self.lines[number - 1] if 0 < number <= len(self.lines) else ""
        following = self.lines[number] if 0 < number < len(self.lines) else ""
        return f"{line[column : column + 20]}\n{following[:20]}"[:20] if number else ""

    def _end_of_inline_note(self, place: Place) -> tuple[int, int]:
        """Return the line and the offset in it at the end of `^[…]`; 0 and 0 without an end."""
        depth, ticks = 0, ""
        for number in range(place.line, min(place.line + 200, len(self.lines) + 1)):
            line = self.lines[number - 1]
            if not line.strip():
                break
            start = place.column if number == place.line else 0
            for token in _INLINE.finditer(line, start):
                if token[0][0] == "`":
                    ticks = "" if ticks == token[0] else ticks or token[0]
                elif not ticks and token[0] in "[]":
                    depth += 1 if token[0] == "[" else -1
                    if not depth:
                        return number, token.end()
        return 0, 0

    @cached_property
    def cites(self) -> Index:
        return self._index(CITE)

    @cached_property
    def ids(self) -> Index:
        return self._index(_ID)

    @cached_property
    def languages(self) -> Index:
        return self._index(_LANGUAGE)

    @cached_property
    def attributes(self) -> Index:
        """Places of attributes that could do harm: those inside a tag or braces, if there are
        any."""
        found = self._index(_ATTRIBUTE, fold=True)
        inside = {n: tuple(p for p in ps if self._in_tag(p)) for n, ps in found.items()}
        return {name: inside[name] or places for name, places in found.items()}

    @cached_property
    def tags(self) -> Index:
        return self._index(_TAG, fold=True)

    @cached_property
    def commands(self) -> Index:
        return self._index(_COMMAND)

    @cached_property
    def raw_formats(self) -> Index:
        """Places where raw parts name their form; they look like code, so they are found by the
        name alone."""
        found: dict[str, list[Place]] = {}
        for number, line in enumerate(self.lines, 1):
            for match in _RAW_FORMAT.finditer(line):
                place = Place(self._section.path, number, match.start() + 1)
                found.setdefault(match["name"].lower(), []).append(place)
        return _frozen(found)

    @cached_property
    def empty_notes(self) -> tuple[Place, ...]:
        return self._index(_EMPTY_NOTE).get("^[", ())

    @cached_property
    def links(self) -> Index:
        """Places of links by their targets, normalized."""
        return _by_name((normal(t), p) for image, t, p in self._bracketed if not image)

    @cached_property
    def images(self) -> Index:
        """Places of images by their targets, as the tree names them, normalized."""
        pairs = ((normal(t), p) for image, t, p in self._bracketed if image)
        return _by_name((normal(image_target(self._section, t) or t), p) for t, p in pairs)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text as written."""
        return self._source.text.split("\n")

    def place(self, offset: int) -> Place:
        """Return the place of the character at an offset in the text as written."""
        return self._numbers.place(offset)

    @property
    def hidden(self) -> list[tuple[int, int]]:
        """The spans of code and of comments, as offsets in the text as written."""
        return self._hidden

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[Place, re.Match[str]]]:
        """Yield the matches of a pattern with their places, outside of code and comments."""
        if not pattern.search(self._source.text):
            return
        for match in shown(self._source.text, pattern, self._hidden):
            place = self._numbers.place(match.start())
            if not self._in_code(place):
                yield place, match

    def _places(self, pattern: re.Pattern[str]) -> Iterator[Place]:
        """Yield the places of the matches of a pattern outside of code blocks and comments; those
        in paragraphs that the tree holds as code are among them."""
        for match in shown(self._source.text, pattern, self._hidden):
            yield self._numbers.place(match.start())

    @cached_property
    def _hidden(self) -> list[tuple[int, int]]:
        return hidden_spans(self._source.text)

    @cached_property
    def _numbers(self) -> Lines:
        return Lines(self._section.path, self._source.text)

    def line(self, place: Place) -> str:
        """Return the line of a place as written."""
        return self.lines[place.line - 1] if place.line <= len(self.lines) else ""

    def _in_address(self, place: Place) -> bool:
        before = self.before(place)
        return "://" in before or "](" in before

    def _in_tag(self, place: Place) -> bool:
        """Return whether a tag or a brace is open before a place, in its line (500 characters)."""
        end = place.column - 1
        before = self.line(place)[max(0, end - 500) : end]
        return max(before.rfind("<"), before.rfind("{")) > max(before.rfind(">"), before.rfind("}"))

    def is_code(self, line: int) -> bool:
        """Return whether a line is code, or inside of a comment."""
        written = self.lines[line - 1].strip(" >\t")
        return written in self.code_lines or self.in_fence(line)

    def in_fence(self, line: int) -> bool:
        """Return whether a line is inside of fenced code, or of a comment."""
        offset = self._numbers.offset(line)
        index = bisect_right(self._hidden, offset, key=lambda span: span[0]) - 1
        return index >= 0 and offset < self._hidden[index][1]

    def _in_code(self, place: Place) -> bool:
        return bool(self.code_lines) and self.line(place).strip(" >\t") in self.code_lines

    def _index(self, pattern: re.Pattern[str], *, fold: bool = False) -> Index:
        found: dict[str, list[Place]] = {}
        for place in self._places(pattern):
            match = pattern.match(self.line(place), place.column - 1)
            if match and not self._in_code(place):
                name = next(group for group in match.groups() if group is not None)
                found.setdefault(name.lower() if fold else name, []).append(place)
        return _frozen(found)

    @cached_property
    def _bracketed(self) -> tuple[tuple[bool, str, Place], ...]:
        """Everything in brackets that has a target: whether it is an image, target, place."""
        return tuple(self._pair_brackets())

    def _pair_brackets(self) -> Iterator[tuple[bool, str, Place]]:
        blank = [number for number, line in enumerate(self.lines, 1) if not line.strip(" >\t")]
        stack: list[tuple[bool, Place]] = []
        paragraph = -1
        for place in self._places(_BRACKET):
            here = bisect_right(blank, place.line)
            if here != paragraph:
                stack.clear()
                paragraph = here
            line, column = self.line(place), place.column - 1
            if line[column] != "]":
                stack.append((line[column] == "!", place))
            elif stack:
                image, opened = stack.pop()
                target = self._target(line, column + 1, opened)
                if target is not None and not self._in_code(opened):
                    yield image, target, opened

    def _target(self, line: str, start: int, opened: Place) -> str | None:
        if match := _TARGET.match(line, start):
            spaced = _SPACED_TARGET.match(line, start)
            if spaced and match[1] is None and line[match.end() : match.end() + 1] == " ":
                return spaced[1]
            return match[1] if match[1] is not None else match[2]
        full = _LABEL.match(line, start)
        label = full[1] if full else ""
        if not label and opened.line <= len(self.lines) and self.line(opened) is line:
            label = line[opened.column - 1 : start - 1][:1000].lstrip("![")
        return self._link_definitions.get(_label(label))

    @cached_property
    def _link_definitions(self) -> dict[str, str]:
        found = _LINK_DEFINITION.finditer(self._source.text)
        return {_label(match[1]): match[2] for match in found}


def normal(target: str) -> str:
    """Return a target in the same form for text and tree: without entities, escapes, percent
    signs."""
    return unquote(_ESCAPE.sub(r"\1", unescape(target)))


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _by_name(pairs: Iterator[tuple[str, Place]]) -> Index:
    found: dict[str, list[Place]] = {}
    for name, place in pairs:
        found.setdefault(name, []).append(place)
    return _frozen(found)


def _frozen(found: dict[str, list[Place]]) -> Index:
    return {name: tuple(places) for name, places in found.items()}
