"""An edition's folder: what stands where in it, and files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import orjson

from octavo.guard import PART
from octavo.matter.parts import CONTRIBUTORS, in_order, matter_asked, may_have_biographies
from octavo.model import Edition, Fault, Place, Section
from octavo.source import EDITION_PATH, read_edition, sections_of
from octavo.source.rules import edition_file_is_valid

CONVERTED = (".bib", ".biblatex", ".bibtex", ".yaml", ".yml")

BIBLIOGRAPHY = "bibliography"  # the names of the sections that Octavo makes
ABBREVIATIONS = "abbreviations"


@dataclass(frozen=True)
class Folder:
    """An edition's folder: what is read of it, and where each stage's files stand."""

    root: Path

    @cached_property
    def edition_text(self) -> bytes:
        return (self.root / EDITION_PATH).read_bytes()

    @cached_property
    def read(self) -> tuple[Edition | None, tuple[Fault, ...]]:
        try:
            return read_edition(self.edition_text)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            hint = "`octavo new` lays out an edition"
            return None, (edition_file_is_valid.fault(Place(EDITION_PATH), message, hint),)

    @property
    def edition(self) -> Edition:
        """The edition; only for stages that stand behind the check."""
        edition, faults = self.read
        assert edition is not None, faults
        return edition

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections whose texts are there to be read."""
        edition, _ = self.read
        listed = sections_of(edition) if edition else ()
        return tuple(s for s in listed if self._inside(s.path) and (self.root / s.path).is_file())

    @property
    def generated(self) -> tuple[Section, ...]:
        """The sections that Octavo makes."""
        edition, _ = self.read
        made = (*self.matter, *self._listing_works, *self.index_sections)
        return made if edition else ()

    @property
    def _listing_works(self) -> tuple[Section, ...]:
        edition, _ = self.read
        if edition is None or not edition.citations.bibliographies:
            return ()
        listed = self.abbreviations
        made = Section(BIBLIOGRAPHY, "", "back")
        return (listed, made) if listed else (made,)

    @cached_property
    def matter(self) -> tuple[Section, ...]:
        """The leaves, lists and contributors that the edition asks for; an author's own text of
        the same name stands for them."""
        edition, _ = self.read
        if edition is None:
            return ()
        asked = list(matter_asked(edition))
        if edition.lists.contributors is None and self._may_list_contributors():
            asked.append(CONTRIBUTORS)
        taken = {section.name for section in sections_of(edition)}
        return tuple(section for section in asked if section.name not in taken)

    def _may_list_contributors(self) -> bool:
        try:
            texts = [(self.root / section.path).read_bytes() for section in self.sections]
        except OSError:
            return False
        return any(may_have_biographies(text) for text in texts)

    @cached_property
    def index_sections(self) -> tuple[Section, ...]:
        """The index, or several, if the edition asks for one: made when all pages are known."""
        edition, _ = self.read
        if edition is None or edition.index is None:
            return ()
        return edition.index.sections({section.name for section in sections_of(edition)})

    @property
    def in_order(self) -> tuple[Section, ...]:
        """All sections as they follow one another, read and made."""
        return in_order((*self.sections, *self.generated))

    @cached_property
    def abbreviations(self) -> Section | None:
        """The list of abbreviations, where the edition wants it and its references declare any; an
        author's own text of that name keeps it."""
        edition, _ = self.read
        part = edition.citations.sigla.list if edition else "none"
        if edition is None or part == "none" or not self._may_declare_sigla():
            return None
        taken = {section.name for section in sections_of(edition)}
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

    @property
    def bibliographies(self) -> tuple[str, ...]:
        """The files with references that edition.yaml names, as far as they are there, inside the
        edition's folder."""
        edition, _ = self.read
        named = edition.citations.bibliographies if edition else ()
        root = self.root.resolve()
        paths = ((name, (self.root / name).resolve()) for name in named)
        return tuple(name for name, path in paths if path.is_relative_to(root) and path.is_file())

    @property
    def converted(self) -> tuple[str, ...]:
        """Those of them that take long to read, so that what they come to is kept."""
        return tuple(n for n in self.bibliographies if Path(n).suffix.lower() in CONVERTED)

    def read_from(self, name: str) -> Path:
        """What a bibliography was converted to: build/read/csl%2Fworks.bib.json."""
        return self.root / "build" / "read" / f"{quote(name, safe=' ')}.json"

    def _inside(self, path: str) -> bool:
        source = (self.root / "source").resolve()
        return (self.root / path).resolve().is_relative_to(source)

    def parsed(self, name: str) -> Path:
        return self.root / "build" / "parsed" / f"{name}.json"

    def cited(self, name: str) -> Path:
        return self.root / "build" / "cited" / f"{name}.json"

    def html(self, name: str) -> Path:
        return self.root / "build" / "html" / f"{name}.xhtml"

    def pages(self, name: str) -> Path:
        return self.root / "build" / "pages" / f"{name}.pdf"

    def verso(self, name: str) -> Path:
        """The pages of a section for a book in which it opens on a verso."""
        return self.root / "build" / "pages" / f"{name}.verso.pdf"

    def page_map(self, name: str) -> Path:
        return self.root / "build" / "pages" / f"{name}.json"

    def page_faults(self, name: str) -> Path:
        """What is seen on the pages, with its place on each."""
        return self.root / "build" / "pages" / f"{name}.faults.json"

    def outline(self, name: str) -> Path:
        """What the contents depend on: how many pages, and which titles stand on them."""
        return self.root / "build" / "pages" / f"{name}.outline.json"

    def docx_part(self, name: str) -> Path:
        return self.root / "build" / "docx" / f"{name}.xml"

    @property
    def index_marks(self) -> Path:
        """What the texts ask of the index, and the ids that stand there."""
        return self.root / "build" / "index.json"

    @property
    def bound(self) -> Path:
        """The pages of the book in their order, and what binding has to say."""
        return self.root / "build" / "bound.json"

    @property
    def proof(self) -> Path:
        """Where each note stands in the bound PDF, and what is wrong with it."""
        return self.root / "build" / "proof.json"

    @property
    def read_pages(self) -> Path:
        """What the proof has read of the pages, so that it need not read them again."""
        return self.root / "build" / "proof-pages.json"

    @property
    def sheet(self) -> Path:
        """The picture sheet: all spreads of the book, and what is seen on them."""
        return self.root / "build" / "sheet.html"

    @property
    def report(self) -> Path:
        return self.root / "build" / "check.json"

    @property
    def counts(self) -> Path:
        return self.root / "build" / "counts.json"

    @property
    def citing(self) -> Path:
        """What the cite stage has to say."""
        return self.root / "build" / "cite.json"

    @property
    def fonts(self) -> Path:
        return self.root / "build" / "fonts"

    def face(self, name: str) -> Path:
        return self.fonts / f"{name}.ttf"

    def made(self, form: str) -> Path:
        """A form as it was made: build/forms/<slug>.pdf."""
        return self.root / "build" / "forms" / self.form(form).name

    def form(self, form: str) -> Path:
        """A form as it is published: build/<slug>.pdf."""
        edition, _ = self.read
        return self.root / "build" / f"{slug(edition.title) if edition else 'edition'}.{form}"


