"""Hostile and odd styles, items and documents: nothing is raised, and nothing takes long."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from octavo import cite_command
from octavo.bibliography import doubts, missing_fields, read_bibliography, same_works
from octavo.citations import author_names, set_citations
from octavo.csl.document import Cluster, DocumentCite, SetDocument, cite_processor, set_document
from octavo.csl.document.positions import positions
from octavo.csl.items.field_text import field_text
from octavo.csl.items.fields import item_of
from octavo.csl.items.people import initials
from octavo.csl.styles import Style, load_style, style_names
from octavo.csl.text.numbers import first_page
from octavo.csl.text.punctuation import seam
from octavo.csl.text.tagged_html import to_html, to_plain
from octavo.model import Citation, Cite, FaultError, Place, Reference, SiglaSettings
from octavo.pandoc import tree
from tests.bibliography import odd_items
from tests.csl import every_style

CHICAGO = load_style("chicago-notes-bibliography", None)
STYLES = (
    CHICAGO,
    *(
        load_style(name, None)
        for name in (
            *("chicago-author-date", "apa", "ieee", "modern-language-association"),
            *("chicago-notes-bibliography-subsequent-ibid-classic", "din-1505-2-alphanumeric"),
        )
    ),
)


_ENDS = {signal.ITIMER_REAL: signal.SIGALRM, signal.ITIMER_PROF: signal.SIGPROF}


@contextmanager
def within(seconds: int, clock: int = signal.ITIMER_REAL) -> Iterator[None]:
    """Stop an action that takes longer; a linear one takes a tenth of the time given. ITIMER_PROF
    counts seconds of the processor: other load does not make an action late."""

    def late(*_: object) -> None:
        raise TimeoutError(f"it takes longer than {seconds} s")

    before = signal.signal(_ENDS[clock], late)
    signal.setitimer(clock, seconds)
    try:
        yield
    finally:
        signal.setitimer(clock, 0)
        signal.signal(_ENDS[clock], before)


def printed(set_: SetDocument) -> list[str]:
    texts = (*set_.clusters, *(text for _, text in set_.entries))
    return [show(text, set_.quotes) for text in texts for show in (to_html, to_plain)]


def has_marks(texts: Sequence[str]) -> bool:
    return any(every_style.is_private(letter) for text in texts for letter in text)


# --- styles --------------------------------------------------------------------------------------


def style_of(
    layout: str = "",
    *,
    more: str = "",
    attributes: str = "",
    options: str = "",
    sort: str = "",
    listed: str | None = None,
) -> str:
    entries = f"<bibliography {options}>{sort}<layout>{listed}</layout></bibliography>"
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0" {attributes}>'
        f"<info><title>Mine</title><id>mine</id></info>{more}"
        f"<citation {options}>{sort}<layout>{layout}</layout></citation>"
        f"{'' if listed is None else entries}</style>"
    )


def load(folder: Path, xml: str | bytes) -> Style:
    (folder / "csl").mkdir(exist_ok=True)
    data = xml if isinstance(xml, bytes) else xml.encode()
    (folder / "csl" / "mine.csl").write_bytes(data)
    return load_style("mine", folder)


def locale(terms: str, around: str = "") -> str:
    return f"<locale><terms>{terms}</terms>{around}</locale>"


TITLE = '<text variable="title"/>'
AUTHOR = '<names variable="author"/>'
DATE = '<date variable="issued"><date-part name="month"/><date-part name="day"/></date>'
MARKS = "&#x10FF00;\U0010ff01\U0010ff0e\U0010fff0\U0010fff1\U0010fff2"
IN_PLACE = (
    f"<if/><else/><choose>{TITLE}<foo/><if>{TITLE}</if></choose><choose/><layout/><sort/><key/>"
    '<macro name="q"/><name/><et-al/><substitute/><name-part/><date-part/><locale/><term/><style/>'
    "<citation/><bibliography/><info/><terms/><group><foo/></group>"
)
BARE_NAMES = (
    f'{AUTHOR}<names variable="author editor"><label/><et-al/></names><names variable="author">'
    "<substitute/></names><names><substitute><foo/><choose/><info/><text/></substitute></names>"
)
BAD_NUMBERS = 'et-al-min="99999999999999999999" et-al-use-first="½" name-as-sort-order="x"'
DISAMBIGUATE = (
    'disambiguate-add-names="true" disambiguate-add-givenname="true" '
    'disambiguate-add-year-suffix="true" givenname-disambiguation-rule="zz"'
)
ODD_TERMS = (
    '<term/><term name="page"/><term name="edition" gender="purple"/><term name="ordinal"/>'
    '<term name="ordinal-01" match="zz" gender-form="q">q</term><term name="ordinal-²">q</term>'
    '<term name="ordinal-٣">q</term><term name="ordinal-">q</term><term name="ordinal-999">q</term>'
    f'<term name="and"><single/></term><term name="et-al"/><term name="open-quote">{MARKS}</term>'
)

ODD_FORMATS = '<date/><date form="text"/><style-options punctuation-in-quote="z"/>'

ODD_STYLES: dict[str, str] = {
    "unknown elements": style_of(f"<foo a='x'/>{TITLE}<text variable='title' zot='1'/>"),
    "elements of others": style_of(f'<x:text xmlns:x="urn:x" variable="title"/>{TITLE}'),
    "elements out of place": style_of(IN_PLACE),
    "nothing in elements": style_of("<text/><number/><date/><names/><label/><group/><choose/>"),
    "names without name": style_of(BARE_NAMES),
    "label without variable": style_of('<label/><label variable=""/><label variable="zz"/>'),
    "date without year": style_of(DATE),
    "date without parts": style_of('<date variable="issued"/><date variable="issued" form="q"/>'),
    "bad numbers": style_of(
        f'{AUTHOR}<names variable="author"><name et-al-min="x" et-al-use-first="-1"/></names>',
        attributes=BAD_NUMBERS,
        options='near-note-distance="9999999999" et-al-subsequent-min="1e9"',
    ),
    "near notes": style_of(TITLE, options='near-note-distance="²"'),
    "odd sort keys": style_of(
        TITLE, listed=TITLE, sort='<sort><key/><key variable="zz"/><foo/><key macro=""/></sort>',
        more="<macro>" + AUTHOR + "</macro>",
    ),
    "odd terms": style_of(
        '<text term="page"/><label variable="page"/><number variable="edition" form="ordinal"/>'
        '<names variable="author"><name and="text" et-al-min="1" et-al-use-first="1"/></names>'
        '<text variable="title" quotes="true"/>',
        more=locale(ODD_TERMS, ODD_FORMATS),
    ),
    "blank terms": style_of(
        '<names variable="author"><name and="symbol"/></names>',
        more=locale('<term name="and" form="symbol"> </term>'),
    ),
    "marks": style_of(
        f'<text variable="title" prefix="{MARKS}" suffix="{MARKS}"/><group delimiter="{MARKS}">'
        '<text value="&lt;i>&lt;script>alert(1)&lt;/script>"/><text term="page"/></group>',
        more=locale(f'<term name="page">{MARKS}</term>'),
    ),
    "a language that leads out": style_of(TITLE, attributes='default-locale="../../etc/passwd"'),
    "another language": style_of(f'{TITLE}<text term="and"/>', attributes='default-locale="ar-x"'),
    "nothing printed": style_of(""),
    "nothing listed": style_of(TITLE, listed=""),
    "collapse": style_of(
        f"{AUTHOR}{DATE}", options=f'collapse="year-suffix-ranged" {DISAMBIGUATE}'
    ),
    "numbers": style_of('<text variable="citation-number"/>', options='collapse="citation-number"'),
    "odd values": style_of(
        '<text variable="title" text-case="zz" font-style="zz" display="zz" quotes="zz"/>',
        listed=AUTHOR, options='collapse="zz" subsequent-author-substitute-rule="zz" '
        'subsequent-author-substitute="" second-field-align="zz" cite-group-delimiter=""',
    ),
    "conditions": style_of(
        '<choose><if disambiguate="true"><text value="x"/></if></choose>' * 900,
        options=DISAMBIGUATE,
    ),
    "points": style_of(f'<text variable="title" prefix="{".:;!?," * 300}" suffix="{"." * 900}"/>'),
    "depth": style_of("<group>" * 110 + TITLE + "</group>" * 110),
    "depth of choices": style_of(
        '<names variable="x"><substitute>' + '<choose><if variable="title">' * 54 + TITLE
        + "</if></choose>" * 54 + "</substitute></names>"
    ),
    "ten thousand macros": style_of(
        '<text macro="m9"/>',
        more="".join(f'<macro name="m{n}">{TITLE}</macro>' for n in range(9999)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_STYLES)
def test_an_odd_style_is_set_with_what_it_says(tmp_path: Path, name: str) -> None:
    with within(20):
        style = load(tmp_path, ODD_STYLES[name])
        texts = printed(set_document(style, "", every_style.ITEMS, every_style.CLUSTERS))
        references = {key: Reference(key, data, Place("x")) for key, data in DATA.items()}
        work = set_citations([citation_of(list(references))], references, style, "en-US")
    assert not has_marks([*texts, json.dumps(work.citations[0].inlines, ensure_ascii=False)])
    assert not any("<script" in text for text in texts[::2])


DATA = every_style.DATA


def citation_of(keys: Sequence[str], number: int = 1) -> Citation:
    return Citation(tuple(Cite(key, [], []) for key in keys), number, "n", "s", "en")


def calling(times: int, levels: int, leaf: str, around: str = "{}") -> str:
    """Write macros that each call the next one several times."""
    call = '<text macro="m{}"/>'
    macros = "".join(
        f'<macro name="m{n}">{around.format(call.format(n + 1) * times)}</macro>'
        for n in range(levels)
    )
    return style_of(call.format(0), more=f'{macros}<macro name="m{levels}">{leaf}</macro>')


_SUBSTITUTE = '<names variable="x"><substitute>{}</substitute></names>'
REFUSED: dict[str, str | bytes] = {
    "twice, twenty levels": calling(2, 20, TITLE),
    "twice in substitutes": calling(2, 20, '<text variable="x"/>', _SUBSTITUTE),
    "choices": calling(1, 60, TITLE, '<choose><if variable="title">{}</if></choose>'),
    "a cycle": calling(1, 5, '<text macro="m3"/>'),
    "a cycle in a sort key": style_of(
        TITLE, sort='<sort><key macro="a"/></sort>',
        more='<macro name="a"><text macro="a"/></macro>',
    ),
    "ten thousand calls": style_of(
        "".join(f'<text macro="m{n}"/>' for n in range(9999)),
        more="".join(f'<macro name="m{n}"><group>{TITLE}</group></macro>' for n in range(9999)),
    ),
    "depth": style_of("<group>" * 130 + TITLE + "</group>" * 130),
    "elements": style_of("<text/>" * 60_000),
    "a long affix": calling(2, 8, f'<text variable="title" prefix="{"x" * 3000}"/>'),
    "a long term": style_of(TITLE, more=locale(f'<term name="and">{"x" * 3000}</term>')),
    "a date of many parts": calling(2, 10, '<date variable="issued" form="text"/>').replace(
        "<macro", f'<locale><date form="text">{"<date-part/>" * 900}</date></locale><macro', 1
    ),
    "no layout in the first citation": style_of(TITLE).replace("<citation", "<citation/><citation"),
    "entities in UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE style [<!ENTITY a "xxxxxxxx">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in pairwise("abcdefghi"))
        + "]>" + style_of('<text value="&i;"/>')
    ).encode("utf-16"),
    "a file in UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE style [<!ENTITY a SYSTEM '
        '"file:///etc/hostname">]>' + style_of("&a;")
    ).encode("utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_style_out_of_bounds_is_refused(tmp_path: Path, name: str) -> None:
    with within(20), pytest.raises(FaultError) as caught:
        load(tmp_path, REFUSED[name])
    assert caught.value.faults[0].rule.name == "style_can_be_read"


@pytest.mark.slow
@pytest.mark.parametrize(
    "leaf",
    [
        '<text variable="title" text-case="uppercase"/>',
        AUTHOR,
        f'<choose><if match="none" is-numeric="{"title " * 300}"><text value="x"/></if></choose>',
    ],
)
def test_a_style_within_bounds_prints_no_more_than_a_cite_can_be(tmp_path: Path, leaf: str) -> None:
    """A style may call a macro a thousand times, for an item of a megabyte or of many authors."""
    people = [{"family": f"F{n}", "given": "G"} for n in range(10_000)]
    item = item_of({"id": "a", "type": "book", "title": "w " * 300_000, "author": people})
    with within(60):
        style = load(tmp_path, calling(2, 10, leaf))
        set_ = set_document(style, "", {"a": item}, [Cluster((DocumentCite("a"),), 1)])
    assert 0 < len(set_.clusters[0]) < 3_000_000


@pytest.mark.parametrize("name", list(style_names())[::47])
def test_styles_of_the_package_set_whatever_there_is(name: str) -> None:
    """A sample; `python -m tests.csl.every_style` tries all."""
    with within(30):
        assert every_style.faults_of(name) == []


# --- items ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(0, 240, 40))
def test_no_item_raises_and_no_text_forges_markup(seed: int) -> None:
    for number in range(seed, seed + 40):
        chance = Random(number)
        items = odd_items.items(chance)
        clusters = [Cluster(_cites(items, chance), note) for note in range(chance.randrange(1, 9))]
        style, language = chance.choice(STYLES), chance.choice(("", "fr", "ru", "zz", "tr"))
        known = {key: item_of(data) for key, data in items.items()}
        with within(20):
            assert not has_marks(printed(set_document(style, language, known, clusters))), number


def _cites(items: dict[str, Any], chance: Random) -> tuple[DocumentCite, ...]:
    def affix() -> str:
        return field_text(odd_items.text(chance), prose=True) if chance.random() < 0.4 else ""

    labels = ("page", "chapter", "sub verbo", "", "zz", "note")
    return tuple(
        DocumentCite(key, affix(), chance.choice(labels), affix(), affix(), chance.random() < 0.2)
        for key in chance.choices([*items, "absent"], k=chance.randrange(4))
    )


@pytest.mark.parametrize("seed", range(0, 160, 40))
def test_no_reference_raises_in_an_edition(seed: int) -> None:
    for number in range(seed, seed + 40):
        chance = Random(number)
        style, profile = chance.choice(STYLES), chance.choice(("as-written", "gost", "french"))
        citations, references = _edition(chance)
        with within(20):
            work = set_citations(citations, references, style, "en", SiglaSettings(), profile)
            assert len(work.citations) == len(citations)
            assert same_works(references.values()) is not None
            for reference in references.values():
                told = [fault.message for fault in doubts(reference)]
                assert all((*told, *missing_fields(reference)))
                json.dumps(author_names(reference, "en"))


def _edition(chance: Random) -> tuple[list[Citation], dict[str, Reference]]:
    items = odd_items.items(chance)
    citations: list[Citation] = []
    for number in range(1, 8):
        cites = tuple(
            Cite(cite.id, tree.text(cite.prefix), tree.text(cite.suffix), cite.locator, cite.label)
            for cite in _cites(items, chance)
        )
        citations.append(Citation(cites, number, "n", "s", chance.choice(("", "en", "ru"))))
    return citations, {key: Reference(key, data, Place("x")) for key, data in items.items()}


@pytest.mark.parametrize("seed", range(0, 120, 40))
def test_no_bibliography_raises(seed: int) -> None:
    for number in range(seed, seed + 40):
        data = _json(list(odd_items.items(Random(number)).values()), number)
        with within(20):
            references, faults = read_bibliography(data, "x.json")
            told = [fault for reference in references for fault in doubts(reference)]
            assert all(item_of(reference.data).id for reference in references)
        assert references or faults or told


def _json(value: Any, number: int) -> bytes:
    return json.dumps(value, ensure_ascii=bool(number % 2)).encode("utf-8", "replace")


LONG_TEXTS = {
    "many words": "word " * 13_000,
    "one word": "w" * 100_000,
    "spaces that do not break": "x" + "\u00a0" * 100_000 + "x",
    "points": "." * 100_000,
    "mixed points": ".:;!?," * 17_000,
    "tags open": "<i>" * 3_300,
    "tags within tags": "<i><b>" * 3_300 + "x" + "</b></i>" * 3_300,
    "tags that cross": "<i>x<b>y</i>z</b>" * 3_300,
    "tags let go": "<i>" + "<b>" * 3_300 + "</i>" * 3_300,
    "quotes": "\"'" * 10_000,
    "quotes within quotes": "“‘" * 10_000 + "x" + "’”" * 10_000 + ",",
    "quotes in tags": "<i>“" * 3_300 + "x" + "”</i>" * 3_300,
    "parentheses": "(" * 33_000 + "x" + ")" * 33_000,
    "compounds": "a-" * 33_000,
    "combining": "e" + "\u0301" * 100_000,
    "bidi": "\u202e\u2066" * 33_000 + "x",
    "numbers": "1-" * 17_000 + "1, " * 17_000,
    "bars": "a |" + " |" * 17_000,
    "particles": "van " * 10_000 + "X",
    "initials": "A" + "." * 17_000,
    "brackets": "A([“" * 10_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG_TEXTS)
@pytest.mark.parametrize("field", ["title", "name", "number", "locator"])
def test_a_long_text_takes_time_in_proportion(name: str, field: str) -> None:
    """Most take a tenth of a second, the longest 0.8; what takes a minute for a text three times as
    long, and grows with the square of its length, is late here too."""
    text = LONG_TEXTS[name]
    item: dict[str, Any] = {"id": "a", "type": "chapter", "title": "T"}
    if field == "title":
        item |= {"title": text, "container-title": text}
    if field == "name":
        item["author"] = [{"family": text, "given": text}, {"literal": text}]
    if field == "number":
        item |= {"page": text, "volume": text, "edition": text, "issued": {"literal": text}}
    locator = field_text(text[:33_000]) if field == "locator" else ""
    cites = [(DocumentCite("a", locator, "page"),)] * 2
    with within(6, signal.ITIMER_PROF):
        clusters = [Cluster(cite, note) for note, cite in enumerate(cites, 1)]
        printed(set_document(CHICAGO, "", {"a": item_of(item)}, clusters))


def test_what_is_cut_short_stays_as_it_is_written() -> None:
    with within(10):
        assert initials("A" + "." * 20_000, ".", True, True).startswith("A.")
        assert first_page("1" + "\u00a0" * 50_000 + "x").startswith("1")
        assert seam("a.", "." * 100_000) == "a."
        assert seam("a" + ";" * 100_000, "?") == "a?"


MANY = 10_000


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES[:3], ids=lambda style: style.name)
def test_ten_thousand_authors(style: Style) -> None:
    """In one work, and in works that differ in the last of them alone."""
    people = [{"family": f"F{n}", "given": "G H"} for n in range(MANY)]
    works = {
        f"k{n}": item_of({"id": f"k{n}", "author": [*people, {"family": "Z", "given": last}]})
        for n, last in enumerate("ABC")
    }
    with within(60):
        printed(set_document(style, "", works, [Cluster((DocumentCite("k0"),), 1)]))
        cite_processor(style, "", works, list(works))


# --- many ----------------------------------------------------------------------------------------

ALIKE = {
    "the same": lambda n: [{"family": "Doe", "given": "Ann"}],
    "two and two": lambda n: [{"family": "Doe", "given": _word(n // 2)}],
    "the third": lambda n: [*_LED, {"family": _word(n), "given": "X"}, {"family": "Z"}],
    "the third's given name": lambda n: [*_LED, {"family": "C", "given": _word(n)}, *_LED],
    "longer and longer": lambda n: [{"family": "A"}] * (n % 40 + 1) + [{"family": "B"}] * 9,
}  # fmt: skip
_LED = [{"family": "A", "given": "X"}, {"family": "B", "given": "X"}]


def _word(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


@pytest.mark.slow
@pytest.mark.parametrize("name", ALIKE)
@pytest.mark.parametrize("style", [STYLES[0], STYLES[1], STYLES[2]], ids=lambda s: s.name)
def test_works_alike_are_told_apart_in_proportion_to_their_number(style: Style, name: str) -> None:
    """Counted in cites set, not in seconds."""

    def cites_set(number: int) -> int:
        items = {
            f"k{n}": item_of({"id": f"k{n}", "title": "T", "author": ALIKE[name](n)})
            for n in range(number)
        }
        return len(cite_processor(style, "", items, list(items)).kept.cores)

    few, many = cites_set(40), cites_set(160)
    assert many <= 5 * few  # of four times as many works
    assert many <= 160 * 60


def test_many_citations_in_one_note() -> None:
    with within(10):
        found = positions([citation_of([f"k{n % 9000}"]) for n in range(30_000)])
    assert found[0] == (frozenset({"first"}),)
    assert found[9000] == (frozenset({"subsequent", "near-note"}),)


def test_many_cites_in_one_note() -> None:
    item = item_of({"id": "a", "type": "book", "title": "A Long Title of a Work That is Cited"})
    cites = tuple(DocumentCite("a", suffix=", and more.") for _ in range(20_000))
    with within(30):
        set_ = set_document(CHICAGO, "", {"a": item}, [Cluster(cites, 1)])
    assert set_.clusters[0].count("and more") == 20_000


_MEASURED = """
from octavo.citations import set_citations
from octavo.csl.styles import load_style
from octavo.model import Citation, Cite, Place, Reference
data = [{"id": f"k{n}", "type": "book", "title": f"Title {n}", "issued": 1900 + n % 99,
         "author": [{"family": f"F{n % 90}", "given": "G"}]} for n in range(500)]
