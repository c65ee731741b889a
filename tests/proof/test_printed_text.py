"""The text of the print is compared too: every damage of it is reported, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Array

from octavo.model import Fault, Place
from octavo.proof import expected_notes, read_proof
from octavo.proof.expected_copy import Copies, Copy
from octavo.proof.text_tags import sections_of
from octavo.tasks.cite import load_cited
from octavo.tasks.plan import Plan
from octavo.tasks.records import load
from tests.proof.damage import Damaged, glyphs_of, with_glyph
from tests.proof.reading import printing

Chunk = tuple[int, int]  # a page, and a number of marked content on it


class Book:
    """A bound book, and what it must have."""

    def __init__(self, folder: Path) -> None:
        plan = Plan(folder)
        self.pdf = plan.paths.built(".pdf").read_bytes()
        self.notes = expected_notes(load_cited(plan.paths, s.name) for s in plan.cited)
        self.copies: list[Copy] = [
            load(Copies, plan.paths.copies(section.name)).of("pdf") for section in plan.sections
        ]
        self.places = {section.name: Place(section.path) for section in plan.sections}

    def faults(self, pdf: bytes) -> list[Fault]:
        done = read_proof(BytesIO(pdf), self.notes, printing(places=self.places), None, self.copies)
        return list(done.faults)

    def damaged(self, damage: Callable[[Damaged], object]) -> list[Fault]:
        made = Damaged(self.pdf)
        damage(made)
        return self.faults(made.bytes())

    def chunks(self, words: str) -> list[Chunk]:
        """Give the marked content of the last passage that has some words."""
        made = Damaged(self.pdf)
        for section in reversed(list(sections_of(made.pdf))):
            for passage in section:
                parts = [part for part in passage.parts if not isinstance(part, str)]
                if words in self._text(made, parts):
                    return [(page, number) for page, (_, number) in parts]
        raise AssertionError(words)

    def _text(self, made: Damaged, parts: list) -> str:
        from octavo.proof.pdf_reader import read_book

        if not hasattr(self, "_read"):
            self._read = [p for s in read_book(BytesIO(self.pdf)).text for p in s]
            passages = [p for s in sections_of(made.pdf) for p in s]
            self._texts = {
                tuple(part for part in p.parts if not isinstance(part, str)): r.text
                for p, r in zip(passages, self._read, strict=True)
            }
        return self._texts[tuple(parts)]


@pytest.fixture(scope="module")
def book(built_edition: Path) -> Book:
    return Book(built_edition)


def codes(faults: list[Fault]) -> set[str]:
    return {fault.rule.code for fault in faults}


def test_of_a_sound_text_there_is_nothing_to_report(book: Book) -> None:
    assert book.faults(book.pdf) == []


@pytest.mark.parametrize(
    "words", ["The ferry crossed", "The Crossing", "The toll is", "The landing"]
)
def test_a_passage_that_is_not_printed(book: Book, words: str) -> None:
    def drop(made: Damaged) -> None:
        for page, number in book.chunks(words):
            made.replace(page, number, b"")

    (fault,) = (f for f in book.damaged(drop) if f.rule.code == "X009")
    assert fault.place.path == "source/01-crossing.md"
    assert re.search("the PDF: (?:it reads|these words are missing)", fault.message)


def test_a_letter_that_is_another(book: Book) -> None:
    def change(made: Damaged) -> None:
        page, number = book.chunks("The toll is")[0]
        chunk = made.chunk(page, number)
        codes = glyphs_of(chunk)
        other = next(code for code in codes if code != codes[2])
        made.replace(page, number, with_glyph(chunk, 2, other))

    assert codes(book.damaged(change)) == {"X009"}


def test_two_passages_in_each_others_place(book: Book) -> None:
    def swap(made: Damaged) -> None:
        (one, first), *_ = book.chunks("The Crossing")
        (two, second), *_ = book.chunks("The ferry crossed")
        mine, other = made.chunk(one, first), made.chunk(two, second)
        assert one == two
        text = made.content(one)
        head, body = mine.split(b"BDC", 1)
        other_head, other_body = other.split(b"BDC", 1)
        text = text.replace(mine, head + b"BDC" + other_body, 1)
        made.write(one, text.replace(other, other_head + b"BDC" + body, 1))

    assert "X009" in codes(book.damaged(swap))


def test_a_passage_that_is_printed_twice(book: Book) -> None:
    def double(made: Damaged) -> None:
        pages = made.pdf.Root.StructTreeRoot
        section = _section_with(pages, "/H1", "note")
        paragraphs = [kid for kid in section.K if str(kid.get("/S", "")) == "/P"]
        section.K = Array([*section.K, paragraphs[-1]])

    faults = book.damaged(double)
    assert codes(faults) == {"X009"}
    assert "printed twice" in faults[0].message


def test_a_call_behind_other_words(book: Book) -> None:
    """The call is moved to the end of its paragraph in the order of reading."""

    def move(made: Damaged) -> None:
        call = made.element("call-01-crossing-1")
        paragraph = call.P
        rest = [kid for kid in paragraph.K if not _is(kid, call)]
        paragraph.K = Array([*rest, call])

    assert codes(book.damaged(move)) == {"X005"}


def _is(kid: object, element: object) -> bool:
    return getattr(kid, "objgen", None) == getattr(element, "objgen", ())


def _section_with(element, *wanted: str):
    """Give the first section that has a heading and a note."""
    found: list = []

    def walk(node) -> set[str]:
        inner: set[str] = set()
        kids = node.get("/K", ())
        for kid in kids if isinstance(kids, Array) else (kids,):
            if hasattr(kid, "get") and "/S" in kid:
                inner |= {str(kid.S)} | walk(kid)
        if str(node.get("/S", "")) == "/Sect" and {"/H1", "/Note"} <= inner:
            found.append(node)
        return inner

    walk(element)
    return found[0]