def slug(title: str) -> str:
    """A title as the name of a file: "Who Betrayed Whom?" is who-betrayed-whom."""
    bare = title.lower().replace("’", "").replace("'", "")
    words = "".join(c if c.isalnum() else " " for c in bare)
    short = "-".join(words.split())
    return short.encode()[:80].decode("utf-8", "ignore").strip("-") or "edition"


# --- writing -------------------------------------------------------------------------------------


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at any moment it is the old one or the new one, whole."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes], *, durably: bool = False) -> None:
    """Write files whole, and none of them before there is room for all.

    A file that would stay the same is not touched.  `durably` waits for the disk, as a form that is
    sent away deserves; what a power cut takes of the stages' files is made again.
    """
    parts: list[tuple[str, Path]] = []
    try:
        for path, data in files.items():
            if not _holds(path, data):
                parts.append((_write_part(path, data, durably), path))
        while parts:
            os.replace(*parts[0])
            del parts[0]
    finally:
        for part, _ in parts:
            with suppress(OSError):
                os.unlink(part)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write_part(path: Path, data: bytes, durably: bool) -> str:
    """The data in a new file beside the one that is meant."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(*reversed(PART), dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if durably:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(name, 0o644)
    except OSError as error:
        with suppress(OSError):
            os.unlink(name)
        raise OSError(error.errno, error.strerror, str(path)) from None
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return name


def to_json(value: object) -> bytes:
    """A value as readable JSON."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
