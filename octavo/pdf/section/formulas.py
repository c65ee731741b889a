"""Draw formulas as paths: WeasyPrint lays out no MathML.

Each `math` of a section is replaced by pictures that rest on the line of the text and take its
size:

    <span class="formula"><svg class="drawn" aria-label="a = b" style="width: 1.1em; …">…</svg>
    <svg …>…</svg></span>

In running text a formula is divided after its relations, where it may continue on the next line
(TeXbook, chapter 18); the first part has the words of the whole. Letters and figures are those of
the text's own face, signs those of STIX Two Math (SIL Open Font License).

The PDF attaches the MathML to the formula where its standard asks for it: `data-mathml` has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from math import ceil
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from octavo.design.fonts import Fonts

EM = 100.0  # units of a picture that are an em of the text
SVG = "{http://www.w3.org/2000/svg}"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
# The most that a formula may cost to draw: rows lay out each child twice, so each level doubles.
MOST = 20_000
_DEEPEST = 40
_DOUBLING = frozenset({"math", "mrow", "mtd", "mstyle", "mpadded", "mphantom", "merror", "msqrt"})
_RELATIONS = frozenset("=≠<>≤≥≈≡≅∼≃∈∉⊂⊆⊃⊇→←⇒⇔↔↦∝≔:=≪≫")


def set_formulas(section: Element, fonts: Fonts, *, keeps_mathml: bool = False) -> tuple[str, ...]:
    """Put pictures in the place of a section's formulas, with the letters of the text's faces; give
    back the sources of those that cannot be drawn, which stay as they are. If it `keeps_mathml`,
    the element of each formula has it, but for one that is too deep or too long to be drawn."""
    undrawn: list[str] = []
    for parent in list(section.iter()):
        for index, child in enumerate(parent):
            if child.tag != f"{_MATHML}math":
                continue
            source = source_of(child)
            drawn = _drawn(child, source, fonts)
            if keeps_mathml and _is_modest(child):
                (child if drawn is None else drawn).set("data-mathml", _written(child))
            if drawn is None:
                undrawn.append(source)
                child.set("dir", "ltr")
                continue
            drawn.tail = child.tail
            parent[index] = drawn
    return tuple(undrawn)


def source_of(math: Element) -> str:
    """Return the TeX that a formula was written in, or its letters if it has none."""
    if "alttext" in math.attrib:
        return math.attrib["alttext"]
    note = next(math.iter(f"{_MATHML}annotation"), None)
    words = (note.text or "") if note is not None else "".join(math.itertext())
    return " ".join(words.split())


def _drawn(math: Element, source: str, fonts: Fonts) -> Element | None:
    """Return a formula as pictures; None if it is too deep or too long, or cannot be read."""
    if not _is_modest(math):
        return None
    block = math.get("display") == "block"
    tree = _plain(math)
    parts = [tree] if block else list(_parts(tree))
    # It is read from left to right in any text.
    span = Element("span", {"class": "formula display" if block else "formula", "dir": "ltr"})
    try:
        pictures = [_picture(part, fonts) for part in parts]
    except Exception:  # the library takes any MathML, and raises what comes
        return None
    for picture in pictures:
        span.append(picture)
    if pictures:
        pictures[0].attrib.update({"class": "drawn", "aria-label": source})
    return span


def _written(math: Element) -> str:
    """Return a formula as a document of MathML (MathML 3.0, 6.2.3)."""
    copy = deepcopy(math)
    copy.tail = None
    for element in copy.iter():
        element.tag = str(element.tag).removeprefix(_MATHML)
    copy.set("xmlns", _MATHML[1:-1])
    return ElementTree.tostring(copy, encoding="unicode")


def _is_modest(math: Element) -> bool:
    """Return whether a formula can be drawn in a moment, without recursion into it."""
    spent, stack = 0, [(math, 1, 0)]
    while stack:
        element, price, depth = stack.pop()
        spent += price
        if spent > MOST or depth > _DEEPEST:
            return False
        twice = element.tag.removeprefix(_MATHML) in _DOUBLING or len(element) > 1
        stack += [(child, price * (1 + twice), depth + 1) for child in element]
    return True


def _plain(math: Element) -> Element:
    """Return a copy without namespace, source and mere wrappers, its spaces as the library
    counts."""
    copy = deepcopy(math)
    copy.tail = None
    for element in copy.iter():
        element.tag = str(element.tag).removeprefix(_MATHML)
        if element.tag == "mspace" and element.get("width", "").endswith("em"):
            # The library draws a space four thirds as wide as its ems say.
            element.set("width", f"{_number(element.get('width', '')[:-2]) * 0.75:.4f}em")
    for wrapper in [e for e in copy if e.tag == "semantics"]:
        copy[:] = [child for child in wrapper if not child.tag.startswith("annotation")]
    while len(copy) == 1 and copy[0].tag == "mrow" and not copy[0].attrib:
        copy[:] = list(copy[0])
    return copy


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _parts(math: Element) -> Iterator[Element]:
    """Yield a formula of running text in parts, divided after its relations."""
    part = Element("math", dict(math.attrib))
    for child in math:
        part.append(child)
        if child.tag == "mo" and (child.text or "").strip() in _RELATIONS:
            child.set("form", "infix")
            yield part
            part = Element("math", dict(math.attrib))
    if len(part):
        yield part


def _picture(math: Element, fonts: Fonts) -> Element:
    """Return one picture, as high above and below the line as it is drawn, as wide as it
    advances."""
    # a section without formulas does not wait for the library
    from octavo.pdf.section.formula_drawing import draw

    canvas = Element(f"{SVG}svg")
    box, advance = draw(math, canvas, fonts, EM)
    left, right = min(0.0, box.xmin), max(box.xmax, advance)
    top, foot = ceil(max(box.ymax, 0.0)), ceil(max(-box.ymin, 0.0))
    for element in canvas.iter():
        element.tag = SVG + str(element.tag).removeprefix(SVG)
    canvas.set("viewBox", f"{left:.2f} {-top} {right - left:.2f} {top + foot}")
    measures = {
        "width": right - left,
        "height": top + foot,
        "vertical-align": -foot,
        # An italic letter may lean over its neighbour, out of its width, as in any word.
        "margin-left": left,
        "margin-right": advance - right,
    }
    style = "; ".join(f"{name}: {value / EM:.3f}em" for name, value in measures.items())
    canvas.set("style", style)
    return canvas
