"""Split the names of CSL-JSON into their parts, and shorten given names to initials.

A name often comes with its particles and its suffix inside 'given' and 'family': 'Ludwig van', 'de
Beauvoir', 'King, Martin Luther, Jr.'.  They are split off as in the CSL suite (fixtures
name_Parsed*, name_Particle*, magic_Name*), unless the data gives them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from octavo.csl.items.field_text import with_tags
from octavo.csl.items.item import Person
from octavo.csl.text.tagged_text import MARK_SET, unmarked

# Signs after which a particle is written together with what follows: d’Aubignac, al-Aswānī.
_ELIDING = "\u2019\u02bc\u02b9\u2018`"
_HYPHENS = "-\u2010\u2011"
_HYPHEN = r"\-\u2010\u2011"  # the same, inside a character class


def person(raw: Mapping[str, Any] | str) -> Person | None:
    """Read a name of CSL-JSON; None if nothing in it can be printed."""
    if isinstance(raw, str):
        raw = {"literal": raw}
    if not isinstance(raw, Mapping):
        return None
    literal, family, given = (_clean(raw.get(part)) for part in ("literal", "family", "given"))
    two_fields = _TWO_FIELDS.fullmatch(literal) if "|" in literal else None
    if two_fields and not (family and given):
        literal, family, given = "", two_fields[1], two_fields[2]
    if not literal and _says_yes(raw.get("isInstitution")):
        literal = family or given
    if not literal and not family:
        literal = given
    if literal or not given:
        lone = literal or family
        if lone.casefold().rstrip(".") in _OTHERS:
            return Person(literal=OTHERS)
    if literal:
        return Person(literal=literal)
    return _parted(raw, family, given) if family else None


OTHERS = "others"  # how BibTeX's "and others" comes out of pandoc's reader
_OTHERS = frozenset(("others", "et al", "et alii", "et aliae", "and others"))

# Zotero's notes write a name 'Eliot | T. S.'.
_TWO_FIELDS = re.compile(r"([^|]*[^| ]) *\|\|? *([^| ][^|]*)")


def _parted(raw: Mapping[str, Any], family: str, given: str) -> Person:
    """Split particles and suffix off the family and given names."""
    dropping, non_dropping, suffix = (
        _clean(raw.get(part)) for part in ("dropping-particle", "non-dropping-particle", "suffix")
    )
    comma = _says_yes(raw.get("comma-suffix")) or suffix.startswith(",")
    suffix = suffix.lstrip(", ")
    if not suffix:
        given, suffix, comma = _without_suffix(given)
    if len(family) > 2 and family[0] == "“" and family[-1] == "”":
        family = family[1:-1]  # quoted: "van Gogh" is one name (fixture bugreports_parseName)
    elif given and not dropping and not non_dropping:
        non_dropping, family = _particles_before(family)
    if not dropping and not _clean(raw.get("non-dropping-particle")):
        given, dropping = _particles_after(given)
    return Person(
        family=family.rstrip(","),
        given=given,
        dropping=dropping,
        non_dropping=non_dropping,
        suffix=suffix,
        comma_suffix=comma and bool(suffix),
        static=_says_yes(raw.get("static-ordering")),
    )


def _says_yes(value: Any) -> bool:
    return value not in (None, False, 0, "", "0", "false")


# --- texts ---------------------------------------------------------------------------------------

_SPACES = re.compile(r"[ \t\r\n]+")
_QUOTED = re.compile(r'(?<![^\s(\[])"([^"]+)"(?!\w)')
_SINGLE_QUOTED = re.compile(r"(?<![^\s(\[])'([^'\s][^']*)'(?!\w)")


def _clean(value: Any) -> str:
    """Return a part of a name as tagged text, with single spaces and typographic apostrophes."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30:
        value = str(value)
    if isinstance(value, list):  # given: [Ida, Maud]
        value = " ".join(one for one in value if isinstance(one, str))
    if not isinstance(value, str):
        return ""
    text = _SPACES.sub(" ", value).strip(" ")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)  # one name, however its accents are written
    if "'" in text:
        text = _SINGLE_QUOTED.sub(r"‘\1’", text).replace("'", "’")
    if '"' in text:
        text = _QUOTED.sub(r"“\1”", text)
    return with_tags(unmarked(text))


def _without_suffix(given: str) -> tuple[str, str, bool]:
    """Split the suffix off a given name, and say whether a comma is printed before it.

    'John, III' has the suffix 'III'; 'John,! Jr.' asks for the comma.  'François Hédelin, abbé d’'
    has no suffix: the words after the comma lead to the family name.
    """
    before, comma, after = given.partition(",")
    if not comma:
        return given, "", False
    forced = after.startswith("!")
    suffix = after.lstrip("! ")
    before = before.rstrip(" ")
    if not before or not suffix:
        return before or suffix, "", False
    if _leads_on(suffix.split(" ")[-1]):
        return given, "", False
    return before, suffix, forced or suffix.rstrip(".") == "et al"


# --- particles -----------------------------------------------------------------------------------

_KNOWN = frozenset(
    """af al auf av bin d da dal das de degli dei del dela della dello den der des di do dos du e el
    ibn il in la las le les lo los of op te ten ter the und van vom von y zu zum zur""".split()
)
_PREFIXED = re.compile(rf"([^\W\d_]+[{_ELIDING}{_HYPHEN}])([^\s{_HYPHEN}].*)")


