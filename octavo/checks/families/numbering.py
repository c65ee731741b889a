"""Define S for the numbers of chapters and parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from octavo.captions.heading_numbers import kind_of_heading, opens_part, title_of
from octavo.checks.survey import Inventory, Survey
from octavo.locales import NumberedKind, in_words, opens_with_number
from octavo.model import Fault, Place, Severity, rule
from octavo.pandoc import tree
from octavo.pandoc.heading_spans import PART_LEAF
from octavo.pandoc.walk import text_of, walk
from octavo.source import place_in_edition

_LETTERS = 20  # by which a heading is found in its text


@rule("S087", Severity.WARNING)
def number_of_title_is_not_typed(survey: Survey) -> Iterator[Fault]:
    """No title that is numbered has a number typed in it.

    It would have two, and the typed one stays when a chapter is moved.
    """
    edition = survey.reading.edition
    if edition is None:
        return
    asked = {"chapter": edition.numbering.chapters, "part": edition.numbering.parts}
    for text in survey.texts:
        kind = kind_of_heading(text.manuscript)
        title = text_of(text.manuscript.title)
        if kind and asked[kind] != "none" and opens_with_number(title, edition.language):
            yield number_of_title_is_not_typed.fault(
                _place_of(text, title), f"the number in “{title[:60]}” is typed, and another added",
                f"take it out; numbering: {kind}s prints it, or {{.unnumbered}} none",
            )  # fmt: skip


@rule("S088", Severity.WARNING)
def number_has_words(survey: Survey) -> Iterator[Fault]:
    """Every number of a chapter or a part that is to be in words is printed in words.

    The fortieth chapter is the last one that has words in Czech, in Polish and in Ukrainian, the
    thirtieth in Latin. Later ones are in figures.
    """
    edition = survey.reading.edition
    if edition is None:
        return
    counts = Counter(filter(None, (kind_of_heading(text.manuscript) for text in survey.texts)))
    kinds: tuple[NumberedKind, ...] = ("chapter", "part")
    for kind in kinds:
        if getattr(edition.numbering, f"{kind}s") != "words":
            continue
        numbers = range(1, counts[kind] + 1)
        bare = next((n for n in numbers if not in_words(kind, n, edition.language)), None)
        if bare is not None:
            place = place_in_edition(survey.reading.edition_text, "numbering:")
            message = f"there are no words for the number of {kind} {bare}: it is in figures"
            hint = f"write numbering: {{{kind}s: arabic}}, or roman, for all to be alike"
            yield number_has_words.fault(place, message, hint)


@rule("S089", Severity.WARNING)
def part_is_a_title(survey: Survey) -> Iterator[Fault]:
    """The class `.part` is on the title of a text of the body.

    Nowhere else does a heading open a part.
    """
    for text in survey.texts:
        own = title_of(text.manuscript) if opens_part(text.manuscript) else None
        for element in walk(text.manuscript.blocks):
            if not tree.is_kind(element, "Header") or element is own:
                continue
            if PART_LEAF in tree.classes_of(element):
                words = text_of(tree.content_of(element))
                message = f"the heading “{words[:60]}” opens no part"
                hint = "give a part a text of its own under sections, with this as its title"
                yield part_is_a_title.fault(_place_of(text, words), message, hint)


def _place_of(text: Inventory, words: str) -> Place:
    """Return the place of a heading by its first letters; the start of its text if it is not
    found."""
    wanted = _bare(words)[:_LETTERS]
    for number, line in enumerate(text.where.lines, 1):
        if wanted and _bare(line).startswith(wanted):
            opening = len(line) - len(line.lstrip(" >#"))
            return Place(text.path, number, opening + 1)
    return text.where.start


def _bare(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())
