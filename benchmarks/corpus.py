"""Lay out real books of the shared corpus as editions, for tests and for measuring."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
BOOKS = SHARED / "corpus" / "books"
CARLEY = SHARED / "editions" / "carley"

FRONT = {"01-epigraph", "02-foreword", "001-dedication", "002-preface"}
BACK = {
    "17-acknowledgements", "18-terms", "19-abbreviations", "20-stages", "21-appendix-a",
    "22-appendix-b", "23-appendix-c", "24-appendix-d", "25-bibliography", "26-contributors",
    "27-index", "017-afterword",
}  # fmt: skip

METADATA = {
    "frus-history": {
        "title": "Toward “Thorough, Accurate, and Reliable”",
        "subtitle": "A History of the Foreign Relations of the United States Series",
        "language": "en-US",
        "date": "2015",
        "identifier": "urn:uuid:3a0f1f9e-7a55-5d0c-9a43-90b7f8f0d001",
    },
    "james-varieties": {
        "title": "The Varieties of Religious Experience",
        "subtitle": "A Study in Human Nature",
        "authors": [{"family": "James", "given": "William"}],
        "language": "en-GB",
        "date": "1902",
        "identifier": "urn:uuid:3a0f1f9e-7a55-5d0c-9a43-90b7f8f0d002",
    },
}


def lay_out_book(name: str, folder: Path, texts: int | None = None) -> Path:
    """Lay out a book of the corpus as an edition in a new folder, its texts unchanged.

    `texts` takes only so many of the first.
    """
    source = folder / "source"
    source.mkdir(parents=True)
    chosen = sorted((BOOKS / name).glob("*.md"))[:texts]
    for text in chosen:
        shutil.copyfile(text, source / text.name)
    listed = {
        "front_matter": [t.name for t in chosen if t.stem in FRONT],
        "sections": [t.name for t in chosen if t.stem not in FRONT | BACK],
        "back_matter": [t.name for t in chosen if t.stem in BACK],
    }
    # JSON is YAML
    edition = json.dumps({**METADATA[name], **listed}, ensure_ascii=False, indent=2)
    (source / "edition.yaml").write_text(edition, encoding="utf-8")
    return folder


def lay_out_carley(folder: Path) -> Path:
    """Copy the essay that this project began with, unchanged."""
    for part in ("source", "csl"):
        (folder / part).mkdir(parents=True)
        for path in (CARLEY / part).iterdir():
            shutil.copyfile(path, folder / part / path.name)
    return folder
