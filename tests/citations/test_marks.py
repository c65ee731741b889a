"""Marks survive the engine and become pandoc's inlines; seams close across them."""

import pytest

from octavo.citations.marks import Quotes, from_html, marked, plain_text, tidy, to_inlines, words

EN, FR = Quotes(), Quotes(("«\u00a0", "\u00a0»"), ("“", "”"), punctuation_inside=False)


def quoted(text: str) -> str:
    return marked("Quote", text)


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        (quoted("Title") + ", 12", "“Title,” 12"),
        (quoted(marked("Emph", "Lear")) + ".", "“Lear.”"),
        (quoted("Why?") + ", 12", "“Why?,” 12"),
        (quoted("Why?") + ".", "“Why?”"),
        (marked("Emph", "Why?") + ".", "Why?"),
        (marked("Emph", "vol.") + ".", "vol."),
        (marked("Emph", "a ") + " b", "a b"),
        (quoted("The “Clean Hands” of"), "“The ‘Clean Hands’ of”"),
        (quoted("a " + quoted("b") + " c"), "“a ‘b’ c”"),
        ("So . . . Clean…", "So . . . Clean…"),
    ],
)
def test_seams(written: str, set_: str) -> None:
    assert plain_text(to_inlines(tidy(written, EN), EN)) == set_


def test_a_comma_stays_outside_in_french() -> None:
    assert (
        plain_text(to_inlines(tidy(quoted("Titre") + ", 12", FR), FR)) == "«\u00a0Titre\u00a0», 12"
    )


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
    pieces = from_html(html)
    assert plain_text(to_inlines("".join(piece for piece, _ in pieces))) == text


def test_nocase_is_kept_apart() -> None:
    assert from_html('A <span class="nocase">b C</span> d') == [
        ("A ", False),
        ("b C", True),
        (" d", False),
    ]


def test_crossing_marks_nest() -> None:
    text = marked("Emph", "a " + marked("Strong", "b ") + marked("Emph", "c"))
    assert to_inlines(text) == [
        {"t": "Emph", "c": [*words("a "), {"t": "Strong", "c": words("b ")}]},
        *words("c"),
    ]
