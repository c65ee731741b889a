"""Names of CSL-JSON taken apart, and given names brought to initials."""

import time
from typing import Any

import pytest

from octavo.csl.items.item import Person
from octavo.csl.items.people import glued, initials, is_east_asian, is_romanesque, person
from octavo.csl.text.tagged_text import marked

PARTED: list[tuple[dict[str, Any], Person]] = [
    ({"family": "Doe", "given": "John"}, Person("Doe", "John")),
    # particles that open the family name stay with it; those that close the given name drop
    ({"family": "van der Vlist", "given": "Eric"}, Person("Vlist", "Eric", non_dropping="van der")),
    ({"family": "Humboldt", "given": "Alexander von"}, Person("Humboldt", "Alexander", "von")),
    ({"family": "La Fontaine", "given": "Jean de"}, Person("La Fontaine", "Jean", "de")),
    ({"family": "d'Aubignac", "given": "F."}, Person("Aubignac", "F.", non_dropping="d’")),
    ({"family": "de l'Isle", "given": "R."}, Person("Isle", "R.", non_dropping="de l’")),
    ({"family": "in 't Veld", "given": "S."}, Person("Veld", "S.", non_dropping="in ’t")),
    ({"family": "al-One", "given": "Alan"}, Person("One", "Alan", non_dropping="al-")),
    ({"family": "Raḥmān", "given": "ʿAbd al-"}, Person("Raḥmān", "ʿAbd", "al-")),
    ({"family": "v.d. Berg", "given": "R."}, Person("Berg", "R.", non_dropping="v.d.")),
    ({"family": "L'Enfant", "given": "P."}, Person("L’Enfant", "P.")),
    ({"family": "Blajer de la Garza", "given": "Y."}, Person("Blajer de la Garza", "Y.")),
    # a name is not split if it is split already, quoted, or a single word
    (
        {"family": "de Berg", "given": "A von", "non-dropping-particle": "van"},
        Person("de Berg", "A von", non_dropping="van"),
    ),
    ({"family": '"van Happel"', "given": "Eduard"}, Person("van Happel", "Eduard")),
    ({"family": "the Trustees", "given": ""}, Person("the Trustees")),
    ({"family": "hooks", "given": "bell"}, Person("hooks", "bell")),
    ({"family": "cummings", "given": "e. e."}, Person("cummings", "e. e.")),
    # suffixes
    ({"family": "Doe", "given": "John, III"}, Person("Doe", "John", suffix="III")),
    (
        {"family": "Doe", "given": "John,! Jr."},
        Person("Doe", "John", suffix="Jr.", comma_suffix=True),
    ),
    ({"family": "King", "given": "M. L.", "suffix": "Jr."}, Person("King", "M. L.", suffix="Jr.")),
    (
        {"family": "Doe", "given": "J.", "suffix": "Jr.", "comma-suffix": True},
        Person("Doe", "J.", suffix="Jr.", comma_suffix=True),
    ),
    ({"family": "O", "given": "Karen, [K. Orzolek]"}, Person("O", "Karen", suffix="[K. Orzolek]")),
    (
        {"family": "Aubignac", "given": "François Hédelin, abbé d'"},
        Person("Aubignac", "François Hédelin,", "abbé d’"),
    ),
    ({"family": "Ganter,", "given": "Hans-Dieter"}, Person("Ganter", "Hans-Dieter")),
    # literals
    ({"literal": "Smith, John"}, Person(literal="Smith, John")),
    ({"family": "NASA", "given": "", "isInstitution": "true"}, Person(literal="NASA")),
    ({"given": "Banksy"}, Person(literal="Banksy")),
    ({"literal": "Eliot | T. S."}, Person("Eliot", "T. S.")),
    (
        {"family": "Nguyễn", "given": "Huệ", "static-ordering": 1},
        Person("Nguyễn", "Huệ", static=True),
    ),
    # typography and markup
    ({"family": "D'Souza", "given": "Ann 'Bee'"}, Person("D’Souza", "Ann ‘Bee’")),
    ({"literal": 'The "Club"'}, Person(literal="The “Club”")),
    ({"literal": "Paper <i>Times</i>"}, Person(literal="Paper " + marked("Emph", "Times"))),
]


