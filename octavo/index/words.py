"""The few words of an index in each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """The heading, the two references, and what marks an entry that a page's turn has cut."""

    index: str
    see: str
    see_also: str
    continued: str


_WORDS: Mapping[str, Words] = {
    "cs": Words("Rejstřík", "Viz", "Viz též", "pokračování"),
    "de": Words("Register", "Siehe", "Siehe auch", "Fortsetzung"),
    "en": Words("Index", "See", "See also", "continued"),
    "es": Words("Índice analítico", "Véase", "Véase también", "continuación"),
    "fr": Words("Index", "Voir", "Voir aussi", "suite"),
    "it": Words("Indice analitico", "Vedi", "Vedi anche", "continua"),
    "nl": Words("Register", "Zie", "Zie ook", "vervolg"),
    "pl": Words("Indeks", "Zob.", "Zob. też", "cd."),
    "pt": Words("Índice remissivo", "Ver", "Ver também", "continuação"),
    "ru": Words("Указатель", "См.", "См. также", "продолжение"),
}


def words_in(language: str) -> Words:
    """The words in a language; in English where Octavo does not know it."""
    return _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
