"""CSL-YAML, RIS and EndNote's XML as references, Zotero's lines, names in one string."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from octavo.bibliography import format_of, merged, read_bibliography
from octavo.csl.items.dates import clean_date
from octavo.csl.items.fields import item_of
from octavo.model import Reference

SHARED = Path(__file__).parents[2].parent / "shared"
YAML = SHARED / "corpus" / "journals" / "palazzo-comparative" / "_bibliography.yaml"

Read = tuple[Reference, ...]


def read(text: str, path: str) -> Read:
    references, faults = read_bibliography(text.encode(), path)
    assert not faults, faults
    return references


def item(text: str, path: str) -> dict[str, Any]:
    (reference,) = read(text, path)
    return dict(reference.data)


def fault_of(text: str, path: str) -> tuple[str, str, str]:
    references, (fault,) = read_bibliography(text.encode(), path)
    assert not references
    return fault.rule.name, str(fault.place), fault.message


@pytest.mark.parametrize(
    ("path", "text", "form"),
    [
        ("a/b.JSON", "", "csl-json"),
        ("b.yml", "", "csl-yaml"),
        ("b.bib", "", "biblatex"),
        ("b.bibtex", "", "bibtex"),
        ("b.ris", "", "ris"),
        ("b.xml", "", "endnote"),
        ("-", '{"items": []}', "csl-json"),
        ("b.txt", "% x\n@book{a,", "biblatex"),
        ("b.txt", "TY  - BOOK", "ris"),
        ("b.txt", "<?xml", "endnote"),
        ("b.txt", "---\nreferences:", "csl-yaml"),
        ("b.txt", "", "csl-json"),
    ],
)
def test_the_format_goes_by_the_name_or_the_beginning(path: str, text: str, form: str) -> None:
    assert format_of(path, text) == form


# --- CSL-YAML


def test_yaml_has_places_and_texts_as_written() -> None:
    text = (
        "---\nreferences:\n"
        "- id: avprf\n  type: collection\n  volume: 007\n  number: 1.50\n"
        "  custom: {siglum: AVPRF}\n  issued: 2016-05-03\n  publisher: null\n"
        "-   id: 12\n    title: B\n    issued:\n    - year: 1990\n...\n"
    )
    first, second = read(text, "b.yaml")
    assert (first.key, first.place.line, first.place.column) == ("avprf", 3, 3)
    assert (second.key, second.place.line, second.place.column) == ("12", 10, 5)
    assert first.data["volume"] == "007" and first.data["number"] == "1.50"
    assert first.data["custom"] == {"siglum": "AVPRF"}
    assert first.data["issued"] == "2016-05-03" and "publisher" not in first.data


def test_texts_of_yaml_end_without_a_line_end_and_addresses_without_brackets() -> None:
    (one,) = read(
        "- id: a\n  title: |\n    On\n    lines\n  URL: <https://a.org/x>\n"
        "  author: [{family: Vale, given: [Ida, Maud]}]\n", "b.yaml",
    )  # fmt: skip
    assert (one.data["title"], one.data["URL"]) == ("On\nlines", "https://a.org/x")
    (person,) = item_of(one.data).people["author"]
    assert (person.family, person.given) == ("Vale", "Ida Maud")


def test_a_bare_list_is_a_bibliography() -> None:
    assert [r.key for r in read("- {id: a}\n- {id: b}\n", "b.yaml")] == ["a", "b"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("*Izvestiia* and 21^st^ c.", "<i>Izvestiia</i> and 21<sup>st</sup> c."),
        ("<i>Pravda</i> & [ussr]{.smallcaps}", '<i>Pravda</i> & <span style="font-variant:'
         'small-caps;">ussr</span>'),
        ('<span class="smallcaps">mit</span>', '<span style="font-variant:small-caps;">mit</span>'),
        ("snake_case and 5 < 6", "snake_case and 5 < 6"),
        ("<script>*x*</script>", "<script><i>x</i></script>"),
        ("it's \\*plain\\*", "it's *plain*"),
    ],
)  # fmt: skip
def test_markdown_in_yaml(written: str, expected: str) -> None:
    text = f"- id: a\n  title: >-\n    {written}\n"
    assert item(text, "b.yaml")["title"] == expected


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("- id: a\n  title: x: y", "b.yaml:2:11", "has a colon in it"),
        ("{}", "b.yaml:1:1", "no list of references"),
        ("", "b.yaml:1:1", "no list of references"),
        ("- title: x", "b.yaml:1:3", "has no id"),
        ("[" * 100_000, "b.yaml:1:1", "nested too deeply"),
        ("- &a [*a]", "b.yaml:1:1", "too deeply"),
        ('- id: "a\\ud800"', "b.yaml:1:1", "half of a character"),
        ("- id: a\n---\n- id: b", "b.yaml:2:1", "begins a second text"),
        ("- id: a\n\tb: c", "b.yaml:2:1", "a tab indents"),
    ],
)
def test_yaml_that_cannot_be_read(text: str, place: str, words: str) -> None:
    kind, at, message = fault_of(text, "b.yaml")
    assert (kind, at) == ("bibliography_can_be_read", place)
    assert words in message


def test_aliases_that_unfold_without_end_are_refused() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    begun = time.perf_counter()
    _, _, message = fault_of("\n".join(rows) + "\nreferences: *a11\n", "b.yaml")
    assert "expand" in message and time.perf_counter() - begun < 15


def test_tags_make_nothing() -> None:
    text = '- id: !!python/object/apply:os.system ["true"]\n'
    assert "has no id" in fault_of(text, "b.yaml")[2]


@pytest.mark.skipif(not YAML.exists(), reason=f"there is no {YAML}")
def test_a_published_bibliography_in_yaml() -> None:
    references, faults = read_bibliography(YAML.read_bytes(), "b.yaml")
    assert (len(references), faults) == (297, ())
    titles = {str(r.data["title"]) for r in references}
    assert "<i>Estudos de etnografia comparativa</i> de Leite de Vasconcelos" in titles
    assert not [r for r in references if r.faults]


# --- RIS

RIS = """TY  - JOUR
ID  - carley-1996
AU  - Carley, Michael Jabara
AU  - {OECD}
A4  - Ken, Jim
TI  - A <i>Title</i>: with
 a second line
