"""Survey what was read for the rules: collect the content of each text in one walk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from octavo.bibliography import doubts
from octavo.checks.image_files import ImageFile, Named, files_of, named_images
from octavo.checks.tree_places import Index, Whereabouts, normal
from octavo.index import Marked, mark_entries
from octavo.model import (
    Blocks,
    CallState,
    Edition,
    Element,
    Fault,
    Manuscript,
    Place,
    Reference,
    Rule,
    Source,
    elements_and_lists,
)
from octavo.notes import nocite_of
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, is_note, label_of
from octavo.pandoc.walk import holds, plain, text_of, walk, words_in
from octavo.parsing.figures import ENDINGS
from octavo.source import sections_of

if TYPE_CHECKING:
    from octavo.checks.note_prose import NoteRead

NOTE_KEY = "note:"  # `@note:label` refers to a note, not to a work
LANGUAGE_NAMES = ("lang", "xml:lang")


@dataclass(frozen=True, slots=True)
class Reading:
    """An edition, or plain texts, as read.

    `folder` is the edition's, None for plain texts; `edition` is None for these, and where
    edition.yaml is invalid.
    """

    folder: Path | None
    edition: Edition | None
    edition_text: str
    sources: tuple[Source, ...]
    references: tuple[Reference, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ImageSeen:
    """An image of the tree: its words, and the caption of the figure around it."""

    target: str
    alternative: str
    caption: str | None
    decorative: bool


@dataclass(frozen=True, slots=True)
class Attributes:
    """The id, classes and key-values of an element that has any."""

    kind: str
    id: str
    classes: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Inventory:
    """The content of one text, in its order, and its places.

    A note called twice counts once. `cites` counts how often each key is cited, `nocite` has the
    keys that the metadata list without citing; `foreign` has the labels of notes in another
    language than the section, `wordless` those of notes without words (`""` for each inline note),
    `bulleted` those of notes that open with a list of one item without a number; `notes` are the
    notes in their order, with those of their words that repeat a source by hand; `letters` are
    those that need a font of their script; `note_numbers` are numbers of notes that are typed by
    hand, with their places.
    """

    manuscript: Manuscript
    where: Whereabouts
    cites: Counter[str] = field(default_factory=Counter)
    nocite: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    link_words: list[str] = field(default_factory=list)
    images: list[ImageSeen] = field(default_factory=list)
    raw: list[tuple[str, str]] = field(default_factory=list)
    attributes: list[Attributes] = field(default_factory=list)
    foreign: dict[str, str] = field(default_factory=dict)
    wordless: Counter[str] = field(default_factory=Counter)
    bulleted: list[str] = field(default_factory=list)
    notes: list[NoteRead] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    note_numbers: list[tuple[int, Place]] = field(default_factory=list)

    @property
    def path(self) -> str:
        return self.manuscript.section.path

    def called(self) -> set[str]:
        """Return the labels of the notes that are called."""
        return {c.label for c in self.manuscript.calls if c.label and c.state is CallState.CALLED}

    def link_places(self) -> Iterator[tuple[str, Place]]:
        """Yield the targets of the links with their places."""
        return self._paired(self.links, self.links, lambda: self.where.links)

    def image_places(self) -> Iterator[tuple[ImageSeen, Place]]:
        """Yield the images with their places."""
        targets = [image.target for image in self.images]
        return self._paired(self.images, targets, lambda: self.where.images)

    def _paired(
        self, seen: list[Any], targets: list[str], index: Callable[[], Index]
    ) -> Iterator[Any]:
        """Yield each item of the tree with its place in the text: the first of a target with the
        first place of that target, and so on. The text is searched for places only if there are
        items."""
        times: Counter[str] = Counter()
        for item, target in zip(seen, targets, strict=True):
            name = normal(target)
            places = index().get(name) or (self.where.start,)
            yield item, places[min(times[name], len(places) - 1)]
            times[name] += 1


@dataclass(frozen=True)
class Around:
    """What surrounds every text: the references, the classes that something knows, whether there is
    an edition, and whether its style prints citations in the line of the text."""

    references: tuple[Reference, ...]
    classes: frozenset[str]
    is_edition: bool
    cites_in_line: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(reference.key for reference in self.references)


@dataclass(frozen=True)
class Survey:
    """A reading, with the content of each of its texts, whose trees are reduced to their gists."""

    reading: Reading
    texts: tuple[Inventory, ...]
    around: Around

    @cached_property
    def complete(self) -> bool:
        """Whether every section of the edition was read and parsed: else nobody can say that
        something is missing."""
        edition = self.reading.edition
        here = {text.path for text in self.texts}
        return edition is not None and all(s.path in here for s in sections_of(edition))

    @property
    def keys(self) -> frozenset[str]:
        return self.around.keys

    @cached_property
    def cited(self) -> frozenset[str]:
        """The keys cited anywhere, or listed under nocite; `@*` lists them all."""
        cited = {key for text in self.texts for key in (*text.cites, *text.nocite)}
        cited.update(self.listed)
        return self.keys if "*" in cited else frozenset(cited)

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The keys that edition.yaml lists under nocite."""
        edition = self.reading.edition
        return nocite_of(edition.citations) if edition else ()

    def lists(self, reference: Reference) -> bool:
        """Return whether the bibliography has a reference."""
        edition = self.reading.edition
        everything = edition is not None and edition.citations.include == "all"
        return everything or reference.key in self.cited

    @cached_property
    def images(self) -> tuple[Named, ...]:
        """The images that the edition names, with their places."""
        return tuple(named_images(self.reading, self.texts))

    @cached_property
    def image_files(self) -> tuple[ImageFile, ...]:
        """Each image file that exists, once in the edition, with its first place."""
        return tuple(files_of(self.reading, self.images))

    @cached_property
    def marked(self) -> Marked:
        """The marks of the index in all texts."""
        return mark_entries([text.manuscript for text in self.texts])

    @property
    def doubts(self) -> Iterator[Fault]:
        """The faults of the references that are cited."""
        for reference in self.reading.references:
            if reference.key in self.cited:
                yield from doubts(reference)

    @cached_property
    def ids(self) -> Mapping[str, tuple[Inventory, ...]]:
        """Every id of the edition, with the text of each of its elements, in order."""
        found: dict[str, list[Inventory]] = {}
        for text in self.texts:
            for attributes in text.attributes:
                if attributes.id:
                    found.setdefault(attributes.id, []).append(text)
        return {name: tuple(texts) for name, texts in found.items()}

    def has_fault(self, broken: Rule) -> bool:
        """Return whether a reader has reported a fault against a rule."""
        return any(fault.rule == broken for fault in self.reading.faults)


