"""Lay out the three books of the measure as editions, whole or some chapters of each, and build
them by a checkout of Octavo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from benchmarks import corpus
from benchmarks.more_books import raised

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Sample:
    """A book of the corpus: its language, settings of edition.yaml, and the texts that are measured
    unless the whole book is."""

    book: str
    language: str
    texts: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def paths(self, *, whole: bool) -> list[Path]:
        """Return the texts: those of the sample, or all that are chapters."""
        folder = corpus.BOOKS / self.book
        if not whole:
            return [folder / f"{name}.md" for name in self.texts]
        left_out = corpus.FRONT | corpus.BACK
        return sorted(path for path in folder.glob("*.md") if path.stem not in left_out)


# Two faces, two measures, two sets of hyphenation patterns; many notes, long notes, short notes.
SAMPLES: Mapping[str, Sample] = {
    sample.book: sample
    for sample in (
        Sample("frus-history", "en-US", ("03-introduction", "10-chapter-7")),
        Sample(
            "james-varieties", "en-GB", ("005-chapter-3", "013-chapter-11"),
            {"print": {"design": "compact"}},
        ),
        Sample("wealth-of-nations", "en-GB", ("013-chapter-1-10", "036-chapter-4-8")),
    )
}  # fmt: skip


def lay_out(sample: Sample, root: Path, *, whole: bool, style: str = "") -> list[Path]:
    """Lay out a sample as an edition in a new folder, with an own style sheet if `style` is given;
    return the paths of its texts, each with a heading of the first rank."""
    source = root / "source"
    source.mkdir(parents=True)
    made: list[Path] = []
    for path in sample.paths(whole=whole):
        made.append(source / path.name)
        made[-1].write_text(raised(path.read_text(encoding="utf-8")), encoding="utf-8")
    edition = {
        "title": sample.book, "language": sample.language, "date": "2026",
        "identifier": f"urn:uuid:{uuid5(NAMESPACE_URL, sample.book)}",
        "sections": [path.name for path in made], **sample.settings,
    }  # fmt: skip
    text = json.dumps(edition, ensure_ascii=False, indent=2)  # JSON is YAML
    (source / "edition.yaml").write_text(text, encoding="utf-8")
    if style:
        (root / "styles").mkdir()
        (root / "styles" / "print.css").write_text(style, encoding="utf-8")
    return made


def build_pdf(root: Path, checkout: Path) -> Path:
    """Build the print PDF of an edition by a checkout; raise RuntimeError with its messages if
    there is none."""
    command = [sys.executable, "-m", "octavo.cli", "build", "--form", "pdf", str(root.resolve())]
    # The interpreter looks for modules in its own folder first, its children in the path.
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)
    made = sorted((root / "build" / "forms").glob("*.pdf"))
    if not made:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return made[0]
