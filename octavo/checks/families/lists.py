"""Define S and N for lists: what begins like a list is one, and prints the numbers written."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from octavo.checks.survey import Inventory, Survey
from octavo.model import DoubtfulItem, Fault, ListDoubt, Severity, rule

_ALIKE = 0.8  # how much of a label and a key is the same, so that the key is likely to be meant


@rule("N010", for_plain_texts=True)
def example_is_no_citation(survey: Survey) -> Iterator[Fault]:
    """No note opens with the label of an example, and none resembles a cite key.

    pandoc reads `@label.` and `(@label)` at the head of a note or a paragraph as the number of an
    example. If a work is meant, it would be gone from the text.
    """
    for text, item in _doubtful(survey, ListDoubt.EXAMPLE, ListDoubt.LABEL):
        near = get_close_matches(item.label, survey.keys, n=1, cutoff=_ALIKE)
        if near or item.opens_note:
            yield example_is_no_citation.fault(
                item.place,
                f"{item.written} is read as the number of an example, not as a citation",
                f"did you mean @{near[0]}?" if near else _example_hint(text, item),
            )


@rule("S052", Severity.WARNING, for_plain_texts=True)
def example_is_referred_to(survey: Survey) -> Iterator[Fault]:
    """Every example that has a label is referred to by it.

    Without a reference the label has no use, so a work may be meant that the bibliography lacks.
    """
    for text, item in _doubtful(survey, ListDoubt.EXAMPLE):
        if not item.opens_note and not get_close_matches(
            item.label, survey.keys, n=1, cutoff=_ALIKE
        ):
            yield example_is_referred_to.fault(
                item.place,
                f"nothing refers to the example {item.written}",
                _example_hint(text, item),
            )


def _example_hint(text: Inventory, item: DoubtfulItem) -> str:
    meant = f"@{{{item.label}}}{item.written[-1]}"
    meant = f"({meant}" if item.written.startswith("(") else meant
    return f"if a work is meant, add @{item.label} to the bibliography or write {meant}"


@rule("N011", Severity.WARNING, for_plain_texts=True)
def note_opens_with_no_bullet(survey: Survey) -> Iterator[Fault]:
    """No note opens with a list of one item.

    The sign in front of its words, `*`, `-` or `+`, would be printed as that of a list.
    """
    for text in survey.texts:
        places = {note.label: note.place for note in text.manuscript.notes}
        for label in text.bulleted:
            yield note_opens_with_no_bullet.fault(
                places.get(label, text.where.start),
                f"the note [^{label}] opens with a list of one item",
                r"if the sign is part of its words, write \*, \- or \+",
            )


@rule("S050", Severity.WARNING, for_plain_texts=True)
def list_has_several_items(survey: Survey) -> Iterator[Fault]:
    """No paragraph is read as a list of one item.

    A paragraph that happens to begin with `1.`, `A.  ` or `(a)` is one. In texts without an
    edition, which other programs may read, so is a note that begins with `3.` or `(c)`, and a
    paragraph that begins with a year.
    """
    plain = survey.reading.edition is None
    for _, item in _doubtful(survey, ListDoubt.ALONE, *((ListDoubt.PROSE,) if plain else ())):
        yield list_has_several_items.fault(
            item.place,
            f"the paragraph that begins with {item.written} is read as a list of one item",
            f"write {item.escaped} if it is no list",
        )


@rule("S051", Severity.WARNING, for_plain_texts=True)
def list_numbers_follow(survey: Survey) -> Iterator[Fault]:
    """The numbers of a list follow each other.

    They are printed as written, without zeros before them. A list may also have the number 1 before
    each item.
    """
    for _, item in _doubtful(survey, ListDoubt.COUNT):
        yield list_numbers_follow.fault(
            item.place,
            f"{item.written} does not follow the number of the item before it",
            f"correct the number, or write {item.escaped} if no item begins here",
        )
    for _, item in _doubtful(survey, ListDoubt.ZERO):
        yield list_numbers_follow.fault(
            item.place,
            f"the item {item.written} is printed without its zero",
            f"leave out the zero, or write {item.escaped} to print it",
        )


def _doubtful(survey: Survey, *doubts: ListDoubt) -> Iterator[tuple[Inventory, DoubtfulItem]]:
    """Yield the items of all texts that are doubtful for one of the reasons."""
    for text in survey.texts:
        for item in text.manuscript.doubtful_items:
            if item.doubt in doubts:
                yield text, item
