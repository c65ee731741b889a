"""Split a .bib file into its entries, each with its place, and an entry into its fields.

pandoc rejects a whole file for one missing comma, and gives no places; so the file is split here,
and pandoc converts what each entry holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

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


@dataclass(frozen=True, slots=True)
class Odd:
    """What is odd about a field: where in the file, what it is, and what to write instead."""

    offset: int
    message: str
    hint: str = ""
    unseparated: bool = False  # a comma is missing, and nothing is lost


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an entry by their names in small letters, where each name is in the file, and
    what is odd about them."""

    texts: dict[str, str] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    odd: list[Odd] = field(default_factory=list)


@dataclass(slots=True)
class BibFile:
    """The entries of a file in order, the abbreviations it defines, and what is broken in it."""

    entries: list[BibEntry] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)


def part(text: str) -> BibFile:
    """Split a file into entries; one that is not closed ends where the next one opens."""
    made = BibFile()
    at = behind = 0
    while head := _HEAD.search(text, at):
        if len(made.entries) > MOST:
            break  # the last of them will be refused
        if _is_commented(text, head.start()):
            at = head.end()
            continue
        made.broken += _outside(text, behind, head.start())
        end, at = _end_of(text, head)
        behind = at
        kind = head["kind"].lower()
        if end < 0 and kind == "comment":
            at = behind = head.end()  # a remark, which BibTeX passes over as it stands
        elif end < 0:
            body = text[head.end() : at if at == len(text) else at - 1]
            made.broken.append(_not_closed(body, head, made.strings))
        else:
            _take(made, kind, head, text[head.end() : end])
    if len(made.entries) <= MOST:
        made.broken += _outside(text, behind, len(text))
    return made


_FIELD_OUTSIDE = re.compile(
    r"(?:^|(?<=,))[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*=[ \t]*[{\"\d]", re.MULTILINE
)


def _outside(text: str, start: int, end: int) -> Iterator[Broken]:
    """Yield the first field between two entries, where BibTeX passes over everything."""
    between = text[start:end]
    if not start or "=" not in between:
        return  # what is above the first entry is a remark of its author
    for found in _FIELD_OUTSIDE.finditer(between):
        at = start + found.start("name")
        if not _is_commented(text, at):
            message = f"the field {found['name']} is outside of any entry, and is not read"
            yield Broken(at, message, "a brace } too many closes the entry above it")
            return


def _not_closed(body: str, head: re.Match[str], strings: Mapping[str, str]) -> Broken:
    """Return what is wrong with an entry that has no end, at the field that is not closed."""
    kind, key = head["kind"].lower(), _start_of(body, 0)
    message = f"the entry @{kind}{{{key} is not closed"
    comma = body.find(",")
    try:
        fields_of(body[comma + 1 :], head.end() + comma + 1, strings)
    except Broken as broken:
        if comma >= 0 and "not closed" in broken.message:
            return Broken(broken.offset, f"{message}: {broken.message}", broken.hint)
    return Broken(head.start(), message, "write } behind its last field")


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
            read = fields_of(body, head.end(), made.strings)
            for name, value in read.texts.items():
                made.strings[name] = value[:LONGEST_STRING]
            made.broken += (Broken(odd.offset, f"@string: {odd.message}", odd.hint)
                            for odd in read.odd if not odd.unseparated)  # fmt: skip
        except Broken as broken:
            message = f"@string: {broken.message}"
            made.broken.append(Broken(broken.offset, message, broken.hint))
        return
    key, _, rest = body.partition(",")
    key = key.strip()
    wrong = _wrong_with_key(kind, key, head)
    if wrong is None and len(body) > LONGEST_ENTRY:
        wrong = Broken(head.start(), f"the entry {key} is too long", "split it")
    if wrong is not None:
        made.broken.append(wrong)
        return
    offset = head.end() + len(body) - len(rest)
    made.entries.append(BibEntry(kind, key, head.start(), rest, offset))


def _wrong_with_key(kind: str, key: str, head: re.Match[str]) -> Broken | None:
    if not key or key.startswith(("{", '"')):
        message = f"an entry @{kind} has no key"
        return Broken(head.start(), message, f"write @{kind}{{key, title = {{…}}}}")
    word = re.split(r"[\s={}\"#%\\]", key, maxsplit=1)[0]
    if word == key:
        return None
    if re.match(r"[A-Za-z]+\s*=", key):
        message = f"an entry @{kind} has no key before its {word}"
        return Broken(head.start(), message, f"write @{kind}{{key, {word} = …")
    if re.search(r"[={]", key):
        message = f"@{kind}{{{word}: no comma follows its key"
        return Broken(head.start(), message, f"write @{kind}{{{word}, with the comma")
    message = f"@{kind}{{{key[:40]}: its key holds a space or a sign that no key can have"
    plain = re.sub(r"[\s={}\"#%\\]+", "", key)[:40]
    return Broken(head.start(), message, f"write @{kind}{{{plain}, and cite @{plain}")


# --- fields --------------------------------------------------------------------------------------


def fields_of(body: str, offset: int, strings: Mapping[str, str]) -> Fields:
    """Return the fields of an entry; `offset` is that of its body in the file.

    Abbreviations are written out.  Raise Broken with the offset of what cannot be read.
    """
    fields = Fields()
    at, end = 0, len(body.rstrip(" \t\r\n,"))
    last = ""  # the field before
    while at < end:
        found = _NAME.match(body, at)
        if found is None:
            raise _nameless(body, at, end, offset)
        name = found["name"].lower()
        start = offset + found.start("name")
        if last and "," not in body[at : found.start("name")]:
            message = f"no comma is between its {last} and its {name}"
            hint = f"write a comma behind the value of {last}"
            fields.odd.append(Odd(offset + at, message, hint, unseparated=True))
        value, at = _value(body, found.end(), offset, strings, fields.odd, name)
        _refuse_swallowed(value, offset + found.end(), name)
        if name in fields.texts:
            message = f"its {name} is given twice, and the first is used"
            fields.odd.append(Odd(start, message, "remove one of the two"))
        else:
            fields.texts[name], fields.at[name] = value, start
        last = name
    return fields


