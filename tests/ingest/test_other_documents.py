"""octavo ingest of OpenDocument texts, RTF and LaTeX: what pandoc passes over arrives too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.cli import main
from tests.ingest.odt_files import note, odt

STYLES = """
<style:style style:name="SC" style:family="text">
  <style:text-properties fo:font-variant="small-caps"/></style:style>
<style:style style:name="H" style:family="text">
  <style:text-properties text:display="none"/></style:style>
<style:style style:name="L" style:family="text"><style:text-properties fo:language="fr"/>
</style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
"""
ITEM = {"id": 1, "type": "book", "title": "Clocks", "author": [{"family": "Moor"}],
        "issued": {"date-parts": [["1999"]]}}  # fmt: skip
CITED = json.dumps(
    {"citationItems": [{"id": 1, "locator": "12", "suppress-author": True, "itemData": ITEM}],
     "properties": {"plainCitation": "1999, 12"}})  # fmt: skip


def lost_or_new(made) -> list[str]:
    return made.doubts("words not in the edition") + made.doubts("words not in the document")


def test_an_opendocument_text_arrives_whole(ingested) -> None:
    zotero = f"ZOTERO_ITEM CSL_CITATION {CITED} RNDab".replace('"', "&quot;")
    made = ingested(odt(
        f"""<text:p text:style-name="Title">A Study</text:p>
        <text:p>One{note("First.", "a")} <text:date>3 May</text:date>
        <text:span text:style-name="SC">ussr</text:span>
        <text:span text:style-name="L">mots</text:span><text:span text:style-name="H">secret
        </text:span> <text:placeholder>here</text:placeholder>
        <text:reference-mark-start text:name="{zotero}"/>1999, 12<text:reference-mark-end
        text:name="{zotero}"/> see <text:note-ref text:ref-name="a">1</text:note-ref>
        <text:alphabetical-index-mark text:string-value="Litvinov" text:key1="Envoys"/>
        <office:annotation><dc:creator>Ben</dc:creator><text:p>So?</text:p></office:annotation>
        <draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame>
        <draw:frame><draw:object><math:math><math:msup><math:mi>x</math:mi><math:mn>2</math:mn>
        </math:msup></math:math></draw:object></draw:frame>end.</text:p>
        <text:p text:style-name="P1">A quotation.</text:p>
        <table:table><table:table-row><table:table-cell><text:p>Cell{note("In a table.", "b")}
        </text:p></table:table-cell></table:table-row></table:table>
        <text:table-of-content><text:index-body><text:p>One 1</text:p></text:index-body>
        </text:table-of-content>""", STYLES), name="work.odt")  # fmt: skip
    assert made.status == 0
    text = " ".join(made.text.split())
    assert text.startswith('# A Study One[^1] 3 May [ussr]{.smallcaps} [mots]{lang="fr"}')
    assert "here [-@moor1999, 12] see [@note:1]" in text
    assert '[]{.index key="Envoys!Litvinov"}' in text and "$x^{2}$end. In a box." in text
    assert "> A quotation." in text and "| Cell[^2]" in text and "One 1" not in text
    assert text.endswith("[^1]: First. [^2]: In a table.")
    assert not lost_or_new(made) and not made.doubts("markup")
    assert "secret" in made.doubts("hidden words")[0]
    assert made.doubts("comment") == ["comment by Ben: So?"]
    assert made.works[0]["id"] == "moor1999"
    assert main(["check", str(made.folder)]) == 0


TRACKED = (
    "<text:tracked-changes>"
    '<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Ann'
    "</dc:creator><dc:date>2020-03-01T10:00:00</dc:date></office:change-info><text:p>old</text:p>"
    '</text:deletion></text:changed-region><text:changed-region text:id="c2"><text:insertion>'
    "<office:change-info><dc:creator>Ann</dc:creator></office:change-info></text:insertion>"
    "</text:changed-region></text:tracked-changes><text:p>One "
    '<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>new'
    f'{note("Gone.")}<text:change-end text:change-id="c2"/> three.</text:p>'
)


@pytest.mark.parametrize(
    ("changes", "words", "notes"),
    [("accepted", "One new[^1] three", 1), ("rejected", "One old three", 0),
     ("findings", "One new[^1] three", 1)],
)  # fmt: skip
def test_tracked_changes_of_opendocument_are_taken_as_asked(
    ingested, changes, words, notes
) -> None:
    made = ingested(odt(TRACKED), "--changes", changes, name="work.odt")
    assert words in made.text and made.text.count("[^1]:") == notes
    assert not lost_or_new(made)
    tracked = sorted(made.doubts("tracked change"))
    assert len(tracked) == (2 if changes == "findings" else 0)
    assert all("by Ann" in one for one in tracked)


RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}
{\f2\fcharset238 C;}}{\stylesheet{\s0 Normal;}{\s5 heading 1;}{\s6 Quote;}{\s7 Title;}}
{\header Running head\par}\pard\plain\s7 A Study\par\pard\plain\s5 One\par
\pard\plain caf\'e9 {\f1 \'cf\'f0\'e8} {\f2 \'e8} \u-10179?\u-8704? \ldblquote q\rdblquote
 {\scaps ussr} {\caps loud}{\v secret}.{\super\chftn}{\footnote\pard\plain {\super\chftn} Note
 {\i one} \u1087?.\par Two.}{\xe Envoys:Litvinov}{\*\atnauthor Ben}{\*\annotation So?}\par
\pard\plain\s6 A quotation.\par
\trowd\cellx1000 \pard\intbl Cell{\footnote In a table.}\cell\row\pard\plain
{\field{\*\fldinst HYPERLINK "http://x.org/"}{\fldrslt a link}} {\deleted old}{\revised new}
{\field{\*\fldinst TOC}{\fldrslt One 1}}{\*\footnote Starred.}{\shp{\*\shpinst{\shptxt In a box.
\par}}} end\par}"""


