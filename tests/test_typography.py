"""Quotation marks, spaces and ellipses by the language of each passage."""

from __future__ import annotations

import json

import pytest

from octavo.model import Section, Source, TypographySettings
from octavo.pandoc.walk import plain
from octavo.parsing.notes import parse
from octavo.source import read_edition
from octavo.typography import set_typography
from octavo.typography.spacing import on_one_line

SECTION = Section("one", "source/one.md")


def printed(text: str, language: str = "en-US", **settings: str) -> str:
    made = parse(Source(SECTION, text), language)
    (done,) = set_typography([made], TypographySettings(**settings))  # type: ignore[arg-type]
    return plain(done.blocks, notes=True).strip().replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("language", "written", "wanted"),
    [
        ("en-US", "He said \"no 'war' now\".", "He said “no ‘war’ now”."),
        ("de", "Er sagte \"nein 'Krieg' jetzt\".", "Er sagte „nein ‚Krieg‘ jetzt“."),
        ("de-CH", 'Er sagte "nein".', "Er sagte «nein»."),
        ("fr", "Il dit \"non 'guerre' donc\".", "Il dit «_non “guerre” donc_»."),
        ("ru", 'Он сказал "нет".', "Он сказал «нет»."),
        ("pl", 'Rzekł "nie".', "Rzekł „nie”."),
        ("da", 'Han sagde "nej".', "Han sagde »nej«."),
        ("es", 'Dijo "no".', "Dijo «no»."),
    ],
)
def test_straight_marks_become_those_of_the_language(language, written, wanted) -> None:
    assert printed(written, language) == wanted


def test_a_passage_follows_its_own_language() -> None:
    text = 'The "pact" or ["pacte" !]{lang=fr}, "again".\n\n::: {lang=de}\n"Pakt"\n:::\n'
    assert printed(text) == "The “pact” or «_pacte_»_!, “again”.\n„Pakt“"


def test_typed_marks_stay() -> None:
    assert printed("The “pact”, „Pakt“, «pacte».") == "The “pact”, „Pakt“, «pacte»."


def test_straight_marks_are_printed_where_the_source_is_to_be_kept() -> None:
    assert printed("A \"b 'c' d\".", quotation_marks="source") == "A \"b 'c' d\"."


def test_marks_in_notes_and_emphasis() -> None:
    text = 'Mot[^1] *"un"*.\n\n[^1]: Voir "deux".\n'
    assert printed(text, "fr") == "Mot Voir «_deux_».\n *«_un_»*.".replace("*", "")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Quoi ? Non ; oui ! Or : rien.", "Quoi_? Non_; oui_! Or~: rien."),
        ("Le « mot » et «mot» ici.", "Le «_mot_» et «_mot_» ici."),
        ("Le « mot » : « autre » !", "Le «_mot_»~: «_autre_»_!"),
        ("Voir https://a.fr/?x=1;y et 12:30.", "Voir https://a.fr/?x=1;y et 12:30."),
        ("Un mot — deux.", "Un mot~— deux."),
        ("Cela coûte 20 % ou 3 €.", "Cela coûte 20~% ou 3~€."),
    ],
)
def test_french_punctuation(written: str, wanted: str) -> None:
    assert printed(written, "fr") == wanted


@pytest.mark.parametrize(
    ("language", "written", "wanted"),
    [
        ("en", "AVPRF, f. 082, op. 10, d. 2, l. 2.", "AVPRF, f.~082, op.~10, d.~2, l.~2."),
        ("en", "See vol. 3, no. 12, chap. 4.", "See vol.~3, no.~12, chap.~4."),
        ("en", "The ser. of letters.", "The ser. of letters."),
        ("en", "A. J. P. Taylor and Dr. Watson.", "A.~J.~P. Taylor and Dr.~Watson."),
        ("en", "M. \u2e3a, and Mr. \u2e3a of B.", "M.~\u2e3a, and Mr.~\u2e3a of B."),
        ("en", "Only the . . . Clean.", "Only the~.~.~. Clean."),
        ("en", "It ended. 12 men came.", "It ended. 12 men came."),
        ("ru", "В 1935 г. он в Москве, с. 12.", "В~1935~г. он в~Москве, с.~12."),
        ("ru", "Москва — столица.", "Москва~— столица."),
        ("cs", "K tomu v Praze, s. 12.", "K~tomu v~Praze, s.~12."),
        ("de", "Vgl. Bd. 3, S. 12, und § 4.", "Vgl. Bd.~3, S.~12, und §~4."),
    ],
)
def test_a_line_does_not_end_before_what_belongs_together(language, written, wanted) -> None:
    assert printed(written, language) == wanted


def test_spaces_as_written() -> None:
    assert printed("Quoi ? Le « mot ».", "fr", spaces="source") == "Quoi ? Le « mot »."


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("One… two", "One~.~.~. two"),
        ("One … two", "One~.~.~. two"),
        ("One…, two", "One~.~.~., two"),
        ("“…two”", "“.~.~.~two”"),
    ],
)
def test_spaced_ellipses(written: str, wanted: str) -> None:
    assert printed(written, ellipses="spaced") == wanted


