"""Name the files of each stage in an edition's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from octavo.images.kept_files import KEPT, kept_file


@dataclass(frozen=True, slots=True)
class Paths:
    """The files below an edition's folder; `slug` names those that are published. The sections in
    `unpaged` have another version here, made without the pages of the print, and so have all forms
    if they are made `alone`. The files of a draft have a folder of their own.

    The paths follow from the names alone, without a look at the disk, so every stage may have them.
    """

    root: Path = Path()
    slug: str = "edition"
    unpaged: frozenset[str] = frozenset()
    alone: bool = False
    is_draft: bool = False
    divided: frozenset[str] = frozenset()

    @property
    def build(self) -> Path:
        """The folder of all files that Octavo makes, but for pictures, which all builds share."""
        return self.root / "build/draft" if self.is_draft else self.root / "build"

    def _of(self, name: str) -> Path:
        """Return the folder of the files of a section."""
        return self.build / "without-pages" if name in self.unpaged else self.build

    def read(self, name: str) -> Path:
        """Return the path of a converted bibliography: build/read/csl%2Fworks.bib.json."""
        return self.build / "read" / f"{quote(name, safe=' ')}.json"

    def parsed(self, name: str) -> Path:
        """Return the path of a text as pandoc's tree."""
        return self.build / "parsed" / f"{name}.json"

    def gist(self, name: str) -> Path:
        """Return the path of the gist of a text: what other sections depend on."""
        return self.build / "gists" / f"{name}.json"

    def surveyed(self, name: str) -> Path:
        """Return the path of what the check found in a text, so that it need not read it again."""
        return self.build / "surveyed" / f"{name}.json"

    @property
    def pictures(self) -> Path:
        """The folder of pictures as the forms show them."""
        return self.root / KEPT

    def picture(self, name: str, use: str) -> Path:
        """Return the path of the file that keeps a picture (source/figures/map.svg) for a use."""
        return self.root / kept_file(name, use)

    @property
    def report(self) -> Path:
        """The findings of the check."""
        return self.build / "check.json"

    def cited(self, name: str) -> Path:
        """Return the path of a section with its notes numbered and its citations set."""
        return self._of(name) / "cited" / f"{name}.json"

    def given(self, name: str) -> Path:
        """Return the path of what the edition gives to a section: numbers, set citations."""
        return self.build / "given" / f"{name}.json"

    @property
    def set_citations(self) -> Path:
        """The citations as they were last set, kept for the next time."""
        return self.build / "set-citations.json"

    @property
    def counts(self) -> Path:
        """The words and notes of each section."""
        return self.build / "counts.json"

    @property
    def citing(self) -> Path:
        """The faults that the cite stage found."""
        return self.build / "cite.json"

    @property
    def index_marks(self) -> Path:
        """The marks of the index in the texts, with the ids of their places."""
        return self.build / "index.json"

    def html(self, name: str) -> Path:
        """Return the path of a section as XHTML."""
        return self._of(name) / "html" / f"{name}.xhtml"

    @property
    def licence(self) -> Path:
        """The licence of the faces, beside them."""
        return self.build / "fonts" / "LICENSE.txt"

    @property
    def typeface(self) -> Path:
        """What was found in a house's own type, beside its faces."""
        return self.build / "fonts" / "type.json"

    def face(self, name: str) -> Path:
        """Return the path of a face of the book."""
        return self.build / "fonts" / f"{name}.ttf"

    @property
    def folios(self) -> Path:
        """The style of the folios, and the faults of the design."""
        return self.build / "folios" / "style.json"

    @property
    def folio_sheet(self) -> Path:
        """The sheet that holds the fonts of the folios."""
        return self.build / "folios" / "sheet.pdf"

    def pages(self, name: str) -> Path:
        """Return the path of the PDF pages of a section."""
        return self.build / "pages" / f"{name}.pdf"

    def verso(self, name: str) -> Path:
        """Return the path of the pages of a section for a book in which it opens on a verso."""
        return self.build / "pages" / f"{name}.verso.pdf"

    def page_map(self, name: str) -> Path:
        """Return the path of the page map of a section."""
        return self.build / "pages" / f"{name}.json"

    def outline(self, name: str) -> Path:
        """Return the path of a section's outline: the pages and titles that the contents print."""
        return self.build / "pages" / f"{name}.outline.json"

    def breaks(self, name: str) -> Path:
        """Return the path of the places in a section at which its pages begin."""
        return self.build / "pages" / f"{name}.breaks.json"

    def page_faults(self, name: str) -> Path:
        """Return the path of the issues seen on the pages of a section."""
        return self.build / "pages" / f"{name}.faults.json"

    def lines(self, name: str) -> Path:
        """Return the path of the places of the lines on the pages of a draft's section."""
        return self.build / "pages" / f"{name}.lines.json"

    @property
    def bound(self) -> Path:
        """The pages of the book in their order, and the faults that binding found."""
        return self.build / "bound.json"

    def expected(self, name: str) -> Path:
        """Return the path of the notes of a section as the book must have them."""
        return self.build / "expected" / f"{name}.json"

    def copies(self, name: str) -> Path:
        """Return the path of a section as the forms without pages must have it."""
        return self._of(name) / "copies" / f"{name}.json"

    def proven(self, form: str) -> Path:
        """Return the path of what the proof read in a form, and the faults that it found."""
        folder = self.build / "without-pages" if self.alone else self.build
        return folder / "proven" / f"{form}.json"

    def marked_pages(self, form: str) -> Path:
        """Return the path of the pages of the print as the proof has read them in a form."""
        return self.proven(f"{form}-pages")

    @property
    def printed_pages(self) -> Path:
        """The letters of the pages of the bound PDF as the proof has read them."""
        return self.build / "proven" / "pdf-pages.json"

    def page_marks(self, form: str) -> Path:
        """Return the path of the faults that the proof found in a form's marks of pages."""
        return self.proven(f"{form}-page-marks")

    @property
    def proof(self) -> Path:
        """The place of each note in the bound PDF, and the faults that the proof found."""
        return self.build / "proven" / "pdf.json"

    @property
    def certificate(self) -> Path:
        """The certificate of the forms: what was compared in them, for people."""
        return self.build / "proof.html"

    @property
    def certificate_data(self) -> Path:
        """The same for programs: the pages of each note, and its words in each form."""
        return self.build / "proof.json"

    @property
    def read_pages(self) -> Path:
        """The text of the pages as the proof read it, so that it need not read them again."""
        return self.build / "proof-pages.json"

    @property
    def places(self) -> Path:
        """The places in the sources of the issues seen on pages, kept from run to run."""
        return self.build / "places.json"

    def trial(self, name: str) -> Path:
        """Return the path of the pages of a text bound by themselves."""
        return self.build / "trial" / f"{name}.pdf"

    @property
    def sheet(self) -> Path:
        """The contact sheet: all spreads of the book, with the findings marked on them."""
        return self.build / "sheet.html"

    def docx_part(self, name: str) -> Path:
        """Return the path of a section as a fragment of the Word file."""
        return self._of(name) / "docx" / f"{name}.xml"

    @property
    def cover(self) -> Path:
        """The cover that is set from the words of the title page: a PNG or an SVG."""
        return self.build / "cover"

    def built(self, ending: str) -> Path:
        """Return the path of a form as made: build/forms/<slug>.pdf."""
        folder = self.build / "without-pages" if self.alone else self.build
        return folder / "forms" / f"{self.slug}{ending}"

    @property
    def validated(self) -> Path:
        """The record of the EPUB with which the validators agreed: the digest of its content."""
        return self.build / "validated.json"

    def published(self, ending: str) -> Path:
        """Return the path of a form as published: build/<slug>.pdf."""
        return self.build / f"{self.slug}{ending}"


def slug_of(title: str) -> str:
    """Return a title as the name of a file: "Who Betrayed Whom?" gives who-betrayed-whom."""
    bare = title.lower().replace("’", "").replace("'", "")
    words = "".join(c if c.isalnum() else " " for c in bare)
    short = "-".join(words.split())
    return short.encode()[:80].decode("utf-8", "ignore").strip("-") or "edition"
