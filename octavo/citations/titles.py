"""Set the title of a work in prose: in italics, in quotation marks, or as it is.

The title of an independent work is in italics, that of a part or of an unpublished work in
quotation marks, that of a law, a court case or an archive in neither (Chicago 14; the default style
prints them so). Whatever prints a title without a style takes its look from here.
"""

from __future__ import annotations

from typing import Literal

from octavo.csl.text.tagged_text import marked

Look = Literal["Emph", "Quote", ""]

_ITALIC = frozenset(
    """book broadcast classic event figure graphic hearing map motion_picture musical_score
    pamphlet performance periodical report software song standard""".split()
)
_QUOTED = frozenset(
    """article article-journal article-magazine article-newspaper chapter dataset document entry
    entry-dictionary entry-encyclopedia interview manuscript paper-conference
    personal_communication post post-weblog review review-book speech thesis webpage""".split()
)


def title_look(kind: str) -> Look:
    """Give the markup of a title by the work's CSL type; none for a type unknown to CSL."""
    return "Emph" if kind in _ITALIC else "Quote" if kind in _QUOTED else ""


def titled(kind: str, title: str) -> str:
    """Return a title, as tagged text, with its look."""
    look = title_look(kind)
    return marked(look, title) if look else title
