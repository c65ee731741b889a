"""Split a .bib file into its entries, each with its place, and an entry into its fields.

pandoc rejects a whole file for one missing comma, and gives no places; so the file is split here,
and pandoc converts what each entry holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from octavo.bibliography.source_text import MOST, Broken

DEEPEST = 40  # braces within braces
LONGEST_ENTRY = 400_000  # characters
LONGEST_STRING = 20_000  # characters of the text of an abbreviation

_HEAD = re.compile(r"@[ \t\r\n]*(?P<kind>[A-Za-z][\w-]*)[ \t\r\n]*(?P<open>[{(])")
# A backslash and the character after it; a brace; and at the head of a line, an entry's opening.
_TURN = re.compile(
    r"\\.|[{}()]|\n[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(][ \t]*[^\s,={}\"#]+[ \t]*,", re.DOTALL
)
_BRACE_OR_AT = re.compile(r"\n(?:\}|[ \t]*@)")
_NAME = re.compile(r"[\s,]*(?P<name>[^\s=,{}\"#()\\%]+)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}\"=()]+")
_GLUE = re.compile(r"\s*#\s*")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTE = re.compile(r"\\.|[{}\"]", re.DOTALL)

MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())


@dataclass(frozen=True, slots=True)
class BibEntry:
    """An entry: `body` is the text between its braces after the key, from `offset` on."""

    kind: str
    key: str
    start: int
    body: str
    offset: int


@dataclass(slots=True)
class BibFile:
    """The entries of a file in order, the abbreviations it defines, and what is broken in it."""

    entries: list[BibEntry] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)


def part(text: str) -> BibFile:
    """Split a file into entries; one that is not closed ends where the next one opens."""
    made = BibFile()
    at = 0
    while head := _HEAD.search(text, at):
        if len(made.entries) > MOST:
            break  # the last of them will be refused
        if _is_commented(text, head.start()):
            at = head.end()
            continue
        end, at = _end_of(text, head)
        kind = head["kind"].lower()
        if end < 0:
            message = f"the entry @{kind}{{{_start_of(text, head.end())} is not closed"
            made.broken.append(Broken(head.start(), message, "a brace is missing in it"))
        else:
            _take(made, kind, head, text[head.end() : end])
    return made


def _is_commented(text: str, at: int) -> bool:
    """Return whether the at-sign is in a line that opens with %, or in a word (an address)."""
    line = text[max(text.rfind("\n", 0, at) + 1, at - 200) : at]
    return line.lstrip(" \t").startswith("%") or line[-1:].isalnum()


def _end_of(text: str, head: re.Match[str]) -> tuple[int, int]:
    """Return where an entry's body ends, -1 if it does not, and where to read on."""
    closing = "}" if head["open"] == "{" else ")"
    end = _plain_end(text, head.end()) if closing == "}" else -1
    if end >= 0:
        return end, end + 1
    depth = 0
    for turn in _TURN.finditer(text, head.end()):
        match turn[0]:
            case "{":
                depth += 1
            case "}" if depth:
                depth -= 1
            case "}" | ")" as sign if not depth and sign == closing:
                return turn.start(), turn.end()
            case opened if opened.lstrip().startswith("@") and opened.endswith(","):
                return -1, turn.start() + 1
            case _:
                pass
    return -1, len(text)


def _plain_end(text: str, start: int) -> int:
    """Return the end of an entry whose last brace opens a line, as programs write it; or -1.

    -1 says only that this is not certain: `_end_of` then looks at each brace.
    """
    found = _BRACE_OR_AT.search(text, start)
    if found is None or not found[0].endswith("}"):
        return -1
    end = found.end() - 1
    even = text.count("{", start, end) == text.count("}", start, end)
    if not even or "\\{" in text[start:end] or "\\}" in text[start:end]:
        return -1
    return -1 if _HEAD.search(text, start, end) else end


def _start_of(text: str, at: int) -> str:
    return text[at : at + 40].split("\n")[0].split(",")[0].strip()


def _take(made: BibFile, kind: str, head: re.Match[str], body: str) -> None:
    if kind in {"comment", "preamble"}:
        return
    if kind == "string":
        try:
            for name, value in fields_of(body, 0, made.strings)[0].items():
                made.strings[name] = value[:LONGEST_STRING]
        except Broken as broken:
            made.broken.append(Broken(head.start(), f"@string: {broken.message}"))
        return
    key, comma, rest = body.partition(",")
    key = key.strip()
    message = _wrong_with_key(kind, key, comma, rest) or (
        f"the entry {key} is too long" if len(body) > LONGEST_ENTRY else ""
    )
    if message:
        made.broken.append(Broken(head.start(), message, "write @book{key, title = {…}}"))
        return
    offset = head.end() + len(body) - len(rest)
    made.entries.append(BibEntry(kind, key, head.start(), rest, offset))


