"""Define S for the scripts of texts: letters that no font has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from octavo.checks.survey import Inventory, Survey
from octavo.design.script_families import holds_other_scripts, scripts_in, usual_family
from octavo.model import Fault, Manuscript, Place, Severity, Source, rule
from octavo.pandoc.walk import plain
from octavo.source import place_in_edition

_NAMED = 3  # most letters of a script that a message names


@rule("S090", Severity.WARNING)
def letters_have_a_font(survey: Survey) -> Iterator[Fault]:
    """Every letter is in a font that the machine has, or that the edition names.

    Nothing is printed for a letter without a font. The EPUB and the Word file have it all the same.
    """
    folder = survey.reading.folder
    if folder is None:
        return
    found: dict[str, dict[str, Place]] = {}
    for letter, place in _letters(survey):
        (script,) = scripts_in(letter)
        found.setdefault(script, {}).setdefault(letter, place)
    if not found:
        return
    from octavo.pdf.fonts_at_hand import without_a_font  # a text in Latin does not wait for it

    for script, places in found.items():
        missing = without_a_font("".join(places), folder)
        if missing:
            pronoun = "it" if len(missing) == 1 else "them"
            hint = (
                f"install a font with {pronoun}, such as {usual_family(missing)}, or put one into "
                "source/ and name it in styles/print.css (@font-face)"
            )
            message = _message(script, missing)
            yield letters_have_a_font.fault(places[missing[0]], message, hint)


def _message(script: str, missing: str) -> str:
    named = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    kind = "letter" if len(missing) == 1 else "letters"
    return f"no font has the {script} {kind} {named}{more}: the PDF prints nothing in the place"


def _letters(survey: Survey) -> Iterator[tuple[str, Place]]:
    """Yield the letters that need a font of their script, each with its first place in its file, in
    the order of the files."""
    reading = survey.reading
    text = reading.edition_text
    for letter in _beyond([text] if reading.edition else []):
        yield letter, place_in_edition(text, letter)
    for inventory in survey.texts:
        for letter in inventory.letters:
            yield letter, _place(inventory, letter)
    cited = {key for inventory in survey.texts for key in (*inventory.cites, *inventory.nocite)}
    for reference in reading.references:
        if reference.key in cited:
            for letter in _beyond(_strings(reference.data)):
                yield letter, reference.place


def letters_of_scripts(manuscript: Manuscript, source: Source | None) -> Iterator[str]:
    """Yield the letters of a text that need a font of their script. Its tree is walked only if the
    text as written may have any, as letters or by their numbers."""
    if source is None or holds_other_scripts(source.text) or "&#" in source.text:
        yield from _beyond([plain(manuscript.blocks, notes=True)])


def _beyond(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if holds_other_scripts(text):
            for letters in scripts_in(text).values():
                yield from letters


def _place(inventory: Inventory, letter: str) -> Place:
    """Return the first place of a letter in a text, outside of comments; the head of the text if it
    is only written otherwise, as by its number."""
    where = inventory.where
    for place, _ in where.matches(re.compile(re.escape(letter))):
        return place
    for number, line in enumerate(where.lines, 1):  # in code, which is printed too
        if letter in line:
            return Place(inventory.path, number, line.index(letter) + 1)
    return where.start


def _strings(value: Any) -> Iterator[str]:
    """Yield all texts in a field of a reference."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
