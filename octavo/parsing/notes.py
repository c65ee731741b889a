"""Parse a text: pandoc's tree with every note named and placed, and the state of each call.

pandoc keeps neither the places of notes nor their labels. So the text is read with a mark of zero
width before all that looks like a call (`source.mark`); what follows each mark in the tree shows
what it is, and the marks are taken out again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from octavo.model import (
    Blocks,
    CallState,
    Element,
    Fault,
    Kind,
    Manuscript,
    Note,
    NoteCall,
    Place,
    Section,
    Source,
    kinds_in,
)
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note, note_span
from octavo.pandoc.run import PandocError
from octavo.pandoc.walk import plain, rewrite, text_of, walk
from octavo.parsing.addresses import without_false_addresses
from octavo.parsing.comments import for_draft, without_comments
from octavo.parsing.figures import with_figures
from octavo.parsing.headings import place_of_late_title, raise_headings, skipped_levels
from octavo.parsing.labels import with_labels, with_links
from octavo.parsing.new_pages import with_new_pages
from octavo.parsing.reader import TOO_DEEP, meta_inlines, read, read_document
from octavo.parsing.tables import with_decimals
from octavo.parsing.too_complex import place_of_unfit, unfit
from octavo.parsing.verse import with_line_numbers
from octavo.source import (
    CONTROL,
    MARK,
    MARK_START,
    MARK_ZERO,
    Candidate,
    Lines,
    control_fault,
    escaped_place,
    find_cite_keys,
    image_target,
    rename_definitions,
    scan_notes,
)
from octavo.source.rules import text_can_be_parsed

# What is made of the elements of a kind, in this order; none of it adds what another looks for.
_STEPS: tuple[tuple[Kind, Callable[[Blocks], Blocks]], ...] = (
    ("Cite", with_links),
    ("Math", with_labels),
    ("LineBlock", with_line_numbers),
    ("Table", with_decimals),
    ("Div", with_new_pages),
)


def parse(
    source: Source, language: str, keys: Container[str] = (), *, is_draft: bool = False
) -> Manuscript:
    """Return the manuscript of a text: the tree with its notes named, and the state of each call.

    `language` is the section's, if the text names none; `keys` are those of the bibliography. The
    text of a draft keeps its comments. Raise PandocError, with pandoc's words, if pandoc cannot
    read the text.
    """
    candidates = scan_notes(source.text)
    document, doubtful = read_document(source, candidates, language, keys)
    reading = _Reading(source, candidates)
    read_blocks = reading.restore(document["blocks"])
    meta = reading.restore(document["meta"])
    own_language = text_of(meta_inlines(meta.get("lang"))) or language
    blocks = for_draft(read_blocks, own_language) if is_draft else without_comments(read_blocks)
    kinds = kinds_in(blocks)
    for kind, step in _STEPS:
        blocks = step(blocks) if kind in kinds else blocks
    if "Link" in kinds:
        blocks = without_false_addresses(blocks, source.text)
    notes = _real_notes(source, candidates, reading)
    blocks = _own_ids(source, blocks)
    if "Image" in kinds:
        blocks = _images_from_the_folder(source.section, blocks)
    skips = skipped_levels(source, read_blocks)
    late_title = place_of_late_title(source, read_blocks)
    title, blocks = raise_headings(blocks, source.section.name)
    return Manuscript(
        section=source.section,
        title=title or meta_inlines(meta.get("title")),
        language=own_language,
        blocks=blocks,
        calls=reading.calls(),
        notes=notes,
        cite_keys=find_cite_keys(source, candidates),
        doubtful_items=doubtful,
        meta=meta,
        words=len(plain(blocks, notes=True).split()),
        skips=skips,
        late_title=late_title,
    )


class _Reading:
    """One pass over the tree that pandoc made of a marked text.

    It takes the marks out again, wraps each note with its label, and records the state of each
    candidate.
    """

    def __init__(self, source: Source, candidates: Sequence[Candidate]) -> None:
        self._source = source
        self._candidates = candidates
        self._lines = Lines(source.section.path, source.text)
        self._states: dict[int, CallState] = {}
        defined = {candidate.label for candidate in candidates if candidate.definition}
        self._unmarked = iter(
            number
            for number, candidate in enumerate(candidates)
            if not (candidate.markable or candidate.definition)
            and (candidate.label in defined or not candidate.label)
        )
        self._literal: set[str] = set()
        self._depth = 0

    def calls(self) -> tuple[NoteCall, ...]:
        """Return the calls of the text in order, those without a note included."""
        return tuple(self._call(number, state) for number, state in sorted(self._states.items()))

    def called_labels(self) -> set[str]:
        return {
            self._candidates[number].label
            for number, state in self._states.items()
            if state is CallState.CALLED
        }

    def find_literal_calls(self, real: set[int]) -> None:
        """Record as unresolved the calls without a mark that are words in the tree: in a grid
        table, or at the head of a line that pandoc takes for no note. `real` are the candidates
        that are notes."""
        for number, candidate in enumerate(self._candidates):
            if candidate.markable or number in real or number in self._states:
                continue
            if candidate.label and f"[^{candidate.label}]" in self._literal:
                self._states[number] = CallState.UNRESOLVED

    def restore(self, node: Any) -> Any:
        if isinstance(node, str):
            return MARK.sub("", node) if chr(MARK_START) in node else node
        if isinstance(node, list):
            return self._restore_list(node)
        if isinstance(node, dict):
            if tree.is_kind(node, "Link") and "uri" in tree.classes_of(node):
                return without_marks(node)  # an address that happens to hold [^x]
            return {key: self.restore(value) for key, value in node.items()}
        return node

    def _restore_list(self, items: list[Any]) -> list[Any]:
        made: list[Any] = []
        pending: int | None = None
        for index, item in enumerate(items):
            if tree.is_string(item):
                text, pending = tree.string_of(item), None
                if chr(MARK_START) not in text:
                    made.append(item)
                    if "[^" in text:
                        self._literal.update(_LITERAL.findall(text))
                    continue
                text, pending = self._string(text, items[index + 1 :])
                if text:
                    made.append(tree.string(text))
            elif tree.is_kind(item, "Space"):
                pending = None
                made.append(item)
            elif tree.is_kind(item, "Note"):
                made.append(self._note(item, pending))
                pending = None
            else:
                pending = None
                made.append(self.restore(item))
        return made

    def _string(self, text: str, after: list[Any]) -> tuple[str, int | None]:
        """Return a string without its marks, and the candidate whose mark ends it."""
        pending = None
        for match in MARK.finditer(text):
            number = _number(match[1])
            rest = text[match.end() :]
            if not rest:
                pending = number
            elif rest.startswith("[^") and ("]" in rest or "]" in plain(after)):
                state = CallState.IN_NOTE if self._depth else CallState.UNRESOLVED
                self._states.setdefault(number, state)
        return MARK.sub("", text), pending

    def _note(self, element: Element, number: int | None) -> Element:
        if number is None:
            number = self._next_unmarked()
        label = self._candidates[number].label if number is not None else ""
        if number is not None:
            state = CallState.IN_NOTE if self._depth else CallState.CALLED
            self._states.setdefault(number, state)
        self._depth += 1
        blocks = self.restore(tree.content_of(element))
        self._depth -= 1
        return note_span(blocks, label)

    def _next_unmarked(self) -> int | None:
        """Return the next candidate that cannot have a mark: a call in a grid table, or one that
        opens a line and has a colon after it. The text has them in the order of the tree."""
        return next(self._unmarked, None)

    def _call(self, number: int, state: CallState) -> NoteCall:
        candidate, text = self._candidates[number], self._source.text
        before = text[max(0, candidate.offset - 1) : candidate.offset]
        after = "" if not candidate.label else text[candidate.end : candidate.end + 1]
        place = self._lines.place(candidate.offset)
        return NoteCall(candidate.label, place, state, before, after)


_LITERAL = re.compile(r"\[\^[^\]\s\[^]+\]")


def without_marks(node: Any) -> Any:
    """Return a tree whose strings hold no marks."""
    if isinstance(node, str):
        return MARK.sub("", node)
    if isinstance(node, list):
        return [without_marks(item) for item in node]
    if isinstance(node, dict):
        return {key: without_marks(value) for key, value in node.items()}
    return node


def _number(digits: str) -> int:
    return int("".join(str(ord(digit) - MARK_ZERO) for digit in digits))


def _real_notes(
    source: Source, candidates: Sequence[Candidate], reading: _Reading
) -> tuple[Note, ...]:
    """Return the notes of a text in order: definitions that pandoc reads as notes; code shows
    others."""
    lines = Lines(source.section.path, source.text)
    defined = [(n, c) for n, c in enumerate(candidates) if c.definition]
    labels = [c.label for _, c in defined]
    plainly_notes = len(set(labels)) == len(labels) and set(labels) <= reading.called_labels()
    if not plainly_notes:
        text, renamed = rename_definitions(source.text, candidates)
        real = _called_in_last_paragraph(read(text)["blocks"], set(renamed.values()))
        defined = [(n, c) for n, c in defined if n in real]
    reading.find_literal_calls({number for number, _ in defined})
    return tuple(Note(c.label, lines.place(c.offset)) for _, c in defined)


def _called_in_last_paragraph(blocks: Blocks, asked: set[int]) -> set[int]:
    """Return those of the numbers asked for whose mark in the last paragraph precedes a note; all
    of them if that paragraph has no marks."""
    found: set[int] = set()
    inlines = tree.content_of(blocks[-1]) if blocks and tree.is_paragraph(blocks[-1]) else []
    seen = False
    for item, after in zip(inlines, [*inlines[1:], None], strict=False):
        match = MARK.search(tree.string_of(item)) if tree.is_string(item) else None
        if match:
            seen = True
            if tree.is_kind(after, "Note"):
                found.add(_number(match[1]))
    return found if seen else asked


# --- making the sections of an edition one -------------------------------------------------------

_EXPLICIT_ID = re.compile(r"\{[^{}\n]*#(?P<brace>[^\s}]+)|\bid\s*=\s*[\"']?(?P<html>[^\s\"'>]+)")


def _own_ids(source: Source, blocks: Blocks) -> Blocks:
    """Return the blocks with the section's name before ids that pandoc made of headings, and in
    links to them: two chapters may each have an "Introduction"."""
    written = {match["brace"] or match["html"] for match in _EXPLICIT_ID.finditer(source.text)}
    ids = [tree.id_of(element) for element in walk(blocks) if tree.is_kind(element, "Header")]
    made = [own for own in ids if own and own not in written]
    renamed = {own: f"sec-{source.section.name}-{own}" for own in made}

    def change(element: Element) -> Element | None:
        if tree.is_kind(element, "Header") and tree.id_of(element) in renamed:
            name, classes, pairs = tree.attr_of(element)
            return tree.with_attr(element, renamed[name], classes, pairs)
        if _links_to(element, renamed):
            return tree.with_target(element, f"#{renamed[tree.target_of(element)[1:]]}")
        return None

    if not renamed:
        return blocks
    linked = any(_links_to(element, renamed) for element in walk(blocks))
    return rewrite(blocks, change, within=frozenset() if linked else tree.PARAGRAPHS)


def _links_to(element: Element, ids: Mapping[str, str]) -> bool:
    return tree.is_kind(element, "Link") and tree.target_of(element)[1:] in ids


def _images_from_the_folder(section: Section, blocks: Blocks) -> Blocks:
    """Return the blocks with images inside source/ named from the edition's folder, in whole
    figures.

    pandoc repeats a caption, with its notes, as the alternative text of an image that has none of
    its own: these notes are taken out, since they are no calls.
    """

    def change(element: Element) -> Element | None:
        if not tree.is_kind(element, "Image"):
            return None
        target = tree.target_of(element)
        inlines = rewrite(tree.content_of(element), lambda inner: [] if is_note(inner) else None)
        placed = tree.with_target(element, image_target(section, target) or target)
        return tree.with_content(placed, inlines)

    return with_figures(rewrite(blocks, change))


def _controls_in(node: Any) -> set[str]:
    """Return the control characters of metadata: in YAML an escape can write them."""
    if isinstance(node, str):
        return set(CONTROL.findall(node))
    inner = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    return set().union(*map(_controls_in, inner))


_UNREAD_METADATA = re.compile(
    r"YAML metadata at \(line (?P<block>\d+).*?"
    r"exception at line (?P<line>\d+), column (?P<column>\d+)",
    re.DOTALL,
)


def _metadata_fault(source: Source, found: re.Match[str]) -> Fault:
    """Return the fault of metadata that are no YAML: often prose between two lines ---."""
    block, line = int(found["block"]), int(found["line"])
    place = Place(source.section.path, block + line, int(found["column"]) + 1)
    hint = (
        "put a value that has a colon in it between quotation marks; close the metadata with ---; "
        "write an empty line below a line --- that is none of theirs"
    )
    message = f"the metadata that begin in line {block} cannot be read from here on"
    return text_can_be_parsed.fault(place, message, hint)


def try_to_parse(
    source: Source, language: str, keys: Container[str] = (), *, is_draft: bool = False
) -> tuple[Manuscript | None, tuple[Fault, ...]]:
    """Return a text parsed; or None and the fault, if pandoc cannot read it or no page can hold
    it."""
    try:
        manuscript = parse(source, language, keys, is_draft=is_draft)
        signs = sorted(_controls_in(manuscript.meta))
        if signs:
            place = escaped_place(source.text, source.section.path)
            return None, tuple(control_fault(sign, [place]) for sign in signs)
        message = unfit(manuscript.blocks) if manuscript.holds("Math", "Table") else ""
        if not message:
            return manuscript, ()
    except PandocError as error:
        if metadata := _UNREAD_METADATA.search(str(error)):
            return None, (_metadata_fault(source, metadata),)
        message = f"pandoc says: {error}"
    except RecursionError:
        message = TOO_DEEP
    place = place_of_unfit(source.text, source.section.path)
    return None, (text_can_be_parsed.fault(place, message),)
