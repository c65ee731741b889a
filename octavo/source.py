"""edition.yaml and texts: bytes as read in, `Edition` and `Source` out, with the places of notes.

Everything here is pure: `stages` reads the files.  The place of a note call comes from the text
(pandoc's tree keeps none), whether it is a call at all from the tree: `mark` leaves a zero-width
mark in front of everything that looks like a call, and `manuscript` finds what became of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from octavo.model import CiteKey, Edition, Fault, Part, Place, Section, Source

EDITION_PATH = "source/edition.yaml"
MAX_EDITION_BYTES = 1_000_000
MAX_VALUES = 100_000
MAX_NUMBER = 10**15  # ISBNs have thirteen figures
MAX_TEXT_BYTES = 8_000_000  # eight times the longest chapter of any corpus we know
MAX_LINE_CHARACTERS = 1_000_000

MAX_NESTED = 30
NESTED = re.compile(rf"^(?:[ \t]*>){{{MAX_NESTED + 1}}}", re.MULTILINE)

_adapter = TypeAdapter(Edition)


# --- edition.yaml --------------------------------------------------------------------------------


def edition_schema() -> dict[str, Any]:
    """The JSON Schema of edition.yaml, for editors that complete and check as one types."""
    return _adapter.json_schema()


def read_edition(data: bytes, path: str = EDITION_PATH) -> tuple[Edition | None, tuple[Fault, ...]]:
    """Read edition.yaml; a fault stands on the line that it is about, whatever is wrong."""
    start = Place(path)
    if len(data) > MAX_EDITION_BYTES:
        message = f"the file has {len(data):,} bytes, and should only describe an edition"
        return None, (_invalid(start, message),)
    try:
        loaded = YAML(typ="rt", pure=True).load(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return None, (_invalid(_byte_place(data, error.start, path), "the file is not UTF-8"),)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else start
        problem = error.problem or error.context
        return None, (_invalid(place, f"the YAML cannot be read: {problem}"),)
    except (YAMLError, ValueError, RecursionError) as error:
        return None, (_invalid(start, f"the YAML cannot be read: {error}"),)
    if not isinstance(loaded, CommentedMap):
        return None, (_invalid(start, "there is no list of keys and values in it", "title: …"),)
    try:
        return _adapter.validate_python(_as_written(loaded)), ()
    except ValidationError as error:
        return None, tuple(_fault_of(detail, loaded, path) for detail in error.errors())
    except RecursionError:
        return None, (_invalid(start, "the YAML is nested too deeply"),)
    except ValueError as error:
        return None, (_invalid(start, f"the YAML cannot be read: {error}"),)


def _as_written(loaded: Any) -> Any:
    """Plain values for pydantic; dates and ISBNs written as numbers become text again.

    Raises ValueError for more values than an edition has: aliases of aliases unfold to billions;
    and for numbers that no text may be made of.
    """
    budget = MAX_VALUES

    def plain(value: Any) -> Any:
        nonlocal budget
        budget -= 1
        if budget < 0:
            raise ValueError("its aliases unfold to more values than an edition has")
        if isinstance(value, CommentedMap):
            return {str(key): _as_text(key, plain(item)) for key, item in value.items()}
        if isinstance(value, CommentedSeq):
            return [plain(item) for item in value]
        if isinstance(value, int) and abs(value) > MAX_NUMBER:
            raise ValueError("a number in it has more than fifteen figures; write it as a text")
        return value

    return plain(loaded)


_TEXT_KEYS = {
    "date", "print", "hardcover", "paperback", "epub", "pdf", "issn", "orcid", "doi", "identifier",
    "title", "subtitle", "series", "edition",
}  # fmt: skip


def _as_text(key: Any, value: Any) -> Any:
    if key in _TEXT_KEYS and value is not None and not isinstance(value, str | dict | list):
        return str(value)
    return value


def _fault_of(detail: Any, loaded: CommentedMap, path: str) -> Fault:
    where = tuple(part for part in detail["loc"])
    place = _yaml_place(loaded, where, path)
    name = ".".join(str(part) for part in where)
    if detail["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        known = _known_keys(where[:-1])
        near = get_close_matches(str(where[-1]), known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(known))}"
        return _invalid(place, f"{name} is not a key of edition.yaml", hint)
    if detail["type"] == "missing":
        return _invalid(place, f"{name} is missing")
    return _invalid(place, f"{name}: {detail['msg'][:1].lower()}{detail['msg'][1:]}")


def _known_keys(where: tuple[Any, ...]) -> list[str]:
    """The keys that the schema allows in the mapping at `where`."""
    schema = edition_schema()
    node: Any = schema
    for part in where:
        node = node["items"] if isinstance(part, int) else node.get("properties", {}).get(part, {})
        for option in node.get("anyOf", ()):
            node = option if "$ref" in option else node
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return list(node.get("properties", ()))


def _yaml_place(loaded: Any, where: tuple[Any, ...], path: str) -> Place:
    """The line of the key that `where` leads to, or of the nearest one above it."""
    line, column = 0, 0
    node = loaded
    for part in where:
        try:
            if isinstance(node, CommentedMap):
                line, column = node.lc.key(part)
            elif isinstance(node, CommentedSeq):
                line, column = node.lc.item(part)
            node = node[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return Place(path, line + 1, column + 1)


def _invalid(place: Place, message: str, hint: str = "") -> Fault:
    return Fault("edition_file_is_valid", place, message, hint)


# --- sections ------------------------------------------------------------------------------------


def sections_of(edition: Edition) -> tuple[Section, ...]:
    """All texts of the edition in order, each once; `name` is safe in file names and ids."""
    listed: tuple[tuple[Part, tuple[str, ...]], ...] = (
        ("front", edition.front_matter),
        ("body", edition.sections),
        ("back", edition.back_matter),
    )
    sections: dict[str, Section] = {}
    for part, files in listed:
        for file in files:
            path = str(PurePosixPath("source", file))
            name = section_name(file)
            sections.setdefault(name, Section(name, path, part))
    return tuple(sections.values())


# The parts of the print PDF that are made, whose names no text has.
MADE = ("title-leaves", "contents", "endnotes", "index", "colophon")


def section_name(file: str) -> str:
    """`content/intro/1.md` is the section `content-intro-1`."""
    stem = str(PurePosixPath(file).with_suffix(""))
    name = re.sub(r"[^\w.]+", "-", stem).strip("-.").lower() or "section"
    return f"{name}-text" if name in MADE else name


def listing_faults(edition: Edition) -> Iterator[Fault]:
    """Sections listed twice, or under two names that come to one, or outside of source/."""
    seen: dict[str, str] = {}
    for file in (*edition.front_matter, *edition.sections, *edition.back_matter):
        name, place = section_name(file), Place(EDITION_PATH)
        if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
            yield Fault("section_exists", place, f"{file} is not inside source/")
        elif name in seen and seen[name] == file:
            yield Fault("section_is_listed_once", place, f"{file} is listed twice")
        elif name in seen:
            message = f"{file} and {seen[name]} come to the same name, {name}"
            yield Fault("section_is_listed_once", place, message, "rename one of the files")
        seen.setdefault(name, file)


def place_in_edition(text: str, needle: str) -> Place:
    """Where a word, such as a section's file name, first stands in edition.yaml."""
    for number, line in enumerate(text.splitlines(), 1):
        if needle in line and not line.lstrip().startswith("#"):
            return Place(EDITION_PATH, number, line.index(needle) + 1)
    return Place(EDITION_PATH)


