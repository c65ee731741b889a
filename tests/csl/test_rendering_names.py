"""cs:names: lists of people with "and", et al., labels, substitutes, order and parts of names."""

from collections.abc import Mapping
from typing import Any

import pytest

from octavo.csl.items.item import Item, Person
from octavo.csl.items.people import person
from octavo.csl.rendering.persons import Manner, printed
from octavo.csl.rendering.render_state import Rendering, Repeated
from octavo.csl.rendering.style_tables import prepared
from octavo.csl.styles import Style
from octavo.csl.text.filing import INTERRUPTION
from octavo.csl.text.punctuation import bracketed
from octavo.csl.text.tagged_html import to_html
from octavo.csl.text.tagged_text import Quotes, marked

_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0" {style}>
<info><title>T</title><id>t</id><updated>2024-01-01T00:00:00+00:00</updated></info>
{before}<citation {citation}><layout>{layout}</layout></citation></style>"""

DOE = {"family": "Doe", "given": "John"}
ROE = {"family": "Roe", "given": "Jane"}
POE = {"family": "Poe", "given": "Edgar Allan"}
FOX = {"family": "Fox", "given": "Ann"}
ACME = {"literal": "Acme Inc."}
MARTINIERE = {
    "given": "Gérard", "dropping-particle": "de", "non-dropping-particle": "la",
    "family": "Martinière", "suffix": "III",
}  # fmt: skip


def work(
    layout: str,
    people: Mapping[str, Any],
    style: str = "",
    citation: str = "",
    before: str = "",
    language: str = "en-US",
    texts: Mapping[str, str] | None = None,
) -> Rendering:
    """A rendering of a style that holds one layout."""
    xml = _STYLE.format(layout=layout, style=style, citation=citation, before=before)
    tables = prepared(Style("t", "T", "", xml.encode()), language)
    found = {role: tuple(filter(None, map(person, raw))) for role, raw in people.items()}
    return Rendering(Item("i", "book", texts=texts or {}, people=found), tables)


def setting(job: Rendering) -> str:
    """Give the HTML that the layout of a rendering prints."""
    text = job.tables.layout("citation").render(job)  # type: ignore[attr-defined]
    return to_html(bracketed(text, within=True), Quotes())


def names(name: str, *authors: dict[str, Any], **more: Any) -> str:
    """Give the text that `<name ...>` prints for some authors."""
    layout = f'<names variable="author"><name {name}/></names>'
    return setting(work(layout, {"author": authors}, **more))


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "authors", "printed"),
    [
        ("", (DOE,), "John Doe"),
        ("", (DOE, ROE), "John Doe, Jane Roe"),
        ('and="text"', (DOE, ROE), "John Doe and Jane Roe"),
        ('and="symbol"', (DOE, ROE), "John Doe &#38; Jane Roe"),
        ('and="text"', (DOE, ROE, POE), "John Doe, Jane Roe, and Edgar Allan Poe"),
        ('and="text" delimiter-precedes-last="never"', (DOE, ROE, POE),
         "John Doe, Jane Roe and Edgar Allan Poe"),
        ('and="text" delimiter-precedes-last="always"', (DOE, ROE), "John Doe, and Jane Roe"),
        ('and="text" delimiter="; " delimiter-precedes-last="always"', (DOE, ROE),
         "John Doe; and Jane Roe"),
        ('and="text" name-as-sort-order="first" delimiter-precedes-last="after-inverted-name"',
         (DOE, ROE), "Doe, John, and Jane Roe"),
        ('and="text" name-as-sort-order="first" delimiter-precedes-last="after-inverted-name"',
         (DOE, ROE, POE), "Doe, John, Jane Roe and Edgar Allan Poe"),
        ('and="text" name-as-sort-order="all" delimiter-precedes-last="after-inverted-name"',
         (ACME, ACME), "Acme Inc. and Acme Inc."),
        ('et-al-min="2" et-al-use-first="1"', (DOE, ROE), "John Doe et al."),
        ('et-al-min="3" et-al-use-first="1"', (DOE, ROE), "John Doe, Jane Roe"),
        ('et-al-min="3" et-al-use-first="2"', (DOE, ROE, POE), "John Doe, Jane Roe, et al."),
        ('et-al-min="2" et-al-use-first="1" delimiter-precedes-et-al="always"', (DOE, ROE),
         "John Doe, et al."),
        ('et-al-min="3" et-al-use-first="2" delimiter-precedes-et-al="never"', (DOE, ROE, POE),
         "John Doe, Jane Roe et al."),
        ('et-al-min="2" et-al-use-first="1" delimiter-precedes-et-al="after-inverted-name" '
         'name-as-sort-order="first"', (DOE, ROE), "Doe, John, et al."),
        ('et-al-min="3" et-al-use-first="1" et-al-use-last="true"', (DOE, ROE, POE),
         "John Doe, … Edgar Allan Poe"),
        ('et-al-min="2"', (DOE, ROE), "John Doe, Jane Roe"),  # no et al. without et-al-use-first
        ('et-al-min="2" et-al-use-first="0"', (DOE, ROE), ""),
        ('et-al-min="x" et-al-use-first="-1"', (DOE, ROE), "John Doe, Jane Roe"),
        ('form="count"', (DOE, ROE), "2"),
        ('form="count" et-al-min="3" et-al-use-first="1"', (DOE, ROE, POE), "1"),
        ('form="short" and="text"', (DOE, ACME), "Doe and Acme Inc."),
        (
            'prefix="(" suffix=")" font-style="italic"',
            (DOE, ROE),
            "(<i>John Doe</i>), (<i>Jane Roe</i>)",
        ),
    ],
)  # fmt: skip
def test_lists(name: str, authors: tuple[dict[str, Any], ...], printed: str) -> None:
    assert names(name, *authors) == printed


def test_terms_that_bring_no_space() -> None:
    locale = '<locale><terms><term name="and">{}</term></terms></locale>'
    assert names('and="text"', DOE, ROE, before=locale.format("и")) == "John Doe и Jane Roe"
    assert names('and="text"', DOE, ROE, before=locale.format("ו")) == "John Doe וJane Roe"
    assert names('and="text"', DOE, ROE, before=locale.format("和")) == "John Doe和Jane Roe"
    few = 'et-al-min="2" et-al-use-first="1"'
    assert names(few, DOE, ROE, language="zh-CN") == "John Doe等"


def test_options_are_inherited() -> None:
    style = 'and="text" name-form="short" initialize-with="."'
    assert names("", DOE, ROE, style=style) == "Doe and Roe"
    assert names("", DOE, ROE, style=style, citation='and="symbol"') == "Doe &#38; Roe"
    assert names('form="long"', DOE, ROE, style=style) == "J. Doe and J. Roe"
    assert names("", DOE, ROE, citation='name-delimiter=" / "') == "John Doe / Jane Roe"


def test_later_cites_are_shorter() -> None:
    citation = (
        'et-al-min="4" et-al-use-first="3" et-al-subsequent-min="2" et-al-subsequent-use-first="1"'
    )
    job = work('<names variable="author"/>', {"author": [DOE, ROE, POE]}, citation=citation)
    assert setting(job) == "John Doe, Jane Roe, Edgar Allan Poe"
    job = work('<names variable="author"/>', {"author": [DOE, ROE, POE]}, citation=citation)
    job.position = frozenset({"subsequent"})
    assert setting(job) == "John Doe et al."


# --- one person ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "style", "author", "printed"),
    [
        ("", "", MARTINIERE, "Gérard de la Martinière III"),
        ('form="short"', "", MARTINIERE, "la Martinière"),
        ('name-as-sort-order="all"', "", MARTINIERE, "Martinière, Gérard de la, III"),
        ('name-as-sort-order="all"', 'demote-non-dropping-particle="never"', MARTINIERE,
         "la Martinière, Gérard de, III"),
        ('name-as-sort-order="all"', 'demote-non-dropping-particle="sort-only"', MARTINIERE,
         "la Martinière, Gérard de, III"),
        ('name-as-sort-order="all" sort-separator=" "', "", MARTINIERE,
         "Martinière Gérard de la III"),
        ("", "", {**DOE, "suffix": "Jr.", "comma-suffix": True}, "John Doe, Jr."),
        ("", "", {"family": "d'Aubignac", "given": "François"}, "François d’Aubignac"),
        ("", "", {"family": "de' Frinkle", "given": "Bevis"}, "Bevis de’ Frinkle"),
        ('name-as-sort-order="all"', "", {"family": "al-One", "given": "Alan"}, "One, Alan al-"),
        ("", "", {"family": "al-Aswānī", "given": "`Alā'"}, "`Alā’ al-Aswānī"),
        ('name-as-sort-order="all"', "", {"family": "Prince"}, "Prince"),
        ('name-as-sort-order="all"', "", {"family": "我妻", "given": "栄"}, "我妻栄"),
        ('form="short"', "", {"family": "我妻", "given": "栄"}, "我妻"),
        ('name-as-sort-order="all"', "",
         {"family": "Nguyễn", "given": "Huệ", "static-ordering": True}, "Nguyễn Huệ"),
        ('initialize-with=". "', "", POE, "E. A. Poe"),
        ('initialize-with=". " initialize="false"', "", {"family": "Doe", "given": "J Q"},
         "J. Q. Doe"),
        ('initialize-with="." name-as-sort-order="all"', "",
         {"family": "Beethoven", "given": "Ludwig van"}, "Beethoven, L. van"),
        ('initialize-with="."', 'initialize-with-hyphen="false"',
         {"family": "Chen", "given": "Hsien-Li"}, "H.L. Chen"),
    ],
)  # fmt: skip
def test_one_person(name: str, style: str, author: dict[str, Any], printed: str) -> None:
    assert names(name, author, style=style) == printed


def parts(options: str, author: dict[str, Any], name: str = "") -> str:
    layout = f'<names variable="author"><name {name}>{options}</name></names>'
    return setting(work(layout, {"author": [author]}))


def test_name_parts() -> None:
    both = (
        '<name-part name="family" prefix="(" suffix=")" text-case="uppercase"/>'
        '<name-part name="given" prefix="[" suffix="]" font-style="italic"/>'
    )
    assert parts(both, MARTINIERE) == "[<i>Gérard</i>] (<i>de</i> LA MARTINIÈRE III)"
    inverted = 'name-as-sort-order="all" sort-separator=" "'
    assert parts(both, MARTINIERE, inverted) == "(MARTINIÈRE) [<i>Gérard</i> <i>de</i> LA] III"
    assert parts(both, ACME) == "(ACME INC.)"
    space = '<name-part name="given" suffix="&#160;"/>'
    assert parts(space, DOE) == "John\u00a0Doe"


def test_particles_follow_where_they_are_demoted_in_sorting() -> None:
    aubignac = Person("Aubignac", "F.", non_dropping="d’")
    assert printed(aubignac, Manner(order="all", demote=False), 0).text == "d’Aubignac, F."
    assert printed(aubignac, Manner(order="all"), 0).text == "Aubignac, F. d’"
    assert printed(aubignac, Manner(form="short"), 0).text == "d’Aubignac"
    assert printed(aubignac, Manner(form="short", sorting=True), 0).text == "Aubignac d’"


# --- roles ---------------------------------------------------------------------------------------

_ROLES = '<names variable="editor translator" delimiter="; "><name/>{}</names>'
_LABEL = '<label form="short" prefix=" (" suffix=")"/>'


def test_roles_and_labels() -> None:
    layout = _ROLES.format(_LABEL)
    job = work(layout, {"editor": [DOE, ROE], "translator": [POE]})
    assert setting(job) == "John Doe, Jane Roe (eds.); Edgar Allan Poe (trans.)"
    job = work(layout, {"translator": [POE]})
    assert setting(job) == "Edgar Allan Poe (trans.)"
    first = '<names variable="editor"><label form="verb" suffix=" "/><name/></names>'
    assert setting(work(first, {"editor": [DOE]})) == "edited by John Doe"
    without_name = '<names variable="editor"><label prefix=", "/></names>'
    assert setting(work(without_name, {"editor": [DOE]})) == "John Doe, editor"


def test_labels_are_plural_for_all_that_et_al_stands_for() -> None:
    few = f'<names variable="editor"><name et-al-min="2" et-al-use-first="1"/>{_LABEL}</names>'
    assert setting(work(few, {"editor": [DOE, ROE]})) == "John Doe et al. (eds.)"


def test_editors_who_are_the_translators_too() -> None:
    layout = _ROLES.format(_LABEL)
    people = {"editor": [DOE], "translator": [DOE]}
    assert setting(work(layout, people)) == "John Doe (ed. &#38; trans.)"
    empty = '<locale><terms><term name="editortranslator" form="short"></term></terms></locale>'
    assert setting(work(layout, people, before=empty)) == "John Doe (ed.); John Doe (trans.)"


def test_a_sort_key_has_no_labels_and_no_et_al() -> None:
    job = work(_ROLES.format(_LABEL), {"editor": [DOE, ROE]})
    job.sort_options = {"name-as-sort-order": "all", "et-al-min": "2", "et-al-use-first": "1"}
    assert setting(job) == f"Doe,{INTERRUPTION}John"


def test_et_al_has_a_term_and_a_font() -> None:
    layout = '<names variable="author"><name et-al-min="2" et-al-use-first="1"/>{}</names>'
    people = {"author": [DOE, ROE]}
    et_al = '<et-al term="and others" font-style="italic"/>'
    assert setting(work(layout.format(et_al), people)) == "John Doe <i>and others</i>"
    empty = '<locale><terms><term name="et-al"></term></terms></locale>'
    assert setting(work(layout.format(""), people, before=empty)) == "John Doe"


# --- substitutes ---------------------------------------------------------------------------------

_SUBSTITUTE = (
    '<names variable="author" suffix="."><name form="short"/><label prefix=", "/><substitute>'
    '<choose><if type="book"><names variable="editor"/></if></choose><text variable="title"/>'
    "</substitute></names>"
)
_AGAIN = ' <names variable="editor" prefix=" E "/><text variable="title" prefix=" T "/>'


def test_substitutes() -> None:
    texts = {"title": "Title"}
    for people, text in (
        ({"author": [DOE], "editor": [ROE]}, "Doe. E Jane Roe T Title"),
        ({"editor": [ROE, POE]}, "Roe, Poe, editors. T Title"),  # the form of the outer names
        ({"translator": [ROE]}, "Title."),  # and what they have printed is not printed again
    ):
        job = work(f"<group>{_SUBSTITUTE}{_AGAIN}</group>", people, texts=texts)
        assert setting(job) == text


def test_substitutes_reach_through_macros() -> None:
    macro = '<macro name="m"><names variable="editor"><name/></names></macro>'
    layout = (
        '<names variable="author"><name form="short"/><substitute><text macro="m"/></substitute>'
        '</names><names variable="editor" prefix="; "/>'
    )
    assert setting(work(layout, {"editor": [ROE]}, before=macro)) == "Jane Roe"


def test_an_emptied_term_substitutes_names() -> None:
    layout = (
        '<names variable="author"><substitute><text term="editor"/><text value="b"/></substitute>'
        "</names>"
    )
    emptied = '<locale><terms><term name="editor"></term></terms></locale>'
    assert setting(work(layout, {}, before=emptied)) == ""
    assert setting(work(layout, {})) == "editor"


def test_a_group_vanishes_without_its_names() -> None:
    layout = '<group><text value="by "/><names variable="author"/></group>'
    assert setting(work(layout, {})) == ""
    assert setting(work(layout, {"author": [DOE]})) == "by John Doe"


# --- what the document asks for, and what it is given --------------------------------------------

_FEW = '<names variable="author"><name form="short" and="text" initialize-with=". " {}/></names>'
_TWO_OF_FOUR = _FEW.format('et-al-min="3" et-al-use-first="1"')


def test_more_names() -> None:
    for more, text, hidden in (
        (0, "Doe et al.", 3),
        (1, "Doe, Roe, et al.", 2),
        (3, "Doe, Roe, Poe, and Fox", 0),
    ):
        job = work(_TWO_OF_FOUR, {"author": [DOE, ROE, POE, FOX]})
        job.more_names = more
        assert setting(job) == text
        assert job.hidden_names == hidden
        assert [one.family for one in job.persons] == ["Doe", "Roe", "Poe", "Fox"]
        assert len(job.first_names or ()) == 4 - hidden


def test_levels() -> None:
    doe = Person("Doe", "John")
    for level, text in ((0, "Doe and Roe"), (1, "J. Doe and Roe"), (2, "John Doe and Roe")):
        job = work(_FEW.format(""), {"author": [DOE, ROE]})
        job.levels = {doe: level}
        assert setting(job) == text
    job = work('<names variable="author"><name form="short"/></names>', {"author": [DOE]})
    job.levels = {doe: 1}  # no initials in this style
    assert setting(job) == "John Doe"


def test_the_first_names_are_told_once() -> None:
    layout = '<names variable="editor"/><names variable="author"/><names variable="translator"/>'
    job = work(layout, {"author": [DOE, ROE], "translator": [POE]})
    setting(job)
    assert job.first_names == ("John Doe", "Jane Roe")
    assert job.persons == (Person("Doe", "John"), Person("Roe", "Jane"))


def test_without_the_author() -> None:
    layout = f'<group delimiter=", ">{_SUBSTITUTE}<text variable="title" prefix="T "/></group>'
    texts = {"title": "Title"}
    for people, text in (
        ({"author": [DOE], "editor": [ROE]}, "T Title"),
        ({"editor": [ROE]}, "T Title"),  # who takes the place of the author
        ({}, "Title."),  # the text has named no one
    ):
        job = work(layout, people, texts=texts)
        job.without_author = True
        assert setting(job) == text
    job = work('<names variable="author"/>; <names variable="editor"/>', {"editor": [ROE]})
    job.without_author = True
    assert setting(job) == ""


@pytest.mark.parametrize(
    ("repeated", "printed"),
    [
        (Repeated("———"), "———, editors"),
        (Repeated(each=("—", "—")), "— and —, editors"),
        (Repeated(each=("—",)), "— and Jane Roe, editors"),
        (Repeated(each=("", "—")), "John Doe and —, editors"),
    ],
)
def test_repeated_names(repeated: Repeated, printed: str) -> None:
    layout = '<names variable="editor"><name and="text"/><label prefix=", "/></names>'
    job = work(layout, {"editor": [DOE, ROE]})
    job.repeated = repeated
    assert setting(job) == printed
    assert job.first_names == ("John Doe", "Jane Roe")


def test_only_names_that_lead_an_entry_are_repeated() -> None:
    layout = '<text variable="title" suffix=": "/><names variable="editor"/>'
    job = work(layout, {"editor": [DOE]}, texts={"title": "Title"})
    job.area = "bibliography"
    job.repeated = Repeated("———")
    assert setting(job) == "Title: John Doe"
    assert job.first_names is None
    job = work(layout, {"editor": [DOE], "author": []}, texts={"title": "Title"})
    job.without_author = True  # it is not the editor whom the text has named
    assert setting(job) == "Title: John Doe"


def test_repeated_substitutes() -> None:
    job = work(_SUBSTITUTE, {}, texts={"title": "Title"})
    job.repeated = Repeated("———")
    assert setting(job) == "———."
    assert job.first_names == ("Title",)


def test_markup_in_names() -> None:
    club = {"literal": "The <i>Afro-American</i> Club"}
    assert names("", club) == "The <i>Afro-American</i> Club"
    job = work('<names variable="author"/>', {"author": [club]})
    setting(job)
    assert job.first_names == ("The " + marked("Emph", "Afro-American") + " Club",)
