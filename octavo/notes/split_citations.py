"""Part what one pair of brackets holds: works and notes, and works named behind other works.

`[see @note:a; @carley2014, 12, quoted in @ken1996, 30]` is a reference to a note, and two
citations with prose between them.
"""

from __future__ import annotations

from typing import Any

from octavo.manuscript import Element, holds
from octavo.model import Inlines

NOTE_KEY = "note:"
SPACES = frozenset({"Space", "SoftBreak"})


def is_note_reference(element: Element) -> bool:
    """Whether an element is `[@note:label]`, a reference to a note and not to a work."""
    return element["t"] == "Cite" and all(
        cite["citationId"].startswith(NOTE_KEY) for cite in element["c"][0]
    )


def is_citation(item: Any) -> bool:
    """Whether an element cites works."""
    return isinstance(item, dict) and item.get("t") == "Cite" and not is_note_reference(item)


def is_textual(cite: Element) -> bool:
    """Whether a citation is `@key`, with its author named in the text."""
    return cite["c"][0][0]["citationMode"]["t"] == "AuthorInText"


def is_space(item: Any) -> bool:
    return isinstance(item, dict) and item.get("t") in SPACES


def is_string(item: Any) -> bool:
    return isinstance(item, dict) and item.get("t") == "Str"


def parted(cite: Element) -> Inlines:
    """A citation as the citations and the prose that it consists of, none of them in another."""
    made: Inlines = []
    for citation in cite["c"][0]:
        pieces = _pieces(citation)
        if not made:
            made = pieces
        elif _same_kind(made[-1], pieces[0]):
            made[-1] = _cite(*made[-1]["c"][0], *pieces[0]["c"][0])
            made += pieces[1:]
        else:
            made += [{"t": "Str", "c": ";"}, {"t": "Space"}, *pieces]
    return made


def _pieces(citation: Any) -> Inlines:
    """One member of a citation, parted at the citations in its prefix and its suffix."""
    prefix, suffix = citation["citationPrefix"], citation["citationSuffix"]
    before: Inlines = []
    inner = [n for n, item in enumerate(prefix) if _holds_cite(item)]
    if inner:
        before = [*map(_in_prose, prefix[: inner[-1] + 1]), {"t": "Space"}]
        prefix = _trimmed(prefix[inner[-1] + 1 :])
    made = [*before, _cite({**citation, "citationPrefix": prefix, "citationSuffix": []})]
    run: Inlines = []
    for item in suffix:
        if _holds_cite(item):
            _close(made, run)
            made += [{"t": "Space"}, _in_prose(item)]
            run = []
        else:
            run.append(item)
    _close(made, run)
    return made


def _close(made: Inlines, run: Inlines) -> None:
    """Give the words behind a citation to it, as its suffix; behind other things they are prose."""
    while run and is_space(run[-1]):
        run.pop()
    if made[-1]["t"] != "Cite":
        made += run
        return
    *others, last = made[-1]["c"][0]
    made[-1] = _cite(*others, {**last, "citationSuffix": [*last["citationSuffix"], *run]})


def _holds_cite(item: Element) -> bool:
    return item["t"] not in SPACES and item["t"] != "Str" and holds(item, "Cite")


def _in_prose(item: Element) -> Element:
    """A citation that stands in prose of a note: nothing is printed before it."""
    if item["t"] != "Cite" or not is_textual(item):
        return item
    first, *others = item["c"][0]
    return _cite({**first, "citationMode": {"t": "NormalCitation"}}, *others)


def _same_kind(one: Element, other: Element) -> bool:
    if one["t"] != "Cite" or other["t"] != "Cite":
        return False
    return is_note_reference(one) == is_note_reference(other)


def _trimmed(inlines: Inlines) -> Inlines:
    start = next((n for n, item in enumerate(inlines) if not is_space(item)), len(inlines))
    return inlines[start:]


def _cite(*citations: Any) -> Element:
    return {"t": "Cite", "c": [list(citations), []]}


def normal(cite: Element) -> Element:
    """A citation with nothing printed before it: in a note, `@key` is the work itself."""
    return _in_prose(cite)
