"""Citations come back set, one for each, in one registry of positions, with their markup."""

import json
from pathlib import Path
from typing import Any

import pytest

from octavo.bibliography import read_bibliography
from octavo.citations import author_names, read_cites, set_citations
from octavo.citations.setting import SetWork
from octavo.citations.titles import title_look
from octavo.csl.items.fields import TYPES
from octavo.csl.styles import load_style
from octavo.model import Citation, Cite, CiteMode, Inlines, Place, Reference
from octavo.pandoc import tree
from octavo.pandoc.walk import plain

SHARED = Path(__file__).parents[2].parent / "shared"
CARLEY = SHARED / "editions" / "carley"
NB = "\N{NO-BREAK SPACE}"
IBID = "chicago-notes-bibliography-subsequent-ibid"

ITEMS: list[dict[str, Any]] = [
    {
        "id": "Carley2014",
        "type": "book",
        "author": [{"family": "Carley", "given": "Michael Jabara"}],
        "title": "Silent Conflict: A Hidden History",
        "title-short": "Silent Conflict",
        "publisher": "Rowman & Littlefield",
        "issued": {"date-parts": [[2014]]},
        "custom": {"section": "secondary"},
    },
    {
        "id": "carley2014",
        "type": "article-journal",
        "author": [{"family": "Ken", "given": "O. N."}],
        "title": '“Clean <i>Hands</i>” and <span class="nocase">de facto</span> recognition',
        "title-short": "Clean Hands",
        "container-title": "Diplomacy",
        "volume": 21,
        "issued": {"date-parts": [["2010", "6"]]},
        "page": "202-225",
        "language": "en",
    },
    {
        "id": "avprf",
        "type": "collection",
        "title": "Arkhiv vneshnei politiki",
        "archive": "Arkhiv vneshnei politiki",
        "archive-place": "Moscow",
        "title-short": "AVPRF",
        "language": "ru",
    },
]


def cite(key: str, suffix: str | Inlines = "", mode: CiteMode = "normal", see: str = "") -> Cite:
    inlines = tree.text(suffix) if isinstance(suffix, str) else suffix
    modes = {"normal": "NormalCitation", "suppress-author": "SuppressAuthor"}
    modes["author-in-text"] = "AuthorInText"
    pandoc = {
        "citationId": key,
        "citationPrefix": tree.text(see),
        "citationSuffix": inlines,
        "citationMode": {"t": modes[mode]},
    }
    return read_cites([pandoc])[0]


def work(
    *notes: Cite | tuple[Cite, ...] | int,
    items: list[dict[str, Any]] = ITEMS,
    style: str = "chicago-notes-bibliography",
) -> SetWork:
    """Set one citation a note.

    A number n in front of one skips n notes without citations; 0 sets it in the note before.
    """
    references = {item["id"]: Reference(item["id"], item, Place("b.json")) for item in items}
    citations: list[Citation] = []
    number, step = 0, 1
    for note in notes:
        if isinstance(note, int):
            step = note + 1 if note else 0
            continue
        number, step = number + step, 1
        cites = note if isinstance(note, tuple) else (note,)
        citations.append(Citation(cites, number, f"n{number}", "one", "en"))
    return set_citations(citations, references, load_style(style, None), "en")


def lines(made: SetWork) -> list[str]:
    assert made.faults == ()
    return [plain(citation.inlines) for citation in made.citations]


# --- positions


def test_the_first_cite_is_full_and_later_ones_are_short() -> None:
    assert lines(work(cite("Carley2014", ", pp. 3–5"), 3, cite("Carley2014", ", 7"))) == [
        "Michael Jabara Carley, Silent Conflict: A Hidden History "
        "(Rowman & Littlefield, 2014), 3–5",
        "Carley, Silent Conflict, 7",
    ]


