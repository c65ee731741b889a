"""Divide LaTeX into tokens, and name the commands and letters that are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<comment>%[^\n]*(?:\n[ \t]*)?)"
    r"|(?P<verb>\\(?:verb|lstinline)\*?(?P<bar>[^a-zA-Z\s{*])(?P<inside>[^\n]*?)(?P=bar))"
    r"|(?P<command>\\[a-zA-Z@]+\*?)[ \t]*(?:\n(?![ \t]*\n)[ \t]*)?"
    r"|(?P<symbol>\\.)"
    r"|(?P<blank>[ \t]*\n(?:[ \t]*\n)+)"
    r"|(?P<sign>\$\$|[{}\[\]$~&])"
    r"|(?P<parameter>\#+\d?)"
    r"|(?P<text>[^\\%{}\[\]$~&\#\n]+|\n)",
    re.DOTALL,
)


_MOST = 3_000_000  # tokens; a book of 1,000 pages has a third of them


@dataclass(frozen=True, slots=True)
class TexToken:
    """A token: its kind, its words, and its range in the source; -1 if a macro has given it."""

    kind: str
    words: str
    start: int = -1
    end: int = -1


def tokens_of(source: str) -> list[TexToken]:
    """Return the tokens of LaTeX, without comments; raise ValueError if they are too many."""
    found: list[TexToken] = []
    for match in _TOKEN.finditer(source):
        kind = str(match.lastgroup)
        if kind in ("bar", "inside"):
            kind = "verb"
        if kind == "comment":
            continue
        words = match["inside"] if match["verb"] else match[kind]
        start = match.start(kind)
        end = match.end("verb") if match["verb"] else match.end()
        if len(found) > _MOST:
            raise ValueError(f"it has more than {_MOST:,} signs of LaTeX; part it into chapters")
        found.append(TexToken("verb" if match["verb"] else kind, words, start, end))
    return found


# The arguments of commands that pandoc reads: w are words, x is not printed, c are keys of works,
# n is a note, p are words of a paragraph of their own.  An optional argument is not printed.
ARGUMENTS: Mapping[str, str] = {
    **dict.fromkeys(
        "emph textbf textit textsc texttt textrm textsf textup textsl textmd textnormal "
        "underline uline sout text textsuperscript textsubscript mbox fbox enquote hbox "
        "textgreek mkbibquote mkbibemph textcyrillic lowercase uppercase MakeUppercase "
        "MakeLowercase acs ac acl gls Gls".split(), "w"),
    **dict.fromkeys(
        "part chapter section subsection subsubsection paragraph subparagraph caption "
        "title author date subtitle addchap addsec".split(), "p"),
    **dict.fromkeys(
        "label ref pageref eqref autoref cref Cref nameref vref usepackage documentclass "
        "bibliography bibliographystyle addbibresource pagestyle thispagestyle "
        "pagenumbering includegraphics input include vspace hspace selectlanguage "
        "setmainlanguage setotherlanguage setmainfont color nocite bibitem hypersetup "
        "geometry newpage graphicspath phantom hphantom vphantom setlength addtolength "
        "setcounter addtocounter newcounter newlength pdfbookmark url nolinkurl "
        "titleformat titlespacing newtheorem theoremstyle fontsize linespread "
        "raisebox".split(), "x"),
    **dict.fromkeys(
        "cite citep citet citealp citealt citeauthor citeyear parencite textcite autocite "
        "Cite Citet Citep Textcite Parencite Autocite smartcite supercite fullcite "
        "footfullcite".split(), "c"),
    "footcite": "f", "footcitetext": "c", "footnote": "n", "thanks": "n",
    "href": "xw", "foreignlanguage": "xw", "textcolor": "xw", "colorbox": "xw", "lettrine": "ww",
    "setlength": "xx", "addtolength": "xx", "setcounter": "xx", "addtocounter": "xx",
    "titleformat": "xxxxx", "titlespacing": "xxxx", "newtheorem": "xx", "fontsize": "xx",
    "multicolumn": "xxw", "multirow": "xxw", "pdfbookmark": "xx", "texorpdfstring": "wx",
    "addcontentsline": "xxx", "epigraph": "ww", "markboth": "xx", "markright": "x",
    "foreignquote": "xw", "hyphenation": "x", "item": "", "textquote": "w", "cline": "x",
}  # fmt: skip
# Commands that print nothing and take nothing.
SILENT = frozenset(
    "maketitle tableofcontents listoffigures listoftables appendix frontmatter mainmatter "
    "backmatter centering raggedright raggedleft noindent indent par clearpage newpage "
    "cleardoublepage bigskip medskip smallskip hfill vfill itshape bfseries scshape "
    "upshape mdseries rmfamily sffamily ttfamily normalfont em it bf sc rm sf tt tiny "
    "scriptsize footnotesize small normalsize large Large LARGE huge Huge hline toprule "
    "midrule bottomrule protect relax newline linebreak pagebreak nopagebreak nolinebreak "
    "sloppy fussy printbibliography printindex makeindex quad qquad thinspace enspace "
    "space makeatletter makeatother selectfont doublespacing onehalfspacing singlespacing "
    "frenchspacing nonfrenchspacing bgroup egroup begingroup endgroup allowbreak "
    "onecolumn twocolumn flushbottom raggedbottom ignorespaces unskip leavevmode xspace "
    "and".split()
)
NOTES = frozenset("footnote thanks endnote sidenote tablefootnote footnotetext pagenote".split())
FORMULAS = frozenset(
    "equation align gather multline eqnarray math displaymath alignat flalign".split()
)
VERBATIM = frozenset("verbatim lstlisting Verbatim comment minted".split())
# Environments that begin with arguments which are not printed.
OF_ENVIRONMENTS: Mapping[str, int] = {
    "tabular": 1, "tabularx": 2, "longtable": 1, "array": 1, "multicols": 1, "minipage": 1,
    "thebibliography": 1, "tabulary": 2, "otherlanguage": 1, "wrapfigure": 2, "adjustwidth": 2,
    "spacing": 1, "list": 2,
}  # fmt: skip
_COMBINING = dict(zip(
    "`'^~\"=.uvHckrdbt",
    "\u0300\u0301\u0302\u0303\u0308\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a\u0323\u0331\u0361",
    strict=True,
))  # fmt: skip
LETTERS: Mapping[str, str] = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "dj": "đ", "DJ": "Đ", "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "pounds": "£",
    "copyright": "©", "ldots": "…", "dots": "…", "textellipsis": "…", "textbackslash": "\\",
    "textasciitilde": "~", "textasciicircum": "^", "textbar": "|", "textless": "<",
    "textgreater": ">", "textunderscore": "_", "textdollar": "$", "textbraceleft": "{",
    "textbraceright": "}", "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
    "textquoteright": "’", "textendash": "–", "textemdash": "—", "texteuro": "€", "euro": "€",
    "textdegree": "°", "textregistered": "®", "texttrademark": "™", "guillemotleft": "«",
    "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "quotedblbase": "„",
    "quotesinglbase": "‚", "textbullet": "•", "textperiodcentered": "·", "slash": "/",
    "textsection": "§", "textparagraph": "¶", "LaTeX": "LaTeX", "TeX": "TeX",
    "today": "", "textdagger": "†", "textdaggerdbl": "‡", "og": "«", "fg": "»", "textnumero": "№",
}  # fmt: skip
# The signs that commands set around their words.
QUOTES: Mapping[str, tuple[str, str]] = dict.fromkeys(
    ("enquote", "mkbibquote", "textquote", "foreignquote"), ("“", "”")
)
ACCENTS = frozenset(_COMBINING)


def accented(accent: str, letter: str) -> str:
    """Return a letter with an accent."""
    plain = {"ı": "i", "ȷ": "j"}.get(letter[:1], letter[:1])
    return unicodedata.normalize("NFC", plain + _COMBINING[accent]) + letter[1:]
