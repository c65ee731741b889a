"""Rewrite the LaTeX commands in the fields of a .bib file so that pandoc loses no text.

pandoc drops a command that it does not know with its arguments, and some that it knows.  So signs
are put in as characters here, commands that only wrap a text are taken off it, and commands that
cannot be read, or would do something, are left out and reported.
"""

from __future__ import annotations

import re

# Commands that pandoc 3.9 reads as it should, with their arguments.
KNOWN = frozenset(
    """emph textit textbf textsc textsl textrm textsf texttt textnormal textmd textup
    textsuperscript textsubscript enquote mkbibquote mkbibemph mkbibitalic mkbibbold mkbibparens
    mkbibbrackets rm tt it em bf sl itshape bfseries scshape slshape url nolinkurl
    href uppercase lowercase MakeUppercase MakeLowercase par newline textfrench textgerman
    textrussian textenglish textlatin textgreek foreignlanguage ensuremath bibstring
    ss o O l L aa AA ae AE oe OE i j u v c H k r b d t G U f h
    dots ldots textquoteleft textquoteright textquotedblleft textquotedblright textquotesingle
    textquotedbl quotesinglbase quotedblbase guillemotleft guillemotright guilsinglleft
    guilsinglright guillemetleft guillemetright S P pounds textsterling euro textdegree
    textregistered copyright textcopyright textdagger textasciitilde textasciicircum textbackslash
    textless textgreater textbullet textsection textparagraph slash LaTeX TeX""".split()
)

SIGNS: dict[str, str] = {
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "textbar": "|",
    "textunderscore": "\\_", "textexclamdown": "¡", "textquestiondown": "¿", "textnumero": "№",
    "textperiodcentered": "·", "textordfeminine": "ª", "textordmasculine": "º", "texteuro": "€",
    "EUR": "€", "texttrademark": "™", "dag": "†", "ddag": "‡", "textdaggerdbl": "‡",
    "textperthousand": "‰", "textcent": "¢", "texttimes": "×", "textpm": "±", "textdiv": "÷",
    "textonesuperior": "¹", "textprimstress": "ˈ", "cprime": "ʹ", "cdprime": "ʺ",
    "th": "þ", "TH": "Þ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "ij": "ĳ", "IJ": "Ĳ", "SS": "ẞ", "og": "«\N{NO-BREAK SPACE}", "fg": "\N{NO-BREAK SPACE}»",
    "no": "n\\textsuperscript{o}",
    "ier": "\\textsuperscript{er}", "ieme": "\\textsuperscript{e}", "nobreakdash": "",
    "quad": " ", "qquad": " ", "enspace": " ", "thinspace": "\N{THIN SPACE}", "space": " ",
    "nobreakspace": "\N{NO-BREAK SPACE}", "linebreak": " ", "break": " ", "adddot": ".",
    "addcomma": ",", "addspace": " ", "slashes": "/", "hyp": "-", "hyphen": "-", "dash": "-",
    "sc": "\\scshape ", "mkbibsuperscript": "\\textsuperscript", "mkbibsc": "\\textsc",
    "mkbibsubscript": "\\textsubscript",
    "textmu": "µ", "textohm": "Ω", "textmho": "℧", "textcelsius": "°C", "textonehalf": "½",
    "textonequarter": "¼", "textthreequarters": "¾", "texttwosuperior": "²",
    "textthreesuperior": "³", "textpertenthousand": "‱", "textfractionsolidus": "⁄",
    "textyen": "¥", "textcurrency": "¤", "textflorin": "ƒ", "textdollar": "\\$", "textlira": "₤",
    "textwon": "₩", "textnaira": "₦", "textpeso": "₱", "textdong": "₫", "textbaht": "฿",
    "textguarani": "₲", "textcolonmonetary": "₡", "textbrokenbar": "¦", "textlangle": "⟨",
    "textrangle": "⟩", "textbraceleft": "\\{", "textbraceright": "\\}", "textminus": "−",
    "textlnot": "¬", "textsurd": "√", "textasteriskcentered": "∗", "textreferencemark": "※",
    "textinterrobang": "‽", "textmusicalnote": "♪", "textestimated": "℮", "textrecipe": "℞",
    "textservicemark": "℠", "textcircledP": "℗", "textborn": "*", "textdied": "†",
    "textmarried": "⚭", "textdivorced": "⚮", "textleftarrow": "←", "textrightarrow": "→",
    "textuparrow": "↑", "textdownarrow": "↓", "textpilcrow": "¶", "textdblhyphen": "⸗",
    "textquotestraightbase": "‚", "textquotestraightdblbase": "„", "textopenbullet": "◦",
    "textbigcircle": "◯", "textasciigrave": "`", "textasciiacute": "´",
    "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "flq": "‹",
    "frq": "›", "lq": "‘", "rq": "’",
}  # fmt: skip

# Commands that only wrap a text, or change its look.
WRAPPERS = frozenset(
    """underline uline mbox text hbox fbox mkbibacro textlf textsw sf normalfont upshape protect
    relax smash rlap llap mathrm mathit mathbf surname natexlab mkbibname acro allowbreak autocap
    isdot mkbibordinal nohyphens xspace nobreak ignorespaces unskip textcyrillic cyrillic hl sout
    MakeCapital MakeSentenceCase MakeTitleCase centering tiny small footnotesize normalsize large
    Large huge bibinfo left right""".split()
)

