"""Define S for sections and silences: titles, ids, links, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from octavo.checks.near import Nearest
from octavo.checks.survey import LANGUAGE_NAMES, Inventory, Survey
from octavo.checks.tree_places import normal
from octavo.locales import table_for, tables
from octavo.model import Fault, Place, Severity, reported_rule, rule
from octavo.source import is_language_tag, place_in_edition, tag_hint


@reported_rule("S013", Severity.WARNING, unsilenceable=True)
def silence_is_needed() -> None:
    """Every silence in edition.yaml silences something.

    What always holds, and what keeps harm away, cannot be silenced.
    """


@rule("S008", Severity.WARNING)
def section_has_a_title(survey: Survey) -> Iterator[Fault]:
    """Every section has a title.

    The contents, the running heads and the EPUB's navigation need it.
    """
    for text in survey.texts:
        if not text.manuscript.title:
            hint = "begin with a heading, or give a title in the text's metadata"
            yield section_has_a_title.fault(text.where.start, "the section has no title", hint)


@rule("S009")
def id_is_unique(survey: Survey) -> Iterator[Fault]:
    """No id is used twice in the edition.

    All sections become one document, and a link leads to one place.
    """
    for name, texts in survey.ids.items():
        if len(texts) < 2:
            continue
        places = [p for text in dict.fromkeys(texts) for p in _id_places(text, name)]
        message = f"the id #{name} is already used at {places[0]}"
        for place in places[1:] or places:
            yield id_is_unique.fault(place, message, "give one of the two another id")


def _id_places(text: Inventory, name: str) -> tuple[Place, ...]:
    return text.where.ids.get(name) or (text.where.start,)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@rule("S010")
def link_resolves(survey: Survey) -> Iterator[Fault]:
    """Every link inside the edition leads to an id that is there.

    Links between sections are written `#id`: the files of the source are in no form.
    """
    there = {unquote(name) for name in survey.ids} | _made_ids(survey)
    names = [text.manuscript.section.name for text in survey.texts]
    nearest = Nearest(sorted(there))
    for text in survey.texts:
        labels = {
            target for target, words in zip(text.links, text.link_words, strict=True)
            if words.startswith("^")
        }  # fmt: skip
        ends = {target: _dead_end(target, there, names, nearest) for target in {*text.links}}
        if not any(message for message, _ in ends.values()):
            continue  # to find the places of links takes long
        for target, place in text.link_places():
            if target in labels:
                continue  # a note call with a space in its label: N014
            message, hint = ends[target]
            if message and (survey.complete or not target.startswith("#")):
                place = _written(text, target, place)
                yield link_resolves.fault(
                    place, message, hint, subject=normal(target).removeprefix("#")
                )


def _written(text: Inventory, target: str, place: Place) -> Place:
    """Return the place of a link; one that is no link in the text is a reference, `[@fig:map]`."""
    cited = text.where.cited(target[1:], 1) if place == text.where.start else ()
    return next(iter(cited), place)


def _made_ids(survey: Survey) -> set[str]:
    """Return the ids of the sections themselves, and of the bibliography that Octavo makes."""
    return {f"sec-{text.manuscript.section.name}" for text in survey.texts} | {"sec-bibliography"}


def _dead_end(target: str, there: set[str], names: list[str], nearest: Nearest) -> tuple[str, str]:
    name = normal(target)
    if name[1:] in there and name[:1] == "#":
        return "", ""
    if not name:
        return "the link leads nowhere", "name a place between the parentheses: (#id)"
    if name[:1] == "#":
        near = _heading_elsewhere(name[1:], names, there) or nearest.to(name[1:])
        hint = f"did you mean #{near}?" if near else "give the place that is meant this id"
        return f"the link leads to #{name[1:]}, which is not in the edition", hint
    if not _SCHEME.match(name):
        _, _, fragment = name.partition("#")
        hint = (
            f"write #{fragment}" if fragment in there else "link to an id, #id, or to a web address"
        )
        return f"the link leads to the file {name}, which is in no form", hint
    return "", ""


def _heading_elsewhere(name: str, sections: list[str], there: set[str]) -> str:
    """Return the id that pandoc gives to a heading of another section with this name,
    `sec-02-waiting-visas`; nothing if there is none, or several."""
    headings = [f"sec-{section}-{name}" for section in sections if f"sec-{section}-{name}" in there]
    return headings[0] if len(headings) == 1 else ""


# --- languages -----------------------------------------------------------------------------------


@rule("S014", Severity.WARNING)
def language_is_well_formed(survey: Survey) -> Iterator[Fault]:
    """Every language is given by a well-formed BCP 47 tag.

    Hyphens, voices and the quotation marks of a citation follow it.
    """
    for text in survey.texts:
        named = [
            value
            for attributes in text.attributes
            for name, value in attributes.pairs
            if name in LANGUAGE_NAMES
        ]
        for tag in dict.fromkeys((text.manuscript.language, *named)):
            if tag and not is_language_tag(tag):
                for place in text.where.languages.get(tag, (text.where.start,)):
                    yield language_is_well_formed.fault(
                        place, f"{tag} is not a language tag", tag_hint(tag)
                    )


@rule("S015", Severity.WARNING)
def printed_words_are_of_the_language(survey: Survey) -> Iterator[Fault]:
    """Octavo has its own words in the language of the edition, and of every section.

    The headings of the parts that it makes, the labels of captions and the words of references to
    notes are English where it has none.
    """
    reading = survey.reading
    edition = reading.edition
    if edition is None:
        return
    if not table_for(edition.language):
        place = place_in_edition(reading.edition_text, "language:")
        yield printed_words_are_of_the_language.fault(place, *_no_words(edition.language))
    for text in survey.texts:
        tag = text.manuscript.language
        if tag != edition.language and is_language_tag(tag) and not table_for(tag):
            place = text.where.languages.get(tag, (text.where.start,))[0]
            yield printed_words_are_of_the_language.fault(place, *_no_words(tag))


def _no_words(tag: str) -> tuple[str, str]:
    known = ", ".join(sorted(name for name in tables() if "-" not in name))
    return (
        f"Octavo prints its own words in English, for want of a table of {tag}",
        f"known: {known}",
    )
