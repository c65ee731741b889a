"""Record where TeX ends the lines of the random paragraphs that the composer is held against.

Run as `python -m benchmarks.tex_lines`; it needs `tex`. It writes
tests/pdf/composer/tex_lines.json: for each paragraph the number of parts of words up to the end of
each line, or nothing where TeX has no answer within its tolerance.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pdf.composer.random_paragraphs import COUNT, in_tex, paragraph

RECORD = Path(__file__).resolve().parents[1] / "tests" / "pdf" / "composer" / "tex_lines.json"
_HEAD = (
    "\\batchmode\\showboxbreadth=100000 \\showboxdepth=3 \\parskip=0pt \\hbadness=10000 "
    "\\hfuzz=0pt \\parfillskip=0pt plus 1fil\\def\\n#1{\\immediate\\write-1{PARAGRAPH #1}}\n"
)


def main() -> None:
    """Run TeX once for all paragraphs, and write the record."""
    numbers = range(1, COUNT + 1)
    source = _HEAD + "".join(f"\\n{{{n}}}{in_tex(paragraph(n))}" for n in numbers) + "\\end\n"
    with TemporaryDirectory() as folder:
        path = Path(folder, "lines.tex")
        path.write_text(source, encoding="ascii")
        subprocess.run(["tex", path.name], cwd=folder, stdout=subprocess.DEVNULL, check=False)
        log = path.with_suffix(".log").read_text(encoding="latin-1")
    found = {}
    for text in log.split("PARAGRAPH ")[1:]:
        number, _, rest = text.partition("\n")
        found[number] = [] if "Overfull" in rest else _ends(rest)
    RECORD.write_text(json.dumps(found, separators=(",", ":")).replace('],"', '],\n"') + "\n")
    print(f"{RECORD}: {sum(map(bool, found.values()))} of {len(found)}", file=sys.stderr)


def _ends(shown: str) -> list[int]:
    """Return the number of parts up to the end of each line of a box that TeX shows."""
    ends, count = [], 0
    for line in shown.splitlines():
        if re.match(r"\.\\hbox\(", line):
            ends.append(count)
        elif re.match(r"\.+\\rule\(1\.0\+0\.0\)", line):
            count += 1
    return [*ends[1:], count]


if __name__ == "__main__":
    main()
