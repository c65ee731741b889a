"""Print one person: form, order, initials and the parts of the name.

The order of the parts is that of the CSL specification (Names, "Name-part Order").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from octavo.csl.items.item import Person
from octavo.csl.items.people import glued, initials, is_romanesque
from octavo.csl.rendering.element import affixed, formatted
from octavo.csl.text.casing import cased
from octavo.csl.text.filing import INTERRUPTION
from octavo.csl.text.punctuation import joined
from octavo.csl.text.tagged_text import MARK_SET

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a cs:names prints its people: the options of cs:name, inherited ones filled in."""

    form: str = "long"
    and_term: str = ""
    delimiter: str = ", "
    precedes_last: str = "contextual"
    precedes_et_al: str = "contextual"
    least: int = 0  # et-al-min; 0 if there is no et al.
    first: int = 1  # et-al-use-first
    subsequent_least: int = 0
    subsequent_first: int = 1
    use_last: bool = False
    initialize: bool = True
    initialize_with: str | None = None
    hyphen: bool = True
    order: str = ""  # name-as-sort-order
    separator: str = ", "
    demote: bool = True  # whether 'van' follows the given name where the family name comes first
    sorting: bool = False
    language: str = ""
    family: Options = field(default_factory=dict)  # the options of its cs:name-part
    given: Options = field(default_factory=dict)
    own: Options = field(default_factory=dict)  # font and affixes of cs:name


@dataclass(frozen=True, slots=True)
class Printed:
    """A name as tagged text, and whether its family name was put first."""

    text: str
    inverted: bool = False


def printed(person: Person, manner: Manner, at: int, level: int = 0) -> Printed:
    """Print the person at index `at` of a list.

    `level` asks for more than the manner shows: 1 for initials, 2 for the full given name.
    """
    if person.literal:
        return Printed(affixed(_part(person.literal, manner.family, manner), manner.family))
    if not is_romanesque(person):
        return Printed(_without_spaces(person, manner, level))
    if manner.form == "short" and not level:
        return Printed(_short(person, manner))
    given = _given(person, manner, level)
    if person.static:
        family = affixed(_with_particle(person, manner), manner.family)
        return Printed(_spaced(family, given, person.suffix))
    if manner.order == "all" or (manner.order == "first" and at == 0):
        return _family_first(person, given, manner)
    return Printed(_given_first(person, given, manner))


def _given_first(person: Person, given: str, manner: Manner) -> str:
    """Print 'Jean de La Fontaine III'; the affixes of the family part go around all but the given
    name (fixture name_namepartAffixes)."""
    particle = _part(person.dropping, manner.given, manner)
    family = _led(particle, _with_particle(person, manner))
    if person.suffix:
        family = joined((family, person.suffix), ", " if person.comma_suffix else " ")
    return _spaced(affixed(given, manner.given), affixed(family, manner.family))


def _family_first(person: Person, given: str, manner: Manner) -> Printed:
    """Print 'La Fontaine, Jean de, III', or 'Fontaine, Jean de La, III' with demoted particles."""
    rest = _spaced(given, _part(person.dropping, manner.given, manner))
    if manner.demote and given:
        family = _part(person.family, manner.family, manner)
        rest = _spaced(rest, _part(person.non_dropping, manner.family, manner))
    else:
        family = _with_particle(person, manner)
    parts = (affixed(family, manner.family), affixed(rest, manner.given), person.suffix)
    separator = manner.separator.rstrip() + INTERRUPTION if manner.sorting else manner.separator
    return Printed(joined(parts, separator), inverted=bool(rest))


def _short(person: Person, manner: Manner) -> str:
    if not (manner.sorting and manner.demote):
        return affixed(_with_particle(person, manner), manner.family)
    particle = _part(person.non_dropping, manner.family, manner)
    return affixed(_spaced(_part(person.family, manner.family, manner), particle), manner.family)


def _with_particle(person: Person, manner: Manner) -> str:
    particle = _part(person.non_dropping, manner.family, manner)
    family = _part(person.family, manner.family, manner)
    if manner.sorting:  # fixture sort_LeadingApostropheOnNameParticle
        return _spaced(particle, family)
    return _led(particle, family)


def _without_spaces(person: Person, manner: Manner, level: int) -> str:
    """Print '我妻栄', or '我妻' in the short form (fixture name_AsianGlyphs)."""
    family = affixed(_part(person.family, manner.family, manner), manner.family)
    if manner.form == "short" and not level:
        return family
    return family + affixed(_part(person.given, manner.given, manner), manner.given)


def _given(person: Person, manner: Manner, level: int) -> str:
    """Return the given name, as initials if the manner has them and `level` is below 2."""
    given = person.given
    if given and manner.initialize_with is not None:
        whole = manner.initialize and level < 2
        if whole or not manner.initialize:
            given = initials(given, manner.initialize_with, manner.hyphen, whole)
    return _part(given, manner.given, manner)


def _part(text: str, options: Options, manner: Manner) -> str:
    """Return a part of a name in its case and font; the caller adds its affixes."""
    if not text or not options:
        return text
    if "text-case" in options:
        text = cased(text, options["text-case"], manner.language)
    return formatted(text, options)


def _led(particle: str, name: str) -> str:
    """Put a particle before a name: 'van Gogh', but 'd’Aubignac' and 'al-Aswānī'."""
    return particle + name if name and glued(_visible_end(particle)) else _spaced(particle, name)


def _spaced(*parts: str) -> str:
    """Join parts with a space, unless one brings its own (fixture name_WithNonBreakingSpace)."""
    text = ""
    for part in parts:
        if text and part and not _visible_end(text)[-1:].isspace():
            text += " "
        text += part
    return text


def _visible_end(text: str) -> str:
    """Return the last two signs of a text, without the tag characters that close it."""
    end = len(text)
    while end and text[end - 1] in MARK_SET:
        end -= 1
    return text[max(end - 2, 0) : end]
