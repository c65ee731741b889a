"""The bibliography as a section: parts, orders, introductions, annotations, names, archives."""

from __future__ import annotations

import time
from typing import Any

import pytest

from octavo import notes
from octavo.model import (
    BibliographyPart,
    CitationSettings,
    Manuscript,
    PartQuery,
    Place,
    Reference,
    SetEntry,
)
from octavo.notes.entry_names import DASH, in_small_capitals, parted_at, without_names
from octavo.notes.entry_order import title_key
from octavo.pandoc.walk import plain, walk
from octavo.parsing.snippets import read_passages


def words(text: str) -> list[Any]:
    return [{"t": "Str", "c": text}]


def reference(key: str, **data: Any) -> Reference:
    return Reference(key, {"id": key, **data}, Place("csl/b.json"))


def made(*references: Reference, entries: tuple[SetEntry, ...] = (), **settings: Any) -> Manuscript:
    """A bibliography whose entries print their keys."""
    entries = entries or tuple(SetEntry(r.key, r.part, "en", words(r.key), ()) for r in references)
    known = {r.key: r for r in references}
    return notes.bibliography(entries, known, CitationSettings(**settings), "en")


def printed(manuscript: Manuscript) -> list[str]:
    return plain(manuscript.blocks).split()


ARCHIVE = reference("a", type="manuscript", keyword="letters; Secret", custom={"section": "arch"})
BOOK = reference("b", type="book", keyword=["letters"], language="ru-RU")
FILM = reference("f", type="motion_picture", language="de")


def test_a_bibliography_without_parts_is_one_list() -> None:
    assert printed(made(ARCHIVE, BOOK, FILM)) == ["Bibliography", "a", "b", "f"]
    assert made().blocks == []


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"type": "book"}, ["b"]),
        ({"type": ("book", "motion_picture")}, ["b", "f"]),
        ({"keyword": "secret"}, ["a"]),
        ({"keyword": "letters", "type": "book"}, ["b"]),
        ({"section": ("arch", "other")}, ["a"]),
        ({"language": "ru"}, ["b"]),
        ({"language": "ru-RU"}, ["b"]),
        ({"language": "de-AT"}, []),
    ],
)
def test_a_part_asks_for_references(query: dict[str, Any], wanted: list[str]) -> None:
    part = BibliographyPart(title="Asked", where=PartQuery(**query))
    got = printed(made(ARCHIVE, BOOK, FILM, parts=(part, BibliographyPart(title="Rest"))))
    at = got.index("Asked") if wanted else 0
    assert (got[at + 1 : at + 1 + len(wanted)] if wanted else []) == wanted
    assert sorted(got) == sorted(
        ["Bibliography", *(["Asked"] if wanted else []), "Rest", "a", "b", "f"]
    )


def test_a_reference_stands_in_the_first_part_that_asks_for_it() -> None:
    parts = (
        BibliographyPart(title="Rest"),
        BibliographyPart(title="Letters", where=PartQuery(keyword="letters")),
        BibliographyPart(title="Books", where=PartQuery(type="book")),
        BibliographyPart(title="Never"),
    )
    got = printed(made(ARCHIVE, BOOK, FILM, parts=parts))
    assert got == ["Bibliography", "Rest", "f", "Letters", "a", "b"]


def test_what_no_part_asks_for_stands_in_front_of_the_parts() -> None:
    parts = (BibliographyPart(title="Archives", section="arch"),)
    assert printed(made(BOOK, ARCHIVE, FILM, parts=parts)) == [
        *("Bibliography", "b", "f", "Archives", "a")
    ]


# --- order ---------------------------------------------------------------------------------------


def in_order(order: Any, *references: Reference) -> list[str]:
    part = BibliographyPart(title="Part", order=order)
    return printed(made(*references, parts=(part,)))[2:]


def test_a_part_is_ordered_by_title() -> None:
    titles = {"a": "The Zebra", "b": "“Étude”", "c": "<i>Elephants</i>", "d": "L’Afrique"}
    languages = {"a": "en", "b": "fr", "c": "en-GB", "d": "fr"}
    references = [reference(k, title=t, language=languages[k]) for k, t in titles.items()]
    assert in_order("title", *references) == ["d", "c", "b", "a"]
    assert title_key("The The", "de", "en") > title_key("The The", "en", "en")


