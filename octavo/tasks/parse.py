"""Parse a text into pandoc's tree, its notes named and placed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.model import Edition, Fault, Manuscript, Place, Section, Source
from octavo.parsing.notes import try_to_parse
from octavo.source import may_have_examples, read_source
from octavo.source.rules import section_exists
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.read import read_references
from octavo.tasks.records import Unreadable, load_parsed_text, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole


def tasks(plan: Plan) -> Iterator[Task]:
    """Parse each text into pandoc's tree, its notes named and placed."""
    for section in plan.texts:
        yield parse.task(
            plan, section, plan.language, plan.bibliographies,
            name=section.name,
            reads=[plan.root / section.path, *plan.references_for(section)],
            makes=[plan.paths.parsed(section.name), plan.paths.gist(section.name)],
        )  # fmt: skip


@stage()
def parse(
    edition: Edition,
    paths: Paths,
    section: Section,
    language: str,
    bibliographies: Sequence[str] = (),
) -> None:
    """Write one parsed text to build/parsed/NAME.json, and its gist to build/gists/NAME.json; its
    faults in place of both, if it cannot be parsed."""
    from octavo.matter.gists import gist_of

    made, faults = parse_text(paths, section, language, bibliographies)
    write_whole(paths.parsed(section.name), to_json(made or Unreadable(faults)))
    write_whole(paths.gist(section.name), to_json(gist_of(made) if made else Unreadable(faults)))


def parse_text(
    paths: Paths, section: Section, language: str, bibliographies: Sequence[str] = ()
) -> tuple[Manuscript | None, tuple[Fault, ...]]:
    """Return one text of an edition, parsed, and the faults found; None if it cannot be parsed.

    `language` is that of the edition, `bibliographies` are its files.
    """
    source, faults = read_text(paths, section)
    if source is None:
        return None, faults
    keys: frozenset[str] = frozenset()
    if may_have_examples(source.text):
        references, _ = read_references(paths, bibliographies)
        keys = frozenset(reference.key for reference in references)
    made, more = try_to_parse(source, language, keys, is_draft=paths.is_draft)
    return made, (*faults, *more)


def read_text(paths: Paths, section: Section) -> tuple[Source | None, tuple[Fault, ...]]:
    """Return one text as read, and the faults found; None if it cannot be read."""
    try:
        data = (paths.root / section.path).read_bytes()
    except OSError as error:
        fault = section_exists.fault(Place(section.path), f"cannot be read: {error.strerror}")
        return None, (fault,)
    return read_source(data, section)


def load_gist(paths: Paths, name: str) -> Manuscript | None:
    """Return the gist of a text as the parse stage left it; None if it could not be parsed."""
    found = load_parsed_text(paths.gist(name))
    return None if isinstance(found, Unreadable) else found


def load_parsed(paths: Paths, name: str) -> tuple[Manuscript | None, tuple[Fault, ...]]:
    """Return a text as the parse stage left it: parsed, or None and the faults."""
    found = load_parsed_text(paths.parsed(name))
    return (None, found.faults) if isinstance(found, Unreadable) else (found, ())
