"""Find what in an SVG the layout engine does not draw, or draws otherwise than browsers.

Each line here was seen: WeasyPrint's pages in Poppler and PDFium were compared with the pictures of
resvg and of Chromium. A drawing with such a feature is printed as a picture that resvg makes; all
others stay lines and letters. What resvg does not draw either is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from octavo.images.svg_names import SVG, XLINK, local

# The elements that are drawn rightly. Gradients and patterns are not among them: Poppler leaves
# those white that are measured by the box of a shape, and a scaled group cuts the others.
_PLAIN = frozenset({
    "svg", "g", "a", "defs", "symbol", "use", "title", "desc", "metadata", "style", "view",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "image",
    "marker", "clipPath", "animate", "animateTransform", "animateMotion", "set",
})  # fmt: skip
# Properties that are not drawn, or wrongly, unless they have one of these values.
_HARMLESS = {
    "filter": {"none"}, "mask": {"none"}, "mix-blend-mode": {"normal"}, "backdrop-filter": {"none"},
    "paint-order": {"normal", "fill stroke markers", "fill", "fill markers stroke"},
    "dominant-baseline": {"auto", "alphabetic"}, "alignment-baseline": {"auto", "baseline"},
    "baseline-shift": {"0", "baseline"}, "writing-mode": {"lr", "lr-tb", "horizontal-tb"},
    "text-decoration": {"none"}, "text-decoration-line": {"none"}, "word-spacing": {"0", "normal"},
    "visibility": {"visible", "hidden"}, "clip-rule": {"nonzero"},
    "stroke-opacity": {"1", "1.0", "100%"},
}  # fmt: skip
_NEUTRAL = {"inherit", "initial", "unset", ""}
_MARKERS = {"marker", "marker-start", "marker-mid", "marker-end"}
_STRAIGHT = re.compile(r"[MmLlHhVv\d\s.,eE+-]*")
_CLIPPING = {"path", "rect", "circle", "ellipse", "polygon", "title", "desc"}
_DECLARATION = re.compile(r"(?<![\w-])([a-z-]+)\s*:\s*([^;{}]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def beyond_the_layout(root: Element) -> bool:
    """Return whether the layout engine would draw an SVG wrongly."""
    named = {e.get("id"): e for e in root.iter() if e.get("id")}
    return any(_is_beyond(element, named) for element in root.iter())


def _is_beyond(element: Element, named: dict[str | None, Element]) -> bool:
    name = local(element.tag)
    if name not in _PLAIN:
        return True
    if name == "clipPath" and any(local(child.tag) not in _CLIPPING for child in element):
        return True
    if name == "use":
        href = element.get("href") or element.get(f"{{{XLINK}}}href") or ""
        shown = named.get(href.strip().removeprefix("#"))
        if shown is not None and local(shown.tag) == "svg":
            return True
    straight = name in {"line", "polyline"} or (
        name == "path" and _STRAIGHT.fullmatch(element.get("d", "")) is not None
    )
    for key, value in _declared(element):
        if value in _NEUTRAL:
            continue
        if key in _HARMLESS and _first(value, key) not in _HARMLESS[key]:
            return True
        if key == "clip-path" and value != "none" and (name == "svg" or value[:5] != "url(#"):
            return True
        if key in _MARKERS and value != "none" and not straight:
            return True
    return False


def _first(value: str, key: str) -> str:
    """Return a value as it is compared: of a decoration's words the first, a length bare."""
    if key.startswith("text-decoration"):
        return value.split()[0]
    return re.sub(r"^0[a-z%]+$", "0", value)


def _declared(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the properties of an element, or those in a style sheet, with their values."""
    for key, value in element.attrib.items():
        if local(key) == "style":
            yield from _declarations(value)
        else:
            yield local(key), value.strip().lower()
    if local(element.tag) == "style":
        yield from _declarations(_sheet(element))


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    for match in _DECLARATION.finditer(_COMMENT.sub("", css).lower()):
        yield match[1], match[2].replace("!important", "").strip()


def _sheet(element: Element) -> str:
    return _COMMENT.sub("", "".join(element.itertext()))


# --- what neither draws --------------------------------------------------------------------------

_RULE = re.compile(r"@(media|supports|container|layer|font-face|keyframes)", re.IGNORECASE)
_PSEUDO = re.compile(r":(?:nth|last|only|not|is|where|has)[\w-]*\(?[^,{]*", re.IGNORECASE)
_SIBLING = re.compile(r"[^~{}]+~\s*[\w.#*][^{}]*\{")
_GEOMETRY = {"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "d", "transform"}
_OF_BROWSERS = {"text-transform", "font-variant-caps", "animation", "transition"}


def undrawable(root: Element, *, by_layout: bool) -> tuple[str, ...]:
    """Return what in an SVG browsers show and the print does not, each once, as it is written.

    `by_layout` says that the layout engine draws it, which knows more of style sheets than resvg.
    """
    return tuple(dict.fromkeys(_undrawable(root, by_layout)))


def _undrawable(root: Element, by_layout: bool) -> Iterator[str]:
    for element in root.iter():
        name = local(element.tag)
        if name.startswith("animate") or (
            name == "set" and str(element.tag).startswith(f"{{{SVG}}}")
        ):
            yield f"<{name}>"
        css = element.get("style", "") + (_sheet(element) if name == "style" else "")
        values = [*element.attrib.values(), css]
        if any("var(" in value for value in values):
            yield "var()"
        for key, value in _declared(element):
            if key in _OF_BROWSERS and value not in (*_NEUTRAL, "none", "normal"):
                yield key
            if key == "font-variant" and "small-caps" in value:
                yield "small-caps"
        if not css:
            continue
        yield from (f"@{found.lower()}" for found in _RULE.findall(css))
        if by_layout:
            continue
        keys = {key for key, _ in _declarations(css)}
        yield from (f"{key} in a style" for key in sorted(keys & _GEOMETRY))
        if name == "style":
            yield from (found.strip()[:40] for found in _PSEUDO.findall(css))
            yield from ("~ in a selector" for _ in _SIBLING.findall(css)[:1])
