"""Find the fields of a Word file that show something else than Word will show when it counts again.

A number in a text may be right and the field around it wrong: then it is right until an editor
updates the fields. NOTEREF repeats the number of a note, REF the words of a bookmark, SEQ counts,
PAGEREF leads to a bookmark (ISO 29500-1, 17.16.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from octavo.proof.archive import Node
from octavo.proof.word_xml import CALLS, ID, NAME, PARAGRAPH, VALUE, w

_T, _INSTRUCTION = w("t"), w("instrText")
_START, _END = w("bookmarkStart"), w("bookmarkEnd")
_SIMPLE, _MARK = w("fldSimple"), w("fldChar")
_LOWEST = 9  # level of a heading in Word
_LEADING = ("NOTEREF", "REF", "PAGEREF")
CallKey = tuple[str, str]  # the kind of a call, and the id of its note


@dataclass(slots=True)
class _Field:
    """A field: the words of its instruction, what it shows, and what a count comes to there."""

    said: str = ""
    shown: str = ""
    counted: int = 0
    has_result: bool = False

    @property
    def words(self) -> Sequence[str]:
        return self.said.split() or ("",)


@dataclass(slots=True)
class _Bookmark:
    """A bookmark: the words in it, and the first call."""

    said: str = ""
    call: CallKey | None = None


@dataclass(slots=True)
class _Seen:
    """What was seen of all parts: fields, bookmarks, and the counts at the place that is read."""

    fields: list[_Field] = field(default_factory=list)
    bookmarks: dict[str, _Bookmark] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    # The highest heading since the last number of each count, which may have begun it again.
    since: dict[str, int] = field(default_factory=dict)


def stale_fields(
    parts: Sequence[Node], kinds: Mapping[str, str], numbers: Mapping[CallKey, str]
) -> Iterator[str]:
    """Yield a sentence for each field that Word would fill otherwise.

    `parts` are the body and the notes, `kinds` the kinds of passages by the ids of their styles,
    `numbers` the marks of the calls.
    """
    seen = _Seen()
    for part in parts:
        _see(part, kinds, seen)
    for one in seen.fields:
        kind, *words = one.words
        wanted: str | None = None
        if kind in _LEADING and words:
            bookmark = seen.bookmarks.get(words[0])
            if bookmark is None:
                yield f"the field {kind} leads to no bookmark {words[0]}"
            elif kind == "NOTEREF":
                wanted = numbers.get(bookmark.call or ("", ""), "")
            elif kind == "REF":
                wanted = bookmark.said
        elif kind == "SEQ":
            wanted = str(one.counted)
        if wanted is not None and wanted.strip() != one.shown.strip():
            yield f"the field “{one.said.strip()[:60]}” shows “{one.shown}”, and will “{wanted}”"


def _see(part: Node, kinds: Mapping[str, str], seen: _Seen) -> None:
    """Read a part in its order."""
    opened: dict[str, _Bookmark] = {}
    fields: list[_Field] = []
    for node in part.iter(_T, _INSTRUCTION, _START, _END, _SIMPLE, _MARK, PARAGRAPH, *CALLS):
        tag = node.tag
        if tag == _T:
            for held in (*opened.values(), *(f for f in fields if f.has_result)):
                if isinstance(held, _Bookmark):
                    held.said += node.text or ""
                else:
                    held.shown += node.text or ""
        elif tag == PARAGRAPH:
            _begin_counts(node, kinds, seen)
        elif tag == _START:
            opened[node.get(ID, "")] = seen.bookmarks.setdefault(node.get(NAME, ""), _Bookmark())
        elif tag == _END:
            opened.pop(node.get(ID, ""), None)
        elif tag == _SIMPLE:
            shown = "".join(text.text or "" for text in node.iter(_T))
            made = _Field(node.get(w("instr"), ""), shown, has_result=True)
            _count(made, seen)
        elif tag == _INSTRUCTION and fields:
            fields[-1].said += node.text or ""
        elif tag == _MARK:
            _mark(node.get(w("fldCharType"), ""), fields, seen)
        elif tag in CALLS:
            for bookmark in opened.values():
                bookmark.call = bookmark.call or (tag, node.get(ID, ""))


def _mark(kind: str, fields: list[_Field], seen: _Seen) -> None:
    if kind == "begin":
        fields.append(_Field())
    elif kind == "separate" and fields:
        fields[-1].has_result = True
        _count(fields[-1], seen)
    elif kind == "end" and fields:
        fields.pop()


def _begin_counts(paragraph: Node, kinds: Mapping[str, str], seen: _Seen) -> None:
    """Keep the level of a heading, at which counts may begin again."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    kind = kinds.get(style.get(VALUE, ""), "") if style is not None else ""
    if kind[:1] == "h" and kind[1:].isdecimal():
        for name in seen.counts:
            seen.since[name] = min(int(kind[1:]), seen.since.get(name, _LOWEST))


def _count(made: _Field, seen: _Seen) -> None:
    """Keep a field, and what it comes to if it counts: a count has a name, `\\r 3` sets it, `\\s 1`
    lets it begin again behind a heading of this level or a higher one."""
    seen.fields.append(made)
    kind, *words = made.words
    if kind != "SEQ" or not words:
        return
    name, switches = words[0], dict(pairwise(words))
    first, level = switches.get("\\r", ""), switches.get("\\s", "")
    begins = level.isdecimal() and seen.since.get(name, _LOWEST + 1) <= int(level)
    seen.counts[name] = 1 if begins else seen.counts.get(name, 0) + 1
    if first.isdecimal():
        seen.counts[name] = int(first)
    seen.since.pop(name, None)
    made.counted = seen.counts[name]