# --- texts ---------------------------------------------------------------------------------------


def read_source(data: bytes, section: Section) -> tuple[Source | None, tuple[Fault, ...]]:
    """A text as written, with line ends made one kind; or the reason why it cannot be read."""
    start = Place(section.path)
    if len(data) > MAX_TEXT_BYTES:
        message = f"the file has {len(data):,} bytes; at most {MAX_TEXT_BYTES:,} are read"
        return None, (Fault("text_has_a_sane_size", start, message, "part it into sections"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _byte_place(data, error.start, section.path)
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        return None, (Fault("text_is_utf8", place, message, "save the file as UTF-8"),)
    if "\x00" in text:
        place = _byte_place(data, data.index(0), section.path)
        return None, (Fault("text_is_utf8", place, "a NUL byte stands in the text"),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    longest = max((len(line) for line in text.split("\n")), default=0)
    if longest > MAX_LINE_CHARACTERS:
        message = f"a line has {longest:,} characters"
        return None, (Fault("text_has_a_sane_size", start, message, "break it into paragraphs"),)
    deep = NESTED.search(text)
    if deep:
        place = Lines(section.path, text).place(deep.start())
        message = f"more than {MAX_NESTED} block quotations stand in one another"
        return None, (Fault("text_can_be_parsed", place, message),)
    if not text.strip():
        return None, (Fault("section_has_text", start, "the file is empty"),)
    return Source(section, text), ()


def _byte_place(data: bytes, offset: int, path: str) -> Place:
    line_start = data.rfind(b"\n", 0, offset) + 1
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[line_start:offset].decode("utf-8", "replace")) + 1
    return Place(path, line, column)


def image_target(section: Section, target: str) -> str | None:
    """The path, relative to the edition's folder, of an image that a section names; None for what
    is not a file inside source/ (a URL, an absolute path, a way out by `..`)."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) or target.startswith(("/", "\\")):
        return None
    steps: list[str] = []
    for step in (PurePosixPath(section.path).parent / unquote(target)).parts:
        if step == "..":
            if not steps:
                return None
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps) if steps[:1] == ["source"] and len(steps) > 1 else None


# --- places in a text ----------------------------------------------------------------------------


class Lines:
    """Offsets of a text as places."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return Place(self._path, line, offset - self._starts[line - 1] + 1)


_CODE = re.compile(
    r"^(?P<indent>[ >\t]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >\t]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def _hidden_spans(text: str) -> list[tuple[int, int]]:
    """Spans of code and of comments, in order; a comment that is never closed is none."""
    spans = [match.span() for match in _CODE.finditer(text)]
    spans += [match.span() for match in _COMMENT.finditer(text, 0, text.rfind("-->") + 3)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def find_places(source: Source, pattern: re.Pattern[str]) -> tuple[Place, ...]:
    """Places of all matches of a pattern that stand in no code and no comment."""
    lines = Lines(source.section.path, source.text)
    return tuple(lines.place(match.start()) for match in _shown(source.text, pattern))


def _shown(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of a pattern that stand in no code and no comment."""
    hidden = _hidden_spans(text)
    starts = [start for start, _ in hidden]
    for match in pattern.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or match.start() >= hidden[index][1]:
            yield match


# --- what looks like a cite key ------------------------------------------------------------------

CITE = re.compile(
    r"(?<![\w\\])@(?:\{(?P<braced>[^{}\s]+)\}"
    r"|(?P<bare>\*|\w+(?:[:.#$%&+?<>~/-]\w+|--\w+|__\w+)*))"
)
_END_OF_NOTE = re.compile(r"\n[ \t]*\n(?=[^\s])")


def find_cite_keys(source: Source, definitions: Iterable[Candidate]) -> tuple[CiteKey, ...]:
    """All that looks like a cite key, each with the label of the note it is written in; a note
    ends where a line behind an empty one is not indented."""
    text, lines = source.text, Lines(source.section.path, source.text)
    notes = [(c.offset, c.label) for c in definitions if c.definition]
    starts = [start for start, _ in notes]
    ends = [match.end() for match in _END_OF_NOTE.finditer(text)]
    found: list[CiteKey] = []
    for match in _shown(text, CITE):
        index = bisect_right(starts, match.start()) - 1
        label = ""
        if index >= 0:
            end = bisect_right(ends, starts[index])
            if end == len(ends) or match.start() < ends[end]:
                label = notes[index][1]
        key = match["braced"] or match["bare"]
        found.append(CiteKey(key, label, lines.place(match.start())))
    return tuple(found)


_ASKS_FOR_PAGE = re.compile(rb"@\{?(?:note|[Ff]ig|[Tt]bl|[Ee]q|[Ss]ec):[^\]]{1,200}?\bpage\b")


def asks_for_pages(text: bytes) -> bool:
    """Whether a text may refer to a note by its page, `[@note:label, page]`, or to a figure."""
    return b"page" in text and _ASKS_FOR_PAGE.search(text) is not None


# --- what looks like a note ----------------------------------------------------------------------

_CANDIDATE = re.compile(r"\[\^(?P<label>[^\]\s\[^]+)\]|\^\[")
_DEFINITION_HEAD = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*\Z")
_GRID_EDGE = re.compile(r"^[ \t>]*\+(?:[-=:]+\+)+[ \t]*$")

MARK_START, MARK_END, MARK_ZERO = 0xE0100, 0xE0101, 0xE0110
MARK = re.compile("\U000e0100([\U000e0110-\U000e0119]+)\U000e0101")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that looks like a note call, an inline note, or (at the head of a line, with a
    colon) a note: at `offset`; `markable` where a mark can stand before it."""

    label: str
    offset: int
    end: int
    definition: bool = False
    markable: bool = True


def scan_notes(text: str) -> tuple[Candidate, ...]:
    """All candidates of a text in order."""
    grids = _grid_spans(text)
    return tuple(_candidates(text, grids))


def _candidates(text: str, grids: list[tuple[int, int]]) -> Iterator[Candidate]:
    for match in _CANDIDATE.finditer(text):
        start, end, label = match.start(), match.end(), match["label"] or ""
        before = text[max(0, start - 40) : start]
        escaped = (len(before) - len(before.rstrip("\\"))) % 2
        if escaped:
            continue
        head = text[max(text.rfind("\n", 0, start) + 1, start - 200) : start]
        if label and text[end : end + 1] == ":" and _DEFINITION_HEAD.fullmatch(head):
            yield Candidate(label, start, end, definition=True, markable=False)
        else:
            in_grid = any(first <= start < last for first, last in grids)
            yield Candidate(label, start, end, markable=not in_grid)


def _grid_spans(text: str) -> list[tuple[int, int]]:
    """Spans of grid tables: their columns are counted in characters, so no mark may stand there."""
    spans: list[tuple[int, int]] = []
    offset, first = 0, -1
    for line in text.split("\n"):
        if first < 0 and _GRID_EDGE.match(line):
            first = offset
        elif first >= 0 and not line.lstrip(" \t>").startswith(("+", "|")):
            spans.append((first, offset))
            first = -1
        offset += len(line) + 1
    if first >= 0:
        spans.append((first, offset))
    return spans


def mark(text: str, candidates: Iterable[Candidate]) -> str:
    """The text with the mark of candidate k in front of it, for each that can bear one."""
    pieces: list[str] = []
    last = 0
    for number, candidate in enumerate(candidates):
        if candidate.markable:
            pieces += text[last : candidate.offset], mark_of(number)
            last = candidate.offset
    return "".join((*pieces, text[last:]))


def mark_of(number: int) -> str:
    """Zero-width characters that say a number: variation selectors, which no text uses so."""
    digits = "".join(chr(MARK_ZERO + int(digit)) for digit in str(number))
    return f"{chr(MARK_START)}{digits}{chr(MARK_END)}"


def rename_definitions(text: str, candidates: Iterable[Candidate]) -> tuple[str, dict[str, int]]:
    """The text with a label of its own for each definition, all of them called in a last paragraph:
    what pandoc makes of that paragraph shows which definitions it takes for notes."""
    pieces: list[str] = []
    labels: dict[str, int] = {}
    last = 0
    for number, candidate in enumerate(candidates):
        if candidate.definition:
            label = f"octavo\u2063{number}"
            labels[label] = number
            pieces += text[last : candidate.offset], f"[^{label}]"
            last = candidate.end
    calls = " ".join(f"{mark_of(number)}[^{label}]" for label, number in labels.items())
    return "".join((*pieces, text[last:], "\n\n", calls, "\n")), labels


# --- other YAML ----------------------------------------------------------------------------------


class Placed(dict[str, Any]):
    """A mapping of a YAML text, with the line and column at which it stands."""

    line: int = 1
    column: int = 1


class NotYaml(Exception):
    """A text is no YAML that can be read: the reason, and its line and column."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def read_yaml(text: str, most: int = MAX_VALUES) -> Any:
    """The first document of a YAML text: mappings with their places, lists, texts as written.

    Numbers and dates stay texts; tags mean nothing.  Raises NotYaml for what cannot be read, and
    for more than `most` values, which aliases of aliases come to.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        return _values_of(node, [most])
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise NotYaml(problem, *place) from None
    except RecursionError:
        raise NotYaml("it is nested too deeply") from None
    except (YAMLError, ValueError) as error:
        raise NotYaml(str(error).splitlines()[0]) from None


def _values_of(node: Any, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0:
        raise NotYaml("it holds more values than can be read, or its aliases unfold to more")
    if isinstance(node, MappingNode):
        made = Placed()
        made.line, made.column = node.start_mark.line + 1, node.start_mark.column + 1
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                made[str(key.value)] = _values_of(value, budget)
        return made
    if isinstance(node, SequenceNode):
        return [_values_of(item, budget) for item in node.value]
    if isinstance(node, ScalarNode):
        return _CONSTANTS.get(node.tag.rpartition(":")[2], {}).get(node.value.lower(), node.value)
    return None


_CONSTANTS: dict[str, dict[str, Any]] = {
    "null": {"": None, "~": None, "null": None},
    "bool": {"true": True, "false": False},
}
