"""Find which cite of a work is its first, which one follows another directly, and how near.

One pass over all citations of the edition, after the CSL specification ("Choose", the attribute
`position`) and the Chicago Manual, which never lets *ibid.* follow a note with more than one source
(18th edition, 13.37): https://docs.citationstyles.org/en/stable/specification.html#choose
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.model import Citation, Cite
from octavo.pandoc.walk import plain

Position = frozenset[str]  # the values of `position` that hold for a cite

FIRST: Position = frozenset({"first"})


def positions(
    citations: Sequence[Citation], near: int = 5, *, by_section: bool = False
) -> tuple[tuple[Position, ...], ...]:
    """Give the position of each cite of each citation, in document order.

    `near` is how many notes back a `near-note` may be; `by_section` says that each section starts
    anew, with full forms (Chicago, 18th edition, 13.32).
    """
    last_note: dict[str, int] = {}  # by key, the number of the note that cited it last
    before: Cite | None = None  # the only source of the note before
    here: Cite | None = None  # the last cite of this note so far
    sources: set[str] = set()  # of this note so far
    note, beside = 0, False  # its number, and whether its prose names other works
    section = ""
    placed: list[tuple[Position, ...]] = []
    for citation in citations:
        if by_section and citation.section != section:
            last_note, here, sources = {}, None, set()
        section = citation.section
        if citation.note_number != note:
            follows = citation.note_number == note + 1
            before = here if follows and not beside and len(sources) == 1 else None
            here, sources = None, set()
            note, beside = citation.note_number, citation.beside
        row: list[Position] = []
        source = before if here is None else here if len(sources) == 1 else None  # of *ibid.*
        for number, cite in enumerate(citation.cites):
            previous = citation.cites[number - 1] if number else source
            held = set(FIRST)
            if cite.key in last_note:
                held = {"subsequent"}
                if note - last_note[cite.key] <= near:
                    held.add("near-note")
                if previous is not None and previous.key == cite.key and cite.mode == "normal":
                    held |= _ibid(previous, cite)
            row.append(frozenset(held))
            last_note[cite.key] = note
            here = cite
            sources.add(cite.key)
        placed.append(tuple(row))
    assert len(placed) == len(citations)
    return tuple(placed)


def first_notes(
    citations: Sequence[Citation], *, by_section: bool = False, restarting: bool = False
) -> tuple[tuple[str, ...], ...]:
    """Give for each cite the printed number of the note that cites its work first (CSL's
    `first-reference-note-number`); the first cite itself has ''.

    `by_section` says that positions start again in each section.  `restarting` says that the
    numbers of the notes do: a number from another section would then mislead, and is left out.
    """
    first: dict[tuple[str, str], tuple[str, str]] = {}
    found: list[tuple[str, ...]] = []
    for citation in citations:
        row: list[str] = []
        for cite in citation.cites:
            work = (citation.section if by_section else "", cite.key)
            mark, section = first.get(work, ("", ""))
            row.append(mark if section == citation.section or not restarting else "")
            first.setdefault(work, (citation.note_mark, citation.section))
        found.append(tuple(row))
    return tuple(found)


def _ibid(previous: Cite, cite: Cite) -> set[str]:
    """Return the *ibid.* positions that hold for a cite after another one of its work.

    They depend on the places cited: the same, another, or none (the whole work after a part of it,
    which is no *ibid.*).  A place in the suffix is no locator to the style, so that only *ibid.*
    can be printed for it.
    """
    if _where(previous) == _where(cite):
        return {"ibid"}
    if cite.locator:
        return {"ibid", "ibid-with-locator"}
    return {"ibid"} if any(_where(cite)) else set()


def _where(cite: Cite) -> tuple[str, str]:
    """Return the place in the work: label and locator, or '' and the suffix that names it."""
    if cite.locator:
        return cite.label or "page", cite.locator.replace("-", "–")
    suffix = cite.suffix if cite.rest is None else cite.rest
    return "", " ".join(plain(suffix).strip(" ,").split())
