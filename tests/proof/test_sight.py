"""The proof finds every note that an eye cannot see, however a style sheet hides it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from octavo.design.fonts import cut, fonts
from octavo.model import Fault, Manuscript, Section
from octavo.pdf.binding.folios import folio_style
from octavo.pdf.book.pagination import Leaf
from octavo.pdf.typeset import typeset
from octavo.proof import expected_notes, read_proof
from octavo.source import read_edition
from octavo.tasks.records import from_json
from tests.building import octavo
from tests.pdf.bound_book import bind
from tests.proof.reading import printing

# Each hides one note: what a style sheet says of `ID`, the note, and what the proof finds.
HIDING = {
    "white": ("ID {color: white}", "P027 F"),
    "near white": ("ID {color: #e4e4e4}", "P027 F"),
    "yellow": ("ID {color: #ff0}", "P027 F"),
    "transparent": ("ID {color: transparent}", "P027 F"),
    "nearly transparent": ("ID {color: rgb(0 0 0 / 12%)}", "P027 F"),
    "opacity": ("ID {opacity: 0.05}", "P027 F"),
    "no opacity": ("ID {opacity: 0}", "P005|P027 F"),
    "lab": ("ID {color: lab(99% 0 0)}", "P027 H"),
    "half a point": ("ID {font-size: 0.5pt}", "P027 S"),
    "three points": ("ID {font-size: 3pt}", "P027 S"),
    "scaled": ("ID {display: block; transform: scale(0.01)}", "P027 S"),
    "narrow": ("ID {display: block; transform: scaleX(0.02)}", "P027 S"),
    "on its own colour": ("ID {color: #700; background: #711}", "P027 [FH]"),
    "black on black": ("ID {display: block; background: black}", "P027 [FH]"),
    "under a box": (
        "ID {display: block; position: relative} ID::after {content: ''; position: absolute;"
        " left: 0; top: 0; width: 100%; height: 100%; background: white}", "P027 H"),
    "half under a box": (
        "ID {display: block; position: relative} ID::after {content: ''; position: absolute;"
        " left: 20%; top: 0; width: 30%; height: 100%; background: white}", "P027 H"),
    "under a picture": (
        "ID {display: block; position: relative} ID::after {content: url(source/white.png);"
        " position: absolute; left: 0; top: 0}", "P027 H"),
    "under a black box": (
        "ID {display: block; position: relative} ID::after {content: ''; position: absolute;"
        " left: 0; top: 0; width: 100%; height: 100%; background: black}", "P027 H"),
    "under a thick line": (
        "ID {display: block; position: relative} ID::after {content: ''; position: absolute;"
        " left: 0; top: 0; width: 100%; border-top: 30pt solid #444}", "P027 H"),
    "under a shade": (
        "ID {display: block; position: relative} ID::after {content: ''; position: absolute;"
        " left: 0; top: 0; width: 100%; height: 100%; background:"
        " linear-gradient(white, #eee)}", "P027 H"),
    "under a veil": (
        "ID {display: block; position: relative} ID::after {content: ''; position: absolute;"
        " left: 0; top: 0; width: 100%; height: 100%; background: rgb(255 255 255 / 93%)}",
        "P027 H"),
    "blended": ("ID {display: block; color: white; mix-blend-mode: darken}", "P027 [FH]"),
    "crowded": ("ID {letter-spacing: -0.9em}", "P027 C|P004"),
    "on one line": ("ID {display: block; line-height: 0}", "P004|P005"),
    "on close lines": ("ID {display: block; line-height: 0.35}", "P004 its lines"),
    "pulled up": ("ID {display: block; position: relative; top: -11pt}", "P004|P003|P005"),
    "cut to nothing": ("ID {display: block; overflow: hidden; height: 0}", "P005"),
    "cut to a hair": ("ID {display: block; overflow: hidden; height: 1pt}", "P005"),
    "cut at the side": ("ID {display: block; overflow: hidden; width: 1pt}", "P005|P004"),
    "indented away": ("ID {display: block; text-indent: -999em}", "P004|P005"),
    "moved away": ("ID {display: block; position: relative; left: 900pt}", "P004|P005"),
    "hidden": ("ID {visibility: hidden}", "P005"),
    "not displayed": ("ID {display: none}", "P00[15]"),
    "blank": ("@font-face {font-family: Blank; src: url(source/blank.ttf)} ID {font-family: Blank}",
              "P027 B"),
    "no type": ("ID {font-size: 0}", "P005|P027 S"),
}  # fmt: skip
CALLS = {
    "white": ("ID::footnote-call {color: white}", "P027 F"),
    "small": ("ID::footnote-call {font-size: 0.4pt}", "P027 S"),
    "on black": ("ID::footnote-call {background: black; color: black}", "P027 [FH]"),
}
# Designs that are sound: light, coloured, on grounds, small, struck out, set wide and close.
SOUND = [
    "ID {color: #999}", "ID {color: rgb(0 0 0 / 60%)}", "ID {opacity: 0.6}", "ID {color: #c00}",
    "ID {display: block; background: #eee}",
    "ID {display: block; background: #222; color: white} ID::footnote-call {color: black}",

    "ID {background: linear-gradient(white, #ddd)}", "ID {font-size: 5.5pt}",
    "ID {text-decoration: underline}", "ID {text-decoration: line-through}",
    "ID {letter-spacing: 0.2em}", "ID {letter-spacing: -0.03em}", "ID {font-variant: small-caps}",
    "ID {display: block; border: 0.5pt solid black}", "ID {display: block; transform: scale(0.9)}",
    "ID {color: lab(40% 20 10)}", "ID {display: block; border: 2pt solid #444; padding: 2pt}",
    "ID {display: block; opacity: 0.7; background: #dde}", "ID {font-stretch: condensed}",
    "ID {display: block; mix-blend-mode: multiply}", "ID {display: block; overflow: hidden}",
]  # fmt: skip
_WHY = {
    "S": "its type is of", "F": "its colour is that", "C": "its letters are on", "B": "its font",
    "H": "something is painted",
}  # fmt: skip

EDITION = """title: Hidden
authors: [{family: Author, given: An}]
language: en
date: 2026
identifier: urn:uuid:00000000-0000-4000-8000-0000000000ab
sections: [a.md, b.md]
notes: {place: foot, numbering: section}
print: {trim: 6in 9in}
"""
NOTE = "The words of this note are many enough to fill more than one line of the page, twice over."


def blank_font() -> FontBuilder:
    """Make a font whose letters have widths and no outlines."""
    made = FontBuilder(1000, isTTF=True)
    letters = {code: f"g{code}" for code in range(32, 127)}
    names = [".notdef", *letters.values()]
    made.setupGlyphOrder(names)
    made.setupCharacterMap(letters)
    made.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
    made.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Blank", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    return made


# Letters whose accents are glyphs of their own, raised and set back.
ACCENTS = " И\u0301ван и И\u0301мя, за\u0301мок, q\u0303uick m\u0303ore."


def text(title: str, count: int) -> str:
    calls = "\n\n".join(f"Words of a paragraph.[^{n}]" for n in range(1, count + 1))
    words = f"{NOTE}{ACCENTS}" if title == "Sound" else NOTE
    notes = "\n".join(f"[^{n}]: Note {n}. {words}\n" for n in range(1, count + 1))
    return f"# {title}\n\n{calls}\n\n{notes}"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], str]:
    """Build one edition in which each note is hidden in its own way; give what is told of each."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("sight") / "hidden"
    (folder / "source").mkdir(parents=True)
    (folder / "styles").mkdir()
    (folder / "source" / "edition.yaml").write_text(EDITION)
    hidden = len(HIDING) + len(CALLS)
    (folder / "source" / "a.md").write_text(text("Hidden", hidden))
    (folder / "source" / "b.md").write_text(text("Sound", len(SOUND)))
    Image.new("RGB", (400, 80), "white").save(folder / "source" / "white.png")
    blank_font().save(folder / "source" / "blank.ttf")
    octavo("build", folder, "--form", "pdf")  # the layout has no fault without the style sheet
    rules = [css.replace("ID", f"#note-a-{n}") for n, (css, _) in enumerate(HIDING.values(), 1)]
    start = len(HIDING) + 1
    rules += [css.replace("ID", f"#note-a-{n}") for n, (css, _) in enumerate(CALLS.values(), start)]
    rules += [css.replace("ID", f"#note-b-{n}") for n, css in enumerate(SOUND, 1)]
    (folder / "styles" / "print.css").write_text("\n".join(rules))
    found: dict[tuple[str, int], str] = {}
    for fault in proof_of(folder):
        number = re.match(r"note (\d+): ", fault.message)
        key = Path(fault.place.path).stem, int(number[1]) if number else 0
        said = f"{fault.rule.code} {fault.message.partition(': ')[2]} {fault.place.line}"
        found[key] = f"{found.get(key, '')}\n{said}"
    return found


