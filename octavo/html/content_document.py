"""Set a section as a content document: notes with their marks, links across files, roles.

The tree has EPUB's attributes (`epub:type`, `xml:lang`), which `html_syntax.as_html` leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from octavo.html.chapter import ROLE_OF_LINK_BACK, Chapter, is_note, speaks, with_language
from octavo.html.faults import cannot_be_set
from octavo.html.links import Places, is_call
from octavo.html.pictures import Picture
from octavo.html.roles import role_of
from octavo.html.verse_lines import part_lines
from octavo.locales import words_in


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The parts of the book that a section depends on: places, pictures, language.

    `up` leads from a section's folder to that of the images.
    """

    places: Places
    pictures: Mapping[str, Picture]
    language: str
    up: str = ""


def set_chapter(chapter: Chapter, around: Surroundings) -> None:
    """Set the section's tree for a form, in place; the chapter records its pictures.

    Raise FaultError for an image that was not given.
    """
    _mark_adjoining_calls(chapter.root)
    for element in list(chapter.root.iter()):
        if change := _CHANGES.get(element.tag):
            change(element, chapter, around)
    _set_section(chapter, around)
    for element in chapter.root.iter():
        for key in [key for key in element.attrib if key.startswith("data-")]:
            del element.attrib[key]
        if "lang" in element.attrib:
            element.attrib = with_language(element.attrib)


_VOID = {"br", "hr", "img", "wbr"}


def as_xhtml(element: ET.Element) -> str:
    """Return an element as text that an HTML parser reads like an XML parser: only void elements
    are written as empty ones."""
    for inner in element.iter():
        if inner.tag not in _VOID and not inner.text and len(inner) == 0:
            inner.text = _NOTHING
    return ET.tostring(element, encoding="unicode").replace(_NOTHING, "")


_NOTHING = "\ue0ff"  # a placeholder for "no text", so that the serializer writes an end tag


def _set_section(chapter: Chapter, around: Surroundings) -> None:
    section, root = chapter.section, chapter.root
    identity = root.get("id") or f"sec-{chapter.file.removesuffix('.xhtml')}"
    classes = root.get("class", section.part)
    root.attrib = {
        "id": identity,
        "class": f"{classes} continued" if chapter.continues else classes,
    }
    if chapter.kind:
        root.set("epub:type", chapter.kind)
    if role := role_of(chapter.kind):
        root.set("role", role)
    if chapter.headings and chapter.headings[0].level == 1:
        root.set("aria-labelledby", chapter.headings[0].id)
    else:
        root.set("aria-label", chapter.title)


def _mark_adjoining_calls(root: ET.Element) -> None:
    """Mark each call that follows another with nothing between: a style sheet cannot see words, and
    would put space between any two calls of a paragraph."""
    for parent in root.iter():
        for before, call in pairwise(parent):
            if is_call(before) and is_call(call) and not before.tail:
                call.set("class", "call adjoining")


def _set_span(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    if not is_call(element):
        return
    mark = element.get("data-mark", "")
    adjoining = "adjoining" in element.get("class", "").split()
    direction = {key: element.attrib[key] for key in ("dir",) if key in element.attrib}
    raised = ET.Element("sup")  # it remains a superior where a reader drops the style sheet
    raised.text = mark
    element.tag, element.text = "a", None
    element[:] = [raised]
    element.attrib = {
        "class": "noteref adjoining" if adjoining else "noteref",
        "id": element.attrib["id"],
        "href": f"#{element.attrib['data-note']}",
        "epub:type": "noteref",
        "role": "doc-noteref",
        **direction,
    }


def _set_div(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    if is_note(element):
        _set_note(element, chapter, around)
    elif any(is_note(child) for child in element):
        _set_notes(element, chapter, around)
    for name in element.get("class", "").split():
        if change := _DIVISIONS.get(name):
            change(element, chapter, around)


def _set_notes(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    element.tag = "section"
    label = words_in(chapter.language or around.language).notes
    element.attrib = {"class": "notes", "epub:type": "footnotes", "aria-label": label}


def _set_note(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    mark, identity = element.get("data-mark", ""), element.attrib["id"]
    language = {key: element.attrib[key] for key in ("lang", "dir") if key in element.attrib}
    series = element.get("data-series", "numbered")
    element.tag = "aside"
    element.attrib = {
        "class": f"note {series}",
        "id": identity,
        "epub:type": "footnote",
        "role": "doc-footnote",
        **language,
    }
    number = ET.Element("span", {"class": "note-number"})
    back = ET.SubElement(number, "a", {"href": f"#{chapter.calls[identity]}"})
    back.set("role", ROLE_OF_LINK_BACK)
    back.set("epub:type", "backlink")
    back.text = mark
    back.tail = "." if series == "numbered" else None
    first = element[0] if len(element) else None
    if first is None or first.tag != "p" or (element.text or "").strip():
        first = ET.Element("p")
        element.insert(0, first)
        first.tail, element.text = element.text, None
    number.tail, first.text = f" {first.text or ''}", None
    first.insert(0, number)


def _set_epigraph(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    element.set("epub:type", "epigraph")
    element.set("role", "doc-epigraph")


def _set_verse(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    part_lines(element)


_DIVISIONS: dict[str, Callable[[ET.Element, Chapter, Surroundings], None]] = {
    "epigraph": _set_epigraph,
    "line-block": _set_verse,
}


def _set_link(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    href = element.get("href")
    target = around.places.target(href, chapter.section, chapter.file) if href else None
    if target is None:  # without a target, only the words of the link remain
        element.tag = "span"
        element.attrib.pop("href", None)
        return
    element.set("href", target)
    if "note-reference" in element.get("class", "").split():
        # Some readers hide the notes and cannot lead to one, so the note pops up as for a call.
        element.set("epub:type", "noteref")
        element.set("role", "doc-noteref")


def _set_image(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    path = element.get("src", "")
    alternative = element.get("alt", "").strip()
    shown = around.pictures.get(path)
    if shown is None:
        raise cannot_be_set(f"{chapter.section.name}: no image {path!r} was given")
    chapter.pictures[path] = shown
    element.set("src", f"{around.up}{shown.href}")
    element.set("alt", alternative)
    if "decorative" in element.get("class", "").split():
        element.set("alt", "")
        element.set("role", "presentation")
    elif alternative:
        chapter.described += 1
    else:
        chapter.undescribed += 1


def _set_header_cell(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    if not speaks(element):  # an empty corner cell is no header
        element.tag = "td"
        element.attrib.pop("scope", None)


def _set_table_head(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    for cell in element.iter("th"):
        cell.attrib.setdefault("scope", "colgroup" if int(cell.get("colspan", 1)) > 1 else "col")


def _set_table_body(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    for cell in element.iter("th"):
        cell.attrib.setdefault("scope", "row")


def _set_box(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    """Replace the box of a task list by a character, since nobody fills in a book."""
    element.tag, element.text = "span", "☒ " if "checked" in element.attrib else "☐ "
    element.attrib = {"class": "box"}


def _set_math(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    note = element.find(".//annotation")
    if "alttext" not in element.attrib and note is not None and note.text:
        element.set("alttext", " ".join(note.text.split()))


_CHANGES: dict[str, Callable[[ET.Element, Chapter, Surroundings], None]] = {
    "a": _set_link,
    "div": _set_div,
    "img": _set_image,
    "input": _set_box,
    "math": _set_math,
    "span": _set_span,
    "tbody": _set_table_body,
    "th": _set_header_cell,
    "thead": _set_table_head,
}
