"""Hold one cite or entry while it is set, and say what the tables of its style must give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from octavo.csl.items.item import Item, Person
from octavo.csl.text.casing import Prepositions

Area = Literal["citation", "bibliography"]


class Tables(Protocol):
    """The terms, macros, formats and options of a style and its locales, looked up once."""

    language: str  # of the locale in force: 'en-US'
    filing_language: str  # by whose alphabet works are sorted: the edition's, known to CSL or not
    long_prepositions: Prepositions  # what a title of the style does with 'between'
    style_options: Mapping[str, str]  # attributes of cs:style
    is_chicago: bool  # whether the style is one of Chicago's or Turabian's
    explicit_year_suffix: bool  # whether the style has a place of its own for the year suffix

    def term(
        self, name: str, form: str = "long", plural: bool = False, gender: str = ""
    ) -> str | None:
        """Give a term, or None if no locale has it; a form falls back as CSL says
        (verb-short to verb, symbol to short, each of them to long)."""
        ...

    def has_term(self, name: str) -> bool: ...

    def gender_of(self, name: str) -> str:
        """Return the gender of the noun that a term names: 'masculine', 'feminine' or ''."""
        ...

    def ordinal(self, number: int, gender: str = "") -> str:
        """Return what makes a number an ordinal in the locale: 'st', 'nd'; '' if nothing does."""
        ...

    def macro(self, name: str) -> Any: ...

    def date_format(self, form: str) -> Any:
        """Return the locale's cs:date element for the form 'text' or 'numeric', or None."""
        ...

    def locale_option(self, name: str) -> bool:
        """Return a flag of cs:style-options, such as 'punctuation-in-quote'."""
        ...

    def name_options(self, area: Area) -> Mapping[str, str]:
        """Return the name options that cs:citation or cs:bibliography has, or else cs:style.

        They keep the names they have there: 'name-form', 'name-delimiter', 'names-delimiter',
        'and', 'et-al-min', 'initialize-with', ...
        """
        ...

    def layout_options(self, area: Area) -> Mapping[str, str]:
        """Return the attributes of cs:citation or cs:bibliography."""
        ...


# Variables whose values come with the cite, and not with the item.
OF_THE_CITE = frozenset(
    ("locator", "first-reference-note-number", "citation-number", "year-suffix")
)
MOST_LETTERS = 2_000_000  # printed by the variables of one cite


@dataclass(frozen=True, slots=True)
class Repeated:
    """The substitutes for names that the entry above has too (CSL specification, Reference
    Grouping): one for all of them, or one for the first, the second ... where not ''."""

    whole: str | None = None
    each: tuple[str, ...] = ()


@dataclass(slots=True)
class Rendering:
    """One cite or entry being set: what is asked for, and what has been printed so far."""

    item: Item
    tables: Tables
    area: Area = "citation"

    # what the cite asks for
    locator: str = ""  # tagged text
    label: str = "page"  # the CSL term of the locator
    position: frozenset[str] = frozenset()  # the values of `position` that hold
    first_note: str = ""  # first-reference-note-number
    number: str = ""  # citation-number

    # what the document asks for
    disambiguate: int = 0  # at how many places that ask for it `disambiguate="true"` holds
    more_names: int = 0  # names printed beyond what et-al-use-first allows
    levels: Mapping[Person, int] = field(default_factory=dict)  # 1: initials, 2: full given name
    year_suffix: str = ""
    without_author: bool = False  # the first names are left out: the text has named them
    compared: bool = False  # the cite is compared with others, not printed
    repeated: Repeated | None = None  # the substitutes for the first names
    sort_options: Mapping[str, str] | None = None  # name options of a cs:key, while sorting

    # what has been printed
    suppressed: set[str] = field(default_factory=set)  # variables a substitute has printed
    recorded: list[str] = field(default_factory=list)  # variables printed, in order
    called: int = 0  # variables asked for
    printed: int = 0  # variables that gave text
    length: int = 0  # letters that they gave
    first_names: tuple[str, ...] | None = None  # each of the first names as printed
    persons: tuple[Person, ...] = ()  # all people of the first names, printed or not
    hidden_names: int = 0  # how many of them et al. replaces
    inherited: Any = None  # the cs:names that a cs:names without children takes its form from
    year_suffix_printed: bool = False
    worded: bool = False  # whether a text of the style's own has been printed
    first_term: str = ""  # the text of a term that was printed before all else
    asked_disambiguate: int = 0  # how many conditions have asked for `disambiguate`

    def has(self, variable: str) -> bool:
        """Return whether a variable has a value for this cite."""
        match variable:
            case "locator":
                return bool(self.locator)
            case "first-reference-note-number":
                return bool(self.first_note)
            case "citation-number":
                return bool(self.number)
            case "year-suffix":
                return bool(self.year_suffix)
            case "page-first":
                return bool(self.item.texts.get(variable) or self.item.texts.get("page"))
        item = self.item
        return variable in item.texts or variable in item.people or variable in item.dates

    @property
    def speaks_another_language(self) -> bool:
        """Whether the item has a language of its own that is not that of the document."""
        own = self.item.language[:2].lower()
        return bool(own) and own != self.tables.language[:2].lower()

    def note(self, variable: str, text: str, more: int = 0) -> str:
        """Count a variable asked for, for groups and substitutes, and return the text it gave.

        A cite that has printed more than a book holds prints no further variable, and '' is
        returned: a style may ask for a long text some thousand times.  `more` letters will be
        printed beside `text`.
        """
        self.called += 1
        if text:
            self.length += len(text) + more
            if self.length > MOST_LETTERS:
                return ""
            self.printed += 1
            self.recorded.append(variable)
            if self.inherited is not None:  # within a substitute each is printed once
                self.suppressed.add(variable)
        return text
