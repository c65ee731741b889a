"""Measure the paragraphs of three books, read back from their PDFs, beside XeLaTeX's.

Run as `python -m benchmarks.paragraphs [BOOK ...]`; without a BOOK, all three are measured, some
chapters of each. XeLaTeX sets the same texts with the same faces, sizes, leading and measure.

    --whole           measure whole books
    --against PATH    measure another checkout of Octavo too; more than once for several
    --style CSS       measure this checkout too with this CSS in the edition's styles/print.css
    --no-latex        leave XeLaTeX out
    --into FOLDER     keep the editions in this folder; what is there is not built again
    --pictures N      with --into: draw N pages of all PDFs side by side into BOOK/pictures, lines
                      over 0.4 em red, hyphens at the ends of lines blue
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import corpus
from benchmarks.paragraphs import in_latex
from benchmarks.paragraphs.figures import ROWS, Figures, count
from benchmarks.paragraphs.printed_lines import ROLES, PrintedBook, read_book
from benchmarks.paragraphs.samples import CHECKOUT, SAMPLES, Sample, build_pdf, lay_out
from benchmarks.paragraphs.side_by_side import draw

_FEW = 20  # lines: fewer are not worth a column


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("books", nargs="*", choices=[*SAMPLES, []], metavar="BOOK")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--against", type=Path, action="append", default=[], metavar="PATH")
    parser.add_argument("--style", default="", metavar="CSS")
    parser.add_argument("--no-latex", action="store_true")
    parser.add_argument("--into", type=lambda given: Path(given).resolve())
    parser.add_argument("--pictures", type=int, default=0, metavar="N")
    options = parser.parse_args()
    if options.pictures and not options.into:
        parser.error("--pictures needs --into, the folder that keeps them")
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    latex = not options.no_latex
    if latex and (lack := in_latex.missing()):
        print(f"XeLaTeX is left out: it needs {lack}")
        latex = False
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.books or SAMPLES:
            folder = (options.into or Path(scratch)) / name
            pdfs = setting(SAMPLES[name], folder, options, latex=latex)
            books = {column: read_book(pdf) for column, pdf in pdfs.items()}
            show(name, books)
            if options.pictures:
                into = folder / "pictures"
                drawn = draw([*pdfs.values()], [*books.values()], options.pictures, into)
                print(f"{drawn} pages side by side in {into}: {', '.join(pdfs)}")


def setting(
    sample: Sample, folder: Path, options: argparse.Namespace, *, latex: bool
) -> dict[str, Path]:
    """Set a sample in all ways that are asked for; return the PDFs by their columns' names."""
    ways = {"Octavo": (CHECKOUT, "")}
    if options.style:
        ways["styled"] = (CHECKOUT, options.style)
    ways |= {path.resolve().name: (path.resolve(), "") for path in options.against}
    made: dict[str, Path] = {}
    for column, (checkout, style) in ways.items():
        root = folder / column
        if not root.is_dir():
            lay_out(sample, root, whole=options.whole, style=style)
        made[column] = build_pdf(root, checkout)
    if latex:
        made["XeLaTeX"] = folder / "XeLaTeX" / "book.pdf"
        if not made["XeLaTeX"].is_file():
            like = read_book(made["Octavo"])
            root = folder / "Octavo"
            texts = sorted((root / "source").glob("*.md"))
            in_latex.set_in_latex(
                texts, sample.language, root / "build" / "fonts", like, folder / "XeLaTeX"
            )
    return made


def show(name: str, books: dict[str, PrintedBook]) -> None:
    """Print the tables of a book: one of its text, one of its notes."""
    pages = ", ".join(f"{column} {book.pages}" for column, book in books.items())
    for role in ROLES:
        texts = {column: book.texts[role] for column, book in books.items() if role in book.texts}
        figures = {column: count(text) for column, text in texts.items()}
        figures = {column: one for column, one in figures.items() if one.lines >= _FEW}
        if figures:
            size, measure = next((text.size, text.measure) for text in texts.values())
            print(f"\n{name}, {role}: {size:g} on {measure:g} points (pages: {pages})")
            print("\n".join(table(figures)), flush=True)


def table(figures: dict[str, Figures]) -> Sequence[str]:
    """Return the lines of a table: a row for each figure, a column for each way of setting."""
    widths = [max(10, len(column) + 2) for column in figures]
    head = "".join(f"{column:>{w}}" for column, w in zip(figures, widths, strict=True))
    lines = [f"{'':40}{head}"]
    for field, label, shape in ROWS:
        values = [shape.format(getattr(one, field)) for one in figures.values()]
        row = "".join(f"{value:>{w}}" for value, w in zip(values, widths, strict=True))
        lines.append(f"{label:40}{row}")
    return lines


if __name__ == "__main__":
    main()
