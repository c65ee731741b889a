"""Prepare the notes at a section's end, which a wide screen shows beside the text.

In the file a section's notes follow its text, in a list of their own: that is the order in which a
narrow screen, a printer, a screen reader and a program that extracts text take them. CSS anchor
positioning moves them on a wide screen: each note is at the height of its call, or below the note
before it. The style sheet has the rule; the elements have only the names of their anchors, since
CSS cannot form a name from an id. A browser without anchors leaves the notes at the section's end.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from octavo.html.chapter import Chapter
from octavo.locales import Words


def head_notes(chapter: Chapter, words: Words) -> None:
    """Put a heading above the notes of a section that is set."""
    for notes in chapter.root.iter("section"):
        if notes.get("class") == "notes":
            identity = f"notes-{chapter.root.get('id', '')}"
            notes.attrib = {
                "class": "notes",
                "role": "doc-endnotes",
                "aria-labelledby": identity,
            }
            heading = ET.Element("h2", {"class": "notes-heading", "id": identity})
            heading.text = words.notes
            notes.insert(0, heading)


def anchor_notes(root: ET.Element, first: int = 1) -> int:
    """Name the anchors of calls and notes on a page, counted from `first`; return the next count.

    `--at` is an element's own anchor, `--call` that of a note's call, `--above` that of the note
    before it on the page.
    """
    calls = {
        link.get("href", "").removeprefix("#"): link
        for link in root.iter("a")
        if "noteref" in link.get("class", "").split()
    }
    number = first
    for note in root.iter("aside"):
        call = calls[note.attrib["id"]]
        above = f"; --above: --note-{number - 1}" if number > 1 else ""
        call.set("style", f"--at: --call-{number}")
        note.set("style", f"--at: --note-{number}; --call: --call-{number}{above}")
        number += 1
    return number