references = {one["id"]: Reference(one["id"], one, Place("x")) for one in data}
citations = [Citation((Cite(f"k{n * 7 % 500}", [], [], str(n % 300)),), n, f"n{n}", "s", "en")
             for n in range(1, 10_001)]
work = set_citations(citations, references, load_style("apa", None), "en")
print(len(work.citations))
"""


@pytest.mark.slow
def test_ten_thousand_notes_fit_into_little_memory() -> None:
    """Set in 1.5 GB of address space, of which Python's libraries take half."""
    limit = 1_500_000_000

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-c", _MEASURED],
        capture_output=True, text=True, timeout=120, preexec_fn=bound,
    )  # fmt: skip
    assert done.stdout == "10000\n", done.stderr


# --- octavo cite ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(0, 200, 40))
def test_no_document_raises_but_what_says_that_it_is_none(tmp_path: Path, seed: int) -> None:
    for number in range(seed, seed + 40):
        chance = Random(number)
        data = _json(odd_items.document(chance), number)
        with within(20):
            document, told = read(data, tmp_path)
            if document is None:
                assert told.startswith("d.json")
                continue
            cited = cite_command.cite(document, chance.choice(STYLES), "en-US", "html")
            assert json.dumps(cited.as_json(), ensure_ascii=False).encode()


