"""Resolve the links of a section: to a place in another file of the form, or out of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree as ET

from octavo.model import Section

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"(?:[\w-]+\.)*[\w-]+\.?|\[[0-9A-Fa-f:.]+\]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_WEB = {"http", "https", "ftp"}
_OTHER = {"mailto", "tel", "doi", "urn"}


@dataclass(frozen=True, slots=True)
class Places:
    """The files of the form's text, by each id in them; those of each source by its path."""

    by_id: Mapping[str, str]
    by_path: Mapping[str, tuple[str, ...]]

    def target(self, href: str, section: Section, file: str) -> str | None:
        """Return the href as `file` needs it in the form; None for a link that leads nowhere."""
        if scheme := _SCHEME.match(href):
            return web_address(href, scheme[1].lower())
        path, _, identity = href.partition("#")
        if path:
            source = posixpath.normpath(posixpath.join(posixpath.dirname(section.path), path))
            files = self.by_path.get(unquote(source))
            if files is None:
                return None
            found = self.by_id.get(unquote(identity))
            return f"{found}#{quote(unquote(identity))}" if found in files else files[0]
        identity = unquote(identity)
        found = self.by_id.get(identity)
        if found is None:
            return None
        return f"{'' if found == file else found}#{quote(identity)}"


def web_address(href: str, scheme: str) -> str | None:
    """Return an address that leads out of the book, written as the URL standard requires; None if
    it is not valid, or of a scheme that could run something."""
    text = _STRAY_PERCENT.sub("%25", href.strip())
    if scheme in _OTHER:
        return quote(text, safe="%!$&'()*+,;=:@/?#~-._")
    if scheme not in _WEB:
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not _HOST.fullmatch(host) or _is_no_address(host):
        return None
    address = f"{scheme}://{host.encode('idna').decode() if _needs_idna(host) else host}"
    address += f":{port}" if port is not None else ""
    address += quote(parts.path, safe="%!$&'()*+,;=:@/~-._")
    address += f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
    return address + (f"#{quote(parts.fragment, safe=_QUERY)}" if parts.fragment else "")


_QUERY = "%!$&'()*+,;=:@/?~-._"


def _is_no_address(host: str) -> bool:
    """Return whether a host ends in a number, as only IPv4 addresses may (URL standard, 3.5), but
    is no IPv4 address."""
    if not host.rstrip(".").rpartition(".")[2].isdecimal():
        return False
    try:
        IPv4Address(host)
    except ValueError:
        return True
    return False


def _needs_idna(host: str) -> bool:
    if host.isascii():
        return False
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def is_call(element: ET.Element) -> bool:
    """Return whether an element is the call of a note."""
    return element.tag == "span" and "data-note" in element.attrib


NOTE_PAGE = "note-page"


def drop_note_pages(root: ET.Element) -> None:
    """Remove the page numbers from references to notes, since they are those of the print edition.

    A page number is a span that ends with a link of the same class.
    """
    for parent in list(root.iter()):
        before: ET.Element | None = None
        for child in list(parent):
            if not _is_note_page(child):
                before = child
                continue
            tail = child.tail or ""
            parent.remove(child)
            if before is None:
                parent.text = (parent.text or "") + tail
            else:
                before.tail = (before.tail or "") + tail


def _is_note_page(element: ET.Element) -> bool:
    if element.tag != "span" or len(element) == 0:
        return False
    links = (element, element[-1])
    return element[-1].tag == "a" and all(NOTE_PAGE in e.get("class", "").split() for e in links)


def part_around_calls(root: ET.Element) -> None:
    """Divide each link that holds a note call, since a call is a link itself and links do not nest:
    `<a>the <b>text<call/></b></a>` becomes `<a>the </a><b><a>text</a><call/></b>`."""
    for parent in list(root.iter()):
        for link in [child for child in parent if child.tag == "a" and _holds_a_call(child)]:
            link.tag = "span"
            address = {"href": link.attrib.pop("href", "")}
            _link_pieces(link, address)


def _holds_a_call(element: ET.Element) -> bool:
    return any(is_call(inner) for inner in element.iter("span"))


def _link_pieces(element: ET.Element, address: dict[str, str]) -> None:
    """Put the content of an element into links, except the calls."""
    pieces: list[ET.Element] = []
    run = ET.Element("a", address)
    run.text = element.text
    for child in list(element):
        tail, child.tail = child.tail, None
        if not _holds_a_call(child):
            run.append(child)
            child.tail = tail
            continue
        if not is_call(child):
            _link_pieces(child, address)
        pieces += [run, child]
        run = ET.Element("a", address)
        run.text = tail
    pieces.append(run)
    element.text = None
    element[:] = [piece for piece in pieces if piece.tag != "a" or _has_content(piece)]


def _has_content(element: ET.Element) -> bool:
    return len(element) > 0 or bool(element.text)


def ids_in(root: ET.Element) -> Iterable[str]:
    """Return all ids of a section."""
    return (identity for element in root.iter() if (identity := element.get("id")))
