"""Check that a style can be set: that it lacks nothing, and how much work it asks for.

A style comes from outside.  One that is nested too deeply, or that calls its macros so often that a
single cite would take seconds, is refused before it is used.  The bounds are several times what the
largest styles, the Chicago ones, need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.model import FaultError, Place, reported_rule

MOST_ELEMENTS = 50_000  # the Chicago styles have 3,600
MOST_STEPS = 20_000  # elements that one cite may run through; the Chicago styles need 4,600
DEEPEST = 120  # elements within elements, through the macros too; the Chicago styles have 72
LONGEST = 2_000  # letters of an attribute or of a term; the longest of the package has 346

_CSL = "{http://purl.org/net/xbiblio/csl}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@reported_rule("C003")
def style_can_be_read() -> None:
    """The CSL style can be read."""


def check(root: etree._Element, path: str) -> None:
    """Check a style before it is used.

    Raise FaultError, at a line of `path`, for what would stop the setting of a cite.
    """
    _check_extent(root, path)
    citation = root.find(f"{_CSL}citation")
    if citation is None or citation.find(f"{_CSL}layout") is None:
        raise _refused(
            path, root, "the style has no <layout> in <citation>: it cannot set a citation"
        )
    bibliography = root.find(f"{_CSL}bibliography")
    if bibliography is not None and bibliography.find(f"{_CSL}layout") is None:
        raise _refused(path, bibliography, "the style has no <layout> in <bibliography>")
    languages: set[str | None] = set()
    for locale in root.iterfind(f"{_CSL}locale"):
        language = locale.get(_LANG)
        if language in languages:
            message = f"the style has two locales for the language {language or 'none'}"
            raise _refused(path, locale, message)
        languages.add(language)
    macros: dict[str, etree._Element] = {}
    for macro in root.iterfind(f"{_CSL}macro"):
        name = macro.get("name", "")
        if name in macros:
            raise _refused(path, macro, f"the style has two macros {name}")
        macros[name] = macro
    for element in root.iter(f"{_CSL}text", f"{_CSL}key"):
        called = element.get("macro")
        if called is not None and called not in macros:
            message = f"the style calls a macro that it does not have: {called}"
            raise _refused(path, element, message)
    parts = max((len(date) for date in root.iterfind(f"{_CSL}locale/{_CSL}date")), default=0)
    way = _Way(path, macros, parts)
    for top in (citation, bibliography):
        if top is not None:
            way.through(top, 0)


def _check_extent(root: etree._Element, path: str) -> None:
    """Raise FaultError for a style with too many elements, or with a text no style needs."""
    for number, element in enumerate(root.iter()):
        if number >= MOST_ELEMENTS:
            raise _refused(path, element, f"the style has more than {MOST_ELEMENTS:,} elements")
        longest = max(map(len, element.attrib.values()), default=0)
        if element.tag in _TERMS:
            longest = max(longest, len(element.text or ""))
        if longest > LONGEST:
            name = etree.QName(element).localname
            message = f"the style has a <{name}> with more than {LONGEST:,} letters"
            raise _refused(path, element, message)


def _refused(path: str, element: etree._Element, message: str) -> FaultError:
    return FaultError(style_can_be_read.fault(Place(path, element.sourceline or 1), message))


_TERMS = frozenset(_CSL + name for name in ("term", "single", "multiple"))


# --- the longest way -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Way:
    """The longest way through a style for one cite: one branch of a choice, all that a macro calls.

    `date_parts` is the number of parts of the longest date in the style's locales.
    """

    path: str
    macros: Mapping[str, etree._Element]
    date_parts: int
    measured: dict[str, tuple[int, int]] = field(default_factory=dict)
    open_calls: list[str] = field(default_factory=list)

    def through(self, element: etree._Element, level: int) -> tuple[int, int]:
        """Return the steps through an element at a level, and the number of its levels.

        Raise FaultError if one cite takes more than MOST_STEPS, or goes deeper than DEEPEST.
        """
        too_deep = "the style nests elements and macros too deeply"
        if level > DEEPEST:
            raise _refused(self.path, element, too_deep)
        steps, levels = 1 + sum(map(len, element.attrib.values())) // 200, 0
        if element.tag == f"{_CSL}date" and "form" in element.attrib:
            steps += self.date_parts
        ways = list(self._below(element, level))
        if ways:
            each = [way for way, _ in ways]
            chosen = element.tag == f"{_CSL}choose"
            steps += max(each) + len(each) if chosen else sum(each)
            levels = max(depth for _, depth in ways)
        if level + levels > DEEPEST:
            raise _refused(self.path, element, too_deep)
        if steps > MOST_STEPS:
            raise _refused(self.path, element, "the style calls its macros too often to be set")
        return steps, levels + 1

    def _below(self, element: etree._Element, level: int) -> Iterator[tuple[int, int]]:
        called = element.get("macro")
        if called in self.macros:
            yield self._macro(element, called, level)
        for child in element:
            yield self.through(child, level + 1)

    def _macro(self, element: etree._Element, name: str, level: int) -> tuple[int, int]:
        if name in self.open_calls:
            raise _refused(self.path, element, f"the macro {name} of the style calls itself")
        if name not in self.measured:
            self.open_calls.append(name)
            self.measured[name] = self.through(self.macros[name], level + 1)
            self.open_calls.pop()
        return self.measured[name]
