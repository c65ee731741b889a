"""Find what in an SVG, which some readers run as a program, runs or reaches outside of its file."""

from __future__ import annotations

import re
from xml.parsers import expat

from octavo.images.svg_names import local
from octavo.images.svg_switches import PAGE, Switch

MAX_SVG_BYTES = 20_000_000
MAX_DEPTH = 500

_REFUSED = frozenset({
    "script", "iframe", "frame", "object", "embed", "applet", "audio",
    "video", "handler", "listener",
})  # fmt: skip
_KNOWN_DOCTYPE = re.compile(r"-//W3C//DTD SVG 1\.[01](?: \w+)?//EN")
_RASTER = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_ADDRESS = re.compile(r"url\(\s*[\"']?\s*(?!#)[^\s\"')]|@import|expression\(|\\", re.IGNORECASE)


class _Harm(Exception):
    """What is wrong with an SVG, in words that follow the image's name."""


def harm_in_svg(data: bytes) -> str:
    """Return the first harm in an SVG, in words that follow the image's name, or nothing."""
    if len(data) > MAX_SVG_BYTES:
        return f"has more than {MAX_SVG_BYTES:,} bytes"
    try:
        _parse(data)
    except _Harm as harm:
        return str(harm)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return f"cannot be read as XML: {error}"
    return ""


def _parse(data: bytes) -> None:
    parser = expat.ParserCreate()
    reader = _Reader()
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.entity
    parser.ExternalEntityRefHandler = reader.entity
    parser.ProcessingInstructionHandler = reader.instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.Parse(data, True)
    reader.finish()


class _Reader:
    """A reader of the events of one SVG; it raises `_Harm` at the first harm."""

    def __init__(self) -> None:
        self._depth = 0
        self._dropped = 0  # the depth of the element that no form has, with what is in it
        self._switches: list[Switch | None] = [None]  # of the open elements
        self._style: list[str] | None = None

    def doctype(self, name: str, system: str | None, public: str | None, subset: int) -> None:
        plain = public is None and system is None
        if subset or not (plain or _KNOWN_DOCTYPE.match(public or "")):
            raise _Harm("has a document type of its own")

    def entity(self, *_: object) -> int:
        raise _Harm("declares entities")

    def instruction(self, target: str, data: str) -> None:
        if target.lower().startswith("xml-"):
            raise _Harm(f"has a {target}, which loads something")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Harm("is nested too deeply")
        if self._dropped:
            return
        element, around = local(name).lower(), self._switches[-1]
        self._switches.append(Switch() if element == "switch" else None)
        if around is not None and not around.keeps(name, attributes):
            self._dropped = self._depth
            return
        if element == PAGE:
            raise _Harm("has text as a web page (<foreignObject>), and no other in its place")
        if element in _REFUSED:
            raise _Harm(f"has a <{element}>")
        if element == "style":
            self._style = []
        for key, value in attributes.items():
            _look_at(element, local(key).lower(), value)

    def words(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._dropped:
            if self._depth >= self._dropped:
                return
            self._dropped = 0
        self._switches.pop()
        if local(name).lower() == "style":
            self.finish()
            self._style = None

    def finish(self) -> None:
        if _ADDRESS.search("".join(self._style or ())):
            raise _Harm("has a style sheet that reaches outside of the file")


def _look_at(element: str, name: str, value: str) -> None:
    if name.startswith("on"):
        raise _Harm(f"has the event handler {name}")
    if name == "base":
        raise _Harm("has a base address")
    if element in {"set", "animate"} and name == "attributename" and local(value).lower() == "href":
        raise _Harm("changes an address by itself")
    if name in {"href", "src"} and not value.strip().startswith("#"):
        if element == "image" and _RASTER.match(value.strip()):
            return
        if value.strip():
            raise _Harm(f"refers to {value.strip()[:60]}, outside of the file")
    elif name not in {"d", "points"} and _ADDRESS.search(value) and not _is_words(name):
        raise _Harm(f"has in {name} an address outside of the file")


def _is_words(name: str) -> bool:
    return name in {"id", "class", "title", "label", "aria-label", "desc"}
