"""Make an element of pandoc's tree, and read what it holds.

The tree is pandoc's own JSON, `{"t": "Para", "c": […]}`; only this room knows the position of an
element's identifier, classes, key-values and content in it. The names are pandoc's: a Span, a Div
or a Header has an *Attr*, which is an identifier, classes and key-values. No element is ever
changed in place: a function whose name begins with `with_` returns a changed copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypedDict, TypeGuard

from octavo.model import Blocks, Element, Inlines, Kind

KeyValue = list[str]  # a key and its value; a key may come several times
KeyValues = Mapping[str, str] | Iterable[KeyValue]
QuoteType = Literal["SingleQuote", "DoubleQuote"]
NumberStyle = Literal[
    "DefaultStyle", "Example", "Decimal", "LowerRoman", "UpperRoman", "LowerAlpha", "UpperAlpha"
]
NumberDelimiter = Literal["DefaultDelim", "Period", "OneParen", "TwoParens"]
CitationMode = Literal["NormalCitation", "AuthorInText", "SuppressAuthor"]

FORMATTING: frozenset[str] = frozenset(
    {"Emph", "Strong", "SmallCaps", "Underline", "Strikeout", "Superscript", "Subscript"}
)
PARAGRAPHS: frozenset[str] = frozenset({"Para", "Plain"})
SPACE: Element = Element({"t": "Space"})
LINE_BREAK: Element = Element({"t": "LineBreak"})


class Attr(NamedTuple):
    """An identifier, classes and key-values; all are empty for an element that has none."""

    id: str
    classes: list[str]
    attributes: list[KeyValue]


class Citation(TypedDict):
    """One member of a Cite, as pandoc writes it."""

    citationId: str
    citationPrefix: Inlines
    citationSuffix: Inlines
    citationMode: Element
    citationNoteNum: int
    citationHash: int


# --- any element ---------------------------------------------------------------------------------


def is_element(part: object) -> TypeGuard[Element]:
    """Return whether a part of a tree is an element: others are lists, strings and numbers."""
    return type(part) is dict and "t" in part


def kind_of(element: Element) -> str:
    """Return the kind of an element: Para, Str, Note."""
    return element["t"]


def kind_in(part: object) -> str | None:
    """Return the kind of a part of a tree; None if it is no element."""
    return part.get("t") if type(part) is dict else None


def is_kind(part: object, *kinds: Kind) -> TypeGuard[Element]:
    """Return whether a part of a tree is an element of one of the kinds."""
    return type(part) is dict and part.get("t") in kinds


def is_space(part: object) -> TypeGuard[Element]:
    """Return whether a part of a tree is a space between words, or the end of a line as written."""
    return type(part) is dict and part.get("t") in _SPACES


def is_string(part: object) -> TypeGuard[Element]:
    """Return whether a part of a tree is a Str: characters without a space among them."""
    return type(part) is dict and part.get("t") == "Str"


def is_paragraph(part: object) -> TypeGuard[Element]:
    """Return whether a part of a tree is a Para, or a Plain."""
    return type(part) is dict and part.get("t") in PARAGRAPHS


_SPACES = frozenset({"Space", "SoftBreak"})


# --- content -------------------------------------------------------------------------------------

# The position of an element's inlines or blocks in its content; None if they are all of it.
_CONTENT: Mapping[str, int | None] = {
    **dict.fromkeys(FORMATTING | PARAGRAPHS | {"Note", "BlockQuote"}),
    **dict.fromkeys(("MetaInlines", "MetaBlocks")),
    **dict.fromkeys(("Span", "Div", "Link", "Image", "Quoted", "Cite"), 1),
    **dict.fromkeys(("Header", "Figure"), 2),
}
_WITHOUT_STRING = frozenset({"Str", "MetaString"})  # elements whose content is the string itself


def content_of(element: Element) -> list[Element]:
    """Return the inlines or blocks of an element; of a Figure, its blocks without its caption.

    Raises KeyError for an element that holds neither, such as a Str, a list or a Table.
    """
    at = _CONTENT[element["t"]]
    return element["c"] if at is None else element["c"][at]


def with_content(element: Element, content: Sequence[Element]) -> Element:
    """Return an element with other inlines or blocks; raise KeyError as `content_of` does."""
    at = _CONTENT[element["t"]]
    if at is None:
        return Element({"t": element["t"], "c": list(content)})
    return _with_member(element, at, list(content))


def string_of(element: Element) -> str:
    """Return the characters of a Str, or of code, a formula or a raw passage."""
    return element["c"] if element["t"] in _WITHOUT_STRING else element["c"][1]


def parts_of(element: Element) -> list[Any]:
    """Return everything in an element, as a list that may hold lists, so that all kinds of element
    can be searched alike; nothing for a Str."""
    content = element.get("c")
    if type(content) is dict:
        return list(content.values())
    return content if type(content) is list else []


def strings_of(inlines: Inlines) -> list[str | None]:
    """Return the characters of each inline that is a Str, and None for each other."""
    return [inline["c"] if inline["t"] == "Str" else None for inline in inlines]


def _with_member(element: Element, at: int, member: object) -> Element:
    content = list(element["c"])
    content[at] = member
    return Element({"t": element["t"], "c": content})


# --- attributes ----------------------------------------------------------------------------------

_ATTR = {
    "Header": 1,
    **dict.fromkeys(("Span", "Div", "Code", "CodeBlock", "Link", "Image", "Figure", "Table"), 0),
}


def has_attr(element: Element) -> bool:
    """Return whether elements of this kind have an identifier, classes and key-values."""
    return element["t"] in _ATTR


def attr_of(element: Element) -> Attr:
    """Return an element's identifier, classes and key-values."""
    at = _ATTR.get(element["t"])
    return Attr("", [], []) if at is None else Attr(*element["c"][at])


