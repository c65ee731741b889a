"""Set how a section opens on its page: the title block of an article, the first words of the text.

    <div class="title-block"><h1>The Title</h1><p class="subtitle">…</p>
      <p class="author">A. B. <span class="affiliation">…</span></p> <p class="abstract">…</p></div>
    <p class="opens"><span class="first-words"><span class="initial">T</span>he first words</span> …

An initial is sunk into two lines (`initial`), or raised above the first (`raised`).

Only the print has them: in the EPUB and in Word a section begins as it is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from octavo.html.marked import element_of
from octavo.locales import direction_of, script_of_text
from octavo.matter.article import title_lines
from octavo.model import Edition, PageHeading, Section
from octavo.pdf.section.print_tree import Prepared, text_of

_WITH_INITIAL = ("initial", "raised")
WORDS = 5  # most words set in small capitals: some half of a line
LETTERS = 30  # most letters of them
# A first letter with the punctuation before it and the accents or points on it; a text that begins
# with a figure has no initial.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u20d0-\u20f0"
_INITIAL = re.compile(rf"[“‘«„\"'(\[¿¡]{{0,2}}[^\W\d_][{_MARKS}]*")
# The scripts whose letters are joined: a first letter apart from its word would be another shape.
_JOINED = {"Arab", "Syrc", "Nkoo", "Mand", "Adlm", "Rohg"}
_CLAUSE = re.compile(r".{8,}[,;:](?= |$)")  # the words end with a clause where they can
_BEFORE = ("h1", "epigraph", "byline", "title-block", "chapter-authors")


def dressed(
    prepared: Prepared, section: Section, edition: Edition, opening: str, *, is_article: bool
) -> Prepared:
    """Return a section's tree with the opening of its design: plain, small-caps, initial or raised.

    `is_article` says that it opens an edition without title leaves, and has the title block above
    it.
    """
    root = next((e for e in prepared.html.iter("section")), None)
    if root is None:
        return prepared
    _continue_paragraphs(root)
    if opening in ("small-caps", *_WITH_INITIAL) and section.part == "body":
        _mark_first_words(root, opening)
    if is_article:
        return _with_title_block(prepared, root, edition)
    return prepared


# --- an article's title block --------------------------------------------------------------------


def _with_title_block(prepared: Prepared, root: Element, edition: Edition) -> Prepared:
    block = Element("div", {"class": "title-block"})
    if root.get("lang", edition.language) != edition.language:
        # Its words are those of the edition, whatever language the section is in.
        block.attrib.update(lang=edition.language, dir=direction_of(edition.language))
    own = next((e for e in root if e.tag == "h1"), None)
    headings = prepared.headings
    if own is not None and text_of(own).casefold() == edition.title.casefold():
        root.remove(own)
        _mark_up(own, edition.title)
    else:
        own = element_of("h1", {"id": "article-title"}, edition.title)
        headings = (PageHeading("article-title", 1, edition.title), *headings)
    own.tail = None
    block.append(own)
    for name, text in title_lines(edition):
        block.append(element_of("p", {"class": name}, text, italic=name == "subtitle"))
    root.insert(0, block)
    ids = prepared.ids | {own.get("id", "")} - {""}
    return replace(prepared, headings=headings, ids=ids)


def _mark_up(heading: Element, title: str) -> None:
    """Give a heading that has the words of the title, and no markup in them, the markup of the
    title; the call of a note behind them is kept."""
    if (heading.text or "").strip().casefold() != title.casefold():
        return
    marked = element_of("h1", {}, title)
    heading.text = marked.text
    heading[:0] = list(marked)


# --- the first words of the text -----------------------------------------------------------------


def _mark_first_words(root: Element, opening: str) -> None:
    """Mark the first words of the section's opening paragraph, up to its first element."""
    first = _opening_paragraph(root)
    if first is None or not (first.text or "").strip():
        return
    text = (first.text or "").lstrip()
    words = text.split(" ")
    taken = " ".join(words[:WORDS] if len(words) > WORDS or len(first) else words[:-1])
    while len(taken) > LETTERS and " " in taken:
        taken = taken.rpartition(" ")[0]
    clause = _CLAUSE.match(taken)
    taken = clause[0] if clause else taken
    if not taken.strip():
        return
    marked = Element("span", {"class": "first-words"})
    marked.tail = text[len(taken) :]
    letter = _INITIAL.match(taken) if opening in _WITH_INITIAL else None
    if letter and script_of_text(letter[0]) not in _JOINED:
        initial = ElementTree.SubElement(marked, "span", {"class": opening})
        initial.text, initial.tail = letter[0], taken[letter.end() :]
    else:
        marked.text = taken
    first.text = ""
    first.insert(0, marked)
    first.set("class", f"{first.get('class', '')} opens".strip())


def _opening_paragraph(root: Element) -> Element | None:
    """Return the section's first paragraph; None if more than its title, epigraphs and authors
    precede it."""
    for child in root:
        if child.tag == "p":
            return child
        if child.tag != "h1" and not set(child.get("class", "").split()) & set(_BEFORE):
            return None
    return None


# --- paragraphs that go on -----------------------------------------------------------------------

_APART = ("blockquote", "figure", "ul", "ol", "table", "math")


def _continue_paragraphs(root: Element) -> None:
    """Mark as continued, without an indent, each paragraph after a quotation, formula or the like
    that begins with a small letter."""
    for parent in root.iter():
        above: Element | None = None
        for child in parent:
            apart = above is not None and (
                above.tag in _APART or "line-block" in above.get("class", "")
            )
            begins = (child.text or "").lstrip()[:1]
            if apart and child.tag == "p" and begins.islower():
                child.set("class", f"{child.get('class', '')} continued".strip())
            above = child