def test_a_part_is_ordered_by_date_and_undated_works_stand_last() -> None:
    references = [
        reference("none"),
        reference("y1990", issued={"date-parts": [[1990]]}),
        reference("may", issued={"date-parts": [["1927", 5, 3]]}),
        reference("january", issued={"raw": "1927-01-21"}),
        reference("literal", issued={"literal": "before the flood"}),
        reference("broken", issued=[["x"]]),
    ]
    dated = in_order("date", *references)
    assert dated == ["january", "may", "y1990", "none", "literal", "broken"]


def test_a_part_is_ordered_by_place_and_archive() -> None:
    def at(key: str, place: str, archive: str, folder: str) -> Reference:
        data = {"archive-place": place, "archive": archive, "archive_location": folder}
        return reference(key, **data)

    references = [
        at("c", "Paris", "MAÉ", "vol. 10"),
        at("b", "Paris", "MAÉ", "vol. 9"),
        at("d", "Paris", "SHD", "7N"),
        at("a", "Moscow", "RGASPI", "f. 17"),
    ]
    assert in_order("archive", *references) == ["a", "b", "c", "d"]
    assert in_order("style", *references) == ["c", "b", "d", "a"]


# --- passages ------------------------------------------------------------------------------------


def test_introductions_and_annotations_are_markdown() -> None:
    book = reference("b", type="book", annote="A *good* one.\n\nTwo.")
    film = reference("f", custom={"annotation": "Its own."}, annote="not this")
    part = BibliographyPart(title="Part", introduction="Some **words**.")
    manuscript = made(book, film, ARCHIVE, parts=(part,), annotations=True)
    assert printed(manuscript) == (
        "Bibliography Part Some words. b A good one. Two. f Its own. a".split()
    )
    kinds = [e["c"][0][1][0] for e in manuscript.blocks if e["t"] == "Div"]
    assert kinds == [
        *("bibliography-introduction", "bibliography-entry", "bibliography-annotation"),
        *("bibliography-entry", "bibliography-annotation", "bibliography-entry"),
    ]
    assert any(e["t"] == "Emph" for e in walk(manuscript.blocks))
    assert "good" not in printed(made(book, parts=(part,)))


def test_a_passage_holds_nothing_that_only_texts_have() -> None:
    (blocks,) = read_passages(
        [
            "# Heading {#id}\n\n![Alt](http://x/y.png) ^[n] [@k] <b onclick='x()'>b</b> "
            "[v]{#v .c lang=ru}"
        ]
    )
    kinds = {element["t"] for element in walk(blocks)}
    assert kinds.isdisjoint({"Header", "Image", "Note", "Cite", "RawInline", "RawBlock", "Figure"})
    attributes = [e["c"][0] for e in walk(blocks) if e["t"] == "Span"]
    assert attributes == [["", [], [["lang", "ru"]]]]
    assert "[@k]" in plain(blocks)


def test_a_passage_cannot_swallow_or_break_another() -> None:
    texts = [
        "One.",
        "```\nopen fence",
        "Three.\u2063\u2063passage\u2063",
        "<div>",
        "[a]: <x",
        "Six.",
    ]
    read = [" ".join(plain(blocks).split()) for blocks in read_passages(texts)]
    assert read[0] == "One." and read[-1] == "Six."
    assert "open fence" in read[1] and "Three" not in read[1]
    assert "Three." in read[2]
    deep = ">" * 5000 + " deep"
    assert len(read_passages(["One.", deep, "Three."])) == 3
    assert read_passages([]) == []


def test_many_annotations_are_read_at_once() -> None:
    references = [reference(f"r{n}", annote=f"Note *{n}*.") for n in range(500)]
    start = time.monotonic()
    manuscript = made(*references, annotations=True)
    assert time.monotonic() - start < 5
    assert sum(e["t"] == "Div" for e in manuscript.blocks) == 1000


# --- names ---------------------------------------------------------------------------------------

NAMED = (
    {"t": "Str", "c": "Carley, Michael, and Keith"}, {"t": "Space"},
    {"t": "Str", "c": "Neilson, eds."},
    {"t": "Space"}, {"t": "Emph", "c": [{"t": "Str", "c": "Title"}]},
)  # fmt: skip
AUTHORS = ("Carley, Michael", "Keith Neilson")


def test_repeated_names_become_a_dash_where_asked() -> None:
    entries = tuple(SetEntry(k, "", "en", list(NAMED), AUTHORS) for k in "xyz")
    other = SetEntry("w", "", "en", list(NAMED), ("Carley, Michael",))
    none = SetEntry("n", "", "en", words("Anonymous"))
    known = [reference(entry.key) for entry in (*entries, other, none)]
    rows = (*entries[:2], other, none, none, entries[2])

    def shown(**settings: Any) -> list[str]:
        blocks = made(*known, entries=rows, **settings).blocks[1:]
        return [plain(block).strip() for block in blocks]

    full = "Carley, Michael, and Keith Neilson, eds. Title"
    assert shown() == [full, full, full, "Anonymous", "Anonymous", full]
    dashed = shown(repeated_names="dash")
    assert dashed == [full, f"{DASH}, eds. Title", full, "Anonymous", "Anonymous", full]


