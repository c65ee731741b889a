"""A field's markup becomes tagged text, and tagged text becomes pandoc's inlines."""

import pytest

from octavo.csl.items.field_text import field_text
from octavo.csl.text.tagged_html import to_plain
from octavo.csl.text.tagged_text import Quotes, marked, to_inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a <i>b</i> c", "a b c"),
        ('<span style="font-variant:small-caps;">X</span>', "X"),
        ("a < b > c", "a < b > c"),
        ("<u>a</u>", "<u>a</u>"),
        ("<i>a", "<i>a"),
        ("a</i>", "a</i>"),
        ("<i>a <b>b</i>", "a <b>b"),
        ("<script>x</script>", "<script>x</script>"),
        ("\U0010ff00a", "a"),
    ],
)
def test_only_the_tags_of_csl_are_markup(html: str, text: str) -> None:
    assert plain(to_inlines(field_text(html))) == text


def test_nocase_is_kept_apart() -> None:
    text = field_text('A <span class="nocase">b C</span> d')
    assert text == f"A {marked('NoCase', 'b C')} d"


def test_crossing_marks_nest() -> None:
    text = marked("Emph", "a " + marked("Strong", "b ") + marked("Emph", "c"))
    assert to_inlines(text) == [
        {"t": "Emph", "c": [*tree.text("a "), {"t": "Strong", "c": tree.text("b ")}]},
        *tree.text("c"),
    ]


BRITISH = Quotes(("‘", "’"), ("“", "”"), punctuation_inside=False)


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Mr. Churchill's secretary", "‘Mr. Churchill’s secretary’"),
        ("The soldiers' “own” war", "‘The soldiers’ “own” war’"),
        ("Hawai‘i and ‘Abd al-Rahman", "‘Hawai‘i and ‘Abd al-Rahman’"),
        ("A “soldiers' war” and 'peace'", "‘A “soldiers’ war” and “peace”’"),
    ],
)
def test_an_apostrophe_is_no_single_quotation_mark(title: str, printed: str) -> None:
    assert plain(to_inlines(marked("Quote", field_text(title)), BRITISH)) == printed


@pytest.mark.parametrize(
    ("outer", "inner", "typed", "printed"),
    [
        ("„“", "‚‘", "Der „kleine“ Hafen", "„Der ‚kleine‘ Hafen“"),
        ("„“", "‚‘", "Der »kleine« Hafen", "„Der ‚kleine‘ Hafen“"),
        ("„“", "‚‘", "Ein „Streit um ‚Worte‘“ und 68er’", "„Ein ‚Streit um „Worte“‘ und 68er’“"),
        ("«»", "‹›", "Der «kleine» Hafen", "«Der ‹kleine› Hafen»"),
        (("«\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}»"), "“”", "Le « port » et l’eau",
         "«\N{NARROW NO-BREAK SPACE}Le “port” et l’eau\N{NARROW NO-BREAK SPACE}»"),
        ("«»", "„“", "Порт «Малый „х“»", "«Порт „Малый «х»“»"),
        ("„”", "«»", "Port „mały”", "„Port «mały»”"),
        ("»«", "›‹", "Havnen »lille«", "»Havnen ›lille‹«"),
        ("””", "’’", "Hamnen ”lilla” och", "”Hamnen ’lilla’ och”"),
        ("””", "’’", "Satama »pieni» ja", "”Satama ’pieni’ ja”"),
        ("“”", "‘’", "Der „kleine“ Hafen", "“Der ‘kleine’ Hafen”"),
        ("“”", "‘’", "Der ‚kleine‘ Hafen", "“Der ‘kleine’ Hafen”"),
        ("“”", "‘’", "Port „mały”", "“Port ‘mały’”"),
        ("“”", "‘’", "Den ”lilla” hamnen, l’eau", "“Den ‘lilla’ hamnen, l’eau”"),
        ("“”", "‘’", "Le « port » et ‹l’eau›", "“Le ‘port’ et ‘l’eau’”"),
        ("“”", "‘’", "Havnen »lille« og »den „nye“«", "“Havnen ‘lille’ og ‘den “nye”’”"),
        ("‘’", "“”", "Der „kleine“ Hafen", "‘Der “kleine” Hafen’"),
    ],
)  # fmt: skip
def test_typed_marks_of_the_language_alternate_too(
    outer: tuple[str, str], inner: tuple[str, str], typed: str, printed: str
) -> None:
    quotes = Quotes((outer[0], outer[1]), (inner[0], inner[1]))
    assert to_plain(marked("Quote", field_text(typed)), quotes) == printed


def test_marks_that_a_style_sets_around_a_title_stay() -> None:
    title = f"«On {marked('Quote', 'seas')} of »mare«»"
    assert to_plain(title, Quotes(("“", "”"), ("‘", "’"))) == "«On “seas” of »mare«»"
