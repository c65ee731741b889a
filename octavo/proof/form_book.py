"""Name a form as it was read: its sections, the notes that are called in them, and its ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from octavo.proof.form_text import Passage
from octavo.proof.parting import without_signs

MarkOfPage = tuple[int, int, str]

CONTENTS = "its contents"  # the name of the list of contents in messages


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
class FoundLine:
    """A line of contents as a form has it: its rank, its words, and the name it leads to."""

    rank: int
    words: str
    target: str


Contents = tuple[tuple[str, tuple[FoundLine, ...]], ...]  # lists, each with its name for messages


@dataclass(frozen=True, slots=True)
class FormFront:
    """What a form has before its text: the words of the passages of title page and copyright page,
    and each list of contents under a name for messages."""

    leaves: tuple[str, ...] = ()
    contents: Contents = ()


@dataclass(frozen=True, slots=True)
class FormBook:
    """A form as it was read: its sections in order; the words of notes that no call leads to; the
    ids by which links lead to a note, with the number of the call (from 0, in the book); a sentence
    for each field whose words are not those that it counts; the list of the print's pages; and what
    is before the text."""

    sections: tuple[FormSection, ...]
    uncalled: tuple[str, ...] = ()
    note_names: Mapping[str, int] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    page_list: PageList = field(default_factory=PageList)
    front: FormFront = field(default_factory=FormFront)


def words_of(passages: Sequence[Passage]) -> str:
    """Return the words of some passages on one line, without signs."""
    return " ".join(without_signs(passage.text) for passage in passages)


def words_of_leaf(passages: Iterable[Passage]) -> Iterator[str]:
    """Yield the words of passages on one line each, without those that have none."""
    for passage in passages:
        if words := without_signs(passage.text):
            yield words