def test_a_cite_later_in_the_same_citation_is_short() -> None:
    (line,) = lines(work((cite("Carley2014"), cite("avprf"), cite("Carley2014", ", 7"))))
    assert line.endswith("; Arkhiv vneshnei politiki, Moscow; Carley, Silent Conflict, 7")


def test_the_order_written_is_kept_in_every_cluster() -> None:
    first, second = cite("avprf"), cite("Carley2014")
    made = lines(work(first, second, (first, second), (second, first)))
    assert made[2:] == ["AVPRF; Carley, Silent Conflict", "Carley, Silent Conflict; AVPRF"]


def test_keys_that_differ_in_case_are_two_works() -> None:
    made = lines(work(cite("Carley2014"), cite("carley2014"), cite("Carley2014")))
    assert made[1].startswith("O. N. Ken, ") and made[2] == "Carley, Silent Conflict"


def is_ibid(*notes: Cite | tuple[Cite, ...] | int) -> bool:
    return "ibid." in lines(work(*notes, style=IBID))[-1].lower()


def test_ibid_follows_one_source_in_the_same_note_or_the_one_before() -> None:
    book, archive = cite("Carley2014"), cite("avprf")
    assert is_ibid(book, book)
    assert is_ibid(book, 0, book)
    assert is_ibid((book, book))
    assert is_ibid(book, cite("Carley2014", ", 7"))
    assert not is_ibid(book, 1, book)  # a note without a citation is between them
    assert not is_ibid((archive, book), book)  # two sources in the note before (Chicago 13.37)
    assert not is_ibid(archive, 0, book, book)
    assert not is_ibid(archive, 0, book, 0, book)
    assert not is_ibid(cite("Carley2014", ", 7"), book)  # the whole work after a part of it
    assert not is_ibid(book, archive, book)


def test_ibid_gives_the_locator_only_when_it_changes() -> None:
    seven, eight = cite("Carley2014", ", 7"), cite("Carley2014", ", p. 8")
    made = lines(work(seven, seven, eight, style=IBID))
    assert [line.lower() for line in made[1:]] == ["ibid.", "ibid., 8"]


# --- affixes


def test_prefix_and_suffix_keep_their_markup() -> None:
    emphasis = {"t": "Emph", "c": tree.text("Papiers Schweisguth")}
    written = [*tree.text(", "), emphasis, *tree.text(", 351AP/3")]
    made = work(cite("avprf"), cite("avprf", written, see="see"))
    title = {"t": "Span", "c": [["", [], [["lang", "ru"]]], tree.text("AVPRF")]}
    assert made.citations[1].inlines[:3] == [*tree.text("see "), title]
    assert emphasis in made.citations[1].inlines
    assert plain(made.citations[1].inlines) == "see AVPRF, Papiers Schweisguth, 351AP/3"


@pytest.mark.parametrize(
    ("suffix", "end"),
    [
        (", f. 082, op. 10, l. 2", "AVPRF, f. 082, op. 10, l. 2"),
        ("f. 082", "AVPRF, f. 082"),
        (" f. 082", "AVPRF f. 082"),
        (" (f. 082)", "AVPRF (f. 082)"),
        (", chap. 4", f"AVPRF, chap.{NB}4"),
        (", 12, emphasis added", "AVPRF, 12, emphasis added"),
    ],
)
def test_a_suffix_follows_as_written(suffix: str, end: str) -> None:
    assert lines(work(cite("avprf"), cite("avprf", suffix)))[1] == end


def test_a_comma_goes_inside_the_quotation_marks() -> None:
    made = lines(
        work(cite("carley2014"), cite("carley2014", ", 204"), cite("carley2014", ", f. 3"))
    )
    assert made[1:] == ["Ken, “Clean Hands,” 204", "Ken, “Clean Hands,” f. 3"]


# --- markup, modes, bibliography


def test_markup_of_titles_becomes_inlines() -> None:
    (citation,) = work(cite("carley2014")).citations
    assert {"t": "Emph", "c": tree.text("Hands")} in citation.inlines
    text = plain(citation.inlines)
    assert text.startswith("O. N. Ken, “‘Clean Hands’ and de facto Recognition,” Diplomacy 21 (")


