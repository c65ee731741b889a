"""A small edition whose pages begin everywhere: in words, notes, verse, code, cells, at plates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

EDITION = """\
title: The Pages
subtitle: "Of a *Small* Book"
authors: [{given: Anna, family: Weaver}]
language: en-GB
date: 2025
publisher: {name: Ferry Books, place: Bern}
isbn: {print: 978-0-16-093252-6, epub: 978-0-12-345678-6}
print: {trim: 4.25in 6.875in, floats: all}
front_matter: [00-preface.md]
sections: [01-one.md, 02-two.md]
notes: {place: NOTES}
contents: {depth: 2}
index: {}
"""

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 9" width="80mm" height="60mm">'
    '<rect width="10" height="9" fill="#ccc"/></svg>'
)


def write_pages(folder: Path, *, notes: str = "foot") -> None:
    """Write the edition into a folder; no two stretches of it read alike."""
    number = count(1)

    def words(length: int, language: str = "") -> str:
        return " ".join(_words(number, length, language)) + "."

    source = folder / "source"
    (source / "figures").mkdir(parents=True)
    (source / "figures" / "plate.svg").write_text(DRAWING)
    (source / "edition.yaml").write_text(EDITION.replace("NOTES", notes))
    (source / "00-preface.md").write_text(f"# Preface\n\n{words(150)}\n")
    (source / "01-one.md").write_text(
        f"# One *and* two\n\n{words(40)}[^long] {words(50)}\n\n"
        "![A plate of its own.](figures/plate.svg){.full-page alt='A plate'}\n\n"
        f"{words(300)}\n\n![A figure that floats.](figures/plate.svg){{#fig:f alt='A figure'}}\n\n"
        f"{words(120)} [Ferry]{{.index}} “{words(30)}”\n\n"
        + "\n".join(f"| {words(5)}" for _ in range(44))
        + f"\n\n## A heading\n\n{words(30)} See [@note:long, page].\n\n[^long]: {words(190)}\n"
    )
    rows = "".join(f"| {words(2)} | {words(tall)} | {words(tall)} |\n" for tall in (9, 9, 90, 9, 9))
    (source / "02-two.md").write_text(
        f"# Two\n\n{words(40)} [Harbour]{{.index}} See [the table](#tbl-a), [@fig:f].\n\n"
        "| Who | What it was | How it was |\n"
        f"|:---|:--------------|:--------------|\n{rows}\n: A table. {{#tbl-a}}\n\n"
        f"{words(60)} [Ferry]{{.index}}[^short]\n\n"
        "```\n" + "\n".join(f"{words(3)} =" for _ in range(40)) + "\n```\n\n"
        f"[{words(60, 'de')}]{{lang=de}}\n\n{_WITHOUT_SPACES}\n\n{words(60)}\n\n"
        f"[^short]: {words(12)} See [@note:long]; [the floating figure](#fig:f), or\n"
        "    [the archive of the ferry](https://example.org/ferry).\n"
    )


_WITHOUT_SPACES = "".join(chr(0x4E00 + 7 * at) for at in range(700))
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne")


def _words(number: Iterator[int], length: int, language: str) -> Iterator[str]:
    """Yield words that occur once; German ones are long, so that lines divide them."""
    for _ in range(length):
        said = "".join(_SYLLABLES[int(figure)] for figure in str(next(number)))
        yield f"{said} Wiederherstellungs{said}angelegenheiten" if language else said
