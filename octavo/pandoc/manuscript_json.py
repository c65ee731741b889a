"""Keep a manuscript as a file between the stages: a JSON document that pandoc reads too."""

from __future__ import annotations

import orjson

from octavo.model import CallState, CiteKey, Manuscript, Note, NoteCall, Place, Section
from octavo.pandoc.run import API_VERSION


def to_json(manuscript: Manuscript) -> bytes:
    """Return a manuscript as readable JSON."""
    section = manuscript.section
    head = {
        "section": {"name": section.name, "path": section.path, "part": section.part},
        "title": manuscript.title,
        "language": manuscript.language,
        "words": manuscript.words,
        "calls": [
            [c.label, c.state, c.place.line, c.place.column, c.before, c.after]
            for c in manuscript.calls
        ],
        "notes": [[n.label, n.place.line, n.place.column] for n in manuscript.notes],
        "cite_keys": [[c.key, c.label, c.place.line, c.place.column] for c in manuscript.cite_keys],
        "pandoc-api-version": API_VERSION,
        "meta": manuscript.meta or {},
        "blocks": manuscript.blocks,
    }
    return orjson.dumps(head, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def from_json(data: bytes) -> Manuscript:
    """Return the manuscript that `to_json` wrote."""
    head = orjson.loads(data)
    section = Section(**head["section"])
    path = section.path
    return Manuscript(
        section=section,
        title=head["title"],
        language=head["language"],
        words=head["words"],
        blocks=head["blocks"],
        calls=tuple(
            NoteCall(label, Place(path, line, column), CallState(state), before, after)
            for label, state, line, column, before, after in head["calls"]
        ),
        notes=tuple(Note(label, Place(path, line, col)) for label, line, col in head["notes"]),
        cite_keys=tuple(
            CiteKey(key, label, Place(path, line, column))
            for key, label, line, column in head["cite_keys"]
        ),
        meta=head["meta"],
    )