def test_emphasis_within_an_italic_title_is_roman() -> None:
    item = {**ITEMS[0], "title": "Reading <i>Lear</i> <sup>2</sup>", "title-short": ""}
    (citation,) = work(cite("Carley2014"), items=[item]).citations
    assert {"t": "Emph", "c": [*tree.text("Reading ")]} in citation.inlines
    assert {"t": "Str", "c": "Lear"} in citation.inlines


def test_the_author_can_be_left_out() -> None:
    first = cite("Carley2014", ", 12", "suppress-author")
    later = cite("Carley2014", "12", "author-in-text")
    assert lines(work(first, later)) == [
        "Silent Conflict: A Hidden History (Rowman & Littlefield, 2014), 12",
        "Silent Conflict, 12",
    ]


def test_the_names_of_the_authors_for_running_text() -> None:
    def names(*families: str, language: str = "en") -> str:
        author = [{"family": family, "given": "A."} for family in families]
        return plain(author_names(Reference("k", {"author": author}, Place("b")), language))

    assert names("Carley") == "Carley"
    assert names("Carley", "Ken") == "Carley and Ken"
    assert names("Carley", "Ken", language="fr-FR") == "Carley et Ken"
    assert names("Carley", "Ken", "Eden") == "Carley, Ken, and Eden"
    assert names("Carley", "Ken", "Eden", "Pons") == "Carley et al."
    assert plain(author_names(Reference("k", ITEMS[2], Place("b")), "en")) == "AVPRF"


@pytest.mark.parametrize(
    ("kind", "language", "printed"),
    [("book", "en", "<Silent Conflict>"), ("article-journal", "en", "“Silent Conflict”"),
     ("manuscript", "de-DE", "„Silent Conflict“"), ("collection", "en", "Silent Conflict"),
     ("treaty", "en", "Silent Conflict"), ("film", "en", "Silent Conflict")],
)  # fmt: skip
def test_a_work_without_author_is_named_by_its_title(
    kind: str, language: str, printed: str
) -> None:
    data = {"type": kind, "title": "Silent Conflict: A History", "title-short": "Silent Conflict"}
    made = author_names(Reference("k", data, Place("b")), language)
    italic = f"<{plain(made)}>" if made[0]["t"] == "Emph" else plain(made)
    assert italic == printed


def test_titles_look_as_the_default_style_prints_them(tmp_path: Path) -> None:
    """But for reviews and blog posts, whose own titles are in quotation marks and whose container's
    are in italics."""
    kinds = sorted(TYPES - {"review", "review-book", "post-weblog"})
    items = {kind: {"id": kind, "type": kind, "title": "Zeta"} for kind in kinds}
    for kind in kinds:
        if kind.startswith(("article-", "chapter", "entry", "paper")):
            items[kind]["container-title"] = "Whole"
    references = {kind: Reference(kind, data, Place("b.json")) for kind, data in items.items()}
    cites = [Citation((cite(kind),), n, f"n{n}", "one", "en") for n, kind in enumerate(kinds, 1)]
    style = load_style("chicago-notes-bibliography", tmp_path)
    made = set_citations(cites, references, style, "en-US")
    for kind, citation in zip(kinds, made.citations, strict=True):
        emphasized = [e for e in citation.inlines if e["t"] == "Emph"]
        quoted = "“Zeta" in plain(citation.inlines)
        look = "Quote" if quoted else "Emph" if "Zeta" in plain(emphasized) else ""
        assert title_look(kind) == look, kind


def test_the_bibliography_holds_what_is_cited_in_the_order_of_the_style() -> None:
    made = work(cite("carley2014"), cite("Carley2014"), cite("carley2014"))
    assert [entry.key for entry in made.bibliography] == ["Carley2014", "carley2014"]
    assert [(entry.part, entry.language) for entry in made.bibliography] == [
        ("secondary", "en"),
        ("", "en"),
    ]
    assert plain(made.bibliography[0].inlines) == (
        "Carley, Michael Jabara. Silent Conflict: A Hidden History. Rowman & Littlefield, 2014."
    )