def _nameless(body: str, at: int, end: int, offset: int) -> Broken:
    """Return what is wrong where the name of a field is expected."""
    at += len(body[at:end]) - len(body[at:end].lstrip(" \t\r\n,"))
    near = " ".join(body[at : at + 30].split())
    hint = "write a comma between two fields, and “=” after a field's name"
    if body[at : at + 1] == "%":
        hint = "a .bib file has no remarks within an entry: remove the sign % and what follows it"
    elif body[at : at + 1] == "}":
        hint = "remove the brace }, or write the one that opens"
    elif _COLON.match(body, at):
        hint = "write = in place of the colon"
    elif _NO_SIGN.match(body, at):
        hint = "write = after the field's name"
    elif re.search(r"=\s*[“”„‘’][^\n]*$", body[:at]) or "”" in near:
        hint = 'write straight quotation marks "…" or braces {…} around the value'
    elif body[:at].rstrip().endswith(("}", '"')):
        hint = "the value before it ends too early: look for a quotation mark or a brace in it"
    return Broken(offset + at, f"a field's name is missing before “{near}”", hint)


_COLON = re.compile(r"[A-Za-z][\w-]*\s*:\s*[{\"\w]")
_NO_SIGN = re.compile(r"[A-Za-z][\w-]*\s*[{\"]")
_SWALLOWED = re.compile(
    r"\n[ \t]*(?P<name>author|editor|title|booktitle|year|date|publisher|journal|journaltitle|"
    r"pages|volume|number|address|location|url|doi|isbn|note|month|edition|series)"
    r"[ \t]*=[ \t]*(?=$|[{\"])",
    re.IGNORECASE,
)


def _refuse_swallowed(value: str, at: int, name: str) -> None:
    """Raise Broken if a value holds the field after it, since its quotation mark is not closed."""
    if found := _SWALLOWED.search(value):
        message = f"the value of {name} is not closed before {found['name']}"
        raise Broken(at, message, "write the mark or the brace that closes it")


def _value(
    body: str, at: int, offset: int, strings: Mapping[str, str], odd: list[Odd], name: str
) -> tuple[str, int]:
    """Return a value, its pieces joined, and where it ends."""
    pieces: list[str] = []
    while True:
        piece, at = _piece(body, at, offset, strings, odd, name)
        pieces.append(piece)
        glue = _GLUE.match(body, at)
        if glue is None:
            return "".join(pieces), at
        at = glue.end()


def _piece(
    body: str, at: int, offset: int, strings: Mapping[str, str], odd: list[Odd], name: str
) -> tuple[str, int]:
    match body[at : at + 1]:
        case "{":
            end = _closing(body, at + 1, _BRACE, "}")
        case '"':
            end = _closing(body, at + 1, _QUOTE, '"')
        case _:
            bare = _BARE.match(body, at)
            if bare is None:
                hint = f"write {name} = {{…}}, or remove the field"
                raise Broken(offset + at, "a field's value is missing", hint)
            return _written_out(bare[0], offset + at, strings, odd), bare.end()
    if end < 0:
        hint = "write the mark or the brace that closes it"
        message = f"the value of {name} is not closed, or nested too deeply"
        raise Broken(offset + at, message, hint)
    return body[at + 1 : end], end + 1


def _written_out(word: str, at: int, strings: Mapping[str, str], odd: list[Odd]) -> str:
    """Return the text of an abbreviation; a number stays, and a month, which pandoc knows."""
    small = word.lower()
    if small in strings:
        return strings[small]
    if not word.isdecimal() and small not in MONTHS:
        near = get_close_matches(small, sorted(strings), n=1, cutoff=0.7)
        hint = f"did you mean {near[0]}?" if near else f"write {{{word}}}"
        odd.append(Odd(at, f"“{word}” has no braces, and is no @string", hint))
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

    def in_order(self, entries: Iterable[BibEntry]) -> dict[str, BibEntry]:
        """Return entries by key, each before those of them that it takes fields from.

        Of a ring of entries, one is before the others and behind one that it names.
        """
        among = {entry.key: entry for entry in entries}
        finished: dict[str, BibEntry] = {}
        begun: set[str] = set()
        for first in among.values():
            path = [] if first.key in begun else [(first, self.named_by(first))]
            begun.add(first.key)
            while path:
                entry, keys = path[-1]
                key = next(keys, None)
                named = None if key is None else self.get(key)
                if key is None:
                    finished[entry.key] = entry
                    path.pop()
                elif named is not None and named.key in among and named.key not in begun:
                    begun.add(named.key)
                    path.append((named, self.named_by(named)))
        return dict(reversed(finished.items()))

    def get(self, key: str) -> BibEntry | None:
        """Return the entry of a key; as in biblatex, one that differs in case is taken too."""
        return self._by_key.get(key) or self._by_key.get(key.casefold())

    def named_by(self, entry: BibEntry) -> Iterator[str]:
        """Yield the keys that an entry names under `crossref` and `xdata`."""
        if not self._is_one or not re.search("crossref|xdata", entry.body, re.IGNORECASE):
            return
        try:
            fields = fields_of(entry.body, 0, self._strings).texts
        except Broken:
            return
        for name in ("crossref", "xdata"):
            for key in fields.get(name, "").split(","):
                if key.strip():
                    yield key.strip()
