"""Define the words of one language as values: plain phrases, and phrases with plural forms.

A phrase is printed as its table has it; variable parts are in it by name, `page {page}`, and
`str.format` puts in their values. If a part of a phrase is set apart, as a link or in another
style, `around` returns the words on both sides of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Counted:
    """A phrase with one form for each plural category (CLDR) of its language.

    `language` is the tag whose plural rules apply. A phrase that no number changes has one form,
    under the empty category.
    """

    language: str
    forms: Mapping[str, str]

    def of(self, count: int) -> str:
        """Return the form for a number, 1 or more."""
        if "" in self.forms:
            return self.forms[""]
        return self.forms[category(count, self.language)]


def category(count: int, language: str) -> str:
    """Return the plural category of a whole number in a language: zero, one, two, few, many or
    other."""
    return _rules(language).select(count)


@lru_cache(maxsize=64)
def _rules(language: str) -> Any:
    from icu import Locale, PluralRules  # pyright: ignore[reportAttributeAccessIssue]

    return PluralRules.forLocale(Locale(language.replace("-", "_")))


def around(phrase: str, name: str) -> tuple[str, str]:
    """Return the words of a phrase before and after one of its names."""
    before, _, behind = phrase.partition(f"{{{name}}}")
    return before, behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every word that Octavo prints, in one language; the tables in this folder have the values.

    Words of the same meaning are one field, in every form and place where they are printed.
    """

    language: str  # the tag of the table

    # headings, and the names of sections in the EPUB and the PDF's outline
    contents: str
    illustrations: str
    tables: str
    abbreviations: str
    bibliography: str
    index: str
    notes: str
    contributors: str
    dedication: str
    epigraph: str
    colophon: str

    # lists of people; `and_last` comes before the last of three or more
    comma: str
    and_: str
    and_last: str
    and_others: str  # {name}
    edited_by: Counted  # {names}, counted by them
    translated_by: Counted
    series_edited_by: Counted

    # the copyright page
    volume: str  # {number}
    isbn: str  # {number}, {form}
    issn: str  # {number}
    print: str
    hardcover: str
    paperback: str
    epub: str
    pdf: str

    # running heads above notes at the end
    draft: str
    notes_to_page: str  # {page}
    notes_to_pages: str  # {pages}

    # references to notes, figures, tables, equations, sections; `on_page` follows any of them
    note: str  # {number}
    note_above: str  # {note}
    note_below: str  # {note}
    note_in_chapter: str  # {number} of the chapter, {note}
    note_in_titled: str  # {title} of the section, {note}
    on_page: str  # {page}
    figure: str  # {number}
    table: str  # {number}
    equation: str  # {number}, in its parentheses
    chapter: str  # {number}
    chapter_short: str  # {number}; in a note
    part: str  # {number}
    titled: str  # {title}
    chapter_headings: tuple[str, ...]  # {number}; phrases by which a title names its chapter

    # numbers of chapters and parts, above their titles; `numerals` are the numbers in words: those
    # from the first on, or the name of ICU's rule for them and whether each word has a capital
    chapter_in_figures: str  # {number}
    part_in_figures: str  # {number}
    chapter_in_words: str  # {number}
    part_in_words: str  # {number}
    chapter_numerals: tuple[str, ...]
    part_numerals: tuple[str, ...]

    # captions
    figure_label: str  # {number}
    table_label: str  # {number}
    callout: str  # {figure}, its label or the name of its file, where a manuscript has no picture
    captions: str  # above those of such pictures

    # the word before a siglum at the citation that introduces it
    hereafter: str

    # the index
    see: str
    see_also: str
    continued: str  # {entry}
    page_note: str  # {page}, {note}
    page_notes: str  # {page}, {notes}

    # the colophon
    set_in: str  # {type}
    set_in_by: str  # {type}, {designer}
    made_with: str

    # the EPUB's own pages, its landmarks, and the summary of its accessibility
    landmarks: str
    page_list: str
    cover: str
    cover_of: str  # {title}
    title_page: str
    copyright: str
    beginning: str
    identifier: str  # {identifier}
    text_can_be_read: str
    notes_are_linked: str
    back_to_text: str
    images_described: str
    images_undescribed: Counted  # {count}, {images}
    formulas_are_mathml: str

    # the links between the pages of the HTML form
    next: str
    previous: str
    whole_book: str
