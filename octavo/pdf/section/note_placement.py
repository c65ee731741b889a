"""Put a section's notes where they are printed: at the foot of the page, or at the section's end.

The XHTML has

    <span class="call" id="call-1" data-note="note-1" data-mark="1" …></span>
    … <div class="notes"><div class="note" id="note-1" …><p>…</p></div></div>

At the foot this becomes a note inside of its call, which the layout engine takes out again:

    <a class="call" id="call-1" href="octavo:#note-1"><span class="note" id="note-1" …>…</span></a>

At the end of the section, or of the book, it becomes a call that shows its mark, and a paragraph:

    <a class="call end" id="call-1" href="octavo:#note-1" data-mark="1"></a>
    … <div class="endnote" id="note-1" …><p><a class="marker" href="octavo:#call-1" …></a>…

Marked notes are always at the foot: they are few, and belong to their page.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from octavo.locales import words_in
from octavo.model import NotePlace

INTERNAL = "octavo:"
ENDNOTES = "endnotes"  # the class of the notes at the end of a section, and of the book


def place_notes(
    section: Element, parents: dict[Element, Element], place: NotePlace = "foot"
) -> Iterator[tuple[str, str]]:
    """Move each note to where it is printed; yield the id and the mark of each note at the foot, in
    the order of their calls."""
    groups = [e for e in section.iter("div") if e.get("class") == "notes"]
    notes = {note.get("id"): note for group in groups for note in group}
    ended: list[Element] = []
    for call in [e for e in section.iter("span") if "call" in e.get("class", "").split()]:
        identity = call.get("data-note", "")
        note = notes.pop(identity)
        if place != "foot" and note.get("data-series", "numbered") == "numbered":
            ended.append(endnote(note, call.get("id", "")))
            _become_reference(call, identity, note)
        else:
            yield identity, note.get("data-mark", "")
            _become_call(call, identity, note)
    assert not notes, f"notes without a call: {', '.join(map(str, notes))}"
    for group in groups:
        parents[group].remove(group)
    if ended and place == "section":
        _end_with(section, ended)


def _become_call(call: Element, identity: str, note: Element) -> None:
    own = _turn_into_link(call, identity)
    mark = _mark_of(note)
    span = ElementTree.SubElement(call, "span", {"class": "note", "id": identity, **mark})
    if note.get("lang"):
        span.set("lang", note.get("lang", ""))
    ElementTree.SubElement(span, "a", _marker(own, mark))
    _fill(span, list(note))


def _become_reference(call: Element, identity: str, note: Element) -> None:
    _turn_into_link(call, identity)
    call.attrib.update({"class": "call end", **_mark_of(note)})


def _turn_into_link(call: Element, identity: str) -> str:
    own, tail = call.get("id", ""), call.tail
    call.clear()
    call.tag, call.tail = "a", tail
    call.attrib.update({"class": "call", "id": own, "href": f"{INTERNAL}#{identity}"})
    return own


def _mark_of(note: Element) -> dict[str, str]:
    return {
        "data-mark": note.get("data-mark", ""),
        "data-series": note.get("data-series", "numbered"),
    }


def _marker(call: str, mark: dict[str, str]) -> dict[str, str]:
    return {"class": "marker", "href": f"{INTERNAL}#{call}", **mark}


def endnote(note: Element, call: str) -> Element:
    """Return a note as it is printed in a list of notes; its marker links back to `call`."""
    mark = _mark_of(note)
    made = Element("div", {"class": "endnote", "id": note.get("id", ""), **mark})
    if note.get("lang"):
        made.set("lang", note.get("lang", ""))
    blocks = list(note)
    line = blocks[0] if blocks else Element("p")
    if line.tag not in {"p", "blockquote", "div"}:
        line = Element("p")
        blocks.insert(0, line)
    marker = Element("a", _marker(call, mark))
    while line.tag in {"blockquote", "div"} and len(line) and not (line.text or "").strip():
        line = line[0]
    marker.tail, line.text = line.text, None
    line.insert(0, marker)
    for block in blocks:
        block.tail = None
        made.append(block)
    return made


def _end_with(section: Element, notes: list[Element]) -> None:
    """End a section with its notes, under a heading of their own."""
    ended = ElementTree.SubElement(section, "div", {"class": ENDNOTES})
    name = section.get("id", "").removeprefix("sec-")
    title = ElementTree.SubElement(ended, "h2", {"id": f"{ENDNOTES}-{name}"})
    title.text = words_in(section.get("lang", "")).notes
    ended.extend(notes)


def _fill(span: Element, blocks: list[Element]) -> None:
    """Put a note's blocks after its marker; the marker begins the line of the first paragraph."""
    if blocks and blocks[0].tag == "p" and not blocks[0].attrib:
        first = blocks.pop(0)
        span[0].tail = first.text
        span.extend(first)
    elif blocks and blocks[0].tag == "p":
        blocks[0].tag, blocks[0].tail = "span", None
    elif blocks:
        _move_marker(span, blocks[0])
    for block in blocks:
        block.tail = None
        span.append(block)


def _move_marker(span: Element, block: Element) -> None:
    """Move the marker of a note that begins with a quotation into the quotation's first line."""
    while block.tag in {"blockquote", "div"} and len(block) and not (block.text or "").strip():
        block = block[0]
    if block.tag == "p" or block.get("class") == "line-block":
        marker = span[0]
        span.remove(marker)
        marker.tail, block.text = block.text, None
        block.insert(0, marker)
