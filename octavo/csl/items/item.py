"""Hold an item as it is set: its texts tagged, its people and dates taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octavo.csl.items.dates import CleanDate


@dataclass(frozen=True, slots=True)
class Person:
    """One name of a CSL item, its particles and suffix split off; or one literal.

    `comma_suffix` says that a comma comes before the suffix ('Smith, Jr.'), `static` that the
    family name always comes first.  The parts are tagged text.
    """

    family: str = ""
    given: str = ""
    dropping: str = ""
    non_dropping: str = ""
    suffix: str = ""
    literal: str = ""
    comma_suffix: bool = False
    static: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A CSL item; its variables go by their CSL names, its texts are tagged text."""

    id: str
    type: str
    language: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    dates: Mapping[str, CleanDate] = field(default_factory=dict)
