"""Make the pictures of the docs: two pages of the sample edition in each design.

    python -m benchmarks.pictures            all designs
    python -m benchmarks.pictures compact    one design

Each design is built in a folder of its own from source/ and csl/. docs/designs/NAME.png is some 900
pixels wide, in 16 greys. The README shows the classic one, as docs/spread.png.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
WIDTH, EDGE = 904, 2  # pixels: of a picture, and of the line between pages and around them
GREY = 168
# The labels of the pages in each picture.
PAGES = {"classic": "89", "critical": "89", "compact": "67", "journal": "12"}
ARTICLE = """
title: The Patience of Treaties
subtitle: Franco-Soviet Pacts and Their Calendars, 1931–1935
authors: [{literal: The Octavo Editors, affiliation: Geneva}]
language: en-US
description: How the timetables of three foreign ministries wore away a treaty before it was signed.
sections: [01-the-patience-of-treaties.md]
citations: {bibliography: csl/bibliography.json}
"""


def picture(design: str, folder: Path) -> Image.Image:
    """Build the sample edition in a design; return a picture of two of its pages."""
    for part in ("source", "csl"):
        shutil.copytree(ROOT / part, folder / part)
    if design == "journal":
        _make_article(folder / "source" / "01-the-patience-of-treaties.md")
    edition = folder / "source" / "edition.yaml"
    text = ARTICLE if design == "journal" else edition.read_text(encoding="utf-8")
    text = re.sub(r"^print:.*\n", "", text, flags=re.MULTILINE)
    edition.write_text(f"{text}\nprint: {{design: {design}}}\n", encoding="utf-8")
    command = [sys.executable, "-m", "octavo.cli", "build", "--form", "pdf", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    pdf = pypdfium2.PdfDocument(next((folder / "build").glob("*.pdf")))
    labels = [pdf.get_page_label(number) for number in range(len(pdf))]
    return side_by_side([pdf[labels.index(label)] for label in PAGES[design]])


def _make_article(path: Path) -> None:
    """Remove index marks and references to other chapters from the first chapter."""
    text = re.sub(r"\[([^\[\]]*)\]\{\.index[^{}]*\}", r"\1", path.read_text(encoding="utf-8"))
    path.write_text(text.replace("[@note:payart-1936], in", ""), encoding="utf-8")


def side_by_side(pages: list[pypdfium2.PdfPage]) -> Image.Image:
    """Draw pages side by side, with grey lines between and around them."""
    scale = (WIDTH - 3 * EDGE) / sum(page.get_width() for page in pages)
    shown = [page.render(scale=scale).to_pil().convert("L") for page in pages]
    size = sum(one.width for one in shown) + 3 * EDGE, shown[0].height + 2 * EDGE
    sheet = Image.new("L", size, GREY)
    left = EDGE
    for one in shown:
        sheet.paste(one, (left, EDGE))
        left += one.width + EDGE
    return sheet.quantize(16)


def main(names: list[str]) -> None:
    """Write the pictures of the named designs, or of all."""
    made = ROOT / "docs" / "designs"
    made.mkdir(exist_ok=True)
    for name in names or PAGES:
        with tempfile.TemporaryDirectory() as folder:
            shown = picture(name, Path(folder))
        shown.save(made / f"{name}.png", optimize=True)
        if name == "classic":
            shown.save(ROOT / "docs" / "spread.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
