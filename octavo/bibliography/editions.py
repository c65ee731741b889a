"""Read the number of an edition as people write it: 'Second', 'Zweite Auflage', '3-е изд.'

A style prints a number with its own ordinal and its own word for an edition; any other text it
prints as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from octavo.locales.spelled import ordinals, plain_ordinal

# The words for an edition in the languages that Octavo prints.
_EDITION = frozenset(
    """edition ed edn editions auflage aufl ausgabe ausg édition éd edición edizione
    edição uitgave uitg editie druk dr издание изд видання вид wydanie wyd vydání vyd udgave udg
    utgave utg upplaga uppl utgåva painos laitos kiadás έκδοση έκδ εκδ מהדורה الطبعة
    طبعة editio""".split()
)
_NUMBER = re.compile(
    r"(?P<number>\d{1,3})\.?(?:[ -]?(?:st|nd|rd|th|e|è|ème|eme|er|re|ª|º|a|o|ste|de|η|ή|ая|е|ое|"
    r"й|ий|ше|ге|тє|те))?",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"</?su[bp]>|[\N{SOFT HYPHEN}]")
_ALONE = re.compile(
    r"revised|rev\.|enlarged|expanded|augmented|updated|new|illustrated|annotated|abridged|"
    r"unabridged|corrected|student|international|paperback|kindle|critical|facsimile|centennial|"
    r"centenary|anniversary|bicentennial|definitive|deluxe|limited|second revised|revised and "
    r"(?:enlarged|expanded|updated)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def edition_of(written: str) -> str:
    """Return an edition's number in figures, if the text names nothing more; else the text.

    To a mere word such as 'Revised' the word for an edition is added, since no style adds it.
    """
    text = " ".join(_MARKUP.sub("", written).split())
    words = [word for word in re.split(r"[\s,]+", text) if word]
    bare = [word.strip(".()").casefold() for word in words]
    rest = " ".join(
        word for word, plain in zip(words, bare, strict=True) if plain not in _EDITION
    ).strip(" .")
    if not rest:
        return written
    number = _NUMBER.fullmatch(rest)
    if number:
        return str(int(number["number"]))
    spelled = ordinals().get(plain_ordinal(rest))
    if spelled:
        return str(spelled)
    if _ALONE.fullmatch(text):
        return f"{'rev.' if text.casefold() == 'revised' else text[:1].lower() + text[1:]} ed."
    return written
