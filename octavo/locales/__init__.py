"""Hold every word that Octavo prints, in one table a language: `de.toml`, `pt-PT.toml`.

No form and no stage has words of its own. The terms of citations are not here: they are those of
CSL's own locales.
"""

from octavo.locales.chapters import (
    NumberedKind,
    NumberStyle,
    chapter_number,
    in_words,
    name_of_number,
    named_chapter,
    opens_with_number,
)
from octavo.locales.direction import (
    bidi_levels,
    direction_of,
    direction_of_text,
    holds_rtl,
    mirrored,
    runs_from_right,
    script_name,
    script_of,
    script_of_text,
)
from octavo.locales.months import is_month
from octavo.locales.tables import table_for, tables, words_in
from octavo.locales.words import Counted, Words, around

__all__ = [
    "Counted",
    "NumberStyle",
    "NumberedKind",
    "Words",
    "around",
    "bidi_levels",
    "chapter_number",
    "direction_of",
    "direction_of_text",
    "holds_rtl",
    "in_words",
    "is_month",
    "mirrored",
    "name_of_number",
    "named_chapter",
    "opens_with_number",
    "runs_from_right",
    "script_name",
    "script_of",
    "script_of_text",
    "table_for",
    "tables",
    "words_in",
]
