"""The locator is read from the text after a key; one with several places stays as written."""

from typing import Any

import pytest

from octavo.citations import read_cites
from octavo.model import Cite, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import plain

NB = "\N{NO-BREAK SPACE}"
EMPH = {"t": "Emph", "c": tree.text("Papiers Schweisguth")}


def cite(
    suffix: Inlines,
    mode: str = "NormalCitation",
    prefix: Inlines | None = None,
    language: str = "",
) -> Cite:
    citation: dict[str, Any] = {
        "citationId": "a",
        "citationPrefix": prefix or [],
        "citationSuffix": suffix,
        "citationMode": {"t": mode},
        "citationNoteNum": 1,
        "citationHash": 0,
    }
    (read,) = read_cites([citation], language)
    assert read.suffix == suffix
    return read


@pytest.mark.parametrize(
    ("language", "suffix", "label", "locator", "rest"),
    [
        ("hu", ", 12. o.", "page", "12", ""),
        ("hu-HU", " 12–14. oldal", "page", "12–14", ""),
        ("hu", ", 12., 14. o.", "page", "12, 14", ""),
        ("hu", ", XII. o.", "page", "XII", ""),
        ("hu", ", 3. köt.", "volume", "3", ""),
        ("hu", ", 12. o., kiemelés tőlem", "page", "12", ", kiemelés tőlem"),
        ("hu", ", III. köt., 12. o.", "", "", ""),
        ("hu", ", 12. okt.", "page", "12", ". okt."),
        ("fi", ", s. 12", "page", "12", ""),
        ("tr", ", ss. 12-14", "page", "12-14", ""),
        ("eu", ", 12-14. orr.", "page", "12-14", ""),
        ("lv", ", 12.–14. lpp.", "page", "12–14", ""),
        ("lt", ", p. 12", "page", "12", ""),
        ("et", ", lk 12", "page", "12", ""),
        ("zh", ", 第12页", "page", "12", ""),
        ("zh-TW", "，第１２頁", "page", "12", ""),
        ("zh", ", 第3卷", "volume", "3", ""),
        ("ja", ", 12-14頁", "page", "12-14", ""),
        ("ko", ", 제12쪽", "page", "12", ""),
        ("en", ", 12. o.", "page", "12", ". o."),
    ],
)
def test_a_label_is_read_where_its_language_writes_it(
    language: str, suffix: str, label: str, locator: str, rest: str
) -> None:
    read = cite(tree.text(suffix), language=language)
    assert (read.label, read.locator, plain(read.rest or [])) == (label, locator, rest)


@pytest.mark.parametrize(
    ("suffix", "label", "locator", "rest"),
    [
        (", 3", "page", "3", ""),
        ("12", "page", "12", ""),
        (f", p.{NB}3", "page", "3", ""),
        (" p. 3", "page", "3", ""),
        (", pp. 3–5", "page", "3–5", ""),
        (", 193-195", "page", "193-195", ""),
        (", 3, 7–9", "page", "3, 7–9", ""),
        (", xii–xv", "page", "xii–xv", ""),
        (", p. XII", "page", "XII", ""),
        (", 42n3", "page", "42n3", ""),
        (f", vol.{NB}2", "volume", "2", ""),
        (", chap. 4", "chapter", "4", ""),
        (", no. 12", "issue", "12", ""),
        (", fol. 12r–v", "folio", "12r–v", ""),
        (", §§12–14", "section", "12–14", ""),
        (", n. 4", "note", "4", ""),
        (", 12, emphasis added", "page", "12", ", emphasis added"),
        (", 12 (emphasis added)", "page", "12", " (emphasis added)"),
        (", pp. 12 and passim", "page", "12", " and passim"),
        (", p. 12. See also below", "page", "12", ". See also below"),
        (", {pp. iv, A-3} too", "page", "iv, A-3", " too"),
        (", {app. 12}", "appendix", "12", ""),
        (", {Abb. 12}", "page", "Abb. 12", ""),
    ],
)
def test_a_locator_is_read(suffix: str, label: str, locator: str, rest: str) -> None:
    read = cite(tree.text(suffix))
    assert (read.label, read.locator, plain(read.rest or [])) == (label, locator, rest)


