"""Write an image, with the measures that it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.model import Element
from octavo.pandoc.walk import plain, walk
from octavo.pandoc.xhtml import attributes
from octavo.pandoc.xhtml.attributes import UnwrittenError, attribute

# By the ending of its file pandoc knows a picture from a film or a sound, for which it writes other
# elements. An address with a colon, a query or a fragment it reads as one.
_PICTURE = re.compile(r"[^:?#]*[^:?#/]\.(png|jpe?g|gif|webp|svg)", re.IGNORECASE)

_OF_PANDOC = frozenset({"Math", "Note", "Cite", "RawInline"})  # in no table of inlines

_MEASURE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,5})?)(px|cm|mm|in|inch|pt|pc|em|%)?")
_WIDTH, _HEIGHT, _STYLE = "width", "height", "style"


def image(element: Element) -> str:
    """Return an Image as XHTML.

    Raise UnwrittenError for a file without the ending of a picture, for a style, and for a measure
    in a unit that is not in the table.
    """
    (id, names, pairs), inlines, (target, title) = element["c"]
    if not _PICTURE.fullmatch(target):
        raise UnwrittenError(f"the image {target}")
    others = [pair for pair in pairs if pair[0] not in {_WIDTH, _HEIGHT}]
    if any(key == _STYLE for key, _ in others):
        raise UnwrittenError("the style of an image")
    named = attribute("title", title) if title else ""
    made = attributes.all_of([id, names, [*_with_styles_first(_measures(pairs), others)]])
    described = inlines and not any(key == "alt" for key, _ in others)
    alternative = attribute("alt", stringified(inlines)) if described else ""
    return f"<img{attribute('src', target)}{named}{made}{alternative} />"


def _measures(pairs: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield width and height as key-values: whole pixels as attributes, others as styles."""
    for key in (_WIDTH, _HEIGHT):
        values = [value for name, value in pairs if name == key]
        if not values:
            continue
        found = _MEASURE.fullmatch(values[0])
        if found is None:
            raise UnwrittenError(f"the measure {values[0]}")
        number, unit = found[1], found[2] or "px"
        if unit == "px":
            yield key, str(int(float(number)))
        else:
            yield _STYLE, f"{key}:{_amount(float(number), unit)}"


def _amount(number: float, unit: str) -> str:
    """Return a number with its unit: of a percentage pandoc keeps one decimal at least."""
    if unit == "%":
        if 0 < number < 0.1:
            raise UnwrittenError("a percentage in powers of ten")
        return f"{number!r}%"
    return f"{number:.5f}".rstrip("0").rstrip(".") + unit.removesuffix("ch")


def _with_styles_first(
    measures: Iterator[tuple[str, str]], others: Sequence[Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the styles of the measures as one key-value, then all others, the measures last."""
    found = list(measures)
    styles = [value for key, value in found if key == _STYLE]
    if styles:
        yield _STYLE, ";".join(styles)
    yield from ((key, value) for key, value in others)
    yield from ((key, value) for key, value in found if key != _STYLE)


def stringified(parts: Sequence[Element]) -> str:
    """Return the words of inlines or blocks as pandoc's writer joins them, for a description: no
    element but a quotation adds anything to them. Raise UnwrittenError for an inline of another
    table."""
    for element in walk(parts):
        if element["t"] in _OF_PANDOC:
            raise UnwrittenError(element["t"])
    return "".join(plain(part).removesuffix("\n") for part in parts)
