"""Reading edition.yaml and texts: every fault on its line, every place in its column."""

from __future__ import annotations

import re

import pytest

from octavo.model import Edition, Place, Section
from octavo.source import (
    Lines,
    edition_schema,
    find_places,
    image_target,
    listing_faults,
    read_edition,
    read_source,
    scan_notes,
    section_name,
    sections_of,
)

SOUND = b"""\
title: Essays
authors:
  - {family: Author, given: An}
date: 2026
sections: [01-one.md, two/02-two.md]
"""


def test_a_sound_edition_is_read() -> None:
    edition, faults = read_edition(SOUND)
    assert not faults
    assert isinstance(edition, Edition)
    assert edition.date == "2026"
    assert [s.name for s in sections_of(edition)] == ["01-one", "two-02-two"]
    assert [s.path for s in sections_of(edition)] == ["source/01-one.md", "source/two/02-two.md"]


@pytest.mark.parametrize(
    ("written", "line", "column", "said"),
    [
        (SOUND + b"titel: x\n", 6, 1, "did you mean title?"),
        (SOUND + b"notes:\n  place: foot\n  numbring: section\n", 8, 3, "did you mean numbering?"),
        (SOUND + b"notes:\n  numbering: leaf\n", 7, 3, "notes.numbering"),
        (SOUND.replace(b"title: Essays", b"title: ''"), 1, 1, "title"),
        (SOUND.replace(b"[01-one.md, two/02-two.md]", b"[]"), 5, 1, "sections"),
        (SOUND + b"print: {trim: 6 by 9}\n", 6, 9, "print.trim"),
        (SOUND + b"rights: [\n", 6, 9, "the bracket [ is never closed"),
        (SOUND + b"rights: caf\xe9\n", 6, 12, "UTF-8"),
        (b"- a\n- b\n", 1, 1, "the file is a list, without keys"),
        (b"", 1, 1, "the file is empty"),
        (b"a: &a [x]\n", 1, 1, "a is not a key"),
    ],
)
def test_a_fault_stands_on_its_line(written: bytes, line: int, column: int, said: str) -> None:
    edition, faults = read_edition(written)
    assert edition is None
    found = [f for f in faults if f.place == Place("source/edition.yaml", line, column)]
    assert found, [str(f.place) for f in faults]
    assert any(said in f"{f.message} {f.hint}" for f in found), found


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    rows = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)]
    edition, faults = read_edition(b"\n".join(rows) + b"\ntitle: *a11\nsections: *a11\n")
    assert edition is None
    assert faults


def test_the_schema_names_every_key_an_author_may_write() -> None:
    assert {"title", "sections", "notes", "citations", "print"} <= set(
        edition_schema()["properties"]
    )


def test_sections_listed_twice_or_outside() -> None:
    edition, _ = read_edition(b"title: T\nsections: [a.md, a.md, ../b.md, x/y.md, x-y.md]\n")
    assert edition
    told = [(f.rule.name, f.message.split()[0]) for f in listing_faults(edition)]
    assert told == [
        ("section_is_listed_once", "a.md"),
        ("section_exists", "../b.md"),
        ("section_is_listed_once", "x-y.md"),
    ]


def test_names_are_safe_in_files_and_ids() -> None:
    assert section_name("content/intro/1.md") == "content-intro-1"
    assert section_name("Ünïcode näme (2).md") == "ünïcode-näme-2"
    assert section_name("caf\u0065\u0301.md") == section_name("caf\u00e9.md") == "caf\u00e9"


@pytest.mark.parametrize(
    ("data", "kind", "place"),
    [
        (b"abc\nd\xe9f\n", "text_is_utf8", (2, 2)),
        ("é é\n".encode() + b"\xff", "text_is_utf8", (2, 1)),
        (b"a\x00b", "text_is_utf8", (1, 2)),
        (b"", "section_has_text", (1, 1)),
        (b" \n\n\t\n", "section_has_text", (1, 1)),
        (b"x" * 2_000_000, "text_has_a_sane_size", (1, 1)),
        (b"x\n" * 5_000_000, "text_has_a_sane_size", (1, 1)),
        (b"x\n\n" + b"> " * 20_000 + b"x\n", "text_can_be_parsed", (3, 1)),
    ],
)
def test_texts_that_cannot_be_read(data: bytes, kind: str, place: tuple[int, int]) -> None:
    source, faults = read_source(data, Section("a", "source/a.md"))
    assert source is None
    assert [(f.rule.name, f.place.line, f.place.column) for f in faults] == [(kind, *place)]


def test_line_ends_and_a_mark_of_order_do_not_move_places() -> None:
    source, _ = read_source(b"\xef\xbb\xbfone\r\ntwo[^a]\r\n", Section("a", "a.md"))
    assert source
    assert Lines("a.md", source.text).place(source.text.index("[^a]")) == Place("a.md", 2, 4)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("figures/x.svg", "source/part/figures/x.svg"),
        ("../figures/my%20map.png", "source/figures/my map.png"),
        ("../../secret.png", None),
        ("../../../etc/passwd", None),
        ("/etc/passwd", None),
        ("file:///etc/passwd", None),
        ("http://example.org/x.png", None),
        ("data:image/png;base64,AAAA", None),
    ],
)
def test_images_stay_inside_source(target: str, path: str | None) -> None:
    assert image_target(Section("a", "source/part/a.md"), target) == path


def test_what_looks_like_a_note() -> None:
    text = "A[^1] \\[^2] `[^3]` ^[in] [^4]: mid\n\n[^1]: One\n> [^5]: Two\n- [^6]: Three\n"
    told = [(c.label, c.definition) for c in scan_notes(text)]
    assert told == [
        ("1", False), ("3", False), ("", False), ("4", False),
        ("1", True), ("5", True), ("6", True),
    ]  # fmt: skip


def test_places_are_not_found_in_code() -> None:
    text = "a #x\n\n```\n#x\n```\n\n`#x` and #x <!-- #x -->\n"
    source, _ = read_source(text.encode(), Section("a", "a.md"))
    assert source
    places = find_places(source, re.compile("#x"))
    assert [(p.line, p.column) for p in places] == [(1, 3), (7, 10)]


def test_letters_are_composed_but_not_in_the_names_of_files() -> None:
    """An id ends at a combining mark for pandoc; a file has the name that it has."""
    apart, one = "gro\u0308\u00dfe", "gr\u00f6\u00dfe"
    others = f"![y]({apart}.png) \u212b \u05e9\u05c1"
    text = f"# A {{#{apart}}}\n\n[x](#{apart}) {others}\n"
    source, faults = read_source(text.encode(), Section("a", "a.md"))
    assert source and not faults
    assert source.text == f"# A {{#{one}}}\n\n[x](#{one}) {others}\n"
