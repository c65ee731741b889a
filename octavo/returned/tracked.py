"""Take the tracked changes of a Word file into it, or out of it, and list them.

ISO 29500-1, 17.13.5: words put in and taken out, moved, paragraph marks, rows and cells, and the
properties of runs, paragraphs and tables. A paragraph whose mark is gone is one with the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Literal

from octavo.proof.archive import Node
from octavo.proof.word_xml import CALLS, ID, NAME, PARAGRAPH, TEXT, w

Settled = Literal["accepted", "rejected"]
ChangeKind = Literal["put in", "taken out", "set otherwise", "comment"]

_IN, _OUT = (w("ins"), w("moveTo")), (w("del"), w("moveFrom"))
_MARGINS = (
    w("moveFromRangeStart"), w("moveFromRangeEnd"), w("moveToRangeStart"), w("moveToRangeEnd"),
)  # fmt: skip
_CHANGED = {
    w(f"{name}Change"): w(name)
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tcPr", "trPr", "tblGrid")
}
_AUTHOR, _DATE = w("author"), w("date")
_KEPT = {w("pPr"): (w("rPr"), w("sectPr"))}  # what is no part of the properties that were before
_CELLS = {w("cellIns"): "accepted", w("cellDel"): "rejected"}  # how a cell stays
_TEXT_NAMES = {w("delText"): TEXT, w("delInstrText"): w("instrText")}
_NEW_PARAGRAPH = "¶"


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A tracked change or a comment: who made it and when, what was taken out and what was put in;
    or what a comment says. `name` is the bookmark of its paragraph, or of the call of its note;
    `words` are those around it, to find it where there is none."""

    kind: ChangeKind
    author: str
    date: str
    taken: str = ""
    put: str = ""
    name: str = ""
    near: str = ""


def settled(root: Node, how: Settled) -> Node:
    """Return a copy of a part of a Word file in which all tracked changes are settled."""
    made = deepcopy(root)
    stay, go = (_IN, _OUT) if how == "accepted" else (_OUT, _IN)
    for row in [mark.getparent().getparent() for mark in made.iter(*go)
                if mark.getparent().tag == w("trPr")]:  # fmt: skip
        if row.getparent() is not None:
            row.getparent().remove(row)
    for cell in list(made.iter(*_CELLS)):
        if _CELLS[cell.tag] != how:
            around = cell.getparent().getparent()
            if around.getparent() is not None:
                around.getparent().remove(around)
        else:
            cell.getparent().remove(cell)
    _settle_properties(made, how)
    merged = [p for p in made.iter(PARAGRAPH) if _mark_of(p, go) is not None]
    for node in list(made.iter(*go)):
        if node.getparent() is not None and node.getparent().tag not in (w("rPr"), w("trPr")):
            node.getparent().remove(node)
    for node in list(made.iter(*stay)):
        _unwrap(node)
    for paragraph in merged:
        _merge(paragraph)
    for node in list(made.iter(*_MARGINS)):
        node.getparent().remove(node)
    for node in made.iter(*_TEXT_NAMES):
        node.tag = _TEXT_NAMES[node.tag]
    return made


def _settle_properties(root: Node, how: Settled) -> None:
    """Take out the records of the properties that were before, or put these in their place."""
    for change in list(root.iter(*_CHANGED)):
        holder = change.getparent()
        if holder is None:
            continue
        holder.remove(change)
        before = change.find(_CHANGED[change.tag])
        if how == "accepted" or before is None:
            continue
        kept = [child for child in holder if child.tag in _KEPT.get(holder.tag, ())]
        marks = [child for child in holder if child.tag in (*_IN, *_OUT)]
        for child in list(holder):
            holder.remove(child)
        holder.extend([*marks, *before, *kept])


def _mark_of(paragraph: Node, kinds: tuple[str, ...]) -> Node | None:
    """Return the record of a change of a paragraph's mark; None if there is none of the kinds."""
    properties = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    if properties is None:
        return None
    return next((child for child in properties if child.tag in kinds), None)


def _unwrap(node: Node) -> None:
    parent = node.getparent()
    if parent is None:
        return
    if parent.tag in (w("rPr"), w("trPr")):
        parent.remove(node)
        return
    for child in list(node):
        node.addprevious(child)
    parent.remove(node)


def _merge(paragraph: Node) -> None:
    """Set what is left of a paragraph whose mark is gone at the head of the next one."""
    if paragraph.getparent() is None:
        return
    behind = paragraph.getnext()
    while behind is not None and behind.tag in (w("bookmarkStart"), w("bookmarkEnd"), *_MARGINS):
        behind = behind.getnext()
    left = [child for child in paragraph if child.tag != w("pPr")]
    if behind is None or behind.tag != PARAGRAPH:
        if not any(child.tag in (w("r"), w("hyperlink"), w("fldSimple")) for child in left):
            held = paragraph.getparent()
            if not (held.tag == w("tc") and len(held.findall(PARAGRAPH)) == 1):
                held.remove(paragraph)
        else:
            _drop_mark(paragraph)
        return
    at = 0 if behind.find(w("pPr")) is None else 1
    for number, child in enumerate(left):
        behind.insert(at + number, child)
    paragraph.getparent().remove(paragraph)


def _drop_mark(paragraph: Node) -> None:
    for mark in (_mark_of(paragraph, _IN), _mark_of(paragraph, _OUT)):
        if mark is not None:
            mark.getparent().remove(mark)


# --- listing -------------------------------------------------------------------------------------