@pytest.mark.parametrize(("raw", "parted"), PARTED)
def test_parts(raw: dict[str, Any], parted: Person) -> None:
    assert person(raw) == parted


@pytest.mark.parametrize(
    "raw", [{}, {"family": ""}, {"family": None, "given": []}, {"suffix": "Jr."}, 7, "", None]
)
def test_what_names_no_one(raw: Any) -> None:
    assert person(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        {"family": "<i>" * 20_000, "given": "'" * 20_000},
        {"literal": "|" * 20_000},
        {"literal": "a | " * 5_000},
        {"family": "van " * 5_000 + "X", "given": "(" * 20_000 + '"' * 20_000},
    ],
)
def test_hostile_names_take_no_time(raw: dict[str, Any]) -> None:
    start = time.perf_counter()
    someone = person(raw)
    assert someone is not None
    initials(someone.given, ". ", True, True)
    assert time.perf_counter() - start < 2


INITIALS = [
    # (given, whole: with ' ', '', '.', '. '; evened out: the same)
    ("ME", "M", "M", "M.", "M.", "ME", "ME", "ME", "ME"),
    ("M.E", "M E", "ME", "M.E.", "M. E.", "M E", "ME", "M.E.", "M. E."),
    ("John M.E.", "J M E", "JME", "J.M.E.", "J. M. E.", "John M E", "John ME", "John M.E.",
     "John M. E."),
    ("Ph.M.E.", "Ph M E", "PhME", "Ph.M.E.", "Ph. M. E.", "Ph M E", "PhME", "Ph.M.E.", "Ph. M. E."),
    ("Me.", "Me", "Me", "Me.", "Me.", "Me", "Me", "Me.", "Me."),
]  # fmt: skip


@pytest.mark.parametrize("row", INITIALS, ids=lambda row: row[0])
def test_initials_of_the_suite(row: tuple[str, ...]) -> None:
    marks = (" ", "", ".", ". ")
    whole = [initials(row[0], with_, True, True) for with_ in marks]
    evened = [initials(row[0], with_, True, False) for with_ in marks]
    assert (row[0], *whole, *evened) == row


@pytest.mark.parametrize(
    ("given", "with_", "hyphen", "printed"),
    [
        ("Hui-Xiao Li Yuan", ". ", True, "H.-X. L. Y."),
        ("Hsien-Li", ".", False, "H.L."),
        ("Guo-ping", "", True, "G"),
        ("John Bertrand de Cusance Morant", ".", True, "J.B. de C.M."),
        ("TSerendorjiin", ".", True, "Ts."),
        ("Михаил Юрьевич", ". ", True, "М. Ю."),
        ("Μυρτώ", ". ", True, "Μ."),
        ("ʿAlāʾ", ". ", True, "ʿA."),
        ("danah", ". ", True, "d."),
        ("William (Bill)", ". ", True, "W."),
        ("Jean Paul", ".\u00a0", True, "J.\u00a0P."),
        ("栄", ". ", True, "栄"),
        ("...", ". ", True, "..."),
        (marked("Strong", "John") + "-Quiggly", ". ", True, marked("Strong", "J.") + "-Q."),
    ],
)
def test_initials(given: str, with_: str, hyphen: bool, printed: str) -> None:
    assert initials(given, with_, hyphen, True) == printed


def test_full_names_stay_when_evened_out() -> None:
    assert initials("Stephen C Del", ". ", True, False) == "Stephen C. Del"
    assert initials("Jean-Paul A.", ".", True, False) == "Jean-Paul A."


def test_what_is_glued() -> None:
    assert [glued(particle) for particle in ("d’", "al-", "dell’", "de’", "van", "")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_scripts() -> None:
    assert is_east_asian(marked("Emph", "等"))
    assert not is_east_asian("et al.")
    east = (Person("我妻", "栄"), Person("김", "철수"))
    west = (Person("Ράις", "Μυρτώ"), Person("Ильин", "Иван"), Person("محفوظ", "نجيب"), Person("X"))
    assert not any(map(is_romanesque, east))
    assert all(map(is_romanesque, west))