@pytest.mark.parametrize(
    "suffix",
    [
        ", f. 082, op. 10, p. 27, d. 2, l. 2",
        f", f.{NB}05, o. 14, d. 117, p.{NB}103, ll. 227–30",
        ", l. 2",
        ", f. 26",
        ", ll. 5–7ob.",
        ", ancienne série Z, Europe, 1918–1940, URSS, vol. 974, f. 26",
        ", 1918–1940, URSS, vol. 974, f. 26",
        ", XVIII, 292–93",
        ", 1re série, VII, pp. 718–19",
        ", 2e série",
        ", 351AP/3",
        ", vol. 2, p. 34",
        ", p. 12, n. 3",
        ", passim",
        ", n.d.",
        ", number theory",
        ", civil war",
        ", d",
        ", 12 bis",
        "",
    ],
)
def test_what_is_no_locator_stays_as_written(suffix: str) -> None:
    read = cite(tree.text(suffix))
    assert (read.locator, read.label, read.rest) == ("", "", None)


def test_markup_stays_in_the_suffix_and_in_the_rest() -> None:
    verbatim = [{"t": "Str", "c": ","}, {"t": "Space"}, EMPH, *tree.text(", 351AP/3")]
    assert cite(verbatim).rest is None
    assert cite([*tree.text(", 12, "), EMPH]).rest == [*tree.text(", "), EMPH]
    raised = [*tree.text(", 351"), {"t": "Superscript", "c": tree.text("e")}]
    assert cite(raised).locator == ""


def test_empty_braces_keep_a_number_from_being_a_page() -> None:
    read = cite(tree.text(", {}1939 edition"))
    assert (read.locator, plain(read.rest or [])) == ("", ", 1939 edition")


def test_modes_and_prefixes() -> None:
    see = [{"t": "Emph", "c": tree.text("see")}]
    assert cite([], prefix=see).prefix == see
    assert cite([], "AuthorInText").mode == "author-in-text"
    assert cite([], "SuppressAuthor").mode == "suppress-author"


@pytest.mark.parametrize(
    "suffix", [", " + "1, " * 20_000, ", " + "p. " * 20_000, "," + "i" * 40_000]
)
def test_a_long_suffix_takes_no_time(suffix: str) -> None:
    cite(tree.text(suffix))


@pytest.mark.parametrize(
    ("language", "suffix", "label", "locator"),
    [
        ("de", ", S. 12", "page", "12"), ("de-CH", ", S. 12–15", "page", "12–15"),
        ("de", ", Bd. 2", "volume", "2"), ("de", ", Anm. 4", "note", "4"),
        ("de", ", p. 12", "page", "12"), ("de", ", {S. 12}", "page", "12"),
        ("ru", ", с. 5", "page", "5"), ("ru", ", т. 2", "volume", "2"),
        ("uk", ", с. 5", "page", "5"),
        ("el", ", σ. 5", "page", "5"), ("el", ", τ. 2", "volume", "2"),
        ("cs", ", str. 4", "page", "4"), ("cs", ", s. 4", "page", "4"),
        ("cs", ", č. 3", "issue", "3"),
        ("pl", ", s. 4", "page", "4"), ("pl", ", t. 2", "volume", "2"),
        ("fr", ", p. 4", "page", "4"), ("fr-CA", ", t. 2", "volume", "2"),
        ("fr", ", n° 3", "issue", "3"),
        ("es", ", pág. 4", "page", "4"), ("es", ", t. 2", "volume", "2"),
        ("it", ", pp. 4–5", "page", "4–5"), ("it", ", n. 3", "issue", "3"),
        ("pt", ", p. 4", "page", "4"), ("pt-PT", ", vol. 2", "volume", "2"),
        ("nl", ", blz. 4", "page", "4"), ("nl", ", dl. 2", "volume", "2"),
        ("da", ", s. 4", "page", "4"), ("sv", ", s. 4", "page", "4"), ("nb", ", s. 4", "page", "4"),
        ("no", ", bd. 2", "volume", "2"), ("fi", ", s. 4", "page", "4"),
        ("hu", ", köt. 2", "volume", "2"),
        ("hu", ", o. 4", "page", "4"), ("he", ", עמ’ 4", "page", "4"), ("ar", ", ص 4", "page", "4"),
        ("la", ", p. 4", "page", "4"), ("ja", ", p. 4", "page", "4"),
        ("en", ", S. 12", "", ""), ("de", ", Bd. 2, S. 12", "", ""),
        ("ru", ", ф. 5, оп. 1", "", ""),
        ("ru", ", л. 5", "", ""), ("fr", ", f. 5", "", ""),
    ],
)  # fmt: skip
def test_a_label_is_english_or_of_the_language_of_the_text(
    language: str, suffix: str, label: str, locator: str
) -> None:
    citation: dict[str, Any] = {
        "citationId": "a", "citationPrefix": [], "citationSuffix": tree.text(suffix),
        "citationMode": {"t": "NormalCitation"}, "citationNoteNum": 1, "citationHash": 0,
    }  # fmt: skip
    (read,) = read_cites([citation], language)
    assert (read.label or "", read.locator or "") == (label, locator)