def id_of(element: Element) -> str:
    """Return an element's identifier, or the empty string."""
    at = _ATTR.get(element["t"])
    return "" if at is None else element["c"][at][0]


def classes_of(element: Element) -> list[str]:
    """Return an element's classes."""
    at = _ATTR.get(element["t"])
    return [] if at is None else element["c"][at][1]


def attributes_of(element: Element) -> list[KeyValue]:
    """Return an element's key-values in their order."""
    at = _ATTR.get(element["t"])
    return [] if at is None else element["c"][at][2]


def attribute(element: Element, name: str) -> str:
    """Return the value of one key, the last if there are several, or the empty string."""
    at = _ATTR.get(element["t"])
    pairs = element["c"][at][2] if at is not None else ()
    return dict(pairs).get(name, "") if pairs else ""


def with_attr(
    element: Element, id: str = "", classes: Iterable[str] = (), attributes: KeyValues = ()
) -> Element:
    """Return an element with other identifier, classes and key-values.

    Raises KeyError for an element that has none, such as a paragraph.
    """
    return _with_member(element, _ATTR[element["t"]], _attr(id, classes, attributes))


def _attr(id: str, classes: Iterable[str], attributes: KeyValues) -> list[object]:
    pairs = attributes.items() if isinstance(attributes, Mapping) else attributes
    return [id, list(classes), [[key, value] for key, value in pairs]]


# --- inlines -------------------------------------------------------------------------------------


def string(characters: str) -> Element:
    """Make one Str."""
    return Element({"t": "Str", "c": characters})


def text(words: str) -> Inlines:
    """Return a text as inlines: a Str for each word, and one Space for the spaces between two;
    spaces that do not break stay in the words."""
    return [
        SPACE if piece[0] in " \t\r\n" else string(piece)
        for piece in _WHITE_SPACE.split(words)
        if piece
    ]


_WHITE_SPACE = re.compile(r"([ \t\r\n]+)")


def trimmed(inlines: Inlines) -> Inlines:
    """Return inlines without the spaces at both ends."""
    words = [at for at, inline in enumerate(inlines) if not is_space(inline)]
    return inlines[words[0] : words[-1] + 1] if words else []


def formatted(kind: str, inlines: Sequence[Element]) -> Element:
    """Make inlines of one kind of `FORMATTING`."""
    return Element({"t": kind, "c": list(inlines)})


def emph(inlines: Sequence[Element]) -> Element:
    """Make an Emph: italics, as a rule."""
    return formatted("Emph", inlines)