def glued(particle: str) -> bool:
    """Return whether a particle is written together with the name: 'd’' and 'al-' are, 'de’' is not
    (fixture sort_LeadingApostropheOnNameParticle)."""
    end = particle[-1:]
    if end and end in _HYPHENS:
        return True
    before = unicodedata.normalize("NFD", particle[-2:-1].lower())[:1]
    return bool(end) and end in _ELIDING and before not in tuple("aeiouy")


def _leads_on(word: str) -> bool:
    return word in _KNOWN or (word.islower() and word[-1] in _ELIDING + _HYPHENS)


def _particles_before(family: str) -> tuple[str, str]:
    """Split off the particles of a family name: 'van der Vlist' -> 'van der', 'Vlist'.

    They are the words in small letters that open it, and small letters before an apostrophe or a
    hyphen.
    """
    if not MARK_SET.isdisjoint(family):
        return "", family
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and words[count].islower():
        count += 1
    particles, name = " ".join(words[:count]), " ".join(words[count:])
    found = _PREFIXED.fullmatch(name)
    if found and found[1].islower() and glued(found[1]) and not found[2].islower():
        particles, name = f"{particles} {found[1]}".lstrip(" "), found[2]
    return particles, name


def _particles_after(given: str) -> tuple[str, str]:
    """Split off the particles that end a given name: 'Ludwig van' -> 'Ludwig', 'van'.

    'e. e.' has none.
    """
    if not MARK_SET.isdisjoint(given):
        return given, ""
    words = given.split(" ")
    count = len(words)
    while count > 1 and words[count - 1].islower() and not words[count - 1].endswith("."):
        count -= 1
    return " ".join(words[:count]), " ".join(words[count:])


# --- scripts -------------------------------------------------------------------------------------

_EAST_ASIAN = re.compile(
    r"[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u318f\u31a0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff]"
)


def is_east_asian(text: str) -> bool:
    """Return whether a text opens in a script that has no spaces between words."""
    return bool(_EAST_ASIAN.match(unmarked(text)))


@lru_cache(maxsize=4096)
def is_romanesque(person: Person) -> bool:
    """Return whether a name is set as 'given family', with a space between.

    Chinese, Japanese and Korean names are not: '我妻栄' is family and given (fixture
    name_AsianGlyphs).
    """
    written = person.literal or person.family or person.given
    if not _EAST_ASIAN.search(written):
        return True
    return any(sign.isalpha() and not _EAST_ASIAN.match(sign) for sign in written)


# --- initials ------------------------------------------------------------------------------------

_MARKS = "".join(sorted(MARK_SET))
# A word with the point that shortens it, and the tag characters around it.
_WORD = re.compile(
    rf"([\s.]*(?:[{_HYPHEN}][\s.]*)?)"
    rf"([{_MARKS}]*)([^\s.{_HYPHEN}{_MARKS}]+)([{_MARKS}]*\.?[{_MARKS}]*)"
)
_BRACKETED = re.compile(r" ?(?:\([^()]*\)|\[[^\[\]]*\]|“[^“”]*”)")


_LONGEST = 1000  # letters; no given name is longer


@lru_cache(maxsize=8192)
def initials(given: str, with_: str, hyphen: bool, whole: bool) -> str:
    """Shorten a given name: `with_` follows each initial, `hyphen` keeps those of 'Jean-Luc'.

    Unless `whole`, only the initials that are there already are spaced alike (initialize="false"):
    'M E' becomes 'M. E.' and 'John M.E.' becomes 'John M. E.', but 'J-P' stays.  Abbreviations stay
    ('Ph.'), words in small letters stay among capitals ('de'), names in a script without capitals
    stay as they are.
    """
    capitals = any(sign.isupper() for sign in given)
    if len(given) > _LONGEST:
        return given
    if not capitals and not (whole and any(sign.islower() for sign in given)):
        return given
    if whole:
        given = _BRACKETED.sub("", given) or given
    sign, space = with_.rstrip(), with_[len(with_.rstrip()) :]
    text, after_short = "", True
    for word in _WORD.finditer(given):
        joint = word[1].strip(". \u00a0")[:1]
        hyphened = joint or given.startswith(tuple(_HYPHENS), word.end())
        verbatim = hyphened and not whole
        short = None if verbatim else _shortened(word[3], "." in word[4], whole, capitals)
        if short is None and joint and whole:
            continue  # 'Guo-ping' is 'G.' (fixture name_LowercaseSurnameSuffix)
        both = after_short and short is not None
        if joint and (hyphen or not both):
            text = text.rstrip() + joint
        elif text and not both:
            text = text.rstrip() + " "
        if short is None:
            text += word[2] + word[3] + word[4]
        else:
            text += word[2] + short + sign + word[4].replace(".", "") + space
        after_short = short is not None
    return text.rstrip()


def _shortened(word: str, pointed: bool, whole: bool, capitals: bool) -> str | None:
    """Return the initial of a word, or an abbreviation as it is; None if the word stays."""
    lead, letters = _parts_of(word)
    if pointed and letters:
        return word
    if not letters or not (whole or len(letters) == 1) or (capitals and letters.islower()):
        return None
    if len(letters) > 2 and letters[:2].isupper() and not letters.isupper():
        return lead + letters[0] + letters[1].lower()  # 'TSerendorjiin' is 'Ts.'
    return lead + letters[0]


def _parts_of(word: str) -> tuple[str, str]:
    """Split off the signs before the first letter that can be a capital: 'ʿAlāʾ' -> 'ʿ', 'Alāʾ'."""
    for at, sign in enumerate(word):
        if sign.isupper() or sign.islower():
            return word[:at], word[at:]
    return "", ""
