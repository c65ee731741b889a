"""Find where a style prints its citations, and put what it has around one in the text.

A style's class says it: `note`, or `in-text`, (Smith 1999, 12) or [3]; the edition may say
otherwise. What is around a citation are the affixes and the formatting of the style's layout.
"""

from __future__ import annotations

from octavo.csl.rendering.style_tables import prepared
from octavo.csl.styles import Style
from octavo.csl.text.punctuation import bracketed
from octavo.csl.text.tagged_text import to_inlines
from octavo.model import HERE, CitationFrame, CitationSettings, Inlines
from octavo.pandoc import tree

_OF_NOTE_STYLES = f"({HERE})"  # such a style has no brackets of its own


def frame_of(style: Style, settings: CitationSettings, language: str) -> CitationFrame:
    """Return where an edition's citations are printed, and what is around one in the text.
    `language` is the edition's."""
    tables = prepared(style, language)
    place = settings.place
    if place == "style":
        place = "notes" if tables.is_note_style else "text"
    if place == "notes":
        return CitationFrame()
    if tables.is_note_style:
        return CitationFrame("line", tree.text(_OF_NOTE_STYLES))
    layout = tables.layout("citation")
    around = bracketed(layout.finished(HERE), within=tables.is_chicago)
    raised = any(element.get("vertical-align") == "sup" for element in layout.iter())
    return CitationFrame("raised" if raised else "line", to_inlines(around))


def framed(frame: CitationFrame, inlines: Inlines) -> Inlines:
    """Return a citation with what is around it in the text."""
    return _filled(frame.around, inlines)


def _filled(around: Inlines, inlines: Inlines) -> Inlines:
    made: Inlines = []
    for inline in around:
        if tree.is_string(inline):
            before, here, behind = tree.string_of(inline).partition(HERE)
            made += [tree.string(before)] if before else []
            made += inlines if here else []
            made += [tree.string(behind)] if behind else []
        elif tree.is_space(inline):
            made.append(inline)
        else:
            made.append(tree.with_content(inline, _filled(tree.content_of(inline), inlines)))
    return made