def tracked_changes(parts: Mapping[str, Node]) -> tuple[TrackedChange, ...]:
    """Return all tracked changes and comments of a Word file, text before notes, in order; words
    that replace others at one place are one change."""
    calls = _names_of_calls(parts["document"])
    comments = {
        one.get(ID, ""): one for one in parts.get("comments", ())
    }  # fmt: skip
    found = list(_changes_in(parts["document"], "", comments))
    for kind in ("footnotes", "endnotes"):
        for note in parts.get(kind, ()):
            found += _changes_in(note, calls.get((note.tag, note.get(ID, "")), ""), comments)
    found += [_comment(one, "", "") for one in comments.values()]
    return tuple(_joined(found))


def _names_of_calls(document: Node) -> Mapping[tuple[str, str], str]:
    """Return the bookmarks of the calls by what they call."""
    names: dict[tuple[str, str], str] = {}
    around: dict[str, str] = {}
    for node in document.iter(w("bookmarkStart"), w("bookmarkEnd"), *CALLS):
        if node.tag == w("bookmarkStart"):
            around[node.get(ID, "")] = node.get(NAME, "")
        elif node.tag == w("bookmarkEnd"):
            around.pop(node.get(ID, ""), None)
        else:
            own = [name for name in around.values() if name.startswith("_note_")]
            if own:
                names[CALLS[node.tag], node.get(ID, "")] = own[-1]
    return names


def _changes_in(root: Node, name: str, comments: dict[str, Node]) -> Iterator[TrackedChange]:
    """Yield the changes in the body or in a note, whose call has the name."""
    for paragraph in root.iter(PARAGRAPH):
        own = name or next((
            start.get(NAME) for start in paragraph.iter(w("bookmarkStart"))
            if start.get(NAME, "").startswith("_text_")
        ), "")  # fmt: skip
        near = _said(paragraph, (TEXT,))
        row = paragraph.getparent().getparent() if paragraph.getparent() is not None else None
        if row is not None and row.tag == w("tr") and _is_first_in_row(paragraph, row):
            yield from _of_row(row, own)
        for node in paragraph.iter():
            parent = node.getparent()
            if node.tag in (*_IN, *_OUT):
                if parent.tag != w("rPr"):
                    yield _change(node, _said(node, (TEXT, w("delText"))), own, near)
                elif parent.getparent().tag == w("pPr"):
                    yield _change(node, _NEW_PARAGRAPH, own, near)
            elif node.tag == w("commentRangeStart") or node.tag == w("commentReference"):
                one = comments.pop(node.get(ID, ""), None)
                if one is not None:
                    yield _comment(one, own, near)
            elif node.tag in _CHANGED and node.tag != w("sectPrChange"):
                run = parent.getparent()
                said = _said(run, (TEXT,)) if run is not None and run.tag == w("r") else near
                yield TrackedChange("set otherwise", node.get(_AUTHOR, ""), node.get(_DATE, ""),
                                    put=said, name=own, near=near)  # fmt: skip


def _is_first_in_row(paragraph: Node, row: Node) -> bool:
    return next(row.iter(PARAGRAPH)) is paragraph


def _of_row(row: Node, name: str) -> Iterator[TrackedChange]:
    for mark in row.iterfind(f"{w('trPr')}/*"):
        if mark.tag in (*_IN, *_OUT):
            said = " | ".join(_said(cell, (TEXT, w("delText"))) for cell in row.iter(w("tc")))
            yield _change(mark, said, name, said)


def _change(node: Node, said: str, name: str, near: str) -> TrackedChange:
    is_in = node.tag in _IN
    return TrackedChange(
        "put in" if is_in else "taken out", node.get(_AUTHOR, ""), node.get(_DATE, ""),
        "" if is_in else said, said if is_in else "", name, near,
    )  # fmt: skip


def _comment(one: Node, name: str, near: str) -> TrackedChange:
    said = " ".join(_said(paragraph, (TEXT,)) for paragraph in one.iter(PARAGRAPH))
    return TrackedChange("comment", one.get(_AUTHOR, ""), one.get(_DATE, ""), put=said, name=name,
                         near=near)  # fmt: skip


_CHARACTERS = {
    w("tab"): " ",
    w("br"): " ",
    w("noBreakHyphen"): "‑",
    **dict.fromkeys(CALLS, "[note]"),
}


def _said(node: Node, kinds: tuple[str, ...]) -> str:
    """Return the words in a node, with a sign for each call."""
    said = [
        one.text or "" if one.tag in kinds else _CHARACTERS[one.tag]
        for one in node.iter(*kinds, *_CHARACTERS)
    ]
    return "".join(said)


def _joined(found: list[TrackedChange]) -> Iterator[TrackedChange]:
    """Yield changes, with what one person took out and put in at one place as one."""
    waiting: TrackedChange | None = None
    for change in found:
        if waiting is not None and _goes_on(waiting, change):
            waiting = replace(
                waiting, taken=waiting.taken + change.taken, put=waiting.put + change.put
            )
            continue
        if waiting is not None and (waiting.taken or waiting.put):
            yield waiting
        waiting = change
    if waiting is not None and (waiting.taken or waiting.put):
        yield waiting


def _goes_on(before: TrackedChange, change: TrackedChange) -> bool:
    """Return whether a change takes out what the next one replaces."""
    same = (before.author, before.date, before.name, before.near) == (
        change.author, change.date, change.name, change.near)  # fmt: skip
    return same and before.kind == "taken out" and change.kind == "put in" and not before.put


def is_tracked(root: Node) -> bool:
    """Return whether a part of a Word file has tracked changes."""
    return next(root.iter(*_IN, *_OUT, *_CHANGED, *_CELLS), None) is not None
