"""Plan a build: read the edition, and list its sections, written and made, in their order.

A stage gets what it needs of the plan as arguments. Only the check and the code that shows findings
have the plan itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

from octavo.design.own_type.type_files import files_of
from octavo.images.image_types import ENDINGS
from octavo.matter.parts import CONTRIBUTORS, LISTS, in_order, matter_asked, may_have_biographies
from octavo.model import Edition, Fault, Place, Section
from octavo.pdf.book.pagination import with_endnotes
from octavo.source import (
    EDITION_PATH,
    asks_for_pages,
    may_have_examples,
    read_edition,
    refers_to_notes,
    sections_of,
    titles_with_markup,
)
from octavo.source.rules import edition_file_is_valid
from octavo.tasks.passing import is_passing
from octavo.tasks.paths import Paths, slug_of

_CONVERTED = (".bib", ".biblatex", ".bibtex", ".yaml", ".yml")

BIBLIOGRAPHY = "bibliography"  # the names of sections that Octavo makes
ABBREVIATIONS = "abbreviations"
WORD_TEMPLATE = "styles/reference.docx"  # if edition.yaml names no other


@dataclass(frozen=True)
class Plan:
    """The plan of the edition in a folder; each part is read once, when it is first needed."""

    root: Path
    is_draft: bool = False  # a draft: with comments, on pages of its own

    # --- the edition ---

    @cached_property
    def edition_bytes(self) -> bytes:
        """edition.yaml as bytes."""
        return (self.root / EDITION_PATH).read_bytes()

    @property
    def edition_text(self) -> str:
        """edition.yaml as written; an empty text if the file is missing."""
        with suppress(OSError):
            return self.edition_bytes.decode("utf-8-sig", "replace")
        return ""

    @cached_property
    def read(self) -> tuple[Edition | None, tuple[Fault, ...]]:
        """The edition, and the faults of edition.yaml; None if it is not valid."""
        try:
            edition, faults = read_edition(self.edition_bytes)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            hint = "`octavo new` lays out an edition"
            return None, (edition_file_is_valid.fault(Place(EDITION_PATH), message, hint),)
        edition = edition and _with_markup(edition)
        if edition is not None and self.is_draft:
            from octavo.matter.drafts import as_draft

            edition = as_draft(edition)
        return edition, faults

    @property
    def edition(self) -> Edition | None:
        """The edition, if edition.yaml is valid."""
        return self.read[0]

    @property
    def valid_edition(self) -> Edition:
        """The edition, for stages after the check, which have a valid one."""
        assert self.edition is not None, self.read[1]
        return self.edition

    @cached_property
    def paths(self) -> Paths:
        """The paths of the edition's files."""
        if self.edition is None:
            slug, divided = "edition", frozenset[str]()
        else:
            slug = slug_of(self.edition.title)
            divided = frozenset({"docx"} if self.edition.docx.is_divided else ())
        if self.is_draft:
            return Paths(self.root, f"{slug}-draft", is_draft=True, divided=divided)
        return Paths(self.root, slug, divided=divided)

    @property
    def language(self) -> str:
        """The language of the edition; an empty text if it is not known."""
        return self.edition.language if self.edition else ""

    # --- its sections ---

    @cached_property
    def texts(self) -> tuple[Section, ...]:
        """The listed sections whose texts exist, inside source/."""
        listed = sections_of(self.edition) if self.edition else ()
        return tuple(s for s in listed if self._inside(s.path) and (self.root / s.path).is_file())

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections, written and made, in the order of the book."""
        return in_order((*self.texts, *self.generated))

    @property
    def cited(self) -> tuple[Section, ...]:
        """All sections but the index, which is made when the pages of the others are known."""
        return tuple(s for s in self.sections if s not in self.index_sections)

    @property
    def bound(self) -> tuple[Section, ...]:
        """The sections bound after title leaves and contents: all of them, and the notes of the
        edition if they are printed at its end."""
        return with_endnotes(self.sections) if self.has_endnotes else self.sections

    @property
    def has_endnotes(self) -> bool:
        """Whether the notes of the edition are printed together at its end."""
        return self.edition is not None and self.edition.notes.place == "edition"

    @property
    def generated(self) -> tuple[Section, ...]:
        """The sections that Octavo makes."""
        made = (*self.matter, *self._listing_works, *self.index_sections)
        return made if self.edition else ()

    @property
    def _listing_works(self) -> tuple[Section, ...]:
        if self.edition is None or not self.edition.citations.bibliographies:
            return ()
        listed = self.abbreviations
        made = Section(BIBLIOGRAPHY, "", "back")
        return (listed, made) if listed else (made,)

    @cached_property
    def matter(self) -> tuple[Section, ...]:
        """The leaves, lists and contributors that the edition asks for; an author's own text of
        the same name replaces Octavo's."""
        if self.edition is None:
            return ()
        asked = list(matter_asked(self.edition))
        if self.edition.lists.contributors is None and self._may_list_contributors():
            asked.append(CONTRIBUTORS)
        taken = {section.name for section in sections_of(self.edition)}
        return tuple(section for section in asked if section.name not in taken)

    def _may_list_contributors(self) -> bool:
        try:
            texts = [(self.root / section.path).read_bytes() for section in self.texts]
        except OSError:
            return False
        return any(may_have_biographies(text) for text in texts)

    @cached_property
    def index_sections(self) -> tuple[Section, ...]:
        """The sections of the index, or of several, if the edition asks for one."""
        if self.edition is None or self.edition.index is None:
            return ()
        return self.edition.index.sections({s.name for s in sections_of(self.edition)})

    @property
    def without_pages(self) -> Plan:
        """The plan for forms that are made without the print: it is this one, unless the edition
        has an index. Then the index is another version, and so are the forms that hold it."""
        return self.without_page_marks if self.index_sections else self

    @cached_property
    def without_page_marks(self) -> Plan:
        """The plan for a form that marks the pages of the print, when it is made without them."""
        twin = copy(self)
        unpaged = frozenset(section.name for section in self.index_sections)
        paths = replace(self.paths, unpaged=unpaged, alone=True)
        vars(twin).update(vars(self) | {"paths": paths})
        return twin

    @cached_property
    def abbreviations(self) -> Section | None:
        """The list of abbreviations, if the edition wants one and its references may declare sigla;
        an author's own text keeps the name `abbreviations`."""
        part = self.edition.citations.sigla.list if self.edition else "none"
        if self.edition is None or part == "none" or not self._may_declare_sigla():
            return None
        taken = {section.name for section in sections_of(self.edition)}
        return Section("sigla" if ABBREVIATIONS in taken else ABBREVIATIONS, "", part)

    def _may_declare_sigla(self) -> bool:
        """Return whether a bibliography has the word `siglum`, or BibLaTeX's `shorthand`.

        The search is a hundred times faster than reading the bibliography; if the word declares no
        siglum, the list stays empty.
        """
        for name in self.bibliographies:
            try:
                written = (self.root / name).read_bytes().lower()
            except OSError:
                continue
            if b"siglum" in written or b"shorthand" in written:
                return True
        return False

    @cached_property
    def article(self) -> Section | None:
        """The section that opens with the edition's title, in a design without title leaves."""
        if self.edition is None or self.edition.print.has_leaves:
            return None
        first = f"/{self.edition.sections[0]}"
        opening = (s for s in self.texts if s.part == "body" and s.path.endswith(first))
        return next(opening, None)

    @cached_property
    def referring(self) -> tuple[Section, ...]:
        """The sections that print page numbers of notes or figures, or numbers of notes that begin
        again on each page; they are laid out last."""
        found = [section for section in self.matter if section in LISTS]
        by_page = self.edition is not None and bool(self.edition.notes.by_page)
        for section in self.texts:
            with suppress(OSError):
                text = (self.root / section.path).read_bytes()
                if asks_for_pages(text) or (by_page and refers_to_notes(text)):
                    found.append(section)
        return tuple(found)

    # --- the files that are read ---

    @property
    def named(self) -> tuple[str, ...]:
        """The paths of all files that edition.yaml names, from the edition's folder, whether they
        are there or not."""
        if self.edition is None:
            return ()
        asked = self.edition.citations
        pictures = [name for name in (self.edition.cover, self.edition.publisher.device) if name]
        of_texts = (section.path for section in sections_of(self.edition))
        below = (f"source/{name}" for name in pictures)
        template = [self.edition.docx.template] if self.edition.docx.template else []
        named = (*asked.bibliographies, asked.style, *template, *pictures, *below, *of_texts)
        return tuple(dict.fromkeys(named))

    @cached_property
    def bibliographies(self) -> tuple[str, ...]:
        """The bibliographies that edition.yaml names, if they exist inside the edition's folder."""
        named = self.edition.citations.bibliographies if self.edition else ()
        root = self.root.resolve()
        paths = ((name, (self.root / name).resolve()) for name in named)
        return tuple(name for name, path in paths if path.is_relative_to(root) and path.is_file())

    @property
    def converted(self) -> tuple[str, ...]:
        """The bibliographies that take long to read, so that the result is kept."""
        return tuple(name for name in self.bibliographies if is_converted(name))

    @property
    def references(self) -> list[Path]:
        """The files opened to read the references: the bibliographies, and the converted ones."""
        named = [self.root / name for name in self.bibliographies]
        return [*named, *(self.paths.read(name) for name in self.converted)]

    def references_for(self, section: Section) -> list[Path]:
        """Return the files with the references that parsing a text needs: all if the text has what
        pandoc reads as an example, `(@key)`, since a key of the bibliography is none; or none."""
        try:
            text = (self.root / section.path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        return self.references if may_have_examples(text) else []

    @cached_property
    def font_files(self) -> tuple[str, ...]:
        """The font files of a house's own type, by their paths from the edition's folder."""
        own = self.edition.print.family.own if self.edition else None
        return files_of(self.root, own) if own is not None else ()

    @property
    def styles(self) -> list[Path]:
        """The CSL styles in the edition's csl/, and the one that edition.yaml names by its path."""
        named = self.edition.citations.style if self.edition else ""
        own = {*(self.root / "csl").glob("*.csl")}
        if named.endswith(".csl"):
            own.add(self.root / named)
        return sorted(path for path in own if self._is_ours(path))

    @property
    def word_template(self) -> str:
        """The path, from the edition's folder, of the document whose styles the Word file has; it
        may be missing. One that is outside of the folder is never read."""
        named = self.edition.docx.template if self.edition else None
        return named if named and self._is_ours(self.root / named) else WORD_TEMPLATE

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders in which the check looks for files that an edition names, and for the classes
        of its style sheets."""
        return (self.root / "source", self.root / "csl", self.root / "styles")

    @property
    def everything(self) -> list[Path]:
        """All files that the check may look at."""
        files = [self.root / EDITION_PATH, *(self.root / name for name in self.bibliographies)]
        files += [path for folder in self.folders for path in _files_in(folder)]
        if self.edition and self.edition.cover:
            files.append(self.root / self.edition.cover)
        files.append(self.root / self.word_template)
        return [path for path in dict.fromkeys(files) if self._is_ours(path)]

    @cached_property
    def images(self) -> tuple[Path, ...]:
        """All files in source/ that may be images: all but edition.yaml and the texts."""
        texts = {EDITION_PATH, *(section.path for section in self.texts)}
        own = {self.root / path for path in texts}
        return tuple(path for path in _files_in(self.root / "source") if path not in own)

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The paths, from the edition's folder, of the pictures that texts, cover and device name:
        files whose names have the ending of one."""
        named = {path for section in self.texts for path in self.images_in(section)}
        own = (self.edition.cover, self.edition.publisher.device) if self.edition else ()
        named |= {self.root / "source" / name for name in own if name}
        pictures = (p for p in self.images if p in named and p.suffix.lower() in ENDINGS)
        return tuple(path.relative_to(self.root).as_posix() for path in pictures)

    def prepared_in(self, sections: Iterable[Section], use: str) -> list[Path]:
        """Return the images that sections may show, and the files that keep them for a use."""
        images = dict.fromkeys(path for s in sections for path in self.images_in(s))
        return [*images, *self.prepared(use, images)]

    def prepared(self, use: str, images: Iterable[Path] | None = None) -> list[Path]:
        """Return the files that keep images for a use: all of them, or some."""
        names = None if images is None else {p.relative_to(self.root).as_posix() for p in images}
        shown = (name for name in self.pictures if names is None or name in names)
        return [self.paths.picture(name, use) for name in shown]

    def images_in(self, section: Section) -> list[Path]:
        """Return the images that a section may show: those whose file names occur in its text."""
        if not section.path or not self.images:
            return []
        if section.path not in self._shown:
            self._shown[section.path] = self._named_in(section)
        return self._shown[section.path]

    @cached_property
    def _shown(self) -> dict[str, list[Path]]:
        """The images that sections may show, by the paths of their texts, once they were sought."""
        return {}

    def _named_in(self, section: Section) -> list[Path]:
        try:
            text = _spelled_out((self.root / section.path).read_bytes())
        except OSError:
            return []
        return [path for path in self.images if os.fsencode(path.name) in text]

    @property
    def longest_first(self) -> list[Section]:
        """The texts in the order in which to lay them out: if the longest began last, the other
        processors would wait for it. doit itself keeps no order among files."""
        return sorted(self.texts, key=lambda s: -(self.root / s.path).stat().st_size)

    def _inside(self, path: str) -> bool:
        source = (self.root / "source").resolve()
        return (self.root / path).resolve().is_relative_to(source)

    def _is_ours(self, path: Path) -> bool:
        """Return whether a file is inside the edition's folder, its links resolved."""
        return path.resolve().is_relative_to(self.root.resolve())


def _with_markup(edition: Edition) -> Edition:
    """Return the edition with the markup of its titles; without any, pandoc is not even imported,
    since the command line reads the edition whenever it starts."""
    if not titles_with_markup(edition):
        return edition
    from octavo.parsing.titles import with_markup

    return with_markup(edition)


def is_converted(name: str) -> bool:
    """Return whether a bibliography takes long to read, so that the result is kept."""
    return Path(name).suffix.lower() in _CONVERTED


def _files_in(folder: Path) -> list[Path]:
    """Return all files below a folder, sorted, without temporary ones."""
    found = sorted(folder.rglob("*"))
    return [path for path in found if not is_passing(path.name) and path.is_file()]


_ESCAPED = re.compile(rb"\\([!-/:-@\[-`{-~])")


def _spelled_out(text: bytes) -> bytes:
    """Return a text as written, followed by the text as pandoc reads addresses in it: without
    backslashes, entities and per cent signs."""
    if not any(sign in text for sign in (b"\\", b"&", b"%")):
        return text
    bare = unescape(_ESCAPED.sub(rb"\1", text).decode("utf-8", "surrogateescape"))
    read = bare.encode("utf-8", "surrogateescape")
    return b"\n".join((text, read, unquote_to_bytes(read)))
