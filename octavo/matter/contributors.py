"""Sections by authors of their own: the line below the title, the note on it, the contributors.

A text names its authors in its metadata, as edition.yaml names those of the book:

    ---
    author:
      - {given: Anna, family: Weaver, affiliation: University of Basel, orcid: 0000-0002-1825-0097}
    ---

They are set below the section's title in all forms, each with a marked note that says where they
teach (`affiliation`, `orcid`) or whatever their `note` says.  Where the title has a marked note of
its own they get none.  Where all are the authors of the whole book, nothing is set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.csl.text.filing import list_key
from octavo.locales import words_in
from octavo.manuscript import Element, is_note, rewrite, string, text_of, walk
from octavo.matter.imprint import people
from octavo.matter.parts import CONTRIBUTORS
from octavo.model import Blocks, Edition, Inlines, Manuscript, Name, series_of
from octavo.parsing.snippets import as_passage

BYLINE = "byline"
_LONGEST_HEAD = 44  # letters of authors' names in a running head


@dataclass(frozen=True, slots=True)
class Author:
    """An author of one section: the name, and what is told of it as pandoc's blocks."""

    name: Name
    affiliation: Inlines
    note: Blocks
    biography: Blocks


def authors_of(manuscript: Manuscript) -> tuple[Author, ...]:
    """The authors that a section's metadata name, in its order."""
    given = (manuscript.meta or {}).get("author")
    items = [given] if isinstance(given, Mapping) else []
    items = items[0]["c"] if _is(given, "MetaList") else items
    found = (_author(item) for item in items)
    return tuple(author for author in found if author is not None and author.name.display)


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, Mapping) and value.get("t") == kind


def _author(item: Any) -> Author | None:
    if not _is(item, "MetaMap"):
        return Author(_name_of(_words(item)), [], [], []) if item else None
    told: Mapping[str, Any] = item["c"]
    family, given, orcid = (_words(told.get(key)) for key in ("family", "given", "orcid"))
    literal = _words(told.get("literal")) or _words(told.get("name"))
    affiliation = _inlines(told.get("affiliation"))
    where = text_of(affiliation)
    name = Name(family=family, given=given, literal=literal, affiliation=where, orcid=orcid)
    biography = rewrite(_blocks(told.get("biography")), _uncited)
    return Author(name, rewrite(affiliation, _uncited), _blocks(told.get("note")), biography)


def _uncited(element: Element) -> list[Any] | None:
    """Citations are set in notes alone, not where an author's life is told."""
    return [] if element["t"] == "Cite" else None


def _name_of(words: str) -> Name:
    """A name in one string; with a comma in it the family's name is in front."""
    family, comma, given = words.partition(", ")
    return Name(family=family, given=given) if comma and given else Name(literal=words)


def _words(value: Any) -> str:
    return text_of(_inlines(value))


def _inlines(value: Any) -> Inlines:
    """A text of the metadata as inlines; of several, those of all, parted by commas."""
    if not isinstance(value, Mapping):
        return []
    match value.get("t"):
        case "MetaString":
            return string(str(value["c"]))
        case "MetaInlines":
            return _plainly(value["c"])
        case "MetaBlocks":
            parts = [b["c"] for b in value["c"] if b["t"] in {"Para", "Plain"}]
            return _plainly(_joined(parts, {"t": "Space"}))
        case "MetaList":
            parts = [part for item in value["c"] if (part := _inlines(item))]
            return _joined(parts, {"t": "Str", "c": ","}, {"t": "Space"})
        case _:
            return []


def _blocks(value: Any) -> Blocks:
    if _is(value, "MetaBlocks"):
        return _plainly(value["c"])
    inlines = _inlines(value)
    return [{"t": "Para", "c": inlines}] if inlines else []


def _plainly(tree: Any) -> Any:
    """A text of the metadata without notes, headings, images and ids."""
    bare = rewrite(tree, lambda e: [] if e["t"] == "Note" or is_note(e) else None)
    return rewrite(bare, as_passage)


def _joined(parts: Sequence[Inlines], *between: Element) -> Inlines:
    made: Inlines = []
    for part in parts:
        made += [*(between if made else ()), *part]
    return made


# --- below the title -----------------------------------------------------------------------------


def with_bylines(manuscripts: Sequence[Manuscript], edition: Edition) -> tuple[Manuscript, ...]:
    """The manuscripts, those by authors of their own with these below their titles."""
    return tuple(_with_byline(manuscript, edition) for manuscript in manuscripts)


def has_byline(manuscript: Manuscript, edition: Edition) -> bool:
    """Whether a section is by others than the whole book."""
    own = {author.name.display for author in authors_of(manuscript)}
    return bool(own) and own != {name.display for name in edition.authors}


