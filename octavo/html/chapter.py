"""Read one section for the EPUB or the HTML form: its kind, its title, its images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from octavo.html.clean import read_section
from octavo.html.faults import cannot_be_set
from octavo.html.links import Places, drop_note_pages, ids_in, is_call, part_around_calls
from octavo.html.pictures import Picture
from octavo.html.roles import kind_of
from octavo.matter.contributors import BYLINE
from octavo.matter.parts import spoken_name
from octavo.model import Name, Section
from octavo.pandoc.heading_spans import BETWEEN, HEADING_NUMBER, PART_LEAF

ROLE_OF_LINK_BACK = "doc-backlink"  # of the link from a note to its call
PART = "part"  # the kind of a section that opens a part
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the contents: its level, its id, and its words as they are set."""

    level: int
    id: str
    words: ET.Element


@dataclass(slots=True)
class Chapter:
    """A section for a form; `file` is the name of its file in `folder`."""

    section: Section
    root: ET.Element
    folder: str
    file: str
    kind: str
    title: str
    language: str
    calls: Mapping[str, str]  # the id of its call for the id of each note
    headings: tuple[Heading, ...] = ()
    authors: tuple[Name, ...] = ()  # those of this section alone
    pictures: dict[str, Picture] = field(default_factory=dict)  # those that it shows, by path
    described: int = 0  # how many pictures have an alternative text
    undescribed: int = 0  # how many have none and are not marked as decoration
    continues: bool = False  # whether it is a later part of the section in the file before

    @property
    def href(self) -> str:
        """The path of its file, relative to the root of the form."""
        return f"{self.folder}/{self.file}" if self.folder else self.file

    @property
    def has_math(self) -> bool:
        return self.root.find(".//math") is not None


def read_chapter(
    section: Section, section_html: str, file: str, folder: str = ""
) -> Chapter | None:
    """Return a section, which `file` is to hold, with its ids and headings known; None if it is
    empty.

    Raise FaultError for XHTML that is no section, or in which notes and calls do not meet.
    """
    root = read_section(section_html)
    title = root.get("data-title", "").strip() or spoken_name(section)
    language = root.get("lang", "")
    if not any(text.strip() for text in root.itertext()) and root.find(".//img") is None:
        return None
    drop_note_pages(root)
    part_around_calls(root)
    _drop_empty_headings(root)
    calls = _calls_of_notes(root, section)
    kind = PART if is_part(root) else kind_of(section)
    chapter = Chapter(section, root, folder, file, kind, title, language, calls)
    chapter.headings = tuple(_headings(root, PurePosixPath(file).stem))
    chapter.authors = tuple(_authors(root))
    return chapter


def places_of(book: Sequence[Chapter]) -> Places:
    """Return the places that links may lead to; of two with one id, the first in the book."""
    by_id: dict[str, str] = {}
    for chapter in book:
        for identity in ids_in(chapter.root):
            by_id.setdefault(identity, chapter.file)
    by_path: dict[str, tuple[str, ...]] = {}
    for chapter in book:
        if path := chapter.section.path:
            by_path[path] = (*by_path.get(path, ()), chapter.file)
    return Places(by_id, by_path)


def _authors(root: ET.Element) -> Iterator[Name]:
    """Yield the authors in the line below the title."""
    for line in root.iter("div"):
        if line.get("class") == BYLINE:
            for element in line.iter("span"):
                if element.get("class") == "author":
                    yield _name("".join(element.itertext()), element.get("data-filing", ""))
            return


def _name(display: str, filing: str) -> Name:
    """Return a name from its words and those it is filed by: “King, Jr., Martin Luther” is parted
    where both agree."""
    parts = filing.split(", ")
    for number in range(1, len(parts)):
        name = Name(family=", ".join(parts[:number]), given=", ".join(parts[number:]))
        if name.display == display:
            return name
    return Name(literal=display)


def is_part(section: ET.Element) -> bool:
    """Return whether a section is the leaf of a part of the book."""
    return PART_LEAF in section.get("class", "").split()


