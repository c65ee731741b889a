"""Lay out the endnotes of the edition: those of all sections, each under its section's title.

Their running heads name the pages of the text that they belong to, "Notes to Pages 12–15" (Chicago
1.15). The first layout finds which notes are on which page; a second one prints the heads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from octavo.csl.text.numbers import page_range
from octavo.design.fonts import Fonts
from octavo.html.letter_places import RUNNING_HEAD
from octavo.locales import Words, words_in
from octavo.model import Edition, Page, PageHeading, PageMap, Section
from octavo.pdf.book.note_pages import pages_asked
from octavo.pdf.book.page_numbers import folios_of
from octavo.pdf.book.pagination import ENDNOTES as LEAF
from octavo.pdf.book.pagination import Leaf
from octavo.pdf.section.note_placement import ENDNOTES, endnote
from octavo.pdf.section.print_tree import prepare, title_of
from octavo.pdf.typeset import Typeset, lay_out

_TITLE = f"{ENDNOTES}-title"


def endnotes(
    texts: Mapping[Section, str], leaves: Sequence[Leaf], edition: Edition, folder: Path,
    fonts: Fonts, titles: Mapping[str, str],
) -> Typeset:  # fmt: skip
    """Lay out the numbered notes of all sections; without notes, return no pages. `texts` has the
    sections' XHTML in the order of the book, `leaves` all other leaves that are bound, `titles` the
    sections' titles for the contents."""
    words = words_in(edition.language)
    section, calls = _section(texts, edition, words)
    if not calls:
        return Typeset(b"", PageMap(LEAF.name, ()))
    first = _lay_out(section, edition, folder, fonts)
    opening = Page("opening", {}, (PageHeading(_TITLE, 1, words.notes),))
    pages = (opening, *first.page_map.pages[1:])
    others = [*leaves, Leaf(LEAF, b"", PageMap(LEAF.name, pages))]
    asked = pages_asked(section)
    ids = {*calls.values(), *asked}
    folios = folios_of(others, ids, edition, folder, fonts, titles)
    # A note is referred to by the page of its call, as it is from the text.
    known = {i: folios[at] for i in asked if (at := calls.get(i, i)) in folios}
    if known:
        first = _lay_out(section, edition, folder, fonts, known)
    heads = _heads(first.page_map, calls, folios, words)
    return _lay_out(_with_heads(section, heads), edition, folder, fonts, known)


def _lay_out(
    section: str, edition: Edition, folder: Path, fonts: Fonts,
    known: Mapping[str, str] | None = None,
) -> Typeset:  # fmt: skip
    """Lay the list out; `known` are the folios of what its notes refer to by page."""
    prepared = prepare(section, LEAF.name, edition, fonts, known)
    return lay_out(prepared, LEAF, edition, folder, fonts)


def _section(
    texts: Mapping[Section, str], edition: Edition, words: Words
) -> tuple[str, dict[str, str]]:
    """Return the list of notes as XHTML, and the ids of the notes' calls by note id."""
    attributes = {"id": f"sec-{LEAF.name}", "class": f"back {ENDNOTES}", "lang": edition.language}
    made = Element("section", {**attributes, "data-title": words.notes})
    ElementTree.SubElement(made, "h1", {"id": _TITLE}).text = words.notes
    calls: dict[str, str] = {}
    for section, text in texts.items():
        tree = ElementTree.fromstring(text)
        own = {
            call.get("data-note", ""): call.get("id", "")
            for call in tree.iter("span")
            if "call" in call.get("class", "").split()
        }
        groups = [e for e in tree.iter("div") if e.get("class") == "notes"]
        notes = [
            note for group in groups for note in group if note.get("data-series") == "numbered"
        ]
        if notes:
            made.append(_heading(section, tree, text))
            made.extend(_in_language(endnote(n, own[n.get("id", "")]), tree) for n in notes)
            calls |= {note.get("id", ""): own[note.get("id", "")] for note in notes}
    return ElementTree.tostring(made, encoding="unicode"), calls


def _heading(section: Section, tree: Element, text: str) -> Element:
    lang = tree.get("lang", "")
    title = title_of(text) or escape(section.name)
    heading = ElementTree.fromstring(f"<h2>{title}</h2>")
    heading.attrib.update({"id": f"{ENDNOTES}-{section.name}", "lang": lang})
    return heading


def _in_language(note: Element, tree: Element) -> Element:
    """Give a note the language of its section, unless it has its own; return the note."""
    if not note.get("lang"):
        note.set("lang", tree.get("lang", ""))
    return note


# --- running heads -------------------------------------------------------------------------------


def _heads(
    page_map: PageMap, calls: Mapping[str, str], folios: Mapping[str, str], words: Words
) -> dict[str, str]:
    """Return the running head of each page by the id of the first note that begins on it."""
    heads: dict[str, str] = {}
    for page in page_map.pages:
        begun = [name for name in page.ids if name in calls]
        pages = [folios[calls[name]] for name in begun if calls[name] in folios]
        if pages:
            heads[begun[0]] = _head(pages[0], pages[-1], words)
    return heads


def _head(first: str, last: str, words: Words) -> str:
    if first == last:
        return words.notes_to_page.format(page=first)
    return words.notes_to_pages.format(pages=page_range(first, last))


def _with_heads(section: str, heads: Mapping[str, str]) -> str:
    """Return the list of notes with its running heads put in, which take no room."""
    tree = ElementTree.fromstring(section)
    for note in tree.iter("div"):
        head = heads.get(note.get("id", ""))
        if head is not None:
            line = next(e for e in note.iter() if any(c.get("class") == "marker" for c in e))
            for side in ("verso", "recto"):
                running = Element("span", {"class": f"running-{side} {RUNNING_HEAD}"})
                running.text = head
                line.insert(0, running)
    return ElementTree.tostring(tree, encoding="unicode")