T2  - Journal of Contemporary History
JO  - JCH
VL  - 3
IS  - 4
SP  - 10
EP  - 20
PY  - 1996/05/03/
Y2  - 2020/01/02
DO  - 10.1/x
KW  - one
KW  - two
LA  - French
N1  - Original Date: 1901
CY  - Paris
OP  - 1st ed. 1950
ER  -

TY  - MANSCPT
AU  - Litvinov, Maxim
TI  - Letter
T2  - AVP RF
AV  - f. 082
DA  - 1927/01/21
ER  -
TY  - BOOK
AU  - Litvinov, Maxim
TI  - Book
PY  - 1927
SP  - 320
ER  -
"""


def test_what_ris_says_beside_its_common_tags_is_read_or_told() -> None:
    (one,) = read(
        "TY  - JOUR\nID  - a\nAU  - Ward, T\nAU  - others\nTI  - A\nRI  - B\nVO  - 3\nYR  - 1990\n"
        "C3  - Own\nNO  - N\nDO  - https://doi.org/10.1000/1\nER  - \n",
        "b.ris",
    )
    assert (one.data["reviewed-title"], one.data["volume"], one.data["note"]) == ("B", "3", "N")
    assert (one.data["author"][-1], one.data["DOI"]) == ({"literal": "others"}, "10.1000/1")
    assert [fault.message for fault in one.faults] == [
        "@a: the field C3 of its own is not printed: CSL has no variable for it"
    ]


def test_ris() -> None:
    article, letter, book = read(RIS, "b.ris")
    assert article.data == {
        "id": "carley-1996",
        "type": "article-journal",
        "title": "A <i>Title</i>: with a second line",
        "volume": "3",
        "publisher-place": "Paris",
        "DOI": "10.1/x",
        "language": "fr",
        "author": [{"family": "Carley", "given": "Michael Jabara"}, {"literal": "OECD"}],
        "translator": [{"family": "Ken", "given": "Jim"}],
        "container-title": "Journal of Contemporary History",
        "container-title-short": "JCH",
        "page": "10-20",
        "issue": "4",
        "issued": {"date-parts": [[1996, 5, 3]]},
        "accessed": {"date-parts": [[2020, 1, 2]]},
        "keyword": "one, two",
        "original-date": {"raw": "1901"},
    }
    assert [f.rule.name for f in article.faults] == ["reference_is_read_whole"]
    assert (letter.key, letter.place.line) == ("litvinov1927", 25)
    assert letter.data["archive"] == "AVP RF" and letter.data["archive_location"] == "f. 082"
    assert (book.key, book.data["number-of-pages"]) == ("litvinov1927a", "320")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1999/Jan/", ((1999, 1),)),
        ("1999/Sept/12", ((1999, 9, 12),)),
        ("1999/05/12/", ((1999, 5, 12),)),
        ("1999///Fall", ((1999, 23),)),
    ],
)
def test_a_month_of_ris_may_be_a_word(written: str, printed: Any) -> None:
    (one,) = read(f"TY  - ABST\nID  - a\nTI  - A\nJF  - J\nY1  - {written}\nER  - \n", "b.ris")
    date = clean_date(one.data["issued"])
    assert date is not None and date.parts == printed
    assert one.data["type"] == "article-journal"


@pytest.mark.parametrize("sign", ["  - ", "  -", " - ", "\t- "])
def test_the_tags_of_ris_are_spaced_in_many_ways(sign: str) -> None:
    lines = ("TY  - BOOK", "AU  - Doe, Ann; Roe, Al", "TI  - On -- lines", "ID  - a", "ER  - ")
    (one,) = read("\n".join(line.replace("  - ", sign, 1) for line in lines) + "\n", "b.ris")
    assert one.data["title"] == "On -- lines"
    assert [person["family"] for person in one.data["author"]] == ["Doe", "Roe"]


def test_a_record_that_is_not_ended_harms_no_other() -> None:
    text = "AU  - Stray\nTY  - BOOK\nID  - a\nTY  - BOOK\nID  - b\nER  - \n"
    references, faults = read_bibliography(text.encode(), "b.ris")
    assert [r.key for r in references] == ["a", "b"]
    assert [(f.rule.name, f.place.line) for f in faults] == [
        ("entry_can_be_read", 1),
        ("entry_can_be_read", 2),
    ]


def test_what_is_no_ris() -> None:
    assert "no RIS record" in fault_of("garbage\nhere", "b.ris")[2]
    assert read_bibliography(b"", "b.ris") == ((), ())


# --- EndNote

ENDNOTE = """<?xml version="1.0" encoding="UTF-8"?>
<xml><records>
<record><rec-number>17</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Carley, Michael Jabara</style></author>
<author>OECD,</author></authors></contributors>
<titles><title><style face="normal">On </style><style face="italic">Pravda</style> &amp; R&amp;D
</title><secondary-title>Review</secondary-title></titles>
<pages>10-20</pages><volume>3</volume><number>4</number>
<dates><year>1996</year><pub-dates><date>May 3</date></pub-dates></dates>
<urls><related-urls><url>https://example.org</url></related-urls></urls>
<language>Russian</language></record>
<!-- <record> -->
<record><ref-type name="Book">6</ref-type><titles><title>Чапаев</title></titles></record>
</records></xml>
"""


def test_the_authors_of_an_edited_book_are_its_editors() -> None:
    names = (
        "<authors><author>Doe, Ann; Roe, Al</author><author>Poe, E and Foe, D</author></authors>"
    )
    (book,) = read(
        '<xml><records><record><ref-type name="Edited Book">28</ref-type><contributors>'
        f"{names}</contributors><titles><title>Barnes and Noble</title></titles>"
        "<notes>Original Date: 1850&#xD;A note</notes></record></records></xml>", "b.xml",
    )  # fmt: skip
    assert [person["family"] for person in book.data["editor"]] == ["Doe", "Roe", "Poe", "Foe"]
    assert "author" not in book.data
    assert (book.data["original-date"], book.data["note"]) == ({"raw": "1850"}, "A note")
    text = "TY  - EDBOOK\nID  - a\nAU  - Doe, Ann\nTI  - A\n{}ER  - \n"
    (alone,), (beside,) = (
        read(text.format(""), "b.ris"),
        read(text.format("ED  - Roe, Al\n"), "b.ris"),
    )
    assert alone.data["editor"] == beside.data["author"] == [{"family": "Doe", "given": "Ann"}]


def test_the_look_of_a_whole_title_sets_off_none_of_its_words() -> None:
    look = '<style face="italic">{}</style>'.format
    kinds = (("Journal Article", 17), ("Book", 6))
    article, book = read(
        "<xml><records>" + "".join(
            f'<record><rec-number>{at}</rec-number><ref-type name="{kind}">{at}</ref-type><titles>'
            f"<title>{look('On ')}{look('&lt;i&gt; &lt;the&gt; Sea')}</title>"
            f"<secondary-title>{look('Review')}</secondary-title></titles></record>"
            for kind, at in kinds
        ) + "</records></xml>", "b.xml",
    )  # fmt: skip
    assert article.data["container-title"] == "Review"
    assert article.data["title"] == "<i>On </i><i>&lt;i&gt; <the> Sea</i>"
    assert book.data["title"] == "On &lt;i&gt; <the> Sea"


def test_endnote() -> None:
    article, book = read(ENDNOTE, "b.xml")
    assert article.data == {
        "id": "17",
        "type": "article-journal",
        "title": "On <i>Pravda</i> & R&D",
        "volume": "3",
        "page": "10-20",
        "URL": "https://example.org",
        "language": "ru",
        "author": [{"family": "Carley", "given": "Michael Jabara"}, {"literal": "OECD"}],
        "container-title": "Review",
        "issue": "4",
        "issued": {"raw": "May 3, 1996"},
    }
    assert article.place.line == 3
    assert (book.key, book.data["type"]) == ("чапаев", "book")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml/>', "b.xml:1:1", "document"),
        ("<xml>\n<record>&a;</record></xml>", "b.xml:2:12", "not defined"),
        ("<xml>\n<record></xml>", "b.xml:2:15", "broken XML"),
        ("<xml><record>" + "<a>" * 10_000, "b.xml:1:778", "broken XML"),
        ("<xml/>", "b.xml:1:1", "no <record>"),
        ("", "b.xml:1:1", "broken XML"),
        ("no XML", "b.xml:1:1", "broken XML"),
    ],
)
def test_endnote_that_cannot_be_read(text: str, place: str, words: str) -> None:
    kind, at, message = fault_of(text, "b.xml")
    assert kind == "bibliography_can_be_read"
    assert at == place and words in message


def test_endnote_opens_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2")
    include = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{tmp_path}/secret"/>'
    text = f"<xml><record><titles><title>A{include}</title></titles></record></xml>"
    assert item(text, "b.xml")["title"] == "A"


# --- Zotero's lines


def extra(note: str, **data: Any) -> dict[str, Any]:
    made = item(json.dumps([{"id": "a", "note": note, **data}]), "b.json")
    return {name: value for name, value in made.items() if name != "id"}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Original Date: 1901", {"original-date": {"raw": "1901"}}),
        ("original-date: 1901-05", {"original-date": {"raw": "1901-05"}}),
        ("{:original-date:1901}{:genre: Letter}",
         {"original-date": {"raw": "1901"}, "genre": "Letter"}),
        ("Translator: Garnett || Constance\nTranslator: Maude || Aylmer",
         {"translator": [{"family": "Garnett", "given": "Constance"},
                         {"family": "Maude", "given": "Aylmer"}]}),
        ("recipient: NKID", {"recipient": [{"literal": "NKID"}]}),
        ("DOI: 10.1/x\nPMID: 3", {"DOI": "10.1/x", "PMID": "3"}),
        ("A line of prose.\nGenre: Letter", {"note": "A line of prose.", "genre": "Letter"}),
        ("OCLC: 1\nGenre: Letter\nSigned.\nMedium: paper",
         {"note": "Signed.\nMedium: paper", "genre": "Letter"}),
        ("tex.foo: x\n_eprint: http://a.org\nCitation Key: b\nGenre: Letter\nFoo: bar",
         {"genre": "Letter", "note": "Foo: bar"}),
        ("See: the archive\nnote: this", {"note": "See: the archive\nnote: this"}),
        ("Genre:", {"note": "Genre:"}),
        ("OCLC: 1089276783", {}),
    ],
)  # fmt: skip
def test_zotero_lines(note: str, expected: dict[str, Any]) -> None:
    assert extra(note) == expected


def test_zotero_lines_override_dates_and_types_alone() -> None:
    made = extra(
        "Type: manuscript\nIssued: 1901\nTitle: Other\nType: nonsense",
        type="book", title="Own", issued={"date-parts": [[1999]]},
    )  # fmt: skip
    assert made["type"] == "manuscript" and made["issued"] == {"raw": "1901"}
    assert made["title"] == "Own" and made["note"] == "Title: Other\nType: nonsense"


def test_zotero_lines_of_a_hostile_note_take_no_time() -> None:
    begun = time.perf_counter()
    extra(("a " * 2000 + ":" + " " * 4000 + "\n") * 300)
    extra("{:" * 50_000)
    extra("{:a:" * 50_000)
    assert time.perf_counter() - begun < 5


# --- names in one string


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Carley, Michael Jabara", [{"family": "Carley", "given": "Michael Jabara"}]),
        ("Michael Jabara Carley", [{"family": "Carley", "given": "Michael Jabara"}]),
        ("{OECD}", [{"literal": "OECD"}]),
        ("OECD", [{"literal": "OECD"}]),
        ("League of Nations", [{"literal": "League of Nations"}]),
        ("{Barnes and Noble}", [{"literal": "Barnes and Noble"}]),
        ("Carley, M. J.; Ken, O. N.", [{"family": "Carley", "given": "M. J."},
                                       {"family": "Ken", "given": "O. N."}]),
        ("Jean de La Fontaine", [{"family": "La Fontaine", "non-dropping-particle": "de",
                                  "given": "Jean"}]),
        ("van der Berg, Jan", [{"family": "Berg", "non-dropping-particle": "van der",
                                "given": "Jan"}]),
        ("Martin Luther King Jr.", [{"family": "King", "given": "Martin Luther",
                                     "suffix": "Jr."}]),
        ({"name": "Ida Vale"}, [{"family": "Vale", "given": "Ida"}]),
        ([{"name": "Vale, Ida"}, {"name": "{OECD}"}], [{"family": "Vale", "given": "Ida"},
                                                       {"literal": "OECD"}]),
        ("King, Martin Luther, Jr.", [{"family": "King", "given": "Martin Luther",
                                       "suffix": "Jr."}]),
        (["Carley, M. J.", {"literal": "OECD"}], [{"family": "Carley", "given": "M. J."},
                                                  {"literal": "OECD"}]),
        ({"family": "Carley"}, [{"family": "Carley"}]),
    ],
)  # fmt: skip
def test_names_in_one_string_are_taken_apart_and_told(written: Any, people: list[Any]) -> None:
    (reference,) = read(json.dumps([{"id": "a", "author": written}]), "b.json")
    assert reference.data["author"] == people
    assert [f.rule.name for f in reference.faults] == ["reference_name_has_parts"]


def test_names_in_parts_are_left_alone() -> None:
    text = '[{"id": "a", "author": [{"family": "Carley, M."}], "editor": []}]'
    (reference,) = read(text, "b.json")
    assert reference.data["author"] == [{"family": "Carley, M."}] and not reference.faults


# --- several files, large files


def test_keys_are_one_across_files() -> None:
    one = read_bibliography(b"@book{a, title={A}}", "one.bib")
    two = read_bibliography(b'[{"id": "a"}, {"id": "b"}]', "two.json")
    references, (fault,) = merged([one, two])
    assert [(r.key, r.place.path) for r in references] == [("a", "one.bib"), ("b", "two.json")]
    assert str(fault.place) == "two.json:1:2" and "one.bib:1:1" in fault.message


UNREAD = {"bibliography_can_be_read", "entry_can_be_read", "has_no_control_character"}


@pytest.mark.parametrize("suffix", ["json", "yaml", "bib", "ris", "xml"])
def test_files_that_no_one_has_written(suffix: str) -> None:
    for data in (
        b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 1000, b"\n" * 100_000, b"\xed\xa0\x80",
        "﷽".encode() * 1000, b"-" * 100_000, b'"' * 100_000, b": " * 50_000,
    ):  # fmt: skip
        references, faults = read_bibliography(data, f"b.{suffix}")
        assert not references
        assert {f.rule.name for f in faults} <= UNREAD


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("b.json", '{{"id": {}}},\n'),
        ("b.ris", "TY  - BOOK\nID  - {}\nER  -\n"),
        ("b.bib", "@book{{k{},}}\n"),
        ("b.xml", "<record><rec-number>{}</rec-number></record>\n"),
    ],
)
def test_no_more_than_any_library_holds(
    path: str, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.bibliography.source_text.MOST", 5)
    head, end = {"b.json": ("[", "{}]"), "b.xml": ("<xml>\n", "</xml>")}.get(path, ("", ""))
    text = head + "".join(entry.format(n) for n in range(7)) + end
    references, (fault,) = read_bibliography(text.encode(), path)
    assert len(references) == 5 and "only the first 5 references" in fault.message


def test_ten_thousand_entries_are_read_in_a_breath() -> None:
    entry = {
        "type": "book",
        "title": "On the Line",
        "author": [{"family": "Dougherty", "given": "Jack"}],
        "issued": {"date-parts": [[2020]]},
        "note": "OCLC: 1234",
        "abstract": "words " * 100,
    }
    data = json.dumps([{"id": f"k{n}", **entry} for n in range(10_000)]).encode()
    begun = time.process_time()
    json.loads(data)
    parsing = time.process_time() - begun
    begun = time.process_time()
    references, faults = read_bibliography(data, "b.json")
    assert len(references) == 10_000 and not faults
    assert time.process_time() - begun < 20 * parsing + 1.5