def read(data: bytes, folder: Path) -> tuple[cite_command.CiteDocument | None, str]:
    """Read a document; give the message if it is none."""
    try:
        document, faults = cite_command.read_document(data, "d.json", folder)
    except cite_command.NotADocument as refusal:
        return None, str(refusal)
    return document, " ".join(fault.message for fault in faults)


@pytest.mark.parametrize("member", ["bibliography", "citations"])
@pytest.mark.parametrize(
    "name", ["/etc/hostname", "../out.json", "a/../../out.json", "link", "loop", "pipe", "folder",
             "", "a\0b", "\ud800", "x" * 5000, "..", ".", "C:\\out.json", "//out.json"],
)  # fmt: skip
def test_a_document_names_files_beside_it_alone(tmp_path: Path, member: str, name: str) -> None:
    folder = tmp_path / "in"
    (folder / "folder").mkdir(parents=True)
    (folder / "a").mkdir()
    (tmp_path / "out.json").write_text("[]")
    (folder / "link").symlink_to(tmp_path / "out.json")
    (folder / "loop").symlink_to(folder / "loop")
    os.mkfifo(folder / "pipe")
    document = {member: name, **({"notes": []} if member == "bibliography" else {"items": []})}
    with within(10), pytest.raises(cite_command.NotADocument) as refusal:
        cite_command.read_document(json.dumps(document).encode(), "d.json", folder)
    assert str(refusal.value).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"notes":' * 100_000,
        b'{"items": [], "notes": [], "x": ' + b"9" * 9000 + b"}",
        b'{"items": [{"id": "a", "x": ' + b"[" * 500 + b"]" * 500 + b'}], "notes": []}',
        b'{"items": [], "notes": [{"cites": [], "number": 1e400}]}',
        b'{"items": [], "notes": [{"cites": [{"id": "\\ud800"}]}]}',
        b"\xff\xfe{\0}\0",
        b"",
    ],
)
def test_a_broken_document_is_refused_or_read_in_part(tmp_path: Path, data: bytes) -> None:
    with within(20):
        assert read(data, tmp_path)[1]
