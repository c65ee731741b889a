"""Text from right to left, read back from the PDF: the order on the line is that of a browser."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Sequence
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from pypdfium2 import PdfDocument

from octavo.design.fonts import Fonts, cut, fonts
from octavo.locales import direction_of
from octavo.model import Edition, NoteSettings, PrintSettings, Section
from octavo.pdf.section.openings import dressed
from octavo.pdf.section.print_tree import prepare
from octavo.pdf.typeset import Typeset, typeset
from octavo.proof.letters import difference
from octavo.proof.printed import ARTIFACT, Run
from tests.browser import chromium
from tests.proof.reading import book_of, sheets_of

SECTION = Section("a", "source/a.md")


@cache
def book_fonts() -> Fonts:
    return fonts({name: cut(name) for name in ("EBGaramond-Regular", "EBGaramond-Italic")})


def call(number: int, direction: str) -> str:
    return (
        f'<span id="call-a-{number}" class="call" data-note="note-a-{number}" '
        f'data-mark="{number}" data-series="numbered" dir="{direction}"></span>'
    )


def lay_out(
    language: str, body: str, *notes: str, trim: str = "8in 9in", run_in: bool = False
) -> Typeset:
    written = "".join(
        f'<div id="note-a-{n}" class="note" data-mark="{n}" data-series="numbered">{note}</div>'
        for n, note in enumerate(notes, 1)
    )
    for number in range(1, len(notes) + 1):
        body = body.replace(f"[{number}]", call(number, direction_of(language)))
    text = (
        f'<section id="sec-a" class="body" lang="{language}" data-title="A">{body}'
        f'<div class="notes">{written}</div></section>'
    )
    edition = Edition(
        title="The Book", sections=("a.md",), language=language, date="2026",
        print=PrintSettings(trim=trim), notes=NoteSettings(run_in=run_in),
    )  # fmt: skip
    made = typeset(text, SECTION, edition, Path("."), book_fonts())
    assert not made.faults, made.faults
    return made


def text_runs(pdf: bytes, page: int = 0) -> list[Run]:
    """Return the runs of a page's text, without its notes, from left to right."""
    sheet = sheets_of(pdf)[page]
    runs = [
        run
        for run, owner in zip(sheet.runs, sheet.owners, strict=True)
        if not owner and run.mark != ARTIFACT and run.text.strip("\u200b \u2060")
    ]
    return sorted(runs, key=lambda run: run.x)


def seen(runs: Sequence[Run]) -> str:
    """Return the letters of runs as they are seen from left to right."""
    return letters_of("".join(run.text[::-1] if run.turned else run.text for run in runs))


def letters_of(line: str) -> str:
    """Return what of a line has a width of its own, without spaces."""
    return "".join(
        letter
        for letter in line
        if unicodedata.category(letter) not in ("Cf", "Mn") and not letter.isspace()
    )