# Commands of csquotes and dirtytalk that put a text into quotation marks: how many arguments in
# braces go before the text, a language or a key.
QUOTATIONS: dict[str, int] = {
    "say": 0, "textquote": 0, "blockquote": 0, "foreignquote": 1, "hyphenquote": 1,
    "foreigntextquote": 1, "hyphentextquote": 1, "foreignblockquote": 1, "hyphenblockquote": 1,
    "textcquote": 1, "blockcquote": 1,
}  # fmt: skip

# Commands of csquotes for what an editor adds and leaves out.
_EDITORS = {"textins": "\\mkbibbrackets", "textelp": "[…]"}

# Commands that print nothing, not even their arguments.
SILENT = frozenset(
    """noopsort sortnoop singleletter hspace vspace phantom hphantom vphantom label index
    selectlanguage textcolor color raisebox penalty""".split()
)

# Commands that would read, write or change something, or have no place in a field.
REFUSED = frozenset(
    """input include InputIfFileExists verbatiminput lstinputlisting includegraphics bibliography
    write immediate read openin openout closein special directlua latelua luadirect usepackage
    documentclass newcommand renewcommand providecommand def gdef edef xdef let csname endcsname
    catcode begin end char symbol footnote footnotetext footnotemark thanks
    mkbibfootnote mkbibendnote cite citep citet footcite
    autocite parencite textcite nocite citetitle citeauthor citeyear fullcite""".split()
)

_COMMAND = re.compile(
    r"\\(?:(?P<name>[A-Za-z]+)(?P<digits>18)?\*?(?P<space>[ \t]*)|(?P<sign>[\s\S]))"
)
# An argument in braces, behind another in brackets; a brace with a backslash closes none.
_BRACED = re.compile(
    r"[ \t]*(?:\[[^\[\]{}]{0,80}\][ \t]*)?"
    r"\{(?:\\[\s\S]|[^{}\\]|\{(?:\\[\s\S]|[^{}\\])*\}){0,2000}\}"
)
_BRACKETED = re.compile(r"(?:[ \t]*\[[^\[\]{}]{0,80}\]){0,2}")
# An accent on a letter without its dot takes the dot's place: \'{\i} is í.
_DOTLESS = re.compile(
    r"(?P<accent>\\(?:[`'^\"~=.]|[uvHrcdbkt](?![A-Za-z])))[ \t]*"
    r"(?:\{\s*\\(?P<braced>[ij])\s*\}|\\(?P<bare>[ij])(?![A-Za-z])(?:\{\}|[ \t]*(?=[{}]))?[ \t]*)"
)
_COMMENT = re.compile(r"(?<!\\)%")
# What TeX's fonts and babel's German and French make of several signs in a row.
_JOINED = (
    (re.compile(r"\"`([^\"]*)\"'"), "„\\1“"), (re.compile(r"\"<([^\"<>]*)\">"), "«\\1»"),
    (re.compile(r",,(?=[^\s,])"), "„"), (re.compile("<<"), "«"), (re.compile(">>"), "»"),
)  # fmt: skip


def readable(text: str) -> tuple[str, list[str]]:
    """Return the text of a field as pandoc reads it whole, and what was lost or not understood."""
    text = _COMMENT.sub(r"\\%", text)  # a per cent sign would hide all that follows it
    for pattern, signs in _JOINED:
        text = pattern.sub(signs, text)
    if "\\" not in text:
        return text, []
    text = _DOTLESS.sub(lambda m: f"{m['accent']}{{{m['braced'] or m['bare']}}}", text)
    pieces: list[str] = []
    odd: list[str] = []
    at = 0
    while found := _COMMAND.search(text, at):
        pieces.append(text[at : found.start()])
        piece, at = _in_place_of(found, text, odd)
        pieces.append(piece)
    pieces.append(text[at:])
    return "".join(pieces), odd


def _in_place_of(found: re.Match[str], text: str, odd: list[str]) -> tuple[str, int]:
    """Return what replaces a command, and where to read on; add to `odd` what is lost."""
    name = found["name"]
    if name is None:
        return found[0], found.end()
    if name in SIGNS:
        empty = text.startswith("{}", found.end())
        return SIGNS[name], found.end() + (2 if empty else 0)
    if name in WRAPPERS:
        return "", found.end()
    if name in _EDITORS:
        empty = text.startswith("{}", found.end())
        spaced = (
            " " if name == "textelp" and not empty and text.startswith("{", found.end()) else ""
        )
        return _EDITORS[name] + spaced, found.end() + (2 if empty else 0)
    if name in QUOTATIONS:
        at = _BRACKETED.match(text, found.end())
        end = _behind_arguments(text, at.end() if at else found.end(), QUOTATIONS[name])
        at = _BRACKETED.match(text, end)
        return "\\enquote", at.end() if at else end
    if name in SILENT or name in REFUSED:
        end = _behind_arguments(text, found.end(), 2 if name == "begin" else 1)
        if name in REFUSED:
            shown = text[found.start() : end]
            odd.append(f"{shown[:40]}{'…' if len(shown) > 40 else ''} is not read")
        return "", end
    if name not in KNOWN:
        odd.append(f"\\{name} is not known; the text in its braces is kept")
        parted = found["space"] and not text.startswith("{", found.end())
        return " " if parted else "", found.end()
    return found[0], found.end()


def _behind_arguments(text: str, at: int, most: int) -> int:
    for _ in range(most):
        argument = _BRACED.match(text, at)
        if argument is None:
            break
        at = argument.end()
    return at