def _with_byline(manuscript: Manuscript, edition: Edition) -> Manuscript:
    if not has_byline(manuscript, edition):
        return manuscript
    authors, blocks = authors_of(manuscript), list(manuscript.blocks)
    at = next((n for n, b in enumerate(blocks) if b["t"] == "Header" and b["c"][0] == 1), -1)
    noted = at >= 0 and any(_is_marked(element) for element in walk(blocks[at]))
    words = _byline(authors, manuscript.language or edition.language, noted)
    shown = _for_the_head([author.name for author in authors], manuscript.language)
    pairs = [["running", shown]]
    line = {"t": "Div", "c": [["", [BYLINE], pairs], [{"t": "Para", "c": words}]]}
    return replace(manuscript, blocks=[*blocks[: at + 1], line, *blocks[at + 1 :]])


def _is_marked(element: Element) -> bool:
    return is_note(element) and series_of(dict(element["c"][0][2]).get("label", "")) == "marked"


def _byline(authors: Sequence[Author], language: str, noted: bool) -> Inlines:
    """The names, each with its note, as they are read out."""
    parts: list[Inlines] = []
    for number, author in enumerate(authors, 1):
        filed = [["filing", author.name.filing]]
        named = {"t": "Span", "c": [["", ["author"], filed], string(author.name.display)]}
        note = [] if noted else _note(author, number)
        parts.append([named, *note])
    if len(parts) < 2:
        return _joined(parts)
    words = words_in(language)
    last = words.and_last if len(parts) > 2 else words.and_
    return [*_joined(parts[:-1], *string(words.comma)), *string(last), *parts[-1]]


def _note(author: Author, number: int) -> list[Element]:
    """The marked note on an author's name; none of one of whom nothing is told."""
    blocks = author.note or _told(author)
    if not blocks:
        return []
    pairs = [["label", f"*author-{number}"]]
    return [{"t": "Span", "c": [["", ["note"], pairs], [{"t": "Note", "c": blocks}]]}]


def _told(author: Author) -> Blocks:
    address = orcid_address(author.name.orcid)
    linked = {"t": "Link", "c": [["", [], []], string(address), [address, ""]]}
    parts = [author.affiliation, [linked] if address else []]
    words = _joined([part for part in parts if part], {"t": "Str", "c": "."}, {"t": "Space"})
    if not words:
        return []
    ended = text_of(words).endswith((".", "!", "?"))
    return [{"t": "Para", "c": words if ended else [*words, {"t": "Str", "c": "."}]}]


def orcid_address(orcid: str) -> str:
    """An ORCID as the address that it is shown by."""
    bare = orcid.strip().rstrip("/").rpartition("/")[2]
    return f"https://orcid.org/{bare}" if bare else ""


def _for_the_head(names: Sequence[Name], language: str) -> str:
    """The names for the running head: all, or the family names, or the first with what stands for
    the others."""
    shown = people(names, language)
    if len(shown) <= _LONGEST_HEAD:
        return shown
    families = [Name(literal=name.family or name.literal) for name in names]
    shown = people(families, language)
    if len(shown) <= _LONGEST_HEAD:
        return shown
    return words_in(language).and_others.format(name=families[0].display)


# --- the contributors ----------------------------------------------------------------------------


def contributors(manuscripts: Sequence[Manuscript], edition: Edition) -> Manuscript:
    """The list of all authors of sections, by family name, with their biographies or affiliations
    (Chicago 1.64); empty where no section has an author of its own."""
    named: dict[str, Author] = {}
    for author in (a for m in manuscripts if has_byline(m, edition) for a in authors_of(m)):
        known = named.get(author.name.display)
        if known is None or (author.biography and not known.biography):
            named[author.name.display] = author
    language = edition.language
    title = string(words_in(language).contributors)
    blocks: Blocks = []
    if named:
        ordered = sorted(named.values(), key=lambda a: list_key(a.name.filing, language))
        heading = {"t": "Header", "c": [1, ["contributors-title", ["contributors"], []], title]}
        blocks = [heading, *(entry for author in ordered for entry in _entry(author))]
    return Manuscript(CONTRIBUTORS, title, language, blocks)


def _entry(author: Author) -> Iterator[Element]:
    """An author's name in front of what is told of them."""
    name = {"t": "Strong", "c": string(author.name.display)}
    space = {"t": "Space"}
    point = {"t": "Str", "c": "."}
    told, *others = author.biography or [{"t": "Para", "c": author.affiliation}]
    words: Inlines = told["c"] if told["t"] in {"Para", "Plain"} else []
    if author.biography:
        first = [name, space, *words]
    else:
        first = [name, *([{"t": "Str", "c": ","}, space, *words] if words else []), point]
    rest = others if told["t"] in {"Para", "Plain"} else author.biography
    opened = {"t": "Para", "c": first}
    yield {"t": "Div", "c": [["", ["contributor"], []], [opened, *rest]]}
