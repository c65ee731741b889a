"""Write a cited manuscript as XHTML by pandoc, for the PDF, the EPUB and the HTML form.

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

from octavo.model import Blocks, Element, Manuscript
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, is_note, mark_of, series_of_note
from octavo.pandoc.run import write
from octavo.pandoc.walk import rewrite, text_of

_ATTRIBUTES = frozenset(
    "alt dir filing height label lang mark note running series start width".split()
)
_ARGUMENTS = ("--wrap=none", "--mathml", "--syntax-highlighting=none", "--email-obfuscation=none")


def section_html(manuscript: Manuscript) -> str:
    """Return the XHTML of one section; for an empty one, an element without content."""
    notes: Blocks = []

    def change(element: Element) -> Element | Blocks | None:
        if is_note(element):
            notes.append(_note(element))
            return _call(element)
        if tree.is_kind(element, "RawInline", "RawBlock"):
            return []
        return _clean(element)

    blocks = rewrite(manuscript.blocks, change)
    if notes:
        blocks.append(tree.div(notes, classes=["notes"]))
    body = write(blocks, "html5-raw_html-raw_tex", *_ARGUMENTS).decode()
    name, part = manuscript.section.name, manuscript.section.part
    classes = f"{part} {name}" if not manuscript.section.path else part
    head = (
        f"<section id={quoteattr(f'sec-{name}')} class={quoteattr(classes)} "
        f"lang={quoteattr(manuscript.language)} data-title={quoteattr(text_of(manuscript.title))}>"
    )
    return f"{head}\n{body}</section>\n"


def xml_name(identity: str) -> str:
    """Return an id as an XML name: what authors write may begin with a figure or hold odd
    characters."""
    if re.fullmatch(r"[A-Za-z_][\w.-]*", identity):
        return identity
    safe = "".join(c if re.match(r"[\w.-]", c) else f"_{ord(c):x}" for c in identity)
    return f"id-{safe}"


def _note(element: Element) -> Element:
    data = {"mark": mark_of(element), "series": series_of_note(element)}
    return tree.div(blocks_of(element), xml_name(tree.id_of(element)), ["note"], data)


def _call(element: Element) -> Element:
    note = xml_name(tree.id_of(element))
    data = {"note": note, "mark": mark_of(element), "series": series_of_note(element)}
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
