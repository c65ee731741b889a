"""BibTeX and BibLaTeX: every entry has its place and its key, and pandoc's losses are mended."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from octavo.bibliography import ConversionCache, missing_fields, read_bibliography
from octavo.csl.items.dates import clean_date
from octavo.csl.items.fields import item_of
from octavo.csl.text.casing import cased
from octavo.csl.text.tagged_html import to_plain
from octavo.csl.text.tagged_text import Quotes
from octavo.model import Reference
from octavo.pandoc import run
from tests.csl import one_element
from tests.csl.document import set_in

# The fields of the manual of BibLaTeX (2.2.2, 2.2.3) whose words are to be printed, or file a work.
PEOPLE = """author editor editora editorb editorc translator annotator commentator introduction
    foreword afterword bookauthor holder shortauthor shorteditor namea nameb namec""".split()
BIBLATEX_FIELDS = (
    *PEOPLE,
    *"""title subtitle titleaddon booktitle booksubtitle booktitleaddon
    maintitle mainsubtitle maintitleaddon journaltitle journalsubtitle journaltitleaddon issuetitle
    issuesubtitle issuetitleaddon eventtitle eventtitleaddon origtitle reprinttitle series
    shorttitle publisher institution organization location origpublisher origlocation
    venue library note addendum howpublished volume volumes number part issue chapter version eid
    pages pagetotal eprint isan ismn isrn iswc label shorthand shorthandintro nameaddon annotation
    usera userb userc userd usere userf verba verbb verbc lista listb listc listd liste listf
    abstract keywords pubstate type edition sortkey sortname sorttitle sortyear presort related
    pagination bookpagination""".split(),
)

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpus"
ON_THE_LINE = CORPUS / "books" / "on-the-line" / "ontheline.bib"
THREE = CORPUS / "bibliographies" / "uzh-three-formats" / "bibliography"


def read(text: str, path: str = "b.bib") -> tuple[Reference, ...]:
    references, faults = read_bibliography(text.encode(), path)
    assert not faults, faults
    return references


def item(text: str) -> dict[str, Any]:
    (reference,) = read(text)
    return dict(reference.data)


def told(text: str) -> list[str]:
    return [fault.message for reference in read(text) for fault in reference.faults]


def in_title_case(made: dict[str, Any]) -> str:
    return to_plain(cased(item_of(made).texts["title"], "title", "en", "upper"), Quotes())


def dated(issued: dict[str, Any]) -> str:
    """The date as a style prints it."""
    tables = one_element.tables_of('<date variable="issued" form="text"/>')
    work = one_element.work_on(tables, one_element.item(issued=issued))
    return one_element.set_first(tables, work)


def faults_of(text: str) -> list[tuple[str, str, str]]:
    faults = read_bibliography(text.encode(), "b.bib")[1]
    return [(f.rule.name, f"{f.place.line}:{f.place.column}", f.message) for f in faults]


# --- places and keys


def test_every_entry_has_the_place_of_its_at_sign_and_its_key_as_written() -> None:
    text = (
        "% @book{commented, title={no}}\n"
        "Who reads this? me@example.org{no}\n"
        '@book{Ä:b/1+2, title={A}}  @book(paren, title = "B {"}q{"}")\n'
        "@comment{@book{hidden, title={no}}}\n"
        "  @BOOK { late ,\n title={C}}\n"
    )
    places = {r.key: (r.place.line, r.place.column) for r in read(text)}
    assert places == {"Ä:b/1+2": (3, 1), "paren": (3, 28), "late": (5, 3)}


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("@book{a, title={A}}\n@book{b title={B}}", "2:1", "no comma follows"),
        ("@book{, title={B}}", "1:1", "no key"),
        ("@book{b, title {B}}", "1:10", "a field's name is missing"),
        ("@book{b, title = }", "1:18", "value is missing"),
        ("@book{b, title = {B}\n year = 1990}\n@book{c, title={C}}", "", ""),
        ("@book{b, title = {B\n@book{c, title={C}}", "1:18", "is not closed"),
        ("@book{b, title = {B", "1:18", "is not closed"),
        ("@book{b, title = {B},\n", "1:1", "is not closed"),
        ('@book{b, title = "B}', "1:18", "not closed"),
        ("@set{s, entryset={a,b}}", "1:1", "several works"),
    ],
)
def test_a_broken_entry_is_left_out_with_its_place(text: str, place: str, words: str) -> None:
    found = faults_of(text)
    if not place:
        assert not found
        return
    ((kind, at, message),) = found
    assert (kind, at) == ("entry_can_be_read", place)
    assert words in message


def test_the_entries_around_a_broken_one_are_read() -> None:
    text = "@book{a, title={A}}\n@book{b, title={B\n@book{c, title={C}}\n@book{d title={D}}\n"
    references, faults = read_bibliography(text.encode(), "b.bib")
    assert [r.key for r in references] == ["a", "c"]
    assert len(faults) == 2


def test_a_key_used_twice_is_told_and_the_first_stands() -> None:
    references, (fault,) = read_bibliography(
        b"@book{a, title={One}}\n@book{a, title={Two}}", "b.bib"
    )
    assert [r.data["title"] for r in references] == ["One"]
    assert (fault.rule.name, fault.place.line) == ("reference_key_is_unique", 2)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("@book{b, title = {B}},\n author = {A},\n}", "2:2", "author is outside of any entry"),
        ('@book{b, title = "B,\n author = "A",\n}', "1:18", "title is not closed before author"),
        ("@book{b, title = {B,\n author = {A}\n}\n@book{c, title={C}}", "1:18", "not closed"),
        ("@book{b\n title = {B}, year=1990}", "1:1", "no comma follows its key"),
        ("@book{title = {B}, year=1990}", "1:1", "no key before its title"),
        ("@book{my key, title = {B}}", "1:1", "a space"),
        ("@book{b, title: {B}}", "1:10", "a field's name is missing"),
        ("@book{b, title = {B}, % or C?\n year = 1990}", "1:23", "a field's name is missing"),
        ("@book{b, title = “B of C”, year = 1990}", "1:21", "a field's name is missing"),
        ("@string{p = {Tern}\n@book{b, title={B}}", "1:1", "not closed"),
        ("@string{p = tern # { Ltd}}", "1:13", "“tern” has no braces, and is no @string"),
    ],
)
def test_what_is_broken_is_told_at_the_field(text: str, place: str, words: str) -> None:
    at, message = next((at, message) for _, at, message in faults_of(text))
    assert at == place
    assert words in message


def test_a_remark_outside_of_entries_is_none_of_ours() -> None:
    text = "title = {x}\nSee also: year 1990.\n% author = {A}\n@book{b, title={B}}\nThe end = 3"
    assert [one.key for one in read(text)] == ["b"]


def test_a_missing_comma_is_told_where_it_is_missing_and_nothing_is_lost() -> None:
    (reference,) = read("@book{b,\n title = {B}\n publisher = {P},\n year = 1990 month = may}")
    said = [(f.rule.code, f"{f.place.line}:{f.place.column}") for f in reference.faults]
    assert said == [("B040", "2:13"), ("B040", "4:13")]
    assert (reference.data["publisher"], reference.data["title"]) == ("P", "B")


# --- what an entry says


@pytest.mark.parametrize(
    ("fields", "address", "day", "rest"),
    [
        ("howpublished={\\url{https://a.org/b_c}}", "https://a.org/b_c", "", ""),
        ("howpublished={Available at https://a.org/b}", "https://a.org/b", "", ""),
        ("howpublished={Online: \\url{https://a.org/b} (accessed 2 May 2020)}", "https://a.org/b",
         "2 May 2020", ""),
        ("howpublished={\\href{https://a.org/b}{Project A}}", "https://a.org/b", "", ""),
        ("howpublished={www.a.org/b}", "www.a.org/b", "", ""),
        ("note={[Online; accessed 19-July-2008]}, url={https://a.org}", "https://a.org", "", ""),
        ("note={Accessed: 2020-01-02}, url={https://a.org}", "https://a.org", "2020-01-02", ""),
        ("note={Retrieved from https://a.org/b.}", "https://a.org/b", "", ""),
        ("note={Zuletzt abgerufen am 2020-01-02}, url={https://a.org}", "https://a.org",
         "2020-01-02", ""),
        ("howpublished={Typescript}", "", "", "Typescript"),
        ("howpublished={Typescript, https://a.org/b}", "https://a.org/b", "", "Typescript"),
        ("howpublished={https://a.org and https://b.org}", "", "", "https://a.org and https://b.org"),
    ],
)  # fmt: skip
def test_an_address_is_taken_from_where_it_is_written(
    fields: str, address: str, day: str, rest: str
) -> None:
    made = item(f"@misc{{a, title={{A}}, {fields}}}")
    assert made.get("URL", "") == address
    if day:
        date = clean_date(made["accessed"])
        assert date is not None and date.parts[0][0] == 2020
    assert made.get("publisher", "") == rest


def test_the_pages_of_a_volume_stay_beside_the_number_of_an_article() -> None:
    for pages, number in (("1--12", "e7"), ("123--145", None), ("", "e7")):
        made = item(f"@article{{a, title={{A}}, journal={{J}}, eid={{e7}}, pages={{{pages}}}}}")
        assert made.get("number") == number, pages


def test_what_an_issue_has_beside_its_number_is_printed() -> None:
    made = item(
        "@article{a, title={A}, journal={J}, volume={3}, year={1990}, issue={Spring},"
        " issuetitle={Rivers and {Ferries}}, issuesubtitle={A \\emph{Reader}}, eid={e12}}"
    )
    assert made["volume-title"] == 'Rivers and <span class="nocase">Ferries</span>: A <i>reader</i>'
    assert dated(made["issued"]) == "Spring 1990"
    assert made["number"] == "e12"
    assert "issue" not in made
    numbered = item("@article{a, title={A}, journal={J}, year={1990}, issue={4}}")
    assert numbered["issue"] == "4"


def test_each_field_of_biblatex_is_printed_or_told() -> None:
    values = {name: "Zora, Xenia" if name in PEOPLE else f"Zora{name}" for name in BIBLATEX_FIELDS}
    entries = (
        f"@book{{{name}, title={{A}}, date={{1990}}, {name}={{{value}}}}}"
        for name, value in values.items()
    )
    for reference in read("\n".join(entries)):
        printed = str({**reference.data, "id": ""}).casefold()
        said = " ".join(
            fault.message.replace(f"@{reference.key}", "") for fault in reference.faults
        )
        assert "zora" in printed or "Zora" in said or reference.key in said, reference.key


def test_the_resolver_of_a_doi_is_not_printed_twice() -> None:
    written = ("https://doi.org/10.1000/1", "doi:10.1000/1", "http://dx.doi.org/10.1000/1")
    entries = (f"@book{{a{at}, title={{A}}, doi={{{doi}}}}}" for at, doi in enumerate(written))
    assert {one.data["DOI"] for one in read("\n".join(entries))} == {"10.1000/1"}


def test_abbreviations_are_written_out() -> None:
    made = item(
        '@string{p = "Tern"}\n@string{q = p # " Press"}\n'
        "@book{a, title={A}, publisher = q # { Ltd}, month = may, year = 1990}"
    )
    assert made["publisher"] == "Tern Press Ltd"
    assert made["issued"] == {"date-parts": [[1990, 5]]}


@pytest.mark.parametrize(
    ("field", "date"),
    [
        ("date = {1931-05-03}", {"date-parts": [[1931, 5, 3]]}),
        ("date = {1931/1932}", {"date-parts": [[1931], [1932]]}),
        ("date = {1931~}", {"date-parts": [[1931]], "circa": True}),
        ("date = {1931?}", {"date-parts": [[1931]], "circa": True}),
        ("date = {193X}", {"raw": "193X"}),
        ("year = {c. 1931}", {"raw": "c. 1931"}),
        ("year = {1931--32}", {"raw": "1931–32"}),
        ("date = {1931-13-45}", {"raw": "1931-13-45"}),
        ("date = {1931/..}", {"raw": "1931/.."}),
        ("year = {n.d.}", {"raw": "n.d."}),
        ("date = {1931-uu}", {"raw": "1931-uu"}),  # pandoc makes a month 99 of it
        ("date = {/1931}", {"raw": "/1931"}),
        ("year = {[1931]}", {"raw": "[1931]"}),
    ],
)
def test_dates_that_pandoc_drops_stay(field: str, date: dict[str, Any]) -> None:
    assert item(f"@book{{a, title={{A}}, {field}}}")["issued"] == date


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("misc", "document"),
        ("online", "webpage"),
        ("unpublished", "manuscript"),
        ("newspaper", "article-newspaper"),
        ("conference", "paper-conference"),
        ("standard", "standard"),
        ("nonsense", "nonsense"),
    ],
)
def test_types(written: str, kind: str) -> None:
    assert item(f"@{written}{{a, title={{A}}}}")["type"] == kind


def test_what_archives_need_is_kept() -> None:
    made = item(
        "@unpublished{a, title={Letter}, archive={AVP RF}, archive_location={f. 082, op. 10},"
        " archive-place={Moscow}, shorthand={AVPRF}, keywords={archives, letters},"
        " annotation={Seen in 1998 -- in \\emph{Moscow}.}}"
    )
    assert made["archive"] == "AVP RF"
    assert made["archive_location"] == "f. 082, op. 10"
    assert made["archive-place"] == "Moscow"
    assert made["custom"] == {"siglum": "AVPRF"}
    assert made["keyword"] == "archives, letters"
    assert made["annote"] == "Seen in 1998 – in Moscow."


def test_publishers_and_places_are_not_parted() -> None:
    made = item("@book{a, title={A}, publisher={Hart and Sons}, location={Paris and London}}")
    assert (made["publisher"], made["publisher-place"]) == ("Hart and Sons", "Paris and London")


def test_signs_that_an_address_escapes_are_printed_bare() -> None:
    made = item(r"@misc{a, url={https://a.org/b\%20c\&d\_e{\_}f\#g\~{}h~i}, doi={10.1/a\_b}}")
    assert made["URL"] == "https://a.org/b%20c&d_e_f#g~h~i"
    assert made["DOI"] == "10.1/a_b"


@pytest.mark.parametrize(
    "title", [r"Le\'{o}n Trotsky", r"Rivers \index{y} more", r"\href{https://a.la/de}{Rivers}"]
)
def test_commands_make_no_title_foreign_and_lose_none(title: str) -> None:
    text = f"@book{{a, title={{{title}}}, publisher={{P}}, year=1901}}"
    assert "language" not in item(text) and told(text) == []


def test_the_number_of_a_series_of_a_journal_is_no_loss() -> None:
    assert told("@article{a, title={A}, journal={J}, series={2}, volume={5}, year=1901}") == []
    assert told("@article{a, title={A}, journal={J}, series={newseries}, year=1901}") == []


def test_zotero_lines_in_a_note() -> None:
    made = item("@book{a, title={A}, note={Original Date: 1901\ntype: manuscript\nSigned.}}")
    assert made["original-date"] == {"raw": "1901"}
    assert (made["type"], made["note"]) == ("manuscript", "Signed.")


def test_a_chapter_takes_from_its_book_wherever_that_stands() -> None:
    chapter, _ = read(
        "@incollection{c, title={Part}, crossref={B}}\n"
        "@collection{b, title={Whole}, editor={Ward, Tom}, date={1990}}"
    )
    assert chapter.data["container-title"] == "Whole"
    assert chapter.data["editor"] == [{"family": "Ward", "given": "Tom"}]
    assert chapter.key == "c"


def test_entries_that_hang_on_each_other_end() -> None:
    text = "@inbook{a, title={A}, crossref={b}}\n@inbook{b, title={B}, crossref={a}}"
    assert [r.data["title"] for r in read(text)] == ["A", "B"]


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("The {USSR} and Its {Neighbours}", "", "The USSR and its <>Neighbours</>"),
        ("The {de Gaulle} Papers of {\\'E}tienne {iPhone}", "",
         "The <>de Gaulle</> papers of étienne <>iPhone</>"),
        ("{{The rise of the West}}", "", "<>The rise of the West</>"),
        ("A Life \\emph{of Henry {V}}", "", "A life <i>of henry <>V</></i>"),
        ("Le cas de Belfort", "", "Le cas de Belfort"),
        ("Über den Sinn der {S}ache", "", "Über den Sinn der <>S</>ache"),
        ("Über den Sinn", "german", "Über den Sinn"),
        ("Правда о Советском Союзе", "", "Правда о Советском Союзе"),
    ],
)  # fmt: skip
def test_the_capitals_of_a_title(title: str, language: str, expected: str) -> None:
    field = f", langid={{{language}}}" if language else ""
    made = item(f"@book{{a, title={{{title}}}{field}}}")
    written = expected.replace("<>", '<span class="nocase">').replace("</>", "</span>")
    assert made["title"] == written
    foreign = "" if title.startswith(("The", "{", "A")) else "und"
    assert made.get("language", "") == ("de-DE" if language else foreign)


@pytest.mark.parametrize(
    "title",
    [
        "Shakespeare's Henry V, Malcolm X and World War I: Plan B",
        "Vitamin C and O'Neill, d'Artagnan",
        "A Reply to E.~H. Carr",
        "I'll Be There: I and Thou, or J.~S. Mill on A's and B's",
        "Growing Up American in the World Turned Upside Down",
        "What Is to Be Done? An Answer",
        "Charles I's Army, C++ and the USS {\\emph{Maine}}, 1898-1901",
        "THE END of the {USSR}",
        "On the Origin of \\enquote{World War I} and X-Rays",
        "{The rise of the west}",
        "The {de Gaulle} and the {e-mail} of {bell hooks}",
    ],
)
def test_a_style_of_title_case_prints_a_title_as_it_is_stored(title: str) -> None:
    made = item(f"@book{{a, title={{{title}}}}}")
    printed = in_title_case(made)
    stored = title.replace("'", "’").replace("~", "\N{NO-BREAK SPACE}")
    stored = re.sub(r"\\enquote\{(.*?)\}", r"“\1”", stored)
    assert printed == re.sub(r"\\\w+|[{}]", "", stored)


def test_small_words_of_a_title_with_all_capitals_are_lowered() -> None:
    made = item("@book{a, title={Gone With The Wind And A Prayer For Plan A}}")
    printed = in_title_case(made)
    assert printed == "Gone with the Wind and a Prayer for Plan A"


@pytest.mark.parametrize(
    ("field", "tag"),
    [
        ("language={german}", "de-DE"),
        ("language={ger}", "de"),
        ("language={deu}", "de"),
        ("language={de-CH}", "de-CH"),
        ("language={de_AT}", "de-AT"),
        ("language={Italiano}", "it-IT"),
        ("language={langfrench}", "fr-FR"),
        ("language={русский}", "ru-RU"),
        ("language={english and german}", "en-US"),
        ("langid={ngerman}", "de-DE"),
        ("langid={swissgerman}", "de-CH"),
        ("langid={british}", "en-GB"),
        ("hyphenation={latin}", "la"),
        ("langid={nonsense}, language={czech}", "cs-CZ"),
        ("language={Klingonese}", "Klingonese"),
    ],
)
def test_a_language_is_named_in_any_field_and_any_way(field: str, tag: str) -> None:
    made = item(f"@book{{a, title={{Ein Haus Und Mehr}}, {field}}}")
    assert made["language"] == tag
    if not tag.startswith("en"):
        assert made["title"] == "Ein Haus Und Mehr"


def test_a_chapter_has_the_language_of_its_book() -> None:
    text = "@inbook{a, title={Il Mare}, crossref={b}}\n@book{b, title={B}, language={italian}}"
    assert [one.data["language"] for one in read(text)] == ["it-IT", "it-IT"]


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ('month = oct # "~12"', "October 12, 1964"),
        ('month = "12~" # oct', "October 12, 1964"),
        ("month = {Oct. 12th}", "October 12, 1964"),
        ("month = oct # {~12--14}", "October 12–14, 1964"),
        ("month = oct, day = {12--14}", "October 12–14, 1964"),
        ("month = 10, day = {12--14}", "October 12–14, 1964"),
        ("month = {October}", "October 1964"),
        ("month = {Oktober}", "October 1964"),
        ("month = {октября}", "October 1964"),
        ("month = {f{\\'e}vrier}", "February 1964"),
        ('month = may # "/" # jun', "May–June 1964"),
        ("month = {May and June}", "May–June 1964"),
        ("month = {10--11}", "October–November 1964"),
        ("month = {Spring}", "Spring 1964"),
        ("month = {Trinity}", "Trinity 1964"),
        ("month = {Michaelmas Term}", "Michaelmas Term 1964"),
    ],
)
def test_a_month_is_read_however_it_is_written(fields: str, printed: str) -> None:
    made = item(f"@article{{a, title={{A}}, journal={{J}}, year = {{1964}}, {fields}}}")
    assert dated(made["issued"]) == printed


def test_a_month_that_cannot_be_printed_is_told() -> None:
    (message,) = told("@book{a, title={A}, year=1964, month={12 x 3}}")
    assert "month “12 x 3” cannot be read" in message
    assert "no year" in told("@book{a, title={A}, month=jan}")[0]


def test_the_year_nought_is_the_first_before_christ() -> None:
    assert dated(item("@book{a, title={A}, date={0000}}")["issued"]) == "1 BC"


def test_editors_of_a_kind_that_csl_has_are_in_its_variable() -> None:
    made = item(
        "@book{a, title={A}, editor={Gib, E}, editortype={compiler}, editora={M{\\'o}r, J},"
        " editoratype={collaborator}}"
    )
    assert made["compiler"] == [{"family": "Gib", "given": "E"}]
    assert made["contributor"] == [{"family": "Mór", "given": "J"}]
    (message,) = told("@book{a, title={A}, editora={Gib, E}, editoratype={redactor}}")
    assert message == "@a: its redactor (Gib, E) is not printed: CSL has no variable for it"


def test_latex_is_read_in_fields_that_pandoc_passes_over() -> None:
    made = item(
        r"@thesis{a, title={A}, type={Th{\`e}se \emph{de} doctorat}, archive={Biblioth{\`e}que},"
        r" keywords={caf{\'e}}, library={C{\^o}te 1}, shorthand={{\'E}}}"
    )
    assert made["genre"] == "Thèse <i>de</i> doctorat"
    assert (made["archive"], made["keyword"]) == ("Bibliothèque", "café")
    assert (made["call-number"], made["custom"]) == ("Côte 1", {"siglum": "É"})
    assert item("@thesis{a, title={A}, type={{{PhD}} thesis}}")["genre"] == "PhD thesis"


@pytest.mark.parametrize(
    "written",
    [
        r"Garc{\'\i}a",
        r"Garc{\'{\i}}a",
        r"Garc\'{\i}a",
        r"Garc\'\i a",
        r"Garc\'{\i }a",
        r"Garc\'\i{}a",
    ],
)
def test_an_accent_takes_the_place_of_a_dot(written: str) -> None:
    assert item(f"@book{{a, langid={{spanish}}, title={{{written}}}}}")["title"] == "García"


# --- LaTeX


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"W\"ard \& \'Etat {\o} \ss{} \v{S}", "Wärd & État ø ß Š"),
        (r"\emph{Izvestiia} \textsc{rsfsr}", '<i>Izvestiia</i> <span style="font-variant:'
         'small-caps;">rsfsr</span>'),
        (r"5\,\textmu{}m, \textonehalf, \texttwosuperior{} \textdollar 5",
         "5 µm, ½, <sup>2</sup> $5"),
        (r"\mkbibsc{ad} 1\mkbibsuperscript{st} \sout{old}", '<span style="font-variant:'
         'small-caps;">ad</span> 1<sup>st</sup> old'),
        (r"1914\textendash 18 \textemdash{} \th{}orn", "1914–18 — þorn"),
        (r"18$^{th}$ H$_2$O", "18<sup>th</sup> H<sub>2</sub>O"),
        ("100% of it", "100% of it"),
        (r"\mkbibacro{OECD} \mbox{A B}", "OECD A B"),
        (r"\noopsort{z}Avon", "Avon"),
        (r"\textcyrillic{дом} stays", "дом stays"),
    ],
)  # fmt: skip
def test_commands_lose_no_text(written: str, expected: str) -> None:
    assert item(f"@book{{a, langid={{french}}, title={{{written}}}}}")["title"] == expected


def test_what_is_not_known_is_told_and_what_is_known_is_not() -> None:
    (message,) = told(r"@book{a, title={The \rivername{Avon}}}")
    assert message == r"@a: \rivername is not known; the text in its braces is kept"
    assert not told(r"@book{a, title={\emph{A} \'e \enquote{b} \textsc{c} \& 5\,\% --- \ldots{}}}")


def test_nothing_is_read_or_run(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("hunter2")
    for command in (
        rf"\input{{{secret}}}", rf"\include{{{secret}}}", r"\write18{touch x}",
        rf"\verbatiminput{{{secret}}}", r"\def\x{y}\x", r"\begin{filecontents}x\end{filecontents}",
    ):  # fmt: skip
        (reference,) = read(rf"@book{{a, langid={{french}}, title={{A {command} B}}}}")
        assert "hunter2" not in str(reference.data)
        assert reference.data["title"].startswith("A") and reference.data["title"].endswith("B")
        assert reference.faults and reference.faults[0].rule.name == "reference_is_read_whole"


# --- conversions that are kept


def test_only_what_changed_is_converted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    convert = run.read_bibliography

    def listening(text: str, form: str) -> list[dict[str, Any]]:
        given.append(text)
        return convert(text, form)

    monkeypatch.setattr("octavo.pandoc.run.read_bibliography", listening)
    text = "@book{a, title={One}}\n@book{b, title={Two}}\n@inbook{c, crossref={b}, title={In}}"
    first = ConversionCache()
    whole = read_bibliography(text.encode(), "b.bib", first)
    again = ConversionCache(first.used)
    assert read_bibliography(text.encode(), "b.bib", again) == whole
    assert len(given) == 1 and again.used == first.used
    changed = ConversionCache(first.used)
    references, _ = read_bibliography(text.replace("Two", "Three").encode(), "b.bib", changed)
    assert len(given) == 2 and "One" not in given[1]
    assert references[2].data["container-title"] == "Three"  # it hangs on what changed


@pytest.mark.parametrize("damaged", [3, {}, {"item": 3}, {"item": {}}])
def test_a_damaged_memory_is_no_harm(damaged: Any) -> None:
    first = ConversionCache()
    read_bibliography(b"@book{a, title={A}}", "b.bib", first)
    known: dict[str, Any] = dict.fromkeys(first.used, damaged)
    kept = ConversionCache(known)
    (reference,), faults = read_bibliography(b"@book{a, title={A}}", "b.bib", kept)
    assert reference.key == "a" and not faults


# --- hostile files


@pytest.mark.parametrize(
    "text",
    [
        "@book{a" * 20_000,
        "@book{a,\n" * 20_000,
        "@book{a, title=" + "{" * 300_000,
        "@book{a, title={" + "\\emph{" * 5_000 + "}" * 5_000 + "}}",
        "@" * 300_000,
        "@string{a = {x}}" + "@string{a = a # a # a}" * 400 + "@book{b, title = a}",
        "@book{a," + " x" * 100_000 + "}",
        "@book{a, title={" + "x" * 500_000 + "}}",
    ],
    ids=lambda text: text[:16],
)
def test_no_file_takes_long(text: str) -> None:
    begun = time.perf_counter()
    read_bibliography(text.encode(), "b.bib")
    assert time.perf_counter() - begun < 20


# --- real files


@pytest.mark.skipif(not THREE.exists(), reason=f"there is no {THREE}")
def test_one_library_in_three_formats_is_one_library() -> None:
    made = {
        name: read_bibliography((THREE / name).read_bytes(), name)
        for name in ("references.json", "references.yaml", "references.bib")
    }
    for references, faults in made.values():
        assert len(references) == 119 and not faults
    by_key = {r.key: r.data for r in made["references.json"][0]}
    for name in ("references.yaml", "references.bib"):
        references, _ = made[name]
        assert {r.key for r in references} == by_key.keys()
        same = [r for r in references if r.data["type"] == by_key[r.key]["type"]]
        assert len(same) >= 100, name
        assert all(r.data.get("author") or "author" not in by_key[r.key] for r in references)


@pytest.mark.skipif(not ON_THE_LINE.exists(), reason=f"there is no {ON_THE_LINE}")
def test_a_large_library_is_read_whole() -> None:
    data = ON_THE_LINE.read_bytes()
    first = ConversionCache()
    references, faults = read_bibliography(data, "ontheline.bib", first)
    assert len(references) == 3332
    # Four signs of Windows-1252 in the annotations, under their codes there.
    assert {f.rule.code for f in faults} == {"S073"}
    assert {f.hint for f in faults} == {"write ’", "write “", "write ”", "write —"}
    lines = data.decode().split("\n")
    for reference in references[::100]:
        assert f"{{{reference.key}," in lines[reference.place.line - 1]
    assert all(r.data.get("type") for r in references)
    assert sum(1 for r in references if missing_fields(r)) < 20
    begun = time.perf_counter()
    assert read_bibliography(data, "ontheline.bib", ConversionCache(first.used))[0] == references
    assert time.perf_counter() - begun < 3


# --- names that pandoc misreads


@pytest.mark.parametrize(("written", "name"), [
    (r"{\'E}mile Zola", {"given": "Émile", "family": "Zola"}),
    (r"{\v S}imun {\v C}ech", {"given": "Šimun", "family": "Čech"}),
    (r"{\OE}uvre {D}upont", {"given": "Œuvre", "family": "Dupont"}),
    (r"{D}onald {K}nuth", {"given": "Donald", "family": "Knuth"}),
    (r"{\'E}mile {de la} Rue", {"given": "Émile", "dropping-particle": "de la", "family": "Rue"}),
    ("{de Man}, Paul", {"given": "Paul", "family": '"de Man"'}),
    ("Paul {de Man}", {"given": "Paul", "family": '"de Man"'}),
    ("{van Gogh Museum}", {"literal": "van Gogh Museum"}),
    ("'Abd al-Rahman", {"given": "’Abd", "non-dropping-particle": "al-", "family": "Rahman"}),
    ("ʿAbd Khaldūn", {"given": "ʿAbd", "family": "Khaldūn"}),
    ("John Smith, Jr.", {"given": "John", "family": "Smith", "suffix": "Jr."}),
    ("John Smith Jr.", {"given": "John", "family": "Smith", "suffix": "Jr."}),
    ("Smith, John, Jr.", {"given": "John", "family": "Smith", "suffix": "Jr."}),
    ("Smith, III, John", {"given": "John", "family": "Smith", "suffix": "III"}),
    ("{Sons of John Smith Jr.}", {"literal": "Sons of John Smith Jr."}),
    ("John Paul II", {"given": "John Paul", "family": "II"}),  # B007 reports it
    ("Smith, John", {"given": "John", "family": "Smith"}),
])  # fmt: skip
def test_a_name_is_read_as_it_is_meant(written: str, name: dict[str, str]) -> None:
    assert item(f"@book{{a, author = {{{written}}}, title = {{T}}}}")["author"] == [name]


def test_the_word_between_two_names_may_be_in_capitals() -> None:
    read = item("@book{a, author = {Doe, Ann AND {Arms AND Legs} And Roe, Bob}, title = {T}}")
    assert [one.get("family") or one.get("literal") for one in read["author"]] == [
        "Doe", "Arms AND Legs", "Roe",
    ]  # fmt: skip


def test_a_family_name_in_braces_keeps_its_particle_in_front() -> None:
    read = item("@book{a, author = {{de Man}, Paul}, title = {T}, date = {1971}}")
    made = set_in("chicago-notes-bibliography", [read | {"id": "a"}, read | {"id": "b"}], ["a"])
    assert made.notes[0].startswith("Paul de Man, ")
    assert made.notes[-1].startswith("De Man, ")
    assert made.bibliography[0][1].startswith("de Man, Paul. ")


# --- entries and encodings


def test_entries_share_what_they_take_from_another() -> None:
    """The parent that two entries take from stands behind one of them and before the other."""
    text = """@xdata{pub, publisher = {CUP}}
