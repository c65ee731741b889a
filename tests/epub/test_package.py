"""The metadata that libraries catalogue, and the statements on accessibility."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import cssselect2
import pytest
import tinycss2
from PIL import Image

from octavo.design.style_sheets import style_sheet
from octavo.epub import make_epub
from octavo.epub.package import moment_of
from octavo.html.style import part_conditions
from octavo.matter.identity import identifiers, publication_date
from octavo.model import BookSeries, Contributor, Edition, Isbn, Licence, Name, Section, Subjects

DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
X = "{http://www.w3.org/1999/xhtml}"


def dc(book, name: str) -> list[str]:
    return [e.text for e in book.tree("package.opf").iter(f"{DC}{name}")]


def meta(book, name: str) -> list[str]:
    return [
        e.text for e in book.tree("package.opf").iter(f"{OPF}meta") if e.get("property") == name
    ]


def test_the_work_is_described(book):
    assert dc(book, "title") == ["Time & <Procedure>", "An Essay"]
    assert meta(book, "title-type") == ["main", "subtitle"]
    assert dc(book, "creator") == ["Anna Author", "The Bureau"]
    assert dc(book, "contributor") == ["Ed Editor"]
    assert meta(book, "role") == ["aut", "aut", "edt"]
    assert meta(book, "file-as") == ["Author, Anna", "The Bureau", "Editor, Ed"]
    assert dc(book, "identifier") == [
        "urn:uuid:c24f6ee3-0cf2-5a45-b3c3-0837aad467ad", "urn:isbn:9780123456786",
    ]  # fmt: skip
    assert dc(book, "source") == ["urn:isbn:9780160932526"]
    assert dc(book, "language") == ["en-GB"]
    assert dc(book, "publisher") == ["Octavo & Sons"]
    assert dc(book, "date") == ["2026-03-05"]
    assert dc(book, "subject") == ["diplomacy", "time"]
    assert meta(book, "belongs-to-collection") == ["Studies in Delay"]
    (moment,) = meta(book, "dcterms:modified")
    assert re.fullmatch(r"2026-03-05T\d\d:\d\d:\d\dZ", moment)


def test_accessibility_is_read_off_the_book(book):
    assert meta(book, "schema:accessMode") == ["textual", "visual"]
    assert meta(book, "schema:accessModeSufficient") == ["textual", "textual,visual"]
    assert meta(book, "schema:accessibilityFeature") == [
        "alternativeText", "ARIA", "displayTransformability", "index", "MathML", "readingOrder",
        "structuralNavigation", "tableOfContents",
    ]  # fmt: skip
    assert meta(book, "schema:accessibilityHazard") == ["none"]
    assert "All images that carry meaning have alternative texts" in book.text("package.opf")
    assert "conformsTo" not in book.text("package.opf")


def test_an_image_without_a_text_is_not_kept_quiet(edition, chapters, images, open_epub):
    section, html = chapters[2]
    silent = [(section, html.replace('alt="A map of two rivers"', ""))]
    book = open_epub(make_epub(edition, silent, images))
    assert "alternativeText" not in book.text("package.opf")
    assert meta(book, "schema:accessModeSufficient") == ["textual,visual"]
    assert "1 image of 1 has no alternative text." in book.text("package.opf")


def test_a_book_without_images_is_textual(edition, chapters, open_epub):
    book = open_epub(make_epub(edition, chapters[:2], {}))
    assert (
        meta(book, "schema:accessMode") == meta(book, "schema:accessModeSufficient") == ["textual"]
    )


@pytest.mark.parametrize(
    ("date", "published", "year"),
    [("2026", "2026", 2026), ("2026-02-30", "2026-02", 2026), ("2026-13", "2026", 2026),
     ("0000", "", 1980), ("", "", 1980)],
)  # fmt: skip
def test_a_date_is_one_of_the_calendar(date, published, year):
    edition = Edition(title="T", sections=("x.md",), date=date)
    assert publication_date(edition) == published
    assert moment_of(edition).year == year


def test_identifiers_are_sound_or_made():
    edition = Edition(title="T", sections=("x.md",), authors=(Name(literal="A"),))
    (made,) = identifiers(edition)
    assert made.startswith("urn:uuid:")
    assert identifiers(replace(edition, keywords=("x",))) == (made,)
    assert identifiers(replace(edition, title="U")) != (made,)
    assert identifiers(replace(edition, identifier="978-0-12-345678-6")) == (
        "urn:isbn:9780123456786",
    )
    assert identifiers(replace(edition, identifier="urn:uuid:x")) == ("x",)
    both = replace(edition, identifier="10.1000/1", isbn=Isbn(epub="9780123456786"))
    assert identifiers(both) == ("10.1000/1", "urn:isbn:9780123456786")


def test_conditions_stand_in_a_sheet_of_their_own(edition, chapters, images, open_epub):
    own = "p { color: #800 }\n@media (min-width: 9em) { p { color: #008 } }"
    book = open_epub(make_epub(edition, chapters, images, own_css=own))
    plain, night = book.text("styles/octavo.css"), book.text("styles/octavo-media.css")
    assert "@" not in plain
    assert plain.count("{") > 100
    assert "prefers-color-scheme: dark" in night
    assert book.text("styles/edition.css") == "p {color: #800 }\n"
    assert "min-width" in book.text("styles/edition-media.css")
    links = [link.get("href") for link in book.tree("text/01-first.xhtml").iter(f"{X}link")]
    names = ("octavo", "octavo-media", "edition", "edition-media")
    assert links == [f"../styles/{name}.css" for name in names]


def test_no_selector_stands_behind_a_heavier_one_for_the_same_element():
    """stylelint's rule no-descending-specificity, which the check of e-book editors applies."""
    heaviest: dict[str, tuple[tuple[int, int, int], str]] = {}
    always, _ = part_conditions(style_sheet("epub.css"))
    for rule in tinycss2.parse_stylesheet(always, skip_comments=True, skip_whitespace=True):
        for text in tinycss2.serialize(rule.prelude).split(","):
            (selector,) = cssselect2.compile_selector_list(text.strip())
            last = re.split(r"[ >+]+", text.strip())[-1]
            ending = re.sub(r"(?<!:):[\w-]+", "", last)  # without pseudo-classes
            before, named = heaviest.get(ending, ((0, 0, 0), ""))
            assert selector.specificity >= before, f"{text} stands behind {named}"
            heaviest[ending] = selector.specificity, text.strip()
    assert len(heaviest) > 60


