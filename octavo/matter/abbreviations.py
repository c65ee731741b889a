"""Make the list of abbreviations a section: the sigla that an edition uses, with their meanings.

Chicago (18th edition, 1.48) gives the list a place of its own; it holds used sigla only.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.csl.text.filing import list_key
from octavo.locales import words_in
from octavo.model import Abbreviation, Blocks, Manuscript, Section
from octavo.pandoc import tree


def abbreviations(
    rows: Sequence[Abbreviation], section: Section, title: str, language: str
) -> Manuscript:
    """Return the section: its title, by default the word of the language, and the sigla in
    alphabetical order as a definition list; empty if no siglum is used."""
    heading = title or words_in(language).abbreviations
    blocks: Blocks = []
    if rows:
        in_order = sorted(rows, key=lambda row: list_key(row.text, language))
        listed = [(row.siglum, [[tree.plain_block(row.meaning)]]) for row in in_order]
        blocks = [
            tree.header(1, tree.text(heading), "abbreviations-title", ["abbreviations"]),
            tree.definition_list(listed),
        ]
    return Manuscript(section, tree.text(heading), language, blocks)