def test_an_archive_is_named_once() -> None:
    made = work(cite("avprf", ", f. 05, l. 2"), cite("avprf"))
    assert lines(made) == ["Arkhiv vneshnei politiki, Moscow, f. 05, l. 2", "AVPRF"]
    assert plain(made.bibliography[0].inlines) == "Arkhiv vneshnei politiki, Moscow."


# --- what goes wrong


def test_an_unknown_key_is_a_fault_and_stands_nowhere() -> None:
    made = work((cite("nokey", ", 12"), cite("avprf")), cite("nokey"))
    assert [fault.rule.name for fault in made.faults] == ["cite_key_resolves"] * 2
    assert [plain(c.inlines) for c in made.citations] == [
        "Arkhiv vneshnei politiki, Moscow",
        "",
    ]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": {"a": 1}, "author": [1, None, {}, {"family": None}], "issued": "1999"},
        {"contributor": [{"family": "Z"}], "compiler": "me", "narrator": [{"literal": "N"}]},
        {"available-date": {"date-parts": [[2000, 5]]}, "issued": {"date-parts": [[1, 2, 3], []]}},
        {"issued": {"date-parts": [["x"]], "season": "fall"}, "unheard-of": [[]]},
        {"issued": {"date-parts": [[2000, 22], [2001, 99, 99]], "circa": True}, "number": 10**30},
        {"issued": {"raw": "1999-05/2000"}, "accessed": {"date-parts": [[-44, 3, 15]]}},
        {"title": "<i>a <b>b</i> <span class='nocase'>c</b> \U0010ff00 <i>", "language": "??"},
        {"title": "?!.", "volume": "1-2-3", "page": "–", "edition": "&", "issue": ",,"},
        {"author": [{"family": "d’Á", "given": "-", "suffix": "Lord", "comma-suffix": True}]},
        {"author": "A", "language": 3, "type": ["book"], "number-of-volumes": "two"},
    ],
)
def test_no_item_raises_or_warns(fields: dict[str, Any]) -> None:
    for kind in ("book", "article-newspaper", "legal_case", "personal_communication", "no-type"):
        item = {"id": "x", "type": kind, **fields}
        made = work(cite("x", ", 3"), cite("x"), cite("x", mode="suppress-author"), items=[item])
        assert len(made.citations) == 3
        assert not any(character >= "\U0010ff00" for character in str(made))


