"""Words that HarfBuzz alone sets, compared with Pango's: the same glyphs at the same places."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from octavo.design.fonts import cut
from octavo.pdf.engine.composed import plain_words
from octavo.pdf.engine.composed.plain_words import HarfBuzz
from octavo.pdf.engine.composed.shapes import Face, Faces
from tests.pdf.twelve_lines import in_font, render

LATIN = (
    "The minister AVoided officials Təbriz flying affair fjord naïve coöperate Þorn Łódź señor "
    "“quoted” (so)—then 1914–1918, f. 32v; ‘tis Ça’s §4 £25 50% 3½ x² a+b=c Āśvaghoṣa Æthelred "
    "T.E. W. V. LT AT first second third fourth fifth sixth seventh eighth ninth tenth"
).split()
OTHERS = (
    "Министерство иностранных дел РСФСР донесение г. Москва съезд подъезд объявление ответ №5 "
    "οἱ βάρβαροι λόγος ἀρχή ὕδωρ τὸν ἄνδρα Ἀθῆναι πόλεμος ψυχή ξένος ῥήτωρ θάλασσα"
).split()
NOT_PLAIN = [
    "Москва-city",
    "a\u0301",
    "עברית",
    "漢字",
    "a\u00adb",
    "a\u200bb",
    "©",
    "ff\u200df",
    "☞",
]
STYLES = {
    "as it is": "",
    "with small capitals": "font-variant-caps: small-caps",
    "with old figures, without ligatures":
        "font-variant-numeric: oldstyle-nums; font-variant-ligatures: none",
    "without kerning": "font-kerning: none",
    "spaced": "letter-spacing: .1em",
    "with a feature of its own": "font-feature-settings: 'salt' 1, 'ss01'",
    "in Serbian": "font-style: italic",
    "in bold": "font-size: 16px; font-weight: 700",
    "in the system's font": "font-family: sans-serif",
}  # fmt: skip


def face_of(style: str, language: str = "en") -> Face:
    body = f'<p lang="{language}" style="{style}">t</p>'
    garamond = in_font(TTFont(BytesIO(cut("EBGaramond-Regular"))))
    page = render(body, garamond).pages[0]._page_box
    (paragraph,) = [box for box in page.descendants() if box.element_tag == "p"][:1]
    return Faces().of(paragraph.style)


@pytest.mark.parametrize("how", STYLES)
def test_words_are_as_pango_sets_them(how: str) -> None:
    face = face_of(STYLES[how], "sr" if "Serbian" in how else "en")
    words = [*LATIN, *OTHERS, *NOT_PLAIN]
    for word in words * 2:
        assert face._shaped(word).is_as(face.shaped_by_pango(word)), word
    plain = [word for word in words if face._plain.shaped(word)]
    assert not {*NOT_PLAIN} & {*plain}
    assert len({*LATIN} - {*plain}) <= 2  # signs that the face has not


def test_pango_is_hardly_asked_for_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    face, asked = face_of(""), []
    by_pango = face.shaped_by_pango
    monkeypatch.setattr(face, "shaped_by_pango", lambda text: asked.append(text) or by_pango(text))
    made = [a + b for a in "abcdefghij" for b in "abcdefghij"]
    for word in made * 2:
        face.shape(word)
    assert len(asked) == 10 + 12  # its letters, and the first words


@pytest.mark.parametrize("text", ["n", "nn"])
def test_a_face_in_which_harfbuzz_differs_is_left_to_pango(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    glyphs = HarfBuzz.glyphs

    def wrong(self: HarfBuzz, word: str, *how: Any) -> list[Any]:
        found = glyphs(self, word, *how)
        if text in word:
            number, width, *rest = found[0]
            found[0] = number, width + 0.01, *rest
        return found

    monkeypatch.setattr(plain_words.HarfBuzz, "glyphs", wrong)
    face = face_of("")
    for word in ("minimum", "annual", "nnn", "running", "min") * 6:
        assert face._shaped(word).is_as(face.shaped_by_pango(word)), word
    assert face._plain.shaped("nn") is None
