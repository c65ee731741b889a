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
from octavo.notes.citations_in_text import calls_follow_punctuation, notes_for_citations
from octavo.notes.cite_places import (
    CitePlaces,
    collect_citations,
    listed_uncited,
    nocite_of,
    put_back,
)
from octavo.notes.note_references import resolve_note_references
from octavo.notes.numbering import notes_of, number_notes, reference_mark
from octavo.notes.split_citations import NOTE_KEY, is_note_reference, is_textual

__all__ = [
    "NOTE_KEY",
    "CitePlaces",
    "annotation_of",
    "archives_consulted",
    "asks_for_something",
    "bibliography",
    "calls_follow_punctuation",
    "collect_citations",
    "is_note_reference",
    "is_textual",
    "listed_uncited",
    "nocite_of",
    "notes_for_citations",
    "notes_of",
    "number_notes",
    "part_of",
    "put_back",
    "reference_mark",
    "resolve_note_references",
]
