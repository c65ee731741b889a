"""Sigla: how references declare them, where each is introduced, and how later cites print."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.citations.sigla import Parts, hereafter, sigla_of, siglum_of
from octavo.csl.document.positions import FIRST, Position
from octavo.csl.text.tagged_text import CLOSING, OPENING, Quotes, marked
from octavo.matter.abbreviations import abbreviations
from octavo.model import Abbreviation, Citation, Cite, Place, Reference, Section, SiglaSettings
from octavo.pandoc import tree
from octavo.pandoc.walk import plain


def reference(key: str = "x", **data: Any) -> Reference:
    return Reference(key, {"id": key, **data}, Place("b.json"))


def declared(kind: str, siglum: object, **custom: object) -> str | None:
    found = siglum_of(reference(type=kind, custom={"siglum": siglum, **custom}))
    return found.marked if found else None


DBFP = marked("Emph", "DBFP")


@pytest.mark.parametrize(
    ("kind", "siglum", "wanted"),
    [
        ("collection", "AVPRF", "AVPRF"),
        ("book", "DBFP", DBFP),
        ("periodical", "DBFP", DBFP),
        ("article-newspaper", "DBFP", DBFP),
        ("manuscript", "DBFP", "DBFP"),
        ("collection", "*DBFP*", DBFP),
        ("collection", "<i>DBFP</i>", DBFP),
        ("book", "<b>DBFP</b>", marked("Strong", "DBFP")),
        ("collection", "  RGASPI \n  (M) ", "RGASPI (M)"),
        ("collection", 17, "17"),
        ("collection", "", None),
        ("collection", "**", "**"),
        ("collection", "<i></i>", None),
        ("collection", ["A"], None),
        ("collection", True, None),
        ("collection", f"A{OPENING['Emph']}B{CLOSING['Strong']}", "AB"),
    ],
)
def test_the_siglum_of_a_reference(kind: str, siglum: object, wanted: str | None) -> None:
    assert declared(kind, siglum) == wanted


def test_a_siglums_style_is_the_references() -> None:
    assert declared("book", "DBFP", **{"siglum-style": "roman"}) == "DBFP"
    assert declared("collection", "*DBFP*", **{"siglum-style": "roman"}) == "DBFP"
    assert declared("collection", "DBFP", **{"siglum-style": "italic"}) == DBFP


def test_a_siglum_in_the_note_of_a_reference() -> None:
    note = "tex.referencetype: archive\nSiglum: AVPRF\nissued: 1990"
    found = siglum_of(reference(type="collection", note=note))
    assert found and found.text == "AVPRF"
    assert siglum_of(reference(type="book", note="The siglum: none")) is None
    assert siglum_of(reference(type="book", custom="siglum")) is None


@pytest.mark.parametrize(
    ("language", "wording", "printed"),
    [
        ("en-GB", "", "hereafter"),
        ("de-AT", "", "im Folgenden"),
        ("ru", "", "далее —"),
        ("xx", "", "hereafter"),
        ("en-GB", "hereafter cited as", "hereafter cited as"),
        ("fr", "hereafter cited as", "ci-après"),
        ("xx", "hereafter cited as", "hereafter cited as"),
    ],
)
def test_the_wording_is_the_languages_or_the_editions(
    language: str, wording: str, printed: str
) -> None:
    assert hereafter(language, SiglaSettings(wording=wording), "en-US") == printed


# --- at a cite -----------------------------------------------------------------------------------

QUOTES = Quotes()
REFERENCES = {
    "avprf": reference("avprf", type="collection", custom={"siglum": "AVPRF"}),
    "dbfp": reference("dbfp", type="book", custom={"siglum": "DBFP"}),
    "tna": reference(
        "tna", type="collection", custom={"siglum": "TNA", "archive-profile": "anglo-american"}
    ),
    "plain": reference("plain", type="book"),
}


def said(*cites: Cite, sections: str = "", **settings: Any) -> list[str]:
    """Cites in notes of their own as they are set: [full form] at the first, [short] afterwards."""
    citations = [
        Citation((cite,), number, "", sections[number - 1 : number], "en")
        for number, cite in enumerate(cites, 1)
    ]
    planned = sigla_of(citations, REFERENCES, "en", SiglaSettings(**settings), "as-written")
    seen: set[str] = set()
    out = []
    for number, cite in enumerate(cites):
        position: Position = frozenset({"subsequent"}) if cite.key in seen else FIRST
        seen.add(cite.key)

        def set_core(position: Position, located: bool, cite: Cite = cite) -> str:
            title = marked("Quote", "Full" if position == FIRST else "Short")
            if not (located and cite.locator):
                return title
            return f"{title[:-1]},{title[-1]} {cite.locator}"

        out.append(_shown(planned.parts(number, 0, position, set_core, QUOTES)))
    return out


def _shown(parts: Parts) -> str:
    core = parts.core.replace(OPENING["Quote"], "“").replace(CLOSING["Quote"], "”")
    core = core.replace(OPENING["Emph"], "*").replace(CLOSING["Emph"], "*")
    return f"{plain(parts.prefix)}|{core}|{plain(parts.suffix)}"


def cite(key: str, suffix: str = "", locator: str = "") -> Cite:
    if locator:
        return Cite(key, [], tree.text(suffix), locator, "page", tree.text(suffix))
    return Cite(key, [], tree.text(suffix))


def test_a_locator_follows_the_siglum_without_the_titles_closing_marks() -> None:
    assert said(cite("dbfp", locator="12"), cite("dbfp", locator="13"), cite("dbfp")) == [
        "|“Full,” 12 (hereafter *DBFP*)|",
        "|*DBFP*, 13|",
        "|*DBFP*|",
    ]


def test_a_place_is_followed_by_the_siglum_that_is_given() -> None:
    first, second = said(cite("avprf", ", f. 1, l. 2, copy"), cite("avprf", ", f. 1, l. 3, copy"))
    assert first == "|“Full”|, f. 1, l. 2 (hereafter AVPRF), copy"
    assert second == "|AVPRF|, f. 1, l. 3, copy"
    (name,) = said(cite("avprf", ", f. 1, l. 2, copy"), parenthesis="name")
    assert name == "|“Full” (hereafter AVPRF)|, f. 1, l. 2, copy"


def test_the_repository_comes_last_where_its_profile_says_so() -> None:
    assert said(
        cite("tna", " FO 371/1, emphasis mine"), cite("tna", ", FO 371/2"), cite("tna")
    ) == [
        "FO 371/1,|“Full” (hereafter TNA)|, emphasis mine",
        "FO 371/2,|TNA|",
        "|TNA|",
    ]


def test_what_has_no_siglum_is_left_as_it_is() -> None:
    assert said(cite("plain", ", l. 2, f. 1"), cite("nobody", ", l. 2")) == [
        "|“Full”|, l. 2, f. 1",
        "|“Full”|, l. 2",
    ]


def test_a_siglum_is_given_again_where_asked() -> None:
    twice = (cite("avprf"), cite("avprf"))
    assert said(*twice, sections="ab") == ["|“Full” (hereafter AVPRF)|", "|AVPRF|"]
    again = said(*twice, sections="ab", again="section")
    assert again[1] == "|“Short” (hereafter AVPRF)|"


# --- the list ------------------------------------------------------------------------------------


def row(text: str) -> Abbreviation:
    return Abbreviation(text, tree.text(text), tree.text(f"meaning of {text}"))


def test_the_list_is_in_order_and_only_of_what_is_used() -> None:
    section = Section("abbreviations", "", "front")
    rows = [row("TNA"), row("mae"), row("MAÉ, f. 10"), row("MAÉ, f. 9"), row("ÄA")]
    made = abbreviations(rows, section, "", "de")
    header, listed = made.blocks
    assert plain(header).strip() == "Abkürzungen"
    assert [plain(term) for term, _ in listed["c"]] == [
        "ÄA",
        "mae",
        "MAÉ, f. 9",
        "MAÉ, f. 10",
        "TNA",
    ]
    assert plain(listed["c"][1][1]) == "meaning of mae\n"
    assert abbreviations([], section, "", "de").blocks == []
    assert plain(abbreviations(rows, section, "Sigla", "de").title) == "Sigla"