@proceedings{conf, title = {Conf}, date = {1999}, xdata = {pub}}
@inproceedings{paper, author = {Doe, Ann}, title = {Paper}, crossref = {conf}}
@incollection{part, author = {Doe, Ann}, title = {Part}, crossref = {coll}}
@collection{coll, title = {Coll}, xdata = {pub,year}}
@xdata{year, date = {2003}}
"""
    references, faults = read_bibliography(text.encode(), "b.bib")
    known = {one.key: one.data for one in references}
    assert not faults
    assert {key: known[key].get("publisher") for key in ("paper", "part", "coll")} == {
        "paper": "CUP", "part": "CUP", "coll": "CUP",
    }  # fmt: skip
    assert known["part"]["issued"] == {"date-parts": [[2003]]}


def test_a_remark_with_an_open_brace_harms_nothing() -> None:
    text = "@book{a, title={One}}\n@comment{open { here\n@book{b, title={Two}}\n"
    references, faults = read_bibliography(text.encode(), "b.bib")
    assert [one.key for one in references] == ["a", "b"] and not faults


@pytest.mark.parametrize(("head", "encoding"), [
    ("% Encoding: Cp1252\n", "cp1252"), ("% Encoding: windows-1250\n", "cp1250"),
    ("% Encoding: ISO-8859-1\n", "latin-1"), ("", "utf-16"), ("% Encoding: Cp1252\n", "utf-8"),
])  # fmt: skip
def test_a_file_is_read_in_the_encoding_that_it_declares(head: str, encoding: str) -> None:
    text = f"{head}@book{{a, author = {{Müller, Jörg}}, title = {{Größe}}}}"
    references, faults = read_bibliography(text.encode(encoding), "b.bib")
    assert references[0].data["author"] == [{"family": "Müller", "given": "Jörg"}] and not faults


def test_no_encoding_is_guessed() -> None:
    references, faults = read_bibliography("@book{a, title={Größe}}".encode("latin-1"), "b.bib")
    assert not references and "not in UTF-8" in faults[0].message
    declared = b"% Encoding: utf-7\n@book{a, title={Gr\xf6\xdfe}}"
    assert not read_bibliography(declared, "b.bib")[0]


# --- fields that pandoc misreads or passes over


@pytest.mark.parametrize("field", ["year = {forthcoming}", "pubstate = {inpress}"])
@pytest.mark.parametrize("month", ["", "month = may, "])
def test_a_work_that_is_not_out_yet_harms_no_other(field: str, month: str) -> None:
    text = f"@book{{a, title = {{T}}, {month}{field}}}\n@book{{b, title = {{U}}, date = {{1999}}}}"
    references, _ = read_bibliography(text.encode(), "b.bib")
    assert [one.key for one in references] == ["a", "b"]
    assert references[0].data["status"] in ("forthcoming", "in press")
    assert "issued" not in references[0].data


@pytest.mark.parametrize(("kind", "volume", "variable"), [
    ("book", "title = {Book}, subtitle = {Sub}, titleaddon = {Addon}", "title"),
    ("inbook", "title = {Part}, booktitle = {Book}, booksubtitle = {Sub}", "container-title"),
])  # fmt: skip
def test_the_subtitle_of_a_volume_is_not_that_of_the_work(
    kind: str, volume: str, variable: str
) -> None:
    made = item(f"@{kind}{{a, {volume}, maintitle = {{Main}}, volume = {{2}}}}")
    assert made[variable] == "Main"
    assert made["volume-title"].startswith("Book: Sub")
    both = "maintitle = {Main}, mainsubtitle = {Essays}, maintitleaddon = {More}"
    assert item(f"@{kind}{{a, {volume}, {both}}}")[variable] == "Main: Essays. More"


def test_the_title_of_an_issue_is_read_once() -> None:
    made = item("@periodical{a, title = {Journal}, issuetitle = {Special}, date = {1999}}")
    assert (made["title"], made["container-title"]) == ("Special", "Journal")
    assert "volume-title" not in made


def test_capitals_in_small_capitals_stay() -> None:
    made = item(r"@book{a, title = {A \textsc{Small Cap} and {\sc Other}}}")["title"]
    assert "Small Cap" in made and "Other" in made


def test_the_roles_of_csl_are_fields_of_people() -> None:
    made = item(
        "@letter{a, author = {Litvinov, Maxim}, recipient = {{\\'E}mile Zola and {Foreign Office}},"
        " collection-editor = {Low, Lee}, title = {Letter}}"
    )
    assert made["recipient"] == [
        {"given": "Émile", "family": "Zola"}, {"literal": "Foreign Office"},
    ]  # fmt: skip
    assert made["collection-editor"] == [{"given": "Lee", "family": "Low"}]
