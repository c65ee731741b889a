"""Lay out texts with pandoc's HTML and WeasyPrint's own footnotes: the simplest peer of Octavo.

Run as `python -m benchmarks.bare_weasyprint TEXTS... --processes 2 --into DIR`. Each text becomes
one PDF, with Octavo's typeface and trim size. Nothing is numbered across texts, linked, bound or
checked, and WeasyPrint places the notes.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.resources import files
from pathlib import Path

CSS = """
@font-face { font-family: Text; src: url(%s) }
@font-face { font-family: Text; src: url(%s); font-style: italic }
@page { size: 6in 9in; margin: 0.82in 0.74in 0.95in; @bottom-center { content: counter(page) } }
html { font: 11.25pt/14pt Text, serif; hyphens: auto; text-align: justify;
       font-variant-numeric: oldstyle-nums }
p { margin: 0; text-indent: 1em }
.fn { float: footnote; font-size: 9pt; line-height: 11.5pt }
"""


def style_sheet() -> str:
    """Return the style sheet, with the files of EB Garamond from their package."""
    folder = files("fontpkg_eb_garamond") / "files"
    faces = ("EBGaramond[wght].ttf", "EBGaramond-Italic[wght].ttf")
    return CSS % tuple(Path(str(folder / face)).as_uri() for face in faces)


def convert(text: Path, into: Path) -> int:
    """Make one PDF of one text; return its number of pages."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from octavo.fingerprint import pandoc_program

    done = subprocess.run(
        [str(pandoc_program()), "-f", "markdown", "-t", "html5", "-s", "-M", "title=x", text],
        capture_output=True,
        check=True,
    )
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=style_sheet(), font_config=fonts)
    html = weasyprint.HTML(string=notes_inline(done.stdout.decode()))
    document = html.render(stylesheets=[sheet], font_config=fonts)
    document.write_pdf(into / f"{text.stem}.pdf")
    return len(document.pages)


def notes_inline(html: str) -> str:
    """Move pandoc's notes from the end of the page to their calls."""
    bodies = dict(re.findall(r'<li id="(fn\d+)"><p>(.*?)</p>', html, re.DOTALL))
    html = re.sub(r'<(section|aside)[^>]*class="footnotes.*?</\1>', "", html, flags=re.DOTALL)
    return re.sub(
        r'<a href="#(fn\d+)" class="footnote-ref".*?</a>',
        lambda match: f'<span class="fn">{bodies.get(match[1], "")}</span>',
        html,
        flags=re.DOTALL,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--into", type=Path, required=True)
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(options.processes) as pool:
        pages = list(pool.map(partial(convert, into=options.into), options.texts))
    print(f"{sum(pages)} pages")


if __name__ == "__main__":
    main()
