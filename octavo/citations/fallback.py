"""Set author and title without a style, for a cite that a style leaves empty and for prose."""

from __future__ import annotations

from octavo.citations.titles import titled
from octavo.csl.document.cite_processor import CiteContext, RenderedCite
from octavo.csl.document.positions import FIRST
from octavo.csl.items.fields import item_of
from octavo.csl.items.item import Item, Person
from octavo.csl.rendering.style_tables import term
from octavo.csl.text.punctuation import joined
from octavo.csl.text.tagged_text import Quotes, to_inlines
from octavo.model import Inlines, Reference

_ROLES = ("author", "editor", "translator", "compiler", "recipient", "contributor")


def set_plainly(item: Item, context: CiteContext) -> str:
    """Set author, title and locator as tagged text; '' for an item that has none of them.

    Without author and title, its container, archive, genre, number and address are set.
    """
    title = item.texts.get("title", "")
    if context.position != FIRST:
        title = item.texts.get("title-short", title)
    title = titled(item.type, title)
    full = context.position == FIRST
    who = "" if context.without_author else ", ".join(_name(one, full) for one in makers(item))
    other = () if who or title else ("container-title", "archive", "genre", "number", "URL")
    parts = [who, title, *(item.texts.get(name, "") for name in other), context.locator]
    return joined(parts, ", ")


def makers(item: Item) -> tuple[Person, ...]:
    """Return the people named for a work: its authors, or else its editors, translators etc."""
    return next((item.people[role] for role in _ROLES if role in item.people), ())


def surname(person: Person) -> str:
    return _name(person, full=False)


def author_names(reference: Reference, language: str) -> Inlines:
    """Return the names of a work's authors for running text: `Ken`, `Carley and Ken`, `Ken et al.`

    Without an author the editor or translator is named, and without any the short title, with the
    look of its type.  `language` is the edition's.
    """
    item = item_of(reference.data)
    surnames = [surname(person) for person in makers(item)]
    match surnames:
        case []:
            title = item.texts.get("title-short") or item.texts.get("title", "")
            text = titled(item.type, title)
        case [one]:
            text = one
        case [one, two]:
            text = f"{one} {term('and', language)} {two}"
        case [one, two, three]:
            comma = "," if language.split("-")[0] == "en" else ""
            text = f"{one}, {two}{comma} {term('and', language)} {three}"
        case _:
            text = f"{surnames[0]} {term('et-al', language)}"
    return to_inlines(text, _quotes(language))


def names_in_text(
    reference: Reference, cite: RenderedCite, language: str, quotes: Quotes
) -> Inlines:
    """Return the names of a work in front of its citation in running text, as many as the style
    prints in it; those of `author_names` where the style names nobody, as one with numbers."""
    names = [*(cite.first_names or ())]
    if not names or not cite.persons:
        return to_inlines(joined(names, ", "), quotes) or author_names(reference, language)
    if cite.hidden_names:
        text = f"{', '.join(names)} {term('et-al', language)}"
    elif len(names) < 3:
        text = f" {term('and', language)} ".join(names)
    else:
        comma = "," if language.split("-")[0] == "en" else ""
        text = f"{', '.join(names[:-1])}{comma} {term('and', language)} {names[-1]}"
    return to_inlines(text, quotes)


def _quotes(language: str) -> Quotes:
    def pair(inner: str) -> tuple[str, str]:
        return term(f"open{inner}-quote", language), term(f"close{inner}-quote", language)

    return Quotes(pair(""), pair("-inner"))


def _name(person: Person, full: bool) -> str:
    if person.literal:
        return person.literal
    parts = (person.given, person.dropping) if full else ()
    parts += (person.non_dropping, person.family, *((person.suffix,) if full else ()))
    return " ".join(filter(None, parts))
