"""Find the marks of the index in the texts, and give each an id that is on a page.

A mark is a span, a division or a heading of the class `index`:

    [Litvinov]{.index key="Litvinov, Maksim!and Stalin"}     the words in the text
    []{.index key="Munich" .from} … []{.index key="Munich" .to}     a range of pages
    ## The Terms {.index key="Munich!terms of"}     all text that the heading governs

The span that remains has the id, and the attributes that Word's index is made of. It takes in the
whole word that it is in or beside: no line breaks at it, no ligature is lost, and it is on the page
of that word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from octavo.index.anchors import MARK, is_mark, joined, with_end
from octavo.index.key_syntax import as_markdown, filings, headings, is_too_deep
from octavo.index.rules import index_key_says_something, index_range_is_whole
from octavo.model import MARK_CLASS, Blocks, Element, IndexMark, Manuscript, Rule, Section
from octavo.notes.note_references import without_pages
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note
from octavo.pandoc.walk import walk

ENTRY = "index-entry"  # the entry for Word, which makes an index of its own
_OURS = frozenset({MARK_CLASS, "from", "to", "main", "figure"})
_PAIRS = frozenset({"key", "see", "seealso", "sort", "name"})


class MarkIssue(NamedTuple):
    """A breach of a rule at a mark: a `Fault` that has no place in the source yet.

    The mark is found in its section by how it is written, and by its `sign`, `from` or `to`, which
    distinguishes it from others with its key.
    """

    rule: Rule
    section: str
    written: str
    message: str
    hint: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """The texts with the ids of their marks, the entries asked for, and the breaches of rules."""

    manuscripts: tuple[Manuscript, ...]
    marks: tuple[IndexMark, ...]
    issues: tuple[MarkIssue, ...]


def mark_entries(manuscripts: Sequence[Manuscript]) -> Marked:
    """Return all texts with their marks put in place, in the order of the edition."""
    placing = _Placing()
    done = tuple(placing.manuscript(manuscript) for manuscript in manuscripts)
    placing.close()
    return Marked(done, tuple(placing.marks), tuple(placing.issues))


class _Placing:
    """One walk through all texts; `_open` has the ranges that have begun, by index and heading."""

    def __init__(self) -> None:
        self.marks: list[IndexMark] = []
        self.issues: list[MarkIssue] = []
        self._open: dict[tuple[str, tuple[str, ...]], int] = {}
        self._section = Section("", "")
        self._count = 0
        self._note, self._note_id = "", ""
        self._figure = False
        self._governing: dict[int, str] = {}  # `id` of a heading that is a range: its end
        self._asked: tuple[str, tuple[tuple[str, ...], ...]] = ("", ())  # by the mark last read

    def manuscript(self, manuscript: Manuscript) -> Manuscript:
        """Return a text with its marks put in place; a text without any unchanged."""
        self._section, self._count = manuscript.section, 0
        if not any(MARK_CLASS in tree.classes_of(element) for element in walk(manuscript.blocks)):
            return manuscript
        return replace(manuscript, blocks=self._tree(manuscript.blocks))

    def close(self) -> None:
        """Report the ranges that never end; each becomes the page where it begins."""
        for number in self._open.values():
            mark = self.marks[number]
            message = f"the range {mark.written} is never closed"
            hint = "close it with .to, under the same key"
            self._broken(mark.section, mark.written, message, hint, "from")

    # --- the walk --------------------------------------------------------------------------------

    def _tree(self, node: Any) -> Any:
        if type(node) is list:
            return self._list(node)
        if type(node) is not dict or tree.is_string(node) or tree.is_space(node):
            return node
        if not tree.is_element(node):
            return self._inside(node)
        if is_note(node):
            return self._in_note(node)
        if MARK_CLASS in tree.classes_of(node):
            change = {"Span": self._span, "Div": self._div, "Header": self._header}
            if tree.kind_of(node) in change:
                return change[tree.kind_of(node)](node)
        if tree.is_kind(node, "Image"):  # its words repeat its caption, or are not printed
            return node
        if tree.is_kind(node, "Figure"):
            before, self._figure = self._figure, True
            made = self._inside(node)
            self._figure = before
            return made
        return self._inside(node)

    def _inside(self, node: dict[str, Any]) -> Any:
        return {key: self._tree(value) for key, value in node.items()}

    def _list(self, items: list[Any]) -> list[Any]:
        made = [self._tree(item) if type(item) in (list, dict) else item for item in items]
        if self._governing and any(id(item) in self._governing for item in made):
            made = self._ended(made)
        return joined(made) if any(map(is_mark, made)) else made

    def _in_note(self, node: Element) -> Element:
        before = self._note, self._note_id
        self._note, self._note_id = tree.attribute(node, "mark"), tree.id_of(node)
        made = self._inside(node)
        self._note, self._note_id = before
        return made

    # --- marks -----------------------------------------------------------------------------------

    def _span(self, span: Element) -> Element:
        attr = tree.attr_of(span)
        words = self._list(tree.content_of(span))
        own = self._next_id()
        written, entries = self._read(attr, as_markdown(without_pages(words)), bool(words), own, "")
        self._range(attr.classes, written, own)
        identity, classes, pairs = _without_ours(attr)
        if words and (identity or classes or pairs):
            words = [tree.span(words, identity, classes, pairs)]
        return tree.span(words, own, [MARK], entries)

    def _div(self, div: Element) -> Element:
        attr = tree.attr_of(div)
        own = attr.id or self._next_id()
        until = f"{self._next_id()}-end"
        self._read(attr, "", False, own, until)
        blocks = self._list(tree.content_of(div))
        _, classes, pairs = _without_ours(attr)
        return tree.div(with_end(blocks, until) or blocks, own, classes, pairs)

    def _header(self, header: Element) -> Element:
        attr, inlines = tree.attr_of(header), tree.content_of(header)
        own = attr.id or self._next_id()
        until = f"{self._next_id()}-end"
        self._read(attr, as_markdown(without_pages(inlines)), False, own, until)
        _, classes, pairs = _without_ours(attr)
        made = tree.header(tree.level_of(header), self._list(inlines), own, classes, pairs)
        self._governing[id(made)] = until
        return made

    def _ended(self, blocks: Blocks) -> Blocks:
        """Return blocks in which each heading that is a range has its end before the next heading
        of its level or a higher one."""
        for at, block in enumerate(blocks):
            until = self._governing.pop(id(block), "")
            if not until:
                continue
            level = tree.level_of(block)
            following = range(at + 1, len(blocks))
            next_ = (n for n in following if _level_of(blocks[n]) <= level)
            end = next(next_, len(blocks))
            governed = with_end(blocks[at + 1 : end], until)
            if governed is not None:
                blocks[at + 1 : end] = governed
        return blocks

    def _next_id(self) -> str:
        self._count += 1
        return f"index-{self._section.name}-{self._count}"

    def _empty(self, written: str, message: str, hint: str) -> None:
        rule = index_key_says_something
        self.issues.append(MarkIssue(rule, self._section.name, written, message, hint))

    def _broken(self, section: str, written: str, message: str, hint: str, sign: str) -> None:
        rule = index_range_is_whole
        self.issues.append(MarkIssue(rule, section, written, message, hint, sign))

    def _read(
        self, attr: tree.Attr, words: str, shown: bool, own: str, until: str
    ) -> tuple[str, list[tree.KeyValue]]:
        """Record the entries that a mark asks for; return its key as written, and the attributes
        for Word's index."""
        classes, named = attr.classes, dict(attr.attributes)
        written = named.get("key", words)
        asked = headings(named["key"]) if "key" in named else ((words,) if words else ())
        asked = tuple((a,) if isinstance(a, str) else a for a in asked)
        if not asked:
            self._empty(written, "a mark of the index names no entry", 'write key="…"')
        if is_too_deep(named.get("key", "")):
            message = f"the entry {written} has more than two levels of subentries"
            self._empty(written, message, "a literal exclamation mark is written twice")
        see, also = headings(named.get("see", "")), headings(named.get("seealso", ""))
        refers_only = bool(see) or (bool(also) and not shown and not until)
        closes = "to" in classes
        filed = filings(named.get("sort", ""))
        figure = "figure" if self._figure or "figure" in classes else ""
        for number, heading in enumerate(asked):
            if not closes:
                self.marks.append(IndexMark(
                    self._section.name, written, named.get("name", ""), heading,
                    filed[number] if number < len(filed) else (),
                    "" if refers_only else own, "" if refers_only else until, self._note,
                    "main" if "main" in classes else figure, see, also, self._note_id,
                ))  # fmt: skip
        self._asked = (named.get("name", ""), asked)
        return written, [] if closes else _for_word(asked, see, also, classes, named)

    def _range(self, classes: list[str], written: str, own: str) -> None:
        """Open or close a range for each entry that the mark just read asks for."""
        index, asked = self._asked
        for back, heading in enumerate(reversed(asked), 1):
            key = (index, heading)
            if "from" in classes:
                if key in self._open:
                    message = f"the range {written} is opened again before it is closed"
                    hint = "close it with .to, under the same key"
                    self._broken(self._section.name, written, message, hint, "from")
                self._open[key] = len(self.marks) - back
            elif "to" in classes:
                number = self._open.pop(key, None)
                if number is None:
                    message = f"the range {written} is closed and was never opened"
                    hint = "open it with .from, under the same key"
                    self._broken(self._section.name, written, message, hint, "to")
                else:
                    self.marks[number] = replace(self.marks[number], until=own, note="")


def _for_word(
    asked: Sequence[tuple[str, ...]], see: Sequence[tuple[str, ...]],
    also: Sequence[tuple[str, ...]], classes: Sequence[str], named: dict[str, str],
) -> list[tree.KeyValue]:  # fmt: skip
    """Return the attributes of a placed mark that a field of Word's index is made of."""
    pairs = [[ENTRY, "!".join(level.replace("!", "!!") for level in h)] for h in asked]
    for name, targets in (("see", see), ("seealso", also)):
        if targets:
            pairs.append([name, "; ".join(", ".join(target) for target in targets)])
    if "main" in classes:
        pairs.append(["main", "1"])
    if named.get("name"):
        pairs.append(["name", named["name"]])
    return pairs


def _without_ours(attr: tree.Attr) -> tree.Attr:
    """Return a mark's id, and its classes and attributes that are not the index's."""
    classes = [name for name in attr.classes if name not in _OURS]
    return tree.Attr(attr.id, classes, [p for p in attr.attributes if p[0] not in _PAIRS])


def _level_of(block: Element) -> int:
    return tree.level_of(block) if tree.is_kind(block, "Header") else 99