def test_code_and_addresses_are_left_alone() -> None:
    text = 'Code `p. 12 "x" ?` and $p. 3$ and\n\n    "block" ?\n'
    assert printed(text, "fr") == 'Code p. 12 "x" ? and p. 3 and\n"block" ?'


def test_nothing_changes_where_nothing_is_to_change() -> None:
    made = parse(Source(SECTION, "Plain *words* of a text[^1].\n\n[^1]: A note.\n"), "en")
    assert set_typography([made], TypographySettings())[0].blocks == made.blocks


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("The '60s \"boom\" and the '70s of Jones' \"firm\".",
         "The ’60s “boom” and the ’70s of Jones’ “firm”."),
        ("[Bob](https://example.org)'s 'stuff' is here.", "Bob’s ‘stuff’ is here."),
        ("*Bob*'s 'x', **Ann**'s, `code`'s, [S]{.smallcaps}'s 'y'.",
         "Bob’s ‘x’, Ann’s, code’s, S’s ‘y’."),
        ("@rowe1990's view and the pilots' view.", "@rowe1990’s view and the pilots’ view."),
        ('"I say, \'tis a pity." Rock \'n\' roll.', "“I say, ’tis a pity.” Rock ’n’ roll."),
        ("She said, \"'Twas 'ere.\" (\"*em*\") 6' tall.",
         "She said, “’Twas ’ere.” (“em”) 6’ tall."),
        ("'the '60s were good', the boys' way", "‘the ’60s were good’, the boys’ way"),
        ("'12 angry men' is a film.", "‘12 angry men’ is a film."),
        ("'12 was the year of the pilots' strike.", "’12 was the year of the pilots’ strike."),
        ("'Cause and effect', 'cause he said so.", "‘Cause and effect’, ’cause he said so."),
        ("*'quoted'* and **'bold'** in *The Times*' pages.",
         "‘quoted’ and ‘bold’ in The Times’ pages."),
        ("H~2~'s 'x', 1^st^'s 'y', the 'n' key.", "H2’s ‘x’, 1st’s ‘y’, the ‘n’ key."),
        ("'s-Gravenhage and 't Hooft's 'idea'.", "’s-Gravenhage and ’t Hooft’s ‘idea’."),
        ("Mot[^1].\n\n[^1]: The '60s and [Bob](b)'s 'y'.\n", "Mot The ’60s and Bob’s ‘y’.\n."),
        ("`it's '60s` and `f('x')`'s.", "it's '60s and f('x')’s."),
    ],
)  # fmt: skip
def test_an_apostrophe_opens_no_quotation(written: str, wanted: str) -> None:
    assert printed(written) == wanted


def test_what_is_no_word_keeps_its_straight_marks() -> None:
    text = "A '60s [x](https://a.example/'60s's){t='60s'} *b*'s.\n\n```\n'60s )'s\n```\n"
    made = parse(Source(SECTION, text), "en-US")
    assert "https://a.example/'60s's" in str(made.blocks)
    assert "’60s" not in str(made.blocks[1]) and "'60s )'s" in str(made.blocks[1])
    assert "\U0010ffd0" not in str(made.blocks)


def test_british_marks_are_double_within_single_however_they_are_typed() -> None:
    assert printed("\"a 'b' c\" and 'd \"e\" f' of *\"g 'h'\"*.", "en-GB") == (
        "‘a “b” c’ and ‘d “e” f’ of ‘g “h”’."
    )
    text = 'He "said[^1] so".\n\n[^1]: See "this \'one\'".\n'
    assert "See ‘this “one”’." in printed(text, "en-GB")


@pytest.mark.parametrize(
    ("language", "written", "wanted"),
    [
        ("en-US", "Rowe's \"Calendar\"", "Rowe’s “Calendar”"),
        ("en-US", "\"It's 'Tis\": Rock 'n' Roll in '68", "“It’s ’Tis”: Rock ’n’ Roll in ’68"),
        ("en-US", "'Don't' and 'won't go', a 12\" gun", "‘Don’t’ and ‘won’t go’, a 12\" gun"),
        ("en-GB", "Rowe's \"Calendar 'x' don't\" and 'y'", "Rowe’s ‘Calendar “x” don’t’ and ‘y’"),
        ("de", "Der \"kleine 'x'\" Hafen", "Der „kleine ‚x‘“ Hafen"),
        ("fr", "Le \"port\" d'Artagnan", "Le «\u202fport\u202f» d’Artagnan"),
        ("sv", 'Den "lilla" hamnen', "Den ”lilla” hamnen"),
    ],
)  # fmt: skip
def test_metadata_have_the_marks_of_their_language(
    language: str, written: str, wanted: str
) -> None:
    given: dict[str, object] = {
        "title": written,
        "language": language,
        "authors": [{"literal": written}],
    }
    given["sections"] = ["one.md"]
    edition, faults = read_edition(json.dumps(given).encode())
    assert not faults and edition is not None
    assert (edition.title, edition.authors[0].display) == (wanted, wanted)
    kept, _ = read_edition(
        json.dumps(given | {"typography": {"quotation_marks": "source"}}).encode()
    )
    assert kept is not None and kept.title == written


def test_no_break_spaces_stay_on_one_line() -> None:
    assert (
        on_one_line(" Option\u00a01\u00a0:\n  une\u202f? \t") == "Option\u00a01\u00a0: une\u202f?"
    )
