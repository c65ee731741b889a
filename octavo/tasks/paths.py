"""Where each stage's files stand in an edition's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Paths:
    """The files below an edition's folder; `slug` names those that are published.

    Nothing is read to know them, so that a stage may have them all.
    """

    root: Path = Path()
    slug: str = "edition"

    @property
    def build(self) -> Path:
        """All that is made."""
        return self.root / "build"

    def read(self, name: str) -> Path:
        """What a bibliography was converted to: build/read/csl%2Fworks.bib.json."""
        return self.build / "read" / f"{quote(name, safe=' ')}.json"

    def parsed(self, name: str) -> Path:
        """A text as pandoc's tree."""
        return self.build / "parsed" / f"{name}.json"

    @property
    def report(self) -> Path:
        """What the check has found."""
        return self.build / "check.json"

    def cited(self, name: str) -> Path:
        """A section with its notes numbered and its citations set."""
        return self.build / "cited" / f"{name}.json"

    @property
    def counts(self) -> Path:
        """The words and notes of each section."""
        return self.build / "counts.json"

    @property
    def citing(self) -> Path:
        """What the cite stage has to say."""
        return self.build / "cite.json"

    @property
    def index_marks(self) -> Path:
        """What the texts ask of the index, and the ids that stand there."""
        return self.build / "index.json"

    def html(self, name: str) -> Path:
        """A section as XHTML."""
        return self.build / "html" / f"{name}.xhtml"

    @property
    def licence(self) -> Path:
        """The licence of the faces, which lies beside them."""
        return self.build / "fonts" / "LICENSE.txt"

    def face(self, name: str) -> Path:
        """A face of the book."""
        return self.build / "fonts" / f"{name}.ttf"

    def pages(self, name: str) -> Path:
        """The pages of a section."""
        return self.build / "pages" / f"{name}.pdf"

    def verso(self, name: str) -> Path:
        """The pages of a section for a book in which it opens on a verso."""
        return self.build / "pages" / f"{name}.verso.pdf"

    def page_map(self, name: str) -> Path:
        """What stands on the pages of a section."""
        return self.build / "pages" / f"{name}.json"

    def outline(self, name: str) -> Path:
        """What the contents depend on: how many pages, and which titles stand on them."""
        return self.build / "pages" / f"{name}.outline.json"

    def page_faults(self, name: str) -> Path:
        """What is seen on the pages, with its place on each."""
        return self.build / "pages" / f"{name}.faults.json"

    @property
    def bound(self) -> Path:
        """The pages of the book in their order, and what binding has to say."""
        return self.build / "bound.json"

    @property
    def proof(self) -> Path:
        """Where each note stands in the bound PDF, and what is wrong with it."""
        return self.build / "proof.json"

    @property
    def read_pages(self) -> Path:
        """What the proof has read of the pages, so that it need not read them again."""
        return self.build / "proof-pages.json"

    @property
    def sheet(self) -> Path:
        """The picture sheet: all spreads of the book, and what is seen on them."""
        return self.build / "sheet.html"

    def docx_part(self, name: str) -> Path:
        """A section as a fragment of the Word file."""
        return self.build / "docx" / f"{name}.xml"

    def built(self, ending: str) -> Path:
        """A form as it was made: build/forms/<slug>.pdf."""
        return self.build / "forms" / f"{self.slug}{ending}"

    def published(self, ending: str) -> Path:
        """A form in its place: build/<slug>.pdf."""
        return self.build / f"{self.slug}{ending}"


def slug_of(title: str) -> str:
    """A title as the name of a file: "Who Betrayed Whom?" is who-betrayed-whom."""
    bare = title.lower().replace("’", "").replace("'", "")
    words = "".join(c if c.isalnum() else " " for c in bare)
    short = "-".join(words.split())
    return short.encode()[:80].decode("utf-8", "ignore").strip("-") or "edition"
