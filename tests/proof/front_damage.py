"""Damage the title page, the copyright page and the contents of a finished form."""

from __future__ import annotations

from tests.proof.form_damage import Damage, change, substitute, swap

LEAVES, TITLES, LEADS = "X022", "X023", "X024"

# What is the same in both forms.
IN_BOTH = (
    change("a letter of the title", '">The Ferry<', '">The Merry<', LEAVES),
    change("the title lost", '">The Ferry<', '"><', LEAVES),
    change("a word of the subtitle", "> of Fares<", "> of Wares<", LEAVES),
    change("an author lost", ">Otto Reed<", "><", LEAVES),
    change("an author renamed", ">Anna Weaver<", ">Anne Weaver<", LEAVES),
    swap("two authors swapped", ">Anna Weaver<", ">Otto Reed<", LEAVES),
    substitute("the editor lost", "Ida Moor", "", LEAVES),
    change("the number of the series", "4<", "5<", LEAVES),
    change("a figure of an ISBN", "978-3-16-148410-0", "978-3-16-148401-0", LEAVES),
    change("words on the copyright page", "All rights", "No rights", LEAVES),
    change("the year", "© 2025", "© 2026", LEAVES),
    change("a title in the contents", ">The Ledger", ">The Lodger", TITLES),
    change("a title lost from the contents", ">What it says<", "><", TITLES),
    swap("two titles of the contents swapped", ">The Crossing<", ">The fares<", TITLES),
)  # fmt: skip

OF_EPUB = (
    *IN_BOTH,
    substitute("a passage of the title page lost", '<p class="authors">.*?</p>', "", LEAVES),
    substitute("a passage of the title page twice", '(<p class="series">.*?</p>)', r"\1\1", LEAVES),
    change("a line of the contents leads elsewhere", "01-crossing.xhtml#fares",
           "02-ledger.xhtml", LEADS),
    swap("two lines lead to each other’s section", '"text/01-crossing.xhtml">',
         '"text/02-ledger.xhtml">', LEADS),
    change("a line leads nowhere", "01-crossing.xhtml#fares", "01-crossing.xhtml#fairs", LEADS),
    substitute("a line lost", "<li><a [^>]*>What it says</a></li>", "", TITLES),
    substitute("a line twice", "(<li><a [^>]*>What it says</a></li>)", r"\1\1", TITLES),
    substitute("a line of another rank",
               r"(The Ledger [^/]*/ [^/]*</span></a>)\s*<ol>(.*?)</ol>\s*</li>",
               r"\1</li>\2", TITLES),
    change("no navigation of the contents", 'epub:type="toc"', "", TITLES),
    change("an author of a section renamed", "van Lake<", "von Lake<", TITLES),
    substitute("a title in the NCX", "<text>The Ledger ", "<text>The Edge ", TITLES),
    substitute("a point of the NCX leads elsewhere", 'src="text/02-ledger.xhtml"',
               'src="text/index.xhtml"', LEADS),
)  # fmt: skip

_LINE = r'<w:p><w:pPr><w:pStyle w:val="TOC2"/>(?:(?!</w:p>).)*What it says.*?</w:p>'

OF_DOCX = (
    *IN_BOTH,
    substitute("the title page lost", '<w:p><w:pPr><w:pStyle w:val="Title"/>.*?</w:p>', "", LEAVES),
    substitute("a passage twice", '(<w:p><w:pPr><w:pStyle w:val="Author"/>.*?</w:p>)', r"\1\1",
               LEAVES),
    change("a line of the contents leads elsewhere", 'w:anchor="fares"', 'w:anchor="tbl_fares"',
           LEADS),
    change("a line leads nowhere", 'w:anchor="fares"', 'w:anchor="fairs"', LEADS),
    substitute("a line lost", _LINE, "", TITLES),
    substitute("a line twice", f"({_LINE})", r"\1\1", TITLES),
    substitute("a line of another rank", '<w:pStyle w:val="TOC2"/>', '<w:pStyle w:val="TOC1"/>',
               TITLES),
    substitute("no table of contents", "<w:sdt>.*?</w:sdt>", "", TITLES),
)  # fmt: skip


# The contents of the HTML pages have the titles of sections alone.
_DEEPER = ("two lines lead", "What it says", "fares", "NCX", "navigation", "rank", "What it said")

OF_HTML = (
    *(
        damage.in_html
        for damage in OF_EPUB
        if not any(word in said for word in _DEEPER for said in (damage.name, *damage.given))
    ),
    swap("two lines lead to each other’s section", '"01-crossing.html">', '"02-ledger.html">',
         LEADS),
    change("a line leads nowhere", '<li><a href="02-ledger.html">', '<li><a href="#x">', LEADS),
    substitute("a line lost", '<li><a href="02-ledger.html">.*?</li>', "", TITLES),
    change("no contents", 'role="doc-toc"', "", TITLES),
)  # fmt: skip


def damages_of(form: str) -> tuple[Damage, ...]:
    """Give the damages of a form."""
    return {"epub": OF_EPUB, "docx": OF_DOCX, "html": OF_HTML}[form]
