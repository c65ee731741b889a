"""A language is read in every way that people and programs name it."""

import pytest

from octavo.locales.language_tags import language_tag


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("de", "de|DE|deu|ger|German|deutsch|Allemand|alemán|немецкий|ngerman|langgerman|German."),
        ("de-CH", "de-ch|de_CH|deu-CH|swissgerman|Swiss German"),
        ("en", "en|eng|English|anglais|english and german|en; de|eng, fre|English (modern)"),
        ("en-GB", "en-GB|british|UKenglish"),
        ("fr", "fr|fra|fre|French|français|französisch|francais"),
        ("es", "es|spa|español|castellano|spanisch"),
        ("ru", "ru|rus|Russian|русский|Russe|Русский язык"),
        ("el", "el|ell|gre|Greek|Ελληνικά|polutonikogreek"),
        ("grc", "grc|Ancient Greek"),
        ("he", "he|iw|heb|Hebrew|עברית"),
        ("cs", "cs|ces|cze|Czech|čeština|česky"),
        ("nb", "nb|nob|Norwegian Bokmål|norsk"),
        ("pt-BR", "pt-BR|brazilian|Brazilian Portuguese"),
        ("zh-Hans", "zh-Hans|zh_hans"),
        ("und", "und|xx|Klingonese|?|12|zz-Q"),
        ("", "|  "),
    ],
)
def test_tags_codes_and_names(tag: str, written: str) -> None:
    assert {one: language_tag(one) for one in written.split("|")} == dict.fromkeys(
        written.split("|"), tag
    )


@pytest.mark.parametrize(
    "text", ["a" * 5000, "de-" * 900, "\0", "%s", "de\N{NO-BREAK SPACE}CH", "-"]
)
def test_no_text_is_stumbled_over(text: str) -> None:
    assert language_tag(text)
