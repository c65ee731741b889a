"""Fields become tagged text: tags, quotation marks, apostrophes."""

import json
import re
import time
from pathlib import Path

import pytest

from octavo.csl.items.field_text import field_text
from octavo.csl.text.tagged_text import CLOSING, KINDS, OPENING, unmarked

_SHOWN = {OPENING[kind]: f"<{kind}>" for kind in KINDS} | {
    CLOSING[kind]: f"</{kind}>" for kind in KINDS
}


def shown(text: str, depth: int = 0) -> str:
    """Show the marks as tags, and quotations as they alternate in American English."""
    out: list[str] = []
    for character in text:
        if character == OPENING["Quote"]:
            out.append("“‘"[depth % 2])
            depth += 1
        elif character == CLOSING["Quote"]:
            depth -= 1
            out.append("”’"[depth % 2])
        else:
            out.append(_SHOWN.get(character, character))
    return "".join(out)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        # tags
        ("a <i>b <b>c</b></i> d", "a <Emph>b <Strong>c</Strong></Emph> d"),
        ("One TwoF</i> Three", "One TwoF</i> Three"),  # flipflop_ItalicsSimple
        ("<i>a <b>b</i> c</b>", "<Emph>a <b>b</Emph> c</b>"),
        ("2<SUP>nd</SUP> H<sub>2</sub>O <em>x</em>", "2<Superscript>nd</Superscript> "
         "H<Subscript>2</Subscript>O <Emph>x</Emph>"),
        ('<span style="font-variant:small-caps;">Bc</span>', "<SmallCaps>Bc</SmallCaps>"),
        ("<sc>x</sc>", "<SmallCaps>x</SmallCaps>"),
        ('<span class="nocase">de</span> x', "<NoCase>de</NoCase> x"),
        ('a <span class="x">b</span>', "a <span class=“x”>b</span>"),
        ("R&D &amp; 1 < 2 > <br/>", "R&D &amp; 1 < 2 > <br/>"),
        # straight marks
        ('It is ("<i>My Title</i>") now', "It is (“<Emph>My Title</Emph>”) now"),
        ("'friend'", "“friend”"),  # flipflop_QuotesInFieldNotOnNode
        ("'Nobody Knows You're a Dog': As", "“Nobody Knows You’re a Dog”: As"),
        ("(ETFA '09)", "(ETFA ’09)"),  # flipflop_StartingApostrophe
        ('<span class="nocase">l\'\'\'</span>', "<NoCase>l’’’</NoCase>"),
        ('of "Positive Obligations " of', 'of "Positive Obligations " of'),
        ("d ' eau dans l ’ optique", "d ’ eau dans l ’ optique"),  # bugreports_SingleQuote
        ("'\"PIAAC (L) 2015\"'", "“‘PIAAC (L) 2015’”"),  # bugreports_NoCaseEscape
        ("'Tis the season o' plenty, get 'em", "’Tis the season o’ plenty, get ’em"),
        ("O'Hara, rock 'n' roll, the '60s and dogs' tails", "O’Hara, rock ’n’ roll, the ’60s "
         "and dogs’ tails"),
        ('the "Lords\' Journals" in', "the “Lords’ Journals” in"),
        ("to \"How did the 'cool kids' do?\"", "to “How did the ‘cool kids’ do?”"),
        ("a 'single \"double\" in' it", "a “single ‘double’ in” it"),
        ('a "b" c" 12" d', 'a “b” c" 12" d'),
        ("l'art d'\"être\"", "l’art d’“être”"),
        ('"and then—" he', "“and then—” he"),
        ("<i>\"x</i>\" 'y'", '<Emph>"x</Emph>" “y”'),
        # typed marks
        ("in ‘Strangers to it,’ a", "in “Strangers to it,” a"),
        ("“‘Amazing’ <b>and</b> Bogus”", "“‘Amazing’ <Strong>and</Strong> Bogus”"),
        ("“unclosed, and it’s unopened”", "“unclosed, and it’s unopened”"),
        ("„a“ b „c” “d”", "„a“ b „c” “d”"),
        # spaces
        ("a \n\t b\N{NO-BREAK SPACE} c", "a b\N{NO-BREAK SPACE} c"),
        ("His « Anonymous » Life", "His «\u202fAnonymous\u202f» Life"),
        (f"a{OPENING['Emph']}b", "ab"),
    ],
)  # fmt: skip
def test_field(field: str, text: str) -> None:
    assert shown(field_text(field)) == text


def test_an_author_s_single_marks_stay_in_prose_but_not_within_a_quotation() -> None:
    text = "<i>Insha’Allah</i> is ‘God willing’. “a ‘b’ c” and 'd'"
    set_ = shown(field_text(text, prose=True))
    assert set_ == "<Emph>Insha’Allah</Emph> is ‘God willing’. “a ‘b’ c” and “d”"
    assert OPENING["Quote"] + "God" not in field_text(text, prose=True)
    assert OPENING["Quote"] + "God" in field_text(text)


def test_the_space_before_a_sign_is_held_in_french_alone() -> None:
    assert field_text("titre : suite ; fin ?", "fr-FR") == "titre\u202f: suite\u202f; fin\u202f?"
    assert field_text("Title : more ; end", "en") == "Title : more ; end"


@pytest.mark.parametrize(
    "hostile",
    ["<i>" * 50_000 + "</b>" * 50_000, "'a" * 80_000, "\"'a' " * 40_000, "<i>'x' " * 40_000,
     "“" * 50_000 + "”" * 50_000, "<i" + " " * 100_000, "<span style='font-variant:" * 20_000],
)  # fmt: skip
def test_time_is_linear(hostile: str) -> None:
    start = time.perf_counter()
    field_text(hostile, prose=True)
    assert time.perf_counter() - start < 5


def test_quotation_marks_are_those_both_processors_print(shared: Path) -> None:
    folder = shared / "citations"
    seen: set[str] = set()
    wrong: list[str] = []
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        printed = {row["id"]: row["markup_agreed"] for row in data["bibliography"]}
        for item in data["items"]:
            entry = re.sub(r"<[^>]*>", "", printed.get(item["id"]) or "").casefold()
            for name, value in item.items():
                if not isinstance(value, str) or not re.search(r"['\"“‘]", value) or not entry:
                    continue
                if name.endswith("short"):
                    continue
                marks = re.sub(r"</?\w+>", "", shown(field_text(value)))
                inner = re.sub(r"</?\w+>", "", shown(field_text(value), 1))
                letters = re.sub(r"\W", "", unmarked(field_text(value))).casefold()
                if letters not in re.sub(r"\W", "", entry):
                    continue  # not printed, or shortened
                seen.add(value)
                # a point of the style may have gone inside a closing mark
                ways = {marks.casefold(), inner.casefold(), marks[:-1].casefold()}
                if not any(way in entry for way in ways | {inner[:-1].casefold()}):
                    wrong.append(f"{path.name} {item['id']} {name}: {marks}")
    assert len(seen) > 30
    assert wrong == []