def proof_of(folder: Path) -> tuple[Fault, ...]:
    """Lay out the sections of a built edition anew, bind them, and give what the proof finds: the
    layout itself is not asked what it has found."""
    edition, _ = read_edition((folder / "source" / "edition.yaml").read_bytes())
    assert edition is not None
    faces = fonts({name: cut(name) for name in ("EBGaramond-Regular", "EBGaramond-Italic")})
    leaves = []
    for section in (Section("a", "source/a.md"), Section("b", "source/b.md")):
        html = (folder / "build" / "html" / f"{section.name}.xhtml").read_text()
        made = typeset(html, section, edition, folder, faces)
        leaves.append(Leaf(section, made.pdf, made.page_map))
    book = bind(edition, leaves, faces, folio_style(edition, folder, faces))
    cited = [(folder / "build" / "cited" / f"{name}.json").read_bytes() for name in "ab"]
    copy = expected_notes([from_json(Manuscript, each) for each in cited])
    return read_proof(BytesIO(book.pdf), copy, printing()).faults


@pytest.mark.parametrize("how", HIDING)
def test_a_note_that_is_hidden(told: dict[tuple[str, int], str], how: str) -> None:
    check(told, 1 + [*HIDING].index(how), HIDING[how][1])


@pytest.mark.parametrize("how", CALLS)
def test_a_call_that_is_hidden(told: dict[tuple[str, int], str], how: str) -> None:
    check(told, 1 + len(HIDING) + [*CALLS].index(how), CALLS[how][1])


def check(told: dict[tuple[str, int], str], number: int, wanted: str) -> None:
    pattern = re.sub(r"P027 (\w|\[\w+\])", _reasons, wanted)
    assert re.search(pattern, told.get(("a", number), "")), told.get(("a", number))


def _reasons(found: re.Match[str]) -> str:
    reasons = "|".join(_WHY[letter] for letter in found[1].strip("[]"))
    return f"P027 (it|its call) cannot be seen: ({reasons})"


def test_a_sound_design_is_not_refused(told: dict[tuple[str, int], str]) -> None:
    wrong = {SOUND[n - 1]: said for (name, n), said in told.items() if name == "b"}
    assert wrong == {}
