"""Archival locations: separated from the words after them, and put in the order of the profile."""

from __future__ import annotations

import time

import pytest

from octavo.citations.archives import PROFILES, Profile, arranged, location_in, profile_of, verbatim
from octavo.model import Cite, Place, Reference
from octavo.pandoc import tree
from octavo.pandoc.walk import plain

NB = "\N{NO-BREAK SPACE}"


def reference(**data: object) -> Reference:
    return Reference("x", {"id": "x", **data}, Place("b.json"))


@pytest.mark.parametrize(
    ("suffix", "parts", "rest"),
    [
        (", f. 082, op. 10, d. 2, l. 2", ["f. 082", "op. 10", "d. 2", "l. 2"], ""),
        (f", f.{NB}082, l.{NB}2, emphasis added", [f"f.{NB}082", f"l.{NB}2"], ", emphasis added"),
        (", 1re série, X, pp. 361–62", ["1re série", "X", "pp. 361–62"], ""),
        (
            ", Europe, 1918–1940, URSS, vol. 974, fol. 26",
            ["Europe", "1918–1940", "URSS", "vol. 974", "fol. 26"],
            "",
        ),
        (", arts. 1–3 and protocol, para. 1", ["arts. 1–3 and protocol", "para. 1"], ""),
        (" FO 371/18297, N1551/16/38", ["FO 371/18297", "N1551/16/38"], ""),
        (", l. 2 (copy, undated), verso torn", ["l. 2 (copy, undated)"], ", verso torn"),
        (", Papiers Massigli", ["Papiers Massigli"], ""),
        (", box 3, Davies Papers, Washington", ["box 3", "Davies Papers"], ", Washington"),
        (", l. 2, as before 3", ["l. 2"], ", as before 3"),
        (", l. 2; and more, 3", ["l. 2"], "; and more, 3"),
        (", quoted in Carley, 12", [], ", quoted in Carley, 12"),
        (" and passim", [], " and passim"),
        ("", [], ""),
        (", ,", [], ", ,"),
    ],
)
def test_a_place_ends_where_prose_begins(suffix: str, parts: list[str], rest: str) -> None:
    found = location_in(tree.text(suffix))
    assert [plain(part) for part in found.parts] == parts
    assert plain(found.rest) == rest


def test_nothing_of_a_suffix_is_lost() -> None:
    papers = tree.emph(tree.text("Papiers Schweisguth,"))
    found = location_in([*tree.text(", "), papers, *tree.text(" 351AP/3")])
    assert plain(arranged(found, PROFILES["as-written"])) == "Papiers Schweisguth, 351AP/3"
    assert papers in arranged(found, Profile())


@pytest.mark.parametrize(
    ("profile", "written", "printed"),
    [
        ("russian", "ll. 5–7ob., d. 16, op. 1, f. 1235", "f. 1235, op. 1, d. 16, ll. 5–7ob."),
        ("russian", "f. 05, o. 14, d. 117, p. 103, l. 2", "f. 05, o. 14, p. 103, d. 117, l. 2"),
        ("russian", "f. 5, op. 1, Unknown 3, d. 2", "f. 5, op. 1, Unknown 3, d. 2"),
        ("gost", "ф. 1235, оп. 1, д. 16, л. 5–7 об.", "Ф. 1235. Оп. 1. Д. 16. Л. 5–7 об."),
        ("french", "f. 26, vol. 974, série URSS", "série URSS, vol. 974, f. 26"),
        ("german", "Bl. 12, Nr. 5, Bestand R 43", "Bestand R 43, Nr. 5, Bl. 12"),
        ("anglo-american", "FO 371/18297, N1551/16/38", "FO 371/18297, N1551/16/38"),
        (
            "anglo-american",
            "RG 59, entry 5, box 2, folder 7, no. 3",
            "no. 3, box 2, folder 7, entry 5, RG 59",
        ),
        ("as-written", "l. 2, f. 05", "l. 2, f. 05"),
    ],
)
def test_parts_stand_in_the_order_of_the_profile(profile: str, written: str, printed: str) -> None:
    place = location_in(tree.text(f", {written}"))
    assert plain(arranged(place, PROFILES[profile])) == printed


def test_a_references_own_profile_comes_before_the_editions() -> None:
    fond = reference(type="collection", custom={"archive-profile": "russian"})
    assert profile_of(fond, "french") is PROFILES["russian"]
    assert profile_of(reference(type="collection"), "french") is PROFILES["french"]
    assert profile_of(reference(type="book"), "french") is PROFILES["as-written"]
    odd = reference(type="collection", custom={"archive-profile": ["?"]})
    assert profile_of(odd, "french") is PROFILES["french"]


@pytest.mark.parametrize(
    ("locator", "label", "place"),
    [
        ("f. 082, l. 2", "page", ", f. 082, l. 2"),
        ("f. 082, l. 2", "", ", f. 082, l. 2"),
        ("12–15, 20", "page", None),
        ("xii", "page", None),
        ("iv", "chapter", None),
        ("", "", None),
    ],
)
def test_what_stands_in_braces_is_a_place(locator: str, label: str, place: str | None) -> None:
    found = verbatim(Cite("x", [], [], locator, label, []))
    assert (None if found is None else plain(found)) == place


def test_a_hostile_suffix_takes_no_time() -> None:
    suffix = tree.text(", " + "f. 1, ((" * 20_000 + "ivxlc" * 20_000)
    started = time.process_time()
    location_in(suffix)
    verbatim(Cite("x", [], [], "1, " * 50_000 + "ivx" * 50_000 + "!", "page", []))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("suffix", "rest"),
    [
        ("RG 59, M316, roll 128, 861.48/1340", ""),
        ("FO 371/18297, folio 12, p. 3", ""),
        ("RG 59, microfilm roll 12, frames 33–34, emphasis added", ", emphasis added"),
        ("Fonds 5, dossier iv, feuillet 2", ""),
        ("ф. 5, плёнка 3, кадр 12", ""),
        ("RG 59, box 3, dated 1940", ", dated 1940"),
        ("RG 59, box 3, see note 5", ", see note 5"),
        ("RG 59, box 3, and his reply", ", and his reply"),
    ],
)
def test_a_word_with_a_number_is_part_of_a_place(suffix: str, rest: str) -> None:
    assert plain(location_in(tree.text(f", {suffix}")).rest) == rest
