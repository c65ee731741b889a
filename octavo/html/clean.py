"""Read a section's XHTML again, keeping only the elements and attributes of a short list.

`section_html` is written by Octavo and clean already; this is the second guard. An unknown element
is replaced by its content; one that runs or embeds something is removed with all it holds. The
widths of columns are removed too: they were measured for a page, not for a screen.
"""

from __future__ import annotations

import re
from html.entities import html5
from xml.etree import ElementTree as ET

from octavo.html.faults import cannot_be_set

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
MAX_DEPTH = 120  # levels of nested elements; the content of deeper ones is put on the last level

_COMMON = frozenset({"id", "class", "lang", "dir", "title"})
_MARKS = frozenset({"data-filing", "data-mark", "data-note", "data-series", "data-title"})
_CELL = frozenset({"colspan", "rowspan", "scope", "style"})


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLAIN = _names("""
    abbr b bdi bdo blockquote br caption cite code dd del dfn dl dt em figcaption figure h1 h2 h3
    h4 h5 h6 hr i ins kbd mark p pre q rp rt ruby s samp small strong sub sup tbody tfoot thead tr
    u ul var wbr
""")
ELEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN, frozenset()),
    "a": frozenset({"href"}),
    "div": _MARKS,
    "img": frozenset({"src", "alt", "width", "height", "style"}),
    "input": frozenset({"checked"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "section": _MARKS,
    "span": _MARKS,
    "table": frozenset(),
    "td": _CELL,
    "th": _CELL,
}
_BARE = frozenset(ELEMENTS) - {"span"}  # kept without attributes: a span without any says nothing
_SILENCED = _names("""
    applet audio button canvas embed frame iframe link meta noscript object script select source
    style svg template textarea title track video
""")

_MATH_ELEMENTS = _names("""
    annotation math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
    mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder
    munderover none semantics
""")
_MATH_ATTRIBUTES = _names("""
    accent accentunder alttext columnalign columnlines columnspacing columnspan depth display
    displaystyle encoding fence form height largeop linethickness lspace mathvariant maxsize
    minsize movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel
    separator stretchy symmetric voffset width
""")

_ID = re.compile(r"[^\W\d][\w.-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"-?\d{1,6}")
_VALUES: dict[str, re.Pattern[str]] = {
    "id": _ID,
    "lang": _LANGUAGE,
    "dir": re.compile("ltr|rtl|auto"),
    "colspan": _NUMBER,
    "rowspan": _NUMBER,
    "start": _NUMBER,
    "value": _NUMBER,
    "width": _NUMBER,
    "height": _NUMBER,
    "type": re.compile("[1aAiI]"),
    "scope": re.compile("(row|col)(group)?"),
}
_MATH_VALUES = {"columnspan": _NUMBER, **{name: _VALUES[name] for name in ("id", "dir", "rowspan")}}
_ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")
_MEASURE = re.compile(r"(?<![\w-])(width|height):\s*(\d{1,3}(?:\.\d+)?)(%|em)")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*;)")


# The characters that XML 1.0 cannot hold, and HTML should not.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_section(section_html: str) -> ET.Element:
    """Return the one element of a section, with nothing in it but what the list allows.

    Raise FaultError for a text that is not one XHTML element.
    """
    if "<!DOCTYPE" in section_html:
        raise cannot_be_set("the section's XHTML declares a document type")
    text = _ENTITY.sub(lambda match: html5.get(match[1], match[0]), section_html)
    parser = ET.XMLParser(target=_Cleaner())
    try:
        parser.feed(text)
        root = parser.close()
    except ET.ParseError as error:
        raise cannot_be_set(f"the section is not well-formed XHTML: {error}") from error
    if not isinstance(root, ET.Element) or root.tag != "section":
        raise cannot_be_set("the section's XHTML is not one <section> element")
    return root


def text_bytes(text: str) -> bytes:
    """Return a text as UTF-8, without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text).encode()


class _Cleaner:
    """A target of the XML parser that builds the tree of what is allowed."""

    def __init__(self) -> None:
        self._builder = ET.TreeBuilder()
        self._kept: list[str] = []  # the open elements: their names where kept, "" where not
        self._depth = 0
        self._silent = 0  # how many open elements are silenced: one and all inside it
        self._ids: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not attributes and tag in _BARE and not self._silent and self._depth < MAX_DEPTH:
            self._open(tag, attributes)  # as most elements are
            return
        namespace, _, name = tag.rpartition("}")
        if self._silent or name in _SILENCED:
            self._silent += 1
            return
        math = namespace == f"{{{MATHML}"
        known = name in _MATH_ELEMENTS if math else name in ELEMENTS
        kept = self._math(name, attributes) if math else self._attributes(name, attributes)
        empty_span = name == "span" and not kept
        if not known or empty_span or self._depth >= MAX_DEPTH:
            self._kept.append("")
            return
        self._open(name, kept)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._kept.append(name)
        self._depth += 1
        self._builder.start(name, attributes)

    def end(self, tag: str) -> None:
        if self._silent:
            self._silent -= 1
        elif name := self._kept.pop():
            self._depth -= 1
            self._builder.end(name)

    def data(self, text: str) -> None:
        if not self._silent and self._depth:
            self._builder.data(text)

    def close(self) -> ET.Element | None:
        try:
            return self._builder.close()
        except AssertionError:  # nothing was allowed
            return None

    def _attributes(self, name: str, attributes: dict[str, str]) -> dict[str, str]:
        own = ELEMENTS.get(name, frozenset())
        kept = {
            key: value
            for key, value in attributes.items()
            if (key in _COMMON or key in own) and _is_sound(key, value, _VALUES)
        }
        classes = [c for c in kept.pop("class", "").split() if c != "citation"]
        style = kept.pop("style", "")
        if alignment := _ALIGNMENT.search(style):
            classes.append(f"align-{alignment[1]}")
        if measures := ["".join((m[1], ": ", m[2], m[3])) for m in _MEASURE.finditer(style)]:
            kept["style"] = "; ".join(measures)
        if classes:
            kept["class"] = " ".join(classes)
        return self._with_its_own_id(kept)

    def _math(self, name: str, attributes: dict[str, str]) -> dict[str, str]:
        kept = {
            key: value
            for key, value in attributes.items()
            if (key in _MATH_ATTRIBUTES or key in {"id", "dir"})
            and _is_sound(key, value, _MATH_VALUES)
        }
        if name == "math":
            kept = {"xmlns": MATHML, **kept}
        return self._with_its_own_id(kept)

    def _with_its_own_id(self, kept: dict[str, str]) -> dict[str, str]:
        """Return the attributes without an id that an element before has: the first is the
        target."""
        if identity := kept.get("id"):
            if identity in self._ids:
                del kept["id"]
            self._ids.add(identity)
        return kept


def _is_sound(key: str, value: str, forms: dict[str, re.Pattern[str]]) -> bool:
    return key not in forms or forms[key].fullmatch(value) is not None