def strong(inlines: Sequence[Element]) -> Element:
    """Make a Strong: bold, as a rule."""
    return formatted("Strong", inlines)


def small_caps(inlines: Sequence[Element]) -> Element:
    """Make a SmallCaps."""
    return formatted("SmallCaps", inlines)


def span(
    inlines: Sequence[Element],
    id: str = "",
    classes: Iterable[str] = (),
    attributes: KeyValues = (),
) -> Element:
    """Make a Span of inlines."""
    return Element({"t": "Span", "c": [_attr(id, classes, attributes), list(inlines)]})


def link(
    inlines: Sequence[Element],
    target: str,
    id: str = "",
    classes: Iterable[str] = (),
    attributes: KeyValues = (),
) -> Element:
    """Make a Link without a title."""
    return Element(
        {"t": "Link", "c": [_attr(id, classes, attributes), list(inlines), [target, ""]]}
    )


def image(alt: Sequence[Element], file: str, attributes: KeyValues = ()) -> Element:
    """Make an Image without a title: the words in its place, and its file."""
    return Element({"t": "Image", "c": [_attr("", (), attributes), list(alt), [file, ""]]})


def target_of(element: Element) -> str:
    """Return the address of a Link, or the file of an Image."""
    return element["c"][2][0]


def with_target(element: Element, target: str) -> Element:
    """Return a Link or an Image with another target."""
    return _with_member(element, 2, [target, *element["c"][2][1:]])


def note(blocks: Sequence[Element]) -> Element:
    """Make pandoc's Note, which has no name."""
    return Element({"t": "Note", "c": list(blocks)})


def raw_inline(form: str, written: str) -> Element:
    """Make a RawInline: text that only the writer of the format `form` prints, as it is."""
    return Element({"t": "RawInline", "c": [form, written]})


def format_of(raw: Element) -> str:
    """Return the format of a raw passage."""
    return raw["c"][0]


def quote_type_of(quoted: Element) -> QuoteType:
    """Return the kind of the marks around a quotation."""
    return quoted["c"][0]["t"]


def is_display(math: Element) -> bool:
    """Return whether a formula has a line of its own."""
    return math["c"][0]["t"] == "DisplayMath"


# --- citations -----------------------------------------------------------------------------------


def cite(citations: Iterable[Citation]) -> Element:
    """Make a Cite of its members."""
    return Element({"t": "Cite", "c": [list(citations), []]})


def citation(
    key: str,
    prefix: Sequence[Element] = (),
    suffix: Sequence[Element] = (),
    mode: CitationMode = "NormalCitation",
    note_number: int = 0,
) -> Citation:
    """Make one member of a Cite."""
    return Citation(
        citationId=key,
        citationPrefix=list(prefix),
        citationSuffix=list(suffix),
        citationMode=Element({"t": mode}),
        citationNoteNum=note_number,
        citationHash=0,
    )


def citations_of(element: Element) -> list[Citation]:
    """Return the members of a Cite."""
    return element["c"][0]


def mode_of(one: Citation) -> CitationMode:
    """Return how a work is cited: in the normal way, or with its author in the text, or left
    out."""
    return one["citationMode"]["t"]


def with_mode(one: Citation, mode: CitationMode) -> Citation:
    """Return a member of a Cite in another mode."""
    return {**one, "citationMode": Element({"t": mode})}


# --- blocks --------------------------------------------------------------------------------------


def para(inlines: Sequence[Element]) -> Element:
    """Make a Para."""
    return Element({"t": "Para", "c": list(inlines)})


def plain_block(inlines: Sequence[Element]) -> Element:
    """Make a Plain: words that are no paragraph, as in the items of a tight list."""
    return Element({"t": "Plain", "c": list(inlines)})


def header(
    level: int,
    inlines: Sequence[Element],
    id: str = "",
    classes: Iterable[str] = (),
    attributes: KeyValues = (),
) -> Element:
    """Make a Header."""
    return Element({"t": "Header", "c": [level, _attr(id, classes, attributes), list(inlines)]})


def level_of(heading: Element) -> int:
    """Return the level of a Header, from 1."""
    return heading["c"][0]


