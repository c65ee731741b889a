"""The plainest way to the same pages: pandoc's HTML and WeasyPrint's own footnotes, no proof.

Run as `python -m benchmarks.bare_weasyprint TEXTS... --processes 2 --into DIR`: each text is one
PDF; nothing is numbered across texts, linked, bound or checked.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

CSS = """
@page { size: 6in 9in; margin: 0.75in 0.8in 0.9in; @bottom-center { content: counter(page) } }
html { font: 11pt/14pt "EB Garamond", serif; hyphens: auto; text-align: justify }
.fn { float: footnote; font-size: 9pt; line-height: 11.5pt }
"""


def convert(text: Path, into: Path) -> int:
    """One text to one PDF; gives its number of pages."""
    import pypandoc
    import weasyprint

    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "html5", "-s", "-M", "title=x", text],
        capture_output=True,
        check=True,
    )
    document = weasyprint.HTML(string=notes_inline(done.stdout.decode())).render(
        stylesheets=[weasyprint.CSS(string=CSS)]
    )
    document.write_pdf(into / f"{text.stem}.pdf")
    return len(document.pages)


def notes_inline(html: str) -> str:
    """pandoc's notes from the end of the page to where they are called."""
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
