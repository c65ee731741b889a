"""Set the authors of sections: the line below the title, the note on it, the contributors.

A text names its authors in its metadata, as edition.yaml names those of the book:

    ---
    author:
      - {given: Anna, family: Weaver, affiliation: University of Basel, orcid: 0000-0002-1825-0097}
    ---

They are set below the section's title in all forms, each with a marked note that has their `note`,
or else their `affiliation` and `orcid`. If the title has a marked note of its own, they get none.
If all are the authors of the whole book, nothing is set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from octavo.csl.text.filing import inverted_name_key
from octavo.locales import words_in
from octavo.matter.imprint import people
from octavo.matter.parts import CONTRIBUTORS
from octavo.model import Blocks, Edition, Element, Inlines, Manuscript, Name, series_of
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note, label_of, note_span
from octavo.pandoc.walk import Part, rewrite, text_of, walk
from octavo.parsing.snippets import as_passage

BYLINE = "byline"
_LONGEST_HEAD = 44  # letters of authors' names in a running head


@dataclass(frozen=True, slots=True)
class Author:
    """An author of one section: the name, and the rest of the author's metadata in pandoc's
    elements."""

    name: Name
    affiliation: Inlines
    note: Blocks
    biography: Blocks


def authors_of(manuscript: Manuscript) -> tuple[Author, ...]:
    """Return the authors that a section's metadata name, in their order."""
    given = (manuscript.meta or {}).get("author")
    if given is None:
        return ()
    items = tree.meta_items(given) if tree.is_kind(given, "MetaList") else [given]
    found = (_author(item) for item in items)
    return tuple(author for author in found if author.name.display)


def _author(item: Element) -> Author:
    if not tree.is_kind(item, "MetaMap"):
        return Author(_name_of(_words(item)), [], [], [])
    told = tree.meta_fields(item)
    family, given, orcid = (_words(told.get(key)) for key in ("family", "given", "orcid"))
    literal = _words(told.get("literal")) or _words(told.get("name"))
    affiliation = _inlines(told.get("affiliation"))
    where = text_of(affiliation)
    name = Name(family=family, given=given, literal=literal, affiliation=where, orcid=orcid)
    biography = rewrite(_blocks(told.get("biography")), _uncited)
    return Author(name, rewrite(affiliation, _uncited), _blocks(told.get("note")), biography)


def _uncited(element: Element) -> Inlines | None:
    """Remove a citation: citations are set in notes alone, not in an author's biography."""
    return [] if tree.is_kind(element, "Cite") else None


def _name_of(words: str) -> Name:
    """Return a name given in one string; if it has a comma, the family name comes first."""
    family, comma, given = words.partition(", ")
    return Name(family=family, given=given) if comma and given else Name(literal=words)


def _words(value: Element | None) -> str:
    return text_of(_inlines(value))


def _inlines(value: Element | None) -> Inlines:
    """Return a value of the metadata as inlines; a list's values with commas between them."""
    if value is None:
        return []
    match tree.kind_of(value):
        case "MetaString":
            return tree.text(tree.string_of(value))
        case "MetaInlines":
            return _plainly(tree.content_of(value))
        case "MetaBlocks":
            blocks = tree.content_of(value)
            parts = [tree.content_of(block) for block in blocks if tree.is_paragraph(block)]
            return _plainly(_joined(parts, tree.SPACE))
        case "MetaList":
            parts = [part for item in tree.meta_items(value) if (part := _inlines(item))]
            return _joined(parts, tree.string(","), tree.SPACE)
        case _:
            return []


def _blocks(value: Element | None) -> Blocks:
    if tree.is_kind(value, "MetaBlocks"):
        return _plainly(tree.content_of(value))
    inlines = _inlines(value)
    return [tree.para(inlines)] if inlines else []


def _plainly(part: Part) -> Part:
    """Return a text of the metadata without notes, headings, images and ids."""
    bare = rewrite(part, lambda e: [] if tree.is_kind(e, "Note") or is_note(e) else None)
    return rewrite(bare, as_passage)


def _joined(parts: Sequence[Inlines], *between: Element) -> Inlines:
    made: Inlines = []
    for part in parts:
        made += [*(between if made else ()), *part]
    return made


# --- below the title -----------------------------------------------------------------------------


def with_bylines(manuscripts: Sequence[Manuscript], edition: Edition) -> tuple[Manuscript, ...]:
    """Return the manuscripts; those that have authors of their own name them below the title."""
    return tuple(_with_byline(manuscript, edition) for manuscript in manuscripts)


