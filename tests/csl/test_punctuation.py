"""Seams: two points that meet, two spaces, quotation marks; parentheses within parentheses."""

import pytest

from octavo.csl.text.punctuation import bracketed, joined, of_the_style, settled
from octavo.csl.text.tagged_text import Quotes, marked, to_inlines
from octavo.pandoc.walk import plain


def quoted(text: str) -> str:
    return marked("Quote", text)


def printed(*pieces: str, inside: bool = True) -> str:
    return plain(to_inlines(settled(joined(pieces, ""), inside), Quotes()))


@pytest.mark.parametrize(
    ("pieces", "set_"),
    [
        ((quoted("Title"), ", 12"), "“Title,” 12"),
        ((quoted(marked("Emph", "Lear")), "."), "“Lear.”"),
        ((quoted("Why?"), ", 12"), "“Why?,” 12"),
        ((quoted("Why?"), "."), "“Why?”"),
        ((marked("Emph", "Why?"), "."), "Why?"),
        ((marked("Emph", "vol."), "."), "vol."),
        ((marked("Emph", "a "), " b"), "a b"),
        ((quoted("The “Clean Hands” of"),), "“The ‘Clean Hands’ of”"),
        ((quoted("a " + quoted("b") + " c"),), "“a ‘b’ c”"),
        ((quoted("a " + quoted("b")), ", c"), "“a ‘b,’” c"),
        ((quoted("das »Wort«"), ", c"), "“das ‘Wort,’” c"),
        ((quoted(marked("NoCase", "le «\u202fmot\u202f»")), ", c"), "“le ‘mot,’” c"),
        ((quoted("a " + quoted("b") + " c "), " d"), "“a ‘b’ c ” d"),
        (("So . . . Clean…",), "So . . . Clean…"),
        (("“quote”, Hello", " Thing"), "“quote”, Hello Thing"),  # as its author has it
        ((quoted("Title"), "; ", "and"), "“Title”; and"),
    ],
)
def test_seams(pieces: tuple[str, ...], set_: str) -> None:
    assert printed(*pieces) == set_


def test_a_comma_comes_inside_the_quotation_mark_and_not_into_its_italics() -> None:
    made = to_inlines(settled(joined((quoted(marked("Emph", "Lear")), ", 12"), ""), True))
    assert made[:3] == [
        {"t": "Str", "c": "“"},
        {"t": "Emph", "c": [{"t": "Str", "c": "Lear"}]},
        {"t": "Str", "c": ",”"},
    ]


def test_a_comma_stays_outside_where_the_locale_has_it_so() -> None:
    assert printed(quoted("Titre"), ", 12", inside=False) == "“Titre”, 12"


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("{Faber, 1987; as *Wind* {London, 1949}}", "(Faber, 1987; as *Wind* [London, 1949])"),
        ("{§ 3(a)}", "(§ 3(a))"),
        ("{Dissertação (Mestrado), 1987}", "(Dissertação (Mestrado), 1987)"),
        ("{a} and {b}", "(a) and (b)"),
        ("{a {b {c}}}", "(a [b (c)])"),
        ("a} {b {c", "a) (b (c"),
    ],
)
def test_parentheses_of_the_style_within_its_own(written: str, set_: str) -> None:
    written = written.translate(dict(zip(map(ord, "{}"), map(of_the_style, "()"), strict=True)))
    assert bracketed(written, within=True) == set_
