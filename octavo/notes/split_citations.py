"""Split a citation in brackets: works from notes, and works from those named after them.

`[see @note:a; @carley2014, 12, quoted in @ken1996, 30]` is a reference to a note, and two citations
with prose between them.
"""

from __future__ import annotations

from typing import TypeGuard

from octavo.model import Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import holds

NOTE_KEY = "note:"
# The class of a span around citations and prose that were one citation; no author can write it.
TOGETHER = "cited together"


def is_note_reference(element: Element) -> bool:
    """Return whether an element is `[@note:label]`, a reference to a note and not to a work."""
    return tree.is_kind(element, "Cite") and all(
        cite["citationId"].startswith(NOTE_KEY) for cite in tree.citations_of(element)
    )


def is_citation(item: object) -> TypeGuard[Element]:
    """Return whether an element cites works."""
    return tree.is_kind(item, "Cite") and not is_note_reference(item)


def is_textual(cite: Element) -> bool:
    """Return whether a citation is `@key`, with its author named in the text."""
    return tree.mode_of(tree.citations_of(cite)[0]) == "AuthorInText"


def parted(cite: Element) -> Inlines:
    """Return the citations and the prose that a citation consists of, none inside another."""
    made: Inlines = []
    for citation in tree.citations_of(cite):
        pieces = _pieces(citation)
        if not made:
            made = pieces
        elif _same_kind(made[-1], pieces[0]):
            both = [*tree.citations_of(made[-1]), *tree.citations_of(pieces[0])]
            made[-1] = tree.cite(both)
            made += pieces[1:]
        else:
            made += [tree.string(";"), tree.SPACE, *pieces]
    return made


def parted_in_text(cite: Element) -> Inlines:
    """Return a citation that stays in the text; in a span with the citations and the prose that it
    holds, if it holds others."""
    made = parted(cite)
    if len(made) == 1 or is_note_reference(cite):
        return made
    return [tree.span(_flat([normal(item) for item in made]), classes=[TOGETHER])]


def is_together(element: Element) -> bool:
    """Return whether an element is the span around what was one citation."""
    return tree.is_kind(element, "Span") and tree.classes_of(element) == [TOGETHER]


def _flat(inlines: Inlines) -> Inlines:
    """Return inlines without spans of this kind among them: a citation in the suffix of another may
    itself have held one."""
    made: Inlines = []
    for inline in inlines:
        made += _flat(tree.content_of(inline)) if is_together(inline) else [inline]
    return made


def _pieces(citation: tree.Citation) -> Inlines:
    """Return one member of a citation, split at the citations in its prefix and its suffix."""
    prefix, suffix = citation["citationPrefix"], citation["citationSuffix"]
    before: Inlines = []
    inner = [n for n, item in enumerate(prefix) if _holds_cite(item)]
    if inner:
        before = [*map(normal, prefix[: inner[-1] + 1]), tree.SPACE]
        prefix = _trimmed(prefix[inner[-1] + 1 :])
    made = [*before, tree.cite([{**citation, "citationPrefix": prefix, "citationSuffix": []}])]
    run: Inlines = []
    for item in suffix:
        if _holds_cite(item):
            _close(made, run)
            made += [tree.SPACE, normal(item)]
            run = []
        else:
            run.append(item)
    _close(made, run)
    return made


def _close(made: Inlines, run: Inlines) -> None:
    """Add words to the citation before them, as its suffix; after anything else, as prose. Changes
    `made`, and takes spaces from the end of `run`."""
    while run and tree.is_space(run[-1]):
        run.pop()
    if not tree.is_kind(made[-1], "Cite"):
        made += run
        return
    *others, last = tree.citations_of(made[-1])
    made[-1] = tree.cite([*others, {**last, "citationSuffix": [*last["citationSuffix"], *run]}])


def _holds_cite(item: Element) -> bool:
    return holds(item, "Cite")


def normal(item: Element) -> Element:
    """Return an element with `@key` as `[@key]`: in a note the citation itself names the author."""
    if not tree.is_kind(item, "Cite") or not is_textual(item):
        return item
    first, *others = tree.citations_of(item)
    return tree.cite([tree.with_mode(first, "NormalCitation"), *others])


def _same_kind(one: Element, other: Element) -> bool:
    if not (tree.is_kind(one, "Cite") and tree.is_kind(other, "Cite")):
        return False
    return is_note_reference(one) == is_note_reference(other)


def _trimmed(inlines: Inlines) -> Inlines:
    start = next((n for n, item in enumerate(inlines) if not tree.is_space(item)), len(inlines))
    return inlines[start:]
