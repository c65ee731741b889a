"""Collect the lines of the contents as each form must have them: the titles of the sections and
their headings, in the order of the text.

    form   headings                          a section without one      its own authors
    PDF    of `contents.depth` ranks; one    its title                  behind the title, as in
           of sections that Octavo makes                                prose
    EPUB   of two ranks                      its title, or its file's   behind the title and a
                                             name in words              stroke
    HTML   of `contents.depth` ranks         as the EPUB                as the EPUB
    DOCX   of two ranks, but not in tables   no line                    a line of their own

Dedication, epigraphs and colophon are in no contents. The PDF and the HTML form have authors only
where `contents.authors` asks for them. The PDF lists notes at the end of the edition,
and those at the end of a section as its last heading, of the second rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.locales import words_in
from octavo.matter.imprint import Form
from octavo.matter.parts import is_leaf, spoken_name
from octavo.model import Edition, Section
from octavo.proof.expected_copy import Copy, CopyHeading
from octavo.proof.form_text import Passage
from octavo.proof.normal_form import CALL, FORMULA, PAGE, PICTURE
from octavo.proof.parting import without_signs

_DRAWN = re.compile(f"[{FORMULA}{PAGE}{PICTURE}]")
_SPACES = re.compile("[ \n]+")
_ENDNOTES = ("bibliography", "index")  # the made sections that the notes of the edition precede
_BY = " / "


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: its rank; its words in parts, between which there is what is drawn
    and not spelt; and the numbers of the passages of the copy that it may lead to (none for notes
    at the end, whose heading is in no copy). `section` is the name of its section."""

    rank: int
    parts: tuple[str, ...]
    leads_to: tuple[int, ...]
    section: str

    @property
    def words(self) -> str:
        """The words on one line."""
        return " … ".join(self.parts)


def contents_of(
    edition: Edition, copies: Sequence[Copy], sections: Mapping[str, Section], form: Form
) -> tuple[ContentsLine, ...]:
    """Return the lines of a form's contents. `copies` are those of the form, without empty ones;
    the passages are numbered through all of them. `sections` has each section by its name."""
    made = tuple(_Lines(edition, copies, sections, form).lines())
    if form == "pdf" and not edition.print.has_leaves:
        return ()
    return made if form != "docx" or len(made) > 1 else ()


class _Lines:
    def __init__(
        self, edition: Edition, copies: Sequence[Copy], sections: Mapping[str, Section], form: Form
    ) -> None:
        self._form = form
        self._words = words_in(edition.language)
        self._copies = copies
        self._sections = sections
        asked = edition.contents
        on_request = form in ("pdf", "html")
        self._deepest = asked.depth if on_request else 2
        self._authors = asked.authors or not on_request
        self._has_endnotes = form == "pdf" and edition.notes.place == "edition"
        self._has_section_notes = form == "pdf" and edition.notes.place == "section"

    def lines(self) -> Iterator[ContentsLine]:
        """Yield the lines in the order of the book."""
        start, waits = 0, self._has_endnotes and any(_has_numbered(copy) for copy in self._copies)
        is_in_part = False
        for copy in self._copies:
            section = self._sections.get(copy.section)
            is_in_part = is_in_part and section is not None and section.part == "body"
            if waits and section is not None and _follows_endnotes(section):
                waits = False
                yield self._of_notes(1)
            if section is not None and not is_leaf(section):
                of_form = self._of_word if self._form == "docx" else self._of_section
                lower = is_in_part and not copy.opens_part and self._form in ("epub", "html")
                for line in of_form(copy, section, start):
                    yield replace(line, rank=line.rank + 1) if lower else line
                is_in_part = is_in_part or copy.opens_part
            start += len(copy.passages)
        if waits:
            yield self._of_notes(1)

    def _of_notes(self, rank: int, section: str = "") -> ContentsLine:
        """Return the line of notes at the end, whose heading is in no copy."""
        return ContentsLine(rank, (self._words.notes,), (), section)

    def _of_word(self, copy: Copy, _: Section, start: int) -> Iterator[ContentsLine]:
        # Word, which makes these lines again, has the number and the title as one.
        found = [(h.passage, h.level) for h in copy.headings if h.level < 3 and not h.in_table]
        if copy.byline is not None:
            found = sorted([*found, (copy.byline.passage, 3)])
        for at, rank in found:
            yield self._line(copy, at, start, rank, "")

    def _of_section(self, copy: Copy, section: Section, start: int) -> Iterator[ContentsLine]:
        is_pdf = self._form == "pdf"
        deepest = self._deepest if section.path or not is_pdf else 1
        listed = [h for h in copy.headings if h.level <= min(3, deepest)]
        # The print looks for a title among all headings, the others only at the first one listed.
        has_title = any(h.level == 1 for h in listed[: None if is_pdf else 1])
        if not has_title and (copy.named or not is_pdf):
            name = copy.named or spoken_name(section)
            yield ContentsLine(
                1, (self._by(name, copy) if is_pdf else name,), (start,), copy.section
            )
        titled, before = False, 1
        for heading in listed:
            if has_title and heading.level == 1 and not titled:
                titled = True
                yield self._of_title(copy, heading, start)
                continue
            before = min(max(2, heading.level), before + 1)  # none is two ranks below another
            rank = heading.level if is_pdf else before
            yield self._line(copy, heading.passage, start, rank, heading.numbered)
        if self._has_section_notes and deepest > 1 and _has_numbered(copy):
            yield self._of_notes(2, copy.section)

    def _of_title(self, copy: Copy, heading: CopyHeading, start: int) -> ContentsLine:
        line = self._line(copy, heading.passage, start, 1, heading.numbered)
        *others, last = line.parts
        return ContentsLine(
            1, (*others, self._by(last, copy)), (*line.leads_to, start), line.section
        )

    def _by(self, words: str, copy: Copy) -> str:
        """Return a title with the authors of its section, if the form has them."""
        if copy.byline is None or not self._authors:
            return words
        if self._form == "pdf":
            return f"{words} {without_signs(copy.passages[copy.byline.passage].text)}"
        return f"{words}{_BY}{self._words.comma.join(copy.byline.names)}"

    def _line(self, copy: Copy, at: int, start: int, rank: int, numbered: str) -> ContentsLine:
        parts = parts_of(copy.passages[at], numbered=bool(numbered))
        return ContentsLine(rank, parts, (start + at,), copy.section)


def parts_of(passage: Passage, *, numbered: bool = False) -> tuple[str, ...]:
    """Return the words of a heading, in the parts between what is drawn. A full stop follows its
    number, if it is numbered, in the place of the end of a line."""
    bare = passage.text.replace(CALL, "")
    if numbered:
        number, _, title = bare.partition("\n")
        bare = f"{number.strip()}. {title.strip()}"
    return tuple(_SPACES.sub(" ", part).strip() for part in _DRAWN.split(bare))


def _has_numbered(copy: Copy) -> bool:
    return any(note.note.series == "numbered" for note in copy.notes)


def _follows_endnotes(section: Section) -> bool:
    return not section.path and section.name.split("-")[0] in _ENDNOTES
