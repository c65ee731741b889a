"""The list of abbreviations: the sigla that an edition uses and what they stand for, as a section.

Chicago (18th edition, 1.48) gives the list a place of its own; only what is used stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.csl.text.filing import list_key
from octavo.locales import words_in
from octavo.manuscript import string
from octavo.model import Abbreviation, Blocks, Manuscript, Section


def abbreviations(
    rows: Sequence[Abbreviation], section: Section, title: str, language: str
) -> Manuscript:
    """The section: its title, the language's unless the edition has its own, and the sigla in
    alphabetical order as a definition list; empty if no siglum is used."""
    heading = title or words_in(language).abbreviations
    blocks: Blocks = []
    if rows:
        attributes = ["abbreviations-title", ["abbreviations"], []]
        in_order = sorted(rows, key=lambda row: list_key(row.text, language))
        listed = [[row.siglum, [[{"t": "Plain", "c": row.meaning}]]] for row in in_order]
        blocks = [
            {"t": "Header", "c": [1, attributes, string(heading)]},
            {"t": "DefinitionList", "c": listed},
        ]
    return Manuscript(section, string(heading), language, blocks)
