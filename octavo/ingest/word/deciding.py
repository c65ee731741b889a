"""Apply what a person has decided about the doubts of a document, before pandoc reads it."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.ingest.decisions import Decision
from octavo.ingest.doubts import Doubt
from octavo.ingest.letters import Goes
from octavo.ingest.scan import Unreadable
from octavo.ingest.word import marks
from octavo.ingest.word.words import Passage, Piece, Words
from octavo.model import Element
from octavo.pandoc import tree
from octavo.proof.archive import Node
from octavo.proof.word_xml import w

_FORMS = {
    "heading by look": ("no heading",), "citation to confirm": ("no cite",),
    "tracked change": ("reject",), "hidden words": ("keep",), "words not in the edition": (
        "no cite",),
}  # fmt: skip
_OTHER_CHANGE = {
    w("ins"): w("del"), w("del"): w("ins"), w("moveTo"): w("moveFrom"), w("moveFrom"): w("moveTo"),
    w("t"): w("delText"), w("delText"): w("t"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision about a range of one passage."""

    decision: Decision
    kind: str  # of the doubt
    passage: int
    start: int
    end: int


@dataclass(slots=True)
class Obeyed:
    """What decisions have left to do: paragraphs that are no headings, elements of marks."""

    plain: set[Node] = field(default_factory=set)
    elements: list[Element] = field(default_factory=list)


def choices_of(
    decisions: Sequence[Decision], doubts: Mapping[str, Doubt], starts: Sequence[Sequence[int]]
) -> list[list[Choice]]:
    """Return the decisions about each document, whose passages begin at `starts` in the words of
    all."""
    found: list[list[Choice]] = [[] for _ in starts]
    firsts = [own[0] for own in starts]
    for one in decisions:
        doubt = doubts.get(one.id)
        if doubt is None or one.verb == "accept":
            continue
        at = max(bisect.bisect_right(firsts, doubt.place.start) - 1, 0)
        passage = max(bisect.bisect_right(starts[at], doubt.place.start) - 1, 0)
        first = starts[at][passage]
        found[at].append(Choice(one, doubt.kind, passage, doubt.place.start - first,
                                doubt.place.end - first))  # fmt: skip
    return found


def obey(words: Words, choices: Iterable[Choice]) -> Obeyed:
    """Change a document in place; raise Unreadable for a decision that does not fit its doubt."""
    made = Obeyed()
    for one in sorted(choices, key=lambda one: (-one.passage, -one.start)):
        verb = one.decision.verb
        passage = words.passages[one.passage]
        if verb in ("read", "cite"):
            put = one.decision.words
            if verb == "cite":
                made.elements.append(tree.cite([tree.citation(put)]))
                put = marks.element(len(made.elements) - 1)
            _replace(passage, one, put)
        elif verb not in _FORMS.get(one.kind, ()):
            raise _unfit(one)
        elif verb == "no heading":
            made.plain.add(passage.node)
        elif verb == "reject":
            _reject(words, one)
        elif verb == "keep":
            _unhide(passage)
        else:
            _release(passage, one)
    return made


def _unfit(one: Choice) -> Unreadable:
    forms = ", ".join(("accept", *_FORMS.get(one.kind, ()), "read “words”", "cite KEY"))
    return Unreadable(
        f"line {one.decision.line} of the decisions: “{one.decision.verb}” does not fit a doubt of "
        f"this kind ({one.kind}); write one of: {forms}"
    )


def _pieces(passage: Passage, one: Choice) -> list[tuple[int, Piece, Node]]:
    """Return the pieces that have letters of a range, with the place at which each begins and the
    element that has it."""
    found: list[tuple[int, Piece, Node]] = []
    at = 0
    for piece in passage.pieces:
        if at < one.end and at + len(piece.words) > one.start and piece.node is not None:
            found.append((at, piece, piece.node))
        at += len(piece.words)
    return found


def _replace(passage: Passage, one: Choice, put: str) -> None:
    """Set words in the place of a range."""
    pieces = _pieces(passage, one)
    if not pieces:
        raise Unreadable(
            f"line {one.decision.line} of the decisions: this doubt is about no words of the "
            "document that can be replaced; change the document, or the text of the edition"
        )
    for number, (at, piece, node) in enumerate(pieces):
        name = piece.attribute
        words = getattr(node, name) or "" if node.tag != w("sym") else piece.words
        a, b = max(one.start - at, 0), min(one.end - at, len(piece.words))
        made = words[:a] + (put if number == 0 else "") + words[b:]
        if node.tag == w("sym"):
            node.tag = w("t")
            node.attrib.clear()
        setattr(node, name, made)


def _reject(words: Words, one: Choice) -> None:
    """Take one tracked change back: what it has put in is taken out, and the other way round."""
    for change in words.changes:
        if (change.passage, change.at) == (one.passage, one.start) and change.node is not None:
            for node in (change.node, *change.node.iter(w("t"), w("delText"))):
                node.tag = _OTHER_CHANGE[node.tag]
            return
    raise _unfit(one)


def _unhide(passage: Passage) -> None:
    for piece in passage.pieces:
        run = piece.node.getparent() if piece.node is not None else None
        if piece.goes is Goes.HIDDEN and run is not None and run.tag == w("r"):
            properties = run.find(w("rPr"))
            if properties is None:
                properties = etree.Element(w("rPr"))
                run.insert(0, properties)
            for hidden in properties.findall(w("vanish")):
                properties.remove(hidden)
            etree.SubElement(properties, w("vanish")).set(w("val"), "0")


def _release(passage: Passage, one: Choice) -> None:
    """Make the words of a citation's field words, which are no citation."""
    shown = {node for _, _, node in _pieces(passage, one)}
    root = passage.node.getroottree().getroot() if passage.node is not None else None
    fields: list[list[Node]] = []
    for node in root.iter(w("fldChar"), w("instrText"), w("t")) if root is not None else ():
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            fields.append([])
        elif kind == "end" and fields:
            fields.pop()
        elif node.tag == w("instrText") and fields:
            fields[-1].append(node)
        elif node in shown and fields:
            for at, instruction in enumerate(fields[-1]):
                instruction.text = " QUOTE " if at == 0 else ""
            return
    raise _unfit(one)
