"""Write blocks: a table of the kinds that are written here, with a function for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from octavo.model import Blocks, Element
from octavo.pandoc.xhtml import attributes
from octavo.pandoc.xhtml.attributes import UnwrittenError, attribute, escaped
from octavo.pandoc.xhtml.images import stringified
from octavo.pandoc.xhtml.inlines import written_inlines
from octavo.pandoc.xhtml.tables import table

# Classes and identifiers of divisions that pandoc's writer gives a meaning of its own.
_OF_DIVISIONS = frozenset(
    "section column columns fragment cell incremental nonincremental csl-bib-body csl-entry".split()
)
_REFERENCES = "refs"
_BOXES = frozenset({"☐", "☒"})  # an item that begins with one is a task
_TYPES = {
    "LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I", "Decimal": "1",
}  # fmt: skip


def written_blocks(blocks: Blocks, *, in_sections: bool = False) -> str:
    """Return blocks as XHTML; raise UnwrittenError if one of them is not in the table.

    `in_sections` is true at the top and in divisions: there pandoc makes each heading begin a
    section, and its attributes come in another order.
    """
    made: list[str] = []
    after_heading = False
    for block in blocks:
        kind = block["t"]
        if kind in {"Para", "Plain"} and not block["c"]:
            if after_heading:
                raise UnwrittenError("a heading with an empty paragraph behind it")
            continue
        after_heading = kind == "Header" and in_sections
        if kind == "Para":
            made.append(f"<p>{written_inlines(block['c'])}</p>")
        elif after_heading:
            made.append(_heading_of_section(block))
        elif kind == "Div":
            made.append(_division(block, in_sections))
        else:
            function = _BLOCKS.get(kind)
            if function is None:
                raise UnwrittenError(kind)
            made.append(function(block))
    return "\n".join(made)


def _plain(block: Element) -> str:
    return written_inlines(block["c"])


def _heading(block: Element) -> str:
    level, (id, names, pairs), inlines = block["c"]
    tag, names = _tag(level, names)
    own = attributes.identity(id) + attributes.classes(names) + attributes.key_values(pairs)
    return f"<{tag}{own}>{written_inlines(inlines)}</{tag}>"


def _heading_of_section(block: Element) -> str:
    level, (id, names, pairs), inlines = block["c"]
    tag, names = _tag(level, names)
    own = attributes.classes(names) + attributes.key_values(pairs) + attributes.identity(id)
    return f"<{tag}{own}>{written_inlines(inlines)}</{tag}>"


def _tag(level: int, names: list[str]) -> tuple[str, list[str]]:
    """Return the name of the element of a heading, and its classes: HTML has six levels."""
    return (f"h{level}", names) if level <= 6 else ("p", ["heading", *names])


def _division(block: Element, in_sections: bool) -> str:
    attr, blocks = block["c"]
    if attr[0] == _REFERENCES or not _OF_DIVISIONS.isdisjoint(attr[1]):
        raise UnwrittenError("a division with a meaning in pandoc")
    if in_sections and blocks and blocks[0]["t"] == "Header":
        raise UnwrittenError("a division that begins with a heading, which pandoc makes one")
    inside = written_blocks(blocks, in_sections=in_sections)
    return f"<div{attributes.all_of(attr)}>\n{inside}\n</div>"


def _quotation(block: Element) -> str:
    return f"<blockquote>\n{written_blocks(block['c'])}\n</blockquote>"


def _stanza(block: Element) -> str:
    lines = "<br />\n".join(map(written_inlines, block["c"]))
    return f'<div class="line-block">{lines}</div>'


def _code(block: Element) -> str:
    attr, text = block["c"]
    return f"<pre{attributes.all_of(attr)}><code>{escaped(text)}</code></pre>"


def _bullets(block: Element) -> str:
    return f"<ul>{_items(block['c'])}\n</ul>"


def _numbers(block: Element) -> str:
    (start, style, _), items = block["c"]
    own = attribute("start", str(start)) if start != 1 else ""
    match style["t"]:
        case "DefaultStyle":
            pass
        case "Example":
            own += ' class="example" type="1"'
        case other:
            own += attribute("type", _TYPES[other])
    return f"<ol{own}>{_items(items)}\n</ol>"


def _items(items: list[Blocks]) -> str:
    if not items or any(map(_is_task, items)):
        raise UnwrittenError("a list of tasks, as which pandoc takes an empty one too")
    return "".join(f"\n<li>{written_blocks(item)}</li>" for item in items)


def _is_task(item: Blocks) -> bool:
    first = item[0] if item else None
    if first is None or first["t"] not in {"Para", "Plain"} or not first["c"]:
        return False
    return first["c"][0].get("c") in _BOXES if first["c"][0]["t"] == "Str" else False


def _definitions(block: Element) -> str:
    made: list[str] = []
    for term, definitions in block["c"]:
        said = "\n".join(f"<dd>\n{written_blocks(blocks)}\n</dd>" for blocks in definitions)
        made.append(f"\n<dt>{written_inlines(term)}</dt>\n{said}")
    return f"<dl>{''.join(made)}\n</dl>"


def _figure(block: Element) -> str:
    attr, (_, caption), blocks = block["c"]
    inside = written_blocks(blocks)
    if caption:
        hidden = ' aria-hidden="true"' if _is_described_by(caption, blocks) else ""
        inside += f"\n<figcaption{hidden}>{written_blocks(caption)}</figcaption>"
    return f"<figure{attributes.all_of(attr)}>\n{inside}\n</figure>"


def _is_described_by(caption: Blocks, blocks: Blocks) -> bool:
    """Return whether a figure is one picture whose alternative text says what the caption says."""
    if len(blocks) != 1 or blocks[0]["t"] != "Plain":
        return False
    inlines = blocks[0]["c"]
    if len(inlines) != 1 or inlines[0]["t"] != "Image":
        return False
    (_, _, pairs), described, _ = inlines[0]["c"]
    alternative = next((value for key, value in pairs if key == "alt"), None)
    said = stringified(described) if alternative is None else alternative
    return stringified(caption) == said


_BLOCKS: Mapping[str, Callable[[Any], str]] = {
    "Plain": _plain,
    "Header": _heading,
    "BlockQuote": _quotation,
    "LineBlock": _stanza,
    "CodeBlock": _code,
    "BulletList": _bullets,
    "OrderedList": _numbers,
    "DefinitionList": _definitions,
    "HorizontalRule": lambda _: "<hr />",
    "Figure": _figure,
    "Table": lambda block: table(block, written_blocks),
}
