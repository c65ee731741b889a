"""Damage a finished EPUB or Word file, as a fault of a writer or a hand would."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, replace
from io import BytesIO

from octavo.docx.parts.bookmarks import hidden_name


class Parts:
    """The members of a form, which can be damaged one by one; `texts` is a pattern of the names of
    those that are searched: what follows the sign `behind` in them first, such as the contents of
    a Word file or the head of a page, then all of them."""

    def __init__(self, data: bytes, texts: str, *, behind: str = "</w:sdt>") -> None:
        self._behind = behind
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self._held = {name: archive.read(name) for name in archive.namelist()}
        self._texts = [name for name in self._held if re.search(texts, name)]

    def bytes(self) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in self._held.items():
                archive.writestr(name, data)
        return out.getvalue()

    def replace(self, old: str, new: str) -> None:
        """Write something else in the first place where a text has these words."""
        self.substitute(re.escape(old), new.replace("\\", "\\\\"))

    def substitute(self, pattern: str, new: str) -> None:
        """Replace what a pattern finds first."""
        for behind in dict.fromkeys((self._behind, "")):
            for name in self._texts:
                text = self._held[name].decode()
                start = text.find(behind) + 1 if behind else 0
                changed, count = re.subn(pattern, new, text[start:], count=1, flags=re.S)
                if count:
                    self._held[name] = (text[:start] + changed).encode()
                    return
        raise AssertionError(f"no part has {pattern!r}")

    def swap(self, one: str, other: str) -> None:
        """Put two passages in each other's place."""
        self.replace(one, "\ue000")
        self.replace(other, one)
        self.replace("\ue000", other)

    def every(self, pattern: str, new: str) -> None:
        """Replace all that a pattern finds."""
        for name in self._texts:
            self._held[name] = re.sub(pattern, new, self._held[name].decode()).encode()

    def drop(self, ending: str) -> None:
        """Leave out a member."""
        name = next(name for name in self._held if name.endswith(ending))
        del self._held[name]

    def cut_off(self, ending: str) -> None:
        """Leave half of a member."""
        name = next(name for name in self._held if name.endswith(ending))
        self._held[name] = self._held[name][: len(self._held[name]) // 2]


@dataclass(frozen=True)
class Damage:
    """One damage: what it is, the method of `Parts` that makes it with its arguments, and the codes
    of which one must be reported."""

    name: str
    how: str
    given: tuple[str, ...]
    codes: tuple[str, ...]

    def change(self, parts: Parts) -> None:
        """Make it."""
        getattr(parts, self.how)(*self.given)

    @property
    def in_html(self) -> Damage:
        """The same damage of a page in HTML's syntax."""
        return replace(self, given=tuple(map(_in_html, self.given)))


def _in_html(written: str) -> str:
    for old, new in (
        ("../images", "images"), ("xhtml", "html"), ("<hr />", "<hr>"), ('" />', '">'),
    ):  # fmt: skip
        written = written.replace(old, new)
    return re.sub(' xml:lang="[^"]*"', "", written)


def change(name: str, old: str, new: str, *codes: str) -> Damage:
    """Give the damage of other words."""
    return Damage(name, "replace", (old, new), codes)


def substitute(name: str, pattern: str, new: str, *codes: str) -> Damage:
    """Give the damage of what a pattern finds."""
    return Damage(name, "substitute", (pattern, new), codes)


def swap(name: str, one: str, other: str, *codes: str) -> Damage:
    """Give the damage of two passages in each other's place."""
    return Damage(name, "swap", (one, other), codes)


def without(name: str, ending: str, *codes: str) -> Damage:
    """Give the damage of a missing member."""
    return Damage(name, "drop", (ending,), codes)


def cut_off(name: str, ending: str, *codes: str) -> Damage:
    """Give the damage of a member that is not whole."""
    return Damage(name, "cut_off", (ending,), codes)


# What is the same in both forms: words in the texts of their members.
WORDS = (
    # notes
    change("a word of a note lost", "for an order", "for order", "X003"),
    change("a word of a note cut", "two short notes", "two short not", "X003"),
    change("a word of a note doubled", "short notes", "short short notes", "X003"),
    change("two words of a note swapped", "bought in 1811", "in bought 1811", "X003"),
    change("a letter of a note changed", "was bought", "was brought", "X003"),
    change("a capital in a note", "In a chest", "in a chest", "X003"),
    change("a figure of a note changed", "1811", "1812", "X003"),
    change("a full stop of a note lost", "under the stairs.", "under the stairs", "X003"),
    change("a comma of a note lost", "In a chest,", "In a chest", "X003"),
    change("a quotation mark of a note straight", "“half of that”", '"half of that”', "X003"),
    change("other quotation marks in a note", "“half of that”", "‘half of that’", "X003"),
    change("an apostrophe of a note straight", "The warden’s book", "The warden's book", "X003"),
    change("a dash of a note shortened", "child—or a dog: ", "child–or a dog: ", "X003"),
    change("a dash of figures a hyphen", "12–14", "12-14", "X003"),
    change("a space in a note lost", "bought in", "boughtin", "X003"),
    change("a space in a note that does not break", "bought in", "bought\u00a0in", "X003"),
    change("an accent on a letter of a note", "Nothing on", "Nothíng on", "X003"),
    change("a letter of another alphabet", "Nothing on", "N\u043ething on", "X003"),
    change("a soft hyphen in a note", "affinities", "affin\u00adities", "X003"),
    change("all words of a note lost", "In a chest, under the stairs.", "", "X003"),
    change("words added to a note", "The wire was", "The wire, so he says, was", "X003"),
    swap(
        "the words of two notes swapped", "The wire was bought in 1811.", "Thus the song; ", "X003"
    ),
    change("a second paragraph of a note cut", "of its own.", "", "X003"),
    # the text
    change("a word of the text lost", "Nobody “asked", "“asked", "X009"),
    change("a word of the text doubled", "at slack water", "at slack slack water", "X009"),
    change("two words of the text swapped", "slack water, and", "water slack, and", "X009"),
    change("a letter of the text changed", "comme il faut", "comme il fant", "X009"),
    change("a quotation mark of the text", "“asked him”", "“asked him“", "X009"),
    change("a dash of the text", "ledger—or", "ledger-or", "X009"),
    change("a full stop of the text lost", "It ends there.", "It ends there", "X009"),
    change("an apostrophe of the text", "warden’s son", "warden‘s son", "X009"),
    change("a letter of a heading", "The fares<", "The fair<", "X009"),
    change("a heading without words", "What it says<", "<", "X009"),
    change("a cell of a table", "twopence", "threepence", "X009"),
    change("a cell without words", "ninepence", "", "X009", "X010"),
    swap("two cells swapped", "1801", "1803", "X009"),
    change("a caption of a table", "What was paid.", "What was said.", "X009"),
    substitute("the number of a table",
               "(Table\u00a0(?:</w:t>(?:(?!<w:t[ >]).)*<w:t[^>]*>)?)1", r"\g<1>2", "X009"),
    change("a caption of a picture", "The boat at its stage.", "The boat.", "X009"),
    swap("two captions swapped", "The boat at its stage.", "The rope over the river.", "X009"),
    change("an item of a list", "the boat was lost", "the rope was lost", "X009"),
    swap("two items of a list swapped", "the rope was cut.", "the boat was lost.", "X009"),
    change("a line of verse", "the ferryman went home", "the ferryman went", "X009"),
    change("a term", "Slack water<", "Slack tide<", "X009"),
    change("a definition", "between two tides", "between the tides", "X009"),
    change("a quotation", "a man of few words", "a man of no words", "X009"),
    change("an epigraph", "A river is a road.", "A river is a wall.", "X009"),
    change("the source of an epigraph", "Old saying", "New saying", "X009"),
    change("an entry of the index", "New York<", "York<", "X009"),
    change("a word in small capitals", "small letters", "little letters", "X009"),
    change("a bold word", "bold ones", "bold one", "X009"),
    change("the alternative text of a picture", "A boat", "A ship", "X011"),
    swap("two alternative texts swapped", '="A boat"', '="A rope"', "X011"),
)  # fmt: skip


def _note(number: str) -> str:
    """Give the pattern of a note of the EPUB."""
    return rf'<aside class="note \w+" id="note-{number}".*?</aside>'


def _call(number: str) -> str:
    """Give the pattern of a call of the EPUB."""
    return rf'<a class="noteref" id="call-{number}".*?</a>'


# What only an EPUB has: its elements.
OF_EPUB = (
    substitute("a note dropped", _note("01-crossing-4"), "", "X002"),
    substitute("the last note dropped", _note("02-ledger-3"), "", "X002"),
    substitute("a marked note dropped", _note("01-crossing-m1"), "", "X002"),
    substitute("a note twice", rf"({_note('01-crossing-4')})", r"\1\1", "X002"),
    substitute("a note and its call dropped from the text", _call("01-crossing-4"), "", "X002"),
    substitute("a call twice", rf"({_call('02-ledger-1')})", r"\1\1", "X002", "X005"),
    substitute("all notes of a section dropped", r'<section class="notes".*?</section>', "",
               "X002"),
    substitute("two notes swapped", r"(href=\"#note-01-crossing-)4(.*?href=\"#note-01-crossing-)5",
               r"\g<1>5\g<2>4", "X003", "X004"),
    change("a call that leads to another note", 'href="#note-02-ledger-1"',
           'href="#note-02-ledger-2"', "X002", "X003"),
    change("a call that leads nowhere", 'href="#note-02-ledger-3"', 'href="#note-9"', "X002"),
    change("a call into another file", 'href="#note-02-ledger-3"',
           'href="01-crossing.xhtml#note-01-crossing-4"', "X002", "X003"),
    change("a note of another id", 'id="note-01-crossing-4"', 'id="note-01-crossing-44"', "X002"),
    change("a call without its type", 'epub:type="noteref" role="doc-noteref"><sup>4</sup>',
           'role="doc-noteref"><sup>4</sup>', "X002", "X009"),
    change("a note without its type", 'id="note-02-ledger-3" epub:type="footnote"',
           'id="note-02-ledger-3"', "X002"),
    change("a call renumbered", "<sup>4</sup>", "<sup>5</sup>", "X004"),
    change("a call without a number", "<sup>4</sup>", "<sup></sup>", "X004"),
    change("a call of another mark", "<sup>*</sup>", "<sup>†</sup>", "X004"),
    change("a note renumbered", '"note-number">4.<', '"note-number">5.<', "X004"),
    change("a note without a number", '"note-number">4.<', '"note-number"><', "X004"),
    change("a note of another mark", '"note-number">*<', '"note-number">‡<', "X004"),
    change("a link back that leads to another call", 'href="#call-01-crossing-4"',
           'href="#call-01-crossing-5"', "X006"),
    change("a link back that leads nowhere", 'href="#call-01-crossing-4"', 'href="#nowhere"',
           "X006"),
    change("a link back without its role", 'href="#call-02-ledger-1" role="doc-backlink"',
           'href="#call-02-ledger-1"', "X006"),
    change("a call of another id", 'id="call-02-ledger-1"', 'id="call-02-ledger-9"', "X006"),
    substitute("a call moved by a word", rf"(each fare\.)({_call('01-crossing-1')}) Nobody",
               r"\1 Nobody\2", "X005"),
    substitute("a call moved before a full stop", rf"(each fare)\.({_call('01-crossing-1')})",
               r"\1\2.", "X005"),
    substitute("a call moved to the next paragraph",
               rf"({_call('01-crossing-2')})</p>\s*<p>He wrote", r"</p><p>\1He wrote", "X005"),
    change("italics of a note lost", "<em>as he wrote</em>", "as he wrote", "X007"),
    change("italics of a note too long", "<em>as he wrote</em>;", "<em>as he wrote;</em>", "X007"),
    change("small capitals of a note lost", '<span class="smallcaps">difficult</span>',
           "difficult", "X007"),
    change("italics where small capitals were", '<span class="smallcaps">difficult</span>',
           "<em>difficult</em>", "X007"),
    change("italics of the text lost", "<em>ferryman</em>", "ferryman", "X007"),
    change("italics added to the text", "wrote down", "<em>wrote</em> down", "X007"),
    change("bold type lost", "<strong>bold ones</strong>", "bold ones", "X007"),
    change("a letter raised no more", "<sup>nd</sup>", "nd", "X007"),
    change("a figure lowered no more", "<sub>2</sub>", "2", "X007"),
    change("the language of a word lost", '<span lang="fr" xml:lang="fr">comme il faut</span>',
           "comme il faut", "X008"),
    change("the language of a word changed", 'lang="fr" xml:lang="fr"', 'lang="it" xml:lang="it"',
           "X008"),
    change("the language of a note lost", '<span lang="de" xml:lang="de">mit Worten</span>',
           "mit Worten", "X008"),
    change("the language of a section changed", 'lang="en-GB" xml:lang="en-GB"',
           'lang="fr" xml:lang="fr"', "X008"),
    substitute("a paragraph dropped", r"<p>He wrote .*?</p>", "", "X009"),
    substitute("a paragraph twice", r"(<p>The weight was .*?</p>)", r"\1\1", "X009"),
    substitute("the last paragraph dropped", r"<p>What it says of .*?</p>", "", "X009", "X002"),
    substitute("two paragraphs joined", r"(each [^\n]*)</p>\s*<p>(He wrote)", r"\1 \2", "X009"),
    substitute("a paragraph parted", r"child; two pence", "child;</p><p>two pence", "X009"),
    substitute("a heading dropped", r'<h2 id="fares">.*?</h2>', "", "X009"),
    substitute("a heading of another level", r'<h3 id="([^"]*)">(.*?)</h3>', r'<h2 id="\1">\2</h2>',
               "X010"),
    substitute("a heading as a paragraph", r"<h3[^>]*>(.*?)</h3>", r"<p>\1</p>", "X010"),
    substitute("a row of a table dropped", r"<tr>\s*<td>Dog.*?</tr>", "", "X009"),
    substitute("the head of a table dropped", r"<thead>.*?</thead>", "", "X009"),
    substitute("two rows joined", r"</tr>\s*<tr>\s*<td>Cart", "<td>Cart", "X010"),
    substitute("a cell dropped", r"<td>a penny</td>", "", "X009"),
    substitute("an empty cell added", r"<td>a penny</td>", "<td>a penny</td><td></td>", "X010"),
    substitute("a table dropped", r"<table.*?</table>", "", "X009"),
    substitute("a picture dropped", r'<img src="../images/figures/boat.svg"[^>]*>', "", "X009"),
    substitute("a picture twice", r'(<img src="../images/figures/boat[^>]*>)', r"\1\1", "X011"),
    without("a picture’s file missing", "boat.svg", "X009"),
    substitute("a figure dropped", r"<figure id=\"id-fig_3arope\">.*?</figure>", "", "X009"),
    substitute("a formula dropped", r"<math.*?</math>", "", "X011", "X009"),
    change("an ornament dropped", "<hr />", "", "X010"),
    substitute("two lines of verse joined", r'</div><div class="line">', " ", "X009"),
    substitute("an item of a list dropped", r"<li>A rope of hemp\.</li>", "", "X009"),
    change("a list of other numbers", '<ol type="1">', '<ol start="2" type="1">', "X010"),
    change("a list of letters", '<ol type="1">', '<ol type="a">', "X010"),
    change("an item of another number", "<li>A rope of wire", '<li value="7">A rope of wire',
           "X010"),
    change("a list without numbers", '<ol type="1">', "<ul>", "X001"),
    change("a reference that leads to other words", 'href="#tbl-fares"', 'href="#fares"', "X012"),
    change("a reference that leads nowhere", 'href="#tbl-fares"', 'href="#nowhere"', "X012"),
    substitute("a reference that is no link", r'<a href="#tbl-fares">(.*?)</a>', r"\1", "X012"),
    change("a reference to another note", 'href="#note-01-crossing-1" class="note-reference"',
           'href="#note-01-crossing-2" class="note-reference"', "X012"),
    change("a reference in a note to another note", 'href="#note-01-crossing-3" class',
           'href="#note-01-crossing-2" class', "X012"),
    change("a reference into another section", 'href="01-crossing.xhtml#fares"',
           'href="01-crossing.xhtml#tbl-fares"', "X012"),
    change("a target that is moved", 'id="fares"', 'id="elsewhere"', "X012"),
    change("an address changed", "https://example.org/ledger", "https://example.org/other", "X012"),
    change("an address in a note changed", "https://example.org/notes", "https://example.com/",
           "X012"),
    change("an entry of the index that leads elsewhere", "xhtml#index-01-crossing-2",
           "xhtml#index-01-crossing-1", "X012"),
    change("an entry of the index that leads nowhere", 'href="02-ledger.xhtml#index-02-ledger-1"',
           'href="02-ledger.xhtml#x"', "X012"),
    change("a place of the index moved", 'id="index-02-ledger-1"', 'id="moved"', "X012"),
    without("a section missing", "02-ledger.xhtml", "X001"),
    cut_off("a section cut off", "02-ledger.xhtml", "X001"),
    without("no package document", "package.opf", "X001"),
    change("a section left out of the order of reading", '<itemref idref="text-2"/>', "", "X009"),
    swap("two sections swapped", '<itemref idref="text-1"/>', '<itemref idref="text-2"/>', "X009"),
)  # fmt: skip


# Damages of an EPUB's elements that HTML pages do not have, or have otherwise.
_OF_EPUB_ALONE = {
    "a call without its type", "a note without its type", "a note renumbered",
    "a note without a number", "a note of another mark", "a list without numbers",
    "a section cut off", "no package document", "a section left out of the order of reading",
    "two sections swapped", "the language of a section changed",
    "an entry of the index that leads elsewhere",
}  # fmt: skip
_NUMBER = r'("note-number"><a href="#call-01-crossing-{}" role="doc-backlink">){}<'

OF_HTML = (
    *(damage.in_html for damage in OF_EPUB if damage.name not in _OF_EPUB_ALONE),
    change("a call without its role", 'role="doc-noteref" style="--at: --call-5"><sup>4</sup>',
           'style="--at: --call-5"><sup>4</sup>', "X002", "X009"),
    change("a note without its role", 'id="note-02-ledger-3" role="doc-footnote"',
           'id="note-02-ledger-3"', "X002"),
    substitute("a note renumbered", _NUMBER.format("4", "4"), r"\g<1>5<", "X004"),
    substitute("a note without a number", _NUMBER.format("4", "4"), r"\1<", "X004"),
    substitute("a note of another mark", _NUMBER.format("m1", r"\*"), r"\1‡<", "X004"),
    change("a list without numbers", '<ol type="1">', "<ul>", "X010"),
    cut_off("a section cut off", "02-ledger.html", "X009"),
    without("no front page", "index.html", "X001"),
    change("the language of a section changed", '<html lang="en-GB"', '<html lang="fr"', "X008"),
    change("a section left out of the order of reading", 'rel="next" href="02-ledger.html"',
           'rel="next" href="back-index.html"', "X009"),
    change("the notes without their heading", 'role="doc-endnotes"', "", "X009"),
    change("an entry of the index that leads elsewhere", "01-crossing.html#index-01-crossing-2",
           "01-crossing.html#index-01-crossing-1", "X012"),
)  # fmt: skip

# Of the page that has the whole book.
OF_WHOLE = (
    substitute("a note dropped", _note("01-crossing-4"), "", "X002"),
    change("a word of a note lost", "for an order", "for order", "X003"),
    change("a word of the text lost", "at slack water", "at water", "X009"),
    substitute("a section dropped", r'<section id="sec-02-ledger".*?</section>', "", "X009"),
    change("a reference that leads elsewhere", 'href="#tbl-fares"', 'href="#fares"', "X012"),
)  # fmt: skip


def _footnote(number: int) -> str:
    """Give the pattern of a note of the Word file."""
    return rf'<w:footnote w:id="{number}">.*?</w:footnote>'


def _reference(number: int) -> str:
    """Give the pattern of the run of a call of the Word file."""
    style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    return rf'<w:r>{style}<w:footnoteReference w:id="{number}"[^>]*/>(?:<w:sym[^>]*/>)?</w:r>'


def _note(label: str) -> str:
    """Give the bookmark of a note of the first section."""
    return hidden_name("note", label, f"01-crossing\n{label}")


def _paragraph(words: str) -> str:
    """Give the pattern of a paragraph of the Word file that has some words."""
    return rf"<w:p>(?:(?!<w:p>).)*?{words}.*?</w:p>"


_ITALIC = "<w:rPr><w:i/><w:iCs/></w:rPr>"

# What only a Word file has: its elements.
OF_DOCX = (
    substitute("a note dropped", _footnote(5), "", "X002"),
    substitute("the last note dropped", _footnote(10), "", "X002"),
    substitute("a marked note dropped", _footnote(2), "", "X002"),
    substitute("a note and its call dropped", _reference(5), "", "X002"),
    substitute("a call twice", rf"({_reference(8)})", r"\1\1", "X002", "X005"),
    substitute("a note of its own for a second call", rf"({_footnote(8)})",
               r'\1<w:footnote w:id="99"><w:p/></w:footnote>', "X002"),
    change("a call that leads to another note", '<w:footnoteReference w:id="9"/>',
           '<w:footnoteReference w:id="10"/>', "X002", "X003"),
    change("a call that leads nowhere", '<w:footnoteReference w:id="10"/>',
           '<w:footnoteReference w:id="77"/>', "X002"),
    change("a note of another id", '<w:footnote w:id="5">', '<w:footnote w:id="55">', "X002"),
    swap("two notes swapped", '<w:footnote w:id="5">', '<w:footnote w:id="6">', "X003"),
    swap("a note and a marked note swapped", '<w:footnote w:id="2">', '<w:footnote w:id="3">',
         "X003", "X004"),
    change("a note that is a separator", '<w:footnote w:id="5">',
           '<w:footnote w:type="separator" w:id="5">', "X002"),
    substitute("numbers that do not begin again",
               r'(The ledger was found.*?)<w:numRestart w:val="eachSect"/>',
               r"\1", "X004"),
    substitute("numbers that begin with another",
               r'(The ledger was found.*?)<w:numRestart',
               r'\1<w:numStart w:val="4"/><w:numRestart', "X004"),
    substitute("a marked note as a numbered one", r' w:customMarkFollows="1"/><w:sym[^>]*/>',
               "/>", "X004"),
    change("a call of another mark", 'w:char="002A"/></w:r><w:bookmarkEnd',
           'w:char="2020"/></w:r><w:bookmarkEnd', "X004"),
    substitute("a numbered note with a mark of its own", r'<w:footnoteReference w:id="5"/>',
               '<w:footnoteReference w:id="5" w:customMarkFollows="1"/><w:t>4</w:t>', "X004"),
    substitute("a note without a number", r'(<w:footnote w:id="5">.*?)<w:footnoteRef/>', r"\1",
               "X004"),
    substitute("a note of another mark", r'(<w:footnote w:id="2">.*?)"002A"', r'\1"2021"',
               "X004"),
    substitute("a call moved behind the next words",
               rf'({_reference(1)})(<w:bookmarkEnd w:id="\d+"/><w:r>.*?</w:r>)', r"\2\1", "X005"),
    substitute("a call moved before its words",
               rf'(<w:r><w:t[^>]*>He was “a man.*?</w:r>)(<w:bookmarkStart[^>]*>)({_reference(7)})',
               r"\2\3\1", "X005"),
    substitute("a call moved to the next paragraph",
               rf'({_reference(3)})((?:<w:bookmarkEnd [^>]*/>)+</w:p>\s*<w:p><w:pPr>.*?</w:pPr>)',
               r"\2\1", "X005"),
    change("italics of a note lost", _ITALIC + '<w:t xml:space="preserve">as he wrote',
           '<w:t xml:space="preserve">as he wrote', "X007"),
    change("italics of a note switched off", _ITALIC + '<w:t xml:space="preserve">as he wrote',
           '<w:rPr><w:i w:val="0"/></w:rPr><w:t xml:space="preserve">as he wrote', "X007"),
    change("small capitals of a note lost",
           '<w:rPr><w:smallCaps/></w:rPr><w:t xml:space="preserve">difficult',
           '<w:t xml:space="preserve">difficult', "X007"),
    change("italics where small capitals were",
           '<w:rPr><w:smallCaps/></w:rPr><w:t xml:space="preserve">difficult',
           _ITALIC + '<w:t xml:space="preserve">difficult', "X007"),
    change("italics of the text lost", _ITALIC + '<w:t xml:space="preserve">ferryman',
           '<w:t xml:space="preserve">ferryman', "X007"),
    change("italics added to the text", '<w:r><w:t xml:space="preserve"> wrote down each',
           f'<w:r>{_ITALIC}<w:t xml:space="preserve"> wrote down each', "X007"),
    change("bold type lost", "<w:rPr><w:b/><w:bCs/></w:rPr>", "", "X007"),
    change("a letter raised no more", '<w:vertAlign w:val="superscript"/>', "", "X007"),
    change("a figure lowered no more", '<w:vertAlign w:val="subscript"/>', "", "X007"),
    change("a figure raised and not lowered", '<w:vertAlign w:val="subscript"/>',
           '<w:vertAlign w:val="superscript"/>', "X007"),
    change("the language of a word lost", '<w:rPr><w:lang w:val="fr"/></w:rPr>', "", "X008"),
    change("the language of a word changed", 'lang w:val="fr"', 'lang w:val="it"', "X008"),
    change("the language of a note lost", '<w:rPr><w:lang w:val="de"/></w:rPr>', "", "X008"),
    change("a language added", '<w:r><w:t xml:space="preserve">Nothing on',
           '<w:r><w:rPr><w:lang w:val="fr"/></w:rPr><w:t xml:space="preserve">Nothing on', "X008"),
    substitute("a paragraph dropped", _paragraph("He wrote "), "", "X009"),
    substitute("a paragraph twice", rf"({_paragraph('The weight was')})", r"\1\1", "X009"),
    substitute("a paragraph of a note dropped", _paragraph("It has a second"), "", "X003"),
    substitute("two paragraphs of a note joined",
               r"( affinities\.</w:t></w:r>)(?:<w:bookmarkEnd[^>]*>)?</w:p><w:p><w:pPr>.*?</w:pPr>",
               r"\1", "X003"),
    substitute("two paragraphs joined",
               r'(twice: once.*?)</w:p>\s*<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>', r"\1",
               "X009"),
    change("a paragraph parted", "A penny for a child; two pence",
           "A penny for a child;</w:t></w:r></w:p><w:p><w:r><w:t>two pence", "X009"),
    substitute("a heading dropped", _paragraph(">The fares<"), "", "X009"),
    change("a heading of another level", '<w:pStyle w:val="Heading3"/>',
           '<w:pStyle w:val="Heading2"/>', "X010"),
    change("a heading as a paragraph", 'w:val="Heading3"', 'w:val="BodyText"', "X010"),
    change("a paragraph as a heading", '<w:pStyle w:val="Verse"/>', '<w:pStyle w:val="Heading3"/>',
           "X010"),
    substitute("a row of a table dropped", r"<w:tr>(?:(?!<w:tr>).)*?>Dog<.*?</w:tr>", "", "X009"),
    substitute("the head of a table dropped", r"<w:tr>.*?</w:tr>", "", "X009"),
    substitute("two rows joined",
               r"</w:tr><w:tr>(?:(?!<w:tr>).)*?</w:trPr>(?=(?:(?!<w:tr>).)*?>Cart<)", "", "X010"),
    substitute("a cell dropped", r"<w:tc>(?:(?!<w:tc>).)*?>a penny<.*?</w:tc>", "", "X009"),
    substitute("an empty cell added", r"(<w:tc>(?:(?!<w:tc>).)*?>a penny<.*?</w:tc>)",
               r"\1<w:tc><w:p/></w:tc>", "X010"),
    substitute("a table dropped", r"<w:tbl>.*?</w:tbl>", "", "X009"),
    substitute("a picture dropped", r"<w:drawing>.*?</w:drawing>", "", "X009"),
    substitute("a picture twice", r"(<w:r><w:drawing>.*?</w:drawing></w:r>)", r"\1\1", "X011"),
    without("a picture’s file missing", ".png", "X009"),
    change("a picture that shows no file", 'r:embed="rId10"', 'r:embed="rId99"', "X009"),
    substitute("a figure dropped", _paragraph('descr="A rope"'), "", "X009"),
    substitute("a formula dropped", r"<m:oMath>.*?</m:oMath>", "", "X011", "X009"),
    substitute("an ornament dropped", _paragraph('"SectionBreak"'), "", "X010"),
    change("two lines of verse joined", "<w:r><w:br/></w:r>", "", "X009"),
    change("two lines of verse with a space between", "<w:br/>", "<w:tab/>", "X009"),
    substitute("an item of a list dropped", _paragraph("A rope of hemp"), "", "X009"),
    substitute("an item without its number",
               r'<w:numPr><w:ilvl [^>]*/><w:numId w:val="2"/></w:numPr>', "", "X010"),
    change("a list with brackets", 'w:val="%1."', 'w:val="%1)"', "X010"),
    substitute("a list of letters", r'"decimal"(/><w:lvlText w:val="%1\.")', r'"lowerLetter"\1',
               "X010"),
    change("a reference that leads to other words", 'anchor="tbl_fares"', 'anchor="fares"', "X012"),
    change("a reference that leads nowhere", 'w:anchor="tbl_fares"', 'w:anchor="nowhere"', "X012"),
    substitute("a reference that is no link",
               r'<w:hyperlink w:anchor="tbl_fares">(.*?)</w:hyperlink>', r"\1", "X012"),
    change("a reference to another note", f'w:anchor="{_note("fare")}"',
           f'w:anchor="{_note("one")}"', "X012"),
    change("a reference in a note to another note", f'w:anchor="{_note("two")}"',
           f'w:anchor="{_note("one")}"', "X012"),
    change("a reference into another section", 'w:hyperlink w:anchor="fares"',
           'w:hyperlink w:anchor="tbl_fares"', "X012"),
    change("a field that counts another note", f" NOTEREF {_note('fare')}",
           f" NOTEREF {_note('one')}", "X030"),
    change("a field that leads nowhere", f" NOTEREF {_note('fare')}", " NOTEREF nowhere", "X030"),
    change("a count that begins elsewhere", r" SEQ Figure \* ARABIC ",
           r" SEQ Figure \* ARABIC \r 7 ", "X030"),
    substitute("a number of a caption that is no field",
               r"<w:fldSimple [^>]*SEQ Figure[^>]*>(.*?)</w:fldSimple>", r"\1", "X030"),
    change("a count of another name", r" SEQ Figure ", r" SEQ Table ", "X030"),
    change("a bookmark of another name", 'w:name="fares"', 'w:name="elsewhere"', "X012"),
    substitute("a bookmark moved", r'(<w:bookmarkStart [^>]*w:name="tbl_fares"/>)(.*?</w:tbl>)',
               r"\2<w:p>\1</w:p>", "X012"),
    change("an address changed", "https://example.org/ledger", "https://example.org/other", "X012"),
    change("an address in a note changed", "example.org/notes", "example.com/", "X012"),
    change("an entry of the index that leads elsewhere", 'w:anchor="index_01_crossing_2"',
           'w:anchor="index_01_crossing_1"', "X012"),
    change("an entry of the index that leads nowhere", 'anchor="index_02_ledger_1"', 'anchor="x"',
           "X012"),
    substitute("words that are deleted in a tracked change",
               r'<w:r><w:t xml:space="preserve">(What it says)</w:t></w:r>',
               r"<w:del><w:r><w:delText>\1</w:delText></w:r></w:del>", "X009"),
    substitute("words that are inserted in a tracked change", r"(<w:r><w:t[^>]*>)(What it says)",
               r"<w:ins><w:r><w:t>Now: </w:t></w:r></w:ins>\1\2", "X009"),
    without("the notes missing", "footnotes.xml", "X002"),
    cut_off("the text cut off", "document.xml", "X001"),
    without("no document", "document.xml", "X001"),
)  # fmt: skip
