"""Write a cited manuscript as XHTML, for the PDF, the EPUB and the HTML form.

The file holds one element, well-formed and in no namespace:

    <section id="sec-01-prologue" class="body" lang="en-GB" data-title="Prologue">
      <h1 …>Prologue</h1>
      <p>… word<span class="call" id="call-01-prologue-1" data-note="note-01-prologue-1"
            data-mark="1" data-series="numbered"></span> …</p>
      <div class="notes">
        <div class="note" id="note-01-prologue-1" data-mark="1" data-series="numbered">
          <p>…</p>
        </div>
      </div>
    </section>

An element whose language is marked has `lang`; all ids are XML names.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from octavo.captions.heading_numbers import opens_part
from octavo.locales import direction_of, holds_rtl
from octavo.model import Blocks, Element, Manuscript
from octavo.pandoc import tree
from octavo.pandoc.directions import directed
from octavo.pandoc.heading_spans import PART_LEAF
from octavo.pandoc.note_spans import blocks_of, is_note, mark_of, series_of_note
from octavo.pandoc.walk import rewrite, text_of
from octavo.pandoc.xhtml import xhtml

_ATTRIBUTES = frozenset(
    "alt by dir filing height label lang mark note running series start width".split()
)
# The signs around the numbers of a list; with the style of the numbers they make the class of a
# list, for which the style sheets define the counters.
ONE_PAREN, TWO_PARENS = "one-paren", "two-parens"
_SIGNS = {"OneParen": ONE_PAREN, "TwoParens": TWO_PARENS}
_STYLES = {
    "LowerAlpha": "lower-alpha",
    "UpperAlpha": "upper-alpha",
    "LowerRoman": "lower-roman",
    "UpperRoman": "upper-roman",
}
_SIGNED = re.compile(
    r'<div class="(?P<signs>(?:one-paren|two-parens)-[a-z-]+)">\s*<ol(?: class="(?P<own>[^"]*)")?'
)
_SIGNED_OR_DIVISION = re.compile(rf"{_SIGNED.pattern}|<div\b|</div>")
_LANG = re.compile(r'\blang="([^"]*)"')


def section_html(manuscript: Manuscript) -> str:
    """Return the XHTML of one section; for an empty one, an element without content.

    If any of it runs from right to left, each element whose language is marked has `dir`, and each
    call too: a browser would read its mark as part of a number before it ("2023." and "5").
    """
    body = _written(blocks_for_xhtml(manuscript))
    rtl = direction_of(manuscript.language) == "rtl"
    if rtl or holds_rtl(body) or any(direction_of(tag) == "rtl" for tag in _LANG.findall(body)):
        body = _written(blocks_for_xhtml(manuscript, is_directed=True))
    name, part = manuscript.section.name, manuscript.section.part
    classes = f"{part} {name}" if not manuscript.section.path else part
    if opens_part(manuscript):
        classes += f" {PART_LEAF}"
    head = (
        f"<section id={quoteattr(f'sec-{name}')} class={quoteattr(classes)} "
        f"lang={quoteattr(manuscript.language)} data-title={quoteattr(text_of(manuscript.title))}>"
    )
    return f"{head}\n{body}</section>\n"


def _written(blocks: Blocks) -> str:
    return _signs_to_lists(xhtml(blocks))


def blocks_for_xhtml(manuscript: Manuscript, *, is_directed: bool = False) -> Blocks:
    """Return a section's blocks as they are written: without raw passages, the notes in a division
    at the end, each call a Span; with the directions of languages if `is_directed`."""
    notes: Blocks = []

    def change(element: Element) -> Element | Blocks | None:
        if is_note(element):
            notes.append(directed(_note(element)) if is_directed else _note(element))
            return _call(element, direction_of(manuscript.language) if is_directed else "")
        if tree.is_kind(element, "RawInline", "RawBlock"):
            return []
        if tree.is_kind(element, "OrderedList"):
            return _with_signs(element)
        clean = _clean(element)
        return clean if clean is None or not is_directed else directed(clean)

    blocks = rewrite(manuscript.blocks, change)
    if notes:
        blocks.append(tree.div(notes, classes=["notes"]))
    return blocks


def plain_name(identity: str) -> str:
    """Return the id that an author wrote, such as `fig:x`, from the name that `xml_name` made."""
    return identity.removeprefix("id-").replace("_3a", ":")


def xml_name(identity: str) -> str:
    """Return an id as an XML name: what authors write may begin with a figure or hold odd
    characters."""
    if re.fullmatch(r"[A-Za-z_][\w.-]*", identity):
        return identity
    safe = "".join(c if re.match(r"[\w.-]", c) else f"_{ord(c):x}" for c in identity)
    return f"id-{safe}"


def _with_signs(element: Element) -> Element | None:
    """Return a numbered list in a division whose class names the signs around its numbers, since
    pandoc writes none of them; None for a list with full stops."""
    signs = _SIGNS.get(tree.delimiter_of(element))
    if signs is None:
        return None
    style = _STYLES.get(tree.number_style_of(element), "decimal")
    return tree.div([element], classes=[f"{signs}-{style}"])


def _signs_to_lists(html: str) -> str:
    """Return XHTML in which the class of each such division is that of its list, without the
    division."""
    if not _SIGNED.search(html):
        return html
    inside: list[bool] = []

    def change(match: re.Match[str]) -> str:
        if match[0] == "</div>":
            return "" if inside.pop() else match[0]
        signs = match["signs"]
        inside.append(signs is not None)
        if signs is None:
            return match[0]
        return f'<ol class="{" ".join(filter(None, (signs, match["own"])))}"'

    return _SIGNED_OR_DIVISION.sub(change, html)


def _note(element: Element) -> Element:
    data = {"mark": mark_of(element), "series": series_of_note(element)}
    return tree.div(blocks_of(element), xml_name(tree.id_of(element)), ["note"], data)


def _call(element: Element, direction: str) -> Element:
    note = xml_name(tree.id_of(element))
    data = {"note": note, "mark": mark_of(element), "series": series_of_note(element)}
    if direction:
        data["dir"] = direction
    return tree.span([], call_id(note), ["call"], data)


def call_id(note: str) -> str:
    """Return the id of a note's call."""
    return f"call-{note.removeprefix('note-')}"


def _clean(element: Element) -> Element | None:
    """Return an element with XML names for its id and its link, and only known attributes; None if
    it can have no attributes."""
    if not tree.has_attr(element):
        return None
    identity, classes, pairs = tree.attr_of(element)
    kept = [pair for pair in pairs if pair[0] in _ATTRIBUTES]
    clean = tree.with_attr(element, xml_name(identity) if identity else "", classes, kept)
    if tree.is_kind(clean, "Link") and tree.target_of(clean).startswith("#"):
        return tree.with_target(clean, f"#{xml_name(tree.target_of(clean)[1:])}")
    return clean
