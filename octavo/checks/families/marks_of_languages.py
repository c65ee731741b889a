"""Find quotation marks that are not those of the text's language, or that face the wrong way in it.

What closes in one language opens in another: „so“ in German, “so” in English, »so« in Danish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.as_typed import AsTyped
from octavo.locales.quotation_marks import pairs_of
from octavo.model import Place

Found = tuple[Place, re.Match[str], str, str]

_LETTER = r"[^\W\d_]"
_ALL = "“”„‘’‚«»‹›"
_LONGEST = 300  # signs of a quotation in which a mark that closes wrongly is looked for


def odd_marks(text: AsTyped) -> Iterator[Found]:
    """Yield the marks of a text that open behind a word, and the quotations that close with a mark
    of another language than they open with."""
    language = text.inventory.manuscript.language
    pairs = pairs_of(language)
    opening = {pair[0] for pair in pairs} - {pair[1] for pair in pairs} - {"‘"}  # Ka‘ba
    closing = {pair[1] for pair in pairs} - {pair[0] for pair in pairs} - {"’", "‘"}
    right = f"{pairs[0][0]}…{pairs[0][1]}"
    for sign in sorted(opening):
        pattern = re.compile(rf"(?<={_LETTER}){sign}(?=\s|{_LETTER})")
        for place, match in text.found(pattern):
            message = f"an opening mark {sign} is directly behind a word"
            yield place, match, message, f"write a space before it; a quotation is {right}"
    for sign in sorted(closing):
        pattern = re.compile(rf"(?<![^\s(\[]){sign}(?={_LETTER}{{2}})")
        for place, match in text.found(pattern):
            if not _is_open(match, pairs):
                yield place, match, f"a closing mark {sign} opens the quotation", f"write {right}"
    for first in sorted(opening & set("„‚")):
        last = {pair[1] for pair in pairs if pair[0] == first}
        wrong = "".join(sign for sign in ("“”" if first == "„" else "‘") if sign not in last)
        if not wrong:
            continue
        inside = f"[^{_ALL}\\n]{{1,{_LONGEST}}}"
        pattern = re.compile(rf"{first}{inside}(?P<last>[{wrong}])(?!{_LETTER})")
        for place, match in text.found(pattern):
            closes = "".join(sorted(last))
            message = f"the quotation opens with {first} and closes with {match['last']}"
            yield place, match, message, f"close it with {closes}"


def _is_open(match: re.Match[str], pairs: tuple[str, ...]) -> bool:
    """Return whether a quotation of the paragraph is open before a mark, which then closes it."""
    start = match.string.rfind("\n\n", 0, match.start()) + 1
    before = match.string[max(start, match.start() - 1000) : match.start()]
    opened = sum(before.count(pair[0]) for pair in pairs if pair[0] != pair[1])
    closed = sum(before.count(pair[1]) for pair in pairs if pair[0] != pair[1])
    return opened > closed