def test_the_moment_of_change_is_that_of_the_content(edition, chapters, images, open_epub):
    def moment(edition: Edition, sections) -> str:
        (found,) = meta(open_epub(make_epub(edition, sections, images)), "dcterms:modified")
        return found

    section, html = chapters[1]
    changed = [*chapters[:1], (section, html.replace("the", "The", 1)), *chapters[2:]]
    first = moment(edition, chapters)
    assert first == moment(edition, chapters)
    others = {moment(edition, changed), moment(replace(edition, description="Of time."), chapters)}
    assert len(others | {first}) == 3


def test_all_numbers_reach_the_catalogue(edition, chapters, images, open_epub):
    numbered = replace(
        edition,
        authors=(Name(given="Anna", family="Author", orcid="0000-0002-1825-0097"),),
        isbn=Isbn(hardcover="978-0-306-40615-7", paperback="978-0-16-093252-6",
                  epub="978-0-12-345678-6", pdf="978-3-16-148410-0"),
        doi="10.1000/182",
        series=BookSeries(title="Studies in Delay", number=12, issn="03785955"),
        rights="",
        licence=Licence(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"),
    )  # fmt: skip
    book = open_epub(make_epub(numbered, chapters, images))
    assert dc(book, "identifier") == [
        edition.identifier, "urn:isbn:9780123456786", "https://doi.org/10.1000/182",
    ]  # fmt: skip
    assert dc(book, "source") == ["urn:isbn:9780306406157"]
    assert dc(book, "relation") == ["urn:isbn:9780160932526", "urn:isbn:9783161484100"]
    assert meta(book, "dcterms:identifier") == [
        "https://orcid.org/0000-0002-1825-0097", "urn:issn:0378-5955",
    ]  # fmt: skip
    assert dc(book, "rights") == ["CC BY 4.0"]
    assert meta(book, "dcterms:license") == ["https://creativecommons.org/licenses/by/4.0/"]
    for wrong in ("javascript:alert(1)", "creativecommons.org", "https://[x", "http:// x"):
        bad = replace(numbered, licence=Licence(name="X", url=wrong))
        assert not meta(open_epub(make_epub(bad, chapters, images)), "dcterms:license"), wrong


def test_what_catalogues_ask_for(edition, chapters, images, open_epub):
    """Codes of the book trade with their authority, other contributors, the edition."""
    described = replace(
        edition,
        edition="Second Edition",
        contributors=(
            Contributor(given="Ida", family="Vale", role="ill"),
            Contributor(given="Ada", family="Hill", role="ctg"),
        ),
        series=BookSeries(title="Studies", editors=(Name(given="Ben", family="Baker"),)),
        subjects=Subjects(bisac=("HIS037070 HISTORY / Modern", "POL011000"), thema=("NHD",)),
    )
    book = open_epub(make_epub(described, chapters, images))
    assert dc(book, "subject")[2:] == ["HISTORY / Modern", "POL011000", "NHD"]
    assert meta(book, "authority") == ["BISAC", "BISAC", "Thema"]
    assert meta(book, "term") == ["HIS037070", "POL011000", "NHD"]
    assert dc(book, "contributor") == ["Ed Editor", "Ida Vale", "Ada Hill", "Ben Baker"]
    assert meta(book, "role") == ["aut", "aut", "edt", "ill", "ctg", "pbd"]
    assert meta(book, "file-as")[-3:] == ["Vale, Ida", "Hill, Ada", "Baker, Ben"]
    assert meta(book, "schema:bookEdition") == ["Second Edition"]
    package = book.tree("package.opf")
    ids = [e.get("id") for e in package.iter() if e.get("id")]
    assert len(ids) == len({*ids})
    refined = {e.get("refines")[1:] for e in package.iter() if e.get("refines")}
    assert refined <= {*ids}


def animated(kind: str) -> bytes:
    frames = [Image.new("L", (8, 8), grey) for grey in (0, 255)]
    drawn = io.BytesIO()
    frames[0].save(drawn, kind, save_all=True, append_images=frames[1:])
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.gif", animated("GIF")),
        ("a.webp", animated("WEBP")),
        ("a.png", animated("PNG")),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><rect><animate/></rect></svg>'),
    ],
)
def test_a_picture_that_moves_is_a_hazard_unknown(edition, open_epub, name: str, data: bytes):
    html = (
        '<section id="x" data-title="X" lang="en"><h1 id="h">X</h1>'
        f'<p><img src="source/{name}" alt="A"/></p></section>'
    )
    book = open_epub(
        make_epub(edition, [(Section("x", "source/x.md"), html)], {f"source/{name}": data})
    )
    assert meta(book, "schema:accessibilityHazard") == [
        "unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard",
    ]  # fmt: skip


def test_an_index_without_links_is_not_claimed(edition, open_epub):
    html = '<section id="x" data-title="X" lang="en"><h1 id="h">Index</h1><p>tolls, 4</p></section>'
    index = Section("index", "source/index.md", "back")
    book = open_epub(make_epub(edition, [(index, html)], {}))
    assert "index" not in meta(book, "schema:accessibilityFeature")


def test_a_drawing_in_black_is_seen_on_a_black_page(edition, chapters, images, open_epub):
    plain = open_epub(make_epub(edition, chapters, images)).text("styles/octavo.css")
    (rule,) = re.findall(r"(?m)^img \{(.*?)\}", plain, re.DOTALL)
    assert "background: #fff" in re.sub(r"/\*.*?\*/", "", rule, flags=re.DOTALL)
