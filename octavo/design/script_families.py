"""Name the families that have the letters of a script, serifs first: what a form asks the system
for where the typeface and its companions have no such letters.

Han characters have other forms in China, Taiwan, Hong Kong, Japan and Korea, so the families follow
the language of the passage. Where none is marked, the letters themselves say what they can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from octavo.locales import script_name, script_of

# The letters that no typeface of ours has: all beyond Latin, Greek and Cyrillic, Hebrew and Arabic,
# without signs, marks of the layout and what is for private use.
_BEYOND = re.compile(
    "[\u0530-\u058f\u0700-\u074f\u0780-\u07ff\u0800-\u085f\u0900-\u1cff\u2c00-\u2c5f\u2c80-\u2ddf"
    "\u2e80-\ua63f\ua6a0-\ua6ff\ua800-\uab2f\uab70-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00010000-\U0001cfff\U0001e000-\U0001edff\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u33ff\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_BOPOMOFO = re.compile("[\u3100-\u312f\u31a0-\u31bf]")
_HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Letters that only one kind has, so that Han characters beside them are of it.
_BESIDE = {"Jpan": _KANA, "Kore": _HANGUL, "Hant": _BOPOMOFO}
# The national sets of characters, and whose they are; a text that fits one alone is of that kind.
_SETS = (("gb2312", "Hans"), ("big5", "Hant"), ("shift_jis", "Jpan"), ("euc_kr", "Kore"))
_LANG = re.compile(r'\blang="([^"]*)"')
_COMMON = {"", "Common", "Inherited", "Unknown"}


@dataclass(frozen=True, slots=True)
class EastAsian:
    """The families of one kind of Han characters: serifs, then what stands in for them; `word` is
    the one that Word and e-readers are asked for, `stand_in` what Word has itself; `languages` are
    the tags that CSS knows it by."""

    serifs: tuple[str, ...]
    others: tuple[str, ...]
    word: str
    stand_in: str
    languages: tuple[str, ...]


EAST_ASIAN: dict[str, EastAsian] = {
    "Hans": EastAsian(
        ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN",
         "Songti SC", "STSong", "SimSun", "FandolSong", "AR PL SungtiL GB"),
        ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC",
         "Microsoft YaHei", "WenQuanYi Micro Hei"),
        "Noto Serif CJK SC", "SimSun", ("zh-Hans", "zh-CN", "zh-SG", "zh"),
    ),
    "Hant": EastAsian(
        ("Noto Serif CJK TC", "Noto Serif TC", "Source Han Serif TC", "Source Han Serif TW",
         "Songti TC", "PMingLiU", "MingLiU", "AR PL UMing TW"),
        ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC",
         "Microsoft JhengHei"),
        "Noto Serif CJK TC", "PMingLiU", ("zh-Hant", "zh-TW"),
    ),
    "HK": EastAsian(
        ("Noto Serif CJK HK", "Noto Serif HK", "Source Han Serif HC", "Source Han Serif HK",
         "MingLiU_HKSCS", "AR PL UMing HK", "Noto Serif CJK TC", "Noto Serif TC", "Songti TC"),
        ("Noto Sans CJK HK", "Noto Sans HK", "Source Han Sans HC", "PingFang HK"),
        "Noto Serif CJK HK", "MingLiU_HKSCS", ("zh-Hant-HK", "zh-HK", "zh-MO", "yue"),
    ),
    "Jpan": EastAsian(
        ("Noto Serif CJK JP", "Noto Serif JP", "Source Han Serif JP", "Source Han Serif",
         "Hiragino Mincho ProN", "Yu Mincho", "MS Mincho", "IPAexMincho", "IPAMincho"),
        ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans JP", "Source Han Sans",
         "Hiragino Sans", "Yu Gothic", "IPAexGothic"),
        "Noto Serif CJK JP", "MS Mincho", ("ja",),
    ),
    "Kore": EastAsian(
        ("Noto Serif CJK KR", "Noto Serif KR", "Source Han Serif KR", "Source Han Serif K",
         "AppleMyungjo", "Batang", "Nanum Myeongjo", "NanumMyeongjo", "UnBatang"),
        ("Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans KR", "Apple SD Gothic Neo",
         "Malgun Gothic", "Nanum Gothic", "NanumGothic"),
        "Noto Serif CJK KR", "Batang", ("ko",),
    ),
}  # fmt: skip

# The scripts that Noto has serifs for, besides those of East Asia.
_SERIFS = frozenset(
    "Ahom Armenian Balinese Bengali Devanagari Dogra Ethiopic Georgian Grantha Gujarati Gurmukhi "
    "Kannada Khmer Khojki Lao Makasar Malayalam Myanmar Oriya Sinhala Tamil Tangut Telugu Thai "
    "Tibetan Toto Vithkuqi Yezidi".split()
)
# Families of other scripts that are not named after them as those of Noto are.
_OTHERS: dict[str, tuple[str, ...]] = {
    "Syriac": ("Serto Jerusalem", "Estrangelo Edessa", "East Syriac Adiabene", "Beth Mardutho"),
    "Ethiopic": ("Abyssinica SIL", "Nyala"),
    "Armenian": ("Sylfaen", "DejaVu Serif"),
    "Georgian": ("Sylfaen", "DejaVu Serif"),
    "Coptic": ("Antinoou", "New Athena Unicode"),
    "Devanagari": ("Annapurna SIL", "Kokila", "Mangal"),
    "Tibetan": ("Jomolhari", "Microsoft Himalaya"),
    "Thai": ("Norasi", "Angsana New"),
    "Khmer": ("Khmer Mondulkiri", "DaunPenh"),
    "Gothic": ("Junicode",),
}


def holds_other_scripts(text: str) -> bool:
    """Return whether a text may hold letters that need a family of their own script."""
    return not text.isascii() and _BEYOND.search(text) is not None


def holds_east_asian(text: str) -> bool:
    """Return whether a text has a letter of East Asia."""
    return _EAST_ASIAN.search(text) is not None


def families_of(text: str, language: str) -> tuple[str, ...]:
    """Return the families to be asked for the letters of a text that the typeface lacks, in order;
    `language` is that of the passage, which may be any."""
    found = dict.fromkeys(chain.from_iterable(_families(name) for name in _scripts(text)))
    east = [EAST_ASIAN[kind] for kind in kinds_of(text, language)]
    serifs = chain.from_iterable(kind.serifs for kind in east)
    others = chain.from_iterable(kind.others for kind in east)
    return tuple(dict.fromkeys((*serifs, *found, *others)))


def kinds_of(text: str, language: str) -> tuple[str, ...]:
    """Return the kinds of the East Asian letters of a text, keys of `EAST_ASIAN`: that of its Han
    characters first, by the language of the passage, or else by what is beside them and by
    which characters they are."""
    if not holds_east_asian(text):
        return ()
    beside = [kind for kind, letters in _BESIDE.items() if letters.search(text)]
    marked = kind_of_language(language)
    if not marked and not beside:
        marked = _kind_of_letters("".join(_HAN.findall(text)))
    return tuple(dict.fromkeys((*filter(None, (marked,)), *beside)))


@lru_cache(maxsize=64)
def kind_of_language(language: str) -> str:
    """Return the kind of Han characters that a language is written with; nothing for a language
    that is not written with any, or a tag that names another script."""
    script = script_of(language) if language else ""
    tags = {tag.upper() for tag in language.split("-")[1:]}
    if script == "Hant" and (tags & {"HK", "MO"} or language.lower().startswith("yue")):
        return "HK"
    return script if script in EAST_ASIAN else ""


@lru_cache(maxsize=1024)
def _kind_of_letters(letters: str) -> str:
    """Return the kind of Han characters that no language is given for."""
    fitting = [kind for encoding, kind in _SETS if _fits(letters, encoding)]
    return fitting[0] if len(fitting) == 1 else "Jpan"


def _fits(letters: str, encoding: str) -> bool:
    try:
        letters.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def east_asian_css(texts: Iterable[str], language: str) -> str:
    """Return the rules of a style sheet that name the families of each East Asian language marked
    in the XHTML of some texts, other than the edition's own, for which a reader has its type."""
    tags = {tag for text in texts for tag in _LANG.findall(text)}
    kinds = {kind_of_language(tag) for tag in tags} - {"", kind_of_language(language)}
    rules = []
    for kind, families in EAST_ASIAN.items():  # a tag with a region after the one without it
        if kind in kinds:
            marked = ", ".join(f'[lang|="{tag}"]' for tag in families.languages)
            named = ", ".join(f'"{name}"' for name in families.serifs)
            rules.append(f"\n{marked} {{ font-family: {named}, serif; }}\n")
    return "".join(rules)


def usual_family(letters: str) -> str:
    """Return a family that anyone can install for some letters of one script."""
    first = next(iter(scripts_in(letters)), "")
    if first == "Han":
        return families_of(letters, "")[0]
    return f"Noto {'Serif' if first in _SERIFS else 'Sans'} {first}"


def scripts_in(text: str) -> dict[str, str]:
    """Return the scripts of a text that need a family of their own, by their names in Unicode, each
    with its letters, once and in order; those of East Asia together, as Han."""
    found: dict[str, dict[str, None]] = {}
    for letter in _BEYOND.findall(text):
        name = "Han" if _EAST_ASIAN.match(letter) else script_name(letter)
        if name not in _COMMON:
            found.setdefault(name, {})[letter] = None
    return {name: "".join(letters) for name, letters in found.items()}


def _scripts(text: str) -> list[str]:
    return [name for name in scripts_in(text) if name != "Han"]


@cache
def _families(script: str) -> tuple[str, ...]:
    return (f"Noto Serif {script}", *_OTHERS.get(script, ()), f"Noto Sans {script}")
