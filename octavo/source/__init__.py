"""Read edition.yaml and texts: bytes in, `Edition` and `Source` out, with the places of notes.

Everything here is pure: `stages` reads the files.
"""

from octavo.source.characters import (
    CONTROL,
    control_fault,
    escaped_place,
    read_as,
    read_fault,
    without_controls,
)
from octavo.source.cite_keys import CITE, asks_for_pages, find_cite_keys, refers_to_notes
from octavo.source.edition_yaml import EDITION_PATH, edition_schema, place_in_edition, read_edition
from octavo.source.language_tags import is_language_tag, tag_hint
from octavo.source.list_markers import (
    ListMarker,
    MarkedLine,
    cited_examples,
    hide,
    item_mark_places,
    item_marks,
    labels_referred_to,
    marked_lines,
    may_have_examples,
    shown_again,
    without_item_marks,
)
from octavo.source.metadata_marks import titles_with_markup
from octavo.source.note_marks import (
    MARK,
    MARK_START,
    MARK_ZERO,
    Candidate,
    mark,
    rename_definitions,
    scan_notes,
)
from octavo.source.places import Lines, find_places, hidden_spans, shown
from octavo.source.sections import image_target, listing_faults, section_name, sections_of
from octavo.source.texts import NESTED, read_source
from octavo.source.yaml_keys import Placed, read_yaml
from octavo.source.yaml_words import NotYaml

__all__ = [
    "CITE",
    "CONTROL",
    "EDITION_PATH",
    "MARK",
    "MARK_START",
    "MARK_ZERO",
    "NESTED",
    "Candidate",
    "Lines",
    "ListMarker",
    "MarkedLine",
    "NotYaml",
    "Placed",
    "asks_for_pages",
    "cited_examples",
    "control_fault",
    "edition_schema",
    "escaped_place",
    "find_cite_keys",
    "find_places",
    "hidden_spans",
    "hide",
    "image_target",
    "is_language_tag",
    "item_mark_places",
    "item_marks",
    "labels_referred_to",
    "listing_faults",
    "mark",
    "marked_lines",
    "may_have_examples",
    "place_in_edition",
    "read_as",
    "read_edition",
    "read_fault",
    "read_source",
    "read_yaml",
    "refers_to_notes",
    "rename_definitions",
    "scan_notes",
    "section_name",
    "sections_of",
    "shown",
    "shown_again",
    "tag_hint",
    "titles_with_markup",
    "without_controls",
    "without_item_marks",
]