def test_rtf_arrives_whole(ingested) -> None:
    made = ingested(RTF, name="work.rtf")
    assert made.status == 0
    text = " ".join(made.text.split())
    assert text.startswith("# A Study ## One café При č 😀 “q” [ussr]{.smallcaps} loud.[^1]")
    assert '[]{.index key="Envoys!Litvinov"}' in text and "> A quotation." in text
    assert "| Cell[^2] |" in text and "[a link](http://x.org/) new" in text
    assert "[^3] end In a box." in text and "Running head" not in text
    assert "[^1]: Note *one* п. Two. [^2]: In a table. [^3]: Starred." in text
    assert not lost_or_new(made) and not made.doubts("markup")
    assert made.doubts("comment") == ["comment by Ben: So?"]
    went = made.data["letters"]["went"]
    assert went["running heads"] == 11 and went["hidden words"] == 6
    rejected = ingested(RTF, "--changes", "rejected", name="work.rtf")
    assert "http://x.org/) old" in rejected.text


LATEX = r"""\documentclass{book}\usepackage[utf8]{inputenc}
\title{A \emph{Study}\thanks{To all.}}
\newcommand{\arch}[1]{the archive of #1} \newcommand{\odd}[1]{\oddly{#1}}
\begin{document}\maketitle
Caf\'e \"{o} \c{c} \v{s} \o\ \dag\ ``q'' --- \arch{Rome}, \odd{kept}.\footnote{Note \emph{one}.}
Marked\footnotemark{} and \unknown[opt]{words stay}.\footnotetext{Text of the mark.}
\begin{itemize}\item[a] first \item second\end{itemize} % \footnote{No.}
\index{Envoys!Litvinov} $x^2$ \href{http://x.org}{a link} \sidenote{Aside.} \enquote{said}
\begin{tabular}{ll} cell\footnote{In a table.} & b \end{tabular} \input{other.tex}
\begin{verbatim}
\footnote{no}
\end{verbatim}
\iffalse never \fi\begin{comment}
never
\end{comment}
end \cite[p.~2]{moor}. \bibliography{works}
\end{document}
never"""


def test_latex_arrives_whole(ingested, tmp_path: Path) -> None:
    (tmp_path / "other.tex").write_text("SECRET", encoding="utf-8")
    made = ingested(LATEX.encode(), name="work.tex")
    assert made.status == 0
    text = " ".join(made.text.split())
    assert text.startswith("# A *Study*[^1] Café ö ç š ø † “q” — the archive of Rome, kept.[^2]")
    assert "Marked[^3] and words stay." in text and "- a first - second" in text
    assert '[]{.index key="Envoys!Litvinov"} $x^2$ [a link](http://x.org) [^4] “said”' in text
    assert "[^2]: Note *one*. [^3]: Text of the mark. [^4]: Aside. [^5]: In a table." in text
    assert "SECRET" not in text and "never" not in text and "[@moor p. 2]" in text
    (outside,) = lost_or_new(made)
    assert outside.startswith("\\input{other.tex} was not read")
    (unknown,) = made.doubts("markup")
    assert "\\unknown is not known" in unknown
    assert any("\\bibliography{works} was not read" in one for one in made.doubts("metadata"))


def test_latex_names_its_encoding(ingested) -> None:
    words = "Он был не в Москве, и это не так."
    source = rf"\usepackage[cp1251]{{inputenc}}\begin{{document}}{words}\end{{document}}"
    made = ingested(source.encode("cp1251"), name="work.tex")
    assert "не в Москве" in made.text and "language: ru" in (
        made.folder / "source/edition.yaml").read_text("utf-8")  # fmt: skip


DEEP = 10_000


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (odt("<text:section>" * DEEP + "<text:p>in</text:p>" + "</text:section>" * DEEP),
         "deep.odt", "cannot be read"),
        (b"{\\rtf1 " + b"{" * DEEP + b"in" + b"}" * DEEP + b"}", "deep.rtf", "too deeply"),
        (b"{" * DEEP + b"in" + b"}" * DEEP, "deep.tex", "too deeply"),
        (b"\\newcommand{\\x}{\\y\\y}\\def\\y{\\x\\x}\\x w", "endless.tex", "macros give too many"),
        (b"{\\rtf1 cut", "cut.rtf", "its end is missing"),
        (b"{\\rtf1 }", "empty.rtf", "holds no text"),
        (odt('<text:p>in</text:p>', files={"content.xml.txt": b" " * 2**20}).replace(
            b"<office:document-content", b"<!DOCTYPE x><office:document-con"), "entity.odt",
         "damaged"),
        (odt("").replace(b"office:text", b"office:cell"), "sheet.odt", "damaged"),
    ],
)  # fmt: skip
def test_a_hostile_document_is_refused_in_one_sentence(ingested, data, name, words) -> None:
    made = ingested(data, name=name)
    assert made.status != 0
    assert words in made.said and "Traceback" not in made.said
    assert not made.folder.exists()
