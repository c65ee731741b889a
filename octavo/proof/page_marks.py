"""Compare the marks of pages in a form with the pages of the finished PDF.

Between a mark and the next one a form must have the words of that page and no others, so a mark is
before the word with which its page begins. Its page list must lead to each mark once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from octavo.model import Fault, Place, Rule
from octavo.model.form_rules import (
    page_list_leads_to_every_page,
    page_marks_are_those_of_the_print,
)
from octavo.proof.page_letters import LettersOfPage, MarkedPages, PageOfPrint, Portion

_MOST = 20  # faults that are reported; more follow from these
_NONE = LettersOfPage()
# The page of a note, which the print has in a reference and no other form has.
_PAGE_OF_NOTE = re.compile(r"\D{0,24}?(?:\d+|[ivxl]+)\)?")
# The number or the mark of a note, which the print may have by page, with that page behind it.
# Marks are no letters of the print, since calls are none.
_MARK = re.compile(r"[\d*†‡§‖¶]+")
_MARK_ON_PAGE = r"[\d*†‡§‖¶]*(?:\D{0,24}?(?:\d+|[ivxl]+)\)?)?"
_FAR = 200  # letters of a page that are searched from an end
_MOST_PAGES = 3  # such pages in the letters that are compared
_LEAST = 8  # letters about such a page that are compared


def faults_of_page_marks(
    pages: Sequence[PageOfPrint], marked: MarkedPages, called: str, file: Place
) -> Iterator[Fault]:
    """Yield the faults of a form's marks and of its page list; `called` is the form's name in
    messages, `file` its place."""
    if not marked.marks:
        message = f"{called}: no page of the print is marked"
        yield page_marks_are_those_of_the_print.fault(file, message)
        return
    known = {page.label: page for page in pages}
    found = [*_of_portions(known, marked.portions), *_of_list(known, marked)]
    for rule, message in islice(dict.fromkeys(found), _MOST):
        yield rule.fault(file, f"{called}: {message}")


def _of_portions(
    pages: Mapping[str, PageOfPrint], portions: Sequence[Portion]
) -> Iterator[tuple[Rule, str]]:
    rule = page_marks_are_those_of_the_print
    seen: set[str] = set()
    before = ""
    for portion in portions:
        label = portion.labels[0]
        if portion.marked and label not in pages:
            yield rule, f"the mark “{label}” before “{portion.words}” names no page of the PDF"
            continue
        if portion.within_word:
            yield rule, f"the mark of page {label} is inside of a word: “{portion.words}”"
        if portion.marked and not portion.is_note and label == before:
            yield rule, f"page {label} is marked again before “{portion.words}”, which is on it"
        message = _misplaced(pages, portion, is_first=label not in seen)
        if message:
            yield rule, message
        if portion.marked:
            seen.add(label)
        if not portion.is_note:
            before = label


def _misplaced(pages: Mapping[str, PageOfPrint], portion: Portion, *, is_first: bool) -> str:
    """Return what is wrong with the place of a portion; empty if nothing is."""
    named = [pages[label] for label in dict.fromkeys(portion.labels) if label in pages]
    letters = [page.notes if portion.is_note else page.text for page in named]
    label = portion.labels[0]
    if portion.marked:
        page = letters[0] if letters else _NONE
        places = page.turns if is_first and not (portion.is_note or portion.moves) else page.starts
        if not any(_follows(page, portion.behind, at, portion) for at in places):
            begins = page.words or "no text"
            return f"page {label} begins with “{begins}”, its mark is before “{portion.words}”"
    if not any(_begins(page, portion) for page in letters):
        return f"“{portion.words}” is not on page {label} of the PDF, by which it is marked"
    if not any(_ends(page, portion) for page in letters):
        return (
            f"what begins with “{portion.words}” continues on another page than {label} in the PDF"
        )
    return ""


def _begins(page: LettersOfPage, portion: Portion) -> bool:
    if not portion.begins_within:
        return portion.head in page.letters or _holds(page.letters, portion.head, portion)
    return any(_follows(page, portion.head, at, portion) for at in page.starts)


def _ends(page: LettersOfPage, portion: Portion) -> bool:
    if not portion.ends_within:
        return portion.tail in page.letters or _holds(page.letters, portion.tail, portion)
    return any(
        page.letters.endswith(portion.tail, 0, end)
        or _is_marked_otherwise(page.letters[:end][-_FAR:], portion.tail, portion, "{}$")
        or (portion.names_pages and _holds(page.letters[:end], portion.tail[-_LEAST:], portion))
        for end in page.ends
    )


def _follows(page: LettersOfPage, wanted: str, at: int, portion: Portion) -> bool:
    """Return whether letters are printed from a place on, but for the page of a note."""
    if page.letters.startswith(wanted, at):
        return True
    if _is_marked_otherwise(page.letters[at:][:_FAR], wanted, portion, "^{}"):
        return True
    return portion.names_pages and _without_page(page.letters[at:], wanted)


def _holds(letters: str, wanted: str, portion: Portion) -> bool:
    if not portion.names_pages or len(wanted) < _LEAST:
        return False
    if _is_marked_otherwise(letters, wanted, portion, "{}"):
        return True
    at = letters.find(wanted[:_LEAST])
    while at >= 0:
        if _without_page(letters[at:], wanted):
            return True
        at = letters.find(wanted[:_LEAST], at + 1)
    return wanted[-_LEAST:] in letters


def _is_marked_otherwise(letters: str, wanted: str, portion: Portion, where: str) -> bool:
    """Return whether letters are printed, but for the numbers of notes that are referred to, which
    the print may have by page; `where` is the pattern around them."""
    if not portion.names_pages or not _MARK.search(wanted):
        return False
    pattern = _MARK_ON_PAGE.join(map(re.escape, _MARK.split(wanted)))
    return re.search(where.replace("{}", f"(?:{pattern})"), letters) is not None


def _without_page(printed: str, wanted: str, most: int = _MOST_PAGES) -> bool:
    """Return whether a printed text is another one, but for the pages of `most` notes in it."""
    common = next(
        (n for n, (a, b) in enumerate(zip(printed, wanted, strict=False)) if a != b),
        min(len(printed), len(wanted)),
    )
    if common == len(wanted):
        return True
    for start in range(common, -1, -1) if most else ():
        found = _PAGE_OF_NOTE.match(printed, start)
        if found and _without_page(printed[found.end() :], wanted[start:], most - 1):
            return True
    return False


def _of_list(pages: Mapping[str, PageOfPrint], marked: MarkedPages) -> Iterator[tuple[Rule, str]]:
    rule = page_list_leads_to_every_page
    first: dict[str, str] = {}
    for label, place, _ in sorted(marked.marks, key=lambda mark: mark[2]):  # those in notes last
        if label not in pages:
            yield rule, f"the mark “{label}” names no page of the PDF"
        elif label not in first:
            first[label] = place
        elif place:
            yield rule, f"two marks with an id have the label “{label}”"
    listed = [label for label, _ in marked.lines]
    for label in dict.fromkeys(listed):
        if listed.count(label) > 1:
            yield rule, f"page {label} is listed {listed.count(label)} times"
        if label not in first:
            yield rule, f"page {label} is listed and not marked"
    for label in first:
        if label not in listed:
            yield rule, f"page {label} is marked and not listed"
    for label, target in marked.lines:
        if label in first and target != first[label]:
            yield rule, f"the line “{label}” does not lead to the first mark of that page"
    named = (label for label, place, _ in marked.marks if place and first.get(label) == place)
    order = [label for label in named if label in listed]
    if order != [label for label in dict.fromkeys(listed) if label in first]:
        yield rule, "its page list is not in the order of the marks"