def has_byline(manuscript: Manuscript, edition: Edition) -> bool:
    """Return whether a section has authors other than those of the whole book."""
    own = {author.name.display for author in authors_of(manuscript)}
    return bool(own) and own != {name.display for name in edition.authors}


def _with_byline(manuscript: Manuscript, edition: Edition) -> Manuscript:
    if not has_byline(manuscript, edition):
        return manuscript
    authors, blocks = authors_of(manuscript), list(manuscript.blocks)
    at = next((n for n, block in enumerate(blocks) if _is_title(block)), -1)
    noted = at >= 0 and any(_is_marked(element) for element in walk(blocks[at]))
    words = _byline(authors, manuscript.language or edition.language, noted)
    shown = _for_the_head([author.name for author in authors], manuscript.language)
    line = tree.div([tree.para(words)], classes=[BYLINE], attributes={"running": shown})
    return replace(manuscript, blocks=[*blocks[: at + 1], line, *blocks[at + 1 :]])


def _is_title(block: Element) -> bool:
    return tree.is_kind(block, "Header") and tree.level_of(block) == 1


def _is_marked(element: Element) -> bool:
    return is_note(element) and series_of(label_of(element)) == "marked"


def _byline(authors: Sequence[Author], language: str, noted: bool) -> Inlines:
    """Return the names, each with its note, with commas and "and" as in prose."""
    parts: list[Inlines] = []
    for number, author in enumerate(authors, 1):
        filed = {"filing": author.name.filing}
        named = tree.span(tree.text(author.name.display), classes=["author"], attributes=filed)
        note = [] if noted else _note(author, number)
        parts.append([named, *note])
    if len(parts) < 2:
        return _joined(parts)
    words = words_in(language)
    last = words.and_last if len(parts) > 2 else words.and_
    return [*_joined(parts[:-1], *tree.text(words.comma)), *tree.text(last), *parts[-1]]


def _note(author: Author, number: int) -> list[Element]:
    """Return the marked note on an author's name; nothing for an author with neither note,
    affiliation nor ORCID."""
    blocks = author.note or _told(author)
    if not blocks:
        return []
    return [note_span(blocks, f"*author-{number}")]


def _told(author: Author) -> Blocks:
    address = orcid_address(author.name.orcid)
    linked = tree.link(tree.text(address), address)
    parts = [author.affiliation, [linked] if address else []]
    words = _joined([part for part in parts if part], tree.string("."), tree.SPACE)
    if not words:
        return []
    ended = text_of(words).endswith((".", "!", "?"))
    return [tree.para(words if ended else [*words, tree.string(".")])]


def orcid_address(orcid: str) -> str:
    """Return the address of an ORCID: https://orcid.org/0000-0002-1825-0097."""
    bare = orcid.strip().rstrip("/").rpartition("/")[2]
    return f"https://orcid.org/{bare}" if bare else ""


def _for_the_head(names: Sequence[Name], language: str) -> str:
    """Return the names for the running head, shortened to fit: all in full, or the family names, or
    the first with "and others"."""
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
    """Return the list of all authors of sections, by family name, with their biographies or
    affiliations (Chicago 1.64); empty where no section has an author of its own."""
    named: dict[str, Author] = {}
    for author in (a for m in manuscripts if has_byline(m, edition) for a in authors_of(m)):
        known = named.get(author.name.display)
        if known is None or (author.biography and not known.biography):
            named[author.name.display] = author
    language = edition.language
    words = words_in(language)
    title, comma = tree.text(words.contributors), words.comma
    blocks: Blocks = []
    if named:
        ordered = sorted(named.values(), key=lambda a: inverted_name_key(a.name.filing, language))
        heading = tree.header(1, title, "contributors-title", ["contributors"])
        blocks = [heading, *(entry for author in ordered for entry in _entry(author, comma))]
    return Manuscript(CONTRIBUTORS, title, language, blocks)


def _entry(author: Author, comma: str) -> Iterator[Element]:
    """Yield an author's name, followed by the biography, or by a comma and the affiliation."""
    name = tree.strong(tree.text(author.name.display))
    space, point = tree.SPACE, tree.string(".")
    told, *others = author.biography or [tree.para(author.affiliation)]
    words = tree.content_of(told) if tree.is_paragraph(told) else []
    if author.biography:
        first = [name, space, *words]
    else:
        first = [name, *([*tree.text(comma), *words] if words else []), point]
    rest = others if tree.is_paragraph(told) else author.biography
    yield tree.div([tree.para(first), *rest], classes=["contributor"])
