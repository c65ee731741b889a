"""Number the notes, collect the citations in their order, and put the set citations back.

The steps run in this order over all manuscripts of the edition: `citations_in_text` makes notes of
the citations in the text; `numbering` numbers the notes; `cite_places` collects the citations,
which `citations/` sets, and puts them back; `junctions` joins them to the prose; `note_references`
puts the numbers of notes into the references to them; `bibliography_section` makes the bibliography
a section.
"""

from octavo.notes.archives_consulted import archives_consulted
from octavo.notes.bibliography_section import (
    annotation_of,
    asks_for_something,
    bibliography,
    part_of,
)
from octavo.notes.citations_in_text import (
    authors_in_text,
    calls_follow_punctuation,
    notes_for_citations,
    with_citation_notes,
    with_placed_citations,
)
from octavo.notes.cite_places import (
    CitePlaces,
    collect_citations,
    listed_uncited,
    nocite_of,
    put_back,
)
from octavo.notes.note_references import (
    NoteTargets,
    note_targets,
    resolve_note_references,
    with_note_references,
)
from octavo.notes.numbering import (
    notes_of,
    number_notes,
    numbered_from,
    numbers_before,
    reference_mark,
)
from octavo.notes.split_citations import NOTE_KEY, is_note_reference, is_textual
from octavo.notes.stable_keys import keys_of_notes

__all__ = [
    "NOTE_KEY",
    "CitePlaces",
    "NoteTargets",
    "annotation_of",
    "archives_consulted",
    "asks_for_something",
    "authors_in_text",
    "bibliography",
    "calls_follow_punctuation",
    "collect_citations",
    "is_note_reference",
    "is_textual",
    "keys_of_notes",
    "listed_uncited",
    "nocite_of",
    "note_targets",
    "notes_for_citations",
    "notes_of",
    "number_notes",
    "numbered_from",
    "numbers_before",
    "part_of",
    "put_back",
    "reference_mark",
    "resolve_note_references",
    "with_citation_notes",
    "with_note_references",
    "with_placed_citations",
]
