"""One section as a content document: notes that pop up, links that lead across files, roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree import ElementTree as ET

from octavo.forms.epub.clean import NotASectionError, read_section
from octavo.forms.epub.index import set_index
from octavo.forms.epub.links import Places, drop_note_pages, ids_in, is_call, part_around_calls
from octavo.forms.epub.pictures import Picture, safe_name
from octavo.forms.epub.roles import kind_of, role_of
from octavo.forms.epub.words import words_in
from octavo.forms.verse import part_lines
from octavo.matter.contributors import BYLINE
from octavo.model import Name, Section

FOLDER = "text"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the contents: where it is, and its words as they are set."""

    level: int
    id: str
    words: ET.Element


@dataclass(slots=True)
class Chapter:
    """A section on its way into the EPUB; `file` is its name in the folder of the texts."""

    section: Section
    root: ET.Element
    file: str
    kind: str
    title: str
    language: str
    calls: Mapping[str, str]  # the id of its call for the id of each note
    headings: tuple[Heading, ...] = ()
    authors: tuple[Name, ...] = ()  # those of this section alone
    pictures: dict[str, Picture] = field(default_factory=dict)  # those it shows, by path
    described: int = 0  # how many pictures have an alternative text,
    undescribed: int = 0  # and how many have none and are not marked as decoration

    @property
    def href(self) -> str:
        """Its file, as the package document names it."""
        return f"{FOLDER}/{self.file}"

    @property
    def has_math(self) -> bool:
        return self.root.find(".//math") is not None


def read_chapter(section: Section, section_html: str) -> Chapter | None:
    """A section with its ids and headings known; None if nothing stands in it."""
    root = read_section(section_html)
    title = root.get("data-title", "").strip() or _spoken(section.name)
    language = root.get("lang", "")
    if not any(text.strip() for text in root.itertext()) and root.find(".//img") is None:
        return None
    drop_note_pages(root)
    part_around_calls(root)
    _drop_empty_headings(root)
    calls = _calls_of_notes(root, section)
    name = safe_name(f"{section.name}.xhtml", "xhtml")
    chapter = Chapter(section, root, name, kind_of(section), title, language, calls)
    chapter.headings = tuple(_headings(root, name.removesuffix(".xhtml")))
    chapter.authors = tuple(_authors(root))
    return chapter


def _authors(root: ET.Element) -> Iterator[Name]:
    """The authors in the line below the title."""
    for line in root.iter("div"):
        if line.get("class") == BYLINE:
            for element in line.iter("span"):
                if element.get("class") == "author":
                    yield _name("".join(element.itertext()), element.get("data-filing", ""))
            return


def _name(display: str, filing: str) -> Name:
    family, comma, given = filing.partition(", ")
    return Name(family=family, given=given) if comma else Name(literal=display)


def is_note(element: ET.Element) -> bool:
    """Whether an element is a note; a division that an author calls `note` has no mark."""
    return element.tag == "div" and "data-mark" in element.attrib


def _spoken(name: str) -> str:
    """`001-dedication` as a title, for a section that has none."""
    words = name.lstrip("0123456789-.").replace("-", " ").replace("_", " ").strip()
    return (words or name).capitalize()


def _drop_empty_headings(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag in HEADINGS and not _speaks(c)]:
            parent.remove(child)


def _speaks(element: ET.Element) -> bool:
    if any(text.strip() for text in element.itertext()):
        return True
    return any(e.tag in {"img", "math"} or is_call(e) for e in element.iter())


def _calls_of_notes(root: ET.Element, section: Section) -> dict[str, str]:
    """The id of its call for the id of each note; every note has one call, every call a note."""
    calls = [e for e in root.iter("span") if is_call(e)]
    called = [e.attrib["data-note"] for e in calls]
    written = [e.get("id", "") for e in root.iter("div") if is_note(e)]
    if sorted(called) != sorted(written) or len({*called}) != len(called):
        raise NotASectionError(f"{section.name}: not every note has one call and every call a note")
    if not all("id" in call.attrib for call in calls):
        raise NotASectionError(f"{section.name}: the id of a note call stands elsewhere too")
    return {call.attrib["data-note"]: call.attrib["id"] for call in calls}


def _headings(root: ET.Element, name: str) -> Iterator[Heading]:
    found = [child for child in root.iter() if child.tag in {"h1", "h2"}]
    taken = set(ids_in(root))
    for number, element in enumerate(found, 1):
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
    """A heading's words for the contents: as they are set, without calls, links and ids."""
    made = ET.Element("a")
    _copy_words(heading, made)
    return made


def _copy_words(source: ET.Element, target: ET.Element) -> None:
    _append_text(target, source.text)
    for child in source:
        if child.tag in _KEPT_IN_CONTENTS and not is_call(child):
            kept = {key: child.attrib[key] for key in _KEPT_OF_THEM if key in child.attrib}
            _copy_words(child, ET.SubElement(target, child.tag, _with_language(kept)))
        elif child.tag == "math":
            target.append(copy := deepcopy(child))
            copy.tail = None
        elif child.tag == "br":
            _append_text(target, " ")
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


