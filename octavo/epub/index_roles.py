"""Mark an index in EPUB's vocabulary: headnotes, groups, entries, terms, locators and references.

https://www.w3.org/TR/epub-ssv-11/#sec-indexes, with the content model of EPUB Indexes 1.0, which
EPUBCheck holds each document to that the package calls an index. The index that Octavo makes bears
classes; one that an author wrote as lists is read by its punctuation: a term ends before the first
number, before *See*, or with the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from octavo.html.chapter import HEADINGS
from octavo.locales import Words

_TYPE = "epub:type"
_PREFERRED = "index-xref-preferred index-term"
_RELATED = "index-xref-related index-term"
_LOCATOR = "index-locator"
_TYPES: Mapping[str, str] = {
    "index-locator": _LOCATOR,
    "index-see": _PREFERRED,
    "index-see-also": _RELATED,
}
_SAYS_WHERE = frozenset({_LOCATOR, _PREFERRED, _RELATED, "index-entry-list", "index-editor-note"})
_NUMBER = r"(?:[0-9]|[ivxlc]+\b(?!\.))"
_BEFORE_NUMBERS = re.compile(rf"[,:;.]?\s+(?={_NUMBER})")
_BEFORE_OTHERS = re.compile(r"[,:;.]?\s*\(?$")


INDEX = {_TYPE: "index", "role": "doc-index"}  # of the element with all but the heading


def set_index(root: ET.Element, words: Words) -> None:
    """Set the `epub:type` of all parts of a section that is an index, in place: what follows its
    heading is put into an element of its own, which is the index. (A document whose body holds
    nothing else would need the type on its body, which may have no role.)

    If it is no index by EPUB's vocabulary, such as where a term says no place, nothing in it has a
    type of an index, and only the role of the section says what it is.
    """
    del root.attrib[_TYPE]
    made = [e for e in root.iter("div") if "index-entries" in e.get("class", "").split()]
    listed = _set_made(made[0]) if len(made) == 1 else not made and _set_written(root, words)
    entries = [element for element in root.iter("li") if _is_entry(element)]
    title = next((n for n, child in enumerate(root) if child.tag == "h1"), None)
    if title is None or not listed or not entries or not all(map(_is_whole, entries)):
        for element in root.iter():
            if element.get(_TYPE, "").startswith("index"):
                del element.attrib[_TYPE]
        return
    _set_headnotes(root)
    index = ET.Element("section", {"class": "index-content", **INDEX})
    index.set("aria-labelledby", root.attrib.pop("aria-labelledby"))
    del root.attrib["role"]
    index[:], root[title + 1 :] = root[title + 1 :], [index]


# --- an index that Octavo has made ---------------------------------------------------------------


def _set_made(entries: ET.Element) -> bool:
    groups = [e for e in entries if "index-letter" in e.get("class", "").split()]
    for group in groups:
        group.tag = "section"
        group.set(_TYPE, "index-group")
    for listed in entries.iter("ul"):
        listed.set(_TYPE, "index-entry-list")
    for entry in list(entries.iter("li")):
        _move_reference(entry)
    for entry in entries.iter("li"):
        entry.set(_TYPE, "index-entry")
        _set_parts(entry)
    return len(groups) > 0


def _move_reference(entry: ET.Element) -> None:
    """Put a *see also* that is the last subentry behind the list of subentries, since it has no
    term: it is a reference of the entry itself."""
    below = entry.find("ul")
    if below is None or len(below) == 0 or _find(below[-1], "index-term") is not None:
        return
    alone = below[-1]
    below.remove(alone)
    alone.tag = "div"
    alone.set("class", "index-also")
    entry.append(alone)


def _set_parts(entry: ET.Element) -> None:
    """Set the types in an entry, without its subentries; only its own term is one where subentries
    are run in, and of the two kinds of reference an entry has only one."""
    parts = [e for e in _own(entry) if "class" in e.attrib]
    term = _find(entry, "index-term")
    if term is not None:
        term.set(_TYPE, "index-term")
    kinds = {name for e in parts for name in e.attrib["class"].split() if name in _TYPES}
    for element in parts:
        for name in element.attrib["class"].split():
            second = name == "index-see-also" and "index-see" in kinds
            leads_nowhere = name == "index-locator" and element.tag != "a"
            if name in _TYPES and not (second or leads_nowhere):
                element.set(_TYPE, _TYPES[name])


def _find(entry: ET.Element, name: str) -> ET.Element | None:
    return next((e for e in _own(entry) if name in e.get("class", "").split()), None)


def _own(entry: ET.Element) -> Iterator[ET.Element]:
    """Yield all elements in an entry but those of its subentries."""
    for child in entry:
        if child.tag != "ul":
            yield child
            yield from _own(child)


# --- an index that an author has written ---------------------------------------------------------


def _set_written(root: ET.Element, words: Words) -> bool:
    """Set the types of a section’s lists: one, or several below a heading each."""
    lists = [child for child in root if child.tag == "ul"]
    if not lists:
        return False
    if len(lists) > 1:
        _group(root)
    for listed in lists:
        for ul in listed.iter("ul"):
            ul.set(_TYPE, "index-entry-list")
        for entry in listed.iter("li"):
            entry.set(_TYPE, "index-entry")
            _part_entry(entry, words)
    return True


def _group(root: ET.Element) -> None:
    """Put each list of a section into a group, with the heading before it."""
    made: list[ET.Element] = []
    for child in root:
        if child.tag != "ul":
            made.append(child)
            continue
        group = ET.Element("section", {"class": "index-letter", _TYPE: "index-group"})
        if made and made[-1].tag in HEADINGS and made[-1].tag != "h1":
            group.append(made.pop())
        group.append(child)
        made.append(group)
    root[:] = made


def _part_entry(entry: ET.Element, words: Words) -> None:
    """Put the term of an entry into a span, and what follows it, if no link leads from there, into
    another: it is a note about places that are not in this book, such as the pages of another
    edition."""
    holder = entry[0] if len(entry) and entry[0].tag == "p" else entry
    term = ET.Element("span", {_TYPE: "index-term"})
    note = ET.Element("span", {_TYPE: "index-editor-note"})
    at = _fill(term, holder, words)
    rest = ET.Element("span")
    rest.text, term.tail = term.tail, None
    lists = [child for child in holder if child.tag == "ul"]
    rest[:] = [child for child in list(holder)[at:] if child.tag != "ul"]
    links = [e for e in rest.iter("a") if e.get("href") and _TYPE not in e.attrib]
    holder.text, holder[:] = None, [term]
    if links:
        term.tail = rest.text
        holder.extend(rest)
        for link in links:
            link.set(_TYPE, _LOCATOR)
    elif len(rest) or (rest.text or "").strip():
        note.text = rest.text
        note.extend(rest)
        holder.append(note)
    else:
        term.tail = rest.text
    holder.extend(lists)


def _fill(term: ET.Element, holder: ET.Element, words: Words) -> int:
    """Move the words of a term into its element, and the text right behind them into its tail;
    return the number of the first child of `holder` that does not belong to it."""
    text = holder.text or ""
    for number, child in enumerate([*holder, None]):
        ends = child is not None and _ends_term(child, words)
        match = _BEFORE_NUMBERS.search(text) or (_BEFORE_OTHERS.search(text) if ends else None)
        own, behind = (text[: match.start()], text[match.start() :]) if match else (text, "")
        if len(term):
            term[-1].tail = own
        else:
            term.text = own
        if match or child is None or child.tag in {"ul", "p"}:
            term.tail = behind
            return number
        term.append(child)
        text, child.tail = child.tail or "", None
    raise AssertionError("a list ends with None")


def _ends_term(element: ET.Element, words: Words) -> bool:
    """Return whether an element is a number that leads somewhere, or says *See*."""
    said = "".join(element.itertext()).strip()
    if element.tag == "a" and re.match(_NUMBER, said):
        return True
    return said.casefold().startswith((words.see.casefold(), words.see_also.casefold()))


# --- both ----------------------------------------------------------------------------------------


def _set_headnotes(root: ET.Element) -> None:
    """Put what is between the heading and the entries of an index into a header: a list in it is
    no list of entries."""
    content = list(root)[[child.tag for child in root].index("h1") + 1 :]
    first = next(n for n, child in enumerate(content) if any(_is_entry(e) for e in child.iter()))
    before = content[:first]
    if not before:
        return
    notes = ET.Element("header", {"class": _HEADNOTES, _TYPE: "index-headnotes"})
    root.insert(list(root).index(before[0]), notes)
    for child in before:
        root.remove(child)
        made = _HEADNOTES in child.get("class", "").split()
        notes.extend(child if made else [child])


_HEADNOTES = "index-introduction"


def _is_entry(element: ET.Element) -> bool:
    return element.get(_TYPE) == "index-entry"


def _is_whole(entry: ET.Element) -> bool:
    """Return whether an entry has a term and says where to look."""
    below = [child for child in entry if child.tag == "ul"]
    own = {element.get(_TYPE) for element in (*_own(entry), *below)}
    return "index-term" in own and not _SAYS_WHERE.isdisjoint(own)
