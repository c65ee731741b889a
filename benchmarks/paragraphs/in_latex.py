"""Set the texts of an edition by pandoc and XeLaTeX, in the type and the measure of its PDF.

The faces are those that the edition was built with; sizes, leading, measure and indent are those
read back from its PDF. Glue, tolerances and penalties are LaTeX's; `\\emergencystretch` is that of
pandoc's template. Spaces are French, figures are old, calls are the face's superiors, as in Octavo.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.paragraphs.printed_lines import PrintedBook
from octavo.fingerprint import pandoc_program
from octavo.parsing.reader import READER

PASSES = 2
PACKAGES = (
    "texlive-xetex texlive-latex-recommended texlive-lang-english texlive-plain-generic "
    "texlive-fonts-recommended"
)
_LANGUAGES = {"en-US": "american", "en-GB": "british"}
_FILES = ("fontspec", "hyperref", "xurl", "babel", "geometry", "booktabs", "longtable", "ulem")

_PREAMBLE = r"""
\documentclass{book}
\usepackage[paperwidth=%(width)sbp,paperheight=%(height)sbp,textwidth=%(measure)sbp,
  textheight=%(text_height)sbp,hmarginratio=9:11,vmarginratio=3:4]{geometry}
\usepackage{fontspec}
\defaultfontfeatures{Path=%(fonts)s/,Ligatures=TeX}
\setmainfont{%(stem)s}[Extension=.ttf,UprightFont=*-Regular,ItalicFont=*-Italic,
  BoldFont=*-Bold,BoldItalicFont=*-BoldItalic,Numbers={OldStyle,Proportional}]
\usepackage[%(language)s]{babel}
\usepackage{longtable,booktabs,array,calc,graphicx}
\usepackage[normalem]{ulem}
\usepackage{xurl}
\usepackage[hidelinks]{hyperref}
\urlstyle{same}
\frenchspacing
\setlength{\emergencystretch}{3em}
\setlength{\parindent}{%(indent)sbp}
\makeatletter
\renewcommand\normalsize{\@setfontsize\normalsize{%(size)sbp}{%(leading)sbp}}
\renewcommand\footnotesize{\@setfontsize\footnotesize{%(note_size)sbp}{%(note_leading)sbp}}
\normalsize
\renewcommand\@makefnmark{{\addfontfeatures{VerticalPosition=Superior,Numbers=Lining}\@thefnmark}}
\renewcommand\@makefntext[1]{\parindent=%(note_indent)sbp\indent\@thefnmark.\char"2002 #1}
\renewenvironment{quote}{\list{}{\leftmargin=1.6em\rightmargin=\leftmargin}\item\relax
  \fontsize{%(quotation_size)sbp}{%(leading)sbp}\selectfont}{\endlist}
\renewenvironment{quotation}{\quote}{\endquote}
\makeatother
\providecommand{\tightlist}{\setlength{\itemsep}{0pt}\setlength{\parskip}{0pt}}
\providecommand{\pandocbounded}[1]{#1}
\newcounter{none}
\setcounter{secnumdepth}{-1}
\raggedbottom
\pagestyle{empty}
\begin{document}
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock and of processors, of a child process and those that it starts."""

    clock: float
    processor: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.clock + other.clock, self.processor + other.processor)


@dataclass(frozen=True, slots=True)
class InLatex:
    """A PDF by XeLaTeX; what pandoc and what the passes of XeLaTeX took."""

    pdf: Path
    pandoc: Spent
    passes: Spent


def missing() -> str:
    """Name what XeLaTeX needs and is not installed; an empty string if nothing is missing."""
    for program in ("xelatex", "kpsewhich"):
        if shutil.which(program) is None:
            return f"{program} ({PACKAGES})"
    asked = [f"{name}.sty" for name in _FILES] + ["british.ldf", "loadhyph-en-gb.tex", "pzdr.tfm"]
    done = subprocess.run(["kpsewhich", *asked], capture_output=True, text=True)
    found = {Path(line).name for line in done.stdout.split()}
    absent = [name for name in asked if name not in found]
    return f"{', '.join(absent)} ({PACKAGES})" if absent else ""


def set_in_latex(
    texts: Sequence[Path], language: str, fonts: Path, like: PrintedBook, into: Path
) -> InLatex:
    """Set texts by pandoc and two passes of XeLaTeX, like a book that was read back.

    `fonts` is the folder of the edition's faces, `into` a folder that is made. Raise RuntimeError
    with the words of the program that fails.
    """
    into.mkdir(parents=True, exist_ok=True)
    pandoc = [str(pandoc_program()), "--file-scope", "-f", READER, "-t", "latex", "--wrap=none"]
    body, spent = run([*pandoc, "--top-level-division=chapter", *map(str, texts)], into)
    source = into / "book.tex"
    document = preamble(language, fonts, like) + body + "\n\\end{document}\n"
    source.write_text(document, encoding="utf-8")
    passes = Spent(0, 0)
    for _ in range(PASSES):
        passes += run(["xelatex", "-interaction=batchmode", "-halt-on-error", source.name], into)[1]
    return InLatex(source.with_suffix(".pdf"), spent, passes)


def preamble(language: str, fonts: Path, like: PrintedBook) -> str:
    """Return the beginning of the document, up to its text."""
    text, notes = like.texts["text"], like.texts.get("notes") or like.texts["text"]
    (regular,) = fonts.glob("*-Regular.ttf")
    width, height = like.paper
    return _PREAMBLE % {
        "width": width,
        "height": height,
        "text_height": round(height * 0.76 / text.leading) * text.leading,
        "fonts": fonts.resolve(),
        "stem": regular.stem.removesuffix("-Regular"),
        "language": _LANGUAGES[language],
        "measure": text.measure,
        "size": text.size,
        "leading": text.leading,
        "indent": text.indent,
        "quotation_size": round(text.size * 0.935, 2),
        "note_size": notes.size,
        "note_leading": notes.leading,
        "note_indent": notes.indent,
    }


def run(command: Sequence[str], folder: Path) -> tuple[str, Spent]:
    """Run a command in a folder; return what it prints, and the seconds it takes.

    Raise RuntimeError, with the end of its messages or of TeX's log, if it fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    clock = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        logs = [path.read_text(errors="replace") for path in folder.glob("*.log")]
        errors = re.findall(r"^!.*\n.*\n.*", "\n".join(logs), re.MULTILINE)
        raise RuntimeError("\n".join([command[0], done.stdout[-500:], done.stderr[-500:], *errors]))
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, Spent(clock, spent)