# --- setting -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a section needs to know of the rest of the book."""

    places: Places
    pictures: Mapping[str, Picture]
    language: str


def set_chapter(chapter: Chapter, around: Surroundings) -> str:
    """The section's element as XHTML, changed for the EPUB; the chapter learns what it shows."""
    _mark_adjoining_calls(chapter.root)
    for element in list(chapter.root.iter()):
        if change := _CHANGES.get(element.tag):
            change(element, chapter, around)
    _set_section(chapter, around)
    for element in chapter.root.iter():
        for key in [key for key in element.attrib if key.startswith("data-")]:
            del element.attrib[key]
        if "lang" in element.attrib:
            element.attrib = _with_language(element.attrib)
    return as_xhtml(chapter.root)


_VOID = {"br", "hr", "img", "wbr"}


def as_xhtml(element: ET.Element) -> str:
    """An element as text that an HTML parser reads like an XML parser: only void elements are
    written as empty ones."""
    for inner in element.iter():
        if inner.tag not in _VOID and not inner.text and len(inner) == 0:
            inner.text = _NOTHING
    return ET.tostring(element, encoding="unicode").replace(_NOTHING, "")


_NOTHING = "\ue0ff"  # stands for "no text", so that the serializer writes an end tag


def _with_language(attributes: Mapping[str, str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for key, value in attributes.items():
        made[key] = value
        if key == "lang":
            made["xml:lang"] = value
    return made


def _set_section(chapter: Chapter, around: Surroundings) -> None:
    section, root = chapter.section, chapter.root
    identity = root.get("id") or f"sec-{chapter.file.removesuffix('.xhtml')}"
    root.attrib = {"id": identity, "class": root.get("class", section.part)}
    if chapter.kind:
        root.set("epub:type", chapter.kind)
    if role := role_of(chapter.kind):
        root.set("role", role)
    if chapter.headings and chapter.headings[0].level == 1:
        root.set("aria-labelledby", chapter.headings[0].id)
    else:
        root.set("aria-label", chapter.title)


def _mark_adjoining_calls(root: ET.Element) -> None:
    """Mark each call that follows another with nothing between: a style sheet sees no words, and
    would part two calls of one paragraph alike."""
    for parent in root.iter():
        for before, call in pairwise(parent):
            if is_call(before) and is_call(call) and not before.tail:
                call.set("class", "call adjoining")


def _set_span(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    if not is_call(element):
        return
    mark = element.get("data-mark", "")
    adjoining = "adjoining" in element.get("class", "").split()
    element.tag, element.text = "a", mark
    element[:] = []
    element.attrib = {
        "class": "noteref adjoining" if adjoining else "noteref",
        "id": element.attrib["id"],
        "href": f"#{element.attrib['data-note']}",
        "epub:type": "noteref",
        "role": "doc-noteref",
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
    label = words_in(chapter.language or around.language)["notes"]
    element.attrib = {"class": "notes", "epub:type": "footnotes", "aria-label": label}


def _set_note(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    mark, identity = element.get("data-mark", ""), element.attrib["id"]
    language = {key: element.attrib[key] for key in ("lang",) if key in element.attrib}
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
    back.set("role", "doc-backlink")
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
    "index-entries": lambda element, *_: set_index(element),
    "line-block": _set_verse,
}


def _set_link(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    href = element.get("href")
    target = around.places.target(href, chapter.section, chapter.file) if href else None
    if target is None:  # words stay words
        element.tag = "span"
        element.attrib.pop("href", None)
        return
    element.set("href", target)
    if "note-reference" in element.get("class", "").split():
        # Readers that hide the notes have no place for it to lead to: it pops up like a call.
        element.set("epub:type", "noteref")
        element.set("role", "doc-noteref")


def _set_image(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    path = element.get("src", "")
    alternative = element.get("alt", "").strip()
    shown = around.pictures.get(path)
    if shown is None:
        raise NotASectionError(f"{chapter.section.name}: no image {path!r} was given")
    chapter.pictures[path] = shown
    element.set("src", f"../{shown.href}")
    element.set("alt", alternative)
    if "decorative" in element.get("class", "").split():
        element.set("alt", "")
        element.set("role", "presentation")
    elif alternative:
        chapter.described += 1
    else:
        chapter.undescribed += 1


def _set_header_cell(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    if not _speaks(element):  # the corner of a table heads nothing
        element.tag = "td"
        element.attrib.pop("scope", None)


def _set_table_head(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    for cell in element.iter("th"):
        cell.attrib.setdefault("scope", "colgroup" if int(cell.get("colspan", 1)) > 1 else "col")


def _set_table_body(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    for cell in element.iter("th"):
        cell.attrib.setdefault("scope", "row")


def _set_box(element: ET.Element, chapter: Chapter, around: Surroundings) -> None:
    """The box of a task list: a character, since nothing is filled in in a book."""
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
