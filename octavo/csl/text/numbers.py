"""Recognize numbers, plurals and ranges, and write ranges as CSL asks.

A number of CSL is a word with digits in it, such as '12', 'A12', '2nd' or '12a', or a small Roman
numeral; numbers are joined by commas, hyphens and dashes, ampersands and the word for 'and'. A
hyphen written `\\-` joins nothing: 'no. 2022\\-120' is one number.  Texts may be tagged.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from octavo.csl.text.tagged_text import MARK

_ESCAPED, _HYPHEN = "\\-", "\ufdd0"  # the second replaces the first while ranges are looked for
_LONGEST = 400  # characters; more than that is no number
_MARKS = re.compile(MARK)


def unescaped(text: str) -> str:
    """Replace `\\-` by a plain hyphen."""
    return text.replace(_ESCAPED, "-")


def _bare(text: str) -> str:
    """Take out the tag characters, and protect the hyphens that join nothing."""
    return _MARKS.sub("", text).replace(_ESCAPED, _HYPHEN).strip()


# --- numbers -------------------------------------------------------------------------------------

# A letter of Chinese, Japanese or Korean beside a number counts what it numbers: 第1册 is 'vol. 1'.
_LETTER = r"[^\W\d_\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
_SMALL_ROMAN = r"(?=[ivxlcdm])m{0,4}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_LARGE_ROMAN = r"(?=[IVXLCDM])M{0,4}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"
_AND = "and|et|und|y|e|i|och|og|en|ja|ve|és|si|și|и|і|та|και|oraz"  # of the locales' languages
_END = r"(?![^\W_])"

# '5', '2nd', 'L23', 'L2d', '13,676', '2022\-120'; not '3.1', which both processors hold for text
_ONE = (
    rf"(?:{_LETTER}*(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:{_HYPHEN}{_LETTER}*\d+)*{_LETTER}*"
    rf"|{_SMALL_ROMAN}){_END}"
)
_NUMBER = re.compile(_ONE)
_JOINT = re.compile(rf"\s*(?:,\s*&|(?:,\s*|(?<=\s))(?:{_AND})(?=\s)|[,&;/–-])\s*")


def is_numeric(text: str) -> bool:
    """Return whether a text is made of numbers and what joins them (CSL specification, Choose)."""
    if len(text) > _LONGEST:
        return False
    text = _bare(text)
    at = 0
    while True:
        number = _NUMBER.match(text, at)
        if number is None or number.end() == at:
            return False
        at = number.end()
        if at == len(text):
            return True
        joint = _JOINT.match(text, at)
        if joint is None:
            return False
        at = joint.end()


# --- plurals -------------------------------------------------------------------------------------

_START = r"(?<![^\W_])"
_EITHER = rf"(?:{_ONE}|{_LARGE_ROMAN}{_END})(?!(?<={_LETTER})\.)"  # 'cl.' is no number
_LISTED = re.compile(
    rf"{_START}{_EITHER}"
    rf"(?:,\s*&\s*|\s*[;&]\s*|\s*,(?!\d{{3}}(?!\d))\s*|,?\s+(?:{_AND})\s+|,\s*(?:{_AND})\s+){_EITHER}"
)
# Variables in which a hyphen belongs to the number: 'Pub. L. No. 111-148', '§ 18-704'.
DESIGNATIONS = frozenset(("number", "section", "version"))


def is_plural(variable: str, text: str) -> bool:
    """Return whether the label of a variable is plural: a list, a range, a count beyond one.

    Lists: label_PluralWithCommaAnd and its like; ranges: number_PlainHyphenOrEnDashAlwaysPlural;
    counts: label_PluralNumberOfVolumes (CSL specification, Label).
    """
    if len(text) > _LONGEST:
        return False
    text = _bare(text)
    if variable.startswith("number-of-"):
        return any(int(number) != 1 for number in re.findall(r"\d{1,9}", text))
    if _LISTED.search(text):
        return True
    hyphens = variable not in DESIGNATIONS
    return any(
        (hyphens or "–" in found["dash"]) and _range(found, "–", "") is not None
        for found in _RANGE.finditer(text)
    )


# --- ranges --------------------------------------------------------------------------------------

_SIDE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|[^\W_]+(?:[.:][^\W_]+)*)"
_RANGE = re.compile(
    rf"(?<![\w.:/–{_HYPHEN}-])(?<!\d,)(?P<first>{_SIDE})(?P<dash>\s*(?:--?|–)\s*)(?P<last>{_SIDE})"
    rf"(?![\w/–{_HYPHEN}-])(?!\.\w)"
)
_PARTS = re.compile(rf"(?P<prefix>(?:.*\D)?)(?P<number>\d+)(?P<letters>{_LETTER}*)")
_ANY_ROMAN = re.compile(rf"(?:{_SMALL_ROMAN}|{_LARGE_ROMAN})")
_NOTE_OF_PAGE = re.compile(r"\d+n{1,2}\.?")
_TIGHT_COMMA = re.compile(r"(?<=\d)(?:\s+,\s*|,)(?=\d)(?!(?<=\d,)\d{3}(?!\d))")
_AMPERSAND = re.compile(r"(?<=\w)\s*&\s*(?=\w)")


def with_ranges(
    text: str, page_format: str = "", delimiter: str = "–", ampersand: str = "&"
) -> str:
    """Write the ranges and lists in a text: '101-108, 110&112' to '101–8, 110 & 112'.

    A range that descends keeps its digits; text that may be no range stays as written.
    """
    if len(text) > _LONGEST or not any(character in text for character in "-–,&"):
        return text
    text = text.replace(_ESCAPED, _HYPHEN)

    def rewritten(found: re.Match[str]) -> str:
        return _range(found, delimiter, page_format) or _as_written(found)

    text = _RANGE.sub(rewritten, text)
    text = _TIGHT_COMMA.sub(", ", text)
    text = _AMPERSAND.sub(f" {ampersand} ", text)
    return text.replace(_HYPHEN, "-")


def _as_written(found: re.Match[str]) -> str:
    """Return text that may be no range as it is written.

    If both sides end in a digit, the hyphen loses its spaces: 'N110 - P5' is 'N110-P5'
    (page_Expand).
    """
    first, dash, last = found.groups()
    tight = first[-1].isdecimal() and last[-1].isdecimal()
    return first + dash.strip() + last if tight else found[0]


def _range(found: re.Match[str], delimiter: str, page_format: str) -> str | None:
    """Return a range as it is printed; None if it is none."""
    first, last = found["first"], found["last"]
    plain = f"{first}{delimiter}{last}"
    begin, end = _PARTS.fullmatch(first), _PARTS.fullmatch(last)
    if begin is None or end is None:
        return plain if _is_range_of_words(first, last, begin or end) else None
    if begin["letters"] or end["letters"]:  # '12a–13b', '52–49ob', '1r–2v'
        return plain if begin["prefix"] == end["prefix"] else None
    carried = begin["prefix"] == end["prefix"]
    spaced = found["dash"] != found["dash"].strip()
    if not carried:
        if not _may_differ(begin["prefix"], end["prefix"], spaced):
            return None
        carried = not end["prefix"] and begin["prefix"].isalpha()  # 'S53-76' is 'S53–S76'
    if not carried or not page_format or begin["prefix"].endswith((".", ":", ",")):
        return plain
    return _page_range(begin, end["number"], delimiter, page_format) or plain


def _is_range_of_words(first: str, last: str, number: re.Match[str] | None) -> bool:
    """Return whether two words make a range: 'xii–xiv', 'xii–12', '12a–b', 'A–C'.

    'A-3' and 'Michaelson-Morley' do not.
    """
    if _ANY_ROMAN.fullmatch(first) and _ANY_ROMAN.fullmatch(last):
        return True
    if number is not None:
        word = last if first == number[0] else first
        if first == number[0] and number["letters"] and len(last) == 1:
            return True
        return bool(re.fullmatch(_SMALL_ROMAN, word)) and not number["prefix"]
    return len(first) == len(last) == 1 and first < last and first.isupper() == last.isupper()


def _may_differ(first: str, last: str, spaced: bool) -> bool:
    """Return whether the ends of a range may have these prefixes, which differ.

    Those of sections and verses, of notes and of supplements in capitals may.  The suite leaves a
    range alone that has spaces around its hyphen, or small letters (page_Expand,
    page_ChicagoWeird).
    """
    if any(prefix.endswith((".", ":", ",")) for prefix in (first, last)):
        return True
    if _NOTE_OF_PAGE.fullmatch(last) or (_NOTE_OF_PAGE.fullmatch(first) and not last):
        return True
    capitals = first.isalpha() and first.isupper() and len(first) < 3
    return capitals and not spaced and (not last or (last.isalpha() and last.isupper()))


def _page_range(begin: re.Match[str], written: str, delimiter: str, page_format: str) -> str | None:
    """Expand an ascending range and abbreviate it as the format says; None if it descends."""
    first = begin["number"]
    last = first[: max(len(first) - len(written), 0)] + written
    if len(last) > _DIGITS or int(last) <= int(first):
        return None
    shorten = _FORMATS.get(page_format)
    if shorten is None:
        return None
    kept = last if len(last) != len(first) else shorten(first, last)
    prefix = begin["prefix"] if page_format == "expanded" else ""
    return f"{begin['prefix']}{first}{delimiter}{prefix}{kept}"


_DIGITS = 20  # longer ones number no pages


def _changed(first: str, last: str, least: int = 1) -> str:
    """Return the digits of the second number from the first change on, at least `least` of them."""
    same = next(at for at, pair in enumerate(zip(first, last, strict=True)) if pair[0] != pair[1])
    return last[min(same, max(len(last) - least, 0)) :]


def _chicago_15(first: str, last: str) -> str:
    """Abbreviate as Chicago, 15th edition, 9.64: of four digits print all, if three change."""
    if len(first) == 4 and len(_changed(first, last)) > 2:
        return last
    return _chicago_16(first, last)


def _chicago_16(first: str, last: str) -> str:
    """Abbreviate as Chicago, 16th edition, 9.60, and later: '100–104', '101–8', '321–28'."""
    number = int(first)
    if number < 100 or number % 100 == 0:
        return last
    return _changed(first, last, 1 if number % 100 < 10 else 2)


def page_range(first: str, last: str) -> str:
    """Write a range of pages as Chicago abbreviates it (16th edition, 9.60): '121–28', 'ix–xi'."""
    arabic = first.isdecimal() and last.isdecimal() and len(first) == len(last)
    return f"{first}–{_chicago_16(first, last) if arabic and first != last else last}"


# CSL specification, appendix V; `chicago` is to become that of the 16th edition in CSL 1.1.
_FORMATS: dict[str, Callable[[str, str], str]] = {
    "expanded": lambda first, last: last,
    "minimal": _changed,
    "minimal-two": lambda first, last: _changed(first, last, 2),
    "chicago": _chicago_15,
    "chicago-15": _chicago_15,
    "chicago-16": _chicago_16,
}

_FIRST_PAGE = re.compile(r"\s*((?:[^–,;&]|,(?=\d{3}(?!\d)))+?)\s*(?:[–;&]|,(?!\d{3}(?!\d))|$)")


def first_page(pages: str) -> str:
    """Return the page that a range or list of pages begins with."""
    if len(pages) > _LONGEST:
        return pages
    pages = pages.replace(_ESCAPED, _HYPHEN).replace("--", "–")
    found = _FIRST_PAGE.match(pages)
    first = found[1] if found else pages
    if "–" not in pages and first.count("-") == 1:
        first = first.partition("-")[0].rstrip()
    return first.replace(_HYPHEN, "-")


# --- other ways to write a number ----------------------------------------------------------------

_WHOLE = re.compile(
    rf"(?<![^\W_])(?<!\\-)(?<!\d,)(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?!{MARK}|[^\W_]|\\-|,\d{{3}}(?!\d))"
)


def each_number(text: str, change: Callable[[int], str]) -> str:
    """Change each plain number in a text that is numeric: '2–3' to '2nd–3rd', '1,200' to '1,200th',
    '2nd' to itself."""
    if not is_numeric(text):
        return text

    def changed(found: re.Match[str]) -> str:
        digits = found[0].replace(",", "")
        if len(digits) > 9:
            return found[0]
        written = change(int(digits))
        return found[0] + written[len(digits) :] if written.startswith(digits) else written

    return _WHOLE.sub(changed, text)
