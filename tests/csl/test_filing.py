"""Entries are filed in the order of the style's language; different entries get different keys."""

import random
import time

import pytest

from octavo.csl.document import Cluster, DocumentCite, set_document
from octavo.csl.items.fields import item_of
from octavo.csl.styles import Style
from octavo.csl.text.filing import filing_key
from octavo.csl.text.tagged_text import marked, to_inlines
from octavo.pandoc.walk import plain


@pytest.mark.parametrize(
    ("language", "filed"),
    [
        # word by word; no accents, no case, no punctuation (Chicago 15.66-15.70)
        ("en-US", "A, b|A Hansen|A kasernes|Aa|Ab Delrahman|A-z|B|co op|co-op z|coop zz|"
         "Ferrer, Ada|Ferrer Benimeli|Handel|Hansard|O Hara|O’Hara a|Ohara b|Smith, Al|"
         "Smith, Zed|Smithers"),
        ("en-US", "Álvarez|alvarez b|Łódź|lodz b|naïf|Öl|Olm|Řehoř|rek|ſtern|z|Ζ|Яков|中"),
        ("en-US", "9 things|10 things|$ and c|chapter 1.5|chapter 9|chapter 10|the cat|theatre"),
        ("sv-SE", "a|o|z|å|ä|ö"),
        ("de-DE", "ä|af|o|ö b|oe|z"),
        ("da-DK", "A Hansen|Z|Å|Aa b"),
        ("pl", "lz|łaz|m|z|ź|ż"),
        ("es", "mano|nz|ñame|o"),
        ("xx", "a|é|z"),
        ("no language!", "a|é|z"),
    ],
)  # fmt: skip
def test_order(language: str, filed: str) -> None:
    entries = filed.split("|")
    shuffled = random.Random(1).sample(entries, len(entries))
    assert sorted(shuffled, key=lambda entry: filing_key(entry, language)) == entries


def test_markup_quotation_marks_and_signs_are_not_looked_at() -> None:
    plain = filing_key("Simple title, here")
    assert plain == filing_key(marked("Quote", f"Simple {marked('Emph', 'title')} here"))
    assert plain == filing_key("“Simple ‘title’: [here]")
    assert filing_key("— the") == filing_key("“…” the") == filing_key("The")


@pytest.mark.parametrize("text", ["—", "“…”", "*"])
def test_signs_alone_come_first(text: str) -> None:
    assert b"" < filing_key(text) < filing_key("1") < filing_key("a")


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800"])
def test_what_has_nothing_to_file_by_has_no_key(text: str) -> None:
    assert filing_key(text) == b""


@pytest.mark.parametrize("language", ["", "\0", "en_US@x=y", "en-" * 60, "a" * 900, "%s%n"])
def test_no_language_tag_is_stumbled_over(language: str) -> None:
    assert filing_key("a", language) < filing_key("é\ud800", language) < filing_key("z", language)


def test_ten_thousand_keys_take_less_than_a_second() -> None:
    start = time.perf_counter()
    keys = {
        filing_key(f"Smith, John {number}. “A title: of everything”") for number in range(10_000)
    }
    assert time.perf_counter() - start < 1
    assert len(keys) == 10_000


# --- cs:sort and cs:key --------------------------------------------------------------------------

_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><title>t</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>
  <macro name="names"><names variable="author">
    <name form="short" and="text"/><substitute><names variable="editor"/></substitute>
  </names></macro>
  <macro name="count"><names variable="author"><name form="count"/></names></macro>
  <citation><layout><text variable="id"/></layout></citation>
  <bibliography et-al-min="2" et-al-use-first="1">
    <sort>{}</sort><layout><text variable="title"/></layout></bibliography></style>"""

DOE, ROE, BECK = ({"family": name} for name in ("Doe", "Roe", "Beck"))


def filed(keys: str, *items: dict, style: str = _STYLE) -> str:
    """The titles of items, as a style files them."""
    known = {
        str(number): item_of({"id": str(number), "type": "book", **item})
        for number, item in enumerate(items)
    }
    made = Style("t", "t", "en-US", style.format(keys).encode())
    cites = [Cluster((DocumentCite(key),)) for key in known]
    entries = set_document(made, "", known, cites).entries
    return " ".join(plain(to_inlines(text)) for _, text in entries)


@pytest.mark.parametrize(
    ("keys", "printed"),
    [
        ('<key variable="volume"/>', "C A B D"),  # 2, 10, 10, none
        ('<key variable="volume" sort="descending"/>', "A B C D"),
        ('<key variable="volume"/><key variable="title" sort="descending"/>', "C B A D"),
        ('<key variable="issued"/>', "B A C D"),
        ('<key variable="issued" sort="descending"/>', "C A B D"),
        ('<key variable="author"/>', "B D A C"),  # C has an editor
        ('<key macro="names"/>', "B D A C"),  # Beck, Doe and Roe, Roe, Roe (editor)
        ('<key macro="names" names-min="1" names-use-first="1"/>', "B D A C"),
        ('<key macro="count" sort="descending" names-min="9" names-use-first="9"/>', "D A B C"),
        ('<key variable="citation-number"/>', "A B C D"),
        ('<key variable="nothing"/><key macro="nothing"/>', "A B C D"),
        ("", "A B C D"),
    ],
)
def test_keys(keys: str, printed: str) -> None:
    items = (
        {"title": "A", "volume": "10", "author": [ROE], "issued": {"date-parts": [[1, 2]]}},
        {"title": "B", "volume": "10", "author": [BECK], "issued": {"date-parts": [[-50]]}},
        {"title": "C", "volume": "2", "editor": [ROE], "issued": {"date-parts": [[2000]]}},
        {"title": "D", "author": [DOE, ROE]},
    )
    assert filed(keys, *items) == printed


@pytest.mark.parametrize("key", ['variable="author"', 'macro="whole"'])
def test_a_family_name_is_compared_whole_before_a_given_name(key: str) -> None:
    names = (
        "Ferrer, Zoé|Ferrer Benimeli, José|López, M.|López de Molina, G.|Singh, Y.|Singh Siddu, N.|"
        "Smithers, A.|Smith-Jones, Z.|Tan, Zoe|Tan Chee Beng Foundation|Tan Chee Khoon, Al"
    ).split("|")
    people = [dict(zip(("family", "given"), name.split(", "), strict=False)) for name in names]
    items = [
        {"title": person["family"].replace(" ", "_"), "author": [person]}
        for person in reversed(people)
    ]
    style = _STYLE.replace(
        "<citation>",
        '<macro name="whole"><names variable="author"/></macro><citation>',
    )
    expected = " ".join(person["family"].replace(" ", "_") for person in people)
    assert filed(f"<key {key}/>", *items, style=style) == expected
