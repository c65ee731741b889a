"""The plan of a build: the edition as read, and which sections there are and are made, in order.

What it gives to a stage goes with the stage's arguments; no stage has the plan itself, but the
check and what shows findings.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

from octavo.matter.parts import CONTRIBUTORS, LISTS, in_order, matter_asked, may_have_biographies
from octavo.model import Edition, Fault, Place, Section
from octavo.pdf.book.pagination import with_endnotes
from octavo.source import EDITION_PATH, asks_for_pages, read_edition, sections_of
from octavo.source.rules import edition_file_is_valid
from octavo.tasks.paths import Paths, slug_of

_CONVERTED = (".bib", ".biblatex", ".bibtex", ".yaml", ".yml")

BIBLIOGRAPHY = "bibliography"  # the names of the sections that Octavo makes
ABBREVIATIONS = "abbreviations"


@dataclass(frozen=True)
class Plan:
    """What an edition's folder asks for; everything is read once, when it is first wanted."""

    root: Path

    # --- the edition ---

    @cached_property
    def edition_bytes(self) -> bytes:
        """edition.yaml as it is."""
        return (self.root / EDITION_PATH).read_bytes()

    @property
    def edition_text(self) -> str:
        """edition.yaml as written; nothing if it is not there."""
        with suppress(OSError):
            return self.edition_bytes.decode("utf-8-sig", "replace")
        return ""

    @cached_property
    def read(self) -> tuple[Edition | None, tuple[Fault, ...]]:
        """The edition, or what is wrong with edition.yaml."""
        try:
            return read_edition(self.edition_bytes)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            hint = "`octavo new` lays out an edition"
            return None, (edition_file_is_valid.fault(Place(EDITION_PATH), message, hint),)

    @property
    def edition(self) -> Edition | None:
        """The edition, if edition.yaml is valid."""
        return self.read[0]

    @property
    def valid_edition(self) -> Edition:
        """The edition, for what stands behind the check."""
        assert self.edition is not None, self.read[1]
        return self.edition

    @cached_property
    def paths(self) -> Paths:
        """Where the files stand."""
        slug = slug_of(self.edition.title) if self.edition else "edition"
        return Paths(self.root, slug)

    @property
    def language(self) -> str:
        """The language of the edition; nothing if it is not known."""
        return self.edition.language if self.edition else ""

    # --- its sections ---

    @cached_property
    def texts(self) -> tuple[Section, ...]:
        """The sections whose texts are there to be read."""
        listed = sections_of(self.edition) if self.edition else ()
        return tuple(s for s in listed if self._inside(s.path) and (self.root / s.path).is_file())

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections as they follow one another, written and made."""
        return in_order((*self.texts, *self.generated))

    @property
    def cited(self) -> tuple[Section, ...]:
        """All sections but the index, which is made when the pages of the others are known."""
        return tuple(s for s in self.sections if s not in self.index_sections)

    @property
    def bound(self) -> tuple[Section, ...]:
        """What is bound behind title leaves and contents: all sections, and the notes of the
        edition where they stand at its end."""
        return with_endnotes(self.sections) if self.has_endnotes else self.sections

    @property
    def has_endnotes(self) -> bool:
        """Whether the notes of the edition stand together at its end."""
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
        the same name takes their place."""
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
        """The index, or several, if the edition asks for one: made when all pages are known."""
        if self.edition is None or self.edition.index is None:
            return ()
        return self.edition.index.sections({s.name for s in sections_of(self.edition)})

    @cached_property
    def abbreviations(self) -> Section | None:
        """The list of abbreviations, where the edition wants it and its references declare any; an
        author's own text of that name keeps it."""
        part = self.edition.citations.sigla.list if self.edition else "none"
        if self.edition is None or part == "none" or not self._may_declare_sigla():
            return None
        taken = {section.name for section in sections_of(self.edition)}
        return Section("sigla" if ABBREVIATIONS in taken else ABBREVIATIONS, "", part)

    def _may_declare_sigla(self) -> bool:
        """Whether the word stands in a bibliography, or BibLaTeX's word for it: to ask is a hundred
        times faster than to read it, and a list that is asked for in vain stays empty."""
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
        """The section that opens with the title of the whole, in a design without title leaves."""
        if self.edition is None or self.edition.print.has_leaves:
            return None
        first = f"/{self.edition.sections[0]}"
        opening = (s for s in self.texts if s.part == "body" and s.path.endswith(first))
        return next(opening, None)

    @cached_property
    def referring(self) -> tuple[Section, ...]:
        """The sections that print the pages of notes or figures: laid out when all others are."""
        found = [section for section in self.matter if section in LISTS]
        for section in self.texts:
            with suppress(OSError):
                if asks_for_pages((self.root / section.path).read_bytes()):
                    found.append(section)
        return tuple(found)

    # --- the files that are read ---

    @cached_property
    def bibliographies(self) -> tuple[str, ...]:
        """The files with references that edition.yaml names, if they are there and inside the
        edition's folder."""
        named = self.edition.citations.bibliographies if self.edition else ()
        root = self.root.resolve()
        paths = ((name, (self.root / name).resolve()) for name in named)
        return tuple(name for name, path in paths if path.is_relative_to(root) and path.is_file())

    @property
    def converted(self) -> tuple[str, ...]:
        """Those of them that take long to read, so that what they come to is kept."""
        return tuple(name for name in self.bibliographies if is_converted(name))

    @property
    def references(self) -> list[Path]:
        """What is opened to read the references: the files, and what they were converted to."""
        named = [self.root / name for name in self.bibliographies]
        return [*named, *(self.paths.read(name) for name in self.converted)]

    @property
    def styles(self) -> list[Path]:
        """The CSL styles that the edition brings, and one that it names by its path."""
        named = self.edition.citations.style if self.edition else ""
        own = {*(self.root / "csl").glob("*.csl")}
        if named.endswith(".csl"):
            own.add(self.root / named)
        return sorted(path for path in own if self._is_ours(path))

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders in which the check looks for what an edition names."""
        return (self.root / "source", self.root / "csl")

    @property
    def everything(self) -> list[Path]:
        """All files that the check may look at."""
        files = [self.root / EDITION_PATH, *(self.root / name for name in self.bibliographies)]
        files += [path for folder in self.folders for path in _files_in(folder)]
        if self.edition and self.edition.cover:
            files.append(self.root / self.edition.cover)
        return [path for path in dict.fromkeys(files) if self._is_ours(path)]

    @cached_property
    def images(self) -> tuple[Path, ...]:
        """All files in source/ that may be images: those that are no texts."""
        texts = {EDITION_PATH, *(section.path for section in self.texts)}
        own = {self.root / path for path in texts}
        return tuple(path for path in _files_in(self.root / "source") if path not in own)

    def images_in(self, section: Section) -> list[Path]:
        """The images that a section may show: those whose file names stand in its text."""
        if not section.path:
            return []
        try:
            text = _spelled_out((self.root / section.path).read_bytes())
        except OSError:
            return []
        return [path for path in self.images if os.fsencode(path.name) in text]

    @property
    def longest_first(self) -> list[Section]:
        """The texts in the order in which to lay them out: were the longest the last to begin, the
        other processors would wait for it. doit itself keeps no order among files."""
        return sorted(self.texts, key=lambda s: -(self.root / s.path).stat().st_size)

    def _inside(self, path: str) -> bool:
        source = (self.root / "source").resolve()
        return (self.root / path).resolve().is_relative_to(source)

    def _is_ours(self, path: Path) -> bool:
        """Whether a file does not lead out of the edition's folder."""
        return path.resolve().is_relative_to(self.root.resolve())


def is_converted(name: str) -> bool:
    """Whether a bibliography takes long to read, so that what it comes to is kept."""
    return Path(name).suffix.lower() in _CONVERTED


# What editors and systems leave beside a file for a while: no edition's, and soon gone.
_PASSING = re.compile(r"\.DS_Store|Thumbs\.db|\.[#~].*|#.*#|.*(?:~|\.sw[a-z]|\.tmp|\.part)")


def _files_in(folder: Path) -> list[Path]:
    """All files below a folder, in their order."""
    found = sorted(folder.rglob("*"))
    return [path for path in found if not _PASSING.fullmatch(path.name) and path.is_file()]


_ESCAPED = re.compile(rb"\\([!-/:-@\[-`{-~])")


def _spelled_out(text: bytes) -> bytes:
    """A text as written, and once more as pandoc understands the addresses in it: without
    backslashes, entities and per cent signs."""
    if not any(sign in text for sign in (b"\\", b"&", b"%")):
        return text
    bare = unescape(_ESCAPED.sub(rb"\1", text).decode("utf-8", "surrogateescape"))
    read = bare.encode("utf-8", "surrogateescape")
    return b"\n".join((text, read, unquote_to_bytes(read)))