# --- the walk ------------------------------------------------------------------------------------

_LEAVES = frozenset(
    {"Str", "Space", "SoftBreak", "LineBreak", "HorizontalRule", "Math", "MetaString", "MetaBool"}
)


class _Setting(NamedTuple):
    """The surroundings of an element of the tree: a language, a figure's caption."""

    language: str
    caption: str | None = None


def take_stock(manuscript: Manuscript, source: Source | None) -> Inventory:
    """Walk a tree, metadata first, and record what the rules need."""
    walker = _Walker(manuscript, source)
    meta = dict(manuscript.meta or {})
    for element in walk(meta.pop("nocite", None)):
        if tree.is_kind(element, "Cite"):
            walker.stock.nocite.update(c["citationId"] for c in tree.citations_of(element))
    walker.walk(meta)
    walker.walk(manuscript.blocks)
    return walker.stock


class _Walker:
    """One walk, without recursion: a text may be nested as deep as its author likes."""

    def __init__(self, manuscript: Manuscript, source: Source | None) -> None:
        self._language = manuscript.language
        self._code_lines: set[str] = set()
        self._named: set[str] = set()
        where = Whereabouts(manuscript.section, source, self._code_lines)
        self.stock = Inventory(manuscript, where)

    def walk(self, part: object) -> None:
        stack: list[tuple[Any, _Setting]] = [(part, _Setting(self._language))]
        while stack:
            node, setting = stack.pop()
            if isinstance(node, list):
                items = elements_and_lists(node, _LEAVES)
                stack.extend((item, setting) for item in reversed(items))
            elif tree.is_element(node):
                seen = self._see(node, setting)
                if seen is not None:
                    stack.append(seen)
            elif isinstance(node, dict):
                stack.extend((value, setting) for value in reversed(list(node.values())))

    def _see(self, element: Element, setting: _Setting) -> tuple[Any, _Setting] | None:
        """Record an element; return its parts that are left to walk, and their surroundings, or
        None."""
        if is_note(element):
            return self._see_note(element, setting)
        setting = self._see_attributes(element, setting)
        match tree.kind_of(element):
            case "Cite":
                cited = tree.citations_of(element)
                self.stock.cites.update(cite["citationId"] for cite in cited)
                return [[c["citationPrefix"], c["citationSuffix"]] for c in cited], setting
            case "Link":
                self.stock.links.append(tree.target_of(element))
                self.stock.link_words.append(text_of(tree.content_of(element)))
            case "Image":
                self._see_image(element, setting)
            case "Figure":
                setting = setting._replace(caption=_caption(tree.caption_of(element)))
            case "RawInline" | "RawBlock":
                raw = tree.format_of(element).lower(), tree.string_of(element)
                self.stock.raw.append(raw)
                return None
            case "CodeBlock":
                lines = tree.string_of(element).split("\n")
                self._code_lines.update(line.strip(" >\t") for line in lines)
                return None
            case "Code":
                return None
            case _:
                pass
        return tree.parts_of(element), setting

    def _see_note(self, element: Element, setting: _Setting) -> tuple[Any, _Setting] | None:
        label = label_of(element)
        if label in self._named:
            return None
        if label:
            self._named.add(label)
        if setting.language != self._language:
            self.stock.foreign[label] = setting.language
        if not _has_words(element):
            self.stock.wordless[label] += 1
        if _opens_with_single_item(element):
            self.stock.bulleted.append(label)
        return blocks_of(element), setting._replace(caption=None)

    def _see_attributes(self, element: Element, setting: _Setting) -> _Setting:
        own, classes, pairs = tree.attr_of(element)
        if not (own or classes or pairs):
            return setting
        named = tuple((name, value) for name, value in pairs)
        seen = Attributes(tree.kind_of(element), own, tuple(classes), named)
        self.stock.attributes.append(seen)
        language = next((value for name, value in seen.pairs if name in LANGUAGE_NAMES), "")
        return setting._replace(language=language) if language else setting

    def _see_image(self, image: Element, setting: _Setting) -> None:
        _, classes, pairs = tree.attr_of(image)
        names = {name.lower(): value for name, value in pairs}
        decorative = "decorative" in classes or names.get("role") in {"presentation", "none"}
        alternative = names["alt"] if names.get("alt") else text_of(tree.content_of(image))
        decorative = decorative or (not alternative and ("alt" in names or bool(setting.caption)))
        seen = ImageSeen(tree.target_of(image), alternative, setting.caption, decorative)
        self.stock.images.append(seen)


def _caption(caption: Blocks) -> str:
    """Return a caption's words without the credit and the source at its end."""
    words = text_of(caption)
    spans = [element for element in walk(caption) if tree.is_kind(element, "Span")]
    for span in reversed(spans):
        if {*ENDINGS} & {*tree.classes_of(span)}:
            words = words.removesuffix(text_of(tree.content_of(span))).strip()
    return words


def _opens_with_single_item(note: Element) -> bool:
    first = next(iter(blocks_of(note)), None)
    return tree.is_kind(first, "BulletList") and len(tree.items_of(first)) == 1


def _has_words(note: Element) -> bool:
    blocks = blocks_of(note)
    return (
        any(map(str.strip, words_in(blocks)))
        or bool(plain(blocks, notes=True).strip())  # code, a formula
        or holds(blocks, "Image", "HorizontalRule")
    )