def _wrong_with_key(kind: str, key: str, comma: str, rest: str) -> str:
    if not key:
        return f"an entry @{kind} has no key"
    if re.search(r"[\s={}\"#%\\]", key):
        return f"@{kind}{{{key[:40]}: its key holds a space, or no comma follows it"
    return ""


# --- fields --------------------------------------------------------------------------------------


def fields_of(
    body: str, offset: int, strings: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return the fields of an entry by their names in small letters, and what is odd about them.

    Abbreviations are written out.  Raise Broken with the offset of what cannot be read.
    """
    fields: dict[str, str] = {}
    odd: list[str] = []
    at, end = 0, len(body.rstrip(" \t\r\n,"))
    while at < end:
        found = _NAME.match(body, at)
        if found is None:
            at += len(body[at:end]) - len(body[at:end].lstrip(" \t\r\n,"))
            near = " ".join(body[at : at + 30].split())
            hint = "write a comma between two fields, and “=” after a field's name"
            raise Broken(offset + at, f"a field's name is missing before “{near}”", hint)
        name = found["name"].lower()
        value, at = _value(body, found.end(), offset, strings, odd)
        if name in fields:
            odd.append(f"its {name} is given twice, and the first is used")
        else:
            fields[name] = value
    return fields, odd


def _value(
    body: str, at: int, offset: int, strings: Mapping[str, str], odd: list[str]
) -> tuple[str, int]:
    """Return a value, its pieces joined, and where it ends."""
    pieces: list[str] = []
    while True:
        piece, at = _piece(body, at, offset, strings, odd)
        pieces.append(piece)
        glue = _GLUE.match(body, at)
        if glue is None:
            return "".join(pieces), at
        at = glue.end()


def _piece(
    body: str, at: int, offset: int, strings: Mapping[str, str], odd: list[str]
) -> tuple[str, int]:
    match body[at : at + 1]:
        case "{":
            end = _closing(body, at + 1, _BRACE, "}")
        case '"':
            end = _closing(body, at + 1, _QUOTE, '"')
        case _:
            bare = _BARE.match(body, at)
            if bare is None:
                raise Broken(offset + at, "a field's value is missing")
            return _written_out(bare[0], strings, odd), bare.end()
    if end < 0:
        raise Broken(offset + at, "a field's value is not closed, or nested too deeply")
    return body[at + 1 : end], end + 1


def _written_out(word: str, strings: Mapping[str, str], odd: list[str]) -> str:
    """Return the text of an abbreviation; a number stays, and a month, which pandoc knows."""
    small = word.lower()
    if small in strings:
        return strings[small]
    if not word.isdecimal() and small not in MONTHS:
        odd.append(f"“{word}” has no braces, and is no @string")
    return word


def _closing(text: str, at: int, turns: re.Pattern[str], sign: str) -> int:
    """Return where a value ends; -1 if it does not, or is nested deeper than any text is."""
    depth = 0
    for turn in turns.finditer(text, at):
        if turn[0] == sign and not depth:
            return turn.start()
        depth += {"{": 1, "}": -1}.get(turn[0], 0)
        if not 0 <= depth <= DEEPEST:
            return -1
    return -1


# --- entries that take fields from others --------------------------------------------------------

_MOST_PARENTS = 20


class Family:
    """The entries that others take fields from, by their keys."""

    def __init__(self, made: BibFile, text: str) -> None:
        self._is_one = re.search(r"\b(?:crossref|xdata)\s*=", text.lower()) is not None
        self._strings = made.strings
        self._by_key = {entry.key.casefold(): entry for entry in reversed(made.entries)}
        self._by_key |= {entry.key: entry for entry in reversed(made.entries)}

    def parents(self, entry: BibEntry) -> tuple[BibEntry, ...]:
        """Return the entries that this one takes fields from, and theirs in turn, nearest first."""
        found: dict[str, BibEntry] = {}
        waiting = [entry]
        while waiting and len(found) < _MOST_PARENTS:
            for key in self.named_by(waiting.pop(0)):
                parent = self.get(key)
                if parent is not None and parent.key not in found and parent.key != entry.key:
                    found[parent.key] = parent
                    waiting.append(parent)
        return tuple(found.values())

    def get(self, key: str) -> BibEntry | None:
        """Return the entry of a key; as in biblatex, one that differs in case is taken too."""
        return self._by_key.get(key) or self._by_key.get(key.casefold())

    def named_by(self, entry: BibEntry) -> Iterator[str]:
        """Yield the keys that an entry names under `crossref` and `xdata`."""
        if not self._is_one or not re.search("crossref|xdata", entry.body, re.IGNORECASE):
            return
        try:
            fields, _ = fields_of(entry.body, 0, self._strings)
        except Broken:
            return
        for name in ("crossref", "xdata"):
            for key in fields.get(name, "").split(","):
                if key.strip():
                    yield key.strip()