# Sentences of one line each: the language, the paragraph, how many notes are called in it.
LINES: dict[str, tuple[str, str, int]] = {
    "a call behind a year": ("he", "<p>זה בשנת 2023.[1] ועוד מילה.</p>", 1),
    "two calls": ("he", "<p>מילה[1][2] ועוד 5[3] מילה.</p>", 3),
    "emphasis": ("he", "<p>עוד <em>מילים מודגשות</em> כאן.</p>", 0),
    "Latin words in brackets": ("he", "<p>ועוד English words (in parentheses) בסוף.</p>", 0),
    "brackets": ("he", "<p>מילה (סוגריים) ו[מרובעים] ו«כפולים».</p>", 0),
    "ranges": ("he", "<p>עמ׳ 12–15; וגם 12-15, 3.5%, 1/2.</p>", 0),
    "Latin words parted by emphasis": ("he", "<p>שתי <em>New</em> York מילים.</p>", 0),
    "quotation marks": ("he", "<p>הוא אמר: ”הוא אמר ’כן’ ואז”.</p>", 0),
    "a link": ("he", '<p>אל <a href="https://e.org">אתר Site עברי</a> שלנו.</p>', 0),
    "a word of both": ("he", "<p>ב-Windows וה-<em>DVD</em>ים של 2023.</p>", 0),
    "a passage in a passage": (
        "he", '<p>כך <span lang="en" dir="ltr">English with שלום inside</span> כאן.</p>', 0,
    ),
    "a passage with a call": (
        "he", '<p>כך <span lang="en" dir="ltr">English.[1] And more.</span> כאן.</p>', 1,
    ),
    "Latin at the start": ("he", "<p><em>New</em> York, מילה (Smith 1999).</p>", 0),
    "Arabic": ("ar", "<p>هذه كلمات Latin words في سنة ١٩٤٨–١٩٤٩[1] وكذلك 1948.</p>", 1),
    "Persian": ("fa", "<p>این متن (فارسی) است: «نقل قول».[1]</p>", 1),
    "English with Hebrew": ("en", "<p>See שלום (עולם), 12 and אבג 12 דה.</p>", 0),
    "English with a passage and a call within": (
        "en", '<p>See <span lang="he" dir="rtl">שלום 12.[1] עולם</span>, 15.</p>', 1,
    ),
    "English with a call behind Hebrew": ("en", "<p>See שלום[1] and more.</p>", 1),
    "a division in English": ("en", '<div lang="he" dir="rtl"><p>כך (Smith) 5.[1]</p></div>', 1),
    "code": ("he", '<p>כך <code dir="ltr">(a[1], "b")?</code>, וגם.</p>', 0),
    "an address": (
        "he", '<p>ראו <a href="https://e.org/" dir="ltr">https://e.org/(a)/</a>.</p>', 0,
    ),
    "nested passages": (
        "en",
        '<p>Read <span lang="he" dir="rtl">כך (<span lang="en" dir="ltr">New <span lang="ar" '
        'dir="rtl">مدينة (١٢)</span> York</span>), 5</span>, 6–7.</p>', 0,
    ),
    "a call at the end of a passage": (
        "he", '<p>כך <span lang="en" dir="ltr">in English (1999).[1]</span></p>', 1,
    ),
    "a call behind brackets": ("he", "<p>מילה (Smith 1999)[1], וגם [אבג][2].</p>", 2),
    "numbers with units": ("he", "<p>רוחב 12 ס״מ, 3.5 km, $20–$30, −4°C, 50%, №5, §3.</p>", 0),
    "Arabic with units": ("ar", "<p>العرض ١٢ سم، 3.5 km، ٥٠٪، $20–$30، −4°، ١٢/٥.</p>", 0),
    "a soft hyphen": ("he", "<p>מי\u00adלה ארו\u00adכה (hy\u00adphen) סוף.</p>", 0),
    "a date": ("he", "<p>ב־3.5.1948 (כ״ד בניסן), 1948–1949, 10:30.</p>", 0),
    "an entry of a list of works": (
        "he", '<p>כהן, דוד. <em>ספר: A Book (1)</em>. ירושלים, 1999; Smith, “שלום”, 12–15.</p>', 0,
    ),
    "English marks about Hebrew": ("en", "<p>He wrote “שלום, עולם!” (אבג?) [דה], ‘וזח’.</p>", 0),
    "a Hebrew start in English": ("en", "<p>שלום (Shalom) is a word; so is עולם.[1] 12.</p>", 1),
    "marks of direction": ("he", "<p>כך C++\u200e וגם (א)\u200f Latin!\u200e סוף.</p>", 0),
    "an override": ("en", "<p>See \u2067שלום, 12\u2069, 13.</p>", 0),
    "Yiddish with points": ("yi", "<p>אַ ייִדישער (טעקסט) 12–15, און “ציטאַט”.[1]</p>", 1),
    "Urdu": ("ur", "<p>یہ اردو (Urdu) ہے، صفحہ ۱۲–۱۵، 1948۔[1]</p>", 1),
    "small capitals": ("he", '<p>כך <span class="smallcaps">ussr</span> (1922–1991) שם.</p>', 0),
    "raised and lowered": ("he", "<p>מילה<sup>א</sup> H<sub>2</sub>O ו־m<sup>2</sup> 5.</p>", 0),
}  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return each line as Chromium shows it, from left to right."""
    parts = []
    for name, (language, body, notes) in LINES.items():
        direction = direction_of(language)
        for number in range(1, notes + 1):
            body = body.replace(f"[{number}]", f'<sup dir="{direction}">{number}</sup>')
        parts.append(f'<div class="line" title="{name}" dir="{direction}">{body}</div>')
    script = """
      const found = {};
      for (const line of document.querySelectorAll(".line")) {
        const letters = [];
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const text = walker.currentNode.data;
          for (let at = 0; at < text.length; at++) {
            const range = document.createRange();
            range.setStart(walker.currentNode, at); range.setEnd(walker.currentNode, at + 1);
            const box = range.getBoundingClientRect();
            letters.push([box.left + box.width / 2, text[at]]);
          }
        }
        letters.sort((one, other) => one[0] - other[0]);
        found[line.title] = letters.map(letter => letter[1]).join("");
      }
      document.body.innerHTML = "<pre id=found></pre>";
      document.getElementById("found").textContent = JSON.stringify(found);
    """
    page = tmp_path_factory.mktemp("browser") / "lines.html"
    page.write_text(
        "<!DOCTYPE html><meta charset=utf-8><style>p{white-space:nowrap}</style>"
        f"<body>{''.join(parts)}<script>{script}</script>",
        encoding="utf-8",
    )
    done = subprocess.run(
        [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found
    return {name: letters_of(line) for name, line in json.loads(unescape(found[1])).items()}


@pytest.mark.parametrize("name", LINES)
def test_the_order_on_a_line_is_that_of_a_browser(name: str, browser: dict[str, str]) -> None:
    language, body, notes = LINES[name]
    made = lay_out(language, body, *["<p>Note.</p>"] * notes)
    assert seen(text_runs(made.pdf)) == browser[name]


# --- the page ------------------------------------------------------------------------------------

WORDS = "זה טקסט בעברית שכתוב היטב מימין לשמאל והוא ארוך מאוד (כמעט) בשנת 2023, ועוד words בסוף. "


def test_a_paragraph_from_right_to_left_is_filled_from_its_right_edge() -> None:
    made = lay_out("he", f"<p>{WORDS * 6} סוף.</p><p>{WORDS * 3} סוף.</p>", trim="5in 8in")
    lines: dict[float, list[Run]] = {}
    for run in text_runs(made.pdf):
        lines.setdefault(round(run.y), []).append(run)
    edges = [(min(r.x for r in runs), max(r.end for r in runs)) for runs in lines.values()]
    right, left = max(edge for _, edge in edges), min(edge for edge, _ in edges)
    indented = [edge for _, edge in edges if right - edge > 1]
    short = [edge for edge, _ in edges if edge - left > 1]
    assert len(edges) > 8
    assert [round(right - edge, 1) for edge in indented] == [11.5, 11.5]  # --indent: 1em
    assert len(short) == 2  # the last lines of both


def test_a_book_from_right_to_left_opens_on_the_other_side() -> None:
    long = lay_out("he", f"<h1>כותרת</h1>{f'<p>{WORDS * 5}</p>' * 8}", trim="5in 8in")
    sides = []
    for sheet in sheets_of(long.pdf)[:3]:
        text = [run for run in sheet.runs if run.text.strip() and run.mark != ARTIFACT]
        left, right = min(run.x for run in text), max(run.end for run in text)
        sides.append(left > sheet.paper[2] - right)
    assert sides == [True, False, True]  # a recto is a left page: its inner margin is at the right


def test_what_stands_beside_and_across_the_text_is_on_the_page() -> None:
    verse = "<br/>".join(
        f"{'<span class=line-number>5</span>' if n == 5 else ''}שורה {n} של שיר".replace(
            "class=line-number", 'class="line-number"'
        )
        for n in range(1, 9)
    )
    body = (
        f'<p class="opens"><span class="first-words"><span class="initial">ז</span>ה טקסט</span> '
        f'{WORDS * 3}</p><div class="verse"><div class="line-block">{verse}</div></div>'
        '<table class="landscape"><tr><td>אבג</td><td>Alpha</td></tr></table>'
    )
    made = lay_out("he", body, trim="5in 8in")
    assert not [issue for issue in made.page_issues if issue.rule.code in ("P004", "P019")]
    sheets, runs = sheets_of(made.pdf), text_runs(made.pdf)
    right = max(run.end for run in runs)
    numbered = [run for run in runs if run.text.strip() == "5" and run.x < right / 2]
    lines = sorted({round(run.y) for run in runs if run.text.startswith("שורה")}, reverse=True)
    assert len(lines) == 8
    assert [round(run.y) - lines[4] for run in numbered] in ([0], [-1], [1])  # at the other edge
    large = next(run for run in runs if run.size > 20)  # the initial: two lines begin beside it
    beside = [run for run in runs if run.size < 20 and run.end > large.x - 20]
    assert large.end == pytest.approx(right, abs=2)
    assert len({round(run.y) for run in beside if run.y > large.y - 3 and run.end < large.x}) >= 2
    turned = [run for sheet in sheets[1:] for run in sheet.runs if run.text.strip()]
    assert {run.text[::-1] if run.turned else run.text for run in turned} >= {"Alpha"}
    width, height = sheets[1].paper[2:]
    assert all(0 < run.x < width and 0 < run.y < height for run in turned)


def test_text_off_the_paper_is_found_whatever_moved_it(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    sheet = tmp_path / "styles/print.css"
    moved = ".turned { margin-right: 0 } .far { position: relative; left: 600pt }"
    sheet.write_text(moved, encoding="utf-8")
    body = (
        '<table class="landscape"><tr><td>אבג</td><td>Alpha</td></tr></table>'
        '<p>מילה <span class="far">רחוקה</span>.</p>'
    )
    text = f'<section id="sec-a" class="body" lang="he" data-title="A">{body}</section>'
    edition = Edition(title="The Book", sections=("a.md",), language="he", date="2026")
    found = typeset(text, SECTION, edition, tmp_path, book_fonts()).faults
    said = [fault.message for fault in found if fault.rule.code == "P004"]
    assert any("off the paper" in message and "אבג" in message for message in said), said
    assert any("off the paper" in message and "רחוקה" in message for message in said), said


def test_short_notes_are_beside_each_other_from_the_right() -> None:
    notes = ("<p>אחת (1).</p>", "<p>שתיים: Smith, 12.</p>", "<p>שלוש.</p>", f"<p>{WORDS}</p>")
    text = "<p>" + " ".join(f"מילה[{n}]" for n in range(1, 5)) + " סוף.</p>"
    made = lay_out("he", text, *notes, trim="5in 8in", run_in=True)
    (sheet,) = sheets_of(made.pdf)
    runs: dict[str, list[Run]] = {}
    for run, owner in zip(sheet.runs, sheet.owners, strict=True):
        if owner and run.seen:
            runs.setdefault(owner, []).append(run)
    rows = [(round(each[0].y), max(run.end for run in each)) for each in runs.values()]
    assert rows[0][0] == rows[1][0] == rows[2][0] > rows[3][0]
    assert rows[0][1] > rows[1][1] > rows[2][1]


def test_a_formula_is_read_from_the_left() -> None:
    math = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mi>l</mi><mo>=</mo>'
        "<mfrac><mn>1</mn><mn>2</mn></mfrac><mo>=</mo><mn>7</mn></mrow></math>"
    )
    made = lay_out("he", f"<p>מילה {math} ועוד.</p>")
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        page = document.pages[0]
        shapes = [*page.curves, *page.rects]
    # The letter, the sign, the fraction with its bar, the sign, the figure.
    tall = [shape for shape in shapes if shape["bottom"] - shape["top"] > 7.1]
    thin = [shape for shape in shapes if shape["bottom"] - shape["top"] < 1]
    tall.sort(key=lambda shape: shape["x0"])
    assert tall[0]["bottom"] - tall[0]["top"] > 8  # l is higher than figures
    assert tall[-1]["x0"] > max(shape["x1"] for shape in thin) > tall[0]["x1"]


def test_the_text_of_a_pdf_is_found_in_the_order_of_reading() -> None:
    made = lay_out(
        "he", "<p>מילה (עם סוגריים) ו-<em>Latin</em>, שָׁלוֹם[1] עולם.</p>", "<p>א (ב) ג.</p>"
    )
    book = book_of(made.pdf)
    assert book.notes[0].text.strip() == "א (ב) ג."
    with PdfDocument(made.pdf) as opened:
        text = opened[0].get_textpage().get_text_range()
    for words in ("סוגריים", "מילה", "Latin", "עולם"):
        assert words in text


def test_a_hebrew_edition_leaves_no_letter_to_another_font() -> None:
    made = lay_out("he", "<p>אבגדהוזחטיכלמנסעפצקרשת ״׳־ 0123456789 „” (–) وعد</p>")
    assert not [issue for issue in made.page_issues if issue.rule.code == "P020"]


# --- the proof -----------------------------------------------------------------------------------

NOTES = (
    ("en", 'See <span lang="he" dir="rtl">„שלום”, "כן"</span> and (שלום) 12–15; 18.'),
    ("en", "Read שלום [אבג] {ד} «ה» (12–15)."),
    ("he", "ראו „כן”, עמ׳ 12–15; 18 (Smith 1999, 4–5) [א]."),
    ("he", "שָׁלוֹם (עוֹלָם) בְּרֵאשִׁית."),
    ("yi", "אַ ייִדישער טעקסט („ציטאַט”) װ ױ."),
    ("ar", "انظر «الكتاب» (ص ١٢–١٥)، لا إله إلا الله محمَّد [هنا]."),
    ("fa", "کتاب «می‌خواهم» (۱۲–۱۵) ی ک ه ۀ."),
    ("ur", "یہ اردو ہے (ٹھیک ہے)، ڈاک، پڑھنا گھر ۓ."),
)


@pytest.mark.parametrize(("language", "words"), NOTES)
def test_a_note_is_read_back_whole(language: str, words: str) -> None:
    made = lay_out(language, "<p>x[1]</p>", f"<p>{words}</p>")
    written = re.sub("<.*?>", "", words)
    note = book_of(made.pdf).notes[0]
    assert difference(note.text, written) is None
    assert not note.pieces[0].out_of_line
    for at, letter in enumerate(written):
        if letter in "()[]" or "א" <= letter <= "ת" or "ا" <= letter <= "غ":
            assert difference(note.text, f"{written[:at]}x{written[at + 1 :]}"), letter


INITIALS = {
    "בְּרֵאשִׁית היה דבר ועוד": "בְּ",
    "„ויהי בימים ההם ועוד": "„ו",
    "هذا نص باللغة العربية": "",  # its letters are joined
    "ܫܠܡܐ ܥܠ ܟܠܗܘܢ ܐܢܫܐ": "",
    "E\u0301tudes sur le temps qui": "E\u0301",
    "1948 was a year of": "",
}


@pytest.mark.parametrize(("text", "initial"), INITIALS.items())
def test_an_initial_is_a_whole_letter(text: str, initial: str) -> None:
    edition = Edition(title="The Book", sections=("a.md",), language="he", date="2026")
    section = (
        f'<section id="sec-a" class="body" data-title="A"><h1>A</h1><p>{text} x.</p></section>'
    )
    prepared = prepare(section, "a", edition, book_fonts())
    dressed(prepared, SECTION, edition, "initial", is_article=False)
    found = [e.text for e in prepared.html.iter("span") if e.get("class") == "initial"]
    assert found == ([initial] if initial else [])


@pytest.mark.parametrize(
    ("book", "chapter", "at_the_right"),
    [("en", "he", True), ("he", "en", False), ("he", "he", True), ("en", "en", False)],
)
def test_the_rule_above_notes_is_where_their_lines_begin(
    book: str, chapter: str, at_the_right: bool
) -> None:
    words = WORDS if chapter == "he" else "English words of a chapter, and more of them in a line. "
    call_of_note = call(1, direction_of(chapter))
    text = (
        f'<section id="sec-a" class="body" lang="{chapter}" data-title="A"><p>{words * 3}'
        f'{call_of_note} שלום</p><div class="notes"><div id="note-a-1" class="note" data-mark="1" '
        f'data-series="numbered"><p>{words * 3}</p></div></div></section>'
    )
    edition = Edition(title="The Book", sections=("a.md",), language=book, date="2026")
    made = typeset(text, SECTION, edition, Path("."), book_fonts())
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        page = document.pages[0]
        (rule,) = [r for r in (*page.rects, *page.lines) if 20 < r["x1"] - r["x0"] < 100]
        below = [c for c in page.chars if c["top"] > rule["top"]]
        left, right = min(c["x0"] for c in below), max(c["x1"] for c in below)
    assert (right - rule["x1"] < 2) == at_the_right
    assert (rule["x0"] - left < 2) != at_the_right


def test_the_title_of_an_article_is_in_the_language_of_the_edition() -> None:
    edition = Edition(title="A Book (שלום)", sections=("a.md",), language="en", date="2026")
    section = '<section id="sec-a" lang="he" data-title="A"><h1>פרק</h1><p>מילה.</p></section>'
    prepared = dressed(
        prepare(section, "a", edition, book_fonts()), SECTION, edition, "plain", is_article=True
    )
    (block,) = [e for e in prepared.html.iter("div") if e.get("class") == "title-block"]
    assert (block.get("lang"), block.get("dir")) == ("en", "ltr")