def test_a_dash_never_opens_a_part() -> None:
    entries = tuple(SetEntry(k, "", "en", list(NAMED), AUTHORS) for k in "xy")
    parts = (
        BibliographyPart(title="One", where=PartQuery(type="book")),
        BibliographyPart(title="Two"),
    )
    known = (reference("x", type="book"), reference("y"))
    manuscript = made(*known, entries=entries, parts=parts, repeated_names="dash")
    assert DASH not in plain(manuscript.blocks)


def test_authors_stand_in_small_capitals_where_asked() -> None:
    inlines = in_small_capitals(list(NAMED), AUTHORS)
    capitals = [plain(e["c"]) for e in walk(inlines) if e["t"] == "SmallCaps"]
    assert capitals == list(AUTHORS)
    assert plain(inlines) == plain(list(NAMED))


@pytest.mark.parametrize("names", [(), ("Neilson",), ("Carley, Michael", "Nobody"), ("",)])
def test_names_that_do_not_open_the_entry_are_left_alone(names: tuple[str, ...]) -> None:
    assert in_small_capitals(list(NAMED), names) == list(NAMED)
    assert without_names(list(NAMED), names, DASH) == list(NAMED)


def test_inlines_are_parted_within_their_markup() -> None:
    link = {"t": "Link", "c": [["id", [], []], words("abcdef"), ["#x", ""]]}
    inlines = [{"t": "Strong", "c": [{"t": "Emph", "c": words("abc")}, *words("def")]}, link]
    for at in range(13):
        left, right = parted_at(inlines, at)
        assert (plain(left), plain(right)) == ("abcdefabcdef"[:at], "abcdefabcdef"[at:])


# --- archives, languages -------------------------------------------------------------------------


def test_the_archives_consulted_are_listed_with_their_collections() -> None:
    def at(key: str, kind: str, **data: str) -> Reference:
        return reference(
            key, type=kind, **{name.replace("_p", "-p"): v for name, v in data.items()}
        )

    paris = {"archive": "Archives nationales", "archive_place": "Paris"}
    references = (
        at("a", "manuscript", **paris, archive_collection="F7"),
        at("b", "personal_communication", **paris, archive_collection="Série 10"),
        at("c", "manuscript", **paris, archive_collection="Série 9"),
        at("d", "collection", title="GARF", archive_place="Moscow"),
        at("e", "collection", title="Fond 17", archive="RGASPI", archive_place="Moscow"),
        at("f", "article-journal", archive="JSTOR"),
        at("g", "book", title="No archive"),
        reference(
            "h",
            type="collection",
            title="AVPRF",
            custom={"siglum": "AVP RF"},
            **{"archive-place": "Moscow"},
        ),
    )
    parts = (BibliographyPart(title="Archives", lists="archives"), BibliographyPart(title="Works"))
    data = {**references[-1].data, "custom": {"siglum": "AVP RF"}}
    siglum = Reference("h", data, Place("b"))
    manuscript = made(*references[:-1], siglum, parts=parts)
    lines = plain(manuscript.blocks).strip().split("\n")
    assert lines[: lines.index("Works")] == [
        *("Bibliography", "Archives", "AVPRF (AVP RF), Moscow", "GARF, Moscow", "RGASPI, Moscow"),
        *("Fond 17", "Archives nationales, Paris", "F7", "Série 9", "Série 10"),
    ]
    assert lines[lines.index("Works") + 1 :] == list("abcdefgh")
    none = made(BOOK, parts=parts)
    assert printed(none) == ["Bibliography", "Works", "b"]


def test_an_entry_says_its_language_where_its_title_does_not() -> None:
    span = {"t": "Span", "c": [["", [], [["lang", "ru"]]], words("Книга")]}
    entries = (
        SetEntry("x", "", "ru", words("Книга")),
        SetEntry("y", "", "ru", [span]),
        SetEntry("z", "", "en", words("Book")),
    )
    known = [reference(key) for key in "xyz"]
    divs = [e for e in made(*known, entries=entries).blocks if e["t"] == "Div"]
    assert [div["c"][0][2] for div in divs] == [[["lang", "ru"]], [], []]