def test_what_a_style_leaves_empty_is_set_plainly(tmp_path: Path) -> None:
    (tmp_path / "csl").mkdir()
    style = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
      <info><title>Genres</title><id>genres</id><updated>2026-01-01T00:00:00Z</updated></info>
      <citation><layout><text variable="genre"/></layout></citation>
      <bibliography><layout><text variable="title"/></layout></bibliography></style>"""
    (tmp_path / "csl" / "genres.csl").write_text(style, encoding="utf-8")
    references = {item["id"]: Reference(item["id"], item, Place("b.json")) for item in ITEMS}
    cites = [cite("Carley2014", ", 12"), cite("Carley2014"), cite("avprf")]
    citations = [Citation((one,), n, f"n{n}", "one", "en") for n, one in enumerate(cites, 1)]
    made = set_citations(citations, references, load_style("genres", tmp_path), "en")
    assert [plain(citation.inlines) for citation in made.citations] == [
        "Michael Jabara Carley, Silent Conflict: A Hidden History, 12",
        "Carley, Silent Conflict",
        "Arkhiv vneshnei politiki",
    ]
    assert [(fault.rule.name, str(fault.place)) for fault in made.faults] == [
        ("citation_can_be_set", "b.json:1:1")
    ] * 2
    assert len(made.bibliography) == 2


def test_a_number_without_its_entry_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "csl").mkdir()
    number = '<text variable="citation-number"/>'
    style = f"""<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
      <info><title>Numbers</title><id>numbers</id><updated>2026-01-01T00:00:00Z</updated></info>
      <citation><layout>{number}</layout></citation>
      <bibliography><layout><choose><if type="book"><group>{number}<text variable="title"/></group>
      </if></choose></layout></bibliography></style>"""
    (tmp_path / "csl" / "numbers.csl").write_text(style, encoding="utf-8")
    items = [
        {"id": "a", "type": "interview", "title": "A"},
        {"id": "b", "type": "book", "title": "B"},
    ]
    references = {item["id"]: Reference(item["id"], item, Place("b.json")) for item in items}
    citations = [Citation((cite(key),), n, f"n{n}", "one", "en") for n, key in enumerate("ab", 1)]
    made = set_citations(citations, references, load_style("numbers", tmp_path), "en")
    assert [plain(entry.inlines) for entry in made.bibliography] == ["2B"]
    assert [fault.message for fault in made.faults] == [
        "the reference a has no entry in this style: 1 is missing among the numbers of the "
        "bibliography"
    ]


# --- real citations


@pytest.mark.skipif(not CARLEY.exists(), reason=f"there is no {CARLEY}")
def test_a_historians_notes() -> None:
    data = (CARLEY / "csl" / "bibliography.json").read_bytes()
    items = [dict(reference.data) for reference in read_bibliography(data, "b.json")[0]]
    made = work(
        cite("avprf", ", f. 082, o. 10, p. 27, d. 2, l. 2"),
        (cite("politbiuro2001", ", pp. 305–07"),),
        cite("ddf", ", 1re série, VII, pp. 718–19"),
        cite("avprf", ", f. 05, o. 14, d. 117, p. 103, ll. 227–30"),
        cite("politbiuro2001", ", p. 322"),
        cite("dvp", ", XVIII, pp. 292–93"),
        cite("dvp", ", XVIII, pp. 295–96"),
        items=items,
    )
    assert lines(made) == [
        "Arkhiv vneshnei politiki Rossiiskoi Federatsii, Moscow, f. 082, o. 10, p. 27, d. 2, l. 2 "
        "(hereafter AVPRF)",
        "G. Adibekov et al., eds., Politbiuro TsK RKP(b)-VKP(b) i Evropa: "
        "Resheniia “Osoboi Papki,” 1923–1939 (Moscow, 2001), 305–7 "
        "(hereafter Politbiuro TsK RKP(b)-VKP(b) i Evropa)",
        "Documents diplomatiques français, 10 vols. (Paris, 1964–1984), 1re série, VII, pp. 718–19 "
        "(hereafter DDF)",
        "AVPRF, f. 05, o. 14, d. 117, p. 103, ll. 227–30",
        "Politbiuro TsK RKP(b)-VKP(b) i Evropa, 322",
        "Dokumenty vneshnei politiki SSSR, 24 vols. (Moscow, 1958–2000), XVIII, pp. 292–93 "
        "(hereafter DVP)",
        "DVP, XVIII, pp. 295–96",
    ]


@pytest.mark.filterwarnings("error")
@pytest.mark.skipif(not (SHARED / "citations").exists(), reason=f"there is no {SHARED}/citations")
@pytest.mark.parametrize("corpus", ["chicago18", "newharts", "apa7", "jsdemo"])
def test_published_references_can_be_set(corpus: str) -> None:
    file = SHARED / "citations" / f"{corpus}.chicago-notes-bibliography.json"
    items = json.loads(file.read_text(encoding="utf-8"))["items"]
    items = items[:: max(1, len(items) // 30)]
    made = work(*(cite(item["id"], ", 12") for item in items), items=items)
    assert not [fault for fault in made.faults if "cannot be set" in fault.message]
    assert all(citation.inlines for citation in made.citations)
