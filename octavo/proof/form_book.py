"""Name a form as it was read: its sections, the notes that are called in them, and its ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from octavo.proof.form_text import Passage
from octavo.proof.parting import without_signs

MarkOfPage = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class FormNote:
    """A note as a form has it: the mark of its call and the one that it opens with, its passages,
    and what is wrong with the links between the two, in words; empty if nothing is. `page_marks`
    are the marks of the print's pages in it: the numbers of passage and letter, and the label."""

    call: str
    mark: str
    passages: tuple[Passage, ...]
    unlinked: str = ""
    page_marks: tuple[MarkOfPage, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section as a form has it: its name in the form, its passages, and the notes that it calls,
    in the order of the calls; None for a call that leads to no note; and the marks of the print's
    pages in its text."""

    name: str
    passages: tuple[Passage, ...]
    notes: tuple[FormNote | None, ...]
    page_marks: tuple[MarkOfPage, ...] = ()


@dataclass(frozen=True, slots=True)
class PageList:
    """The page list of a form: its lines, each a label and the place that it leads to; and all
    marks of pages in the order of reading, each a label, its place, and whether it is in a note."""

    lines: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class FormBook:
    """A form as it was read: its sections in order; the words of notes that no call leads to; the
    ids by which links lead to a note, with the number of the call (from 0, in the book); a sentence
    for each field whose words are not those that it counts; and the list of the print's pages."""

    sections: tuple[FormSection, ...]
    uncalled: tuple[str, ...] = ()
    note_names: Mapping[str, int] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    page_list: PageList = field(default_factory=PageList)


def words_of(passages: Sequence[Passage]) -> str:
    """Return the words of some passages on one line, without signs."""
    return " ".join(without_signs(passage.text) for passage in passages)