def behind_number(heading: ET.Element) -> ET.Element | None:
    """Return the line break between the number and the title of a heading; None without one."""
    first = heading[0] if len(heading) > 1 and not (heading.text or "").strip() else None
    numbered = first is not None and HEADING_NUMBER in first.get("class", "").split()
    return heading[1] if numbered and heading[1].tag == "br" else None


def is_note(element: ET.Element) -> bool:
    """Return whether an element is a note; a division that an author calls `note` has no mark."""
    return element.tag == "div" and "data-mark" in element.attrib


def _drop_empty_headings(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag in HEADINGS and not speaks(c)]:
            parent.remove(child)


def speaks(element: ET.Element) -> bool:
    """Return whether an element has anything to be read: words, a picture, a formula, a call."""
    if any(text.strip() for text in element.itertext()):
        return True
    return any(e.tag in {"img", "math"} or is_call(e) for e in element.iter())


def _calls_of_notes(root: ET.Element, section: Section) -> dict[str, str]:
    """Return the id of its call for the id of each note.

    Raise FaultError unless every note has one call, and every call a note and an id.
    """
    calls = [e for e in root.iter("span") if is_call(e)]
    called = [e.attrib["data-note"] for e in calls]
    written = [e.get("id", "") for e in root.iter("div") if is_note(e)]
    if sorted(called) != sorted(written) or len({*called}) != len(called):
        raise cannot_be_set(f"{section.name}: not every note has one call, or a call no note")
    if not all("id" in call.attrib for call in calls):
        raise cannot_be_set(f"{section.name}: another element has the id of a note call")
    return {call.attrib["data-note"]: call.attrib["id"] for call in calls}


def _headings(root: ET.Element, name: str) -> Iterator[Heading]:
    """Yield the headings of ranks 1 to 3 but those in notes; give the first two ranks an id where
    they have none."""
    in_notes = {child for note in root.iter() if is_note(note) for child in note.iter()}
    found = [c for c in root.iter() if c.tag in {"h1", "h2", "h3"} and c not in in_notes]
    taken = set(ids_in(root))
    number = 0
    for element in found:
        if element.tag == "h3" and not element.get("id"):
            continue
        number += element.tag != "h3"
        if not element.get("id"):
            identity = f"h-{name}-{number}"
            while identity in taken:
                identity += "-"
            taken.add(identity)
            element.set("id", identity)
        yield Heading(int(element.tag[1]), element.attrib["id"], _words_of(element))


_KEPT_IN_CONTENTS = {
    "b",
    "bdi",
    "cite",
    "code",
    "em",
    "i",
    "q",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
}
_KEPT_OF_THEM = ("class", "lang", "dir")


def _words_of(heading: ET.Element) -> ET.Element:
    """Return a heading's words for the contents: as they are set, without calls, links and ids."""
    made = ET.Element("a")
    _copy_words(heading, made)
    return made


def _copy_words(source: ET.Element, target: ET.Element) -> None:
    _append_text(target, source.text)
    behind = behind_number(source)
    for child in source:
        if child.tag in _KEPT_IN_CONTENTS and not is_call(child):
            kept = {key: child.attrib[key] for key in _KEPT_OF_THEM if key in child.attrib}
            _copy_words(child, ET.SubElement(target, child.tag, with_language(kept)))
        elif child.tag == "math":
            target.append(copy := deepcopy(child))
            copy.tail = None
        elif child.tag == "br":
            _append_text(target, BETWEEN if child is behind else " ")
        elif child.tag == "img":
            _append_text(target, child.get("alt"))
        elif not is_call(child):
            _copy_words(child, target)
        _append_text(target, child.tail)


def _append_text(element: ET.Element, text: str | None) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def with_language(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return attributes with their language both as HTML and as XML have it."""
    made: dict[str, str] = {}
    for key, value in attributes.items():
        made[key] = value
        if key == "lang":
            made["xml:lang"] = value
    return made