def with_level(heading: Element, level: int) -> Element:
    """Return a Header of another level."""
    return _with_member(heading, 0, level)


def div(
    blocks: Sequence[Element],
    id: str = "",
    classes: Iterable[str] = (),
    attributes: KeyValues = (),
) -> Element:
    """Make a Div of blocks."""
    return Element({"t": "Div", "c": [_attr(id, classes, attributes), list(blocks)]})


def block_quote(blocks: Sequence[Element]) -> Element:
    """Make a BlockQuote."""
    return Element({"t": "BlockQuote", "c": list(blocks)})


def figure(
    blocks: Sequence[Element],
    caption: Sequence[Element],
    id: str = "",
    classes: Iterable[str] = (),
    attributes: KeyValues = (),
) -> Element:
    """Make a Figure of blocks, with the blocks of its caption and no short caption."""
    attr = _attr(id, classes, attributes)
    return Element({"t": "Figure", "c": [attr, [None, list(caption)], list(blocks)]})


def caption_of(element: Element) -> Blocks:
    """Return the blocks of the caption of a Figure or a Table."""
    return element["c"][1][1]


def short_caption_of(element: Element) -> Inlines:
    """Return the short caption of a Figure or a Table; no inlines if it has none."""
    return element["c"][1][0] or []


def with_caption(element: Element, caption: Sequence[Element]) -> Element:
    """Return a Figure or a Table with another caption; its short one stays."""
    return _with_member(element, 1, [element["c"][1][0], list(caption)])


def line_block(lines: Iterable[Inlines]) -> Element:
    """Make a LineBlock: a stanza of verse."""
    return Element({"t": "LineBlock", "c": list(lines)})


def lines_of(element: Element) -> list[Inlines]:
    """Return the lines of a LineBlock."""
    return element["c"]


def bullet_list(items: Iterable[Blocks]) -> Element:
    """Make a BulletList."""
    return Element({"t": "BulletList", "c": list(items)})


def ordered_list(
    items: Iterable[Blocks], start: int, style: NumberStyle, delimiter: NumberDelimiter
) -> Element:
    """Make an OrderedList, whose first item has the number `start`."""
    attributes = [start, {"t": style}, {"t": delimiter}]
    return Element({"t": "OrderedList", "c": [attributes, list(items)]})


def items_of(element: Element) -> list[Blocks]:
    """Return the items of a BulletList or an OrderedList."""
    return element["c"][1] if element["t"] == "OrderedList" else element["c"]


def start_of(element: Element) -> int:
    """Return the number of the first item of an OrderedList."""
    return element["c"][0][0]


def number_style_of(element: Element) -> NumberStyle:
    """Return the style of the numbers of an OrderedList."""
    return element["c"][0][1]["t"]


def delimiter_of(element: Element) -> NumberDelimiter:
    """Return what delimits the numbers of an OrderedList."""
    return element["c"][0][2]["t"]


def definition_list(definitions: Iterable[tuple[Inlines, list[Blocks]]]) -> Element:
    """Make a DefinitionList of terms, each with its definitions."""
    return Element({"t": "DefinitionList", "c": [[term, said] for term, said in definitions]})


def definitions_of(element: Element) -> list[tuple[Inlines, list[Blocks]]]:
    """Return the terms of a DefinitionList, each with its definitions."""
    return [(term, said) for term, said in element["c"]]


# --- metadata ------------------------------------------------------------------------------------


def meta_string(characters: str) -> Element:
    """Make a value of the metadata that is a string."""
    return Element({"t": "MetaString", "c": characters})


def meta_inlines(inlines: Sequence[Element]) -> Element:
    """Make a value of the metadata that is a text."""
    return Element({"t": "MetaInlines", "c": list(inlines)})


def meta_list(items: Sequence[Element]) -> Element:
    """Make a value of the metadata that is a list of values."""
    return Element({"t": "MetaList", "c": list(items)})


def meta_items(value: Element) -> list[Element]:
    """Return the values that a MetaList holds."""
    return value["c"]


def meta_fields(value: Element) -> Mapping[str, Element]:
    """Return the values that a MetaMap holds, by their names."""
    return value["c"]
