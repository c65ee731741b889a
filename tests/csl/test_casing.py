"""Text case over tagged text, and titles as both reference processors print them."""

import html
import json
import re
import time
from pathlib import Path

import pytest

from octavo.csl.items.field_text import field_text
from octavo.csl.text.casing import cased, is_english, long_prepositions_of
from octavo.csl.text.tagged_text import CLOSING, OPENING, marked, unmarked


def title(field: str, **how: str) -> str:
    return unmarked(cased(field_text(field), "title", **how))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "text", "printed"),
    [
        ("lowercase", "This is a {Smith} pencil ΛΟΓΟΣ", "this is a {Smith} pencil λογος"),
        ("uppercase", "This is a {Smith} straße", "THIS IS A {Smith} STRASSE"),
        ("capitalize-first", "this is a {Smith}", "This is a {Smith}"),
        ("capitalize-first", "{this} is", "{this} is"),
        ("capitalize-first", "iPad and it", "iPad and it"),
        ("capitalize-first", "(the “end”", "(The “end”"),
        ("capitalize-all", "anti-slavery petition", "Anti-Slavery Petition"),
        ("capitalize-all", "This IS a {sMITH} l’art", "This IS A {sMITH} L’art"),
        ("sentence", "This is a Pen: The {Smith} and the USA", "This is a pen: The {Smith} and the "
         "USA"),
        ("sentence", "ALL OF IT IS LOUD", "All of it is loud"),
        ("shout", "As it is", "As it is"),
    ],
)  # fmt: skip
def test_cases(case: str, text: str, printed: str) -> None:
    marks = str.maketrans({"{": OPENING["NoCase"], "}": CLOSING["NoCase"]})
    assert cased(text.translate(marks), case) == printed.translate(marks)


@pytest.mark.parametrize("kind", ["NoCase", "SmallCaps", "Superscript", "Subscript"])
def test_letters_that_are_set_apart_stay(kind: str) -> None:
    text = f"my {marked(kind, 'small phrase')} in {marked('Emph', 'a title')}"
    printed = f"My {marked(kind, 'small phrase')} in {marked('Emph', 'a Title')}"
    assert cased(text, "title") == printed


def test_turkish_has_two_letters_i() -> None:
    assert cased("ic and ıd", "uppercase", "tr") == "İC AND ID"
    assert cased("ICID İ", "lowercase", "tr-TR") == "ıcıd i"
    assert cased("ia and ıb", "uppercase", "original-one hello") == "IA AND IB"


@pytest.mark.parametrize(
    ("field", "printed"),
    [
        # the CSL suite: textcase_*, bugreports_TitleCase
        ("07-x test", "07-x Test"),
        ("iPad is a thing", "iPad Is a Thing"),
        ("Review of book by A.N. author", "Review of Book by A.N. Author"),
        ("John von Doe: an about up life", "John von Doe: An about up Life"),
        ("John d'Doe! a life", "John d’Doe! A Life"),
        ("a cat/mouse and/or scientist–practitioner gap", "A Cat/Mouse and/or "
         "Scientist–Practitioner Gap"),
        ("traits—self-esteem, and stability—with job", "Traits—Self-Esteem, and Stability—with "
         "Job"),
        ("saline of β-carotine", "Saline of β-Carotine"),
        ("from \"distance\" to 'friction': substituting for", "From Distance to Friction: "
         "Substituting For"),
        ("three yet four so five onto six over seven via it", "Three yet Four so Five onto Six "
         "over Seven via It"),
        # Chicago 8.160-8.162
        ("out-of-fashion, state-of-the-art twenty-first-century in-depth e-mail", "Out-of-Fashion, "
         "State-of-the-Art Twenty-First-Century In-Depth E-Mail"),
        ("all for one. for all. vol. the first", "All for One. For All. Vol. the First"),
        ("proc. of the royal soc. of arts", "Proc. of the Royal Soc. of Arts"),
        ("brown v. board vs. the rest", "Brown v. Board vs. the Rest"),
        ("why? of course! and so: \"of mice\"", "Why? Of Course! And so: Of Mice"),
        ("out of africa, figuring it out. so", "Out of Africa, Figuring It Out. So"),
        ("of a trip out of town", "Of a Trip out of Town"),
        ("3d printing in the 1960s at 5 o'clock", "3d Printing in the 1960s at 5 o’clock"),
        ("see http://a.org/of-the of", "See http://a.org/of-the Of"),
        ("the works of al-qaeda and de gaulle", "The Works of al-Qaeda and de Gaulle"),
        ("LOUD: A TITLE", "LOUD: A TITLE"),
        ("", ""),
        ("— “", "— “"),
    ],
)  # fmt: skip
def test_titles(field: str, printed: str) -> None:
    assert title(field) == printed


