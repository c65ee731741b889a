"""Read what a run or a paragraph of a Word file looks like, with the styles that it is in."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.proof.archive import Node
from octavo.proof.word_xml import VALUE, w

_OFF = {"0", "false", "off", "none"}
_DEEPEST = 20  # styles that are based on each other


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name in English, the style that it is based on, and its properties."""

    name: str
    base: str
    run: Node | None
    paragraph: Node | None


class Styles:
    """The styles of a Word file, by their ids."""

    def __init__(self, part: Node | None) -> None:
        self._styles: dict[str, Style] = {}
        self._normal = ""
        self.size = 0.0
        self.language = ""
        for style in part.iter(w("style")) if part is not None else ():
            id = style.get(w("styleId"), "")
            self._styles[id] = Style(
                _value(style, "name"), _value(style, "basedOn"), style.find(w("rPr")),
                style.find(w("pPr")),
            )  # fmt: skip
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true"):
                self._normal = id
        defaults = part.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}") if (
            part is not None) else None  # fmt: skip
        if defaults is not None:
            self.size = _number(_value(defaults, "sz"))
            language = defaults.find(w("lang"))
            self.language = language.get(VALUE, "") if language is not None else ""

    def name(self, id: str) -> str:
        """Return the name of a style in small letters; its id if it is not defined."""
        return self._styles[id].name.lower() if id in self._styles else id.lower()

    def properties(self, id: str, *, paragraph: bool = False) -> list[Node]:
        """Return the properties of a style and of those it is based on, its own first."""
        found: list[Node] = []
        for _ in range(_DEEPEST):
            style = self._styles.get(id)
            if style is None:
                break
            own = style.paragraph if paragraph else style.run
            if own is not None:
                found.append(own)
            id = style.base
        return found

    def of_paragraph(self, paragraph: Node) -> str:
        """Return the id of a paragraph's style."""
        first = paragraph[0] if len(paragraph) else None  # where the properties must be
        style = first.find(w("pStyle")) if first is not None and first.tag == w("pPr") else None
        return style.get(VALUE, "") if style is not None else self._normal

    def names_of(self, paragraph: Node) -> list[str]:
        """Return the names of a paragraph's style and of those it is based on."""
        id, found = self.of_paragraph(paragraph), []
        for _ in range(_DEEPEST):
            if id not in self._styles:
                break
            found.append(self._styles[id].name.lower())
            id = self._styles[id].base
        return found


def _value(node: Node, name: str) -> str:
    child = node.find(w(name))
    return child.get(VALUE, "") if child is not None else ""


def _number(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        return 0.0


def is_on(properties: Node | None, name: str) -> bool | None:
    """Return whether properties switch one on or off; None if they do not name it."""
    child = properties.find(w(name)) if properties is not None else None
    return None if child is None else child.get(VALUE, "true") not in _OFF


def first(properties: list[Node], name: str) -> Node | None:
    """Return the first element of a name among properties."""
    return next((node for one in properties if (node := one.find(w(name))) is not None), None)


def properties_of(run: Node, styles: Styles) -> list[Node]:
    """Return the properties of a run, its own first, then those of its character style."""
    own = run.find(w("rPr"))
    if own is None:
        return []
    style = own.find(w("rStyle"))
    return [own, *(styles.properties(style.get(VALUE, "")) if style is not None else ())]


def size_of(run: Node, of_style: list[Node], styles: Styles) -> float:
    """Return the size of a run's letters in half points, by itself or by the style of its
    paragraph; 0 if nothing says it."""
    chain = [*properties_of(run, styles), *of_style]
    node = first(chain, "sz")
    return _number(node.get(VALUE, "")) if node is not None else styles.size


def shown(chain: list[Node], name: str) -> bool:
    """Return whether a property is on in a chain: the first that names it counts."""
    return next((on for one in chain if (on := is_on(one, name)) is not None), False)


def attribute_of(node: Node | None, name: str = VALUE) -> str:
    return node.get(name, "") if node is not None else ""