def test_long_prepositions_are_the_edition_s() -> None:
    text = "war between us, through and without them off site"
    eighteenth = long_prepositions_of("Chicago Manual of Style 18th edition (notes)")
    assert long_prepositions_of("American Medical Association 11th edition") == "lower"
    seventeenth = long_prepositions_of("Chicago Manual of Style 17th edition (notes)")
    assert title(text, long_prepositions=eighteenth) == (
        "War Between Us, Through and Without Them off Site"
    )
    assert title(text, long_prepositions=seventeenth) == (
        "War between Us, through and without Them off Site"
    )


def test_only_english_titles_are_raised() -> None:
    assert cased("la fin de l’art", "title", "fr-FR") == "la fin de l’art"
    assert cased("the end", "title", "en-GB") == "The End"
    english = ["en", "EN-us", "en--other stuff about the lingo", "eng"]
    assert all(map(is_english, english))
    assert not any(map(is_english, ["", "french language", "FR", "enm"]))


@pytest.mark.parametrize("hostile", ["a" * 200_000, "." * 200_000, "a-" * 100_000, "?”" * 100_000,
                                     "a. " * 60_000, OPENING["NoCase"] * 100_000 + "a" * 100_000,
                                     "a/" * 100_000, "’a" * 100_000])  # fmt: skip
def test_time_is_linear(hostile: str) -> None:
    start = time.perf_counter()
    for case in ("title", "sentence", "capitalize-all"):
        cased(hostile, case)
    assert time.perf_counter() - start < 5


# --- agreement -----------------------------------------------------------------------------------

# In these the styles do not ask for title case (Chicago 14.104, 14.106, 14.192...).
_AS_WRITTEN = ("post", "hearing", "patent", "entry-dictionary")
_TITLES = ("title", "container-title", "volume-title", "part-title", "reviewed-title")
_SIGNS = re.compile(r"</?\w[^>]*>|[“”‘’\"'«»]")


def _plain(text: str) -> str:
    return " ".join(_SIGNS.sub("", html.unescape(text)).split())


def test_titles_agree_with_both_processors(shared: Path) -> None:
    """Where citeproc-js and pandoc agree on an entry, its titles have the same capitals here."""
    count = 0
    other: list[str] = []
    for path in sorted((shared / "citations").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        edition = "17th edition" if "17th" in path.name else "18th edition"
        long_prepositions = long_prepositions_of(f"Chicago Manual of Style {edition}")
        entries = {row["id"]: row["agreed"] for row in data["bibliography"]}
        for item in data["items"]:
            if item["type"] in _AS_WRITTEN:
                continue
            for name in _TITLES:
                field, entry = item.get(name, ""), _plain(entries.get(item["id"]) or "")
                at = entry.casefold().find(_plain(field).casefold()) if field else -1
                if at < 0:
                    continue
                count += 1
                ours = title(field, language=item.get("language") or "en",
                             long_prepositions=long_prepositions)  # fmt: skip
                if _plain(ours) != entry[at : at + len(_plain(field))]:
                    other.append(f"{path.name} {item['id']}: {ours}")
    assert count > 2000
    assert len(other) <= count // 500, "\n".join(other)
